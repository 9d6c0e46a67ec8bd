#!/usr/bin/env python3
"""Class F15: clocks that are wrong, and clocks that jump.

usage: clock.py BUILD [--long]

A kiosk without a battery wakes up in 1970; one with a bad one in any year. The postman's commands run at each of these times, go
from each of them to each other one between two rounds, and have the clock jump at every question they ask of it. Each must end as
with the right time; the report must be JSON whose ages are none below zero; and bytes that were used up on a day that never was
are to be had again two days after it is today. --long: all of it; else some of the clocks.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import ENVIRONMENT, Bench, Checker  # noqa: E402
from network import serve  # noqa: E402

DAY = 86400
CLOCKS = {'1970': 0, '2000': 946684800, '2038-01-19': 0x7fffffff, '2038-01-20': 0x80000000 + DAY, '2106': 0xffffffff,
          '2106 and a day': 0x100000000 + DAY, '9999': 253402300799, 'today': int(time.time())}
SOME = ('1970', '2106', 'today')
JUMPS = (*range(1, 10), 12, 16, 20, 30)  # after so many of the questions that a round asks of the clock


class Trial:
    def __init__(self, bench, server, clocks):
        self.clocks = clocks
        self.bench, self.server, self.checker, self.tried, self.wrong = bench, server, Checker(bench), 0, 0
        self.preload = os.path.join(bench.build, 'tests', 'faults', 'clock.so')

    def run(self, clock, *command):
        environment = dict(ENVIRONMENT, LD_PRELOAD=self.preload, LUTRIN_CLOCK=str(clock),
                           ASAN_OPTIONS='detect_leaks=0:verify_asan_link_order=0')
        return subprocess.run([self.bench.sync, *command, '-c', self.bench.path('conf')], cwd=self.bench.folder, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=120)

    def told(self, name, problem):
        self.tried += 1
        if problem:
            self.wrong += 1
            print(f'    {name}: {problem}', flush=True)

    def once(self, clock, tree, code=0):
        """A round; what is wrong with it, or None."""
        self.server.folder = self.bench.path(tree)
        done = self.run(clock, 'once')
        if done.returncode != code:
            return f'once from {tree} at {clock}: exit {done.returncode}: {done.stderr.strip()[-300:]}'
        with open(self.bench.path('json'), encoding='ascii') as file:
            json.load(file)
        done = self.run(clock, 'status', '--json')
        ages = re.findall(r'"age\w*": *(-?\d+)', done.stdout)
        return None if done.returncode == 0 and json.loads(done.stdout) and ages and all(int(age) >= 0 for age in ages) else \
            f'status: exit {done.returncode}: {done.stdout}{done.stderr}'

    def check(self, old, new, kind, source):
        return self.checker.ask(self.bench.path('run', 'shelf'), old, new, 1, kind, source)


def commands(trial):
    """Each workload at each time."""
    for name, start, command, old, new, kind, source in trial.bench.workloads():
        for clock in trial.clocks:
            trial.bench.begin(start)
            done = trial.run(CLOCKS[clock], *command)
            trial.told(f'{name} in {clock}', trial.check(old, new, kind, source) if done.returncode == 0 else
                       f'exit {done.returncode}: {done.stderr.strip()[-300:]}')


def rounds(trial):
    """Two rounds with another time each, and one more in which there is nothing new."""
    for one in trial.clocks:
        for two in trial.clocks:
            trial.bench.begin('v1')
            trial.told(f'{one}, then {two}', trial.once(CLOCKS[one], 'tree2') or trial.once(CLOCKS[two], 'tree3') or
                       trial.once(CLOCKS[one], 'tree3') or trial.check(2, 3, 'install', trial.bench.path('tree3')))


def jumps(trial):
    """The clock jumps within a round."""
    today = CLOCKS['today']
    for clock in trial.clocks:
        for after in JUMPS if clock != 'today' else ():
            for jump in (f'{today} {after} {CLOCKS[clock]}', f'{CLOCKS[clock]} {after} {today}'):
                trial.bench.begin('v2')
                trial.told(f'jump {jump}', trial.once(jump, 'tree3') or trial.check(2, 3, 'install', trial.bench.path('tree3')))


def budget(trial):
    """The bytes of a day are used up; two days later there are some again, whatever the day was."""
    bench, conf, totals = trial.bench, trial.bench.path('conf'), trial.bench.path('run', 'shelf', 'totals')
    with open(conf, encoding='ascii') as file:
        plain = file.read()
    with open(conf, 'w', encoding='ascii') as file:
        most = os.path.getsize(bench.path('treefull', 'r', '3', 'full.zst')) * 3 // 2
        file.write(plain.replace('[network]\n', f'[network]\ndaily_bytes = {most}\n'))
    for clock in trial.clocks:
        bench.begin('v2')
        problem = trial.once(CLOCKS[clock], 'treefull')
        with open(totals, encoding='ascii') as file:
            used = file.read()
        bench.begin('v2')  # it is to be had once more
        with open(totals, 'w', encoding='ascii') as file:
            file.write(used)
        trial.told(f'a budget used up in {clock}', problem or trial.once(CLOCKS[clock], 'treefull', 69) or
                   trial.once(CLOCKS['today'] + 2 * DAY, 'treefull') or trial.check(2, 3, 'install', bench.path('treefull')))
    with open(conf, 'w', encoding='ascii') as file:
        file.write(plain)


def main():
    long = sys.argv[2:] == ['--long']
    if not sys.argv[1:] or not os.path.isdir(sys.argv[1]) or (sys.argv[2:] and not long):
        print(__doc__.split('\n\n')[1], file=sys.stderr)
        return 64
    with tempfile.TemporaryDirectory(prefix='lutrin-clock-') as folder:
        bench = Bench(os.path.abspath(sys.argv[1]), folder)
        server = serve(bench)
        trial = Trial(bench, server, CLOCKS if long else SOME)
        for part in (commands, rounds, jumps, budget):
            part(trial)
        trial.checker.close()
        server.shutdown()
    print(f'F15 clocks: {trial.tried} cases, {trial.wrong} lost, wedged or untrue')
    return 1 if trial.wrong else 0


if __name__ == '__main__':
    sys.exit(main())

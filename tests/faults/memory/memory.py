#!/usr/bin/env python3
"""Class F4: each allocation fails in turn, and each with all that follow it.

usage: memory.py BUILD [--seed N] [--sample N] [--only NAME]

Each command is run once with alloc_fail.so preloaded, to count its allocations; then once for each of them (or for --sample
of them, drawn with the seed) with that one failing, and once with that one and every later one. A command may overcome it,
or end with one of its exit codes and a word on stderr: EX_OSERR and "out of memory" where the memory was Lutrin's own. No
command may end by a signal, nor with a sanitizer's word, nor leak (which a build with sanitizers tells where it ends by
itself); the shelf must be what fault_check wants; and a bundle that could not be read must not be called damaged, nor be
read differently.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'shelf'))
from bench import Bench, Checker  # noqa: E402
from network import Server  # noqa: E402

TIMES = re.compile(r'"(age|ms)": [\d.]+')
EXIT_CODES = (64, 65, 66, 69, 70, 71, 73, 74, 77, 78)
BLAMED = ('damaged', 'wrong signature')  # what is said of data when memory was short, and must not be


class Command:
    """One to be tried. `shelf`: (start, old, new, kind, source), what fault_check is asked; None: it only reads."""

    def __init__(self, name, arguments, shelf=None):
        self.name, self.arguments, self.shelf = name, arguments, shelf


def commands(bench):
    conf = ['-c', bench.path('conf')]
    found = [Command(name, [bench.sync, *command, *conf], (start, old, new, kind, source))
             for name, start, command, old, new, kind, source in bench.workloads()]
    found.append(Command('once', [bench.sync, 'once', *conf], ('v2', 2, 3, 'install', bench.path('tree3'))))
    found.append(Command('status', [bench.sync, 'status', '--json', *conf]))
    trace = os.path.join(bench.build, 'lutrin-trace')
    if os.path.exists(trace):
        found.append(Command('doc', [trace, 'doc', bench.path('b3'), '2']))
        found.append(Command('search', [trace, 'search', bench.path('b3'), 'titre']))
    return found


class Trial:
    def __init__(self, bench, seed, sample):
        self.bench, self.sample, self.dice = bench, sample, random.Random(seed)
        self.checker = Checker(bench)
        self.preload = os.path.join(bench.build, 'tests', 'faults', 'alloc_fail.so')
        self.failed = self.possible = self.wrong = 0

    def run(self, command, **environment):
        # A sanitizer wants to be the first library, and is it as far as it needs to be.
        more = dict(os.environ, LC_ALL='C', LD_PRELOAD=self.preload, ASAN_OPTIONS='verify_asan_link_order=0', **environment)
        return subprocess.run(command.arguments, cwd=self.bench.folder, env=more, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, errors='replace', check=False, timeout=120)

    def begin(self, command):
        self.bench.begin(command.shelf[0] if command.shelf else 'v2')

    def count(self, command):
        self.begin(command)
        counted = self.bench.path('count')
        done = self.run(command, LUTRIN_COUNT_ALLOCATIONS=counted)
        if done.returncode != 0:
            raise SystemExit(f'memory: {command.name} ended with {done.returncode}: {done.stderr}')
        with open(counted, encoding='ascii') as file:
            return int(file.read()), done.stdout

    def judge(self, command, done, right):
        if done.returncode != 0 and done.returncode not in EXIT_CODES:
            return f'ended by {done.returncode}'
        if 'Sanitizer' in done.stderr or 'runtime error' in done.stderr:
            return 'the sanitizer'
        if done.returncode != 0 and not done.stderr.strip():
            return f'exit {done.returncode} without a word'
        if any(word in done.stderr for word in BLAMED):
            return 'the data is blamed'
        if command.shelf:
            _, old, new, kind, source = command.shelf
            return self.checker.ask(self.bench.path('run', 'shelf'), old, new, done.returncode == 0, kind, source)
        return 'another answer' if done.returncode == 0 and TIMES.sub('', done.stdout) != TIMES.sub('', right) else None

    def try_all(self, command):
        total, right = self.count(command)
        points = [(number, mode) for number in range(1, total + 1) for mode in ('', '+')]
        self.possible += len(points)
        if self.sample and self.sample < len(points):
            points = sorted(self.dice.sample(points, self.sample))
        bad, codes = 0, {}
        for number, mode in points:
            self.begin(command)
            done = self.run(command, LUTRIN_FAIL_ALLOCATION=f'{number}{mode}')
            self.failed += 1
            codes[done.returncode] = codes.get(done.returncode, 0) + 1
            answer = self.judge(command, done, right)
            if answer:
                bad += 1
                print(f'    {command.name}: {number}{mode}: exit {done.returncode}: {answer}: {done.stderr.strip()[-1500:]}',
                      flush=True)
        self.wrong += bad
        told = ', '.join(f'{count} exit {code}' for code, count in sorted(codes.items()))
        print(f'  {command.name:9} {total:5} allocations, {len(points):5} runs: {told}; {bad} bad', flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--sample', type=int, default=0, help='runs of each command; 0: all')
    parser.add_argument('--only')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='lutrin-memory-', dir='/dev/shm' if os.path.isdir('/dev/shm') else None) as folder:
        bench = Bench(os.path.abspath(options.build), folder)
        server = Server(bench.path('tree3'))
        with open(bench.path('conf'), 'a', encoding='ascii') as file:
            file.write(f'[network]\nurl = {server.url()}\nallow_local = yes\n')
        trial = Trial(bench, options.seed, options.sample)
        for command in commands(bench):
            if options.only in (None, command.name):
                trial.try_all(command)
        trial.checker.close()
        server.shutdown()
    print(f'F4 allocations: seed {options.seed}: {trial.failed} of {trial.possible} failed, {trial.wrong} crashed, leaked or '
          'left half a state')
    return 1 if trial.wrong else 0


if __name__ == '__main__':
    sys.exit(main())

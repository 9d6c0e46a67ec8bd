#!/usr/bin/env python3
"""Class F6: the power is cut under a real ext4.

usage: power.py BUILD [--seed N] [--most N] [--sample N] [--control N] [--again N] [--only WORKLOAD]

A small machine under QEMU runs each workload of the shelf with the real programs, on a disk of its own with an ext4 as
mke2fs and mount make it unless told otherwise. Every write to these disks and every flush is logged. A second machine is
given the disks that a power cut may have left (see writelog.py; --most choices after each write, or --sample disks of each
workload), mounts each of them, so that the kernel replays the journal, and asks fault_check. On --again of these disks the
command is given once more and the power cut once more, also while the journal is replayed. Each workload runs once more with
an fsync that does nothing, and must then be found bad, or this test would prove nothing.
"""
import argparse
import itertools
import math
import os
import random
import string
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'shelf')]
from bench import Bench  # noqa: E402
from machine import Machine  # noqa: E402
from writelog import Log  # noqa: E402

FS_BYTES = 64 << 20  # what the shelf wants to keep free is 32 MiB
DISK_BYTES = FS_BYTES + (1 << 20)  # and room behind it for marks
SETTLE_S = 7  # ext4 commits every 5 seconds: what the commands left to it comes too
BEGIN_S, STATE_S = 600, 1  # a machine, and each disk, on a busy computer
MOST_DISKS = 26  # of a machine: vda to vdz
AGAIN, AGAIN_MOST = ('install', 'resume', 'root', 'keys'), 4  # the kinds of workload whose command is given again after a cut
IS_HERE = os.EX_NOPERM  # a bundle that is given alone is refused when it is here already
TABLES = 'lazy_itable_init=0,lazy_journal_init=0'  # or the kernel fills tables with zeros while it is looked at


class Run:
    """A workload on a disk of its own, with fsync or without, and the log of what was written there. With `first`: the
    same command on what a power cut left of that run, `cut`; the power is then cut again."""

    def __init__(self, bench, workload, nosync=False, first=None, nth=0, cut=None):
        self.workload, self.nosync, self.log, self.tried, self.bad = workload, nosync, None, 0, 0
        self.name = workload[0] + ('-nosync' if nosync else '') + (f'-again{nth}' if first else '')
        self.base, self.image, self.path = (bench.path('disks', f'{self.name}.{end}') for end in ('base', 'disk', 'log'))
        self.again = first is not None
        if first:
            first.log.lay_out(*cut[1:3], self.base, DISK_BYTES)
        else:
            make_disk(bench.path('start', workload[1]), self.base)
        subprocess.run(['cp', '--sparse=always', self.base, self.image], check=True)
        open(self.path, 'wb').close()

    def read_log(self):
        self.log = Log(self.base, self.path, FS_BYTES)
        if len(self.log.marks) not in ((1, 2) if self.again else (2,)) or not self.log.flushes:
            raise SystemExit(f'ext4: {self.name}: {len(self.log.marks)} marks, {self.log.flushes} flushes in the log')

    def states(self, most, sample, dice):
        """(cut, firm, parts, told)"""
        told_at = (self.log.marks + [math.inf])[1]
        found = [(*state, state[0] >= told_at) for state in self.log.states(most, dice)]
        if not sample or len(found) <= sample:
            return found
        # The first disks on which a loss is one: the command has ended well.
        told = [state for state in found if state[3]][:2]
        return told + dice.sample([state for state in found if state not in told], sample - len(told))

    def loose_ends(self, count, dice):
        """`count` of the disks that a cut may leave while the command runs."""
        found = [state for state in self.states(AGAIN_MOST, None, dice) if self.log.marks[0] < state[0] and not state[3]]
        return dice.sample(found, min(count, len(found)))

    def told(self):
        """What is told of it in the table."""
        return (f'  {self.name:16} {len(self.log.writes) - self.log.base:4} writes, {self.log.flushes:3} flushes, '
                f'{self.tried:5} disks, {self.bad} bad')


def make_disk(shelf, path):
    tools = dict(os.environ, PATH=os.environ['PATH'] + ':/usr/sbin:/sbin')
    subprocess.run(['mke2fs', '-q', '-t', 'ext4', '-b', '4096', '-E', TABLES, '-d', shelf, path, f'{FS_BYTES >> 10}k'], stdout=subprocess.DEVNULL,
                   check=True, env=tools)
    os.truncate(path, DISK_BYTES)


def inside(bench, word):
    return word.replace(bench.folder, '/t', 1)


def sources(bench, machine):
    """The machine's memory disk with the trees, keys and sticks of the bench."""
    made = machine.memory_disk()
    for name in sorted(os.listdir(bench.folder)):
        if name.startswith(('tree', 'alone', 'desk.pub')):
            made.tree(bench.path(name), os.path.join('t', name))
    return made


def record(bench, machine, runs):
    """All workloads, one after the other in one machine, whose power is cut in the end."""
    made, plan = sources(bench, machine), [f'record {FS_BYTES} {SETTLE_S}']
    for letter, run in zip(string.ascii_lowercase, runs):
        conf = f'/t/conf.vd{letter}'
        made.text(conf, f'[shelf]\nlibrary = /disk/vd{letter}/shelf\n[trust]\nkey = /t/desk.pub\n')
        words = [inside(bench, word) for word in run.workload[2]]
        plan.append(' '.join([f'vd{letter}', 'nosync' if run.nosync else 'sync', *words, '-c', conf]))
    made.text('plan', '\n'.join(plan) + '\n')
    report = machine.run(made, [(run.image, run.path) for run in runs], BEGIN_S)
    for line, run in zip(report, runs):
        if not line.endswith((' exit 0', f' exit {IS_HERE}') if run.again else ' exit 0'):
            raise SystemExit(f'ext4: {run.name}: {line}\n{machine.console()}')
        run.read_log()


def judge(bench, machine, states):
    """What fault_check says of each (run, cut, firm, parts, told): None, or what does not hold."""
    made, plan = sources(bench, machine), [f'replay {DISK_BYTES}']
    for run in {state[0] for state in states}:
        made.text(f'writes/{run.name}', ''.join(f'{at} {len(data)}\n' for at, data in run.log.writes))
        made.entry(f'writes/{run.name}.data', 0o100644, b''.join(data for _, data in run.log.writes))
    for number, (run, _, firm, parts, told) in enumerate(states):
        _, _, _, old, new, kind, source = run.workload
        words = [number, run.name, old, new, int(told), kind, inside(bench, source), firm, *(n for part in parts for n in part)]
        plan.append(' '.join(str(word) for word in words))
    made.text('plan', '\n'.join(plan) + '\n')
    answers = [line.split() for line in machine.run(made, [], BEGIN_S + len(states) * STATE_S)]
    if [answer[0] for answer in answers] != [str(number) for number in range(len(states))]:
        raise SystemExit(f'ext4: {len(answers)} answers to {len(states)} questions\n{machine.console()}')
    return [None if answer[1] == 'ok' else answer[2] for answer in answers]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--most', type=int, default=8, help='choices after each write')
    parser.add_argument('--sample', type=int, help='disks of each workload (all)')
    parser.add_argument('--control', type=int, default=20, help='disks of each workload without fsync')
    parser.add_argument('--again', type=int, default=0, help='disks of a workload on which the power is cut again')
    parser.add_argument('--only', help='one workload')
    options = parser.parse_args()
    missing = Machine.missing()
    if missing:
        print(f'skipped: power cuts on ext4: {missing} (packages: board/apt-power)')
        return 77
    dice, states = random.Random(options.seed), []
    with tempfile.TemporaryDirectory(prefix='lutrin-ext4-') as folder:
        bench = Bench(os.path.abspath(options.build), folder)
        machine = Machine(bench.build, folder)
        os.mkdir(bench.path('disks'))
        workloads = [w for w in bench.workloads() if options.only in (None, w[0])]
        runs = [Run(bench, workload, nosync) for nosync, workload in itertools.product((False, True), workloads)]
        record(bench, machine, runs)
        again = [Run(bench, run.workload, False, run, nth, cut) for run in runs
                 if not run.nosync and run.workload[5] in AGAIN for nth, cut in enumerate(run.loose_ends(options.again, dice))]
        for some in (again[i:i + MOST_DISKS] for i in range(0, len(again), MOST_DISKS)):
            record(bench, machine, some)
        runs += again
        for run in runs:
            states += [(run, *state) for state in run.states(options.most, options.control if run.nosync else options.sample, dice)]
        answers = judge(bench, machine, states)
    for (run, cut, firm, parts, told), answer in zip(states, answers):
        run.tried += 1
        run.bad += answer is not None
        if answer and not run.nosync:
            print(f'    {run.name}: {answer}: after write {cut}, {firm} durable, {"told, " if told else ""}then {parts}')
    print('\n'.join(run.told() for run in runs))
    tried, bad = (sum(getattr(run, what) for run in runs if not run.nosync) for what in ('tried', 'bad'))
    control = [run for run in runs if run.nosync]
    blind = [run.name for run in control if not run.bad]
    print(f'F6 power cuts on ext4: seed {options.seed}: {tried} disks, {bad} bad; without fsync '
          f'{sum(run.bad for run in control)} of {sum(run.tried for run in control)} bad, '
          f'{len(control) - len(blind)} of {len(control)} workloads found out')
    for name in blind:
        print(f'  not found out: {name}')
    return 1 if bad or blind else 0


if __name__ == '__main__':
    sys.exit(main())

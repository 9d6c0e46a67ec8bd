#!/usr/bin/env python3
"""Class F4: each allocation fails in turn, and each with all that follow it.

usage: memory.py BUILD [--seed N] [--sample N] [--only NAME] [--from N] [--part K/N]

Each command is run once with alloc_fail.so preloaded, to count its allocations; then (forked from one process that has begun)
once for each of them (or for --sample of them, drawn with the seed) with that one failing, and once with that one and every
later one. A command may overcome it, or end with one of its exit codes and a word on stderr: EX_OSERR and "out of memory" where the memory was Lutrin's own. No
command may end by a signal, nor with a sanitizer's word, nor leak (which a build with sanitizers tells where it ends by
itself); the shelf must be what fault_check wants; and a bundle that could not be read must not be called damaged, nor be
read differently.
"""
import argparse
import hashlib
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'shelf'))
from bench import Bench, Checker  # noqa: E402
from network import Server  # noqa: E402

TIMES = re.compile(r'"(age|ms)": [\d.]+')
SECONDS = 120  # after which a run hangs
CLOCKED, CLOCK = ('trial', 'totals', 'clock'), re.compile(rb'\b\d{7,}\b')  # files with times, and what they look like
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


class Programs:
    """A command's process, which has begun and waits before its main(): each run is a fork of it (see alloc_fail.c)."""

    def __init__(self, trial, command):
        self.trial, self.command, self.process, self.ours = trial, command, None, None
        # What children say is read back from here: opened to append, so it can be emptied between them.
        self.said = [open(trial.bench.path(name), 'a+', encoding='utf-8', errors='replace') for name in ('said', 'said.err')]

    def start(self):
        self.ours, theirs = socket.socketpair()
        self.process = subprocess.Popen(self.command.arguments, cwd=self.trial.bench.folder, stdout=self.said[0],
                                        stderr=self.said[1], pass_fds=[theirs.fileno()], start_new_session=True,
                                        env=self.trial.environment(LUTRIN_SERVE_ALLOCATIONS=str(theirs.fileno())))
        theirs.close()
        self.ours.settimeout(SECONDS)

    def run(self, point):
        if not self.process:
            self.start()
        for file in self.said:
            file.truncate(0)
        try:
            self.ours.sendall(f'{point}\n'.encode())
            status = int(self.ours.recv(32))
            code = os.waitstatus_to_exitcode(status)
        except (OSError, ValueError):  # too late, or the server itself is gone
            self.stop()
            code = -signal.SIGXCPU
        for file in self.said:
            file.seek(0)
        return subprocess.CompletedProcess(self.command.arguments, code, self.said[0].read(), self.said[1].read())

    def stop(self):
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)  # the session that start() made, children and all
            self.process.wait()
            self.ours.close()
            self.process = None


class Trial:
    def __init__(self, bench, options):
        self.bench, self.options, self.dice = bench, options, random.Random(options.seed)
        self.preload = os.path.join(bench.build, 'tests', 'faults', 'alloc_fail.so')
        self.failed = self.possible = self.wrong = 0
        self.answers, self.checker = {}, None

    def environment(self, **more):
        # A sanitizer wants to be the first library, and is it as far as it needs to be.
        return dict(os.environ, LC_ALL='C', LD_PRELOAD=self.preload, ASAN_OPTIONS='verify_asan_link_order=0', **more)

    def run(self, command, **environment):
        return subprocess.run(command.arguments, cwd=self.bench.folder, env=self.environment(**environment),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors='replace', check=False,
                              timeout=SECONDS)

    def begin(self, command):
        self.bench.begin(command.shelf[0] if command.shelf else 'v2')

    def disk(self):
        """What lies on the shelf, but for what clocks wrote: two disks that are alike here get the same answer."""
        found = hashlib.blake2b()
        for folder, folders, names in os.walk(self.bench.path('run')):
            folders.sort()
            for name in sorted(names + folders):
                full = os.path.join(folder, name)
                if os.path.islink(full):
                    data = os.readlink(full).encode()
                elif os.path.isdir(full):
                    data = b'/'
                else:
                    with open(full, 'rb') as file:
                        data = file.read()
                if name in CLOCKED:
                    data = CLOCK.sub(b'T', data)
                found.update(f'{full} {len(data)} '.encode() + data)
        return found.digest()

    def count(self, command):
        self.begin(command)
        counted = self.bench.path('count')
        done = self.run(command, LUTRIN_COUNT_ALLOCATIONS=counted)
        if done.returncode != 0:
            raise SystemExit(f'memory: {command.name} ended with {done.returncode}: {done.stderr}')
        with open(counted, encoding='ascii') as file:
            total, before = file.read().split()
        return int(total), int(before), done.stdout

    def ask(self, command, told, disk):
        """fault_check's answer, once for each disk. It repairs what it looks at, so it gets a copy."""
        _, old, new, kind, source = command.shelf
        question = (disk, old, new, told, kind, source)
        if question not in self.answers:
            copy = self.bench.path('asked')
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(self.bench.path('run'), copy, symlinks=True)
            self.answers[question] = self.checker.ask(os.path.join(copy, 'shelf'), old, new, told, kind, source)
        return self.answers[question]

    def judge(self, command, done, right, disk):
        if done.returncode != 0 and done.returncode not in EXIT_CODES:
            return f'ended by {done.returncode}'
        if 'Sanitizer' in done.stderr or 'runtime error' in done.stderr:
            return 'the sanitizer'
        if done.returncode != 0 and not done.stderr.strip():
            return f'exit {done.returncode} without a word'
        if any(word in done.stderr for word in BLAMED):
            return 'the data is blamed'
        if command.shelf:
            return self.ask(command, done.returncode == 0, disk)
        return 'another answer' if done.returncode == 0 and TIMES.sub('', done.stdout) != TIMES.sub('', right) else None

    def try_all(self, command):
        total, before, right = self.count(command)
        points = [(number, mode) for number in range(self.options.first, total + 1) for mode in ('', '+')]
        self.possible += len(points)
        if self.options.sample and self.options.sample < len(points):
            points = sorted(self.dice.sample(points, self.options.sample))
        part, parts = self.options.part
        points = points[part - 1::parts]
        bad, codes, programs = 0, {}, Programs(self, command)
        self.begin(command)
        fresh = self.disk()
        disk = fresh
        for number, mode in points:
            if disk != fresh:
                self.begin(command)
            point = f'{number}{mode}'
            done = programs.run(point) if number > before else self.run(command, LUTRIN_FAIL_ALLOCATION=point)
            self.failed += 1
            disk = self.disk() if command.shelf else fresh  # who only reads leaves it as it is
            codes[done.returncode] = codes.get(done.returncode, 0) + 1
            answer = self.judge(command, done, right, disk)
            if answer:
                bad += 1
                print(f'    {command.name}: {point}: exit {done.returncode}: {answer}: {done.stderr.strip()[-1500:]}', flush=True)
        programs.stop()
        self.wrong += bad
        told = ', '.join(f'{count} exit {code}' for code, count in sorted(codes.items()))
        print(f'  {command.name:9} {total:5} allocations, {len(points):5} runs: {told}; {bad} bad', flush=True)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument('build', type=os.path.abspath)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--sample', type=int, default=0, help='runs of each command; 0: all')
    parser.add_argument('--only', help='one command')
    parser.add_argument('--from', type=int, default=1, dest='first', help='the first allocation: to go on where a run was cut off')
    parser.add_argument('--part', type=lambda text: tuple(map(int, text.split('/'))), default=(1, 1), help='every Nth run, from the Kth on: K/N')
    return parser.parse_args()


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix='lutrin-memory-', dir='/dev/shm' if os.path.isdir('/dev/shm') else None) as folder:
        bench = Bench(options.build, folder)
        server = Server(bench.path('tree3'))
        with open(bench.path('conf'), 'a', encoding='ascii') as file:
            file.write(f'[network]\nurl = {server.url()}\nallow_local = yes\n')
        trial = Trial(bench, options)
        trial.checker = Checker(bench)
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

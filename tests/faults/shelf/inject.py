#!/usr/bin/env python3
"""Classes F2 and F3: lutrin-sync is killed before each of its system calls, and each of them fails in turn.

usage: inject.py BUILD kill|fail [--seed N] [--sample N]

Each workload is run once under strace to count its calls from the reading of its configuration on; then once for each of
them (or for --sample of them, drawn with the seed) with strace's injection: SIGKILL, or one of EIO, ENOSPC, EROFS, EINTR
and EMFILE. Afterwards fault_check holds what is left against the same invariants as after a power cut. A call that fails
may be overcome or end the command with one of its exit codes; it may never end it by a signal.
"""
import argparse
import collections
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import ENVIRONMENT, Bench, Checker  # noqa: E402

ERRORS = ('EIO', 'ENOSPC', 'EROFS', 'EINTR', 'EMFILE')
# Failing memory ends a process by design (and the sanitizers' own); the rest cannot fail or is how the process ends.
LEFT_OUT = {'mmap', 'munmap', 'brk', 'mprotect', 'madvise', 'mremap', 'exit_group', 'exit', 'rt_sigreturn', 'execve', 'futex',
            'rt_sigaction', 'rt_sigprocmask', 'sigaltstack', 'getpid', 'gettid', 'clock_gettime', 'arch_prctl', 'prlimit64',
            'sched_getaffinity', 'prctl', 'wait4', 'set_robust_list', 'sched_yield', 'getrandom'}


def calls_after(command, folder, log, opened, ends=0):
    """Every call of the command's first process from the one on that opens `opened`, as (name, how many of that name so far);
    undisturbed it ends with `ends`."""
    done = subprocess.run(['strace', '-f', '-o', log, *command], cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False)
    if done.returncode != ends:
        raise SystemExit(f'{command} ended with {done.returncode}')
    counts, calls, first, begun = collections.Counter(), [], None, False
    with open(log, encoding='latin-1') as file:
        for line in file:
            match = re.match(r'(\d+) +(\w+)\(', line)
            if not match:
                continue
            first = first or match[1]
            if match[1] != first:
                continue
            counts[match[2]] += 1
            begun = begun or ('openat(' in line and opened in line)
            if begun:
                calls.append((match[2], counts[match[2]]))
    return calls


def injected(command, folder, call, what):
    """The command with one of its calls killed or failing."""
    name, number = call
    # Not -f: strace then follows the first process alone, whose calls were counted.
    return subprocess.run(['strace', '-o', '/dev/null', '-e', f'trace={name}', '-e', f'inject={name}:{what}:when={number}', *command],
                          cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                          timeout=120)


class Points:
    """What all workloads of a program came to."""

    def __init__(self, options, left_out=frozenset()):
        self.options, self.left_out, self.dice = options, LEFT_OUT | left_out, random.Random(options.seed)
        self.tried = self.possible = self.wrong = 0

    def points_of(self, calls):
        if self.options.how == 'kill':
            return [(call, 'signal=KILL') for call in calls]
        return [(call, f'error={error}') for call in calls if call[0] not in self.left_out for error in ERRORS]

    def try_all(self, name, calls, run):
        """run(call, what): (the process that ended, None or what does not hold of what it left)."""
        points = self.points_of(calls)
        chosen = self.dice.sample(points, self.options.sample) if 0 < self.options.sample < len(points) else points
        for call, what in chosen:
            done, answer = run(call, what)
            if (self.options.how == 'fail' and done.returncode < 0) or 'Sanitizer' in done.stderr:
                answer = f'ended by {done.returncode}: {done.stderr[-300:]}'
            if answer:
                self.wrong += 1
                print(f'    {name}: {call[0]} number {call[1]}: {what}: exit {done.returncode}: {answer}', flush=True)
        self.tried, self.possible = self.tried + len(chosen), self.possible + len(points)
        print(f'  {name:9} {len(chosen):5} of {len(points)} points', flush=True)

    def tell(self, title, what):
        """The exit code."""
        print(f'{title}: seed {self.options.seed}: {self.tried} of {self.possible} {what}')
        return 1 if self.wrong else 0


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument('build', type=os.path.abspath)
    parser.add_argument('how', choices=('kill', 'fail'))
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--sample', type=int, default=0, help='points a workload; 0: all')
    parser.add_argument('--only', help='one workload')
    return parser.parse_args()


def main():
    options = arguments()
    if not shutil.which('strace'):
        print('skipped: strace is not installed')
        return 77
    points = Points(options)
    with tempfile.TemporaryDirectory(prefix='lutrin-inject-') as folder:
        bench = Bench(options.build, folder)
        checker = Checker(bench)
        for name, start, command, old, new, kind, source in bench.workloads():
            if options.only and name != options.only:
                continue
            whole = [bench.sync, *command, '-c', bench.path('conf')]

            def run(call, what, whole=whole, start=start, asked=(old, new), rest=(kind, source)):
                bench.begin(start)
                done = injected(whole, folder, call, what)
                told = options.how == 'fail' and done.returncode == 0
                return done, checker.ask(bench.path('run', 'shelf'), *asked, told, *rest)
            bench.begin(start)
            points.try_all(name, calls_after(whole, folder, bench.path('calls'), '/conf"'), run)
        checker.close()
    if options.how == 'kill':
        return points.tell('F2 killed', f'system calls, {points.wrong} lost or wedged')
    return points.tell('F3 failing calls', f'errors, {points.wrong} lost or wedged')


if __name__ == '__main__':
    sys.exit(main())

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


def calls_of(bench, command):
    return calls_after([bench.sync, *command, '-c', bench.path('conf')], bench.folder, bench.path('calls'), '/conf"')


def run_injected(bench, command, call, what):
    name, number = call
    # Not -f: strace then follows the first process alone, whose calls were counted.
    return subprocess.run(['strace', '-o', '/dev/null', '-e', f'trace={name}', '-e', f'inject={name}:{what}:when={number}',
                           bench.sync, *command, '-c', bench.path('conf')], cwd=bench.folder, env=ENVIRONMENT,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, timeout=120)


def points(bench, workload, options, dice):
    calls = calls_of(bench, workload[2])
    if options.how == 'kill':
        all_points = [(call, 'signal=KILL') for call in calls]
    else:
        all_points = [(call, f'error={error}') for call in calls if call[0] not in LEFT_OUT for error in ERRORS]
    if options.sample and options.sample < len(all_points):
        return dice.sample(all_points, options.sample), len(all_points)
    return all_points, len(all_points)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('how', choices=('kill', 'fail'))
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--sample', type=int, default=0, help='points a workload; 0: all')
    parser.add_argument('--only', help='one workload')
    options = parser.parse_args()
    if not shutil.which('strace'):
        print('skipped: strace is not installed')
        return 77
    dice, total, possible, wrong = random.Random(options.seed), 0, 0, 0
    with tempfile.TemporaryDirectory(prefix='lutrin-inject-') as folder:
        bench = Bench(os.path.abspath(options.build), folder)
        checker = Checker(bench)
        for workload in bench.workloads():
            name, start, command, old, new, kind, source = workload
            if options.only and name != options.only:
                continue
            bench.begin(start)
            chosen, count = points(bench, workload, options, dice)
            possible += count
            for call, what in chosen:
                bench.begin(start)
                done = run_injected(bench, command, call, what)
                total += 1
                answer = None
                if options.how == 'fail' and done.returncode < 0 or 'Sanitizer' in done.stderr:
                    answer = f'ended by {done.returncode}: {done.stderr[-300:]}'
                answer = answer or checker.ask(bench.path('run', 'shelf'), old, new,
                                               options.how == 'fail' and done.returncode == 0, kind, source)
                if answer:
                    wrong += 1
                    print(f'    {name}: {call[0]} number {call[1]}: {what}: exit {done.returncode}: {answer}', flush=True)
            print(f'  {name:9} {len(chosen):5} of {count} points', flush=True)
        checker.close()
    if options.how == 'kill':
        print(f'F2 killed: seed {options.seed}: {total} of {possible} system calls, {wrong} lost or wedged')
    else:
        print(f'F3 failing calls: seed {options.seed}: {total} of {possible} errors, {wrong} lost or wedged')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())

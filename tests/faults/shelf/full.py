#!/usr/bin/env python3
"""Class F8: the disk is full, at every size.

usage: full.py BUILD [--step KIB]

A small file system is made for every size from what the shelf holds already to more than an installation needs, and the
workloads are run in it. Either the new bundle is read afterwards, or the old one is, with a word about room. Needs the
right to mount (skipped without). The sizes just above the reserve are the ones where a write may fail half way.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import Bench, Checker  # noqa: E402

RESERVE_KIB = 32 << 10


def size_of(folder):
    total = 0
    for path, _, files in os.walk(folder):
        total += 4 + sum((os.lstat(os.path.join(path, name)).st_size + 4095) // 4096 * 4 for name in files)
    return total


def lay_out(bench, start, kib):
    """A file system of `kib`, with the shelf in it; False when it does not fit."""
    run = bench.path('run')
    os.makedirs(run, exist_ok=True)
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={kib}k', 'none', run], check=False,
                      stderr=subprocess.DEVNULL).returncode != 0:
        raise PermissionError
    try:
        shutil.copytree(bench.path('start', start), run, symlinks=True, dirs_exist_ok=True)
    except (OSError, shutil.Error):
        return False
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--step', type=int, default=64)
    options = parser.parse_args()
    tried = wrong = installed = 0
    with tempfile.TemporaryDirectory(prefix='lutrin-full-') as folder:
        bench = Bench(os.path.abspath(options.build), folder)
        checker = Checker(bench)
        for name, start, command, old, new, kind, source in bench.workloads():
            if name not in ('first', 'patch', 'full', 'alone', 'stick'):
                continue
            used = size_of(bench.path('start', start))
            came = 0
            for kib in list(range(used, used + 1024, options.step)) + \
                    list(range(used + RESERVE_KIB - 512, used + RESERVE_KIB + 2560, options.step)):
                shutil.rmtree(bench.path('run'), ignore_errors=True)
                try:
                    if not lay_out(bench, start, kib):
                        continue
                    done = bench.run(*command)
                    # Room comes back before it is asked whether the same command succeeds.
                    subprocess.run(['mount', '-o', 'remount,size=200m', bench.path('run')], check=True)
                    answer = checker.ask(bench.path('run', 'shelf'), old, new, done.returncode == 0, kind, source)
                    tried += 1
                    came += done.returncode == 0
                    if answer or (done.returncode != 0 and not done.stderr):
                        wrong += 1
                        print(f'    {name}: {kib} KiB: exit {done.returncode}: {answer}: {done.stderr.strip()}')
                except PermissionError:
                    checker.close()
                    print('skipped: may not mount')
                    return 77
                finally:
                    subprocess.run(['umount', bench.path('run')], check=False, stderr=subprocess.DEVNULL)
            installed += came
            print(f'  {name:9} installed at {came} sizes', flush=True)
        checker.close()
    print(f'F8 disk full: {tried} sizes, installed at {installed}, {wrong} lost or wedged')
    return 1 if wrong or not installed or installed == tried else 0


if __name__ == '__main__':
    sys.exit(main())

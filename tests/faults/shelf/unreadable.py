#!/usr/bin/env python3
"""Class F3: a file on the shelf that the disk does not give, today and tomorrow.

usage: unreadable.py BUILD

Each file of each generation in turn cannot be read (EIO from strace's injection, every time), nor a bundle be opened, while a
shelf is taken through what a kiosk does: its start, the reader that fails, going back, the same release once more, the next one. All of
it must end as if the rest of the shelf were all that there is: no command may fail because of a file that another one can
stand in for, and where the reader is sent there is a generation that the disk does give. Afterwards, with a disk that gives
everything again, the shelf must be what fault_check wants.
"""
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import ENVIRONMENT, Bench, Checker  # noqa: E402

# What is opened below a folder's descriptor has no name that strace would know: of these the reading fails.
HOW = {'bundle.db': ('open,openat', 'read,pread64,mmap'), 'manifest': ('read',), 'manifest.minisig': ('read',)}
FILES = tuple(HOW)
AGAIN = (None, None)  # a step: from here on the disk gives the file again


class Case:
    """`broken`: a generation of the shelf `start`; `steps`: (command, version that is read then); `last`: what fault_check is
    asked in the end: (old, new, kind, source)."""

    def __init__(self, name, start, broken, files, steps, last):
        self.name, self.start, self.broken, self.files, self.steps, self.last = name, start, broken, files, steps, last


def cases(bench):
    tree = bench.path
    two, three, full = ['import', tree('tree2')], ['import', tree('tree3')], ['import', tree('treefull')]
    start, failed, back = ['settle'], ['reader-failed'], ['rollback']
    install2, install3 = (1, 2, 'install', tree('tree2')), (2, 3, 'install', tree('tree3'))
    return [
        # A power cut left release 2 placed and not switched to, and the disk does not give it.
        Case('placed: starts', 'cut', '1-2', FILES, [(start, 1), (start, 1), (failed, 1)], install2),
        Case('placed: gave it later', 'cut', '1-2', FILES, [(start, 1), AGAIN, (start, 2)], install2),
        Case('placed: the next release', 'cut', '1-2', FILES, [(start, 1), (three, 3)], (1, 3, 'install', tree('tree3'))),
        Case('placed: the next release, whole', 'cut', '1-2', FILES, [(full, 3)], (1, 3, 'install', tree('treefull'))),
        # The same once more puts another file into its place; that one is a new file, which the disk does give.
        Case('placed: the same release', 'cut', '1-2', FILES, [(start, 1), (two, 2)], install2),
        Case('placed and noted', 'noted', '1-2', FILES, [(start, 1), (two, 2)], install2),
        # The one that is read.
        Case('read: the next release', 'v2', '1-2', FILES[:1], [(start, 2), (three, 3)], install3),
        Case('read: going back', 'v2', '1-2', FILES[:1], [(back, 1)], (2, 1, 'rollback', '-')),
        Case('read: its reader fails', 'failing', '1-2', FILES[:1], [(failed, 1)], (2, 1, 'rollback', '-')),
        Case('read: its proof', 'v2', '1-2', FILES[1:], [(start, 1), (two, 2)], install2),
        # The one before.
        Case('before: starts', 'v2', '1-1', FILES, [(start, 2), (three, 3)], install3),
        # The only one.
        Case('only: the next release', 'v1', '1-1', FILES[:1], [(two, 2)], install2),
        Case('only: its proof', 'v1', '1-1', FILES[1:], [(start, 1), (two, 2)], (0, 2, 'install', tree('tree2'))),
    ]


def prepare(bench):
    """`noted`: as `cut`, but the state says already that release 2 was seen."""
    bench.begin('cut')
    shutil.copy(bench.path('start', 'v2', 'shelf', 'state'), bench.path('run', 'shelf', 'state'))
    bench.keep('noted')


class Trial:
    def __init__(self, bench):
        self.bench, self.checker, self.tried, self.wrong = bench, Checker(bench), 0, 0

    def run(self, command, path, calls):
        """strace follows a file by its name and its descriptors; who puts another file there is not followed to it."""
        return subprocess.run(['strace', '-f', '-o', '/dev/null', '-P', path, '-e', f'trace={calls}', '-e',
                               f'inject={calls}:error=EIO', self.bench.sync, *command, '-c', self.bench.path('conf')],
                              cwd=self.bench.folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              text=True, check=False, timeout=120)

    def linked(self):
        path = self.bench.path('run', 'shelf', 'current')
        return int(os.readlink(path).rsplit('-', 1)[1]) if os.path.islink(path) else 0

    def try_one(self, case, file, how):
        self.bench.begin(case.start)
        path = self.bench.path('run', 'shelf', 'gen', case.broken, file)
        sound, said = os.stat(path).st_ino, None
        for command, version in case.steps:
            if not command:
                sound = None
                continue
            there = os.path.exists(path) and os.stat(path).st_ino == sound  # another file there has other sectors
            done = self.run(command, path, how) if there else self.bench.run(*command)
            if done.returncode != 0 or self.linked() != version:
                said = f'{command[0]}: exit {done.returncode}, {self.linked()} is read: {done.stderr.strip()[-300:]}'
                break
        old, new, kind, source = case.last
        said = said or self.checker.ask(self.bench.path('run', 'shelf'), old, new, case.steps[-1][1] == new, kind, source)
        self.tried += 1
        if said:
            self.wrong += 1
            print(f'    {case.name}: {case.broken}/{file}: {how}: {said}', flush=True)


def main():
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):
        print(__doc__.split('\n\n')[1], file=sys.stderr)
        return 64
    if not shutil.which('strace'):
        print('skipped: strace is not installed')
        return 77
    with tempfile.TemporaryDirectory(prefix='lutrin-unreadable-') as folder:
        bench = Bench(os.path.abspath(sys.argv[1]), folder)
        prepare(bench)
        trial = Trial(bench)
        for case in cases(bench):
            for file in case.files:
                for how in HOW[file]:
                    trial.try_one(case, file, how)
        trial.checker.close()
    print(f'F3 files that the disk does not give: {trial.tried} cases, {trial.wrong} lost or wedged')
    return 1 if trial.wrong else 0


if __name__ == '__main__':
    sys.exit(main())

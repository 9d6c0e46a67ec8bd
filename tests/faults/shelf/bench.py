"""What the fault tests share: bundles, trees and shelves to begin with, and the workloads that are run on them."""
import os
import re
import shutil
import subprocess
import time

# The sanitizers' own look for leaks cannot run under strace.
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS='detect_leaks=0', LC_ALL='C')


class Bench:
    """A folder with keys, four bundles (b1..b4) and trees whose newest release is 1..3."""

    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.sync = os.path.join(build, 'lutrin-sync')
        for key in ('desk', 'heir'):
            self.make('key', key)
        for number in range(1, 5):
            self.make('bundle', f'b{number}', str(number), '4')
        for newest in range(1, 4):
            for number in range(1, newest + 1):
                self.make('publish', f'tree{newest}', f'b{number}', 'desk.key', 'desk.key')
        shutil.copytree(self.path('tree3'), self.path('treefull'))  # no patch fits
        for name in os.listdir(self.path('treefull', 'r', '3')):
            if name.endswith('.zpatch'):
                os.unlink(self.path('treefull', 'r', '3', name))
        for number in (1, 2):
            self.make('publish', 'treeroot', f'b{number}', 'desk.key', 'desk.key')
        self.make('root', 'treeroot', '1', 'heir.pub', 'desk.key', 'heir.key')
        self.make('publish', 'treeroot', 'b3', 'heir.key', 'heir.key')
        shutil.copytree(self.path('tree2'), self.path('treekeys'))  # new keys, no new release
        self.make('root', 'treekeys', '1', 'heir.pub', 'desk.key', 'heir.key')
        self.make('stamp', 'treekeys', 'heir.key', '6000')
        shutil.copy(self.path('b4'), self.path('alone'))
        self.make('sign', 'alone', 'desk.key', '4')
        with open(self.path('conf'), 'w', encoding='ascii') as file:
            file.write(f'[shelf]\nlibrary = {self.path("run", "shelf")}\n[trust]\nkey = {self.path("desk.pub")}\n')
        self.stick = self.make_stick('tree2')
        self.shelves()

    def make_stick(self, tree):
        """The image of a memory stick with this tree on it, or None where there is no mkfs.vfat or mcopy."""
        path = dict(ENVIRONMENT, PATH=os.environ['PATH'] + ':/usr/sbin:/sbin', MTOOLS_SKIP_CHECK='1')
        image, quiet = self.path(tree + '.img'), {'env': path, 'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
        if not shutil.which('mkfs.vfat', path=path['PATH']) or not shutil.which('mcopy'):
            return None
        subprocess.run(['mkfs.vfat', '-C', '-F', '12', '-s', '8', image, '4000'], check=True, **quiet)
        subprocess.run(['mcopy', '-Q', '-s', '-i', image, *(self.path(tree, name) for name in sorted(os.listdir(self.path(tree)))),
                        '::'], check=True, **quiet)
        return image

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def make(self, *arguments):
        subprocess.run([os.path.join(self.build, 'tests', 'faults', 'fault_make'), *arguments], cwd=self.folder,
                       check=True, env=ENVIRONMENT)

    def run(self, *arguments):
        return subprocess.run([self.sync, *arguments, '-c', self.path('conf')], cwd=self.folder, env=ENVIRONMENT,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)

    def start(self, *arguments):
        return subprocess.Popen([self.sync, *arguments, '-c', self.path('conf')], cwd=self.folder, env=ENVIRONMENT,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def begin(self, start):
        """Lays a fresh copy of a prepared shelf where the commands look for it."""
        shutil.rmtree(self.path('run'), ignore_errors=True)
        shutil.copytree(self.path('start', start), self.path('run'), symlinks=True)
        trial = self.path('run', 'shelf', 'trial')
        if os.path.exists(trial):  # the switch was just now, however long the tests take
            with open(trial, encoding='ascii') as file:
                text = file.read()
            with open(trial, 'w', encoding='ascii') as file:
                file.write(re.sub(r'(?m)^since \d+$', f'since {int(time.monotonic() * 1000)}', text))

    def keep(self, name):
        shutil.copytree(self.path('run'), self.path('start', name), symlinks=True)

    def shelves(self):
        os.makedirs(self.path('start', 'none'))
        self.begin('none')
        for version in (1, 2):
            done = self.run('import', self.path(f'tree{version}'))
            assert done.returncode == 0, done.stderr
            self.keep(f'v{version}')
        # One in which a power cut left the placed release 2 without its switch, a half download and a half generation.
        self.begin('v2')
        run = self.path('run', 'shelf')
        shutil.copy(self.path('start', 'v1', 'shelf', 'state'), os.path.join(run, 'state'))
        os.unlink(os.path.join(run, 'current'))
        os.symlink('gen/1-1', os.path.join(run, 'current'))
        os.makedirs(os.path.join(run, 'gen', 'tmp'))
        shutil.copy(self.path('b4'), os.path.join(run, 'gen', 'tmp', 'bundle.db'))
        with open(self.path('treefull', 'r', '3', 'full.zst'), 'rb') as file:
            half = file.read()
        with open(os.path.join(run, 'dl', '1-3-full.part'), 'wb') as file:
            file.write(half[:len(half) // 2])
        self.keep('cut')
        # One whose reader failed twice already.
        self.begin('v2')
        for _ in range(2):
            assert self.run('reader-failed').returncode == 0
        self.keep('failing')

    def workloads(self):
        """name, shelf to start from, command, version before, version after, kind, source"""
        tree = self.path
        return [
            ('first', 'none', ['import', tree('tree1')], 0, 1, 'install', tree('tree1')),
            ('patch', 'v1', ['import', tree('tree2')], 1, 2, 'install', tree('tree2')),
            ('full', 'v2', ['import', tree('treefull')], 2, 3, 'install', tree('treefull')),
            ('alone', 'v2', ['import', tree('alone')], 2, 4, 'install', tree('alone')),
            ('resume', 'cut', ['import', tree('treefull')], 2, 3, 'resume', tree('treefull')),
            ('root', 'v2', ['import', tree('treeroot')], 2, 3, 'root', tree('treeroot')),
            ('keys', 'v2', ['import', tree('treekeys')], 2, 2, 'keys', tree('treekeys')),
            ('settle', 'cut', ['settle'], 1, 2, 'install', tree('tree2')),
            ('failure', 'v2', ['reader-failed'], 2, 2, 'failure', tree('tree2')),
            ('rollback', 'v2', ['rollback'], 2, 1, 'rollback', '-'),
            ('failures', 'failing', ['reader-failed'], 2, 1, 'rollback', '-'),
        ] + ([('stick', 'v1', ['usb', self.stick], 1, 2, 'install', tree('tree2'))] if self.stick else [])


class Checker:
    """fault_check, asked one question after the other."""

    def __init__(self, bench):
        self.process = subprocess.Popen([os.path.join(bench.build, 'tests', 'faults', 'fault_check'),
                                         bench.path('desk.pub')], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=ENVIRONMENT)

    def ask(self, shelf, old, new, told, kind, source):
        """None when all is well, else what does not hold."""
        self.process.stdin.write(f'{shelf} {old} {new} {int(told)} {kind} {source}\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            return 'crashed'
        return None if answer[0] == 'ok' else answer[1]

    def close(self):
        self.process.stdin.close()
        self.process.wait()

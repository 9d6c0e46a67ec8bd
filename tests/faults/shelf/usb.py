#!/usr/bin/env python3
"""Memory sticks as the postman meets them: good, forged, foreign, damaged, and pulled at every read.

usage: usb.py BUILD     exit 77: mkfs.vfat or mcopy is not here

Real images, made by mkfs.vfat and mcopy, are given to `lutrin-sync usb`. Each case ends with the exit code, the result that
the screen is told, and the version that is read. Then a stick is pulled at each of its reads in turn: what was read before
is still read, and the stick put in again brings the release, copying no segment twice."""
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'unit', 'stick'))
from exfat import Exfat  # noqa: E402
from bench import ENVIRONMENT, Bench, Checker  # noqa: E402

OK, DATA, NO_INPUT, UNAVAILABLE, IO_ERROR, NO_PERMISSION = 0, 65, 66, 69, 74, 77
SEGMENT = 1 << 20


class Usb(unittest.TestCase):
    build = ''

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='lutrin-usb-')
        cls.bench = Bench(cls.build, cls.folder.name)
        cls.progress = cls.bench.path('sync.json')
        cls.checker = Checker(cls.bench)
        with open(cls.bench.path('conf'), encoding='ascii') as file:
            cls.plain = file.read() + f'[usb]\nprogress = {cls.progress}\n'

    @classmethod
    def tearDownClass(cls):
        cls.checker.close()
        cls.folder.cleanup()

    def setUp(self):
        self.settle('')

    def settle(self, more):
        with open(self.bench.path('conf'), 'w', encoding='ascii') as file:
            file.write(self.plain + more)

    def stick(self, name, files, kib=8000, bits=12, options=('-s', '8')):
        """An image with these (target, source) files and folders in it."""
        image = self.bench.path(name)
        if os.path.exists(image):
            os.unlink(image)
        quiet = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL, 'check': True}
        subprocess.run(['mkfs.vfat', '-C', '-F', str(bits), *options, image, str(kib)], **quiet)
        for target, source in files:
            if '/' in target:
                parts = target.split('/')[:-1]
                for i in range(len(parts)):
                    subprocess.run(['mmd', '-D', 's', '-i', image, '::' + '/'.join(parts[:i + 1])], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, check=False)
            subprocess.run(['mcopy', '-Q', '-s', '-i', image, source, '::' + target], check=True)
        return image

    def tree(self, tree, below=''):
        folder = self.bench.path(tree)
        return [(below + name, os.path.join(folder, name)) for name in sorted(os.listdir(folder))]

    def alone(self, name='News of the town.lutrin'):
        return [(name, self.bench.path('alone')), (name + '.minisig', self.bench.path('alone.minisig'))]

    def told(self):
        with open(self.progress, encoding='ascii') as file:
            return json.load(file)

    def current(self):
        done = self.bench.run('status', '--json')
        return (json.loads(done.stdout)['current'] or {'version': 0})['version']

    def expect(self, start, image, code, result, version, *options):
        self.bench.begin(start)
        if os.path.exists(self.progress):
            os.unlink(self.progress)
        done = self.bench.run('usb', image, *options)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertNotIn('Sanitizer', done.stderr)
        told = self.told()
        self.assertEqual((told['phase'], told['result']), ('over', result), done.stderr)
        self.assertEqual(self.current(), version)
        gen = self.bench.path('run', 'shelf', 'gen')
        self.assertNotIn('tmp', os.listdir(gen) if os.path.isdir(gen) else [])
        return told

    def test_a_tree(self):
        image = self.stick('tree', self.tree('tree3'))
        told = self.expect('none', image, OK, 'installed', 3)
        self.assertEqual((told['source'], told['publisher'], told['version']), ('stick', 'town', 3))
        self.assertEqual(told['bytes'], told['total'])
        self.assertEqual(told['total'], os.path.getsize(self.bench.path('tree3', 'r', '3', 'full.zst')))
        told = self.expect('v2', image, OK, 'installed', 3)  # by the smaller of two patches
        self.assertIn(told['total'], [os.path.getsize(self.bench.path('tree3', 'r', '3', f'from-{base}.zpatch')) for base in (1, 2)])
        self.assertEqual(self.bench.run('usb', image).returncode, OK)
        told = self.told()
        self.assertEqual((told['result'], told['publisher'], told['version']), ('up-to-date', 'town', 3))
        self.expect('v2', self.stick('old', self.tree('tree1')), OK, 'stale', 2)
        self.expect('v2', self.stick('keys', self.tree('treeroot')), OK, 'installed', 3)

    def test_a_tree_below_the_channel(self):
        self.expect('v2', self.stick('deep', self.tree('tree3', 'lutrin/town/')), OK, 'installed', 3)
        self.expect('v2', self.stick('other', self.tree('tree3', 'lutrin/village/')), NO_INPUT, 'empty', 2)

    def test_exfat(self):
        volume, path = Exfat(), self.bench.path('exfat')
        for folder, _, names in os.walk(self.bench.path('tree3')):
            for name in names:
                with open(os.path.join(folder, name), 'rb') as file:
                    volume.add(os.path.relpath(os.path.join(folder, name), self.bench.path('tree3')), file.read(), name == 'full.zst')
        with open(path, 'wb') as file:
            file.write(volume.image())
        self.expect('none', path, OK, 'installed', 3)
        self.assertEqual(self.bench.run('report', path).returncode, IO_ERROR)  # mtools writes FAT only

    def test_bundles_alone(self):
        self.expect('v2', self.stick('one', self.alone()), OK, 'installed', 4)
        self.expect('none', self.stick('one', self.alone('Frühling – 4.lutrin')), OK, 'installed', 4)
        unsigned = [('b.lutrin', self.bench.path('b3')), ('._a.lutrin', self.bench.path('b1'))]
        self.expect('v2', self.stick('two', unsigned + self.alone()), OK, 'installed', 4)
        self.expect('v2', self.stick('both', self.tree('tree3') + self.alone()), OK, 'installed', 3)
        self.expect('v2', self.stick('newer', self.tree('tree2') + self.alone()), OK, 'installed', 4)
        self.expect('v2', self.stick('none', unsigned), NO_INPUT, 'empty', 2)
        shutil.copy(self.bench.path('b3'), self.bench.path('older'))
        self.bench.make('sign', 'older', 'desk.key', '3')
        older = [('zz.lutrin', self.bench.path('older')), ('zz.lutrin.minisig', self.bench.path('older.minisig'))]
        self.expect('v2', self.stick('both-alone', self.alone('aa.lutrin') + older), OK, 'installed', 4)
        self.settle('[shelf]\nchannel = village\n')
        self.expect('v2', self.stick('foreign', self.alone()), NO_PERMISSION, 'refused', 2)
        self.settle('')
        with open(self.bench.path('alone'), 'rb') as file:
            data = bytearray(file.read())
        for name, change, code, result in (('bit', None, NO_PERMISSION, 'refused'), ('cut', -1, DATA, 'damaged')):
            with open(self.bench.path(name), 'wb') as file:
                data[9000] ^= change is None
                file.write(data[:change])
            swapped = [('a.lutrin', self.bench.path(name)), ('a.lutrin.minisig', self.bench.path('alone.minisig'))]
            self.expect('v2', self.stick('swap', swapped), code, result, 2)

    def test_forged(self):
        self.bench.make('key', 'thief') if not os.path.exists(self.bench.path('thief.key')) else None
        self.bench.make('publish', 'treethief', 'b3', 'thief.key', 'thief.key')
        self.expect('v2', self.stick('forged', self.tree('treethief')), NO_PERMISSION, 'refused', 2)
        portal = self.bench.path('portal')
        with open(portal, 'w', encoding='ascii') as file:
            file.write('<html>')
        self.expect('v2', self.stick('words', [('latest', portal)]), NO_PERMISSION, 'refused', 2)
        # The genuine `latest` over files that are not what was signed.
        broken = self.bench.path('treebroken')
        shutil.rmtree(broken, ignore_errors=True)
        shutil.copytree(self.bench.path('treefull'), broken)
        with open(os.path.join(broken, 'r', '3', 'full.zst'), 'r+b') as file:
            file.seek(5000)
            file.write(b'forged')
        self.expect('v2', self.stick('broken', self.tree('treebroken')), NO_PERMISSION, 'refused', 2)

    def test_not_a_stick(self):
        for name, data in (('noise', os.urandom(1 << 20)), ('zeros', bytes(1 << 20)), ('short', b'x'), ('nothing', b'')):
            path = self.bench.path(name)
            with open(path, 'wb') as file:
                file.write(data)
            self.expect('v2', path, NO_INPUT, 'empty', 2)
        self.expect('v2', self.stick('bare', []), NO_INPUT, 'empty', 2)
        self.assertEqual(self.bench.run('usb', '/dev/null').returncode, NO_INPUT)
        self.assertEqual(self.bench.run('usb', self.bench.path('not-there')).returncode, NO_INPUT)

    def disk(self, name, parts):
        """An image with these images as its partitions; returns where each begins."""
        path, at, places = self.bench.path(name), 1 << 20, []
        with open(path, 'wb') as disk:
            for i, part in enumerate(parts):
                with open(part, 'rb') as file:
                    data = file.read()
                disk.seek(446 + 16 * i)
                disk.write(struct.pack('<B3sB3sII', 0, b'', 0x0C, b'', at // 512, len(data) // 512))
                disk.seek(at)
                disk.write(data)
                places.append(at)
                at += (len(data) + SEGMENT - 1) // SEGMENT * SEGMENT
            disk.seek(510)
            disk.write(b'\x55\xAA')
            disk.truncate(at)
        return path, places

    def test_the_second_partition(self):
        path, places = self.disk('disk', [self.stick('p1', []), self.stick('p2', self.tree('tree3'), 40000, 32, ()),
                                          self.stick('p3', [])])
        self.expect('v2', path, OK, 'installed', 3)
        self.assertEqual(self.bench.run('report', path).returncode, OK)  # onto the volume that is ours
        self.assertTrue(self.read_back(f'{path}@@{places[1]}', f'lutrin-report/{os.uname().nodename}/status.json'))
        path, places = self.disk('bare disk', [self.stick('p1', []), self.stick('p3', [])])
        self.assertEqual(self.bench.run('report', path).returncode, OK)  # else onto the last
        self.assertTrue(self.read_back(f'{path}@@{places[1]}', f'lutrin-report/{os.uname().nodename}/status.json'))

    def test_policies(self):
        image = self.stick('policy', self.tree('tree3'))
        self.settle('take = confirm\n')
        told = self.expect('v2', image, OK, 'waiting', 2)
        self.assertEqual((told['publisher'], told['version']), ('town', 3))
        self.expect('v2', self.stick('lone', self.alone()), OK, 'waiting', 2)
        self.expect('v2', image, OK, 'installed', 3, '--yes')
        self.settle('take = off\n')
        self.bench.begin('v2')
        os.unlink(self.progress)
        self.assertEqual(self.bench.run('usb', image, '--yes').returncode, OK)
        self.assertFalse(os.path.exists(self.progress))
        self.assertEqual(self.current(), 2)
        self.settle('take = maybe\n')
        self.assertEqual(self.bench.run('usb', image).returncode, 78)

    def loop(self, image):
        """A block device of the image, or None where that is not allowed."""
        done = subprocess.run(['losetup', '--show', '-fr', image], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              check=False) if shutil.which('losetup') else None
        if not done or done.returncode != 0:
            self.skipTest('no block devices can be made here')
        device = done.stdout.strip()
        self.addCleanup(subprocess.run, ['losetup', '-d', device], check=False)
        return device

    def test_a_block_device(self):
        device = self.loop(self.stick('device', self.tree('tree3')))
        self.expect('v2', device, OK, 'installed', 3)

    def test_a_mounted_stick(self):
        device = self.loop(self.stick('mounted', self.tree('tree3')))
        place = self.bench.path('place')
        os.makedirs(place, exist_ok=True)
        self.settle('mounted = yes\n')
        for options, code, result, version in (('ro,nosuid,nodev,noexec,nosymfollow', OK, 'installed', 3),
                                               ('ro,nosuid,nodev,noexec', UNAVAILABLE, 'failed', 2),
                                               ('nosuid,nodev,noexec,nosymfollow', UNAVAILABLE, 'failed', 2)):
            if subprocess.run(['mount', '-t', 'vfat', '-o', options, device, place], stderr=subprocess.DEVNULL,
                              check=False).returncode != 0:
                self.skipTest('FAT cannot be mounted here')
            try:
                self.expect('v2', place, code, result, version)
            finally:
                subprocess.run(['umount', place], check=True)

    def test_folders_only_as_allowed_and_mounted_with_care(self):
        self.bench.begin('v2')
        self.assertEqual(self.bench.run('usb', self.bench.path('tree3')).returncode, UNAVAILABLE)
        self.settle('mounted = yes\n')
        done = self.bench.run('usb', self.bench.path('tree3'))
        self.assertEqual(done.returncode, UNAVAILABLE)
        self.assertIn('no FAT or exFAT', done.stderr)
        self.assertEqual(self.current(), 2)

    def read_back(self, image, name):
        return subprocess.run(['mtype', '-i', image, '::/' + name], stdout=subprocess.PIPE, check=True).stdout

    def test_a_report_is_on_the_stick_when_it_is_told(self):
        """The stick may be pulled at once: what the kernel kept back of it would be lost."""
        if not shutil.which('strace'):
            self.skipTest('strace is not installed')
        image, log = self.stick('durable', self.tree('tree3')), self.bench.path('durable.log')
        subprocess.run(['strace', '-f', '-y', '-e', 'trace=write,pwrite64,fsync', '-o', log, self.bench.sync, 'report', image, '-c', 'conf'],
                       cwd=self.bench.folder, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
        with open(log, encoding='latin-1') as file:
            calls = re.findall(r'(write|pwrite64|fsync)\(\d+<' + re.escape(image) + '>', file.read())
        self.assertGreater(len(calls), 2)
        self.assertEqual(calls[-1], 'fsync')

    def test_a_report_for_the_staff(self):
        host = os.uname().nodename
        image = self.stick('report', self.tree('tree3'))
        self.expect('v2', image, OK, 'installed', 3)
        for _ in range(2):  # the second over the first
            done = self.bench.run('report', image)
            self.assertEqual((done.returncode, done.stdout), (OK, 'written: status and log\n'), done.stderr)
        status = json.loads(self.read_back(image, f'lutrin-report/{host}/status.json'))
        self.assertEqual((status['current']['version'], status['channel'], status['stick']['result']), (3, 'town', 'installed'))
        self.assertTrue(self.read_back(image, f'lutrin-report/{host}/log.txt'))
        self.assertEqual(self.bench.run('usb', image).returncode, OK)  # it is still a stick to read
        folder = self.bench.path('folder')
        os.makedirs(folder, exist_ok=True)
        self.assertEqual(self.bench.run('report', folder).returncode, OK)
        with open(os.path.join(folder, 'lutrin-report', host, 'status.json'), encoding='utf-8') as file:
            self.assertEqual(json.load(file)['host'], host)
        self.assertEqual(self.bench.run('report', self.bench.path('noise-that-is-not-there')).returncode, NO_INPUT)

    def test_a_newer_latest_is_carried_on(self):
        fresh = self.bench.path('treefresh')
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self.bench.path('tree3'), fresh)
        self.bench.make('stamp', 'treefresh', 'desk.key', '9000')
        with open(os.path.join(fresh, 'latest'), 'rb') as file:
            newer = file.read()
        image = self.stick('carry', self.tree('tree3'))
        older = self.stick('older', self.tree('tree2'))  # has nothing of release 3
        fresher = self.stick('fresher', self.tree('treefresh'))
        self.expect('v2', fresher, OK, 'installed', 3)
        self.assertIn("newer 'latest'", self.bench.run('report', image).stdout)
        self.assertEqual(self.read_back(image, 'latest'), newer)
        self.assertNotIn("newer 'latest'", self.bench.run('report', image).stdout)
        self.assertNotIn("newer 'latest'", self.bench.run('report', older).stdout)
        self.assertNotEqual(self.read_back(older, 'latest'), newer)
        self.expect('v2', self.stick('alone.img', self.alone()), OK, 'installed', 4)
        self.assertNotIn("newer 'latest'", self.bench.run('report', image).stdout)

    def pull(self, image, reads):
        done = subprocess.run([os.path.join(self.build, 'tests', 'faults', 'usb_pull'), self.bench.path('conf'), image,
                               str(reads)], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertNotIn('Sanitizer', done.stderr)
        made, copied, result = done.stdout.split()
        return done, int(made), int(copied), result

    def pull_everywhere(self, image, start, old, new, source, every):
        self.bench.begin(start)
        done, reads, whole, result = self.pull(image, 0)
        self.assertEqual((done.returncode, result), (OK, 'installed'), done.stderr)
        again, kept = 0, 0
        for at in range(1, reads, every):
            self.bench.begin(start)
            done, _, copied, result = self.pull(image, at)
            self.assertEqual((done.returncode, result), (IO_ERROR, 'pulled'), f'at read {at}: {done.stderr}')
            self.assertEqual(self.current(), old)
            done, _, second, result = self.pull(image, 0)
            self.assertEqual((done.returncode, result), (OK, 'installed'), done.stderr)
            self.assertEqual(self.current(), new)
            self.assertIsNone(self.checker.ask(self.bench.path('run', 'shelf'), old, new, True, 'install', source))
            self.assertLess(copied + second, whole + SEGMENT + (128 << 10), f'at read {at}: {copied} and {second} of {whole}')
            again, kept = again + 1, max(kept, whole - second)
        self.assertGreater(again, 10)
        return kept

    def test_pulled_at_every_read(self):
        image = self.stick('pulled', self.tree('tree3'))
        self.pull_everywhere(image, 'v1', 1, 3, self.bench.path('tree3'), 1)

    def test_pulled_and_put_in_again_goes_on(self):
        if not os.path.exists(self.bench.path('big')):
            self.bench.make('bundle', 'big', '9', '2400')
            for number in range(1, 3):
                self.bench.make('publish', 'treebig', f'b{number}', 'desk.key', 'desk.key')
            self.bench.make('publish', 'treebig', 'big', 'desk.key', 'desk.key')
            shutil.rmtree(self.bench.path('treebig', 'r', '1'))
            shutil.rmtree(self.bench.path('treebig', 'r', '2'))
            for name in os.listdir(self.bench.path('treebig', 'r', '3')):
                if name.endswith('.zpatch'):
                    os.unlink(self.bench.path('treebig', 'r', '3', name))
        image = self.stick('big.img', self.tree('treebig'), 12000, 16, ('-s', '1'))
        kept = self.pull_everywhere(image, 'v1', 1, 3, self.bench.path('treebig'), 3)
        self.assertGreaterEqual(kept, 2 * SEGMENT)


if __name__ == '__main__':
    os.environ['PATH'] += ':/usr/sbin:/sbin'
    os.environ['MTOOLS_SKIP_CHECK'] = '1'
    os.environ['LC_ALL'] = 'C.UTF-8'
    if not (shutil.which('mkfs.vfat') and shutil.which('mcopy')):
        print('mkfs.vfat or mcopy is not here: skipped')
        sys.exit(77)
    Usb.build = sys.argv[1]
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])

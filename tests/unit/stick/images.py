#!/usr/bin/env python3
"""images.py: sticks as mkfs.vfat and mcopy make them, and exFAT of our own making, whole, cut, and with what is wrong with
them put there on purpose.

usage: images.py STICK_CAT     exit 77: mkfs.vfat or mcopy is not here"""
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

from exfat import CLUSTER, HEAP, SECTOR, TABLE, Exfat

NO_INPUT, DATA = 66, 65
GPT_BASIC = bytes.fromhex('a2a0d0ebe5b9334487c068b6b72699c7')


class Volume:
    """A file with a FAT volume in it, and where its parts lie."""

    def __init__(self, path, kib, bits, *options):
        self.path = path
        env = dict(os.environ, PATH=os.environ['PATH'] + ':/usr/sbin:/sbin')
        subprocess.run(['mkfs.vfat', '-C', '-F', str(bits), *options, path, str(kib)], check=True, env=env,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(path, 'rb') as file:
            boot = file.read(512)
        self.bits = bits
        self.sector, = struct.unpack_from('<H', boot, 11)
        self.cluster = boot[13] * self.sector
        self.table = struct.unpack_from('<H', boot, 14)[0] * self.sector

    def copy(self, source, target):
        subprocess.run(['mcopy', '-i', self.path, '-s', source, '::' + target], check=True,
                       env=dict(os.environ, LC_ALL='C.UTF-8', MTOOLS_SKIP_CHECK='1'))

    def make(self, folder):
        subprocess.run(['mmd', '-i', self.path, '::' + folder], check=True, env=dict(os.environ, MTOOLS_SKIP_CHECK='1'))

    def remove(self, name):
        subprocess.run(['mdel', '-i', self.path, '::' + name], check=True, env=dict(os.environ, MTOOLS_SKIP_CHECK='1'))

    def first_cluster(self, name):
        said = subprocess.run(['mshowfat', '-i', self.path, '::' + name], check=True, stdout=subprocess.PIPE, text=True).stdout
        return int(said[said.index('<') + 1:].split('-')[0].split('>')[0])

    def set_next(self, cluster, value):
        """Points an entry of the (first) table of clusters elsewhere."""
        with open(self.path, 'r+b') as file:
            if self.bits == 12:
                file.seek(self.table + cluster * 3 // 2)
                old, = struct.unpack('<H', file.read(2))
                new = old & 0xF | value << 4 & 0xFFFF if cluster & 1 else old & 0xF000 | value & 0xFFF
                file.seek(self.table + cluster * 3 // 2)
                file.write(struct.pack('<H', new))
            else:
                width = self.bits // 8
                file.seek(self.table + cluster * width)
                file.write(value.to_bytes(width, 'little'))


class Images(unittest.TestCase):
    cat = ''

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix='lutrin-stick-')
        self.random = random.Random(7)

    def tearDown(self):
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def source(self, name, size):
        path = self.path(name)
        with open(path, 'wb') as file:
            file.write(self.random.randbytes(size))
        return path

    def ask(self, image, what, path, volume=0):
        return subprocess.run([self.cat, image, str(volume), what, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False)

    def assert_same(self, image, path, source, volume=0):
        done = self.ask(image, 'cat', path, volume)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(source, 'rb') as file:
            self.assertTrue(done.stdout == file.read(), f'{path} differs')

    def fill(self, volume):
        """A mirror's names, a large file in pieces, long names, and what was deleted; returns name -> source."""
        big = self.source('big', 700001)
        small = self.source('small', 300)
        volume.make('r')
        volume.make('r/412')
        for i in range(12):
            volume.copy(small, f'hole{i}')
        for i in range(0, 12, 2):
            volume.remove(f'hole{i}')
        names = {'latest': small, 'r/412/full.zst': big, 'r/412/manifest.minisig': small, 'empty': self.source('none', 0),
                 'Neuigkeiten für alle – Ausgabe 7.lutrin': small, 'r/412/from-411.zpatch': big}
        for name, source in names.items():
            volume.copy(source, name)
        return names

    def test_all_kinds(self):
        for kib, bits, options in ((1440, 12, ()), (2880, 12, ('-s', '4')), (9000, 16, ()), (16384, 16, ('-S', '1024')),
                                   (40000, 32, ()), (36000, 32, ('-s', '1')), (80000, 32, ('-S', '1024', '-s', '1'))):
            with self.subTest(kib=kib, bits=bits, options=options):
                volume = Volume(self.path(f'{kib}-{bits}'), kib, bits, *options)
                names = self.fill(volume)
                listed = self.ask(volume.path, 'list', '')
                self.assertEqual(listed.returncode, 0, listed.stderr)
                lines = listed.stdout.decode().split('\n')
                self.assertEqual(lines[0], f'FAT{bits} 0')
                self.assertIn('Neuigkeiten für alle – Ausgabe 7.lutrin', [line.split('\t')[0] for line in lines])
                self.assertNotIn('hole0', [line.split('\t')[0] for line in lines])
                for name, source in names.items():
                    if name.isascii():
                        self.assert_same(volume.path, name, source)
                self.assert_same(volume.path, 'R/412/FULL.ZST', names['r/412/full.zst'])

    def test_the_real_tool_reads_what_we_read(self):
        """mcopy is another reader: both see the same on a volume full of odd names (short ones are of a code page)."""
        volume = Volume(self.path('odd'), 4096, 12, '-s', '4')
        sources = {}
        for i in range(60):
            name = ''.join(self.random.choice('abcXYZ 09_-.éß漢') for _ in range(14 + self.random.randrange(60))).strip(' .')
            if not name or name.lower() in [n.lower() for n in sources]:
                continue
            sources[name] = self.source(f's{i}', self.random.randrange(5000))
            volume.copy(sources[name], name)
        lines = self.ask(volume.path, 'list', '').stdout.decode().split('\n')[1:-1]
        sizes = {line.split('\t')[0]: line.split('\t')[2] for line in lines}
        for name, source in sources.items():
            self.assertIn(name, sizes)
            self.assertEqual(int(sizes[name]), os.path.getsize(source))
            self.assert_same(volume.path, name, source)

    def partitioned(self, name, volumes, table):
        """An image with a partition table over the volumes; each begins on a mebibyte."""
        path, places, at = self.path(name), [], 1 << 20
        with open(path, 'wb') as image:
            for volume in volumes:
                with open(volume, 'rb') as file:
                    data = file.read()
                image.seek(at)
                image.write(data)
                places.append((at // 512, len(data) // 512))
                at += (len(data) + (1 << 20) - 1) >> 20 << 20
            image.truncate(at)
            table(image, places)
        return path, places

    @staticmethod
    def mbr(image, places):
        image.seek(446)
        for first, count in places:
            image.write(struct.pack('<B3sB3sII', 0, b'', 0x0C, b'', first, count))
        image.seek(510)
        image.write(b'\x55\xAA')

    @staticmethod
    def gpt(image, places):
        image.seek(446)
        image.write(struct.pack('<B3sB3sII', 0, b'', 0xEE, b'', 1, 0xFFFFFFFF))
        image.seek(510)
        image.write(b'\x55\xAA')
        image.seek(512)
        image.write(b'EFI PART' + bytes(64) + struct.pack('<QII', 2, 128, 128))
        for i, (first, count) in enumerate(places):
            image.seek(1024 + 128 * (2 * i))  # with an empty place between
            image.write(GPT_BASIC + bytes(16) + struct.pack('<QQ', first, first + count - 1))

    def test_partitions(self):
        one, two = Volume(self.path('v1'), 4096, 16, '-s', '1'), Volume(self.path('v2'), 40000, 32)
        source, other = self.source('x', 100000), self.source('y', 50000)
        one.copy(source, 'latest')
        two.copy(other, 'latest')
        noise = self.source('noise', 1 << 20)
        for name, table in (('mbr', self.mbr), ('gpt', self.gpt)):
            with self.subTest(table=name):
                path, places = self.partitioned(name, [one.path, noise, two.path], table)
                self.assert_same(path, 'latest', source)
                self.assert_same(path, 'latest', other, 1)
                self.assertEqual(self.ask(path, 'cat', 'latest', 2).returncode, NO_INPUT)
                self.assertEqual(self.ask(path, 'list', '', 1).stdout.split(b'\n')[0].decode(), f'FAT32 {places[2][0] * 512}')

    @staticmethod
    def logical(image, places):
        """The first partition primary, the others logical: each a table of its own, a sector before."""
        base = places[1][0] - 1

        def table(at, *entries):
            image.seek(at * 512 + 446)
            for kind, first, count in entries:
                image.write(struct.pack('<B3sB3sII', 0, b'', kind, b'', first, count))
            image.seek(at * 512 + 510)
            image.write(b'\x55\xAA')
        table(0, (0x0F, base, 1 << 20), (0x0C, *places[0]))  # the extended one stands first, its volumes are last all the same
        for (first, count), after in zip(places[1:], [*places[2:], None]):
            table(first - 1, (0x0C, 1, count), (0x05, after[0] - 1 - base, after[1] + 1) if after else (0, 0, 0))

    def test_logical_partitions(self):
        volumes = [Volume(self.path(f'l{kib}'), kib, bits) for kib, bits in ((4096, 12), (9000, 16), (40000, 32))]
        sources = [self.source(f'logical{i}', 30000 + i) for i in range(3)]
        for volume, source in zip(volumes, sources):
            volume.copy(source, 'latest')
        path, places = self.partitioned('logical', [v.path for v in volumes[:2]] + [self.source('deaf', 5000), volumes[2].path],
                                        self.logical)
        for number, source in enumerate(sources):
            self.assert_same(path, 'latest', source, number)
        self.assertEqual(self.ask(path, 'cat', 'latest', 3).returncode, NO_INPUT)
        self.assertEqual(self.ask(path, 'list', '', 2).stdout.split(b'\n')[0].decode(), f'FAT32 {places[3][0] * 512}')

    def test_logical_partitions_that_lie(self):
        """A chain in a circle, to itself, or out of the stick ends, and what was found before stays."""
        volume = Volume(self.path('sound'), 1440, 12)
        source = self.source('l', 5000)
        volume.copy(source, 'latest')
        for name, first, count in (('itself', 0, 1), ('back', 0xFFFFFFFF, 1), ('out', 0x7FFFFFFF, 1), ('nothing', 1, 0)):
            with self.subTest(chain=name):
                path, places = self.partitioned(f'lies-{name}', [volume.path, volume.path], self.logical)
                with open(path, 'r+b') as image:
                    image.seek((places[1][0] - 1) * 512 + 446 + 16)
                    image.write(struct.pack('<B3sB3sII', 0, b'', 0x05, b'', first, count))
                self.assert_same(path, 'latest', source, 1)
                self.assertIn(self.ask(path, 'cat', 'latest', 99).returncode, (NO_INPUT,))

    def test_what_is_not_there(self):
        volume = Volume(self.path('plain'), 1440, 12)
        self.fill(volume)
        for path in ('nothing', 'r', 'r/412', 'r/413/full.zst', 'latest/x', 'hole0'):
            self.assertEqual(self.ask(volume.path, 'cat', path).returncode, NO_INPUT, path)
        self.assertEqual(self.ask(self.source('noise', 1 << 20), 'list', '').returncode, NO_INPUT)
        self.assertEqual(self.ask(self.source('short', 100), 'list', '').returncode, NO_INPUT)

    def test_chains_that_lie(self):
        for kib, bits in ((1440, 12), (9000, 16), (40000, 32)):
            for name, value in (('circle', None), ('early end', 0xFFFFFFF), ('free', 0), ('reserved', 1),
                                ('outside', 0x0FFFFFF0 & (1 << bits) - 1), ('bad', 0x0FFFFFF7 & (1 << bits) - 1)):
                with self.subTest(bits=bits, chain=name):
                    volume = Volume(self.path(f'{name}{bits}'), kib, bits)
                    volume.copy(self.source('big', 300000), 'big')
                    first = volume.first_cluster('big')
                    volume.set_next(first + 2, first if value is None else value & (1 << bits) - 1)
                    done = self.ask(volume.path, 'cat', 'big')
                    self.assertEqual((done.returncode, done.stdout), (DATA, b''), done.stderr)

    def test_a_folder_that_runs_in_a_circle(self):
        for kib, bits in ((1440, 12), (9000, 16), (40000, 32)):
            volume = Volume(self.path(f'loop{bits}'), kib, bits)
            volume.make('r')
            small = self.source('s', 10)
            for i in range(volume.cluster // 32 + 8):
                volume.copy(small, f'r/n{i}')
            first = volume.first_cluster('r')
            volume.set_next(first, first)
            self.assertEqual(self.ask(volume.path, 'cat', 'r/nothing').returncode, DATA)
            self.assert_same(volume.path, 'r/n1', small)

    def test_cut_and_changed(self):
        """However an image is cut or changed, an answer comes soon and by no signal."""
        volume = Volume(self.path('whole'), 1440, 12)
        self.fill(volume)
        with open(volume.path, 'rb') as file:
            data = bytearray(file.read())
        changed = self.path('changed')
        for turn in range(120):
            copy = bytearray(data)
            for _ in range(1 + turn % 6):
                copy[self.random.randrange(512 if turn % 3 == 0 else 20000)] = self.random.choice((0, 1, 0x0F, 0x7F, 0xFF, 0xE5))
            with open(changed, 'wb') as file:
                file.write(copy if turn % 4 else copy[:self.random.randrange(len(copy))])
            for what, path in (('list', ''), ('cat', 'r/412/full.zst')):
                done = subprocess.run([self.cat, changed, '0', what, path], stdout=subprocess.DEVNULL, timeout=20,
                                      stderr=subprocess.PIPE, check=False)
                self.assertIn(done.returncode, (0, DATA, NO_INPUT), done.stderr)


class ExfatImages(Images):
    """The same for exFAT. (What is inherited is not run again.)"""

    def image(self, files):
        volume = Exfat()
        for path, data, chained in files:
            volume.add(path, data, chained)
        return volume, volume.image()

    def write(self, data):
        path = self.path('exfat')
        with open(path, 'wb') as file:
            file.write(data)
        return path

    def files(self):
        data = self.random.randbytes(700001)
        many = [(f'r/n{i}', b'%d' % i, False) for i in range(60)]
        return [('latest', data[:300], False), ('empty', b'', False), ('r/412/full.zst', data, True),
                ('r/412/manifest.minisig', data[:5000], False), ('Neuigkeiten für alle 🙂 – Ausgabe 7.lutrin', data, False)] + many

    def test_good(self):
        files = self.files()
        path = self.write(self.image(files)[1])
        if shutil.which('fsck.exfat'):
            done = subprocess.run(['fsck.exfat', '-n', path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            self.assertEqual(done.returncode, 0, done.stdout)
        for name, data, _ in files:
            done = self.ask(path, 'cat', name)
            self.assertEqual((done.returncode, done.stdout == data), (0, True), name)
        lines = self.ask(path, 'list', '').stdout.decode().split('\n')
        self.assertEqual(lines[0], 'exFAT 0')
        self.assertIn('Neuigkeiten für alle 🙂 – Ausgabe 7.lutrin\t\t700001', lines)
        self.assertEqual(self.ask(path, 'cat', 'r/nothing').returncode, NO_INPUT)
        self.assertEqual(self.ask(path, 'cat', 'LATEST').stdout, files[0][1])

    def test_lies(self):
        files = self.files()
        volume, image = self.image(files)
        first = volume.at['r/412/full.zst']
        entry = image.index('full.zst'.encode('utf-16-le')) - 66  # of its set
        cases = {'circle': (TABLE * SECTOR + 4 * (first + 1), struct.pack('<I', first)),
                 'early end': (TABLE * SECTOR + 4 * (first + 1), b'\xff' * 4), 'free': (TABLE * SECTOR + 4 * first, bytes(4)),
                 'outside': (TABLE * SECTOR + 4 * first, struct.pack('<I', volume.clusters + 2))}
        for name, (at, data) in cases.items():
            with self.subTest(chain=name):
                copy = bytearray(image)
                copy[at:at + len(data)] = data
                done = self.ask(self.write(copy), 'cat', 'r/412/full.zst')
                self.assertEqual((done.returncode, done.stdout), (DATA, b''), done.stderr)
        for at in (4, 21, 33, 35, 52, 66, 70):  # a set whose checksum does not hold is no file
            with self.subTest(entry=at):
                copy = bytearray(image)
                copy[entry + at] ^= 1
                self.assertEqual(self.ask(self.write(copy), 'cat', 'r/412/full.zst').returncode, NO_INPUT)
        for at, value in ((72, 0xFF), (79, 1), (80, 0), (84, 1), (88, 1), (95, 1), (96, 0), (99, 1), (108, 8), (108, 13),
                          (109, 30), (110, 0), (110, 3), (20, 1), (510, 0)):
            with self.subTest(boot=at):
                copy = bytearray(image)
                copy[at] = value
                self.assertIn(self.ask(self.write(copy), 'cat', 'latest').returncode, (NO_INPUT, DATA))

    def test_a_run_beyond_the_volume(self):
        """A file without a chain, at the volume's end, whose checksum is right."""
        volume, image = self.image([('latest', b'x' * 9000, False)])
        entry = image.index('latest'.encode('utf-16-le')) - 66
        whole = bytearray(image[entry:entry + 96])
        whole[32 + 20:32 + 24] = struct.pack('<I', volume.clusters)
        sums = 0
        for i, byte in enumerate(whole):
            sums = ((sums << 15 | sums >> 1) & 0xFFFF) + byte & 0xFFFF if i not in (2, 3) else sums
        whole[2:4] = struct.pack('<H', sums)
        image[entry:entry + 96] = whole
        self.assertEqual(self.ask(self.write(image), 'cat', 'latest').returncode, DATA)

    def test_cut_and_changed_exfat(self):
        volume, image = self.image(self.files())
        heap = HEAP * SECTOR
        for turn in range(80):
            copy = bytearray(image)
            for _ in range(1 + turn % 6):
                at = self.random.randrange(128) if turn % 3 == 0 else self.random.choice(
                    (TABLE * SECTOR, heap + (volume.at['r'] - 2) * CLUSTER)) + self.random.randrange(3000)
                copy[at] = self.random.choice((0, 1, 0x0F, 0x7F, 0x85, 0xC0, 0xFF))
            path = self.write(copy if turn % 4 else copy[:self.random.randrange(len(copy))])
            for what, name in (('list', ''), ('cat', 'r/412/full.zst')):
                done = subprocess.run([self.cat, path, '0', what, name], stdout=subprocess.DEVNULL, timeout=20,
                                      stderr=subprocess.PIPE, check=False)
                self.assertIn(done.returncode, (0, DATA, NO_INPUT), done.stderr)


def load_tests(loader, _tests, _pattern):
    names = [name for name in loader.getTestCaseNames(ExfatImages) if name not in loader.getTestCaseNames(Images)]
    return unittest.TestSuite([loader.loadTestsFromTestCase(Images), *(ExfatImages(name) for name in names)])


if __name__ == '__main__':
    os.environ['PATH'] += ':/usr/sbin:/sbin'
    if not (shutil.which('mkfs.vfat') and shutil.which('mcopy')):
        print('mkfs.vfat or mcopy is not here: skipped')
        sys.exit(77)
    Images.cat = ExfatImages.cat = sys.argv[1]
    unittest.main(argv=sys.argv[:1])

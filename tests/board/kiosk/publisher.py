"""A publisher for the kiosk's tests: keys, editions, a tree, bundles that lie alone; and the sticks they travel on, as images."""
import os
import random
import shutil
import struct
import subprocess
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'unit', 'stick'))
from exfat import Exfat  # noqa: E402

ENVIRONMENT = dict(os.environ, LC_ALL='C', MTOOLS_SKIP_CHECK='1', PATH=os.environ['PATH'] + ':/usr/sbin:/sbin')
CREATED = '2026-11-{:02}T08:00:00Z'
PARTITION = 1 << 20


def quietly(*words, **more):
    done = subprocess.run(words, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
    assert done.returncode == 0, f'{words}: {done.stdout}'


def noise_png(path, seed, width=640, height=480):
    """A picture that no one can make smaller, so that an edition is a load."""
    source = random.Random(seed)
    rows = b''.join(b'\0' + source.randbytes(3 * width) for _ in range(height))

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    with open(path, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) +
                   chunk(b'IDAT', zlib.compress(rows, 1)) + chunk(b'IEND', b''))


class Publisher:
    def __init__(self, programs, folder, pictures=3):
        """`pictures` decides how heavy an edition is: some 200 KB each."""
        self.pack, self.folder = os.path.join(programs, 'lutrin-pack'), folder
        self.pictures, self.tree = pictures, self.path('tree')
        self.more = []  # options of `lutrin-pack publish`
        quietly(self.pack, 'keygen', self.path('town'))
        quietly(self.pack, 'keygen', self.path('stranger'))
        with open(self.path('town.pub'), encoding='ascii') as file:
            self.key = file.read().rstrip('\n')

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def edition(self, number):
        """The bundle of edition `number`: each has an article more, and other pictures."""
        site = self.path('site')
        shutil.rmtree(site, ignore_errors=True)
        os.mkdir(site)
        for one in range(number):
            with open(os.path.join(site, f'story-{one + 1}.md'), 'w', encoding='utf-8') as file:
                file.write(f'---\ntitle: Story {one + 1} of the town\ndate: {CREATED.format(one + 1)}\n---\n\n' +
                           'The river rose in the night, and the baker carried his flour upstairs.\n\n' * 12 +
                           ''.join(f'![Noise](noise-{number}-{at}.png)\n\n' for at in range(self.pictures) if one + 1 == number))
        for at in range(self.pictures):
            noise_png(os.path.join(site, f'noise-{number}-{at}.png'), number * 1000 + at)
        with open(os.path.join(site, 'SITE.ini'), 'w', encoding='utf-8') as file:
            file.write(f'[site]\ntitle = The Town\nlang = en\ncreated = {CREATED.format(number + 1)}\n[sources]\nsource = .\n')
        bundle = self.path(f'edition-{number}.lutrin')
        quietly(self.pack, 'build', '--offline', '-c', os.path.join(site, 'SITE.ini'), '-o', bundle)
        return bundle

    def publish(self, number):
        quietly(self.pack, 'publish', self.edition(number), self.tree, '--key', self.path('town.key'), '--channel', 'town', '--release',
                str(number), '--level', '3', '--spread', '0', *self.more)

    def alone(self, number, key='town'):
        """(bundle, its signature), as they are laid onto a stick."""
        bundle = self.edition(number)
        quietly(self.pack, 'sign', bundle, '--key', self.path(key + '.key'), '--channel', 'town', '--release', str(number))
        return [bundle, bundle + '.minisig']


def everything(paths):
    """(target, source) of each file below these files and folders, as they lie on a stick."""
    for path in paths:
        if os.path.isdir(path):
            for at, _, names in sorted(os.walk(path)):
                for name in sorted(names):
                    yield os.path.relpath(os.path.join(at, name), os.path.dirname(path)), os.path.join(at, name)
        else:
            yield os.path.basename(path), path


def of_tree(tree):
    return [os.path.join(tree, name) for name in sorted(os.listdir(tree))]


def partition(image, kind):
    """Writes a partition table over an image whose volume begins at PARTITION."""
    with open(image, 'r+b') as file:
        count = (os.path.getsize(image) - PARTITION) // 512
        file.seek(446)
        file.write(struct.pack('<B3sB3sII', 0, b'', kind, b'', PARTITION // 512, count))
        file.seek(510)
        file.write(b'\x55\xAA')


def fat_stick(image, paths, mib=64, table=True):
    """FAT32 in a partition, as sticks are sold, or (not `table`) over the whole stick."""
    at = PARTITION if table else 0
    with open(image, 'wb') as file:
        file.truncate((mib << 20) + at)
    quietly('mkfs.vfat', '-F', '32', '-s', '1', '--offset', str(at // 512), image, str(mib << 10))
    if paths:
        quietly('mcopy', '-Q', '-s', '-i', f'{image}@@{at}', *paths, '::')
    if table:
        partition(image, 0x0C)
    return image


def exfat_stick(image, paths, mib=24):
    volume = Exfat(clusters=mib << 8)
    for target, source in everything(paths):
        with open(source, 'rb') as file:
            volume.add(target, file.read())
    with open(image, 'wb') as file:
        file.write(bytes(PARTITION) + volume.image())
    partition(image, 0x07)
    return image


def on_stick(image, name, at=PARTITION):
    """What a FAT stick has in the file `name`."""
    done = subprocess.run(['mtype', '-i', f'{image}@@{at}', '::' + name], env=ENVIRONMENT, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    return done.stdout.decode('utf-8') if done.returncode == 0 else None

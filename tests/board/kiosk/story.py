"""story.py: tests that are one story of one kiosk, with a publisher whose key it trusts. They go in the order of their numbers."""
import os
import shutil
import tempfile
import unittest

import publisher
from machine import HERE, Ground, Machine

SIZE = 1280, 800
SHOWN_S = 300


class Story(unittest.TestCase):
    options = ()  # of board/install-unit
    more = ()     # words for QEMU
    drives = ()   # further ones, by their names in the ground's folder, to be read

    @classmethod
    def setUpClass(cls):
        cls.ground = Ground()
        cls.folder = tempfile.TemporaryDirectory(prefix='lutrin-story-')
        cls.town = publisher.Publisher(cls.ground.release, cls.folder.name)
        cls.machine = Machine(cls.ground, cls.ground.installed(*cls.options), screen=True, more=[*cls.more, *(
            word for name in cls.drives
            for word in ('-drive', f'if=virtio,format=raw,readonly=on,file={os.path.join(cls.ground.folder, name)}'))])
        cls.machine.settled()
        cls.begin()

    @classmethod
    def begin(cls):
        """What an operator does after `board/install-unit`."""
        cls.machine.write('/etc/lutrin/publisher.pub', cls.town.key)

    @classmethod
    def tearDownClass(cls):
        cls.machine.close()
        cls.folder.cleanup()

    def setUp(self):
        self.do = self.machine.do

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder.name, name)

    @classmethod
    def publish_two(cls):
        """Two editions; `tree1` is how the publisher's tree stood at the first."""
        cls.town.publish(1)
        shutil.copytree(cls.town.tree, cls.path('tree1'))
        cls.town.publish(2)

    def nothing_was_kept_from_it(self):
        """No sandbox said no to a program of ours, and no unit failed: whatever was done, the machine is no worse for it."""
        said = self.do('journalctl -b --no-pager -o cat | grep -iE "audit.*lutrin|type=1326|killed by signal|dumped core" || true')
        self.assertEqual(said, '')
        self.assertEqual(self.do('systemctl list-units --failed --plain --no-legend'), '')

    # The shelf, and who reads from it.

    def version(self):
        return int(self.do('basename "$(readlink /var/lib/lutrin/library/current || echo 0-0)"').split('-')[-1])

    def shown(self, version, title='The Town'):
        """Waits until the reader shows the edition of that number: it holds that bundle open, and says its title."""
        self.machine.until(f'[ "$(systemctl show -P StatusText lutrin)" = "{title}" ] && '
                           f'ls -l /proc/$(systemctl show -P MainPID lutrin)/fd | grep -q gen/1-{version}/', SHOWN_S)

    # What the screen shows, and a finger on it.

    def look(self, name):
        """The picture's pixels; it is kept as NAME.ppm."""
        path = os.path.join(self.ground.folder, name + '.ppm')
        self.machine.tell('screendump', filename=path)
        with open(path, 'rb') as file:
            head, _, pixels = file.read().split(b'\n', 2)[0:3]
        self.assertEqual(head, b'P6')
        return pixels[pixels.index(b'\n') + 1:] if len(pixels) != 3 * SIZE[0] * SIZE[1] else pixels

    def differ(self, one, other):
        """Which part of two pictures differs."""
        count = sum(one[at:at + 3] != other[at:at + 3] for at in range(0, min(len(one), len(other)), 3))
        return count / (SIZE[0] * SIZE[1])

    def colours(self, picture):
        return len(set(picture[at:at + 3] for at in range(0, len(picture), 300)))

    @classmethod
    def have_finger(cls):
        with open(os.path.join(HERE, 'finger.py'), encoding='utf-8') as file:
            cls.machine.write('/run/finger.py', file.read())
        cls.machine.do('systemd-run --unit finger python3 /run/finger.py')

    def touch(self, x, y):
        self.do(f'echo tap {x} {y} >/run/finger && sleep 3')

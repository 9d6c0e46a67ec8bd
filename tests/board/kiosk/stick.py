#!/usr/bin/env python3
"""stick.py BUILD   memory sticks are put into a kiosk's port, and pulled out again.

udev starts the importer, which is another user than the reader; what is new comes onto the shelf and onto the screen. Pulled at any
moment nothing is lost, and the same stick put in again brings the rest."""
import json
import os
import re
import unittest

import publisher
from machine import TOP, begin
from story import Story

SLOW = 120000  # bytes a second, so that there is a time to pull a stick in
HEAVY = 14     # pictures of the edition that is pulled
DONE_S = 300


class Sticks(Story):
    @classmethod
    def begin(cls):
        super().begin()
        cls.publish_two()

    def setUp(self):
        super().setUp()
        self.addCleanup(self.pull)

    def pull(self):
        if any(node['node-name'] == 'stick' for node in self.machine.tell('query-named-block-nodes')):
            self.machine.pull()

    def take(self, policy):
        self.do(f"sed -i 's/^take = .*/take = {policy}/' /etc/lutrin/sync.conf")

    def told(self):
        code, said = self.machine.ask('cat /run/lutrin/sync.json')
        return json.loads(said) if code == 0 else {'phase': ''}

    def plug(self, image, **more):
        self.do('rm -f /run/lutrin/sync.json')
        self.machine.put_in(image, **more)

    def put_in(self, image, result, **more):
        """Puts a stick in, waits until the importer is done with it, and pulls it; what the screen was told."""
        self.plug(image, **more)
        told = self.over(result)
        self.machine.pull()
        return told

    def over(self, result):
        self.machine.until('grep -q \'"over"\' /run/lutrin/sync.json && [ "$(systemctl show -P SubState lutrin-usb@sda)" != start ]', DONE_S)
        told = self.told()
        self.assertEqual(told['result'], result, self.do('journalctl -b --no-pager -o cat -u "lutrin-usb@*" | tail -n 5'))
        return told

    def readable(self):
        """The reader may read what is current, and write nothing of it."""
        self.do('runuser -u lutrin -- cat /var/lib/lutrin/library/current/bundle.db >/dev/null')
        code, _ = self.machine.ask('runuser -u lutrin -- touch /var/lib/lutrin/library/current/bundle.db /var/lib/lutrin/library/x')
        self.assertNotEqual(code, 0)

    def test_1_first(self):
        """A kiosk that has nothing; its first edition comes on a stick, and is shown."""
        told = self.put_in(publisher.fat_stick(self.path('one'), publisher.of_tree(self.path('tree1'))), 'installed')
        self.assertEqual((told['publisher'], told['version'], told['bytes']), ('town', 1, told['total']))
        self.assertEqual(self.version(), 1)
        self.assertEqual(self.do('stat -c "%U %G" /var/lib/lutrin/library /var/lib/lutrin/library/current/bundle.db | sort -u'),
                         'lutrin-sync lutrin')
        self.readable()
        self.shown(1)

    def test_2_superfloppy(self):
        """A stick without a partition table; a patch is enough."""
        self.put_in(publisher.fat_stick(self.path('two'), publisher.of_tree(self.town.tree), table=False), 'installed')
        self.assertEqual(self.version(), 2)
        self.shown(2)

    def test_3_exfat_with_a_bundle_alone(self):
        self.put_in(publisher.exfat_stick(self.path('three'), self.town.alone(3)), 'installed')
        self.assertEqual(self.version(), 3)
        self.readable()
        self.shown(3)

    def test_4_what_is_not_taken(self):
        self.put_in(self.path('one'), 'stale')
        self.put_in(publisher.fat_stick(self.path('forged'), self.town.alone(4, 'stranger')), 'refused')
        self.put_in(publisher.fat_stick(self.path('bare'), []), 'empty')
        self.assertEqual(self.version(), 3)

    def test_5_confirm(self):
        """It is told, and taken when the staff says so as the configuration tells."""
        with open(os.path.join(TOP, 'board', 'sync.conf'), encoding='utf-8') as file:
            command = re.search(r'`(runuser .*?) /dev/sdX`', file.read())[1]
        self.take('confirm')
        image = publisher.fat_stick(self.path('four'), self.town.alone(4))
        self.plug(image)
        self.assertEqual(self.over('waiting')['version'], 4)
        self.assertEqual(self.version(), 3)
        self.do(f'umask 027; {command} /dev/sda')
        self.machine.pull()
        self.assertEqual(self.version(), 4)
        self.readable()
        self.shown(4)

    def test_6_off(self):
        self.take('off')
        visits = int(self.do('journalctl -b --no-pager -o cat -u lutrin-usb@sda | grep -c ^Finished'))
        self.plug(publisher.fat_stick(self.path('five'), self.town.alone(5)))
        self.machine.until(f'[ $(journalctl -b --no-pager -o cat -u lutrin-usb@sda | grep -c ^Finished) -gt {visits} ]', DONE_S)
        self.machine.pull()
        self.assertEqual(self.version(), 4)
        self.take('newer')

    def test_7_pulled(self):
        """Pulled while it is being copied: what is read stays; put in again it goes on, at last to the end."""
        self.take('newer')
        before, self.town.pictures = self.version(), HEAVY
        image = publisher.fat_stick(self.path('six'), self.town.alone(6))
        for part in (0, 0.2, 0.5, 0.9):
            self.plug(image, speed=SLOW)
            if part == 0:
                self.machine.until('systemctl is-active lutrin-usb@sda | grep -q activating')
            else:
                self.machine.until("eval $(sed -n 's/.*\"bytes\":\\([0-9]*\\),\"total\":\\([0-9]*\\).*/bytes=\\1 total=\\2/p' "
                                   f'/run/lutrin/sync.json); [ "${{bytes:-0}}" -gt 0 ] && [ $((bytes * 10)) -ge $((total * {int(part * 10)})) ]', DONE_S)
            self.machine.pull()
            self.machine.until('! systemctl is-active lutrin-usb@sda | grep -q activating')
            told = self.told()
            self.assertEqual(self.version(), before)
            self.assertIn(told.get('result'), ('pulled', None) if part == 0 else ('pulled',))
        kept = int(self.do('cat /var/lib/lutrin/library/dl/*.part* | wc -c'))
        print(f'{kept} bytes are kept of a stick that was pulled')
        self.assertGreater(kept, 1 << 20)
        self.put_in(image, 'installed')
        self.assertEqual(self.version(), 6)
        self.shown(6)

    def test_8_report(self):
        """The staff asks for a report onto a stick, by the device's name."""
        image = publisher.fat_stick(self.path('report'), [])
        self.plug(image, writable=True)
        self.over('empty')
        self.do('lutrin-sync report /dev/sda')
        self.machine.pull()
        status = json.loads(publisher.on_stick(image, 'lutrin-report/kiosk/status.json'))
        self.assertEqual(status['current']['version'], 6)
        self.assertIn('imported town version 6', publisher.on_stick(image, 'lutrin-report/kiosk/log.txt'))

    def test_9_nothing_was_kept_from_the_importer(self):
        self.nothing_was_kept_from_it()
        self.machine.look(os.path.join(self.ground.folder, 'sticks.png'))


if __name__ == '__main__':
    begin()
    unittest.main(verbosity=2)

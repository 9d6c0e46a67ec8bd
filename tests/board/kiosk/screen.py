#!/usr/bin/env python3
"""screen.py BUILD   the reader on a graphics card and a console of its own: what it shows, a finger that turns its page, and keys
that would lead out of a kiosk, which must not."""
import os
import unittest

import publisher
from machine import TOP, begin
from story import Story

COLOURS = 20    # of the pixels looked at, when a page is shown
CHANGED = 0.01  # of all pixels, when another page is shown


class Screen(Story):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.have_finger()

    def test_1_the_front_page(self):
        bundle = self.machine_bundle()
        self.machine.put_in(publisher.fat_stick(self.path('stick'), [bundle, bundle + '.minisig']))
        self.machine.until('[ "$(systemctl show -P StatusText lutrin)" = "Journal des Rives" ]')
        self.machine.pull()
        self.do('sleep 12')  # the quiet line about the stick goes
        picture = self.look('front')
        self.assertGreater(self.colours(picture), COLOURS, 'nothing but the clear colour')

    def machine_bundle(self):
        bundle = self.path('demo.lutrin')
        publisher.quietly(self.town.pack, 'build', '--offline', '-c', os.path.join(TOP, 'assets', 'demo', 'SITE.ini'), '-o', bundle)
        publisher.quietly(self.town.pack, 'sign', bundle, '--key', self.town.path('town.key'), '--channel', 'town', '--release', '1')
        return bundle

    def test_2_a_finger(self):
        front = self.look('front')
        self.touch(400, 350)  # the story that leads
        article = self.look('article')
        self.assertGreater(self.differ(front, article), CHANGED, 'no article was opened')
        self.touch(1200, 500)
        second = self.look('second')
        self.assertGreater(self.differ(article, second), CHANGED, 'the page was not turned')
        self.touch(80, 500)
        self.assertLess(self.differ(article, self.look('back')), CHANGED / 2, 'the page was not turned back')
        self.touch(120, 40)   # the publication's name: the way home
        self.assertLess(self.differ(front, self.look('home')), CHANGED / 2, 'there is no way home')

    def keys(self, *names):
        self.machine.tell('send-key', keys=[{'type': 'qcode', 'data': name} for name in names])
        self.do('sleep 2')

    def test_3_no_way_out(self):
        """Keys that lead to another console, end sessions or restart machines; and the same with the kernel's own key."""
        boot = self.do('cat /proc/sys/kernel/random/boot_id')
        reader = self.do('systemctl show -P MainPID lutrin')
        front = self.look('front')
        for names in [['ctrl', 'alt', f'f{number}'] for number in (1, 2, 6)] + [
                ['alt', 'f2'], ['alt', 'right'], ['ctrl', 'alt', 'delete'], ['ctrl', 'alt', 'backspace'], ['ctrl', 'c'], ['ctrl', 'z'],
                ['ctrl', 'd'], ['alt', 'sysrq', 'r'], ['alt', 'sysrq', 'k'], ['alt', 'sysrq', 'i'], ['alt', 'sysrq', 'b'], ['alt', 'f4'],
                ['alt', 'tab'], ['esc']]:
            self.keys(*names)
            self.assertEqual(self.do('cat /proc/sys/kernel/random/boot_id'), boot, f'{names}: it started anew')
            self.assertEqual(self.do('cat /sys/class/tty/tty0/active'), 'tty1', f'{names}: another console')
            self.assertEqual(self.do('systemctl show -P MainPID lutrin'), reader, f'{names}: the reader ended')
            self.assertEqual(self.do('systemctl list-jobs --no-legend'), '', names)
        self.keys('home')
        self.assertLess(self.differ(front, self.look('after-keys')), CHANGED / 2)

    def test_3_no_way_out_without_a_reader(self):
        """While it starts anew the kernel reads the keyboard, and there is nothing to find either."""
        boot = self.do('cat /proc/sys/kernel/random/boot_id')
        self.do('systemctl stop lutrin')
        for names in (['ctrl', 'alt', 'f2'], ['ctrl', 'alt', 'f6'], *[['ctrl', 'alt', 'delete']] * 9, ['ctrl', 'alt', 'f1']):
            self.machine.tell('send-key', keys=[{'type': 'qcode', 'data': name} for name in names])
            self.do('sleep 0.1')
        self.do('sleep 3')
        self.assertEqual(self.do('cat /proc/sys/kernel/random/boot_id'), boot)
        self.assertEqual(self.do('systemctl list-units --plain --no-legend "getty@*" "autovt@*"'), '')
        self.do('systemctl start lutrin && sleep 12')

    def test_4_a_reader_that_dies(self):
        """Nobody sees a console: the reader is back, and what is on the screen is its page."""
        front = self.look('front')
        self.assertGreater(self.colours(front), COLOURS)
        reader = self.do('systemctl show -P MainPID lutrin')
        self.do(f'kill -SEGV {reader}')
        self.machine.until(f'pid=$(systemctl show -P MainPID lutrin); [ $pid != 0 ] && [ $pid != {reader} ] && systemctl is-active lutrin')
        self.do('sleep 12')
        again = self.look('again')
        self.assertGreater(self.colours(again), COLOURS, 'it is back, and shows nothing')
        self.assertLess(self.differ(front, again), CHANGED / 2)
        self.assertIn('reader-failed', self.do('systemctl show -P ExecStart lutrin-failed'))
        self.assertEqual(self.do('systemctl show -P ExecMainStatus lutrin-failed'), '0')


if __name__ == '__main__':
    begin()
    unittest.main(verbosity=2)

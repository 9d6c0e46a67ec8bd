#!/usr/bin/env python3
"""ports.py BUILD   ports that the public reaches (`board/install-unit --lock-ports`): what may come in, what may not, and that a reader
on the screen does not care."""
import json
import os
import unittest

import publisher
from machine import begin
from story import Story

CHANGED = 0.01  # of all pixels, when another page is shown
IN, OUT = True, False
# Each interface of a device as the kernel sees it: class, protocol, whether it is authorized, its driver or a dash.
SEEN = '''cd /sys/bus/usb/devices && for one in *:*; do driver=$(readlink $one/driver || echo -)
echo "$one $(cat $one/bInterfaceClass $one/bInterfaceProtocol $one/authorized | paste -sd " ") ${driver##*/}"; done'''
# What a device that came in can show itself as.
NODES = 'ls -d /sys/class/net/* /sys/class/tty/tty[UA]* /sys/class/input/event* /sys/class/hidraw/* /sys/class/sound/* /sys/class/bluetooth/*' \
    ' /sys/class/video4linux/* /sys/class/usbmisc/* 2>/dev/null || true'


class Ports(Story):
    options = ('--lock-ports',)
    more = ('-audiodev', 'none,id=quiet')

    @classmethod
    def begin(cls):
        super().begin()
        cls.publish_two()

    def seen(self):
        return set(self.do(SEEN).split('\n'))

    def nodes(self):
        return set(self.do(NODES).split())

    def plug(self, driver, **more):
        """Puts a device into a port; (its interfaces' words, nodes that came with it)."""
        before, nodes = self.seen(), self.nodes()
        self.machine.tell('device_add', driver=driver, id='thing', bus='ports.0', **more)
        self.machine.until(f'[ "$({SEEN} | wc -l)" -gt {len(before)} ]')
        self.do('sleep 2; udevadm settle; sleep 1')
        return [line.split()[1:] for line in sorted(self.seen() - before)], self.nodes() - nodes

    def unplug(self, name='thing'):
        before = len(self.seen())
        self.machine.tell('device_del', id=name)
        self.machine.until(f'[ "$({SEEN} | wc -l)" -lt {before} ]')

    def judge(self, driver, let, **more):
        interfaces, nodes = self.plug(driver, **more)
        self.assertTrue(interfaces)
        for _, _, authorized, bound in interfaces:
            self.assertEqual((authorized, bound != '-'), ('1', True) if let else ('0', False), f'{driver}: {interfaces}')
        if not let:
            self.assertEqual(nodes, set(), driver)
        return nodes

    def test_1_a_stick(self):
        """Works as ever, and brings the kiosk's first edition."""
        self.machine.put_in(publisher.fat_stick(self.path('one'), publisher.of_tree(self.path('tree1'))))
        self.shown(1)
        self.machine.until('grep -q \'"over"\' /run/lutrin/sync.json')
        self.assertEqual(json.loads(self.do('cat /run/lutrin/sync.json'))['result'], 'installed')
        self.machine.pull()
        type(self).reader = self.do('systemctl show -P MainPID lutrin')
        self.do('sleep 12')  # the quiet line about it goes
        self.look('ports-front')

    def test_2_a_mouse(self):
        """Is let in, and is a finger."""
        nodes = self.judge('usb-mouse', IN)
        self.assertTrue(any('event' in node for node in nodes), nodes)
        front = self.look('ports-front')
        for step in [(-2000, -2000)] + [(40, 35)] * 10:
            self.move(*step)
        self.press()
        self.assertGreater(self.differ(front, self.look('ports-article')), CHANGED, 'the mouse opens nothing')
        for step in [(-2000, -2000)] + [(24, 8)] * 5:
            self.move(*step)
        self.press()
        self.unplug()

    def move(self, x, y):
        self.machine.tell('input-send-event', events=[{'type': 'rel', 'data': {'axis': axis, 'value': value}} for axis, value in
                                                      (('x', x), ('y', y))])
        self.do('sleep 0.2')

    def press(self):
        for down in (True, False):
            self.machine.tell('input-send-event', events=[{'type': 'btn', 'data': {'button': 'left', 'down': down}}])
            self.do('sleep 0.2')
        self.do('sleep 3')

    def test_3_a_panel_and_a_hub(self):
        self.assertTrue(self.judge('usb-tablet', IN))
        self.unplug()
        self.judge('usb-hub', IN)
        self.unplug()

    def test_4_a_keyboard(self):
        """Drivers of its class are there by now, and it gets none, not for a moment."""
        self.judge('usb-kbd', OUT)
        self.unplug()
        self.assertEqual(self.do('dmesg | grep -i "input:.*keyboard.*usb" || true'), '')

    def test_5_what_else_comes(self):
        self.machine.tell('netdev_add', type='user', id='stranger')
        self.machine.tell('chardev-add', id='line', backend={'type': 'null', 'data': {}})
        os.mkdir(self.path('phone'))
        for driver, more in (('usb-net', {'netdev': 'stranger'}), ('usb-serial', {'chardev': 'line', 'always-plugged': True}),
                             ('usb-audio', {'audiodev': 'quiet'}), ('usb-ccid', {}),
                             ('usb-mtp', {'rootdir': self.path('phone')})):
            self.judge(driver, OUT, **more)
            self.unplug()

    def test_6_a_keyboard_behind_a_hub(self):
        self.judge('usb-hub', IN, port='1')
        before = self.nodes()
        count = len(self.seen())
        self.machine.tell('device_add', driver='usb-kbd', id='typist', bus='ports.0', port='1.1')
        self.machine.until(f'[ "$({SEEN} | wc -l)" -gt {count} ]')
        self.do('sleep 2; udevadm settle')
        self.assertEqual(self.nodes(), before)
        self.unplug('typist')
        self.unplug()

    def test_7_the_screen_goes_on(self):
        self.assertEqual(self.do('systemctl show -P MainPID lutrin'), self.reader)
        self.assertEqual(self.do('systemctl show -P NRestarts lutrin'), '0')
        self.assertEqual(self.do('systemctl list-units --failed --plain --no-legend'), '')
        self.machine.put_in(publisher.fat_stick(self.path('two'), publisher.of_tree(self.town.tree)))
        self.shown(2)


if __name__ == '__main__':
    begin()
    unittest.main(verbosity=2)

#!/usr/bin/env python3
"""network.py BUILD   the postman under its unit, on a machine without a clock: a first edition, the next ones, the power cut in the
middle of a download and of an installation, and what staff and their monitoring are told of it."""
import json
import os
import sys
import time
import unittest

import host
from machine import begin
from story import Story

HEAVY = 10           # pictures of an edition whose download takes a while
SLOW = 40000         # bytes a second of such a download
WRITES = 30          # a second, of a card on which an installation takes a while
WATCHED_S = 200
POLL_S = 60          # the shortest that a publisher may wish
DONE_S = 400
MARK = 0.02          # of the screen, at most, is the mark that tells of a newer edition
ONE_DAY_S = 86400


class Network(Story):
    @classmethod
    def begin(cls):
        super().begin()
        cls.town.more = ['--poll', str(POLL_S)]
        cls.town.publish(1)
        cls.host = host.Host(cls.path('host'), cls.town.tree)
        cls.machine.write('/etc/lutrin/town-ca.pem', cls.host.read('town.ca.pem'))
        cls.machine.do(r"sed -i 's/^;\(json\|prometheus\) = /\1 = /; s,^;url = .*,url = " + cls.host.url +
                       r"\nallow_local = yes,' /etc/lutrin/sync.conf")
        cls.have_finger()
        cls.machine.do('date -s @4242')  # of the first of January 1970

    @classmethod
    def tearDownClass(cls):
        cls.host.close()
        super().tearDownClass()

    def told(self):
        return json.loads(self.do('cat /run/lutrin/status.json'))

    def status(self):
        return json.loads(self.do('lutrin-sync status --json'))

    def metrics(self):
        lines = self.do('cat /run/lutrin/lutrin.prom').split('\n')
        return {name: float(value) for name, value in (line.rsplit(' ', 1) for line in lines if not line.startswith('#'))}

    def round(self, since=None, seconds=DONE_S):
        """Waits for the report of a round; with `since` for another one than that."""
        other = f' && ! grep -q \'"time":{since["time"]},\' /run/lutrin/status.json' if since else ''
        self.machine.until('grep -q outcome /run/lutrin/status.json' + other, seconds)
        return self.told()

    def installed(self, number):
        self.machine.until(f'readlink /var/lib/lutrin/library/current | grep -q "^gen/1-{number}$"', DONE_S)
        self.shown(number)

    def test_1_strangers(self):
        """An authority that is not known here is not believed, whatever the year."""
        self.assertLess(int(self.do('date +%s')), ONE_DAY_S)
        self.do('systemctl start lutrin-sync')
        told = self.round()
        self.assertEqual((told['outcome'], told['network'], told['version']), ('failed', 'tls-chain', 0))
        self.assertEqual(self.host.asked(), [])
        self.do("sed -i 's,^url = .*,&\\nca = /etc/lutrin/town-ca.pem,' /etc/lutrin/sync.conf && systemctl restart lutrin-sync")

    def test_2_first(self):
        """The machine's clock says 1970, its certificate is of this year: the publisher's own word tells the time."""
        self.installed(1)
        told, status, metrics = self.round(), self.status(), self.metrics()
        self.assertLess(int(self.do('date +%s')), ONE_DAY_S)
        self.assertEqual((told['outcome'], told['network'], told['version'], told['newest']), ('installed', '', 1, 1))
        self.assertEqual((status['current'], status['channel']), ({'epoch': 1, 'version': 1}, 'town'))
        now = time.time()
        for when in (told['time'], told['last_success'], told['issued'], status['last_success'], metrics['lutrin_sync_last_success']):
            self.assertAlmostEqual(when, now, delta=ONE_DAY_S)
        self.assertGreater(told['next'], told['time'])
        self.assertEqual(metrics['lutrin_bundle_version'], 1)
        self.assertEqual(metrics['lutrin_sync_bytes_total'], status['bytes'])
        self.assertEqual((metrics['lutrin_sync_day_bytes'], told['day_bytes']), (status['day_bytes'],) * 2)
        self.assertGreater(status['bytes'], sum(size for _, size, path in self.host.asked() if 'full' in path))

    def test_3_a_quiet_mark(self):
        """Somebody reads: the next edition is told by a mark, and shown at the way home."""
        self.touch(400, 350)
        self.do('sleep 8')
        article = self.look('network-article')
        self.town.publish(2)
        self.host.forget()
        self.machine.until('readlink /var/lib/lutrin/library/current | grep -q gen/1-2', DONE_S)
        self.assertIn('/r/2/from-1.zpatch', [path for _, _, path in self.host.asked()])
        self.machine.until('ls -l /proc/$(systemctl show -P MainPID lutrin)/fd | grep -q gen/1-2/', DONE_S)
        self.do('sleep 8')
        marked = self.look('network-mark')
        self.assertTrue(0 < self.differ(article, marked) < MARK, self.differ(article, marked))
        self.do('ls -l /proc/$(systemctl show -P MainPID lutrin)/fd | grep -q gen/1-1/')  # the article's own
        self.touch(120, 40)
        self.shown(2)
        self.machine.until('! ls -l /proc/$(systemctl show -P MainPID lutrin)/fd | grep -q gen/1-1/')

    def back(self):
        self.machine.switch_on()
        self.machine.settled()
        self.do('date -s @4242')
        self.assertEqual(self.do('systemctl is-active lutrin lutrin-sync'), 'active\nactive')

    def test_4_the_power_fails_in_a_download(self):
        self.town.pictures = HEAVY
        self.host.open(SLOW)
        self.town.publish(3)
        size = os.path.getsize(os.path.join(self.town.tree, 'r', '3', 'from-2.zpatch'))
        self.machine.until(f'[ $(cat /var/lib/lutrin/library/dl/*.part | wc -c) -gt {size // 2} ]', DONE_S)
        self.do('sync')  # as the kernel does by itself, a little later
        self.machine.cut_power()
        self.host.open()
        self.host.forget()
        self.back()
        self.assertIn(self.version(), (2, 3))
        self.installed(3)
        again = [(status, sent) for status, sent, path in self.host.asked('.*zpatch')]
        print(f'{size} bytes, of which after the power cut: {again}')
        self.assertEqual([status for status, _ in again], [206])
        self.assertLess(again[0][1], size * 2 // 3)

    def test_5_the_power_fails_in_an_installation(self):
        self.town.pictures = 3
        for number, moment in ((4, 'tmp*'), (5, '1-5')):
            before = self.version()
            self.machine.slow_card(WRITES)
            self.town.publish(number)
            self.do('renice -n 19 $$ >/dev/null; until compgen -G "/var/lib/lutrin/library/gen/' + moment +
                    f'" >/dev/null; do [ $SECONDS -lt {WATCHED_S} ] || exit 1; done')
            self.machine.cut_power()
            self.back()
            print('cut when there was', moment, '- after it:', self.do('ls /var/lib/lutrin/library/gen').replace('\n', ' '))
            self.shown(self.version())
            self.assertIn(self.version(), (before, number))
            self.installed(number)
            self.assertEqual(self.do('ls /var/lib/lutrin/library/gen | grep -v "^1-" || true'), '')
        self.assertEqual(self.do('dmesg | grep -i "ext4.*error" || true'), '')


if __name__ == '__main__':
    begin()
    if host.missing():
        print(f'skipped: {host.missing()} is not installed (packages: board/apt-test)')
        sys.exit(77)
    unittest.main(verbosity=2)

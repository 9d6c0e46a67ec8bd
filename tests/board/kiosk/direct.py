#!/usr/bin/env python3
"""direct.py BUILD   a kiosk without a publisher, installed and set up in README.md's own words: its press makes its paper of feeds that
change and die, and is installed as well where systemd does not run."""
import os
import re
import sys
import unittest

from machine import HERE, TOP, begin
from story import Story

sys.path.insert(0, os.path.join(HERE, '..', '..', 'faults', 'direct'))
import village  # noqa: E402

PLAN = '/etc/lutrin/SITE.ini'
DONE_S = 300
TITLES = 'python3 -c "import sqlite3; print(chr(10).join(t for t, in sqlite3.connect(\'file:/var/lib/lutrin/library/current/bundle.db' \
    '?immutable=1\', uri=True).execute(\'SELECT title FROM article\')))"'


class Direct(Story):
    options, drives = ('--direct',), ('programs.ext4',)

    @classmethod
    def begin(cls):
        cls.site = village.Site()
        cls.site.url = f'http://publisher.test:{cls.site.port}'
        cls.site.feeds = {'river': [10, 11, 12, 13], 'mill': [14, 15, 16]}
        cls.machine.do("sed -i 's/^.network.$/&\\nallow_local = yes/' /etc/lutrin/sync.conf")

    @classmethod
    def tearDownClass(cls):
        cls.site.close()
        super().tearDownClass()

    def press(self, good=True):
        """A turn; what `lutrin-sync status` says of it."""
        code, said = self.machine.ask('systemctl start lutrin-press')
        self.assertEqual(code == 0, good, said + self.do('journalctl -b --no-pager -o cat -u lutrin-press | tail -n 9'))
        return re.search(r'(?m)^press: (.*)$', self.do('lutrin-sync status'))[1]

    def titles(self):
        return set(self.do(TITLES).split('\n'))

    def editions(self, before):
        """Waits for an edition other than `before`, which comes to the screen too; its articles' titles."""
        self.machine.until(f'[ "$(readlink /var/lib/lutrin/library/current)" != "{before}" ]', DONE_S)
        self.shown(self.version(), 'The river')
        return self.titles()

    def current(self):
        return self.do('readlink /var/lib/lutrin/library/current || true')

    def hurry(self, timer):
        """Makes a timer come round sooner."""
        self.do(f'mkdir -p /run/systemd/system/{timer}.d && printf "[Timer]\\nOnBootSec=\\nOnUnitInactiveSec=\\nOnBootSec=1\\n'
                f'OnUnitInactiveSec=5\\nRandomizedDelaySec=0\\nAccuracySec=1\\n" >/run/systemd/system/{timer}.d/test.conf && '
                f'systemctl daemon-reload && systemctl restart {timer}')

    def leave(self, timer):
        self.do(f'rm -r /run/systemd/system/{timer}.d && systemctl daemon-reload && systemctl restart {timer}')

    def test_1_before_there_is_a_plan(self):
        """The timers go round and nothing fails; what is missing is there one day, and the next time it is seen."""
        self.assertEqual(self.do('systemctl is-enabled lutrin-press.timer lutrin-index.timer'), 'enabled\nenabled')
        for timer in ('lutrin-press.timer', 'lutrin-index.timer'):
            self.hurry(timer)
            self.do('sleep 9')
        self.assertEqual(self.do('systemctl list-units --failed --plain --no-legend'), '')
        self.addCleanup(self.do, f'rm -f {PLAN}; systemctl reset-failed lutrin-press')
        self.machine.write(PLAN, '[site]\ntitle = Nothing yet\nlang = en\n[sources]\n')
        self.machine.until('systemctl is-failed lutrin-press')
        said = self.do('lutrin-sync status')
        self.assertRegex(said, r'(?m)^press: .* UTC: failed: names no source: /etc/lutrin/SITE.ini: list feeds')
        self.assertEqual(self.do('systemctl show -P NRestarts lutrin-press'), '0')
        self.leave('lutrin-press.timer')
        self.assertEqual(self.do('systemctl show -P SubState lutrin-press'), 'failed')  # not waiting for a restart

    def test_2_the_first_paper(self):
        with open(os.path.join(TOP, 'README.md'), encoding='utf-8') as file:
            readme = file.read()
        start = re.search(r'(?m)^sudo (systemctl start lutrin-press\.timer .*)$', readme)[1]
        make = re.search(r'(?m)^sudo (lutrin-pack init) https://\S+ (-o \S+)', readme)
        self.do(f'export HOME=/root; umask 022; {make[1]} --allow-local {self.site.url}/river.xml {make[2]}')
        self.do(f"sed -i 's,^source = .*,&\\n  {self.site.url}/mill.xml,' {PLAN}; printf '[fetch]\\ndelay = 0\\n' >>{PLAN}")
        self.do(start)
        titles = self.editions('')
        self.assertEqual(len(titles), 7, titles)
        self.assertEqual(self.do('stat -c "%U %a" /var/lib/lutrin/press/kiosk.key'), 'lutrin-press 600')
        self.assertEqual(self.do('stat -c %U /var/lib/lutrin/press /var/lib/lutrin/library'), 'lutrin-press\nlutrin-sync')
        for user in ('lutrin', 'lutrin-sync'):
            self.assertNotEqual(self.machine.ask(f'runuser -u {user} -- cat /var/lib/lutrin/press/kiosk.key')[0], 0)
        self.assertRegex(self.do('lutrin-sync status'), r'(?m)^press: .* UTC: printed$')

    def test_3_the_next_edition(self):
        before = self.current()
        self.site.feeds['river'].append(17)
        self.assertRegex(self.press(), ': printed$')
        self.assertIn('The river on day 17', self.editions(before))
        self.assertRegex(self.press(), ': unchanged$')

    def test_4_a_feed_dies(self):
        before, titles = self.current(), self.titles()
        self.site.dead.add('mill')
        self.site.feeds['river'].append(18)
        self.assertRegex(self.press(), ': printed$')
        self.assertEqual(self.editions(before), titles | {'The river on day 18'})
        before = self.current()
        self.site.close()  # all of it
        self.assertRegex(self.press(), ': unchanged$')
        self.assertEqual((self.current(), self.titles()), (before, titles | {'The river on day 18'}))
        self.site.open(self.site.port)
        self.site.url = f'http://publisher.test:{self.site.port}'
        self.site.dead.clear()

    def test_5_without_a_clock(self):
        """The machine wakes up in 1970: its stamps are no older than those before."""
        before, now = self.current(), self.do('date +%s')
        self.do('systemctl stop lutrin-sync; date -s @4242; systemctl start lutrin-sync')
        self.site.feeds['river'].append(19)
        self.assertRegex(self.press(), ': printed$')
        self.assertIn('The river on day 19', self.editions(before))
        self.do(f'date -s @{int(now) + 600}')

    def test_8_installed_where_systemd_does_not_run(self):
        """As images are made: in a chroot. A second root over this one, without what is installed, is such."""
        self.do('mount -o ro /dev/vdb /programs && mkdir -p /run/image && mount -t tmpfs none /run/image && cd /run/image && '
                'mkdir upper work root && mount -t overlay -o lowerdir=/,upperdir=upper,workdir=work none root && cd root && '
                'rm -rf etc/lutrin etc/systemd/system/*.wants/lutrin* usr/lib/systemd/system/lutrin* && '
                'sed -i /^lutrin/d etc/passwd etc/group etc/shadow etc/gshadow && mount --bind /programs programs && mount -t proc none proc')
        for more in ('', 'mount --bind /run /run/image/root/run; '):  # with the builder's own /run too
            print(self.do(f'{more}chroot /run/image/root /programs/board/install-unit --direct 2>&1'))
            self.assertEqual(self.do('cd /run/image/root/etc/systemd/system && ls *.wants | grep lutrin | sort'),
                             '\n'.join(['lutrin-index.timer', 'lutrin-press.timer', 'lutrin-sync.service', 'lutrin.service']))
            self.assertEqual(self.do('grep -c ^lutrin /run/image/root/etc/passwd'), '3')

    def test_9_nothing_was_kept_from_it(self):
        self.nothing_was_kept_from_it()
        self.machine.look(os.path.join(self.ground.folder, 'direct.png'))


if __name__ == '__main__':
    begin()
    unittest.main(verbosity=2)

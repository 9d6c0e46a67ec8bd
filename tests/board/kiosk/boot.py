#!/usr/bin/env python3
"""boot.py BUILD   a kiosk is installed as README.md tells, switched on, and looked at: its users, what belongs to whom, what
started, what failed, and how closed its units are.

exit 77: what makes and runs such a machine is not here (board/apt-power, board/apt-cross)"""
import re
import unittest

from machine import Ground, Machine, begin

UNITS = ['lutrin.service', 'lutrin-sync.service', 'lutrin-usb@sda.service', 'lutrin-failed.service', 'lutrin-index.service',
         'lutrin-index.timer', 'lutrin-press.service', 'lutrin-press.timer']


class Boot(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ground = Ground()
        cls.machine = Machine(cls.ground, cls.ground.installed(), screen=True)
        cls.state = cls.machine.settled()

    @classmethod
    def tearDownClass(cls):
        cls.machine.close()

    def do(self, command):
        return self.machine.do(command)

    def test_nothing_failed(self):
        self.assertEqual(self.do('systemctl list-units --failed --plain --no-legend'), '')
        self.assertEqual(self.state, 'running')
        self.assertEqual(self.do('systemctl is-active lutrin-index.timer'), 'active')
        self.assertEqual(self.do('systemctl is-enabled lutrin lutrin-sync lutrin-index.timer'), 'enabled\nenabled\nenabled')

    def test_units_are_understood(self):
        for unit in UNITS:
            self.assertEqual(self.do(f'systemd-analyze verify --man=no {unit} 2>&1'), '', unit)

    def test_users(self):
        def groups(user):
            return set(self.do(f'id -nG {user}').split())
        self.assertEqual(groups('lutrin'), {'lutrin', 'video', 'render', 'input', 'tty'})
        self.assertEqual(groups('lutrin-sync'), {'lutrin-sync', 'lutrin'})
        self.assertEqual(groups('lutrin-press'), {'lutrin-press', 'lutrin'})
        for user in ('lutrin', 'lutrin-sync', 'lutrin-press'):
            self.assertIn(self.do(f'getent passwd {user} | cut -d: -f7'), ('/usr/sbin/nologin', '/sbin/nologin'))
        self.assertEqual(self.do('stat -c "%U %G %a" /var/lib/lutrin'), 'root lutrin 750')

    def test_the_reader_is_up(self):
        self.assertEqual(self.do('systemctl is-active lutrin'), 'active')  # Type=notify: it has drawn a frame
        self.assertEqual(self.do('systemctl show -P NRestarts lutrin'), '0')
        self.assertEqual(self.do('stat -c "%U %a" /dev/tty1'), 'lutrin 620')
        self.assertIn('no publication', self.do('systemctl show -P StatusText lutrin'))

    def test_nobody_complains(self):
        """The kernel kept nothing from our programs, and no line of a unit's own was misunderstood."""
        said = self.do('journalctl -b --no-pager -o cat | grep -iE "audit.*lutrin|apparmor.*lutrin|type=1326|lutrin.*(ignor|unknown|failed|denied)" || true')
        self.assertEqual(said, '')

    def test_closed(self):
        """As systemd itself counts on the machine: 10 is open, 0 is closed."""
        most = {'lutrin.service': 2.0, 'lutrin-sync.service': 1.7, 'lutrin-usb@sda.service': 1.0, 'lutrin-index.service': 1.0,
                'lutrin-press.service': 1.7, 'lutrin-failed.service': 1.2}
        for unit, tenths in most.items():
            last = self.do(f'systemd-analyze security --no-pager {unit} | tail -n 1')
            print(last[2:].replace('Overall exposure level for ', ''))
            self.assertLessEqual(float(re.search(r': ([\d.]+) ', last)[1]), tenths, last)


    def within(self, unit, command):
        """What another program says that runs under the unit's own [Service]."""
        kept, section, name = ['[Service]', 'Type=oneshot', f'StandardOutput=truncate:/run/{unit}.out'], '', unit.replace('lutrin', 'look')
        for line in self.do(f'cat /lib/systemd/system/{unit.replace("@sda", "@")} || cat /etc/systemd/system/{unit.replace("@sda", "@")}').split('\n'):
            section = line if line.startswith('[') else section
            if section == '[Service]' and '=' in line and not re.match(
                    r'#|Exec|Type|Restart|Watchdog|Standard|TTY|Success|OOM|Notify|(No)?ExecPaths|Timeout|Limit', line):
                kept.append(line)
        self.machine.write(f'/run/systemd/system/{name}', '\n'.join([*kept, f'ExecStart=-{command}']))
        self.do(f'systemctl daemon-reload && systemctl start {name} || journalctl -b --no-pager -u {name}')
        return self.do(f'cat /run/{unit}.out')

    def writable(self, unit):
        """Folders that the unit's user may write into from within its sandbox."""
        said = self.within(unit, '/usr/bin/find / ( -path /proc -o -path /sys ) -prune -o -type d -writable -print')
        return {line for line in said.split('\n') if ': Permission denied' not in line}

    def test_a_sign_up_may_be_left(self):
        """The reader's sandbox lets it put one where the postman looks, and look at what became of it; nothing else there."""
        self.machine.write('/run/mail.conf', '[shelf]\nlibrary = /var/lib/lutrin/library\n[trust]\nkey = /run/desk.pub\n[outbox]\nfolder = /var/lib/lutrin/outbox')
        self.do('cd /run && lutrin-pack keygen desk && chmod 644 desk.pub')
        self.do('systemctl start lutrin-sync; runuser -u lutrin-sync -- lutrin-sync outbox -c /run/mail.conf')
        said = self.within('lutrin.service', "/bin/sh -c 'cd /var/lib/lutrin/outbox && touch new/one && rm new/one && echo left; ls state && "
                           "echo seen; touch state/one || echo kept; touch ../library/one || echo shut'")
        self.assertEqual([line for line in said.split('\n') if ':' not in line], ['left', 'seen', 'kept', 'shut'])

    def test_the_index_is_idle(self):
        """It takes the processor and the card only when nobody else wants them."""
        said = self.within('lutrin-index.service', "/bin/sh -c 'chrt -p $$$$; ionice -p $$$$'")
        self.assertIn('SCHED_IDLE', said)
        self.assertRegex(said, r'(?m)^idle')

    def test_what_may_be_written(self):
        """Where a program that was taken over could leave something for another one, or for the next start."""
        shelf = '/var/lib/lutrin/library'
        own = {'lutrin.service': {'/var/lib/lutrin/reader'}, 'lutrin-sync.service': {shelf, '/var/lib/lutrin/outbox', '/run/lutrin'},
               'lutrin-usb@sda.service': {shelf, '/run/lutrin'}, 'lutrin-failed.service': {shelf, '/run/lutrin'},
               'lutrin-index.service': {shelf, '/run/lutrin'}, 'lutrin-press.service': {'/var/lib/lutrin/press'}}
        for unit, folders in own.items():
            open_ = {re.sub(r'^(/var/lib/lutrin/\w+)/.*', r'\1', name) for name in self.writable(unit)}
            self.assertEqual(open_ - {'/tmp', '/var/tmp'}, folders, unit)  # those two are its own: PrivateTmp


if __name__ == '__main__':
    begin()
    unittest.main(verbosity=2)

#!/usr/bin/env python3
"""direct.py: a kiosk without a publisher prints its own paper, and whatever happens to its press, its feeds and its power,
what is on the shelf stays whole.

usage: direct.py BUILD_DIR [--long]"""
import json
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
import unittest

import village

ENVIRONMENT = dict(os.environ, ASAN_OPTIONS='detect_leaks=0', LC_ALL='C')
HELD, BUSY, CONFIG = 65, 69, 78
BOARD = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..', 'board')
PRESS, POSTMAN, GROUP = 64991, 64994, 64996
DAY_S = 86400


class Direct(unittest.TestCase):
    build, long = '', False

    def setUp(self):
        self.home = tempfile.TemporaryDirectory(prefix='lutrin-direct-')
        self.site = village.Site()
        self.site.feeds = {'river': [10, 11, 12, 13], 'mill': [14, 15, 16]}
        self.plan(f'[fetch]\ndelay = 0\n[sources]\nsource = {self.site.url}/river.xml\n  {self.site.url}/mill.xml\n')
        self.configure(f'[direct]\nplan = {self.path("SITE.ini")}\nfolder = {self.path("press")}\n')

    def tearDown(self):
        self.site.close()
        self.home.cleanup()

    def path(self, *names):
        return os.path.join(self.home.name, *names)

    def plan(self, text):
        with open(self.path('SITE.ini'), 'w', encoding='utf-8') as file:
            file.write('[site]\ntitle = The Valley\nlang = en\n' + text)
        os.utime(self.path('SITE.ini'), (1e9, 1e9))  # an old plan: whoever changes it sets it free

    def configure(self, text):
        with open(self.path('sync.conf'), 'w', encoding='utf-8') as file:
            file.write(f'[shelf]\nlibrary = {self.path("library")}\n[network]\nallow_local = yes\n' + text)

    def command(self, *words):
        return [os.path.join(self.build, 'lutrin-sync'), *words, '-c', self.path('sync.conf')]

    def sync(self, *words, code=0):
        done = subprocess.run(self.command(*words), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=False)
        self.assertEqual(done.returncode, code, f'{words}: {done.stdout}{done.stderr}')
        return done.stdout

    def press(self, *words, code=0):
        self.sync('press', *words, code=code)
        return self.status()['press']

    def status(self):
        return json.loads(self.sync('status', '--json'))

    def shelf(self):
        """Title -> id of what a reader finds."""
        with sqlite3.connect(self.path('library', 'current', 'bundle.db')) as bundle:
            return dict(bundle.execute('SELECT title, id FROM article'))

    def releases(self):
        return sorted(os.listdir(self.path('press', 'tree', 'r')))

    def print_first(self):
        self.assertEqual(self.press()['result'], 'printed')
        self.assertIn('installed', self.sync('once'))
        before = self.shelf()
        self.assertEqual(len(before), 7)
        return before

    def test_an_edition_a_quiet_hour_and_the_next_edition(self):
        self.sync('once', code=66)  # no key yet: the press has not run
        before = self.print_first()
        key = os.stat(self.path('press', 'kiosk.key'))
        self.assertEqual(stat.S_IMODE(key.st_mode), 0o600)
        press = self.status()['press']
        self.assertEqual((press['result'], press['error'], press['articles']), ('printed', '', 7))
        self.assertAlmostEqual(press['time'], time.time(), delta=60)
        # a quiet hour
        first = self.releases()
        self.assertEqual(self.press()['result'], 'unchanged')
        self.assertEqual(self.releases(), first)
        self.assertIn('up-to-date', self.sync('once'))
        # one article is new, one has other words
        self.site.feeds['river'].append(17)
        self.site.words['mill', 15] = 'Nobody knew until now.'
        self.assertEqual(self.press()['result'], 'printed')
        self.assertIn('by a patch', self.sync('once'))
        after = self.shelf()
        self.assertEqual({title: after.get(title) for title in before}, before)
        self.assertGreater(after['The river on day 17'], max(before.values()))
        self.assertEqual(os.stat(self.path('press', 'kiosk.key')).st_ino, key.st_ino)
        self.assertRegex(self.sync('status'), r'(?m)^press: 20\d\d-\d\d-\d\d \d\d:\d\d UTC: printed$')
        # what is older leaves the card
        self.site.feeds['river'].append(18)
        self.press()
        self.assertEqual(len(self.releases()), 2)

    def test_a_dead_feed_keeps_its_articles(self):
        before = self.print_first()
        self.site.dead.add('mill')
        self.site.feeds['river'].append(17)
        press = self.press()
        self.assertEqual(press['result'], 'printed')
        self.assertTrue(any('500' in line and 'mill.xml' in line for line in press['said']), press)
        self.sync('once')
        after = self.shelf()
        self.assertEqual({title: after.get(title) for title in before}, before)
        self.assertIn('The river on day 17', after)

    def test_what_the_feeds_list_no_more_stays_where_the_plan_says_so(self):
        with open(self.path('SITE.ini'), encoding='utf-8') as file:
            self.plan('[retention]\narticles = 9\ncarry = yes\n' + file.read().split('\n', 3)[3])
        before = self.print_first()
        self.site.feeds = {'river': [13, 17], 'mill': [18]}
        self.assertEqual(self.press()['result'], 'printed')
        self.assertIn('by a patch', self.sync('once'))
        after = self.shelf()
        self.assertEqual(len(after), 9)
        self.assertEqual({title: after.get(title) for title in before}, before)
        self.assertEqual(self.press()['result'], 'unchanged')
        self.site.feeds = {'river': [19], 'mill': []}  # the oldest makes room
        self.press()
        self.sync('once')
        after = self.shelf()
        self.assertEqual(len(after), 9)
        self.assertNotIn('The river on day 10', after)
        self.assertEqual(after['The river on day 13'], before['The river on day 13'])

    def test_without_a_network_the_paper_stays(self):
        before = self.print_first()
        self.site.close()
        self.assertEqual(self.press()['result'], 'unchanged')
        shutil.rmtree(self.path('press', 'cache'))  # not even that
        press = self.press(code=69)
        self.assertEqual((press['result'], press['step']), ('failed', 'build'))
        self.assertTrue(press['error'])
        self.assertRegex(self.sync('status'), r'(?m)^press: .* UTC: failed: .')
        self.assertIn('up-to-date', self.sync('once'))
        self.assertEqual(self.shelf(), before)
        self.site.open(self.site.port)
        self.assertEqual(self.press()['result'], 'unchanged')

    def test_nonsense_is_held_back(self):
        before = self.print_first()
        self.site.feeds = {'river': [13], 'mill': [16]}  # a site after an accident
        press = self.press(code=HELD)
        self.assertEqual((press['result'], press['articles']), ('held', 2))
        self.assertIn('2 articles where there were 7', press['error'])
        self.sync('once')
        self.assertEqual(self.shelf(), before)
        # ... until it has been so for a day
        held = self.path('press', 'held')
        os.utime(held, (time.time() - DAY_S - 1,) * 2)
        self.assertEqual(self.press()['result'], 'printed')
        self.assertFalse(os.path.exists(held))
        self.sync('once')
        self.assertEqual(set(self.shelf()), {'The river on day 13', 'The mill on day 16'})
        self.assertTrue(set(self.shelf().items()) <= set(before.items()))

    def test_what_is_meant_is_printed(self):
        self.print_first()
        self.site.feeds = {'river': [13], 'mill': []}
        self.press(code=HELD)
        self.assertEqual(self.press('--yes')['result'], 'printed')
        self.site.feeds = {'river': [10, 11, 12, 13], 'mill': [14, 15, 16]}
        self.press()
        self.site.feeds = {'river': [13], 'mill': []}
        self.press(code=HELD)
        os.utime(self.path('SITE.ini'), (time.time() + 1,) * 2)  # somebody touched the plan
        self.assertEqual(self.press()['result'], 'printed')

    def test_a_portal_is_no_paper(self):
        before = self.print_first()
        self.site.portal = True
        self.assertIn(self.press(code=65)['result'], ('held', 'failed'))
        self.sync('once')
        self.assertEqual(self.shelf(), before)
        self.site.portal = False
        self.assertEqual(self.press()['result'], 'unchanged')

    def test_a_wrong_plan_says_so(self):
        before = self.print_first()
        self.plan('[sources]\nsurce = x\n')
        press = self.press(code=CONFIG)
        self.assertEqual((press['result'], press['step']), ('failed', 'build'))
        self.assertIn('SITE.ini:5', press['error'])
        self.plan('[sources]\n')
        self.assertIn('names no source', self.press(code=CONFIG)['error'])
        self.assertEqual(self.shelf(), before)

    def test_direct_and_a_publisher_exclude_each_other(self):
        direct = f'[direct]\nplan = {self.path("SITE.ini")}\nfolder = {self.path("press")}\n'
        for more in ('url = https://paper.example/\n' + direct, f'{direct}[trust]\nkey = x.pub\n', '[direct]\nplan = SITE.ini\n',
                     '[direct]\nfolder = press\n', '[trust]\nkey = x.pub\n[direct]\nfolder = press\n'):
            self.configure(more)
            self.sync('status', code=CONFIG)
        self.configure('[trust]\nkey = x.pub\n')
        self.sync('press', code=CONFIG)

    def test_the_card_lost_the_press_and_the_shelf_goes_on(self):
        self.print_first()
        for day in (17, 18):
            self.site.feeds['river'].append(day)
            self.press()
            self.sync('once')
        shutil.rmtree(self.path('press'))
        time.sleep(3)  # stamps made within a second are told apart by running ahead; a folder that is lost forgets that
        self.assertEqual(self.press()['result'], 'printed')  # a new key, and numbers above those that were seen
        self.assertIn('installed', self.sync('once'))
        self.assertEqual(len(self.shelf()), 9)

    def test_a_damaged_last_edition_is_no_obstacle(self):
        self.print_first()
        with open(self.path('press', 'edition.lutrin'), 'r+b') as file:
            file.truncate(5000)
        self.assertEqual(self.press()['result'], 'printed')
        self.sync('once')
        self.assertEqual(len(self.shelf()), 7)

    def test_a_key_that_was_cut_in_half(self):
        os.makedirs(self.path('press'))
        with open(self.path('press', 'kiosk.key'), 'w', encoding='ascii') as file:
            file.write('untrusted')
        self.print_first()
        os.unlink(self.path('press', 'kiosk.key'))
        self.assertIn('secret key is gone', self.press(code=66)['error'])

    def test_the_settings_that_are_installed(self):
        subprocess.run([os.path.join(BOARD, 'install-unit'), '--direct'], env=dict(ENVIRONMENT, DESTDIR=self.path('root')),
                       stdout=subprocess.DEVNULL, check=True)
        with open(self.path('root', 'etc', 'lutrin', 'sync.conf'), encoding='utf-8') as file:
            text = file.read()
        os.makedirs(self.path('run'))
        for place, mine in (('/var/lib/lutrin/library', 'library'), ('/var/lib/lutrin/press', 'press'), ('/run/lutrin', 'run'),
                            ('/etc/lutrin/SITE.ini', 'SITE.ini')):
            text = text.replace(place, self.path(mine))
        with open(self.path('sync.conf'), 'w', encoding='utf-8') as file:
            file.write(text.replace('[network]', '[network]\nallow_local = yes'))
        self.print_first()

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which('setpriv'), 'takes root and setpriv')
    def test_the_press_and_the_postman_are_two_users(self):
        programs = self.path('bin')  # the build may lie where these users cannot go
        os.makedirs(programs)
        for name in ('lutrin-sync', 'lutrin-pack'):
            shutil.copy(os.path.join(self.build, name), programs)
        os.chown(self.home.name, -1, GROUP)
        os.chmod(self.home.name, 0o750)
        os.chmod(self.path('sync.conf'), 0o644)
        for name, user in (('press', PRESS), ('library', POSTMAN)):
            os.makedirs(self.path(name), 0o750)
            os.chown(self.path(name), user, GROUP)

        def run_as(user, *command, code=0):
            done = subprocess.run(['setpriv', f'--reuid={user}', f'--regid={GROUP}', '--clear-groups', 'sh', '-c',
                                   'umask 027; exec "$@"', 'sh', *command], cwd=self.home.name, env=ENVIRONMENT, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            self.assertEqual(done.returncode != 0, code != 0, f'{command}: {done.stdout}')
            return done.stdout
        sync = os.path.join(programs, 'lutrin-sync')
        run_as(PRESS, sync, 'press', '-c', 'sync.conf')
        self.assertIn('installed', run_as(POSTMAN, sync, 'once', '-c', 'sync.conf'))
        self.assertIn('UTC: printed', run_as(POSTMAN, sync, 'status', '-c', 'sync.conf'))
        for command, user in (('once', POSTMAN), ('settle', POSTMAN), ('press', PRESS)):  # root would take it from them
            done = subprocess.run(self.command(command), env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, check=False)
            self.assertEqual(done.returncode, 64, done.stderr)
            self.assertIn(f'setpriv --reuid={user} lutrin-sync {command}', done.stderr)
        self.sync('status')
        self.assertEqual(len(self.shelf()), 7)
        run_as(POSTMAN, 'cat', 'press/kiosk.key', code=1)
        run_as(POSTMAN, 'touch', 'press/tree/latest', code=1)
        run_as(PRESS, 'touch', 'library/state', code=1)
        self.site.feeds['river'].append(17)
        run_as(PRESS, sync, 'press', '-c', 'sync.conf')
        self.assertIn('by a patch', run_as(POSTMAN, sync, 'once', '-c', 'sync.conf'))
        os.chmod(self.home.name, 0o755)
        stranger = subprocess.run(['setpriv', '--reuid=64999', '--regid=64999', '--clear-groups', sync, 'status', '-c', 'sync.conf'],
                                  cwd=self.home.name, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(stranger.returncode, 66, stranger.stderr)
        self.assertIn('not yours to look at', stranger.stderr)

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which('mount'), 'takes the right to mount')
    def test_a_full_disk(self):
        os.makedirs(self.path('press'))
        if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=900k', 'none', self.path('press')], check=False,
                          stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest('takes the right to mount')
        try:
            self.fill_the_disk()
        finally:  # before the folder goes
            subprocess.run(['umount', self.path('press')], check=True)

    def fill_the_disk(self):
        before = self.print_first()
        self.site.feeds['river'].append(17)
        for left in (0, 16, 150, 250):  # nothing, the cache only, not the bundle, not the release
            disk = os.statvfs(self.path('press'))
            with open(self.path('press', 'fill'), 'wb') as file:
                file.write(bytes(max(disk.f_bavail * disk.f_frsize - left * 1024, 0)))
            press = self.press(code=74)
            self.assertTrue(press is None or press['result'] == 'failed', press)
            self.assertEqual(press is None, left == 0)  # what an earlier turn reported is not true any more
            self.sync('once')
            self.assertEqual(self.shelf(), before)
            os.unlink(self.path('press', 'fill'))
        self.press()
        self.sync('once')
        after = self.shelf()
        self.assertIn('The river on day 17', after)
        self.assertEqual({title: after.get(title) for title in before}, before)

    def test_a_killed_postman_leaves_its_press_alone(self):
        self.site.delay_s = 1.0
        child = subprocess.Popen(self.command('press'), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 start_new_session=True)
        while not self.site.asked:
            time.sleep(0.01)
        self.sync('press', code=BUSY)
        os.kill(child.pid, signal.SIGKILL)  # its own child goes on, and holds the lock
        child.wait()
        self.sync('press', code=BUSY)
        os.killpg(child.pid, signal.SIGKILL)
        self.site.delay_s = 0.0
        time.sleep(0.2)
        self.print_first()

    def test_kills_at_any_moment(self):
        before = self.print_first()
        dice, printed = random.Random(17), 0
        began = time.monotonic()
        self.site.feeds['river'].append(17)
        self.press()
        whole_s = time.monotonic() - began
        self.sync('once')
        kills = 60 if self.long else 8
        for day in range(18, 18 + kills):
            self.site.feeds['river'].append(day % 28 + 1)
            self.site.words['river', 10] = f'Day {day}.'
            child = subprocess.Popen(self.command('press'), env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(dice.uniform(0, whole_s))
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            time.sleep(0.05)
            printed += 'installed' in self.sync('once')
            after = self.shelf()
            self.assertEqual({title: after.get(title) for title in before}, before)
        self.press()
        self.sync('once')
        self.assertLessEqual(len(self.releases()), 2)
        left = [name for folder in ('press', 'press/cache') for name in os.listdir(self.path(folder)) if name.endswith('.part')]
        self.assertEqual(left, [])
        print(f'F2 direct, the press killed at any moment: {kills} kills, {printed} after its edition was out, 0 lost')

    def test_the_postman_wakes_when_the_press_has_something(self):
        if not self.long:
            self.skipTest('takes a minute')
        watch = subprocess.Popen(self.command('watch'), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(2)
            self.press()
            until = time.monotonic() + 90
            while not os.path.exists(self.path('library', 'current', 'bundle.db')) and time.monotonic() < until:
                time.sleep(0.5)
            self.assertEqual(len(self.shelf()), 7)
        finally:
            watch.terminate()
            self.assertEqual(watch.wait(10), 0)


if __name__ == '__main__':
    Direct.build, Direct.long = sys.argv[1], '--long' in sys.argv
    unittest.main(argv=[sys.argv[0], *(word for word in sys.argv[2:] if word != '--long')])

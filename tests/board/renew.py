#!/usr/bin/env python3
"""renew.py: the lectern shows what the postman brought, without being started again, when nobody is disturbed by it.
When that is, tests/replay/edition*.txt tell; this is about the shelf, and what is done with a bundle that is no good.

usage: renew.py BUILD"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'faults', 'shelf'))
from bench import Bench  # noqa: E402

NEWER = 'the shelf has a newer bundle:'
SHOWN = 'the newer bundle is shown'
FAILED = 'did not stand its trial'


class Renew(unittest.TestCase):
    build = ''

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix='lutrin-renew-')
        self.bench = Bench(self.build, self.folder.name)
        self.errors = self.bench.path('errors')

    def tearDown(self):
        self.folder.cleanup()

    def start(self):
        environment = dict(os.environ, SDL_VIDEODRIVER='dummy', LC_ALL='C.UTF-8', ASAN_OPTIONS='detect_leaks=0')
        with open(self.errors, 'wb') as errors:
            child = subprocess.Popen([os.path.join(self.build, 'lutrin'), '--library', self.bench.path('run', 'shelf'), '-v',
                                      '--window', '800x480'], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
                                     env=environment)
        self.addCleanup(child.kill)
        self.wait_for('the first picture', 1, 20)
        return child

    def said(self):
        with open(self.errors, encoding='utf-8', errors='replace') as file:
            return file.read()

    def wait_for(self, words, count, seconds):
        end = time.monotonic() + seconds
        while self.said().count(words) < count:
            self.assertLess(time.monotonic(), end, f'no {words!r} in {seconds} s; it said: {self.said()}')
            time.sleep(0.1)

    def test_a_shelf_that_fills(self):
        self.bench.begin('none')
        child = self.start()
        for version in (1, 2):
            self.assertEqual(self.bench.run('import', self.bench.path(f'tree{version}')).returncode, 0)
            self.wait_for(NEWER, version, 20)
        self.assertEqual(self.said().count(SHOWN), 1)  # at once where there was nothing; the second waits
        # One that is no bundle changes nothing.
        shelf = self.bench.path('run', 'shelf')
        os.makedirs(os.path.join(shelf, 'gen', '1-9'))
        shutil.copy(self.bench.path('desk.pub'), os.path.join(shelf, 'gen', '1-9', 'bundle.db'))
        os.symlink('gen/1-9', os.path.join(shelf, 'current.new'))
        os.rename(os.path.join(shelf, 'current.new'), os.path.join(shelf, 'current'))
        self.wait_for(FAILED, 1, 20)
        time.sleep(2.5)
        self.assertEqual(self.said().count(FAILED), 1)  # nor is it tried again and again
        self.assertEqual(self.said().count(NEWER), 2)
        # But once more, later: a slow board may have been too busy with the very installation.
        shutil.copy(os.path.join(shelf, 'gen', '1-2', 'bundle.db'), os.path.join(shelf, 'gen', '1-9', 'bundle.db'))
        self.wait_for(NEWER, 3, 60)
        self.assertIsNone(child.poll())
        child.send_signal(signal.SIGTERM)
        self.assertEqual(child.wait(10), 0, self.said())
        self.assertNotIn('Sanitizer', self.said())

    def test_one_that_does_not_open_at_the_start(self):
        """A board is busiest when it starts: what did not open then is tried again, and shown."""
        self.bench.begin('v1')
        bundle = self.bench.path('run', 'shelf', 'gen', '1-1', 'bundle.db')
        os.rename(bundle, bundle + '.good')
        shutil.copy(self.bench.path('desk.pub'), bundle)
        self.start()
        self.wait_for(FAILED, 1, 20)
        os.rename(bundle + '.good', bundle)
        self.wait_for(SHOWN, 1, 60)


if __name__ == '__main__':
    Renew.build = sys.argv[1]
    unittest.main(argv=sys.argv[:1])

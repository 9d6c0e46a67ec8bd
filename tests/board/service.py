#!/usr/bin/env python3
"""service.py: the reader is the service that board/lutrin.service says it is.

usage: service.py LUTRIN BOARD_DIR

It starts on the settings that are installed, tells the service manager when its first picture is there (READY=1), that it
lives, in time for the unit's WatchdogSec (WATCHDOG=1), and ends in order when it is told to."""
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

START_MAX_S = 20


def unit_value(unit, key):
    with open(unit, encoding='utf-8') as file:
        return re.search(rf'^{key}=(.*)$', file.read(), re.M)[1]


class Service(unittest.TestCase):
    lutrin, board = '', ''

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix='lutrin-service-')
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        address = os.path.join(self.folder.name, 'notify')
        self.manager.bind(address)
        self.watchdog_s = int(unit_value(os.path.join(self.board, 'lutrin.service'), 'WatchdogSec'))
        self.environment = dict(os.environ, SDL_VIDEODRIVER='dummy', NOTIFY_SOCKET=address, LC_ALL='C.UTF-8',
                                WATCHDOG_USEC=str(self.watchdog_s * 1000000))

    def tearDown(self):
        self.manager.close()
        self.folder.cleanup()

    def start(self, settings):
        errors = open(os.path.join(self.folder.name, 'errors'), 'wb')
        self.addCleanup(errors.close)
        child = subprocess.Popen([self.lutrin, '--config', settings, '--window', '800x480'], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=errors, env=self.environment)
        self.addCleanup(child.kill)
        return child

    def said(self):
        with open(os.path.join(self.folder.name, 'errors'), encoding='utf-8', errors='replace') as file:
            return file.read()

    def hear(self, word, seconds):
        """Waits for a message that holds `word`; returns after how many seconds it came."""
        began = time.monotonic()
        while (left := began + seconds - time.monotonic()) > 0:
            self.manager.settimeout(left)
            try:
                if word in self.manager.recv(4096).decode().split('\n'):
                    return time.monotonic() - began
            except socket.timeout:
                break
        return self.fail(f'no {word} within {seconds} s; it said: {self.said()}')

    def test_ready_alive_and_stopped(self):
        child = self.start(os.path.join(self.board, 'lutrin.conf'))
        self.hear('READY=1', START_MAX_S)
        self.hear('WATCHDOG=1', self.watchdog_s * 0.8)
        self.hear('WATCHDOG=1', self.watchdog_s * 0.8)
        child.send_signal(signal.SIGTERM)
        self.hear('STOPPING=1', 5)
        self.assertEqual(child.wait(5), 0, self.said())

    def test_every_setting_that_the_file_names_is_known(self):
        with open(os.path.join(self.board, 'lutrin.conf'), encoding='utf-8') as file:
            text = file.read()
        named = re.sub(r'(?m)^;(\w+ = \S+)', r'\1', text)
        self.assertGreater(len(re.findall(r'(?m)^\w+ = ', named)), len(re.findall(r'(?m)^\w+ = ', text)))
        settings = os.path.join(self.folder.name, 'all.conf')
        with open(settings, 'w', encoding='utf-8') as file:
            file.write(named)
        child = self.start(settings)
        self.hear('READY=1', START_MAX_S)
        child.terminate()
        self.assertEqual(child.wait(5), 0, self.said())
        self.assertNotIn('all.conf', self.said())


if __name__ == '__main__':
    Service.lutrin, Service.board = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])

#!/usr/bin/env python3
"""Class F4: each allocation fails in turn while sign-ups leave the outbox, or one is put in.

usage: outbox.py BUILD [--seed N] [--sample N] [--only send|add] [--from N] [--part K/N]

As memory.py, with the outbox, server and questions of ../outbox/cuts.py: the postman sends three sign-ups over TLS, of which the
server refuses the second; the form puts one in. No run may end by a signal, without a word, or leak; afterwards nothing is lost or
deleted that was not answered, and when there is memory again each sign-up is taken once.
"""
import hashlib
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'outbox'), os.path.join(HERE, '..', 'shelf')]
from cuts import Start, judge_adding, judge_sending  # noqa: E402
from desk import Desk, Kiosk, certificate  # noqa: E402
from memory import CLOCK, Command, Trial, arguments  # noqa: E402


class Box(Trial):
    """A trial whose disk is the outbox, and whose questions are those of cuts.py."""

    def __init__(self, kiosk, desk, options):
        super().__init__(kiosk, options)
        self.desk, self.start, self.ids = desk, Start(kiosk, desk), []

    def begin(self, command):
        if command.name == 'send':
            self.ids = self.start.three()
        else:
            self.start.none()

    def disk(self):
        """The outbox, but for times and the names that chance gives; and what the server was sent."""
        found = hashlib.blake2b(repr([self.desk.posts, self.desk.answered]).encode())
        for folder, folders, names in os.walk(self.bench.box):
            folders.sort()
            for name in sorted(names):
                with open(os.path.join(folder, name), 'rb') as file:
                    found.update(f'{folder}/{name}'.encode() + CLOCK.sub(b'T', file.read()))
        return found.digest()

    def ask(self, command, told, disk):
        if (disk, told) not in self.answers:
            self.answers[disk, told] = judge_sending(self.bench, self.desk, self.ids, True) if command.name == 'send' else \
                judge_adding(self.bench, self.done)
        return self.answers[disk, told]

    def judge(self, command, done, right, disk):
        self.done = done
        return super().judge(command, done, right, disk)


def main():
    options = arguments()
    if not shutil.which('openssl'):
        print('skipped: openssl is not installed')
        return 77
    with tempfile.TemporaryDirectory(prefix='lutrin-memory-', dir='/dev/shm' if os.path.isdir('/dev/shm') else None) as folder:
        certificate(folder, 'desk')
        desk, kiosk = Desk(folder, 'desk'), Kiosk(options.build, folder, 'desk.pem')
        kiosk.read(form=desk.url + '/form')
        box = Box(kiosk, desk, options)
        for command in (Command('send', [kiosk.sync, 'outbox', '-c', kiosk.path('conf')], True),
                        Command('add', [kiosk.program('lutrin-trace'), 'outbox', 'add', kiosk.path('news.lutrin'), kiosk.box,
                                        'a@b.example'], True)):
            if options.only in (None, command.name):
                box.try_all(command)
    print(f'F4 outbox: seed {options.seed}: {box.failed} of {box.possible} allocations failed, {box.wrong} crashed, lost or untrue')
    return 1 if box.wrong else 0


if __name__ == '__main__':
    sys.exit(main())

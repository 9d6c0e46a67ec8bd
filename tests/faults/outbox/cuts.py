#!/usr/bin/env python3
"""The outbox, killed before each of its system calls, and with each of them failing in turn.

usage: cuts.py BUILD kill|fail [--seed N] [--sample N] [--only send|hold|add]

The postman sends three sign-ups, of which the server refuses the second; it sends three and all are refused, for the plan is
wrong; the form puts one in. Afterwards nothing may be lost that was not answered, nothing deleted that was not answered, and
nothing told that is not true; and when all is well again each sign-up was taken once: sent twice at most, and that only if it was
marked as in doubt. Of those that a wrong plan had refused all are there, and are taken once when it is mended.
"""
import collections
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'shelf')]
from desk import Desk, Kiosk, certificate  # noqa: E402
from inject import Points, arguments, calls_after, injected  # noqa: E402

# What makes libcurl's socket non-blocking: it does not look, and no kernel refuses it.
LEFT_OUT = frozenset({'fcntl'})


def answer(desk):
    def told(handler):
        desk.answered.append(handler.post[0])
        handler.answer(400 if 'refuse' in handler.post[3] else 200)
    return told


def recover(kiosk):
    for _ in range(3):
        kiosk.rested()
        done = kiosk.turn()
        if 'Sanitizer' in done.stderr:
            return done.stderr[-300:]
    return None


def judge_sending(kiosk, desk, ids, mute):
    """None, or what does not hold. mute: writing may have failed."""
    desk.quiet()
    before, answered = kiosk.items(), set(desk.answered)
    for sign_up in ids:
        item = before.get(sign_up)
        if not item:
            return 'lost' if sign_up not in answered else 'forgotten'
        if mute and not item['here'] and sign_up in answered:
            continue  # its answer could not be written
        if not item['here'] and sign_up not in answered:
            return 'deleted without an answer'
        if item['state'] != 'waiting' and sign_up not in answered:
            return f'told as {item["state"]}'
    once = collections.Counter(post[0] for post in desk.posts)
    wrong = recover(kiosk)
    if wrong:
        return wrong
    after, twice = kiosk.items(), collections.Counter(post[0] for post in desk.posts)
    for sign_up, state in zip(ids, ('sent', 'refused', 'sent')):
        if mute and sign_up not in after and not before[sign_up]['here'] and twice[sign_up] == 1:
            continue
        if after[sign_up]['state'] != state or after[sign_up]['here']:
            return f'in the end {after[sign_up]}'
        again = before[sign_up]['doubt'] or before[sign_up]['held']  # held, where the first was passed over
        if twice[sign_up] > 2 or (once[sign_up] == 1 and twice[sign_up] == 2 and not again):
            return f'sent {twice[sign_up]} times'
        if before[sign_up]['state'] != 'waiting' and twice[sign_up] != 1:
            return 'sent again after its answer'
    return None


def judge_holding(kiosk, desk, ids):
    """As above, of a server that refused all."""
    desk.quiet()
    before = kiosk.items()
    for sign_up in ids:
        if sign_up not in before or not before[sign_up]['here'] or before[sign_up]['state'] != 'waiting':
            return f'lost by a wrong plan: {before.get(sign_up)}'
    desk.told, refused = (lambda handler: handler.answer(200)), len(desk.posts)
    kiosk.add('zoe@place.example')
    wrong = recover(kiosk)
    if wrong:
        return wrong
    taken, after = collections.Counter(post[0] for post in desk.posts[refused:]), kiosk.items()
    if any(taken[sign_up] != 1 or after[sign_up]['state'] != 'sent' or after[sign_up]['here'] for sign_up in ids):
        return f'in the end {taken} {after}'
    return None


def judge_adding(kiosk, done):
    told = done.stdout.strip()
    items = kiosk.items()
    if told and (told not in items or not items[told]['here']):
        return 'told as kept, and lost'
    if len(items) > 1:
        return f'{len(items)} from one'
    wrong = recover(kiosk)
    if wrong:
        return wrong
    after = kiosk.items()
    if any(item['state'] != 'sent' for item in after.values()) or set(after) != set(items):
        return f'half a sign-up: {after}'
    return None


class Start:
    """What each run begins with."""

    def __init__(self, kiosk, desk):
        self.kiosk, self.desk, self.kept, self.ids = kiosk, desk, kiosk.path('kept'), []
        while True:  # they are sent in the order of their ids, which chance gives: until the one to refuse is the second
            shutil.rmtree(self.kept, ignore_errors=True)
            self.ids = sorted(kiosk.fresh('ana@place.example', 'refuse@place.example', 'bo@place.example'))
            shutil.copytree(kiosk.box, self.kept)
            self.three()
            kiosk.turn()
            items = kiosk.items()
            if items[self.ids[1]]['state'] == 'refused':
                break

    def listen(self):
        self.desk.quiet()
        self.desk.posts.clear()
        self.desk.answered = []
        self.desk.told = answer(self.desk)

    def none(self):
        self.kiosk.fresh()
        self.listen()

    def three(self):
        shutil.rmtree(self.kiosk.box)
        shutil.copytree(self.kept, self.kiosk.box)
        self.listen()
        return self.ids

    def wrong_plan(self):
        ids = self.three()
        self.desk.told = lambda handler: handler.answer(400)
        return ids


def main():
    options = arguments()
    if not shutil.which('strace') or not shutil.which('openssl'):
        print('skipped: strace or openssl is not installed')
        return 77
    points = Points(options, LEFT_OUT)
    with tempfile.TemporaryDirectory(prefix='lutrin-cuts-') as folder:
        certificate(folder, 'desk')
        desk, kiosk = Desk(folder, 'desk'), Kiosk(options.build, folder, 'desk.pem')
        kiosk.read(form=desk.url + '/form')
        bench = Start(kiosk, desk)
        send = [kiosk.sync, 'outbox', '-c', kiosk.path('conf')]
        add = [kiosk.program('lutrin-trace'), 'outbox', 'add', kiosk.path('news.lutrin'), kiosk.box, 'a@b.example']
        for name, command, begin, opened, ends, judge in (
                ('send', send, bench.three, '/conf"', 0, lambda ids, _: judge_sending(kiosk, desk, ids, options.how == 'fail')),
                ('hold', send, bench.wrong_plan, '/conf"', 78, lambda ids, _: judge_holding(kiosk, desk, ids)),
                ('add', add, bench.none, '/box/', 0, lambda _, done: judge_adding(kiosk, done))):
            if options.only not in (None, name):
                continue

            def run(call, what, command=command, begin=begin, judge=judge):
                ids = begin()
                done = injected(command, folder, call, what)
                return done, judge(ids, done)
            begin()
            points.try_all(name, calls_after(command, folder, kiosk.path('calls'), opened, ends), run)
    title = 'F2 outbox killed' if options.how == 'kill' else 'F3 outbox, failing calls'
    return points.tell(title, f'system calls, {points.wrong} lost, doubled or untrue')


if __name__ == '__main__':
    sys.exit(main())

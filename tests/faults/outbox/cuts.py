#!/usr/bin/env python3
"""The outbox, killed before each of its system calls, and with each of them failing in turn.

usage: cuts.py BUILD kill|fail [--seed N] [--sample N] [--only send|hold|add]

The postman sends three sign-ups, of which the server refuses the second; it sends three and all are refused, for the plan is
wrong; the form puts one in. Afterwards nothing may be lost that was not answered, nothing deleted that was not answered, and
nothing told that is not true; and when all is well again each sign-up was taken once: sent twice at most, and that only if it was
marked as in doubt. Of those that a wrong plan had refused all are there, and are taken once when it is mended.
"""
import argparse
import collections
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'shelf')]
from desk import ENVIRONMENT, Desk, Kiosk, certificate  # noqa: E402
from inject import ERRORS, LEFT_OUT, calls_after  # noqa: E402

# What makes libcurl's socket non-blocking: it does not look, and no kernel refuses it.
LEFT_OUT = LEFT_OUT | {'fcntl'}


class Workload:
    def __init__(self, kiosk, desk, program, arguments, opened, ends=0):
        self.kiosk, self.desk, self.opened, self.ends = kiosk, desk, opened, ends
        self.command = [kiosk.program(program), *arguments]

    def calls(self):
        return calls_after(self.command, self.kiosk.folder, self.kiosk.path('calls'), self.opened, self.ends)

    def run(self, call, what):
        name, number = call
        return subprocess.run(['strace', '-o', '/dev/null', '-e', f'trace={name}', '-e', f'inject={name}:{what}:when={number}',
                               *self.command], cwd=self.kiosk.folder, env=ENVIRONMENT, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False, timeout=120)


def answer(desk):
    def told(handler):
        desk.answered.append(desk.posts[-1][0])
        handler.answer(400 if 'refuse' in desk.posts[-1][3] else 200)
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


def run_points(name, workload, prepare, judge, options, dice):
    prepare()
    calls = workload.calls()
    if options.how == 'kill':
        points = [(call, 'signal=KILL') for call in calls]
    else:
        points = [(call, f'error={error}') for call in calls if call[0] not in LEFT_OUT for error in ERRORS]
    chosen = dice.sample(points, options.sample) if 0 < options.sample < len(points) else points
    wrong = 0
    for call, what in chosen:
        ids = prepare()
        done = workload.run(call, what)
        problem = None
        if (options.how == 'fail' and done.returncode < 0) or 'Sanitizer' in done.stderr:
            problem = f'ended by {done.returncode}: {done.stderr[-300:]}'
        problem = problem or judge(ids, done)
        if problem:
            wrong += 1
            print(f'    {name}: {call[0]} number {call[1]}: {what}: exit {done.returncode}: {problem}', flush=True)
    print(f'  {name:9} {len(chosen):5} of {len(points)} points', flush=True)
    return len(chosen), len(points), wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('how', choices=('kill', 'fail'))
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--sample', type=int, default=0, help='points a workload; 0: all')
    parser.add_argument('--only', help='one workload')
    options = parser.parse_args()
    if not shutil.which('strace') or not shutil.which('openssl'):
        print('skipped: strace or openssl is not installed')
        return 77
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix='lutrin-cuts-') as folder:
        certificate(folder, 'desk')
        desk, kiosk = Desk(folder, 'desk'), Kiosk(options.build, folder, 'desk.pem')
        kiosk.read(form=desk.url + '/form')

        bench = Start(kiosk, desk)
        turn = ('lutrin-sync', ['outbox', '-c', kiosk.path('conf')], '/conf"')
        send, hold = Workload(kiosk, desk, *turn), Workload(kiosk, desk, *turn, ends=78)
        add = Workload(kiosk, desk, 'lutrin-trace', ['outbox', 'add', kiosk.path('news.lutrin'), kiosk.box, 'a@b.example'],
                       '/box/')
        tried = possible = wrong = 0
        for name, workload, make, judge in (
                ('send', send, bench.three, lambda ids, _: judge_sending(kiosk, desk, ids, options.how == 'fail')),
                ('hold', hold, bench.wrong_plan, lambda ids, _: judge_holding(kiosk, desk, ids)),
                ('add', add, bench.none, lambda _, done: judge_adding(kiosk, done))):
            if options.only in (None, name):
                count, all_, bad = run_points(name, workload, make, judge, options, dice)
                tried, possible, wrong = tried + count, possible + all_, wrong + bad
    name = 'F2 outbox killed' if options.how == 'kill' else 'F3 outbox, failing calls'
    print(f'{name}: seed {options.seed}: {tried} of {possible} system calls, {wrong} lost, doubled or untrue')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""The outbox after a power cut: every disk that may be left, by the model of ../shelf/crash.py.

usage: power.py BUILD [--seed N] [--most N] [--mutants [N]] [--only NAME]

Four runs: the postman makes the outbox and the form puts the first sign-up in; the form puts one in; the postman sends
three, of which the server refuses the second; it sends three and all are refused, for the plan is wrong, and held. At every point: what was not answered is there, whole; what may have been sent
is marked; what is told as answered was; what is deleted is told as answered, or is there again to be deleted; and what was
told to the caller stays so. With --mutants each fsync is taken out of the model in turn: one that nothing misses is wrong.
"""
import functools
import os
import re
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'shelf')]
from crash import Cuts, Model, arguments, explore, record, room  # noqa: E402
from cuts import Start  # noqa: E402
from desk import ENVIRONMENT, Desk, Kiosk, certificate  # noqa: E402

STATE = re.compile(r'lutrin-outbox-state 1\nstate (\w+)\ntries \d+\ndoubt (\d)\nfirst \d+\nlast \d+\nwhy \S+\nend\n')


def look(disk, sign_up):
    """(sealed text or None, state, doubt) as a disk has them; a state that cannot be read is one in doubt."""
    sealed, state, doubt = None, 'waiting', False
    path = os.path.join(disk, 'new', sign_up)
    if os.path.exists(path):
        with open(path, 'rb') as file:
            sealed = file.read()
    path = os.path.join(disk, 'state', sign_up)
    if os.path.exists(path):
        with open(path, encoding='latin-1') as file:
            match = STATE.fullmatch(file.read())
        state, doubt = (match[1], match[2] == '1') if match else ('waiting', True)
    return sealed, state, doubt


class Sending:
    """Where in the run each sign-up was noted, sent and answered, read off the changes of its state file. `held`: all were
    refused, and are to stay."""

    def __init__(self, model, ids, sealed, held=False):
        self.ids, self.sealed, self.held, self.sent, self.answered = ids, sealed, held, {}, {}
        folder = model.start.entries['state']
        for sign_up in ids:
            places = [index for index, op in enumerate(model.ops) if op[0] == 'rename' and op[1][-1][0] is folder and
                      op[1][-1][1] == sign_up]
            created = [index for index, op in enumerate(model.ops) if op[0] == 'create' and op[1][0][0] is folder and
                       op[1][0][1].startswith(sign_up)]
            if len(places) != 3 or len(created) != 3:
                raise SystemExit(f'power: {sign_up} was noted {len(places)} times')
            self.sent[sign_up], self.answered[sign_up] = places[1] + 2, created[2]  # + the fsync of the folder

    def judge(self, disk, point, last):
        for sign_up in self.ids:
            sealed, state, doubt = look(disk, sign_up)
            if (self.held or point <= self.answered[sign_up]) and sealed != self.sealed[sign_up]:
                return 'lost before its answer'
            if self.held and state not in ('waiting', 'held'):
                return 'given up for a wrong plan'
            if sealed is None and state == 'waiting':
                return 'deleted, and not told as answered'
            if sealed not in (None, self.sealed[sign_up]):
                return 'its sealed text is half'
            if point <= self.answered[sign_up] and state != 'waiting':
                return 'told as answered before its answer'
            if point >= self.sent[sign_up] and state == 'waiting' and not doubt:
                return 'may have been sent, and is not marked'
            if point == last and not self.held and (state == 'waiting' or sealed is not None):
                return 'told as done, and is not'
        return None


class Adding:
    def judge(self, disk, point, last):
        names = [name for name in os.listdir(os.path.join(disk, 'new')) if re.fullmatch('[0-9a-f]{32}', name)]
        if point == last and not names:
            return 'told as kept, and lost'
        for name in names:
            sealed, _, _ = look(disk, name)
            if not re.fullmatch(rb'lutrin-outbox 1\nfor [0-9a-f]{64}\nsealed [\w-]{918}\nend\n', sealed):
                return 'half a sign-up'
        return None


class Making:
    """No outbox, then an outbox with its key and one sign-up that is sealed to it."""

    def __init__(self, box):
        self.folder, self.whole = os.path.basename(box), {}
        for name in ('kiosk.key', 'kiosk.pub'):
            with open(os.path.join(box, name), 'rb') as file:
                self.whole[name] = file.read()

    def judge(self, disk, point, last):
        box = os.path.join(disk, self.folder)
        found = {}
        for name in self.whole:
            if os.path.exists(os.path.join(box, name)):
                with open(os.path.join(box, name), 'rb') as file:
                    found[name] = file.read()
        if found.get('kiosk.pub', self.whole['kiosk.pub']) != self.whole['kiosk.pub']:
            return 'the form reads half a key'
        if point < last:
            return None
        if found.get('kiosk.key') != self.whole['kiosk.key']:
            return 'nobody can open it'
        return Adding().judge(box, point, last) if os.path.isdir(os.path.join(box, 'new')) else 'told as kept, and lost'


def runs(kiosk, start):
    """Each run: its name, what its disk begins with, what is run (and how that ends), and who judges."""
    ids = start.three()
    sealed = {sign_up: look(kiosk.box, sign_up)[0] for sign_up in ids}
    send, add = [kiosk.sync, 'outbox', '-c', 'conf'], [kiosk.program('lutrin-trace'), 'outbox', 'add', 'news.lutrin']
    made = kiosk.path('life', 'box')
    os.mkdir(kiosk.path('life'))
    with open(kiosk.path('conf'), encoding='ascii') as file:
        text = file.read()
    with open(kiosk.path('conf.life'), 'w', encoding='ascii') as file:
        file.write(text.replace(kiosk.box, made))
    make = ['sh', '-c', '"$0" settle -c conf.life && "$@"', kiosk.sync, *add, made, 'a@b.example']
    return (('send', start.three, kiosk.box, send, 0, lambda model: Sending(model, ids, sealed)),
            ('hold', start.wrong_plan, kiosk.box, send, 78, lambda model: Sending(model, ids, sealed, held=True)),
            ('add', start.none, kiosk.box, [*add, kiosk.box, 'a@b.example'], 0, lambda model: Adding()),
            ('make', start.none, kiosk.path('life'), make, 0, lambda model: Making(made)))


def main():
    options = arguments(64)
    if not shutil.which('strace') or not shutil.which('openssl'):
        print('skipped: strace or openssl is not installed')
        return 77
    cuts = Cuts(options)
    with room() as folder:
        certificate(folder, 'desk')
        desk, kiosk = Desk(folder, 'desk'), Kiosk(options.build, folder, 'desk.pem')
        kiosk.read(form=desk.url + '/form')
        for name, begin, disk, command, ends, judge_of in runs(kiosk, Start(kiosk, desk)):
            if options.only in (None, name):
                begin()
                model, seen, target = Model(disk), set(), kiosk.path('crash')
                record(model, folder, command, ENVIRONMENT, ends)
                judge, last = judge_of(model).judge, len(model.ops)
                looked = functools.partial(explore, model, options.most, cuts.dice, target, lambda point: point,
                                           lambda point: judge(target, point, last), seen)
                cuts.whole(name, model, looked)
                cuts.each_fsync(name, model, looked)
    return cuts.tell(f'F1 outbox: seed {options.seed}')


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""What becomes of a sign-up when the publisher's server answers, does not, or half.

usage: answers.py BUILD [--long]

Each case has one sign-up, one answer, and what must be told of it then; afterwards the server is well, and the sign-up must
have been taken exactly once by its id, and its sealed text be gone.
"""
import json
import os
import re
import shutil
import socket
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from desk import Desk, Kiosk, certificate  # noqa: E402


def status(number, **headers):
    return lambda handler: handler.answer(number, b'<p>page</p>', **headers)


def cut(handler):
    """The request came whole; then the line is dead."""
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def half(handler):
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html>')
    cut(handler)


def large(handler):
    handler.answer(200, bytes(1 << 20))


def nonsense(handler):
    handler.wfile.write(b'\x00\x01\x02 is no HTTP\r\n\r\n')
    cut(handler)


def hang(handler):
    time.sleep(70)
    handler.close_connection = True


#        name, answer, state, doubt
CASES = [
    ('200', status(200), 'sent', False),
    ('201', status(201), 'sent', False),
    ('204', lambda handler: handler.answer(204), 'sent', False),
    ('302', status(302, Location='/thanks'), 'sent', False),
    ('303', status(303, Location='https://elsewhere.example/'), 'sent', False),
    ('409', status(409), 'sent', False),
    ('200, a large page', large, 'sent', False),
    ('200, cut in its page', half, 'sent', False),
    ('400', status(400), 'refused', False),
    ('422', status(422), 'refused', False),
    ('301', status(301, Location='/form/'), 'waiting', False),
    ('307', status(307, Location='/form/'), 'waiting', False),
    ('403', status(403), 'waiting', False),
    ('404', status(404), 'waiting', False),
    ('429', status(429, Retry_After='7200'), 'waiting', False),
    ('503', status(503), 'waiting', False),
    ('503 for a day', status(503, Retry_After='9999999'), 'waiting', False),
    ('500', status(500), 'waiting', True),
    ('502', status(502), 'waiting', True),
    ('cut after the request', cut, 'waiting', True),
    ('no HTTP', nonsense, 'waiting', True),
]


class Trial:
    def __init__(self):
        self.count, self.wrong = 0, 0

    def must(self, name, what, told=''):
        self.count += 1
        if not what:
            self.wrong += 1
            print(f'    {name}: {told}', flush=True)


def run_case(trial, kiosk, desk, name, answer, state, doubt):
    kiosk.fresh(*(['first@place.example'] if state == 'refused' else []))  # a form that took none is not believed, see held()
    kiosk.turn()
    sign_up = kiosk.add('ana@place.example')
    desk.posts.clear()
    desk.told = answer
    done = kiosk.turn()
    item = kiosk.items()[sign_up]
    there = os.path.exists(os.path.join(kiosk.box, 'new', sign_up))
    trial.must(name, (item['state'], item['doubt']) == (state, doubt), item)
    trial.must(name, there == (state == 'waiting') and item['here'] == there, 'deleted too early or not at all')
    trial.must(name, (done.returncode == 0) == (state != 'waiting'), f'exit {done.returncode} {done.stderr}')
    trial.must(name, len(desk.posts) == 1, f'{len(desk.posts)} requests')
    desk.told = status(200)
    kiosk.turn()
    trial.must(name, len(desk.posts) == 1, 'sent again at once')  # resting, or done
    kiosk.rested()
    for _ in range(2):
        kiosk.turn()
    expected = 2 if state == 'waiting' else 1
    trial.must(name, [post[0] for post in desk.posts] == [sign_up] * expected, f'in the end: {desk.posts}')
    final = kiosk.items()[sign_up]
    trial.must(name, final['state'] == ('refused' if state == 'refused' else 'sent') and not final['here'], final)
    trial.must(name, not final['doubt'], final)


def rests(trial, kiosk, desk):
    for header, low, high in (('7200', 7100, 7300), ('9999999', 86000, 86500), (None, 20, 100)):
        kiosk.fresh('ana@place.example')
        desk.told = status(503, **({'Retry_After': header} if header else {}))
        begin = int(time.time())
        kiosk.turn()
        rest = int(kiosk.rest()['until']) - begin
        trial.must(f'rest {header}', low <= rest <= high, rest)
    waits = []
    for _ in range(12):  # steps grow, and end at six hours
        wait = kiosk.rest()['wait']
        with open(os.path.join(kiosk.box, 'rest'), 'w', encoding='ascii') as file:
            file.write(f'lutrin-outbox-rest 1\nuntil 0\nwait {wait}\nend\n')
        kiosk.turn()
        waits.append(int(kiosk.rest()['wait']))
    trial.must('steps', max(waits) <= 6 * 3600 * 1000 and max(waits) > 300000, waits)


def no_server(trial, kiosk, desk, stranger):
    """Nobody there, or somebody whose certificate is not the publisher's: nothing was told to anybody."""
    for name, url, why in (('nobody listens', 'https://127.0.0.1:9/form', 'connect'),
                           ('a stranger', stranger.url + '/form', 'tls-chain'),
                           ('another name', desk.url.replace('127.0.0.1', 'localhost') + '/form', 'tls-name')):
        kiosk.read(form=url)
        sign_up, = kiosk.fresh('ana@place.example')
        desk.posts.clear()
        stranger.posts.clear()
        kiosk.turn()
        item = kiosk.items()[sign_up]
        trial.must(name, item['state'] == 'waiting' and not item['doubt'] and item['why'] == why, item)
        trial.must(name, not desk.posts and not stranger.posts, 'something was sent')
        trial.must(name, int(kiosk.rest()['wait']) <= 15 * 60 * 1000, kiosk.rest())


def forms(trial, kiosk, desk):
    kiosk.read(form=desk.url + '/subscription/form', name='name', extra='l=c1b2\n  ref={id}')
    kiosk.fresh()
    sign_up = kiosk.add('ana+k@place.example', '--name', 'Ana Ñandú & Co')
    desk.posts.clear()
    desk.told = status(200)
    kiosk.turn()
    trial.must('form', desk.posts[0][1:3] == ('application/x-www-form-urlencoded', '/subscription/form'), desk.posts)
    trial.must('form', desk.fields() == [{'email': 'ana+k@place.example', 'name': 'Ana Ñandú & Co', 'l': 'c1b2',
                                          'ref': sign_up}], desk.fields())
    kiosk.read(form=desk.url + '/members/api/send-magic-link/', extra='emailType=subscribe',
               token=desk.url + '/token', token_field='integrityToken', **{'as': 'json'})
    kiosk.fresh('bo@place.example')
    desk.posts.clear()
    kiosk.turn()
    trial.must('ghost', desk.posts and desk.posts[0][1] == 'application/json' and json.loads(desk.posts[0][3]) ==
               {'email': 'bo@place.example', 'emailType': 'subscribe', 'integrityToken': '17:abcdef'}, desk.posts)
    kiosk.read(form=desk.url + '/f', token=desk.url + '/nothing', token_field='t')
    sign_up, = kiosk.fresh('bo@place.example')
    desk.posts.clear()
    kiosk.turn()
    item = kiosk.items()[sign_up]
    trial.must('no token', not desk.posts and item['state'] == 'waiting' and not item['doubt'], item)


def many(trial, kiosk, desk):
    """One that the server stumbles over does not hold up the others for ever, and the counts are told."""
    kiosk.read(form=desk.url + '/form')
    ids = kiosk.fresh(*[f'p{i}@place.example' for i in range(5)])
    desk.posts.clear()
    desk.told = lambda handler: handler.answer(500 if 'p2%40' in desk.posts[-1][3] else 200)
    for _ in range(3):
        kiosk.turn()
        kiosk.rested()
    items = kiosk.items()
    trial.must('many', [items[i]['state'] for i in ids] == ['sent', 'sent', 'waiting', 'sent', 'sent'], items)
    counts = json.loads(kiosk.call('lutrin-sync', 'status', '--json', '-c', 'conf').stdout)['outbox']
    trial.must('many', counts == {'waiting': 1, 'sent': 4, 'refused': 0, 'held': 0, 'why': '500', 'form': desk.url + '/form'}, counts)
    said = kiosk.call('lutrin-sync', 'status', '-c', 'conf').stdout
    trial.must('many', f"sign-ups: {desk.url}/form: the last attempt came to '500': it is tried again later" in said, said)
    done = kiosk.call('lutrin-sync', 'once', '-c', 'conf', check=False)
    watch = kiosk.call('lutrin-sync', 'watch', '-c', 'conf', check=False)
    trial.must('watch without an address', watch.returncode == 78, watch.stderr)
    trial.must('once without an address', done.returncode == 78, done.stderr)
    with open(kiosk.path('metrics'), encoding='ascii') as file:
        text = file.read()
    for line in ('lutrin_outbox{state="sent"} 4', f'lutrin_bundle_version {kiosk.release}', 'lutrin_bundle_age_seconds ',
                 'lutrin_sync_last_success ', 'lutrin_sync_bytes_total ', 'lutrin_sync_errors_total{class="configuration"} 1'):
        trial.must('metrics', '\n' + line in '\n' + text, f'no {line}')
    with open(os.path.join(kiosk.box, 'new', ids[2]), 'r+b') as file:
        file.truncate(200)
    other = kiosk.add('q@place.example')
    desk.told = status(200)
    kiosk.rested()
    kiosk.turn()
    items = kiosk.items()
    trial.must('damaged', (items[ids[2]]['state'], items[ids[2]]['why'], items[other]['state']) == ('refused', 'damaged', 'sent'),
               items)
    kiosk.read()
    done = kiosk.call('lutrin-trace', 'outbox', 'add', 'news.lutrin', kiosk.box, 'a@b.example', check=False)
    trial.must('a bundle that takes none', done.returncode == 69, done.stderr)


def by_address(handler):
    handler.answer(400 if 'bad' in handler.server.desk.posts[-1][3] else 200)


def states(kiosk, *ids):
    items = kiosk.items()
    return [('held' if items[i]['held'] else items[i]['state']) if i in items else 'lost' for i in ids]


def told_of_held(trial, kiosk, desk):
    said = kiosk.call('lutrin-sync', 'status', '-c', 'conf').stdout
    trial.must('held, status', f'sign-ups: {desk.url}/form: it refuses what it is sent, so 3 sign-ups are held back: ' in said, said)
    counts = json.loads(kiosk.call('lutrin-sync', 'status', '--json', '-c', 'conf').stdout)['outbox']
    trial.must('held, status', counts == {'waiting': 3, 'sent': 0, 'refused': 0, 'held': 3, 'why': '422', 'form': desk.url + '/form'}, counts)
    kiosk.call('lutrin-sync', 'once', '-c', 'conf', check=False)
    with open(kiosk.path('metrics'), encoding='ascii') as file:
        trial.must('held, metrics', '\nlutrin_outbox_held 3\n' in file.read())


def held_by_plan(trial, kiosk, desk):
    """A wrong plan is answered as a wrong address is: nothing is lost by it, and all is sent when it is mended."""
    for mended in ('plan', 'list'):
        kiosk.read(form=desk.url + '/form', extra='l=wrong')
        ids = kiosk.fresh('ana@place.example', 'bo@place.example', 'cy@place.example')
        desk.posts.clear()
        desk.told = status(422)
        done = kiosk.turn()
        trial.must('held', states(kiosk, *ids) == ['held'] * 3 and len(desk.posts) == 3, kiosk.items())
        trial.must('held', done.returncode == 78 and 'so 3 sign-ups are held back' in done.stderr, done)
        told_of_held(trial, kiosk, desk)
        kiosk.turn()
        trial.must('held, and left alone', len(desk.posts) == 3, desk.posts)
        desk.told = by_address
        if mended == 'plan':
            kiosk.read(form=desk.url + '/form', extra='l=right')
        else:  # at the server: the next reader's sign-up shows it
            ids += [kiosk.add('di@place.example')]
        done = kiosk.turn()
        trial.must(f'held until the {mended} is right', states(kiosk, *ids) == ['sent'] * len(ids) and done.returncode == 0, done)
        kiosk.turn()
        sent = sorted(post[0] for post in desk.posts[3:])
        trial.must(f'held until the {mended} is right', sent == sorted(ids), desk.posts)


def held_by_credit(trial, kiosk, desk):
    """Wrong addresses are refused when the form has taken a right one; when it takes no more at all, few are lost."""
    kiosk.read(form=desk.url + '/form')
    bad, = kiosk.fresh('bad0@place.example')
    desk.told = by_address
    kiosk.turn()
    trial.must('the first is bad', states(kiosk, bad) == ['held'], kiosk.items())
    good = kiosk.add('ana@place.example')
    kiosk.turn()
    kiosk.turn()
    trial.must('then a good one', states(kiosk, bad, good) == ['refused', 'sent'], kiosk.items())
    row = [kiosk.add(f'bad{i}@place.example') for i in range(5)]
    kiosk.turn()
    trial.must('five bad ones', sorted(states(kiosk, *row)) == ['held'] * 2 + ['refused'] * 3, kiosk.items())
    kiosk.add('bo@place.example')
    kiosk.turn()
    kiosk.turn()
    trial.must('all bad ones in the end', states(kiosk, *row) == ['refused'] * 5, kiosk.items())
    row = [kiosk.add(f'bad{i}@place.example') for i in range(3)]
    kiosk.turn()
    trial.must('what was held cost no credit', states(kiosk, *row) == ['refused'] * 3, kiosk.items())


def put_form(kiosk, again_s):
    path = os.path.join(kiosk.box, 'form')
    with open(path, encoding='ascii') as file:
        text = re.sub('again .*', f'again {again_s}', file.read())
    with open(path, 'w', encoding='ascii') as file:
        file.write(text)


def held_tries(trial, kiosk, desk):
    """Those held are tried now and then, a few at a time, and there is an end to how many there are."""
    ids = kiosk.fresh(*[f'bad{i}@place.example' for i in range(7)])
    desk.told = by_address
    kiosk.turn()
    for name, ahead_s, tried in (('not yet', 3600, 0), ('after a while', -1, 5), ('the clock jumped', 999999, 5)):
        desk.posts.clear()
        put_form(kiosk, int(time.time()) + ahead_s)
        kiosk.turn()
        trial.must(f'held: {name}', len(desk.posts) == tried and states(kiosk, *ids) == ['held'] * 7, desk.posts)
    for i in range(243):
        for folder in ('new', 'state'):
            shutil.copy(os.path.join(kiosk.box, folder, ids[0]), os.path.join(kiosk.box, folder, f'{i:032x}'))
    last = kiosk.add('bad7@place.example')
    kiosk.turn()
    trial.must('held: 250', states(kiosk, *ids, last) == ['held'] * 7 + ['refused'], kiosk.items()[last])


def untold(trial, kiosk, desk):
    """The answer came and cannot be written: nobody is told, but it is not sent again."""
    state = os.path.join(kiosk.box, 'state')

    def take_away(handler):
        os.rename(state, state + '.away')
        handler.answer(200)
    sign_up, = kiosk.fresh('ana@place.example')
    desk.posts.clear()
    desk.told = take_away
    done = kiosk.turn()
    os.rename(state + '.away', state)
    trial.must('untold', done.returncode != 0 and not os.path.exists(os.path.join(kiosk.box, 'new', sign_up)), done.stderr)
    kiosk.rested()
    kiosk.turn()
    trial.must('untold', len(desk.posts) == 1 and sign_up not in kiosk.items(), f'{desk.posts} {kiosk.items()}')


def main():
    if not shutil.which('openssl'):
        print('skipped: openssl is not installed')
        return 77
    with tempfile.TemporaryDirectory(prefix='lutrin-outbox-') as folder:
        for name in ('desk', 'stranger'):
            certificate(folder, name)
        desk, stranger = Desk(folder, 'desk'), Desk(folder, 'stranger')
        kiosk, trial = Kiosk(sys.argv[1], folder, 'desk.pem'), Trial()
        kiosk.read(form=desk.url + '/form')
        for case in CASES + ([('no answer', hang, 'waiting', True)] if '--long' in sys.argv else []):
            run_case(trial, kiosk, desk, *case)
        rests(trial, kiosk, desk)
        untold(trial, kiosk, desk)
        no_server(trial, kiosk, desk, stranger)
        forms(trial, kiosk, desk)
        many(trial, kiosk, desk)
        held_by_plan(trial, kiosk, desk)
        held_by_credit(trial, kiosk, desk)
        held_tries(trial, kiosk, desk)
    print(f'F10 outbox: {len(CASES)} answers, {trial.count} looked at, {trial.wrong} wrong')
    return 1 if trial.wrong else 0


if __name__ == '__main__':
    sys.exit(main())

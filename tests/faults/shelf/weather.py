#!/usr/bin/env python3
"""Class F9 as the postman meets it: whole rounds through a network that fails in each way, many times, each time elsewhere.

usage: weather.py BUILD [--seed N] [--seeds N] [--only WORD] [--slow]

For each class and seed a server of ours does one wrong to the files that the dice choose (always, or only the first times),
while a kiosk makes its round: from nothing, with a patch, with new keys, or with half a download. The round must end in time,
with no more bytes than were bound to come, with the old or the new release whole, and with a word where it failed; the next
round, in good weather, must bring the new one. --slow takes the classes that only a deadline of a minute ends, many at a time.
"""
import argparse
import concurrent.futures
import gzip
import json
import os
import random
import shutil
import socket
import struct
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import Bench, Checker  # noqa: E402
from network import PORTAL, Server, cut_at  # noqa: E402

SECONDS, SLOW_SECONDS = 20, 100      # a round may take
TEXTS = 2 * 8192 + 2 * 65536 + 4 * 16384  # ceilings of latest, signature, manifest and key sets, with their headers
WORKERS, SLOW_WORKERS = 3, 50
EXIT_CODES = (65, 66, 69, 74, 77)


def head(handler, data, status=200, length=None, **headers):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace('_', '-'), value)
    if length is not False:
        handler.send_header('Content-Length', str(len(data) if length is None else length))
    handler.end_headers()
    handler.close_connection = True


def reset(handler):
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    handler.connection.close()
    handler.close_connection = True


def chunks(handler, data, dice, end=b'0\r\n\r\n'):
    at = 0
    while at < len(data):
        size = dice.randint(1, max(1, len(data) // 2))
        piece = data[at:at + size]
        handler.wfile.write(b'%x\r\n%s\r\n' % (len(piece), piece))
        at += size
    handler.wfile.write(end)


def plain(change):
    """A class that sends other bytes, well."""
    def send(handler, data, dice, tree):
        data = change(data, dice, tree)
        head(handler, data)
        handler.wfile.write(data)
    return send


def status(code, **headers):
    return lambda handler, data, dice, tree: head(handler, b'', code, **headers)


def bit(data, dice, _):
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1:]


def another(data, dice, tree):
    names = [os.path.join(folder, name) for folder, _, names in os.walk(tree) for name in sorted(names)]
    with open(dice.choice(sorted(names)), 'rb') as file:
        other = file.read()
    return other if other != data else b'untrusted comment: x\n'


def closed(handler, data, dice, tree):
    handler.close_connection = True


def cut_head(handler, data, dice, tree):
    text = b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\nETag: "x"\r\n\r\n' % len(data)
    handler.wfile.write(text[:dice.randrange(1, len(text) - 1)])
    handler.close_connection = True


def reset_inside(handler, data, dice, tree):
    head(handler, data)
    handler.wfile.write(data[:dice.randrange(len(data))])
    reset(handler)


def short(handler, data, dice, tree):
    head(handler, data)
    handler.wfile.write(data[:-dice.randint(1, min(40, len(data)))])


def longer(handler, data, dice, tree):
    head(handler, data)
    handler.wfile.write(data + bytes(dice.randint(1, 5000)))


def length_small(handler, data, dice, tree):
    head(handler, data, length=dice.randrange(len(data)))
    handler.wfile.write(data)


def length_large(handler, data, dice, tree):
    head(handler, data, length=len(data) + dice.choice((1, 1000, 1 << 40)))
    handler.wfile.write(data)


def length_less(handler, data, dice, tree):
    head(handler, data, length=False)
    handler.wfile.write(data)


def length_less_short(handler, data, dice, tree):
    head(handler, data, length=False)
    handler.wfile.write(data[:dice.randrange(len(data))])


def chunked(handler, data, dice, tree):
    head(handler, data, length=False, Transfer_Encoding='chunked')
    chunks(handler, data, dice)


def chunked_cut(handler, data, dice, tree):
    head(handler, data, length=False, Transfer_Encoding='chunked')
    chunks(handler, data[:dice.randrange(len(data))], dice, b'')


def chunked_damaged(handler, data, dice, tree):
    head(handler, data, length=False, Transfer_Encoding='chunked')
    chunks(handler, data, dice, dice.choice((b'xyz\r\n', b'-1\r\n', b'fffffffffffffffff\r\n')))


def endless(handler, data, dice, tree):
    head(handler, data, length=False)
    handler.wfile.write(data[:dice.randrange(len(data))])
    for _ in range(4096):
        handler.wfile.write(bytes(65536))


def endless_chunks(handler, data, dice, tree):
    head(handler, data, length=False, Transfer_Encoding='chunked')
    for _ in range(4096):
        handler.wfile.write(b'10000\r\n' + bytes(65536) + b'\r\n')


def packed(handler, data, dice, tree):
    data = gzip.compress(data)
    head(handler, data, Content_Encoding='gzip')
    handler.wfile.write(data)


def bomb(handler, data, dice, tree):
    data = gzip.compress(bytes(32 << 20))
    head(handler, data, Content_Encoding='gzip')
    handler.wfile.write(data)


def circle(handler, data, dice, tree):
    head(handler, b'', dice.choice((301, 302, 303, 307, 308)), Location=handler.path)


def elsewhere(handler, data, dice, tree):
    head(handler, b'', 302, Location=dice.choice(('file:///etc/passwd', 'ftp://x.example/', 'http://u:p@127.0.0.1/', '\\\\x', '')))


def portal(handler, data, dice, tree):
    head(handler, PORTAL, dice.choice((200, 511)), Content_Type='text/html')
    handler.wfile.write(PORTAL)


def large_header(handler, data, dice, tree):
    head(handler, data, X='y' * dice.choice((70000, 300000)))
    handler.wfile.write(data)


def many_headers(handler, data, dice, tree):
    handler.wfile.write(b'HTTP/1.1 200 OK\r\n')
    for i in range(100000):
        handler.wfile.write(b'X-%d: y\r\n' % i)


def interim(handler, data, dice, tree):
    for _ in range(100000):
        handler.wfile.write(b'HTTP/1.1 103 Early Hints\r\n\r\n')


def no_http(handler, data, dice, tree):
    handler.wfile.write(dice.randbytes(dice.randint(1, 3000)))
    handler.close_connection = True


def partial(handler, data, dice, tree):
    begin = dice.randrange(len(data))
    head(handler, data[begin:], 206, Content_Range=f'bytes {begin}-{len(data) - 1}/{len(data)}')
    handler.wfile.write(data[begin:])


def range_wrong(handler, data, dice, tree):
    begin = dice.randrange(len(data))
    head(handler, data[begin:], 206, Content_Range=dice.choice((f'bytes 0-{len(data)}/{len(data)}', 'bytes x-y/z', f'bytes */{len(data)}',
                                                               f'bytes {begin}-{begin}/{len(data)}')), ETag='"t"')
    handler.wfile.write(data[begin:])


def trickle(handler, data, dice, tree):
    head(handler, data)
    for at in range(0, len(data), 997):
        handler.wfile.write(data[at:at + 997])
        handler.wfile.flush()
        time.sleep(dice.random() * 0.003)


def byte_by_byte(handler, data, dice, tree):
    head(handler, data)
    for at in range(200):
        handler.wfile.write(data[at:at + 1])
        handler.wfile.flush()
        time.sleep(1)


def slow_head(handler, data, dice, tree):
    for letter in b'HTTP/1.1 200 OK\r\nX: ' + bytes(200):
        handler.wfile.write(bytes([letter or 120]))
        handler.wfile.flush()
        time.sleep(1)


def silence(handler, data, dice, tree):
    time.sleep(150)


def stall(handler, data, dice, tree):
    head(handler, data)
    handler.wfile.write(data[:dice.randrange(len(data))])
    handler.wfile.flush()
    time.sleep(150)


CLASSES = {
    'reset at once': lambda handler, data, dice, tree: reset(handler), 'closed at once': closed, 'cut in the head': cut_head,
    'cut in the body': lambda handler, data, dice, tree: cut_at(dice.randrange(len(data)))(data)(handler),
    'reset in the body': reset_inside, 'short by some bytes': short, 'long by some bytes': longer, 'length too small': length_small,
    'length too large': length_large, 'no length': length_less, 'no length, and short': length_less_short, 'in chunks': chunked,
    'chunks cut': chunked_cut, 'chunks damaged': chunked_damaged, 'endless': endless, 'endless chunks': endless_chunks,
    'gzip, not asked for': packed, 'a gzip bomb': bomb, '404': status(404), '410': status(410), '403': status(403),
    '500': status(500), '503': status(503), '503, come back in 30 years': status(503, Retry_After='1000000000'),
    '429': status(429, Retry_After='2'), 'redirects in a circle': circle, 'redirects to elsewhere': elsewhere, 'portal': portal,
    'a large header': large_header, 'headers without end': many_headers, 'interim answers without end': interim,
    'no HTTP': no_http, '204': status(204, length=False), '304, not asked for': status(304), '206, not asked for': partial,
    'range that is another': range_wrong, '416': status(416), 'nothing': plain(lambda data, dice, tree: b''),
    'a bit flipped': plain(bit), 'zeros': plain(lambda data, dice, tree: bytes(len(data))),
    'another file': plain(another), 'words': plain(lambda data, dice, tree: b'untrusted comment: hello\nworld\n'),
    'in small pieces': trickle, 'doubled': plain(lambda data, dice, tree: data + data),
}
SLOW = {'a byte a second': byte_by_byte, 'a slow head': slow_head, 'silence': silence, 'a stall': stall}
# shelf to begin with, tree, files that may be hit
ROUNDS = (('none', 'treefull', ('latest', 'manifest', 'minisig', 'full.zst')),
          ('v2', 'tree3', ('latest', 'manifest', 'minisig', 'zpatch', 'full.zst')),
          ('v2', 'treefull', ('latest', 'manifest', 'minisig', 'full.zst')),
          ('cut', 'treefull', ('latest', 'manifest', 'minisig', 'full.zst')),
          ('v2', 'treeroot', ('latest', 'root/1', '1.sig', 'manifest', 'minisig', 'zpatch')))


class Kiosk(Bench):
    """A bench whose bundles, trees and shelves to begin with are another's; its own are the shelf and the server."""

    def __init__(self, first, folder):
        self.build, self.folder, self.sync, self.first = first.build, folder, first.sync, first
        os.makedirs(folder)
        os.symlink(first.path('start'), self.path('start'))
        shutil.copy(first.path('desk.pub'), folder)
        self.server, self.checker = Server(first.path('tree3')), Checker(self)
        with open(self.path('conf'), 'w', encoding='ascii') as file:
            file.write(f'[shelf]\nlibrary = {self.path("run", "shelf")}\n[trust]\nkey = {self.path("desk.pub")}\n[network]\n'
                       f'url = {self.server.url()}\nallow_local = yes\n[report]\njson = {self.path("json")}\n')

    def round(self, tree, lie):
        self.server.folder, self.server.lie = self.first.path(tree), lie
        began = time.monotonic()
        done = self.run('once')
        with open(self.path('json'), encoding='ascii') as file:
            return done, json.load(file), time.monotonic() - began


def lie_of(wrong, dice, tree, hit, times):
    left = [times]

    def lie(path, data):
        if data is None or not path.endswith(hit) or not left[0]:
            return data
        left[0] -= 1
        return lambda handler: wrong(handler, data, dice, tree)
    return lie


def try_one(kiosk, wrong, seed, seconds):
    """What was wrong with it, or None; and what it came to."""
    dice = random.Random(seed)
    start, tree, files = ROUNDS[dice.randrange(len(ROUNDS))]
    hit, times = tuple(dice.sample(files, dice.choice((1, 1, 2, len(files))))), dice.choice((1, 2, 1 << 30))
    old, path = {'none': 0, 'v2': 2, 'cut': 2}[start], kiosk.first.path(tree)
    kiosk.begin(start)
    done, told, took = kiosk.round(tree, lie_of(wrong, dice, path, hit, times))
    at = f'{start}, {tree}, {"+".join(hit)} x{times}: '
    large = sum(os.path.getsize(os.path.join(path, 'r', '3', name)) for name in os.listdir(os.path.join(path, 'r', '3')))
    if done.returncode and (done.returncode not in EXIT_CODES or not done.stderr.strip()) or 'Sanitizer' in done.stderr:
        return at + f'exit {done.returncode}: {done.stderr[-300:]}', told['outcome']
    if told['version'] not in (old, old - 1 if start == 'cut' else old, 3):
        return at + f'version {told["version"]}', told['outcome']
    if not done.returncode and told['outcome'] == 'installed' and told['version'] != 3:
        return at + 'told as installed', told['outcome']
    if told['bytes'] > TEXTS + 2 * large + 65536:
        return at + f'{told["bytes"]} bytes', told['outcome']
    if took > seconds:
        return at + f'{took:.0f} s', told['outcome']
    done, after, _ = kiosk.round(tree, None)
    if done.returncode or after['version'] != 3:
        return at + f'in good weather exit {done.returncode}, version {after["version"]}: {done.stderr[-300:]}', told['outcome']
    bad = kiosk.checker.ask(kiosk.path('run', 'shelf'), old, 3, True, 'resume' if start == 'cut' else 'install', path)
    return (at + bad if bad else None), told['outcome']


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--seeds', type=int, default=25)
    parser.add_argument('--only', default='')
    parser.add_argument('--slow', action='store_true', help='the classes that a deadline ends')
    options = parser.parse_args()
    classes = {name: wrong for name, wrong in (SLOW if options.slow else CLASSES).items() if options.only in name}
    workers, seconds = (SLOW_WORKERS, SLOW_SECONDS) if options.slow else (WORKERS, SECONDS)
    tried = failed = 0
    with tempfile.TemporaryDirectory(prefix='lutrin-weather-', dir='/dev/shm' if os.path.isdir('/dev/shm') else None) as folder:
        os.makedirs(os.path.join(folder, 'first'))
        first = Bench(os.path.abspath(options.build), os.path.join(folder, 'first'))
        free = [Kiosk(first, os.path.join(folder, str(i))) for i in range(min(workers, len(classes) * options.seeds))]

        def work(job):
            kiosk = free.pop()
            try:
                return job[0], job[2], try_one(kiosk, job[1], f'{options.seed}-{job[0]}-{job[2]}', seconds)
            finally:
                free.append(kiosk)
        jobs = [(name, wrong, seed) for name, wrong in classes.items() for seed in range(options.seeds)]
        outcomes = {}
        with concurrent.futures.ThreadPoolExecutor(len(free)) as pool:
            for name, seed, (bad, outcome) in pool.map(work, jobs):
                tried += 1
                failed += bool(bad)
                counts = outcomes.setdefault(name, {})
                counts[outcome] = counts.get(outcome, 0) + 1
                if bad:
                    print(f'    {name}, {seed}: {bad}', flush=True)
        for name, counts in outcomes.items():
            print(f'  {name:28} ' + ', '.join(f'{count} {word}' for word, count in sorted(counts.items())))
        for kiosk in free:
            kiosk.checker.close()
            kiosk.server.shutdown()
    print(f'F9 weather{" (slow)" if options.slow else ""}: seed {options.seed}: {len(classes)} classes, {tried} rounds, {failed} wrong')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""Classes F10 and F12 as the postman meets them: a tree whose server lies, is behind, or mixes what is genuine.

usage: network.py BUILD

The lies about HTTP itself are tried on the room fetch (tests/faults/fetch). Here each case ends with the outcome named in
the table, with the exit code, and with the version that is read; nothing else may be on the shelf or left in its folders.
"""
import http.server
import json
import os
import re
import shutil
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import Bench, Checker  # noqa: E402

PORTAL = b'<!DOCTYPE html><html><body>Please accept our terms.</body></html>'


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder; `lie(path, data)` may change what is sent, by returning bytes, None (404), or a handler."""
    daemon_threads = True

    def __init__(self, folder):
        super().__init__(('127.0.0.1', 0), Handler)
        self.folder, self.lie, self.asked, self.sent = folder, None, [], 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Clients that hang up on a lie are no error here."""

    def url(self):
        return f'http://127.0.0.1:{self.server_address[1]}'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def do_GET(self):
        server, path = self.server, self.path.lstrip('/')
        server.asked.append((path, self.headers.get('Range')))
        full = os.path.join(server.folder, path)
        data = None
        if os.path.isfile(full):
            with open(full, 'rb') as file:
                data = file.read()
        if server.lie:
            data = server.lie(path, data)
        if callable(data):
            try:
                data(self)
            except OSError:
                pass
            return
        if data is None:
            self.send_response(404)
            self.send_header('Content-Length', '0')
            self.end_headers()
            return
        begin = 0
        asked = re.fullmatch(r'bytes=(\d+)-', self.headers.get('Range') or '')
        tag = f'"{len(data)}-{sum(data) & 0xffff}"'
        if asked and self.headers.get('If-Range') == tag and int(asked[1]) < len(data):
            begin = int(asked[1])
            self.send_response(206)
            self.send_header('Content-Range', f'bytes {begin}-{len(data) - 1}/{len(data)}')
        else:
            self.send_response(200)
        self.send_header('ETag', tag)
        self.send_header('Content-Length', str(len(data) - begin))
        self.end_headers()
        self.wfile.write(data[begin:])
        server.sent += len(data) - begin


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    for _ in range(4096):
        handler.wfile.write(bytes(65536))


def endless_slow(handler):
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    for _ in range(100):
        handler.wfile.write(bytes(100))
        time.sleep(0.1)


def cut_at(size):
    """Announces all, sends `size` bytes, and hangs up."""
    def make(data):
        def send(handler):
            handler.send_response(200)
            handler.send_header('ETag', f'"{len(data)}-{sum(data) & 0xffff}"')
            handler.send_header('Content-Length', str(len(data)))
            handler.end_headers()
            handler.wfile.write(data[:size])
            handler.wfile.flush()
            handler.close_connection = True
        return send
    return make


def only(pattern, change):
    return lambda path, data: change(data) if re.search(pattern, path) else data


def flipped(data):
    return data[:len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1:]


def serve(bench):
    """A server of the bench's newest tree, which its configuration names from now on; what a round says goes to `json`."""
    server = Server(bench.path('tree3'))
    with open(bench.path('conf'), 'a', encoding='ascii') as file:
        file.write(f'[network]\nurl = {server.url()}\nallow_local = yes\n[report]\njson = {bench.path("json")}\n')
    return server


class Trial:
    def __init__(self, bench, server):
        self.bench, self.server, self.wrong, self.count = bench, server, 0, 0
        self.checker = Checker(bench)

    def read(self, *names):
        with open(self.bench.path(*names), 'rb') as file:
            return file.read()

    def once(self):
        done = self.bench.run('once')
        with open(self.bench.path('json'), encoding='ascii') as file:
            return done, json.load(file)

    def expect(self, name, start, lie, code, outcome, version, network=None, keep=False, folder='tree3',
               words=''):
        self.count += 1
        if not keep:
            self.bench.begin(start)
        self.server.folder, self.server.lie = self.bench.path(folder), lie
        self.server.asked.clear()
        self.server.sent = 0
        done, told = self.once()
        problems = []
        if done.returncode != code:
            problems.append(f'exit {done.returncode}, not {code}: {done.stderr.strip()}')
        if words not in done.stderr:
            problems.append(f'says {done.stderr.strip()}, not "{words}"')
        if told['outcome'] != outcome:
            problems.append(f'outcome {told["outcome"]}, not {outcome}')
        if network and told['network'] != network:
            problems.append(f'network {told["network"]}, not {network}')
        if told['version'] != version:
            problems.append(f'version {told["version"]}, not {version}')
        if told['bytes'] > 4 << 20:
            problems.append(f'{told["bytes"]} bytes were taken')
        gen = os.path.join(self.bench.path('run', 'shelf'), 'gen')
        if os.path.isdir(gen) and 'tmp' in os.listdir(gen):
            problems.append('gen/tmp is left')
        if 'Sanitizer' in done.stderr:
            problems.append(done.stderr[-400:])
        if problems:
            self.wrong += 1
            print(f'    {name}: {"; ".join(problems)}', flush=True)


def run_cases(trial):
    tree = trial.bench.path
    read = trial.read
    gone = lambda _: None  # noqa: E731
    stale = read('tree1', 'latest')
    other = read('tree2', 'r', '2', 'manifest')
    other_signature = read('tree2', 'r', '2', 'manifest.minisig')
    e = trial.expect
    e('whole', 'none', only('zpatch', gone), 0, 'installed', 3)
    e('patch', 'v2', None, 0, 'installed', 3)
    e('patch is gone', 'v2', only('zpatch', gone), 0, 'installed', 3)
    e('patch is damaged', 'v2', only('zpatch', flipped), 0, 'installed', 3)
    e('patch is the portal', 'v2', only('zpatch', lambda _: PORTAL), 69, 'portal', 2)
    e('up to date', 'v2', None, 0, 'up-to-date', 2, folder='tree2')
    e('behind (rollback)', 'v2', only('latest', lambda _: stale), 0, 'stale', 2)
    e('portal', 'v2', only('.', lambda _: PORTAL), 69, 'portal', 2, 'portal')
    e('words for latest', 'v2', only('latest', lambda _: b'hello'), 69, 'portal', 2)
    e('nothing there', 'v2', only('.', gone), 66, 'failed', 2)
    e('latest endless', 'v2', only('latest', lambda _: endless), 65, 'failed', 2, 'too-large')
    e('manifest endless', 'v2', only('manifest$', lambda _: endless), 65, 'failed', 2, 'too-large')
    e('patch endless', 'v2', only('zpatch', lambda _: endless), 65, 'failed', 2, 'too-large')
    e('latest flipped', 'v2', only('latest', flipped), 77, 'failed', 2)
    e('manifest flipped', 'v2', only('manifest$', flipped), 77, 'failed', 2)
    e('signature flipped', 'v2', only('minisig', flipped), 77, 'failed', 2)
    e('mixed manifest', 'v2', only('r/3/manifest$', lambda _: other), 77, 'failed', 2)
    e('mixed manifest and signature', 'v2', lambda path, data: other if path == 'r/3/manifest' else
      other_signature if path == 'r/3/manifest.minisig' else data, 77, 'failed', 2)
    e('manifest signature as latest', 'v2', only('latest', lambda _: read('tree3', 'r', '3', 'manifest.minisig')), 77,
      'failed', 2)
    e('latest as manifest signature', 'v2', only('minisig', lambda _: read('tree3', 'latest')), 77, 'failed', 2)
    e('whole flipped', 'none', only('full.zst', flipped), 77, 'failed', 0)
    e('whole of another release', 'none', only('full.zst', lambda _: read('tree2', 'r', '2', 'full.zst')), 65, 'failed', 0)
    e('new keys', 'v2', None, 0, 'installed', 3, folder='treeroot')
    e('new keys, forged', 'v2', only('root/1.sig', flipped), 77, 'failed', 2, folder='treeroot')
    e('new keys, gone', 'v2', only('root/', gone), 77, 'failed', 2, folder='treeroot')
    e('new keys, endless', 'v2', only('root/', lambda _: endless), 65, 'failed', 2, folder='treeroot')
    whole = read('treefull', 'r', '3', 'full.zst')
    e('cut in the middle', 'none', only('full.zst', cut_at(len(whole) // 2)), 69, 'failed', 0, folder='treefull')
    resume_cases(trial, tree)


def resume_cases(trial, tree):
    """A download of several segments: what is good stays, what is not is fetched again."""
    trial.bench.make('bundle', 'big', '1', '2400')
    trial.bench.make('publish', 'treebig', 'big', 'desk.key', 'desk.key')
    whole = trial.read('treebig', 'r', '1', 'full.zst')
    assert len(whole) > 5 << 19, len(whole)
    e, asked = trial.expect, trial.server.asked
    from_here = f'bytes={(len(whole) * 2 // 3) >> 20 << 20}-'

    def ranges():
        return [given for path, given in asked if path.endswith('full.zst')]

    def must(what, told):
        if not told:
            trial.wrong += 1
            print(f'    {what}: {asked}')
    e('big, cut', 'none', only('full.zst', cut_at(len(whole) * 2 // 3)), 69, 'failed', 0, 'truncated', folder='treebig')
    e('big, goes on', 'none', None, 0, 'installed', 1, keep=True, folder='treebig')
    must('goes on at a segment', ranges() == [from_here] and trial.server.sent < len(whole) - 900000)
    e('big, a bad byte in the second segment', 'none',
      only('full.zst', lambda data: data[:1500000] + bytes([data[1500000] ^ 1]) + data[1500001:]), 77, 'failed', 0,
      folder='treebig')
    e('big, cut once more', 'none', only('full.zst', cut_at(len(whole) * 2 // 3)), 69, 'failed', 0, folder='treebig')
    part = tree('run', 'shelf', 'dl', '1-1-full.part')
    with open(part, 'r+b') as file:
        file.seek(1000)
        file.write(b'spoilt on the card')
    e('big, the first half spoilt on the card', 'none', None, 0, 'installed', 1, keep=True, folder='treebig')
    must('begins anew', ranges() == [None])
    e('big, cut a third time', 'none', only('full.zst', cut_at(len(whole) * 2 // 3)), 69, 'failed', 0, folder='treebig')
    with open(part + '.tag', 'w', encoding='ascii') as file:
        file.write('"another"')
    e('big, the tag has changed', 'none', None, 0, 'installed', 1, keep=True, folder='treebig')
    must('whole after a changed tag', ranges() == [from_here] and trial.server.sent > len(whole))


def budget_cases(trial):
    """A day's bytes: no more than them, not even with a power cut, and the rest tomorrow."""
    e, server, conf = trial.expect, trial.server, trial.bench.path('conf')
    whole = len(trial.read('treebig', 'r', '1', 'full.zst'))
    most = whole * 2 // 3
    with open(conf, encoding='ascii') as file:
        plain = file.read()
    totals = trial.bench.path('run', 'shelf', 'totals')

    def limit(number):
        with open(conf, 'w', encoding='ascii') as file:
            file.write(plain.replace('[network]\n', f'[network]\ndaily_bytes = {number}\n'))

    def must(what, told):
        if not told:
            trial.wrong += 1
            print(f'    {what}: {server.asked}, {server.sent} sent')

    def tomorrow():
        with open(totals, encoding='ascii') as file:
            text = file.read()
        with open(totals, 'w', encoding='ascii') as file:
            file.write(re.sub(r'(?m)^day = (\d+)$', lambda day: f'day = {int(day[1]) - 1}', text))
    limit(most)
    e('budget, used up', 'none', None, 69, 'budget', 0, folder='treebig')
    with open(totals, encoding='ascii') as file:
        counted = int(re.search(r'(?m)^day_bytes = (\d+)$', file.read())[1])
    must(f'{counted} of {most} bytes', most - 65536 <= counted <= most + 65536)
    e('budget, the same day', 'none', None, 69, 'budget', 0, keep=True, folder='treebig')
    must('nobody was asked', not server.asked)
    tomorrow()
    e('budget, the next day', 'none', None, 0, 'installed', 1, keep=True, folder='treebig')
    must('the rest alone', server.sent < whole // 2 + (1 << 20))
    limit(200)
    e('budget, not even for a stamp', 'v2', None, 69, 'budget', 2)
    limit(most)
    trial.bench.begin('none')
    server.folder, server.lie = trial.bench.path('treebig'), only('full.zst', lambda _: endless_slow)
    process = trial.bench.start('once')
    while not any(path.endswith('full.zst') for path, _ in server.asked):
        time.sleep(0.01)
    time.sleep(0.3)
    process.kill()
    process.wait()
    with open(totals, encoding='ascii') as file:
        counted = int(re.search(r'(?m)^day_bytes = (\d+)$', file.read())[1])
    must(f'after a kill {counted} of {most} bytes', counted >= most - 8192)
    with open(conf, 'w', encoding='ascii') as file:
        file.write(plain)


def run_trial(title, *cases, prepare=None):
    """Each function of `cases` has a go at a kiosk whose tree a server of ours holds; prints the counts, returns the exit code."""
    with tempfile.TemporaryDirectory(prefix='lutrin-network-') as folder:
        bench = Bench(os.path.abspath(sys.argv[1]), folder)
        if prepare:
            prepare(bench)
        server = serve(bench)
        trial = Trial(bench, server)
        for case in cases:
            case(trial)
        trial.checker.close()
        server.shutdown()
        print(f'{title}: {trial.count} cases, {trial.wrong} wrong')
        return 1 if trial.wrong else 0


if __name__ == '__main__':
    sys.exit(run_trial('F10 F12 lying trees', run_cases, budget_cases))

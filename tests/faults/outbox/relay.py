#!/usr/bin/env python3
"""A publisher's relay as it is shipped (board/relay.cgi), between a kiosk that seals and a form that does not know of it.

usage: relay.py BUILD RELAY.CGI
"""
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from desk import ENVIRONMENT, Desk, Kiosk, certificate  # noqa: E402


class Form(http.server.BaseHTTPRequestHandler):
    """The list's own form, on the publisher's machine."""

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length'])).decode('ascii')
        self.server.taken.append(dict(urllib.parse.parse_qsl(body)))
        self.send_response(self.server.status)
        self.send_header('Content-Length', '0')
        self.end_headers()


def run_cgi(cgi, kiosk, handler, cut=False):
    body = handler.server.desk.posts[-1][3]
    done = subprocess.run([cgi], input=body, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                          env=dict(ENVIRONMENT, LUTRIN_DESK=kiosk.path('office'), LUTRIN_PACK=kiosk.program('lutrin-pack'),
                                   REQUEST_METHOD='POST'))
    assert 'Sanitizer' not in done.stderr, done.stderr
    handler.server.desk.said = done.stderr
    if cut:
        handler.close_connection = True
        handler.connection.close()
        return
    handler.answer(int(done.stdout.split()[1]))


class Trial:
    def __init__(self, cgi, kiosk, desk, form):
        self.cgi, self.kiosk, self.desk, self.form, self.count, self.wrong = cgi, kiosk, desk, form, 0, 0

    def turn(self, status=200, cut=False):
        self.form.status = status
        self.desk.told = lambda handler: run_cgi(self.cgi, self.kiosk, handler, cut)
        self.kiosk.rested()
        self.kiosk.turn()

    def must(self, name, sign_up, state, taken, doubt=False):
        self.count += 1
        item = self.kiosk.items()[sign_up]
        got = (item['state'], item['doubt'], self.form.taken)
        if got != (state, doubt, taken):
            self.wrong += 1
            print(f'    {name}: {got}, {self.desk.posts}, {self.desk.said}', flush=True)
        if any('place' in post[3] or 'Ana' in post[3] for post in self.desk.posts):
            self.wrong += 1
            print(f'    {name}: it was not sealed', flush=True)

    def begin(self):
        self.kiosk.fresh()
        self.form.taken.clear()
        self.desk.posts.clear()
        return self.kiosk.add('ana@place.example', '--name', 'Ana')


def main():
    if not shutil.which('openssl'):
        print('skipped: openssl is not installed')
        return 77
    with tempfile.TemporaryDirectory(prefix='lutrin-relay-') as folder:
        certificate(folder, 'desk')
        desk, kiosk = Desk(folder, 'desk'), Kiosk(sys.argv[1], folder, 'desk.pem')
        form = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Form)
        form.taken, form.daemon_threads = [], True
        threading.Thread(target=form.serve_forever, daemon=True).start()
        os.makedirs(kiosk.path('office', 'seen'))
        for name in ('outbox', 'next'):
            kiosk.call('lutrin-pack', 'outbox', 'keygen', kiosk.path('office', name))
        settings = {'relay': desk.url + '/relay', 'key': 'office/outbox.pub', 'name': 'who', 'extra': 'l=c1b2',
                    'form': f'http://127.0.0.1:{form.server_address[1]}/subscribe'}
        kiosk.read(**settings)
        with open(kiosk.path('SITE.ini'), encoding='ascii') as file:
            plan = file.read().replace('office/', '').replace('story.html', '../story.html')
        with open(kiosk.path('office', 'SITE.ini'), 'w', encoding='ascii') as file:
            file.write(plan)
        with open(kiosk.path('news.lutrin'), 'rb') as file:
            assert f':{form.server_address[1]}/'.encode('ascii') not in file.read(), 'the kiosks know the form'
        t, taken = Trial(sys.argv[2], kiosk, desk, form), [{'email': 'ana@place.example', 'who': 'Ana', 'l': 'c1b2'}]
        one = t.begin()
        t.turn(200)
        t.must('taken', one, 'sent', taken)
        one = t.begin()
        t.turn(200, cut=True)
        t.must('the answer is lost', one, 'waiting', taken, doubt=True)
        t.turn(200)
        t.must('sent again, taken once', one, 'sent', taken)
        one = t.begin()
        t.turn(503)
        t.must('the form is down', one, 'waiting', taken)
        t.turn(200)
        t.must('the form is back', one, 'sent', taken * 2)
        one = t.begin()
        t.turn(400)
        t.must('the form refuses, and took none before', one, 'waiting', taken)
        two = kiosk.add('ana@place.example', '--name', 'Ana')
        t.turn(200)
        t.must('it takes the next', two, 'sent', taken * 3)
        t.must('... and what was held', one, 'sent', taken * 3)
        one = kiosk.add('ana@place.example', '--name', 'Ana')
        t.turn(400)
        t.must('the form refuses', one, 'refused', taken * 4)
        one = t.begin()
        for half in ('key', 'pub'):
            shutil.move(kiosk.path('office', 'outbox.' + half), kiosk.path('office', 'old.' + half))
            shutil.move(kiosk.path('office', 'next.' + half), kiosk.path('office', 'outbox.' + half))
        t.turn(200)
        t.must('sealed to a key that the relay has no more', one, 'waiting', [])
        with open(kiosk.path('body'), 'w', encoding='ascii') as file:
            file.write(desk.posts[-1][3])
        opened = kiosk.call('lutrin-pack', 'outbox', 'open', '--key', kiosk.path('office', 'outbox.key'), '--key',
                            kiosk.path('office', 'old.key'), 'body').stdout
        if opened != f'{{"email":"ana@place.example","name":"Ana","id":"{one}"}}\n':
            t.wrong += 1
            print(f'    by hand, with both keys: {opened}')
    print(f'F9 outbox, relay: {t.count} cases, {t.wrong} wrong')
    return 1 if t.wrong else 0


if __name__ == '__main__':
    sys.exit(main())

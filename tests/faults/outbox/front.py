#!/usr/bin/env python3
"""A list behind a real nginx, which answers much itself: addresses that are not there, are closed, too small or too busy, and a
list that is away. What a plan that names a wrong one of these costs: nothing but time.

usage: front.py BUILD
"""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from desk import Desk, Kiosk, certificate  # noqa: E402
from servers import Listmonk  # noqa: E402

CONF = '''daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; root {folder}/www; limit_req_zone $binary_remote_addr zone=few:1m rate=1r/m;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/desk.pem; ssl_certificate_key {folder}/desk.key;
    location /subscription/ {{ proxy_pass {behind}; }}
    location /away/ {{ proxy_pass http://127.0.0.1:9; }}
    location /closed/ {{ deny all; }}
    location /small/ {{ client_max_body_size 8; proxy_pass {behind}; }}
    location /busy/ {{ limit_req zone=few; limit_req_status 429; proxy_pass {behind}/subscription/; }}
    location /moved/ {{ return 301 /subscription/form; }}
    location /wrong/ {{ return 400; }}
  }}
}}
'''
FORM = '/subscription/form'
#        where, what becomes of a sign-up that is sent there
CASES = [('/none', ('waiting', False, '404')), ('/index.html', ('waiting', False, '405')), ('/closed/', ('waiting', False, '403')),
         ('/small/', ('waiting', False, '413')), ('/moved/', ('waiting', False, '301')), ('/away/', ('waiting', True, '502')),
         ('/wrong/', ('held', False, '400'))]


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def start(nginx, folder, behind):
    """(the process, its port): a port that was free a moment ago may be somebody's by now."""
    for _ in range(5):
        port = free_port()
        with open(os.path.join(folder, 'nginx.conf'), 'w', encoding='ascii') as file:
            file.write(CONF.format(folder=folder, port=port, behind=behind))
        process = subprocess.Popen([nginx, '-p', folder, '-c', 'nginx.conf', '-e', os.path.join(folder, 'error.log')])
        for _ in range(100):
            time.sleep(0.1)
            if process.poll() is not None:
                break
            if os.path.exists(os.path.join(folder, 'nginx.pid')) and os.path.getsize(os.path.join(folder, 'nginx.pid')):
                return process, port
        process.kill()
        process.wait()
    with open(os.path.join(folder, 'error.log'), encoding='utf-8') as file:
        raise SystemExit(f'front: nginx does not start: {file.read()[-2000:]}')


class Trial:
    def __init__(self, kiosk, url, list_):
        self.kiosk, self.url, self.list, self.count, self.wrong = kiosk, url, list_, 0, 0

    def must(self, name, what, told=''):
        self.count += 1
        if not what:
            self.wrong += 1
            print(f'    {name}: {told}', flush=True)

    def plan(self, path, uuid=Listmonk.UUID):
        self.kiosk.read(form=self.url + path, name='name', extra='l=' + uuid)

    def items(self, *ids):
        items = self.kiosk.items()
        return [('held' if items[i]['held'] else items[i]['state'], items[i]['doubt'], items[i]['why']) for i in ids]

    def one(self, name, path, uuid, becomes):
        """Sent by a wrong plan, told to whoever asks, and taken once when the plan is right."""
        address = f'{name.strip("/").replace(" ", "-")}@place.example'
        self.plan(path, uuid)
        sign_up, = self.kiosk.fresh(address)
        self.kiosk.turn()
        self.must(name, self.items(sign_up) == [becomes] and address not in self.list.taken, self.items(sign_up))
        said = self.kiosk.call('lutrin-sync', 'status', '-c', 'conf').stdout
        told = f'{self.url}{path}: ' + ('it refuses' if becomes[0] == 'held' else f"the last attempt came to '{becomes[2]}'")
        self.must(name, f'sign-ups: {told}' in said, said)
        self.plan(FORM)
        self.kiosk.rested()
        self.kiosk.turn()
        self.kiosk.turn()
        self.must(name, self.items(sign_up) == [('sent', False, '200')] and self.list.mails.count(address) == 1, self.items(sign_up))

    def busy(self):
        self.plan('/busy/form')
        ids = self.kiosk.fresh('one@place.example', 'two@place.example')
        self.kiosk.turn()
        self.must('busy', sorted(self.items(*ids)) == [('sent', False, '200'), ('waiting', False, '429')], self.items(*ids))


def main():
    nginx = shutil.which('nginx') or shutil.which('/usr/sbin/nginx')
    if not nginx or not shutil.which('openssl'):
        print('skipped: nginx or openssl is not here (apt packages: board/apt-test)')
        return 77
    with tempfile.TemporaryDirectory(prefix='lutrin-front-') as folder:
        certificate(folder, 'desk')
        os.mkdir(os.path.join(folder, 'www'))
        with open(os.path.join(folder, 'www', 'index.html'), 'w', encoding='ascii') as file:
            file.write('<p>A page</p>\n')
        desk = Desk(folder)
        list_ = Listmonk(desk)
        process, port = start(nginx, folder, desk.url)
        try:
            trial = Trial(Kiosk(sys.argv[1], folder, 'desk.pem'), f'https://127.0.0.1:{port}', list_)
            for path, becomes in CASES:
                trial.one(path, path, Listmonk.UUID, becomes)
            trial.one('another list', FORM, 'c4d5ae7b-0000-4a11-9d6e-0f1c1b3f9a55', ('held', False, '400'))
            trial.busy()
        finally:
            process.terminate()
            process.wait()
    print(f'F10 outbox behind nginx: {len(CASES) + 1} wrong plans, {trial.count} looked at, {trial.wrong} wrong')
    return 1 if trial.wrong else 0


if __name__ == '__main__':
    sys.exit(main())

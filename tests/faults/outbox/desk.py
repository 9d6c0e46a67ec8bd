"""What the tests of the outbox share: a publisher's server behind TLS that answers as it is told, and a kiosk that reads a
bundle whose newsletter goes there."""
import http.server
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import urllib.parse

ENVIRONMENT = dict(os.environ, ASAN_OPTIONS='detect_leaks=0', LC_ALL='C')
STORY = '<!DOCTYPE html><html lang="en"><head><title>A story</title></head><body><article><h1>A story</h1>' + \
    ''.join(f'<p>Paragraph {i} of a story about a river, long enough to be read as one and not as furniture.</p>'
            for i in range(8)) + '</article></body></html>'


def certificate(folder, name):
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days',
                    '3650', '-keyout', f'{name}.key', '-out', f'{name}.pem', '-subj', '/CN=lists.test', '-addext',
                    'subjectAltName=IP:127.0.0.1'], cwd=folder, check=True, stderr=subprocess.DEVNULL)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True  # TLS's tickets are written before the answer, which would wait 40 ms for their receipt

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.desk.gets.append(self.path)
        self.server.desk.shown(self)

    def do_POST(self):
        desk = self.server.desk
        body = self.rfile.read(int(self.headers['Content-Length'])).decode('utf-8')
        self.post = (self.headers['Idempotency-Key'].strip('"'), self.headers['Content-Type'], self.path, body)
        desk.posts.append(self.post)
        desk.told(self)

    def answer(self, status, body=b'', **headers):
        self.send_response(status)
        for name, values in headers.items():
            for value in [values] if isinstance(values, str) else values:
                self.send_header(name.replace('_', '-'), value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def show_token(handler):
    handler.answer(200 if handler.path == '/token' else 404, b'17:abcdef\n')


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *arguments):
        self.changed, self.seen, self.busy = threading.Condition(), set(), 0
        super().__init__(*arguments)

    def process_request(self, request, client_address):
        with self.changed:
            self.seen.add(client_address)
            self.busy += 1
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        super().shutdown_request(request)
        with self.changed:
            self.busy -= 1
            self.changed.notify_all()

    def handle_error(self, request, client_address):
        """Clients that do not trust the certificate, or were killed, are no error here."""


class Desk:
    """posts: (id, content type, path, body) of each POST that came whole. `told(handler)` answers it (handler.post),
    `shown(handler)` a GET. Over TLS with the certificate `name`; without one it stands behind what has one."""

    def __init__(self, folder, name=None):
        self.posts, self.gets, self.told, self.shown = [], [], lambda handler: handler.answer(200), show_token
        self.server = Server(('127.0.0.1', 0), Handler)
        self.server.desk = self
        if name:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(os.path.join(folder, name + '.pem'), os.path.join(folder, name + '.key'))
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f'http{"s" if name else ""}://127.0.0.1:{self.server.server_address[1]}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def quiet(self):
        """Waits until all that came is answered: what a client left that was killed must not be taken for the next one's."""
        with socket.create_connection(self.server.server_address) as last:  # connections are taken in their order
            mine = last.getsockname()
        with self.server.changed:
            if not self.server.changed.wait_for(lambda: mine in self.server.seen and self.server.busy == 0, timeout=100):
                raise SystemExit('desk: somebody does not hang up')
            self.server.seen.clear()

    def fields(self):
        return [dict(urllib.parse.parse_qsl(post[3])) for post in self.posts]


class Kiosk:
    def __init__(self, build, folder, ca):
        self.build, self.folder, self.release = os.path.abspath(build), folder, 0
        self.sync, self.box = self.program('lutrin-sync'), os.path.join(folder, 'box')
        self.call('lutrin-pack', 'keygen', 'press')
        with open(self.path('story.html'), 'w', encoding='ascii') as file:
            file.write(STORY)
        with open(self.path('conf'), 'w', encoding='ascii') as file:
            file.write(f'[shelf]\nlibrary = {self.path("shelf")}\n[trust]\nkey = {self.path("press.pub")}\n'
                       f'[network]\nallow_local = yes\nca = {self.path(ca)}\n[outbox]\nfolder = {self.box}\n'
                       f'[report]\njson = {self.path("json")}\nprometheus = {self.path("metrics")}\n')

    def program(self, name):
        return os.path.join(self.build, name)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def call(self, program, *arguments, check=True):
        done = subprocess.run([self.program(program), *arguments], cwd=self.folder, env=ENVIRONMENT, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if 'Sanitizer' in done.stderr or (check and done.returncode != 0):
            raise SystemExit(f'{program} {arguments}: {done.returncode}: {done.stderr[-2000:]}')
        return done

    def read(self, **newsletter):
        """From now on the kiosk reads a bundle of this newsletter, none for no keys."""
        self.release += 1
        with open(self.path('SITE.ini'), 'w', encoding='ascii') as file:
            file.write('[site]\ntitle = The News\nlang = en\ncreated = 2026-11-20T08:00:00Z\n[sources]\nsource = story.html\n')
            if newsletter:
                file.write('[newsletter]\n' + ''.join(f'{key} = {value}\n' for key, value in newsletter.items()))
        self.call('lutrin-pack', 'build', '-q', '-c', 'SITE.ini', '-o', 'news.lutrin')
        self.call('lutrin-pack', 'sign', 'news.lutrin', '--key', 'press.key', '--release', str(self.release))
        self.call('lutrin-sync', 'import', '-q', 'news.lutrin', '-c', 'conf')

    def fresh(self, *emails):
        """An empty outbox with these sign-ups; returns their ids."""
        shutil.rmtree(self.box, ignore_errors=True)
        self.call('lutrin-sync', 'settle', '-c', 'conf')
        return [self.add(email) for email in emails]

    def add(self, email, *options):
        return self.call('lutrin-trace', 'outbox', 'add', 'news.lutrin', self.box, email, *options).stdout.strip()

    def items(self):
        lines = self.call('lutrin-trace', 'outbox', 'list', self.box).stdout.splitlines()
        return {item['id']: item for item in map(json.loads, lines)}

    def turn(self):
        return self.call('lutrin-sync', 'outbox', '-c', 'conf', check=False)

    def rested(self):
        """Time goes by: nobody has to be left alone any more."""
        if os.path.exists(os.path.join(self.box, 'rest')):
            os.unlink(os.path.join(self.box, 'rest'))

    def rest(self):
        with open(os.path.join(self.box, 'rest'), encoding='ascii') as file:
            return dict(line.split(' ', 1) for line in file.read().splitlines() if ' ' in line)

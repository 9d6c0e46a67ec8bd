"""A publisher's web host for the kiosk's tests: a real nginx over HTTPS, its certificate by an authority of its own, as young as a
certificate of today is. The machine inside knows it as publisher.test (system.sh)."""
import os
import re
import shutil
import signal
import socket
import subprocess
import time

from publisher import quietly

NAME = 'publisher.test'
PATH = os.environ['PATH'] + ':/usr/sbin'
CONF = '''daemon off; pid {dir}/pid; error_log {dir}/error.log; worker_processes 1; {user}
events {{ worker_connections 64; }}
http {{
  log_format line '$status $bytes_sent $uri'; access_log {dir}/access.log line; root {root};
  client_body_temp_path {dir}/b; proxy_temp_path {dir}/p; fastcgi_temp_path {dir}/f; uwsgi_temp_path {dir}/u; scgi_temp_path {dir}/s;
  server {{ listen 127.0.0.1:{port} ssl; server_name {name}; ssl_certificate {dir}/{pair}.pem; ssl_certificate_key {dir}/{pair}.key;
    limit_rate {rate}; }}
}}
'''
STARTED_S = 20


def missing():
    return next((name for name in ('nginx', 'openssl') if not shutil.which(name, path=PATH)), None)


class Host:
    """Serves `root`. `rate`: bytes a second of one download, 0: no limit."""

    def __init__(self, folder, root):
        self.folder, self.root, self.server = folder, root, None
        os.makedirs(folder)
        self.authority('town')
        self.certify('good', 'town', time.time() - 3600, time.time() + 90 * 86400)
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            self.port = free.getsockname()[1]
        self.url = f'https://{NAME}:{self.port}'
        self.open()

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def read(self, name):
        with open(self.path(name), encoding='utf-8', errors='replace') as file:
            return file.read()

    def authority(self, name):
        quietly('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3650', '-keyout',
                self.path(name + '.ca.key'), '-out', self.path(name + '.ca.pem'), '-subj', f'/CN=Authority of the {name}')
        # `openssl req` knows no day of beginning: an authority is older than what it signs.
        self.sign(name + '.ca', name + '.ca', 946684800, time.time() + 3650 * 86400, f'/CN=Authority of the {name}',
                  'basicConstraints=critical,CA:TRUE')

    def certify(self, pair, authority, since_s, until_s):
        self.sign(pair, authority + '.ca', since_s, until_s, '/CN=' + NAME, 'subjectAltName=DNS:' + NAME)

    def sign(self, pair, by, since_s, until_s, subject, extension):
        if not os.path.exists(self.path(pair + '.key')):
            quietly('openssl', 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-out', self.path(pair + '.key'))
        quietly('openssl', 'req', '-new', '-key', self.path(pair + '.key'), '-out', self.path(pair + '.csr'), '-subj', subject)
        with open(self.path('index'), 'w', encoding='ascii'):
            pass
        with open(self.path('ca.cnf'), 'w', encoding='ascii') as file:
            file.write(f'[ca]\ndefault_ca=d\n[d]\ndatabase={self.path("index")}\nnew_certs_dir={self.folder}\nrand_serial=yes\n'
                       f'default_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n[x]\n{extension}\n')
        when = [time.strftime('%Y%m%d%H%M%SZ', time.gmtime(second)) for second in (since_s, until_s)]
        quietly('openssl', 'ca', '-batch', '-notext', '-config', self.path('ca.cnf'), '-extensions', 'x', '-startdate', when[0], '-enddate',
                when[1], '-in', self.path(pair + '.csr'), '-out', self.path(pair + '.pem'), '-cert', self.path(by + '.pem'), '-keyfile',
                self.path(by + '.key'))

    def configure(self, rate, pair):
        user = 'user root;' if os.geteuid() == 0 else ''
        with open(self.path('nginx.conf'), 'w', encoding='ascii') as file:
            file.write(CONF.format(dir=self.folder, root=self.root, port=self.port, name=NAME, pair=pair, rate=rate, user=user))

    def open(self, rate=0, pair='good'):
        """(Re)opens with the certificate `pair`; what is being downloaded is broken off."""
        self.close()
        self.configure(rate, pair)
        self.server = subprocess.Popen([shutil.which('nginx', path=PATH), '-c', self.path('nginx.conf'), '-p', self.folder, '-e',
                                        self.path('error.log')])
        until = time.monotonic() + STARTED_S
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(('127.0.0.1', self.port)) == 0:
                    return
            assert self.server.poll() is None and time.monotonic() < until, self.read('error.log')
            time.sleep(0.05)

    def close(self):
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait()
        self.server = None

    def forget(self):
        """Begins the list of what was asked for anew."""
        with open(self.path('access.log'), 'r+', encoding='ascii') as file:
            file.truncate(0)

    def asked(self, pattern='.*'):
        """(status, bytes sent, path) of each exchange that is over."""
        lines = [line.split() for line in self.read('access.log').replace('\0', '').splitlines()]
        return [(int(status), int(size), path) for status, size, path in lines if re.fullmatch(pattern, path)]

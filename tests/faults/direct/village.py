"""A site on loopback with two feeds, whose pages change, die and talk nonsense as a test wishes."""
import hashlib
import http.server
import threading
import time

PORTAL = '<!DOCTYPE html><html><head><title>Welcome to our network</title></head><body><p>Please sign in.</p></body></html>'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def do_GET(self):
        site = self.server.site
        site.asked.append(self.path)
        time.sleep(site.delay_s)
        status, kind, body = site.answer(self.path)
        body = body.encode('utf-8')
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if status == 200 and self.headers.get('If-None-Match') == tag:
            status, body = 304, b''
        self.send_response(status)
        self.send_header('ETag', tag)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that were killed are no error here."""


class Site:
    """feeds: name -> days of its articles. dead: feeds that answer 500. portal: all answer what a portal would."""

    def __init__(self):
        self.feeds, self.dead, self.portal, self.delay_s, self.asked = {}, set(), False, 0.0, []
        self.words = {}
        self.server = None
        self.open(0)

    def open(self, port):
        self.server = Server(('127.0.0.1', port), Handler)
        self.server.site = self
        self.port = self.server.server_address[1]
        self.url = f'http://127.0.0.1:{self.port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path):
        name = path.strip('/').split('.')[0].split('-')[0]
        if self.portal and path != '/robots.txt':
            return 200, 'text/html', PORTAL
        if name in self.dead:
            return 500, 'text/plain', 'out of order'
        if path.endswith('.xml') and name in self.feeds:
            return 200, 'application/rss+xml', self.feed(name)
        if path == '/robots.txt':
            return 200, 'text/plain', 'User-agent: *\nAllow: /\n'
        return 404, 'text/plain', 'no such thing'

    def feed(self, name):
        items = ''.join(
            f'<item><title>The {name} on day {day}</title><link>{self.url}/{name}-{day}</link>'
            f'<pubDate>{day} Nov 2026 08:00:00 +0000</pubDate><description>{self.body(name, day)}</description></item>'
            for day in self.feeds[name])
        return ('<?xml version="1.0"?><rss version="2.0"><channel>'
                f'<title>The {name}</title><link>{self.url}/</link><language>en</language>{items}</channel></rss>')

    def body(self, name, day):
        extra = self.words.get((name, day), '')
        return ''.join(f'&lt;p&gt;Sentence {i} of what was said of the {name} on day {day} of that month, which is long '
                       f'enough to be read as a paragraph and not as furniture. {extra}&lt;/p&gt;' for i in range(6))

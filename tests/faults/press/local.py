#!/usr/bin/env python3
"""local.py LUTRIN_PACK   what of the local network a hostile site can make the press ask for: nothing.

In a network of its own (unshare) a public address serves a site whose links, pictures, further pages, feeds of comments,
robots.txt and redirects lead to the machine itself, written in every way, by names that stand for it, by names that
stand for it the second time they are asked for (rebinding). A server there counts who comes. Exit status 77: not allowed
to make such a network."""
import http.server
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading

PUBLIC4, PUBLIC6 = "93.184.216.34", "2a00:1450::5"
LOCAL = ["http://127.0.0.1/in", "http://[::1]/in", "http://[::ffff:127.0.0.1]/in", "http://[::ffff:7f00:1]/in",
         "http://[64:ff9b::7f00:1]/in", "http://[2002:7f00:1::]/in", "http://inner.test/in", "http://mapped.test/in",
         "http://localhost/in", "http://2130706433/in", "http://0x7f.1/in", "http://0177.0.0.1/in", "http://0/in",
         "http://127.1/in", "http://0.0.0.0/in", "http://[::]/in", "http://169.254.169.254/in", "http://10.0.0.1/in",
         "http://inner.test./in", "http://%31%32%37.0.0.1/in", "http://①②⑦.0.0.1/in", "http://user@127.0.0.1/in"]
NAMES = {"pub.test": [PUBLIC4], "pub6.test": [PUBLIC6], "inner.test": ["127.0.0.1"], "mapped.test": ["::ffff:127.0.0.1"],
         "both.test": [PUBLIC4]}
WORDS = " ".join(["At first light, when the mist still lies on the water, the ferryman opens his hut and takes the lamp."] * 12)
inner, asked, lookups = [], [], {}


def page(title, extra=""):
    return (f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{WORDS}</p>"
            f"<p>And {title}. {WORDS}</p>{extra}</article></body></html>").encode()


def feed():
    items = [f"<item><title>Redirect {i}</title><link>http://pub.test/to/{i}</link><description>Only […]</description></item>"
             f"<item><title>Direct {i}</title><link>{url}/{i}</link><description>Only […]</description></item>"
             for i, url in enumerate(LOCAL)]
    items += [f"<item><title>Rebound {i}</title><link>http://rebind{i}.test/page</link><description>Only […]</description></item>"
              for i in range(4)]
    items += ["<item><title>Good</title><link>http://pub.test/good</link><description>Only […]</description>"
              "<wfw:commentRss>http://127.0.0.1/in/comments</wfw:commentRss></item>",
              "<item><title>Six</title><link>http://pub6.test/six</link><description>Only […]</description></item>"]
    return ('<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel><title>Hostile</title><link>http://pub.test/</link>'
            + "".join(items) + "</channel></rss>").encode()


class Outside(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.headers["Host"] + self.path)
        if self.headers["Host"].startswith("both") and self.path == "/robots.txt":
            self.answer(302, b"", "http://127.0.0.1/in/robots.txt")
        elif self.path == "/robots.txt":
            self.answer(404, b"")
        elif self.path == "/feed.xml":
            self.answer(200, feed(), kind="text/xml")
        elif self.path.startswith("/to/"):
            self.answer(302, b"", LOCAL[int(self.path[4:])])
        elif self.path in ("/good", "/six"):
            pictures = "".join(f"<p>{WORDS[:90]}</p><figure><img src='{url}/{i}.png'></figure>" for i, url in enumerate(LOCAL))
            self.answer(200, page("Good" if self.path == "/good" else "Six",
                                  pictures + "<figure><img src='http://pub.test/to/0'></figure>"))
        else:
            self.answer(200, page("Rebound", "<figure><img src='/again.png'></figure>"))

    def answer(self, status, body, location=None, kind="text/html"):
        self.send_response(status)
        if location:
            self.send_header("Location", location.encode("utf-8").decode("latin-1"))
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *_):
        pass


class Inside(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        inner.append(self.headers.get("Host", "") + self.path)
        body = page("Secret")
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server6(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6

    def server_bind(self):
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        super().server_bind()


def addresses_of(name):
    name = name.rstrip(".").lower()
    if name.startswith("rebind"):
        lookups[name] = lookups.get(name, 0) + 1
        return [PUBLIC4] if lookups[name] <= 2 else ["127.0.0.1"]  # a question for A and one for AAAA
    return NAMES.get(name, [])


def answer_dns(query):
    at, labels = 12, []
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("latin-1"))
        at += 1 + query[at]
    kind = struct.unpack(">H", query[at + 1:at + 3])[0]
    records = b""
    count = 0
    for address in addresses_of(".".join(labels)):
        data = socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)
        if (kind == 1 and len(data) == 4) or (kind == 28 and len(data) == 16):
            records += b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(data)) + data
            count += 1
    return query[:2] + b"\x81\x80" + struct.pack(">HHHH", 1, count, 0, 0) + query[12:at + 5] + records


def serve_dns(sock):
    while True:
        query, peer = sock.recvfrom(512)
        sock.sendto(answer_dns(query), peer)


def inside(pack):
    subprocess.run("ip link set lo up && ip addr add %s/32 dev lo && ip -6 addr add %s/128 dev lo nodad" % (PUBLIC4, PUBLIC6),
                   shell=True, check=True)
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/resolv.conf", "w") as out:
            out.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
        subprocess.run(["mount", "--bind", f"{folder}/resolv.conf", os.path.realpath("/etc/resolv.conf")], check=True)
        dns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        dns.bind(("127.0.0.1", 53))
        threading.Thread(target=serve_dns, args=(dns,), daemon=True).start()
        for server in (http.server.ThreadingHTTPServer((PUBLIC4, 80), Outside), Server6((PUBLIC6, 80), Outside),
                       http.server.ThreadingHTTPServer(("127.0.0.1", 80), Inside), Server6(("::1", 80), Inside)):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        plan = f"{folder}/SITE.ini"
        with open(plan, "w") as out:
            out.write(f"[site]\nlogo = http://127.0.0.1/in/logo.svg\n[sources]\nsource = http://pub.test/feed.xml\n  http://both.test/page\n"
                      f"[fetch]\ncache = {folder}/cache\ndelay = 0\nper_host = 8\n")
        built = subprocess.run([pack, "build", "-c", plan, "-o", f"{folder}/a.lutrin"], env=environment,
                               capture_output=True, text=True, timeout=100)
        said = built.stdout + built.stderr
        assert built.returncode == 0, said
        assert not inner, f"asked for on the inside: {inner}"
        for url in ("pub.test/feed.xml", "pub.test/good", "pub6.test/six", "rebind0.test/page"):
            assert url in asked, f"{url} was not asked for: {said}"
        assert all(f"pub.test/to/{i}" in asked for i in range(len(LOCAL))), "not every redirect was tried"
        listing = subprocess.run([pack, "inspect", f"{folder}/a.lutrin"], capture_output=True, text=True).stdout
        assert "Secret" not in listing and "Good" in listing and "Six" in listing, listing
        print(f"{len(asked)} requests outside, none inside; {len(LOCAL)} ways to write it, {sum(lookups.values())} look-ups of rebinding names")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        inside(sys.argv[1])
        sys.exit(0)
    if subprocess.run(["unshare", "-n", "-m", "true"], capture_output=True).returncode or \
            subprocess.run(["ip", "-V"], capture_output=True).returncode:
        print("skipped: no network of its own is to be had")
        sys.exit(77)
    os.execvp("unshare", ["unshare", "-n", "-m", sys.executable, os.path.abspath(__file__), os.path.abspath(sys.argv[1]), "inside"])

#!/usr/bin/env python3
"""stranger.py LUTRIN_PACK   a site as strangers have them, on loopback: articles in several pages, pictures that scripts
would load, comments in feeds, a server that says "later", robots.txt; and a press that is killed half way, has no network,
or keeps only so many days, articles or bytes."""
import email.utils
import http.server
import json
import os
import re
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

PACK = os.path.abspath(sys.argv[1])
WORDS = " ".join(["At first light, when the mist still lies on the water, the ferryman opens his hut and takes the lamp."] * 8)
LAZY = [  # markup, and which picture it means
    ("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' data-src='/p/a.png' alt=a>", "a"),
    ("<img src='/blank.gif' data-lazy-src='/p/b.png' alt=b>", "b"),
    ("<img src='/blank.gif' data-original='/p/c.png' alt=c>", "c"),
    ("<img srcset='/p/d-small.png 100w, /p/d.png 1200w' alt=d>", "d"),
    ("<img data-srcset='/p/e-small.png 1x, /p/e.png 2x' alt=e>", "e"),
    ("<picture><source type='image/avif' srcset='/p/none.avif'><source type='image/webp' data-srcset='/p/f.png 900w'>"
     "<img alt=f src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></picture>", "f"),
    ("<img class=lazy alt=g src='data:image/svg+xml,%3Csvg%3E%3C/svg%3E'><noscript><img src='/p/g.png' alt=g></noscript>", "g"),
    ("<noscript><img src='/p/h.png' alt=h></noscript>", "h"),
    ("<img loading=lazy src='/p/i.png' alt=i>", "i"),
]
asked, times, state = [], {}, {"slow": 0.0}


def png(seed):
    """Our own picture: 80x60 pixels of one colour."""
    row = b"\0" + bytes([seed * 7 % 256, seed * 31 % 256, 90]) * 80
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 80, 60, 8, 2, 0, 0, 0)) + \
        chunk(b"IDAT", zlib.compress(row * 60)) + chunk(b"IEND", b"")


def page(title, body="", head=""):
    return f"<html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"


def paragraphs(word, count=3):
    return "".join(f"<p>{word} {i}. {WORDS}</p>" for i in range(count))


def feed(base, names, extra=""):
    items = "".join(f"<item><title>{name}</title><link>{base}/{name}</link><pubDate>{email.utils.formatdate(1763000000 + 86400 * i)}</pubDate>"
                    f"<description>Only of {name} […]</description></item>" for i, name in enumerate(names))
    return f'<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel><title>Site</title><language>en</language><link>{base}/</link>{items}{extra}</channel></rss>'


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path, base = self.path, f"http://127.0.0.1:{self.server.server_address[1]}"
        asked.append(path)
        times.setdefault(path, []).append(time.monotonic())
        if path.startswith("/many/"):
            time.sleep(state["slow"])
        tries = asked.count(path)
        if path in ("/later", "/soon", "/busy") and tries == 1:
            wait = {"/later": "1", "/soon": email.utils.formatdate(time.time() + 2, usegmt=True), "/busy": None}[path]
            return self.give(429 if path == "/later" else 503, "later", {"Retry-After": wait} if wait else {})
        if path == "/never":
            return self.give(503, "never", {"Retry-After": "86400"})
        self.give(*self.find(path, base))

    def find(self, path, base):
        feeds = {"/rss/": ["open"], "/pages.xml": ["wp", "query", "dash", "list", "other"], "/lazy.xml": ["lazy"], "/later.xml": ["later", "soon", "busy"], "/never.xml": ["never"],
                 "/robots.xml": ["open", "closed", "closed/but-open"], "/many.xml": [f"many/{i}" for i in range(24)]}
        following = {"/wp": "/wp/2/", "/wp/2/": "/wp/3/", "/query": "/query?page=2", "/dash": "/dash-2", "/other": "/list"}
        if path == "/robots.txt":
            return 200, "User-agent: *\nDisallow: /closed\nAllow: /closed/but\n", {"Content-Type": "text/plain"}
        if path in feeds:
            return 200, feed(base, feeds[path]), {"Content-Type": "text/xml"}
        if path == "/talk.xml":
            item = (f"<item><title>Talk</title><link>{base}/talk</link><description>{paragraphs('Talk', 4)}</description>"
                    f"<wfw:commentRss>{base}/talk/feed</wfw:commentRss></item>").replace("<p>", "&lt;p&gt;").replace("</p>", "&lt;/p&gt;")
            return 200, feed(base, [], item), {"Content-Type": "text/xml"}
        if path == "/talk/feed":
            return 200, ("<rss version='2.0'><channel><title>Comments</title><item><title>By Ann</title><description>Well \"said\"...</description>"
                         "</item></channel></rss>"), {"Content-Type": "text/xml"}
        if path.startswith("/p/"):
            return 200, png(sum(path.encode())), {"Content-Type": "image/png"}
        if path == "/lazy":
            return 200, page("lazy", "".join(f"{paragraphs(n, 1)}<figure>{markup}</figure>" for markup, n in LAZY)), {}
        if path in following:
            link = f"<a rel=next href='{following[path]}'>More</a>" if path == "/dash" else ""
            head = "" if link else f"<link rel=next href='{following[path]}'>"
            return 200, page(path.strip("/"), paragraphs(f"Page of {path}") + link, head), {}
        if re.fullmatch(r"/[a-z0-9/?=.-]*", path) and not path.endswith((".gif", ".png", ".avif")):
            return 200, page(path.strip("/"), paragraphs(f"Page of {path}")), {"ETag": f'"{path}"'}
        return 404, "none", {}

    def give(self, status, body, headers):
        body = body if isinstance(body, bytes) else body.encode()
        if headers.get("ETag") and self.headers["If-None-Match"] == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", **headers}.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            pass

    def log_message(self, *_):
        pass


def check(what, good, said=""):
    if not good:
        print(f"FAIL: {what}\n{said}")
        sys.exit(1)
    print(f"ok: {what}")


class Press:
    def __init__(self, folder, base):
        self.folder, self.base = folder, base

    def plan(self, feed_name, extra="", cache="cache"):
        path = f"{self.folder}/SITE.ini"
        with open(path, "w") as out:
            out.write(f"[sources]\nsource = {self.base}/{feed_name}\n[fetch]\ncache = {self.folder}/{cache}\ndelay = 0\nper_host = 4\nallow_local = yes\n{extra}")
        return [PACK, "build", "-c", path, "-o", f"{self.folder}/a.lutrin"]

    def build(self, feed_name, *options, extra="", cache="cache"):
        asked.clear()
        done = subprocess.run(self.plan(feed_name, extra, cache) + list(options), capture_output=True, text=True, timeout=100)
        return done.returncode, done.stdout + done.stderr

    def titles(self):
        told = json.loads(subprocess.run([PACK, "inspect", "--json", f"{self.folder}/a.lutrin"], capture_output=True, text=True).stdout)
        return [article["title"] for article in told["articles"]]

    def article(self, name):
        return subprocess.run([PACK, "inspect", "--article", name, f"{self.folder}/a.lutrin"], capture_output=True, text=True).stdout


def test_pages(press):
    code, said = press.build("pages.xml")
    check("articles in several pages are built", code == 0, said)
    for name, parts in {"wp": ["/wp 0", "/wp/2/ 2", "/wp/3/ 2"], "query": ["/query 0", "/query?page=2 2"], "dash": ["/dash 0", "/dash-2 2"]}.items():
        text = press.article(name)
        check(f"{name} has all its pages", all(f"Page of {part}." in text for part in parts), text)
    check("the next article is no next page", "Page of /list" not in press.article("other"))


def test_lazy(press):
    code, said = press.build("lazy.xml")
    check("lazy pictures are built", code == 0, said)
    for _, name in LAZY:
        check(f"picture {name} is fetched", f"/p/{name}.png" in asked, f"{asked}\n{said}")
    check("the spacers are not", not any("blank" in path or "small" in path for path in asked), str(asked))
    text = press.article("lazy")
    check("each stands in its figure", len(re.findall(r"^figure", text, re.M)) == len(LAZY), text[:3000])


def test_later(press):
    code, said = press.build("later.xml")
    check("a server that says later is no failure", code == 0, said)
    for name, least in (("later", 1.0), ("soon", 0.9)):
        tries = times["/" + name]
        check(f"{name} was asked again, not before its time", len(tries) == 2 and tries[1] - tries[0] >= least, f"{tries} {said}")
        check(f"{name} has its article", f"Page of /{name} 2." in press.article(name))
    check("busy without a time was asked again, after some seconds", "Page of /busy 2." in press.article("busy") and times["/busy"][1] - times["/busy"][0] >= 4, said)
    begun = time.monotonic()
    code, said = press.build("never.xml") # it asks the whole host to be left alone: this comes last
    check("a day is not waited for", time.monotonic() - begun < 20 and asked.count("/never") == 1, said)
    check("and that is told", code == 0 and "left alone" in said, said)


def test_robots(press):
    code, said = press.build("robots.xml")
    check("robots.txt is obeyed", code == 0 and "/closed" not in asked and "/open" in asked and "/closed/but-open" in asked, f"{asked}\n{said}")
    check("and that is told", "robots.txt" in said, said)
    check("it is asked for once", asked.count("/robots.txt") == 1, str(asked))


def test_comments(press):
    code, said = press.build("talk.xml")
    check("a feed of comments is fetched and set", code == 0 and "Well “said”…" in press.article("talk"), press.article("talk")[-300:] + said)


def test_init(press):
    asked.clear()
    done = subprocess.run([PACK, "init", "--allow-local", "--cache", f"{press.folder}/init", f"{press.base}/plain"], capture_output=True, text=True, timeout=60)
    check("a page that names no feed has one in a usual place", f"\nsource = {press.base}/rss/\n" in done.stdout and "/feed/" in asked, done.stdout + done.stderr)
    check("which names the plan", "\ntitle = Site\n" in done.stdout, done.stdout)


def test_killed(press):
    state["slow"] = 0.05
    asked.clear()
    running = subprocess.Popen(press.plan("many.xml", cache="killed"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while sum(path.startswith("/many/") for path in asked) < 12 and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    state["slow"] = 0.0
    check("killed half way there is no bundle of it", not os.path.exists(f"{press.folder}/killed.lutrin"))
    code, said = press.build("many.xml", cache="killed")
    unchanged = re.search(r"(\d+) unchanged|unchanged (\d+)", said)
    check("begun again it is built", code == 0 and len(press.titles()) == 24, said)
    check("and what was there is not fetched again", unchanged and int(unchanged.group(1) or unchanged.group(2)) >= 6, said)
    first = open(f"{press.folder}/a.lutrin", "rb").read()
    code, said = press.build("many.xml", "--offline", cache="killed")
    check("without the network the cache is enough", code == 0 and not asked, said + str(asked))
    check("and gives the same bytes", first == open(f"{press.folder}/a.lutrin", "rb").read())
    code, said = press.build("many.xml", "--offline", cache="empty")
    check("without network and cache it fails with a word", code != 0 and not asked and "--offline" in said, said)


def test_export(press):
    with open(f"{press.folder}/export.xml", "w") as out:
        out.write('<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
                  f'<title>Site</title><link>{press.base}</link><wp:wxr_version>1.2</wp:wxr_version><item><title>Short</title><link>{press.base}/short</link>'
                  '<content:encoded>It is as short as this.</content:encoded><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>')
    plan = press.plan("export.xml")
    with open(f"{press.folder}/SITE.ini", "a") as out:
        out.write("[sources]\nsource = export.xml\n")
    asked.clear()
    done = subprocess.run(plan, capture_output=True, text=True, timeout=60)
    check("a short article of an export is no teaser", "/short" not in asked and "as short as this" in press.article("short"), done.stderr)


def test_retention(press):
    every = [f"many/{i}" for i in range(24)]
    for extra, kept in (("days = 5", every[-6:]), ("articles = 7", every[-7:]), ("days = 5\narticles = 3", every[-3:])):
        code, said = press.build("many.xml", extra=f"[retention]\n{extra}\n", cache="killed")
        check(f"{extra!r} keeps {len(kept)}", code == 0 and sorted(press.titles()) == sorted(kept), f"{press.titles()}\n{said}")
    size = len(re.sub(r"\s+", " ", WORDS)) * 3
    code, said = press.build("many.xml", extra=f"[retention]\nbytes = {size * 4}\n", cache="killed")
    check("bytes keeps the newest that fit", code == 0 and 2 <= len(press.titles()) <= 4 and set(press.titles()) <= set(every[-4:]), f"{press.titles()}\n{said}")


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        press = Press(folder, f"http://127.0.0.1:{server.server_address[1]}")
        for test in (test_pages, test_lazy, test_robots, test_comments, test_init, test_killed, test_export, test_retention, test_later):
            test(press)


main()

#!/usr/bin/env python3
"""index.py BUILD [--kills N] [--seed N]: the search of the whole text is made, and cut off at any moment.

A word that only stands in the body of an article is found once `lutrin-sync index` is through, however often it was killed
before, and nothing is lost or there twice; until then, and with a damaged index, titles are found as ever."""
import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ARTICLES = 900


class Desk:
    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.env = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
        items = [{"id": f"https://search.example/{n}", "title": f"Title number t{n}t", "language": "en",
                  "date_published": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1700000000 + n * 60)),
                  "content_html": f"<p>The opening says nothing.</p><p>But here stands the word b{n}b, and all say ferry.</p>"}
                 for n in range(ARTICLES)]
        with open(self.path("feed.json"), "w", encoding="utf-8") as file:
            json.dump({"version": "https://jsonfeed.org/version/1.1", "title": "Search", "items": items}, file)
        with open(self.path("conf"), "w", encoding="utf-8") as file:
            file.write(f"[shelf]\nlibrary = {self.path('shelf')}\n[trust]\nkey = {self.path('desk.pub')}\n")
        self.run("lutrin-pack", "build", "--offline", "-o", self.path("a"), self.path("feed.json"))
        self.run("lutrin-pack", "keygen", "desk")
        self.run("lutrin-pack", "sign", "a", "--key", "desk.key", "--release", "1")
        self.run("lutrin-sync", "import", self.path("a"), "-c", "conf")
        self.bundle = self.path("shelf", "gen", "1-1", "bundle.db")
        self.index = self.path("shelf", "gen", "1-1", "search.db")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def start(self, program, *words):
        return subprocess.Popen([os.path.join(self.build, program), *words], cwd=self.folder, env=self.env,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, program, *words, code=0):
        child = self.start(program, *words)
        out, err = child.communicate()
        if child.returncode != code:
            sys.exit(f"{program} {' '.join(words)}: {child.returncode}: {err}")
        return out

    def hits(self, query):
        return json.loads(self.run("lutrin-trace", "search", self.bundle, query))["hits"]

    def check(self, what, good):
        if not good:
            sys.exit(f"index: {what}")


def whole(desk, draw):
    """Every article is in the index once, and its body's words are found."""
    base = sqlite3.connect(f"file:{desk.index}?mode=ro", uri=True)
    desk.check("damaged", base.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    desk.check("not every article once", base.execute("SELECT count(*), count(DISTINCT id) FROM search_docsize").fetchone() ==
               (ARTICLES, ARTICLES))
    base.close()
    for number in draw.sample(range(ARTICLES), 5):
        found = desk.hits(f"b{number}b")
        desk.check(f"b{number}b", len(found) == 1 and found[0]["title"] == f"Title number t{number}t")
        desk.check("the word is not in the snippet", f"\u2068b{number}b\u2069" in found[0]["snippet"])
    desk.check("left over", sorted(os.listdir(os.path.dirname(desk.index))) ==
               ["bundle.db", "bundle.minisig", "search.db"])


def killed(desk, draw, kills):
    """Killed again and again, and each time a little later, until it is through."""
    done = 0
    for attempt in range(10000):
        child = desk.start("lutrin-sync", "index", "-c", "conf")
        try:
            child.communicate(timeout=draw.uniform(0, 0.02 * (1 + attempt / kills)))
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.communicate()
            done += 1
        if not os.path.exists(desk.index):
            continue
        whole(desk, draw)
        os.unlink(desk.index)
        if done >= kills:
            return done
    sys.exit("index: never through")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="lutrin-index-") as folder:
        desk = Desk(os.path.abspath(options.build), folder)
        desk.check("a body's word without an index", not desk.hits("b7b") and len(desk.hits("t7t")) == 1)
        desk.run("lutrin-sync", "index", "-c", "conf")
        whole(desk, draw)
        before = os.stat(desk.index).st_mtime_ns
        desk.run("lutrin-sync", "index", "-c", "conf")  # there is nothing to do
        desk.check("made again", os.stat(desk.index).st_mtime_ns == before)
        for damage in (b"", b"nothing of the kind" * 1000, None):  # None: pages in the middle
            with open(desk.index, "r+b" if damage is None else "wb") as file:
                if damage is None:
                    file.seek(16384 * 3)
                    file.write(bytes(draw.randrange(256) for _ in range(16384 * 8)))
                else:
                    file.write(damage)
            desk.check("titles with a damaged index", len(desk.hits("t7t")) == 1)
            if damage is not None:
                desk.run("lutrin-sync", "index", "-c", "conf")  # another is made
                whole(desk, draw)
        for damage in ("forgot", "pages", "pages"):  # what an earlier call left is not what it wrote
            os.rename(desk.index, desk.index + ".part")
            if damage == "forgot":
                part = sqlite3.connect(desk.index + ".part")
                part.execute("UPDATE made SET last = 0, done = 0")
                part.commit()
                part.close()
            else:
                with open(desk.index + ".part", "r+b") as file:
                    for page in draw.sample(range(2, os.path.getsize(file.name) // 16384), 12):
                        file.seek(16384 * page)
                        file.write(bytes(draw.randrange(256) for _ in range(16384)))
                part = sqlite3.connect(desk.index + ".part")
                part.execute("UPDATE made SET last = 300, done = 300")
                part.commit()
                part.close()
            desk.run("lutrin-sync", "index", "-c", "conf")
            whole(desk, draw)
        os.unlink(desk.index)
        with open(desk.index + ".part", "wb") as file:
            file.write(b"half of something" * 5000)
        done = killed(desk, draw, options.kills)
        slow = sqlite3.connect(desk.index + ".part", isolation_level=None)
        slow.execute("BEGIN EXCLUSIVE")
        desk.run("lutrin-sync", "index", "-c", "conf", code=69)  # somebody else is at it
        slow.close()
        print(f"index: {done} kills, 0 lost")


main()

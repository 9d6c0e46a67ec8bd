#!/usr/bin/env python3
"""switch.py BUILD TREE [ARTICLES]: do pages turn late while the shelf switches?

The reader runs in a window under Xvfb on a shelf with ARTICLES (20,000); a hand opens an article, turns pages, goes home,
again and again. Then the same while the postman installs three newer editions as patches, as nice as its unit has it.
Printed are the frames, those that came late (more than two frames after the one before, while a page slides), the longest,
and the seconds between the switch and the reader having the newer edition ready. How busy the computer is has a part in
that, so the same is read by a script without a window, on the processor's own clock: the longest piece of work that a frame
may have to wait for, with and without newer editions on offer. It judges nothing."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from sync import Bench, find_prose, run, skip

ARTICLES, EDITIONS, ROUNDS = 20000, 3, 12
READY = "the shelf has a newer bundle"


class Kiosk:
    """A reader in a window, and a hand."""

    def __init__(self, build, library, log):
        read, write = os.pipe()
        self.x = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                                  pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            display = ":" + pipe.readline().strip()
        self.env = dict(os.environ, DISPLAY=display, SDL_VIDEODRIVER="x11", SDL_RENDER_DRIVER="software")
        self.log = log
        with open(log, "wb") as file:
            self.reader = subprocess.Popen([os.path.join(build, "lutrin"), "--library", library, "--window", "1280x800", "-v", "-v"],
                                           env=self.env, stderr=file)
        end = time.monotonic() + 20
        while "the first picture" not in self.said():
            if time.monotonic() > end:
                sys.exit("no first picture: " + self.said())
            time.sleep(0.1)
        time.sleep(0.5)

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def hand(self, *words):
        subprocess.run(["xdotool", *words], env=self.env, check=True)

    def click(self, x, y):
        self.hand("mousemove", str(x), str(y), "click", "1")
        time.sleep(0.3)

    def key(self, name):
        self.hand("key", name)
        time.sleep(0.3)

    def close(self):
        self.reader.terminate()
        self.reader.wait(10)
        self.x.terminate()
        self.x.wait(10)
        found = re.search(r"frames presented: (\d+), (\d+) of them late, (\d+) ms", self.said())
        return tuple(int(n) for n in found.groups()) if found else sys.exit(self.said())


def read(kiosk, rounds=ROUNDS):
    """An article, a few of its pages, home; so that often."""
    for _ in range(rounds):
        kiosk.click(400, 500)
        for _ in range(4):
            kiosk.click(1200, 500)
        kiosk.key("Home")


def install(bench, kiosk, waits):
    """Newer editions come, one after the other; how long each waited until the reader had it ready."""
    for edition in range(1, EDITIONS + 1):
        run("nice", bench.sync, "import", bench.path(f"www{edition}"), "-c", bench.path("kiosk.conf"))
        begin = time.monotonic()
        while kiosk.said().count(READY) < edition and time.monotonic() < begin + 60:
            time.sleep(0.05)
        waits.append(time.monotonic() - begin)


def work(bench, build, offers):
    """The same pages read by a script, with `offers` newer editions: pieces of work, those longer than a frame, the longest."""
    script = ["wait 1000"]
    for number in range(ROUNDS):
        script += ["tap 30% 60%"] + ["tap 94% 60%"] * 4 + ["key home"]
        if number % 3 == 1 and number // 3 < offers:
            script.insert(-3, f"offer {bench.path(f'b{number // 3 + 1}.lutrin')}")
    with open(bench.path("script"), "w", encoding="utf-8") as file:
        file.write("\n".join(script) + "\n")
    said = run(os.path.join(build, "lutrin-trace"), "replay", bench.path("script"), bench.path("b0.lutrin"), "--size", "800x480",
               "--work").stdout  # small, so that an article has pages
    found = re.search(r"work: (\d+) pieces, the longest (\d+) us, at line (\d+); (\d+) longer", said)
    pieces, longest, line, late = (int(number) for number in found.groups())
    print(f"  {'with offers' if offers else 'alone':12}{pieces:8}{late:8}{longest / 1000:10.1f} ms   ({script[line - 1] if line else 'first page'})")


def tell(name, figures):
    print(f"  {name:12}{figures[0]:8}{figures[1]:8}{figures[2]:10} ms", flush=True)


def main():
    build, tree = (os.path.abspath(argument) for argument in sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else ARTICLES
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            skip(f"{tool} is not here (board/apt-test)")
    prose = find_prose(tree)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.join(build, "lutrin-pack"), os.path.join(build, "lutrin-sync"), prose, folder)
        bench.port = 0
        bench.kiosk("kiosk")
        for edition in range(EDITIONS + 1):
            name = f"b{edition}.lutrin"
            bench.build(name, range(edition * 5, count + edition * 5), set(range(100 * edition, 100 * edition + 20)),
                        bench.path(f"b{edition - 1}.lutrin") if edition else None)
            bench.publish(name)
            shutil.copytree(bench.path("www"), bench.path(f"www{edition}"))
        run(bench.sync, "import", bench.path("www0"), "-c", bench.path("kiosk.conf"))
        print(f"  {'':12}{'pieces':>8}{'late':>8}{'longest':>13}   of processor time")
        work(bench, build, 0)
        work(bench, build, EDITIONS)
        print(f"  {'':12}{'frames':>8}{'late':>8}{'longest':>13}")
        kiosk = Kiosk(build, bench.path("kiosk"), bench.path("log"))
        read(kiosk)
        tell("alone", kiosk.close())
        kiosk, waits = Kiosk(build, bench.path("kiosk"), bench.path("log")), []
        postman = threading.Thread(target=install, args=(bench, kiosk, waits))
        postman.start()
        while postman.is_alive():
            read(kiosk, 1)
        postman.join()
        read(kiosk, 2)
        figures = kiosk.close()
        tell("switching", figures)
        print(f"  {kiosk.said().count(READY)} of {EDITIONS} newer editions were ready after",
              ", ".join(f"{wait:.1f} s" for wait in waits))


main()

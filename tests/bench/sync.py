#!/usr/bin/env python3
"""sync.py LUTRIN-PACK LUTRIN-SYNC TREE [ARTICLES]: what a release costs a kiosk, in bytes and requests, beside zsync.

A bundle of ARTICLES (20,000) is published, installed from a real nginx, published anew with a day's changes (30 new, 60
edited, 30 expired) and with a larger change (1% of each), and fetched by lutrin-sync and by zsync from the same server.
Bytes are those that nginx sent, headers included. It judges nothing.
"""
import gzip, json, os, random, shutil, socket, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../suites"))
from ingest import SKIPPED, find_suites

ARTICLES, SEED = 20000, 1
PLAN = "[site]\ntitle = Bench\nlang = fr\nurl = https://bench.example/\ncredit = -\n[sources]\nsource = feed.json\n"
NGINX = """daemon off; master_process off; pid {dir}/nginx.pid; error_log {dir}/error.log;
events {{ worker_connections 64; }}
http {{ log_format bytes '$bytes_sent $request_uri'; access_log {dir}/access.log bytes; root {dir}/www;
  client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3; uwsgi_temp_path {dir}/t4;
  scgi_temp_path {dir}/t5; server {{ listen 127.0.0.1:{port}; }} }}
"""


def skip(reason):
    print("skipped:", reason)
    sys.exit(SKIPPED)


def find_prose(tree):
    path = os.path.join(find_suites(tree) or "", "typography", "fr-prose.txt.gz")
    if not os.path.exists(path):
        skip("no typography suite in $LUTRIN_SUITES or ../shared/suites")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [line.strip() for line in file if len(line) > 200]


def article(number, prose, edited):
    """Three to seven paragraphs of shuffled words, so that no two articles share a sentence."""
    draw = random.Random(SEED * 1000003 + number)
    words = " ".join(draw.choice(prose) for _ in range(draw.randint(3, 7))).split()
    draw.shuffle(words)
    text = " ".join(words)
    parts = [text[i:i + 500] for i in range(0, len(text), 500)]
    if edited:
        parts[draw.randrange(len(parts))] += f" Correction : il fallait lire {draw.randint(10, 999)}."
    return {"id": f"https://bench.example/{number}", "title": " ".join(words[:7]).capitalize(),
            "content_html": "".join(f"<p>{part}</p>" for part in parts), "language": "fr",
            "date_published": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1700000000 + number * 600))}


def run(*command, cwd=None, ok=(0,)):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode not in ok:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout[-800:]}{done.stderr[-800:]}")
    return done


class Bench:
    def __init__(self, pack, sync, prose, folder):
        self.pack, self.sync, self.prose, self.folder = pack, sync, prose, folder
        os.makedirs(self.path("www"))
        with open(self.path("SITE.ini"), "w", encoding="utf-8") as file:
            file.write(PLAN)
        run(pack, "keygen", "desk", cwd=folder)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def build(self, name, numbers, edited, base=None):
        items = [article(number, self.prose, number in edited) for number in numbers]
        with open(self.path("feed.json"), "w", encoding="utf-8") as file:
            json.dump({"version": "https://jsonfeed.org/version/1.1", "title": "Bench", "items": items}, file)
        run(self.pack, "build", "-c", "SITE.ini", *(["--base", base] if base else []), "-o", name, cwd=self.folder)

    def publish(self, name):
        run(self.pack, "publish", name, "www", "--key", "desk.key", "--spread", "0", cwd=self.folder)

    def serve(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        with open(self.path("nginx.conf"), "w", encoding="ascii") as file:
            file.write(NGINX.format(dir=self.folder, port=self.port))
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.server = subprocess.Popen([nginx, "-c", self.path("nginx.conf"), "-p", self.folder])
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        sys.exit("nginx does not start")

    def traffic(self, action):
        """Bytes and requests of what `action` fetches."""
        open(self.path("access.log"), "w", encoding="ascii").close()
        action()
        time.sleep(0.3)
        with open(self.path("access.log"), encoding="ascii") as file:
            sent = [int(line.split()[0]) for line in file]
        return sum(sent), len(sent)

    def kiosk(self, name):
        with open(self.path(name + ".conf"), "w", encoding="ascii") as file:
            file.write(f"[shelf]\nlibrary = {self.path(name)}\n[trust]\nkey = {self.path('desk.pub')}\n"
                       f"[network]\nurl = http://127.0.0.1:{self.port}\nallow_local = yes\n")

    def update(self, name):
        run(self.sync, "once", "-c", self.path(name + ".conf"))

    def zsync(self, old, new):
        run("zsyncmake", "-b", "2048", "-u", new, "-o", self.path("www", new + ".zsync"), self.path("www", new))
        out = self.path("zsync")
        shutil.rmtree(out, ignore_errors=True)
        os.makedirs(out)
        url = f"http://127.0.0.1:{self.port}/{new}.zsync"
        return self.traffic(lambda: run("zsync", "-q", "-i", self.path(old), "-o", new, url, cwd=out))


def compare(bench, label, count, new, edited, expired, number):
    draw = random.Random(number)
    numbers = list(range(expired, count + new))
    name = f"b{number}.lutrin"
    bench.build(name, numbers, set(draw.sample(range(expired, count), edited)), bench.path("b1.lutrin"))
    shutil.rmtree(bench.path("www"))
    os.makedirs(bench.path("www"))
    bench.publish("b1.lutrin")
    bench.kiosk(f"kiosk{number}")
    first = bench.traffic(lambda: bench.update(f"kiosk{number}"))
    bench.publish(name)
    ours = bench.traffic(lambda: bench.update(f"kiosk{number}"))
    nothing = bench.traffic(lambda: bench.update(f"kiosk{number}"))
    shutil.copy(bench.path(name), bench.path("www", name))
    theirs = bench.zsync("b1.lutrin", name)
    print(f"{label}: {new} new, {edited} edited, {expired} expired of {count}; "
          f"the bundle is {os.path.getsize(bench.path(name)) / 1e6:.1f} MB")
    print(f"  {'':14}{'bytes':>12}{'requests':>10}")
    for who, (size, requests) in (("first", first), ("lutrin-sync", ours), ("zsync", theirs), ("nothing new", nothing)):
        print(f"  {who:14}{size:12,}{requests:10}")
    print(f"  lutrin-sync fetches {theirs[0] / ours[0]:.2f} times fewer bytes than zsync", flush=True)


def main():
    pack, sync, tree = (os.path.abspath(argument) for argument in sys.argv[1:4])
    count = int(sys.argv[4]) if len(sys.argv) > 4 else ARTICLES
    for tool, path in (("zsync", ""), ("zsyncmake", ""), ("nginx", ":/usr/sbin")):
        if not shutil.which(tool, path=os.environ["PATH"] + path):
            skip(f"{tool} is not there (apt packages: board/apt-bench)")
    prose = find_prose(tree)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(pack, sync, prose, folder)
        bench.serve()
        try:
            bench.build("b1.lutrin", range(count), set())
            compare(bench, "a day", count, max(1, count * 30 // 20000), max(1, count * 60 // 20000),
                    max(1, count * 30 // 20000), 2)
            compare(bench, "a month", count, count // 100, count // 100, count // 100, 3)
        finally:
            bench.server.kill()
            bench.server.wait()


if __name__ == "__main__":
    main()

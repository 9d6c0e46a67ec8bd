#!/usr/bin/env python3
"""extract.py LUTRIN-TRACE TREE BUILD_TYPE [ROUNDS]: saved web pages, each read for its article by Lutrin and by Readability.js.

The same files in the same order, one process each that reads them all and prints each article as a line of JSON, in turns,
so that what else the machine does falls on both; seconds are of processor time, memory is the most that the process had. It judges nothing: it prints. Readability
runs on linkedom, the lightest tree that it works on, in node. Its packages are looked for in $LUTRIN_BENCH_MODULES, else
in build-release/bench (tests/bench/run extract installs them there). Exit code 77: no pages or no Readability.
"""
import gzip, json, os, shutil, statistics, subprocess, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../suites"))
from ingest import SKIPPED, find_suites

RUN_SECONDS, QUICK_PAGES = 600, 60
HERE = os.path.dirname(os.path.abspath(__file__))


def find_pages(tree):
    suite = os.path.join(find_suites(tree) or "", "extraction")
    if not os.path.isdir(suite):
        return []
    with open(os.path.join(suite, "cases.json"), encoding="utf-8") as file:
        return [os.path.join(suite, case["html"]) for case in json.load(file)]


def find_modules(tree):
    places = [os.environ.get("LUTRIN_BENCH_MODULES"), os.path.join(tree, "build-release/bench")]
    needed = ("node_modules/@mozilla/readability", "node_modules/linkedom")
    return next((os.path.abspath(p) for p in places if p and all(os.path.isdir(os.path.join(p, n)) for n in needed)), None)


def unpack(pages, folder):
    names, size = [], 0
    for number, page in enumerate(pages):
        with gzip.open(page) as file:
            data = file.read()
        size += len(data)
        names.append(os.path.join(folder, f"{number}.html"))
        with open(names[-1], "wb") as file:
            file.write(data)
    return names, size


def run(command, names, answers):
    """Processor seconds and peak memory (bytes) of one process that reads all the pages; its answers go into a file."""
    with tempfile.TemporaryFile() as asked, open(answers, "wb") as out:
        asked.write("".join(name + "\n" for name in names).encode())
        asked.seek(0)
        child = subprocess.Popen(command, stdin=asked, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def find_articles(answers):
    """How many answers hold an article, and the bytes of their text."""
    with open(answers, encoding="utf-8") as file:
        texts = [json.loads(line).get("text") or "" for line in file if line.strip()]
    return sum(bool(text) for text in texts), sum(len(text.encode()) for text in texts)


def main():
    trace, tree, build = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 5 if build == "Release" else 1
    pages, modules = find_pages(tree), find_modules(tree)
    if not pages or not modules or not shutil.which("node"):
        print("skipped:", "no pages" if not pages else "no node with Readability (tests/bench/run extract)")
        sys.exit(SKIPPED)
    if build != "Release":
        pages = pages[:QUICK_PAGES]
    peers = {"lutrin": [trace, "extract", "-"], "readability.js": ["node", os.path.join(HERE, "extract.mjs"), modules]}
    seconds, memory, answers = {name: [] for name in peers}, dict.fromkeys(peers, 0), {}
    with tempfile.TemporaryDirectory() as folder:
        names, size = unpack(pages, folder)
        for _ in range(rounds):
            for name, command in peers.items():
                answers[name] = os.path.join(folder, name + ".out")
                spent, most = run(command, names, answers[name])
                seconds[name].append(spent)
                memory[name] = max(memory[name], most)
        found = {name: find_articles(answers[name]) for name in peers}
    print(f"{len(pages)} web pages, {size / 1e6:.1f} MB; {rounds} rounds in turns, build {build}")
    if build != "Release":
        print("not built for speed: these figures say nothing")
    print(f"{'':15} {'median s':>9} {'pages/s':>8} {'MB/s':>6} {'peak MB':>8} {'articles':>9} {'text MB':>8}")
    for name, values in seconds.items():
        middle = statistics.median(values)
        print(f"{name:15} {middle:9.2f} {len(pages) / middle:8.0f} {size / 1e6 / middle:6.1f} {memory[name] / 1e6:8.0f} "
              f"{found[name][0]:9} {found[name][1] / 1e6:8.2f}")
    ratio = statistics.median(seconds["readability.js"]) / statistics.median(seconds["lutrin"])
    print(f"Lutrin is {ratio:.1f} times as fast, in {memory['lutrin'] / memory['readability.js']:.2f} times the memory")


if __name__ == "__main__":
    main()

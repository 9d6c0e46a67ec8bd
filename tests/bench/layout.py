#!/usr/bin/env python3
"""layout.py LAYOUT_BENCH TREE BUILD_TYPE [ROUNDS]: French prose as one web page, set by Lutrin and by MuPDF in turns.

Both read the same HTML and write the text of all pages. *cold* is a whole process, from its start to its end; *warm* is
once more in a process that has done it before: Lutrin's own clock, and for MuPDF what a second file costs mutool beyond the
first. Seconds are of processor time, and rounds are interleaved, so that what else the machine does falls on both; the table has the best and the median
of them, and the ratio is that of the medians. It judges nothing: it prints. Exit code 77: no corpus or no mutool.
"""
import gzip, html, os, resource, shutil, statistics, subprocess, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../suites"))
from ingest import SKIPPED, find_suites

RUN_SECONDS = 300
CORPUS, CORPUS_BYTES = "typography/fr-prose.txt.gz", 1_000_000
MEASURE = ["-W", "640", "-H", "800", "-S", "22"]  # about a column of the panel that layout_bench sets for
MORE = 4  # times that mutool reads the page after the first, in one process: a difference of two single runs is mostly noise


def corpus(tree):
    path = os.path.join(find_suites(tree) or "", CORPUS)
    if not os.path.isfile(path):
        return None
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = [line.strip() for line in file if line.strip()]
    paragraphs, size = [], 0
    while size < CORPUS_BYTES:
        paragraphs.append(found[len(paragraphs) % len(found)])
        size += len(paragraphs[-1].encode())
    return paragraphs, size


def write_page(path, paragraphs):
    with open(path, "w", encoding="utf-8") as file:
        file.write('<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Prose</title></head><body>'
                   "<article><h1>Prose</h1>\n")
        file.writelines(f"<p>{html.escape(p)}</p>\n" for p in paragraphs)
        file.write("</article></body></html>\n")


def spent(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, timeout=RUN_SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def mutool(page, times):
    return ["mutool", "draw", "-q", "-F", "text", *MEASURE, "-o", "/dev/null"] + [page] * times


class Warm:
    """A layout_bench that stays."""

    def __init__(self, program, page):
        self.process = subprocess.Popen([program, page, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def once(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        fields = self.process.stdout.readline().split()
        return [float(f) for f in fields[:4]], int(fields[4]), int(fields[5])

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def measure(program, page, rounds):
    times = {name: [] for name in ("lutrin cold", "mutool cold", "lutrin warm", "mutool warm", "lutrin layout", "lutrin ingest")}
    warm = Warm(program, page)
    warm.once()
    for _ in range(rounds):
        times["lutrin cold"].append(spent([program, page]))
        once = spent(mutool(page, 1))
        times["mutool cold"].append(once)
        stages, size, pages = warm.once()
        times["lutrin warm"].append(sum(stages))
        times["lutrin ingest"].append(stages[1])
        times["lutrin layout"].append(stages[2])
        times["mutool warm"].append(max((spent(mutool(page, 1 + MORE)) - once) / MORE, 1e-6))
    warm.end()
    return times, size, pages


def main():
    program, tree, build = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 7 if build == "Release" else 1
    found = corpus(tree)
    if not found or not shutil.which("mutool"):
        print("skipped: no", "corpus" if not found else "mutool (board/apt bench)")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "prose.html")
        write_page(page, found[0])
        times, size, pages = measure(program, page, rounds)
    print(f"{size / 1e6:.2f} MB of French prose, {pages} pages of 1280x800 by Lutrin; {rounds} rounds in turns, build {build}")
    if build != "Release":
        print("not built for speed: these figures say nothing")
    print(f"{'':15} {'best s':>8} {'median s':>9} {'MB/s':>7}")
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:15} {min(values):8.3f} {middle:9.3f} {size / 1e6 / middle:7.2f}")
    for kind in ("cold", "warm"):
        ratio = statistics.median(times[f"mutool {kind}"]) / statistics.median(times[f"lutrin {kind}"])
        print(f"{kind}: Lutrin is {ratio:.2f} times as fast as MuPDF")
    ratio = statistics.median(times["mutool warm"]) / statistics.median(times["lutrin layout"])
    print(f"warm, layout alone: {ratio:.2f} times as fast as all that MuPDF does")


main()

#!/usr/bin/env python3
"""typography.py LUTRIN-PACK LUTRIN-TRACE TREE: sets the suite's French and English prose and scores every line.

At 60 to 70 characters a line the figures must reach what total fit is worth; at 34 and 45 nothing may be overfull or
ragged. The scorer lies beside the data.
"""
import gzip, html, json, os, subprocess, sys, tempfile

from ingest import SKIPPED, fail, find_suites

RUN_SECONDS, PARAGRAPH_LEAST_BYTES = 120, 200
LIMITS = {"ratio_mean": 1.15, "ratio_sd": 0.28, "p99": 1.9, "over_2": 0.007, "rivers_per_1000": 5, "hyphenated": 0.2,
          "runts": 0.03}
NOUGHT = ("hyphen_runs3", "widows", "orphans", "overfull", "hyphen_at_page_end", "ragged", "one_word_lines")
# body in px, width of the panel in px, characters a line (least, most) of lines that are filled
SETTINGS = [(22, 760, 60, 63), (22, 860, 68, 71), (28, 960, 60, 64), (28, 1060, 66, 71), (22, 438, 33, 36),
            (28, 715, 43, 47)]
WIDE_CHARS = 60

PLAN = """[site]
title = Prose
lang = {lang}
url = https://prose.example/
credit = -
[sources]
source = articles
"""


def write_articles(folder, suite, lang):
    with gzip.open(os.path.join(suite, f"{lang}-prose.txt.gz"), "rt", encoding="utf-8") as file:
        paragraphs = [line.strip() for line in file if len(line.strip().encode()) >= PARAGRAPH_LEAST_BYTES]
    os.makedirs(os.path.join(folder, "articles"))
    with open(os.path.join(folder, "articles", "prose.html"), "w", encoding="utf-8") as file:
        file.write(f'<!DOCTYPE html><html lang="{lang}"><meta charset="utf-8"><title>Prose</title>\n<article><h1>Prose</h1>\n')
        file.writelines(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs)
    with open(os.path.join(folder, "SITE.ini"), "w", encoding="utf-8") as file:
        file.write(PLAN.format(lang=lang))


def run(command, out=None):
    done = subprocess.run(command, stdout=out or subprocess.PIPE, stderr=subprocess.PIPE, timeout=RUN_SECONDS)
    if done.returncode:
        fail(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def chars_a_line(path):
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    filled = [len(line["text"]) for line in lines if not line["last"]]
    return sum(filled) / len(filled)


def score(lang, body, width, dump, suite):
    figures = json.loads(run([sys.executable, os.path.join(suite, "justify_score.py"), dump]))
    chars = chars_a_line(dump)
    told = " ".join(f"{name} {figures[name]}" for name in list(LIMITS) + ["max", "demerits_per_line"])
    print(f"{lang} {body} px, {chars:.1f} characters, {figures['lines']} lines: {told}")
    wrong = [f"{name} {figures[name]}" for name in NOUGHT if figures[name]]
    if chars >= WIDE_CHARS - 1:
        wrong += [f"{name} {figures[name]} > {most}" for name, most in LIMITS.items() if figures[name] > most]
    return chars, wrong


def main():
    pack, trace, tree = sys.argv[1:4]
    suites = find_suites(tree)
    suite = suites and os.path.join(suites, "typography")
    if not suite or not os.path.exists(os.path.join(suite, "fr-prose.txt.gz")):
        print("skipped: no typography suite in $LUTRIN_SUITES or ../shared/suites")
        return SKIPPED
    failures = []
    for lang in ("fr", "en"):
        with tempfile.TemporaryDirectory() as folder:
            write_articles(folder, suite, lang)
            bundle, dump = os.path.join(folder, "prose.lutrin"), os.path.join(folder, "lines.jsonl")
            run([pack, "build", "-c", os.path.join(folder, "SITE.ini"), "-o", bundle])
            for body, width, least, most in SETTINGS:
                with open(dump, "wb") as out:
                    run([trace, "layout", bundle, "1", "--size", f"{width}x1000", "--text-size", str(body), "--jsonl"], out)
                chars, wrong = score(lang, body, width, dump, suite)
                if not least <= chars <= most:
                    wrong.append(f"{chars:.1f} characters a line where {least} to {most} were meant")
                failures += [f"{lang} {body} px on {width}: {what}" for what in wrong]
    if failures:
        fail("; ".join(failures))
    return 0


sys.exit(main())

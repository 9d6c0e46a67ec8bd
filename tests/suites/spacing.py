#!/usr/bin/env python3
"""spacing.py LUTRIN-TRACE TREE: French spacing and the laws of lutrin-trace typo.

All items of the suite must come out as it says; guillemets may have either no-break space inside, and quotes and
apostrophes that an item leaves as a typewriter has them are folded, since setting those right is another part of the same
work. Then, over long prose and over random strings in every language that is known: no letter or digit changes, and
setting right twice is the same as once.
"""
import gzip, json, os, random, re, subprocess, sys, unicodedata

from ingest import SKIPPED, fail, find_suites

LANGS = ("fr", "fr-CH", "fr-CA", "en", "de", "de-CH", "es")
SIGNS = list("""  '"'".,;:!?-()[]/%°«»‹›“”„‚‘’…–—$€1234567890abnsehIVX=@_&{}""") + [
    "\u00a0", "\u202f", "...", "--", " - ", "l'", "s' ", "'n'", "e\u0301", "10 000", "n°5", "M. X", "été", "http://a.b/", "a.txt"]
SEED, RANDOM_LINES = 20261125, 20000


def typo(trace, lang, text):
    return subprocess.run([trace, "typo", "--lang", lang], input=text.encode(), capture_output=True, check=True,
                          timeout=120).stdout.decode()


def folded(text):
    text = re.sub("«[\u00a0\u202f]|[\u00a0\u202f]»", lambda m: m[0].replace("\u00a0", "\u202f"), text)
    return text.replace("’", "'")


def items(trace, cases):
    got = typo(trace, "fr", "\n".join(case["input"] for case in cases) + "\n").split("\n")
    wrong = 0
    for number, (case, line) in enumerate(zip(cases, got)):
        want, have = folded(case["expected"]), folded(line)
        if want != have and re.sub(r'"([^"]*)"', "«\u202f\\1\u202f»", want) != have:
            print(f"  item {number}: {case['input']!a}: {line!a} for {case['expected']!a}")
            wrong += 1
    print(f"french-spacing {len(cases) - wrong}/{len(cases)}")
    return wrong


def skeleton(text):
    return [c for c in text if unicodedata.category(c)[0] in "LNM"]


def laws(trace, lang, name, text):
    once = typo(trace, lang, text)
    twice = typo(trace, lang, once)
    wrong = 0
    for given, one, two in zip(text.split("\n"), once.split("\n"), twice.split("\n")):
        if skeleton(given) != skeleton(one) or one != two:
            what = "not the same twice" if one != two else "a letter changed"
            if wrong < 10:
                print(f"  {name} {lang}: {what}: {given!a}\n    {one!a}\n    {two!a}")
            wrong += 1
    if once.count("\n") != text.count("\n"):
        fail(f"{name} {lang}: lines were lost")
    changed = sum(a != b for a, b in zip(text.split("\n"), once.split("\n")))
    print(f"{name} {lang}: {changed} of {text.count(chr(10))} lines set, {wrong} against the laws")
    return wrong


def saved_pages(trace, suites):
    """The laws over the text of the extraction suite's pages, each in its language; how many lines are against them."""
    texts = {}
    folder = os.path.join(suites, "extraction")
    if not os.path.exists(os.path.join(folder, "cases.json")):
        return 0
    with open(os.path.join(folder, "cases.json"), encoding="utf-8") as file:
        cases = json.load(file)
    for case in cases:
        path = os.path.join(folder, case.get("expected") or "")
        lang = (case.get("lang") or "en")[:2]
        if lang in LANGS and path.endswith(".txt") and os.path.exists(path):
            with open(path, encoding="utf-8", errors="replace") as file:
                texts.setdefault(lang, []).append(file.read().replace("\0", " ").replace("\r", " "))
    return sum(laws(trace, lang, "pages", "\n".join(texts[lang]) + "\n") for lang in sorted(texts))


def main():
    trace, tree = sys.argv[1:3]
    dice = random.Random(SEED)
    lines = ["".join(dice.choice(SIGNS) for _ in range(dice.randint(1, 24))) for _ in range(RANDOM_LINES)]
    wrong = sum(laws(trace, lang, "random", "\n".join(lines) + "\n") for lang in LANGS)
    suites = find_suites(tree)
    if not suites or not os.path.exists(os.path.join(suites, "typography", "french-spacing.json")):
        if wrong:
            fail("a law is broken")
        print("skipped: no typography suite in $LUTRIN_SUITES or ../shared/suites")
        return SKIPPED
    folder = os.path.join(suites, "typography")
    with open(os.path.join(folder, "french-spacing.json"), encoding="utf-8") as file:
        wrong += items(trace, json.load(file))
    for prose in ("fr", "en"):
        text = gzip.open(os.path.join(folder, prose + "-prose.txt.gz"), "rt", encoding="utf-8").read()
        wrong += sum(laws(trace, lang, prose + "-prose", text) for lang in LANGS)
    return 1 if wrong + saved_pages(trace, suites) else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""place.py LUTRIN-PACK LUTRIN-TRACE TREE: fifty changes of type size in a row, in articles of the demo magazine.

A reader who turns to a page and then changes the type again and again keeps seeing the first words of that page, and has the
page back, word for word, when the type is what it was: in French, in Arabic, in Japanese, and in an article with a table.
"""
import os, subprocess, sys, tempfile

CHANGES, SIZES, FIRST_SIZE, FIRST_WORDS = 50, 5, 2, 14
ARTICLES = {"le-dernier-bac": 5, "le-pain-de-trois-jours": 4, "v-maktaba": 3, "v-tide-table": 3, "v-ashi": 2}  # and how often to turn
PLAN = "[site]\ntitle = Demo\nlang = fr\nurl = https://rives.example/\n[mirror]\nhttps://rives.example/ = {tree}/assets/demo\n"


def changes():
    """Up and down through all sizes, back at the first one at the end."""
    keys, size, step = [], FIRST_SIZE, 1
    while len(keys) < CHANGES - SIZES:
        step = step if 1 <= size + step <= SIZES else -step
        size += step
        keys.append(step)
    while size != FIRST_SIZE or len(keys) < CHANGES:
        step = (1 if size < FIRST_SIZE else -1) if size != FIRST_SIZE else 1
        size += step
        keys.append(step)
    return ["key larger" if step > 0 else "key smaller" for step in keys]


def squash(lines):
    return "".join("".join(lines).replace("-", "").split())


def play(trace, bundle, script, folder):
    path = os.path.join(folder, "script.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(script) + "\n")
    done = subprocess.run([trace, "replay", path, bundle, "--size", "800x480", "--text-only", "--lang", "fr"], timeout=120,
                          capture_output=True)
    if done.returncode:
        sys.exit(f"replay: exit code {done.returncode}: {done.stderr.decode(errors='replace')}")
    shown = [[]]
    for line in done.stdout.decode().splitlines():
        if line.startswith("== "):
            shown.append([])
        else:
            shown[-1].append(line)
    for i in range(1, len(shown)):  # nothing is said where nothing has changed
        shown[i] = shown[i] or shown[i - 1]
    return shown[1:]  # what stands on the screen after each step


def build(pack, tree, name, folder):
    plan, bundle = os.path.join(folder, "SITE.ini"), os.path.join(folder, f"{name}.lutrin")
    with open(plan, "w", encoding="utf-8") as file:
        file.write(PLAN.format(tree=tree))
    subprocess.run([pack, "build", "-q", "--offline", "-c", plan, "-o", bundle, f"{tree}/assets/demo/articles/{name}.html"],
                   check=True, timeout=120, stderr=subprocess.DEVNULL)
    return bundle


def main():
    pack, trace, tree = sys.argv[1], sys.argv[2], os.path.abspath(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        for name, turns in ARTICLES.items():
            bundle = build(pack, tree, name, folder)
            before = ["tap 50% 50%"] + ["key next"] * turns
            shown = play(trace, bundle, before + changes(), folder)
            begun, after = shown[len(before) - 1], shown[len(before):]
            body = [line for line in begun if len(squash([line])) >= FIRST_WORDS and not line.startswith(("‹", "[", "page "))]
            words = squash(body[0])[:FIRST_WORDS]
            for number, page in enumerate(after):
                if words not in squash(page):
                    sys.exit(f"{name}: after {number + 1} changes {words!r} is not shown any more: {page}")
            if after[-1] != begun or len(after) != CHANGES:
                sys.exit(f"{name}: after {len(after)} changes the page is another one: {begun} {after[-1]}")
            print(f"{name}: {words!r} stays, and {begun[-2]} comes back")


main()

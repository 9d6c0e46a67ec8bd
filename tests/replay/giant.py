#!/usr/bin/env python3
"""giant.py LUTRIN-PACK LUTRIN-TRACE: a paragraph of 200 KB through the press and the bundle is one paragraph on the pages.

A text is set in pieces, so that no page waits for all of it; a reader must not see them. Each line but the first begins at the
column's edge, each but the last reaches the other, and the lines together say what was written: as a paragraph, as the item of
a list, and with a stretch of it in italics and a link over all of it.
"""
import html, json, os, random, subprocess, sys, tempfile

BYTES, SIZE = 200_000, "1280x800"
LETTERS = "eeeeaaiinnoorrssttllududcmpvbgf"


def words(seed):
    source = random.Random(seed)
    text = []
    size = 0
    while size < BYTES:
        word = "".join(source.choice(LETTERS) for _ in range(source.randint(2, 9)))
        text.append(word)
        size += len(word) + 1
    return " ".join(text).capitalize() + "."


def layout(pack, trace, folder, body):
    page, bundle = os.path.join(folder, "giant.html"), os.path.join(folder, "giant.lutrin")
    with open(page, "w", encoding="utf-8") as file:
        file.write(f'<!DOCTYPE html><html lang="fr"><head><title>Un alinéa</title><link rel="canonical" href="https://r.example/g">'
                   f"</head><body><article><h1>Un alinéa</h1><p>Avant.</p>{body}<p>Après.</p></article></body></html>")
    subprocess.run([pack, "build", "-q", "--offline", "-o", bundle, page], check=True, timeout=120)
    done = subprocess.run([trace, "layout", bundle, "1", "--size", SIZE, "--jsonl"], check=True, timeout=120, capture_output=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def check(what, lines, text):
    paragraphs = {}
    for line in lines:
        paragraphs.setdefault(line["para"], []).append(line)
    giant = max(paragraphs.values(), key=len)
    said = "".join(line["text"] if line["text"].endswith("-") else line["text"] + ("" if line["hyphen"] else " ") for line in giant).strip()
    others = sum(len(p) for p in paragraphs.values()) - len(giant)
    left = {round(line["words"][0][0], 2) for line in giant[1:]}
    right = {round(line["words"][-1][0] + line["words"][-1][1] - line["width"], 2) for line in giant[:-1]}
    faults = []
    if said != text:
        faults.append(f"it says {len(said)} characters of {len(text)}")
    if others > 8:
        faults.append(f"{others} lines are of other paragraphs")
    if [line["line"] for line in giant] != list(range(len(giant))):
        faults.append("its lines are not counted through")
    if [line["last"] for line in giant] != [False] * (len(giant) - 1) + [True]:
        faults.append(f"{sum(line['last'] for line in giant)} of {len(giant)} lines end as a last line does")
    if len(left) != 1:
        faults.append(f"lines begin at {sorted(left)}")
    if min(right) < -1:
        faults.append(f"lines stop {min(right)} px before the edge")
    for fault in faults:
        print(f"{what}: {fault}")
    print(f"{what}: {len(giant)} lines on {giant[-1]['page'] - giant[0]['page'] + 1} pages")
    return not faults


def main():
    pack, trace = sys.argv[1:3]
    plain, listed, marked = words(1), words(2), words(3)
    third = len(marked) // 3
    with_spans = f'<a href="https://r.example/x">{marked[:third]}<em>{marked[third:2 * third]}</em>{marked[2 * third:]}</a>'
    with tempfile.TemporaryDirectory() as folder:
        good = [check("paragraph", layout(pack, trace, folder, f"<p>{html.escape(plain)}</p>"), plain),
                check("item", layout(pack, trace, folder, f"<ol><li>{listed}</li><li>Encore.</li></ol>"), listed),
                check("spans", layout(pack, trace, folder, f"<p>{with_spans}</p>"), marked)]
    sys.exit(0 if all(good) else 1)


main()

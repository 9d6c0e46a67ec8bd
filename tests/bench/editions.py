#!/usr/bin/env python3
"""editions.py LUTRIN-PACK [ARTICLES]: what the next edition of a large paper costs its press and its kiosks.

ARTICLES (100,000) web pages in a folder become a bundle; then 1 % of them are edited, 1 % are new and the oldest 1 % gone,
and the folder becomes the next one (--base). Last, a feed tells of the new and edited ones alone, and the press carries on
the others ([retention] carry). For each build its processor seconds and the most memory it had; for each new edition what
zstd needs to make it of the last (--patch-from), beside the text that is new in it. It judges nothing: it prints.
"""
import json, os, random, shutil, subprocess, sys, tempfile, time

ARTICLES, SEED, WORDS, SYLLABLES = 100000, 1, 20000, "ba bo ca che da de du fa gra il jo la le lou ma mi no pa pré qui ra ri sa ser ta tou ur va vé".split()
PLAN = "[site]\ntitle = Bench\nlang = fr\nurl = https://bench.example/\ncredit = -\n[sources]\nsource = {source}\n{more}"
CARRY = "[retention]\ncarry = yes\narticles = {count}\n"
BEGIN = 1262304000  # 2010, an article an hour


class Paper:
    """Articles by number: three to nine paragraphs of words of which few are frequent, no two articles alike."""

    def __init__(self):
        draw = random.Random(SEED)
        self.words = ["".join(draw.choices(SYLLABLES, k=draw.randint(1, 4))) for _ in range(WORDS)]
        total, self.weights = 0.0, []
        for rank in range(WORDS):
            total += 1 / (rank + 20)
            self.weights.append(total)

    def article(self, number, edited):
        draw = random.Random(SEED * 1000003 + number)
        words = draw.choices(self.words, cum_weights=self.weights, k=draw.randint(300, 900))
        parts = [" ".join(words[at:at + 100]).capitalize() + "." for at in range(6, len(words), 100)]
        if edited:
            parts[draw.randrange(len(parts))] += f" Correction : il fallait lire {draw.randint(10, 999)}."
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(BEGIN + number * 3600))
        return " ".join(words[:6]).capitalize(), when, "".join(f"<p>{part}</p>\n" for part in parts)

    def page(self, number, edited):
        title, when, body = self.article(number, edited)
        return (f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>{title}</title>\n'
                f'<link rel="canonical" href="https://bench.example/{number}">\n'
                f'<meta property="article:published_time" content="{when}"></head>\n'
                f"<body><article><h1>{title}</h1>\n{body}</article></body></html>\n")

    def item(self, number, edited):
        title, when, body = self.article(number, edited)
        return {"id": f"https://bench.example/{number}", "url": f"https://bench.example/{number}", "title": title,
                "content_html": body, "language": "fr", "date_published": when}


def write(folder, paper, numbers, edited=()):
    size = 0
    for number in numbers:
        text = paper.page(number, number in edited)
        size += len(text.encode())
        name = os.path.join(folder, f"{number % 1000:03}", f"{number}.html")
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
    return size


def build(pack, folder, name, plan, base=None):
    with open(os.path.join(folder, name + ".ini"), "w", encoding="utf-8") as file:
        file.write(plan)
    command = [pack, "build", "-q", "--offline", "-c", name + ".ini", *(["--base", base] if base else []), "-o", name + ".lutrin"]
    child = subprocess.Popen(command, cwd=folder)
    _, status, used = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)}: exit code {os.waitstatus_to_exitcode(status)}")
    child.returncode = 0
    size = os.path.getsize(os.path.join(folder, name + ".lutrin"))
    print(f"  {name:22} {used.ru_utime + used.ru_stime:10.1f} s {used.ru_maxrss * 1024 / 1e6:8.1f} MB {size / 1e6:10.1f} MB", flush=True)


def tell_delta(folder, old, new, fresh):
    if not shutil.which("zstd"):
        return
    delta = os.path.join(folder, "delta.zst")
    subprocess.run(["zstd", "-q", "-f", "--long=31", "-3", f"--patch-from={old}.lutrin", f"{new}.lutrin", "-o", delta],
                   cwd=folder, check=True)
    whole = os.path.getsize(os.path.join(folder, new + ".lutrin"))
    print(f"  {new} is made of {old} with {os.path.getsize(delta) / 1e6:.2f} MB, {100 * os.path.getsize(delta) / whole:.2f} % of it; "
          f"the pages that are new or edited have {fresh / 1e6:.1f} MB", flush=True)


def main():
    pack, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else ARTICLES
    paper, part = Paper(), max(1, count // 100)
    edited = set(random.Random(SEED).sample(range(part, count), part))
    with tempfile.TemporaryDirectory(prefix="lutrin-editions-") as folder:
        pages = os.path.join(folder, "pages")
        size = write(pages, paper, range(count))
        print(f"{count:,} pages of {size / 1e6:.0f} MB; then {part:,} edited, {part:,} new, {part:,} gone")
        print(f"  {'':22} {'processor':>12} {'memory':>11} {'bundle':>13}", flush=True)
        build(pack, folder, "first", PLAN.format(source="pages", more=""))
        fresh = write(pages, paper, edited, edited) + write(pages, paper, range(count, count + part))
        for number in range(part):
            os.remove(os.path.join(pages, f"{number % 1000:03}", f"{number}.html"))
        build(pack, folder, "anew", PLAN.format(source="pages", more=""), "first.lutrin")
        items = [paper.item(number, number in edited) for number in [*range(count, count + part), *sorted(edited)]]
        with open(os.path.join(folder, "feed.json"), "w", encoding="utf-8") as file:
            json.dump({"version": "https://jsonfeed.org/version/1.1", "title": "Bench", "items": items}, file)
        build(pack, folder, "carried", PLAN.format(source="feed.json", more=CARRY.format(count=count)), "first.lutrin")
        tell_delta(folder, "first", "anew", fresh)
        tell_delta(folder, "first", "carried", fresh)


if __name__ == "__main__":
    main()

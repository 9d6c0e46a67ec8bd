#!/usr/bin/env python3
"""exports.py LUTRIN-TRACE TREE: runs a suite of WordPress and Ghost exports through lutrin-trace feed.

For each file that its makers could parse: every published item that no password guards must come out, in order, with its
title, its date and all the words of its body; nothing else may. Files they could not parse must not harm the program.
"""
import json, os, re, subprocess, sys

from ingest import SKIPPED, fail, find_suites, live_markup

FILE_SECONDS = 60
FLOORS = {"items": 100.0, "titles": 100.0, "dates": 100.0, "words": 100.0}


def words_of(html, textof):
    return re.findall(r"\w+", textof(html or ""))


def wanted_items(case):
    if case["kind"] == "ghost":
        return [post for post in case["posts"] if post["status"] == "published"], 0
    public = [i for i in case["items"] if i["type"] in ("post", "page") and i["status"] == "publish"]
    return [i for i in public if not i["password"]], sum(i["password"] for i in public)


def seconds(date):
    found = re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d", date or "")
    return found.group().replace(" ", "T") if found else None


def compare(case, entries, textof, tally):
    wanted, _ = wanted_items(case)
    tally["items"][0] += sum(a is not None for _, a in zip(wanted, entries))
    tally["items"][1] += max(len(wanted), len(entries))
    for item, entry in zip(wanted, entries):
        title = " ".join(textof(item["title"] or "").split())
        text = words_of(entry.get("content"), textof)
        unrendered = not item["words"] and (item.get("has_lexical") or item.get("has_mobiledoc")) and not item["has_html"]
        same = {
            "titles": " ".join((entry.get("title") or "").split()) == title,
            "dates": not seconds(item["date"]) or seconds(entry.get("published")) == seconds(item["date"]),
            # a body that Ghost did not render has no words to compare with: only that there is one
            "words": bool(entry.get("content")) if unrendered
            else (len(text), text[:6], text[-6:]) == (item["words"], item["first"], item["last"]),
        }
        for figure, fine in same.items():
            tally[figure][0] += fine
            tally[figure][1] += 1
            if not fine:
                print(f"  {figure}: {case['file']}: {item['title']!r}: {item['words']} {item['first']}..{item['last']}"
                      f" {item['date']}, but {len(text)} {text[:6]}..{text[-6:]} {entry.get('published')}"
                      f" {entry.get('title')!r}")


def main():
    trace, tree = sys.argv[1:3]
    suites = find_suites(tree)
    if not suites or not os.path.exists(os.path.join(suites, "exports", "cases.json")):
        print("skipped: no exports suite in $LUTRIN_SUITES or ../shared/suites")
        return SKIPPED
    sys.path.insert(0, os.path.join(suites, "extraction"))
    from textof import textof
    with open(os.path.join(suites, "exports", "cases.json"), encoding="utf-8") as file:
        cases = json.load(file)
    tally = {figure: [0, 0] for figure in FLOORS}
    recovered = guarded = 0
    for case in cases:
        run = subprocess.run([trace, "feed", os.path.join(suites, "exports", case["file"])], capture_output=True,
                             timeout=FILE_SECONDS)
        if run.returncode not in (0, 65):
            fail(f"{case['file']}: exit code {run.returncode}\n{run.stderr.decode(errors='replace')[-2000:]}")
        answer = json.loads(run.stdout)
        for entry in answer.get("entries", []):
            live_markup(case["file"], entry.get("content"), entry.get("summary"))
        if case.get("wellformed", True):
            compare(case, answer.get("entries", []), textof, tally)
            guarded += wanted_items(case)[1]
        else:
            recovered += bool(answer.get("entries")) or "entries" in answer
    print(f"{len(cases)} files, {recovered} ill-formed ones recovered, {guarded} items behind a password left out")
    status = 0
    for figure, (fine, all_) in tally.items():
        percent = 100.0 * fine / all_ if all_ else 0.0
        print(f"{figure:8} {fine}/{all_} {percent:.1f}%")
        status |= percent < FLOORS[figure]
    return status


if __name__ == "__main__":
    sys.exit(main())

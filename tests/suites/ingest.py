#!/usr/bin/env python3
"""ingest.py feeds|extraction LUTRIN-TRACE TREE: runs a suite of feeds or pages through lutrin-trace.

It fails when a file crashes the program or takes too long, when live markup comes out, or when a figure falls below its
floor; floors rise with the work and never fall. The scorer lies beside the data.
"""
import gzip, json, os, re, subprocess, sys, tempfile

SKIPPED, FILE_SECONDS, RUN_SECONDS = 77, 30, 600
LIVE = re.compile(r"<\s*(script|style|iframe|object|embed|applet|meta|link|base|frame)\b"
                  r"|<[^>]*\son\w+\s*=|(?:href|src)\s*=\s*[\"']?\s*(?:java|vb)script:", re.I)
# what the scorer prints: a pattern for the figure, and its floor
FLOORS = {
    "feeds": [(r"\* +robust +\d+/ *\d+ +([\d.]+)%", 100.0), (r"\* +value +\d+/ *\d+ +([\d.]+)%", 98.0),
              (r"sanitize +\d+/ *\d+ +([\d.]+)%", 99.9), (r"entities +\d+/ *\d+ +([\d.]+)%", 100.0)],
    "extraction": [(r"readability:.*?shingle4 .*?F1\(of means\) ([\d.]+)", 0.964),
                   (r"^hard .*?shingle4 .*?F1\(of means\) ([\d.]+)", 0.934),
                   (r"scrapinghub:.*?shingle4 .*?F1\(of means\) ([\d.]+)", 0.969),
                   (r"snippets .*? F1 ([\d.]+)", 0.934)] +
                  [(r"days trafilatura \d+/\d+ = ([\d.]+)", 0.80)] +
                  [(rf"meta {suite} +{field} +\d+/\d+ = ([\d.]+)", floor) for suite, field, floor in (
                      ("readability", "title", 0.99), ("readability", "byline", 0.96), ("readability", "dir", 1.0),
                      ("readability", "lang", 1.0), ("readability", "publishedTime", 1.0),
                      ("trafilatura", "title", 0.655), ("trafilatura", "byline", 0.52))],
}


def find_suites(tree):
    places = [os.environ.get("LUTRIN_SUITES"), os.path.join(tree, "../shared/suites"),
              os.path.join(tree, "../../shared/suites")]
    return next((place for place in places if place and os.path.isdir(place)), None)


def fail(message):
    print("FAILED:", message)
    sys.exit(1)


def live_markup(name, *texts):
    for text in texts:
        found = LIVE.search(text or "")
        if found:
            fail(f"{name}: live markup comes out: {text[max(0, found.start() - 40):found.end() + 40]!r}")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def run_feeds(trace, suite, out):
    with open(os.path.join(suite, "cases.json"), encoding="utf-8") as file:
        names = sorted({case["file"] for case in json.load(file)})
    asked = "".join(os.path.join(suite, name) + "\n" for name in names)
    run = subprocess.run([trace, "feed", "-"], input=asked.encode(), capture_output=True, timeout=RUN_SECONDS)
    lines = run.stdout.decode().splitlines()
    if run.returncode not in (0, 65) or len(lines) != len(names):
        fail(f"exit code {run.returncode}, {len(lines)} of {len(names)} answers\n{run.stderr.decode(errors='replace')[-2000:]}")
    for name, line in zip(names, lines):
        answer = json.loads(line)
        for entry in answer.get("entries", []):
            live_markup(name, entry.get("content"), entry.get("summary"))
        write(os.path.join(out, name + ".json"), line)


def run_pages(trace, suite, out):
    with open(os.path.join(suite, "cases.json"), encoding="utf-8") as file:
        cases = json.load(file)
    page = os.path.join(out, "page.html")
    for case in cases:
        name = f"{case['suite']}/{case['case']}"
        with gzip.open(os.path.join(suite, case["html"])) as packed, open(page, "wb") as file:
            file.write(packed.read())
        run = subprocess.run([trace, "extract", page] + (["--url", case["url"]] if case.get("url") else []),
                             capture_output=True, timeout=FILE_SECONDS)
        if run.returncode not in (0, 65):
            fail(f"{name}: exit code {run.returncode}\n{run.stderr.decode(errors='replace')[-2000:]}")
        answer = json.loads(run.stdout)
        live_markup(name, answer.get("html"))
        write(os.path.join(out, name + ".txt"), answer.get("text", ""))
        write(os.path.join(out, name + ".json"), json.dumps(answer))


def count_days(suite, out):
    """The scorer looks at no dates of the trafilatura suite: how many days are told right."""
    right = wanted = 0
    with open(os.path.join(suite, "cases.json"), encoding="utf-8") as file:
        cases = json.load(file)
    for case in cases:
        day = (case.get("meta") or {}).get("date")
        if case["suite"] == "trafilatura" and day:
            with open(os.path.join(out, case["suite"], case["case"] + ".json"), encoding="utf-8") as file:
                answer = json.load(file)
            wanted += 1
            right += day in ((answer.get("published") or "")[:10], (answer.get("publishedTime") or "")[:10])
    return f"  days trafilatura {right}/{wanted} = {right / max(1, wanted):.3f}\n"


def main():
    kind, trace, tree = sys.argv[1:4]
    suites = find_suites(tree)
    if not suites:
        print("skipped: no suites (set LUTRIN_SUITES)")
        sys.exit(SKIPPED)
    suite = os.path.join(suites, kind)
    with tempfile.TemporaryDirectory() as out:
        (run_feeds if kind == "feeds" else run_pages)(trace, suite, out)
        score = [sys.executable, os.path.join(suite, "score.py"), out] + (["--no-lcs"] if kind == "extraction" else [])
        report = subprocess.run(score, capture_output=True, text=True, timeout=RUN_SECONDS).stdout
        if kind == "extraction":
            hard = subprocess.run(score + ["--hard", "--suite", "readability"], capture_output=True, text=True,
                                  timeout=RUN_SECONDS).stdout
            report += "hard " + hard + count_days(suite, out)
    print(report)
    for pattern, floor in FLOORS[kind]:
        found = re.search(pattern, report, re.S | re.M)
        if not found or float(found.group(1)) < floor:
            fail(f"{pattern}: {found.group(1) if found else 'not there'} is below {floor}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""books.py LUTRIN-PACK: books (EPUB) and lists of feeds (OPML) become bundles; those built to harm are refused.

lutrin-trace lies beside lutrin-pack.
"""
import json, os, struct, subprocess, sys, tempfile, zipfile, zlib

PACK = os.path.abspath(sys.argv[1])
TRACE = os.path.join(os.path.dirname(PACK), "lutrin-trace")
CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="{version}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Reeds</dc:title><dc:creator>Ana Roy</dc:creator>
<dc:creator>Bo Tal</dc:creator><dc:language>{lang}</dc:language><dc:identifier>unknown</dc:identifier><dc:date>2025-02-04</dc:date>{meta}</metadata><manifest>{toc}
<item id="c2" href="{second}" media-type="application/xhtml+xml"/>
<item id="c1" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="notes" href="text/notes.xhtml" media-type="application/xhtml+xml"/>
<item id="cov" href="img/c%20over.png" media-type="image/png" {cover}/></manifest>
<spine toc="ncx"><itemref idref="c1"/><itemref idref="c2"/><itemref idref="notes" linear="no"/></spine></package>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol><li><a href="text/one.xhtml">One: the heron</a></li>
</ol></nav></body></html>"""
NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>One: the heron</text></navLabel>
<content src="text/one.xhtml#top"/></navPoint></navMap></ncx>"""
ONE = """<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><h1>The heron</h1>
<p>It stands &amp; waits, as <a href="two.xhtml">told</a>.</p><img src="../img/c%20over.png" alt="C"/></body></html>"""
TWO = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><h2>The frog</h2><p>It left.</p></body></html>"""


def png():
    rows = b"".join(b"\0" + b"".join(bytes((x * 4, y * 4, 90)) for x in range(64)) for y in range(64))
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def book(path, version="3.0", second="text/two.xhtml", one=ONE, extra=(), nav=NAV, lang="en"):
    new = version == "3.0"
    package = PACKAGE.format(
        version=version, second=second, lang=lang,
        toc='<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>' if new
        else '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
        cover='properties="cover-image"' if new else "", meta="" if new else '<meta name="cover" content="cov"/>')
    files = [("META-INF/container.xml", CONTAINER), ("OEBPS/book.opf", package), ("OEBPS/nav.xhtml", nav),
             ("OEBPS/toc.ncx", NCX), ("OEBPS/text/one.xhtml", one), ("OEBPS/text/two.xhtml", TWO),
             ("OEBPS/text/notes.xhtml", TWO), ("OEBPS/img/c over.png", png()), *extra]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, data in files:
            packed.writestr(name, data)


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


def check(fine, *what):
    if not fine:
        print("FAILED:", *what)
        sys.exit(1)


def check_good(version):
    book("good.epub", version)
    built = run(PACK, "build", "-q", "-o", "good.lutrin", "good.epub")
    check(built.returncode == 0 and not built.stderr, version, built.stderr)
    first = run(TRACE, "doc", "good.lutrin", "1").stdout
    for line in ("title: One: the heron", "author: Ana Roy, Bo Tal", "site: Reeds", "lang: en", "lead: picture 0",
                 "#1 64x64 C", "[link lutrin:article/1002|told]"):
        check(line in first, version, line, "is not in", first)
    check("url:" not in first, "an invented address is in", first)
    entries = json.loads(run(TRACE, "feed", "good.epub").stdout)["entries"]
    check([entry["title"] for entry in entries] == ["One: the heron", "The frog"], entries)


# two chapters in one file, the second with sections that are none
BOTH = ('<html xmlns="http://www.w3.org/1999/xhtml"><body><div><a id="a"/><h2>The heron</h2><p>It waits &lt;id="b"&gt;.</p></div><div>'
        '<h2 class="x" id="b">The frog</h2><p>It left.</p><h3 id="s">Where to</h3><p>Home, <a href="#a">says</a> the heron.</p></div></body></html>')
TWO_LEVELS = ('<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol><li><a href="text/one.xhtml#a">A: heron</a></li><li>'
              '<a href="text/one.xhtml#b">B: frog</a><ol><li><a href="text/one.xhtml#s">Where to</a></li></ol></li></ol></nav></body></html>')


def check_parts():
    book("parts.epub", one=BOTH, nav=TWO_LEVELS)
    entries = json.loads(run(TRACE, "feed", "parts.epub").stdout)["entries"]
    check([entry["title"] for entry in entries] == ["A: heron", "B: frog", "The frog"], "chapters of one file", entries)
    check("waits" in entries[0]["content"] and "left" not in entries[0]["content"], entries[0])
    check("Where to" in entries[1]["content"] and "waits" not in entries[1]["content"], entries[1])
    built = run(PACK, "build", "-q", "-o", "parts.lutrin", "parts.epub")
    check(built.returncode == 0 and "articles: 3" in run(PACK, "inspect", "parts.lutrin").stdout, "parts became one", built.stderr)


# a cover is no chapter, but a book of nothing but pictures is one
PLATE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Cover</title></head><body><img src="../img/c%20over.png" alt="C"/></body></html>'


def check_wordless():
    book("cover.epub", one=ONE, second="text/cover.xhtml", extra=(("OEBPS/text/cover.xhtml", PLATE),))
    entries = json.loads(run(TRACE, "feed", "cover.epub").stdout)["entries"]
    check([entry["title"] for entry in entries] == ["One: the heron"], "a cover became an article", entries)
    book("plates.epub", one=PLATE, second="text/cover.xhtml", extra=(("OEBPS/text/cover.xhtml", PLATE),), nav="<html/>")
    built = run(PACK, "build", "-q", "-o", "plates.lutrin", "plates.epub")
    listed = run(PACK, "inspect", "plates.lutrin").stdout
    check(built.returncode == 0 and "articles: 2" in listed, "the pages of a book of pictures are not all there", built.stderr, listed)


# a book in two languages, made by a program that gives none a number of its own; and a chapter that is only a title
INDEX = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><h1>Index</h1></body></html>'


def check_languages():
    for lang in ("en", "fr"):
        book(lang + ".epub", extra=(("OEBPS/text/index.xhtml", INDEX),), second="text/index.xhtml", lang=lang)
    built = run(PACK, "build", "-q", "-o", "both.lutrin", "en.epub", "fr.epub")
    listed = run(PACK, "inspect", "both.lutrin").stdout
    check(built.returncode == 0 and "articles: 2" in listed, "two languages of one book, each of one chapter", built.stderr, listed)


def check_refused(name, words):
    built = run(PACK, "build", "-q", "-o", "bad.lutrin", name)
    check(built.returncode == 65 and words in built.stderr and built.stderr.count("\n") == 1, name, built.returncode,
          built.stderr)
    check(not os.path.exists("bad.lutrin"), name, "left a bundle")


def check_bad():
    book("out.epub", second="../../x.xhtml")
    check_refused("out.epub", "leads out of the book")
    book("names.epub", extra=[("../evil", "x")])
    check_refused("names.epub", "leads out of it")
    book("bomb.epub", one="<html><body>" + "<p> </p>" * 900000 + "</body></html>")
    check_refused("bomb.epub", "packed tighter")
    book("large.epub", one="<html><body>" + "<p>%d</p>" * 1200000 + "</body></html>")
    check_refused("large.epub", "larger")
    book("locked.epub", extra=[("META-INF/encryption.xml", '<x><CipherReference URI="OEBPS/text/one.xhtml"/></x>')])
    check_refused("locked.epub", "locked")
    book("good.epub")
    with open("good.epub", "rb") as file:
        data = file.read()
    with open("cut.epub", "wb") as file:
        file.write(data[:-40])
    check_refused("cut.epub", "broken zip archive")
    with zipfile.ZipFile("many.epub", "w") as packed:
        for i in range(10001):
            packed.writestr(f"META-INF/container.xml{i}", "")
    check_refused("many.epub", "10000 files")


def check_list():
    os.mkdir("site")
    with open("site/a.xml", "w", encoding="utf-8") as file:
        file.write("<rss><channel><title>A</title><item><title>From a list</title><description>x</description></item></channel></rss>")
    with open("site.ini", "w", encoding="utf-8") as file:
        file.write("[mirror]\nhttps://a.example/ = site\n")
    with open("list.opml", "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0"?><opml version="2.0"><body><outline text="Group">'
                   '<outline text="A" type="rss" xmlUrl="https://a.example/a.xml"/>'
                   '<outline text="Again" xmlUrl="https://a.example/a.xml"/>'
                   '<outline text="No" xmlUrl="file:///etc/passwd"/></outline></body></opml>')
    built = run(PACK, "build", "-q", "-c", "site.ini", "-o", "list.lutrin", "list.opml")
    check(built.returncode == 0 and not built.stderr, "list", built.returncode, built.stderr)
    check("From a list" in run(PACK, "inspect", "list.lutrin").stdout, "the list's feed is not in its bundle")
    with open("empty.opml", "w", encoding="utf-8") as file:
        file.write('<opml><body><outline text="x"/></body></opml>')
    check_refused("empty.opml", "without an address")
    with open("drafts.json", "w", encoding="utf-8") as file:
        json.dump({"db": [{"data": {"posts": [{"title": "x", "html": "<p>x</p>", "status": "draft"}]}}]}, file)
    check_refused("drafts.json", "drafts")


with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    check_good("3.0")
    check_good("2.0")
    check_wordless()
    check_parts()
    check_languages()
    check_bad()
    check_list()
print("books and lists are as they should be")

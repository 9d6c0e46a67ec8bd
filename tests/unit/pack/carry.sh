# What a feed lists no more stays in the paper with its words, pictures and links, until it is too old: [retention] carry.
pack=$1
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; [ ! -s "$out/err" ] || cat "$out/err"; exit 1; }
feed() { # DAY...
    echo "<?xml version='1.0'?><rss version='2.0'><channel><title>La rive</title><link>https://r.example/</link><language>fr</language>"
    for day in "$@"; do
        echo "<item><title>Le bac du $day : « l'attente »</title><link>https://r.example/bac-$day</link><category>Bacs</category><category>Crue</category>"
        echo "<pubDate>$day Nov 2026 08:00:00 +0000</pubDate><description>&lt;p&gt;Le 1er passage du $day, dit-on : \"rien\" !"
        echo "&lt;a href='https://r.example/bac-20'&gt;Voir le premier&lt;/a&gt; ou &lt;em&gt;le registre&lt;/em&gt; du XXe siecle.&lt;/p&gt;"
        echo "&lt;p&gt;&lt;img src='$day.svg' alt='Le bac'&gt;&lt;/p&gt;&lt;p&gt;Et rien d'autre ce jour-là, où l'eau monta de $day cm.&lt;/p&gt;</description></item>"
        echo "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='$day'><rect width='30' height='30' fill='#c02020'/></svg>" >"$out/$day.svg"
    done
    echo '</channel></rss>'
}
plan() { printf '[mirror]\nhttps://r.example/ = .\n[sources]\nsource = feed.xml\n[retention]\n%b' "$1" >"$out/p.ini"; }
build() { # BASE NAME
    "$pack" build --offline --cache "$out/cache" -c "$out/p.ini" ${1:+--base "$out/$1.lutrin"} -o "$out/$2.lutrin" >"$out/said" 2>"$out/err"
}
article() { "$pack" inspect --article "$2" "$out/$1.lutrin" | grep -v ^related; } # those are chosen anew
count() { "$pack" inspect "$out/$1.lutrin" | sed -n 's/^articles: //p'; }
plan 'days = 9\ncarry = yes\n'
feed 20 25 >"$out/feed.xml"
build '' one || fail "the first edition"
feed 25 26 >"$out/feed.xml"
build one two || fail "the second"
grep -q '1 carried on' "$out/said" && [ "$(count two)" = 3 ] || fail "not carried: $(cat "$out/said")"
# a log tells of each stage, of that without an end, too
[ "$(sed -n 's/^lutrin-pack: \(articles [a-z ]*: [0-9]*\)$/\1/p' "$out/err" | tr '\n' ,)" = "articles read: 2,articles of the last edition looked at: 2,articles compared: 3,articles written: 3," ] ||
    fail "the log: $(cat "$out/err")"
# word by word, with its picture, as it was; and a link to it leads inside still
article one bac-20 >"$out/a"
article two bac-20 >"$out/b"
grep -q '^figure' "$out/a" || fail "no picture to begin with"
cmp "$out/a" "$out/b" || fail "carried, and changed: $(diff "$out/a" "$out/b")"
article two bac-26 | grep -q 'lutrin:article/' || fail "the link of a new article to a carried one"
[ "$("$pack" inspect "$out/two.lutrin" | grep '^section')" = 'section 1: Bacs (3)' ] || fail "sections: $("$pack" inspect "$out/two.lutrin" | grep '^section')"
python3 -c 'import sqlite3,sys
sys.exit(sqlite3.connect(sys.argv[1]).execute("SELECT DISTINCT tags FROM article").fetchall() != [("Bacs\nCrue",)])' "$out/two.lutrin" || fail "tags"
"$pack" check --plain --base "$out/one.lutrin" "$out/two.lutrin" >"$out/err" || fail "it may not ship"
rm "$out/20.svg" "$out/25.svg" # gone from the site
feed 26 >"$out/feed.xml"
build two three || fail "the third"
[ "$(count three)" = 3 ] || fail "the third has $(count three)"
article three bac-20 | cmp - "$out/a" || fail "carried twice, and changed"
article two bac-25 >"$out/a"
article three bac-25 >"$out/b"
cmp "$out/a" "$out/b" || fail "a link between two carried ones: $(diff "$out/a" "$out/b")"
build three four || fail "the fourth"
cmp "$out/three.lutrin" "$out/four.lutrin" || fail "nothing happened, and the bundle is another one"
# an article that comes back is the source's again, once
feed 20 26 >"$out/feed.xml"
build four five || fail "the fifth"
[ "$(count five)" = 3 ] || fail "one came back: $(count five)"
# too old: it goes, and what linked to it leads to its address
feed 30 >"$out/feed.xml"
build four six || fail "the sixth"
[ "$(count six)" = 3 ] && grep -q '1 expired' "$out/said" || fail "too old: $(count six): $(cat "$out/said")"
article six bac-25 | grep -q 'https://r.example/bac-20' || fail "the link to what is gone"
"$pack" check --plain "$out/six.lutrin" >"$out/err" || fail "the sixth may not ship"
plan 'carry = yes\n'
build six seven && fail "for ever"
grep -q 'grow for ever' "$out/err" || fail "no word of it"
plan 'days = 9\n'
build six seven && [ "$(count seven)" = 1 ] || fail "carried without being asked"
# a section that a source feeds keeps what it was fed
printf '[mirror]\nhttps://r.example/ = .\n[section Eau]\nsource = feed.xml\n[retention]\ndays = 9\ncarry = yes\n' >"$out/p.ini"
feed 20 25 >"$out/feed.xml"
build '' eau || fail "a fed section"
feed 25 >"$out/feed.xml"
build eau eau2 || fail "a fed section, carried"
[ "$("$pack" inspect "$out/eau2.lutrin" | grep '^section')" = 'section 1: Eau (2)' ] || fail "a fed section lost what was carried"

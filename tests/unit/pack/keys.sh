# What the plan's keys do: retention, the budget for pictures, sections fed by sources, the licence; and a first plan.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; [ ! -s "$out/err" ] || cat "$out/err"; exit 1; }
feed() { # NAME DAY...
    name=$1; shift
    echo "<?xml version='1.0'?><rss version='2.0'><channel><title>The $name</title><link>https://r.example/</link><language>en</language>"
    for day in "$@"; do
        echo "<item><title>$name of the $day.</title><link>https://r.example/$name-$day</link><pubDate>$day Nov 2026 08:00:00 +0000</pubDate>"
        echo "<description>&lt;p&gt;What was said of the $name on day $day of that month, and nothing else at all.&lt;/p&gt;&lt;p&gt;&lt;img src='$day.svg'&gt;&lt;/p&gt;</description></item>"
        echo "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='$day'><rect width='30' height='30' fill='#c02020'/></svg>" >"$out/$day.svg"
    done
    echo '</channel></rss>'
}
feed river 20 30 >"$out/river.xml"
feed mill 25 27 >"$out/mill.xml"
plan() { printf '[mirror]\nhttps://r.example/ = .\n[sources]\nsource = river.xml\n  mill.xml\n%b' "$1" >"$out/p.ini"; }
build() { "$pack" build --offline --cache "$out/cache" -c "$out/p.ini" -o "$out/p.lutrin" "$@" >"$out/said" 2>"$out/err"; }
titles() { "$pack" inspect "$out/p.lutrin" | sed -n 's/.* words  \([a-z]*\) of the \([0-9]*\)\..*/\1\2/p' | tr '\n' ' '; }
plan ''
build || fail "plain"
[ "$(titles)" = 'river30 mill27 mill25 river20 ' ] || fail "plain: $(titles)"
plan '[retention]\ndays = 4\n'
build || fail "days"
[ "$(titles)" = 'river30 mill27 ' ] || fail "days: $(titles)"
grep -q '2 expired' "$out/said" || fail "days: $(cat "$out/said")"
plan '[site]\nlead = https://r.example/river-20\n[retention]\narticles = 2\n'
build || fail "articles"
[ "$(titles)" = 'river20 river30 mill27 ' ] || fail "articles: $(titles)"
plan '[retention]\nbytes = 200\n'
build || fail "bytes"
[ "$(titles)" = 'river30 mill27 ' ] || fail "bytes: $(titles)"
plan '[site]\ncreated = 2030-01-01\n[retention]\ndays = 1\n'
build && fail "nothing is left, and yet it was built"
grep -q 'too old' "$out/err" || fail "too old"
plan '[pictures]\nlongest = 64\nbudget = 150\n'
build || fail "budget"
grep -q 'pictures beyond the budget' "$out/said" || fail "budget: $(cat "$out/said")"
"$pack" inspect --article river-30 "$out/p.lutrin" | grep -q '^figure' || fail "budget: the newest has no picture"
"$pack" inspect --article river-20 "$out/p.lutrin" | grep -q '^figure' && fail "budget: the oldest has one"
printf '[site]\ncredit = R. Example\nlicence = CC BY 4.0\n[mirror]\nhttps://r.example/ = .\n[section Water]\nsource = river.xml\n[section Flour]\nsource = mill.xml\n' >"$out/p.ini"
build || fail "sections"
"$pack" inspect "$out/p.lutrin" >"$out/text"
grep -q '^credit: R. Example · CC BY 4.0$' "$out/text" || fail "credit: $(grep credit "$out/text")"
grep -q '^section 1: Water (2)$' "$out/text" && grep -q '^section 2: Flour (2)$' "$out/text" || fail "$(grep section "$out/text")"
# a first plan can be built of, and overwrites nothing
"$pack" init -o "$out/SITE.ini" "$out/river.xml" 2>"$out/err" || fail "init"
grep -q '^title = The river$' "$out/SITE.ini" && grep -q '^lang = en$' "$out/SITE.ini" || fail "init: $(cat "$out/SITE.ini")"
sed -i "s#^source = .*#source = river.xml#" "$out/SITE.ini"
"$pack" build -q --offline --cache "$out/cache" -c "$out/SITE.ini" -o "$out/i.lutrin" 2>"$out/err" || fail "the first plan does not build"
"$pack" init -o "$out/SITE.ini" "$out/river.xml" 2>"$out/err" && fail "an existing plan was overwritten"
echo "<html lang='fr'><head><title>Accueil</title><meta property='og:site_name' content='La Rive'>
<link rel='alternate' type='application/rss+xml' href='https://r.example/feed.xml'></head><body><p>Bonjour</p></body></html>" >"$out/home.html"
"$pack" init --offline --cache "$out/cache" "$out/home.html" >"$out/home.ini" 2>"$out/err" || fail "init of a page"
for line in 'title = La Rive' 'lang = fr' 'source = https://r.example/feed.xml'; do
    grep -qx "$line" "$out/home.ini" || fail "init of a page: no $line in $(cat "$out/home.ini")"
done
# whatever gives articles can be looked at; a page that names no feed is told to be all there will be
echo '{"version":"https://jsonfeed.org/version/1.1","title":"Jay","language":"de","items":[]}' >"$out/j.json"
"$pack" init "$out/j.json" 2>"$out/err" | grep -qx 'title = Jay' || fail "init of a JSON Feed"
echo '<opml version="2.0"><head><title>Mine</title></head><body><outline xmlUrl="https://a.example/f"/></body></opml>' >"$out/l.opml"
"$pack" init "$out/l.opml" 2>"$out/err" | grep -qx 'title = Mine' || fail "init of a list of feeds"
echo "<html lang='fr'><head><title>Rien</title></head><body><p>Bonjour</p></body></html>" >"$out/none.html"
"$pack" init "$out/none.html" 2>"$out/err" | grep -q '^# No feed was found' || fail "init of a page without a feed"
"$pack" init reed.example 2>"$out/err" && fail "init of nothing"
grep -q 'begins with https://' "$out/err" || fail "init of a name: $(cat "$out/err")"
"$pack" build -q -o "$out/n.lutrin" reed.example 2>"$out/err" && fail "a name was built"
grep -q 'begins with https://' "$out/err" || fail "build of a name: $(cat "$out/err")"
exit 0

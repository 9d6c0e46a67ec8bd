# What the plan says of a site's elements holds for pages, for the pages behind teasers, and for one source alone; what it
# says wrongly is told with its line.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; cat "$out/said" "$out/err" 2>/dev/null; exit 1; }
mkdir "$out/site" "$out/own"
right='The heron stands in the reeds and waits until the fish have forgotten that there ever was a bird with such legs.'
page() {
    echo "<html lang='en'><head><title>$2</title><link rel='canonical' href='https://r.example/$1'></head><body><main><article>" \
         "<p>The wrong text, which is longer than the right one: it goes on and on about nothing at all, and then again.</p></article></main>" \
         "<div class='text'><p>$right</p><p class='zone7'>Buy a heron!</p></div></body></html>"
}
page one 'The first heron of all' >"$out/site/one.html"
page two 'The second heron of all' >"$out/site/two.html"
page three 'The third heron of all' >"$out/own/three.html"
cat >"$out/site/feed.xml" <<END
<rss version="2.0"><channel><title>Reed</title><item><title>The first heron of all</title><link>https://r.example/one.html</link>
<description>A bird [...]</description></item></channel></rss>
END
plan() {
    printf '[mirror]\nhttps://r.example/ = %s/site\n[sources]\nsource = %s/site\n  %s/own\n%s\n' "$out" "$out" "$out" "$1" >"$out/SITE.ini"
    "$pack" build --offline -c "$out/SITE.ini" -o "$out/a.lutrin" >"$out/said" 2>"$out/err"
}
says() { "$pack" inspect --article "$1" "$out/a.lutrin" | grep -q "$2"; }
plan 'keep = .text
drop = .zone7' || fail "does not build"
for name in one two three; do
    says $name 'The heron stands' || fail "$name: the text is not there"
    says $name 'wrong text' && fail "$name: the wrong text is there"
    says $name 'Buy a heron' && fail "$name: the advertisement is there"
done
plan "keep = .text
[source $out/own]
drop = .text" || fail "does not build"
says one 'Buy a heron' || fail "one: dropped what nobody said"
says three 'wrong text' || fail "three: its own choice does not hold"
plan 'keep = .nothing' || fail "does not build"
grep -q 'nothing in it is what `keep` says' "$out/err" || fail "no word about a choice that finds nothing"
plan 'drop = .a:hover' && fail "a wrong selector was taken"
grep -q 'drop: pseudo-classes are not understood.*SITE.ini:6' "$out/err" || fail "where is it?"
plan '[source elsewhere]
drop = p' && fail "a source that is none was taken"
grep -q 'is none of the sources.*SITE.ini:7' "$out/err" || fail "which one?"
exit 0

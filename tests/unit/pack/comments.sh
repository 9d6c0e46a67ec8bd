# Comments reach the bundle from each kind of source; what the plan does not want stays out, and so does every address of
# a person.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; exit 1; }
mkdir "$out/site"
text='It stands in the reeds and waits until the fish have forgotten that there ever was a bird with such long legs, and then it strikes; nobody who has seen it once forgets it.'
cat >"$out/site/feed.xml" <<END
<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Reed</title><link>https://reed.example/</link>
<item><title>The heron</title><link>https://reed.example/heron</link><content:encoded>$text</content:encoded>
<wfw:commentRss>https://reed.example/heron.xml</wfw:commentRss><slash:comments>3</slash:comments></item>
<item><title>The swan</title><link>https://reed.example/swan</link><content:encoded>Another: $text</content:encoded>
<wfw:commentRss>https://reed.example/gone.xml</wfw:commentRss></item>
<item><title>The owl</title><link>https://reed.example/owl</link><content:encoded>A third: $text</content:encoded>
<wfw:commentRss>https://reed.example/heron.xml</wfw:commentRss><slash:comments>0</slash:comments></item></channel></rss>
END
cat >"$out/site/heron.xml" <<END
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Comments</title>
<item><dc:creator>Bo bo@reed.example</dc:creator><pubDate>Wed, 05 Feb 2025 08:00:00 +0000</pubDate><guid>c2</guid><description>Write to bo@reed.example</description></item>
<item><dc:creator>Ann</dc:creator><pubDate>Tue, 04 Feb 2025 08:00:00 +0000</pubDate><guid>c1</guid><description>Caf&#101;&#769;</description></item>
</channel></rss>
END
cat >"$out/site/crane.html" <<END
<html lang="en"><head><title>The crane of the marshes</title><link rel="canonical" href="https://reed.example/crane"></head><body>
<article><h1>The crane of the marshes</h1><p>$text</p><p>And again: $text</p></article>
<div class="comment" id="comment-7"><b class="fn">Cy</b><div class="comment-content"><p>Seen!</p></div></div></body></html>
END
build() {
    printf '[mirror]\nhttps://reed.example/ = %s/site\n[sources]\nsource = %s/site/feed.xml\n  %s/site/crane.html\n%s\n' "$out" "$out" "$out" "$1" >"$out/SITE.ini"
    "$pack" build --offline -c "$out/SITE.ini" -o "$out/a.lutrin" >"$out/said" 2>"$out/err" || { cat "$out/err"; fail "does not build"; }
}
build ''
grep -q ', 3 comments' "$out/said" || { cat "$out/said"; fail "not three comments"; }
"$pack" inspect --article heron "$out/a.lutrin" | sed -n '/^comment 0/,$p' >"$out/heron"
printf 'comment 0 by Ann at 1738656000+0\n  Café\n\ncomment 1 by Bo at 1738742400+0\n  Write to …\n' | cmp -s - "$out/heron" || { cat "$out/heron"; fail "the heron's"; }
"$pack" inspect --article crane "$out/a.lutrin" | grep -A1 '^comment 0 by Cy' | grep -q '  Seen!' || fail "the page's"
"$pack" inspect --article owl "$out/a.lutrin" | grep -q '^comment 0' && fail "a feed was read that holds none"
"$pack" inspect --article heron "$out/a.lutrin" | grep -q '^comment count: 3' || fail "the source's own count"
grep -aq 'bo@reed' "$out/a.lutrin" && fail "an address is in the bundle"
cp "$out/a.lutrin" "$out/b.lutrin"
build ''
cmp -s "$out/a.lutrin" "$out/b.lutrin" || fail "not the same bytes"
build '[comments]
most = 1'
grep -q ', 2 comments' "$out/said" || fail "more than the plan wants"
# Words are set as the article's language sets them, unless the plan wants them as they are.
sed -i 's/<html lang="en">/<html lang="fr">/; s|<p>Seen!</p>|<p>"Vu", dit-elle: l'"'"'oiseau... !</p><p>Vraiment?</p>|' "$out/site/crane.html"
build ''
"$pack" inspect --article crane "$out/a.lutrin" | grep -A2 '^comment 0 by Cy' >"$out/crane"
printf 'comment 0 by Cy\n  «\342\200\257Vu\342\200\257», dit-elle\302\240: l’oiseau…\342\200\257!\n  Vraiment\342\200\257?\n' | cmp - "$out/crane" || { cat "$out/crane"; fail "not set in French"; }
build '[text]
typography = no'
"$pack" inspect --article crane "$out/a.lutrin" | grep -q '^  "Vu", dit-elle:' || fail "set against the plan"
build '[comments]
keep = no'
grep -q 'comments' "$out/said" && fail "comments that nobody wants"
exit 0

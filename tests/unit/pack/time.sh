# An article whose feed gives a teaser has its body from its page, and its time from the feed, which knows it to the second.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; cat "$out/err" "$out/said" 2>/dev/null; exit 1; }
mkdir "$out/site"
words='It stands in the reeds and waits until the fish have forgotten that there ever was a bird with such long legs, and then it strikes.'
cat >"$out/feed.xml" <<END
<rss version="2.0"><channel><title>Reeds</title><link>https://reed.example/</link><item><title>The heron</title><link>https://reed.example/heron.html</link>
<pubDate>Mon, 03 Nov 2025 08:30:15 +0100</pubDate><description>It stands in the reeds [...]</description></item></channel></rss>
END
cat >"$out/site/heron.html" <<END
<html lang="en"><head><title>The heron</title><meta property="article:published_time" content="2025-11-05"></head><body><article><h1>The heron</h1>
<p>$words</p><p>$words And waits.</p><p>$words And goes.</p></article></body></html>
END
printf '[mirror]\nhttps://reed.example/ = %s/site\n' "$out" >"$out/plan.ini"
"$pack" build -q --offline -c "$out/plan.ini" -o "$out/it.lutrin" "$out/feed.xml" 2>"$out/err" || fail "does not build"
"$pack" inspect "$out/it.lutrin" >"$out/said"
grep -q '2025-11-03T08:30:15+01:00 .* 82 words  The heron' "$out/said" || fail "the feed's time is lost, or the page's body"
# A site on the local network is refused with the way to allow it.
"$pack" build -q --cache "$out/cache" -o "$out/local.lutrin" http://127.0.0.1:9/feed 2>"$out/err" && fail "the local network was asked"
grep -q -- '--allow-local' "$out/err" || fail "no word of how to allow it"
exit 0

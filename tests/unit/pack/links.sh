# Links between articles turn inward by every address that an article has: where it was found, where it was asked for, and
# what its page says its own address is, unless several pages say the same.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; cat "$out/said" 2>/dev/null; exit 1; }
words='At first light, when the mist still lies on the water, the ferryman opens his hut and takes the lamp from its hook.'
page() { # FILE CANONICAL BODY
    echo "<html lang=en><head><title>The $1</title><link rel=canonical href='$2'></head><body><article><h1>The $1</h1><p>The $1. $words</p><p>$words $words</p>$3</article></body></html>" >"$out/$1.html"
}
page ferry https://s.example/ferry '<p>To <a href="mill.html?utm_source=a">a</a>, <a href="/mill">b</a>, <a href="https://s.example/all">c</a>, <a href="/">d</a>, <a href="reed.html">e</a>.</p>'
page mill /mill ''
page reed /all ''
page lamp /all '' # all pages of the site say that they are one
page hook https://s.example/ ''
printf '[mirror]\nhttps://s.example/ = .\n[sources]\nsource = ferry.html\n mill.html\n reed.html\n lamp.html\n hook.html\n' >"$out/SITE.ini"
"$pack" build -q --offline -c "$out/SITE.ini" -o "$out/a.lutrin" 2>"$out/said" || fail "does not build"
id() { "$pack" inspect --json "$out/a.lutrin" | grep -B3 "\"title\": \"The $1\"" | sed -n 's/.*"id": \([0-9]*\).*/\1/p'; }
"$pack" inspect --article ferry "$out/a.lutrin" | grep '^  To ' >"$out/said"
want="  To [link lutrin:article/$(id mill)|a], [link lutrin:article/$(id mill)|b], [link https://s.example/all|c], [link https://s.example/|d], [link lutrin:article/$(id reed)|e]."
[ "$(cat "$out/said")" = "$want" ] || fail "wanted: $want"
exit 0

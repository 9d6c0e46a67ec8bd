# Built on the last edition, what stays keeps its id, its slug and its pictures' ids; what is new is numbered on.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; exit 1; }
# item SLUG DAY TITLE TEXT
item() {
    echo "<item><title>$3</title><link>https://r.example/$1</link><pubDate>$2 Nov 2026 08:00:00 +0100</pubDate>"
    echo "<description>&lt;p&gt;$4&lt;/p&gt;&lt;p&gt;&lt;img src='$1.svg'&gt;&lt;/p&gt;</description></item>"
}
feed() {
    echo '<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><link>https://r.example/</link><language>en</language>'
    cat
    echo '</channel></rss>'
}
draw() { echo "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='$2'><rect width='30' height='30' fill='#c02020'/></svg>" >"$out/$1.svg"; }
draw ferry 30; draw mill 40; draw pike 50; draw reed 60; draw sand 70
{ item ferry 10 'The ferry' 'A rope, a river and nobody to hold either of them.'
  item mill 11 'The mill' 'It has turned for three hundred years and never complained.'
  item pike 12 "Bob's pike" 'The pike is not a patient fish, whatever the anglers say.'
  item reed 13 'The reed' 'A reed bends, and nothing else is asked of it in winter.'; } | feed >"$out/one.xml"
# ferry expired, sand added (older than all), the mill edited, the pike moved to another address but still called so
{ item reed 13 'The reed' 'A reed bends, and nothing else is asked of it in winter.'
  item sand 01 'The sand' 'It comes down with the flood and stays where nobody wants it.'
  item mill 11 'The old mill' 'It turned for three hundred years, and on Tuesday it complained.'
  item fish/pike 12 "Bob's pike" 'The pike is not a patient fish, whatever the anglers say.' | sed "s#fish/pike.svg#pike.svg#"; } | feed >"$out/two.xml"
cat >"$out/plan.ini" <<END
[mirror]
https://r.example/ = .
https://r.example/fish/ = .
END
ids() { "$pack" inspect "$1" | sed -n 's/.* id \([0-9]*\) .* words  \(.*\)/\1 \2/p' | sort; }
"$pack" build -q --offline -c "$out/plan.ini" -o "$out/one.lutrin" "$out/one.xml" || fail "one"
[ "$(ids "$out/one.lutrin")" = "1001 The ferry
1002 The mill
1003 Bob’s pike
1004 The reed" ] || fail "first edition: $(ids "$out/one.lutrin")"
"$pack" build -q --offline -c "$out/plan.ini" --base "$out/one.lutrin" -o "$out/same.lutrin" "$out/one.xml" || fail "same"
cmp "$out/one.lutrin" "$out/same.lutrin" || fail "nothing changed, and yet the bytes did"
"$pack" build -q --offline -c "$out/plan.ini" --base "$out/one.lutrin" -o "$out/two.lutrin" "$out/two.xml" || fail "two"
[ "$(ids "$out/two.lutrin")" = "1002 The old mill
1003 Bob’s pike
1004 The reed
1005 The sand" ] || fail "second edition: $(ids "$out/two.lutrin")"
picture() { "$pack" inspect --json "$1" | tr -d ' ,' | awk -v id="\"id\":$2" '$0 == id {on=1} on && /^"picture":/ {print; exit}'; }
for id in 1002 1003 1004; do
    [ -n "$(picture "$out/one.lutrin" $id)" ] || fail "$id has no picture"
    [ "$(picture "$out/one.lutrin" $id)" = "$(picture "$out/two.lutrin" $id)" ] || fail "the picture of $id changed its id"
done
[ "$(picture "$out/two.lutrin" 1005)" = '"picture":5' ] || fail "the new picture is $(picture "$out/two.lutrin" 1005)"
# the highest id has gone, and is still not given again
{ item mill 11 'The old mill' 'It turned for three hundred years, and on Tuesday it complained.'; } | feed >"$out/three.xml"
"$pack" build -q --offline -c "$out/plan.ini" --base "$out/two.lutrin" -o "$out/three.lutrin" "$out/three.xml" || fail "three"
"$pack" build -q --offline -c "$out/plan.ini" --base "$out/three.lutrin" -o "$out/four.lutrin" "$out/one.xml" || fail "four"
[ "$(ids "$out/four.lutrin")" = "1002 The mill
1006 The ferry
1007 Bob’s pike
1008 The reed" ] || fail "fourth edition: $(ids "$out/four.lutrin")"
"$pack" build -q --offline --base "$out/one.xml" -o "$out/five.lutrin" "$out/one.xml" 2>"$out/err" && fail "a base that is no bundle"
grep -q 'not a bundle' "$out/err" || fail "$(cat "$out/err")"
[ -e "$out/five.lutrin" ] && fail "left something behind"
exit 0

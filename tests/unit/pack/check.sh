# A sound bundle may ship; each kind of damage is found, told in its own words, and forbids it.
pack=$1
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; cat "$out/said" "$out/err" 2>/dev/null; exit 1; }
printf '[mirror]\nhttps://rives.example/ = %s/assets/demo\n[pictures]\nlongest = 64\n' "$PWD" >"$out/SITE.ini"
"$pack" build -q --offline -c "$out/SITE.ini" -o "$out/good.lutrin" $(ls -d assets/demo/articles/*.html | head -n 3) 2>"$out/err" || fail "does not build"
check() { "$pack" check --plain --size 800x480 "$@" >"$out/said" 2>"$out/err"; }
check "$out/good.lutrin" || fail "a sound bundle was refused"
grep -q 'it may ship$' "$out/said" || fail "no word that it may ship"
articles=$("$pack" inspect "$out/good.lutrin" | sed -n 's/^articles: //p')
grep -q ": $articles articles, [1-9][0-9]* pictures, [1-9][0-9]* pages, [1-9][0-9]* lines" "$out/said" || fail "nothing was set"
# harm KIND SQL: the finding of that kind, exit code 65
harm() {
    cp "$out/good.lutrin" "$out/bad.lutrin"
    python3 -c 'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute(sys.argv[2]); d.commit()' "$out/bad.lutrin" "$2" || fail "$1: sql"
    check --base "$out/good.lutrin" "$out/bad.lutrin"
    code=$?
    [ $code = "$3" ] || fail "$1: exit code $code, not $3"
    grep -q "^$1: " "$out/said" || fail "$1: not found"
}
harm link "UPDATE block SET spans = '0 3 link lutrin:article/77' WHERE key = (SELECT min(key) FROM block WHERE role = 'paragraph')" 65
harm link "UPDATE related SET article = 77 WHERE key = (SELECT min(key) FROM related)" 65
harm picture "UPDATE picture SET data = substr(data, 1, 40) WHERE id = 1" 65
harm damaged "DELETE FROM picture WHERE id = 1" 65
harm empty "DELETE FROM block WHERE key >> 16 = 1001" 65
harm shrunk "UPDATE article SET words = words / 3 WHERE id = 1001" 65
check --let overfull --let shrunk --base "$out/good.lutrin" "$out/bad.lutrin" || fail "--let shrunk: refused all the same"
grep -q '^shrunk: ' "$out/said" || fail "--let shrunk: not told any more"
check --let link --base "$out/good.lutrin" "$out/bad.lutrin" && fail "--let link let something else through"
check --let none "$out/good.lutrin" && fail "--let takes a kind that there is not"
harm duplicate "UPDATE article SET url = (SELECT url FROM article WHERE id = 1001) WHERE id = 1002" 0
harm long "UPDATE block SET spans = '', text = replace(hex(zeroblob(9000)), '00', 'ab ') WHERE key = (SELECT min(key) FROM block WHERE role = 'figure')" 0
grep -q '^long: .*a caption or the cell of a table is too long; readers miss what begins with: .*ab ab' "$out/said" || fail "no word of what is missing"
harm damaged "UPDATE block SET text = 'x', spans = '0 99 em' WHERE key = (SELECT min(key) FROM block)" 65
check --json "$out/bad.lutrin"
python3 - "$out/said" <<'END' || fail "json"
import json, sys
said = json.load(open(sys.argv[1]))
assert said["ships"] is False and said["counts"]["damaged"] == 1 and said["findings"][0]["kind"] == "damaged", said
END
check "$out/SITE.ini" && fail "a plan is no bundle"
# What the press had to leave out is in the bundle's memory, told and let pass.
mkdir "$out/site" && echo 'no picture' >"$out/site/broken.png"
words='It stands in the reeds and waits until the fish have forgotten that there ever was a bird with such long legs, and then it strikes.'
echo "<html lang=en><head><title>Lost</title></head><body><article><h1>Lost</h1><p>$words</p><p>$words And waits.</p><figure><img src=broken.png></figure><figure><img src=gone.png></figure></article></body></html>" >"$out/site/lost.html"
printf '[mirror]\nhttps://lost.example/ = site\n' >"$out/lost.ini"
"$pack" build -q --offline -c "$out/lost.ini" -o "$out/lost.lutrin" "$out/site/lost.html" 2>"$out/err" || fail "a page without its pictures does not build"
check "$out/lost.lutrin" || fail "pictures lost on the way forbid"
[ "$(grep -c '^lost: article 1001: .*https://lost.example/[a-z]*.png$' "$out/said")" = 2 ] || fail "what was lost is not told"
grep -q '^lost: article 1001: Lost: ' "$out/said" || fail "what lost it is not named"
# What no line can hold, and what no face has.
family=$(python3 -c 'print("\u200d".join("\U0001F469" * 400))')
echo "<html lang=en><head><title>Wide</title></head><body><article><h1>Wide</h1><p>$words</p><p>A family: $family &#xF0001; &#x10FFFD;</p><p>$words It waits.</p></article></body></html>" >"$out/site/odd.html"
cp "$out/site/odd.html" "$out/site/again.html"
"$pack" build -q --offline -o "$out/odd.lutrin" "$out/site/odd.html" "$out/site/again.html" 2>"$out/err" || fail "a wide letter does not build"
check "$out/odd.lutrin"
[ $? = 65 ] || fail "a line that is too wide does not forbid"
grep -q '^overfull: article [0-9]*: Wide: 800x480: page 1: ' "$out/said" || fail "a line that is too wide is not told"
grep -q '^duplicate: article 1002: Wide: the same text as article 1001$' "$out/said" || fail "a duplicate is not named"
if "$pack" check --size 800x480 --let overfull "$out/odd.lutrin" >"$out/said" 2>"$out/err"; then
    grep -q 'no faces' "$out/err" || fail "letters that no face has forbid nothing"
else
    grep -q '^glyph: article 1001: Wide: 800x480: .*U+F0001' "$out/said" || fail "a letter that no face has is not told"
fi
# A report in one file: the verdict, the findings, nothing from elsewhere.
check --html "$out/report.html" "$out/bad.lutrin" && fail "the damage was not found"
grep -q 'It must not ship' "$out/report.html" || fail "no verdict in the report"
grep -q '<h2>Articles that cannot be read</h2>' "$out/report.html" || fail "no finding in the report"
grep -qE '(src|href)=.?(https?:|/)' "$out/report.html" && fail "the report needs something from elsewhere"
if "$pack" check --size 800x480 --html "$out/report.html" "$out/good.lutrin" 2>"$out/err" >"$out/said"; then
    grep -q 'It may ship' "$out/report.html" || fail "no good verdict"
    [ -s "$out/err" ] || grep -q 'src="data:image/png;base64,iVBOR' "$out/report.html" || fail "no picture of a page"
fi
[ -e "$out/report.html.page.png" ] && fail "a picture was left behind"
"$pack" check --plain --html "$out/nowhere/report.html" "$out/good.lutrin" >/dev/null 2>&1 && fail "a report that cannot be written"
# The plan names the screens; a table that no type fits into its column is told.
heads='Settlement Establishment Administration Infrastructure Representatives Characteristics Responsibilities'
{
    echo '<html lang="en"><head><title>Wide</title></head><body><article><h1>Wide</h1><p>It stands in the reeds and waits until the fish have'
    echo 'forgotten that there ever was a bird with such long legs, and then it strikes, and then it waits again.</p><table><tr>'
    for head in $heads; do echo "<th>$head"; done
    echo '</tr><tr>'
    for head in $heads; do echo "<td>$head"; done
    echo '</tr></table></article></body></html>'
} >"$out/wide.html"
printf '[check]\nscreens = 480x320, 800x480\n' >"$out/screens.ini"
"$pack" build -q --offline -o "$out/wide.lutrin" "$out/wide.html" 2>"$out/err" || fail "does not build"
"$pack" check --plain -c "$out/screens.ini" "$out/wide.lutrin" >"$out/said" 2>"$out/err" || fail "a wide table forbids nothing"
grep -q '^table: .*480x320: page .*7 columns' "$out/said" || fail "no word of the table"
printf '[check]\nscreens = 480x320, big\n' >"$out/screens.ini"
"$pack" check --plain -c "$out/screens.ini" "$out/wide.lutrin" >"$out/said" 2>"$out/err"
[ $? = 78 ] || fail "a plan with a wrong screen was taken"
exit 0

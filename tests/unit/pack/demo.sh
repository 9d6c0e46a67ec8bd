# The demonstration site builds: every article, every picture, its sections, its lead first.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; exit 1; }
# small pictures, so that this does not take long
sed -e "s#^https://rives.example/ = .*#https://rives.example/ = $PWD/assets/demo#" -e "s#^  #  $PWD/assets/demo/#" \
    -e 's/^longest = .*/longest = 240/' assets/demo/SITE.ini >"$out/SITE.ini"
"$pack" build -q --offline -c "$out/SITE.ini" -o "$out/demo.lutrin" 2>"$out/err" || fail "does not build: $(cat "$out/err")"
[ -s "$out/err" ] && fail "$(cat "$out/err")"
"$pack" inspect "$out/demo.lutrin" >"$out/text" || fail "inspect"
grep -q '^title: Journal des Rives$' "$out/text" || fail "title"
articles=$(ls assets/demo/articles/*.html | wc -l)
grep -q "^articles: $articles\$" "$out/text" || fail "not $articles articles: $(grep ^articles: "$out/text")"
grep -q '^ *1  id .*Le dernier bac de la vallée attend son passeur$' "$out/text" || fail "the lead is not first"
for section in Vallée Métiers Sciences Idées Archives Voisins; do
    grep -q "^section [0-9]*: $section ([1-9]" "$out/text" || fail "nothing in section $section"
done
grep -q ' -     ' "$out/text" && fail "an article without a section: $(grep ' -     ' "$out/text")"
"$pack" inspect --json "$out/demo.lutrin" | grep -q '"articles"' || fail "json"
lines=$("$pack" inspect --article le-dernier-bac "$out/demo.lutrin" | grep -c 'link lutrin:article/')
[ "$lines" -gt 0 ] || fail "no link to another article"
for n in $(seq 1 "$articles"); do
    "$pack" inspect --article "#$n" "$out/demo.lutrin" >"$out/doc" || fail "article $n"
    grep -q '^related: ' "$out/doc" || fail "article $n leads nowhere"
done

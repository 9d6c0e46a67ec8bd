# Real input, read where it lies: a feed and a saved page of one and the same article.
pack=$1
reference=$PWD/../shared/reference
[ -d "$reference" ] || reference=$PWD/../../shared/reference
[ -r "$reference/feed-rss.xml" ] && [ -r "$reference/page-ghost.html" ] || { echo "skipped: no $reference"; exit 77; }
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; exit 1; }
doc() { "$pack" inspect --article "$2" "$out/$1.lutrin" >"$out/$1.txt" || fail "$1: inspect"; }
count() { grep -c "$2" "$out/$1.txt"; }
"$pack" build -q --offline -o "$out/feed.lutrin" "$reference/feed-rss.xml" 2>/dev/null || fail "feed"
"$pack" build -q --offline -o "$out/page.lutrin" "$reference/page-ghost.html" 2>/dev/null || fail "page"
"$pack" build -q --offline -o "$out/both.lutrin" "$reference/page-ghost.html" "$reference/feed-rss.xml" 2>/dev/null || fail "both"
doc feed big-tech-gaza; doc page big-tech-gaza; doc both big-tech-gaza
title=$(sed -n 's/.*<title>\(.*\)<\/title>.*/\1/p' "$reference/page-ghost.html" | head -n 1)
for kind in feed page both; do
    grep -qxF "title: $title" "$out/$kind.txt" || fail "$kind: title"
    grep -q '^author: .' "$out/$kind.txt" || fail "$kind: author"
    [ "$(count $kind '^paragraph')" = 13 ] || fail "$kind: $(count $kind '^paragraph') paragraphs"
    [ "$(count $kind '^heading')" = 2 ] || fail "$kind: $(count $kind '^heading') headings"
    [ "$(sed 1,/^$/d "$out/$kind.txt" | grep -cF "$title")" = 0 ] || fail "$kind: the title stands in the body"
    [ "$(count $kind '[^ ]  [^ ]')" = 0 ] || fail "$kind: doubled spaces"
    grep -q '«' "$out/$kind.txt" && grep -q '’' "$out/$kind.txt" || fail "$kind: guillemets or apostrophes lost"
    grep -qi "s’abonner\|newsletter\|partager\|mentions légales" "$out/$kind.txt" && fail "$kind: furniture in the body"
done
for kind in page both; do
    [ "$(count $kind '^related: [^|]* | [^|]* | [^|]* | .')" -ge 3 ] || fail "$kind: related articles with teasers"
done
"$pack" inspect "$out/both.lutrin" | grep -q "^articles: $("$pack" inspect "$out/feed.lutrin" | sed -n 's/^articles: //p')\$" ||
    fail "the same article twice"
exit 0

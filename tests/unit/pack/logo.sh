# The plan's logo goes into the bundle; one that cannot be shown costs a note, and `check` with the plan refuses the bundle;
# `init` finds the site's own and writes it as a comment.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; cat "$out/said" "$out/err" 2>/dev/null; exit 1; }
page=$(ls assets/demo/articles/*.html | head -n 1)
cat >"$out/sign.svg" <<'END'
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M20 20h20v60h-20zM80 20h20v60h-20zM120 40h160v20h-160z"/></svg>
END
build() { # LOGO
    printf '[site]\ntitle = Rives\nlogo = %s\n[mirror]\nhttps://rives.example/ = %s/assets/demo\n[pictures]\nlongest = 64\n' "$1" "$PWD" >"$out/SITE.ini"
    "$pack" build --offline -c "$out/SITE.ini" -o "$out/a.lutrin" "$page" >"$out/said" 2>"$out/err"
}
build sign.svg || fail "does not build"
"$pack" inspect "$out/a.lutrin" | grep -q '^logo: picture 1 (1[0-9]*x2[0-9]*)$' || fail "no logo in the bundle"
"$pack" check -q --plain --size 800x480 -c "$out/SITE.ini" "$out/a.lutrin" >"$out/said" 2>"$out/err" || fail "a good logo was refused"
cp "$out/a.lutrin" "$out/first.lutrin"
build sign.svg && cmp -s "$out/a.lutrin" "$out/first.lutrin" || fail "the same logo gave other bytes"
echo 'no picture' >"$out/broken.svg"
for logo in broken.svg missing.png https://rives.example/missing.png; do
    build $logo || fail "$logo: the build fails for it"
    grep -q 'without its logo' "$out/said" "$out/err" || fail "$logo: not a word of it"
    "$pack" inspect "$out/a.lutrin" | grep -q '^logo' && fail "$logo: it is in the bundle"
    "$pack" check --plain --size 800x480 -c "$out/SITE.ini" "$out/a.lutrin" >"$out/said" 2>"$out/err"
    [ $? = 65 ] || fail "$logo: it may ship"
    grep -q "^picture: the plan's logo is not in the bundle" "$out/said" || fail "$logo: not told"
done
"$pack" check -q --plain --size 800x480 "$out/a.lutrin" >"$out/said" 2>"$out/err" || fail "without a plan it may ship"
found() { # ADDRESS HEAD
    printf '<html><head><title>Site</title><link rel=canonical href=https://s.example/>%s</head><body><p>Words.</body></html>' "$2" >"$out/site.html"
    "$pack" init --offline "$out/site.html" >"$out/said" 2>"$out/err" || fail "init: $1"
    grep -qx "# logo = $1" "$out/said" || fail "init: $1 was not found"
}
icons='<link rel="apple-touch-icon" sizes="57x57" href="https://s.example/57.png"><link rel="apple-touch-icon" sizes="180x180" href="https://s.example/180.png"><link rel="mask-icon" href="https://s.example/mask.svg">'
found https://s.example/180.png "$icons"
found https://s.example/og.png "$icons<meta property=og:logo content=https://s.example/og.png>"
found https://s.example/item.svg "$icons<meta itemprop=logo content=https://s.example/item.svg>"
found https://s.example/l.png "$icons<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"publisher\":{\"@type\":\"Organization\",\"logo\":{\"@type\":\"ImageObject\",\"url\":\"https://s.example/l.png\"}}}</script>"
found https://s.example/g.png "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"Organization\",\"logo\":{\"@id\":\"#l\"},\"image\":{\"@id\":\"#l\",\"contentUrl\":\"https://s.example/g.png\"}}]}</script>"
"$pack" init --offline "$page" 2>/dev/null | grep -q '^# logo' && fail "init: a logo from nowhere"
exit 0

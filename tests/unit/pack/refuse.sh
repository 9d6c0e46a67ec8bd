# Bad input and bad commands: one clear line, the right exit code, nothing left behind.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
mkdir "$out/in" "$out/to"
fail() { echo "FAIL: $*"; exit 1; }
# refuse CODE WORDS ARGUMENT...
refuse() {
    code=$1 words=$2
    shift 2
    "$pack" "$@" >"$out/stdout" 2>"$out/stderr"
    got=$?
    [ $got = "$code" ] || fail "$*: exit code $got, not $code: $(cat "$out/stderr")"
    [ "$(wc -l <"$out/stderr")" = 1 ] || fail "$*: not one line: $(cat "$out/stderr")"
    grep -q "^lutrin-pack: .*$words" "$out/stderr" || fail "$*: $(cat "$out/stderr")"
    [ -z "$(ls -A "$out/to")" ] || fail "$*: left $(ls -A "$out/to")"
}
: >"$out/in/empty"
printf '<?xml version="1.0"?><rss version="2.0"><channel><ti' >"$out/in/cut.xml"
head -c 4096 /bin/sh >"$out/in/binary"
printf '[site]\ntitel = x\n' >"$out/in/bad.ini"
awk 'BEGIN { printf "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>"; for (i = 0; i < 200000; i++) printf "<item>" }' >"$out/in/deep.xml"
to=$out/to/x.lutrin
refuse 64 'no command'
refuse 64 'no such command' bake
refuse 64 'no name for the bundle' build "$out/in/empty"
refuse 64 'no sources' build -o "$to"
refuse 64 'unknown or incomplete' build --colour
refuse 65 'empty' build -o "$to" "$out/in/empty"
refuse 65 '' build -o "$to" "$out/in/cut.xml"
refuse 65 'no known kind' build -o "$to" "$out/in/binary"
refuse 65 '' build -o "$to" "$out/in/deep.xml"
refuse 66 'cannot read' build -o "$to" "$out/in/nothing"
refuse 69 'not in the cache' build --offline --cache "$out/none" -o "$to" https://site.example/feed.xml
refuse 73 'cannot create' build -o "$out/none/x.lutrin" "$PWD/assets/demo/feed.xml"
refuse 78 'bad.ini:2' build -o "$to" -c "$out/in/bad.ini"
printf '[site]\ntitle = x\n[sources]\n' >"$out/in/none.ini"
refuse 78 'names no source: .*none.ini: list feeds' build -o "$to" -c "$out/in/none.ini"
refuse 66 'cannot open' inspect "$out/in/nothing"
refuse 65 'not a bundle' inspect "$out/in/binary"
# an older bundle under the name stays when the new one fails
echo old >"$to"
"$pack" build -q -o "$to" "$out/in/binary" 2>/dev/null && fail "built of nothing"
[ "$(cat "$to")" = old ] || fail "the older bundle is gone"
rm "$to"
# told to end while it works: nothing is left
"$pack" build -q -o "$to" -c assets/demo/SITE.ini & pid=$!
sleep 0.3
kill -TERM $pid
wait $pid
[ -z "$(ls -A "$out/to" | grep part)" ] || fail "interrupted: left $(ls -A "$out/to")"
"$pack" --help | grep -q '^usage: ' || fail "--help"
"$pack" build --help | grep -q '^usage: ' || fail "build --help"
"$pack" --version | grep -q '^lutrin-pack [0-9]' || fail "--version"

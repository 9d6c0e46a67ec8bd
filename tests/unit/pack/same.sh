# The same sources give the same bytes: twice, in another time zone, another locale, another working directory.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
top=$PWD
fail() { echo "FAIL: $*"; exit 1; }
printf '[site]\nlead = le-dernier-bac\n[mirror]\nhttps://rives.example/ = %s/assets/demo\n[pictures]\nlongest = 200\n' "$top" >"$out/small.ini"
make() { "$pack" build -q --offline -c "$out/small.ini" -o "$1" "$2/feed.xml" "$2/articles" || fail "$1"; }
make "$out/one.lutrin" assets/demo
make "$out/two.lutrin" assets/demo
(export TZ=Asia/Kathmandu LC_ALL=tr_TR.UTF-8 LANG=ar; cd "$out" && make three.lutrin "$top/assets/demo") || exit 1
(export TZ=America/St_Johns LC_ALL=C; cd assets && make "$out/four.lutrin" demo) || exit 1
for other in two three four; do
    cmp "$out/one.lutrin" "$out/$other.lutrin" || fail "$other differs"
done

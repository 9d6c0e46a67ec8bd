#!/usr/bin/env bash
# run.sh TOP   the newcomer's command, where there is no display: pictures come out, and the second time it is quick.
set -euo pipefail
top=$1
fail() { echo "run: $*" >&2; exit 1; }
dpkg-query --version >/dev/null 2>&1 || { echo "this is no Debian system: skipped"; exit 77; }
unset DISPLAY WAYLAND_DISPLAY
cd "$top"

board/run --yes || fail "board/run failed"
rm -f build-release/shots/*.png
began=$SECONDS
said=$(board/run --yes)
echo "the second time: $((SECONDS - began)) s"
[ $((SECONDS - began)) -le 60 ] || fail "the second time it took $((SECONDS - began)) s"

# 16 bytes into a PNG stand its width and height.
size() { od -An -tu1 -j16 -N8 "$1" | awk '{ printf "%dx%d", $3 * 256 + $4, $7 * 256 + $8 }'; }
pictures=$(sed -n 's/^  \(.*\.png\)$/\1/p' <<<"$said")
[ "$(wc -l <<<"$pictures")" -eq 4 ] || fail "it should name four pictures: $said"
for picture in $pictures; do
  [ "$(size "$picture")" = 1280x800 ] || fail "$picture is $(size "$picture")"
done
[ "$(md5sum $pictures | cut -d' ' -f1 | sort -u | wc -l)" -eq 4 ] || fail "two of the pictures are alike"

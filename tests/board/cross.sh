#!/usr/bin/env bash
# cross.sh TOP BUILD_DIR ARCH   builds for a board, warnings as errors, and lets the board's own programs do on this
# machine (under qemu-user) what the native ones do: they must say the same, and paint the same.
set -euo pipefail
top=$1 native=$2 arch=$3
fail() { echo "cross $arch: $*" >&2; exit 1; }

case $arch in
  arm64) triplet=aarch64-linux-gnu qemu=qemu-aarch64-static machine=AArch64 ;;
  armhf) triplet=arm-linux-gnueabihf qemu=qemu-arm-static machine=ARM ;;
esac
for tool in $triplet-gcc $qemu mmdebstrap; do
  command -v $tool >/dev/null || { echo "$tool is not here (board/apt-cross): skipped"; exit 77; }
done

build=$native/cross-$arch
out=$native/cross-$arch-out
rm -rf "$out"
mkdir -p "$out/native" "$out/board"
LUTRIN_CROSS_BUILD=$build "$top/board/cross" $arch -DLUTRIN_WERROR=ON >"$out/build.log" 2>&1 ||
  { tail -n 40 "$out/build.log" >&2; fail "does not build"; }
sysroot=$("$top/board/sysroot" $arch)

board() { # PROGRAM ARGUMENT...: the board's program
  local program=$1
  shift
  SDL_VIDEODRIVER=dummy $qemu -L "$sysroot" "$build/$program" "$@"
}

# All programs that this build has are there, for that machine, hardened, and start.
for program in lutrin lutrin-pack lutrin-sync lutrin-trace; do
  [ -e "$native/$program" ] || continue
  readelf -h "$build/$program" | grep -q "Machine: *$machine" || fail "$program is for another machine"
  readelf -h "$build/$program" | grep -q "Type: *DYN" || fail "$program is not position independent"
  readelf -d "$build/$program" | grep -q BIND_NOW || fail "$program has no full RELRO"
  [ "$(board $program --version)" = "$("$native/$program" --version)" ] || fail "$program --version differs"
done

# The press there makes what the press here makes, as far as a reader can tell. Small pictures: scaling large ones takes
# minutes under qemu.
cp -R "$top/assets/demo" "$out/site"
sed -i 's/^longest *=.*/longest = 240/' "$out/site/SITE.ini"
demo=$out/demo.lutrin
"$native/lutrin-pack" build -q -c "$out/site/SITE.ini" -o "$demo"
board lutrin-pack build -q -c "$out/site/SITE.ini" -o "$out/board.lutrin"
count=$("$native/lutrin-pack" inspect "$demo" | sed -n 's/^articles: //p')
[ "${count:-0}" -gt 0 ] || fail "the demonstration has no articles"
for article in $(seq 1 "$count"); do
  "$native/lutrin-trace" doc "$demo" "#$article"
done >"$out/native/doc.txt"
for article in $(seq 1 "$count"); do
  board lutrin-trace doc "$out/board.lutrin" "#$article"
done >"$out/board/doc.txt"
cmp "$out/native/doc.txt" "$out/board/doc.txt" || fail "the articles differ"

# The reader there shows what the reader here shows: the same words on the same pages, and nearly the same pixels.
script=$top/tests/board/journey.replay
for size in 800x480 1080x1920; do
  "$native/lutrin-trace" replay "$script" "$demo" --size $size --shots "$out/native" >"$out/native/$size.txt"
  board lutrin-trace replay "$script" "$demo" --size $size --shots "$out/board" >"$out/board/$size.txt"
  diff -u "$out/native/$size.txt" "$out/board/$size.txt" >"$out/$size.diff" || {
    head -n 40 "$out/$size.diff" >&2
    fail "the reader shows other words at $size"
  }
  for article in v-maktaba v-ashi; do # from right to left, and without spaces
    "$native/lutrin-trace" page "$demo" $article 1 --size $size -o "$out/native/$article.png"
    board lutrin-trace page "$demo" $article 1 --size $size -o "$out/board/$article.png"
  done
  for shot in "$out/native/"*.png; do
    case $shot in *.shot.png) continue ;; esac
    other=$out/board/$(basename "$shot")
    [ -s "$other" ] || fail "no picture $other"
    mv "$shot" "${shot%.png}-$size.shot.png"
    mv "$other" "${other%.png}-$size.shot.png"
  done
done
command -v compare >/dev/null || { echo "ImageMagick is not here: pictures are not compared"; exit 0; }
for shot in "$out/native/"*.shot.png; do
  other=$out/board/$(basename "$shot")
  # Rounding may differ by a shade, a letter may not: the error over the whole picture stays below half a per cent.
  error=$(compare -metric RMSE "$shot" "$other" null: 2>&1 | sed 's/.*(\(.*\)).*/\1/') || true
  echo "$(basename "$shot"): error $error"
  awk -v error="$error" 'BEGIN { exit !(error + 0 < 0.005) }' || fail "$(basename "$shot") looks different: $error"
done

#!/usr/bin/env bash
# alone.sh TOP BUILD_DIR   each program can be built without the others, and asks for no library that only they need.
set -euo pipefail
top=$1 out=$2/alone
fail() { echo "alone: $*" >&2; exit 1; }

# alone PROGRAM OPTION LIBRARY...: builds the program by itself; it may not want the libraries.
alone() {
  local program=$1 option=$2 build=$out/$1 off=() library
  shift 2
  for other in READER PACK SYNC TRACE; do
    [ $other = "$option" ] || off+=(-DLUTRIN_$other=OFF)
  done
  cmake -S "$top" -B "$build" -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF -DLUTRIN_WERROR=ON "${off[@]}" \
    --log-level=WARNING >/dev/null || fail "$program alone does not configure"
  cmake --build "$build" -j "$(nproc)" >"$out/$program.log" 2>&1 ||
    { tail -n 30 "$out/$program.log" >&2; fail "$program alone does not build"; }
  [ -x "$build/$program" ] || fail "$program was not built"
  [ "$(find "$build" -maxdepth 1 -name 'lutrin*' -type f | wc -l)" -eq 1 ] || fail "more than $program was built"
  for library in "$@"; do
    ! readelf -d "$build/$program" | grep -q "NEEDED.*\[lib$library" || fail "$program needs lib$library"
    ! grep -qi "^LT_$library.*_FOUND.*=1" "$build/CMakeCache.txt" || fail "the build of $program asks for $library"
  done
  echo "$program alone: $(readelf -d "$build/$program" | grep -c NEEDED) libraries"
}

mkdir -p "$out"
alone lutrin READER vips curl xml2 libxml jansson
alone lutrin-sync SYNC vips SDL2 xml2 fontconfig freetype qrencode
alone lutrin-pack PACK SDL2 fontconfig qrencode systemd

#!/usr/bin/env bash
# apt.sh TOP   the package lists: readable, without repeats, known to apt, and naming every library that the build asks
# pkg-config for; board/apt is silent when nothing is missing.
set -euo pipefail
top=$1
fail() { echo "apt: $*" >&2; exit 1; }
command -v dpkg-query >/dev/null || { echo "this is no Debian system: skipped"; exit 77; }

lists=("$top"/board/apt-{run,build,test,cross,fuzz,bench,power})
other=$top/board/apt-kiosk # what is not installed here may be on another list too
bad=$(grep -HnvE '^([a-z0-9][a-z0-9.+-]+)?( *#.*)?$' "${lists[@]}" "$other" || true)
[ -z "$bad" ] || fail "one package a line, or a comment: $bad"
names=$(sed 's/ *#.*//' "${lists[@]}" | sed '/^$/d')
twice=$(sort <<<"$names" | uniq -d)
[ -z "$twice" ] || fail "named twice: $twice"
known=$({ apt-cache pkgnames 2>/dev/null; dpkg-query -W -f '${Package}\n'; } | sort -u)
strange=$(comm -23 <(sed 's/ *#.*//; /^$/d' "$other" | cat - <(echo "$names") | sort -u) <(echo "$known"))
[ -z "$strange" ] || ! apt-cache show dpkg >/dev/null 2>&1 || fail "apt does not know: $strange"

# PACKAGES stand in the rooms' lists until the next word in capitals or the closing bracket.
modules=$(sed 's/#.*//' "$top"/app/*/CMakeLists.txt | tr '()\n' '  \n' | tr -s ' \n' '\n' |
  awk '/^[A-Z_]+$/ { inside = ($0 == "PACKAGES"); next } /^(else|elseif|endif|if|set|target_.*|lt_.*|\$.*)$/ { inside = 0 } inside && NF' | sort -u)
[ -n "$modules" ] || fail "no pkg-config modules found in app/*/CMakeLists.txt"
for module in $modules; do
  folder=$(pkg-config --variable=pcfiledir "$module") || fail "pkg-config does not know $module"
  package=$(dpkg-query -S "$folder/$module.pc" 2>/dev/null || dpkg-query -S "${folder#/usr}/$module.pc")
  package=${package%%:*}
  grep -qE "^$package( |$)" "$top/board/apt-build" || fail "$module needs $package in board/apt-build"
done

"$top/board/apt" nothing 2>/dev/null && fail "a list that is not there was accepted"
[ $? -eq 0 ] || true
missing=$(comm -23 <(sed 's/ *#.*//; /^$/d' "$top/board/apt-run" | sort) \
  <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u))
if [ -z "$missing" ]; then
  said=$("$top/board/apt" run 2>&1 </dev/null) || fail "board/apt run: $said"
  [ -z "$said" ] || fail "board/apt is not silent when nothing is missing: $said"
fi
echo "$(wc -w <<<"$names") packages, $(wc -w <<<"$modules") pkg-config modules"

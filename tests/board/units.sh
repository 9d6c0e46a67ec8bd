#!/usr/bin/env bash
# units.sh TOP   holds the systemd unit, the udev rules and the user list against the tools that will read them.
set -euo pipefail
top=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "units: $*" >&2; exit 1; }
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is not here: skipped"; exit 77; }

DESTDIR=$work/root "$top/board/install-unit" /opt/lutrin
unit=$work/root/usr/lib/systemd/system/lutrin.service
grep -q '^ExecStart=/opt/lutrin/bin/lutrin ' "$unit" || fail "the prefix did not reach ExecStart"
[ -f "$work/root/etc/lutrin/lutrin.conf" ] || fail "no configuration was installed"
echo '# mine' >"$work/root/etc/lutrin/lutrin.conf"
[ ! -e "$work/root/usr/lib/udev/rules.d/72-lutrin-ports.rules" ] || fail "the ports were locked though nobody asked for it"
DESTDIR=$work/root "$top/board/install-unit" --lock-ports /opt/lutrin
grep -q '^# mine' "$work/root/etc/lutrin/lutrin.conf" || fail "the operator's configuration was overwritten"

units=$work/root/usr/lib/systemd/system
held() { # UNIT AS MOST [TIMER]: is UNIT (tried under the name AS) understood in every word, and closed to MOST tenths?
  local unit=$1 as=$2 most=$3 known=${1/@.service/@} said
  sed 's,=\(-\?\)/opt/lutrin/bin/[a-z-]*,=\1/bin/true,' "$units/$unit" >"$work/$as"
  [ "$unit" = "$as" ] || cp "$work/$as" "$work/$unit"
  [ $# -lt 4 ] || cp "$units/$4" "$work"
  said=$(systemd-analyze verify --man=no "$work/$as" ${4:+"$work/$4"} 2>&1) || fail "verify: $said"
  case $said in *"$known"* | *"${4:-$known}"*) fail "verify: $said" ;; esac
  systemd-analyze security --offline=true --threshold="$most" "$work/$as" >"$work/security" ||
    fail "exposure of $as above $most tenths: $(tail -n 1 "$work/security")"
  tail -n 1 "$work/security"
}

# The reader's unit: closed as far as we say (100 tenths are open, 0 closed).
held lutrin.service lutrin.service 20
for line in 'Type=notify' 'WatchdogSec=15' 'TTYPath=/dev/tty1' 'User=lutrin' 'Environment=SDL_RENDER_DRIVER=opengles2'; do
  grep -qx "$line" "$unit" || fail "the unit lost $line"
done

# The postman's unit for sticks, as sdb's: nothing but the stick, for reading, and the shelf.
stick=$units/lutrin-usb@.service
held lutrin-usb@.service lutrin-usb@sdb.service 10
for line in 'ExecStart=/opt/lutrin/bin/lutrin-sync usb --config /etc/lutrin/sync.conf /dev/%I' 'DeviceAllow=/dev/%I r' \
  'DevicePolicy=closed' 'PrivateNetwork=yes' 'User=lutrin-sync' 'SupplementaryGroups=lutrin-sync' 'StateDirectoryMode=2750'; do
  grep -qxF "$line" "$stick" || fail "the stick's unit lost $line"
done

# The postman's unit for the network: the network, the shelf and the outbox, nothing else.
post=$units/lutrin-sync.service
held lutrin-sync.service lutrin-sync.service 17
for line in 'ExecStart=/opt/lutrin/bin/lutrin-sync watch --config /etc/lutrin/sync.conf' 'Before=lutrin.service' \
  'ExecStartPre=-/opt/lutrin/bin/lutrin-sync settle --config /etc/lutrin/sync.conf' 'User=lutrin-sync'; do
  grep -qxF "$line" "$post" || fail "the postman's unit lost $line"
done

# What counts the reader's crashes: the shelf, nothing else; and only crashes are told.
failed=$units/lutrin-failed.service
held lutrin-failed.service lutrin-failed.service 12
grep -qxF 'ExecStart=/opt/lutrin/bin/lutrin-sync reader-failed --config /etc/lutrin/sync.conf' "$failed" ||
  fail "the counting unit lost its command"
script=$(sed -n "s/^ExecStopPost=+-\/bin\/sh -c '\(.*\)'\$/\1/p" "$unit" | sed 's/\$\$/$/g')
[ -n "$script" ] || fail "the reader's unit tells nobody of a crash"
mkdir "$work/bin"
printf '#!/bin/sh\necho "$@" >>"%s/told"\n' "$work" >"$work/bin/systemctl"
chmod 0755 "$work/bin/systemctl"
told() { # RESULT STATUS: does the unit start the counting one?
  rm -f "$work/told"
  SERVICE_RESULT=$1 EXIT_STATUS=$2 PATH=$work/bin:$PATH sh -c "$script"
  grep -qsx -- '--no-block start lutrin-failed.service' "$work/told"
}
for end in 'signal SEGV' 'core-dump ABRT' 'watchdog ABRT' 'oom-kill KILL' 'timeout TERM' 'exit-code 70' 'exit-code 65' 'exit-code 1'; do
  told $end || fail "nobody was told that the reader ended with $end"
done
for end in 'success 0' 'success TERM' 'exit-code 69' 'exit-code 78' 'exit-code 64' 'exit-code 66'; do
  ! told $end || fail "a reader that ended with $end counted as a crash"
done

# The search of the whole text: nothing but the shelf, and last in every queue.
index=$units/lutrin-index.service
held lutrin-index.service lutrin-index.service 10 lutrin-index.timer
for line in 'CPUSchedulingPolicy=idle' 'IOSchedulingClass=idle' 'PrivateNetwork=yes' 'User=lutrin-sync' \
  'ExecCondition=/usr/bin/test -e /var/lib/lutrin/library/current'; do
  grep -qx "$line" "$index" || fail "the index's unit lost $line"
done

# The press of a kiosk without a publisher: the network and its own folder, nothing else; its timer.
press=$units/lutrin-press.service
held lutrin-press.service lutrin-press.service 17 lutrin-press.timer
for line in 'ExecStart=/opt/lutrin/bin/lutrin-sync press --config /etc/lutrin/sync.conf' 'User=lutrin-press' \
  'StateDirectory=lutrin/press' 'ExecCondition=/usr/bin/test -e /etc/lutrin/SITE.ini' 'RestartPreventExitStatus=64 65 66 78'; do
  grep -qxF "$line" "$press" || fail "the press's unit lost $line"
done
grep -q '^key = ' "$work/root/etc/lutrin/sync.conf" || fail "without --direct: no publisher's key in sync.conf"
said=$(DESTDIR=$work/root "$top/board/install-unit" --direct /opt/lutrin 2>&1) && fail "the operator's sync.conf names no plan: no word of it"
case $said in *'[direct]'*) ;; *) fail "not what is to be done: $said" ;; esac
DESTDIR=$work/direct "$top/board/install-unit" --direct --lock-ports /opt/lutrin
[ -e "$work/direct/usr/lib/udev/rules.d/72-lutrin-ports.rules" ] || fail "two options: the second was not heard"
conf=$work/direct/etc/lutrin/sync.conf
grep -q '^plan = /etc/lutrin/SITE.ini' "$conf" && grep -q '^folder = /var/lib/lutrin/press' "$conf" || fail "--direct: no plan in sync.conf"
if grep -q '^key = ' "$conf"; then fail "--direct: a publisher's key in sync.conf"; fi
cmp "$top/board/lutrin.conf" "$work/direct/etc/lutrin/lutrin.conf" || fail "--direct: the reader's settings were touched"

# No way out by keys: the kernel's, the manager's and the session's are off.
[ "$(readlink "$work/root/etc/systemd/system/ctrl-alt-del.target")" = /dev/null ] || fail "Ctrl-Alt-Delete restarts the machine"
for line in sysctl.d/90-lutrin.conf:'kernel.sysrq = 0' systemd/logind.conf.d/lutrin.conf:NAutoVTs=0 systemd/logind.conf.d/lutrin.conf:ReserveVT=0 \
  systemd/system.conf.d/lutrin.conf:CtrlAltDelBurstAction=none; do
  grep -qxF "${line#*:}" "$work/root/usr/lib/${line%%:*}" || fail "a key leads out: ${line#*:}"
done

# The user: an ordinary one, in the groups that the devices belong to.
command -v systemd-sysusers >/dev/null &&
  { systemd-sysusers --dry-run "$work/root/usr/lib/sysusers.d/lutrin.conf" >/dev/null || fail "sysusers"; }

# The folder of all three is nobody's of them before any unit begins: whoever owned it could put a shelf of its own in place of another's.
if command -v systemd-tmpfiles >/dev/null && [ "$(id -u)" -eq 0 ] && systemd-sysusers --root="$work/root" >/dev/null 2>&1; then
  systemd-tmpfiles --root="$work/root" --create lutrin.conf || fail "tmpfiles"
  [ "$(stat -c '%u %a' "$work/root/var/lib/lutrin")" = "0 750" ] || fail "/var/lib/lutrin is not root's alone"
fi

# The rules: as `udevadm verify` says; it is younger than Debian 12, so by their grammar too.
rules=$work/root/usr/lib/udev/rules.d
[ "$(find "$rules" -name '*.rules' | wc -l)" -eq 3 ] || fail "three files of rules are expected"
pair='[A-Z_]+(\{[^}]+\})?(==|!=|\+=|:=|=)"[^"]*"'
bad=$(grep -hvE "^(#.*)?$|^$pair(, $pair)*$" "$rules"/*.rules || true)
[ -z "$bad" ] || fail "not a udev rule: $bad"
grep -q 'RUN+="/usr/bin/systemctl ' "$rules/71-lutrin-usb.rules" || fail "the prefix reached what is not ours"
if udevadm verify --help >/dev/null 2>&1; then
  udevadm verify "$rules"/*.rules || fail "udevadm verify"
fi

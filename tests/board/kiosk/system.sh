#!/usr/bin/env bash
# system.sh TOP   makes the bare Debian 12 that a kiosk is installed on, and prints where it is: a folder with `disk` (ext4),
# `kernel` and `initrd`. The packages are board/apt-run's and board/apt-kiosk's, nothing else: what is forgotten there fails the
# tests. It is kept in ${XDG_CACHE_HOME:-~/.cache}/lutrin and made again when a list or this script changes.
set -euo pipefail
top=$1
here=$(cd "$(dirname "$0")" && pwd)
say() { echo "kiosk: $*" >&2; }
PATH=$PATH:/usr/sbin:/sbin

packages=$(sed 's/ *#.*//; /^$/d' "$top/board/apt-run" "$top/board/apt-kiosk" | sort -u | paste -sd,)
key=$({ echo "$packages"; cat "$0" "$here/hand.py" "$here/hand.service"; } | sha256sum | cut -c1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/lutrin
system=$cache/kiosk-amd64
mkdir -p "$cache"
exec 9>"$cache/.lock-kiosk"
flock 9
if [ "$(cat "$system/key" 2>/dev/null)" = "$key" ]; then
  echo "$system"
  exit 0
fi

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
work=$(mktemp -d "$cache/new-kiosk-XXXXXX")
trap '"${as_root[@]}" rm -rf "$work"' EXIT
"$top/board/archive" "$work"

# What no machine here has, and nobody reads here.
leave=()
for path in '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/info/*' '/usr/share/locale/*' /lib/modules/'*'/kernel/sound/'*' \
  /lib/modules/'*'/kernel/drivers/{media,infiniband,iio,staging,mtd,isdn,hwmon,scsi/qla2xxx,scsi/lpfc}/'*' \
  /lib/modules/'*'/kernel/drivers/net/{ethernet,wireless,can,hamradio,wan}/'*' \
  /lib/modules/'*'/kernel/drivers/gpu/drm/{amd,i915,nouveau,radeon,gma500,vmwgfx}/'*'; do
  leave+=("--dpkgopt=path-exclude=$path")
done

say "making $system (some minutes, 1.5 GB)"
"${as_root[@]}" mmdebstrap --quiet --mode=root --variant=apt --architectures=amd64 --components=main --aptopt="$work/apt.conf" \
  "${leave[@]}" --include="$packages" \
  --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d" && printf "virtio_pci\nvirtio_blk\next4\n" >"$1/etc/initramfs-tools/modules" && echo MODULES=list >"$1/etc/initramfs-tools/conf.d/kiosk"' \
  --customize-hook="install -D -m 0755 '$here/hand.py' \"\$1/usr/local/bin/hand\"" \
  --customize-hook="install -D -m 0644 '$here/hand.service' \"\$1/etc/systemd/system/hand.service\"" \
  --customize-hook='chroot "$1" systemctl --quiet enable hand.service systemd-networkd.service' \
  --customize-hook='chroot "$1" systemctl --quiet mask e2scrub_reap.service e2scrub_all.timer apt-daily.timer apt-daily-upgrade.timer' \
  --customize-hook='printf "[Match]\nName=e*\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\n" >"$1/etc/systemd/network/kiosk.network"' \
  --customize-hook='printf "uinput\n" >"$1/etc/modules-load.d/kiosk.conf"; echo kiosk >"$1/etc/hostname"' \
  --customize-hook='printf "127.0.0.1 localhost kiosk\n10.0.2.2 publisher.test\n" >"$1/etc/hosts"; : >"$1/etc/machine-id"' \
  --customize-hook='echo "/dev/vda / ext4 errors=remount-ro 0 1" >"$1/etc/fstab"; mkdir "$1/programs"' \
  "" "$work/base" "$work/sources.list" >"$work/log" 2>&1 || {
  tail -n 15 "$work/log" >&2
  say "mmdebstrap failed; the lines above say why"
  exit 69 # EX_UNAVAILABLE
}
mkdir "$work/made"
"${as_root[@]}" cp "$work"/base/boot/vmlinuz-* "$work/made/kernel"
"${as_root[@]}" cp "$work"/base/boot/initrd.img-* "$work/made/initrd"
"${as_root[@]}" rm -rf "$work"/base/boot/* "$work"/base/var/cache/apt/* "$work"/base/var/lib/apt/lists/*
size=$("${as_root[@]}" du -sm "$work/base" | cut -f1)
"${as_root[@]}" mke2fs -q -t ext4 -L kiosk -d "$work/base" "$work/made/disk" $((size + size / 8 + 600))M >"$work/log"
"${as_root[@]}" chown -R "$(id -u):$(id -g)" "$work/made"
echo "$key" >"$work/made/key"
rm -rf "$system"
mv "$work/made" "$system"
echo "$system"

#!/usr/bin/env bash
# Installs the Debian packages and fonts the program needs; does nothing where all of them are there.
# Usage: system_packages.sh run | test | fresh
set -euo pipefail

run=(
  python3-venv
  libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 # PDF
  fontconfig fonts-noto-cjk fonts-lxgw-wenkai fonts-liberation
)
test=(postgresql redis-server chromium poppler-utils)
fresh=(debootstrap)
font_families=(
  "FandolFang R" "LXGW WenKai" "LXGW WenKai Light" "Noto Serif CJK SC" "Noto Sans CJK SC" "Liberation Serif"
)

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "This takes root, or a user with sudo." >&2
    return 1
  fi
}

apt() { # its pages of progress are left out, its complaints are not
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" >/dev/null
}

missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "$@" 2>/dev/null | sed -n 's/^ii //p') || true
  comm -23 <(printf '%s\n' "$@" | sort) <(sort -u <<<"$installed")
}

has_font() {
  [ -n "$(fc-list ":family=$1" family)" ]
}

# 仿宋 comes in a package of 100 MB made for TeX, of which one file is needed.
install_fandol_fang() {
  local folder=/usr/local/share/fonts owner=as_root
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    folder=$HOME/.local/share/fonts owner=env
  fi
  echo "Installing the font FandolFang"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  [ -n "$(apt-cache show texlive-lang-chinese 2>/dev/null)" ] || apt update
  (cd "$work" && apt-get -q -o APT::Sandbox::User=root download texlive-lang-chinese >/dev/null)
  dpkg-deb --fsys-tarfile "$work"/*.deb | tar -x -C "$work" --wildcards --transform 's:.*/::' '*/FandolFang-Regular.otf'
  "$owner" install -D -m 644 -t "$folder" "$work/FandolFang-Regular.otf"
  "$owner" fc-cache "$folder"
}

case "${1:-}" in
  run | test | fresh) declare -n wanted=$1 ;;
  *) echo "usage: $0 run | test | fresh" >&2; exit 2 ;;
esac

mapfile -t missing < <(missing_packages "${wanted[@]}")
if [ "${#missing[@]}" -gt 0 ]; then
  echo "Installing ${missing[*]}"
  apt update
  apt install -y --no-install-recommends "${missing[@]}"
fi

if [ "$1" = run ]; then
  has_font "FandolFang R" || install_fandol_fang
  for family in "${font_families[@]}"; do
    has_font "$family" || { echo "The font $family is not installed; official papers need it." >&2; exit 1; }
  done
fi

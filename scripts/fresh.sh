#!/usr/bin/env bash
# Proves that `make run` and `make test` do all the set-up: in a bare Debian 12 (debootstrap, chroot), from a
# clone of HEAD. Package sources, pip settings and certificates are taken from this machine. Needs root.
set -euo pipefail
cd "$(dirname "$0")/.."
SECONDS_TO_BUILD=900
SECONDS_TO_START=10

[ "$(id -u)" = 0 ] || { echo "This takes root." >&2; exit 1; }

# The outer half owns the folder. Mounts and processes live in namespaces of the inner half and end with it.
if [ "${1:-}" != --inside ]; then
  scripts/system_packages.sh fresh
  work=$(mktemp -d -p /var/tmp partybranch-fresh-XXXXXX)
  trap 'kill -KILL "$inner" 2>/dev/null || true; wait; rm -rf --one-file-system "$work"' EXIT
  trap 'exit 130' INT TERM
  unshare --mount --pid --fork --kill-child --mount-proc "$0" --inside "$work" &
  inner=$!
  wait "$inner"
  exit
fi

work=$2
root=$work/debian
say() { printf '\n===== %s\n' "$*"; }
fail() { say "FAILED: $*"; exit 1; }

mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 'Component: main' | head -n 1
}

copy() { # files and folders that exist here, to the same place in the chroot
  local path
  for path in "$@"; do
    [ -e "$path" ] || continue
    mkdir -p "$root$(dirname "$path")"
    cp -RLT "$path" "$root$path" 2>/dev/null || true # dangling links are no loss
  done
}

in_chroot() { # runs a command in the clone, with an environment of its own but for proxies, pip and certificates
  local name settings=()
  for name in $(compgen -e | grep -Ei '^(pip_|ssl_cert|.*_proxy$|.*ca_bundle$)'); do
    settings+=("$name=${!name}")
  done
  exec chroot "$root" env -i HOME="$HOME" LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "${settings[@]}" sh -c 'cd /srv/partybranch && exec "$@"' sh "$@"
}

log_in_page_answers() {
  in_chroot python3 -c '
import sys, urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=5) as page:
    sys.exit(b"type=\"password\"" not in page.read())
' "http://127.0.0.1:$port/" 2>/dev/null
}

start_and_stop() { # how many seconds `make run` may take until the log-in page answers
  local began=$SECONDS program
  (in_chroot env PORT="$port" make run) >"$work/run.log" 2>&1 &
  program=$!
  until (log_in_page_answers) && grep -q 'is running' "$work/run.log"; do
    kill -0 "$program" 2>/dev/null || { cat "$work/run.log"; fail "make run ended by itself"; }
    [ $((SECONDS - began)) -le "$1" ] || { cat "$work/run.log"; fail "no log-in page after $1 s"; }
    sleep 0.2
  done
  say "The log-in page answered after $((SECONDS - began)) s"
  sleep 5 # the worker starts last; had it failed, all would end
  kill "$program" || { cat "$work/run.log"; fail "make run ended by itself"; }
  wait "$program" || true
  sleep 1
  ! grep -lsaE '[g]unicorn|[c]elery' /proc/[0-9]*/cmdline || fail "make run left processes behind"
}

say "Bare Debian 12"
[ -z "$(git status --porcelain)" ] || echo "What is not committed is left out."
debootstrap --variant=minbase --include=ca-certificates,git,make,python3 bookworm "$root" "$(mirror)" >"$work/debootstrap.log" ||
  { tail "$work/debootstrap.log"; fail debootstrap; }
rm "$root/etc/apt/sources.list"
copy /etc/apt /usr/share/keyrings /etc/ssl/certs /usr/local/share/ca-certificates /etc/hosts /etc/resolv.conf
copy /etc/pip.conf "$HOME/.config/pip" "$HOME/.pip" "${PIP_CONFIG_FILE:-}" "${PIP_CERT:-}"
copy "${SSL_CERT_FILE:-}" "${SSL_CERT_DIR:-}" "${REQUESTS_CA_BUNDLE:-}" "${CURL_CA_BUNDLE:-}"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # packages must not start services in here
chmod +x "$root/usr/sbin/policy-rc.d"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
git clone --quiet --no-hardlinks . "$root/srv/partybranch"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

say "make run"
start_and_stop "$SECONDS_TO_BUILD"
grep -A 3 'Demo accounts' "$work/run.log" || true
say "make run, second time"
start_and_stop "$SECONDS_TO_START"
say "make test"
(in_chroot make test)
say "A bare Debian 12 needs nothing but make run and make test"

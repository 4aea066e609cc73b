#!/usr/bin/env bash
# Brings .venv to what a lock file says; returns at once when it is there.
# Usage: venv.sh run | test (the test lock holds the whole run lock)
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  run) locks=(requirements.lock) ;;
  test) locks=(requirements.lock requirements-dev.lock) ;;
  *) echo "usage: $0 run | test" >&2; exit 2 ;;
esac

stamp=.venv/installed-locks # written last, so that a broken-off installation is begun again
wanted=$(sha256sum "${locks[@]}")
[ ! -f "$stamp" ] || have=$(<"$stamp")
if [[ "${have:-}" == "$wanted"* ]] && .venv/bin/python -c ''; then
  exit
fi

.venv/bin/python -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .venv
echo "Installing Python packages from ${locks[-1]}"
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "${locks[-1]}"
echo "$wanted" >"$stamp"

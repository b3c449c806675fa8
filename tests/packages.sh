#!/bin/sh
# Installs the Debian packages that are named and missing; says so only when there is something to do.
# usage: tests/packages.sh PACKAGE...
set -eu
missing=""
for package; do
    dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || { echo "this system has no apt-get; install what does the work of:$missing" >&2; exit 0; }
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "these packages are missing, and there is no sudo to install them:$missing" >&2; exit 3; }
    as_root="sudo"
fi
echo "installing:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # a list of words
{ $as_root apt-get -qq update && $as_root apt-get -qq install --no-install-recommends -y $missing; } >"$log" 2>&1 </dev/null ||
    { tail -n 20 "$log" >&2; echo "could not install:$missing" >&2; exit 3; }

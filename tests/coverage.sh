#!/bin/bash
# Prints which branches of the library the suite takes, file by file, least first. Needs gcovr.
# usage: tests/coverage.sh
set -euo pipefail
cd "$(dirname "$0")/.."
build=${SIGNPOST_BUILD:-$PWD/build}/coverage
command -v gcovr >/dev/null || { echo "this needs gcovr: apt-get install gcovr" >&2; exit 3; }
[ -e "$build/build.ninja" ] || CC=gcc meson setup -Db_coverage=true --buildtype=debug "$build" >"$build.log" 2>&1
ninja -C "$build" >"$build.log"
meson test -C "$build" --no-rebuild --no-suite slow >"$build.log" || echo "some tests fail: see $build.log" >&2
gcovr -r . --object-directory "$build" -f 'lib/' --branches 2>/dev/null |
    awk '/^lib\/|^TOTAL/ { printf "%-36s %5d of %5d branches  %s\n", $1, $3, $2, $4 }' | sort -t'%' -k1.62n

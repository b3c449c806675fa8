#!/bin/bash
# Shows what signpost does, from nothing: installs what is missing, builds, makes the sample directory, checks the triage content,
# walks a scripted call to its ranked services, and says why. Everything it makes stands in build/demo.
# usage: examples/demo.sh
set -euo pipefail
cd "$(dirname "$0")/.."
build=${SIGNPOST_BUILD:-$PWD/build}/demo
log=$build.log
mkdir -p "$(dirname "$build")"

# quietly COMMAND...: shows what it printed only when it fails.
quietly() {
    "$@" >"$log" 2>&1 </dev/null || { tail -n 40 "$log" >&2; echo "failed: $*" >&2; exit 3; }
}

heading() {
    printf '\n== %s\n' "$1"
}

# show COMMAND...: prints a command as a person would type it, and runs it.
show() {
    printf '\n$'
    for word; do
        case $word in *[!A-Za-z0-9_./:=+-]*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    echo
    "$@"
}

sh tests/packages.sh build-essential meson ninja-build pkg-config python3 libyaml-dev libsqlite3-dev libsodium-dev libutf8proc-dev
echo "building signpost"
[ -e "$build/build.ninja" ] || quietly meson setup -Dtests=false "$build"
quietly ninja -C "$build"
signpost() { "$build/examples/signpost/signpost" "$@"; }
sample=$build/sample.db

heading "The triage content: is it sound?"
show signpost check algorithms

heading "A directory of fictional services, from CSV"
show signpost directory init "$sample" dos/base dos/sample --force --as demo --why "to show it"
show signpost directory show --directory "$sample"

heading "Where to look"
echo "the program        $build/examples/signpost/signpost"
echo "the directory      $sample"
echo "the content        algorithms/, described in algorithms/README.md"
echo "the library        include/signpost.h"

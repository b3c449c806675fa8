#!/bin/bash
# Shows what signpost does, from nothing: installs what is missing, builds, makes the sample directory, checks the triage content,
# walks a scripted call to its ranked services, says why, audits the directory and writes the report, and that of a provider's
# figures. Everything it makes stands in build/demo.
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
show signpost directory init "$sample" dos/base dos/sample --force --as anne --why "to show it"
show signpost directory show --directory "$sample"

heading "A call: a feverish two-year-old in Tunbridge Wells, on a Saturday at 18:30"
show signpost triage --directory "$sample" --answers examples/calls/fever-saturday.yaml

heading "The same call on Christmas Day"
show signpost triage --directory "$sample" --answers examples/calls/fever-christmas.yaml | sed -n '/^At /,/^directory /p'

heading "Why was the nearest surgery not offered?"
need=(--directory "$sample" --disposition Dx06 --symptom-group demo-fever --discriminator demo-primary-care
    --age "2 years" --sex female --postcode "TN1 2AB" --when 2026-11-21T18:30)
show signpost explain kent-gp-036 "${need[@]}"

heading "An adult who does not wake up: an ambulance, and nothing is looked up"
show signpost triage --directory "$sample" --answers examples/calls/unconscious.yaml

heading "Who, needing what, when, finds no service: the audit, and its report"
show signpost gaps --directory "$sample" --from 2026-11-20 --limit 1
show signpost audit --directory "$sample" --from 2026-11-20 --output "$build/report.html"

heading "A provider's figures: what was promised, what was kept"
figures=$build/figures.db
rm -f "$figures"
quietly signpost kpi import tests/fixtures/kpi/mds-2015-16.csv tests/fixtures/kpi/mds-2015-16-england.csv --figures "$figures" \
    --published 2016-05-13
show signpost kpi report --figures "$figures" --contracts dos/contracts/sample.yaml --contract 111AB9 --output "$build/figures.html"

heading "Where to look"
echo "the report         $build/report.html (open it in any browser)"
echo "the figures        $build/figures.html (Norfolk 2015-16; examples/kpi-2015-16.md says what to make of them)"
echo "the program        $build/examples/signpost/signpost"
echo "the directory      $sample"
echo "the content        algorithms/, described in algorithms/README.md"
echo "take a call        $build/examples/signpost/signpost triage --directory $sample"
echo "the library        include/signpost.h"

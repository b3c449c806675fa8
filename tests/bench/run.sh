#!/bin/bash
# Prints the figures: times and ratios of one run, and instructions counted by callgrind, which no other load disturbs.
# usage: tests/bench/run.sh [BUILD]     BUILD: a folder that meson built, by default build/gcc
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-${SIGNPOST_BUILD:-$PWD/build}/gcc}
bench=$build/tests/bench
[ -x "$bench/bench-load" ] || { echo "there are no benches in $build; run tests/run.sh, or name the build" >&2; exit 2; }

# instructions FUNCTION TIMES PROGRAM ARGUMENT...: of the function, divided by the times.
instructions() {
    local function=$1 times=$2 total
    shift 2
    total=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect="$function" "$@" 2>&1 >/dev/null |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p')
    echo $((total / times))
}

echo "times (of this machine, now)"
"$bench/bench-load"
"$bench/bench-walk"
"$bench/bench-proof" 50
"$bench/bench-journal"
"$bench/bench-hours" 1000
"$bench/bench-kpi" 20000000 # 3 GB in /tmp
[ ! -e "$build/dos/sample.db" ] || "$bench/bench-search" "$build/dos/sample.db"

# Real pharmacies, where the public list is at hand: SIGNPOST_SHARED_DATA, or beside the sources.
data=${SIGNPOST_SHARED_DATA:-$PWD/../shared/data}
pharmacies=""
if [ -r "$data/pharmacies-england.csv" ]; then
    folder=$(mktemp -d)
    trap 'rm -r "$folder"' EXIT
    pharmacies=$folder/pharmacies.db
    program=$build/examples/signpost/signpost
    "$program" directory init "$pharmacies" dos/base --as bench --why bench >/dev/null
    "$program" directory import "$data/pharmacies-england.csv" --map dos/mappings/pharmacies.yaml --skip-refused \
        --directory "$pharmacies" --as bench --why bench >/dev/null 2>&1 || [ $? -eq 1 ] # a row or two are refused
    "$bench/bench-search" "$pharmacies"
else
    echo "the search of England's pharmacies is left out: there is no $data/pharmacies-england.csv"
fi

# Countries of several sizes, synthetic.
countries=$(mktemp -d)
trap 'rm -rf "${folder:-$countries}" "$countries"' EXIT
for services in 10000 50000 170000 ${SIGNPOST_MORE_SERVICES:-}; do
    "$build/examples/signpost/signpost" generate --services "$services" --output "$countries/$services.db" >/dev/null
    "$bench/bench-import" "$countries/$services.db"
    "$bench/bench-index" "$countries/$services.db"
    "$bench/bench-country" "$countries/$services.db"
    "$bench/bench-quality" "$countries/$services.db"
    "$bench/bench-duplicates" "$countries/$services.db"
done

# The audit of a country.
"$bench/bench-audit" "$countries/170000.db" 2

# Its life: what one change would do, a delta of 1,000 changed services, and a history of 1,000 entries.
cp "$countries/170000.db" "$countries/reviewed.db"
"$bench/bench-effect" "$countries/reviewed.db"
rm "$countries/reviewed.db"
"$bench/bench-delta" "$countries/170000.db" 1000
"$bench/bench-history" "$countries/170000.db" 1000

# Growth: a country of 10,000 services, and a hundred of them side by side.
"$build/examples/signpost/signpost" generate --services 1000000 --countries 100 --output "$countries/hundred.db" >/dev/null
"$bench/bench-index" "$countries/hundred.db"
"$bench/bench-country" "$countries/10000.db" >"$countries/one.txt"
"$bench/bench-country" "$countries/hundred.db" | tee "$countries/hundred.txt"
awk 'FNR == 1 { ranked[++files] = $3 } FNR == 2 { again[files] = $4 }
    END { printf "growth from 10000 to 1000000 services, as dense everywhere: %.2f times; again at once %.2f times\n",
        ranked[2] / ranked[1], again[2] / again[1] }' "$countries/one.txt" "$countries/hundred.txt"
"$bench/bench-duplicates" "$countries/hundred.db"

# Duplicates of real entries, by labels: with their phones, and without.
if [ -r "$data/restaurants-labelled.csv" ]; then
    sed '/^ *phone:/d' dos/mappings/restaurants.yaml >"$countries/no-phones.yaml"
    "$bench/bench-duplicates" "$data/restaurants-labelled.csv" dos/mappings/restaurants.yaml true_id
    "$bench/bench-duplicates" "$data/restaurants-labelled.csv" "$countries/no-phones.yaml" true_id
else
    echo "the labelled restaurants are left out: there is no $data/restaurants-labelled.csv"
fi

echo "the same needs asked of SQL, in the country of 170000"
mkdir "$countries/tables"
"$bench/bench-sql" "$countries/170000.db" 3000 "$countries/tables"
tests/bench/postgis.sh "$countries/tables"

command -v valgrind >/dev/null || { echo "instructions are not counted: there is no valgrind" >&2; exit 0; }
steps=$("$bench/bench-walk" 2000 | sed -n 's/.*over \([0-9]*\) steps.*/\1/p')
printf '\n%-44s %14s\n' "instructions (by callgrind)" "each"
printf '%-44s %14d\n' "loading all content" "$(instructions bench_load 1 "$bench/bench-load" 1)"
printf '%-44s %14d\n' "libyaml's events of the same bytes" "$(instructions bench_events 1 "$bench/bench-load" 1)"
printf '%-44s %14d\n' "proving all content" "$(instructions bench_prove 1 "$bench/bench-proof" 1)"
printf '%-44s %14d\n' "comparing it with a changed copy" "$(instructions bench_compare 1 "$bench/bench-proof" 1)"
printf '%-44s %14d\n' "a walk step" "$(instructions bench_steps "$steps" "$bench/bench-walk" 2000)"
printf '%-44s %14d\n' "30 questions, half with and half without journal" "$(instructions bench_thirty 2000 "$bench/bench-journal" 1000)"
printf '%-44s %14d\n' "serves at t" "$(instructions bench_serves 10000 "$bench/bench-hours" 10)"
if [ -e "$build/dos/sample.db" ]; then
    printf '%-44s %14d\n' "a search in the sample directory" \
        "$(instructions bench_searches 200 "$bench/bench-search" "$build/dos/sample.db" 200)"
fi
if [ -n "$pharmacies" ]; then
    printf '%-44s %14d\n' "a search among England's pharmacies" \
        "$(instructions bench_searches 20 "$bench/bench-search" "$pharmacies" 20)"
fi

#!/bin/bash
# Runs the whole suite: installs what is missing, builds with gcc and clang, warnings being errors, and runs the tests plainly,
# with sanitizers (threads, too), under valgrind, under a foreign locale and time zone, and against the installed library.
# Quiet when all is well; what fails is shown.
# usage: tests/run.sh [--long]     --long: minutes of fuzzing for each target, and the long runs of the oracles
# The builds are kept in build/ (or $SIGNPOST_BUILD), so that it can be run again. The last line is `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/.."
source_root=$PWD
builds=${SIGNPOST_BUILD:-$source_root/build}
fuzz_seconds=5
long=""
for argument; do
    case $argument in
    --long) long=yes; fuzz_seconds=180 ;;
    *) echo "usage: tests/run.sh [--long]" >&2; exit 2 ;;
    esac
done

passed=0 failed=0
started=$SECONDS
mkdir -p "$builds"

# One line about what has been done.
report() {
    printf '%-34s %s (%d s)\n' "$1" "$2" $((SECONDS - began))
}

good() {
    passed=$((passed + 1))
}

# bad NAME LOG: shows what went wrong, and not what a build had done before and after.
bad() {
    failed=$((failed + 1))
    echo "FAILED: $1"
    grep -vE '^\[[0-9]+/[0-9]+\] ' "$2" | tail -n 60
}

# build NAME COMPILER OPTION...: configures and builds into $builds/NAME; all of it, or the $targets.
targets=""
build() {
    local name=$1 compiler=$2 log="$builds/$1.log"
    shift 2
    began=$SECONDS
    # shellcheck disable=SC2086  # targets are words
    if { [ -e "$builds/$name/build.ninja" ] || CC=$compiler meson setup --werror "$@" "$builds/$name"; } >"$log" 2>&1 &&
        ninja -C "$builds/$name" $targets >>"$log" 2>&1; then
        good
        report "build $name" "done"
    else
        bad "build $name" "$log"
        return 1
    fi
}

# Adds up what one `meson test` counted.
count_of() {
    sed -n "s/^$1: *\([0-9][0-9]*\).*/\1/p" "$2" | tail -n 1
}

# suite TITLE BUILD ARGUMENT...: runs meson's tests and takes their counts.
suite() {
    local title=$1 build=$2 log="$builds/test.log" code=0 ok bad_ones
    shift 2
    began=$SECONDS
    meson test -C "$builds/$build" --no-rebuild --print-errorlogs "$@" >"$log" 2>&1 || code=$?
    ok=$(count_of Ok "$log")
    bad_ones=$(($(count_of Fail "$log") + $(count_of Timeout "$log") + $(count_of "Unexpected Pass" "$log"))) || bad_ones=1
    [ $code -eq 0 ] || [ $bad_ones -gt 0 ] || bad_ones=1
    passed=$((passed + ${ok:-0}))
    failed=$((failed + bad_ones))
    report "$title" "${ok:-0} passed, $bad_ones failed"
    [ $bad_ones -eq 0 ] || { grep -vE '^ *[0-9]+/[0-9]+ .* (OK|SKIP) ' "$log" | tail -n 150; }
}

# try_example NAME EXPECTED ARGUMENT...: compiles an example as a host would, runs it, and looks for a line of its output.
try_example() {
    local example=$1 expected=$2
    shift 2
    # shellcheck disable=SC2046  # flags are words
    if cc -std=c11 -Wall -Wextra -Wpedantic -Werror "examples/$example.c" -o "$stage/$example" \
        $(pkg-config --cflags --libs signpost) >"$log" 2>&1 &&
        LD_LIBRARY_PATH=$(pkg-config --variable=libdir signpost) "$stage/$example" "$@" >>"$log" 2>&1 </dev/null &&
        grep -q "$expected" "$log"; then
        good
    else
        bad "examples/$example.c against the installed library" "$log"
    fi
}

# The library as a host meets it: installed, found by pkg-config, used by the examples.
installed() {
    local stage="$builds/stage" log="$builds/installed.log" share
    began=$SECONDS
    rm -rf "$stage"
    if ! DESTDIR="$stage" meson install -C "$builds/gcc" --no-rebuild >"$log" 2>&1; then
        bad "install" "$log"
        return
    fi
    share=$stage/usr/local/share/signpost
    export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR="$stage"
    PKG_CONFIG_PATH=$(dirname "$(find "$stage" -name signpost.pc)")
    try_example walk "Emergency ambulance" "$share/algorithms" collapse yes no
    try_example search "^1[.] .* m, open now" "$share/algorithms" "$builds/gcc/dos/sample.db" "TN1 2AB" 2026-11-21T18:30
    unset PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
    report "installed library" "tried"
}

# Where a locale with other letters and another decimal sign lives.
foreign_locale() {
    export LOCPATH="$builds/locale"
    mkdir -p "$LOCPATH"
    [ -d "$LOCPATH/tr_TR.UTF-8" ] || localedef -i tr_TR -f UTF-8 "$LOCPATH/tr_TR.UTF-8" 2>/dev/null || true
    TZ=Pacific/Auckland LC_ALL=tr_TR.UTF-8 suite "foreign locale and time zone" gcc --setup foreign --no-suite slow
    unset LOCPATH
}

# fuzz: each target for a while, from its corpus; what is new is not kept.
fuzz() {
    local program name corpus log
    began=$SECONDS
    export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
    for program in "$builds"/fuzz/tests/fuzz/libfuzzer-*; do
        if [ ! -f "$program" ] || [ ! -x "$program" ]; then continue; fi
        name=${program##*/libfuzzer-}
        corpus=$builds/corpus/$name log=$builds/fuzz-$name.log
        mkdir -p "$corpus"
        if "$program" -max_total_time=$fuzz_seconds -timeout=20 -rss_limit_mb=2048 -artifact_prefix="$builds/fuzz-$name-" \
            "$corpus" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
            good
        else
            bad "fuzz $name" "$log"
        fi
    done
    report "fuzzing, $fuzz_seconds s each" "done"
}

began=$SECONDS
sh tests/packages.sh build-essential meson ninja-build pkg-config python3 libyaml-dev libsqlite3-dev libsodium-dev \
    libutf8proc-dev libcmocka-dev clang libclang-rt-14-dev valgrind libc6-dbg locales
{ sh tests/packages.sh chromium && { command -v npm >/dev/null || sh tests/packages.sh nodejs npm; }; } ||
    echo "the report will not be opened in a browser"

build gcc gcc && {
    if [ -n "$long" ]; then suite "gcc" gcc; else suite "gcc" gcc --no-suite slow; fi
    foreign_locale
    [ -n "$long" ] || suite "pages in Chromium" gcc --suite browser
    sed -n 's/^skipped: /    skipped: /p' "$builds/gcc/meson-logs/testlog.txt"
    suite "valgrind: unit, walk" gcc --setup valgrind --suite unit --suite walk
    installed
}
build clang clang && suite "clang: unit" clang --suite unit
ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export ASAN_OPTIONS UBSAN_OPTIONS
build sanitized gcc -Db_sanitize=address,undefined && suite "address, undefined behaviour" sanitized --no-suite slow --timeout-multiplier 4
targets="tests/unit/unit-threads tests/unit/unit-live tests/unit/unit-many"
[ -z "$long" ] || export SIGNPOST_LIVE_MS=60000
build threads gcc -Db_sanitize=thread -Dprogram=false && suite "threads" threads --timeout-multiplier 6 threads live many
targets=""
unset SIGNPOST_LIVE_MS
build fuzz clang -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false -Dprogram=false && fuzz

echo "all of it took $((SECONDS - started)) s"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]

#!/bin/bash
# Asks PostGIS the needs that bench-sql wrote into a folder, compares its answers, and prints what they cost: processor
# and all, measured inside the server, so that nothing of a connection is in it. A cluster of its own, in a temporary
# folder, without a port; it is gone afterwards. Fails when answers differ.
# usage: tests/bench/postgis.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "${1:?usage: tests/bench/postgis.sh FOLDER}" && pwd)

bin=""
for candidate in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null || true)"; do
    share=$("$candidate/pg_config" --sharedir 2>/dev/null || true)
    [ -x "$candidate/initdb" ] && [ -e "$share/extension/postgis.control" ] && bin=$candidate
done
if [ -z "$bin" ] || ! command -v psql >/dev/null; then
    echo "PostGIS          is left out: PostgreSQL with PostGIS is not installed"
    exit 0
fi

# PostgreSQL does not run as root.
as=()
user=$(id -un)
if [ "$(id -u)" = 0 ]; then
    as=(runuser -u postgres --)
    user=postgres
fi
cluster=$(mktemp -d)
stop() {
    (cd / && "${as[@]}" "$bin/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$cluster"
}
trap stop EXIT
chown "$user" "$cluster"
chmod 755 "$cluster"
cd /
"${as[@]}" "$bin/initdb" -D "$cluster/data" -U bench --auth=trust --locale=C -E UTF8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$cluster/data" -l "$cluster/log" -w start -o "-k $cluster -c listen_addresses='' \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=1GB -c maintenance_work_mem=512MB \
    -c max_wal_size=8GB -c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1 \
    -c plan_cache_mode=force_generic_plan -c autovacuum=off" >/dev/null

ask() {
    psql -X -q -A -t -F ' ' -v ON_ERROR_STOP=1 -h "$cluster" -U bench -d postgres "$@"
}
ask -f "$here/postgis_tables.sql" 2>/dev/null
for table in question open red spot spot_area service_area plan shelf need of_practice asked; do
    ask -c "\\copy $table from '$folder/$table.csv' with (format csv)"
done
ask -f "$here/postgis_search.sql"
read -r made agreed median slow < <(ask -c "SELECT count(*), count(*) FILTER (WHERE agrees),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY us), percentile_disc(0.99) WITHIN GROUP (ORDER BY us) FROM answered")
read -r our_median our_slow <"$folder/ranked.txt"
awk -v m="$median" -v s="$slow" -v om="$our_median" -v os="$our_slow" 'BEGIN {
    printf "PostGIS          %8.1f us median, %8.1f us 99th percentile: %.0f and %.0f times as long\n", m, s, m / om, s / os }'
printf 'the same answers %d of %d\n' "$agreed" "$made"
[ "$agreed" = "$made" ]

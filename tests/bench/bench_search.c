/* What a search costs, against the same question in plain SQL on SQLite with an R*Tree, in the same run.
 *
 * The directory is given by its file; needs are made from where its services are. The SQL keeps the profile, the state,
 * the age, the day's sessions and the distance, and returns the nearest 20: less than a search does (no held services,
 * near misses, ranks, holidays, restrictions). Usage: bench_search DIRECTORY [searches]. For instructions, the loop is
 * alone: valgrind --tool=callgrind --toggle-collect=bench_searches */
#include "../support/pharmacist.h"
#include "base/geography.h"
#include "directory/directory.h"
#include "signpost/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_PLACES = 4096 };

typedef struct places {
    double at[MOST_PLACES][2];
    size_t count;
} places;

long bench_searches(const signpost_index *index, signpost_results *results, const signpost_need *need,
                    const places *from, long times);

static double now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static _Noreturn void stop(const char *what, const char *why)
{
    printf("%s: %s\n", what, why);
    exit(1);
}

/* Where every n-th service is. */
static void find_places(sqlite3 *db, places *from)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, "SELECT latitude, longitude FROM service WHERE id % 7 = 0 ORDER BY (id * 7919) % 10007",
                           -1, &statement, NULL))
        stop("places", sqlite3_errmsg(db));
    while (sqlite3_step(statement) == SQLITE_ROW && from->count < MOST_PLACES) {
        from->at[from->count][0] = sqlite3_column_double(statement, 0);
        from->at[from->count++][1] = sqlite3_column_double(statement, 1);
    }
    sqlite3_finalize(statement);
    if (!from->count)
        stop("places", "the directory has too few services");
}

__attribute__((noinline)) long bench_searches(const signpost_index *index, signpost_results *results,
                                              const signpost_need *need, const places *from, long times)
{
    long returned = 0;
    signpost_need moved = *need;
    signpost_error error = SIGNPOST_ERROR_INIT;
    for (long i = 0; i < times; i++) {
        moved.latitude = from->at[(size_t)i % from->count][0];
        moved.longitude = from->at[(size_t)i % from->count][1];
        if (signpost_search(index, &moved, results, &error) != SIGNPOST_OK)
            stop("search", error.message);
        returned += (long)signpost_results_describe(results).in_reach;
    }
    return returned;
}

/* Plain SQL. */

static void metres(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    sqlite3_result_int(context,
                       sgp_distance_m((sgp_point){sqlite3_value_double(values[0]), sqlite3_value_double(values[1])},
                                      (sgp_point){sqlite3_value_double(values[2]), sqlite3_value_double(values[3])}));
}

static const char question[] =
    "SELECT s.id, metres(?1, ?2, s.latitude, s.longitude) AS m FROM near n JOIN service s ON s.id = n.id"
    " WHERE n.south <= ?1 + ?3 AND n.north >= ?1 - ?3 AND n.west <= ?2 + ?4 AND n.east >= ?2 - ?4 AND s.state = "
    "'active'"
    " AND m <= 60000"
    " AND EXISTS (SELECT 1 FROM profile_pair p WHERE p.profile = s.profile AND p.symptom_group = 'demo-fever'"
    "  AND p.discriminator = 'demo-minor-condition')"
    " AND EXISTS (SELECT 1 FROM profile_disposition p WHERE p.profile = s.profile AND p.disposition = 'Dx28')"
    " AND EXISTS (SELECT 1 FROM profile_role p WHERE p.profile = s.profile AND p.role = '111-telephone')"
    " AND EXISTS (SELECT 1 FROM profile_sex p WHERE p.profile = s.profile AND p.sex = 'female')"
    " AND EXISTS (SELECT 1 FROM profile_age p WHERE p.profile = s.profile AND p.from_days <= 10957 AND p.to_days >= "
    "11322)"
    " AND EXISTS (SELECT 1 FROM hours_session h WHERE h.hours = s.hours AND h.kind = 'weekday' AND h.weekday = 5"
    "  AND h.opens < 1440 - 30 AND h.closes > 600 + 30)"
    " ORDER BY m, s.id LIMIT 20";

static sqlite3_stmt *prepare_sql(const char *path, sqlite3 **db)
{
    char copy[1024];
    sqlite3_stmt *statement;
    snprintf(copy, sizeof copy,
             "ATTACH '%s' AS d; CREATE VIRTUAL TABLE near USING rtree (id, south, north, west, east);"
             "INSERT INTO near SELECT id, latitude, latitude, longitude, longitude FROM d.service",
             path);
    if (sqlite3_open(":memory:", db) ||
        sqlite3_create_function(*db, "metres", 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, metres, NULL, NULL) ||
        sqlite3_exec(*db, copy, NULL, NULL, NULL) || sqlite3_prepare_v2(*db, question, -1, &statement, NULL))
        stop("plain SQL", sqlite3_errmsg(*db));
    return statement;
}

static double time_sql(const char *path, const places *from, long times)
{
    sqlite3 *db;
    sqlite3_stmt *statement = prepare_sql(path, &db);
    double start = now_ns();
    for (long i = 0; i < times; i++) {
        double latitude, longitude;
        sgp_point at = {from->at[(size_t)i % from->count][0], from->at[(size_t)i % from->count][1]};
        sgp_box_around(at, 60000, &latitude, &longitude);
        sqlite3_bind_double(statement, 1, at.latitude);
        sqlite3_bind_double(statement, 2, at.longitude);
        sqlite3_bind_double(statement, 3, latitude);
        sqlite3_bind_double(statement, 4, longitude);
        while (sqlite3_step(statement) == SQLITE_ROW)
            ;
        sqlite3_reset(statement);
    }
    double each = (now_ns() - start) / (double)times;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return each;
}

int main(int count, char **arguments)
{
    static places from;
    signpost_directory *directory;
    signpost_index *index;
    signpost_results *results;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_need need = test_pharmacist_need();
    long times = count > 2 ? atol(arguments[2]) : 2000;
    if (count < 2)
        stop("usage", "bench_search DIRECTORY [SEARCHES]");
    if (signpost_directory_open(arguments[1], SIGNPOST_READ_ONLY, &directory, &error) != SIGNPOST_OK)
        stop(arguments[1], error.message);
    double start = now_ns();
    if (signpost_index_build(directory, NULL, &index, &error) != SIGNPOST_OK ||
        signpost_results_new(index, 20, &results, &error) != SIGNPOST_OK)
        stop("index", error.message);
    double built = (now_ns() - start) / 1e6;
    find_places(directory->db->handle, &from);
    start = now_ns();
    long in_reach = bench_searches(index, results, &need, &from, times);
    double ours = (now_ns() - start) / (double)times;
    long fewer = times / 20 + 1;
    double sql = times > 20 ? time_sql(arguments[1], &from, fewer) : 0;
    printf("index of %zu services: built in %.1f ms\n", signpost_index_count(index), built);
    printf("search: %.1f us each over %ld, %.0f services in reach, %.0f ns for each of them\n", ours / 1e3, times,
           (double)in_reach / (double)times, ours * (double)times / (double)(in_reach ? in_reach : 1));
    if (sql > 0)
        printf("plain SQL with an R*Tree: %.1f us each over %ld: %.1f times as long\n", sql / 1e3, fewer, sql / ours);
    signpost_results_free(results);
    signpost_index_free(index);
    signpost_directory_close(directory);
    return 0;
}

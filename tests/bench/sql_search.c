/* The search in SQL: statements find what passes every filter, this file walks the rings and keeps the first of each
 * type. */
#include "sql_search.h"

#include "base/geography.h"
#include "search/shelves.h"

#include <stdio.h>
#include <string.h>

enum { RADIUS_M = 60000, GRACE = 60, AT_LEAST = 30, MOST_KEPT = 2 };

/* Values 4 to 13 are the need's. Of hours, the first interval that ends late enough decides. */
#define IN_AREA(use)                                                                                                   \
    "EXISTS (SELECT 1 FROM service_area a JOIN spot_area p ON p.spot = ?13 AND p.area = a.area"                        \
    " WHERE a.service = n.id AND a.use = '" use "')"
#define COLUMNS                                                                                                        \
    "n.id, n.latitude, n.longitude, n.cosine, n.commissioner, n.flags, n.flags & 2 AND NOT " IN_AREA("promoted")
#define FILTERS                                                                                                        \
    " AND n.from_days <= ?4 AND n.to_days >= ?4 AND n.sexes & ?5 AND n.roles & ?6"                                     \
    " AND n.valid_from <= ?7 AND n.valid_to >= ?7"                                                                     \
    " AND (SELECT o.since FROM open o WHERE o.hours = n.hours AND o.until >= ?8 ORDER BY o.until LIMIT 1)"             \
    "   <= max(?9, min(?10, ?11 + n.soon))"                                                                            \
    " AND NOT EXISTS (SELECT 1 FROM red WHERE service = n.id AND since <= ?12 AND until > ?12)"                        \
    " AND (NOT n.flags & 1 OR " IN_AREA("limited") ")"

enum { ID, LATITUDE, LONGITUDE, COSINE, COMMISSIONER, FLAGS, ELSEWHERE, TYPE, OWN };

bool sql_search_open(sql_search *search, sqlite3 *db)
{
    const struct {
        sqlite3_stmt **statement;
        const char *sql;
    } all[] = {
        {&search->question,
         "SELECT number FROM question WHERE symptom_group = ? AND discriminator = ? AND disposition = ?"},
        {&search->spot, "SELECT number, latitude, longitude, commissioner, strategy FROM spot WHERE name = ?"},
        {&search->plan,
         "SELECT p.rank, p.type, p.keep, o.number, o.south, o.west, o.height, o.width, o.rows, o.columns,"
         " h.number, h.south, h.west, h.height, h.width, h.rows, h.columns FROM plan p"
         " LEFT JOIN shelf o ON o.question = p.question AND o.type = p.type AND o.commissioner = ?3"
         " LEFT JOIN shelf h ON h.question = p.question AND h.type = p.type AND h.commissioner = 0"
         " WHERE p.question = ?1 AND p.strategy = ?2 ORDER BY p.rank, p.type"},
        {&search->near, "SELECT " COLUMNS " FROM need n WHERE n.shelf = ?1 AND n.cell BETWEEN ?2 AND ?3" FILTERS},
        {&search->of_practice, "SELECT " COLUMNS ", n.type, n.own FROM of_practice n WHERE n.practice = ?1"
                               " AND n.question = ?2" FILTERS},
    };
    *search = (sql_search){.db = db};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (sqlite3_prepare_v3(db, all[i].sql, -1, SQLITE_PREPARE_PERSISTENT, all[i].statement, NULL) != SQLITE_OK)
            return printf("SQL: %s\n", sqlite3_errmsg(db)), false;
    return true;
}

void sql_search_close(sql_search *search)
{
    sqlite3_stmt *const all[] = {search->question, search->spot, search->plan, search->near, search->of_practice};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        sqlite3_finalize(all[i]);
}

int sql_role_bit(const char *role)
{
    static const char *const roles[] = {"111-telephone", "111-online", "999", "clinician"};
    for (int i = 0; i < 4; i++)
        if (strcmp(role, roles[i]) == 0)
            return 1 << i;
    return 0;
}

int sql_sex_bit(signpost_sex sex)
{
    return sex == SIGNPOST_FEMALE ? 1 : sex == SIGNPOST_MALE ? 2 : 0;
}

/* What a service is ranked by. */
typedef struct pick {
    int elsewhere, rank, affiliation, metres;
    long long id;
    long long type;
} pick;

/* One search under way. */
typedef struct running {
    sql_search *search;
    sgp_ready_point at;
    long long question, spot, commissioner, strategy;
    pick of_practice[64], found[256]; /* found: all that is kept, type by type */
    size_t of_practice_count, found_count;
} running;

/* One type of it. */
typedef struct of_type {
    running *run;
    long long type;
    int rank;
    size_t keep, count;
    pick best[MOST_KEPT];
} of_type;

static int compare(const pick *a, const pick *b)
{
    const int of_a[] = {a->elsewhere, a->rank, a->affiliation, a->metres};
    const int of_b[] = {b->elsewhere, b->rank, b->affiliation, b->metres};
    for (int i = 0; i < 4; i++)
        if (of_a[i] != of_b[i])
            return of_a[i] < of_b[i] ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* Puts a pick in its place among sorted ones. */
static void insert(pick *picks, size_t *count, size_t most, const pick *one)
{
    size_t at = *count;
    while (at && compare(one, &picks[at - 1]) < 0)
        at--;
    if (at == most)
        return;
    if (*count < most)
        ++*count;
    memmove(&picks[at + 1], &picks[at], (*count - at - 1) * sizeof *picks);
    picks[at] = *one;
}

static pick read_pick(const running *run, sqlite3_stmt *row, bool own)
{
    const sgp_ready_point at = {{sqlite3_column_double(row, LATITUDE), sqlite3_column_double(row, LONGITUDE)},
                                sqlite3_column_double(row, COSINE)};
    bool commissioned = run->commissioner && sqlite3_column_int64(row, COMMISSIONER) == run->commissioner;
    bool restricted = sqlite3_column_int(row, FLAGS) & 4;
    return (pick){.elsewhere = sqlite3_column_int(row, ELSEWHERE),
                  .affiliation = own             ? 0
                                 : !commissioned ? 3
                                 : restricted    ? 1
                                                 : 2,
                  .metres = sgp_ready_distance_m(&run->at, &at),
                  .id = sqlite3_column_int64(row, ID)};
}

static void consider(of_type *of, pick one)
{
    one.rank = of->rank;
    if (one.metres > RADIUS_M)
        return;
    for (size_t i = 0; i < of->count; i++)
        if (of->best[i].id == one.id)
            return;
    insert(of->best, &of->count, of->keep, &one);
}

/* A stretch of cells of one row. */
static void take(of_type *of, long long shelf, const sgp_grid *grid, int row, int from, int to)
{
    sqlite3_stmt *near = of->run->search->near;
    from = from < 0 ? 0 : from;
    to = to < grid->columns ? to : grid->columns - 1;
    if (row < 0 || row >= grid->rows || from > to)
        return;
    sqlite3_bind_int64(near, 1, shelf);
    sqlite3_bind_int64(near, 2, (long long)row * grid->columns + from);
    sqlite3_bind_int64(near, 3, (long long)row * grid->columns + to);
    while (sqlite3_step(near) == SQLITE_ROW)
        consider(of, read_pick(of->run, near, false));
    sqlite3_reset(near);
}

static void take_ring(of_type *of, long long shelf, const sgp_rings *rings)
{
    const sgp_grid *grid = &rings->shelf->grid;
    int ring = rings->ring, row = rings->row, column = rings->column;
    take(of, shelf, grid, row - ring, column - ring, column + ring);
    if (ring)
        take(of, shelf, grid, row + ring, column - ring, column + ring);
    for (int side = row - ring + 1; side < row + ring; side++) {
        take(of, shelf, grid, side, column - ring, column - ring);
        take(of, shelf, grid, side, column + ring, column + ring);
    }
}

/* Looks at a shelf outwards until nothing on it can come before what is kept. */
static void search_shelf(of_type *of, sqlite3_stmt *plan, int column, int affiliation)
{
    if (sqlite3_column_type(plan, column) == SQLITE_NULL)
        return;
    const sgp_shelf shelf = {.grid = {.south = sqlite3_column_double(plan, column + 1),
                                      .west = sqlite3_column_double(plan, column + 2),
                                      .height = sqlite3_column_double(plan, column + 3),
                                      .width = sqlite3_column_double(plan, column + 4),
                                      .rows = sqlite3_column_int(plan, column + 5),
                                      .columns = sqlite3_column_int(plan, column + 6)}};
    sgp_rings rings = sgp_rings_around(&shelf, &of->run->at, RADIUS_M);
    for (int32_t next; (next = sgp_rings_next_m(&rings)) <= RADIUS_M; rings.ring++) {
        const pick bound = {.rank = of->rank, .affiliation = affiliation, .metres = next, .id = -1};
        if (of->count == of->keep && compare(&of->best[of->keep - 1], &bound) < 0)
            return;
        take_ring(of, sqlite3_column_int64(plan, column), &rings);
    }
}

/* How many of the type no lower rank can stand before. */
static size_t search_type(running *run, sqlite3_stmt *plan)
{
    enum { OWN_SHELF = 3, SHELF = 10 };
    of_type of = {.run = run,
                  .rank = sqlite3_column_int(plan, 0),
                  .type = sqlite3_column_int64(plan, 1),
                  .keep = (size_t)sqlite3_column_int(plan, 2)};
    size_t settled = 0;
    for (size_t i = 0; i < run->of_practice_count; i++)
        if (run->of_practice[i].type == of.type)
            consider(&of, run->of_practice[i]);
    search_shelf(&of, plan, OWN_SHELF, 2);
    search_shelf(&of, plan, SHELF, 3);
    for (size_t i = 0; i < of.count; i++) {
        settled += !of.best[i].elsewhere;
        insert(run->found, &run->found_count, SQL_MOST_FOUND, &of.best[i]);
    }
    return settled;
}

static bool look_up(running *run, const signpost_need *need)
{
    sqlite3_stmt *question = run->search->question, *spot = run->search->spot;
    sqlite3_bind_text(question, 1, need->symptom_group, -1, SQLITE_STATIC);
    sqlite3_bind_text(question, 2, need->discriminators[0], -1, SQLITE_STATIC);
    sqlite3_bind_text(question, 3, need->disposition.code, -1, SQLITE_STATIC);
    sqlite3_bind_text(spot, 1, need->postcode, -1, SQLITE_STATIC);
    bool found = sqlite3_step(question) == SQLITE_ROW && sqlite3_step(spot) == SQLITE_ROW;
    if (found) {
        run->question = sqlite3_column_int64(question, 0);
        run->spot = sqlite3_column_int64(spot, 0);
        run->at = sgp_point_make_ready((sgp_point){sqlite3_column_double(spot, 1), sqlite3_column_double(spot, 2)});
        run->commissioner = sqlite3_column_int64(spot, 3);
        run->strategy = sqlite3_column_int64(spot, 4);
    }
    sqlite3_reset(question);
    sqlite3_reset(spot);
    return found;
}

static void bind_filters(const running *run, sqlite3_stmt *statement, const sql_need *asked)
{
    const signpost_need *need = &asked->need;
    const long long values[] = {
        need->age.from_days,
        sql_sex_bit(need->sex),
        sql_role_bit(need->role),
        asked->date,
        need->when + AT_LEAST,
        need->when + GRACE - AT_LEAST,
        asked->deadline - AT_LEAST,
        need->when - AT_LEAST, /* the disposition is reached now */
        need->when,
        run->spot,
    };
    for (int i = 0; i < (int)(sizeof values / sizeof *values); i++)
        sqlite3_bind_int64(statement, 4 + i, values[i]);
}

static void find_of_practice(running *run, const sql_need *asked)
{
    sqlite3_stmt *rows = run->search->of_practice;
    if (asked->need.practice_knowledge != SIGNPOST_PRACTICE_KNOWN)
        return;
    bind_filters(run, rows, asked);
    sqlite3_bind_text(rows, 1, asked->need.practice, -1, SQLITE_STATIC);
    sqlite3_bind_int64(rows, 2, run->question);
    while (sqlite3_step(rows) == SQLITE_ROW && run->of_practice_count < 64) {
        run->of_practice[run->of_practice_count] = read_pick(run, rows, sqlite3_column_int(rows, OWN));
        run->of_practice[run->of_practice_count++].type = sqlite3_column_int64(rows, TYPE);
    }
    sqlite3_reset(rows);
}

size_t sql_search_run(sql_search *search, const sql_need *asked, long long ids[SQL_MOST_FOUND])
{
    running run = {.search = search};
    sqlite3_stmt *plan = search->plan;
    size_t settled = 0;
    int rank = 0;
    if (!look_up(&run, &asked->need))
        return 0;
    find_of_practice(&run, asked);
    bind_filters(&run, search->near, asked);
    sqlite3_bind_int64(plan, 1, run.question);
    sqlite3_bind_int64(plan, 2, run.strategy);
    sqlite3_bind_int64(plan, 3, run.commissioner);
    while (sqlite3_step(plan) == SQLITE_ROW && (sqlite3_column_int(plan, 0) == rank || settled < SQL_MOST_FOUND)) {
        rank = sqlite3_column_int(plan, 0);
        settled += search_type(&run, plan);
    }
    sqlite3_reset(plan);
    for (size_t i = 0; i < run.found_count; i++)
        ids[i] = run.found[i].id;
    return run.found_count;
}

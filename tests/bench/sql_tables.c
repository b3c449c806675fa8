/* The tables of the search in SQL. What a search can be told beforehand is worked out here: which services may serve
 * which need, where each shelf of them has its cells, the places' areas and ranks, and the moments between which hours
 * are open. What changes by the minute (capacity) or depends on the patient stays a filter.
 *
 * Synthetic strategies rank types by the areas of commissioners: a place has one strategy, that of its commissioner's
 * area. */
#include "signpost/hours.h"
#include "sql_search.h"

#include "directory/directory.h"

#include <stdio.h>

enum { OPEN_MINUTES = 60 * 1440, AT_LEAST = 30 }; /* shorter intervals serve nobody */

static const char tables[] =
    "CREATE TABLE question (number INTEGER PRIMARY KEY, symptom_group TEXT, discriminator TEXT, disposition TEXT,"
    "  UNIQUE (symptom_group, discriminator, disposition));"
    "CREATE TABLE open (hours INTEGER, until INTEGER, since INTEGER, PRIMARY KEY (hours, until)) WITHOUT ROWID;"
    "CREATE TABLE red (service INTEGER PRIMARY KEY, since INTEGER, until INTEGER);"
    "CREATE TABLE commissioner (number INTEGER PRIMARY KEY, code TEXT UNIQUE);"
    "CREATE TABLE spot (name TEXT PRIMARY KEY, number INTEGER, latitude REAL, longitude REAL, commissioner INTEGER,"
    "  strategy INTEGER) WITHOUT ROWID;"
    "CREATE TABLE strategy (number INTEGER PRIMARY KEY, area TEXT UNIQUE);"
    "CREATE TABLE spot_area (spot INTEGER, area TEXT, PRIMARY KEY (spot, area)) WITHOUT ROWID;"
    "CREATE TABLE service_area (service INTEGER, use TEXT, area TEXT, PRIMARY KEY (service, use, area)) WITHOUT ROWID;"
    "CREATE TABLE plan (question INTEGER, strategy INTEGER, rank INTEGER, type INTEGER, keep INTEGER,"
    "  PRIMARY KEY (question, strategy, rank, type)) WITHOUT ROWID;"
    "CREATE TABLE shelf (question INTEGER, type INTEGER, commissioner INTEGER, number INTEGER, south REAL, west REAL,"
    "  height REAL, width REAL, rows INTEGER, columns INTEGER, PRIMARY KEY (question, type, commissioner))"
    "  WITHOUT ROWID;"
    "CREATE TABLE need (shelf INTEGER, cell INTEGER, id INTEGER, from_days INTEGER, to_days INTEGER, latitude REAL,"
    "  longitude REAL, cosine REAL, commissioner INTEGER, roles INTEGER, sexes INTEGER, hours INTEGER, soon INTEGER,"
    "  valid_from INTEGER, valid_to INTEGER, flags INTEGER, PRIMARY KEY (shelf, cell, id, from_days)) WITHOUT ROWID;"
    "CREATE TABLE of_practice (practice TEXT, question INTEGER, type INTEGER, id INTEGER, from_days INTEGER,"
    "  to_days INTEGER, latitude REAL, longitude REAL, cosine REAL, commissioner INTEGER, roles INTEGER,"
    "  sexes INTEGER, hours INTEGER, soon INTEGER, valid_from INTEGER, valid_to INTEGER, flags INTEGER, own INTEGER,"
    "  PRIMARY KEY (practice, question, id, from_days)) WITHOUT ROWID;";

static const char fill_places[] =
    "INSERT INTO red SELECT service, set_at, falls_back_at FROM d.capacity WHERE colour = 'red';"
    "INSERT INTO service_area SELECT service, use, area FROM d.service_area;"
    "INSERT INTO commissioner (code) SELECT DISTINCT commissioner FROM d.service WHERE commissioner IS NOT NULL;"
    "INSERT INTO strategy (area) SELECT code FROM d.area WHERE kind = 'commissioner';"
    "CREATE TEMP TABLE numbered AS SELECT row_number() OVER (ORDER BY name) AS number, * FROM d.place"
    "  WHERE kind = 'postcode';"
    "INSERT INTO spot_area WITH RECURSIVE within (spot, area) AS (SELECT n.number, a.area FROM numbered n"
    "  JOIN d.place_area a USING (kind, name) UNION SELECT w.spot, a.parent FROM within w JOIN d.area a"
    "  ON a.code = w.area WHERE a.parent IS NOT NULL) SELECT spot, area FROM within;"
    "INSERT INTO spot SELECT n.name, n.number, n.latitude, n.longitude, c.number, y.number FROM numbered n"
    "  JOIN spot_area s ON s.spot = n.number JOIN strategy y ON y.area = s.area JOIN d.area a ON a.code = s.area"
    "  LEFT JOIN commissioner c ON c.code = a.commissioner;";

/* Roles and sexes are bits, as sql_role_bit and sql_sex_bit give them. */
static const char fill_needs[] =
    "CREATE TEMP TABLE fit AS SELECT q.number AS question, p.profile, a.from_days, a.to_days,"
    "  (SELECT sum(CASE role WHEN '111-telephone' THEN 1 WHEN '111-online' THEN 2 WHEN '999' THEN 4 WHEN 'clinician'"
    "    THEN 8 ELSE 0 END) FROM d.profile_role r WHERE r.profile = p.profile) AS roles,"
    "  (SELECT sum(CASE sex WHEN 'female' THEN 1 WHEN 'male' THEN 2 ELSE 0 END) FROM d.profile_sex x"
    "    WHERE x.profile = p.profile) AS sexes"
    "  FROM question q JOIN d.profile_pair p USING (symptom_group, discriminator)"
    "  JOIN d.profile_disposition o ON o.profile = p.profile AND o.disposition = q.disposition"
    "  JOIN d.profile_age a ON a.profile = p.profile;"
    "CREATE TEMP TABLE able AS SELECT f.question, s.type, ifnull(c.number, 0) AS commissioner, s.id, f.from_days,"
    "  f.to_days, s.latitude, s.longitude, cos(s.latitude * 0.017453292519943295) AS cosine, f.roles, f.sexes, s.hours,"
    "  ifnull(s.return_if_open_minutes, 1000000) AS soon,"
    "  CAST(ifnull(julianday(s.valid_from) - 2440587.5, -1000000) AS INTEGER) AS valid_from,"
    "  CAST(ifnull(julianday(s.valid_to) - 2440587.5, 1000000) AS INTEGER) AS valid_to,"
    "  EXISTS (SELECT 1 FROM service_area a WHERE a.service = s.id AND a.use = 'limited')"
    "  + 2 * EXISTS (SELECT 1 FROM service_area a WHERE a.service = s.id AND a.use = 'promoted') + 4 * s.restricted"
    "  AS flags, s.ods_code FROM fit f JOIN d.service s ON s.profile = f.profile"
    "  LEFT JOIN commissioner c ON c.code = s.commissioner WHERE s.state = 'active' AND s.hours IS NOT NULL;"
    "INSERT INTO plan SELECT t.question, x.number, ifnull(r.rank, y.national_rank), y.id, y.keep"
    "  FROM (SELECT DISTINCT question, type FROM able) t JOIN d.service_type y ON y.id = t.type JOIN strategy x"
    "  LEFT JOIN d.ranking r ON r.area = x.area AND r.service_type = y.id;";

/* A shelf holds a type's services for a need: those of one commissioner, or (0) all. About four are in a cell, which is
 * what costs least: SQLite reads a row in a fifth of the time in which it finds the first one. */
static const char fill_shelves[] =
    "CREATE TEMP TABLE placed AS SELECT commissioner AS of_shelf, * FROM able WHERE commissioner > 0 AND NOT flags & 4"
    "  UNION ALL SELECT 0, * FROM able WHERE NOT flags & 4;"
    "CREATE TEMP TABLE extent AS SELECT question, type, of_shelf, count(*) AS many, min(latitude) AS south,"
    "  min(longitude) AS west, max(0.001, max(latitude) - min(latitude)) AS high,"
    "  max(0.001, max(longitude) - min(longitude)) AS wide FROM placed GROUP BY 1, 2, 3;"
    "INSERT INTO shelf SELECT question, type, of_shelf, row_number() OVER (ORDER BY question, type, of_shelf),"
    "  south, west, side, side / 0.61, CAST(high / side AS INTEGER) + 1, CAST(wide / (side / 0.61) AS INTEGER) + 1"
    "  FROM (SELECT *, max(high / 4000, sqrt(high * wide * 0.61 * %d / many)) AS side FROM extent);"
    "INSERT INTO need SELECT h.number, CAST((a.latitude - h.south) / h.height AS INTEGER) * h.columns"
    "  + CAST((a.longitude - h.west) / h.width AS INTEGER), a.id, a.from_days, a.to_days, a.latitude, a.longitude,"
    "  a.cosine, a.commissioner, a.roles, a.sexes, a.hours, a.soon, a.valid_from, a.valid_to, a.flags"
    "  FROM placed a JOIN shelf h ON h.question = a.question AND h.type = a.type AND h.commissioner = a.of_shelf"
    "  ORDER BY 1, 2, 3, 4;"
    "INSERT OR IGNORE INTO of_practice SELECT practice, question, type, id, from_days, to_days, latitude, longitude,"
    "  cosine, commissioner, roles, sexes, hours, soon, valid_from, valid_to, flags, practice IS ods_code FROM"
    "  (SELECT ods_code AS practice, * FROM able WHERE ods_code IS NOT NULL AND NOT flags & 4"
    "  UNION ALL SELECT p.practice, able.* FROM able JOIN d.service_practice p ON p.service = able.id);"
    "ANALYZE;";

static bool run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    printf("SQL: %s\n", sqlite3_errmsg(db));
    return false;
}

static bool fill_questions(sqlite3 *db, const signpost_algorithms *algorithms)
{
    sqlite3_stmt *insert;
    if (sqlite3_prepare_v2(
            db, "INSERT OR IGNORE INTO question (symptom_group, discriminator, disposition) VALUES (?, ?, ?)", -1,
            &insert, NULL) != SQLITE_OK)
        return false;
    for (size_t i = 0; i < signpost_outcome_count(algorithms); i++) {
        signpost_reachable outcome;
        signpost_outcome_at(algorithms, i, &outcome);
        if (!outcome.outcome.disposition.lookup || !*outcome.outcome.discriminator)
            continue;
        sqlite3_bind_text(insert, 1, outcome.outcome.symptom_group, -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(insert, 2, outcome.outcome.discriminator, -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(insert, 3, outcome.outcome.disposition.code, -1, SQLITE_TRANSIENT);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    return sqlite3_finalize(insert) == SQLITE_OK;
}

/* The open intervals of one row of hours. */
static bool open_hours(sqlite3_stmt *insert, long long number, const signpost_hours *hours, signpost_minute from)
{
    const signpost_minute end = from + OPEN_MINUTES;
    signpost_interval open;
    int status = SQLITE_DONE;
    while (from < end && status == SQLITE_DONE &&
           signpost_hours_next(hours, from, end, AT_LEAST, &open) == SIGNPOST_OK) {
        sqlite3_bind_int64(insert, 1, number);
        sqlite3_bind_int64(insert, 2, open.until);
        sqlite3_bind_int64(insert, 3, open.from);
        status = sqlite3_step(insert);
        sqlite3_reset(insert);
        from = open.until;
    }
    return status == SQLITE_DONE;
}

static bool fill_open(sqlite3 *db, signpost_directory *directory, signpost_minute from)
{
    sqlite3_stmt *select = NULL, *insert = NULL;
    bool good = sqlite3_prepare_v2(db, "SELECT id, text, calendar FROM d.hours", -1, &select, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(db, "INSERT INTO open VALUES (?, ?, ?)", -1, &insert, NULL) == SQLITE_OK;
    while (good && sqlite3_step(select) == SQLITE_ROW) {
        signpost_calendar *calendar = NULL;
        signpost_hours *hours = NULL;
        const char *text = (const char *)sqlite3_column_text(select, 1);
        const char *name = (const char *)sqlite3_column_text(select, 2);
        good = sgp_directory_calendar(directory, name, &calendar, NULL) == SIGNPOST_OK &&
               signpost_hours_parse(calendar, text, &hours, NULL) == SIGNPOST_OK &&
               open_hours(insert, sqlite3_column_int64(select, 0), hours, from);
        signpost_hours_free(hours);
        signpost_calendar_free(calendar);
    }
    sqlite3_finalize(select);
    sqlite3_finalize(insert);
    return good;
}

sqlite3 *sql_tables_open(const char *path, signpost_directory *directory, const signpost_algorithms *algorithms,
                         signpost_minute from)
{
    enum { SERVICES_IN_A_CELL = 3 };
    char attach[1024], shelves[sizeof fill_shelves + 16];
    sqlite3 *db;
    snprintf(attach, sizeof attach, "ATTACH '%s' AS d; PRAGMA temp_store = memory; BEGIN;", path);
    snprintf(shelves, sizeof shelves, fill_shelves, SERVICES_IN_A_CELL);
    if (sqlite3_open(":memory:", &db) == SQLITE_OK && run(db, attach) && run(db, tables) &&
        fill_questions(db, algorithms) && fill_open(db, directory, from) && run(db, fill_places) &&
        run(db, fill_needs) && run(db, shelves) &&
        run(db, "COMMIT; DROP TABLE temp.able; DROP TABLE temp.placed; DROP TABLE temp.fit; DROP TABLE temp.extent; "
                "DROP TABLE temp.numbered; DETACH d"))
        return db;
    sqlite3_close(db);
    return NULL;
}

/* Plain search. Rules kept here: as little shared with the library as can be (no grid, no sets, no numbers for codes);
 * a statement is one rule of the design, written down in SQL. */
#include "plain_search.h"

#include "signpost/hours.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The names by which every statement knows the need. */
static const char place_sql[] = "CREATE TEMP TABLE need (disposition TEXT, grp TEXT, role TEXT, sex TEXT, age_from "
                                "INTEGER, age_to INTEGER, practice TEXT,"
                                " asked INTEGER, moment INTEGER, day TEXT, latitude REAL, longitude REAL);"
                                "CREATE TEMP TABLE wanted (discriminator TEXT);"
                                "CREATE TEMP TABLE here (area TEXT);"
                                "CREATE TEMP TABLE along (kind TEXT, name TEXT);"; /* places, by rowid */

enum { MOST_STATEMENTS = 64 };

struct plain_search {
    sqlite3 *db;
    plain_rules rules;
    struct {
        const char *sql; /* by its address */
        sqlite3_stmt *statement;
    } statements[MOST_STATEMENTS];
    size_t count;
    signpost_calendar *calendar;
    const signpost_need *need;
    signpost_minute reached, deadline;
    double latitude, longitude;
};

static _Noreturn void stop(sqlite3 *db, const char *sql)
{
    printf("%s: %s\n", sql, sqlite3_errmsg(db));
    exit(1);
}

/* The statement of a constant text, prepared once. */
static sqlite3_stmt *prepared(plain_search *plain, const char *sql)
{
    for (size_t i = 0; i < plain->count; i++)
        if (plain->statements[i].sql == sql)
            return plain->statements[i].statement;
    if (plain->count == MOST_STATEMENTS ||
        sqlite3_prepare_v2(plain->db, sql, -1, &plain->statements[plain->count].statement, NULL))
        stop(plain->db, sql);
    plain->statements[plain->count].sql = sql;
    return plain->statements[plain->count++].statement;
}

/* A statement with one optional service id; the value of its first column, or `otherwise` without a row. */
static int64_t ask(plain_search *plain, const char *sql, int64_t service, int64_t otherwise)
{
    sqlite3_stmt *statement = prepared(plain, sql);
    if (sqlite3_bind_parameter_count(statement))
        sqlite3_bind_int64(statement, 1, service);
    int64_t value = otherwise;
    if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return value;
}

static void run(plain_search *plain, const char *sql)
{
    if (sqlite3_exec(plain->db, sql, NULL, NULL, NULL))
        stop(plain->db, sql);
}

plain_search *plain_search_open(const char *path, plain_rules rules)
{
    static const signpost_holiday christmas = {20812, "Christmas Day"}; /* 2026-12-25 */
    plain_search *plain = calloc(1, sizeof *plain);
    signpost_date until;
    signpost_date_parse("2026-12-31", &until);
    if (!plain || sqlite3_open_v2(path, &plain->db, SQLITE_OPEN_READONLY, NULL) ||
        signpost_calendar_new("GMT0BST,M3.5.0/1,M10.5.0", "e", &christmas, 1, until, &plain->calendar, NULL) !=
            SIGNPOST_OK)
        exit(1);
    plain->rules = rules;
    run(plain, place_sql);
    return plain;
}

void plain_search_close(plain_search *plain)
{
    if (!plain)
        return;
    signpost_calendar_free(plain->calendar);
    for (size_t i = 0; i < plain->count; i++)
        sqlite3_finalize(plain->statements[i].statement);
    sqlite3_close(plain->db);
    free(plain);
}

/* The place: each name that a text may have, from the narrowest. */
static bool find_place(plain_search *plain, const char *kind, const char *name, plain_answer *answer)
{
    sqlite3_stmt *statement;
    const char *sql =
        "SELECT latitude, longitude, search_distance_m FROM place WHERE kind = ? AND name = ? COLLATE NOCASE";
    if (sqlite3_prepare_v2(plain->db, sql, -1, &statement, NULL))
        stop(plain->db, sql);
    sqlite3_bind_text(statement, 1, kind, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, name, -1, SQLITE_STATIC);
    bool found = sqlite3_step(statement) == SQLITE_ROW;
    if (found) {
        if (!answer->found_place) {
            plain->latitude = sqlite3_column_double(statement, 0);
            plain->longitude = sqlite3_column_double(statement, 1);
        }
        if (!answer->radius_m)
            answer->radius_m = sqlite3_column_int(statement, 2);
        answer->found_place = true;
    }
    sqlite3_finalize(statement);
    char insert[256];
    snprintf(insert, sizeof insert, "INSERT INTO along VALUES ('%s', '%s')", kind, name);
    if (found)
        run(plain, insert);
    if (found && !ask(plain, "SELECT count(*) FROM here", 0, 0)) {
        snprintf(insert, sizeof insert,
                 "WITH RECURSIVE up (area) AS (SELECT area FROM place_area WHERE kind = '%s' AND name = '%s' COLLATE "
                 "NOCASE UNION"
                 " SELECT parent FROM area JOIN up ON code = up.area WHERE parent IS NOT NULL)"
                 " INSERT INTO here SELECT area FROM up",
                 kind, name);
        run(plain, insert);
    }
    return found;
}

/* The random needs' few spellings, spelt out. */
static void resolve(plain_search *plain, plain_answer *answer)
{
    static const char *const names[][4] = {
        {"AA1 1AA", "AA1 1AA", "AA1 1", "AA1"}, {"aa11ab", "AA1 1AB", "AA1 1", "AA1"},
        {"AA1 1ZZ", "AA1 1ZZ", "AA1 1", "AA1"}, {"AA1 1", NULL, "AA1 1", "AA1"},
        {"AA1 9AA", NULL, NULL, "AA1"},         {"AA1", NULL, NULL, "AA1"},
        {"BB2 7XX", NULL, NULL, "BB2"},         {"BB2", NULL, NULL, "BB2"},
    };
    static const char *const kinds[] = {"postcode", "sector", "district"};
    const signpost_need *need = plain->need;
    answer->radius_m = need->radius_m;
    for (size_t i = 0; need->postcode && i < sizeof names / sizeof *names; i++)
        for (int kind = 0; kind < 3 && strcmp(need->postcode, names[i][0]) == 0; kind++)
            if (names[i][kind + 1])
                find_place(plain, kinds[kind], names[i][kind + 1], answer);
    if (need->postcode && strcmp(need->postcode, "old  town") == 0)
        find_place(plain, "town", "Old Town", answer);
    if (need->has_point) {
        plain->latitude = need->latitude;
        plain->longitude = need->longitude;
        answer->found_place = true;
    }
    answer->radius_m = answer->radius_m ? answer->radius_m : 60000;
    answer->area_known = ask(plain, "SELECT count(*) FROM here", 0, 0) > 0;
}

static void set_need(plain_search *plain, const signpost_need *need)
{
    static const char *const sexes[] = {"female", "male", "indeterminate", "unknown"};
    char sql[1024], day[SIGNPOST_MOMENT_SIZE];
    signpost_date date;
    plain->need = need;
    plain->reached = need->reached == SIGNPOST_REACHED_NOW || plain->rules.sessions ? need->when : need->reached;
    plain->deadline = plain->reached + need->disposition.within.amount;
    if (need->disposition.within.unit == SIGNPOST_WORKING_DAYS)
        signpost_calendar_working_days_after(plain->calendar, plain->reached, need->disposition.within.amount,
                                             &plain->deadline);
    signpost_calendar_date(plain->calendar, need->when, &date, NULL);
    run(plain, "DELETE FROM need; DELETE FROM wanted; DELETE FROM here; DELETE FROM along");
    snprintf(sql, sizeof sql, "INSERT INTO need VALUES ('%s', '%s', '%s', '%s', %d, %d, '%s', %d, %lld, '%s', 0, 0)",
             need->disposition.code, need->symptom_group, need->role ? need->role : "111-telephone", sexes[need->sex],
             need->age.from_days, need->age.to_days,
             need->practice_knowledge == SIGNPOST_PRACTICE_KNOWN ? need->practice : "",
             need->practice_knowledge != SIGNPOST_PRACTICE_NOT_ASKED, (long long)need->when,
             signpost_date_format(date, day));
    run(plain, sql);
    for (size_t i = 0; i < need->discriminator_count; i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO wanted SELECT discriminator FROM symptom_pair WHERE symptom_group = '%s'"
                 " AND discriminator = '%s'",
                 need->symptom_group, need->discriminators[i]);
        run(plain, sql);
    }
}

/* Whether a service passes each filter; those of distance and hours are not SQL. */
#define PROFILED(table, condition)                                                                                     \
    "SELECT EXISTS (SELECT 1 FROM " table " JOIN service s USING (profile), need WHERE s.id = ? AND " condition ")"
static const char *const filter_sql[SIGNPOST_FILTER_COUNT] = {
    [SIGNPOST_FILTER_STATE] =
        "SELECT state = 'active' AND coalesce(valid_from, '0') <= day AND coalesce(valid_to, '9') >= day"
        " FROM service, need WHERE id = ?",
    [SIGNPOST_FILTER_SYMPTOM_GROUP] = PROFILED("profile_pair", "symptom_group = grp"),
    [SIGNPOST_FILTER_SEX] = "SELECT EXISTS (SELECT 1 FROM profile_sex p WHERE p.profile = s.profile AND p.sex = n.sex) "
                            "OR (n.sex IN ('unknown',"
                            " 'indeterminate') AND (SELECT count(*) FROM profile_sex p WHERE p.profile = s.profile AND "
                            "p.sex IN ('female', 'male')) = 2)"
                            " FROM service s, need n WHERE s.id = ?",
    [SIGNPOST_FILTER_PRACTICE] =
        "SELECT NOT restricted OR EXISTS (SELECT 1 FROM service_practice p WHERE p.service = s.id AND"
        " p.practice = n.practice) FROM service s, need n WHERE s.id = ?",
    [SIGNPOST_FILTER_CAPACITY] =
        "SELECT NOT EXISTS (SELECT 1 FROM capacity, need WHERE service = ? AND colour = 'red' AND"
        " set_at <= moment AND moment < falls_back_at)",
    [SIGNPOST_FILTER_DISCRIMINATOR] =
        "SELECT NOT EXISTS (SELECT discriminator FROM wanted EXCEPT SELECT discriminator FROM profile_pair p, need"
        " WHERE p.profile = s.profile AND symptom_group = grp) FROM service s WHERE s.id = ?",
    [SIGNPOST_FILTER_DISPOSITION] = PROFILED("profile_disposition p", "p.disposition = need.disposition"),
    [SIGNPOST_FILTER_ROLE] = PROFILED("profile_role p", "p.role = need.role"),
    [SIGNPOST_FILTER_AGE] = PROFILED("profile_age", "from_days <= age_from AND age_to <= to_days"),
    [SIGNPOST_FILTER_AREA] =
        "SELECT NOT EXISTS (SELECT 1 FROM service_area WHERE service = s.id AND use = 'limited') OR NOT EXISTS (SELECT "
        "1 FROM here)"
        " OR EXISTS (SELECT 1 FROM service_area JOIN here USING (area) WHERE service = s.id AND use = 'limited')"
        " FROM service s WHERE s.id = ?",
};

/* Whether what fails could be settled by a question, or a person. */
static const char *const settled_sql[SIGNPOST_FILTER_COUNT] = {
    [SIGNPOST_FILTER_CAPACITY] = "SELECT 1",
    [SIGNPOST_FILTER_PRACTICE] =
        "SELECT NOT asked AND EXISTS (SELECT 1 FROM service_practice WHERE service = ?) FROM need",
    [SIGNPOST_FILTER_SEX] = PROFILED("profile_sex p", "need.sex = 'unknown' AND p.sex IN ('female', 'male')"),
    [SIGNPOST_FILTER_AGE] = PROFILED("profile_age", "from_days <= age_to AND age_from <= to_days"),
};

static int32_t haversine(double latitude_a, double longitude_a, double latitude_b, double longitude_b)
{
    const double radians = 0.017453292519943295;
    double a = sin((latitude_b - latitude_a) * radians / 2), b = sin((longitude_b - longitude_a) * radians / 2);
    double h = a * a + cos(latitude_a * radians) * cos(latitude_b * radians) * b * b;
    return (int32_t)lround(2 * 6371008.8 * asin(sqrt(h)));
}

/* The larger of the ways along the meridian and along the parallel. */
static int32_t box(double latitude_a, double longitude_a, double latitude_b, double longitude_b)
{
    const double degree = 6371008.8 * 0.017453292519943295;
    double north = degree * fabs(latitude_a - latitude_b);
    double east = degree * fabs(longitude_a - longitude_b) * cos(latitude_a * 0.017453292519943295);
    return (int32_t)lround(north > east ? north : east);
}

/* Its hours, compiled for the occasion; NULL when it has none. */
static signpost_hours *hours_of(plain_search *plain, int64_t service)
{
    sqlite3_stmt *statement;
    signpost_hours *hours = NULL;
    const char *sql = "SELECT text FROM hours JOIN service ON service.hours = hours.id WHERE service.id = ?";
    if (sqlite3_prepare_v2(plain->db, sql, -1, &statement, NULL))
        stop(plain->db, sql);
    sqlite3_bind_int64(statement, 1, service);
    if (sqlite3_step(statement) == SQLITE_ROW &&
        signpost_hours_parse(plain->calendar, (const char *)sqlite3_column_text(statement, 0), &hours, NULL) !=
            SIGNPOST_OK)
        stop(plain->db, "hours");
    sqlite3_finalize(statement);
    return hours;
}

/* Open all the time from a moment on, for so many minutes. */
static bool open_for(const plain_search *plain, const signpost_hours *hours, signpost_minute from, int minutes)
{
    signpost_window window = SIGNPOST_WINDOW_INIT;
    window.when = window.reached = window.deadline = from;
    window.grace = window.at_least = minutes;
    window.all_hours_first = plain->rules.all_hours_first;
    return signpost_hours_serves(hours, &window, NULL) == SIGNPOST_OK;
}

/* The national windows: open now, or at some moment up to t+30 or t+d-60, and for 30 minutes then. Random hours begin
 * on the hour or the half-hour. */
static bool serves_in_session(const plain_search *plain, const signpost_hours *hours, int return_if_open)
{
    signpost_minute t = plain->need->when, due = plain->deadline;
    if (return_if_open && t + return_if_open < due)
        due = t + return_if_open;
    signpost_minute last = due - 60 > t + 30 ? due - 60 : t + 30;
    bool does = open_for(plain, hours, t, 30);
    for (signpost_minute opens = t - t % 30 + 30; opens <= last && !does; opens += 30)
        does = open_for(plain, hours, opens, 30);
    return does;
}

static bool serves(plain_search *plain, const plain_service *service)
{
    signpost_hours *hours = hours_of(plain, service->id);
    signpost_window window = SIGNPOST_WINDOW_INIT;
    window.when = plain->need->when;
    window.reached = plain->reached;
    window.deadline = plain->deadline;
    window.return_if_open =
        (int32_t)ask(plain, "SELECT return_if_open_minutes FROM service WHERE id = ?", service->id, 0);
    window.travel = service->travel > 0 ? service->travel : 0;
    bool does = hours && (plain->rules.sessions ? serves_in_session(plain, hours, window.return_if_open)
                                                : signpost_hours_serves(hours, &window, NULL) == SIGNPOST_OK);
    signpost_hours_free(hours);
    return does;
}

/* Minutes from the narrowest place that has any to the service; else the straight line. 500 metres a minute are the
 * built-in policy's. */
static void travel(plain_search *plain, plain_service *service)
{
    service->travel = -1;
    if (!plain->rules.no_travel)
        service->travel = (int)ask(plain,
                                   "SELECT minutes FROM travel_time t JOIN along a ON a.kind = t.kind AND t.name = "
                                   "a.name COLLATE NOCASE WHERE t.service = ? ORDER BY a.rowid LIMIT 1",
                                   service->id, -1);
    service->way_m = service->travel < 0 ? service->distance_m : service->travel * 500;
}

static void judge(plain_search *plain, const plain_answer *answer, plain_service *service)
{
    for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++)
        if (filter_sql[filter] && !ask(plain, filter_sql[filter], service->id, 0))
            service->failed |= 1u << filter;
    if (service->extent_m > answer->radius_m)
        service->failed |= 1u << SIGNPOST_FILTER_DISTANCE;
    if (!serves(plain, service))
        service->failed |= 1u << SIGNPOST_FILTER_HOURS;
    for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++)
        if (service->failed >> filter & 1 && settled_sql[filter] && ask(plain, settled_sql[filter], service->id, 0))
            service->settled |= 1u << filter;
}

#define MOST_PARTICULAR " ORDER BY instr('small district commissioner region', kind), code LIMIT 1"

static void rank(plain_search *plain, const plain_answer *answer, plain_service *service)
{
    service->elsewhere = answer->area_known && ask(plain,
                                                   "SELECT EXISTS (SELECT 1 FROM service_area WHERE service = s.id AND "
                                                   "use = 'promoted') AND NOT EXISTS (SELECT 1 FROM"
                                                   " service_area JOIN here USING (area) WHERE service = s.id AND use "
                                                   "= 'promoted') FROM service s WHERE s.id = ?",
                                                   service->id, 0);
    service->type_rank = (int)ask(plain,
                                  "SELECT rank FROM ranking r JOIN here USING (area) JOIN area ON area.code = r.area"
                                  " WHERE service_type = ?" MOST_PARTICULAR,
                                  service->type, 0);
    if (!service->type_rank)
        service->type_rank = (int)ask(plain, "SELECT national_rank FROM service_type WHERE id = ?", service->type, 0);
    service->affiliation =
        (int)ask(plain,
                 "SELECT CASE WHEN n.practice <> '' AND s.ods_code = n.practice THEN 0 WHEN s.commissioner = (SELECT "
                 "a.commissioner"
                 " FROM area a JOIN here ON here.area = a.code WHERE a.commissioner IS NOT NULL" MOST_PARTICULAR
                 ") THEN iif(restricted, 1, 2) ELSE 3 END FROM service s, need n WHERE s.id = ?",
                 service->id, 3);
}

static int in_rank(const void *a, const void *b)
{
    const plain_service *x = *(const plain_service *const *)a, *y = *(const plain_service *const *)b;
    const int64_t keys_x[] = {x->elsewhere, x->type_rank, x->affiliation, x->way_m, x->distance_m, x->id};
    const int64_t keys_y[] = {y->elsewhere, y->type_rank, y->affiliation, y->way_m, y->distance_m, y->id};
    for (int i = 0; i < 6; i++)
        if (keys_x[i] != keys_y[i])
            return keys_x[i] < keys_y[i] ? -1 : 1;
    return 0;
}

static int in_distance(const void *a, const void *b)
{
    const plain_service *x = *(const plain_service *const *)a, *y = *(const plain_service *const *)b;
    if (x->way_m != y->way_m)
        return x->way_m < y->way_m ? -1 : 1;
    return x->distance_m != y->distance_m ? (x->distance_m < y->distance_m ? -1 : 1)
                                          : (x->id > y->id) - (x->id < y->id);
}

static void add(plain_list *list, const plain_service *service)
{
    list->services[list->count++] = service;
}

/* Of those that fit, in rank: the first of each type, then the limit. */
static void choose(plain_answer *answer, int limit)
{
    plain_list fitting = {0};
    for (size_t i = 0; i < answer->count; i++)
        if (!answer->services[i].failed)
            add(&fitting, &answer->services[i]);
    qsort(fitting.services, fitting.count, sizeof *fitting.services, in_rank);
    for (size_t i = 0; i < fitting.count; i++) {
        plain_service *service = &answer->services[fitting.services[i] - answer->services];
        int before = 0;
        for (size_t j = 0; j < i; j++)
            before += fitting.services[j]->type == service->type;
        service->fate = before >= service->keep                   ? SIGNPOST_FATE_TYPE_FULL
                        : answer->returned.count >= (size_t)limit ? SIGNPOST_FATE_LIMIT
                                                                  : SIGNPOST_FATE_RETURNED;
        if (service->fate == SIGNPOST_FATE_RETURNED)
            add(&answer->returned, service);
    }
}

/* Of those that do not: held, near misses, others. */
static void sort_out(plain_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        plain_service *service = &answer->services[i];
        bool single = service->failed && !(service->failed & (service->failed - 1));
        bool reached = service->extent_m <= 2 * answer->radius_m;
        answer->in_reach += service->extent_m <= answer->radius_m;
        if (!service->failed)
            continue;
        service->fate = SIGNPOST_FATE_FAILED;
        if (single && reached)
            for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++)
                answer->near_miss_counts[filter] += service->failed == 1u << filter;
        if (service->settled == service->failed) {
            service->fate = SIGNPOST_FATE_HELD;
            add(&answer->held, service);
        } else if (single && reached) {
            service->fate = SIGNPOST_FATE_NEAR_MISS;
            add(&answer->near_misses, service);
        }
    }
    qsort(answer->held.services, answer->held.count, sizeof(void *), in_rank);
    qsort(answer->near_misses.services, answer->near_misses.count, sizeof(void *), in_rank);
}

static bool open_at(plain_search *plain, signpost_hours *hours)
{
    bool open = hours && open_for(plain, hours, plain->need->when, 1);
    signpost_hours_free(hours);
    return open;
}

static void fall_back(plain_search *plain, plain_answer *answer)
{
    const uint32_t decides = 1u << SIGNPOST_FILTER_STATE | 1u << SIGNPOST_FILTER_AGE;
    signpost_hours *in_hours;
    if (answer->returned.count)
        return;
    if (plain->need->disposition.if_none == SIGNPOST_IF_NONE_ADVICE) {
        answer->fallback = SIGNPOST_FALLBACK_ADVICE;
        return;
    }
    signpost_hours_parse(plain->calendar, "Mo-Fr 08:00-18:30; PH off", &in_hours, NULL);
    bool to_clinician = open_at(plain, in_hours) && plain->need->disposition.setting == SIGNPOST_SETTING_PRIMARY_CARE;
    for (size_t i = 0; i < answer->count && !to_clinician; i++) {
        const plain_service *service = &answer->services[i];
        if ((service->type == 40 || service->type == 105) && service->extent_m <= 60000 &&
            !(service->failed & decides) && open_at(plain, hours_of(plain, service->id)))
            add(&answer->catch_all, service);
    }
    qsort(answer->catch_all.services, answer->catch_all.count, sizeof(void *), in_distance);
    answer->catch_all.count = answer->catch_all.count > 2 ? 2 : answer->catch_all.count;
    answer->fallback = answer->catch_all.count ? SIGNPOST_FALLBACK_EMERGENCY : SIGNPOST_FALLBACK_CLINICIAN;
}

void plain_search_run(plain_search *plain, const signpost_need *need, plain_answer *answer)
{
    sqlite3_stmt *statement;
    const char *sql = "SELECT s.id, uid, type, keep, latitude, longitude FROM service s JOIN service_type t ON t.id = "
                      "type ORDER BY s.id";
    memset(answer, 0, sizeof *answer);
    set_need(plain, need);
    resolve(plain, answer);
    if (sqlite3_prepare_v2(plain->db, sql, -1, &statement, NULL))
        stop(plain->db, sql);
    while (sqlite3_step(statement) == SQLITE_ROW && answer->count < PLAIN_SERVICES) {
        plain_service *service = &answer->services[answer->count++];
        service->id = sqlite3_column_int64(statement, 0);
        snprintf(service->uid, sizeof service->uid, "%s", (const char *)sqlite3_column_text(statement, 1));
        service->type = sqlite3_column_int(statement, 2);
        service->keep = sqlite3_column_int(statement, 3);
        double latitude = sqlite3_column_double(statement, 4), longitude = sqlite3_column_double(statement, 5);
        service->distance_m = haversine(plain->latitude, plain->longitude, latitude, longitude);
        service->extent_m =
            plain->rules.square ? box(plain->latitude, plain->longitude, latitude, longitude) : service->distance_m;
        travel(plain, service);
        judge(plain, answer, service);
        rank(plain, answer, service);
    }
    sqlite3_finalize(statement);
    choose(answer, need->limit ? need->limit : PLAIN_MOST);
    sort_out(answer);
    fall_back(plain, answer);
}

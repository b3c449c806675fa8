/* Where people live: areas with their centres, their people, the practice that they are registered with. Rules kept
 * here:
 *  - an area without a centre cannot be searched from: it is left out, and its people are counted as such;
 *  - the nearest practice is the first by code of those equally near. */
#include "audit/audit.h"

#include "base/error.h"
#include "directory/directory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const area_kinds[] = {"small", "district", "commissioner", "region"};
enum { KINDS = sizeof area_kinds / sizeof *area_kinds };

/* The kind that was asked for, else the most particular one that has people. */
static signpost_status choose_kind(signpost_audit *audit, sgp_db *db, signpost_error *error)
{
    static const char sql[] = "SELECT EXISTS (SELECT 1 FROM area_population p JOIN area a ON a.code = p.area"
                              " WHERE a.kind = ?1)";
    const char *wanted = audit->options.area_kind;
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db, sql, error);
    audit->about.area_kind = NULL;
    for (int i = 0; i < KINDS && status == SIGNPOST_OK && !audit->about.area_kind; i++) {
        if (wanted && strcmp(wanted, area_kinds[i]) != 0)
            continue;
        sgp_bind_text(&query, 1, area_kinds[i]);
        status = sgp_query_step(&query, error);
        if (status == SIGNPOST_OK && sgp_column_integer(&query, 0))
            audit->about.area_kind = area_kinds[i];
        if (status == SIGNPOST_OK)
            sgp_query_reset(&query);
    }
    sgp_query_release(&query);
    if (status != SIGNPOST_OK || audit->about.area_kind)
        return status;
    sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_NO_PEOPLE, "no area%s%s has people in directory \"%.80s\"",
             wanted ? " of kind " : "", wanted ? wanted : "", signpost_index_directory(audit->index));
    sgp_error_hint(error, "import areas.csv and area-populations.csv");
    return SIGNPOST_NOT_FOUND;
}

static void set_chain(const signpost_index *index, sgp_audit_area *area)
{
    for (int32_t at = area->number; at != SGP_NO_NUMBER && area->chain_count < SGP_MOST_AUDIT_CHAIN;
         at = index->area_table[at].parent)
        area->chain[area->chain_count++] = at;
}

/* Where areas are looked at: near the points, or everywhere. */
static void bind_box(const signpost_audit *audit, sgp_query *query)
{
    sgp_box box = {-HUGE_VAL, HUGE_VAL, -HUGE_VAL, HUGE_VAL};
    if (audit->around)
        box = sgp_around_box(audit->around, 1, audit->index);
    const double bounds[] = {box.south, box.north, box.west, box.east};
    for (int i = 0; i < 4; i++)
        sgp_bind_real(query, i + 2, bounds[i]);
}

static signpost_status read_areas(signpost_audit *audit, sgp_db *db, sgp_array *areas, signpost_error *error)
{
    static const char sql[] = "SELECT code, latitude, longitude FROM area WHERE kind = ?1"
                              " AND latitude BETWEEN ?2 AND ?3 AND longitude BETWEEN ?4 AND ?5"
                              " AND code IN (SELECT area FROM area_population) ORDER BY code";
    const signpost_index *index = audit->index;
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db, sql, error);
    sgp_bind_text(&query, 1, audit->about.area_kind);
    bind_box(audit, &query);
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, error)) == SIGNPOST_OK) {
        sgp_audit_area *area = sgp_array_add(areas);
        if (!area) {
            status = sgp_fail_memory(error);
            break;
        }
        area->number = sgp_code_number(&index->areas, sgp_column_text(&query, 0));
        area->at = sgp_point_make_ready((sgp_point){sgp_column_real(&query, 1), sgp_column_real(&query, 2)});
        area->practice = SGP_NO_NUMBER;
        set_chain(index, area);
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* Position of an area by its number; areas stand by code, and numbers are in the order of codes. */
static uint32_t find_area(const sgp_array *areas, int32_t number)
{
    size_t low = 0, high = areas->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (SGP_AT(areas, sgp_audit_area, middle)->number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < areas->count && SGP_AT(areas, sgp_audit_area, low)->number == number ? (uint32_t)low : UINT32_MAX;
}

static signpost_status read_people(signpost_audit *audit, sgp_db *db, sgp_array *areas, signpost_error *error)
{
    static const char sql[] = "SELECT p.area, p.sex, p.from_days, p.to_days, p.people FROM area a"
                              " CROSS JOIN area_population p ON p.area = a.code WHERE a.kind = ?1"
                              " AND (?6 OR (a.latitude BETWEEN ?2 AND ?3 AND a.longitude BETWEEN ?4 AND ?5))"
                              " ORDER BY a.code, p.sex, p.from_days";
    sgp_query query;
    int32_t last = SGP_NO_NUMBER;
    signpost_status status = sgp_query_prepare(&query, db, sql, error);
    sgp_bind_text(&query, 1, audit->about.area_kind);
    bind_box(audit, &query);
    sgp_bind_integer(&query, 6, !audit->around); /* those without a centre are counted as left out */
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, error)) == SIGNPOST_OK) {
        int32_t number = sgp_code_number(&audit->index->areas, sgp_column_text(&query, 0));
        int64_t people = sgp_column_integer(&query, 4);
        const sgp_people_row row = {find_area(areas, number), (uint32_t)(people < UINT32_MAX ? people : UINT32_MAX),
                                    (int32_t)sgp_column_integer(&query, 2), (int32_t)sgp_column_integer(&query, 3),
                                    strcmp(sgp_column_text_or_empty(&query, 1), "male") == 0};
        if (row.area == UINT32_MAX) {
            audit->about.people_left_out += row.count;
            audit->about.areas_left_out += number != last;
        } else if (!sgp_array_append(&audit->rows, &row, 1)) {
            status = sgp_fail_memory(error);
            break;
        } else {
            audit->about.people += row.count;
            SGP_AT(areas, sgp_audit_area, row.area)->people += row.count;
        }
        last = number;
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* Practices, by latitude. */
typedef struct practice {
    sgp_ready_point at;
    int32_t number;
} practice;

static int by_latitude(const void *a, const void *b)
{
    const practice *x = a, *y = b;
    if (x->at.point.latitude != y->at.point.latitude)
        return x->at.point.latitude < y->at.point.latitude ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static signpost_status read_practices(signpost_audit *audit, sgp_db *db, sgp_array *practices, signpost_error *error)
{
    static const char sql[] =
        "SELECT code, coalesce(latitude, (SELECT latitude FROM service WHERE ods_code = code ORDER BY id LIMIT 1)),"
        " coalesce(longitude, (SELECT longitude FROM service WHERE ods_code = code ORDER BY id LIMIT 1))"
        " FROM organisation WHERE kind = 'practice'";
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db, sql, error);
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, error)) == SIGNPOST_OK) {
        const practice found = {
            sgp_point_make_ready((sgp_point){sgp_column_real(&query, 1), sgp_column_real(&query, 2)}),
            sgp_code_number(&audit->index->organisations, sgp_column_text(&query, 0))};
        if (found.number == SGP_NO_NUMBER || sgp_column_is_null(&query, 1) || sgp_column_is_null(&query, 2))
            continue;
        if (!sgp_array_append(practices, &found, 1)) {
            status = sgp_fail_memory(error);
            break;
        }
    }
    sgp_query_release(&query);
    if (practices->count)
        qsort(practices->items, practices->count, sizeof(practice), by_latitude);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static size_t first_north_of(const practice *all, size_t count, double latitude)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all[middle].at.point.latitude < latitude)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* From the area's latitude north and south, until nothing farther off can be nearer. */
static int32_t nearest_practice(const practice *all, size_t count, const sgp_ready_point *at)
{
    const double metres_a_degree = 111000; /* no degree of latitude is shorter */
    size_t north = first_north_of(all, count, at->point.latitude), south = north;
    int32_t best = SGP_NO_NUMBER, least = INT32_MAX;
    while (north < count || south > 0) {
        double to_north = north < count ? all[north].at.point.latitude - at->point.latitude : HUGE_VAL;
        double to_south = south > 0 ? at->point.latitude - all[south - 1].at.point.latitude : HUGE_VAL;
        if (fmin(to_north, to_south) * metres_a_degree > (double)least + 1)
            break;
        const practice *next = to_north <= to_south ? &all[north++] : &all[--south];
        int32_t distance = sgp_ready_distance_m(at, &next->at);
        if (distance < least || (distance == least && next->number < best)) {
            least = distance;
            best = next->number;
        }
    }
    return best;
}

static signpost_status set_practices(signpost_audit *audit, sgp_db *db, sgp_array *areas, signpost_error *error)
{
    sgp_array practices = SGP_ARRAY_OF(practice);
    signpost_status status = audit->options.unregistered ? SIGNPOST_OK : read_practices(audit, db, &practices, error);
    for (size_t i = 0; i < areas->count && status == SIGNPOST_OK && practices.count; i++) {
        sgp_audit_area *area = SGP_AT(areas, sgp_audit_area, i);
        area->practice = nearest_practice(practices.items, practices.count, &area->at);
    }
    sgp_array_release(&practices);
    return status;
}

/* The least distance of the places that lie in an area itself, else the policy's. */
static void set_radii(const signpost_audit *audit, sgp_array *areas)
{
    const signpost_index *index = audit->index;
    for (size_t place = 0; place < sgp_strings_count(&index->places) && !audit->options.radius_m; place++) {
        const int32_t *in = sgp_lists_at(&index->place_areas, place, sizeof *in);
        int32_t distance = index->place_table[place].search_distance_m;
        for (size_t i = 0; i < sgp_lists_count(&index->place_areas, place) && distance > 0; i++) {
            uint32_t found = find_area(areas, in[i]);
            sgp_audit_area *area = found == UINT32_MAX ? NULL : SGP_AT(areas, sgp_audit_area, found);
            if (area && (!area->radius_m || distance < area->radius_m))
                area->radius_m = distance;
        }
    }
    for (size_t i = 0; i < areas->count; i++) {
        sgp_audit_area *area = SGP_AT(areas, sgp_audit_area, i);
        if (!area->radius_m)
            area->radius_m = audit->options.radius_m ? audit->options.radius_m : index->policy->radius_m;
    }
}

signpost_status sgp_audit_read_areas(signpost_audit *audit, signpost_directory *directory, signpost_error *error)
{
    sgp_array areas = SGP_ARRAY_OF(sgp_audit_area);
    sgp_db *db = directory->db;
    signpost_status status = choose_kind(audit, db, error);
    if (status == SIGNPOST_OK)
        status = read_areas(audit, db, &areas, error);
    if (status == SIGNPOST_OK)
        status = read_people(audit, db, &areas, error);
    if (status == SIGNPOST_OK)
        status = set_practices(audit, db, &areas, error);
    if (status == SIGNPOST_OK && !areas.count) {
        sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_NO_PEOPLE, "no area of kind %s that has people has a centre",
                 audit->about.area_kind);
        status = SIGNPOST_NOT_FOUND;
    }
    if (status == SIGNPOST_OK) {
        set_radii(audit, &areas);
        audit->area_count = areas.count;
        audit->areas = sgp_arena_take(&audit->arena, &areas);
        if (!audit->areas)
            status = sgp_fail_memory(error);
    }
    sgp_array_release(&areas);
    return status;
}

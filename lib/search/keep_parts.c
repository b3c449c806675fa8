/* The parts of a kept index: codes, areas and places, hours, profiles. Services and shelves are in keep_services.c.
 *
 * Structures with pointers go as rows of numbers; what has none goes as it stands in memory. */
#include "search/keep.h"

#include "base/error.h"
#include "hours/calendar.h"

#include <string.h>

typedef struct kept_area {
    int32_t parent, commissioner;
    uint32_t kind, name;
} kept_area;

typedef struct kept_place {
    double latitude, longitude;
    int32_t search_distance_m;
    uint32_t kind, name, nothing;
} kept_place;

typedef struct kept_type {
    int32_t id;
    uint32_t national_rank, keep, name;
} kept_type;

typedef struct kept_rank {
    uint32_t type, rank;
} kept_rank;

typedef struct kept_calendar {
    uint32_t rule, division;
    int32_t holidays_until;
    uint32_t holiday_count;
} kept_calendar;

typedef struct kept_holiday {
    int32_t date;
    uint32_t name;
} kept_holiday;

typedef struct kept_hours {
    uint32_t calendar, text;
} kept_hours;

static void keep_areas(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    size_t count = index->areas.texts.count, organisations = index->organisations.texts.count;
    kept_area *rows = sgp_keep_rows(keep, count, sizeof *rows);
    if (!keep->writing)
        index->area_table = sgp_keep_make(keep, count, sizeof *index->area_table);
    for (size_t i = 0; i < count && keep->status == SIGNPOST_OK; i++) {
        sgp_area *area = &index->area_table[i];
        if (keep->writing) {
            rows[i] = (kept_area){area->parent, area->commissioner, area->kind, sgp_keep_text(keep, area->name)};
            continue;
        }
        *area = (sgp_area){rows[i].parent, rows[i].commissioner, (uint8_t)rows[i].kind, sgp_kept_text(keep, rows[i].name)};
        if (!sgp_is_number(area->parent, count) || !sgp_is_number(area->commissioner, organisations) ||
            rows[i].kind >= SGP_AREA_KINDS)
            sgp_keep_damaged(keep, "an area");
    }
}

/* Ranks have a byte of padding in memory: rows say the same without. */
static void keep_ranks(sgp_keep *keep)
{
    sgp_lists *ranks = &keep->index->area_ranks;
    size_t areas = keep->index->areas.texts.count;
    SGP_KEEP(keep, ranks->first, areas + 1);
    size_t count = keep->status == SIGNPOST_OK ? ranks->first[areas] : 0;
    for (size_t i = 0; i < areas && keep->status == SIGNPOST_OK; i++)
        if (ranks->first[0] != 0 || ranks->first[i] > ranks->first[i + 1])
            sgp_keep_damaged(keep, "ranks are out of order");
    kept_rank *rows = sgp_keep_rows(keep, count, sizeof *rows);
    if (!keep->writing)
        ranks->items = sgp_keep_make(keep, count, sizeof(sgp_area_rank));
    for (size_t i = 0; i < count && keep->status == SIGNPOST_OK; i++) {
        sgp_area_rank *rank = (sgp_area_rank *)ranks->items + i;
        if (keep->writing)
            rows[i] = (kept_rank){rank->type, rank->rank};
        else
            *rank = (sgp_area_rank){(uint16_t)rows[i].type, (uint8_t)rows[i].rank};
        if (rows[i].type >= keep->index->type_count || rows[i].rank > UINT8_MAX)
            sgp_keep_damaged(keep, "a rank");
    }
}

static void keep_places(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    size_t count = index->places.texts.count;
    kept_place *rows = sgp_keep_rows(keep, count, sizeof *rows);
    if (!keep->writing)
        index->place_table = sgp_keep_make(keep, count, sizeof *index->place_table);
    for (size_t i = 0; i < count && keep->status == SIGNPOST_OK; i++) {
        sgp_place *place = &index->place_table[i];
        if (keep->writing) {
            rows[i] = (kept_place){place->latitude, place->longitude, place->search_distance_m, place->kind,
                                   sgp_keep_text(keep, place->name), 0};
            continue;
        }
        *place = (sgp_place){rows[i].latitude, rows[i].longitude, rows[i].search_distance_m, (uint8_t)rows[i].kind,
                             sgp_kept_text(keep, rows[i].name)};
        if (!sgp_point_is_valid((sgp_point){place->latitude, place->longitude}) || rows[i].kind > SIGNPOST_PLACE_TOWN)
            sgp_keep_damaged(keep, "a place");
    }
    sgp_keep_lists(keep, &index->place_areas, count, sizeof(int32_t));
    if (keep->status == SIGNPOST_OK)
        sgp_keep_check(keep, index->place_areas.items, index->place_areas.first[count], 0, index->areas.texts.count);
}

static void keep_types(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    size_t count = sgp_keep_count(keep, index->type_count);
    kept_type *rows = sgp_keep_rows(keep, count, sizeof *rows);
    if (!keep->writing) {
        index->types = sgp_keep_make(keep, count, sizeof *index->types);
        index->type_count = count;
    }
    if (count > UINT16_MAX)
        sgp_keep_damaged(keep, "too many types");
    for (size_t i = 0; i < count && keep->status == SIGNPOST_OK; i++) {
        sgp_service_type *type = &index->types[i];
        if (keep->writing)
            rows[i] = (kept_type){type->id, type->national_rank, type->keep, sgp_keep_text(keep, type->name)};
        else
            *type = (sgp_service_type){rows[i].id, sgp_kept_text(keep, rows[i].name), (uint8_t)rows[i].national_rank,
                                       (uint8_t)rows[i].keep};
        if (rows[i].national_rank > UINT8_MAX || rows[i].keep < 1 || rows[i].keep > SGP_MOST_OF_TYPE)
            sgp_keep_damaged(keep, "a type");
    }
}

void sgp_keep_codes(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    sgp_strings *const tables[] = {&index->groups,       &index->discriminators, &index->pairs,
                                   &index->dispositions, &index->roles,          &index->organisations,
                                   &index->areas,        &index->places,         &index->uids};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        sgp_keep_strings(keep, tables[i]);
    keep_types(keep);
    keep_areas(keep);
    keep_ranks(keep);
    keep_places(keep);
}

/* Calendars and hours: as texts, which are read again. */

static void write_calendar(sgp_keep *keep, const signpost_calendar *calendar)
{
    kept_calendar *row = sgp_keep_rows(keep, 1, sizeof *row);
    if (row)
        *row = (kept_calendar){sgp_keep_text(keep, calendar->rule), sgp_keep_text(keep, calendar->division),
                               calendar->holidays_until, (uint32_t)calendar->holiday_count};
    kept_holiday *holidays = sgp_keep_rows(keep, calendar->holiday_count, sizeof *holidays);
    for (size_t i = 0; holidays && i < calendar->holiday_count; i++)
        holidays[i] = (kept_holiday){calendar->holidays[i].date, sgp_keep_text(keep, calendar->holidays[i].name)};
}

/* What does not compile can only be damage. */
static void refuse_unread(sgp_keep *keep, signpost_status status, const char *what)
{
    if (status == SIGNPOST_NO_MEMORY && keep->status == SIGNPOST_OK)
        keep->status = sgp_fail_memory(keep->error);
    else if (status != SIGNPOST_OK)
        sgp_keep_damaged(keep, what);
}

static signpost_calendar *read_calendar(sgp_keep *keep)
{
    signpost_calendar *calendar = NULL;
    const kept_calendar *row = sgp_keep_rows(keep, 1, sizeof *row);
    const kept_holiday *kept = sgp_keep_rows(keep, row ? row->holiday_count : 0, sizeof *kept);
    signpost_holiday *holidays = kept ? sgp_keep_make(keep, row->holiday_count, sizeof *holidays) : NULL;
    if (!holidays)
        return NULL;
    for (size_t i = 0; i < row->holiday_count; i++)
        holidays[i] = (signpost_holiday){kept[i].date, sgp_kept_text(keep, kept[i].name)};
    const char *rule = sgp_kept_text(keep, row->rule), *division = sgp_kept_text(keep, row->division);
    if (keep->status == SIGNPOST_OK)
        refuse_unread(keep,
                      signpost_calendar_new(rule, division, holidays, row->holiday_count, row->holidays_until, &calendar,
                                            keep->error),
                      "a calendar");
    return calendar;
}

/* Hours of one calendar stand together, so that each run of them has one. */
static void write_hours(sgp_keep *keep)
{
    const signpost_index *index = keep->index;
    sgp_array text = SGP_ARRAY_OF(char);
    const signpost_calendar *last = index->calendar;
    write_calendar(keep, last);
    for (size_t i = 0; i < index->hours_count && keep->status == SIGNPOST_OK; i++) {
        const signpost_hours *hours = index->hours[i];
        size_t length = signpost_hours_format(hours, NULL, 0);
        if (length > SIGNPOST_HOURS_LONGEST)
            keep->status = sgp_fail(keep->error, SIGNPOST_STATE, SGP_NOT_KEPT, "some hours are too long to be kept");
        else if (!sgp_array_reserve(&text, length + 1))
            keep->status = sgp_fail_memory(keep->error);
        bool is_another = signpost_hours_calendar(hours) != last;
        kept_hours *row = sgp_keep_rows(keep, 1, sizeof *row);
        if (!row)
            break;
        signpost_hours_format(hours, text.items, length + 1);
        *row = (kept_hours){is_another, sgp_keep_text(keep, text.items)};
        last = signpost_hours_calendar(hours);
        if (is_another)
            write_calendar(keep, last);
    }
    sgp_array_release(&text);
}

static void read_hours(sgp_keep *keep, size_t count)
{
    signpost_index *index = keep->index;
    signpost_calendar *last = index->calendar = read_calendar(keep);
    last = last ? signpost_calendar_ref(last) : NULL;
    if (keep->status == SIGNPOST_OK)
        refuse_unread(keep, signpost_hours_parse(last, index->policy->in_hours, &index->in_hours, keep->error),
                      "its calendar");
    index->hours = sgp_keep_make(keep, count, sizeof *index->hours);
    for (size_t i = 0; i < count && keep->status == SIGNPOST_OK; i++) {
        const kept_hours *row = sgp_keep_rows(keep, 1, sizeof *row);
        const char *text = row ? sgp_kept_text(keep, row->text) : "";
        if (row && row->calendar) {
            signpost_calendar_free(last);
            last = read_calendar(keep);
        }
        if (keep->status == SIGNPOST_OK)
            refuse_unread(keep, signpost_hours_parse(last, text, &index->hours[i], keep->error), "hours");
        index->hours_count = i + 1; /* the index frees what was read, or NULL */
    }
    signpost_calendar_free(last);
}

void sgp_keep_hours(sgp_keep *keep)
{
    size_t count = sgp_keep_count(keep, keep->index->hours_count);
    if (keep->writing)
        write_hours(keep);
    else
        read_hours(keep, count);
}

/* Profiles. */

static void keep_sets(sgp_keep *keep, sgp_word **sets, size_t count)
{
    const sgp_profiles *profiles = &keep->index->profiles;
    SGP_KEEP(keep, *sets, count * profiles->words);
    if (keep->status != SIGNPOST_OK || profiles->count % 64 == 0)
        return;
    for (size_t i = 1; i <= count; i++)
        if ((*sets)[i * profiles->words - 1] >> profiles->count % 64)
            sgp_keep_damaged(keep, "a set of profiles");
}

void sgp_keep_profiles(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    sgp_profiles *profiles = &index->profiles;
    size_t count = sgp_keep_count(keep, profiles->count);
    if (!keep->writing) {
        profiles->count = count;
        profiles->words = sgp_words_for(count);
        profiles->names = sgp_keep_make(keep, count, sizeof *profiles->names);
    }
    sgp_keep_texts(keep, profiles->names, count);
    keep_sets(keep, &profiles->of_group, index->groups.texts.count);
    keep_sets(keep, &profiles->of_pair, index->pairs.texts.count);
    keep_sets(keep, &profiles->of_disposition, index->dispositions.texts.count);
    keep_sets(keep, &profiles->of_role, index->roles.texts.count);
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        keep_sets(keep, &profiles->of_sex[sex], 1);
    sgp_keep_lists(keep, &profiles->ages, count, sizeof(sgp_age_span));
}

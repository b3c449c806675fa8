/* The parts of a kept index: codes, areas and places, hours, profiles. Services and shelves are in keep_services.c.
 *
 * All stand in the file as they do in memory, but for calendars and hours: these go as texts, which are read again. */
#include "search/keep.h"

#include "base/civil.h"
#include "base/error.h"
#include "hours/calendar.h"

#include <string.h>

typedef struct kept_calendar {
    int32_t holidays_until;
    uint32_t holiday_count;
} kept_calendar;

static void keep_areas(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    size_t count = index->areas.texts.count, organisations = index->organisations.texts.count;
    SGP_KEEP(keep, index->area_table, count);
    for (size_t i = 0; i < count && sgp_keep_checks(keep); i++) {
        const sgp_area *area = &index->area_table[i];
        sgp_keep_check_places(keep, &area->name, 1, &index->all_texts);
        if (!sgp_is_number(area->parent, count) || !sgp_is_number(area->commissioner, organisations) ||
            area->kind >= SGP_AREA_KINDS)
            sgp_keep_damaged(keep, "an area");
    }
}

static void keep_ranks(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    sgp_lists *ranks = &index->area_ranks;
    size_t areas = index->areas.texts.count;
    sgp_keep_lists(keep, ranks, areas, sizeof(sgp_area_rank));
    for (size_t i = 0; sgp_keep_checks(keep) && i < ranks->first[areas]; i++)
        if (((const sgp_area_rank *)ranks->items)[i].type >= index->type_count)
            sgp_keep_damaged(keep, "a rank");
}

static void keep_places(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    size_t count = index->places.texts.count;
    SGP_KEEP(keep, index->place_table, count);
    for (size_t i = 0; i < count && sgp_keep_checks(keep); i++) {
        const sgp_place *place = &index->place_table[i];
        sgp_keep_check_places(keep, &place->name, 1, &index->all_texts);
        if (!sgp_point_is_valid((sgp_point){place->latitude, place->longitude}) || place->kind > SIGNPOST_PLACE_TOWN ||
            place->search_distance_m < 0 || place->search_distance_m > SGP_MOST_RADIUS_M)
            sgp_keep_damaged(keep, "a place");
    }
    sgp_keep_lists(keep, &index->place_areas, count, sizeof(int32_t));
    if (sgp_keep_checks(keep))
        sgp_keep_check(keep, index->place_areas.items, index->place_areas.first[count], 0, index->areas.texts.count);
}

static void keep_types(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    size_t count = sgp_keep_count(keep, index->type_count);
    SGP_KEEP(keep, index->types, count);
    if (count > UINT16_MAX)
        sgp_keep_damaged(keep, "too many types");
    if (keep->writing || keep->status != SIGNPOST_OK)
        return;
    index->type_count = count;
    for (size_t i = 0; i < count && sgp_keep_checks(keep); i++) {
        const sgp_service_type *type = &index->types[i];
        sgp_keep_check_places(keep, &type->name, 1, &index->all_texts);
        if (type->keep < 1 || type->keep > SGP_MOST_OF_TYPE)
            sgp_keep_damaged(keep, "a type");
    }
}

void sgp_keep_codes(sgp_keep *keep)
{
    sgp_strings *codes[SGP_INDEX_CODES];
    sgp_index_codes(keep->index, codes);
    sgp_keep_texts(keep, &keep->index->all_texts);
    for (size_t i = 0; i < SGP_INDEX_CODES; i++)
        sgp_keep_strings(keep, codes[i]);
    keep_types(keep);
    keep_areas(keep);
    keep_ranks(keep);
    keep_places(keep);
}

/* Calendars and hours. */

static void write_calendar(sgp_keep *keep, const signpost_calendar *calendar)
{
    kept_calendar *row = sgp_keep_rows(keep, 1, sizeof *row);
    if (row)
        *row = (kept_calendar){calendar->holidays_until, (uint32_t)calendar->holiday_count};
    sgp_keep_text(keep, calendar->rule);
    sgp_keep_text(keep, calendar->division);
    for (size_t i = 0; i < calendar->holiday_count; i++) {
        sgp_keep_items(keep, &calendar->holidays[i].date, 1, sizeof calendar->holidays[i].date);
        sgp_keep_text(keep, calendar->holidays[i].name);
    }
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
    if (row && row->holiday_count > keep->size - keep->at)
        sgp_keep_damaged(keep, "a count is too large");
    if (row && !sgp_date_is_valid(row->holidays_until))
        sgp_keep_damaged(keep, "the end of the holidays");
    const char *rule = sgp_keep_text(keep, NULL), *division = sgp_keep_text(keep, NULL);
    signpost_holiday *holidays = row ? sgp_keep_make(keep, row->holiday_count, sizeof *holidays) : NULL;
    for (size_t i = 0; holidays && i < row->holiday_count; i++) {
        const signpost_date *date = sgp_keep_rows(keep, 1, sizeof *date);
        if (date && !sgp_date_is_valid(*date))
            sgp_keep_damaged(keep, "a holiday");
        holidays[i] = (signpost_holiday){date ? *date : 0, sgp_keep_text(keep, NULL)};
    }
    if (keep->status == SIGNPOST_OK)
        refuse_unread(keep,
                      signpost_calendar_new(rule, division, holidays, row->holiday_count, row->holidays_until,
                                            &calendar, keep->error),
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
        sgp_keep_count(keep, is_another);
        if (keep->status != SIGNPOST_OK)
            break;
        signpost_hours_format(hours, text.items, length + 1);
        sgp_keep_text(keep, text.items);
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
        bool is_another = sgp_keep_count(keep, 0);
        const char *text = sgp_keep_text(keep, NULL);
        if (is_another) {
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
    if (profiles->count % 64 == 0)
        return;
    for (size_t i = 1; i <= count && sgp_keep_checks(keep); i++)
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
    }
    SGP_KEEP(keep, profiles->names, count);
    sgp_keep_check_places(keep, profiles->names, count, &index->all_texts);
    keep_sets(keep, &profiles->of_group, index->groups.texts.count);
    keep_sets(keep, &profiles->of_pair, index->pairs.texts.count);
    keep_sets(keep, &profiles->of_disposition, index->dispositions.texts.count);
    keep_sets(keep, &profiles->of_role, index->roles.texts.count);
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        keep_sets(keep, &profiles->of_sex[sex], 1);
    sgp_keep_lists(keep, &profiles->ages, count, sizeof(sgp_age_span));
}

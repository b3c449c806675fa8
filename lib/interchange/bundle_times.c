/* Reading the hours of a HealthcareService. Rules kept here:
 *  - what FHIR says to the second is taken to the minute: a session is never made longer;
 *  - a closure that cannot be kept refuses the entry: the service would be taken for open. */
#include "interchange/bundle_read.h"

#include "base/civil.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { WHOLE_DAY = SGP_MINUTES_PER_DAY, LAST_MINUTE = WHOLE_DAY - 1 };

/* ---- availableTime ---- */

/* `:30`, `:30.5` or nothing. False when it is anything else; `*any` when there are seconds that are not 0. */
static bool read_seconds(const char *at, int *seconds, bool *any)
{
    *seconds = 0;
    *any = false;
    if (!*at)
        return true;
    if (*at != ':' || !sgp_is_digit(at[1]) || !sgp_is_digit(at[2]))
        return false;
    *seconds = (at[1] - '0') * 10 + at[2] - '0';
    at += 3;
    const size_t fraction = *at == '.' ? strspn(at + 1, "0123456789") : 0;
    *any = *seconds || (fraction && strspn(at + 1, "0") < fraction);
    return !at[fraction ? fraction + 1 : 0] && *seconds <= 60;
}

/* A time of day in minutes. The last second of the day is its end. */
static bool read_time(sgp_bundle_reading *reading, const sgp_json_value *opening, const char *key, bool is_end,
                      int16_t *minutes)
{
    int value, seconds;
    bool any;
    const char *text = sgp_bundle_text(reading, opening, key), *at = text;
    if (!text) {
        sgp_bundle_refuse(reading, opening, SGP_BAD_BUNDLE_ENTRY, "availableTime has no %s, and is not allDay", key);
        return false;
    }
    if (!sgp_read_time_of_day(&at, is_end ? WHOLE_DAY : LAST_MINUTE, &value) || !read_seconds(at, &seconds, &any) ||
        (value == WHOLE_DAY && any)) {
        sgp_bundle_refuse(reading, sgp_json_member(opening, key), SGP_BAD_BUNDLE_ENTRY,
                          "%s \"%.100s\" is no time such as 18:30:00", key, text);
        return false;
    }
    if (is_end && (value == 0 || (value == LAST_MINUTE && seconds >= 59)))
        value = any || value == 0 ? WHOLE_DAY : value;
    else if (any)
        sgp_bundle_doubt(reading, sgp_json_member(opening, key), SGP_DOUBTFUL_CELL,
                         "%s \"%.100s\": hours are kept to the minute, and never longer than said", key, text);
    *minutes = (int16_t)(any && !is_end ? value + 1 : value);
    return true;
}

static bool read_days(sgp_bundle_reading *reading, const sgp_json_value *opening, unsigned *days)
{
    const sgp_json_value *item = sgp_bundle_items(reading, opening, "daysOfWeek");
    *days = 0;
    for (; item; item = item->next) {
        int day = 0;
        while (day < 7 && (item->kind != SGP_JSON_TEXT || strcmp(item->text, sgp_fhir_days[day]) != 0))
            day++;
        if (day == 7) {
            sgp_bundle_refuse(reading, item, SGP_BAD_BUNDLE_ENTRY,
                              "daysOfWeek \"%.100s\" is not one of mon, tue, wed, thu, fri, sat, sun", item->text);
            return false;
        }
        *days |= 1u << day;
    }
    if (!*days)
        sgp_bundle_refuse(reading, opening, SGP_BAD_BUNDLE_ENTRY, "availableTime does not say on which daysOfWeek");
    return *days;
}

static bool is_true(const sgp_json_value *value)
{
    return value && value->kind == SGP_JSON_FLAG && strcmp(value->text, "true") == 0;
}

static bool add_piece(sgp_bundle_reading *reading, const sgp_json_value *opening, sgp_openings *openings,
                      sgp_opening piece)
{
    if (openings->count == SGP_MOST_OPENINGS) {
        sgp_bundle_refuse(reading, opening, SGP_BAD_BUNDLE_ENTRY, "availableTime has more than %d sessions",
                          SGP_MOST_OPENINGS);
        return false;
    }
    openings->items[openings->count++] = piece;
    return true;
}

/* One entry of availableTime. One that closes before it opens is meant to go over midnight. */
static bool read_opening(sgp_bundle_reading *reading, const sgp_json_value *opening, sgp_openings *openings)
{
    sgp_opening piece = {.until = WHOLE_DAY};
    const sgp_json_value *own = sgp_bundle_extension(reading, opening, SGP_FHIR_OWN_SESSION);
    piece.own = is_true(sgp_json_member(own, "valueBoolean"));
    if (!read_days(reading, opening, &piece.days))
        return false;
    if (is_true(sgp_bundle_member(reading, opening, "allDay", SGP_JSON_FLAG)))
        return add_piece(reading, opening, openings, piece);
    if (!read_time(reading, opening, "availableStartTime", false, &piece.from) ||
        !read_time(reading, opening, "availableEndTime", true, &piece.until))
        return false;
    if (piece.from == piece.until) {
        sgp_bundle_refuse(reading, opening, SGP_BAD_BUNDLE_ENTRY,
                          "availableTime opens and closes at the same time (a whole day is allDay)");
        return false;
    }
    if (piece.from < piece.until)
        return add_piece(reading, opening, openings, piece);
    const sgp_opening morning = {(piece.days << 1 | piece.days >> 6) & SGP_EVERY_DAY, 0, piece.until, false};
    piece.until = WHOLE_DAY;
    return add_piece(reading, opening, openings, piece) && add_piece(reading, opening, openings, morning);
}

/* Every day all day, and nothing else, is 24/7. */
static bool is_all_hours(const sgp_json_value *items)
{
    unsigned days = 0;
    for (; items; items = items->next) {
        if (!is_true(sgp_json_member(items, "allDay")))
            return false;
        const sgp_json_value *list = sgp_json_member(items, "daysOfWeek");
        for (const sgp_json_value *item = list ? list->first : NULL; item; item = item->next)
            for (unsigned day = 0; day < 7; day++)
                if (item->kind == SGP_JSON_TEXT && strcmp(item->text, sgp_fhir_days[day]) == 0)
                    days |= 1u << day;
    }
    return days == SGP_EVERY_DAY;
}

static void read_week(sgp_bundle_reading *reading, const sgp_json_value *items, sgp_array *text)
{
    sgp_openings openings = {.all_hours = is_all_hours(items)};
    for (const sgp_json_value *item = items; item; item = item->next)
        if (!read_opening(reading, item, &openings))
            return;
    if (openings.all_hours)
        openings.count = 0;
    reading->failed |= !sgp_openings_text(&openings, text);
}

/* ---- notAvailable ---- */

/* The date of a Period's end: of whole days only. */
static const char *read_whole_day(sgp_bundle_reading *reading, const sgp_json_value *closure, const char *key,
                                  const char *time, char date[SIGNPOST_MOMENT_SIZE])
{
    const sgp_json_value *during = sgp_bundle_member(reading, closure, "during", SGP_JSON_OBJECT);
    const char *text = sgp_bundle_text(reading, during, key);
    signpost_date read;
    if (!text) {
        sgp_bundle_refuse(reading, closure, SGP_BAD_BUNDLE_ENTRY, "notAvailable has no %s: a closure needs both ends",
                          key);
        return NULL;
    }
    snprintf(date, SIGNPOST_MOMENT_SIZE, "%.10s", text);
    const bool is_whole = strlen(text) == 10 || strncmp(text + 10, time, strlen(time)) == 0;
    if (strlen(text) >= 10 && is_whole && !signpost_date_parse(date, &read))
        return date;
    sgp_bundle_refuse(reading, sgp_json_member(during, key), SGP_BAD_BUNDLE_ENTRY,
                      "notAvailable %s \"%.100s\" is no whole day such as 2026-12-24", key, text);
    return NULL;
}

static void read_closure(sgp_bundle_reading *reading, const sgp_json_value *closure, sgp_array *text)
{
    char from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE], rule[2 * SIGNPOST_MOMENT_SIZE + 8];
    const char *description = sgp_bundle_text(reading, closure, "description");
    if (!read_whole_day(reading, closure, "start", "T00:00:00", from) ||
        !read_whole_day(reading, closure, "end", "T23:59:59", until))
        return;
    const bool is_one_day = strcmp(from, until) == 0;
    const int length = snprintf(rule, sizeof rule, "%s%s%s off", from, is_one_day ? "" : "-", is_one_day ? "" : until);
    reading->failed |= !sgp_hours_add_rule(text, rule, (size_t)length);
    if (description && strcmp(description, SGP_FHIR_CLOSED) != 0)
        sgp_bundle_pass_over(reading, closure, "HealthcareService.notAvailable.description: why it is closed");
}

/* ---- availabilityExceptions ---- */

static bool is_readable(sgp_bundle_reading *reading, const sgp_array *text)
{
    sgp_hours_draft draft;
    const signpost_status status = sgp_hours_read(text->items, &draft, NULL);
    sgp_hours_draft_release(&draft);
    reading->failed |= status == SIGNPOST_NO_MEMORY;
    return status == SIGNPOST_OK;
}

/* Rules as we write them; a text in words is passed over. */
static void read_exceptions(sgp_bundle_reading *reading, const sgp_json_value *value, sgp_array *text)
{
    const size_t before = text->count;
    if (!sgp_hours_add_rule(text, value->text, strlen(value->text)) || !sgp_array_append(text, "", 1)) {
        reading->failed = true;
        return;
    }
    if (is_readable(reading, text)) {
        text->count--;
        return;
    }
    text->count = before;
    sgp_bundle_doubt(reading, value, SGP_PASSED_OVER,
                     "availabilityExceptions \"%.200s\" is passed over: it is no list of rules such as \"PH off\"",
                     value->text);
}

const char *sgp_bundle_hours(sgp_bundle_reading *reading, const sgp_json_value *resource)
{
    sgp_array text = SGP_ARRAY_OF(char);
    const sgp_json_value *exceptions = sgp_bundle_member(reading, resource, "availabilityExceptions", SGP_JSON_TEXT);
    read_week(reading, sgp_bundle_items(reading, resource, "availableTime"), &text);
    for (const sgp_json_value *closure = sgp_bundle_items(reading, resource, "notAvailable"); closure;
         closure = closure->next)
        read_closure(reading, closure, &text);
    if (exceptions && *exceptions->text && !reading->refused)
        read_exceptions(reading, exceptions, &text);
    const char *kept = text.count ? sgp_arena_text(reading->arena, text.items, text.count) : NULL;
    reading->failed |= text.count && !kept;
    sgp_array_release(&text);
    return kept;
}

/* Opening hours as FHIR has them. Rules kept here:
 *  - a session over midnight is split there, and two pieces that touch at midnight are one session when read, unless
 *    the second is marked as a session of its own: so every text comes back as it was;
 *  - what ends at midnight ends at 23:59:59, the last second that FHIR can say;
 *  - `24/7` is every day, all day; seven days of 00:00-24:00 are said by their times. */
#include "interchange/bundle.h"

#include <stdio.h>
#include <string.h>

enum { WHOLE_DAY = 1440, LAST_MINUTE = 1439 };

const char *const sgp_fhir_days[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/* ---- splitting ---- */

static void add_opening(sgp_openings *openings, int day, sgp_opening piece)
{
    const unsigned bit = 1u << day % 7;
    for (size_t i = 0; i < openings->count; i++) {
        sgp_opening *known = &openings->items[i];
        if (known->from == piece.from && known->until == piece.until && known->own == piece.own) {
            known->days |= bit;
            return;
        }
    }
    piece.days = bit;
    openings->items[openings->count++] = piece;
}

/* Whether a morning's piece, which begins at midnight, goes on from a piece of the evening before. One session can say
 * it only when it is shorter than a day. */
static bool goes_on(int evening_from, int evening_until, int morning_until)
{
    return evening_until >= LAST_MINUTE && evening_until <= WHOLE_DAY && morning_until < evening_from;
}

/* Whether a session that begins at midnight would be taken for the evening's before. */
static bool would_join(const sgp_hours_draft *draft, int day, signpost_session session)
{
    const sgp_day *evening = &draft->weekdays[(day + 6) % 7];
    for (unsigned i = 0; i < evening->count && session.from == 0; i++) {
        const signpost_session *before = SGP_AT(&draft->sessions, signpost_session, evening->first + i);
        if (goes_on(before->from, before->until, session.until))
            return true;
    }
    return false;
}

void sgp_openings_of(const sgp_hours_draft *draft, sgp_openings *openings)
{
    *openings = (sgp_openings){.all_hours = draft->all_hours};
    for (int day = 0; day < 7; day++)
        for (unsigned i = 0; i < draft->weekdays[day].count; i++) {
            const signpost_session session =
                *SGP_AT(&draft->sessions, signpost_session, draft->weekdays[day].first + i);
            const bool is_over_midnight = session.until > WHOLE_DAY;
            const int16_t evening_end = is_over_midnight ? WHOLE_DAY : session.until;
            add_opening(openings, day, (sgp_opening){0, session.from, evening_end, would_join(draft, day, session)});
            if (is_over_midnight)
                add_opening(openings, day + 1, (sgp_opening){0, 0, (int16_t)(session.until - WHOLE_DAY), false});
        }
}

/* ---- joining ---- */

bool sgp_hours_add_rule(sgp_array *text, const char *rule, size_t length)
{
    return (!text->count || sgp_array_append(text, "; ", 2)) && sgp_array_append(text, rule, length);
}

static bool is_on(const sgp_opening *piece, int day)
{
    return piece->days >> day % 7 & 1;
}

/* The evening before, among the pieces, from which a morning goes on; NULL when there is none. */
static const sgp_opening *evening_of(const sgp_openings *openings, const sgp_opening *morning, int day)
{
    const sgp_opening *found = NULL;
    if (morning->from != 0 || morning->own)
        return NULL;
    for (size_t i = 0; i < openings->count; i++) {
        const sgp_opening *piece = &openings->items[i];
        if (is_on(piece, day + 6) && goes_on(piece->from, piece->until, morning->until) &&
            (!found || piece->until > found->until))
            found = piece;
    }
    return found;
}

/* Where a piece ends when the next morning is counted to it. */
static int end_with_morning(const sgp_openings *openings, const sgp_opening *evening, int day)
{
    for (size_t i = 0; i < openings->count; i++) {
        const sgp_opening *morning = &openings->items[i];
        if (is_on(morning, day + 1) && evening_of(openings, morning, day + 1) == evening)
            return morning->until;
    }
    return evening->until;
}

static bool add_day(const sgp_openings *openings, int day, sgp_array *text)
{
    char rule[7 * 128];
    int length = snprintf(rule, sizeof rule, "%s", sgp_weekday_names[day]);
    const char *before = " ";
    for (size_t i = 0; i < openings->count && (size_t)length < sizeof rule - 16; i++) {
        const sgp_opening *piece = &openings->items[i];
        if (!is_on(piece, day) || evening_of(openings, piece, day))
            continue;
        const int end = end_with_morning(openings, piece, day);
        length += snprintf(rule + length, sizeof rule - (size_t)length, "%s%02d:%02d-%02d:%02d", before,
                           piece->from / 60, piece->from % 60, end / 60, end % 60);
        before = ",";
    }
    return *before == ' ' || sgp_hours_add_rule(text, rule, (size_t)length);
}

bool sgp_openings_text(const sgp_openings *openings, sgp_array *text)
{
    if (openings->all_hours && !sgp_hours_add_rule(text, "24/7", 4))
        return false;
    for (int day = 0; day < 7; day++)
        if (!add_day(openings, day, text))
            return false;
    return true;
}

/* ---- writing ---- */

static void write_days(signpost_json *json, unsigned days)
{
    signpost_json_list(json, "daysOfWeek");
    for (int day = 0; day < 7; day++)
        if (days >> day & 1)
            signpost_json_text(json, NULL, sgp_fhir_days[day]);
    signpost_json_close(json);
}

static void write_time(signpost_json *json, const char *key, int minutes)
{
    char text[32];
    if (minutes == WHOLE_DAY)
        snprintf(text, sizeof text, "23:59:59");
    else
        snprintf(text, sizeof text, "%02d:%02d:00", minutes / 60, minutes % 60);
    signpost_json_text(json, key, text);
}

static void write_opening(signpost_json *json, const sgp_opening *piece)
{
    const bool is_whole_day = piece->from == 0 && piece->until == WHOLE_DAY && piece->days != SGP_EVERY_DAY;
    signpost_json_object(json, NULL);
    if (piece->own) {
        signpost_json_list(json, "extension");
        signpost_json_object(json, NULL);
        signpost_json_text(json, "url", SGP_FHIR_OWN_SESSION);
        signpost_json_flag(json, "valueBoolean", true);
        signpost_json_close(json);
        signpost_json_close(json);
    }
    write_days(json, piece->days);
    if (is_whole_day) {
        signpost_json_flag(json, "allDay", true);
    } else {
        write_time(json, "availableStartTime", piece->from);
        write_time(json, "availableEndTime", piece->until);
    }
    signpost_json_close(json);
}

static void write_openings(signpost_json *json, const sgp_openings *openings)
{
    if (!openings->all_hours && !openings->count)
        return;
    signpost_json_list(json, "availableTime");
    if (openings->all_hours) {
        signpost_json_object(json, NULL);
        write_days(json, SGP_EVERY_DAY);
        signpost_json_flag(json, "allDay", true);
        signpost_json_close(json);
    }
    for (size_t i = 0; i < openings->count; i++)
        write_opening(json, &openings->items[i]);
    signpost_json_close(json);
}

static bool is_closure(const sgp_dated *dated)
{
    return dated->day.count == 0;
}

static void write_closures(signpost_json *json, const sgp_hours_draft *draft)
{
    bool is_open = false;
    for (size_t i = 0; i < draft->dated.count; i++) {
        char date[SIGNPOST_MOMENT_SIZE];
        const sgp_dated *dated = SGP_AT(&draft->dated, sgp_dated, i);
        if (!is_closure(dated))
            continue;
        if (!is_open)
            signpost_json_list(json, "notAvailable");
        is_open = true;
        signpost_json_object(json, NULL);
        signpost_json_text(json, "description", SGP_FHIR_CLOSED);
        signpost_json_object(json, "during");
        signpost_json_text(json, "start", signpost_date_format(dated->from, date));
        signpost_json_text(json, "end", signpost_date_format(dated->until, date));
        signpost_json_close(json);
        signpost_json_close(json);
    }
    if (is_open)
        signpost_json_close(json);
}

static bool is_about_weekdays(const char *rule)
{
    for (int day = 0; day < 7; day++)
        if (strncmp(rule, sgp_weekday_names[day], 2) == 0 && strchr("-, ", rule[2]))
            return true;
    return strncmp(rule, "24/7", 4) == 0;
}

/* Whether a rule of a canonical text is said by availableTime or notAvailable. */
static bool is_carried(const char *rule, size_t length)
{
    const bool is_off = length > 4 && strncmp(rule + length - 4, " off", 4) == 0;
    const bool is_dated = *rule >= '1' && *rule <= '9' && strncmp(rule, "24/7", 4) != 0;
    return is_dated ? is_off : is_about_weekdays(rule) && !is_off;
}

/* The rules that FHIR has no other field for, as they are written. */
static bool gather_exceptions(const char *text, sgp_array *rules)
{
    for (const char *rule = text; *rule;) {
        const size_t length = strcspn(rule, ";");
        if (!is_carried(rule, length) && !sgp_hours_add_rule(rules, rule, length))
            return false;
        rule += length;
        rule += strspn(rule, "; ");
    }
    return !rules->count || sgp_array_append(rules, "", 1);
}

signpost_status sgp_bundle_write_hours(signpost_json *json, const char *text, signpost_error *error)
{
    sgp_hours_draft draft;
    sgp_array exceptions = SGP_ARRAY_OF(char);
    signpost_status status = sgp_as_damage(sgp_hours_read(text, &draft, error), error);
    if (!status && !gather_exceptions(text, &exceptions))
        status = sgp_fail_memory(error);
    if (!status) {
        sgp_openings openings;
        sgp_openings_of(&draft, &openings);
        write_openings(json, &openings);
        write_closures(json, &draft);
        if (exceptions.count)
            signpost_json_text(json, "availabilityExceptions", exceptions.items);
    }
    sgp_array_release(&exceptions);
    sgp_hours_draft_release(&draft);
    return status;
}

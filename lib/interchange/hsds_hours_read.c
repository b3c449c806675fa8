/* Opening hours from rows of schedule.csv. Rules kept here:
 *  - a row that says how it is meant (ours) is a rule of its own; others are of the week, or, where they hold for a
 * month at most, of dates, on which they are open besides the week's hours;
 *  - what closes at or before it opens ends on the next day;
 *  - what is over, or not yet, on the day of the act is passed over. */
#include "base/civil.h"
#include "base/text.h"
#include "interchange/hsds_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DATES = 31, MOST_RULES = 512, WHOLE_DAY = SGP_MINUTES_PER_DAY, EVERY_DAY = 0x7F };

static signpost_status flawed(char flaw[SGP_HSDS_FLAW_SIZE], const char *field, const char *value, const char *reason)
{
    snprintf(flaw, SGP_HSDS_FLAW_SIZE, "%s \"%.80s\" %s", field, value, reason);
    return SIGNPOST_INVALID;
}

/* ---- fields ---- */

/* `HH:MM`, `HH:MM:SS`, with `Z` or an offset, which is passed over. */
static bool read_time(const char *text, int *minutes, bool *has_offset)
{
    const char *at = text;
    if (!sgp_read_time_of_day(&at, WHOLE_DAY, minutes))
        return false;
    if (strncmp(at, ":00", 3) == 0)
        at += 3;
    *has_offset = *at != '\0';
    if (strcmp(at, "Z") == 0 || !*at)
        return true;
    int offset;
    if (*at != '+' && *at != '-')
        return false;
    at++;
    return sgp_read_time_of_day(&at, WHOLE_DAY, &offset) && !*at;
}

static signpost_status read_times(const sgp_hsds_fields *fields, sgp_hsds_rule *rule, bool *has_offset,
                                  char flaw[SGP_HSDS_FLAW_SIZE])
{
    bool opens = false, closes = false;
    rule->opens = -1;
    if (!fields->opens_at && !fields->closes_at)
        return SIGNPOST_OK;
    if (!fields->opens_at || !fields->closes_at)
        return flawed(flaw, fields->opens_at ? "opens_at" : "closes_at",
                      fields->opens_at ? fields->opens_at : fields->closes_at, "stands alone: both times are needed");
    if (!read_time(fields->opens_at, &rule->opens, &opens) || rule->opens == WHOLE_DAY)
        return flawed(flaw, "opens_at", fields->opens_at, "is not a time such as 08:00");
    if (!read_time(fields->closes_at, &rule->closes, &closes))
        return flawed(flaw, "closes_at", fields->closes_at, "is not a time such as 18:30");
    *has_offset = opens || closes;
    if (rule->closes == rule->opens && rule->opens != 0)
        return flawed(flaw, "closes_at", fields->closes_at,
                      "is when it opens, too: a whole day is from 00:00 to 00:00");
    if (rule->closes <= rule->opens)
        rule->closes += WHOLE_DAY;
    return SIGNPOST_OK;
}

static signpost_status read_days(const char *byday, unsigned *days, char flaw[SGP_HSDS_FLAW_SIZE])
{
    static const char *const names[7] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    for (const char *at = byday; *at;) {
        char word[16];
        int day = 0;
        size_t length = strcspn(at, ",");
        const char *from = at + strspn(at, " ");
        size_t size = length - (size_t)(from - at < (long)length ? from - at : (long)length);
        while (size && from[size - 1] == ' ')
            size--;
        snprintf(word, sizeof word, "%.*s", (int)size, from);
        while (day < 7 && !sgp_text_equal_ignoring_case(word, names[day]))
            day++;
        if (day == 7)
            return flawed(flaw, "byday", byday, "is not a list of MO, TU, WE, TH, FR, SA and SU, with commas between");
        *days |= 1u << day;
        at += length + (at[length] == ',');
    }
    return SIGNPOST_OK;
}

/* Fields by which HSDS says what our hours cannot. */
static signpost_status check_rule(const sgp_hsds_fields *fields, char flaw[SGP_HSDS_FLAW_SIZE])
{
    const char *const others[][2] = {{"byweekno", fields->byweekno},
                                     {"bymonthday", fields->bymonthday},
                                     {"byyearday", fields->byyearday},
                                     {"count", fields->count}};
    if (fields->freq && strcmp(fields->freq, "WEEKLY") != 0)
        return flawed(flaw, "freq", fields->freq, "cannot be kept: hours are of a week, or of dates");
    if (fields->interval && strcmp(fields->interval, "1") != 0)
        return flawed(flaw, "interval", fields->interval, "cannot be kept: hours are of every week");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i][1])
            return flawed(flaw, others[i][0], others[i][1], "cannot be kept: hours are of a week, or of dates");
    return SIGNPOST_OK;
}

static bool read_date(const char *text, signpost_date otherwise, signpost_date *date)
{
    *date = otherwise;
    return !text || signpost_date_parse(text, date) == SIGNPOST_OK;
}

/* ---- kinds of rows ---- */

/* A row of ours: `meant` is what the rule is for. */
static signpost_status read_meant(const sgp_hsds_fields *fields, sgp_hsds_rule *rule, char flaw[SGP_HSDS_FLAW_SIZE])
{
    const char *meant = fields->meant;
    rule->kind = SGP_HSDS_RULE;
    if (strcmp(meant, SGP_HSDS_DATED) == 0) {
        if (!fields->valid_from || !fields->valid_to)
            return flawed(flaw, "valid_from", "", "and valid_to are needed by hours of a date");
        const char *last = strcmp(fields->valid_to, fields->valid_from) == 0 ? "" : fields->valid_to;
        snprintf(rule->selector, sizeof rule->selector, "%.10s%s%.10s", fields->valid_from, *last ? "-" : "", last);
    } else if (strlen(meant) >= sizeof rule->selector || strpbrk(meant, ";,:")) {
        return flawed(flaw, "the attribute \"hours\"", meant, "says no days");
    } else {
        snprintf(rule->selector, sizeof rule->selector, "%s", meant);
    }
    return SIGNPOST_OK;
}

static signpost_status read_plain(const sgp_hsds_fields *fields, signpost_date today, sgp_hsds_import *of,
                                  sgp_hsds_rule *rule, char flaw[SGP_HSDS_FLAW_SIZE])
{
    sgp_hsds_import ignored = {.import = NULL};
    sgp_hsds_import *counts = of ? of : &ignored;
    signpost_date start;
    const bool repeats = fields->byday || fields->freq;
    const char *first = fields->valid_from ? fields->valid_from : repeats ? NULL : fields->dtstart;
    const char *last = fields->valid_to ? fields->valid_to : fields->until;
    signpost_status status = check_rule(fields, flaw);
    if (!status && !read_date(first, INT32_MIN, &rule->from))
        return flawed(flaw, "valid_from", first, "is not a date such as 2026-12-24");
    if (!status && !read_date(last, repeats || !first ? INT32_MAX : rule->from, &rule->until))
        return flawed(flaw, "valid_to", last, "is not a date such as 2026-12-24");
    if (!status && rule->until < rule->from)
        return flawed(flaw, "valid_to", last, "is before valid_from");
    if (!status && fields->byday)
        status = read_days(fields->byday, &rule->days, flaw);
    if (status)
        return status;
    bool bounded = first && (last || !repeats) && rule->until - rule->from < MOST_DATES;
    if (!rule->days && fields->freq && fields->dtstart && read_date(fields->dtstart, 0, &start))
        rule->days = 1u << (signpost_date_weekday(start) - 1);
    if (!rule->days && !bounded && rule->opens >= 0)
        return flawed(flaw, "byday", "", "is needed: which days of the week?");
    rule->days = rule->days ? rule->days : EVERY_DAY;
    rule->kind = bounded ? SGP_HSDS_ON_DATES : SGP_HSDS_WEEKLY;
    if (rule->opens < 0 || rule->until < today || (!bounded && rule->from > today)) {
        ++*(rule->opens < 0 ? &counts->timeless : rule->until < today ? &counts->over : &counts->not_yet);
        rule->kind = SGP_HSDS_NO_HOURS;
    } else if (!bounded && (first || last)) {
        counts->unbound++;
    }
    return SIGNPOST_OK;
}

signpost_status sgp_hsds_rule_read(const sgp_hsds_fields *fields, signpost_date today, sgp_hsds_import *of,
                                   sgp_hsds_rule *rule, char flaw[SGP_HSDS_FLAW_SIZE])
{
    bool has_offset = false;
    *rule = (sgp_hsds_rule){.kind = SGP_HSDS_WEEKLY};
    signpost_status status = read_times(fields, rule, &has_offset, flaw);
    if (!status)
        status = fields->meant ? read_meant(fields, rule, flaw) : read_plain(fields, today, of, rule, flaw);
    if (!status && of)
        of->offsets += has_offset;
    return status;
}

/* ---- putting together ---- */

/* The text being written: what does not fit is counted, and the text is then too long to be read. */
typedef struct text {
    char *bytes;
    size_t size, used;
} text;

static void put(text *to, const char *word)
{
    size_t length = strlen(word);
    if (to->used + length < to->size)
        memcpy(to->bytes + to->used, word, length + 1);
    to->used += length;
}

static void put_session(text *to, const char *before, int opens, int closes)
{
    char word[32];
    int end = closes > WHOLE_DAY ? closes - WHOLE_DAY : closes;
    snprintf(word, sizeof word, "%s%02d:%02d-%02d:%02d", before, opens / 60, opens % 60, end / 60, end % 60);
    put(to, word);
}

/* A day's sessions while they are put together. */
typedef struct sessions {
    signpost_session items[SIGNPOST_MOST_SESSIONS + 1]; /* one too many is refused by who reads it */
    size_t count;
} sessions;

static void add_session(sessions *day, const sgp_hsds_rule *rule)
{
    const signpost_session session = {(int16_t)rule->opens, (int16_t)rule->closes};
    for (size_t i = 0; i < day->count; i++)
        if (day->items[i].from == session.from && day->items[i].until == session.until)
            return;
    if (day->count <= SIGNPOST_MOST_SESSIONS)
        day->items[day->count++] = session;
}

static void put_sessions(text *to, const char *selector, const sessions *day)
{
    put(to, to->used ? "; " : "");
    put(to, selector);
    if (!day->count)
        put(to, " off");
    for (size_t i = 0; i < day->count; i++)
        put_session(to, i ? "," : " ", day->items[i].from, day->items[i].until);
}

static const sgp_hsds_rule *rule_at(const sgp_hsds_hours *hours, size_t index)
{
    return SGP_AT(&hours->rules, sgp_hsds_rule, index);
}

static void sessions_of_weekday(const sgp_hsds_hours *hours, int day, sessions *found)
{
    for (size_t i = 0; i < hours->rules.count; i++)
        if (rule_at(hours, i)->kind == SGP_HSDS_WEEKLY && rule_at(hours, i)->days & 1u << day)
            add_session(found, rule_at(hours, i));
}

/* What is open on a date besides the week's hours, with the first row of that date. */
static void put_date(text *to, const sgp_hsds_hours *hours, size_t index, signpost_date date)
{
    char name[SIGNPOST_MOMENT_SIZE];
    sessions found = {.count = 0};
    const int day = signpost_date_weekday(date) - 1;
    for (size_t i = 0; i < hours->rules.count; i++) {
        const sgp_hsds_rule *rule = rule_at(hours, i);
        if (rule->kind != SGP_HSDS_ON_DATES || !(rule->days & 1u << day) || date < rule->from || date > rule->until)
            continue;
        if (i < index) /* it was written with that row */
            return;
        add_session(&found, rule);
    }
    if (!found.count)
        return;
    sessions_of_weekday(hours, day, &found);
    put_sessions(to, signpost_date_format(date, name), &found);
}

/* The rows of one selector, with the first of them. */
static void put_rule(text *to, const sgp_hsds_hours *hours, size_t index)
{
    sessions found = {.count = 0};
    const char *selector = rule_at(hours, index)->selector;
    for (size_t i = 0; i < hours->rules.count; i++) {
        const sgp_hsds_rule *rule = rule_at(hours, i);
        if (rule->kind != SGP_HSDS_RULE || strcmp(rule->selector, selector) != 0)
            continue;
        if (i < index)
            return;
        if (rule->opens >= 0)
            add_session(&found, rule);
    }
    if (strcmp(selector, SGP_HSDS_ALWAYS) == 0 || strcmp(selector, SGP_HSDS_NEVER) == 0) {
        put(to, to->used ? "; " : "");
        put(to, selector);
    } else {
        put_sessions(to, selector, &found);
    }
}

static void write_rules(text *to, const sgp_hsds_hours *hours)
{
    for (int day = 0; day < 7; day++) {
        sessions found = {.count = 0};
        sessions_of_weekday(hours, day, &found);
        if (found.count)
            put_sessions(to, sgp_weekday_names[day], &found);
    }
    for (size_t i = 0; i < hours->rules.count; i++) {
        const sgp_hsds_rule *rule = rule_at(hours, i);
        if (rule->kind == SGP_HSDS_RULE)
            put_rule(to, hours, i);
        for (signpost_date date = rule->from; rule->kind == SGP_HSDS_ON_DATES && date <= rule->until; date++)
            put_date(to, hours, i, date);
    }
}

void sgp_hsds_hours_clear(sgp_hsds_hours *hours)
{
    hours->rules.count = 0;
    hours->rules.item_size = sizeof(sgp_hsds_rule);
}

void sgp_hsds_hours_release(sgp_hsds_hours *hours)
{
    sgp_array_release(&hours->rules);
    sgp_release(hours->text);
    hours->text = NULL;
}

bool sgp_hsds_hours_add(sgp_hsds_hours *hours, const sgp_hsds_rule *rule)
{
    return rule->kind == SGP_HSDS_NO_HOURS || hours->rules.count >= MOST_RULES ||
           sgp_array_append(&hours->rules, rule, 1);
}

bool sgp_hsds_hours_write(sgp_hsds_hours *hours)
{
    enum { ROOM = SIGNPOST_HOURS_LONGEST + 64 };
    if (!hours->text)
        hours->text = sgp_allocate(ROOM);
    if (!hours->text)
        return false;
    text to = {hours->text, ROOM, 0};
    hours->text[0] = '\0';
    if (hours->rules.count < MOST_RULES)
        write_rules(&to, hours);
    if (to.used >= ROOM || hours->rules.count >= MOST_RULES) /* too long to be read, and so refused */
        memset(hours->text, '?', ROOM - 1);
    hours->text[ROOM - 1] = '\0';
    return true;
}

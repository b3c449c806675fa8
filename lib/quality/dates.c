/* Dates of an entry: validity, verification, capacity, and how long it has been a draft. */
#include "quality/quality.h"

#include "base/civil.h"

#include <string.h>

enum { HOUR = 60 };

signpost_date sgp_quality_date(const sgp_check *at, signpost_minute moment)
{
    signpost_date date = at->date;
    signpost_calendar_date(at->calendar, moment, &date, NULL);
    return date;
}

bool sgp_check_date(sgp_check *at, const char *field, const char *text, signpost_date *date)
{
    if (!text || signpost_date_parse(text, date) == SIGNPOST_OK)
        return true;
    sgp_flaw_add(at, SGP_RULE_DATE_INVALID, field, text, "is no date such as 2026-12-24");
    return false;
}

static void check_validity(sgp_check *at, const sgp_entry_row *entry)
{
    if (entry->to < at->date)
        sgp_flaw_add(at, SGP_RULE_VALID_PAST, "valid_to", entry->valid_to, "it is active, but was valid to %s",
                     entry->valid_to);
    if (entry->from > at->date)
        sgp_flaw_add(at, SGP_RULE_VALID_LATER, "valid_from", entry->valid_from, "it is active, but valid from %s",
                     entry->valid_from);
}

static void check_verification(sgp_check *at, const sgp_entry_row *entry)
{
    char text[SIGNPOST_MOMENT_SIZE];
    int months = at->options->months;
    signpost_date verified = sgp_quality_date(at, entry->verified_at), due = at->date;
    signpost_date_format(verified, text);
    if (!entry->is_verified)
        sgp_flaw_add(at, SGP_RULE_VERIFIED_NEVER, "verified_at", NULL, "nobody has verified it");
    else if (verified < sgp_date_add_months(at->date, -months))
        sgp_flaw_add(at, SGP_RULE_VERIFIED_LONG_AGO, "verified_at", text, "not verified since %s: more than %d month%s",
                     text, months, months == 1 ? "" : "s");
    if (sgp_check_date(at, "verify_due", entry->verify_due, &due) && due < at->date)
        sgp_flaw_add(at, SGP_RULE_VERIFY_OVERDUE, "verify_due", entry->verify_due,
                     "was to be verified by %s, %d day%s ago", entry->verify_due, (int)(at->date - due),
                     at->date - due == 1 ? "" : "s");
}

static void check_capacity(sgp_check *at, const sgp_entry_row *entry)
{
    signpost_minute now = at->options->at;
    char since[SIGNPOST_MOMENT_SIZE];
    if (!entry->colour || strcmp(entry->colour, "red") != 0 || now < entry->red_since || now >= entry->red_until)
        return;
    signpost_calendar_format(at->calendar, entry->red_since, since);
    int64_t hours = (now - entry->red_since) / HOUR;
    sgp_rule rule = hours >= at->options->red_hours ? SGP_RULE_RED_LONG : SGP_RULE_RED_NOW;
    sgp_flaw_add(at, rule, "capacity", "red", "red since %s: %d hour%s", since, (int)hours, hours == 1 ? "" : "s");
}

void sgp_check_dates(sgp_check *at, const sgp_entry_row *entry)
{
    check_validity(at, entry);
    check_verification(at, entry);
    check_capacity(at, entry);
}

void sgp_check_draft(sgp_check *at, const sgp_entry_row *entry)
{
    char text[SIGNPOST_MOMENT_SIZE];
    signpost_date changed = sgp_quality_date(at, entry->changed_at);
    if (at->date - changed < at->options->draft_days)
        return;
    sgp_flaw_add(at, SGP_RULE_DRAFT_LONG, "state", "draft", "a draft that was last changed on %s, %d days ago",
                 signpost_date_format(changed, text), (int)(at->date - changed));
}

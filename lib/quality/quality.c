/* Quality as an object: what is asked is checked, the directory is judged in one read transaction, and what was found
 * is put in order. */
#include "quality/quality.h"

#include "base/error.h"
#include "hours/calendar.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is asked ---- */

static signpost_status refuse(signpost_error *error, const char *what)
{
    return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the options of quality %s", what);
}

static signpost_status check_options(const signpost_quality_options *options, signpost_error *error)
{
    if (options->size != sizeof *options)
        return refuse(error, "were not made with SIGNPOST_QUALITY_OPTIONS_INIT");
    if (options->months < 1 || options->months > 120)
        return refuse(error, "ask for fewer than 1 month, or more than 120");
    if (options->red_hours < 1 || options->red_hours > 120)
        return refuse(error, "ask for fewer than 1 hour, or more than 120");
    if (options->draft_days < 1 || options->draft_days > 3650)
        return refuse(error, "ask for fewer than 1 day, or more than 3650");
    return SIGNPOST_OK;
}

static signpost_status read_directory(sgp_check *at, signpost_error *error)
{
    signpost_quality_about *about = &at->quality->about;
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, at->directory->db, sgp_directory_state_sql, error);
    if (status == SIGNPOST_OK)
        status = sgp_query_step(&query, error);
    if (status == SIGNPOST_OK) {
        const char *name = sgp_column_text_or_empty(&query, 0), *calendar = sgp_column_text(&query, 1);
        about->directory = sgp_copy_text(name);
        about->content_version = sgp_column_integer(&query, 2);
        if (!about->directory)
            status = sgp_fail_memory(error);
        else if (!calendar)
            status = sgp_fail(error, SIGNPOST_STATE, SGP_NO_CALENDAR, "directory \"%s\" names no calendar", name);
        else
            status = sgp_directory_calendar(at->directory, calendar, &at->calendar, error);
    }
    sgp_query_release(&query);
    if (status == SIGNPOST_NONE)
        return sgp_fail(error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY, "the directory's own row is missing");
    return sgp_as_damage(status, error);
}

static signpost_status describe(sgp_check *at, const signpost_audit *audit, signpost_error *error)
{
    const signpost_quality_options *options = at->options;
    signpost_quality_about *about = &at->quality->about;
    if (signpost_calendar_date(at->calendar, options->at, &at->date, NULL) != SIGNPOST_OK)
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_OUTSIDE_CALENDAR, "the moment is not from 1996 to 2099");
    signpost_status status = SIGNPOST_OK;
    if (audit)
        at->policy = signpost_policy_ref(audit->index->policy);
    else
        status = signpost_policy_load(NULL, &at->policy, NULL, error);
    if (status != SIGNPOST_OK)
        return status;
    if (audit && audit->about.from != at->date)
        return refuse(error, "are of another date than the audit");
    const signpost_holiday *next = sgp_next_holiday(at->calendar, at->date);
    about->at = options->at;
    about->date = at->date;
    about->months = options->months;
    about->red_hours = options->red_hours;
    about->draft_days = options->draft_days;
    about->reach_judged = audit != NULL;
    about->next_holiday = next ? next->date : 0;
    about->holiday = sgp_copy_text(next ? next->name : "");
    about->provider = sgp_copy_text(options->provider ? options->provider : "");
    if (audit && !(at->reach = sgp_reach_new(audit)))
        return sgp_fail_memory(error);
    return about->holiday && about->provider ? SIGNPOST_OK : sgp_fail_memory(error);
}

/* ---- in order ---- */

/* By rule; entries keep their order, and what an entry has of one rule, too. */
static bool sort_flaws(signpost_quality *quality)
{
    size_t next[SGP_RULE_COUNT] = {0}, count = quality->flaws.count;
    sgp_array sorted = SGP_ARRAY_OF(sgp_flaw);
    if (!sgp_array_reserve(&sorted, count ? count : 1))
        return false;
    for (size_t i = 0; i < count; i++)
        quality->of_rule[SGP_AT(&quality->flaws, sgp_flaw, i)->rule]++;
    for (int rule = 1; rule < SGP_RULE_COUNT; rule++)
        next[rule] = next[rule - 1] + quality->of_rule[rule - 1];
    for (size_t i = 0; i < count; i++) {
        const sgp_flaw *flaw = SGP_AT(&quality->flaws, sgp_flaw, i);
        *SGP_AT(&sorted, sgp_flaw, next[flaw->rule]++) = *flaw;
    }
    sorted.count = count;
    sgp_array_release(&quality->flaws);
    quality->flaws = sorted;
    return true;
}

/* A provider while it is sorted. */
typedef struct ranked {
    sgp_judged_provider provider;
    const char *code;
    uint32_t before; /* its position before */
} ranked;

static int by_score(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    int32_t of_x = x->provider.totals.score, of_y = y->provider.totals.score;
    return of_x != of_y ? (of_x > of_y) - (of_x < of_y) : strcmp(x->code, y->code);
}

static bool sort_providers(signpost_quality *quality)
{
    size_t count = quality->providers.count;
    ranked *all = sgp_allocate_zeroed(count + 1, sizeof *all);
    uint32_t *after = sgp_allocate_zeroed(count + 1, sizeof *after);
    bool good = all && after;
    for (size_t i = 0; i < count && good; i++) {
        all[i].provider = *SGP_AT(&quality->providers, sgp_judged_provider, i);
        all[i].code = sgp_strings_text(&quality->texts, all[i].provider.code);
        all[i].before = (uint32_t)i;
    }
    if (good)
        qsort(all, count, sizeof *all, by_score);
    for (size_t i = 0; i < count && good; i++) {
        *SGP_AT(&quality->providers, sgp_judged_provider, i) = all[i].provider;
        after[all[i].before] = (uint32_t)i;
    }
    for (size_t i = 0; i < quality->entries.count && good; i++) {
        sgp_judged_entry *entry = SGP_AT(&quality->entries, sgp_judged_entry, i);
        entry->provider = after[entry->provider];
    }
    sgp_release(all);
    sgp_release(after);
    return good;
}

/* ---- all of it ---- */

static signpost_status judge(sgp_check *at, const signpost_audit *audit, signpost_error *error)
{
    sgp_db *db = at->directory->db;
    signpost_status status = sgp_db_begin_read(db, error);
    if (status != SIGNPOST_OK)
        return status;
    if (audit)
        status = sgp_audit_check_state(audit, db, error);
    if (status == SIGNPOST_OK)
        status = read_directory(at, error);
    if (status == SIGNPOST_OK)
        status = describe(at, audit, error);
    if (status == SIGNPOST_OK)
        status = sgp_check_hours(at, error);
    if (status == SIGNPOST_OK)
        status = sgp_check_profiles(at, error);
    if (status == SIGNPOST_OK)
        status = sgp_check_entries(at, error);
    sgp_db_roll_back(db);
    if (status == SIGNPOST_OK && !(sort_flaws(at->quality) && sort_providers(at->quality)))
        status = sgp_fail_memory(error);
    return status;
}

static void release_shared(sgp_shared_flaws *shared)
{
    sgp_array_release(&shared->rows);
    sgp_array_release(&shared->flaws);
}

signpost_status sgp_quality_check_change(signpost_directory *directory, const signpost_audit *audit,
                                         const signpost_quality_options *options, int64_t change,
                                         signpost_quality **quality, signpost_error *error)
{
    *quality = NULL;
    signpost_status status = check_options(options, error);
    if (status != SIGNPOST_OK)
        return status;
    signpost_quality *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    sgp_strings_init(&made->texts);
    made->entries = (sgp_array)SGP_ARRAY_OF(sgp_judged_entry);
    made->flaws = (sgp_array)SGP_ARRAY_OF(sgp_flaw);
    made->providers = (sgp_array)SGP_ARRAY_OF(sgp_judged_provider);
    const sgp_shared_flaws none = {SGP_ARRAY_OF(sgp_shared_row), SGP_ARRAY_OF(sgp_flaw)};
    sgp_check at = {
        .quality = made, .directory = directory, .options = options, .change = change, .hours = none, .profiles = none};
    status = judge(&at, audit, error);
    sgp_reach_free(at.reach);
    signpost_calendar_free(at.calendar);
    signpost_policy_free(at.policy);
    release_shared(&at.hours);
    release_shared(&at.profiles);
    if (status != SIGNPOST_OK) {
        signpost_quality_free(made);
        return status;
    }
    *quality = made;
    return SIGNPOST_OK;
}

signpost_status signpost_quality_check(signpost_directory *directory, const signpost_audit *audit,
                                       const signpost_quality_options *options, signpost_quality **quality,
                                       signpost_error *error)
{
    return sgp_quality_check_change(directory, audit, options, 0, quality, error);
}

/* Its own copies of texts are const to those who read them. */
static void release_text(const char *text)
{
    sgp_release((void *)(uintptr_t)text);
}

void signpost_quality_free(signpost_quality *quality)
{
    if (!quality)
        return;
    release_text(quality->about.directory);
    release_text(quality->about.provider);
    release_text(quality->about.holiday);
    sgp_strings_release(&quality->texts);
    sgp_array_release(&quality->entries);
    sgp_array_release(&quality->flaws);
    sgp_array_release(&quality->providers);
    sgp_release(quality);
}

/* ---- what was found ---- */

signpost_quality_about signpost_quality_describe(const signpost_quality *quality)
{
    return quality->about;
}

size_t signpost_quality_count(const signpost_quality *quality)
{
    return quality->flaws.count;
}

signpost_quality_finding signpost_quality_at(const signpost_quality *quality, size_t position)
{
    if (position >= quality->flaws.count)
        return (signpost_quality_finding){
            .code = "", .uid = "", .name = "", .provider = "", .field = "", .value = "", .what = "", .remedy = ""};
    const sgp_strings *texts = &quality->texts;
    const sgp_flaw *flaw = SGP_AT(&quality->flaws, sgp_flaw, position);
    const sgp_judged_entry *entry = SGP_AT(&quality->entries, sgp_judged_entry, flaw->entry);
    const signpost_quality_rule *rule = &sgp_rules[flaw->rule];
    return (signpost_quality_finding){
        .severity = rule->severity,
        .code = rule->code,
        .uid = sgp_strings_text(texts, entry->uid),
        .name = sgp_strings_text(texts, entry->name),
        .provider = sgp_strings_text(texts, SGP_AT(&quality->providers, sgp_judged_provider, entry->provider)->code),
        .field = flaw->field,
        .value = sgp_strings_text(texts, flaw->value),
        .what = sgp_strings_text(texts, flaw->what),
        .remedy = rule->remedy,
        .filter = (signpost_filter)flaw->filter,
    };
}

signpost_quality_rule signpost_quality_rule_at(size_t position)
{
    return position < SGP_RULE_COUNT ? sgp_rules[position]
                                     : (signpost_quality_rule){.code = "", .meaning = "", .remedy = ""};
}

size_t signpost_quality_count_of(const signpost_quality *quality, size_t position)
{
    return position < SGP_RULE_COUNT ? quality->of_rule[position] : 0;
}

size_t signpost_quality_provider_count(const signpost_quality *quality)
{
    return quality->providers.count;
}

signpost_quality_provider signpost_quality_provider_at(const signpost_quality *quality, size_t position)
{
    if (position >= quality->providers.count)
        return (signpost_quality_provider){.code = "", .name = ""};
    const sgp_judged_provider *provider = SGP_AT(&quality->providers, sgp_judged_provider, position);
    return (signpost_quality_provider){sgp_strings_text(&quality->texts, provider->code),
                                       sgp_strings_text(&quality->texts, provider->name), provider->totals};
}

/* Entries, one by one in the order of their uids: read, judged, added up. */
#include "quality/quality.h"

#include "base/error.h"

#include <string.h>

enum { PROGRESS_EVERY = 1024 };

#define ENTRIES                                                                                                        \
    "SELECT s.uid, s.name, s.public_name, s.state, s.ods_code, coalesce(s.provider, s.ods_code), o.name, "             \
    "s.valid_from,"                                                                                                    \
    " s.valid_to, s.postcode, s.phone, s.clinician_phone, s.email, s.web, s.assumed, s.verify_due, c.colour,"          \
    " s.latitude, s.longitude, s.hours, s.profile, s.restricted, s.verified_at, c.set_at, c.falls_back_at,"            \
    " CASE s.state WHEN 'draft' THEN (SELECT at FROM act WHERE id = s.changed_by) END,"                                \
    " s.restricted AND EXISTS (SELECT 1 FROM service_practice p JOIN organisation g ON g.code = p.practice"            \
    " WHERE p.service = s.id AND g.kind = 'practice'), s.type"                                                         \
    " FROM service s LEFT JOIN capacity c ON c.service = s.id"                                                         \
    " LEFT JOIN organisation o ON o.code = coalesce(s.provider, s.ods_code)"                                           \
    " WHERE (?1 IS NULL OR coalesce(s.provider, s.ods_code, '') = ?1)"
static const char entries_sql[] = ENTRIES " ORDER BY s.uid";
static const char changed_sql[] =
    ENTRIES " AND s.uid IN (SELECT service FROM change_field WHERE change = ?2) ORDER BY s.uid";

enum {
    UID,
    NAME,
    PUBLIC_NAME,
    STATE,
    ODS_CODE,
    PROVIDER,
    PROVIDER_NAME,
    VALID_FROM,
    VALID_TO,
    POSTCODE,
    PHONE,
    CLINICIAN_PHONE,
    EMAIL,
    WEB,
    ASSUMED,
    VERIFY_DUE,
    COLOUR,
    LATITUDE,
    LONGITUDE,
    HOURS,
    PROFILE,
    RESTRICTED,
    VERIFIED_AT,
    SET_AT,
    FALLS_BACK_AT,
    CHANGED_AT,
    HAS_PRACTICE,
    TYPE
};

static bool is_catch_all(const signpost_policy *policy, int64_t type)
{
    for (size_t i = 0; i < policy->emergency_type_count; i++)
        if (policy->emergency_types[i] == type)
            return true;
    return false;
}

static sgp_entry_row read_entry(const sgp_check *at, sgp_query *query)
{
    return (sgp_entry_row){
        .uid = sgp_column_text_or_empty(query, UID),
        .name = sgp_column_text_or_empty(query, NAME),
        .public_name = sgp_column_text(query, PUBLIC_NAME),
        .state = sgp_column_text_or_empty(query, STATE),
        .ods_code = sgp_column_text(query, ODS_CODE),
        .provider = sgp_column_text_or_empty(query, PROVIDER),
        .provider_name = sgp_column_text_or_empty(query, PROVIDER_NAME),
        .valid_from = sgp_column_text(query, VALID_FROM),
        .valid_to = sgp_column_text(query, VALID_TO),
        .postcode = sgp_column_text(query, POSTCODE),
        .phone = sgp_column_text(query, PHONE),
        .clinician_phone = sgp_column_text(query, CLINICIAN_PHONE),
        .email = sgp_column_text(query, EMAIL),
        .web = sgp_column_text(query, WEB),
        .assumed = sgp_column_text(query, ASSUMED),
        .verify_due = sgp_column_text(query, VERIFY_DUE),
        .colour = sgp_column_text(query, COLOUR),
        .at = {sgp_column_real(query, LATITUDE), sgp_column_real(query, LONGITUDE)},
        .hours = sgp_column_integer(query, HOURS),
        .profile = sgp_column_integer(query, PROFILE),
        .restricted = sgp_column_integer(query, RESTRICTED) != 0,
        .has_practice = sgp_column_integer(query, HAS_PRACTICE) != 0,
        .is_catch_all = is_catch_all(at->policy, sgp_column_integer(query, TYPE)),
        .is_verified = !sgp_column_is_null(query, VERIFIED_AT),
        .verified_at = sgp_column_integer(query, VERIFIED_AT),
        .red_since = sgp_column_integer(query, SET_AT),
        .red_until = sgp_column_integer(query, FALLS_BACK_AT),
        .changed_at = sgp_column_integer(query, CHANGED_AT),
        .from = INT32_MIN,
        .to = INT32_MAX,
    };
}

/* ---- the entry ---- */

/* What an emergency department need not list to be offered when nothing fits. */
static const uint64_t not_for_catch_all =
    (uint64_t)1 << SGP_RULE_PROFILE_NO_DISCRIMINATOR | (uint64_t)1 << SGP_RULE_PROFILE_NO_DISPOSITION |
    (uint64_t)1 << SGP_RULE_PROFILE_NO_ROLE | (uint64_t)1 << SGP_RULE_PROFILE_NO_SEX;

static signpost_status judge_active(sgp_check *at, sgp_entry_row *entry, signpost_error *error)
{
    if (entry->hours)
        sgp_flaws_share(at, &at->hours, entry->hours, 0);
    else
        sgp_flaw_add(at, SGP_RULE_HOURS_MISSING, "hours", NULL, "no opening hours are known: it never opens");
    if (entry->profile)
        sgp_flaws_share(at, &at->profiles, entry->profile, entry->is_catch_all ? not_for_catch_all : 0);
    else
        sgp_flaw_add(at, SGP_RULE_PROFILE_MISSING, "profile", NULL, "no clinical profile: it can never be found");
    bool has_dates = sgp_check_date(at, "valid_from", entry->valid_from, &entry->from) &&
                     sgp_check_date(at, "valid_to", entry->valid_to, &entry->to);
    if (at->reach && has_dates && entry->from <= at->date && at->date <= entry->to)
        sgp_check_reach(at, entry);
    sgp_check_contacts(at, entry);
    sgp_check_dates(at, entry);
    sgp_check_names(at, entry);
    if (entry->assumed && *entry->assumed)
        sgp_flaw_add(at, SGP_RULE_ASSUMED, "assumed", entry->assumed,
                     "said by the mapping of an import, and not by the provider");
    return sgp_check_place(at, entry, error);
}

/* ---- adding up ---- */

/* 0 to 100: see quality.h. */
static int worth_of(const size_t flaws[])
{
    enum { WHOLE = 100, PER_WARNING = 20, AT_LEAST = 40 };
    size_t most = (WHOLE - AT_LEAST) / PER_WARNING;
    if (flaws[SIGNPOST_ERROR])
        return 0;
    return WHOLE - PER_WARNING * (int)(flaws[SIGNPOST_WARNING] < most ? flaws[SIGNPOST_WARNING] : most);
}

static void add_up(signpost_quality_totals *totals, const size_t flaws[], bool is_active)
{
    totals->errors += flaws[SIGNPOST_ERROR];
    totals->warnings += flaws[SIGNPOST_WARNING];
    totals->notes += flaws[SIGNPOST_NOTE];
    if (!is_active)
        return;
    totals->entries++;
    totals->with_errors += flaws[SIGNPOST_ERROR] > 0;
    totals->with_warnings += !flaws[SIGNPOST_ERROR] && flaws[SIGNPOST_WARNING];
}

/* Positions of providers by the number of their code; kept beside the providers while entries go by. */
typedef struct tally {
    sgp_strings codes;
    int64_t worth;
} tally;

static bool find_provider(sgp_check *at, tally *all, const sgp_entry_row *entry, uint32_t *position)
{
    int32_t number = sgp_strings_add(&all->codes, entry->provider, strlen(entry->provider));
    if (number == SGP_NO_STRING)
        return false;
    *position = (uint32_t)number;
    if (*position < at->quality->providers.count)
        return true;
    sgp_judged_provider *made = sgp_array_add(&at->quality->providers);
    if (!made)
        return false;
    made->code = sgp_quality_text(at, entry->provider);
    made->name = sgp_quality_text(at, entry->provider_name);
    return !at->lost;
}

static signpost_status judge(sgp_check *at, tally *all, sgp_entry_row *entry, signpost_error *error)
{
    signpost_quality *quality = at->quality;
    bool is_active = strcmp(entry->state, "active") == 0;
    quality->about.entries++;
    if (!is_active && strcmp(entry->state, "draft") != 0)
        return SIGNPOST_OK;
    sgp_judged_entry *made = sgp_array_add(&quality->entries);
    uint32_t provider;
    if (!made || !find_provider(at, all, entry, &provider))
        return sgp_fail_memory(error);
    *made = (sgp_judged_entry){sgp_quality_text(at, entry->uid), sgp_quality_text(at, entry->name), provider};
    at->entry = (uint32_t)quality->entries.count - 1;
    memset(at->of_entry, 0, sizeof at->of_entry);
    signpost_status status = SIGNPOST_OK;
    if (is_active)
        status = judge_active(at, entry, error);
    else
        sgp_check_draft(at, entry);
    if (status == SIGNPOST_OK && at->lost)
        status = sgp_fail_memory(error);
    sgp_judged_provider *judged = SGP_AT(&quality->providers, sgp_judged_provider, provider);
    int worth = is_active ? worth_of(at->of_entry) : 0;
    all->worth += worth;
    judged->worth += worth;
    add_up(&judged->totals, at->of_entry, is_active);
    add_up(&quality->about.totals, at->of_entry, is_active);
    return status;
}

static int score(const signpost_quality_totals *totals, int64_t worth)
{
    return totals->entries ? (int)(worth / (int64_t)totals->entries) : -1;
}

static signpost_status judge_all(sgp_check *at, tally *all, sgp_query *query, size_t total, signpost_error *error)
{
    const signpost_quality_options *options = at->options;
    size_t done = 0;
    signpost_status status = SIGNPOST_OK;
    while (status == SIGNPOST_OK && (status = sgp_query_step(query, error)) == SIGNPOST_OK) {
        sgp_entry_row entry = read_entry(at, query);
        if (done++ % PROGRESS_EVERY == 0 && options->progress &&
            !options->progress(options->progress_context, done - 1, total))
            return sgp_fail(error, SIGNPOST_CANCELLED, SGP_CANCELLED, "stopped as asked");
        status = judge(at, all, &entry, error);
    }
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

signpost_status sgp_check_entries(sgp_check *at, signpost_error *error)
{
    signpost_quality *quality = at->quality;
    sgp_query query = {0};
    tally all = {.worth = 0};
    int64_t total;
    sgp_strings_init(&all.codes);
    at->adding = &quality->flaws;
    signpost_status status = sgp_db_integer(at->directory->db, "SELECT count(*) FROM service", &total, error);
    if (status == SIGNPOST_OK)
        status = sgp_query_prepare(&at->place, at->directory->db,
                                   "SELECT latitude, longitude FROM place WHERE kind = ?1 AND name = ?2", error);
    if (status == SIGNPOST_OK)
        status = sgp_query_prepare(&query, at->directory->db, at->change ? changed_sql : entries_sql, error);
    if (status == SIGNPOST_OK) {
        sgp_bind_text(&query, 1, at->options->provider);
        if (at->change)
            sgp_bind_integer(&query, 2, at->change);
        status = judge_all(at, &all, &query, (size_t)total, error);
    }
    sgp_query_release(&query);
    sgp_query_release(&at->place);
    sgp_strings_release(&all.codes);
    quality->about.totals.score = score(&quality->about.totals, all.worth);
    for (size_t i = 0; i < quality->providers.count; i++) {
        sgp_judged_provider *provider = SGP_AT(&quality->providers, sgp_judged_provider, i);
        provider->totals.score = score(&provider->totals, provider->worth);
    }
    return status;
}

/* What could be changed: for each of the largest findings, the nearest services that fail one filter alone, with what
 * would mend it, and a new service where most of the people are. Rules kept here:
 *  - longer hours are as few as do: they open as late, and close as early, as the timeframe allows, by quarters of an
 * hour;
 *  - a new service is like the nearest one that has the profile, open only for what is missing. */
#include "audit/remedies.h"

#include "base/error.h"
#include "hours/hours.h"

#include <stdio.h>
#include <string.h>

enum { MOST_FINDINGS = 40, MOST_NEAR = 4, MOST_OPENINGS = 64, QUARTER = 15, WEEK = 7 * SGP_MINUTES_PER_DAY };

/* A finding that is looked at. */
typedef struct view {
    signpost_remedies *to;
    const sgp_finding *finding;
    size_t number;
    const signpost_gap_need *need; /* its first */
    const sgp_basis *basis;
    signpost_error *error;
} view;

/* ---- hours ---- */

/* How long before t's window ends a service must have opened, less the shortest stay: what it may open after t. */
static int32_t may_open_after(const view *at, int32_t return_if_open)
{
    const signpost_policy *policy = at->to->audit->index->policy;
    int32_t length = at->basis->within.amount,
            earlier = policy->lead > policy->at_least ? policy->lead - policy->at_least : 0;
    if (at->basis->within.unit != SIGNPOST_MINUTES)
        return 0;
    if (return_if_open > 0 && return_if_open < length)
        length = return_if_open;
    length = length - earlier > policy->grace ? length - earlier : policy->grace;
    return length > policy->at_least ? length - policy->at_least : 0;
}

/* What must be open so that whoever searches in a stretch is served. */
static signpost_stretch opening_for(const view *at, signpost_stretch missing, int32_t return_if_open)
{
    int32_t stay = at->to->audit->index->policy->at_least;
    if (missing.until - missing.from >= WEEK)
        return (signpost_stretch){0, WEEK};
    int32_t until = missing.until - 1 + stay, from = missing.from + may_open_after(at, return_if_open);
    from = from < until - stay ? from : until - stay;
    from += WEEK; /* a stretch may begin on the Sunday before, and division rounds towards 0 */
    return (signpost_stretch){from / QUARTER * QUARTER - WEEK, (until + QUARTER - 1) / QUARTER * QUARTER};
}

/* Adds hours to a proposal and works out when it would serve, for each timeframe. */
static signpost_status set_serving(const view *at, sgp_proposal *made, const signpost_hours *hours,
                                   int32_t return_if_open)
{
    const signpost_audit *audit = at->to->audit;
    made->serving = sgp_arena_allocate(&at->to->arena, audit->basis_count, sizeof *made->serving);
    if (!made->serving)
        return sgp_fail_memory(at->error);
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < audit->basis_count && status == SIGNPOST_OK; i++) {
        made->serving[i] = (sgp_array)SGP_ARRAY_OF(signpost_stretch);
        status = sgp_audit_serving(audit, &audit->bases[i], hours, return_if_open, &made->serving[i], at->error);
    }
    return status;
}

/* The one form in which hours are written: days alike stand together. */
static const char *canonical(const view *at, const signpost_hours *hours)
{
    size_t size = signpost_hours_format(hours, NULL, 0) + 1;
    char *text = sgp_arena_allocate(&at->to->arena, size, 1);
    if (text)
        signpost_hours_format(hours, text, size);
    return text;
}

static signpost_status set_hours(const view *at, sgp_proposal *made, const signpost_hours *old, int32_t return_if_open,
                                 const signpost_stretch *missing, size_t count)
{
    signpost_stretch open[MOST_OPENINGS];
    signpost_hours *hours = NULL;
    for (size_t i = 0; i < count; i++)
        open[i] = opening_for(at, missing[i], return_if_open);
    made->hours = sgp_hours_with(&at->to->arena, old, open, count, &made->added_minutes);
    if (!made->hours)
        return sgp_fail_memory(at->error);
    const signpost_calendar *calendar = old ? old->calendar : at->to->audit->index->calendar;
    signpost_status status = signpost_hours_parse(calendar, made->hours, &hours, at->error);
    if (status == SIGNPOST_INVALID) /* more sessions than a day may have: there is no such remedy */
        return SIGNPOST_NONE;
    if (status == SIGNPOST_OK && !(made->hours = canonical(at, hours)))
        status = sgp_fail_memory(at->error);
    if (status == SIGNPOST_OK)
        status = set_serving(at, made, hours, return_if_open);
    signpost_hours_free(hours);
    return status;
}

/* ---- words ---- */

static const char *keep_text(const view *at, const char *text)
{
    return sgp_arena_text(&at->to->arena, text, strlen(text));
}

static signpost_status say(const view *at, sgp_proposal *made)
{
    char ages[SIGNPOST_AGES_SIZE], text[SIGNPOST_TEXT_SIZE];
    const signpost_audit *audit = at->to->audit;
    signpost_ages_format(made->from_days, made->to_days, ages);
    switch (made->kind) {
    case SIGNPOST_REMEDY_HOURS:
        snprintf(text, sizeof text, "is open %s", made->hours);
        break;
    case SIGNPOST_REMEDY_NEW:
        snprintf(text, sizeof text, "a new one like it in %.60s, open %s",
                 sgp_strings_text(&audit->index->areas, audit->areas[made->place].number), made->hours);
        break;
    case SIGNPOST_REMEDY_PROFILE:
    default:
        if (made->more == SGP_MORE_AGES)
            snprintf(text, sizeof text, "takes %s, too", strcmp(ages, "any") == 0 ? "any age" : ages);
        else if (made->more == SGP_MORE_SEX)
            snprintf(text, sizeof text, "takes %s patients, too", signpost_sex_name(made->sex));
        else if (made->more == SGP_MORE_DISPOSITION)
            snprintf(text, sizeof text, "takes disposition %.60s, too", made->demand->disposition.code);
        else if (made->more == SGP_MORE_ROLE)
            snprintf(text, sizeof text, "takes referrals by %.60s, too", audit->about.role);
        else
            snprintf(text, sizeof text, "takes %.60s with %.60s, too", made->demand->symptom_group,
                     made->demand->discriminators[0]);
    }
    made->what = keep_text(at, text);
    return made->what ? SIGNPOST_OK : sgp_fail_memory(at->error);
}

/* ---- proposals ---- */

static bool is_known(const signpost_remedies *to, const sgp_proposal *made)
{
    for (size_t i = 0; i < to->proposals.count; i++) {
        const sgp_proposal *known = SGP_AT(&to->proposals, sgp_proposal, i);
        if (known->kind == made->kind && known->service == made->service && known->place == made->place &&
            strcmp(known->what, made->what) == 0)
            return true;
    }
    return false;
}

static void release_serving(const signpost_remedies *to, sgp_proposal *made)
{
    for (size_t i = 0; i < to->audit->basis_count && made->serving; i++)
        sgp_array_release(&made->serving[i]);
}

/* Keeps a proposal that is complete, unless it is known. */
static signpost_status add(const view *at, sgp_proposal *made, signpost_status status)
{
    if (status == SIGNPOST_OK)
        status = say(at, made);
    if (status == SIGNPOST_OK && !is_known(at->to, made)) {
        if (sgp_array_append(&at->to->proposals, made, 1))
            return SIGNPOST_OK;
        status = sgp_fail_memory(at->error);
    }
    release_serving(at->to, made);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static const signpost_hours *hours_of(const signpost_audit *audit, int32_t service)
{
    int32_t number = audit->index->services[service].hours;
    return number == SGP_NO_NUMBER ? NULL : audit->index->hours[number];
}

static signpost_status propose_hours(const view *at, int32_t service, const signpost_stretch *missing, size_t count)
{
    const sgp_service *entry = &at->to->audit->index->services[service];
    sgp_proposal made = {.kind = SIGNPOST_REMEDY_HOURS, .service = service, .at = entry->at, .demand = NULL};
    return add(at, &made,
               set_hours(at, &made, hours_of(at->to->audit, service), entry->return_if_open, missing, count));
}

static signpost_status propose_profile(const view *at, int32_t service, signpost_filter filter)
{
    static const sgp_more more[SIGNPOST_FILTER_COUNT] = {
        [SIGNPOST_FILTER_AGE] = SGP_MORE_AGES,
        [SIGNPOST_FILTER_SEX] = SGP_MORE_SEX,
        [SIGNPOST_FILTER_DISPOSITION] = SGP_MORE_DISPOSITION,
        [SIGNPOST_FILTER_DISCRIMINATOR] = SGP_MORE_PAIRS,
        [SIGNPOST_FILTER_ROLE] = SGP_MORE_ROLE,
    };
    const signpost_audit *audit = at->to->audit;
    const sgp_service *entry = &audit->index->services[service];
    sgp_proposal made = {.kind = SIGNPOST_REMEDY_PROFILE,
                         .service = service,
                         .at = entry->at,
                         .more = more[filter],
                         .demand = &audit->demands[at->need->demand],
                         .from_days = at->need->from_days,
                         .to_days = at->need->to_days,
                         .sex = at->need->female ? SIGNPOST_FEMALE : SIGNPOST_MALE,
                         .hours = ""};
    const signpost_hours *hours = hours_of(audit, service);
    if (!hours)
        return SIGNPOST_OK;
    return add(at, &made, set_serving(at, &made, hours, entry->return_if_open));
}

/* The nearest service that has a profile that fits, wherever it is; SGP_NO_NUMBER when there is none. */
static int32_t nearest_model(const view *at, const sgp_audit_area *area, const sgp_pattern *pattern)
{
    const signpost_audit *audit = at->to->audit;
    int32_t best = SGP_NO_NUMBER, least = INT32_MAX;
    for (int32_t i = 0; i < (int32_t)audit->index->service_count; i++) {
        const sgp_service *service = &audit->index->services[i];
        if (audit->supplier_keys[i] == SGP_NO_NUMBER || !sgp_bit_get(pattern->profiles, (size_t)service->profile) ||
            service->flags & SGP_SERVICE_RESTRICTED)
            continue;
        int32_t distance = sgp_ready_distance_m(&area->at, &service->at);
        if (distance < least) {
            least = distance;
            best = i;
        }
    }
    return best;
}

static signpost_status propose_new(const view *at, const signpost_stretch *missing, size_t count)
{
    const signpost_audit *audit = at->to->audit;
    uint32_t place = sgp_gaps_fullest_area(at->to->gaps, at->finding);
    size_t patterns;
    uint32_t pattern = sgp_runs_at(&at->to->gaps->patterns, at->finding->patterns, &patterns)[0];
    int32_t model = nearest_model(at, &audit->areas[place], &audit->patterns[pattern]);
    if (model == SGP_NO_NUMBER)
        return SIGNPOST_OK;
    sgp_proposal made = {
        .kind = SIGNPOST_REMEDY_NEW, .service = model, .place = place, .at = audit->areas[place].at, .demand = NULL};
    return add(at, &made, set_hours(at, &made, NULL, 0, missing, count));
}

static signpost_status propose_near(const view *at, const signpost_stretch *missing, size_t count,
                                    const signpost_stretch *longest)
{
    static const uint32_t filters = 1u << SIGNPOST_FILTER_HOURS | 1u << SIGNPOST_FILTER_AGE |
                                    1u << SIGNPOST_FILTER_SEX | 1u << SIGNPOST_FILTER_DISPOSITION |
                                    1u << SIGNPOST_FILTER_DISCRIMINATOR | 1u << SIGNPOST_FILTER_ROLE;
    sgp_near few[MOST_NEAR];
    size_t found = sgp_gaps_near(at->to->gaps, at->number, filters, few, MOST_NEAR);
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < found && status == SIGNPOST_OK; i++) {
        if (few[i].filter != SIGNPOST_FILTER_HOURS) {
            status = propose_profile(at, few[i].service, few[i].filter);
            continue;
        }
        status = propose_hours(at, few[i].service, missing, count);
        if (status == SIGNPOST_OK && count > 1)
            status = propose_hours(at, few[i].service, longest, 1);
    }
    return status;
}

/* The stretches of a finding; what goes on from Sunday into Monday is one. Where the longest stands, too. */
static size_t read_missing(const signpost_gaps *gaps, size_t number, signpost_stretch missing[MOST_OPENINGS],
                           size_t *longest)
{
    size_t count = 0;
    signpost_gap gap = signpost_gaps_at(gaps, number);
    for (; count < gap.stretches && count < MOST_OPENINGS; count++)
        missing[count] = signpost_gap_stretch_at(gaps, number, count);
    if (count > 1 && missing[0].from == 0 && missing[count - 1].until == WEEK) {
        missing[0].from = missing[count - 1].from - WEEK;
        count--;
    }
    *longest = 0;
    for (size_t i = 1; i < count; i++)
        if (missing[i].until - missing[i].from > missing[*longest].until - missing[*longest].from)
            *longest = i;
    return count;
}

static signpost_status propose_for(signpost_remedies *to, size_t number, signpost_error *error)
{
    const signpost_gaps *gaps = to->gaps;
    const signpost_audit *audit = to->audit;
    const sgp_finding *finding = &gaps->findings[number];
    signpost_stretch missing[MOST_OPENINGS];
    size_t patterns, longest;
    uint32_t pattern = sgp_runs_at(&gaps->patterns, finding->patterns, &patterns)[0];
    const view at = {
        to,   finding, number, &gaps->needs[finding->patterns].needs[0], &audit->bases[audit->patterns[pattern].basis],
        error};
    size_t count = read_missing(gaps, number, missing, &longest);
    signpost_status status = propose_near(&at, missing, count, &missing[longest]);
    return status == SIGNPOST_OK ? propose_new(&at, missing, count) : status;
}

signpost_status sgp_propose(signpost_remedies *remedies, signpost_error *error)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < remedies->gaps->finding_count && i < MOST_FINDINGS && status == SIGNPOST_OK; i++)
        status = propose_for(remedies, i, error);
    return status;
}

/* Why a service was, or was not, returned: every filter with the two values that were compared, in words, and the one
 * change that would have it returned. */
#include "base/error.h"
#include "base/text.h"
#include "care/care.h"
#include "search/search.h"

#include <stdio.h>
#include <string.h>

enum { SIZE = SIGNPOST_FOUND_TEXT_SIZE };

/* A service under the eye of one filter. */
typedef struct view {
    const signpost_results *results;
    const sgp_service *service;
    int32_t number, distance_m;
    const signpost_found *found;
} view;

/* Adds a word to a list with ", " between, as long as there is room. */
static void add_item(char *text, const char *item)
{
    size_t length = strlen(text);
    if (length + strlen(item) + 3 < SIZE)
        snprintf(text + length, SIZE - length, "%s%s", length ? ", " : "", item);
}

static const char *profile_name(const view *at)
{
    const signpost_index *index = at->results->index;
    int32_t profile = at->service->profile;
    return profile == SGP_NO_NUMBER ? NULL : sgp_index_text(index, index->profiles.names[profile]);
}

static void say_profile(const view *at, bool passed, char *has)
{
    const char *name = profile_name(at);
    if (!name)
        snprintf(has, SIZE, "no profile");
    else
        snprintf(has, SIZE, "%s \"%.120s\"", passed ? "in profile" : "not in profile", name);
}

static void say_state(const view *at, signpost_verdict *verdict)
{
    char date[SIGNPOST_MOMENT_SIZE], other[SIGNPOST_MOMENT_SIZE];
    const sgp_service *service = at->service;
    snprintf(verdict->wanted, SIZE, "active on %s", signpost_date_format(at->results->terms.date, date));
    int length = snprintf(verdict->has, SIZE, "%s", sgp_state_names[service->state]);
    if (service->valid_from > INT32_MIN)
        length += snprintf(verdict->has + length, SIZE - (size_t)length, " from %s",
                           signpost_date_format(service->valid_from, other));
    if (service->valid_to < INT32_MAX)
        snprintf(verdict->has + length, SIZE - (size_t)length, " until %s",
                 signpost_date_format(service->valid_to, other));
}

/* The distance, and where travel times count from the place, which of the two the service is ranked by. */
static void say_distance(const view *at, signpost_verdict *verdict)
{
    const sgp_terms *terms = &at->results->terms;
    if (at->results->index->policy->square) {
        snprintf(verdict->wanted, SIZE, "in the square of %d m each way", terms->radius_m);
        snprintf(verdict->has, SIZE, "%d m, which is %d m north, south, east or west at most", at->distance_m,
                 sgp_square_distance_m(&terms->at, at->service->at.point));
    } else {
        snprintf(verdict->wanted, SIZE, "within %d m", terms->radius_m);
        snprintf(verdict->has, SIZE, "%d m", at->distance_m);
    }
    size_t length = strlen(verdict->has);
    if (terms->travel_count)
        snprintf(verdict->has + length, SIZE - length, "; ranked by %.170s", at->found->way);
}

static void say_group(const view *at, signpost_verdict *verdict)
{
    snprintf(verdict->wanted, SIZE, "symptom group %s", at->results->terms.group);
    say_profile(at, verdict->passed, verdict->has);
}

static void say_sex(const view *at, signpost_verdict *verdict)
{
    snprintf(verdict->wanted, SIZE, "%s", signpost_sex_name(at->results->terms.sex));
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT && at->service->profile != SGP_NO_NUMBER; sex++)
        if (sgp_bit_get(at->results->index->profiles.of_sex[sex], (size_t)at->service->profile))
            add_item(verdict->has, signpost_sex_name((signpost_sex)sex));
    if (!*verdict->has)
        snprintf(verdict->has, SIZE, "none");
}

static void say_practice(const view *at, signpost_verdict *verdict)
{
    const sgp_terms *terms = &at->results->terms;
    const sgp_lists *practices = &at->results->index->practices;
    static const char *const unknown[] = {
        [SIGNPOST_PRACTICE_NOT_ASKED] = "GP practice not asked",
        [SIGNPOST_PRACTICE_KNOWN] = "",
        [SIGNPOST_PRACTICE_NONE] = "no GP practice",
    };
    snprintf(verdict->wanted, SIZE, "%s%s", unknown[terms->practice_knowledge], terms->practice_code);
    if (!(at->service->flags & SGP_SERVICE_RESTRICTED)) {
        snprintf(verdict->has, SIZE, "takes patients of any practice");
        return;
    }
    const int32_t *numbers = sgp_lists_at(practices, (size_t)at->number, sizeof *numbers);
    snprintf(verdict->has, SIZE, "only patients of ");
    size_t start = strlen(verdict->has), count = sgp_lists_count(practices, (size_t)at->number);
    for (size_t i = 0; i < count && i < 8; i++) {
        size_t length = strlen(verdict->has);
        const char *code =
            numbers[i] == SGP_NO_NUMBER ? "?" : sgp_strings_text(&at->results->index->organisations, numbers[i]);
        snprintf(verdict->has + length, SIZE - length, "%s%.15s", length > start ? ", " : "", code);
    }
    size_t length = strlen(verdict->has);
    snprintf(verdict->has + length, SIZE - length,
             count > 8 ? " and %zu more"
             : count   ? "%.0zu"
                       : "no practice%.0zu",
             count > 8 ? count - 8 : 0);
}

static void say_capacity(const view *at, signpost_verdict *verdict)
{
    char until[SIGNPOST_MOMENT_SIZE];
    const signpost_index *index = at->results->index;
    snprintf(verdict->wanted, SIZE, "not red");
    if (at->found->capacity == SIGNPOST_GREEN)
        snprintf(verdict->has, SIZE, "green");
    else
        snprintf(verdict->has, SIZE, "%s until %s", signpost_capacity_name(at->found->capacity),
                 signpost_calendar_format(index->calendar, sgp_capacity_until(index, (size_t)at->number), until));
}

static void say_discriminator(const view *at, signpost_verdict *verdict)
{
    const sgp_terms *terms = &at->results->terms;
    char missing[SIZE] = "";
    for (size_t i = 0; i < terms->pair_count; i++) {
        add_item(verdict->wanted, terms->discriminators[i]);
        if (at->service->profile == SGP_NO_NUMBER || !sgp_bit_get(terms->of_pair[i], (size_t)at->service->profile))
            add_item(missing, terms->discriminators[i]);
    }
    if (verdict->passed || !profile_name(at))
        say_profile(at, verdict->passed, verdict->has);
    else
        snprintf(verdict->has, SIZE, "profile \"%.80s\" lacks %.100s", profile_name(at), missing);
}

static void say_disposition(const view *at, signpost_verdict *verdict)
{
    snprintf(verdict->wanted, SIZE, "%s", at->results->terms.disposition);
    say_profile(at, verdict->passed, verdict->has);
}

static void say_role(const view *at, signpost_verdict *verdict)
{
    snprintf(verdict->wanted, SIZE, "%s", at->results->terms.role);
    say_profile(at, verdict->passed, verdict->has);
}

static void say_age(const view *at, signpost_verdict *verdict)
{
    const signpost_index *index = at->results->index;
    signpost_age_format(at->results->terms.age, verdict->wanted);
    if (at->service->profile != SGP_NO_NUMBER) {
        const sgp_lists *ages = &index->profiles.ages;
        const sgp_age_span *spans = sgp_lists_at(ages, (size_t)at->service->profile, sizeof *spans);
        for (size_t i = 0; i < sgp_lists_count(ages, (size_t)at->service->profile); i++) {
            char span[SIGNPOST_AGES_SIZE];
            add_item(verdict->has, signpost_ages_format(spans[i].from_days, spans[i].to_days, span));
        }
    }
    if (!*verdict->has)
        snprintf(verdict->has, SIZE, "no ages");
}

static void say_hours(const view *at, signpost_verdict *verdict)
{
    char from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    const signpost_calendar *calendar = at->results->index->calendar;
    signpost_window window = at->results->terms.window;
    window.return_if_open = at->service->return_if_open;
    bool is_sooner = window.return_if_open > 0 && window.reached + window.return_if_open < window.deadline;
    const char *soon = is_sooner ? " (returned only when open soon)" : "";
    int32_t travel = at->found->travel_minutes;
    signpost_calendar_format(calendar, window.when + (travel > 0 ? travel : 0), from);
    signpost_calendar_format(calendar, sgp_window_until(&window), until);
    if (travel > 0)
        snprintf(verdict->wanted, SIZE, "open for %d minutes after arrival at %s (%d min of travel) and before %s%s",
                 window.at_least, from, travel, until, soon);
    else
        snprintf(verdict->wanted, SIZE, "open for %d minutes between %s and %s%s", window.at_least, from, until, soon);
    snprintf(verdict->has, SIZE, "%.90s (today: %.90s)", at->found->opening, at->found->hours_today);
}

static void say_area(const view *at, signpost_verdict *verdict)
{
    const signpost_index *index = at->results->index;
    const sgp_terms *terms = &at->results->terms;
    for (size_t i = 0; i < terms->area_count; i++)
        add_item(verdict->wanted, sgp_strings_text(&index->areas, terms->areas[i]));
    if (!terms->area_known)
        snprintf(verdict->wanted, SIZE, "area not known: limits are lifted");
    const int32_t *areas = sgp_lists_at(&index->limits, (size_t)at->number, sizeof *areas);
    size_t count = sgp_lists_count(&index->limits, (size_t)at->number);
    for (size_t i = 0; i < count; i++)
        if (areas[i] != SGP_NO_NUMBER)
            add_item(verdict->has, sgp_strings_text(&index->areas, areas[i]));
    if (!count)
        snprintf(verdict->has, SIZE, "not limited");
}

/* Which of the kept ones of its type come before it. */
static void say_type(const signpost_results *results, const sgp_pick *pick, signpost_verdict *verdict)
{
    const signpost_index *index = results->index;
    uint16_t type = index->services[pick->service].type;
    const sgp_pick *best = &results->best[type * SGP_MOST_OF_TYPE];
    int keep = index->types[type].keep, before = 0;
    for (size_t i = 0; i < results->best_count[type]; i++)
        if (sgp_rank_compare(index->policy, &best[i].rank, &pick->rank) < 0) {
            char item[160];
            snprintf(item, sizeof item, "%.80s (%.60s)",
                     sgp_index_text(index, index->texts[best[i].service].public_name),
                     sgp_strings_text(&index->uids, best[i].service));
            add_item(verdict->has, item);
            before++;
        }
    verdict->passed = before < keep;
    if (keep == 1)
        snprintf(verdict->wanted, SIZE, "the first of its type");
    else
        snprintf(verdict->wanted, SIZE, "among the first %d of its type", keep);
    if (!before)
        snprintf(verdict->has, SIZE, "none that fits before it");
    else
        snprintf(verdict->has + strlen(verdict->has), SIZE - strlen(verdict->has), " before it");
}

/* What would have to be otherwise, for each filter. */
static const char *const changes[SIGNPOST_FILTER_COUNT] = {
    "its entry would have to be active on that date",
    "the search distance would have to reach it",
    "its profile would have to list the symptom group",
    "its profile would have to list the sex, or the patient's sex be another",
    "the patient would have to be registered with one of its practices",
    "its capacity would have to be other than red, or a person override it",
    "its profile would have to list every discriminator",
    "its profile would have to list the disposition",
    "its profile would have to list the referral role",
    "its profile would have to take the age",
    "it would have to be open in time",
    "it would have to be limited to the patient's area too, or to none",
};

static void say_change(signpost_explanation *explanation)
{
    uint32_t failed = explanation->service.failed;
    int count = __builtin_popcount(failed), first = failed ? __builtin_ctz(failed) : 0;
    const signpost_verdict *verdict = &explanation->verdicts[first];
    if (explanation->fate == SIGNPOST_FATE_TYPE_FULL)
        snprintf(explanation->change, SIGNPOST_TEXT_SIZE,
                 "enough services of its type come before it: one of them would have"
                 " to be out");
    else if (explanation->fate == SIGNPOST_FATE_LIMIT)
        snprintf(explanation->change, SIGNPOST_TEXT_SIZE, "the limit would have to be higher");
    else if (*explanation->service.ask)
        snprintf(explanation->change, SIGNPOST_TEXT_SIZE, "%s", explanation->service.ask);
    else if (count == 1)
        snprintf(explanation->change, SIGNPOST_TEXT_SIZE, "%s: wanted %.190s, has %.190s", changes[first],
                 verdict->wanted, verdict->has);
    else if (count)
        snprintf(explanation->change, SIGNPOST_TEXT_SIZE, "no one change would do: it fails %d filters", count);
}

static bool stands_in(const sgp_pick *picks, size_t count, int32_t service, int *position)
{
    for (size_t i = 0; i < count; i++)
        if (picks[i].service == service) {
            *position = (int)i + 1;
            return true;
        }
    return false;
}

static signpost_fate fate_of(const signpost_results *results, const sgp_pick *pick, int *position)
{
    uint16_t type = results->index->services[pick->service].type;
    if (!pick->failed) {
        int ignored;
        if (stands_in(results->lists[SIGNPOST_RETURNED], results->counts[SIGNPOST_RETURNED], pick->service, position))
            return SIGNPOST_FATE_RETURNED;
        return stands_in(&results->best[type * SGP_MOST_OF_TYPE], results->best_count[type], pick->service, &ignored)
                   ? SIGNPOST_FATE_LIMIT
                   : SIGNPOST_FATE_TYPE_FULL;
    }
    if (sgp_filters_settled(results, pick->service, pick->failed) == pick->failed)
        return SIGNPOST_FATE_HELD;
    bool single = !(pick->failed & (pick->failed - 1));
    bool in_reach = sgp_is_within(results, &results->index->services[pick->service].at, pick->rank.distance_m,
                                  results->terms.reach_m);
    return single && in_reach ? SIGNPOST_FATE_NEAR_MISS : SIGNPOST_FATE_FAILED;
}

static signpost_status fail_unknown(const signpost_index *index, const char *uid, signpost_error *error)
{
    char suggestion[96];
    sgp_nearest nearest = sgp_nearest_to(uid);
    for (size_t i = 0; i < index->service_count; i++)
        sgp_nearest_offer(&nearest, sgp_strings_text(&index->uids, (int32_t)i));
    return sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_SERVICE, "no service \"%.80s\"%s", uid,
                    sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

signpost_status signpost_results_explain(const signpost_results *results, const char *uid,
                                         signpost_explanation *explanation, signpost_error *error)
{
    static void (*const say[SIGNPOST_FILTER_COUNT])(const view *, signpost_verdict *) = {
        say_state,         say_distance,    say_group, say_sex, say_practice, say_capacity,
        say_discriminator, say_disposition, say_role,  say_age, say_hours,    say_area,
    };
    if (!results->answered)
        return sgp_fail(error, SIGNPOST_STATE, SGP_NO_SEARCH, "no search has been answered yet");
    if (results->ranked_only)
        return sgp_fail(error, SIGNPOST_STATE, SGP_NO_SEARCH,
                        "a ranked search cannot be explained: use signpost_search");
    const signpost_index *index = results->index;
    int32_t number = sgp_code_number(&index->uids, uid);
    if (number == SGP_NO_NUMBER)
        return fail_unknown(index, uid ? uid : "", error);
    const sgp_service *service = &index->services[number];
    int32_t distance = sgp_ready_distance_m(&results->terms.at, &service->at);
    sgp_pick pick = {number, sgp_filters_failed(results, number), sgp_rank_of(results, number, distance)};
    bool is_near = sgp_is_within(results, &service->at, distance, results->terms.radius_m);
    pick.failed |= (uint32_t)!is_near << SIGNPOST_FILTER_DISTANCE;
    pick.failed |= (uint32_t)!sgp_serves(results, number, NULL) << SIGNPOST_FILTER_HOURS;

    int position = 0;
    memset(explanation, 0, sizeof *explanation);
    explanation->fate = fate_of(results, &pick, &position);
    sgp_found_fill(results, &pick, position, &explanation->service);
    const view at = {results, service, number, distance, &explanation->service};
    for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++) {
        explanation->verdicts[filter].passed = !(pick.failed >> filter & 1);
        say[filter](&at, &explanation->verdicts[filter]);
    }
    say_type(results, &pick, &explanation->of_type);
    say_change(explanation);
    return SIGNPOST_OK;
}

/* The nearest near miss of a finding: what fails one filter alone, judged as a search would at the finding's first
 * minute. */
#include "audit/gaps.h"
#include "base/geography.h"
#include "care/care.h"

#include <stdio.h>
#include <string.h>

enum { SIZE = SIGNPOST_FOUND_TEXT_SIZE, DAY = 1440, REACH = 2 };

/* From where, for whom and when a finding is looked at. */
typedef struct view {
    const signpost_audit *audit;
    const sgp_audit_area *area;
    const signpost_demand *demand;
    const sgp_basis *basis;
    size_t piece;
    int32_t minute, age;
    signpost_sex sex;
    signpost_minute moment;
    signpost_date date;
} view;

/* ---- the filters ---- */

static bool has(const signpost_index *index, const sgp_word *sets, int32_t number, int32_t profile)
{
    return number != SGP_NO_NUMBER && profile != SGP_NO_NUMBER &&
           sgp_bit_get(sets + (size_t)number * index->profiles.words, (size_t)profile);
}

static uint32_t unless(bool passes, signpost_filter filter)
{
    return (uint32_t)!passes << filter;
}

static bool takes_age(const signpost_index *index, int32_t profile, int32_t age)
{
    const sgp_lists *ages = &index->profiles.ages;
    const sgp_age_span *spans = sgp_lists_at(ages, (size_t)profile, sizeof *spans);
    for (size_t i = 0; i < sgp_lists_count(ages, (size_t)profile); i++)
        if (spans[i].from_days <= age && age <= spans[i].to_days)
            return true;
    return false;
}

static bool has_pairs(const signpost_index *index, const signpost_demand *demand, int32_t profile)
{
    for (size_t i = 0; i < demand->discriminator_count; i++) {
        int32_t pair = sgp_pair_number(index, demand->symptom_group, demand->discriminators[i]);
        if (pair != SGP_NO_NUMBER && !has(index, index->profiles.of_pair, pair, profile))
            return false;
    }
    return true;
}

uint32_t sgp_audit_demand_fails(const signpost_audit *audit, const signpost_demand *demand, int32_t profile)
{
    const signpost_index *index = audit->index;
    const sgp_profiles *all = &index->profiles;
    int32_t group = sgp_code_number(&index->groups, demand->symptom_group);
    int32_t disposition = sgp_code_number(&index->dispositions, demand->disposition.code);
    int32_t role = sgp_code_number(&index->roles, audit->about.role);
    return unless(has(index, all->of_group, group, profile), SIGNPOST_FILTER_SYMPTOM_GROUP) |
           unless(has(index, all->of_disposition, disposition, profile), SIGNPOST_FILTER_DISPOSITION) |
           unless(has(index, all->of_role, role, profile), SIGNPOST_FILTER_ROLE) |
           unless(has_pairs(index, demand, profile), SIGNPOST_FILTER_DISCRIMINATOR);
}

uint32_t sgp_audit_person_fails(const signpost_audit *audit, signpost_sex sex, int32_t age_days, int32_t profile)
{
    const signpost_index *index = audit->index;
    bool is_known = profile != SGP_NO_NUMBER;
    return unless(is_known && sgp_bit_get(index->profiles.of_sex[sex], (size_t)profile), SIGNPOST_FILTER_SEX) |
           unless(is_known && takes_age(index, profile, age_days), SIGNPOST_FILTER_AGE);
}

static bool is_for_practice(const view *at, int32_t number)
{
    const signpost_index *index = at->audit->index;
    const int32_t *practices = sgp_lists_at(&index->practices, (size_t)number, sizeof *practices);
    if (!(index->services[number].flags & SGP_SERVICE_RESTRICTED))
        return true;
    for (size_t i = 0; i < sgp_lists_count(&index->practices, (size_t)number); i++)
        if (practices[i] == at->area->practice && practices[i] != SGP_NO_NUMBER)
            return true;
    return false;
}

static uint32_t fails(const view *at, int32_t number)
{
    const signpost_audit *audit = at->audit;
    const sgp_service *service = &audit->index->services[number];
    int32_t key = audit->plain_keys[number];
    bool is_active =
        service->flags & SGP_SERVICE_ACTIVE && service->valid_from <= at->date && at->date <= service->valid_to;
    bool is_red = audit->options.capacity && sgp_capacity_at(audit->index, (size_t)number, at->moment) == SIGNPOST_RED;
    bool serves = key != SGP_NO_NUMBER && sgp_bit_get(sgp_serving_set(at->basis, key), at->piece);
    return sgp_audit_demand_fails(audit, at->demand, service->profile) |
           sgp_audit_person_fails(audit, at->sex, at->age, service->profile) | unless(is_active, SIGNPOST_FILTER_STATE) |
           unless(sgp_audit_is_within(audit, at->area, &service->at), SIGNPOST_FILTER_DISTANCE) |
           unless(is_for_practice(at, number), SIGNPOST_FILTER_PRACTICE) | unless(!is_red, SIGNPOST_FILTER_CAPACITY) |
           unless(serves, SIGNPOST_FILTER_HOURS) |
           unless(sgp_audit_is_for_area(audit, at->area, number), SIGNPOST_FILTER_AREA);
}

/* ---- in words ---- */

static char *minute_in_words(const view *at, int32_t minute, char text[SIGNPOST_MOMENT_SIZE])
{
    static const char *const days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    const signpost_audit_about *about = &at->audit->about;
    if (!about->typical)
        return signpost_calendar_format(at->audit->index->calendar, about->begins + minute, text);
    snprintf(text, SIGNPOST_MOMENT_SIZE, "%s %02d:%02d", days[minute / DAY % 7], minute % DAY / 60, minute % 60);
    return text;
}

static void say_hours(const view *at, const sgp_service *service, char *reason)
{
    char words[SIGNPOST_MOMENT_SIZE];
    sgp_array open = SGP_ARRAY_OF(signpost_stretch);
    bool good = sgp_audit_openings(at->audit, service->hours, at->minute + 2 * 7 * DAY, &open);
    size_t i = 0;
    while (i < open.count && SGP_AT(&open, signpost_stretch, i)->until <= at->minute)
        i++;
    snprintf(reason, SIZE, "is not open in time");
    if (good && i < open.count) {
        signpost_stretch next = *SGP_AT(&open, signpost_stretch, i);
        bool is_open = next.from <= at->minute;
        snprintf(reason, SIZE, "%s %s", is_open ? "closes" : "opens",
                 minute_in_words(at, is_open ? next.until : next.from, words));
    }
    sgp_array_release(&open);
}

static void say_age(const view *at, const sgp_service *service, char *reason)
{
    const sgp_lists *ages = &at->audit->index->profiles.ages;
    const sgp_age_span *spans = sgp_lists_at(ages, (size_t)service->profile, sizeof *spans);
    size_t length = (size_t)snprintf(reason, SIZE, "takes ");
    for (size_t i = 0; i < sgp_lists_count(ages, (size_t)service->profile) && length < SIZE - 100; i++) {
        char span[SIGNPOST_AGES_SIZE];
        length += (size_t)snprintf(reason + length, SIZE - length, "%s%s", i ? ", " : "",
                                   signpost_ages_format(spans[i].from_days, spans[i].to_days, span));
    }
}

static void say_profile(const view *at, const sgp_service *service, const char *what, char *reason)
{
    const signpost_index *index = at->audit->index;
    snprintf(reason, SIZE, "its profile \"%.80s\" does not list %.80s",
             sgp_index_text(index, index->profiles.names[service->profile]), what);
}

static void say_distance(const view *at, int32_t distance, char *reason)
{
    int32_t beyond = distance - at->area->radius_m, tenths = beyond > 0 ? (beyond + 50) / 100 : 0;
    snprintf(reason, SIZE, "%d.%d km beyond reach", tenths / 10, tenths % 10);
}

static void say(const view *at, int32_t number, signpost_filter filter, int32_t distance, char *reason)
{
    const signpost_index *index = at->audit->index;
    const sgp_service *service = &index->services[number];
    const signpost_demand *demand = at->demand;
    switch (filter) {
    case SIGNPOST_FILTER_HOURS:
        say_hours(at, service, reason);
        break;
    case SIGNPOST_FILTER_AGE:
        say_age(at, service, reason);
        break;
    case SIGNPOST_FILTER_DISTANCE:
        say_distance(at, distance, reason);
        break;
    case SIGNPOST_FILTER_SYMPTOM_GROUP:
        say_profile(at, service, demand->symptom_group, reason);
        break;
    case SIGNPOST_FILTER_DISCRIMINATOR:
        say_profile(at, service, demand->discriminators[0], reason);
        break;
    case SIGNPOST_FILTER_DISPOSITION:
        say_profile(at, service, demand->disposition.code, reason);
        break;
    case SIGNPOST_FILTER_ROLE:
        say_profile(at, service, at->audit->about.role, reason);
        break;
    case SIGNPOST_FILTER_SEX:
        say_profile(at, service, signpost_sex_name(at->sex), reason);
        break;
    case SIGNPOST_FILTER_STATE:
        snprintf(reason, SIZE, "its entry is %s, or not valid on the date", sgp_state_names[service->state]);
        break;
    case SIGNPOST_FILTER_PRACTICE:
        snprintf(reason, SIZE, "is for registered patients of %zu other practices alone",
                 sgp_lists_count(&index->practices, (size_t)number));
        break;
    case SIGNPOST_FILTER_CAPACITY:
        snprintf(reason, SIZE, "its capacity is red");
        break;
    case SIGNPOST_FILTER_AREA:
        snprintf(reason, SIZE, "is limited to other areas");
        break;
    case SIGNPOST_FILTER_COUNT:
    default:
        break;
    }
}

/* ---- looking ---- */

/* The area with the most of a finding's people; the first of those that have as many. */
uint32_t sgp_gaps_fullest_area(const signpost_gaps *gaps, const sgp_finding *finding)
{
    const signpost_audit *audit = gaps->audit;
    const sgp_word *who = gaps->needs[finding->patterns].people;
    size_t count;
    const uint32_t *areas = sgp_runs_at(&gaps->areas, finding->areas, &count);
    uint32_t best = areas[0];
    int64_t most = -1;
    for (size_t i = 0; i < count; i++) {
        int64_t people = 0;
        for (size_t at = 0; at < audit->people_count; at++)
            if (sgp_bit_get(who, at))
                people += audit->people[areas[i] * audit->people_count + at];
        if (people > most) {
            most = people;
            best = areas[i];
        }
    }
    return best;
}

static view view_of(const signpost_gaps *gaps, const sgp_finding *finding)
{
    const signpost_audit *audit = gaps->seen_by;
    const signpost_gap_need *need = &gaps->needs[finding->patterns].needs[0];
    size_t count;
    view at = {
        .audit = audit,
        .area = &gaps->audit->areas[sgp_gaps_fullest_area(gaps, finding)],
        .demand = &audit->demands[need->demand],
        .minute = (int32_t)sgp_runs_at(&gaps->stretches, finding->stretches, &count)[0],
        .age = need->from_days,
        .sex = need->female ? SIGNPOST_FEMALE : SIGNPOST_MALE,
        .date = audit->about.from,
    };
    size_t who = sgp_audit_segment(audit, need->from_days) * 2 + !need->female;
    int32_t pattern = audit->pattern_of[need->demand * audit->people_count + who];
    at.basis = &audit->bases[audit->patterns[pattern].basis];
    at.piece = sgp_basis_piece(at.basis, at.minute + 1) - 1;
    at.moment = audit->about.begins + at.minute;
    if (!audit->about.typical)
        signpost_calendar_date(audit->index->calendar, at.moment, &at.date, NULL);
    else
        at.moment = sgp_clock_moment(&audit->index->calendar->clock, audit->about.from, DAY / 2);
    return at;
}

static void offer(sgp_near *few, size_t most, size_t *count, const sgp_near *one)
{
    size_t at = *count;
    if (at == most && one->distance_m >= few[at - 1].distance_m)
        return;
    if (at < most)
        ++*count;
    else
        at--;
    for (; at && one->distance_m < few[at - 1].distance_m; at--)
        few[at] = few[at - 1];
    few[at] = *one;
}

static size_t find_near(const view *at, uint32_t filters, sgp_near *few, size_t most)
{
    const signpost_index *index = at->audit->index;
    double half_height, half_width;
    size_t count = 0;
    int32_t reach = at->area->radius_m * REACH;
    sgp_box_around(at->area->at.point, reach, &half_height, &half_width);
    for (int32_t i = 0; i < (int32_t)index->service_count; i++) {
        const sgp_service *service = &index->services[i];
        double off = service->at.point.latitude - at->area->at.point.latitude;
        if (off > half_height || off < -half_height || service->profile == SGP_NO_NUMBER)
            continue;
        sgp_near one = {i, sgp_ready_distance_m(&at->area->at, &service->at), SIGNPOST_FILTER_COUNT};
        if (one.distance_m > reach || (count == most && one.distance_m >= few[count - 1].distance_m))
            continue;
        uint32_t failed = fails(at, i);
        if (!failed || failed & (failed - 1) || !(failed & filters))
            continue;
        one.filter = (signpost_filter)__builtin_ctz(failed);
        offer(few, most, &count, &one);
    }
    return count;
}

size_t sgp_gaps_near(const signpost_gaps *gaps, size_t finding, uint32_t filters, sgp_near *few, size_t most)
{
    const view at = view_of(gaps, &gaps->findings[finding]);
    return find_near(&at, filters, few, most);
}

signpost_gap_nearest signpost_gap_nearest_to(const signpost_gaps *gaps, size_t position)
{
    signpost_gap_nearest nearest = {.uid = "", .name = ""};
    sgp_near one;
    if (position >= gaps->finding_count || !gaps->seen_by)
        return nearest;
    const view at = view_of(gaps, &gaps->findings[position]);
    const signpost_index *index = gaps->seen_by->index;
    if (!find_near(&at, UINT32_MAX, &one, 1))
        return nearest;
    nearest.found = true;
    nearest.uid = sgp_strings_text(&index->uids, one.service);
    nearest.name = sgp_index_text(index, index->texts[one.service].public_name);
    nearest.distance_m = one.distance_m;
    nearest.filter = one.filter;
    say(&at, one.service, one.filter, one.distance_m, nearest.reason);
    return nearest;
}

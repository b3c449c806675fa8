/* Whether an entry can ever be returned, and what blocks it. Rules kept here:
 *  - what the audit knows of needs, areas and practices is taken as it is: its patterns, areas and suppliers;
 *  - needs, places and hours are told apart: which of them it is for does not hang on the other two, so that each is
 *    judged by itself;
 *  - a filter is named only when it fails for every combination, whatever the others say. */
#include "quality/quality.h"

#include "base/text.h"
#include "search/search.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Space for what is said, and the most bytes of a name in it. */
enum { WHAT = 2 * SGP_MOST_QUALITY_TEXT, SHORT = 60 };

/* Filters of the profile. */
static const uint32_t of_profile = 1u << SIGNPOST_FILTER_SYMPTOM_GROUP | 1u << SIGNPOST_FILTER_SEX |
                                   1u << SIGNPOST_FILTER_DISCRIMINATOR | 1u << SIGNPOST_FILTER_DISPOSITION |
                                   1u << SIGNPOST_FILTER_ROLE | 1u << SIGNPOST_FILTER_AGE;

/* Areas with people, by latitude. */
typedef struct stop {
    double latitude;
    const sgp_audit_area *area;
} stop;

/* What the needs of the audit find of a profile. */
typedef struct needs {
    bool is_known;
    bool fits;      /* some need */
    bool by_others; /* some need, had another referred who is listed */
    uint32_t alone; /* filters that each fail for every need, whoever refers */
} needs;

struct sgp_reach {
    const signpost_audit *audit;
    stop *stops;
    size_t stop_count;
    int32_t widest_m;      /* of their search distances */
    sgp_word *fitting;     /* profiles that fit some need */
    needs *of_profile;     /* by profile, and at the end for none; worked out when asked for */
    sgp_word *is_supplier; /* services for the patients of some area's practice */
};

/* ---- made ready ---- */

static int by_latitude(const void *a, const void *b)
{
    const stop *x = a, *y = b;
    if (x->latitude != y->latitude)
        return x->latitude < y->latitude ? -1 : 1;
    return (x->area > y->area) - (x->area < y->area);
}

static void set_stops(sgp_reach *reach)
{
    const signpost_audit *audit = reach->audit;
    for (size_t i = 0; i < audit->area_count; i++) {
        const sgp_audit_area *area = &audit->areas[i];
        if (!area->people)
            continue;
        reach->stops[reach->stop_count++] = (stop){area->at.point.latitude, area};
        reach->widest_m = area->radius_m > reach->widest_m ? area->radius_m : reach->widest_m;
    }
    qsort(reach->stops, reach->stop_count, sizeof *reach->stops, by_latitude);
}

static void set_suppliers(sgp_reach *reach)
{
    const signpost_audit *audit = reach->audit;
    for (size_t i = 0; i < audit->area_count; i++) {
        const sgp_supplier *own = sgp_lists_at(&audit->own, i, sizeof *own);
        for (size_t j = 0; j < sgp_lists_count(&audit->own, i) && audit->areas[i].people; j++)
            sgp_bit_set(reach->is_supplier, (size_t)own[j].service);
    }
}

sgp_reach *sgp_reach_new(const signpost_audit *audit)
{
    const sgp_profiles *profiles = &audit->index->profiles;
    sgp_reach *reach = sgp_allocate_zeroed(1, sizeof *reach);
    if (!reach)
        return NULL;
    reach->audit = audit;
    reach->stops = sgp_allocate_zeroed(audit->area_count + 1, sizeof *reach->stops);
    reach->fitting = sgp_allocate_zeroed(profiles->words + 1, sizeof *reach->fitting);
    reach->of_profile = sgp_allocate_zeroed(profiles->count + 1, sizeof *reach->of_profile);
    reach->is_supplier = sgp_allocate_zeroed(sgp_words_for(audit->index->service_count) + 1, sizeof(sgp_word));
    if (!reach->stops || !reach->fitting || !reach->of_profile || !reach->is_supplier) {
        sgp_reach_free(reach);
        return NULL;
    }
    set_stops(reach);
    set_suppliers(reach);
    for (size_t i = 0; i < audit->pattern_count; i++)
        for (size_t word = 0; word < profiles->words; word++)
            reach->fitting[word] |= audit->patterns[i].profiles[word];
    return reach;
}

void sgp_reach_free(sgp_reach *reach)
{
    if (!reach)
        return;
    sgp_release(reach->stops);
    sgp_release(reach->fitting);
    sgp_release(reach->of_profile);
    sgp_release(reach->is_supplier);
    sgp_release(reach);
}

/* ---- needs ---- */

/* Whether anybody can search for it: a discriminator is valid for its group. */
static bool can_be_searched(const signpost_index *index, const signpost_demand *demand)
{
    for (size_t i = 0; i < demand->discriminator_count; i++)
        if (sgp_pair_number(index, demand->symptom_group, demand->discriminators[i]) != SGP_NO_NUMBER)
            return true;
    return false;
}

static bool has_role(const signpost_index *index, int32_t profile)
{
    const sgp_profiles *all = &index->profiles;
    for (size_t role = 0; role < sgp_strings_count(&index->roles) && profile != SGP_NO_NUMBER; role++)
        if (sgp_bit_get(all->of_role + role * all->words, (size_t)profile))
            return true;
    return false;
}

/* Every demand, and everybody who has it. */
static needs judge_needs(const signpost_audit *audit, int32_t profile)
{
    const uint32_t of_role = 1u << SIGNPOST_FILTER_ROLE;
    uint32_t no_role = has_role(audit->index, profile) ? 0 : of_role;
    needs found = {.is_known = true, .alone = ~(uint32_t)0};
    bool any = false;
    for (size_t i = 0; i < audit->demand_count; i++) {
        const signpost_demand *demand = &audit->demands[i];
        if (!can_be_searched(audit->index, demand))
            continue;
        uint32_t failed = (sgp_audit_demand_fails(audit, demand, profile) & ~of_role) | no_role;
        for (size_t who = 0; who < audit->people_count; who++) {
            if (audit->pattern_of[i * audit->people_count + who] == SGP_NO_NUMBER)
                continue;
            signpost_sex sex = who & 1 ? SIGNPOST_MALE : SIGNPOST_FEMALE;
            uint32_t of_both = failed | sgp_audit_person_fails(audit, sex, audit->ages[who / 2], profile);
            found.by_others = found.by_others || !of_both;
            found.alone &= of_both;
            any = true;
        }
    }
    found.alone = any ? found.alone : 0;
    return found;
}

static needs needs_of(sgp_reach *reach, int32_t profile)
{
    const signpost_audit *audit = reach->audit;
    needs *known = &reach->of_profile[profile == SGP_NO_NUMBER ? (int32_t)audit->index->profiles.count : profile];
    if (profile != SGP_NO_NUMBER && sgp_bit_get(reach->fitting, (size_t)profile))
        return (needs){.is_known = true, .fits = true};
    if (!known->is_known)
        *known = judge_needs(audit, profile);
    return *known;
}

/* ---- places ---- */

/* What is found of an entry's place. */
typedef struct place {
    bool is_within;                /* of an area with people */
    bool is_for;                   /* an area with people, as far as limits go */
    bool fits;                     /* both, for one area */
    const sgp_audit_area *nearest; /* when it is not within any */
    int32_t distance_m;
} place;

/* Areas from a latitude outwards, the nearest by latitude first. */
typedef struct outwards {
    const sgp_reach *reach;
    double latitude;
    size_t north, south; /* next one to the north; the one after the next to the south */
} outwards;

static outwards from_latitude(const sgp_reach *reach, double latitude)
{
    size_t low = 0, high = reach->stop_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reach->stops[middle].latitude < latitude)
            low = middle + 1;
        else
            high = middle;
    }
    return (outwards){reach, latitude, low, low};
}

/* NULL when all that are left are farther off than so many degrees. */
static const sgp_audit_area *next_area(outwards *at, double degrees)
{
    const stop *stops = at->reach->stops;
    double to_north = at->north < at->reach->stop_count ? stops[at->north].latitude - at->latitude : HUGE_VAL;
    double to_south = at->south > 0 ? at->latitude - stops[at->south - 1].latitude : HUGE_VAL;
    if (fmin(to_north, to_south) > degrees || fmin(to_north, to_south) == HUGE_VAL)
        return NULL;
    return stops[to_north <= to_south ? at->north++ : --at->south].area;
}

/* Looks at the areas near its latitude until one fits. */
static void look_around(const sgp_reach *reach, int32_t number, place *found)
{
    const sgp_service *service = &reach->audit->index->services[number];
    double half_height, half_width;
    outwards at = from_latitude(reach, service->at.point.latitude);
    sgp_box_around(service->at.point, reach->widest_m, &half_height, &half_width);
    for (const sgp_audit_area *area; !found->fits && (area = next_area(&at, half_height * 1.01));) {
        if (!sgp_audit_is_within(reach->audit, area, &service->at))
            continue;
        found->is_within = true;
        found->fits = sgp_audit_is_for_area(reach->audit, area, number);
    }
}

static void find_nearest(const sgp_reach *reach, int32_t number, place *found)
{
    const double metres_a_degree = 111000; /* no degree of latitude is shorter */
    const sgp_ready_point *own = &reach->audit->index->services[number].at;
    outwards at = from_latitude(reach, own->point.latitude);
    found->distance_m = INT32_MAX;
    for (const sgp_audit_area *area; (area = next_area(&at, (found->distance_m + 1.0) / metres_a_degree));) {
        int32_t distance = sgp_ready_distance_m(&area->at, own);
        if (distance > found->distance_m || (distance == found->distance_m && area > found->nearest))
            continue;
        found->distance_m = distance;
        found->nearest = area;
    }
}

/* Filters that fail for every area with people. */
static uint32_t judge_places(const sgp_reach *reach, int32_t number, place *found)
{
    *found = (place){.is_for = !reach->stop_count};
    look_around(reach, number, found);
    if (found->fits)
        return 0;
    for (size_t i = 0; i < reach->stop_count && !found->is_for; i++)
        found->is_for = sgp_audit_is_for_area(reach->audit, reach->stops[i].area, number);
    if (!found->is_within)
        find_nearest(reach, number, found);
    return (uint32_t)!found->is_within << SIGNPOST_FILTER_DISTANCE | (uint32_t)!found->is_for << SIGNPOST_FILTER_AREA;
}

/* ---- in words ---- */

static size_t say_profile(const sgp_reach *reach, const sgp_service *service, signpost_filter filter, char *what)
{
    static const char *const nouns[SIGNPOST_FILTER_COUNT] = {
        [SIGNPOST_FILTER_SYMPTOM_GROUP] = "the symptom group",
        [SIGNPOST_FILTER_SEX] = "the sex",
        [SIGNPOST_FILTER_DISCRIMINATOR] = "the discriminators",
        [SIGNPOST_FILTER_DISPOSITION] = "the disposition",
        [SIGNPOST_FILTER_AGE] = "the age",
    };
    const signpost_index *index = reach->audit->index;
    if (service->profile == SGP_NO_NUMBER)
        return (size_t)snprintf(what, WHAT, "it has no clinical profile");
    const char *name = sgp_index_text(index, index->profiles.names[service->profile]);
    int length = (int)sgp_text_cut(name, SHORT);
    if (filter == SIGNPOST_FILTER_ROLE)
        return (size_t)snprintf(what, WHAT, "its profile \"%.*s\" lists nobody who may refer", length, name);
    if (filter == SIGNPOST_FILTER_COUNT)
        return (size_t)snprintf(
            what, WHAT, "each part of its profile \"%.*s\" fits some need, but no need fits all of them", length, name);
    return (size_t)snprintf(what, WHAT, "its profile \"%.*s\" does not list %s of any need", length, name,
                            nouns[filter]);
}

static size_t say_distance(const sgp_reach *reach, const place *found, char *what)
{
    if (!found->nearest)
        return (size_t)snprintf(what, WHAT, "no area has people");
    const char *code = sgp_strings_text(&reach->audit->index->areas, found->nearest->number);
    int32_t away = (found->distance_m + 50) / 100, radius = (found->nearest->radius_m + 50) / 100;
    return (size_t)snprintf(
        what, WHAT,
        "no area with people has it within reach: the nearest, %.*s, is %d.%d km away, and searches %d.%d km",
        (int)sgp_text_cut(code, SHORT), code, away / 10, away % 10, radius / 10, radius % 10);
}

static size_t say_limits(const sgp_reach *reach, int32_t number, const place *found, char *what)
{
    enum { MOST_SAID = 3 };
    const signpost_index *index = reach->audit->index;
    const int32_t *limits = sgp_lists_at(&index->limits, (size_t)number, sizeof *limits);
    size_t count = sgp_lists_count(&index->limits, (size_t)number);
    size_t length = (size_t)snprintf(what, WHAT, "limited to areas %s: ",
                                     found->is_for ? "whose people do not have it within reach" : "without people");
    for (size_t i = 0; i < count && i < MOST_SAID; i++) {
        const char *code = limits[i] == SGP_NO_NUMBER ? "?" : sgp_strings_text(&index->areas, limits[i]);
        length += (size_t)snprintf(what + length, WHAT - length, "%s%.*s", i ? ", " : "",
                                   (int)sgp_text_cut(code, SHORT), code);
    }
    if (count > MOST_SAID)
        length += (size_t)snprintf(what + length, WHAT - length, " and %zu more", count - MOST_SAID);
    return length;
}

static size_t say(const sgp_reach *reach, int32_t number, signpost_filter filter, const place *found, char *what)
{
    const sgp_service *service = &reach->audit->index->services[number];
    switch (filter) {
    case SIGNPOST_FILTER_DISTANCE:
        return say_distance(reach, found, what);
    case SIGNPOST_FILTER_PRACTICE:
        return (size_t)snprintf(what, WHAT, "restricted to registered patients, but no GP practice is listed");
    case SIGNPOST_FILTER_HOURS:
        if (service->hours == SGP_NO_NUMBER)
            return (size_t)snprintf(what, WHAT, "its opening hours are not known");
        return (size_t)snprintf(what, WHAT, "open at no time for %d minutes at once, within a year and its validity",
                                reach->audit->index->policy->at_least);
    case SIGNPOST_FILTER_AREA:
        return say_limits(reach, number, found, what);
    case SIGNPOST_FILTER_SYMPTOM_GROUP:
    case SIGNPOST_FILTER_SEX:
    case SIGNPOST_FILTER_DISCRIMINATOR:
    case SIGNPOST_FILTER_DISPOSITION:
    case SIGNPOST_FILTER_ROLE:
    case SIGNPOST_FILTER_AGE:
        return say_profile(reach, service, filter, what);
    case SIGNPOST_FILTER_COUNT: /* none by itself */
        return found->fits ? say_profile(reach, service, filter, what) : say_limits(reach, number, found, what);
    case SIGNPOST_FILTER_STATE:
    case SIGNPOST_FILTER_CAPACITY:
    default: /* not looked at */
        return 0;
    }
}

static const char *field_of(signpost_filter filter, const place *found)
{
    switch ((int)filter) {
    case SIGNPOST_FILTER_DISTANCE:
        return "latitude";
    case SIGNPOST_FILTER_PRACTICE:
        return "restricted";
    case SIGNPOST_FILTER_HOURS:
        return "hours";
    case SIGNPOST_FILTER_AREA:
        return "service-areas";
    case SIGNPOST_FILTER_COUNT:
        return found->fits ? "profile" : "service-areas";
    default:
        return "profile";
    }
}

/* The first blocks everything; others that do, too, follow by name. */
static void add_unreachable(sgp_check *at, int32_t number, uint32_t alone, const place *found, bool is_catch_all)
{
    const sgp_reach *reach = at->reach;
    char what[WHAT];
    signpost_filter first = alone ? (signpost_filter)__builtin_ctz(alone) : SIGNPOST_FILTER_COUNT;
    size_t length = say(reach, number, first, found, what);
    uint32_t others = alone & ~(1u << first);
    if (reach->audit->index->services[number].profile == SGP_NO_NUMBER)
        others &= ~of_profile; /* said already */
    for (const char *before = "; also blocked by "; others && length < WHAT; others &= others - 1, before = ", ")
        length += (size_t)snprintf(what + length, WHAT - length, "%s%s", before,
                                   signpost_filter_name((signpost_filter)__builtin_ctz(others)));
    sgp_flaw_add_filter(at, is_catch_all ? SGP_RULE_CATCH_ALL_ONLY : SGP_RULE_UNREACHABLE, field_of(first, found), NULL,
                        first, what);
    at->quality->about.unreachable += !is_catch_all;
}

/* ---- an entry ---- */

static bool opens(const sgp_check *at, const sgp_service *service)
{
    const signpost_index *index = at->reach->audit->index;
    return service->hours != SGP_NO_NUMBER &&
           sgp_opens_within_a_year(index->hours[service->hours], at->options->at, service->valid_to,
                                   index->policy->at_least, index->policy->all_hours_first);
}

void sgp_check_reach(sgp_check *at, const sgp_entry_row *entry)
{
    sgp_reach *reach = at->reach;
    const signpost_audit *audit = reach->audit;
    int32_t number = sgp_code_number(&audit->index->uids, entry->uid);
    if (number == SGP_NO_NUMBER)
        return;
    const sgp_service *service = &audit->index->services[number];
    const needs asked = needs_of(reach, service->profile);
    place found;
    uint32_t alone = asked.alone | judge_places(reach, number, &found);
    bool is_for_nobody = entry->restricted && !entry->has_practice, is_open = opens(at, service);
    alone |= (uint32_t)is_for_nobody << SIGNPOST_FILTER_PRACTICE | (uint32_t)!is_open << SIGNPOST_FILTER_HOURS;
    if (!(asked.fits || asked.by_others) || !found.fits || is_for_nobody || !is_open)
        add_unreachable(at, number, alone, &found, entry->is_catch_all);
    else if (!asked.fits)
        sgp_flaw_add(at, SGP_RULE_OTHER_ROLE, "profile",
                     sgp_index_text(audit->index, audit->index->profiles.names[service->profile]),
                     "takes nobody whom %s refers, but others do", audit->about.role);
    else if (entry->restricted && !audit->about.unregistered && !sgp_bit_get(reach->is_supplier, (size_t)number))
        sgp_flaw_add(at, SGP_RULE_NOT_COUNTED, "service-practices", NULL,
                     "its practices are nearest to no area's centre that has it within reach");
}

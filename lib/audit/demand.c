/* What may be needed, by whom: demands, ages cut where anything tells them apart, and the patterns that are left when
 * all that find the same are one. */
#include "audit/audit.h"

#include "base/error.h"
#include "base/sets.h"
#include "care/care.h"

#include <stdlib.h>
#include <string.h>

/* ---- the content's demands ---- */

static bool is_same_need(const signpost_outcome *a, const signpost_outcome *b)
{
    return strcmp(a->disposition.code, b->disposition.code) == 0 && strcmp(a->symptom_group, b->symptom_group) == 0 &&
           strcmp(a->discriminator, b->discriminator) == 0;
}

/* Whether a row can be searched for: looked up, with a discriminator, by those who are counted. */
static bool is_demand(const signpost_reachable *row)
{
    return row->outcome.disposition.lookup && *row->outcome.discriminator &&
           (row->sexes[SIGNPOST_FEMALE] || row->sexes[SIGNPOST_MALE]);
}

static bool is_first(const signpost_proof *proof, size_t index, const signpost_reachable *row)
{
    signpost_reachable earlier;
    for (size_t i = 0; i < index && signpost_proof_reached(proof, i, &earlier); i++)
        if (is_demand(&earlier) && is_same_need(&earlier.outcome, &row->outcome))
            return false;
    return true;
}

/* Rows of a proof with the same need. */
typedef struct same_need {
    const signpost_proof *proof;
    const signpost_reachable *of;
} same_need;

static bool people_of(const void *context, size_t index, signpost_people *people)
{
    const same_need *one = context;
    signpost_reachable row;
    if (!signpost_proof_reached(one->proof, index, &row))
        return false;
    *people = (signpost_people){row.from_days, row.to_days, 0};
    if (is_demand(&row) && is_same_need(&row.outcome, &one->of->outcome))
        people->sexes = (unsigned)row.sexes[SIGNPOST_FEMALE] << SIGNPOST_FEMALE | (unsigned)row.sexes[SIGNPOST_MALE]
                                                                                      << SIGNPOST_MALE;
    return true;
}

/* The demands of one need, by age: neighbouring ages of the same people are one. Returns how many there are. */
static size_t demands_of(const same_need *one, signpost_demand *demands, size_t room)
{
    size_t count = 0;
    signpost_people who;
    for (int32_t day = 0; signpost_people_next(people_of, one, day, &who); day = who.to_days + 1)
        if (count++ < room)
            demands[count - 1] = (signpost_demand){.disposition = one->of->outcome.disposition,
                                                   .symptom_group = one->of->outcome.symptom_group,
                                                   .discriminators = {one->of->outcome.discriminator},
                                                   .discriminator_count = 1,
                                                   .from_days = who.from_days,
                                                   .to_days = who.to_days,
                                                   .female = who.sexes >> SIGNPOST_FEMALE & 1,
                                                   .male = who.sexes >> SIGNPOST_MALE & 1};
    return count;
}

size_t signpost_demands(const signpost_proof *proof, signpost_demand *demands, size_t room)
{
    signpost_reachable row;
    size_t count = 0;
    for (size_t i = 0; signpost_proof_reached(proof, i, &row); i++)
        if (is_demand(&row) && is_first(proof, i, &row))
            count += demands_of(&(same_need){proof, &row}, count < room ? demands + count : NULL,
                                count < room ? room - count : 0);
    return count;
}

/* ---- segments ---- */

static int by_value(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* A range begins at `from` and has ended the day after `to`. */
static bool add_range(sgp_array *ages, int32_t from, int32_t to)
{
    int32_t end = sgp_age_oldest_days() + 1;
    const int32_t both[] = {from < 0 ? 0 : from > end ? end : from, to < end ? to + 1 : end};
    return sgp_array_append(ages, both, 2);
}

static signpost_status set_segments(signpost_audit *audit, signpost_error *error)
{
    const sgp_array *rows = &audit->rows;
    const sgp_profiles *profiles = &audit->index->profiles;
    sgp_array ages = SGP_ARRAY_OF(int32_t);
    bool good = add_range(&ages, 0, sgp_age_oldest_days());
    for (size_t i = 0; i < rows->count && good; i++) {
        const sgp_people_row *row = SGP_AT(rows, sgp_people_row, i), *last = i ? row - 1 : NULL;
        if (!last || row->from_days != last->from_days || row->to_days != last->to_days)
            good = add_range(&ages, row->from_days, row->to_days);
    }
    for (size_t i = 0; i < audit->demand_count && good; i++)
        good = add_range(&ages, audit->demands[i].from_days, audit->demands[i].to_days);
    for (size_t profile = 0; profile < profiles->count && good; profile++) {
        const sgp_age_span *spans = sgp_lists_at(&profiles->ages, profile, sizeof *spans);
        for (size_t i = 0; i < sgp_lists_count(&profiles->ages, profile) && good; i++)
            good = add_range(&ages, spans[i].from_days, spans[i].to_days);
    }
    size_t count = 0;
    int32_t *all = ages.items;
    if (good)
        qsort(all, ages.count, sizeof *all, by_value);
    for (size_t i = 0; i < ages.count && good; i++)
        if (!i || all[i] != all[count - 1])
            all[count++] = all[i];
    ages.count = count;
    audit->segment_count = count ? count - 1 : 0;
    audit->people_count = audit->segment_count * 2;
    audit->people_words = sgp_words_for(audit->people_count);
    audit->ages = good ? sgp_arena_take(&audit->arena, &ages) : NULL;
    sgp_array_release(&ages);
    return audit->ages ? SIGNPOST_OK : sgp_fail_memory(error);
}

size_t sgp_audit_segment(const signpost_audit *audit, int32_t day)
{
    size_t low = 0, high = audit->segment_count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (audit->ages[middle] <= day)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Spreads a band's people over its segments; the parts add up to the whole. */
static void spread(const signpost_audit *audit, const sgp_people_row *row)
{
    int32_t oldest = sgp_age_oldest_days();
    int32_t from = row->from_days < oldest ? row->from_days : oldest,
            to = row->to_days < oldest ? row->to_days : oldest;
    int64_t days = (int64_t)to - from + 1;
    uint32_t *people = audit->people + row->area * audit->people_count;
    uint64_t given = 0;
    for (size_t i = sgp_audit_segment(audit, from); i < audit->segment_count && audit->ages[i] <= to; i++) {
        int32_t end = audit->ages[i + 1] - 1 < to ? audit->ages[i + 1] - 1 : to;
        uint64_t up_to_here = row->count * (uint64_t)(end - from + 1) / (uint64_t)days;
        people[i * 2 + row->male] += (uint32_t)(up_to_here - given);
        given = up_to_here;
    }
}

signpost_status sgp_audit_set_people(signpost_audit *audit, signpost_error *error)
{
    audit->people = sgp_arena_allocate(&audit->arena, audit->area_count * audit->people_count, sizeof *audit->people);
    if (!audit->people)
        return sgp_fail_memory(error);
    for (size_t i = 0; i < audit->rows.count; i++)
        spread(audit, SGP_AT(&audit->rows, sgp_people_row, i));
    return SIGNPOST_OK;
}

/* ---- patterns ---- */

static const sgp_word *set_of(const signpost_index *index, const sgp_word *sets, int32_t number)
{
    return number == SGP_NO_NUMBER ? NULL : sets + (size_t)number * index->profiles.words;
}

/* Profiles that fit a demand but for sex and age; false when there can be none. Discriminators that are not valid for
 * the group are left out, as in a search; when none is left, nobody can search for it. */
static bool fit_profiles(const signpost_audit *audit, const signpost_demand *demand, sgp_word *profiles)
{
    const signpost_index *index = audit->index;
    const sgp_profiles *all = &index->profiles;
    const char *role = audit->about.role;
    const sgp_word *sets[SIGNPOST_MOST_DISCRIMINATORS + 3] = {
        set_of(index, all->of_group, sgp_code_number(&index->groups, demand->symptom_group)),
        set_of(index, all->of_disposition, sgp_code_number(&index->dispositions, demand->disposition.code)),
        set_of(index, all->of_role, sgp_code_number(&index->roles, role)),
    };
    size_t count = 3;
    for (size_t i = 0; i < demand->discriminator_count; i++) {
        int32_t pair = sgp_pair_number(index, demand->symptom_group, demand->discriminators[i]);
        if (pair != SGP_NO_NUMBER)
            sets[count++] = set_of(index, all->of_pair, pair);
    }
    if (count == 3)
        return false;
    sgp_bits_fill(profiles, all->count);
    for (size_t i = 0; i < count; i++) {
        if (!sets[i])
            return false;
        sgp_bits_and(profiles, sets[i], all->words);
    }
    return true;
}

/* Profiles that take a segment's ages. */
static void fit_ages(const signpost_audit *audit, size_t segment, sgp_word *profiles)
{
    const sgp_profiles *all = &audit->index->profiles;
    int32_t day = audit->ages[segment];
    memset(profiles, 0, all->words * sizeof *profiles);
    for (size_t profile = 0; profile < all->count; profile++) {
        const sgp_age_span *spans = sgp_lists_at(&all->ages, profile, sizeof *spans);
        for (size_t i = 0; i < sgp_lists_count(&all->ages, profile); i++)
            if (spans[i].from_days <= day && day <= spans[i].to_days)
                sgp_bit_set(profiles, profile);
    }
}

/* Patterns by their content, while they are collected. */
typedef struct pattern_table {
    signpost_audit *audit;
    sgp_sets by_content; /* profiles, then the basis; its numbers are those of the patterns */
    sgp_arena arena;
    sgp_array patterns, bases;
    sgp_word *content, *fitting, *by_age;
} pattern_table;

/* Number of the pattern whose profiles are in `content`; SGP_NO_NUMBER when memory ran out. */
static int32_t add_pattern(pattern_table *table, int32_t basis)
{
    signpost_audit *audit = table->audit;
    size_t words = audit->index->profiles.words;
    table->content[words] = (sgp_word)basis;
    int32_t number = sgp_sets_add(&table->by_content, table->content);
    if (number < 0 || (size_t)number < table->patterns.count)
        return number;
    sgp_pattern *pattern = sgp_array_add(&table->patterns);
    if (!pattern)
        return SGP_NO_NUMBER;
    pattern->basis = (uint32_t)basis;
    pattern->profiles = sgp_arena_copy(&audit->arena, table->content, (words + 1) * sizeof(sgp_word));
    pattern->people = sgp_arena_allocate(&audit->arena, audit->people_words, sizeof(sgp_word));
    return pattern->profiles && pattern->people ? number : SGP_NO_NUMBER;
}

static bool add_demand(pattern_table *table, size_t position)
{
    signpost_audit *audit = table->audit;
    const sgp_profiles *all = &audit->index->profiles;
    const signpost_demand *demand = &audit->demands[position];
    int32_t basis = sgp_audit_basis(audit, &table->bases, demand->disposition.within);
    bool fits = fit_profiles(audit, demand, table->fitting);
    for (size_t i = 0; i < audit->people_count && basis != SGP_NO_NUMBER; i++) {
        int32_t *number = &audit->pattern_of[position * audit->people_count + i];
        bool male = i & 1;
        *number = SGP_NO_NUMBER;
        if (audit->ages[i / 2] < demand->from_days || audit->ages[i / 2] > demand->to_days ||
            !(male ? demand->male : demand->female))
            continue;
        memset(table->content, 0, all->words * sizeof(sgp_word));
        if (fits) {
            memcpy(table->content, table->fitting, all->words * sizeof(sgp_word));
            sgp_bits_and(table->content, table->by_age + i / 2 * all->words, all->words);
            sgp_bits_and(table->content, all->of_sex[male ? SIGNPOST_MALE : SIGNPOST_FEMALE], all->words);
        }
        *number = add_pattern(table, basis);
        if (*number == SGP_NO_NUMBER)
            return false;
        sgp_bit_set(SGP_AT(&table->patterns, sgp_pattern, *number)->people, i);
    }
    return basis != SGP_NO_NUMBER;
}

static bool collect_patterns(pattern_table *table)
{
    signpost_audit *audit = table->audit;
    size_t words = audit->index->profiles.words;
    table->content = sgp_arena_allocate(&table->arena, words + 1, sizeof(sgp_word));
    table->fitting = sgp_arena_allocate(&table->arena, words + 1, sizeof(sgp_word));
    table->by_age = sgp_arena_allocate(&table->arena, audit->segment_count * words + 1, sizeof(sgp_word));
    audit->pattern_of =
        sgp_arena_allocate(&audit->arena, audit->demand_count * audit->people_count + 1, sizeof *audit->pattern_of);
    if (!table->content || !table->fitting || !table->by_age || !audit->pattern_of)
        return false;
    for (size_t i = 0; i < audit->segment_count; i++)
        fit_ages(audit, i, table->by_age + i * words);
    for (size_t i = 0; i < audit->demand_count; i++)
        if (!add_demand(table, i))
            return false;
    audit->pattern_count = table->patterns.count;
    audit->basis_count = table->bases.count;
    audit->patterns = sgp_arena_take(&audit->arena, &table->patterns);
    audit->bases = sgp_arena_take(&audit->arena, &table->bases);
    return audit->patterns && audit->bases;
}

static signpost_status set_patterns(signpost_audit *audit, signpost_error *error)
{
    pattern_table table = {
        .audit = audit,
        .by_content = {.words = audit->index->profiles.words + 1},
        .patterns = SGP_ARRAY_OF(sgp_pattern),
        .bases = SGP_ARRAY_OF(sgp_basis),
    };
    bool good = collect_patterns(&table);
    sgp_array_release(&table.patterns);
    sgp_array_release(&table.bases);
    sgp_sets_release(&table.by_content);
    sgp_arena_release(&table.arena);
    return good ? SIGNPOST_OK : sgp_fail_memory(error);
}

/* ---- all of it ---- */

static signpost_status refuse(size_t position, const char *why, signpost_error *error)
{
    return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_DEMAND, "demand %zu %s", position + 1, why);
}

static signpost_status check_demand(const signpost_demand *demand, size_t position, signpost_error *error)
{
    enum { MOST_MINUTES = 366 * 1440, MOST_WORKING_DAYS = 60 };
    signpost_timeframe within = demand->disposition.within;
    int32_t most = within.unit == SIGNPOST_WORKING_DAYS ? MOST_WORKING_DAYS : MOST_MINUTES;
    if (!demand->disposition.lookup || !demand->disposition.code)
        return refuse(position, "is of a disposition that is not looked up", error);
    if (!demand->symptom_group || !demand->discriminator_count ||
        demand->discriminator_count > SIGNPOST_MOST_DISCRIMINATORS)
        return refuse(position, "lacks a symptom group, or has no discriminator or more than 8", error);
    for (size_t i = 0; i < demand->discriminator_count; i++)
        if (!demand->discriminators[i])
            return refuse(position, "has a discriminator that is NULL", error);
    if (within.amount < 0 || within.amount > most)
        return refuse(position, "has a timeframe that is negative, or longer than a year or 60 working days", error);
    if (demand->from_days < 0 || demand->to_days < demand->from_days)
        return refuse(position, "has ages that cannot be", error);
    return SIGNPOST_OK;
}

static bool copy_text(sgp_arena *arena, const char **text)
{
    const char *from = *text ? *text : "";
    *text = sgp_arena_text(arena, from, strlen(from));
    return *text != NULL;
}

static signpost_status copy_demands(signpost_audit *audit, const signpost_demand *demands, size_t count,
                                    signpost_error *error)
{
    audit->demands = sgp_arena_allocate(&audit->arena, count + 1, sizeof *audit->demands);
    for (size_t i = 0; i < count && audit->demands; i++) {
        signpost_status status = check_demand(&demands[i], i, error);
        if (status != SIGNPOST_OK)
            return status;
        signpost_demand *copy = &audit->demands[i];
        *copy = demands[i];
        bool good = copy_text(&audit->arena, &copy->disposition.code) &&
                    copy_text(&audit->arena, &copy->disposition.title) &&
                    copy_text(&audit->arena, &copy->symptom_group);
        for (size_t j = 0; j < copy->discriminator_count && good; j++)
            good = copy_text(&audit->arena, &copy->discriminators[j]);
        if (!good)
            return sgp_fail_memory(error);
    }
    audit->demand_count = count;
    return audit->demands ? SIGNPOST_OK : sgp_fail_memory(error);
}

signpost_status sgp_audit_set_demand(signpost_audit *audit, const signpost_demand *demands, size_t count,
                                     signpost_error *error)
{
    signpost_status status = copy_demands(audit, demands, count, error);
    if (status == SIGNPOST_OK)
        status = set_segments(audit, error);
    if (status == SIGNPOST_OK)
        status = sgp_audit_set_people(audit, error);
    return status == SIGNPOST_OK ? set_patterns(audit, error) : status;
}

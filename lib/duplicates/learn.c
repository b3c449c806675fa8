/* Learning the model from the entries alone: u from random pairs, m in one session for each key, the start from pairs
 * that are hardly ever wrong. Nothing here is left free on the union of all keys: that collapses. */
#include "base/error.h"
#include "duplicates/model.h"

#include <math.h>
#include <string.h>

enum { FIELDS = SIGNPOST_DUPLICATE_FIELDS, RANDOM_PAIRS = 400000, PAIRS_AN_ENTRY = 50, SAMPLE = 30000, ROUNDS = 40 };

/* Pairs that are added to what is counted, so that nothing is ever impossible. */
static const double smoothing = 0.5;

/* ---- u ---- */

/* splitmix64 (Steele, Lea, Flood 2014), from a fixed seed. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static void count_levels(sgp_comparer *comparer, const sgp_entry *a, const sgp_entry *b, sgp_chances *counts)
{
    sgp_levels levels;
    sgp_compare(comparer, a, b, &levels);
    for (int field = 0; field < FIELDS; field++)
        counts->of[field][levels.of[field]]++;
}

/* All pairs when there are few; else pairs drawn at random, fewer of fewer entries: each is seen a hundred times at
 * most. */
static void count_random_pairs(sgp_comparer *comparer, sgp_chances *counts)
{
    const sgp_entry *items = comparer->entries->items;
    size_t count = comparer->entries->count;
    uint64_t state = 1;
    if (count < 2)
        return;
    if (count - 1 <= 2 * (size_t)RANDOM_PAIRS / count) {
        for (size_t i = 0; i < count; i++)
            for (size_t j = i + 1; j < count; j++)
                count_levels(comparer, &items[i], &items[j], counts);
        return;
    }
    const size_t pairs = count < RANDOM_PAIRS / PAIRS_AN_ENTRY ? PAIRS_AN_ENTRY * count : RANDOM_PAIRS;
    for (size_t drawn = 0; drawn < pairs; drawn++) {
        size_t i = (size_t)(next_random(&state) % count), j = (size_t)(next_random(&state) % (count - 1));
        count_levels(comparer, &items[i], &items[j + (j >= i)], counts);
    }
}

/* How often two entries that have a value have the same: counted, where random pairs would hardly ever meet it. */
static double chance_of_equal(const sgp_entries *entries, sgp_value value)
{
    double known = 0, pairs = 0;
    for (size_t i = 0; i < entries->counts[value].count; i++) {
        double with = *SGP_AT(&entries->counts[value], uint32_t, i);
        known += with;
        pairs += with * (with - 1);
    }
    return known > 1 ? (pairs + smoothing) / (known * (known - 1) + 2 * smoothing) : 0.5;
}

/* Places are not spread at random: what serves people stands where people are, so that to be near each other says less
 * than random pairs make it seem. */
static const double least_near = 1e-4;

static void learn_u(sgp_comparer *comparer, sgp_chances *u)
{
    *u = (sgp_chances){0};
    count_random_pairs(comparer, u);
    for (int field = 0; field < FIELDS; field++) {
        int levels = sgp_level_count((signpost_duplicate_field)field);
        sgp_value value = sgp_exact_value((signpost_duplicate_field)field);
        double *of = u->of[field], others = 0, equal;
        for (int i = 1; i <= levels; i++)
            others += of[i] += smoothing;
        equal = value == SGP_VALUES ? of[SGP_EXACT] / others : chance_of_equal(comparer->entries, value);
        others -= of[SGP_EXACT];
        of[SGP_EXACT] = equal;
        for (int i = 2; i <= levels; i++)
            of[i] *= (1 - equal) / others;
        of[SGP_NEUTRAL] = 1;
    }
    for (int level = SGP_WITHIN_20_M; level < SGP_FARTHER; level++)
        u->of[SIGNPOST_BY_DISTANCE][level] = fmax(least_near, u->of[SIGNPOST_BY_DISTANCE][level]);
}

/* ---- patterns ---- */

uint64_t sgp_pattern_of(const sgp_levels *levels)
{
    uint64_t pattern = 0;
    for (int field = 0; field < FIELDS; field++)
        pattern |= (uint64_t)levels->of[field] << 4 * field;
    return pattern;
}

/* Patterns by their levels: open addressing, at most half full. */
typedef struct patterns {
    sgp_array items; /* sgp_pattern */
    uint32_t *slots; /* 1 + place, or 0 */
    size_t slot_count;
} patterns;

static uint32_t *slot_of(const patterns *all, uint64_t levels)
{
    size_t mask = all->slot_count - 1;
    for (size_t i = (size_t)sgp_hash(&levels, sizeof levels) & mask;; i = (i + 1) & mask)
        if (!all->slots[i] || SGP_AT(&all->items, sgp_pattern, all->slots[i] - 1)->levels == levels)
            return &all->slots[i];
}

static bool make_room(patterns *all)
{
    if (all->items.count < all->slot_count / 2)
        return true;
    patterns wider = *all;
    wider.slot_count = all->slot_count ? all->slot_count * 2 : 1024;
    wider.slots = sgp_allocate_zeroed(wider.slot_count, sizeof *wider.slots);
    if (!wider.slots)
        return false;
    for (size_t i = 0; i < all->items.count; i++)
        *slot_of(&wider, SGP_AT(&all->items, sgp_pattern, i)->levels) = (uint32_t)i + 1;
    sgp_release(all->slots);
    *all = wider;
    return true;
}

static bool add_pattern(patterns *all, uint64_t levels, uint32_t keys)
{
    if (!make_room(all))
        return false;
    uint32_t *slot = slot_of(all, levels);
    if (!*slot) {
        sgp_pattern *new_one = sgp_array_add(&all->items);
        if (!new_one)
            return false;
        new_one->levels = levels;
        *slot = (uint32_t)all->items.count;
    }
    sgp_pattern *found = SGP_AT(&all->items, sgp_pattern, *slot - 1);
    for (int key = 0; key < SGP_KEYS; key++)
        found->pairs[key] += keys >> key & 1;
    return true;
}

/* ---- the start ---- */

/* Whether two entries are hardly ever of two services: names that are one, and one more thing that is. */
static bool is_sure(const sgp_levels *levels)
{
    int name = levels->of[SIGNPOST_BY_NAME], address = levels->of[SIGNPOST_BY_ADDRESS];
    bool phone = levels->of[SIGNPOST_BY_PHONE] == SGP_PHONE_EQUAL;
    bool street = address == SGP_ADDRESS_EQUAL || address == SGP_ADDRESS_NUMBER_STREET;
    bool type = levels->of[SIGNPOST_BY_TYPE] != SGP_WORDS_OTHER || (name == SGP_NAME_EQUAL && phone && street);
    return type && ((name == SGP_NAME_EQUAL && (phone || street)) ||
                    (name >= SGP_NAME_EQUAL && name <= SGP_NAME_60 && phone && street));
}

/* Whether two entries are hardly ever of one service, and yet of one place. */
static bool is_neighbour(const sgp_levels *levels)
{
    const uint8_t *of = levels->of;
    bool street = of[SIGNPOST_BY_ADDRESS] == SGP_ADDRESS_EQUAL || of[SIGNPOST_BY_ADDRESS] == SGP_ADDRESS_NUMBER_STREET;
    bool place = of[SIGNPOST_BY_PHONE] == SGP_PHONE_EQUAL || of[SIGNPOST_BY_DISTANCE] == SGP_WITHIN_20_M ||
                 of[SIGNPOST_BY_POSTCODE] == SGP_POSTCODE_EQUAL || of[SIGNPOST_BY_TOWN] == SGP_WORDS_EQUAL;
    return of[SIGNPOST_BY_NAME] >= SGP_NAME_OTHER && street && place;
}

/* How many of all pairs of one service, and of one place, such rules find, as a guess. */
static const double sure_share = 0.7, neighbour_share = 0.6;

/* What is learned from. */
typedef struct lesson {
    patterns patterns;
    size_t sure, neighbours;
    double share; /* of all entries */
} lesson;

static signpost_status take_lesson(lesson *taken, const sgp_blocks *blocks, sgp_comparer *comparer,
                                   signpost_error *error)
{
    const sgp_entries *entries = comparer->entries;
    size_t stride = entries->count / SAMPLE + 1, looked = 0;
    sgp_pairing *pairing = sgp_allocate(sizeof *pairing);
    if (!pairing)
        return sgp_fail_memory(error);
    signpost_status status = sgp_pairing_init(pairing, blocks, error);
    for (size_t i = 0; i < entries->count && !status; i++) {
        uint64_t state = i;
        if (next_random(&state) % stride)
            continue;
        looked++;
        sgp_pairing_of(pairing, (uint32_t)i);
        for (size_t j = 0; j < pairing->count && !status; j++) {
            const sgp_entry *a = &entries->items[i], *b = &entries->items[pairing->partners[j].entry];
            sgp_levels levels;
            if (sgp_ods_rule(a, b)) /* judged without the model */
                continue;
            sgp_compare(comparer, a, b, &levels);
            taken->sure += is_sure(&levels);
            taken->neighbours += is_neighbour(&levels);
            if (!add_pattern(&taken->patterns, sgp_pattern_of(&levels), pairing->partners[j].keys))
                status = sgp_fail_memory(error);
        }
    }
    taken->share = entries->count ? (double)looked / (double)entries->count : 1;
    sgp_pairing_release(pairing);
    sgp_release(pairing);
    return status;
}

/* ---- m ---- */

/* Where every session begins, and what it goes back to when it sees too little. */
static void usual_m(sgp_chances *m)
{
    *m = (sgp_chances){0};
    for (int field = 0; field < FIELDS; field++) {
        int levels = sgp_level_count((signpost_duplicate_field)field);
        double left = 1;
        m->of[field][SGP_NEUTRAL] = 1;
        for (int i = 1; i <= levels; i++) {
            m->of[field][i] = i == 1 ? 0.7 : i < levels ? left / 2 : left;
            left -= m->of[field][i];
        }
    }
}

/* Shares of a session's pairs: of one service, of one place, of neither. */
typedef struct shares {
    double same, place, none;
} shares;

/* Adds what one pattern says to `sums` and `found`. */
static void expect(const sgp_pattern *pattern, sgp_key key, const shares *of, const sgp_chances *u,
                   const sgp_chances *m, sgp_chances *sums, shares *found)
{
    uint32_t without = sgp_key_fields(key);
    double same = of->same, place = of->place, none = of->none;
    for (int field = 0; field < FIELDS; field++)
        if (!(without >> field & 1)) {
            int level = sgp_pattern_level(pattern->levels, field);
            same *= m->of[field][level];
            none *= u->of[field][level];
            place *= sgp_neighbour_chance(m, u, field, level);
        }
    double pairs = pattern->pairs[key], all = same + place + none;
    found->same += pairs * (same / all);
    found->place += pairs * (place / all);
    found->none += pairs * (none / all);
    for (int field = 0; field < FIELDS; field++)
        sums->of[field][sgp_pattern_level(pattern->levels, field)] += pairs * (same / all);
}

/* How many pairs the beginning weighs in a session. */
static const double prior_pairs = 5;

/* How often two entries of one service can be at odds over a field, whatever a session makes of it: what it takes for
 * one service with another name at another place mostly is two. */
static const double most_other[FIELDS] = {
    [SIGNPOST_BY_NAME] = 0.02,      [SIGNPOST_BY_ADDRESS] = 0.15,  [SIGNPOST_BY_PHONE] = 0.3,
    [SIGNPOST_BY_DISTANCE] = 0.002, [SIGNPOST_BY_POSTCODE] = 0.15, [SIGNPOST_BY_TOWN] = 0.3,
    [SIGNPOST_BY_TYPE] = 0.5,       [SIGNPOST_BY_NEEDS] = 1,       [SIGNPOST_BY_HOURS] = 1,
    [SIGNPOST_BY_CODE] = 1,
};

/* Which level is the first that speaks of two. */
static int first_other(int field, int levels)
{
    return field == SIGNPOST_BY_NAME ? SGP_NAME_OTHER : field == SIGNPOST_BY_ADDRESS ? SGP_ADDRESS_OTHER : levels;
}

static void limit(int field, double *m, int levels)
{
    double other = 0, rest = 0;
    int first = first_other(field, levels);
    for (int i = 1; i <= levels; i++)
        *(i < first ? &rest : &other) += m[i];
    if (other <= most_other[field])
        return;
    for (int i = 1; i <= levels; i++)
        m[i] *= i < first ? (1 - most_other[field]) / rest : most_other[field] / other;
}

static void maximise(const sgp_chances *sums, sgp_chances *m)
{
    sgp_chances usual;
    usual_m(&usual);
    for (int field = 0; field < FIELDS; field++) {
        int levels = sgp_level_count((signpost_duplicate_field)field);
        double known = 0;
        for (int i = 1; i <= levels; i++)
            known += sums->of[field][i];
        for (int i = 1; i <= levels; i++)
            m->of[field][i] = (sums->of[field][i] + prior_pairs * usual.of[field][i]) / (known + prior_pairs);
        limit(field, m->of[field], levels);
    }
}

double sgp_model_session(const sgp_pattern *found, size_t count, sgp_key key, const sgp_chances *u, sgp_chances *m)
{
    shares of = {0.1, 0.05, 0.85}, expected = {0, 0, 0};
    double pairs = 0;
    for (size_t i = 0; i < count; i++)
        pairs += found[i].pairs[key];
    usual_m(m);
    for (int round = 0; round < ROUNDS && pairs > 0; round++) {
        sgp_chances sums = {0};
        expected = (shares){smoothing, smoothing, smoothing};
        for (size_t i = 0; i < count; i++)
            if (found[i].pairs[key])
                expect(&found[i], key, &of, u, m, &sums, &expected);
        double all = pairs + 3 * smoothing;
        of = (shares){expected.same / all, expected.place / all, expected.none / all};
        maximise(&sums, m);
    }
    return expected.same;
}

/* The geometric mean of the sessions that saw enough, and did not ask for the field. */
static void combine(const lesson *taken, const sgp_chances *u, sgp_chances *m)
{
    static const double enough = 10;
    sgp_chances logs = {0}, session;
    int sessions[FIELDS] = {0};
    usual_m(m);
    for (int key = 0; key < SGP_KEYS; key++) {
        if (sgp_model_session(taken->patterns.items.items, taken->patterns.items.count, (sgp_key)key, u, &session) <
            enough)
            continue;
        for (int field = 0; field < FIELDS; field++) {
            if (sgp_key_fields((sgp_key)key) >> field & 1)
                continue;
            sessions[field]++;
            for (int i = 1; i < SGP_MOST_LEVELS; i++)
                logs.of[field][i] += log(fmax(session.of[field][i], 1e-12));
        }
    }
    for (int field = 0; field < FIELDS; field++) {
        int levels = sgp_level_count((signpost_duplicate_field)field);
        double sum = 0;
        for (int i = 1; i <= levels && sessions[field]; i++)
            sum += m->of[field][i] = exp(logs.of[field][i] / sessions[field]);
        for (int i = 1; i <= levels && sessions[field]; i++)
            m->of[field][i] /= sum;
    }
}

signpost_status sgp_model_learn(sgp_model *model, const sgp_blocks *blocks, sgp_comparer *comparer,
                                signpost_error *error)
{
    const sgp_entries *entries = comparer->entries;
    lesson taken = {.patterns = {.items = SGP_ARRAY_OF(sgp_pattern)}};
    signpost_status status = take_lesson(&taken, blocks, comparer, error);
    if (status == SIGNPOST_OK) {
        double pairs = (double)entries->count * ((double)entries->count - 1) / 2;
        double same = ((double)taken.sure + smoothing) / fmax(taken.share, 1e-9) / sure_share;
        double chance = fmin(0.5, same / fmax(1, pairs));
        double near = ((double)taken.neighbours + smoothing) / fmax(taken.share, 1e-9) / neighbour_share;
        model->neighbours = log2(near / same);
        learn_u(comparer, &model->u);
        combine(&taken, &model->u, &model->m);
        model->start = log2(chance / (1 - chance));
        sgp_model_weigh(model, entries);
    }
    sgp_array_release(&taken.patterns.items);
    sgp_release(taken.patterns.slots);
    return status;
}

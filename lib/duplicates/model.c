/* Weights and scores. */
#include "duplicates/model.h"

#include <math.h>

enum { FIELDS = SIGNPOST_DUPLICATE_FIELDS };

/* A value weighs as one that so many of all have, and no more: the rarer it seems, the likelier it is a slip. */
static const double least_frequency = 0.0005;

/* ---- weights ---- */

/* Levels that are pooled, because their ratio would rise. */
typedef struct pool {
    double m, u;
    int levels;
} pool;

static double ratio(const pool *of)
{
    return of->m / of->u;
}

static void weigh_field(sgp_model *model, signpost_duplicate_field field)
{
    pool pools[SGP_MOST_LEVELS];
    int count = 0, levels = sgp_level_count(field), level = 1;
    for (int i = 1; i <= levels; i++) {
        pools[count++] = (pool){model->m.of[field][i], model->u.of[field][i], 1};
        while (count > 1 && ratio(&pools[count - 1]) > ratio(&pools[count - 2])) {
            pool *before = &pools[count - 2];
            before->m += before[1].m;
            before->u += before[1].u;
            before->levels += before[1].levels;
            count--;
        }
    }
    model->weight[field][SGP_NEUTRAL] = 0;
    for (int i = 0; i < count; i++)
        for (int j = 0; j < pools[i].levels; j++)
            model->weight[field][level++] = log2(ratio(&pools[i]));
}

/* The weight of an exact level of a value that `with` entries have: two of them may be one service, and half of one is
 * put in place of what was not seen. */
static double exact_weight(const sgp_model *model, signpost_duplicate_field field, double with)
{
    double usual = model->u.of[field][SGP_EXACT];
    double frequency = fmax((with - 1.5) / model->known[field], fmin(least_frequency, usual));
    return fmax(0, model->weight[field][SGP_EXACT] + log2(usual / frequency));
}

void sgp_model_weigh(sgp_model *model, const sgp_entries *entries)
{
    for (int i = 0; i < FIELDS; i++) {
        signpost_duplicate_field field = (signpost_duplicate_field)i;
        sgp_value value = sgp_exact_value(field);
        model->known[field] = 1;
        for (size_t j = 0; value != SGP_VALUES && j < entries->counts[value].count; j++)
            model->known[field] += sgp_entries_with(entries, value, (int32_t)j);
        weigh_field(model, field);
        model->most[field] = fmax(0, model->weight[field][SGP_EXACT]);
        if (value != SGP_VALUES)
            model->most[field] = fmax(model->most[field], exact_weight(model, field, 0));
    }
}

static double weight_of(const sgp_model *model, const sgp_entries *entries, const sgp_entry *a, const sgp_entry *b,
                        signpost_duplicate_field field, int level)
{
    sgp_value value = sgp_exact_value(field);
    if (level != SGP_EXACT || value == SGP_VALUES)
        return model->weight[field][level];
    uint32_t with_a = sgp_entries_with(entries, value, sgp_exact_number(a, field));
    uint32_t with_b = sgp_entries_with(entries, value, sgp_exact_number(b, field));
    return exact_weight(model, field, with_a > with_b ? with_a : with_b);
}

/* ---- two services of one place ---- */

/* How names compare, by level: between entries of one service, and between two services of one place. What is learned
 * cannot tell these two kinds apart by itself: neighbours are too few, and are alike in everything but the name. */
static const struct name_chance {
    double of_one, of_neighbours;
} name_chances[SGP_MOST_LEVELS] = {
    [SGP_NEUTRAL] = {1, 1},        [SGP_NAME_EQUAL] = {0.7, 0.004},     [SGP_NAME_85] = {0.06, 0.003},
    [SGP_NAME_60] = {0.08, 0.006}, [SGP_NAME_CONTAINED] = {0.1, 0.014}, [SGP_NAME_35] = {0.04, 0.06},
    [SGP_NAME_15] = {0.01, 0.13},  [SGP_NAME_OTHER] = {0.008, 0.733},   [SGP_NAME_OTHER_MARK] = {0.002, 0.05},
};

static bool is_of_place(int field)
{
    return field == SIGNPOST_BY_ADDRESS || field == SIGNPOST_BY_PHONE || field == SIGNPOST_BY_DISTANCE ||
           field == SIGNPOST_BY_POSTCODE || field == SIGNPOST_BY_TOWN;
}

double sgp_neighbour_chance(const sgp_chances *m, const sgp_chances *u, int field, int level)
{
    if (field == SIGNPOST_BY_NAME)
        return name_chances[level].of_neighbours;
    return is_of_place(field) ? m->of[field][level] : u->of[field][level];
}

/* What is taken from a score of one service against any two, so that it is against neighbours, too. `told` is what
 * fields other than the name and the place have added: of neighbours, they are as of any two. */
static double neighbours_step(const sgp_model *model, int name_level, double told, double score)
{
    const struct name_chance *name = &name_chances[name_level];
    double odds = score - told + model->neighbours + log2(name->of_neighbours / name->of_one);
    return odds > 60 ? -odds : -log2(1 + exp2(odds));
}

/* ---- scores ---- */

/* Those that cost least first. */
static const signpost_duplicate_field in_order[FIELDS] = {
    SIGNPOST_BY_CODE,     SIGNPOST_BY_TYPE, SIGNPOST_BY_NEEDS, SIGNPOST_BY_HOURS,   SIGNPOST_BY_DISTANCE,
    SIGNPOST_BY_POSTCODE, SIGNPOST_BY_TOWN, SIGNPOST_BY_PHONE, SIGNPOST_BY_ADDRESS, SIGNPOST_BY_NAME,
};

static bool tells_neighbours_apart(signpost_duplicate_field field)
{
    return !is_of_place((int)field) && field != SIGNPOST_BY_NAME;
}

void sgp_model_explain(const sgp_model *model, const sgp_entries *entries, const sgp_entry *a, const sgp_entry *b,
                       const sgp_levels *levels, sgp_waterfall *waterfall)
{
    double told = 0;
    waterfall->start = waterfall->score = model->start;
    for (int i = 0; i < FIELDS; i++) {
        signpost_duplicate_field field = in_order[i];
        double weight = weight_of(model, entries, a, b, field, levels->of[field]);
        waterfall->steps[field] = weight;
        waterfall->score += weight;
        told += tells_neighbours_apart(field) ? weight : 0;
    }
    waterfall->neighbours = neighbours_step(model, levels->of[SIGNPOST_BY_NAME], told, waterfall->score);
    waterfall->score += waterfall->neighbours;
}

double sgp_model_score(const sgp_model *model, sgp_comparer *comparer, const sgp_entry *a, const sgp_entry *b,
                       double least)
{
    double score = model->start, hope = 0, told = 0;
    int level = SGP_NEUTRAL;
    for (int i = 0; i < FIELDS; i++)
        hope += model->most[i];
    for (int i = 0; i < FIELDS && score + hope >= least; i++) {
        signpost_duplicate_field field = in_order[i];
        level = sgp_compare_field(comparer, a, b, field);
        double weight = weight_of(model, comparer->entries, a, b, field, level);
        score += weight;
        told += tells_neighbours_apart(field) ? weight : 0;
        hope -= model->most[field];
    }
    /* The name comes last, so that `level` is that of the name. */
    return score + hope >= least ? score + neighbours_step(model, level, told, score) : least - 1;
}

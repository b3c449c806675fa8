/* The model: what each level weighs, and how it is learned.
 *
 * Three kinds of pairs are told apart: entries of one service, of two services of one place (a surgery and the pharmacy
 * inside it share address, phone and postcode), and of any two. The score is log2 of the odds for the first kind. */
#ifndef SGP_DUPLICATES_MODEL_H
#define SGP_DUPLICATES_MODEL_H

#include "duplicates/blocks.h"
#include "duplicates/compare.h"

/* Chances of a level among pairs of which both say something. That of the neutral level is 1. */
typedef struct sgp_chances {
    double of[SIGNPOST_DUPLICATE_FIELDS][SGP_MOST_LEVELS];
} sgp_chances;

typedef struct sgp_model {
    double start;      /* log2 of the odds that any two entries are one */
    double neighbours; /* log2 of how many pairs are of one place, for each that is of one service */
    sgp_chances m, u;  /* between entries of one service; between any two */
    double weight[SIGNPOST_DUPLICATE_FIELDS][SGP_MOST_LEVELS]; /* log2(m / u); the neutral one is 0 */
    double known[SIGNPOST_DUPLICATE_FIELDS];                   /* how many entries say something */
    double most[SIGNPOST_DUPLICATE_FIELDS];                    /* that any two entries can get for a field */
} sgp_model;

/* Levels of two entries, as one number; and how many pairs had them, by the key that asked for them. */
typedef struct sgp_pattern {
    uint64_t levels;
    uint32_t pairs[SGP_KEYS];
} sgp_pattern;

uint64_t sgp_pattern_of(const sgp_levels *levels);
static inline int sgp_pattern_level(uint64_t pattern, int field)
{
    return (int)(pattern >> 4 * field & 15);
}

/* One session: m by expectation maximisation over the patterns of a key, without the fields that it asks for; u stays
 * as it is. Returns how many pairs it takes for one service. Dempster, Laird, Rubin, "Maximum likelihood from
 * incomplete data via the EM algorithm", JRSS B 39, 1977; for linkage: Winkler, 1988. */
double sgp_model_session(const sgp_pattern *patterns, size_t count, sgp_key key, const sgp_chances *u, sgp_chances *m);

/* Learns from the entries alone. The same entries give the same model. */
signpost_status sgp_model_learn(sgp_model *model, const sgp_blocks *blocks, sgp_comparer *comparer,
                                signpost_error *error);

/* Chance of a level between two services of one place: names are such services' own, the place is as of one service,
 * all else is as of any two. */
double sgp_neighbour_chance(const sgp_chances *m, const sgp_chances *u, int field, int level);

/* Makes m / u fall from level to level, by pooling neighbours that do not (Ayer and others, "An empirical distribution
 * function for sampling with incomplete information", 1955), and the weights. */
void sgp_model_weigh(sgp_model *model, const sgp_entries *entries);

/* How a score comes about: `start`, all `steps` and `neighbours` make `score`. */
typedef struct sgp_waterfall {
    double start, steps[SIGNPOST_DUPLICATE_FIELDS];
    double neighbours; /* taken off, because two services of one place would compare so, too: never above 0 */
    double score;
} sgp_waterfall;

void sgp_model_explain(const sgp_model *model, const sgp_entries *entries, const sgp_entry *a, const sgp_entry *b,
                       const sgp_levels *levels, sgp_waterfall *waterfall);

/* The score of two entries, fields that cost least first; when it cannot reach `least`, anything below that. */
double sgp_model_score(const sgp_model *model, sgp_comparer *comparer, const sgp_entry *a, const sgp_entry *b,
                       double least);

#endif

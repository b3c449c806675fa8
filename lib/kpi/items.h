/* The items that calls, journals and the Minimum Data Set count, and the identities that must hold between items. */
#ifndef SGP_KPI_ITEMS_H
#define SGP_KPI_ITEMS_H

#include "signpost/figures.h"

/* In the order of the table of items; those before SGP_HOUR_ITEMS are columns of hour_row. */
typedef enum sgp_item {
    SGP_ITEM_OFFERED,
    SGP_ITEM_ANSWERED,
    SGP_ITEM_ANSWERED_60,
    SGP_ITEM_ABANDONED,
    SGP_ITEM_ABANDONED_EARLY,
    SGP_ITEM_TRIAGED,
    SGP_ITEM_TRANSFERRED,
    SGP_ITEM_WARM,
    SGP_ITEM_CALLBACK_OFFERED,
    SGP_ITEM_CALLBACK_MADE,
    SGP_ITEM_CALLBACK_10,
    SGP_ITEM_AMBULANCE,
    SGP_ITEM_EMERGENCY,
    SGP_ITEM_PRIMARY_CARE,
    SGP_ITEM_OTHER,
    SGP_ITEM_NOT_RECOMMENDED,
    SGP_ITEM_INFORMATION,
    SGP_ITEM_SELF_CARE,
    SGP_ITEM_NON_CLINICAL,
    SGP_ITEM_CLOSED,
    SGP_ITEM_ANSWER_SECONDS,
    SGP_ITEM_HANDLING_SECONDS,
    SGP_ITEM_CALLBACK_SECONDS,
    SGP_ITEM_SEARCHED,
    SGP_ITEM_SEARCHED_CATCH_ALL,
    SGP_ITEM_SEARCHED_NOTHING,
    SGP_HOUR_ITEMS,
    SGP_ITEM_POPULATION = SGP_HOUR_ITEMS,
    SGP_ITEM_TERMINATED,
    SGP_ITEM_REFERRED,
    SGP_ITEM_GIVEN_INFORMATION,
    SGP_ITEM_OTHER_REASON,
    SGP_ITEM_PRIMARY_CARE_CONTACT,
    SGP_ITEM_PRIMARY_CARE_SPEAK,
    SGP_ITEM_DENTAL_PHARMACY,
    SGP_ITEMS
} sgp_item;

/* A side of an identity or of a figure: items with + and - between them. */
typedef struct sgp_term {
    int sign;         /* 1 or -1 */
    const char *item; /* not ended by NUL */
    size_t length;
} sgp_term;

/* Takes the next term of a formula at `*at`, which is moved past it. SIGNPOST_NONE at the end; SIGNPOST_INVALID when it
 * is none. */
signpost_status sgp_formula_next(const char **at, sgp_term *term);
/* Whether a formula can be read, and has a term. */
bool sgp_formula_is_valid(const char *formula);
/* Whether an item stands in it. */
bool sgp_formula_has(const char *formula, const char *item, size_t length);
/* Whether two formulas have an item in common. */
bool sgp_formulas_meet(const char *a, const char *b);

/* What must hold between two sums of items. */
typedef struct sgp_identity {
    const char *words; /* "transferred = warm + callback_offered" */
    const char *left, *right;
    bool equal; /* else left <= right */
} sgp_identity;

/* The identities of a collection; ended by one without `words`. */
const sgp_identity *sgp_identities(signpost_collection collection);

#endif

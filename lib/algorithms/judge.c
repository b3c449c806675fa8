/* Judging conditions on what is known of a walk. Nothing here allocates or fails.
 *
 * Three values: an age that is only known as a range may fit neither side of a boundary. `and` and `or` settle what
 * they can from the other side first, so that a more exact age is asked for only where it matters. */
#include "algorithms/model.h"

typedef struct judging {
    const signpost_algorithms *algorithms;
    const sgp_known *known;
    int32_t *boundary;
} judging;

static sgp_truth truth(bool holds)
{
    return holds ? SGP_TRUE : SGP_FALSE;
}

static sgp_truth compare(sgp_operation operation, int64_t value, int64_t constant)
{
    switch (operation) {
    case SGP_LESS:
        return truth(value < constant);
    case SGP_LESS_OR_EQUAL:
        return truth(value <= constant);
    case SGP_GREATER:
        return truth(value > constant);
    case SGP_GREATER_OR_EQUAL:
        return truth(value >= constant);
    case SGP_EQUAL:
    case SGP_AND:
    case SGP_OR:
    case SGP_NOT:
    case SGP_KNOWN:
    case SGP_AMONG:
    case SGP_NOT_AMONG:
    default:
        return truth(value == constant);
    }
}

/* All of the range on one side, or too vague. `=` holds of an age when it is reached to the day. */
static sgp_truth compare_age(const judging *j, sgp_operation operation, int64_t constant)
{
    signpost_age age = j->known->patient->age;
    sgp_truth from = compare(operation, age.from_days, constant), to = compare(operation, age.to_days, constant);
    bool passes_within = operation == SGP_EQUAL && age.from_days < constant && constant < age.to_days;
    if (from == to && !passes_within)
        return from;
    if (j->boundary)
        *j->boundary = (int32_t)constant;
    return SGP_AGE_TOO_VAGUE;
}

static int64_t value_of(const judging *j, const sgp_expression *e)
{
    const signpost_patient *patient = j->known->patient;
    switch (e->subject) {
    case SGP_SUBJECT_SEX:
        return (int64_t)patient->sex;
    case SGP_SUBJECT_PARTY:
        return (int64_t)patient->party;
    case SGP_SUBJECT_CONTACTS:
        return (int64_t)patient->earlier_contacts + 1;
    case SGP_SUBJECT_AGE:
        return patient->age.from_days;
    case SGP_SUBJECT_FACT:
    default:
        return j->known->facts[e->fact];
    }
}

static bool is_among(const judging *j, const sgp_expression *e, int64_t value)
{
    bool is_set = e->subject == SGP_SUBJECT_FACT && j->algorithms->facts.at[e->fact].kind == SGP_FACT_SET;
    uint64_t bits = is_set ? (uint64_t)value : (uint64_t)1 << value;
    return (bits & e->mask) != 0;
}

static sgp_truth judge(const judging *j, sgp_index index)
{
    const sgp_expression *e = &j->algorithms->expressions.at[index];
    if (e->operation == SGP_AND || e->operation == SGP_OR) {
        sgp_truth settles = truth(e->operation == SGP_OR);
        sgp_truth left = judge(j, e->left);
        if (left == settles)
            return settles;
        sgp_truth right = judge(j, e->right);
        return right == settles || left != SGP_AGE_TOO_VAGUE ? right : left;
    }
    if (e->operation == SGP_NOT) {
        sgp_truth inner = judge(j, e->left);
        return inner == SGP_AGE_TOO_VAGUE ? inner : truth(inner == SGP_FALSE);
    }
    int64_t value = value_of(j, e);
    if (e->operation == SGP_KNOWN || value == SGP_UNKNOWN)
        return truth(value != SGP_UNKNOWN);
    if (e->operation == SGP_AMONG || e->operation == SGP_NOT_AMONG)
        return truth(is_among(j, e, value) == (e->operation == SGP_AMONG));
    if (e->subject == SGP_SUBJECT_AGE)
        return compare_age(j, e->operation, e->constant);
    return compare(e->operation, value, e->constant);
}

sgp_truth sgp_judge(const signpost_algorithms *algorithms, sgp_index condition, const sgp_known *known,
                    int32_t *boundary)
{
    const judging j = {algorithms, known, boundary};
    return judge(&j, condition);
}

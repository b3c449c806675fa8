/* What comes and what goes: findings of quality, and pairs that are taken for one service. */
#include "effect/effect.h"

#include "base/error.h"

#include <string.h>

/* ---- quality ---- */

static bool is_same_finding(const signpost_quality_finding *a, const signpost_quality_finding *b)
{
    return strcmp(a->uid, b->uid) == 0 && strcmp(a->code, b->code) == 0 && strcmp(a->field, b->field) == 0 &&
           strcmp(a->value, b->value) == 0 && strcmp(a->what, b->what) == 0;
}

static bool has_finding(const signpost_quality *quality, const signpost_quality_finding *wanted)
{
    for (size_t i = 0; i < signpost_quality_count(quality); i++) {
        signpost_quality_finding finding = signpost_quality_at(quality, i);
        if (is_same_finding(&finding, wanted))
            return true;
    }
    return false;
}

/* Those of one side that the other has not. */
static signpost_status add_findings(signpost_effect *effect, int side, size_t *count, signpost_error *error)
{
    const signpost_quality *one = effect->sides[side].quality, *other = effect->sides[!side].quality;
    for (size_t i = 0; i < signpost_quality_count(one); i++) {
        const signpost_effect_finding made = {side == 1, signpost_quality_at(one, i)};
        if (has_finding(other, &made.finding))
            continue;
        if (!sgp_array_append(&effect->findings, &made, 1))
            return sgp_fail_memory(error);
        ++*count;
    }
    return SIGNPOST_OK;
}

signpost_status sgp_effect_set_findings(signpost_effect *effect, signpost_error *error)
{
    signpost_effect_about *about = &effect->about;
    about->score_before = signpost_quality_describe(effect->sides[0].quality).totals.score;
    about->score_after = signpost_quality_describe(effect->sides[1].quality).totals.score;
    signpost_status status = add_findings(effect, 1, &about->findings_new, error);
    return status == SIGNPOST_OK ? add_findings(effect, 0, &about->findings_gone, error) : status;
}

/* ---- duplicates ---- */

/* A pair of a side, the changed entry first; false when neither was changed. */
static bool read_pair(const signpost_effect *effect, int side, size_t position, signpost_effect_pair *made)
{
    const signpost_duplicates *duplicates = effect->sides[side].duplicates;
    signpost_duplicate_pair pair = signpost_duplicates_pair(duplicates, position);
    const signpost_duplicate_record *a = signpost_duplicates_record(duplicates, pair.a),
                                    *b = signpost_duplicates_record(duplicates, pair.b);
    bool a_changed = sgp_effect_is_changed(effect, a->uid), b_changed = sgp_effect_is_changed(effect, b->uid);
    bool swapped = a_changed == b_changed ? strcmp(a->uid, b->uid) > 0 : b_changed;
    const signpost_duplicate_record *first = swapped ? b : a, *second = swapped ? a : b;
    *made = (signpost_effect_pair){
        .is_new = side == 1,
        .uids = {first->uid, second->uid},
        .names = {first->name ? first->name : "", second->name ? second->name : ""},
        .verdict = pair.verdict,
        .probability_basis = pair.probability_basis,
    };
    return a_changed || b_changed;
}

static bool has_pair(const signpost_effect *effect, int side, const signpost_effect_pair *wanted)
{
    signpost_effect_pair pair;
    for (size_t i = 0; i < signpost_duplicates_pair_count(effect->sides[side].duplicates); i++)
        if (read_pair(effect, side, i, &pair) && pair.verdict == wanted->verdict &&
            strcmp(pair.uids[0], wanted->uids[0]) == 0 && strcmp(pair.uids[1], wanted->uids[1]) == 0)
            return true;
    return false;
}

static signpost_status add_pairs(signpost_effect *effect, int side, size_t *count, signpost_error *error)
{
    signpost_effect_pair made;
    for (size_t i = 0; i < signpost_duplicates_pair_count(effect->sides[side].duplicates); i++) {
        if (!read_pair(effect, side, i, &made) || has_pair(effect, !side, &made))
            continue;
        if (!sgp_array_append(&effect->pairs, &made, 1))
            return sgp_fail_memory(error);
        ++*count;
    }
    return SIGNPOST_OK;
}

signpost_status sgp_effect_set_pairs(signpost_effect *effect, signpost_error *error)
{
    signpost_status status = add_pairs(effect, 1, &effect->about.pairs_new, error);
    return status == SIGNPOST_OK ? add_pairs(effect, 0, &effect->about.pairs_gone, error) : status;
}

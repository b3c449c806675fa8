/* The effect of a change as an object. Rules kept here:
 *  - the side after is judged first, because it knows where the changed services would stand: both are judged near the
 *    same points;
 *  - before and after are of one state of the directory, or nothing is said;
 *  - when the nearest near miss of an opened gap might be farther off than was looked, all is looked at from farther.
 */
#include "effect/effect.h"

#include "audit/gaps.h"
#include "base/error.h"
#include "directory/directory.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is changed, and where it stands ---- */

static signpost_status read_uids(signpost_effect *effect, sgp_db *db, int64_t change, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, db, "SELECT DISTINCT service FROM change_field WHERE change = ?1 ORDER BY service", error);
    if (status == SIGNPOST_OK)
        sgp_bind_integer(&query, 1, change);
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, error)) == SIGNPOST_OK) {
        const char *uid = sgp_column_text_or_empty(&query, 0);
        char *copy = sgp_arena_text(&effect->arena, uid, strlen(uid));
        if (!copy || !sgp_array_append(&effect->uids, &copy, 1))
            status = sgp_fail_memory(error);
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static int by_uid(const void *key, const void *item)
{
    return strcmp(key, *(char *const *)item);
}

bool sgp_effect_is_changed(const signpost_effect *effect, const char *uid)
{
    return effect->uids.count && bsearch(uid, effect->uids.items, effect->uids.count, sizeof(char *), by_uid) != NULL;
}

/* An effect while it is made. */
typedef struct making {
    signpost_effect *effect;
    sgp_effect_question question;
    bool knows_points;
} making;

/* Where the changed services stand, in the directory as it is shown. */
static signpost_status read_points(making *made, signpost_directory *directory, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, directory->db,
                                               "SELECT latitude, longitude FROM service WHERE uid IN"
                                               " (SELECT service FROM change_field WHERE change = ?1)",
                                               error);
    if (status == SIGNPOST_OK)
        sgp_bind_integer(&query, 1, made->question.change);
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, error)) == SIGNPOST_OK) {
        const sgp_ready_point at =
            sgp_point_make_ready((sgp_point){sgp_column_real(&query, 0), sgp_column_real(&query, 1)});
        if (!sgp_array_append(&made->question.points, &at, 1))
            status = sgp_fail_memory(error);
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- both sides ---- */

static signpost_status judge_after(signpost_directory *directory, void *context, signpost_error *error)
{
    making *made = context;
    signpost_status status = made->knows_points ? SIGNPOST_OK : read_points(made, directory, error);
    made->knows_points = true;
    return status ? status : sgp_effect_judge(&made->question, directory, NULL, &made->effect->sides[1], error);
}

/* The preview is one version ahead of what it is made of. */
static signpost_status expect_one_state(const making *made, const signpost_directory *directory, signpost_error *error)
{
    const sgp_effect_side *sides = made->effect->sides;
    if (sides[0].index->content_version + 1 == sides[1].index->content_version &&
        sides[0].index->last_act == sides[1].index->last_act)
        return SIGNPOST_OK;
    sgp_fail(error, SIGNPOST_BUSY, SGP_DATABASE_BUSY, "\"%s\" was changed while change %lld was judged",
             directory->db->path, (long long)made->question.change);
    sgp_error_hint(error, "try again");
    return SIGNPOST_BUSY;
}

static signpost_status judge(making *made, signpost_directory *directory, signpost_error *error)
{
    signpost_effect *effect = made->effect;
    signpost_status status = signpost_change_preview(directory, made->question.change, judge_after, made, error);
    if (status == SIGNPOST_OK)
        status = sgp_effect_judge(&made->question, directory, &effect->sides[1], &effect->sides[0], error);
    if (status == SIGNPOST_OK)
        status = expect_one_state(made, directory, error);
    if (status == SIGNPOST_OK && effect->sides[0].audit && effect->sides[1].audit)
        status = signpost_audit_compare(effect->sides[0].audit, effect->sides[1].audit, &effect->comparison, error);
    return status;
}

/* ---- near misses ---- */

/* What is near holds all that lies within the search distance of an area that differs: a near miss found there is the
 * nearest one, and one that was not found may lie beyond. */
static bool may_have_nearer(const signpost_effect *effect)
{
    const signpost_gaps *opened = effect->comparison ? signpost_comparison_opened(effect->comparison) : NULL;
    for (size_t i = 0; opened && i < signpost_gaps_count(opened); i++) {
        signpost_gap_nearest nearest = signpost_gap_nearest_to(opened, i);
        uint32_t area = sgp_gaps_fullest_area(opened, &opened->findings[i]);
        if (!nearest.found || nearest.distance_m > signpost_comparison_area_at(effect->comparison, area).radius_m)
            return true;
    }
    return false;
}

static void forget(signpost_effect *effect)
{
    signpost_comparison_free(effect->comparison);
    effect->comparison = NULL;
    for (int side = 0; side < 2; side++)
        sgp_effect_side_release(&effect->sides[side]);
}

/* ---- the object ---- */

static signpost_status check_options(const signpost_effect_options *options, signpost_error *error)
{
    if (options->size == sizeof *options)
        return SIGNPOST_OK;
    return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                    "the options of an effect were not made with SIGNPOST_EFFECT_OPTIONS_INIT");
}

static signpost_status make(making *made, signpost_directory *directory, signpost_error *error)
{
    signpost_effect *effect = made->effect;
    sgp_effect_question *question = &made->question;
    signpost_status status = read_uids(effect, directory->db, question->change, error);
    if (status == SIGNPOST_OK)
        status = read_points(made, directory, error);
    if (status == SIGNPOST_OK)
        status = judge(made, directory, error);
    if (status == SIGNPOST_OK && question->times == SGP_EFFECT_NEAR && may_have_nearer(effect)) {
        forget(effect);
        question->times = SGP_EFFECT_NEAR_MISSES;
        status = judge(made, directory, error);
    }
    if (status == SIGNPOST_OK)
        status = sgp_effect_set_findings(effect, error);
    return status == SIGNPOST_OK ? sgp_effect_set_pairs(effect, error) : status;
}

signpost_status sgp_effect_new(signpost_directory *directory, int64_t change, const signpost_demand *demands,
                               size_t count, const signpost_effect_options *options, int times,
                               signpost_effect **effect, signpost_error *error)
{
    *effect = NULL;
    signpost_status status = check_options(options, error);
    if (status != SIGNPOST_OK)
        return status;
    signpost_effect *new = sgp_allocate_zeroed(1, sizeof *new);
    if (!new)
        return sgp_fail_memory(error);
    new->uids = (sgp_array)SGP_ARRAY_OF(char *);
    new->findings = (sgp_array)SGP_ARRAY_OF(signpost_effect_finding);
    new->pairs = (sgp_array)SGP_ARRAY_OF(signpost_effect_pair);
    new->about.change = change;
    making made = {new, {options, demands, count, change, SGP_ARRAY_OF(sgp_ready_point), times}, false};
    status = make(&made, directory, error);
    sgp_array_release(&made.question.points);
    if (status != SIGNPOST_OK) {
        signpost_effect_free(new);
        return status;
    }
    new->about.coverage_judged = new->comparison != NULL;
    new->about.looked_at = new->sides[1].index->service_count;
    *effect = new;
    return SIGNPOST_OK;
}

signpost_status signpost_effect_new(signpost_directory *directory, int64_t change, const signpost_demand *demands,
                                    size_t count, const signpost_effect_options *options, signpost_effect **effect,
                                    signpost_error *error)
{
    return sgp_effect_new(directory, change, demands, count, options, SGP_EFFECT_NEAR, effect, error);
}

void signpost_effect_free(signpost_effect *effect)
{
    if (!effect)
        return;
    forget(effect);
    sgp_array_release(&effect->uids);
    sgp_array_release(&effect->findings);
    sgp_array_release(&effect->pairs);
    sgp_arena_release(&effect->arena);
    sgp_release(effect);
}

signpost_effect_about signpost_effect_describe(const signpost_effect *effect)
{
    return effect->about;
}

const signpost_comparison *signpost_effect_coverage(const signpost_effect *effect)
{
    return effect->comparison;
}

const signpost_audit *signpost_effect_audit(const signpost_effect *effect)
{
    return effect->comparison ? effect->sides[1].audit : NULL;
}

size_t signpost_effect_finding_count(const signpost_effect *effect)
{
    return effect->findings.count;
}

signpost_effect_finding signpost_effect_finding_at(const signpost_effect *effect, size_t position)
{
    if (position < effect->findings.count)
        return *SGP_AT(&effect->findings, signpost_effect_finding, position);
    return (signpost_effect_finding){
        .finding = signpost_quality_at(effect->sides[1].quality, signpost_quality_count(effect->sides[1].quality))};
}

size_t signpost_effect_pair_count(const signpost_effect *effect)
{
    return effect->pairs.count;
}

signpost_effect_pair signpost_effect_pair_at(const signpost_effect *effect, size_t position)
{
    if (position < effect->pairs.count)
        return *SGP_AT(&effect->pairs, signpost_effect_pair, position);
    return (signpost_effect_pair){.uids = {"", ""}, .names = {"", ""}};
}

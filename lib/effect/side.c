/* A side of a change: the directory as it is, or as it would be, judged near the changed services. Rules kept here:
 *  - gaps and quality near come out as of the whole directory;
 *  - duplicates are sought among the nearest entries, which are the same ones whether all is there to choose from;
 *  - both sides' duplicates are judged by what was learned from one: what changes is the entries, not the judgement. */
#include "effect/effect.h"

#include "base/error.h"
#include "directory/directory.h"

#include <stdlib.h>
#include <string.h>

/* ---- neighbours ---- */

typedef struct neighbour {
    int32_t distance_m;
    const char *uid;
} neighbour;

static int by_distance(const void *a, const void *b)
{
    const neighbour *x = a, *y = b;
    return x->distance_m != y->distance_m ? (x->distance_m > y->distance_m) - (x->distance_m < y->distance_m)
                                          : strcmp(x->uid, y->uid);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* From the nearest of the points. */
static int32_t distance_of(const sgp_array *points, const sgp_ready_point *at)
{
    int32_t least = INT32_MAX;
    for (size_t i = 0; i < points->count; i++) {
        int32_t distance = sgp_ready_distance_m(SGP_AT(points, sgp_ready_point, i), at);
        least = distance < least ? distance : least;
    }
    return least;
}

/* Entries that are not closed, within the search distance. */
static signpost_status find_neighbours(const signpost_index *index, const sgp_array *points, int32_t within_m,
                                       sgp_array *found, signpost_error *error)
{
    enum { CLOSED = 3 }; /* of sgp_state_names */
    for (size_t i = 0; i < index->service_count; i++) {
        const sgp_service *service = &index->services[i];
        const neighbour one = {service->state == CLOSED ? INT32_MAX : distance_of(points, &service->at),
                               sgp_strings_text(&index->uids, (int32_t)i)};
        if (one.distance_m <= within_m && !sgp_array_append(found, &one, 1))
            return sgp_fail_memory(error);
    }
    if (found->count)
        qsort(found->items, found->count, sizeof(neighbour), by_distance);
    if (found->count > SIGNPOST_EFFECT_NEIGHBOURS)
        found->count = SIGNPOST_EFFECT_NEIGHBOURS;
    return SIGNPOST_OK;
}

static signpost_status seek_duplicates(const sgp_effect_question *question, signpost_directory *directory,
                                       const sgp_effect_side *like, sgp_effect_side *side, signpost_error *error)
{
    const signpost_audit_options *audit = &question->options->audit;
    sgp_array found = SGP_ARRAY_OF(neighbour);
    int32_t within_m = audit->radius_m ? audit->radius_m : side->index->policy->radius_m;
    signpost_status status = find_neighbours(side->index, &question->points, within_m, &found, error);
    const char **uids = sgp_allocate((found.count + 1) * sizeof *uids);
    if (status == SIGNPOST_OK && !uids)
        status = sgp_fail_memory(error);
    if (status == SIGNPOST_OK) {
        for (size_t i = 0; i < found.count; i++)
            uids[i] = SGP_AT(&found, neighbour, i)->uid;
        if (found.count)
            qsort(uids, found.count, sizeof *uids, by_text);
        status = sgp_duplicates_among(directory, uids, found.count, NULL, like ? like->duplicates : NULL,
                                      &side->duplicates, error);
    }
    sgp_release(uids);
    sgp_array_release(&found);
    return status;
}

/* ---- a side ---- */

/* The local date of the moment that is judged. */
static signpost_status set_date(const sgp_effect_side *side, signpost_minute at, signpost_date *date,
                                signpost_error *error)
{
    if (signpost_calendar_date(signpost_index_calendar(side->index), at, date, NULL) == SIGNPOST_OK)
        return SIGNPOST_OK;
    return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_OUTSIDE_CALENDAR, "the moment is not from 1996 to 2099");
}

static signpost_status count_cover(const sgp_effect_question *question, signpost_directory *directory,
                                   const sgp_around *around, sgp_effect_side *side, signpost_error *error)
{
    signpost_audit_options options = question->options->audit;
    signpost_error own = SIGNPOST_ERROR_INIT;
    if (!question->demand_count)
        return SIGNPOST_OK;
    signpost_status status = set_date(side, question->options->at, &options.from, error);
    if (status != SIGNPOST_OK)
        return status;
    status = sgp_audit_new_around(directory, side->index, question->demands, question->demand_count, &options, around,
                                  &side->audit, &own);
    if (status == SIGNPOST_NOT_FOUND && around) /* nobody lives near: reachability is judged all the same */
        return count_cover(question, directory, NULL, side, error);
    if (status == SIGNPOST_NOT_FOUND) /* nobody lives anywhere */
        return SIGNPOST_OK;
    if (status != SIGNPOST_OK && error)
        *error = own;
    return status;
}

/* What is said of an entry that cannot be reached may name the nearest area, however far off. */
static bool has_unreachable(const signpost_quality *quality)
{
    for (size_t i = 0; i < signpost_quality_count(quality); i++)
        if (signpost_quality_at(quality, i).filter != SIGNPOST_FILTER_COUNT)
            return true;
    return signpost_quality_describe(quality).unreachable > 0;
}

static signpost_status judge_quality(const sgp_effect_question *question, signpost_directory *directory,
                                     const sgp_around *around, sgp_effect_side *side, signpost_error *error)
{
    signpost_quality_options options = SIGNPOST_QUALITY_OPTIONS_INIT;
    sgp_effect_side all = {.index = side->index};
    options.at = question->options->at;
    signpost_status status =
        sgp_quality_check_change(directory, side->audit, &options, question->change, &side->quality, error);
    if (status != SIGNPOST_OK || !around || !side->audit || !has_unreachable(side->quality))
        return status;
    signpost_quality_free(side->quality);
    side->quality = NULL;
    status = count_cover(question, directory, NULL, &all, error);
    if (status == SIGNPOST_OK)
        status = sgp_quality_check_change(directory, all.audit, &options, question->change, &side->quality, error);
    signpost_audit_free(all.audit);
    return status;
}

signpost_status sgp_effect_judge(const sgp_effect_question *question, signpost_directory *directory,
                                 const sgp_effect_side *like, sgp_effect_side *side, signpost_error *error)
{
    const sgp_array *points = &question->points;
    const sgp_around near = {points->items, points->count, question->options->audit.radius_m, question->times};
    const sgp_around *around = question->times ? &near : NULL;
    signpost_status status = sgp_index_build_around(directory, question->options->policy, around, &side->index, error);
    if (status == SIGNPOST_OK)
        status = count_cover(question, directory, around, side, error);
    if (status == SIGNPOST_OK)
        status = judge_quality(question, directory, around, side, error);
    return status == SIGNPOST_OK ? seek_duplicates(question, directory, like, side, error) : status;
}

void sgp_effect_side_release(sgp_effect_side *side)
{
    signpost_duplicates_free(side->duplicates);
    signpost_quality_free(side->quality);
    signpost_audit_free(side->audit);
    signpost_index_free(side->index);
    *side = (sgp_effect_side){0};
}

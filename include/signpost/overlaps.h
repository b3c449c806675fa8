/** @file
 * Overlaps: several services that offer the same need to the same people at the same minutes. Information, not a
 * verdict: emergency care is meant to be deep.
 */
#ifndef SIGNPOST_OVERLAPS_H
#define SIGNPOST_OVERLAPS_H

#include "audit.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct signpost_overlaps signpost_overlaps;

/** Depth of cover is counted up to this many services, and beyond as this many. */
#define SIGNPOST_DEEPEST 4

/**
 * Counts how many services cover every minute, exactly: by the rules of signpost_audit_gaps.
 *
 * @param overlaps receives what was found, which the caller frees before the audit.
 * @return SIGNPOST_OK; SIGNPOST_CANCELLED; SIGNPOST_NO_MEMORY. The result does not depend on how many threads do it.
 * Any thread.
 */
SIGNPOST_API signpost_status signpost_audit_overlaps(const signpost_audit *audit, signpost_overlaps **overlaps,
                                                     signpost_error *error);

/** Frees overlaps; NULL is fine. */
SIGNPOST_API void signpost_overlaps_free(signpost_overlaps *overlaps);

/**
 * People x minutes of a demand in an area, by depth of cover.
 *
 * @param area           its position, or SIGNPOST_ALL_AREAS for the sum.
 * @param person_minutes receives, for 0 to SIGNPOST_DEEPEST services, the last for that many and more.
 * @return SIGNPOST_OK, or SIGNPOST_INVALID for a position. Any thread.
 */
SIGNPOST_API signpost_status signpost_overlaps_depth(const signpost_overlaps *overlaps, size_t demand, size_t area,
                                                     int64_t person_minutes[SIGNPOST_DEEPEST + 1]);
#define SIGNPOST_ALL_AREAS SIZE_MAX

/**
 * What one service adds. Person-minutes are added up over the audit's distinct needs here: each is cover that somebody
 * may need, not people. Texts are borrowed from the index.
 */
typedef struct signpost_contribution {
    const char *uid, *name, *type_name;
    int64_t alone_person_minutes; /**< of cover that it gives alone: what closing it would open up */
    int64_t alone_places;         /**< areas x distinct needs for which it is alone at some minute */
    int32_t alone_needs;          /**< distinct needs for which it is */
    int64_t given_person_minutes; /**< of cover that it gives, alone or not */
} signpost_contribution;

/** How many services may serve somebody. Any thread. */
SIGNPOST_API size_t signpost_overlaps_services(const signpost_overlaps *overlaps);

/** How many of them give nothing alone: they stand last. Any thread. */
SIGNPOST_API size_t signpost_overlaps_removable(const signpost_overlaps *overlaps);

/**
 * The service at `position`, from 0; services stand by falling alone_person_minutes, then by id. Where nothing is given
 * alone, taking that service away, and no other, opens no gap:
 * that each minute that it covers has another is the proof, counted minute by minute. All zeros and "" past the end.
 * Any thread.
 */
SIGNPOST_API signpost_contribution signpost_overlaps_service(const signpost_overlaps *overlaps, size_t position);

/** Two services of one type that duplicate each other. Texts are borrowed from the index. */
typedef struct signpost_twins {
    const char *uids[2], *names[2];
    int32_t distance_m;
    int64_t both_person_minutes;   /**< of cover that both give, over the distinct needs */
    int64_t either_person_minutes; /**< that one of them gives, or both */
} signpost_twins;

/**
 * How many pairs there are: of all services with the nearest few of their type, the hundred that share most of their
 * needs and minutes, the nearer first. Any thread.
 */
SIGNPOST_API size_t signpost_overlaps_pairs(const signpost_overlaps *overlaps);
/** The pair at `position`, from 0, by falling share of both in either, then by falling both. All zeros past the end.
 * Any thread. */
SIGNPOST_API signpost_twins signpost_overlaps_pair(const signpost_overlaps *overlaps, size_t position);

#ifdef __cplusplus
}
#endif
#endif

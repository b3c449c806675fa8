/* Gathering entries by average linkage. */
#ifndef SGP_DUPLICATES_CLUSTER_H
#define SGP_DUPLICATES_CLUSTER_H

#include "signpost/base.h"

/* Scores beyond all weights: what a person or a rule said. One that must not be outweighs any number that must. */
#define SGP_MUST  1e6
#define SGP_NEVER (-1e12)

/* Two entries that may be one. */
typedef struct sgp_link {
    double score;
    uint32_t a, b; /* a < b */
} sgp_link;

/* Sorts by falling score, then by a and b. */
void sgp_links_sort(sgp_link *links, size_t count);

/* The score of any two entries, linked or not; the same both ways round. */
typedef double sgp_score_of(void *context, uint32_t a, uint32_t b);

/* Larger heaps of linked entries are taken apart at their weakest links first. */
enum { SGP_LARGEST_HEAP = 200 };

/* Joins, of all entries that links of at least `least` hold together, the two clusters of the highest mean score, as
 * long as that is at least `least` (Sokal and Michener, 1958). `cluster_of` receives, for each of `count` entries, the
 * first entry of its cluster. `links` are sorted. */
signpost_status sgp_cluster(size_t count, const sgp_link *links, size_t link_count, double least,
                            sgp_score_of *score_of, void *context, uint32_t *cluster_of, signpost_error *error);

#endif

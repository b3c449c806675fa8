/* What was found, from inside. */
#ifndef SGP_DUPLICATES_DUPLICATES_H
#define SGP_DUPLICATES_DUPLICATES_H

#include "duplicates/cluster.h"
#include "duplicates/model.h"

/* Records with the memory that their texts are in. */
typedef struct sgp_records {
    sgp_arena arena;
    sgp_array items; /* signpost_duplicate_record */
} sgp_records;

void sgp_records_init(sgp_records *records);
void sgp_records_release(sgp_records *records);
/* Adds a copy; false when memory ran out. */
bool sgp_records_add(sgp_records *records, const signpost_duplicate_record *record);

/* Two entries of which was said that they are one, or are not: by people, or by the rule of pharmacies. */
typedef struct sgp_said {
    uint32_t a, b; /* a < b */
    bool same;
} sgp_said;

/* A cluster: its members, at a place among all members. */
typedef struct sgp_gathered {
    uint32_t first, count, keep;
} sgp_gathered;

typedef struct sgp_judged {
    double score; /* by weights alone */
    uint32_t a, b;
    uint8_t verdict, reason;
} sgp_judged;

struct signpost_duplicates {
    sgp_records records;
    sgp_entries entries; /* one for each record, in their order */
    sgp_model model;
    sgp_array said;       /* sgp_said, sorted; of two on one pair, that which counts */
    uint32_t *twin_of;    /* of each entry: the first that is identical; itself for that */
    uint32_t *cluster_of; /* of each entry: the first of its cluster */
    sgp_array pairs;      /* sgp_judged, by falling score */
    sgp_array clusters;   /* sgp_gathered, by id */
    sgp_array members;    /* size_t: records, cluster by cluster, by uid */
    size_t compared;
};

/* Seeks in `records`, which it takes over, whatever the answer; by what was learned from others when there is a
 * `model`, which may be NULL. */
signpost_status sgp_duplicates_find(sgp_records *records, const signpost_duplicates_options *options,
                                    const sgp_model *model, signpost_duplicates **duplicates, signpost_error *error);

/* What was said of two entries; NULL for nothing. */
const sgp_said *sgp_duplicates_said(const signpost_duplicates *duplicates, uint32_t a, uint32_t b);
/* From links and clusters: pairs, clusters, what is kept. */
signpost_status sgp_duplicates_gather(signpost_duplicates *found, sgp_comparer *comparer, const sgp_array *links,
                                      signpost_error *error);

/* Reads options; NULL for the defaults. */
signpost_status sgp_duplicates_thresholds(const signpost_duplicates_options *options, double *certain, double *review,
                                          signpost_error *error);

#endif

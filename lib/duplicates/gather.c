/* Pairs and clusters, in an order that does not depend on that of the records. */
#include "base/error.h"
#include "duplicates/duplicates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const signpost_duplicate_record *record_of(const signpost_duplicates *found, size_t index)
{
    return SGP_AT(&found->records.items, signpost_duplicate_record, index);
}

/* ---- pairs ---- */

static int by_score(const void *a, const void *b)
{
    const sgp_judged *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    if (x->a != y->a)
        return x->a > y->a ? 1 : -1;
    return (x->b > y->b) - (x->b < y->b);
}

static signpost_duplicate_reason reason_of(const signpost_duplicates *found, uint32_t a, uint32_t b)
{
    if (sgp_duplicates_said(found, a, b))
        return SIGNPOST_BY_DECISION;
    return sgp_ods_rule(&found->entries.items[a], &found->entries.items[b]) ? SIGNPOST_BY_ODS_RULE : SIGNPOST_BY_WEIGHT;
}

static bool add_pair(signpost_duplicates *found, sgp_comparer *comparer, uint32_t a, uint32_t b)
{
    sgp_judged *pair = sgp_array_add(&found->pairs);
    if (!pair)
        return false;
    bool together = found->cluster_of[a] == found->cluster_of[b];
    const sgp_entry *items = found->entries.items;
    double score = sgp_model_score(&found->model, comparer, &items[a], &items[b], -INFINITY);
    *pair = (sgp_judged){score, a, b, together ? SIGNPOST_DUPLICATE_SAME : SIGNPOST_DUPLICATE_REVIEW,
                         (uint8_t)reason_of(found, a, b)};
    return true;
}

/* Links, and each twin with the one that it is a twin of. */
static bool add_pairs(signpost_duplicates *found, sgp_comparer *comparer, const sgp_array *links)
{
    for (size_t i = 0; i < links->count; i++) {
        const sgp_link *link = SGP_AT(links, sgp_link, i);
        if (!add_pair(found, comparer, link->a, link->b))
            return false;
    }
    for (uint32_t i = 0; i < found->entries.count; i++)
        if (found->twin_of[i] != i && !add_pair(found, comparer, found->twin_of[i], i))
            return false;
    if (found->pairs.count)
        qsort(found->pairs.items, found->pairs.count, sizeof(sgp_judged), by_score);
    return true;
}

/* ---- clusters ---- */

typedef struct member {
    const char *uid;
    uint32_t cluster, record;
} member;

static int by_cluster(const void *a, const void *b)
{
    const member *x = a, *y = b;
    if (x->cluster != y->cluster)
        return x->cluster > y->cluster ? 1 : -1;
    return strcmp(x->uid, y->uid);
}

typedef struct named {
    const char *id;
    sgp_gathered cluster;
} named;

static int by_id(const void *a, const void *b)
{
    return strcmp(((const named *)a)->id, ((const named *)b)->id);
}

/* How much a record says: those that are active before all others. */
static int worth_of(const signpost_duplicate_record *record)
{
    enum { ACTIVE = 100 };
    const char *const texts[] = {record->name, record->address, record->town,  record->postcode, record->phone,
                                 record->type, record->needs,   record->hours, record->ods_code};
    int worth = record->state && strcmp(record->state, "active") == 0 ? ACTIVE : 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        worth += texts[i] && *texts[i];
    return worth + record->has_place;
}

/* Score of one member with all others; of a large cluster, none is nearer than another. */
static double nearness(const signpost_duplicates *found, sgp_comparer *comparer, const size_t *members, size_t count,
                       size_t one)
{
    const sgp_entry *items = found->entries.items;
    double sum = 0;
    for (size_t i = 0; i < count && count <= SGP_LARGEST_HEAP; i++)
        if (i != one)
            sum += sgp_model_score(&found->model, comparer, &items[members[one]], &items[members[i]], -INFINITY);
    return sum;
}

/* The member to keep: of equal worth the nearest to the others, of equal nearness the first. */
static uint32_t choose(const signpost_duplicates *found, sgp_comparer *comparer, const sgp_gathered *cluster)
{
    static const double hardly = 1e-6;
    const size_t *members = SGP_AT(&found->members, size_t, cluster->first);
    size_t best = 0;
    double near_best = nearness(found, comparer, members, cluster->count, 0);
    for (size_t i = 1; i < cluster->count; i++) {
        int more = worth_of(record_of(found, members[i])) - worth_of(record_of(found, members[best]));
        double near_this = nearness(found, comparer, members, cluster->count, i);
        if (more > 0 || (more == 0 && near_this > near_best + hardly)) {
            best = i;
            near_best = near_this;
        }
    }
    return (uint32_t)members[best];
}

/* Members of clusters of two and more, cluster by cluster. */
static bool list_members(const signpost_duplicates *found, sgp_array *members)
{
    size_t count = found->entries.count;
    uint32_t *sizes = sgp_allocate_zeroed(count, sizeof *sizes);
    bool good = sizes != NULL;
    for (size_t i = 0; i < count && good; i++)
        sizes[found->cluster_of[i]]++;
    for (size_t i = 0; i < count && good; i++) {
        if (sizes[found->cluster_of[i]] < 2)
            continue;
        member *one = sgp_array_add(members);
        good = one != NULL;
        if (good)
            *one = (member){record_of(found, i)->uid, found->cluster_of[i], (uint32_t)i};
    }
    if (good && members->count)
        qsort(members->items, members->count, sizeof(member), by_cluster);
    sgp_release(sizes);
    return good;
}

/* Cuts the list into clusters, and orders those by id. */
static bool list_clusters(const sgp_array *members, sgp_array *clusters)
{
    for (size_t from = 0, to; from < members->count; from = to) {
        const member *first = SGP_AT(members, member, from);
        for (to = from + 1; to < members->count && SGP_AT(members, member, to)->cluster == first->cluster;)
            to++;
        named *one = sgp_array_add(clusters);
        if (!one)
            return false;
        *one = (named){first->uid, {(uint32_t)from, (uint32_t)(to - from), first->record}};
    }
    if (clusters->count)
        qsort(clusters->items, clusters->count, sizeof(named), by_id);
    return true;
}

static bool write_clusters(signpost_duplicates *found, sgp_comparer *comparer, const sgp_array *members,
                           const sgp_array *clusters)
{
    for (size_t i = 0; i < clusters->count; i++) {
        const sgp_gathered *from = &SGP_AT(clusters, named, i)->cluster;
        sgp_gathered *one = sgp_array_add(&found->clusters);
        if (!one)
            return false;
        *one = (sgp_gathered){(uint32_t)found->members.count, from->count, 0};
        for (uint32_t j = 0; j < from->count; j++) {
            size_t record = SGP_AT(members, member, from->first + j)->record;
            if (!sgp_array_append(&found->members, &record, 1))
                return false;
        }
        one->keep = choose(found, comparer, one);
    }
    return true;
}

signpost_status sgp_duplicates_gather(signpost_duplicates *found, sgp_comparer *comparer, const sgp_array *links,
                                      signpost_error *error)
{
    sgp_array members = SGP_ARRAY_OF(member), clusters = SGP_ARRAY_OF(named);
    bool good = add_pairs(found, comparer, links) && list_members(found, &members) &&
                list_clusters(&members, &clusters) && write_clusters(found, comparer, &members, &clusters);
    sgp_array_release(&members);
    sgp_array_release(&clusters);
    return good ? SIGNPOST_OK : sgp_fail_memory(error);
}

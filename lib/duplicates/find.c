/* Seeking duplicates: normalise, block, learn, score, gather. */
#include "base/bitset.h"
#include "base/error.h"
#include "duplicates/duplicates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_RECORDS = 100000000, BETWEEN_REPORTS = 1024 };

/* ---- records and options ---- */

void sgp_records_init(sgp_records *records)
{
    *records = (sgp_records){.items = SGP_ARRAY_OF(signpost_duplicate_record)};
}

void sgp_records_release(sgp_records *records)
{
    sgp_array_release(&records->items);
    sgp_arena_release(&records->arena);
}

static signpost_status read_percent(int given, int otherwise, int least, int most, const char *what, double *score,
                                    signpost_error *error)
{
    int percent = given ? given : otherwise;
    if (percent < least || percent > most)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "%s is %d to %d, and not \"%d\"", what, least, most,
                        percent);
    *score = log2(percent / (100.0 - percent));
    return SIGNPOST_OK;
}

signpost_status sgp_duplicates_thresholds(const signpost_duplicates_options *options, double *certain, double *review,
                                          signpost_error *error)
{
    enum { CERTAIN = 70, REVIEW = 40 };
    if (options && options->size != sizeof *options)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                        "the options of signpost_duplicates_find are not set up by SIGNPOST_DUPLICATES_OPTIONS_INIT");
    signpost_status status =
        read_percent(options ? options->certain_percent : 0, CERTAIN, 50, 99, "certain_percent", certain, error);
    if (status == SIGNPOST_OK)
        status = read_percent(options ? options->review_percent : 0, REVIEW, 1, 99, "review_percent", review, error);
    if (status == SIGNPOST_OK && *review > *certain)
        *review = *certain;
    return status;
}

/* ---- what was said ---- */

static int by_pair(const void *a, const void *b)
{
    const sgp_said *x = a, *y = b;
    if (x->a != y->a)
        return x->a > y->a ? 1 : -1;
    if (x->b != y->b)
        return x->b > y->b ? 1 : -1;
    return (x->same > y->same) - (x->same < y->same); /* "different" first: it counts */
}

const sgp_said *sgp_duplicates_said(const signpost_duplicates *duplicates, uint32_t a, uint32_t b)
{
    const sgp_said *items = duplicates->said.items;
    size_t from = 0, to = duplicates->said.count;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (items[middle].a < a || (items[middle].a == a && items[middle].b < b))
            from = middle + 1;
        else
            to = middle;
    }
    return from < duplicates->said.count && items[from].a == a && items[from].b == b ? &items[from] : NULL;
}

/* Uids by their bytes, to find records by. Refuses one that is missing or stands twice. */
static signpost_status note_uids(const sgp_records *records, sgp_strings *uids, signpost_error *error)
{
    for (size_t i = 0; i < records->items.count; i++) {
        const char *uid = SGP_AT(&records->items, signpost_duplicate_record, i)->uid;
        if (!uid || !*uid)
            return sgp_fail(error, SIGNPOST_INVALID, SGP_DUPLICATE_UID, "record %zu has no uid", i + 1);
        int32_t number = sgp_strings_add(uids, uid, strlen(uid));
        if (number == SGP_NO_STRING)
            return sgp_fail_memory(error);
        if ((size_t)number != i)
            return sgp_fail(error, SIGNPOST_INVALID, SGP_DUPLICATE_UID, "the uid \"%s\" stands twice", uid);
    }
    return SIGNPOST_OK;
}

/* Decisions on entries that are not there any more say nothing. */
static signpost_status note_decisions(signpost_duplicates *found, const signpost_duplicates_options *options,
                                      const sgp_strings *uids, signpost_error *error)
{
    for (size_t i = 0; options && i < options->decision_count; i++) {
        const signpost_duplicate_decision *decision = &options->decisions[i];
        int32_t a = sgp_strings_find(uids, decision->uid_a, strlen(decision->uid_a));
        int32_t b = sgp_strings_find(uids, decision->uid_b, strlen(decision->uid_b));
        if (a == SGP_NO_STRING || b == SGP_NO_STRING || a == b)
            continue;
        sgp_said *said = sgp_array_add(&found->said);
        if (!said)
            return sgp_fail_memory(error);
        *said = (sgp_said){(uint32_t)(a < b ? a : b), (uint32_t)(a < b ? b : a), decision->same};
    }
    if (found->said.count)
        qsort(found->said.items, found->said.count, sizeof(sgp_said), by_pair);
    return SIGNPOST_OK;
}

static signpost_status read_decisions(signpost_duplicates *found, const signpost_duplicates_options *options,
                                      signpost_error *error)
{
    sgp_strings uids;
    sgp_strings_init(&uids);
    signpost_status status = note_uids(&found->records, &uids, error);
    if (status == SIGNPOST_OK)
        status = note_decisions(found, options, &uids, error);
    sgp_strings_release(&uids);
    return status;
}

/* ---- twins ---- */

/* Marks those of whom something was said: each is its own. */
static void mark_decided(const signpost_duplicates *found, sgp_word *decided)
{
    for (size_t i = 0; i < found->said.count; i++) {
        const sgp_said *said = SGP_AT(&found->said, sgp_said, i);
        sgp_bit_set(decided, said->a);
        sgp_bit_set(decided, said->b);
    }
}

/* Entries that are the same in all are compared once: a million of them are one. */
static signpost_status find_twins(signpost_duplicates *found, signpost_error *error)
{
    const sgp_entries *entries = &found->entries;
    size_t slot_count = 64;
    while (slot_count < entries->count * 2)
        slot_count *= 2;
    uint32_t *slots = sgp_allocate_zeroed(slot_count, sizeof *slots); /* 1 + entry */
    sgp_word *decided = sgp_allocate_zeroed(sgp_words_for(entries->count), sizeof *decided);
    if (decided)
        mark_decided(found, decided);
    for (uint32_t i = 0; i < entries->count && slots && decided; i++) {
        const sgp_entry *entry = &entries->items[i];
        found->twin_of[i] = i;
        if (sgp_bit_get(decided, i) || !sgp_entry_says_enough(entry))
            continue;
        size_t at = (size_t)sgp_entry_hash(entry) & (slot_count - 1);
        while (slots[at] && !sgp_entries_are_identical(&entries->items[slots[at] - 1], entry))
            at = (at + 1) & (slot_count - 1);
        if (slots[at])
            found->twin_of[i] = slots[at] - 1;
        else
            slots[at] = i + 1;
    }
    bool good = slots && decided;
    sgp_release(slots);
    sgp_release(decided);
    return good ? SIGNPOST_OK : sgp_fail_memory(error);
}

/* ---- links ---- */

/* What scoring and gathering need of one search. */
typedef struct seeking {
    signpost_duplicates *found;
    sgp_comparer comparer;
    sgp_blocks blocks;
    sgp_pairing *pairing;
    sgp_array links; /* sgp_link, of at least `review` */
    double certain, review;
} seeking;

/* The score, unless something was said of the two. */
static double judge(seeking *seek, uint32_t a, uint32_t b, double least)
{
    const sgp_entry *items = seek->found->entries.items;
    const sgp_said *said = sgp_duplicates_said(seek->found, a, b);
    int rule = said ? 0 : sgp_ods_rule(&items[a], &items[b]);
    if (said || rule)
        return (said && said->same) || rule > 0 ? SGP_MUST : SGP_NEVER;
    return sgp_model_score(&seek->found->model, &seek->comparer, &items[a], &items[b], least);
}

static bool link_entries(seeking *seek, uint32_t a, uint32_t b)
{
    double score = judge(seek, a, b, seek->review);
    if (score < seek->review)
        return true;
    sgp_link *link = sgp_array_add(&seek->links);
    if (link)
        *link = (sgp_link){score, a, b};
    return link != NULL;
}

/* What people said is linked whether a key asks for it or not; one that both do counts once. */
static bool link_decided(seeking *seek)
{
    for (size_t i = 0; i < seek->found->said.count; i++) {
        const sgp_said *said = SGP_AT(&seek->found->said, sgp_said, i);
        if (sgp_duplicates_said(seek->found, said->a, said->b) == said && !link_entries(seek, said->a, said->b))
            return false;
    }
    return true;
}

static signpost_status link_all(seeking *seek, const signpost_duplicates_options *options, signpost_error *error)
{
    signpost_duplicates *found = seek->found;
    size_t count = found->entries.count;
    if (!link_decided(seek))
        return sgp_fail_memory(error);
    for (uint32_t i = 0; i < count; i++) {
        if (options && options->progress && i % BETWEEN_REPORTS == 0 &&
            !options->progress(options->progress_context, i, count))
            return sgp_fail(error, SIGNPOST_CANCELLED, SGP_CANCELLED, "stopped as asked");
        if (found->twin_of[i] != i)
            continue;
        sgp_pairing_of(seek->pairing, i);
        found->compared += seek->pairing->count;
        for (size_t j = 0; j < seek->pairing->count; j++) {
            uint32_t other = seek->pairing->partners[j].entry;
            if (!sgp_duplicates_said(found, i, other) && !link_entries(seek, i, other))
                return sgp_fail_memory(error);
        }
    }
    return SIGNPOST_OK;
}

/* A weight far beyond doubt counts no more than one beyond doubt, so that one field cannot outvote a cluster. */
static double score_of(void *context, uint32_t a, uint32_t b)
{
    static const double most = 20;
    double score = judge(context, a < b ? a : b, a < b ? b : a, -1e3);
    return fabs(score) >= SGP_MUST ? score : fmax(-most, fmin(most, score));
}

static void give_twins_their_cluster(signpost_duplicates *found)
{
    for (uint32_t i = 0; i < found->entries.count; i++)
        found->cluster_of[i] = found->cluster_of[found->twin_of[i]];
}

static signpost_status set_model(seeking *seek, const sgp_model *model, signpost_error *error)
{
    signpost_duplicates *found = seek->found;
    if (!model)
        return sgp_model_learn(&found->model, &seek->blocks, &seek->comparer, error);
    found->model = *model;
    sgp_model_weigh(&found->model, &found->entries);
    return SIGNPOST_OK;
}

static signpost_status seek_in(seeking *seek, const signpost_duplicates_options *options, const sgp_model *model,
                               signpost_error *error)
{
    signpost_duplicates *found = seek->found;
    signpost_status status = sgp_comparer_init(&seek->comparer, &found->entries, error);
    if (status == SIGNPOST_OK)
        status = sgp_blocks_make(&seek->blocks, &found->entries, found->twin_of, error);
    if (status == SIGNPOST_OK)
        status = set_model(seek, model, error);
    if (status == SIGNPOST_OK)
        status = sgp_pairing_init(seek->pairing, &seek->blocks, error);
    if (status == SIGNPOST_OK)
        status = link_all(seek, options, error);
    if (status != SIGNPOST_OK)
        return status;
    sgp_links_sort(seek->links.items, seek->links.count);
    status = sgp_cluster(found->entries.count, seek->links.items, seek->links.count, seek->certain, score_of, seek,
                         found->cluster_of, error);
    if (status != SIGNPOST_OK)
        return status;
    give_twins_their_cluster(found);
    return sgp_duplicates_gather(found, &seek->comparer, &seek->links, error);
}

static signpost_status seek_all(signpost_duplicates *found, const signpost_duplicates_options *options,
                                const sgp_model *model, signpost_error *error)
{
    size_t count = found->records.items.count;
    seeking seek = {.found = found, .links = SGP_ARRAY_OF(sgp_link)};
    if (count > MOST_RECORDS)
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_TOO_LARGE, "%zu records, where at most %d can be compared",
                        count, MOST_RECORDS);
    signpost_status status = sgp_duplicates_thresholds(options, &seek.certain, &seek.review, error);
    if (status == SIGNPOST_OK)
        status = read_decisions(found, options, error);
    if (status == SIGNPOST_OK)
        status = sgp_entries_make(&found->entries, found->records.items.items, count, error);
    if (status != SIGNPOST_OK)
        return status;
    found->twin_of = sgp_allocate(count * sizeof *found->twin_of);
    found->cluster_of = sgp_allocate(count * sizeof *found->cluster_of);
    seek.pairing = sgp_allocate_zeroed(1, sizeof *seek.pairing);
    status = found->twin_of && found->cluster_of && seek.pairing ? find_twins(found, error) : sgp_fail_memory(error);
    if (status == SIGNPOST_OK)
        status = seek_in(&seek, options, model, error);
    if (seek.pairing)
        sgp_pairing_release(seek.pairing);
    sgp_release(seek.pairing);
    sgp_blocks_release(&seek.blocks);
    sgp_comparer_release(&seek.comparer);
    sgp_array_release(&seek.links);
    return status;
}

signpost_status sgp_duplicates_find(sgp_records *records, const signpost_duplicates_options *options,
                                    const sgp_model *model, signpost_duplicates **duplicates, signpost_error *error)
{
    *duplicates = NULL;
    signpost_duplicates *found = sgp_allocate_zeroed(1, sizeof *found);
    if (!found) {
        sgp_records_release(records);
        return sgp_fail_memory(error);
    }
    found->records = *records;
    sgp_records_init(records);
    found->said = (sgp_array)SGP_ARRAY_OF(sgp_said);
    found->pairs = (sgp_array)SGP_ARRAY_OF(sgp_judged);
    found->clusters = (sgp_array)SGP_ARRAY_OF(sgp_gathered);
    found->members = (sgp_array)SGP_ARRAY_OF(size_t);
    signpost_status status = seek_all(found, options, model, error);
    if (status == SIGNPOST_OK)
        *duplicates = found;
    else
        signpost_duplicates_free(found);
    return status;
}

/* What was found, as it is asked for. */
#include "base/error.h"
#include "duplicates/duplicates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = SIGNPOST_DUPLICATE_FIELDS };

static const signpost_duplicate_record *record_of(const signpost_duplicates *found, size_t index)
{
    return SGP_AT(&found->records.items, signpost_duplicate_record, index);
}

void signpost_duplicates_free(signpost_duplicates *duplicates)
{
    if (!duplicates)
        return;
    sgp_records_release(&duplicates->records);
    sgp_entries_release(&duplicates->entries);
    sgp_array_release(&duplicates->said);
    sgp_release(duplicates->twin_of);
    sgp_release(duplicates->cluster_of);
    sgp_array_release(&duplicates->pairs);
    sgp_array_release(&duplicates->clusters);
    sgp_array_release(&duplicates->members);
    sgp_release(duplicates);
}

size_t signpost_duplicates_record_count(const signpost_duplicates *duplicates)
{
    return duplicates->records.items.count;
}

const signpost_duplicate_record *signpost_duplicates_record(const signpost_duplicates *duplicates, size_t index)
{
    return index < duplicates->records.items.count ? record_of(duplicates, index) : NULL;
}

/* ---- clusters ---- */

size_t signpost_duplicates_cluster_count(const signpost_duplicates *duplicates)
{
    return duplicates->clusters.count;
}

signpost_duplicate_cluster signpost_duplicates_cluster(const signpost_duplicates *duplicates, size_t index)
{
    if (index >= duplicates->clusters.count)
        return (signpost_duplicate_cluster){"", NULL, 0, 0};
    const sgp_gathered *cluster = SGP_AT(&duplicates->clusters, sgp_gathered, index);
    const size_t *members = SGP_AT(&duplicates->members, size_t, cluster->first);
    return (signpost_duplicate_cluster){record_of(duplicates, members[0])->uid, members, cluster->count, cluster->keep};
}

/* The text of a record for a field, and its number by which equal ones are told; NULL for fields without one. */
static const char *text_of(const signpost_duplicates *found, size_t record, signpost_duplicate_field field,
                           int32_t *number)
{
    const signpost_duplicate_record *from = record_of(found, record);
    const char *const texts[FIELDS] = {
        [SIGNPOST_BY_NAME] = from->name,     [SIGNPOST_BY_ADDRESS] = from->address,   [SIGNPOST_BY_PHONE] = from->phone,
        [SIGNPOST_BY_DISTANCE] = NULL,       [SIGNPOST_BY_POSTCODE] = from->postcode, [SIGNPOST_BY_TOWN] = from->town,
        [SIGNPOST_BY_TYPE] = from->type,     [SIGNPOST_BY_NEEDS] = from->needs,       [SIGNPOST_BY_HOURS] = from->hours,
        [SIGNPOST_BY_CODE] = from->ods_code,
    };
    *number = sgp_exact_number(&found->entries.items[record], field);
    return texts[field];
}

signpost_status signpost_duplicates_loss(const signpost_duplicates *duplicates, size_t cluster, size_t *cursor,
                                         signpost_duplicate_loss *loss)
{
    signpost_duplicate_cluster of = signpost_duplicates_cluster(duplicates, cluster);
    for (; *cursor / FIELDS < of.count; ++*cursor) { /* member by member, field by field */
        size_t record = of.records[*cursor / FIELDS];
        signpost_duplicate_field field = (signpost_duplicate_field)(*cursor % FIELDS);
        int32_t said, kept;
        const char *value = text_of(duplicates, record, field, &said);
        const char *instead = text_of(duplicates, of.keep, field, &kept);
        if (!value || !*value || said == kept)
            continue;
        ++*cursor;
        *loss = (signpost_duplicate_loss){record, field, value, instead ? instead : ""};
        return SIGNPOST_OK;
    }
    return SIGNPOST_NONE;
}

/* ---- pairs ---- */

size_t signpost_duplicates_pair_count(const signpost_duplicates *duplicates)
{
    return duplicates->pairs.count;
}

static int32_t hundredths(double weight)
{
    return (int32_t)lround(weight * 100);
}

signpost_duplicate_pair signpost_duplicates_pair(const signpost_duplicates *duplicates, size_t index)
{
    signpost_duplicate_pair pair = {0};
    if (index >= duplicates->pairs.count)
        return pair;
    const sgp_judged *judged = SGP_AT(&duplicates->pairs, sgp_judged, index);
    const sgp_entry *items = duplicates->entries.items;
    sgp_comparer plain = {&duplicates->entries, NULL};
    sgp_levels levels;
    sgp_waterfall fall;
    pair.a = judged->a;
    pair.b = judged->b;
    pair.verdict = (signpost_duplicate_verdict)judged->verdict;
    pair.reason = (signpost_duplicate_reason)judged->reason;
    sgp_compare(&plain, &items[pair.a], &items[pair.b], &levels);
    sgp_model_explain(&duplicates->model, &duplicates->entries, &items[pair.a], &items[pair.b], &levels, &fall);
    pair.start_hundredths = hundredths(fall.start);
    pair.neighbours_hundredths = hundredths(fall.neighbours);
    pair.weight_hundredths = pair.start_hundredths + pair.neighbours_hundredths; /* so that what is shown adds up */
    for (int field = 0; field < FIELDS; field++) {
        const char *words = sgp_level_words((signpost_duplicate_field)field, levels.of[field]);
        pair.steps[field] = (signpost_duplicate_step){words, hundredths(fall.steps[field])};
        pair.weight_hundredths += pair.steps[field].weight_hundredths;
    }
    pair.probability_basis = (int32_t)lround(10000 / (1 + exp2(-fall.score)));
    return pair;
}

/* ---- evaluation ---- */

static int64_t pairs_of(int64_t count)
{
    return count * (count - 1) / 2;
}

typedef struct labelled {
    const char *truth;
    uint32_t cluster;
} labelled;

static int by_truth(const void *a, const void *b)
{
    const labelled *x = a, *y = b;
    int order = strcmp(x->truth, y->truth);
    return order ? order : (x->cluster > y->cluster) - (x->cluster < y->cluster);
}

static int32_t basis(int64_t part, int64_t whole)
{
    return whole ? (int32_t)lround(10000.0 * (double)part / (double)whole) : 0;
}

/* Pairs of one label, and of one label and cluster, in a list by both. */
static void count_pairs(const labelled *list, size_t count, signpost_duplicates_evaluation *made)
{
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && strcmp(list[to].truth, list[from].truth) == 0;) {
            size_t same = to;
            while (same < count && list[same].cluster == list[to].cluster &&
                   strcmp(list[same].truth, list[from].truth) == 0)
                same++;
            made->right_pairs += pairs_of((int64_t)(same - to));
            to = same;
        }
        made->true_pairs += pairs_of((int64_t)(to - from));
    }
}

signpost_status signpost_duplicates_evaluate(const signpost_duplicates *duplicates,
                                             signpost_duplicates_evaluation *evaluation, signpost_error *error)
{
    signpost_duplicates_evaluation made = {0};
    size_t count = duplicates->records.items.count, labels = 0;
    labelled *list = sgp_allocate(count * sizeof *list);
    if (!list)
        return sgp_fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        const char *truth = record_of(duplicates, i)->truth;
        if (truth && *truth)
            list[labels++] = (labelled){truth, duplicates->cluster_of[i]};
    }
    if (labels)
        qsort(list, labels, sizeof *list, by_truth);
    count_pairs(list, labels, &made);
    sgp_release(list);
    for (size_t i = 0; i < duplicates->clusters.count; i++)
        made.found_pairs += pairs_of(SGP_AT(&duplicates->clusters, sgp_gathered, i)->count);
    made.precision_basis = basis(made.right_pairs, made.found_pairs);
    made.recall_basis = basis(made.right_pairs, made.true_pairs);
    made.f1_basis = basis(2 * made.right_pairs, made.found_pairs + made.true_pairs);
    *evaluation = made;
    return SIGNPOST_OK;
}

signpost_duplicates_about signpost_duplicates_describe(const signpost_duplicates *duplicates)
{
    signpost_duplicates_about about = {.records = duplicates->records.items.count,
                                       .compared_pairs = duplicates->compared,
                                       .clusters = duplicates->clusters.count};
    for (size_t i = 0; i < duplicates->pairs.count; i++)
        if (SGP_AT(&duplicates->pairs, sgp_judged, i)->verdict == SIGNPOST_DUPLICATE_SAME)
            about.same_pairs++;
        else
            about.review_pairs++;
    return about;
}

/* ---- records of the caller ---- */

static bool copy_text(sgp_arena *arena, const char **text)
{
    if (!*text)
        return true;
    *text = sgp_arena_text(arena, *text, strlen(*text));
    return *text != NULL;
}

bool sgp_records_add(sgp_records *records, const signpost_duplicate_record *record)
{
    signpost_duplicate_record *copy = sgp_array_add(&records->items);
    if (!copy)
        return false;
    *copy = *record;
    const char **const texts[] = {&copy->uid,      &copy->name,     &copy->address, &copy->town,
                                  &copy->postcode, &copy->phone,    &copy->type,    &copy->needs,
                                  &copy->hours,    &copy->ods_code, &copy->state,   &copy->truth};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!copy_text(&records->arena, texts[i]))
            return false;
    return true;
}

signpost_status signpost_duplicates_find(const signpost_duplicate_record *records, size_t count,
                                         const signpost_duplicates_options *options, signpost_duplicates **duplicates,
                                         signpost_error *error)
{
    sgp_records copied;
    sgp_records_init(&copied);
    *duplicates = NULL;
    for (size_t i = 0; i < count; i++)
        if (!sgp_records_add(&copied, &records[i])) {
            sgp_records_release(&copied);
            return sgp_fail_memory(error);
        }
    return sgp_duplicates_find(&copied, options, NULL, duplicates, error);
}

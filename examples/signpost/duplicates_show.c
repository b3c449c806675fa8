/* Duplicates as a table for people, as JSON and as CSV. */
#include "duplicates.h"

#include <stdlib.h>
#include <string.h>

enum { JSON_VERSION = 1, FIELDS = SIGNPOST_DUPLICATE_FIELDS };

static const char *const reasons[] = {
    [SIGNPOST_BY_WEIGHT] = "weight", [SIGNPOST_BY_DECISION] = "decision", [SIGNPOST_BY_ODS_RULE] = "ods-rule"};
static const char *const verdicts[] = {[SIGNPOST_DUPLICATE_SAME] = "same", [SIGNPOST_DUPLICATE_REVIEW] = "review"};

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* A count of 10^-`decimals` in words: `+11.20`. */
static const char *fixed(int32_t value, int decimals, bool with_sign, char buffer[24])
{
    int32_t unit = decimals == 2 ? 100 : 10000;
    const char *sign = value < 0 ? "-" : with_sign ? "+" : "";
    snprintf(buffer, 24, "%s%d.%0*d", sign, abs(value / unit), decimals, abs(value % unit));
    return buffer;
}

/* ---- for people ---- */

static void print_record(FILE *to, const char *what, const signpost_duplicate_record *record)
{
    const char *const texts[] = {record->name, record->address, record->town, record->postcode, record->phone};
    const char *between = "";
    fprintf(to, "  %-6s %s: ", what, record->uid);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (*or_empty(texts[i])) {
            fprintf(to, "%s%s", between, texts[i]);
            between = ", ";
        }
    fputs(*or_empty(record->type) ? ", type " : "\n", to);
    if (*or_empty(record->type))
        fprintf(to, "%s\n", record->type);
}

static void print_step(FILE *to, const char *name, const char *words, int32_t weight)
{
    char bits[24];
    fprintf(to, "    %-9s %-46s %8s\n", name, words, fixed(weight, 2, true, bits));
}

/* Why a pair was judged so: what each field weighs, in bits. */
static void print_pair(FILE *to, const signpost_duplicates *found, const signpost_duplicate_pair *pair)
{
    char percent[24], bits[24];
    fprintf(to, "  %s and %s: ", signpost_duplicates_record(found, pair->a)->uid,
            signpost_duplicates_record(found, pair->b)->uid);
    if (pair->reason == SIGNPOST_BY_DECISION)
        fputs("one service, as a person decided; by weight ", to);
    else if (pair->reason == SIGNPOST_BY_ODS_RULE)
        fputs("pharmacies of one ODS stem and type are one service; by weight ", to);
    fprintf(to, "%s %% likely\n", fixed(pair->probability_basis, 2, false, percent));
    print_step(to, "start", "any two entries", pair->start_hundredths);
    for (int field = 0; field < FIELDS; field++)
        if (pair->steps[field].weight_hundredths)
            print_step(to, signpost_duplicate_field_name((signpost_duplicate_field)field), pair->steps[field].words,
                       pair->steps[field].weight_hundredths);
    if (pair->neighbours_hundredths)
        print_step(to, "place", "two services of one place look so, too", pair->neighbours_hundredths);
    fprintf(to, "    %-56s %8s bits\n", "together", fixed(pair->weight_hundredths, 2, true, bits));
}

static void print_losses(FILE *to, const signpost_duplicates *found, size_t cluster)
{
    enum { MOST_LOSSES = 10 };
    signpost_duplicate_loss loss;
    size_t cursor = 0;
    for (int i = 0; signpost_duplicates_loss(found, cluster, &cursor, &loss) == SIGNPOST_OK; i++) {
        if (i == MOST_LOSSES) {
            fputs("    and more: --format json lists all that merging loses\n", to);
            return;
        }
        const char *uid = signpost_duplicates_record(found, loss.record)->uid;
        const char *field = signpost_duplicate_field_name(loss.field);
        if (*loss.kept)
            fprintf(to, "    merging loses %s \"%s\" of %s, where \"%s\" is kept\n", field, loss.value, uid, loss.kept);
        else
            fprintf(to, "    only %s says %s \"%s\": carry it over\n", uid, field, loss.value);
    }
}

/* For each record, 1 + the cluster that it is in. */
static size_t *clusters_of_records(const signpost_duplicates *found)
{
    size_t *clusters = calloc(signpost_duplicates_record_count(found) + 1, sizeof *clusters);
    for (size_t i = 0; clusters && i < signpost_duplicates_cluster_count(found); i++) {
        signpost_duplicate_cluster cluster = signpost_duplicates_cluster(found, i);
        for (size_t j = 0; j < cluster.count; j++)
            clusters[cluster.records[j]] = i + 1;
    }
    return clusters;
}

/* Pairs cluster by cluster, as they stand in the list: `heads` and `next` hold 1 + a pair, or 0. */
typedef struct pair_lists {
    size_t *clusters, *heads, *next;
} pair_lists;

static void free_lists(pair_lists *lists)
{
    free(lists->clusters);
    free(lists->heads);
    free(lists->next);
}

static bool make_lists(const signpost_duplicates *found, pair_lists *lists)
{
    size_t pairs = signpost_duplicates_pair_count(found);
    lists->clusters = clusters_of_records(found);
    lists->heads = calloc(signpost_duplicates_cluster_count(found) + 1, sizeof *lists->heads);
    lists->next = calloc(pairs + 1, sizeof *lists->next);
    if (!lists->clusters || !lists->heads || !lists->next)
        return false;
    for (size_t i = pairs; i-- > 0;) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(found, i);
        size_t *head = &lists->heads[pair.verdict == SIGNPOST_DUPLICATE_SAME ? lists->clusters[pair.a] : 0];
        lists->next[i] = *head;
        *head = i + 1;
    }
    return true;
}

static void print_cluster(FILE *to, const signpost_duplicates *found, size_t index, const pair_lists *lists)
{
    enum { MOST_PAIRS = 6, MOST_MEMBERS = 20 };
    signpost_duplicate_cluster cluster = signpost_duplicates_cluster(found, index);
    size_t shown = 0;
    fprintf(to, "\nduplicates %s: %zu entries\n", cluster.id, cluster.count);
    print_record(to, "keep", signpost_duplicates_record(found, cluster.keep));
    for (size_t i = 0; i < cluster.count && i < MOST_MEMBERS; i++)
        if (cluster.records[i] != cluster.keep)
            print_record(to, "merge", signpost_duplicates_record(found, cluster.records[i]));
    if (cluster.count > MOST_MEMBERS)
        fprintf(to, "  and %zu more: --format json lists them all\n", cluster.count - MOST_MEMBERS);
    print_losses(to, found, index);
    for (size_t at = lists->heads[index + 1]; at && shown < MOST_PAIRS; at = lists->next[at - 1], shown++) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(found, at - 1);
        print_pair(to, found, &pair);
    }
}

static void print_review(FILE *to, const signpost_duplicates *found, size_t most, const pair_lists *lists)
{
    for (size_t at = lists->heads[0], shown = 0; at && shown < most; at = lists->next[at - 1], shown++) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(found, at - 1);
        fputs("\nfor review: one service, or two?\n", to);
        print_record(to, "entry", signpost_duplicates_record(found, pair.a));
        print_record(to, "entry", signpost_duplicates_record(found, pair.b));
        print_pair(to, found, &pair);
    }
}

static void print_evaluation(FILE *to, const duplicates_shown *shown)
{
    char precision[24], recall[24], f1[24];
    const signpost_duplicates_evaluation *by = &shown->by_labels;
    fprintf(to, "by the labels of %s: %lld pairs are one service, %lld were found, %lld of them rightly\n",
            shown->truth, (long long)by->true_pairs, (long long)by->found_pairs, (long long)by->right_pairs);
    fprintf(to, "precision %s, recall %s, F1 %s\n", fixed(by->precision_basis, 4, false, precision),
            fixed(by->recall_basis, 4, false, recall), fixed(by->f1_basis, 4, false, f1));
}

void duplicates_table(output *to, const duplicates_shown *shown)
{
    const signpost_duplicates *found = shown->found;
    signpost_duplicates_about about = signpost_duplicates_describe(found);
    pair_lists lists = {0};
    fprintf(to->file,
            "%zu entries, of which %zu pairs were compared: %zu clusters of duplicates, %zu pairs for review\n",
            about.records, about.compared_pairs, about.clusters, about.review_pairs);
    if (shown->truth)
        print_evaluation(to->file, shown);
    if (make_lists(found, &lists)) {
        for (size_t i = 0; i < about.clusters && i < shown->most; i++)
            print_cluster(to->file, found, i, &lists);
        print_review(to->file, found, shown->most, &lists);
        if (about.clusters > shown->most || about.review_pairs > shown->most)
            fprintf(to->file, "\nat most %zu of each are shown: say --limit N, or --format csv or json for all\n",
                    shown->most);
    } else {
        fputs("error: memory ran out [SP0101]\n", stderr);
    }
    free_lists(&lists);
}

/* ---- JSON ---- */

static void json_record(signpost_json *json, const signpost_duplicate_record *record)
{
    const char *const names[] = {"uid", "name", "address", "town", "postcode", "phone", "type", "ods_code", "hours"};
    const char *const texts[] = {record->uid,   record->name, record->address,  record->town, record->postcode,
                                 record->phone, record->type, record->ods_code, record->hours};
    signpost_json_object(json, NULL);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        signpost_json_text(json, names[i], texts[i] && *texts[i] ? texts[i] : NULL);
    signpost_json_close(json);
}

static void json_cluster(signpost_json *json, const signpost_duplicates *found, size_t index)
{
    signpost_duplicate_cluster cluster = signpost_duplicates_cluster(found, index);
    signpost_duplicate_loss loss;
    signpost_json_object(json, NULL);
    signpost_json_text(json, "id", cluster.id);
    signpost_json_text(json, "keep", signpost_duplicates_record(found, cluster.keep)->uid);
    signpost_json_list(json, "entries");
    for (size_t i = 0; i < cluster.count; i++)
        json_record(json, signpost_duplicates_record(found, cluster.records[i]));
    signpost_json_close(json);
    signpost_json_list(json, "losses");
    for (size_t cursor = 0; signpost_duplicates_loss(found, index, &cursor, &loss) == SIGNPOST_OK;) {
        signpost_json_object(json, NULL);
        signpost_json_text(json, "uid", signpost_duplicates_record(found, loss.record)->uid);
        signpost_json_text(json, "field", signpost_duplicate_field_name(loss.field));
        signpost_json_text(json, "value", loss.value);
        signpost_json_text(json, "kept", *loss.kept ? loss.kept : NULL);
        signpost_json_close(json);
    }
    signpost_json_close(json);
    signpost_json_close(json);
}

static void json_pair(signpost_json *json, const signpost_duplicates *found, const signpost_duplicate_pair *pair)
{
    signpost_json_object(json, NULL);
    signpost_json_list(json, "entries");
    json_record(json, signpost_duplicates_record(found, pair->a));
    json_record(json, signpost_duplicates_record(found, pair->b));
    signpost_json_close(json);
    signpost_json_text(json, "verdict", verdicts[pair->verdict]);
    signpost_json_text(json, "reason", reasons[pair->reason]);
    signpost_json_integer(json, "probability_basis", pair->probability_basis);
    signpost_json_integer(json, "weight_hundredths", pair->weight_hundredths);
    signpost_json_integer(json, "start_hundredths", pair->start_hundredths);
    signpost_json_integer(json, "neighbours_hundredths", pair->neighbours_hundredths);
    signpost_json_list(json, "steps");
    for (int field = 0; field < FIELDS; field++) {
        signpost_json_object(json, NULL);
        signpost_json_text(json, "field", signpost_duplicate_field_name((signpost_duplicate_field)field));
        signpost_json_text(json, "words", pair->steps[field].words);
        signpost_json_integer(json, "weight_hundredths", pair->steps[field].weight_hundredths);
        signpost_json_close(json);
    }
    signpost_json_close(json);
    signpost_json_close(json);
}

static void json_evaluation(signpost_json *json, const duplicates_shown *shown)
{
    const signpost_duplicates_evaluation *by = &shown->by_labels;
    if (!shown->truth) {
        signpost_json_null(json, "evaluation");
        return;
    }
    signpost_json_object(json, "evaluation");
    signpost_json_integer(json, "true_pairs", by->true_pairs);
    signpost_json_integer(json, "found_pairs", by->found_pairs);
    signpost_json_integer(json, "right_pairs", by->right_pairs);
    signpost_json_integer(json, "precision_basis", by->precision_basis);
    signpost_json_integer(json, "recall_basis", by->recall_basis);
    signpost_json_integer(json, "f1_basis", by->f1_basis);
    signpost_json_close(json);
}

void duplicates_members_json(signpost_json *json, const duplicates_shown *shown)
{
    signpost_duplicates_about about = signpost_duplicates_describe(shown->found);
    signpost_json_integer(json, "version", JSON_VERSION);
    signpost_json_integer(json, "entries", (int64_t)about.records);
    signpost_json_integer(json, "compared_pairs", (int64_t)about.compared_pairs);
    json_evaluation(json, shown);
    signpost_json_list(json, "clusters");
    for (size_t i = 0; i < about.clusters; i++)
        json_cluster(json, shown->found, i);
    signpost_json_close(json);
    signpost_json_list(json, "pairs");
    for (size_t i = 0; i < signpost_duplicates_pair_count(shown->found); i++) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(shown->found, i);
        json_pair(json, shown->found, &pair);
    }
    signpost_json_close(json);
}

void duplicates_json(output *to, const duplicates_shown *shown)
{
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    duplicates_members_json(&json, shown);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

/* ---- CSV ---- */

static void csv_number(FILE *to, int32_t value, int decimals)
{
    char text[24];
    csv_field(to, fixed(value, decimals, false, text), false);
}

void duplicates_csv(output *to, const duplicates_shown *shown)
{
    const signpost_duplicates *found = shown->found;
    size_t *clusters = clusters_of_records(found);
    fputs("cluster,keep,verdict,reason,probability,weight,start", to->file);
    for (int field = 0; field < FIELDS; field++)
        csv_field(to->file, signpost_duplicate_field_name((signpost_duplicate_field)field), false);
    fputs(",neighbours,uid_a,name_a,uid_b,name_b\n", to->file);
    for (size_t i = 0; clusters && i < signpost_duplicates_pair_count(found); i++) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(found, i);
        const signpost_duplicate_record *a = signpost_duplicates_record(found, pair.a);
        const signpost_duplicate_record *b = signpost_duplicates_record(found, pair.b);
        bool together = pair.verdict == SIGNPOST_DUPLICATE_SAME;
        signpost_duplicate_cluster cluster = {0};
        if (together)
            cluster = signpost_duplicates_cluster(found, clusters[pair.a] - 1);
        csv_field(to->file, or_empty(cluster.id), true);
        csv_field(to->file, together ? signpost_duplicates_record(found, cluster.keep)->uid : "", false);
        csv_field(to->file, verdicts[pair.verdict], false);
        csv_field(to->file, reasons[pair.reason], false);
        csv_number(to->file, pair.probability_basis, 4);
        csv_number(to->file, pair.weight_hundredths, 2);
        csv_number(to->file, pair.start_hundredths, 2);
        for (int field = 0; field < FIELDS; field++)
            csv_number(to->file, pair.steps[field].weight_hundredths, 2);
        csv_number(to->file, pair.neighbours_hundredths, 2);
        csv_field(to->file, a->uid, false);
        csv_field(to->file, or_empty(a->name), false);
        csv_field(to->file, b->uid, false);
        csv_field(to->file, or_empty(b->name), false);
        fputc('\n', to->file);
    }
    if (!clusters)
        fputs("error: memory ran out [SP0101]\n", stderr);
    free(clusters);
}

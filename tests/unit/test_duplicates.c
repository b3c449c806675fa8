/* Finding duplicates, as hosts call it: pairs, clusters, what is kept and lost, decisions, the rule of pharmacies,
 * evaluation, and bad input. */
#include "../support/cmocka_all.h"

#include "signpost/duplicates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Three services entered twice (a and b), and others that are like them without being them. */
static const signpost_duplicate_record town[] = {
    {.uid = "river-a",
     .name = "Riverside Surgery",
     .address = "12 Mill Lane",
     .town = "Hadlow",
     .postcode = "TN11 0AA",
     .phone = "01732 600100",
     .type = "100",
     .state = "active",
     .truth = "A"},
    {.uid = "river-b",
     .name = "The Riverside Surgery",
     .address = "12, Mill Ln",
     .town = "Hadlow",
     .postcode = "TN11 0AA",
     .phone = "+44 1732 600100",
     .type = "100",
     .hours = "Mo-Fr 09:00-17:00",
     .truth = "A"},
    {.uid = "river-pharmacy",
     .name = "Riverside Pharmacy",
     .address = "12 Mill Lane",
     .town = "Hadlow",
     .postcode = "TN11 0AA",
     .phone = "01732 600101",
     .type = "13",
     .truth = "B"},
    {.uid = "john-a",
     .name = "St. John's Clinic",
     .address = "Unit 4, 8 High Street",
     .town = "Tonbridge",
     .postcode = "TN9 1AB",
     .phone = "01732 600200",
     .type = "17",
     .truth = "C"},
    {.uid = "john-b",
     .name = "Saint Johns Clinc",
     .address = "Unit 4 8 High St",
     .town = "Tonbridge",
     .phone = "01732 600200",
     .type = "17",
     .truth = "C"},
    {.uid = "john-other",
     .name = "St John's Dental Care",
     .address = "Unit 5, 8 High Street",
     .town = "Tonbridge",
     .postcode = "TN9 1AB",
     .phone = "01732 600299",
     .type = "12",
     .truth = "D"},
    {.uid = "oak-a",
     .name = "Oakfield Dental Practice",
     .address = "3 Castle Road",
     .town = "Sevenoaks",
     .postcode = "TN13 2CD",
     .phone = "01732 600300",
     .type = "12",
     .truth = "E"},
    {.uid = "oak-b",
     .name = "Dental Practice Oakfield",
     .address = "3 Castle Road",
     .town = "Sevenoaks",
     .postcode = "TN13 2CD",
     .type = "12",
     .truth = "E"},
    {.uid = "hill",
     .name = "Hilltop Minor Injury Unit",
     .address = "Hill Top",
     .town = "Cranbrook",
     .postcode = "TN17 3EF",
     .phone = "01580 600400",
     .type = "46",
     .truth = "F"},
    {.uid = "wood",
     .name = "Woodland View Surgery",
     .address = "77 Forest Road",
     .town = "Tunbridge Wells",
     .postcode = "TN2 5GH",
     .phone = "01892 600500",
     .type = "100",
     .truth = "G"},
    {.uid = "eye",
     .name = "Marlowe Eye Clinic",
     .address = "5 Orchard Way",
     .town = "Paddock Wood",
     .postcode = "TN12 6JK",
     .phone = "01892 600600",
     .type = "112",
     .truth = "H"},
    {.uid = "station",
     .name = "Station Drop-in",
     .address = "1 Station Approach",
     .town = "Edenbridge",
     .postcode = "TN8 5LM",
     .phone = "01732 600700",
     .type = "46",
     .truth = "I"},
    {.uid = "north",
     .name = "Northgate Surgery",
     .address = "21 North Street",
     .town = "Maidstone",
     .postcode = "ME14 1QR",
     .phone = "01622 600900",
     .type = "100",
     .truth = "K"},
    {.uid = "south",
     .name = "Southgate Surgery",
     .address = "42 South Street",
     .town = "Maidstone",
     .postcode = "ME15 6ST",
     .phone = "01622 600901",
     .type = "100",
     .truth = "L"},
};

enum { TOWN = sizeof town / sizeof *town };

static signpost_duplicates *find(const signpost_duplicate_record *records, size_t count,
                                 const signpost_duplicates_options *options)
{
    signpost_duplicates *found;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_duplicates_find(records, count, options, &found, &error))
        fail_msg("%s", error.message);
    return found;
}

/* `river-a river-b, oak-a oak-b`. */
static const char *say_clusters(const signpost_duplicates *found)
{
    static char said[1024];
    size_t used = 0;
    said[0] = '\0';
    for (size_t i = 0; i < signpost_duplicates_cluster_count(found); i++) {
        signpost_duplicate_cluster cluster = signpost_duplicates_cluster(found, i);
        for (size_t j = 0; j < cluster.count; j++)
            used += (size_t)snprintf(said + used, sizeof said - used, "%s%s",
                                     j      ? " "
                                     : used ? ", "
                                            : "",
                                     signpost_duplicates_record(found, cluster.records[j])->uid);
    }
    return said;
}

static void the_same_service_twice_is_found(void **state)
{
    (void)state;
    signpost_duplicates *found = find(town, TOWN, NULL);
    signpost_duplicates_evaluation by_labels;
    assert_string_equal(say_clusters(found), "john-a john-b, oak-a oak-b, river-a river-b");
    assert_int_equal(signpost_duplicates_evaluate(found, &by_labels, NULL), SIGNPOST_OK);
    assert_int_equal(by_labels.true_pairs, 3);
    assert_int_equal(by_labels.right_pairs, 3);
    assert_int_equal(by_labels.f1_basis, 10000);
    assert_null(signpost_duplicates_record(found, TOWN));
    assert_int_equal(signpost_duplicates_cluster(found, 3).count, 0);
    signpost_duplicates_free(found);
    signpost_duplicates_free(NULL);
}

static void what_is_kept_says_most_and_losses_are_named(void **state)
{
    (void)state;
    signpost_duplicates *found = find(town, TOWN, NULL);
    signpost_duplicate_loss loss;
    size_t cursor = 0, none = 0;
    signpost_duplicate_cluster river = signpost_duplicates_cluster(found, 2),
                               john = signpost_duplicates_cluster(found, 0);
    assert_string_equal(river.id, "river-a");
    assert_string_equal(signpost_duplicates_record(found, river.keep)->uid, "river-a"); /* active */
    assert_string_equal(signpost_duplicates_record(found, john.keep)->uid, "john-a");   /* with a postcode */
    assert_int_equal(signpost_duplicates_loss(found, 2, &cursor, &loss), SIGNPOST_OK);
    assert_int_equal(loss.field, SIGNPOST_BY_NAME);
    assert_string_equal(loss.value, "The Riverside Surgery");
    assert_string_equal(loss.kept, "Riverside Surgery");
    assert_int_equal(signpost_duplicates_loss(found, 2, &cursor, &loss), SIGNPOST_OK);
    assert_int_equal(loss.field, SIGNPOST_BY_HOURS);
    assert_string_equal(loss.kept, "");
    assert_int_equal(signpost_duplicates_loss(found, 2, &cursor, &loss), SIGNPOST_NONE);
    assert_int_equal(signpost_duplicates_loss(found, 9, &none, &loss), SIGNPOST_NONE);
    signpost_duplicates_free(found);
}

static void what_is_shown_of_a_pair_adds_up(void **state)
{
    (void)state;
    signpost_duplicates *found = find(town, TOWN, NULL);
    size_t count = signpost_duplicates_pair_count(found);
    assert_true(count >= 3);
    for (size_t i = 0; i < count; i++) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(found, i);
        int32_t sum = pair.start_hundredths + pair.neighbours_hundredths;
        for (int field = 0; field < SIGNPOST_DUPLICATE_FIELDS; field++)
            sum += pair.steps[field].weight_hundredths;
        assert_int_equal(sum, pair.weight_hundredths);
        assert_true(pair.a < pair.b && pair.neighbours_hundredths <= 0);
        assert_int_equal(pair.reason, SIGNPOST_BY_WEIGHT);
        assert_true(pair.probability_basis >= 4000 && pair.probability_basis <= 10000);
    }
    assert_int_equal(signpost_duplicates_pair(found, count).b, 0);
    signpost_duplicates_free(found);
}

static void any_order_gives_the_same_clusters(void **state)
{
    (void)state;
    signpost_duplicate_record turned[TOWN];
    signpost_duplicates *found = find(town, TOWN, NULL);
    char expected[256];
    snprintf(expected, sizeof expected, "%s", say_clusters(found));
    for (size_t turn = 1; turn < TOWN; turn++) {
        for (size_t i = 0; i < TOWN; i++)
            turned[i] = town[(i * 3 + turn) % TOWN];
        signpost_duplicates *again = find(turned, TOWN, NULL);
        assert_string_equal(say_clusters(again), expected);
        signpost_duplicates_free(again);
    }
    signpost_duplicates_free(found);
}

/* ---- decisions and rules ---- */

static void decisions_are_honoured(void **state)
{
    (void)state;
    static const struct {
        signpost_duplicate_decision decisions[4];
        size_t count;
        const char *clusters;
    } rows[] = {
        {{{"river-b", "river-a", false}}, 1, "john-a john-b, oak-a oak-b"},
        {{{"hill", "eye", true}}, 1, "eye hill, john-a john-b, oak-a oak-b, river-a river-b"},
        {{{"hill", "eye", true}, {"eye", "hill", false}}, 2, "john-a john-b, oak-a oak-b, river-a river-b"},
        {{{"hill", "gone", true}, {"hill", "hill", true}}, 2, "john-a john-b, oak-a oak-b, river-a river-b"},
        {{{"oak-a", "hill", true}, {"oak-a", "wood", true}}, 2, "hill oak-a wood, john-a john-b, river-a river-b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_duplicates_options options = SIGNPOST_DUPLICATES_OPTIONS_INIT;
        options.decisions = rows[i].decisions;
        options.decision_count = rows[i].count;
        signpost_duplicates *found = find(town, TOWN, &options);
        assert_string_equal(say_clusters(found), rows[i].clusters);
        signpost_duplicates_free(found);
    }
}

static void pharmacies_of_one_stem_follow_the_rule(void **state)
{
    (void)state;
    const signpost_duplicate_record records[] = {
        {.uid = "1", .name = "Lords Pharmacy", .ods_code = "FA512", .type = "13"},
        {.uid = "2", .name = "Day Lewis", .ods_code = "FA512001", .type = "13"},
        {.uid = "3", .name = "Lords Pharmacy", .ods_code = "FA512002", .type = "132"},
        {.uid = "4", .name = "Boots", .ods_code = "FB111", .type = "13"},
        {.uid = "5", .name = "Lords Surgery", .ods_code = "G81001", .type = "100"},
        {.uid = "6", .name = "Another Name", .ods_code = "G81001", .type = "100"},
    };
    signpost_duplicates *found = find(records, 6, NULL);
    assert_string_equal(say_clusters(found), "1 2");
    assert_int_equal(signpost_duplicates_pair(found, 0).reason, SIGNPOST_BY_ODS_RULE);
    signpost_duplicates_free(found);
}

/* ---- bad input ---- */

static void nothing_gives_nothing(void **state)
{
    (void)state;
    const signpost_duplicate_record empty[] = {{.uid = "1"}, {.uid = "2"}, {.uid = "3", .name = ""}};
    for (size_t count = 0; count <= 3; count++) {
        signpost_duplicates_evaluation by_labels;
        signpost_duplicates *found = find(empty, count, NULL);
        assert_int_equal(signpost_duplicates_cluster_count(found), 0);
        assert_int_equal(signpost_duplicates_pair_count(found), 0);
        assert_int_equal(signpost_duplicates_record_count(found), count);
        assert_int_equal(signpost_duplicates_evaluate(found, &by_labels, NULL), SIGNPOST_OK);
        assert_int_equal(by_labels.f1_basis, 0);
        signpost_duplicates_free(found);
    }
}

/* All of twenty thousand identical entries are one cluster; names alone are not enough for that. */
static void identical_entries_are_one(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    static signpost_duplicate_record records[COUNT];
    static char uids[COUNT][8];
    for (int with_phone = 1; with_phone >= 0; with_phone--) {
        for (size_t i = 0; i < COUNT; i++) {
            snprintf(uids[i], sizeof uids[i], "%05zu", i);
            records[i] = (signpost_duplicate_record){
                .uid = uids[i], .name = "Boots", .phone = with_phone ? "01732 600100" : NULL};
        }
        signpost_duplicates *found = find(records, COUNT, NULL);
        assert_int_equal(signpost_duplicates_cluster_count(found), with_phone);
        assert_int_equal(signpost_duplicates_cluster(found, 0).count, with_phone ? COUNT : 0);
        signpost_duplicates_free(found);
    }
}

static void hostile_texts_are_borne(void **state)
{
    (void)state;
    static char long_name[10001];
    memset(long_name, 'x', sizeof long_name - 1);
    const signpost_duplicate_record records[] = {
        {.uid = "1",
         .name = long_name,
         .phone = long_name,
         .address = long_name,
         .postcode = long_name,
         .ods_code = long_name,
         .type = long_name,
         .hours = long_name},
        {.uid = "2", .name = long_name, .phone = "\xFF\xFE", .address = "\xE2\x80", .postcode = "\xE2", .town = "\x80"},
        {.uid = "3", .name = "<script>alert(1)</script>", .address = "=cmd()", .has_place = true, .latitude = 900},
        {.uid = "4", .name = "\xE2\x80\xAE abc", .has_place = true, .latitude = 90, .longitude = 180},
        {.uid = "5", .name = "abc", .has_place = true, .latitude = -90, .longitude = -180},
    };
    signpost_duplicates_free(find(records, 5, NULL));
}

static bool stop(void *context, size_t done, size_t total)
{
    (void)context;
    return done == total;
}

static void what_is_wrong_is_refused(void **state)
{
    (void)state;
    const signpost_duplicate_record nameless[] = {{.uid = "1"}, {.uid = ""}}, twice[] = {{.uid = "1"}, {.uid = "1"}};
    signpost_duplicates *found;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_duplicates_options options = SIGNPOST_DUPLICATES_OPTIONS_INIT;
    assert_int_equal(signpost_duplicates_find(nameless, 2, NULL, &found, &error), SIGNPOST_INVALID);
    assert_string_equal(error.message, "record 2 has no uid");
    assert_int_equal(signpost_duplicates_find(twice, 2, NULL, &found, &error), SIGNPOST_INVALID);
    assert_string_equal(error.message, "the uid \"1\" stands twice");
    options.certain_percent = 40;
    assert_int_equal(signpost_duplicates_find(town, TOWN, &options, &found, &error), SIGNPOST_INVALID);
    options.certain_percent = 0;
    options.review_percent = 100;
    assert_int_equal(signpost_duplicates_find(town, TOWN, &options, &found, &error), SIGNPOST_INVALID);
    options.review_percent = 95; /* no band at all */
    signpost_duplicates_free(find(town, TOWN, &options));
    options.progress = stop;
    assert_int_equal(signpost_duplicates_find(town, TOWN, &options, &found, &error), SIGNPOST_CANCELLED);
    assert_null(found);
    options.size = 3;
    assert_int_equal(signpost_duplicates_find(town, TOWN, &options, &found, &error), SIGNPOST_INVALID);
}

/* ---- labels ---- */

static void labels_judge_clusters(void **state)
{
    (void)state;
    signpost_duplicate_record labelled[TOWN];
    signpost_duplicates_evaluation by_labels;
    memcpy(labelled, town, sizeof labelled);
    labelled[1].truth = "Z";   /* river-b is another: one found wrongly */
    labelled[9].truth = "F";   /* wood is hill: one missed */
    labelled[12].truth = NULL; /* no label: never right */
    signpost_duplicates *found = find(labelled, TOWN, NULL);
    assert_int_equal(signpost_duplicates_evaluate(found, &by_labels, NULL), SIGNPOST_OK);
    assert_int_equal(by_labels.true_pairs, 3);
    assert_int_equal(by_labels.found_pairs, 3);
    assert_int_equal(by_labels.right_pairs, 2);
    assert_int_equal(by_labels.precision_basis, 6667);
    assert_int_equal(by_labels.recall_basis, 6667);
    assert_int_equal(by_labels.f1_basis, 6667);
    signpost_duplicates_free(found);
}

/* ---- a directory ---- */

static void a_directory_remembers_decisions(void **state)
{
    (void)state;
    char path[] = "/tmp/signpost-duplicates-XXXXXX", folder[] = "/tmp/signpost-duplicates-XXXXXX", csv[64];
    const signpost_act act = {"keeper", "a test", 29000000}, nobody = {"", "a test", 29000000};
    const signpost_duplicate_decision different = {"b", "a", false}, same = {"a", "b", true}, gone = {"a", "z", true},
                                      itself = {"a", "a", true};
    signpost_directory *directory;
    signpost_duplicates *found;
    signpost_error error = SIGNPOST_ERROR_INIT;
    close(mkstemp(path));
    unlink(path);
    assert_non_null(mkdtemp(folder));
    snprintf(csv, sizeof csv, "%s/services.csv", folder);
    FILE *file = fopen(csv, "w");
    fputs("uid,name,type,state,address,town,postcode,phone,latitude,longitude\n"
          "a,Riverside Surgery,100,active,12 Mill Lane,Hadlow,TN11 0AA,01732 600100,51.2,0.3\n"
          "b,The Riverside Surgery,100,draft,12 Mill Ln,Hadlow,TN11 0AA,01732 600100,51.2,0.3\n"
          "c,Riverside Surgery,100,closed,12 Mill Lane,Hadlow,TN11 0AA,01732 600100,51.2,0.3\n"
          "d,Hilltop Unit,46,active,1 Hill,Cranbrook,TN17 3EF,01580 600400,51.1,0.5\n"
          "e,Eye Clinic,112,active,5 Way,Wood,TN12 6JK,01892 600600,51.0,0.4\n",
          file);
    fclose(file);
    assert_int_equal(signpost_directory_create(path, "Test", &act, &directory, NULL), SIGNPOST_OK);
    if (signpost_directory_import(directory, SIGNPOST_SOURCE_ROOT "/dos/base", &act, NULL, NULL, NULL, &error) ||
        signpost_directory_import(directory, csv, &act, NULL, NULL, NULL, &error))
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    const struct {
        const signpost_duplicate_decision *decision;
        const signpost_act *act;
        signpost_status status;
        const char *clusters;
    } rows[] = {
        {NULL, NULL, SIGNPOST_OK, "a b"},         {&different, &act, SIGNPOST_OK, ""},
        {&same, &act, SIGNPOST_OK, "a b"},        {&gone, &act, SIGNPOST_NOT_FOUND, "a b"},
        {&itself, &act, SIGNPOST_INVALID, "a b"}, {&different, &nobody, SIGNPOST_INVALID, "a b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].decision)
            assert_int_equal(signpost_duplicates_decide(directory, rows[i].decision, rows[i].act, &error),
                             rows[i].status);
        if (signpost_duplicates_of_directory(directory, NULL, &found, &error))
            fail_msg("%s", error.message);
        assert_string_equal(say_clusters(found), rows[i].clusters);
        assert_int_equal(signpost_duplicates_record_count(found), 4); /* without the closed one */
        signpost_duplicates_free(found);
    }
    signpost_directory_close(directory);
    unlink(path);
    unlink(csv);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_service_twice_is_found),
        cmocka_unit_test(what_is_kept_says_most_and_losses_are_named),
        cmocka_unit_test(what_is_shown_of_a_pair_adds_up),
        cmocka_unit_test(any_order_gives_the_same_clusters),
        cmocka_unit_test(decisions_are_honoured),
        cmocka_unit_test(pharmacies_of_one_stem_follow_the_rule),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(identical_entries_are_one),
        cmocka_unit_test(hostile_texts_are_borne),
        cmocka_unit_test(what_is_wrong_is_refused),
        cmocka_unit_test(labels_judge_clusters),
        cmocka_unit_test(a_directory_remembers_decisions),
    };
    return cmocka_run_group_tests_name("duplicates", tests, NULL, NULL);
}

/* Finding duplicates when memory runs out, or the disk fails, at every place that it can; and a decision, which is
 * remembered whole or not at all. */
#include "../support/cmocka_all.h"
#include "../support/fault.h"

#include "signpost/duplicates.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/signpost-fault-XXXXXX";
static char database[64], csv[64], mapping[64];
static const signpost_act act = {"keeper", "a test", 29000000};

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int make_fixtures(void **state)
{
    (void)state;
    char services[64];
    signpost_directory *directory;
    if (!mkdtemp(folder))
        return -1;
    snprintf(database, sizeof database, "%s/d.db", folder);
    snprintf(services, sizeof services, "%s/services.csv", folder);
    snprintf(csv, sizeof csv, "%s/entries.csv", folder);
    snprintf(mapping, sizeof mapping, "%s/mapping.yaml", folder);
    write_file(services, "uid,name,type,address,town,postcode,phone,latitude,longitude\n"
                         "a,Riverside Surgery,100,12 Mill Lane,Hadlow,TN11 0AA,01732 600100,51.2,0.3\n"
                         "b,The Riverside Surgery,100,12 Mill Ln,Hadlow,TN11 0AA,01732 600100,51.2,0.3\n"
                         "c,Hilltop Unit,46,1 Hill,Cranbrook,TN17 3EF,01580 600400,51.1,0.5\n"
                         "d,Hilltop Unit,46,1 Hill,Cranbrook,TN17 3EF,01580 600400,51.1,0.5\n");
    write_file(csv, "ref,title,street,tel,same\n"
                    "1,Riverside Surgery,12 Mill Lane,01732 600100,A\n"
                    "2,\"Caf\xC3\xA9 Riverside, Surgery\",12 Mill Ln,01732 600100,A\n"
                    "3,Hilltop,1 Hill,01580 600400,B\n4,Hilltop\n");
    write_file(mapping,
               "mapping: m\ntables:\n  - into: services\n    columns: {uid: ref, name: title, address: street, "
               "phone: tel}\n");
    int failed = signpost_directory_create(database, "Test", &act, &directory, NULL) != SIGNPOST_OK ||
                 signpost_directory_import(directory, SIGNPOST_SOURCE_ROOT "/dos/base", &act, NULL, NULL, NULL, NULL) ||
                 signpost_directory_import(directory, services, &act, NULL, NULL, NULL, NULL);
    signpost_directory_close(directory);
    unlink(services);
    return failed;
}

static int remove_fixtures(void **state)
{
    (void)state;
    unlink(database);
    unlink(csv);
    unlink(mapping);
    return rmdir(folder);
}

/* ---- what is run ---- */

static void say(test_run *run, const signpost_duplicates *found)
{
    for (size_t i = 0; i < signpost_duplicates_cluster_count(found); i++) {
        signpost_duplicate_cluster cluster = signpost_duplicates_cluster(found, i);
        test_say(run, "%s %zu %zu;", cluster.id, cluster.count, cluster.keep);
    }
    for (size_t i = 0; i < signpost_duplicates_pair_count(found); i++) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(found, i);
        test_say(run, "%zu %zu %d;", pair.a, pair.b, (int)pair.weight_hundredths);
    }
}

static signpost_status seek_in_csv(test_run *run)
{
    signpost_duplicates *found;
    signpost_duplicates_evaluation by_labels;
    signpost_status status = signpost_duplicates_of_csv(csv, mapping, "same", NULL, &found, NULL, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_duplicates_evaluate(found, &by_labels, &run->error);
    if (status == SIGNPOST_OK) {
        say(run, found);
        test_say(run, "%d", (int)by_labels.f1_basis);
    } else if (found && run->error.status != SIGNPOST_NO_MEMORY) {
        test_say(run, "a failed call gave an object");
    }
    signpost_duplicates_free(found);
    return status;
}

static signpost_status seek_in_directory(test_run *run)
{
    signpost_directory *directory;
    signpost_duplicates *found = NULL;
    signpost_duplicates_options options = SIGNPOST_DUPLICATES_OPTIONS_INIT;
    const signpost_duplicate_decision decision = {"a", "c", false};
    options.decisions = &decision;
    options.decision_count = 1;
    signpost_status status = signpost_directory_open(database, SIGNPOST_READ_ONLY, &directory, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_duplicates_of_directory(directory, &options, &found, &run->error);
    if (status == SIGNPOST_OK)
        say(run, found);
    else if (found)
        test_say(run, "a failed call gave an object");
    signpost_duplicates_free(found);
    signpost_directory_close(directory);
    return status;
}

static signpost_status decide(test_run *run)
{
    signpost_directory *directory;
    const signpost_duplicate_decision decision = {"b", "a", false};
    signpost_status status = signpost_directory_open(database, SIGNPOST_READ_WRITE, &directory, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_duplicates_decide(directory, &decision, &act, &run->error);
    signpost_directory_close(directory);
    return status;
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    const test_scenario scenarios[] = {{.name = "csv", .run = seek_in_csv},
                                       {.name = "directory", .run = seek_in_directory},
                                       {.name = "decide", .run = decide}};
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
        assert_true(test_sweep_memory(&scenarios[i]) >= 2);
}

static void every_call_of_the_disk_fails_once(void **state)
{
    (void)state;
    const test_scenario scenarios[] = {{.name = "directory", .run = seek_in_directory},
                                       {.name = "decide", .run = decide}};
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
        assert_true(test_sweep_io(&scenarios[i]) > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_fails_once),
        cmocka_unit_test(every_call_of_the_disk_fails_once),
    };
    return cmocka_run_group_tests_name("duplicates under faults", tests, make_fixtures, remove_fixtures);
}

/* The directory when memory runs out, or the disk fails, at every place that it can: a clean error or the same answer,
 * and a file that is as it was before. */
#include "../support/fault_directory.h"

#include "signpost/directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char more[OWN_PATH], exported[OWN_PATH], mapping[OWN_PATH], foreign[OWN_PATH], none[OWN_PATH];
static bool everything = true; /* else only what takes a few seconds */

static void write_in(const char *in, const char *name, const char *text)
{
    char path[160];
    mkdir(in, 0777);
    snprintf(path, sizeof path, "%s/%s", in, name);
    write_file(path, text);
}

/* A small directory in `whole`, from which each run starts, and a folder of `more` to import. */
static int make_fixtures(void **state)
{
    char base[OWN_PATH];
    signpost_directory *directory;
    if (make_folder(state))
        return -1;
    own_path(whole, "whole.db");
    own_path(more, "more");
    own_path(exported, "exported");
    own_path(mapping, "mapping.yaml");
    own_path(foreign, "foreign.csv");
    own_path(none, "none.db");
    own_path(base, "base");
    write_in(base, "calendars.csv",
             "name,division,clock,holidays_from,holidays_until\nutc,none,UTC0,2026-01-01,2026-12-31\n");
    write_in(base, "holidays.csv", "calendar,date,name\nutc,2026-12-25,Christmas Day\n");
    write_in(base, "directory.csv", "id,name,calendar\n1,Small,utc\n");
    write_in(base, "service-types.csv", "id,name,national_rank\n13,Pharmacy,5\n");
    write_in(base, "symptom-groups.csv", "code,title\nrash,Rash\n");
    write_in(base, "symptom-discriminators.csv", "code,title\nminor,Minor\n");
    write_in(base, "symptom-pairs.csv", "symptom_group,discriminator\nrash,minor\n");
    write_in(base, "places.csv", "kind,name,latitude,longitude\ndistrict,TN1,51.1,0.2\n");
    write_in(base, "services.csv", "uid,name,type,latitude,longitude,hours\np0,Old,13,51,0,24/7\n");
    write_in(more, "travel-times.csv", "kind,name,service,minutes\ndistrict,TN1,p0,9\n");
    write_in(more, "profiles.csv",
             "name,dispositions,pairs,ages,roles\npharmacy,Dx28,*/minor,1 year and over,111-telephone\n");
    write_in(more, "services.csv",
             "uid,name,type,postcode,phone,hours,profile\n"
             "p0,Renamed,13,TN1 2AB,12,Mo-Fr 09:00-17:00; PH off,pharmacy\n");
    write_file(foreign, "code,title\nA,Abbey\n");
    write_file(mapping,
               "mapping: x\ntables:\n  - into: services\n    columns: {uid: {join: code, prefix: x-}, name: title}\n"
               "    constants: {type: \"13\", latitude: \"51\", longitude: \"0\", hours: 24/7}\n");
    if (signpost_directory_create(whole, "Small", &act, &directory, NULL) ||
        signpost_directory_import(directory, base, &act, NULL, NULL, NULL, NULL))
        return -1;
    signpost_directory_close(directory);
    fault_note_whole();
    return 0;
}

/* ---- before and after a run ---- */

static void remove_new(void *context)
{
    (void)context;
    unlink(none);
}

static void look_for_new(test_run *run, signpost_status status)
{
    (void)run;
    assert_int_equal(access(none, F_OK) == 0, status == SIGNPOST_OK);
}

/* ---- what is run ---- */

static signpost_status create(test_run *run)
{
    signpost_directory *directory;
    signpost_status status = signpost_directory_create(none, "New", &act, &directory, &run->error);
    test_say(run, "%d", directory != NULL);
    signpost_directory_close(directory);
    return status;
}

static signpost_status read_all(test_run *run)
{
    signpost_directory *directory;
    signpost_directory_about about;
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    signpost_status status = signpost_directory_open(whole, SIGNPOST_READ_ONLY, &directory, &run->error);
    if (status)
        return status;
    status = signpost_directory_describe(directory, &about, &run->error);
    if (!status)
        status = signpost_directory_digest(directory, digest, &run->error);
    if (!status) {
        test_say(run, "%s %lld %lld\n", about.name, (long long)about.content_version, (long long)about.services);
        for (size_t i = 0; i < sizeof digest; i++)
            test_say(run, "%02x", digest[i]);
    }
    signpost_directory_close(directory);
    return status;
}

static signpost_status show(test_run *run)
{
    signpost_directory *directory;
    signpost_entry *entry;
    signpost_status status = signpost_directory_open(whole, SIGNPOST_READ_ONLY, &directory, &run->error);
    if (status)
        return status;
    status = signpost_directory_entry(directory, run->context, &entry, &run->error);
    for (size_t i = 0; !status && i < signpost_entry_count(entry); i++) {
        signpost_entry_line line = signpost_entry_get(entry, i);
        test_say(run, "%s %s %s\n", line.section, line.name, line.value);
    }
    signpost_entry_free(entry);
    signpost_directory_close(directory);
    return status;
}

static signpost_status import(test_run *run, const char *path, const char *map)
{
    signpost_directory *directory;
    signpost_diagnostics *found;
    signpost_import_report report;
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    options.mapping = map;
    signpost_status status = signpost_diagnostics_new(&found);
    if (status) {
        run->error = (signpost_error){.status = status, .id = 101, .message = "no list"};
        return status;
    }
    status = signpost_directory_open(database, SIGNPOST_READ_WRITE, &directory, &run->error);
    if (!status) {
        status = signpost_directory_import(directory, path, &act, &options, &report, found, &run->error);
        if (!status) {
            test_say(run, "%zu %zu %zu %zu\n", report.read, report.added, report.changed, report.refused);
            test_say_diagnostics(run, found);
        }
    }
    signpost_directory_close(directory);
    signpost_diagnostics_free(found);
    return status;
}

static signpost_status import_folder(test_run *run)
{
    return import(run, more, NULL);
}

static signpost_status import_foreign(test_run *run)
{
    return import(run, foreign, mapping);
}

static signpost_status export(test_run *run)
{
    signpost_directory *directory;
    size_t rows = 0;
    signpost_status status = signpost_directory_open(whole, SIGNPOST_READ_ONLY, &directory, &run->error);
    if (status)
        return status;
    status = signpost_directory_export(directory, exported, &rows, &run->error);
    test_say(run, "%zu", status ? 0 : rows);
    signpost_directory_close(directory);
    return status;
}

/* ---- sweeps ---- */

static const test_scenario making = {.name = "create", .run = create, .prepare = remove_new, .finish = look_for_new};
static const test_scenario reading = {.name = "read", .run = read_all};
static const test_scenario showing = {.name = "show", .run = show, .context = (void *)"p0"};
static const test_scenario missing = {
    .name = "show what is not there", .run = show, .ends = SIGNPOST_NOT_FOUND, .context = (void *)"p1"};
static const test_scenario importing = {
    .name = "import", .run = import_folder, .prepare = fault_start_anew, .finish = fault_compare};
static const test_scenario mapped = {
    .name = "import by a mapping", .run = import_foreign, .prepare = fault_start_anew, .finish = fault_compare};
static const test_scenario exporting = {.name = "export", .run = export};

static void sweep(const test_scenario *scenario)
{
    unsigned allocations = test_sweep_memory(scenario), calls = test_sweep_io(scenario);
    print_message("%s: %u allocations, %u calls of the file system\n", scenario->name, allocations, calls);
}

static void a_new_directory_is_whole_or_not_there(void **state)
{
    (void)state;
    if (everything)
        sweep(&making);
    else
        test_sweep_io(&making);
}

static void what_is_read_is_right_or_not_read(void **state)
{
    (void)state;
    sweep(&reading);
    sweep(&showing);
    sweep(&missing);
    if (everything)
        sweep(&exporting);
    else
        test_sweep_io(&exporting);
}

static void an_import_is_whole_or_not_there(void **state)
{
    (void)state;
    if (everything) {
        sweep(&importing);
        sweep(&mapped);
    } else {
        test_sweep_io(&importing);
        test_sweep_io(&mapped);
    }
}

/* With `quick`: the memory sweeps of what only reads, and all I/O sweeps. */
int main(int count, char **words)
{
    everything = test_runs_everything(count, words);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_directory_is_whole_or_not_there),
        cmocka_unit_test(what_is_read_is_right_or_not_read),
        cmocka_unit_test(an_import_is_whole_or_not_there),
    };
    return cmocka_run_group_tests_name("faults in the directory", tests, make_fixtures, remove_folder);
}

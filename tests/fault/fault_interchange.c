/* HSDS folders when memory runs out, or the disk fails, at every place that it can: a clean error or the same answer;
 * the directory is as it was, and no file of a folder is half written. */
#include "../support/cmocka_all.h"
#include "../support/fault.h"
#include "../support/files.h"
#include "../support/hsds_town.h"

#include "signpost/hsds.h"

#include <stdlib.h>

static char folder[40];
static char whole[64], database[64], ours[64], plain[64], wrong[64], out[64], map[64];
static unsigned char digest_before[SIGNPOST_DIGEST_SIZE];

static const char plain_text[] =
    "== service.csv\nid,organization_id,name,status,colour\ns1,o1,Walk-in,active,x\n"
    "== organization.csv\nid,name,description\no1,A,B\n"
    "== location.csv\nid,location_type,latitude,longitude\nl1,physical,51.1,0.2\n"
    "== service_at_location.csv\nid,service_id,location_id\nx1,s1,l1\n"
    "== schedule.csv\nid,service_id,freq,byday,opens_at,closes_at\na,s1,WEEKLY,MO,22:00,02:00\n";
static const char wrong_text[] =
    "== service.csv\nid,name,status\ns1,A,open\ns2,B,active\ns2,C,active\n"
    "== schedule.csv\nid,service_id,freq,byday,opens_at,closes_at\na,s9,WEEKLY,MO,09:00,10:00\n"
    "b,s2,MONTHLY,MO,09:00,10:00\n";
static const char map_text[] = "== map.yaml\nmapping: list\ntitle: A list\ntables:\n  - into: services\n    constants: "
                               "{type: \"13\"}\n";

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/signpost-hsds-XXXXXX", test_fast_folder());
    if (!mkdtemp(folder))
        return -1;
    const struct {
        char *path;
        const char *name;
    } names[] = {{whole, "whole.db"}, {database, "d.db"}, {ours, "ours"}, {plain, "plain"},
                 {wrong, "wrong"},    {out, "out"},       {map, "map"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        snprintf(names[i].path, 64, "%s/%s", folder, names[i].name);
    signpost_directory *directory = hsds_town(whole, hsds_services);
    if (!directory || signpost_hsds_export(directory, ours, NULL, NULL, NULL, NULL) ||
        signpost_directory_digest(directory, digest_before, NULL))
        return -1;
    signpost_directory_close(directory);
    return folder_write(plain, plain_text, strlen(plain_text)) && folder_write(wrong, wrong_text, strlen(wrong_text)) &&
                   folder_write(map, map_text, strlen(map_text))
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    const char *const folders[] = {ours, plain, wrong, out, map, folder};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        folder_remove(folders[i]);
    return 0;
}

static void start_anew(void *context)
{
    (void)context;
    if (!test_is_same_file(database, whole))
        assert_true(test_copy_file(whole, database));
    folder_remove(out);
}

static signpost_status import_one(test_run *run)
{
    char path[96];
    signpost_directory *directory;
    signpost_diagnostics *found;
    signpost_import_report report = {0};
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    snprintf(path, sizeof path, "%s/map.yaml", map);
    if (strcmp(run->context, plain) == 0)
        options.mapping = path;
    signpost_status status = signpost_directory_open(database, SIGNPOST_READ_WRITE, &directory, &run->error);
    if (status)
        return status;
    if (signpost_diagnostics_new(&found)) {
        run->error = (signpost_error){SIGNPOST_NO_MEMORY, 101, 0, 0, "", "memory ran out", ""};
        signpost_directory_close(directory);
        return SIGNPOST_NO_MEMORY;
    }
    status = signpost_hsds_import(directory, run->context, &hsds_act, &options, &report, found, &run->error);
    if (!status || status == SIGNPOST_CONTENT) {
        test_say(run, "%zu %zu %zu %zu\n", report.read, report.added, report.changed, report.refused);
        test_say_diagnostics(run, found);
    }
    signpost_diagnostics_free(found);
    signpost_directory_close(directory);
    return status;
}

/* What was not imported has left nothing. */
static void look_at_directory(test_run *run, signpost_status status)
{
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    signpost_directory *directory;
    (void)run;
    if (!status || test_is_same_file(database, whole))
        return;
    assert_int_equal(signpost_directory_open(database, SIGNPOST_READ_WRITE, &directory, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_directory_digest(directory, digest, NULL), SIGNPOST_OK);
    assert_memory_equal(digest, digest_before, sizeof digest);
    signpost_directory_close(directory);
}

static signpost_status export_one(test_run *run)
{
    size_t rows = 0;
    signpost_directory *directory;
    signpost_status status = signpost_directory_open(database, SIGNPOST_READ_ONLY, &directory, &run->error);
    if (status)
        return status;
    status = signpost_hsds_export(directory, out, NULL, &rows, NULL, &run->error);
    test_say(run, "%zu", rows);
    signpost_directory_close(directory);
    return status;
}

/* No file is left beside those that are whole. */
static void look_at_folder(test_run *run, signpost_status status)
{
    (void)run;
    (void)status;
    DIR *open = opendir(out);
    for (struct dirent *entry; open && (entry = readdir(open));)
        if (strstr(entry->d_name, ".new"))
            fail_msg("%s was left", entry->d_name);
    if (open)
        closedir(open);
}

static bool everything = true; /* else only what takes a few seconds */
static const char *only;       /* a scenario's name; NULL for all */

static void folders_are_whole_or_nothing(void **state)
{
    (void)state;
    const test_scenario scenarios[] = {
        {.name = "export", .run = export_one, .prepare = start_anew, .finish = look_at_folder},
        {.name = "import refused",
         .run = import_one,
         .prepare = start_anew,
         .finish = look_at_directory,
         .ends = SIGNPOST_CONTENT,
         .context = wrong},
        {.name = "import plain",
         .run = import_one,
         .prepare = start_anew,
         .finish = look_at_directory,
         .context = plain},
        {.name = "import ours", .run = import_one, .prepare = start_anew, .finish = look_at_directory, .context = ours},
    };
    for (size_t i = 0; i < (everything ? 4 : 2); i++) {
        const bool exports = scenarios[i].run == export_one;
        if (only && strcmp(only, scenarios[i].name) != 0)
            continue;
        unsigned allocations = everything ? test_sweep_memory(&scenarios[i]) : 0;
        unsigned calls = test_sweep_io(&scenarios[i]);
        unsigned files =
            exports ? test_sweep_files(&scenarios[i], out) : test_sweep_files(&scenarios[i], scenarios[i].context);
        print_message("%s: %u allocations, %u calls of SQLite, %u on files\n", scenarios[i].name, allocations, calls,
                      files);
    }
}

/* With `quick`: the disk, of an export and of an import that is refused. With a scenario's name: that alone. */
int main(int count, char **words)
{
    everything = test_runs_everything(count, words);
    only = everything && count > 1 ? words[1] : NULL;
    const struct CMUnitTest tests[] = {cmocka_unit_test(folders_are_whole_or_nothing)};
    return cmocka_run_group_tests_name("faults in interchange", tests, set_up, tear_down);
}

/* Memory of an import and of an export of HSDS folders: it does not grow with the files, but for the keys by which rows
 * that come twice are found. */
#include "../support/cmocka_all.h"
#include "../support/hsds_town.h"
#include "../support/peak.h"

#include "directory/directory.h"
#include "signpost/hsds.h"

#include <sqlite3.h>
#include <stdlib.h>

static char folder[] = "/tmp/signpost-hsds-memory-XXXXXX";
static char database[64], hsds[64], out[64];

/* The most bytes held at once since then, of ours and of SQLite. */
static void begin_to_count(void)
{
    peak_most = peak_held;
    sqlite3_memory_highwater(1);
}

static size_t counted(void)
{
    return peak_most + (size_t)sqlite3_memory_highwater(1);
}
static FILE *begin_file(const char *name, const char *header)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s.csv", hsds, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%s\n", header);
    return file;
}

/* A plain folder of so many services, each at a place of its own, with hours. */
static void write_folder(int services)
{
    static const char map[] =
        "== map.yaml\nmapping: list\ntitle: A list\ntables:\n  - into: services\n    constants: {type: "
        "\"13\"}\n";
    assert_true(folder_write(hsds, map, strlen(map)));
    FILE *service = begin_file("service", "id,name,status,description"),
         *location = begin_file("location", "id,location_type,latitude,longitude"),
         *at = begin_file("service_at_location", "id,service_id,location_id"),
         *schedule = begin_file("schedule", "id,service_id,freq,byday,opens_at,closes_at");
    for (int i = 0; i < services; i++) {
        fprintf(service, "s%d,Service %d,active,\"Words that say what this service is for, and for whom, at length\"\n",
                i, i);
        fprintf(location, "l%d,physical,51.%05d,0.2\n", i, i);
        fprintf(at, "x%d,s%d,l%d\n", i, i, i);
        fprintf(schedule, "h%d,s%d,WEEKLY,\"MO,TU\",09:00,17:00\n", i, i);
    }
    assert_int_equal(fclose(service) | fclose(location) | fclose(at) | fclose(schedule), 0);
}

static void measure(int services, size_t *importing, size_t *exporting)
{
    char mapping[96];
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_import_report report;
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    signpost_directory *directory = hsds_town(database, NULL);
    /* Pages that SQLite keeps are bounded; here by so little that both folders have more. */
    assert_int_equal(sgp_db_run(directory->db, "PRAGMA cache_size = 16; PRAGMA temp.cache_size = 16", NULL),
                     SIGNPOST_OK);
    write_folder(services);
    snprintf(mapping, sizeof mapping, "%s/map.yaml", hsds);
    options.mapping = mapping;
    begin_to_count();
    if (signpost_hsds_import(directory, hsds, &hsds_act, &options, &report, NULL, &error))
        fail_msg("%s", error.message);
    assert_int_equal(report.added, services);
    *importing = counted();
    begin_to_count();
    assert_int_equal(signpost_hsds_export(directory, out, NULL, NULL, NULL, &error), SIGNPOST_OK);
    *exporting = counted();
    signpost_directory_close(directory);
    folder_remove(hsds);
    folder_remove(out);
    unlink(database);
}

static void memory_does_not_grow(void **state)
{
    (void)state;
    enum { FEW = 1000, MANY = 8 * FEW, PER_KEY = 64 };
    size_t importing[2], exporting[2];
    measure(FEW, &importing[0], &exporting[0]);
    measure(MANY, &importing[1], &exporting[1]);
    print_message("import: %zu and %zu bytes; export: %zu and %zu, of %d and %d services\n", importing[0], importing[1],
                  exporting[0], exporting[1], FEW, MANY);
    assert_true(exporting[1] < exporting[0] + exporting[0] / 10);
    assert_true(importing[1] < importing[0] + importing[0] / 10 + PER_KEY * (MANY - FEW));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_does_not_grow)};
    if (!mkdtemp(folder))
        return 1;
    snprintf(database, sizeof database, "%s/d.db", folder);
    snprintf(hsds, sizeof hsds, "%s/hsds", folder);
    snprintf(out, sizeof out, "%s/out", folder);
    peak_begin();
    int failed = cmocka_run_group_tests_name("memory of hsds", tests, NULL, NULL);
    rmdir(folder);
    return peak_end() == SIZE_MAX ? 1 : failed;
}

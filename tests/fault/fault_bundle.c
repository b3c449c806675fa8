/* Bundles when memory runs out, or the disk fails, at every place that it can: a clean error or the same answer, and a
 * directory that is as it was before. */
#include "../support/fault_directory.h"

#include "signpost/bundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char bundle[OWN_PATH];
static bool everything = true; /* else only what takes a few seconds */

/* An organisation, a service with all that belongs to one, and a member that is passed over. */
static const char text[] =
    "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
    "{\"fullUrl\":\"urn:uuid:s\",\"resource\":{\"resourceType\":\"HealthcareService\",\"extension\":["
    "{\"url\":\"urn:signpost:practice\",\"valueReference\":{\"reference\":\"urn:uuid:o\"}},"
    "{\"url\":\"urn:signpost:verified-at\",\"valueDateTime\":\"2026-02-11T09:00:00Z\"},"
    "{\"url\":\"urn:signpost:capacity\",\"extension\":[{\"url\":\"colour\",\"valueCode\":\"red\"},{\"url\":\"set-by\","
    "\"valueString\":\"K\"},{\"url\":\"set-at\",\"valueDateTime\":\"2026-11-21T10:00:00Z\"},{\"url\":\"why\","
    "\"valueString\":\"ill\"},{\"url\":\"falls-back-at\",\"valueDateTime\":\"2026-11-21T18:00:00Z\"}]}],"
    "\"identifier\":[{\"system\":\"https://fhir.nhs.uk/Id/dos-service-id\",\"value\":\"p1\"}],\"active\":true,"
    "\"providedBy\":{\"reference\":\"urn:uuid:o\"},\"type\":[{\"text\":\"Pharmacy\"}],\"location\":[{\"reference\":"
    "\"Location/l\"}],\"name\":\"New\",\"photo\":{},\"coverageArea\":[{\"identifier\":{\"system\":"
    "\"urn:signpost:area\",\"value\":\"kent\"}}],\"availableTime\":[{\"daysOfWeek\":[\"fri\"],\"availableStartTime\":"
    "\"22:00:00\",\"availableEndTime\":\"23:59:59\"},{\"daysOfWeek\":[\"sat\"],\"availableStartTime\":\"00:00:00\","
    "\"availableEndTime\":\"02:00:00\"}],\"notAvailable\":[{\"description\":\"closed\",\"during\":{\"start\":"
    "\"2026-12-24\",\"end\":\"2026-12-26\"}}],\"availabilityExceptions\":\"PH off\",\"endpoint\":[{\"reference\":"
    "\"Endpoint/e\"}]}},"
    "{\"resource\":{\"resourceType\":\"Location\",\"id\":\"l\",\"address\":{\"line\":[\"1 High Street\",\"Old Town\"],"
    "\"city\":\"Tonbridge\"},\"position\":{\"longitude\":0.25,\"latitude\":51.5}}},"
    "{\"resource\":{\"resourceType\":\"Endpoint\",\"id\":\"e\",\"status\":\"active\",\"connectionType\":{\"system\":"
    "\"urn:signpost:endpoint-transport\",\"code\":\"telephone\"},\"address\":\"tel:111\"}},"
    "{\"fullUrl\":\"urn:uuid:o\",\"resource\":{\"resourceType\":\"Organization\",\"identifier\":[{\"system\":"
    "\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"RXX\"}],\"name\":\"A Trust\"}}]}\n";

static void import_csv(signpost_directory *directory, const char *name, const char *rows)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    write_file(path, rows);
    assert_int_equal(signpost_directory_import(directory, path, &act, NULL, NULL, NULL, NULL), SIGNPOST_OK);
}

static int make_fixtures(void **state)
{
    signpost_directory *directory;
    (void)state;
    if (make_folder_in(test_fast_folder()))
        return -1;
    own_path(whole, "whole.db");
    own_path(bundle, "bundle.json");
    write_file(bundle, text);
    assert_int_equal(signpost_directory_create(whole, "Small", &act, &directory, NULL), SIGNPOST_OK);
    import_csv(directory, "calendars",
               "name,division,clock,holidays_from,holidays_until\nutc,none,UTC0,2026-01-01,2026-12-31\n");
    import_csv(directory, "directory", "id,name,calendar\n1,Small,utc\n");
    import_csv(directory, "service-types", "id,name,national_rank\n13,Pharmacy,5\n");
    import_csv(directory, "areas", "code,name,kind\nkent,Kent,region\n");
    import_csv(directory, "services",
               "uid,name,type,latitude,longitude,hours\np0,Old,13,51,0,Fr 22:00-02:00; PH off\n");
    import_csv(directory, "endpoints", "service,position,transport,address\np0,1,telephone,01632 960001\n");
    signpost_directory_close(directory);
    fault_note_whole();
    return 0;
}

static bool say_bytes(const char *bytes, size_t size, void *context)
{
    test_say(context, "%.*s", (int)size, bytes);
    return true;
}

static signpost_status export(test_run *run)
{
    signpost_directory *directory;
    signpost_status status = signpost_directory_open(whole, SIGNPOST_READ_ONLY, &directory, &run->error);
    if (status)
        return status;
    status = signpost_bundle_write(directory, NULL, say_bytes, run, NULL, NULL, &run->error);
    signpost_directory_close(directory);
    return status;
}

static signpost_status import(test_run *run)
{
    signpost_directory *directory;
    signpost_diagnostics *found;
    signpost_import_report report;
    signpost_status status = signpost_diagnostics_new(&found);
    if (status) {
        run->error = (signpost_error){.status = status, .id = 101, .message = "no list"};
        return status;
    }
    status = signpost_directory_open(database, SIGNPOST_READ_WRITE, &directory, &run->error);
    if (!status) {
        status = signpost_bundle_import(directory, bundle, &act, NULL, &report, found, &run->error);
        if (!status) {
            test_say(run, "%zu %zu %zu %zu\n", report.read, report.added, report.changed, report.refused);
            test_say_diagnostics(run, found);
        }
    }
    signpost_directory_close(directory);
    signpost_diagnostics_free(found);
    return status;
}

static const test_scenario exporting = {.name = "write a bundle", .run = export};
static const test_scenario importing = {
    .name = "read a bundle", .run = import, .prepare = fault_start_anew, .finish = fault_compare};

static void a_bundle_is_written_whole_or_not(void **state)
{
    (void)state;
    const unsigned allocations = test_sweep_memory(&exporting), calls = test_sweep_io(&exporting);
    print_message("%s: %u allocations, %u calls of the file system\n", exporting.name, allocations, calls);
}

static void a_bundle_is_read_whole_or_not(void **state)
{
    (void)state;
    if (everything)
        print_message("%s: %u allocations\n", importing.name, test_sweep_memory(&importing));
    print_message("%s: %u calls of the file system, %u on its file\n", importing.name, test_sweep_io(&importing),
                  test_sweep_files(&importing, bundle));
    test_by_pieces(&importing, bundle);
}

/* With `quick`: without the sweep of allocations that writes a directory each time. */
int main(int count, char **words)
{
    everything = test_runs_everything(count, words);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_is_written_whole_or_not),
        cmocka_unit_test(a_bundle_is_read_whole_or_not),
    };
    return cmocka_run_group_tests_name("faults in bundles", tests, make_fixtures, remove_folder);
}

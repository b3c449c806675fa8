/* A folder of HSDS beside two directories, for tests that read and write it: the same for each. */
#ifndef SIGNPOST_TESTS_HSDS_FOLDER_H
#define SIGNPOST_TESTS_HSDS_FOLDER_H

#include "cmocka_all.h"
#include "hsds_town.h"
#include "signpost/hsds.h"

#include <stdlib.h>

static char hsds_place[] = "/tmp/signpost-hsds-XXXXXX";
static char from_path[64], to_path[64], hsds[64];

static inline int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(hsds_place))
        return -1;
    snprintf(from_path, sizeof from_path, "%s/from.db", hsds_place);
    snprintf(to_path, sizeof to_path, "%s/to.db", hsds_place);
    snprintf(hsds, sizeof hsds, "%s/hsds", hsds_place);
    return 0;
}

static inline int remove_folder(void **state)
{
    (void)state;
    unlink(from_path);
    unlink(to_path);
    folder_remove(hsds);
    return rmdir(hsds_place);
}

/* What a test that failed has left. */
static inline int clear_folder(void **state)
{
    (void)state;
    folder_remove(hsds);
    return 0;
}

static inline signpost_status import_folder(signpost_directory *directory, const signpost_import_options *options,
                                            signpost_import_report *report, signpost_diagnostics *found)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    return signpost_hsds_import(directory, hsds, &hsds_act, options, report, found, &error);
}

/* All diagnostics as lines, without the folder's name. */
static inline const char *lines_of(const signpost_diagnostics *found)
{
    static char lines[16384];
    size_t used = 0;
    lines[0] = '\0';
    for (size_t i = 0; i < signpost_diagnostics_count(found) && used < sizeof lines - 1024; i++) {
        char line[1024];
        const signpost_diagnostic one = signpost_diagnostics_get(found, i);
        signpost_diagnostic_format(&one, line, sizeof line);
        const char *shown = strncmp(line, hsds, strlen(hsds)) == 0 ? line + strlen(hsds) + 1 : line;
        used += (size_t)snprintf(lines + used, sizeof lines - used, "%s\n", shown);
    }
    return lines;
}

/* ---- what is imported ---- */

/* Hours of an entry, or "". */
static inline const char *hours_of(signpost_directory *directory, const char *uid)
{
    static char text[4096];
    signpost_entry *entry;
    text[0] = '\0';
    assert_int_equal(signpost_directory_entry(directory, uid, &entry, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < signpost_entry_count(entry); i++)
        if (strcmp(signpost_entry_get(entry, i).name, "hours") == 0)
            snprintf(text, sizeof text, "%s", signpost_entry_get(entry, i).value);
    signpost_entry_free(entry);
    return text;
}

/* A plain folder: a service at a place, by the standard alone. */
#define SERVICE "== service.csv\nid,organization_id,name,status\n"
#define LOCATION                                                                                                       \
    "== location.csv\nid,location_type,latitude,longitude\nl1,physical,51.1,0.2\n"                                     \
    "== service_at_location.csv\nid,service_id,location_id\nx1,s1,l1\n"
#define PLAIN SERVICE "s1,,Walk-in,active\n" LOCATION
#define SCHEDULE                                                                                                       \
    "== "                                                                                                              \
    "schedule.csv\nid,service_id,location_id,service_at_location_id,valid_from,valid_to,dtstart,freq,interval,byday,"  \
    "opens_at,closes_at\n"

static const char constants[] =
    "mapping: hsds\ntitle: A list\ntables:\n  - into: services\n    constants: {type: \"13\"}\n";

static inline signpost_import_options with_constants(const char *text)
{
    static char path[96];
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    snprintf(path, sizeof path, "%s/map.yaml", hsds);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    options.mapping = path;
    return options;
}

#endif

/* Export as an HSDS 3.0 folder. Rules kept here:
 *  - all of it is one state of the directory, and the same state gives the same bytes;
 *  - a file is written beside its name and takes it when it is whole;
 *  - what the folder leaves out is told, kind by kind. */
#include "interchange/hsds_export.h"

#include "directory/directory.h"
#include "directory/tables.h"
#include "formats/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- files ---- */

/* What stands in a file. */
typedef struct content {
    sgp_hsds_export *export;
    const sgp_hsds_table *table; /* NULL: the package's description */
} content;

static bool write_csv_bytes(void *context, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, context) == size;
}

static bool write_json_bytes(const char *bytes, size_t size, void *context)
{
    return fwrite(bytes, 1, size, context) == size;
}

static signpost_status write_package(sgp_hsds_export *export, FILE *file)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, export->db, "SELECT name FROM directory", export->error);
    if (!status)
        status = sgp_query_step(&query, export->error);
    if (!status && sgp_hsds_write_package(sgp_column_text_or_empty(&query, 0), write_json_bytes, file))
        export->writer.failed = true;
    sgp_query_release(&query);
    return status;
}

static signpost_status write_content(const content *wanted, FILE *file)
{
    sgp_hsds_export *export = wanted->export;
    export->writer = (sgp_csv_writer){.sink = write_csv_bytes, .context = file};
    return wanted->table ? sgp_hsds_write_rows(export, wanted->table) : write_package(export, file);
}

/* The content into a file beside `path`, which then takes its name. */
static signpost_status write_file(const content *wanted, const char *path)
{
    char beside[SGP_BESIDE_SIZE];
    sgp_hsds_export *export = wanted->export;
    int descriptor = sgp_file_beside(path, beside);
    if (descriptor < 0)
        return sgp_fail_to_write(path, errno, export->error);
    FILE *file = fdopen(descriptor, "wb");
    if (!file) {
        int reason = errno;
        close(descriptor);
        remove(beside);
        return sgp_fail_to_write(path, reason, export->error);
    }
    signpost_status status = write_content(wanted, file);
    bool closed = fclose(file) == 0;
    if (!status && (export->writer.failed || !closed || rename(beside, path) != 0))
        status = sgp_fail_to_write(path, errno, export->error);
    if (status)
        remove(beside);
    return status;
}

static signpost_status write_into(const content *wanted, const char *folder)
{
    char path[SIGNPOST_TEXT_SIZE];
    int length = wanted->table ? snprintf(path, sizeof path, "%s/%s.csv", folder, wanted->table->name)
                               : snprintf(path, sizeof path, "%s/datapackage.json", folder);
    if (length < 0 || (size_t)length >= sizeof path)
        return sgp_fail(wanted->export->error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                        "the name of folder \"%s\" is too long", folder);
    return write_file(wanted, path);
}

/* ---- losses ---- */

/* What is told of services: each statement counts them. */
static const struct loss {
    const char *sql, *said, *hint;
    bool withheld; /* only from a folder for the public */
} losses_of_services[] = {
    {"SELECT count(*) FROM service WHERE clinician_phone IS NOT NULL", "clinicians' phone numbers", "", true},
    {"SELECT count(*) FROM service WHERE email IS NOT NULL", "email addresses", "", true},
    {"SELECT count(*) FROM service WHERE referral_text IS NOT NULL", "instructions for referrers", "", true},
    {"SELECT count(DISTINCT service) FROM endpoint", "endpoints", "", true},
    {"SELECT count(DISTINCT service) FROM travel_time", "travel times", "", false},
};

static signpost_status tell_of_services(sgp_hsds_export *export, const struct loss *loss, signpost_diagnostics *losses)
{
    int64_t count;
    signpost_status status = sgp_db_integer(export->db, loss->sql, &count, export->error);
    if (!status && count)
        sgp_hsds_tell(losses, loss->withheld ? SGP_HSDS_WITHHELD : SGP_HSDS_NOT_CARRIED, (sgp_spot){NULL, 0, 0},
                      loss->withheld ? "a folder that is not only for the public has them" : "",
                      loss->withheld ? "withheld: %s of %lld service%s" : "left out: %s of %lld service%s", loss->said,
                      (long long)count, count == 1 ? "" : "s");
    return status;
}

/* Tables that are no part of services, and that HSDS has no place for. */
static signpost_status tell_of_tables(sgp_hsds_export *export, signpost_diagnostics *losses)
{
    static const char *const left_out[] = {
        "calendars",
        "holidays",
        "areas",
        "area-populations",
        "places",
        "place-areas",
        "rankings",
        "symptom-groups",
        "symptom-discriminators",
        "symptom-pairs",
        "users",
        "user-rights",
        "duplicate-decisions",
    };
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out && !status; i++) {
        char sql[128];
        int64_t count;
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", sgp_table_find(left_out[i])->stored);
        status = sgp_db_integer(export->db, sql, &count, export->error);
        if (!status && count)
            sgp_hsds_tell(losses, SGP_HSDS_NOT_CARRIED, (sgp_spot){NULL, 0, 0}, "", "left out: %lld row%s of %s",
                          (long long)count, count == 1 ? "" : "s", left_out[i]);
    }
    return status;
}

signpost_status sgp_hsds_tell_losses(sgp_hsds_export *export, signpost_diagnostics *losses)
{
    int64_t count;
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sizeof losses_of_services / sizeof *losses_of_services && !status; i++)
        if (!losses_of_services[i].withheld || export->public_only)
            status = tell_of_services(export, &losses_of_services[i], losses);
    if (!status)
        status = sgp_db_integer(export->db,
                                "SELECT count(*) FROM service WHERE coalesce(address, town, postcode) IS NOT NULL AND "
                                "(address IS NULL OR town IS NULL OR postcode IS NULL)",
                                &count, export->error);
    if (!status && count)
        sgp_hsds_tell(losses, SGP_HSDS_NOT_CARRIED, (sgp_spot){NULL, 0, 0}, "",
                      "%lld addresses lack a line, a town or a postcode, which HSDS requires", (long long)count);
    return status ? status : tell_of_tables(export, losses);
}

/* ---- the folder ---- */

static signpost_status write_folder(sgp_hsds_export *export, const char *folder, signpost_diagnostics *losses)
{
    signpost_status status = sgp_db_begin_read(export->db, export->error);
    if (status)
        return status;
    for (size_t i = 0; i < sgp_hsds_table_count && !status; i++)
        status = write_into(&(content){export, &sgp_hsds_tables[i]}, folder);
    if (!status)
        status = write_into(&(content){export, NULL}, folder);
    if (!status)
        status = sgp_hsds_tell_losses(export, losses);
    sgp_db_roll_back(export->db);
    if (!status && sgp_diagnostics_lost(losses))
        status = sgp_fail_memory(export->error);
    return status;
}

signpost_status signpost_hsds_export(signpost_directory *directory, const char *folder,
                                     const signpost_hsds_options *options, size_t *rows, signpost_diagnostics *losses,
                                     signpost_error *error)
{
    if (options && options->size != sizeof *options)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the HSDS options have size %zu, not %zu",
                        options->size, sizeof *options);
    sgp_hsds_export export = {.db = directory->db, .public_only = options && options->public_only, .error = error};
    signpost_status status = sgp_hsds_functions(export.db, error);
    if (!status && mkdir(folder, 0777) != 0 && errno != EEXIST)
        status = sgp_fail_to_write(folder, errno, error);
    if (!status)
        status = write_folder(&export, folder, losses);
    if (!status && rows)
        *rows = export.rows;
    return status;
}

/* Export and digest: the tables as CSV, in their order and in the order of their keys. Rules kept here:
 *  - both walk one snapshot by the same code, so that what is digested is what is exported;
 *  - a file is written beside its name and takes it when it is whole. */
#include "directory/import.h"
#include "formats/file.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { SQL_SIZE = 8192 };

static void write_header(sgp_csv_writer *writer, const sgp_table *table, bool digested)
{
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_in_csv(&table->columns[i]) && !(digested && table->columns[i].flags & SGP_NOT_DIGESTED))
            sgp_csv_write(writer, table->columns[i].name);
    sgp_csv_end_row(writer);
}

/* False when memory ran out. */
static bool write_row(sgp_csv_writer *writer, const sgp_table *table, bool digested, sgp_query *row)
{
    sgp_arena arena = {0};
    bool written = true;
    int number = 0;
    for (size_t i = 0; i < table->count && written; i++) {
        char buffer[SGP_CELL_SIZE];
        const sgp_column *column = &table->columns[i];
        if (!sgp_column_in_csv(column) || (digested && column->flags & SGP_NOT_DIGESTED))
            continue;
        const char *text = sgp_cell_format(column, row, number++, buffer, &arena);
        written = text && !row->failure;
        sgp_csv_write(writer, text);
    }
    sgp_csv_end_row(writer);
    sgp_arena_release(&arena);
    return written;
}

/* Writes a table; `rows` counts them. What the sink refused is left to the caller. */
static signpost_status write_table(sgp_db *db, sgp_csv_writer *writer, const sgp_table *table, bool digested,
                                   size_t *rows, signpost_error *error)
{
    char sql[SQL_SIZE];
    sgp_query query;
    if (!sgp_sql_select(table, digested, "", sql, sizeof sql))
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_TOO_LARGE, "table \"%s\" is too wide", table->name);
    write_header(writer, table, digested);
    signpost_status status = sgp_query_prepare(&query, db, sql, error);
    while (!status && !writer->failed && !(status = sgp_query_step(&query, error))) {
        if (!write_row(writer, table, digested, &query))
            status = sgp_fail_memory(error);
        ++*rows;
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- digest ---- */

static bool hash_bytes(void *context, const char *bytes, size_t size)
{
    return crypto_generichash_update(context, (const unsigned char *)bytes, size) == 0;
}

signpost_status signpost_directory_digest(signpost_directory *directory, unsigned char digest[SIGNPOST_DIGEST_SIZE],
                                          signpost_error *error)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, SIGNPOST_DIGEST_SIZE);
    sgp_csv_writer writer = {.sink = hash_bytes, .context = &state};
    size_t rows = 0;
    signpost_status status = sgp_db_begin_read(directory->db, error);
    if (status)
        return status;
    for (size_t i = 0; i < sgp_table_count && !status; i++) {
        sgp_csv_write(&writer, sgp_tables[i].name);
        sgp_csv_end_row(&writer);
        status = write_table(directory->db, &writer, &sgp_tables[i], true, &rows, error);
    }
    sgp_db_roll_back(directory->db);
    if (!status)
        crypto_generichash_final(&state, digest, SIGNPOST_DIGEST_SIZE);
    return status;
}

/* ---- export ---- */

static bool write_bytes(void *context, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, context) == size;
}

static signpost_status write_acts(sgp_db *db, sgp_csv_writer *writer, size_t *rows, signpost_error *error)
{
    static const sgp_column columns[] = {
        {"id", SGP_CELL_INTEGER, SGP_KEY, NULL, NULL, NULL}, {"at", SGP_CELL_MOMENT, 0, NULL, NULL, NULL},
        {"who", SGP_CELL_TEXT, 0, NULL, NULL, NULL},         {"why", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
        {"what", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
    };
    static const sgp_table acts = {"acts", "act", columns, sizeof columns / sizeof *columns, NULL, false};
    return write_table(db, writer, &acts, false, rows, error);
}

/* A table's rows into a file beside `path`, which then takes its name. NULL for the acts. */
static signpost_status export_table(sgp_db *db, const sgp_table *table, const char *path, size_t *rows,
                                    signpost_error *error)
{
    char beside[SIGNPOST_TEXT_SIZE + 16];
    snprintf(beside, sizeof beside, "%s.new", path);
    FILE *file = fopen(beside, "wb");
    if (!file)
        return sgp_fail_to_write(path, errno, error);
    sgp_csv_writer writer = {.sink = write_bytes, .context = file};
    signpost_status status =
        table ? write_table(db, &writer, table, false, rows, error) : write_acts(db, &writer, rows, error);
    bool closed = fclose(file) == 0;
    if (!status && (writer.failed || !closed || rename(beside, path) != 0))
        status = sgp_fail_to_write(path, errno, error);
    if (status)
        remove(beside);
    return status;
}

static signpost_status export_to(sgp_db *db, const sgp_table *table, const char *folder, size_t *rows,
                                 signpost_error *error)
{
    char path[SIGNPOST_TEXT_SIZE];
    int length = snprintf(path, sizeof path, "%s/%s.csv", folder, table ? table->name : "acts");
    if (length < 0 || (size_t)length >= sizeof path)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the name of folder \"%s\" is too long", folder);
    return export_table(db, table, path, rows, error);
}

signpost_status signpost_directory_export(signpost_directory *directory, const char *folder, size_t *rows,
                                          signpost_error *error)
{
    size_t written = 0;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return sgp_fail_to_write(folder, errno, error);
    signpost_status status = sgp_db_begin_read(directory->db, error);
    if (status)
        return status;
    for (size_t i = 0; i < sgp_table_count && !status; i++)
        status = export_to(directory->db, &sgp_tables[i], folder, &written, error);
    if (!status)
        status = export_to(directory->db, NULL, folder, &written, error);
    sgp_db_roll_back(directory->db);
    if (!status && rows)
        *rows = written;
    return status;
}

const char *signpost_directory_table(size_t index)
{
    return index < sgp_table_count ? sgp_tables[index].name : NULL;
}

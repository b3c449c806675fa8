/* What an import costs, against sqlite3 loading the same rows unchecked: a directory is exported as CSV and imported
 * into a new one; and its tables are written as they are stored, as CSV, and loaded by prepared inserts, a table after
 * the other, in one transaction. Schema, indexes, CSV reader, page cache and durability are the same on both sides.
 * SQLite itself checks foreign keys in an import; the rows are loaded both with and without that. What only the import
 * does: it reads and checks what the cells mean, looks names up, compiles hours, and writes the digest of every table
 * into the history. Both ways must come to the same directory. The ways take turns, and the shortest of each counts:
 * other load only ever adds. Prints rows a second and ratios, of the wall clock and of the processor's time. Usage:
 * bench_import DIRECTORY [rounds]. */
#include "directory/directory.h"
#include "directory/migrations.h"
#include "figures.h"
#include "formats/csv.h"
#include "signpost/directory.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_TABLES = 64, NAME_SIZE = 64, PATH_SIZE = 128, MOST_COLUMNS = 48 };

static char folder[] = "/tmp/signpost-bench-XXXXXX", exported[PATH_SIZE], made[PATH_SIZE];
static const signpost_act act = {"bench", "a figure", 0};
static signpost_error error = SIGNPOST_ERROR_INIT;

/* A table as it is stored. */
typedef struct stored {
    char name[NAME_SIZE];
    size_t columns;
    bool is_blob[MOST_COLUMNS];
    long long rows;
} stored;

static stored tables[MOST_TABLES];
static size_t table_count;

/* The file of its rows. */
static const char *path_of(const stored *table)
{
    static char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s.csv", folder, table->name);
    return path;
}

static void stop(const char *why)
{
    fprintf(stderr, "bench-import: %s\n", why);
    exit(1);
}

static void remove_folder(const char *path)
{
    char command[PATH_SIZE + 16];
    snprintf(command, sizeof command, "rm -r %s", path);
    if (system(command))
        stop("the folder could not be removed");
}

/* ---- the rows, as they are stored ---- */

static bool put(void *context, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, context) == size;
}

static void write_table(sgp_db *db, stored *table)
{
    char sql[NAME_SIZE * 4];
    sgp_query row;
    FILE *file = fopen(path_of(table), "w");
    sgp_csv_writer writer = {.sink = put, .context = file};
    /* What a row refers to in its own table comes before it. */
    snprintf(sql, sizeof sql, "SELECT * FROM %s%s", table->name,
             strcmp(table->name, "area") == 0 ? " ORDER BY parent IS NOT NULL, kind = 'small', kind = 'district'" : "");
    if (!file || sgp_query_prepare(&row, db, sql, &error))
        stop(error.message);
    table->columns = (size_t)sqlite3_column_count(row.statement);
    for (; sgp_query_step(&row, &error) == SIGNPOST_OK; table->rows++) {
        for (int i = 0; i < (int)table->columns; i++) {
            char digits[2 * SIGNPOST_DIGEST_SIZE + 1];
            bool is_blob = sqlite3_column_type(row.statement, i) == SQLITE_BLOB;
            if (is_blob)
                sodium_bin2hex(digits, sizeof digits, sqlite3_column_blob(row.statement, i), SIGNPOST_DIGEST_SIZE);
            table->is_blob[i] = table->is_blob[i] || is_blob;
            sgp_csv_write(&writer, is_blob ? digits : sgp_column_text(&row, i));
        }
        sgp_csv_end_row(&writer);
    }
    sgp_query_release(&row);
    if (fclose(file) || writer.failed)
        stop("a table could not be written");
}

/* Every table but the history, in the order of the schema, which makes what is referred to first; of a digest the
 * digits. */
static void write_tables(sgp_db *db)
{
    sgp_query name;
    if (sgp_query_prepare(&name, db,
                          "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'history' ORDER BY rowid",
                          &error))
        stop(error.message);
    for (; sgp_query_step(&name, &error) == SIGNPOST_OK && table_count < MOST_TABLES; table_count++) {
        stored *table = &tables[table_count];
        snprintf(table->name, sizeof table->name, "%s", sgp_column_text_or_empty(&name, 0));
        write_table(db, table);
    }
    sgp_query_release(&name);
}

/* ---- both ways ---- */

static signpost_directory *begin(void)
{
    signpost_directory *directory;
    unlink(made);
    if (signpost_directory_create(made, "Bench", &act, &directory, &error))
        stop(error.message);
    return directory;
}

static figures_took import(void)
{
    signpost_directory *directory = begin();
    figures_took from = figures_take();
    if (signpost_directory_import(directory, exported, &act, NULL, NULL, NULL, &error))
        stop(error.message);
    figures_took time = figures_since(from);
    signpost_directory_close(directory);
    return time;
}

static void bind(sgp_query *insert, int number, const char *text, bool is_blob)
{
    static unsigned char digests[MOST_COLUMNS][SIGNPOST_DIGEST_SIZE];
    if (!*text)
        sgp_bind_null(insert, number);
    else if (!is_blob)
        sgp_bind_text(insert, number, text);
    else if (sodium_hex2bin(digests[number], SIGNPOST_DIGEST_SIZE, text, strlen(text), NULL, NULL, NULL) == 0)
        sgp_bind_blob(insert, number, digests[number], SIGNPOST_DIGEST_SIZE);
}

static void load_table(sgp_db *db, const stored *table)
{
    char sql[NAME_SIZE + MOST_COLUMNS * 2 + 32];
    size_t used = (size_t)snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?", table->name);
    for (size_t i = 1; i < table->columns; i++)
        used += (size_t)snprintf(sql + used, sizeof sql - used, ",?");
    snprintf(sql + used, sizeof sql - used, ")");
    sgp_csv rows;
    sgp_query insert;
    if (sgp_query_prepare(&insert, db, sql, &error) || sgp_csv_open(&rows, path_of(table), &error))
        stop(error.message);
    while (sgp_csv_next(&rows, NULL) == SIGNPOST_OK) {
        for (size_t i = 0; i < rows.count; i++)
            bind(&insert, (int)i + 1, rows.fields[i].text, table->is_blob[i]);
        if (sgp_query_run(&insert, &error))
            stop(error.message);
    }
    sgp_query_release(&insert);
    sgp_csv_release(&rows);
}

/* The same rows, as they are stored. */
static figures_took load(bool with_keys)
{
    signpost_directory *directory = begin();
    sgp_db *db = directory->db;
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
    if (sgp_db_run(db, "DELETE FROM history; DELETE FROM directory; DELETE FROM act", &error))
        stop(error.message);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, with_keys, NULL);
    figures_took from = figures_take();
    if (sgp_db_begin_write(db, &error))
        stop(error.message);
    for (size_t i = 0; i < table_count; i++)
        load_table(db, &tables[i]);
    if (sgp_db_commit(db, &error))
        stop(error.message);
    figures_took time = figures_since(from);
    signpost_directory_close(directory);
    return time;
}

static void digest(const char *path, unsigned char into[SIGNPOST_DIGEST_SIZE])
{
    signpost_directory *directory;
    if (signpost_directory_open(path, SIGNPOST_READ_ONLY, &directory, &error) ||
        signpost_directory_digest(directory, into, &error))
        stop(error.message);
    signpost_directory_close(directory);
}

static void check_same(const char *original, const char *what)
{
    unsigned char is[SIGNPOST_DIGEST_SIZE], should_be[SIGNPOST_DIGEST_SIZE];
    digest(original, should_be);
    digest(made, is);
    if (memcmp(is, should_be, sizeof is) != 0)
        stop(what);
}

/* ---- figures ---- */

static void print(const char *what, figures_took time, figures_took against, long long rows)
{
    printf("%-32s %6.2f s (%5.2f s of the processor), %9.0f rows a second; the import takes %.2f times as long (%.2f "
           "times the processor)\n",
           what, time.wall_s, time.processor_s, (double)rows / time.wall_s, against.wall_s / time.wall_s,
           against.processor_s / time.processor_s);
}

int main(int count, char **arguments)
{
    signpost_directory *directory;
    long long rows = 0;
    if (count < 2 || !mkdtemp(folder))
        stop("name a directory");
    snprintf(exported, sizeof exported, "%s/exported", folder);
    snprintf(made, sizeof made, "%s/made.db", folder);
    if (signpost_directory_open(arguments[1], SIGNPOST_READ_ONLY, &directory, &error) ||
        signpost_directory_export(directory, exported, NULL, &error))
        stop(error.message);
    write_tables(directory->db);
    signpost_directory_close(directory);
    for (size_t i = 0; i < table_count; i++)
        rows += tables[i].rows;
    figures_took imported = FIGURES_NEVER, keyed = FIGURES_NEVER, plain = FIGURES_NEVER;
    for (int left = count > 2 ? atoi(arguments[2]) : 3; left > 0; left--) {
        figures_shorten(&imported, import());
        check_same(arguments[1], "what was imported is another directory");
        figures_shorten(&keyed, load(true));
        check_same(arguments[1], "what was loaded is another directory");
        figures_shorten(&plain, load(false));
    }
    printf("import of %lld stored rows: %.2f s (%.2f s of the processor)\n", rows, imported.wall_s,
           imported.processor_s);
    print("  sqlite3, unchecked", plain, imported, rows);
    print("  sqlite3, foreign keys checked", keyed, imported, rows);
    remove_folder(folder);
    return 0;
}

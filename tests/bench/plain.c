/* The peers: no rule of ours is kept here but to read everything once. */
#include "plain.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void plain_stop(const char *why)
{
    fprintf(stderr, "bench: %s\n", why);
    exit(1);
}

void plain_folder(char path[PLAIN_PATH])
{
    const char *place = getenv("TMPDIR");
    snprintf(path, PLAIN_PATH, "%.100s/signpost-bench-XXXXXX", place ? place : "/tmp");
    if (!mkdtemp(path))
        plain_stop("no folder could be made");
}

void plain_remove(const char *folder)
{
    char command[PLAIN_PATH + 16];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    if (system(command))
        plain_stop("the folder could not be removed");
}

/* ---- SQLite ---- */

sqlite3 *plain_open(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        plain_stop(sqlite3_errmsg(db));
    return db;
}

void plain_close(sqlite3 *db)
{
    if (sqlite3_close(db) != SQLITE_OK)
        plain_stop("a database could not be closed");
}

void plain_run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        plain_stop(sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        plain_stop(sqlite3_errmsg(db));
    return statement;
}

static size_t read_table(sqlite3 *db, const char *table)
{
    size_t rows = 0;
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT * FROM \"%.100s\"", table);
    sqlite3_stmt *row = prepare(db, sql);
    for (; sqlite3_step(row) == SQLITE_ROW; rows++)
        for (int i = 0; i < sqlite3_column_count(row); i++)
            sqlite3_column_blob(row, i);
    sqlite3_finalize(row);
    return rows;
}

size_t plain_read(const char *path)
{
    size_t rows = 0;
    sqlite3 *db = plain_open(path);
    sqlite3_stmt *table = prepare(db, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    while (sqlite3_step(table) == SQLITE_ROW)
        rows += read_table(db, (const char *)sqlite3_column_text(table, 0));
    sqlite3_finalize(table);
    plain_close(db);
    return rows;
}

char (*plain_services(const char *path, size_t count))[PLAIN_UID]
{
    char(*uids)[PLAIN_UID] = calloc(count ? count : 1, sizeof *uids);
    sqlite3 *db = plain_open(path);
    sqlite3_stmt *row = prepare(db, "SELECT uid FROM (SELECT uid, row_number() OVER (ORDER BY id) - 1 AS n FROM service"
                                    " WHERE state = 'active') WHERE n % max((SELECT count(*) FROM service WHERE state ="
                                    " 'active') / ?1, 1) = 0 LIMIT ?1");
    sqlite3_bind_int64(row, 1, (sqlite3_int64)count);
    for (size_t i = 0; i < count && uids; i++) {
        if (sqlite3_step(row) != SQLITE_ROW)
            plain_stop("the directory has too few services");
        snprintf(uids[i], PLAIN_UID, "%s", (const char *)sqlite3_column_text(row, 0));
    }
    sqlite3_finalize(row);
    plain_close(db);
    return uids;
}

/* ---- files ---- */

static FILE *open_file(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (!file)
        plain_stop(path);
    return file;
}

static char block[1 << 20];

void plain_copy(const char *from, const char *to)
{
    size_t size;
    FILE *in = open_file(from, "rb"), *out = open_file(to, "wb");
    while ((size = fread(block, 1, sizeof block, in)))
        if (fwrite(block, 1, size, out) != size)
            plain_stop(to);
    if (fflush(out) || fsync(fileno(out)) || fclose(out) || fclose(in))
        plain_stop(to);
}

size_t plain_hash(const char *path)
{
    size_t size, all = 0;
    unsigned char hash[32];
    crypto_generichash_state state;
    FILE *file = open_file(path, "rb");
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    for (; (size = fread(block, 1, sizeof block, file)); all += size)
        crypto_generichash_update(&state, (const unsigned char *)block, size);
    crypto_generichash_final(&state, hash, sizeof hash);
    fclose(file);
    return all;
}

/* What a delta costs: a directory is released, some of its services are changed and it is released again; a delta leads
 * from the first release to the second, is applied where only the first is, and what it made is opened. What each is
 * held against, in the same run:
 *  - making: sqlite3session_diff of the same two snapshots, nothing verified, no file written;
 *  - applying: a copy of the file's bytes, and sqlite3changeset_apply of the same changes;
 *  - verifying what a delta made: BLAKE2b of its file; and where another version of SQLite had laid it out, so that not
 *    its bytes but its rows and indexes must be right: every row of every table read once.
 * The ways take turns, and the shortest of each counts. Usage: bench-delta DIRECTORY [services] [rounds]. */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "figures.h"
#include "plain.h"
#include "signpost/snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NOW = 29920320 }; /* 2026-11-20, 12:00Z, in minutes */

static signpost_error error = SIGNPOST_ERROR_INIT;
static unsigned char public_key[SIGNPOST_PUBLIC_KEY_SIZE], secret_key[SIGNPOST_SECRET_KEY_SIZE];
static char folder[PLAIN_PATH];

static void must(signpost_status status)
{
    if (status)
        plain_stop(error.message);
}

static const char *path_of(const char *name, char path[PLAIN_PATH + 32])
{
    snprintf(path, PLAIN_PATH + 32, "%s/%s", folder, name);
    return path;
}

typedef char path[PLAIN_PATH + 32];

/* ---- the two releases ---- */

/* Each gets another telephone number, and other hours, of sixty. */
static void change_services(signpost_directory *directory, const char *original, size_t count)
{
    static const signpost_act act = {"bench", "a figure", NOW};
    path changes;
    char(*uids)[PLAIN_UID] = plain_services(original, count);
    FILE *file = fopen(path_of("services.csv", changes), "w");
    if (!uids || !file)
        plain_stop("the changes could not be written");
    fputs("uid,phone,hours\n", file);
    for (size_t i = 0; i < count; i++)
        fprintf(file, "%s,01632 96%04zu,Mo-Fr 07:%02zu-18:30\n", uids[i], i % 10000, i % 60);
    if (fclose(file))
        plain_stop("the changes could not be written");
    must(signpost_directory_import(directory, changes, &act, NULL, NULL, NULL, &error));
    free(uids);
}

static void release_twice(const char *original, size_t count)
{
    path copy, before;
    signpost_directory *directory;
    signpost_snapshot_options options = SIGNPOST_SNAPSHOT_OPTIONS_INIT;
    options.secret_key = secret_key;
    plain_copy(original, path_of("copy.db", copy));
    must(signpost_directory_open(copy, SIGNPOST_READ_WRITE, &directory, &error));
    must(signpost_snapshot_make(directory, folder, "before", NOW, &options, NULL, &error));
    change_services(directory, original, count);
    options.previous = path_of("before.release", before);
    must(signpost_snapshot_make(directory, folder, "after", NOW, &options, NULL, &error));
    signpost_directory_close(directory);
}

/* ---- signpost ---- */

static figures_took make_delta(size_t *bytes)
{
    path before, after, delta;
    figures_took from = figures_take();
    must(signpost_delta_make(path_of("before.release", before), path_of("after.release", after), public_key,
                             path_of("delta", delta), bytes, &error));
    return figures_since(from);
}

static figures_took apply_delta(void)
{
    path before, delta, there;
    path_of("there", there);
    if (mkdir(there, 0700))
        plain_stop("no folder could be made");
    figures_took from = figures_take();
    must(signpost_delta_apply(path_of("before.release", before), path_of("delta", delta), public_key, there, NULL,
                              &error));
    return figures_since(from);
}

/* The second release, in pages of another size. */
static void lay_out_otherwise(void)
{
    path from, other;
    path_of("other", other);
    if (mkdir(other, 0700))
        plain_stop("no folder could be made");
    plain_copy(path_of("after.release", from), path_of("other/after.release", other));
    plain_copy(path_of("after.db", from), path_of("other/after.db", other));
    sqlite3 *db = plain_open(other);
    plain_run(db, "PRAGMA page_size = 8192; VACUUM");
    plain_close(db);
}

static figures_took open_release(const char *name)
{
    path release;
    signpost_directory *directory;
    figures_took from = figures_take();
    must(signpost_snapshot_open(path_of(name, release), public_key, NULL, &directory, &error));
    figures_took time = figures_since(from);
    signpost_directory_close(directory);
    return time;
}

/* ---- the peers ---- */

static figures_took diff_plainly(int *size, void **changes)
{
    path after, attach;
    char sql[2 * PLAIN_PATH];
    sqlite3_session *session;
    sqlite3_stmt *table;
    figures_took from = figures_take();
    sqlite3 *db = plain_open(path_of("after.db", after));
    snprintf(sql, sizeof sql, "ATTACH '%s' AS before", path_of("before.db", attach));
    plain_run(db, sql);
    if (sqlite3session_create(db, "main", &session) || sqlite3_prepare_v2(db,
                                                                          "SELECT name FROM sqlite_schema WHERE "
                                                                          "type = 'table'",
                                                                          -1, &table, NULL))
        plain_stop("no session could be made");
    while (sqlite3_step(table) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(table, 0);
        if (sqlite3session_attach(session, name) || sqlite3session_diff(session, "before", name, NULL))
            plain_stop("a table could not be compared");
    }
    sqlite3_finalize(table);
    if (sqlite3session_changeset(session, size, changes))
        plain_stop("the changes could not be taken");
    figures_took time = figures_since(from);
    sqlite3session_delete(session);
    plain_close(db);
    return time;
}

static int refuse(void *context, int kind, sqlite3_changeset_iter *row)
{
    (void)context;
    (void)kind;
    (void)row;
    return SQLITE_CHANGESET_ABORT;
}

static figures_took apply_plainly(int size, void *changes)
{
    path before, made;
    figures_took from = figures_take();
    plain_copy(path_of("before.db", before), path_of("plain.db", made));
    sqlite3 *db = plain_open(made);
    if (sqlite3changeset_apply(db, size, changes, NULL, refuse, NULL))
        plain_stop("the changes could not be applied");
    plain_close(db);
    figures_took time = figures_since(from);
    remove(made);
    return time;
}

static figures_took of_file(size_t (*does)(const char *path), const char *name, size_t *count)
{
    path file;
    figures_took from = figures_take();
    *count = does(path_of(name, file));
    return figures_since(from);
}

/* ---- figures ---- */

static void print(const char *what, figures_took time, const char *against, figures_took peer)
{
    printf("  %-30s %6.2f s (%5.2f s of the processor); %s: %.2f s (%.2f s); %.1f times as long (%.1f the processor)\n",
           what, time.wall_s, time.processor_s, against, peer.wall_s, peer.processor_s, time.wall_s / peer.wall_s,
           time.processor_s / peer.processor_s);
}

int main(int count, char **arguments)
{
    static const unsigned char seed[SIGNPOST_KEY_SEED_SIZE] = {7};
    figures_took made = FIGURES_NEVER, applied = FIGURES_NEVER, opened = FIGURES_NEVER, by_rows = FIGURES_NEVER;
    figures_took diffed = FIGURES_NEVER, plainly = FIGURES_NEVER, rows_read = FIGURES_NEVER, hashed = FIGURES_NEVER;
    size_t services = count > 2 ? (size_t)atol(arguments[2]) : 1000, bytes = 0, rows = 0, size = 0;
    if (count < 2)
        plain_stop("name a directory");
    must(signpost_keys_make(seed, public_key, secret_key));
    plain_folder(folder);
    release_twice(arguments[1], services);
    lay_out_otherwise();
    for (int left = count > 3 ? atoi(arguments[3]) : 3; left > 0; left--) {
        path there;
        int changes_size;
        void *changes;
        figures_shorten(&made, make_delta(&bytes));
        figures_shorten(&diffed, diff_plainly(&changes_size, &changes));
        figures_shorten(&applied, apply_delta());
        figures_shorten(&plainly, apply_plainly(changes_size, changes));
        figures_shorten(&opened, open_release("there/after.release"));
        figures_shorten(&hashed, of_file(plain_hash, "after.db", &size));
        figures_shorten(&by_rows, open_release("other/after.release"));
        figures_shorten(&rows_read, of_file(plain_read, "other/after.db", &rows));
        sqlite3_free(changes);
        plain_remove(path_of("there", there));
    }
    printf("a delta of %zu changed services, %zu bytes, between releases of %zu rows, %.1f MB\n", services, bytes, rows,
           (double)size / 1e6);
    print("made", made, "session_diff alone", diffed);
    print("applied", applied, "copy and changeset_apply", plainly);
    print("what it made, verified", opened, "BLAKE2b of the file", hashed);
    print("the same, laid out otherwise", by_rows, "every row read", rows_read);
    plain_remove(folder);
    return 0;
}

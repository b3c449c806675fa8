/* What the benches of a directory's life hold themselves against: SQLite and BLAKE2b alone, without any check. Each
 * ends the program, with its reason, where it cannot go on. */
#ifndef SIGNPOST_BENCH_PLAIN_H
#define SIGNPOST_BENCH_PLAIN_H

#include <sqlite3.h>
#include <stddef.h>

enum { PLAIN_PATH = 160, PLAIN_UID = 64 };

_Noreturn void plain_stop(const char *why);

/* A new folder, which plain_remove takes away with all that is in it. */
void plain_folder(char path[PLAIN_PATH]);
void plain_remove(const char *folder);

sqlite3 *plain_open(const char *path);
/* Closes it, too; `what` is for the reason. */
void plain_close(sqlite3 *db);
void plain_run(sqlite3 *db, const char *sql);

/* The bytes of one file into another, which is brought to the disk. */
void plain_copy(const char *from, const char *to);
/* Every value of every row of every table is read once. Returns how many rows. */
size_t plain_read(const char *path);
/* BLAKE2b-256 of a file's bytes. Returns how many. */
size_t plain_hash(const char *path);

/* Uids of so many services, spread evenly over a directory, which the caller frees. */
char (*plain_services(const char *path, size_t count))[PLAIN_UID];

#endif

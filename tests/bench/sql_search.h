/* The search of the benches in SQL, as fast as we can make it on SQLite: tables that cover every filter, each service
 * once for each need that it may serve, in the order of cells, searched in rings outwards. It answers as
 * signpost_search_ranked does by the default policy. */
#ifndef SIGNPOST_TESTS_SQL_SEARCH_H
#define SIGNPOST_TESTS_SQL_SEARCH_H

#include "signpost/algorithms.h"
#include "signpost/directory.h"
#include "signpost/need.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

enum { SQL_MOST_FOUND = 20 };

/* A database in memory with the tables of sql_tables.c, filled from a directory and its file; NULL after saying why.
 * Opening hours are those of the two months from `from` on. */
sqlite3 *sql_tables_open(const char *path, signpost_directory *directory, const signpost_algorithms *algorithms,
                         signpost_minute from);

/* Statements, prepared once. */
typedef struct sql_search {
    sqlite3 *db;
    sqlite3_stmt *question, *spot, *plan, *near, *of_practice;
} sql_search;

bool sql_search_open(sql_search *search, sqlite3 *db);
void sql_search_close(sql_search *search);

/* A need whose moments are worked out already: when its time is up, and the local date. */
typedef struct sql_need {
    signpost_need need;
    signpost_minute deadline;
    int date;
} sql_need;

/* Services' ids in their order; how many. */
size_t sql_search_run(sql_search *search, const sql_need *need, long long ids[SQL_MOST_FOUND]);

/* How roles and sexes are written in the tables. */
int sql_role_bit(const char *role);
int sql_sex_bit(signpost_sex sex);

#endif

/* The ranked search against the best SQL that we can write, on the same needs and with the same answers: on SQLite in
 * this program, on PostGIS by postgis.sh, for which a folder can be given that receives tables, needs and answers as
 * CSV. Processor time of this thread. Answers that differ fail; time never does.
 * Usage: bench-sql DIRECTORY [searches [FOLDER]]. */
#include "figures.h"
#include "needs.h"
#include "signpost/search.h"
#include "sql_search.h"

#include <stdio.h>
#include <string.h>

/* A need, and what was answered. */
typedef struct question {
    sql_need asked;
    long long ids[SQL_MOST_FOUND];
    size_t count;
} question;

typedef struct contest {
    question *questions;
    double *ours, *theirs; /* microseconds */
    size_t made, agreed, answered;
} contest;

static void take_answer(const signpost_results *results, question *of)
{
    signpost_found found;
    of->count = signpost_results_count(results, SIGNPOST_RETURNED);
    for (size_t i = 0; i < of->count; i++) {
        signpost_results_get(results, SIGNPOST_RETURNED, i, &found);
        of->ids[i] = found.id;
    }
}

/* All by the index, so that each contestant has the processor's caches to itself. */
static bool search_index(contest *of, const signpost_index *index, needs_source *source, signpost_error *error)
{
    signpost_results *results;
    signpost_status status = signpost_results_new(index, SQL_MOST_FOUND, &results, error);
    for (size_t i = 0; i < of->made && status == SIGNPOST_OK; i++) {
        question *next = &of->questions[i];
        next->asked.need = needs_draw(source);
        double start = figures_own_us();
        status = signpost_search_ranked(index, &next->asked.need, results, error);
        of->ours[i] = figures_own_us() - start;
        if (status != SIGNPOST_OK)
            break;
        take_answer(results, next);
        of->answered += next->count > 0;
        next->asked.deadline = signpost_results_describe(results).deadline;
        status = signpost_calendar_date(signpost_index_calendar(index), next->asked.need.when, &next->asked.date, NULL);
    }
    signpost_results_free(results);
    return status == SIGNPOST_OK;
}

static void search_sql(contest *of, sql_search *sql)
{
    for (size_t i = 0; i < of->made; i++) {
        long long ids[SQL_MOST_FOUND];
        const question *next = &of->questions[i];
        double start = figures_own_us();
        size_t count = sql_search_run(sql, &next->asked, ids);
        of->theirs[i] = figures_own_us() - start;
        of->agreed += count == next->count && memcmp(ids, next->ids, count * sizeof *ids) == 0;
    }
}

static FILE *open_in(const char *folder, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return fopen(path, "w");
}

/* Into the folder, too, for postgis.sh to compare with. */
static bool print_figures(contest *of, const char *folder)
{
    double ours = figures_percentile(of->ours, of->made, 50), theirs = figures_percentile(of->theirs, of->made, 50);
    double our_slow = figures_percentile(of->ours, of->made, 99), slow = figures_percentile(of->theirs, of->made, 99);
    printf("ranked search    %8.1f us median, %8.1f us 99th percentile\n", ours, our_slow);
    printf("SQLite           %8.1f us median, %8.1f us 99th percentile: %.0f and %.0f times as long\n", theirs, slow,
           theirs / ours, slow / our_slow);
    printf("the same answers %zu of %zu (%zu find something)\n", of->agreed, of->made, of->answered);
    FILE *file = folder ? open_in(folder, "ranked.txt") : NULL;
    if (file)
        fprintf(file, "%.1f %.1f\n", ours, our_slow);
    return !folder || (file && fclose(file) == 0);
}

/* A table as CSV; the texts in it have neither commas nor quotes. */
static bool write_table(sqlite3 *db, const char *folder, const char *name)
{
    char sql[128], file_name[64];
    sqlite3_stmt *rows = NULL;
    snprintf(file_name, sizeof file_name, "%s.csv", name);
    FILE *file = open_in(folder, file_name);
    snprintf(sql, sizeof sql, "SELECT * FROM %s", name);
    bool good = file && sqlite3_prepare_v2(db, sql, -1, &rows, NULL) == SQLITE_OK;
    while (good && sqlite3_step(rows) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            const char *text = (const char *)sqlite3_column_text(rows, i);
            fprintf(file, "%s%s", text ? text : "", i + 1 < sqlite3_column_count(rows) ? "," : "\n");
        }
    sqlite3_finalize(rows);
    return file && fclose(file) == 0 && good;
}

static bool write_tables(sqlite3 *db, const char *folder)
{
    static const char *const tables[] = {"question",     "open", "red",  "spot",  "spot_area",
                                         "service_area", "plan", "need", "shelf", "of_practice"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!write_table(db, folder, tables[i]))
            return printf("%s/%s.csv cannot be written\n", folder, tables[i]), false;
    return true;
}

/* Needs as PostGIS is asked them, with their answers. */
static bool write_questions(const contest *of, const char *folder)
{
    FILE *file = open_in(folder, "asked.csv");
    if (!file)
        return false;
    for (size_t i = 0; i < of->made; i++) {
        const question *next = &of->questions[i];
        const signpost_need *need = &next->asked.need;
        fprintf(file, "%zu,%s,%s,%s,%s,%d,%d,%d,%d,%lld,%lld,%s,", i, need->symptom_group, need->discriminators[0],
                need->disposition.code, need->postcode, need->age.from_days, sql_sex_bit(need->sex),
                sql_role_bit(need->role), next->asked.date, (long long)need->when, (long long)next->asked.deadline,
                need->practice_knowledge == SIGNPOST_PRACTICE_KNOWN ? need->practice : "");
        for (size_t j = 0; j < next->count; j++)
            fprintf(file, "%s%lld", j ? ";" : "", next->ids[j]);
        fputc('\n', file);
    }
    return fclose(file) == 0;
}

static bool hold(contest *of, const char *path, signpost_directory *directory, const signpost_algorithms *algorithms,
                 const char *folder)
{
    needs_source source;
    sql_search sql = {.db = NULL};
    signpost_index *index = NULL;
    signpost_error error = SIGNPOST_ERROR_INIT;
    bool good = needs_open(&source, algorithms, directory) &&
                signpost_index_build(directory, NULL, &index, &error) == SIGNPOST_OK &&
                search_index(of, index, &source, &error);
    if (!good)
        printf("the needs cannot be searched: %s\n", error.message);
    sqlite3 *db = good ? sql_tables_open(path, directory, algorithms, NEEDS_FROM - 1440) : NULL;
    good = db && sql_search_open(&sql, db);
    if (good)
        search_sql(of, &sql);
    if (good && folder)
        good = write_tables(db, folder) && write_questions(of, folder);
    sql_search_close(&sql);
    sqlite3_close(db);
    signpost_index_free(index);
    needs_close(&source);
    return good;
}

int main(int count, char **words)
{
    signpost_algorithms *algorithms;
    signpost_directory *directory;
    signpost_error error = SIGNPOST_ERROR_INIT;
    int searches = count > 2 ? atoi(words[2]) : 5000;
    if (count < 2 || searches < 1)
        return puts("usage: bench-sql DIRECTORY [searches [FOLDER]]"), 2;
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, &error) != SIGNPOST_OK ||
        signpost_directory_open(words[1], SIGNPOST_READ_ONLY, &directory, &error) != SIGNPOST_OK)
        return puts(error.message), 1;
    size_t made = (size_t)searches;
    contest of = {.questions = calloc(made, sizeof *of.questions),
                  .ours = calloc(made, sizeof *of.ours),
                  .theirs = calloc(made, sizeof *of.theirs),
                  .made = made};
    bool held =
        of.questions && of.ours && of.theirs && hold(&of, words[1], directory, algorithms, count > 3 ? words[3] : NULL);
    if (held)
        held = print_figures(&of, count > 3 ? words[3] : NULL);
    free(of.questions);
    free(of.ours);
    free(of.theirs);
    signpost_directory_close(directory);
    signpost_algorithms_free(algorithms);
    return !held || of.agreed < of.made;
}

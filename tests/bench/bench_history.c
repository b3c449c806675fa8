/* What it costs to live with a history: changes of one service each are submitted and approved, in a directory of any
 * size, until the history has so many entries; then it is verified, read, and looked back over. What each is held
 * against, in the same run:
 *  - an approval: one prepared UPDATE of a service in a transaction of its own, on the same disk;
 *  - verifying: every row of every table read once, and BLAKE2b of the file;
 *  - as of a moment: a copy of the file, as if one had been kept for it.
 * Usage: bench-history DIRECTORY [entries]. */
#include "figures.h"
#include "plain.h"
#include "signpost/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOW = 29920320 }; /* 2026-11-20, 12:00Z, in minutes */

static signpost_error error = SIGNPOST_ERROR_INIT;
static char folder[PLAIN_PATH], path[PLAIN_PATH + 32], other[PLAIN_PATH + 32];

static void must(signpost_status status)
{
    if (status)
        plain_stop(error.message);
}

/* Each of many of the same, in milliseconds. */
typedef struct series {
    double *wall_ms, *processor_ms;
    size_t count;
} series;

static series series_of(size_t count)
{
    series s = {calloc(count, sizeof(double)), calloc(count, sizeof(double)), 0};
    if (!s.wall_ms || !s.processor_ms)
        plain_stop("memory ran out");
    return s;
}

static void add(series *s, figures_took time)
{
    s->wall_ms[s->count] = time.wall_s * 1e3;
    s->processor_ms[s->count++] = time.processor_s * 1e3;
}

/* Sorts them, and frees them. */
static void print_series(const char *what, series s)
{
    size_t tenth = s.count / 10 ? s.count / 10 : 1;
    double early = figures_percentile(s.processor_ms, tenth, 50),
           late = figures_percentile(s.processor_ms + s.count - tenth, tenth, 50);
    double processor = figures_percentile(s.processor_ms, s.count, 50);
    printf("  %-24s median %7.2f ms, 95th percentile %7.2f ms; median %6.2f ms of the processor, of the first tenth "
           "%.2f ms, of the last %.2f ms\n",
           what, figures_percentile(s.wall_ms, s.count, 50), figures_percentile(s.wall_ms, s.count, 95), processor,
           early, late);
    free(s.wall_ms);
    free(s.processor_ms);
}

/* ---- changes ---- */

/* Every other one is of the telephone number, and every other of the hours. */
static figures_took submit(signpost_directory *directory, const char *uid, size_t number, int64_t *change)
{
    char value[64];
    bool is_phone = number % 2 == 0;
    const signpost_act act = {"bench", "a figure", NOW};
    snprintf(value, sizeof value, is_phone ? "01632 96%04zu" : "Mo-Fr 07:%02zu-18:30",
             number % (is_phone ? 10000 : 60));
    const signpost_edit edit = {.service = uid, .field = is_phone ? "phone" : "hours", .value = value};
    figures_took from = figures_take();
    must(signpost_change_submit(directory, &edit, 1, &act, NULL, change, NULL, &error));
    return figures_since(from);
}

static figures_took approve(signpost_directory *directory, int64_t change)
{
    const signpost_act act = {"another", "a figure", NOW};
    figures_took from = figures_take();
    must(signpost_change_approve(directory, change, &act, NULL, NULL, &error));
    return figures_since(from);
}

static void update_plainly(const char (*uids)[PLAIN_UID], size_t count)
{
    series updated = series_of(count);
    sqlite3 *db = plain_open(other);
    sqlite3_stmt *update;
    if (sqlite3_prepare_v2(db, "UPDATE service SET phone = '01632 960000' || ?1 WHERE uid = ?2", -1, &update, NULL))
        plain_stop(sqlite3_errmsg(db));
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(update, 1, (sqlite3_int64)i);
        sqlite3_bind_text(update, 2, uids[i], -1, SQLITE_STATIC);
        figures_took from = figures_take();
        if (sqlite3_step(update) != SQLITE_DONE)
            plain_stop(sqlite3_errmsg(db));
        sqlite3_reset(update);
        add(&updated, figures_since(from));
    }
    sqlite3_finalize(update);
    plain_close(db);
    print_series("one UPDATE alone", updated);
}

static void make_history(signpost_directory *directory, size_t count)
{
    int64_t change;
    char(*uids)[PLAIN_UID] = plain_services(path, count);
    series submitted = series_of(count), approved = series_of(count);
    if (!uids)
        plain_stop("memory ran out");
    for (size_t i = 0; i < count; i++) {
        add(&submitted, submit(directory, uids[i], i, &change));
        add(&approved, approve(directory, change));
    }
    print_series("one change submitted", submitted);
    print_series("one change approved", approved);
    update_plainly((const char(*)[PLAIN_UID])uids, count);
    free(uids);
}

/* ---- looking back ---- */

static void print(const char *what, figures_took time)
{
    printf("  %-44s %6.2f s (%5.2f s of the processor)\n", what, time.wall_s, time.processor_s);
}

static void verify(signpost_directory *directory, signpost_history_report *report)
{
    figures_took from = figures_take();
    must(signpost_history_verify(directory, NULL, report, NULL, &error));
    print("history verified", figures_since(from));
    from = figures_take();
    plain_read(path);
    print("every row of every table read, alone", figures_since(from));
    from = figures_take();
    plain_hash(path);
    print("BLAKE2b of the file, alone", figures_since(from));
}

static signpost_status look(signpost_directory *directory, void *context, signpost_error *reason)
{
    signpost_directory_about *about = context;
    return signpost_directory_describe(directory, about, reason);
}

static void look_back(signpost_directory *directory, const char *what, int64_t entry)
{
    signpost_directory_about about;
    figures_took from = figures_take();
    must(signpost_directory_as_of_entry(directory, entry, look, &about, &error));
    print(what, figures_since(from));
}

static bool count_fields(void *context, const signpost_history_entry *entry)
{
    *(size_t *)context += entry->field_count;
    return true;
}

static void read_all(signpost_directory *directory)
{
    char what[64];
    size_t fields = 0;
    figures_took from = figures_take();
    must(signpost_history_read(directory, NULL, count_fields, &fields, &error));
    snprintf(what, sizeof what, "history read, %zu fields", fields);
    print(what, figures_since(from));
}

int main(int count, char **arguments)
{
    signpost_directory *directory;
    signpost_history_report report;
    size_t changes = (count > 2 ? (size_t)atol(arguments[2]) : 1000) / 2;
    if (count < 2 || !changes)
        plain_stop("name a directory, and at least two entries");
    plain_folder(folder);
    snprintf(path, sizeof path, "%s/copy.db", folder);
    snprintf(other, sizeof other, "%s/other.db", folder);
    plain_copy(arguments[1], path);
    plain_copy(arguments[1], other);
    must(signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, &error));
    printf("a history of %zu entries more\n", 2 * changes);
    make_history(directory, changes);
    verify(directory, &report);
    look_back(directory, "as of the baseline, all entries undone", report.baseline);
    look_back(directory, "as of halfway", report.entries - (int64_t)changes);
    look_back(directory, "as of the last entry but one", report.entries - 1);
    figures_took from = figures_take();
    plain_copy(path, other);
    print("the file copied, alone", figures_since(from));
    read_all(directory);
    signpost_directory_close(directory);
    plain_remove(folder);
    return 0;
}

/* Verifying a history: the chain of its hashes, and that the directory is what it says. Rules kept here:
 *  - everything that is wrong is listed, as far as it can be told apart;
 *  - nothing is changed: what is undone to look at it is done in a transaction that is undone. */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "governance/governance.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* What goes on while a history is verified. */
typedef struct verifying {
    signpost_directory *directory;
    signpost_history_report *report;
    signpost_diagnostics *list;
} verifying;

static void find(verifying *v, int id, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void find(verifying *v, int id, const char *format, ...)
{
    char message[SIGNPOST_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    sgp_diagnose(v->list, SIGNPOST_ERROR, id, (sgp_spot){v->directory->db->path, 0, 0}, "%s", message);
    v->report->found++;
}

/* ---- the chain ---- */

/* The entry of a row of number, at, kind, who, why, what, content. */
static sgp_history_entry entry_of(sgp_query *row)
{
    sgp_history_entry entry = {.number = sgp_column_integer(row, 0),
                               .at = sgp_column_integer(row, 1),
                               .kind = sgp_column_text_or_empty(row, 2),
                               .who = sgp_column_text_or_empty(row, 3),
                               .why = sgp_column_text_or_empty(row, 4),
                               .what = sgp_column_text_or_empty(row, 5)};
    entry.content = sgp_column_blob(row, 6, &entry.size);
    return entry;
}

/* Whether an entry stands where it must, with the hash that it must have; `before` then receives that. */
static void check_entry(verifying *v, sgp_query *row, signpost_minute *last, unsigned char before[SGP_HISTORY_HASH])
{
    size_t size;
    unsigned char hash[SGP_HISTORY_HASH];
    const sgp_history_entry entry = entry_of(row);
    const void *kept = sgp_column_blob(row, 7, &size);
    if (entry.number != ++v->report->entries) {
        find(v, SGP_HISTORY_BROKEN, "entry %lld of the history is not there", (long long)v->report->entries);
        v->report->entries = entry.number;
    }
    if (entry.at < *last)
        find(v, SGP_HISTORY_BROKEN, "entry %lld of the history is earlier than the one before",
             (long long)entry.number);
    *last = entry.at;
    sgp_history_hash(before, &entry, hash);
    if (size != sizeof hash || memcmp(hash, kept, sizeof hash) != 0)
        find(v, SGP_HISTORY_BROKEN, "entry %lld of the history is not as it was written", (long long)entry.number);
    memcpy(before, hash, sizeof hash);
    if (size == sizeof hash) /* what comes after is held against what is there: one mistake is one finding */
        memcpy(before, kept, sizeof hash);
}

static signpost_status check_chain(verifying *v, const char *wanted, bool *met, signpost_error *error)
{
    sgp_query query;
    sgp_db *db = v->directory->db;
    signpost_minute last = INT64_MIN;
    unsigned char before[SGP_HISTORY_HASH] = {0};
    sgp_history_widen(db, true);
    signpost_status status = sgp_query_prepare(&query, db,
                                               "SELECT number, at, kind, who, why, what, content, hash FROM history "
                                               "LEFT JOIN act ON act.id = act ORDER BY number",
                                               error);
    while (!status && !(status = sgp_query_step(&query, error))) {
        check_entry(v, &query, &last, before);
        sodium_bin2hex(v->report->head, sizeof v->report->head, before, sizeof before);
        *met = *met || (wanted && strcmp(wanted, v->report->head) == 0);
        if (query.failure)
            status = sgp_fail_memory(error);
    }
    sgp_query_release(&query);
    sgp_history_widen(db, false);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* Acts without an entry were not written by signpost. */
static signpost_status check_acts(verifying *v, signpost_error *error)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, v->directory->db,
                          "SELECT id, who, what FROM act WHERE id NOT IN (SELECT act FROM history) "
                          "AND (id > (SELECT min(act) FROM history) OR id < 1) ORDER BY id",
                          error);
    while (!status && !(status = sgp_query_step(&query, error)))
        find(v, SGP_HISTORY_PASSED_BY, "act %lld, \"%s\" by \"%s\", is not in the history",
             (long long)sgp_column_integer(&query, 0), sgp_column_text_or_empty(&query, 2),
             sgp_column_text_or_empty(&query, 1));
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- the directory ---- */

/* `id 17`: the key of the row that does not fit, as far as there is room. */
static void say_key(sqlite3_changeset_iter *row, char *key, size_t size)
{
    unsigned char *is_key;
    int count;
    size_t used = 0;
    key[0] = '\0';
    if (sqlite3changeset_pk(row, &is_key, &count) != SQLITE_OK)
        return;
    const char *table;
    int operation, indirect;
    sqlite3changeset_op(row, &table, &count, &operation, &indirect);
    for (int i = 0; i < count && used < size; i++) {
        sqlite3_value *value = NULL;
        if (!is_key[i])
            continue;
        if (operation == SQLITE_INSERT)
            sqlite3changeset_new(row, i, &value);
        else
            sqlite3changeset_old(row, i, &value);
        const char *text = value ? (const char *)sqlite3_value_text(value) : NULL;
        used += (size_t)snprintf(key + used, size - used, "%s%.60s", used ? ", " : "", text ? text : "?");
    }
}

static bool tell_conflict(void *context, int64_t number, struct sqlite3_changeset_iter *row)
{
    verifying *v = context;
    const char *table = "";
    char key[160];
    int count, operation, indirect;
    sqlite3changeset_op(row, &table, &count, &operation, &indirect);
    if (!table) { /* references that are left dangling: the rows themselves are told of */
        find(v, SGP_HISTORY_PASSED_BY, "after entry %lld rows refer to what is not there", (long long)number);
        return true;
    }
    say_key(row, key, sizeof key);
    find(v, SGP_HISTORY_PASSED_BY, "%s %s is not as entry %lld of the history left it", table, key, (long long)number);
    return true;
}

/* Holds each line of a baseline against the line of that table now. */
static void compare_lines(verifying *v, const char *kept, const char *now)
{
    while (*kept && *now) {
        size_t one = strcspn(kept, "\n"), other = strcspn(now, "\n");
        size_t name = strcspn(kept, " ");
        if (name != strcspn(now, " ") || strncmp(kept, now, name) != 0)
            break;
        if (one != other || strncmp(kept, now, one) != 0)
            find(v, SGP_HISTORY_PASSED_BY, "table %.*s: rows that no entry names are not as the baseline has them",
                 (int)name, kept);
        kept += one + (kept[one] == '\n');
        now += other + (now[other] == '\n');
    }
    if (*kept || *now)
        find(v, SGP_HISTORY_PASSED_BY, "the tables are not those of the baseline");
}

static signpost_status compare_with_baseline(verifying *v, signpost_error *error)
{
    sgp_query query;
    sgp_array now = SGP_ARRAY_OF(char), kept = SGP_ARRAY_OF(char);
    signpost_status status = sgp_history_state(v->directory->db, &now, error);
    if (status) {
        sgp_array_release(&now);
        return status;
    }
    status = sgp_query_prepare(&query, v->directory->db, "SELECT content FROM history WHERE number = ?", error);
    if (!status) {
        sgp_bind_integer(&query, 1, v->report->baseline);
        status = sgp_query_step(&query, error);
    }
    if (!status) {
        size_t size;
        const void *content = sgp_column_blob(&query, 0, &size);
        if (query.failure || !sgp_array_append(&kept, content, size) || !sgp_array_append(&kept, "", 1) ||
            !sgp_array_append(&now, "", 1))
            status = sgp_fail_memory(error);
        else
            compare_lines(v, kept.items, now.items);
    }
    sgp_query_release(&query);
    sgp_array_release(&now);
    sgp_array_release(&kept);
    return status;
}

static signpost_status check_content(verifying *v, signpost_error *error)
{
    sgp_db *db = v->directory->db;
    signpost_status status = sgp_last_baseline(db, &v->report->baseline, &v->report->begins, error);
    if (status == SIGNPOST_CORRUPT) {
        find(v, SGP_HISTORY_BROKEN, "there is no baseline in the history");
        return SIGNPOST_OK;
    }
    if (!status)
        status = sgp_undo_after(db, v->report->baseline, tell_conflict, v, &v->report->undone, error);
    if (status == SIGNPOST_CORRUPT) { /* not even a changeset: the chain has told of it, or the tables are others */
        find(v, SGP_HISTORY_PASSED_BY, "the changes of the history cannot be undone");
        return SIGNPOST_OK;
    }
    return status ? status : compare_with_baseline(v, error);
}

/* ---- all of it ---- */

static bool is_hash(const char *text)
{
    return strlen(text) == 2 * SGP_HISTORY_HASH && strspn(text, "0123456789abcdef") == 2 * SGP_HISTORY_HASH;
}

static signpost_status verify(verifying *v, const char *head, signpost_error *error)
{
    bool met = false;
    signpost_status status = sgp_db_begin_write(v->directory->db, error);
    if (status)
        return status;
    status = check_chain(v, head, &met, error);
    if (!status && head && !met)
        find(v, SGP_HISTORY_BROKEN, "no entry of the history has the hash %s", head);
    if (!status)
        status = check_acts(v, error);
    if (!status)
        status = check_content(v, error);
    sgp_directory_roll_back(v->directory);
    return status;
}

signpost_status signpost_history_verify(signpost_directory *directory, const char *head,
                                        signpost_history_report *report, signpost_diagnostics *diagnostics,
                                        signpost_error *error)
{
    signpost_history_report own = {0};
    signpost_diagnostics *list = NULL;
    signpost_status status = sgp_check_writable(directory, error);
    if (!status && head && !is_hash(head))
        status = sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "\"%s\" is no hash: it has 64 digits, 0-9 and a-f",
                          head);
    if (!status && signpost_diagnostics_new(&list))
        status = sgp_fail_memory(error);
    if (status)
        return status;
    verifying v = {directory, &own, list};
    status = verify(&v, head, error);
    if (!status && (sgp_diagnostics_lost(list) || !sgp_diagnostics_add_all(diagnostics, list)))
        status = sgp_fail_memory(error);
    if (!status && own.found)
        status = sgp_fail_content(error, list);
    if (report)
        *report = own;
    signpost_diagnostics_free(list);
    return status;
}

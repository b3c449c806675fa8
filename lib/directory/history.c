/* Recording the history. Rules kept here:
 *  - an entry holds all that its act wrote: SQLite's session watches every table but the acts and the history itself;
 *  - entries are only added, and each is hashed together with the hash of the one before. */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "directory/history.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { LARGEST_ENTRY = 1000000000, LARGEST_VALUE = 64 << 20, LINE_SIZE = 256 };

void sgp_history_widen(sgp_db *db, bool wide)
{
    sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, wide ? LARGEST_ENTRY : LARGEST_VALUE);
}

/* ---- the chain ---- */

static void hash_text(crypto_generichash_state *state, const char *text)
{
    char length[32];
    snprintf(length, sizeof length, "%zu:", strlen(text));
    crypto_generichash_update(state, (const unsigned char *)length, strlen(length));
    crypto_generichash_update(state, (const unsigned char *)text, strlen(text));
}

void sgp_history_hash(const unsigned char before[SGP_HISTORY_HASH], const sgp_history_entry *entry,
                      unsigned char hash[SGP_HISTORY_HASH])
{
    char head[96];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, SGP_HISTORY_HASH);
    crypto_generichash_update(&state, before, SGP_HISTORY_HASH);
    snprintf(head, sizeof head, "signpost-history 1\n%lld\n%lld\n", (long long)entry->number, (long long)entry->at);
    crypto_generichash_update(&state, (const unsigned char *)head, strlen(head));
    hash_text(&state, entry->kind);
    hash_text(&state, entry->who);
    hash_text(&state, entry->why);
    hash_text(&state, entry->what);
    if (entry->size)
        crypto_generichash_update(&state, entry->content, entry->size);
    crypto_generichash_final(&state, hash, SGP_HISTORY_HASH);
}

/* Number and hash of the last entry; 0 and zeros when there is none. */
static signpost_status last_entry(sgp_db *db, int64_t *number, unsigned char hash[SGP_HISTORY_HASH],
                                  signpost_error *error)
{
    sgp_query query;
    *number = 0;
    memset(hash, 0, SGP_HISTORY_HASH);
    signpost_status status =
        sgp_query_prepare(&query, db, "SELECT number, hash FROM history ORDER BY number DESC LIMIT 1", error);
    if (!status)
        status = sgp_query_step(&query, error);
    if (!status) {
        size_t size;
        const void *bytes = sgp_column_blob(&query, 1, &size);
        *number = sgp_column_integer(&query, 0);
        if (size == SGP_HISTORY_HASH)
            memcpy(hash, bytes, size);
    }
    if (!status && query.failure)
        status = sgp_fail_memory(error);
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status insert_entry(sgp_db *db, const sgp_history_entry *entry, int64_t act,
                                    const unsigned char hash[SGP_HISTORY_HASH], signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, db, "INSERT INTO history (number, act, kind, content, hash) VALUES (?, ?, ?, ?, ?)", error);
    if (!status) {
        sgp_bind_integer(&query, 1, entry->number);
        sgp_bind_integer(&query, 2, act);
        sgp_bind_text(&query, 3, entry->kind);
        sgp_bind_blob(&query, 4, entry->size ? entry->content : "", entry->size);
        sgp_bind_blob(&query, 5, hash, SGP_HISTORY_HASH);
        status = sgp_query_run(&query, error);
    }
    sgp_query_release(&query);
    return status;
}

/* Adds the entry of an act, whose words are read back as they were kept. */
static signpost_status add_entry(sgp_db *db, const char *kind, const void *content, size_t size, int64_t act,
                                 signpost_error *error)
{
    sgp_query query;
    unsigned char before[SGP_HISTORY_HASH], hash[SGP_HISTORY_HASH];
    sgp_history_entry entry = {.kind = kind, .content = content, .size = size};
    signpost_status status = last_entry(db, &entry.number, before, error);
    if (status)
        return status;
    entry.number++;
    status = sgp_query_prepare(&query, db, "SELECT at, who, why, what FROM act WHERE id = ?", error);
    if (!status) {
        sgp_bind_integer(&query, 1, act);
        status = sgp_query_step(&query, error);
    }
    if (!status) {
        entry.at = sgp_column_integer(&query, 0);
        entry.who = sgp_column_text_or_empty(&query, 1);
        entry.why = sgp_column_text_or_empty(&query, 2);
        entry.what = sgp_column_text_or_empty(&query, 3);
        sgp_history_hash(before, &entry, hash);
        status = query.failure ? sgp_fail_memory(error) : insert_entry(db, &entry, act, hash, error);
    }
    sgp_query_release(&query);
    return status;
}

/* ---- what a directory holds ---- */

static bool append_number(sgp_array *bytes, uint64_t number)
{
    unsigned char written[8];
    for (int i = 0; i < 8; i++)
        written[i] = (unsigned char)(number >> (8 * i));
    return sgp_array_append(bytes, written, sizeof written);
}

/* A value, so that no two are written alike: its kind, its length where it has one, its bytes. */
static bool append_value(sgp_array *bytes, sqlite3_stmt *row, int number)
{
    int kind = sqlite3_column_type(row, number);
    char letter = (char)('0' + kind);
    uint64_t bits = (uint64_t)sqlite3_column_int64(row, number);
    if (!sgp_array_append(bytes, &letter, 1))
        return false;
    if (kind == SQLITE_NULL)
        return true;
    if (kind == SQLITE_FLOAT) {
        double real = sqlite3_column_double(row, number);
        memcpy(&bits, &real, sizeof bits);
    }
    if (kind == SQLITE_INTEGER || kind == SQLITE_FLOAT)
        return append_number(bytes, bits);
    const void *value = sqlite3_column_blob(row, number);
    size_t size = (size_t)sqlite3_column_bytes(row, number);
    return append_number(bytes, size) && (!size || (value && sgp_array_append(bytes, value, size)));
}

/* Digest of a table's rows, in the order of their key. */
static signpost_status digest_rows(sgp_query *rows, sgp_array *bytes, size_t *count,
                                   unsigned char digest[SGP_HISTORY_HASH], signpost_error *error)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, SGP_HISTORY_HASH);
    signpost_status status;
    const int columns = sqlite3_column_count(rows->statement);
    for (*count = 0; !(status = sgp_query_step(rows, error)); ++*count) {
        bytes->count = 0;
        for (int i = 0; i < columns; i++)
            if (!append_value(bytes, rows->statement, i))
                return sgp_fail_memory(error);
        crypto_generichash_update(&state, bytes->items, bytes->count);
    }
    crypto_generichash_final(&state, digest, SGP_HISTORY_HASH);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* Adds the line of a table: what `sql` reads of it. */
static signpost_status digest_query(sgp_db *db, const char *table, const char *sql, sgp_array *lines,
                                    signpost_error *error)
{
    size_t count = 0;
    unsigned char digest[SGP_HISTORY_HASH];
    char hex[2 * SGP_HISTORY_HASH + 1], line[LINE_SIZE];
    sgp_query rows = {0};
    sgp_array bytes = SGP_ARRAY_OF(char);
    signpost_status status = sgp_query_prepare(&rows, db, sql, error);
    if (!status)
        status = digest_rows(&rows, &bytes, &count, digest, error);
    if (!status) {
        sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
        snprintf(line, sizeof line, "%.120s %zu %s\n", table, count, hex);
        if (!sgp_array_append(lines, line, strlen(line)))
            status = sgp_fail_memory(error);
    }
    sgp_query_release(&rows);
    sgp_array_release(&bytes);
    return status;
}

static signpost_status digest_table(sgp_db *db, const char *table, const char *key, sgp_array *lines,
                                    signpost_error *error)
{
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY %s", table, key);
    signpost_status status = sql ? digest_query(db, table, sql, lines, error) : sgp_fail_memory(error);
    sqlite3_free(sql);
    return status;
}

/* A line for each table; when not `all`, for those alone that acts write to. */
static signpost_status digest_tables(sgp_db *db, bool all, sgp_array *lines, signpost_error *error)
{
    sgp_query tables;
    signpost_status status = sgp_query_prepare(
        &tables, db,
        "SELECT name, (SELECT group_concat(column, ', ') FROM (SELECT '\"' || replace(c.name, '\"', '\"\"') || '\"' "
        "AS column FROM pragma_table_info(t.name) c WHERE pk ORDER BY pk)) FROM sqlite_schema t "
        "WHERE type = 'table' AND (?1 OR name NOT IN ('act', 'history')) AND name NOT LIKE 'sqlite_%' ORDER BY name",
        error);
    if (!status)
        sgp_bind_integer(&tables, 1, all);
    while (!status && !(status = sgp_query_step(&tables, error))) {
        const char *key = sgp_column_text(&tables, 1);
        status = digest_table(db, sgp_column_text_or_empty(&tables, 0), key ? key : "1", lines, error);
    }
    sgp_query_release(&tables);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

signpost_status sgp_history_state(sgp_db *db, sgp_array *lines, signpost_error *error)
{
    return digest_tables(db, false, lines, error);
}

signpost_status sgp_history_whole(sgp_db *db, sgp_array *lines, signpost_error *error)
{
    signpost_status status = digest_query(
        db, "sqlite_schema", "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name", lines, error);
    return status ? status : digest_tables(db, true, lines, error);
}

/* ---- recording ---- */

static int is_watched(void *context, const char *table)
{
    (void)context;
    return strcmp(table, "act") != 0 && strcmp(table, "history") != 0;
}

signpost_status sgp_history_begin(signpost_directory *directory, int64_t act, bool baseline, signpost_error *error)
{
    sqlite3_session *session = NULL;
    directory->act = act;
    directory->baseline = baseline;
    if (baseline)
        return SIGNPOST_OK;
    if (sqlite3session_create(directory->db->handle, "main", &session) != SQLITE_OK)
        return sgp_fail_memory(error);
    sqlite3session_table_filter(session, is_watched, NULL);
    directory->session = session;
    if (sqlite3session_attach(session, NULL) == SQLITE_OK)
        return SIGNPOST_OK;
    sgp_history_drop(directory);
    return sgp_fail_memory(error);
}

void sgp_history_drop(signpost_directory *directory)
{
    if (directory->session)
        sqlite3session_delete(directory->session);
    directory->session = NULL;
}

/* All that was written; the caller frees it. */
static signpost_status take_changes(signpost_directory *directory, void **changes, int *size, signpost_error *error)
{
    int result = sqlite3session_changeset(directory->session, size, changes);
    sgp_history_drop(directory);
    if (result == SQLITE_OK)
        return SIGNPOST_OK;
    *changes = NULL;
    return result == SQLITE_NOMEM ? sgp_fail_memory(error) : sgp_db_fail_as(directory->db, result, error);
}

signpost_status sgp_history_end(signpost_directory *directory, signpost_error *error)
{
    void *changes = NULL;
    int size = 0;
    sgp_array lines = SGP_ARRAY_OF(char);
    signpost_status status;
    sgp_history_widen(directory->db, true);
    if (directory->baseline) {
        status = sgp_history_state(directory->db, &lines, error);
        if (!status)
            status = add_entry(directory->db, "baseline", lines.items, lines.count, directory->act, error);
    } else {
        status = take_changes(directory, &changes, &size, error);
        if (!status)
            status = add_entry(directory->db, "changes", changes, (size_t)size, directory->act, error);
    }
    sgp_history_widen(directory->db, false);
    sgp_array_release(&lines);
    sqlite3_free(changes);
    return status;
}

signpost_status sgp_history_refuse(sgp_db *db, int64_t act, const char *why, signpost_error *error)
{
    return add_entry(db, "refusal", why, strlen(why), act, error);
}

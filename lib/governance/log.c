/* Reading the history, the last entry first. Rules kept here:
 *  - what a row was called then is told, not what has its number now: hours and profiles that are gone, or whose
 *    number was given anew, are followed back through the entries. */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "base/strings.h"
#include "formats/changeset.h"
#include "governance/governance.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* What a number stood for, before the entries that were read. */
typedef struct name_then {
    bool is_hours; /* or else a profile */
    int64_t id;
    const char *text;
} name_then;

typedef struct reading {
    sgp_db *db;
    const signpost_history_filter *filter;
    sgp_arena kept; /* texts of `names` */
    sgp_array names;
    sgp_arena arena;  /* of the entry being read */
    sgp_array fields; /* signpost_history_field */
    sgp_array later;  /* size_t: fields whose `before` is a number that is looked up when the entry was passed */
    signpost_error *error;
    bool lost;              /* memory ran out, or asking the directory failed: */
    signpost_status failed; /* that, with its error */
} reading;

/* ---- names of numbers ---- */

static const char *keep(reading *r, sgp_arena *arena, const char *text)
{
    const char *copy = sgp_arena_text(arena, text ? text : "", text ? strlen(text) : 0);
    r->lost = r->lost || !copy;
    return copy ? copy : "";
}

static void note_failure(reading *r, signpost_status status, int lost)
{
    if (status && status != SIGNPOST_NONE)
        r->failed = status;
    r->lost = r->lost || r->failed || lost;
}

/* The one integer or text that `sql` gives for a number, as text; NULL when there is none. */
static const char *ask(reading *r, const char *sql, int64_t id)
{
    sgp_query query;
    const char *text = NULL;
    signpost_status status = sgp_query_prepare(&query, r->db, sql, r->error);
    if (!status) {
        sgp_bind_integer(&query, 1, id);
        status = sgp_query_step(&query, r->error);
    }
    if (!status)
        text = keep(r, &r->arena, sgp_column_text(&query, 0));
    note_failure(r, status, query.failure);
    sgp_query_release(&query);
    return text;
}

static const char *name_of(reading *r, bool is_hours, int64_t id)
{
    for (size_t i = r->names.count; i-- > 0;) {
        const name_then *known = SGP_AT(&r->names, name_then, i);
        if (known->is_hours == is_hours && known->id == id)
            return known->text;
    }
    const char *text =
        ask(r, is_hours ? "SELECT text FROM hours WHERE id = ?" : "SELECT name FROM profile WHERE id = ?", id);
    return text ? text : "";
}

/* ---- values ---- */

static const char *text_of(reading *r, sqlite3_value *value)
{
    if (!value || sqlite3_value_type(value) == SQLITE_NULL)
        return "";
    const char *text = (const char *)sqlite3_value_text(value);
    r->lost = r->lost || !text;
    return keep(r, &r->arena, text);
}

/* A row of a changeset. */
typedef struct changed_row {
    sqlite3_changeset_iter *at;
    const char *table;
    int columns, operation;
    const char *key;
} changed_row;

static sqlite3_value *value_of(const changed_row *row, bool after, int column)
{
    sqlite3_value *value = NULL;
    if (after && row->operation != SQLITE_DELETE)
        sqlite3changeset_new(row->at, column, &value);
    if (!after && row->operation != SQLITE_INSERT)
        sqlite3changeset_old(row->at, column, &value);
    return value;
}

/* A key is the same before and after; only one of the two has it. */
static sqlite3_value *key_value(const changed_row *row, int column)
{
    return value_of(row, row->operation == SQLITE_INSERT, column);
}

static bool is(const char *text, const char *other)
{
    return strcmp(text, other) == 0;
}

/* Of a row of hours or profiles that went or changed: what its number stood for before. */
static void note_name(reading *r, const changed_row *row)
{
    bool is_hours = is(row->table, "hours");
    if ((!is_hours && !is(row->table, "profile")) || row->operation == SQLITE_INSERT)
        return;
    int column = is_hours ? 3 : 2; /* text, name */
    sqlite3_value *before = value_of(row, false, column), *number = key_value(row, 0);
    if (!before || !number)
        return;
    name_then name = {is_hours, sqlite3_value_int64(number),
                      keep(r, &r->kept, (const char *)sqlite3_value_text(before))};
    r->lost = r->lost || !sgp_array_append(&r->names, &name, 1);
}

/* ---- rows ---- */

/* The names of a table's columns, by number. */
static const char *column_name(reading *r, const char *table, int column)
{
    sgp_query query;
    const char *name = "";
    signpost_status status =
        sgp_query_prepare(&query, r->db, "SELECT name FROM pragma_table_info(?) WHERE cid = ?", r->error);
    if (!status) {
        sgp_bind_text(&query, 1, table);
        sgp_bind_integer(&query, 2, column);
        status = sgp_query_step(&query, r->error);
    }
    if (!status)
        name = keep(r, &r->arena, sgp_column_text(&query, 0));
    note_failure(r, status, query.failure);
    sgp_query_release(&query);
    return name;
}

/* A service's number as its uid; any other value as it stands. */
static const char *key_part(reading *r, const changed_row *row, int column)
{
    sqlite3_value *value = key_value(row, column);
    bool is_service = is(row->table, "service") || is(column_name(r, row->table, column), "service");
    if (is_service && value) {
        const char *uid = ask(r, "SELECT uid FROM service WHERE id = ?", sqlite3_value_int64(value));
        if (uid)
            return uid;
    }
    return text_of(r, value);
}

static void read_key(reading *r, changed_row *row)
{
    unsigned char *is_key = NULL;
    int count = 0;
    char key[SIGNPOST_TEXT_SIZE] = "";
    size_t used = 0;
    if (sqlite3changeset_pk(row->at, &is_key, &count) != SQLITE_OK)
        return;
    for (int i = 0; i < count && used < sizeof key; i++)
        if (is_key[i])
            used += (size_t)snprintf(key + used, sizeof key - used, "%s%s", used ? " " : "", key_part(r, row, i));
    row->key = keep(r, &r->arena, key);
}

static void add_field(reading *r, const changed_row *row, const char *name, const char *before, const char *after)
{
    const signpost_history_field field = {row->table, row->key, name, before, after};
    r->lost = r->lost || !sgp_array_append(&r->fields, &field, 1);
}

/* A value that changed. What an entry's number stood for before it is known only when all of it was passed. */
static void read_field(reading *r, const changed_row *row, int column)
{
    const char *name = column_name(r, row->table, column);
    sqlite3_value *before = value_of(row, false, column), *after = value_of(row, true, column);
    bool is_service = is(row->table, "service"), is_hours = is_service && is(name, "hours");
    if (is_service && strlen(name) > 3 && is(name + strlen(name) - 3, "_by") && !is(name, "verified_by"))
        return; /* numbers of acts: the entry says who */
    if (!is_hours && !(is_service && is(name, "profile"))) {
        const char *was = text_of(r, before), *is_now = text_of(r, after);
        if (!is(was, is_now))
            add_field(r, row, name, was, is_now);
        return;
    }
    bool has_after = after && sqlite3_value_type(after) != SQLITE_NULL;
    if (before && sqlite3_value_type(before) != SQLITE_NULL)
        r->lost = r->lost || !sgp_array_append(&r->later, &r->fields.count, 1);
    else if (!has_after)
        return;
    add_field(r, row, name, text_of(r, before), has_after ? name_of(r, is_hours, sqlite3_value_int64(after)) : "");
}

static void name_befores(reading *r)
{
    for (size_t i = 0; i < r->later.count; i++) {
        signpost_history_field *field = SGP_AT(&r->fields, signpost_history_field, *SGP_AT(&r->later, size_t, i));
        long long id = 0;
        sscanf(field->before, "%lld", &id);
        field->before = name_of(r, is(field->field, "hours"), id);
    }
}

/* Tables whose rows say by themselves what was done: the others follow from them. */
static bool is_told(const char *table)
{
    static const char *const untold[] = {"change",        "change_field", "directory",    "hours",
                                         "hours_session", "profile_age",  "profile_pair", "profile_disposition",
                                         "profile_sex",   "profile_role"};
    for (size_t i = 0; i < sizeof untold / sizeof *untold; i++)
        if (is(table, untold[i]))
            return false;
    return true;
}

static bool is_wanted(const reading *r, const changed_row *row)
{
    const char *wanted = r->filter->service;
    if (!wanted)
        return true;
    size_t length = strlen(wanted);
    return strncmp(row->key, wanted, length) == 0 && (row->key[length] == '\0' || row->key[length] == ' ') &&
           (is(row->table, "service") || is(row->table, "capacity") || is(row->table, "endpoint") ||
            strncmp(row->table, "service_", 8) == 0);
}

static void read_row(reading *r, changed_row *row)
{
    int indirect;
    sqlite3changeset_op(row->at, &row->table, &row->columns, &row->operation, &indirect);
    note_name(r, row);
    if (!is_told(row->table))
        return;
    row->table = keep(r, &r->arena, row->table); /* the iterator's own goes with it */
    read_key(r, row);
    if (r->lost || !is_wanted(r, row))
        return;
    if (row->operation != SQLITE_UPDATE)
        add_field(r, row, "", row->operation == SQLITE_DELETE ? "there" : "",
                  row->operation == SQLITE_INSERT ? "there" : "");
    unsigned char *is_key;
    int count;
    sqlite3changeset_pk(row->at, &is_key, &count);
    for (int i = 0; i < row->columns && !r->lost; i++)
        if (!is_key[i])
            read_field(r, row, i);
}

static signpost_status fail_to_read(const reading *r)
{
    return sgp_fail(r->error, SIGNPOST_CORRUPT, SGP_HISTORY_BROKEN, "an entry of the history cannot be read");
}

static signpost_status read_changes(reading *r, const void *changes, size_t size)
{
    changed_row row = {.key = ""};
    if (!size)
        return SIGNPOST_OK;
    if (!sgp_changeset_is_sound(changes, size))
        return fail_to_read(r);
    void *led = sgp_changeset_lead(changes, size, &size);
    if (!led)
        return sgp_fail_memory(r->error);
    int result = sqlite3changeset_start(&row.at, (int)size, led);
    while (result == SQLITE_OK && !r->lost && sqlite3changeset_next(row.at) == SQLITE_ROW)
        read_row(r, &row);
    int ended = sqlite3changeset_finalize(row.at);
    sgp_release(led);
    if (!r->lost)
        name_befores(r);
    if (r->failed)
        return r->failed;
    if (r->lost || result == SQLITE_NOMEM || ended == SQLITE_NOMEM)
        return sgp_fail_memory(r->error);
    if (result == SQLITE_OK && ended == SQLITE_OK)
        return SIGNPOST_OK;
    return fail_to_read(r);
}

/* ---- entries ---- */

static bool is_in(const reading *r, const signpost_history_entry *entry)
{
    const signpost_history_filter *filter = r->filter;
    return entry->at >= filter->from && entry->at <= filter->until && (!filter->who || is(filter->who, entry->who)) &&
           (!filter->service || entry->field_count);
}

static signpost_status take_entry(reading *r, sgp_query *row, signpost_history_function *take, void *context)
{
    size_t size, hash_size;
    signpost_history_entry entry = {.number = sgp_column_integer(row, 0),
                                    .at = sgp_column_integer(row, 1),
                                    .kind = sgp_column_text_or_empty(row, 2),
                                    .who = sgp_column_text_or_empty(row, 3),
                                    .why = sgp_column_text_or_empty(row, 4),
                                    .what = sgp_column_text_or_empty(row, 5),
                                    .refused = ""};
    const void *content = sgp_column_blob(row, 6, &size), *hash = sgp_column_blob(row, 7, &hash_size);
    signpost_status status = row->failure ? sgp_fail_memory(r->error) : SIGNPOST_OK;
    if (!status && hash_size == SGP_HISTORY_HASH)
        sodium_bin2hex(entry.hash, sizeof entry.hash, hash, hash_size);
    r->fields.count = r->later.count = 0;
    if (!status && is(entry.kind, "changes") && (!r->filter->brief || r->filter->service))
        status = read_changes(r, content, size);
    if (!status && is(entry.kind, "refusal")) {
        entry.refused = sgp_arena_text(&r->arena, content ? content : "", size);
        if (!entry.refused)
            status = sgp_fail_memory(r->error);
    }
    entry.fields = r->fields.items;
    entry.field_count = r->fields.count;
    if (!status && is_in(r, &entry) && !take(context, &entry))
        status = SIGNPOST_NONE;
    sgp_arena_release(&r->arena);
    return status;
}

static signpost_status read_all(reading *r, signpost_history_function *take, void *context)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, r->db,
                                               "SELECT number, at, kind, who, why, what, content, hash FROM history "
                                               "JOIN act ON act.id = act ORDER BY number DESC",
                                               r->error);
    while (!status && !(status = sgp_query_step(&query, r->error)))
        status = take_entry(r, &query, take, context);
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

signpost_status signpost_history_read(signpost_directory *directory, const signpost_history_filter *filter,
                                      signpost_history_function *take, void *context, signpost_error *error)
{
    static const signpost_history_filter all = SIGNPOST_HISTORY_FILTER_INIT;
    if (filter && filter->size != sizeof *filter)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the filter has size %zu, not %zu", filter->size,
                        sizeof *filter);
    reading r = {.db = directory->db,
                 .filter = filter ? filter : &all,
                 .names = SGP_ARRAY_OF(name_then),
                 .fields = SGP_ARRAY_OF(signpost_history_field),
                 .later = SGP_ARRAY_OF(size_t),
                 .error = error};
    signpost_status status = sgp_db_begin_read(directory->db, error);
    if (status)
        return status;
    sgp_history_widen(directory->db, true);
    status = read_all(&r, take, context);
    sgp_history_widen(directory->db, false);
    sgp_db_roll_back(directory->db);
    sgp_arena_release(&r.kept);
    sgp_array_release(&r.names);
    sgp_array_release(&r.fields);
    sgp_array_release(&r.later);
    return status;
}

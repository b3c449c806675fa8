/* A history that holds any bytes, with hashes that fit, as who can write the file could have made them: it is read,
 * verified, undone and reviewed, or refused with a message, and is as it was afterwards. The first byte says what the
 * rest is: the changes of an entry, or the fields of a change with NULs between. */
#include "../support/governed_acts.h"
#include "directory/history.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FORGED_ACT = 500, FORGED_CHANGE = 77, FIELDS = 6 };

static test_governed g;
static signpost_directory *town;
static int64_t last;
static unsigned char head[SGP_HISTORY_HASH], before[SIGNPOST_DIGEST_SIZE];

static void clean_up(void)
{
    signpost_directory_close(town);
    governed_tear_down(&g);
}

static void set_up(void)
{
    sgp_query query;
    size_t length;
    if (governed_set_up(&g, access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"))
        abort();
    governed_copy(&g);
    if (governed_do(&g, governed_import, NULL) || signpost_directory_open(g.work, SIGNPOST_READ_WRITE, &town, NULL) ||
        sgp_db_run(town->db, "PRAGMA synchronous = OFF; INSERT INTO act VALUES (500, 29900020, 'pat', 'why', 'what')",
                   NULL) ||
        sgp_query_prepare(&query, town->db, "SELECT number, hash FROM history ORDER BY number DESC", NULL) ||
        sgp_query_step(&query, NULL))
        abort();
    last = sgp_column_integer(&query, 0);
    memcpy(head, sgp_column_blob(&query, 1, &length), sizeof head);
    sgp_query_release(&query);
    if (signpost_directory_digest(town, before, NULL))
        abort();
    atexit(clean_up);
}

static bool take_entry(void *context, const signpost_history_entry *entry)
{
    size_t *length = context;
    for (size_t i = 0; i < entry->field_count; i++) {
        const signpost_history_field *field = &entry->fields[i];
        *length += strlen(field->table) + strlen(field->row) + strlen(field->field) + strlen(field->before) +
                   strlen(field->after);
    }
    return true;
}

static bool take_change(void *context, const signpost_change_about *change)
{
    size_t *length = context;
    *length += strlen(change->state) + strlen(change->service);
    return true;
}

static signpost_status look(signpost_directory *directory, void *context, signpost_error *error)
{
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    (void)context;
    return signpost_directory_digest(directory, digest, error);
}

static void check(signpost_status status, const signpost_error *error)
{
    if (status && !*error->message)
        abort();
}

/* All that reads it. */
static void read_all(void)
{
    size_t length = 0;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_review *review;
    signpost_history_filter filter = SIGNPOST_HISTORY_FILTER_INIT;
    unsigned char after[SIGNPOST_DIGEST_SIZE];
    filter.service = "pharmacy-a";
    check(signpost_history_read(town, NULL, take_entry, &length, &error), &error);
    check(signpost_history_read(town, &filter, take_entry, &length, &error), &error);
    check(signpost_history_verify(town, NULL, NULL, NULL, &error), &error);
    check(signpost_directory_as_of(town, TEST_BEGIN + 10, look, NULL, &error), &error);
    check(signpost_change_list(town, "", NULL, take_change, &length, &error), &error);
    signpost_status status = signpost_review_new(town, FORGED_CHANGE, &review, &error);
    check(status, &error);
    for (size_t i = 0; !status && i < signpost_review_count(review); i++)
        length += strlen(signpost_review_at(review, i).after);
    signpost_review_free(review);
    check(signpost_change_preview(town, FORGED_CHANGE, look, NULL, &error), &error);
    if (signpost_directory_digest(town, after, &error) || memcmp(before, after, sizeof after) != 0)
        abort();
}

static void forge_entry(const uint8_t *data, size_t size)
{
    sgp_query insert;
    unsigned char hash[SGP_HISTORY_HASH];
    const sgp_history_entry entry = {last + 1, TEST_BEGIN + 20, "changes", "pat", "why", "what", data, size};
    sgp_history_hash(head, &entry, hash);
    if (sgp_query_prepare(&insert, town->db, "INSERT INTO history VALUES (?, 500, 'changes', ?, ?)", NULL))
        return;
    sgp_bind_integer(&insert, 1, last + 1);
    sgp_bind_blob(&insert, 2, size ? (const void *)data : "", size);
    sgp_bind_blob(&insert, 3, hash, sizeof hash);
    sgp_query_run(&insert, NULL);
    sgp_query_release(&insert);
}

/* Fields one behind the other: service, table, row, field, before, after; an empty value is NULL. */
static void forge_change(const uint8_t *data, size_t size)
{
    sgp_query insert;
    const char *at = (const char *)data, *end = at + size;
    if (sgp_db_run(town->db, "INSERT INTO change VALUES (77, 'pending', 0, 29900020, NULL, 500, NULL, NULL)", NULL) ||
        sgp_query_prepare(&insert, town->db, "INSERT INTO change_field VALUES (77, ?, ?, ?, ?, ?, ?, ?)", NULL))
        return;
    for (int position = 1; at < end && position < 20; position++) {
        sgp_bind_integer(&insert, 1, position);
        for (int i = 0; i < FIELDS; i++) {
            const char *stop = at < end ? memchr(at, '\0', (size_t)(end - at)) : NULL;
            size_t length = (size_t)((stop ? stop : end) - at);
            if (i < 4 || length)
                sgp_bind_text_of(&insert, i + 2, length ? at : "", length);
            else
                sgp_bind_text(&insert, i + 2, NULL);
            at = stop ? stop + 1 : end;
        }
        sgp_query_run(&insert, NULL);
    }
    sgp_query_release(&insert);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!town)
        set_up();
    if (!size)
        return 0;
    if (*data % 2)
        forge_entry(data + 1, size - 1);
    else
        forge_change(data + 1, size - 1);
    read_all();
    sgp_db_run(town->db,
               "DELETE FROM history WHERE act = 500; DELETE FROM change_field WHERE change = 77; DELETE FROM change "
               "WHERE id = 77",
               NULL);
    return 0;
}

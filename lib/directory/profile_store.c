/* Clinical profiles as shared rows. Rules kept here:
 *  - lists are sorted and hold nothing twice; ages that overlap or touch are one range;
 *  - the digest is of that form, so that no two profiles say the same;
 *  - a row's lists stand in the same columns of profiles and of sgp_service_profiles. */
#include "base/text.h"
#include "care/care.h"
#include "directory/import.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns of profiles.csv, in their order. */
enum { NAME, DISPOSITIONS, PAIRS, AGES, SEXES, ROLES, COLUMNS };
enum { SUGGESTION_SIZE = 160 };

typedef struct profile_draft {
    sgp_array items[COLUMNS]; /* const char *: sorted; none of NAME and AGES */
    sgp_array ages;           /* sgp_age_range: sorted, apart */
} profile_draft;

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_from(const void *a, const void *b)
{
    const sgp_age_range *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static void sort_items(sgp_array *items)
{
    if (!items->count)
        return;
    qsort(items->items, items->count, sizeof(char *), by_text);
    size_t kept = 1;
    for (size_t i = 1; i < items->count; i++)
        if (strcmp(*SGP_AT(items, const char *, i), *SGP_AT(items, const char *, kept - 1)) != 0)
            *SGP_AT(items, const char *, kept++) = *SGP_AT(items, const char *, i);
    items->count = kept;
}

static void join_ages(sgp_array *ages)
{
    if (!ages->count)
        return;
    qsort(ages->items, ages->count, sizeof(sgp_age_range), by_from);
    size_t kept = 0;
    for (size_t i = 1; i < ages->count; i++) {
        sgp_age_range *last = SGP_AT(ages, sgp_age_range, kept), next = *SGP_AT(ages, sgp_age_range, i);
        if (next.from > last->below)
            *SGP_AT(ages, sgp_age_range, ++kept) = next;
        else if (next.below > last->below)
            last->below = next.below;
    }
    ages->count = kept + 1;
}

/* ---- items, one function a column ---- */

static bool is_disposition(const char *text)
{
    return strncmp(text, "Dx", 2) == 0 && strlen(text) >= 4 && strlen(text) <= 8 &&
           strspn(text + 2, "0123456789") == strlen(text + 2);
}

static bool add_disposition(sgp_row *row, profile_draft *draft, const char *item)
{
    if (!is_disposition(item))
        sgp_row_refuse(row, DISPOSITIONS, SGP_BAD_CELL, "disposition \"%s\" is not a code such as Dx06", item);
    return sgp_array_append(&draft->items[DISPOSITIONS], &item, 1);
}

bool sgp_pair_matches(const char *item, const char *pair)
{
    const char *slash = strchr(item, '/');
    if (!slash)
        return false;
    size_t group = (size_t)(slash - item), actual = strcspn(pair, "/");
    bool group_fits = strncmp(item, "*/", 2) == 0 || (group == actual && strncmp(item, pair, group) == 0);
    return group_fits && (strcmp(slash, "/*") == 0 || strcmp(slash, pair + actual) == 0);
}

/* Adds every pair that an item with a * says. */
static bool add_matching_pairs(sgp_row *row, profile_draft *draft, const char *item, bool *found)
{
    const sgp_strings *pairs = &row->import->pairs;
    for (size_t i = 0; i < pairs->texts.count; i++) {
        const char *pair = sgp_strings_text(pairs, (int32_t)i);
        if (!sgp_pair_matches(item, pair))
            continue;
        *found = true;
        if (!sgp_array_append(&draft->items[PAIRS], &pair, 1))
            return false;
    }
    return true;
}

static void refuse_pair(sgp_row *row, const char *item)
{
    char suggestion[SUGGESTION_SIZE];
    const sgp_strings *pairs = &row->import->pairs;
    sgp_nearest nearest = sgp_nearest_to(item);
    for (size_t i = 0; i < pairs->texts.count; i++)
        sgp_nearest_offer(&nearest, sgp_strings_text(pairs, (int32_t)i));
    sgp_row_refuse(row, PAIRS, SGP_UNKNOWN_REFERENCE, "there is no pair \"%s\" of symptom group and discriminator%s",
                   item, sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

static bool add_pair(sgp_row *row, profile_draft *draft, const char *item)
{
    const sgp_strings *pairs = &row->import->pairs;
    int32_t number = sgp_strings_find(pairs, item, strlen(item));
    bool found = number != SGP_NO_STRING;
    if (found) {
        const char *pair = sgp_strings_text(pairs, number);
        return sgp_array_append(&draft->items[PAIRS], &pair, 1);
    }
    if (strchr(item, '*') && strchr(item, '/') && !add_matching_pairs(row, draft, item, &found))
        return false;
    if (!found)
        refuse_pair(row, item);
    return true;
}

static bool add_ages(sgp_row *row, profile_draft *draft, const char *item)
{
    sgp_age_range range = sgp_age_any();
    if (!sgp_age_range_parse(item, &range))
        sgp_row_refuse(row, AGES, SGP_BAD_AGE, "ages \"%s\" are not a range such as \"16 years to under 65 years\"",
                       item);
    return sgp_array_append(&draft->ages, &range, 1);
}

static bool add_sex(sgp_row *row, profile_draft *draft, const char *item)
{
    signpost_sex sex;
    if (signpost_sex_parse(item, &sex))
        sgp_row_refuse(row, SEXES, SGP_BAD_CELL, "sex \"%s\" is not female, male, indeterminate or unknown", item);
    return sgp_array_append(&draft->items[SEXES], &item, 1);
}

static bool add_role(sgp_row *row, profile_draft *draft, const char *item)
{
    static const char *const known[] = {"111-telephone", "111-online", "999", "clinician"};
    char suggestion[SUGGESTION_SIZE];
    sgp_nearest nearest = sgp_nearest_to(item);
    bool found = false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        sgp_nearest_offer(&nearest, known[i]);
        found = found || strcmp(known[i], item) == 0;
    }
    if (!found)
        sgp_row_doubt(row, ROLES, SGP_DOUBTFUL_CELL, "role \"%s\" is not a usual one%s; kept as written", item,
                      sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    return sgp_array_append(&draft->items[ROLES], &item, 1);
}

typedef bool add_item(sgp_row *row, profile_draft *draft, const char *item);

/* The items of a cell, parted by ; with spaces dropped. False when memory ran out. */
static bool read_list(sgp_row *row, profile_draft *draft, size_t column, add_item *add)
{
    size_t length;
    const char *list = row->cells[column].type == SGP_STORED_TEXT ? row->cells[column].text : "", *text;
    while (sgp_text_next_item(&list, &text, &length)) {
        const char *item = sgp_arena_text(&row->arena, text, length);
        if (!item || !add(row, draft, item))
            return false;
    }
    return true;
}

static bool read_draft(sgp_row *row, profile_draft *draft)
{
    static add_item *const adders[COLUMNS] = {NULL, add_disposition, add_pair, add_ages, add_sex, add_role};
    for (size_t column = DISPOSITIONS; column < COLUMNS; column++) {
        if (!read_list(row, draft, column, adders[column]))
            return false;
        sort_items(&draft->items[column]);
    }
    join_ages(&draft->ages);
    return true;
}

/* ---- the known pairs ---- */

static signpost_status read_pairs(sgp_import *import)
{
    if (import->pairs_read)
        return SIGNPOST_OK;
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, import->db, "SELECT symptom_group || '/' || discriminator FROM symptom_pair ORDER BY 1", import->error);
    while (!status && !(status = sgp_query_step(&query, import->error))) {
        const char *pair = sgp_column_text_or_empty(&query, 0);
        if (query.failure || sgp_strings_add(&import->pairs, pair, strlen(pair)) == SGP_NO_STRING)
            status = sgp_fail_memory(import->error);
    }
    sgp_query_release(&query);
    import->pairs_read = status == SIGNPOST_NONE;
    return import->pairs_read ? SIGNPOST_OK : status;
}

/* ---- writing ---- */

static int64_t last_day(const sgp_age_range *range)
{
    return range->below >= sgp_age_any().below ? SGP_AGE_AND_OVER : range->below - 1;
}

static void make_digest(const profile_draft *draft, unsigned char digest[SIGNPOST_DIGEST_SIZE])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, SIGNPOST_DIGEST_SIZE);
    for (size_t column = DISPOSITIONS; column < COLUMNS; column++) {
        for (size_t i = 0; i < draft->items[column].count; i++) {
            const char *item = *SGP_AT(&draft->items[column], const char *, i);
            crypto_generichash_update(&state, (const unsigned char *)item, strlen(item) + 1);
        }
        crypto_generichash_update(&state, (const unsigned char *)"\n", 1);
    }
    for (size_t i = 0; i < draft->ages.count; i++) {
        char range[48];
        const sgp_age_range *ages = SGP_AT(&draft->ages, sgp_age_range, i);
        int length = snprintf(range, sizeof range, "%d-%lld\n", (int)ages->from, (long long)last_day(ages));
        crypto_generichash_update(&state, (const unsigned char *)range, (unsigned long long)length);
    }
    crypto_generichash_final(&state, digest, SIGNPOST_DIGEST_SIZE);
}

/* Refuses a profile that says what one of another name says. */
static signpost_status check_unlike(sgp_row *row, const unsigned char *digest)
{
    sgp_query query;
    sgp_import *import = row->import;
    signpost_status status =
        sgp_query_prepare(&query, import->db, "SELECT name FROM profile WHERE digest = ? AND name <> ?", import->error);
    if (!status) {
        sgp_bind_blob(&query, 1, digest, SIGNPOST_DIGEST_SIZE);
        sgp_bind_text(&query, 2, row->cells[NAME].text);
        status = sgp_query_step(&query, import->error);
    }
    if (!status)
        sgp_row_refuse(row, NAME, SGP_TWICE, "profile \"%s\" says the same as profile \"%s\": name that one",
                       row->cells[NAME].text, sgp_column_text_or_empty(&query, 0));
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status put_name(sgp_row *row, const unsigned char *digest, int64_t *id)
{
    sgp_query query;
    sgp_import *import = row->import;
    signpost_status status = sgp_query_prepare(&query, import->db,
                                               "INSERT INTO profile (digest, name) VALUES (?, ?) ON CONFLICT (name) "
                                               "DO UPDATE SET digest = excluded.digest RETURNING id",
                                               import->error);
    if (!status) {
        sgp_bind_blob(&query, 1, digest, SIGNPOST_DIGEST_SIZE);
        sgp_bind_text(&query, 2, row->cells[NAME].text);
        status = sgp_query_step(&query, import->error);
    }
    if (!status)
        *id = sgp_column_integer(&query, 0);
    sgp_query_release(&query);
    return status;
}

/* Runs an insert of an item, or of the two halves of a pair. */
static signpost_status run_for(sgp_query *query, int64_t id, const char *item, signpost_error *error)
{
    const char *slash = strchr(item, '/');
    sgp_bind_integer(query, 1, id);
    sgp_bind_text_of(query, 2, item, slash ? (size_t)(slash - item) : strlen(item));
    if (slash)
        sgp_bind_text(query, 3, slash + 1);
    return sgp_query_run(query, error);
}

static signpost_status put_items(sgp_import *import, int64_t id, const sgp_array *items, const char *sql)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, import->db, sql, import->error);
    for (size_t i = 0; i < items->count && !status; i++)
        status = run_for(&query, id, *SGP_AT(items, const char *, i), import->error);
    sgp_query_release(&query);
    return status;
}

static signpost_status put_ages(sgp_import *import, int64_t id, const sgp_array *ages)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, import->db, "INSERT INTO profile_age VALUES (?, ?, ?)", import->error);
    for (size_t i = 0; i < ages->count && !status; i++) {
        const sgp_age_range *range = SGP_AT(ages, sgp_age_range, i);
        sgp_bind_integer(&query, 1, id);
        sgp_bind_integer(&query, 2, range->from);
        sgp_bind_integer(&query, 3, last_day(range));
        status = sgp_query_run(&query, import->error);
    }
    sgp_query_release(&query);
    return status;
}

static signpost_status clear_items(sgp_import *import, int64_t id)
{
    static const char *const clear[] = {
        "DELETE FROM profile_disposition WHERE profile = ?", "DELETE FROM profile_pair WHERE profile = ?",
        "DELETE FROM profile_age WHERE profile = ?",         "DELETE FROM profile_sex WHERE profile = ?",
        "DELETE FROM profile_role WHERE profile = ?",
    };
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sizeof clear / sizeof *clear && !status; i++) {
        sgp_query query;
        status = sgp_query_prepare(&query, import->db, clear[i], import->error);
        if (!status) {
            sgp_bind_integer(&query, 1, id);
            status = sgp_query_run(&query, import->error);
        }
        sgp_query_release(&query);
    }
    return status;
}

static signpost_status put_draft(sgp_row *row, const profile_draft *draft)
{
    static const struct {
        size_t column;
        const char *sql;
    } tables[] = {
        {DISPOSITIONS, "INSERT INTO profile_disposition VALUES (?, ?)"},
        {PAIRS, "INSERT INTO profile_pair VALUES (?, ?, ?)"},
        {SEXES, "INSERT INTO profile_sex VALUES (?, ?)"},
        {ROLES, "INSERT INTO profile_role VALUES (?, ?)"},
    };
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    int64_t id;
    make_digest(draft, digest);
    signpost_status status = check_unlike(row, digest);
    if (status || row->refused)
        return status;
    status = put_name(row, digest, &id);
    if (!status)
        status = clear_items(row->import, id);
    for (size_t i = 0; i < sizeof tables / sizeof *tables && !status; i++)
        status = put_items(row->import, id, &draft->items[tables[i].column], tables[i].sql);
    return status ? status : put_ages(row->import, id, &draft->ages);
}

/* Calls a new profile after what it says: BASE~ and as much of its digest as no other name has. */
static signpost_status name_by_digest(sgp_row *row, const char *base, const unsigned char *digest)
{
    static const int lengths[] = {8, 16, 2 * SIGNPOST_DIGEST_SIZE};
    char hex[2 * SIGNPOST_DIGEST_SIZE + 1];
    const size_t size = strlen(base) + sizeof hex + 1;
    char *name = sgp_arena_allocate(&row->arena, 1, size);
    int64_t is_there = 1;
    signpost_status status = name ? SIGNPOST_OK : sgp_fail_memory(row->import->error);
    sodium_bin2hex(hex, sizeof hex, digest, SIGNPOST_DIGEST_SIZE);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths && is_there && !status; i++) {
        sgp_query query;
        snprintf(name, size, "%s~%.*s", base, lengths[i], hex);
        status = sgp_query_prepare(&query, row->import->db, "SELECT EXISTS (SELECT 1 FROM profile WHERE name = ?)",
                                   row->import->error);
        if (!status) {
            sgp_bind_text(&query, 1, name);
            status = sgp_query_step(&query, row->import->error);
        }
        is_there = status ? 0 : sgp_column_integer(&query, 0);
        sgp_query_release(&query);
    }
    row->cells[NAME] = (sgp_cell){.type = SGP_STORED_TEXT, .text = name};
    return status;
}

/* SIGNPOST_NONE when no profile has the digest. */
static signpost_status find_digest(sgp_import *import, const unsigned char *digest, int64_t *id)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, import->db, "SELECT id FROM profile WHERE digest = ?", import->error);
    if (!status) {
        sgp_bind_blob(&query, 1, digest, SIGNPOST_DIGEST_SIZE);
        status = sgp_query_step(&query, import->error);
    }
    if (!status)
        *id = sgp_column_integer(&query, 0);
    sgp_query_release(&query);
    return status;
}

static signpost_status find_or_make(sgp_row *row, const profile_draft *draft, const char *base, int64_t *id)
{
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    make_digest(draft, digest);
    signpost_status status = find_digest(row->import, digest, id);
    if (status != SIGNPOST_NONE)
        return status;
    status = name_by_digest(row, base, digest);
    if (!status)
        status = put_draft(row, draft);
    return status ? status : find_digest(row->import, digest, id);
}

/* By its own name; or, with `base`, as sgp_profile_find. */
static signpost_status put_or_find(sgp_row *row, const char *base, int64_t *id)
{
    profile_draft draft = {.ages = SGP_ARRAY_OF(sgp_age_range)};
    for (size_t i = 0; i < COLUMNS; i++)
        draft.items[i] = (sgp_array)SGP_ARRAY_OF(const char *);
    signpost_status status = read_pairs(row->import);
    if (!status && !read_draft(row, &draft))
        status = sgp_fail_memory(row->import->error);
    if (!status && !row->refused)
        status = base ? find_or_make(row, &draft, base, id) : put_draft(row, &draft);
    for (size_t i = 0; i < COLUMNS; i++)
        sgp_array_release(&draft.items[i]);
    sgp_array_release(&draft.ages);
    return status;
}

signpost_status sgp_profile_put(sgp_row *row)
{
    return put_or_find(row, NULL, NULL);
}

signpost_status sgp_profile_find(sgp_row *row, const char *base, int64_t *id)
{
    return put_or_find(row, base, id);
}

/* Builds an index: one read transaction, one step after another, each reading its tables in the order of their keys, so
 * that the same content gives the same index. */
#include "search/shelves.h"

#include "base/error.h"
#include "directory/directory.h"

#include <stdlib.h>
#include <string.h>

signpost_status sgp_each_row_of(sgp_builder *builder, sgp_query *query, sgp_row *row, void *context)
{
    signpost_status status;
    while ((status = sgp_query_step(query, builder->error)) == SIGNPOST_OK)
        if ((status = row(builder, query, context)) != SIGNPOST_OK)
            break;
    sgp_query_release(query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

signpost_status sgp_each_row(sgp_builder *builder, const char *sql, sgp_row *row, void *context)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, builder->db, sql, builder->error);
    if (status == SIGNPOST_OK)
        return sgp_each_row_of(builder, &query, row, context);
    sgp_query_release(&query);
    return status;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const sgp_id_number *)a)->id, y = ((const sgp_id_number *)b)->id;
    return (x > y) - (x < y);
}

int32_t sgp_id_find(const sgp_array *ids, int64_t id)
{
    const sgp_id_number wanted = {id, 0};
    const sgp_id_number *found = ids->count ? bsearch(&wanted, ids->items, ids->count, sizeof wanted, by_id) : NULL;
    return found ? found->number : SGP_NO_NUMBER;
}

signpost_status sgp_build_text(sgp_builder *builder, const char *text, uint32_t *place)
{
    sgp_texts *texts = &builder->index->all_texts;
    size_t length = strlen(text);
    uint32_t *recent = &builder->recent_texts[sgp_hash(text, length) % SGP_RECENT_TEXTS];
    if (!*recent || strcmp(sgp_texts_at(texts, *recent), text) != 0)
        *recent = sgp_texts_add(texts, text, length);
    *place = *recent;
    return *place == SGP_NO_TEXT ? sgp_fail_memory(builder->error) : SIGNPOST_OK;
}

signpost_status sgp_lists_pack_in(sgp_arena *arena, const sgp_array *owners, const sgp_array *items, size_t owner_count,
                                  sgp_lists *lists, signpost_error *error)
{
    size_t size = items->item_size;
    lists->first = sgp_arena_allocate(arena, owner_count + 2, sizeof *lists->first);
    lists->items = sgp_arena_allocate(arena, items->count, size);
    if (!lists->first || !lists->items)
        return sgp_fail_memory(error);
    for (size_t i = 0; i < owners->count; i++) /* a reference that leads nowhere: foreign keys were not kept */
        if (*SGP_AT(owners, uint32_t, i) >= owner_count)
            return sgp_fail(error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY,
                            "the directory has a reference to a row that is not there");
    /* Counted two places on: after the items are put in their places, first[owner] is where the owner's begin. */
    uint32_t *next = lists->first + 1;
    for (size_t i = 0; i < owners->count; i++)
        next[*SGP_AT(owners, uint32_t, i) + 1]++;
    for (size_t i = 1; i <= owner_count; i++)
        next[i] += next[i - 1];
    for (size_t i = 0; i < items->count; i++) {
        uint32_t place = next[*SGP_AT(owners, uint32_t, i)]++;
        memcpy((char *)lists->items + place * size, (const char *)items->items + i * size, size);
    }
    return SIGNPOST_OK;
}

signpost_status sgp_lists_pack(sgp_builder *builder, const sgp_array *owners, const sgp_array *items,
                               size_t owner_count, sgp_lists *lists)
{
    return sgp_lists_pack_in(&builder->index->arena, owners, items, owner_count, lists, builder->error);
}

const char sgp_directory_state_sql[] =
    "SELECT name, calendar, content_version, (SELECT at FROM act ORDER BY id DESC LIMIT 1) FROM directory";

static signpost_status read_directory(sgp_builder *builder, sgp_query *query, void *context)
{
    signpost_index *index = builder->index;
    (void)context;
    const char *name = sgp_column_text_or_empty(query, 0), *calendar = sgp_column_text(query, 1);
    index->content_version = sgp_column_integer(query, 2);
    index->last_act = sgp_column_integer(query, 3);
    signpost_status status = sgp_build_text(builder, name, &index->directory);
    if (status != SIGNPOST_OK)
        return status;
    if (!calendar)
        return sgp_fail(builder->error, SIGNPOST_STATE, SGP_NO_CALENDAR, "directory \"%s\" names no calendar", name);
    return sgp_directory_calendar(builder->directory, calendar, &index->calendar, builder->error);
}

static signpost_status build_in_transaction(sgp_builder *builder)
{
    static signpost_status (*const steps[])(sgp_builder *) = {
        sgp_build_codes,    sgp_build_areas,    sgp_build_places, sgp_build_hours,   sgp_build_types,
        sgp_build_profiles, sgp_build_services, sgp_build_travel, sgp_build_shelves,
    };
    signpost_index *index = builder->index;
    signpost_status status = sgp_each_row(builder, sgp_directory_state_sql, read_directory, NULL);
    if (status == SIGNPOST_OK && !index->calendar)
        status = sgp_fail(builder->error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY, "the directory's own row is missing");
    if (status == SIGNPOST_OK)
        status = signpost_hours_parse(index->calendar, index->policy->in_hours, &index->in_hours, builder->error);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == SIGNPOST_OK; i++)
        status = steps[i](builder);
    return status;
}

static signpost_status build(signpost_directory *directory, const sgp_around *around, signpost_index *index,
                             signpost_error *error)
{
    sgp_builder builder = {
        .index = index,
        .directory = directory,
        .db = directory->db,
        .error = error,
        .around = around,
        .hours_ids = SGP_ARRAY_OF(sgp_id_number),
        .profile_ids = SGP_ARRAY_OF(sgp_id_number),
        .type_ids = SGP_ARRAY_OF(sgp_id_number),
        .service_ids = SGP_ARRAY_OF(sgp_id_number),
    };
    signpost_status status = sgp_db_begin_read(directory->db, error);
    if (status == SIGNPOST_OK) {
        status = sgp_as_damage(build_in_transaction(&builder), error);
        sgp_db_roll_back(directory->db); /* nothing was written */
    }
    sgp_array_release(&builder.hours_ids);
    sgp_array_release(&builder.profile_ids);
    sgp_array_release(&builder.type_ids);
    sgp_array_release(&builder.service_ids);
    return status;
}

static void init_texts(signpost_index *index)
{
    sgp_strings *codes[SGP_INDEX_CODES];
    sgp_index_codes(index, codes);
    for (size_t i = 0; i < SGP_INDEX_CODES; i++)
        sgp_strings_init(codes[i]);
    sgp_texts_init(&index->all_texts);
}

signpost_status sgp_index_new(const signpost_policy *policy, signpost_index **index, signpost_error *error)
{
    signpost_policy *used = NULL;
    signpost_status status = SIGNPOST_OK;
    *index = NULL;
    if (policy)
        used = signpost_policy_ref(policy);
    else
        status = signpost_policy_load(NULL, &used, NULL, error);
    if (status != SIGNPOST_OK)
        return status;
    signpost_index *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made) {
        signpost_policy_free(used);
        return sgp_fail_memory(error);
    }
    atomic_init(&made->owners, 1);
    made->policy = used;
    init_texts(made);
    *index = made;
    return SIGNPOST_OK;
}

signpost_status sgp_index_build_around(signpost_directory *directory, const signpost_policy *policy,
                                       const sgp_around *around, signpost_index **index, signpost_error *error)
{
    signpost_index *made;
    *index = NULL;
    signpost_status status = sgp_index_new(policy, &made, error);
    if (status != SIGNPOST_OK)
        return status;
    status = build(directory, around, made, error);
    if (status == SIGNPOST_OK)
        *index = made;
    else
        signpost_index_free(made);
    return status;
}

signpost_status signpost_index_build(signpost_directory *directory, const signpost_policy *policy,
                                     signpost_index **index, signpost_error *error)
{
    return sgp_index_build_around(directory, policy, NULL, index, error);
}

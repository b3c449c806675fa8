/* Areas, places and ranking strategies. */
#include "search/index.h"

#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const char *const area_kinds[SGP_AREA_KINDS] = {"small", "district", "commissioner", "region"};
static const char *const place_kinds[] = {"postcode", "sector", "district", "town"};

static int position_in(const char *word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return i;
    return 0;
}

bool sgp_place_key(signpost_place_kind kind, const char *name, char key[SGP_PLACE_KEY_SIZE])
{
    size_t length = 0;
    key[length++] = (char)('0' + kind);
    for (; *name; name++) {
        if (length == SGP_PLACE_KEY_SIZE - 1)
            return false;
        if (!sgp_is_space(*name))
            key[length++] = sgp_upper(*name);
        else if (length > 1 && key[length - 1] != ' ')
            key[length++] = ' ';
    }
    while (length > 1 && key[length - 1] == ' ')
        length--;
    key[length] = '\0';
    return length > 1;
}

/* Areas: first all codes, then what refers to them. */

static signpost_status add_area(sgp_builder *builder, sgp_query *query, void *context)
{
    signpost_index *index = builder->index;
    const char *code = sgp_column_text_or_empty(query, 0), *name = sgp_column_text_or_empty(query, 1);
    sgp_area *area = sgp_array_add(context);
    if (!area || sgp_strings_add(&index->areas, code, strlen(code)) == SGP_NO_STRING)
        return sgp_fail_memory(builder->error);
    area->kind = (uint8_t)position_in(sgp_column_text_or_empty(query, 2), area_kinds, SGP_AREA_KINDS);
    area->commissioner = sgp_code_number(&index->organisations, sgp_column_text(query, 3));
    area->parent = SGP_NO_NUMBER;
    return sgp_build_text(builder, name, &area->name);
}

static signpost_status add_parent(sgp_builder *builder, sgp_query *query, void *context)
{
    signpost_index *index = builder->index;
    sgp_array *areas = context;
    int32_t area = sgp_code_number(&index->areas, sgp_column_text(query, 0));
    SGP_AT(areas, sgp_area, (size_t)area)->parent = sgp_code_number(&index->areas, sgp_column_text(query, 1));
    return SIGNPOST_OK;
}

typedef struct rank_rows {
    sgp_array owners, items;
} rank_rows;

static signpost_status add_rank(sgp_builder *builder, sgp_query *query, void *context)
{
    rank_rows *rows = context;
    uint32_t area = (uint32_t)sgp_code_number(&builder->index->areas, sgp_column_text(query, 0));
    /* Types are numbered by their rising ids: their position is known before they are read. */
    const sgp_area_rank rank = {(uint16_t)sgp_column_integer(query, 1), (uint8_t)sgp_column_integer(query, 2), 0};
    if (!sgp_array_append(&rows->owners, &area, 1) || !sgp_array_append(&rows->items, &rank, 1))
        return sgp_fail_memory(builder->error);
    return SIGNPOST_OK;
}

signpost_status sgp_build_areas(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    sgp_array areas = SGP_ARRAY_OF(sgp_area);
    rank_rows ranks = {SGP_ARRAY_OF(uint32_t), SGP_ARRAY_OF(sgp_area_rank)};
    signpost_status status =
        sgp_each_row(builder, "SELECT code, name, kind, commissioner FROM area ORDER BY code", add_area, &areas);
    if (status == SIGNPOST_OK)
        status = sgp_each_row(builder, "SELECT code, parent FROM area WHERE parent IS NOT NULL ORDER BY code",
                              add_parent, &areas);
    size_t count = areas.count;
    if (status == SIGNPOST_OK && !(index->area_table = sgp_arena_take(&index->arena, &areas)))
        status = sgp_fail_memory(builder->error);
    if (status == SIGNPOST_OK)
        status =
            sgp_each_row(builder,
                         "SELECT area, (SELECT count(*) FROM service_type t WHERE t.id < r.service_type), rank"
                         " FROM ranking r JOIN service_type s ON s.id = r.service_type ORDER BY area, service_type",
                         add_rank, &ranks);
    if (status == SIGNPOST_OK)
        status = sgp_lists_pack(builder, &ranks.owners, &ranks.items, count, &index->area_ranks);
    sgp_array_release(&ranks.owners);
    sgp_array_release(&ranks.items);
    sgp_array_release(&areas);
    return status;
}

/* Places. */

static signpost_status add_place(sgp_builder *builder, sgp_query *query, void *context)
{
    signpost_index *index = builder->index;
    char key[SGP_PLACE_KEY_SIZE];
    int kind = position_in(sgp_column_text_or_empty(query, 0), place_kinds, 4);
    const char *name = sgp_column_text_or_empty(query, 1);
    if (!sgp_place_key((signpost_place_kind)kind, name, key))
        return sgp_fail(builder->error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY, "place \"%.80s\" has too long a name, or none",
                        name);
    size_t count = index->places.texts.count;
    int32_t number = sgp_strings_add(&index->places, key, strlen(key));
    if (number == SGP_NO_STRING)
        return sgp_fail_memory(builder->error);
    if ((size_t)number < count) /* differs only by case or spaces: the first one stands */
        return SIGNPOST_OK;
    sgp_place *place = sgp_array_add(context);
    if (!place)
        return sgp_fail_memory(builder->error);
    *place = (sgp_place){.latitude = sgp_column_real(query, 2),
                         .longitude = sgp_column_real(query, 3),
                         .search_distance_m = sgp_at_most(sgp_column_integer(query, 4), SGP_MOST_RADIUS_M),
                         .kind = (uint8_t)kind};
    return sgp_build_text(builder, name, &place->name);
}

int32_t sgp_build_place_number(const signpost_index *index, const char *kind, const char *name)
{
    char key[SGP_PLACE_KEY_SIZE];
    if (!sgp_place_key((signpost_place_kind)position_in(kind, place_kinds, 4), name, key))
        return SGP_NO_NUMBER;
    return sgp_code_number(&index->places, key);
}

static signpost_status add_place_area(sgp_builder *builder, sgp_query *query, void *context)
{
    signpost_index *index = builder->index;
    rank_rows *rows = context;
    uint32_t place =
        (uint32_t)sgp_build_place_number(index, sgp_column_text_or_empty(query, 0), sgp_column_text_or_empty(query, 1));
    int32_t area = sgp_code_number(&index->areas, sgp_column_text(query, 2));
    if (!sgp_array_append(&rows->owners, &place, 1) || !sgp_array_append(&rows->items, &area, 1))
        return sgp_fail_memory(builder->error);
    return SIGNPOST_OK;
}

signpost_status sgp_build_places(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    sgp_array places = SGP_ARRAY_OF(sgp_place);
    rank_rows areas = {SGP_ARRAY_OF(uint32_t), SGP_ARRAY_OF(int32_t)};
    signpost_status status = sgp_each_row(
        builder, "SELECT kind, name, latitude, longitude, search_distance_m FROM place ORDER BY kind, name", add_place,
        &places);
    size_t count = places.count;
    if (status == SIGNPOST_OK && !(index->place_table = sgp_arena_take(&index->arena, &places)))
        status = sgp_fail_memory(builder->error);
    if (status == SIGNPOST_OK)
        status = sgp_each_row(builder, "SELECT kind, name, area FROM place_area ORDER BY kind, name, area",
                              add_place_area, &areas);
    if (status == SIGNPOST_OK)
        status = sgp_lists_pack(builder, &areas.owners, &areas.items, count, &index->place_areas);
    sgp_array_release(&areas.owners);
    sgp_array_release(&areas.items);
    sgp_array_release(&places);
    return status;
}

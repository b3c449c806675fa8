/* Travel times: read in one pass, then sorted for each place. A directory without any leaves nothing in the index. */
#include "search/index.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

typedef struct travel_rows {
    sgp_array owners, items; /* uint32_t places, sgp_travel */
} travel_rows;

static signpost_status add_travel_time(sgp_builder *builder, sgp_query *query, void *context)
{
    signpost_index *index = builder->index;
    travel_rows *rows = context;
    const char *name = sgp_column_text_or_empty(query, 1);
    int32_t number = sgp_build_place_number(index, sgp_column_text_or_empty(query, 0), name);
    uint32_t place = (uint32_t)number;
    int32_t service = sgp_id_find(&builder->service_ids, sgp_column_integer(query, 2));
    int64_t minutes = sgp_column_integer(query, 3);
    if (service == SGP_NO_NUMBER || minutes < 0 || minutes > SGP_MOST_TRAVEL)
        return sgp_fail(builder->error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY,
                        "the directory has a travel time that cannot be, from \"%.80s\"", name);
    if (number != SGP_NO_NUMBER && strcmp(sgp_index_text(index, index->place_table[number].name), name) != 0)
        return SIGNPOST_OK; /* the name differs only by case or spaces from another, which stands */
    const sgp_travel row = {service, index->services[service].type, (uint16_t)minutes};
    if (!sgp_array_append(&rows->owners, &place, 1) || !sgp_array_append(&rows->items, &row, 1))
        return sgp_fail_memory(builder->error);
    return SIGNPOST_OK;
}

static int by_service(const void *a, const void *b)
{
    return sgp_travel_compare(a, b);
}

signpost_status sgp_build_travel(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    travel_rows rows = {SGP_ARRAY_OF(uint32_t), SGP_ARRAY_OF(sgp_travel)};
    size_t places = index->places.texts.count;
    if (builder->around)
        return SIGNPOST_OK;
    signpost_status status =
        sgp_each_row(builder, "SELECT kind, name, service, minutes FROM travel_time", add_travel_time, &rows);
    if (status == SIGNPOST_OK && rows.items.count)
        status = sgp_lists_pack(builder, &rows.owners, &rows.items, places, &index->travel);
    for (size_t i = 0; i < places && status == SIGNPOST_OK && rows.items.count; i++)
        qsort((sgp_travel *)index->travel.items + index->travel.first[i], sgp_lists_count(&index->travel, i),
              sizeof(sgp_travel), by_service);
    sgp_array_release(&rows.owners);
    sgp_array_release(&rows.items);
    return status;
}

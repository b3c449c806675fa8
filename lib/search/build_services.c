/* Services: read in the order of their ids, then laid out along the grid, so that those near each other stand together.
 */
#include "search/index.h"

#include "base/error.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const sgp_state_names[4] = {"draft", "active", "suspended", "closed"};

/* A service as it is read. */
typedef struct draft {
    sgp_service service;
    sgp_service_texts texts;
    uint32_t uid; /* among the drafts' uids */
    int32_t cell;
} draft;

typedef struct drafts {
    sgp_array all; /* draft */
    sgp_texts uids;
} drafts;

static int32_t cell_of(const sgp_grid *grid, sgp_point point)
{
    int32_t row = (int32_t)((point.latitude - grid->south) / grid->height);
    int32_t column = (int32_t)((point.longitude - grid->west) / grid->width);
    row = row < 0 ? 0 : row >= grid->rows ? grid->rows - 1 : row;
    column = column < 0 ? 0 : column >= grid->columns ? grid->columns - 1 : column;
    return row * grid->columns + column;
}

/* A date column; `otherwise` for NULL. */
static signpost_status read_date(sgp_builder *builder, sgp_query *query, int column, int32_t otherwise, int32_t *date)
{
    const char *text = sgp_column_text(query, column);
    *date = otherwise;
    if (!text || signpost_date_parse(text, date) == SIGNPOST_OK)
        return SIGNPOST_OK;
    return sgp_fail(builder->error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY, "service \"%.80s\": \"%.40s\" is no date",
                    sgp_column_text_or_empty(query, 1), text);
}

#define SERVICES                                                                                                       \
    "SELECT id, uid, name, coalesce(public_name, name), address, town, postcode, phone, web, public_text, "            \
    "referral_text,"                                                                                                   \
    " type, state, ods_code, commissioner, valid_from, valid_to, latitude, longitude, hours, return_if_open_minutes,"  \
    " profile, restricted FROM service "
static const char services_sql[] = SERVICES "ORDER BY id";
static const char services_within_sql[] =
    SERVICES "WHERE latitude BETWEEN ?1 AND ?2 AND longitude BETWEEN ?3 AND ?4 ORDER BY id";

enum {
    ID,
    UID,
    NAME,
    PUBLIC_NAME,
    ADDRESS,
    TOWN,
    POSTCODE,
    PHONE,
    WEB,
    PUBLIC_TEXT,
    REFERRAL_TEXT,
    TYPE,
    STATE,
    ODS_CODE,
    COMMISSIONER,
    VALID_FROM,
    VALID_TO,
    LATITUDE,
    LONGITUDE,
    HOURS,
    RETURN_IF_OPEN,
    PROFILE,
    RESTRICTED
};

static signpost_status read_texts(sgp_builder *builder, sgp_query *query, sgp_service_texts *texts)
{
    const struct {
        int column;
        uint32_t *text;
    } columns[] = {
        {NAME, &texts->name}, {PUBLIC_NAME, &texts->public_name}, {ADDRESS, &texts->address},
        {TOWN, &texts->town}, {POSTCODE, &texts->postcode},       {PHONE, &texts->phone},
        {WEB, &texts->web},   {PUBLIC_TEXT, &texts->public_text}, {REFERRAL_TEXT, &texts->referral_text},
    };
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sizeof columns / sizeof *columns && status == SIGNPOST_OK; i++)
        status = sgp_build_text(builder, sgp_column_text_or_empty(query, columns[i].column), columns[i].text);
    return status;
}

static uint8_t read_state(sgp_query *query)
{
    const char *state = sgp_column_text_or_empty(query, STATE);
    for (uint8_t i = 0; i < 4; i++)
        if (strcmp(state, sgp_state_names[i]) == 0)
            return i;
    return 0; /* draft: never returned */
}

/* The practice's code may stand for a service, whether or not it is an organisation of the directory. */
static int32_t number_of_ods(sgp_builder *builder, const char *code)
{
    return code ? sgp_strings_add(&builder->index->organisations, code, strlen(code)) : SGP_NO_NUMBER;
}

static signpost_status add_service(sgp_builder *builder, sgp_query *query, void *context)
{
    const signpost_index *index = builder->index;
    drafts *read = context;
    const char *ods = sgp_column_text(query, ODS_CODE), *uid = sgp_column_text_or_empty(query, UID);
    const sgp_ready_point at =
        sgp_point_make_ready((sgp_point){sgp_column_real(query, LATITUDE), sgp_column_real(query, LONGITUDE)});
    if (builder->around && !sgp_around_holds(builder->around, builder->reach_m, &at))
        return SIGNPOST_OK;
    draft *made = sgp_array_add(&read->all);
    if (!made || (made->uid = sgp_texts_add(&read->uids, uid, strlen(uid))) == SGP_NO_TEXT)
        return sgp_fail_memory(builder->error);
    sgp_service *service = &made->service;
    int32_t type = sgp_id_find(&builder->type_ids, sgp_column_integer(query, TYPE));
    signpost_status status = read_texts(builder, query, &made->texts);
    if (status == SIGNPOST_OK)
        status = read_date(builder, query, VALID_FROM, INT32_MIN, &service->valid_from);
    if (status == SIGNPOST_OK)
        status = read_date(builder, query, VALID_TO, INT32_MAX, &service->valid_to);
    if (status != SIGNPOST_OK)
        return status;
    service->id = sgp_column_integer(query, ID);
    service->at = at;
    if (type < 0 || !sgp_point_is_valid(service->at.point))
        return sgp_fail(builder->error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY, "service \"%.80s\" has no type or no place",
                        uid);
    service->type = (uint16_t)type;
    service->state = read_state(query);
    service->flags = (uint8_t)((service->state == 1 ? SGP_SERVICE_ACTIVE : 0) |
                               (sgp_column_integer(query, RESTRICTED) ? SGP_SERVICE_RESTRICTED : 0));
    service->commissioner = sgp_code_number(&index->organisations, sgp_column_text(query, COMMISSIONER));
    service->hours = sgp_column_is_null(query, HOURS)
                         ? SGP_NO_NUMBER
                         : sgp_id_find(&builder->hours_ids, sgp_column_integer(query, HOURS));
    service->profile = sgp_column_is_null(query, PROFILE)
                           ? SGP_NO_NUMBER
                           : sgp_id_find(&builder->profile_ids, sgp_column_integer(query, PROFILE));
    service->return_if_open = sgp_at_most(sgp_column_integer(query, RETURN_IF_OPEN), INT32_MAX);
    service->ods = number_of_ods(builder, ods);
    return ods && service->ods == SGP_NO_STRING ? sgp_fail_memory(builder->error) : SIGNPOST_OK;
}

/* The grid: cells of about 5.5 km, larger where that would give many more cells than services. */
static void shape_grid(sgp_grid *grid, const sgp_array *all)
{
    double north = -90, east = -180;
    *grid = (sgp_grid){.south = 90, .west = 180, .height = 0.05, .width = 0.08, .rows = 1, .columns = 1};
    for (size_t i = 0; i < all->count; i++) {
        sgp_point point = SGP_AT(all, draft, i)->service.at.point;
        grid->south = fmin(grid->south, point.latitude);
        grid->west = fmin(grid->west, point.longitude);
        north = fmax(north, point.latitude);
        east = fmax(east, point.longitude);
    }
    if (!all->count)
        return;
    for (;;) {
        double rows = floor((north - grid->south) / grid->height) + 1;
        double columns = floor((east - grid->west) / grid->width) + 1;
        if (rows * columns <= 4.0 * (double)all->count + 64) {
            grid->rows = (int32_t)rows;
            grid->columns = (int32_t)columns;
            return;
        }
        grid->height *= 2;
        grid->width *= 2;
    }
}

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const sgp_id_number *)a)->id, y = ((const sgp_id_number *)b)->id;
    return (x > y) - (x < y);
}

/* Makes the grid that says where each cell's services begin. Returns the drafts in that order, those of a cell as they
 * were read; NULL when memory ran out. */
static uint32_t *sort_into_cells(signpost_index *index, sgp_array *all)
{
    sgp_grid *grid = &index->grid;
    shape_grid(grid, all);
    size_t cells = (size_t)grid->rows * (size_t)grid->columns;
    uint32_t *order = sgp_allocate((all->count + 1) * sizeof *order), *next = sgp_allocate((cells + 1) * sizeof *next);
    grid->first = sgp_arena_allocate(&index->arena, cells + 1, sizeof *grid->first);
    if (!grid->first || !order || !next) {
        sgp_release(order);
        sgp_release(next);
        return NULL;
    }
    for (size_t i = 0; i < all->count; i++) {
        draft *made = SGP_AT(all, draft, i);
        made->cell = cell_of(grid, made->service.at.point);
        grid->first[made->cell + 1]++;
    }
    for (size_t cell = 0; cell < cells; cell++)
        grid->first[cell + 1] += grid->first[cell];
    memcpy(next, grid->first, (cells + 1) * sizeof *next);
    for (size_t i = 0; i < all->count; i++)
        order[next[SGP_AT(all, draft, i)->cell]++] = (uint32_t)i;
    sgp_release(next);
    return order;
}

static signpost_status lay_out_in(sgp_builder *builder, const drafts *read, const uint32_t *order)
{
    signpost_index *index = builder->index;
    sgp_arena *arena = &index->arena;
    size_t count = read->all.count;
    index->services = sgp_arena_allocate(arena, count, sizeof *index->services);
    index->texts = sgp_arena_allocate(arena, count, sizeof *index->texts);
    index->capacities = sgp_arena_allocate(arena, count, sizeof *index->capacities);
    if (!index->services || !index->texts || !index->capacities ||
        !sgp_array_reserve(&builder->service_ids, count ? count : 1))
        return sgp_fail_memory(builder->error);
    for (size_t i = 0; i < count; i++) {
        const draft *made = SGP_AT(&read->all, draft, order[i]);
        const sgp_id_number id = {made->service.id, (int32_t)i};
        const char *uid = sgp_texts_at(&read->uids, made->uid);
        int32_t number = sgp_strings_add(&index->uids, uid, strlen(uid));
        if (number == SGP_NO_STRING)
            return sgp_fail_memory(builder->error);
        if (number != (int32_t)i) /* the schema lets none in */
            return sgp_fail(builder->error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY, "two services have the uid \"%.80s\"",
                            uid);
        index->services[i] = made->service;
        index->texts[i] = made->texts;
        sgp_array_append(&builder->service_ids, &id, 1); /* reserved above */
    }
    index->service_count = count;
    if (count)
        qsort(builder->service_ids.items, count, sizeof(sgp_id_number), by_id);
    return SIGNPOST_OK;
}

static signpost_status lay_out(sgp_builder *builder, drafts *read)
{
    uint32_t *order = sort_into_cells(builder->index, &read->all);
    if (!order)
        return sgp_fail_memory(builder->error);
    signpost_status status = lay_out_in(builder, read, order);
    sgp_release(order);
    return status;
}

/* What services list: practices and areas. */
typedef struct list_rows {
    const sgp_strings *codes;
    enum sgp_service_flag flag; /* of a service that lists any; 0 for none */
    sgp_array owners, items;
} list_rows;

static signpost_status add_list_row(sgp_builder *builder, sgp_query *query, void *context)
{
    list_rows *rows = context;
    uint32_t service = (uint32_t)sgp_id_find(&builder->service_ids, sgp_column_integer(query, 0));
    if (builder->around && service >= builder->index->service_count)
        return SIGNPOST_OK; /* of one that is not near */
    int32_t item = sgp_code_number(rows->codes, sgp_column_text(query, 1));
    if (!sgp_array_append(&rows->owners, &service, 1) || !sgp_array_append(&rows->items, &item, 1))
        return sgp_fail_memory(builder->error);
    if (rows->flag && service < builder->index->service_count)
        builder->index->services[service].flags |= (uint8_t)rows->flag;
    return SIGNPOST_OK;
}

static signpost_status read_list(sgp_builder *builder, const char *sql, const sgp_strings *codes, unsigned flag,
                                 sgp_lists *lists)
{
    list_rows rows = {codes, flag, SGP_ARRAY_OF(uint32_t), SGP_ARRAY_OF(int32_t)};
    signpost_status status = sgp_each_row(builder, sql, add_list_row, &rows);
    if (status == SIGNPOST_OK)
        status = sgp_lists_pack(builder, &rows.owners, &rows.items, builder->index->service_count, lists);
    sgp_array_release(&rows.owners);
    sgp_array_release(&rows.items);
    return status;
}

static signpost_status add_capacity(sgp_builder *builder, sgp_query *query, void *context)
{
    int32_t service = sgp_id_find(&builder->service_ids, sgp_column_integer(query, 0));
    const char *colour = sgp_column_text_or_empty(query, 1);
    (void)context;
    signpost_capacity capacity = strcmp(colour, "red") == 0     ? SIGNPOST_RED
                                 : strcmp(colour, "amber") == 0 ? SIGNPOST_AMBER
                                                                : SIGNPOST_GREEN;
    if (service >= 0)
        atomic_store_explicit(&builder->index->capacities[service],
                              sgp_capacity_word(capacity, sgp_column_integer(query, 2), sgp_column_integer(query, 3)),
                              memory_order_relaxed);
    return SIGNPOST_OK;
}

static signpost_status prepare_within(sgp_builder *builder, sgp_query *query)
{
    const sgp_around *around = builder->around;
    sgp_box box = sgp_around_box(around, around->times, builder->index);
    const double bounds[] = {box.south, box.north, box.west, box.east};
    signpost_status status = sgp_query_prepare(query, builder->db, services_within_sql, builder->error);
    for (int i = 0; i < 4 && status == SIGNPOST_OK; i++)
        sgp_bind_real(query, i + 1, bounds[i]);
    builder->reach_m = sgp_around_reach_m(around, around->times, builder->index);
    return status;
}

static signpost_status read_services(sgp_builder *builder, drafts *read)
{
    sgp_query query;
    if (!builder->around)
        return sgp_each_row(builder, services_sql, add_service, read);
    signpost_status status = prepare_within(builder, &query);
    if (status == SIGNPOST_OK)
        return sgp_each_row_of(builder, &query, add_service, read);
    sgp_query_release(&query);
    return status;
}

signpost_status sgp_build_services(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    drafts read = {.all = SGP_ARRAY_OF(draft)};
    sgp_texts_init(&read.uids);
    signpost_status status = read_services(builder, &read);
    if (status == SIGNPOST_OK)
        status = lay_out(builder, &read);
    sgp_array_release(&read.all);
    sgp_texts_release(&read.uids);
    if (status == SIGNPOST_OK)
        status = read_list(builder, "SELECT service, practice FROM service_practice ORDER BY 1, 2",
                           &index->organisations, 0, &index->practices);
    if (status == SIGNPOST_OK)
        status = read_list(builder, "SELECT service, area FROM service_area WHERE use = 'limited' ORDER BY 1, 2",
                           &index->areas, SGP_SERVICE_LIMITED, &index->limits);
    if (status == SIGNPOST_OK)
        status = read_list(builder, "SELECT service, area FROM service_area WHERE use = 'promoted' ORDER BY 1, 2",
                           &index->areas, SGP_SERVICE_PROMOTED, &index->promotions);
    if (status == SIGNPOST_OK)
        status =
            sgp_each_row(builder, "SELECT service, colour, set_at, falls_back_at FROM capacity", add_capacity, NULL);
    return status;
}

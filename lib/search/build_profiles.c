/* Hours and profiles: what services share. */
#include "search/index.h"

#include "base/error.h"
#include "directory/directory.h"

#include <stdlib.h>
#include <string.h>

/* Hours: those of one calendar stand together, so that each calendar is compiled once. */

typedef struct hours_rows {
    sgp_array hours; /* signpost_hours * */
    signpost_calendar *calendar;
    char calendar_name[128];
} hours_rows;

static signpost_status use_calendar(sgp_builder *builder, hours_rows *rows, const char *name)
{
    if (rows->calendar && strcmp(rows->calendar_name, name) == 0)
        return SIGNPOST_OK;
    signpost_calendar_free(rows->calendar);
    rows->calendar = NULL;
    if (strlen(name) >= sizeof rows->calendar_name)
        return sgp_fail(builder->error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY, "calendar \"%.80s\" has too long a name",
                        name);
    strcpy(rows->calendar_name, name);
    return sgp_directory_calendar(builder->directory, name, &rows->calendar, builder->error);
}

static signpost_status add_hours(sgp_builder *builder, sgp_query *query, void *context)
{
    hours_rows *rows = context;
    const sgp_id_number id = {sgp_column_integer(query, 0), (int32_t)rows->hours.count};
    signpost_status status = use_calendar(builder, rows, sgp_column_text_or_empty(query, 1));
    if (status != SIGNPOST_OK)
        return status;
    signpost_hours **hours = sgp_array_add(&rows->hours);
    if (!hours || !sgp_array_append(&builder->hours_ids, &id, 1))
        return sgp_fail_memory(builder->error);
    return signpost_hours_parse(rows->calendar, sgp_column_text_or_empty(query, 2), hours, builder->error);
}

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const sgp_id_number *)a)->id, y = ((const sgp_id_number *)b)->id;
    return (x > y) - (x < y);
}

signpost_status sgp_build_hours(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    hours_rows rows = {.hours = SGP_ARRAY_OF(signpost_hours *)};
    signpost_status status =
        sgp_each_row(builder, "SELECT id, calendar, text FROM hours ORDER BY calendar, id", add_hours, &rows);
    signpost_calendar_free(rows.calendar);
    /* From here on the index frees them. */
    index->hours = sgp_arena_copy(&index->arena, rows.hours.items, rows.hours.count * sizeof(signpost_hours *));
    if (index->hours)
        index->hours_count = rows.hours.count;
    else
        for (size_t i = 0; i < rows.hours.count; i++)
            signpost_hours_free(*SGP_AT(&rows.hours, signpost_hours *, i));
    sgp_array_release(&rows.hours);
    if (status == SIGNPOST_OK && !index->hours)
        return sgp_fail_memory(builder->error);
    if (builder->hours_ids.count)
        qsort(builder->hours_ids.items, builder->hours_ids.count, sizeof(sgp_id_number), by_id);
    return status;
}

/* Profiles. */

static signpost_status add_profile(sgp_builder *builder, sgp_query *query, void *context)
{
    sgp_array *names = context;
    const sgp_id_number id = {sgp_column_integer(query, 0), (int32_t)names->count};
    const char *name = sgp_column_text_or_empty(query, 1);
    uint32_t *place = sgp_array_add(names);
    if (!place || !sgp_array_append(&builder->profile_ids, &id, 1))
        return sgp_fail_memory(builder->error);
    return sgp_build_text(builder, name, place);
}

/* Sets the bit of the profile of the row, in the set of a number. */
static void set_bit(sgp_builder *builder, sgp_query *query, sgp_word *sets, int32_t number)
{
    int32_t profile = sgp_id_find(&builder->profile_ids, sgp_column_integer(query, 0));
    if (profile >= 0 && number >= 0)
        sgp_bit_set(sets + (size_t)number * builder->index->profiles.words, (size_t)profile);
}

static signpost_status add_profile_pair(sgp_builder *builder, sgp_query *query, void *context)
{
    signpost_index *index = builder->index;
    const char *group = sgp_column_text_or_empty(query, 1), *discriminator = sgp_column_text_or_empty(query, 2);
    (void)context;
    set_bit(builder, query, index->profiles.of_group, sgp_code_number(&index->groups, group));
    set_bit(builder, query, index->profiles.of_pair, sgp_pair_number(index, group, discriminator));
    return SIGNPOST_OK;
}

static signpost_status add_profile_disposition(sgp_builder *builder, sgp_query *query, void *context)
{
    signpost_index *index = builder->index;
    (void)context;
    set_bit(builder, query, index->profiles.of_disposition,
            sgp_code_number(&index->dispositions, sgp_column_text(query, 1)));
    return SIGNPOST_OK;
}

static signpost_status add_profile_role(sgp_builder *builder, sgp_query *query, void *context)
{
    signpost_index *index = builder->index;
    (void)context;
    set_bit(builder, query, index->profiles.of_role, sgp_code_number(&index->roles, sgp_column_text(query, 1)));
    return SIGNPOST_OK;
}

static signpost_status add_profile_sex(sgp_builder *builder, sgp_query *query, void *context)
{
    signpost_sex sex;
    (void)context;
    if (signpost_sex_parse(sgp_column_text_or_empty(query, 1), &sex) == SIGNPOST_OK)
        set_bit(builder, query, builder->index->profiles.of_sex[sex], 0);
    return SIGNPOST_OK;
}

typedef struct age_rows {
    sgp_array owners, items;
} age_rows;

static signpost_status add_profile_age(sgp_builder *builder, sgp_query *query, void *context)
{
    age_rows *rows = context;
    uint32_t profile = (uint32_t)sgp_id_find(&builder->profile_ids, sgp_column_integer(query, 0));
    const sgp_age_span span = {(int32_t)sgp_column_integer(query, 1), (int32_t)sgp_column_integer(query, 2)};
    if (!sgp_array_append(&rows->owners, &profile, 1) || !sgp_array_append(&rows->items, &span, 1))
        return sgp_fail_memory(builder->error);
    return SIGNPOST_OK;
}

static signpost_status allocate_sets(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    sgp_profiles *profiles = &index->profiles;
    const struct {
        sgp_word **sets;
        size_t count;
    } all[] = {
        {&profiles->of_group, index->groups.texts.count},
        {&profiles->of_pair, index->pairs.texts.count},
        {&profiles->of_disposition, index->dispositions.texts.count},
        {&profiles->of_role, index->roles.texts.count},
        {&profiles->of_sex[SIGNPOST_FEMALE], 1},
        {&profiles->of_sex[SIGNPOST_MALE], 1},
        {&profiles->of_sex[SIGNPOST_INDETERMINATE], 1},
        {&profiles->of_sex[SIGNPOST_SEX_UNKNOWN], 1},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *all[i].sets = sgp_arena_allocate(&index->arena, all[i].count * profiles->words, sizeof(sgp_word));
        if (!*all[i].sets)
            return sgp_fail_memory(builder->error);
    }
    return SIGNPOST_OK;
}

static signpost_status fill_sets(sgp_builder *builder)
{
    static const struct {
        const char *sql;
        sgp_row *row;
    } tables[] = {
        {"SELECT profile, symptom_group, discriminator FROM profile_pair ORDER BY 1, 2, 3", add_profile_pair},
        {"SELECT profile, disposition FROM profile_disposition ORDER BY 1, 2", add_profile_disposition},
        {"SELECT profile, role FROM profile_role ORDER BY 1, 2", add_profile_role},
        {"SELECT profile, sex FROM profile_sex ORDER BY 1, 2", add_profile_sex},
    };
    age_rows ages = {SGP_ARRAY_OF(uint32_t), SGP_ARRAY_OF(sgp_age_span)};
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && status == SIGNPOST_OK; i++)
        status = sgp_each_row(builder, tables[i].sql, tables[i].row, NULL);
    if (status == SIGNPOST_OK)
        status = sgp_each_row(builder, "SELECT profile, from_days, to_days FROM profile_age ORDER BY 1, 2",
                              add_profile_age, &ages);
    if (status == SIGNPOST_OK)
        status = sgp_lists_pack(builder, &ages.owners, &ages.items, builder->index->profiles.count,
                                &builder->index->profiles.ages);
    sgp_array_release(&ages.owners);
    sgp_array_release(&ages.items);
    return status;
}

signpost_status sgp_build_profiles(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    sgp_array names = SGP_ARRAY_OF(uint32_t);
    signpost_status status = sgp_each_row(builder, "SELECT id, name FROM profile ORDER BY id", add_profile, &names);
    index->profiles.count = names.count;
    index->profiles.words = sgp_words_for(names.count);
    if (status == SIGNPOST_OK && !(index->profiles.names = sgp_arena_take(&index->arena, &names)))
        status = sgp_fail_memory(builder->error);
    sgp_array_release(&names);
    if (status == SIGNPOST_OK)
        status = allocate_sets(builder);
    return status == SIGNPOST_OK ? fill_sets(builder) : status;
}

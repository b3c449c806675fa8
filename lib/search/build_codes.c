/* Codes as numbers: symptom groups, discriminators and their pairs, dispositions, roles, organisations; service types.
 */
#include "search/index.h"

#include "base/error.h"

#include <string.h>

enum { PAIR_KEY_SIZE = 256 };

int32_t sgp_code_number(const sgp_strings *codes, const char *text)
{
    return text ? sgp_strings_find(codes, text, strlen(text)) : SGP_NO_NUMBER;
}

/* Line feed stands in no code. */
static bool pair_key(const char *group, const char *discriminator, char key[PAIR_KEY_SIZE])
{
    size_t first = strlen(group), second = strlen(discriminator);
    if (first + second + 2 > PAIR_KEY_SIZE)
        return false;
    memcpy(key, group, first);
    key[first] = '\n';
    memcpy(key + first + 1, discriminator, second + 1);
    return true;
}

int32_t sgp_pair_number(const signpost_index *index, const char *group, const char *discriminator)
{
    char key[PAIR_KEY_SIZE];
    return pair_key(group, discriminator, key) ? sgp_code_number(&index->pairs, key) : SGP_NO_NUMBER;
}

static signpost_status add_code(sgp_builder *builder, sgp_query *query, void *context)
{
    const char *code = sgp_column_text_or_empty(query, 0);
    if (sgp_strings_add(context, code, strlen(code)) == SGP_NO_STRING)
        return sgp_fail_memory(builder->error);
    return SIGNPOST_OK;
}

static signpost_status add_pair(sgp_builder *builder, sgp_query *query, void *context)
{
    char key[PAIR_KEY_SIZE];
    const char *group = sgp_column_text_or_empty(query, 0), *discriminator = sgp_column_text_or_empty(query, 1);
    if (!pair_key(group, discriminator, key))
        return sgp_fail(builder->error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY, "symptom group \"%.80s\" has too long a code",
                        group);
    if (sgp_strings_add(context, key, strlen(key)) == SGP_NO_STRING)
        return sgp_fail_memory(builder->error);
    return SIGNPOST_OK;
}

signpost_status sgp_build_codes(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    const struct {
        const char *sql;
        sgp_row *row;
        sgp_strings *codes;
    } tables[] = {
        {"SELECT code FROM symptom_group ORDER BY code", add_code, &index->groups},
        {"SELECT code FROM symptom_discriminator ORDER BY code", add_code, &index->discriminators},
        {"SELECT symptom_group, discriminator FROM symptom_pair ORDER BY 1, 2", add_pair, &index->pairs},
        {"SELECT DISTINCT disposition FROM profile_disposition ORDER BY 1", add_code, &index->dispositions},
        {"SELECT DISTINCT role FROM profile_role ORDER BY 1", add_code, &index->roles},
        {"SELECT code FROM organisation ORDER BY code", add_code, &index->organisations},
    };
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && status == SIGNPOST_OK; i++)
        status = sgp_each_row(builder, tables[i].sql, tables[i].row, tables[i].codes);
    return status;
}

static signpost_status add_type(sgp_builder *builder, sgp_query *query, void *context)
{
    sgp_array *types = context;
    const sgp_id_number id = {sgp_column_integer(query, 0), (int32_t)types->count};
    const char *name = sgp_column_text_or_empty(query, 1);
    sgp_service_type *type = sgp_array_add(types);
    if (!type || !sgp_array_append(&builder->type_ids, &id, 1))
        return sgp_fail_memory(builder->error);
    type->id = (int32_t)id.id;
    type->national_rank = (uint8_t)sgp_column_integer(query, 2);
    type->keep = sgp_column_integer(query, 3) == 1 ? 1 : SGP_MOST_OF_TYPE;
    return sgp_build_text(builder, name, &type->name);
}

signpost_status sgp_build_types(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    sgp_array types = SGP_ARRAY_OF(sgp_service_type);
    signpost_status status =
        sgp_each_row(builder, "SELECT id, name, national_rank, keep FROM service_type ORDER BY id", add_type, &types);
    if (status == SIGNPOST_OK) {
        index->type_count = types.count;
        index->types = sgp_arena_take(&index->arena, &types);
        if (!index->types)
            status = sgp_fail_memory(builder->error);
    }
    sgp_array_release(&types);
    return status;
}

/* Lists of a figures database: the files that were imported, and searches that found nothing. */
#include "kpi/figures.h"

#include <string.h>

/* A list whose texts are in its arena. */
typedef struct list {
    sgp_arena arena;
    sgp_array items;
} list;

struct signpost_figures_files {
    list list;
};

struct signpost_empty_searches {
    list list;
};

static void release(list *from)
{
    sgp_array_release(&from->items);
    sgp_arena_release(&from->arena);
}

/* A copy of a column's text; NULL when memory ran out. */
static const char *keep(list *to, sgp_query *query, int column)
{
    const char *text = sgp_column_text_or_empty(query, column);
    return sgp_arena_text(&to->arena, text, strlen(text));
}

static signpost_status read_file_row(list *to, sgp_query *query, signpost_error *error)
{
    signpost_figures_file file = {
        .name = keep(to, query, 0),
        .digest = keep(to, query, 1),
        .rows = sgp_column_integer(query, 4),
        .breaks = sgp_column_integer(query, 5),
    };
    if (!file.name || !file.digest)
        return sgp_fail_memory(error);
    const char *collection = sgp_column_text_or_empty(query, 2);
    if (signpost_collection_parse(collection, &file.collection))
        return sgp_fail(error, SIGNPOST_CORRUPT, SGP_DATABASE_DAMAGED, "figures database \"%s\" has a file of \"%s\"",
                        query->db->path, collection);
    signpost_status status = sgp_figures_date(query, 3, &file.published, error);
    return status || sgp_array_append(&to->items, &file, 1) ? status : sgp_fail_memory(error);
}

static signpost_status read_search_row(list *to, sgp_query *query, signpost_error *error)
{
    signpost_empty_search search = {
        .contract = keep(to, query, 0),
        .provider = keep(to, query, 1),
        .place = keep(to, query, 2),
        .disposition = keep(to, query, 3),
        .symptom_group = keep(to, query, 4),
        .hour_of_day = (int)sgp_column_integer(query, 5),
        .nothing = sgp_column_integer(query, 6),
        .catch_all = sgp_column_integer(query, 7),
    };
    if (!search.contract || !search.provider || !search.place || !search.disposition || !search.symptom_group)
        return sgp_fail_memory(error);
    return sgp_array_append(&to->items, &search, 1) ? SIGNPOST_OK : sgp_fail_memory(error);
}

/* Reads all rows of a statement that takes one text, or NULL. */
static signpost_status read_rows(signpost_figures *figures, const char *sql, const char *value, list *to,
                                 signpost_status (*read)(list *, sgp_query *, signpost_error *), signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, figures->db, sql, error);
    if (!status && value)
        sgp_bind_text(&query, 1, value);
    while (!status && !(status = sgp_query_step(&query, error)))
        status = read(to, &query, error);
    if (status == SIGNPOST_NONE)
        status = query.failure ? sgp_fail_memory(error) : SIGNPOST_OK;
    sgp_query_release(&query);
    return status;
}

signpost_status signpost_figures_files_load(signpost_figures *figures, signpost_figures_files **files,
                                            signpost_error *error)
{
    *files = sgp_allocate_zeroed(1, sizeof **files);
    if (!*files)
        return sgp_fail_memory(error);
    (*files)->list.items.item_size = sizeof(signpost_figures_file);
    signpost_status status =
        read_rows(figures,
                  "SELECT name, digest, collection, published, row_count, (SELECT count(*) FROM broken_identity b JOIN "
                  "month_row r ON r.id = b.row WHERE r.file = file.id) FROM file ORDER BY id",
                  NULL, &(*files)->list, read_file_row, error);
    if (status) {
        signpost_figures_files_free(*files);
        *files = NULL;
    }
    return status;
}

void signpost_figures_files_free(signpost_figures_files *files)
{
    if (!files)
        return;
    release(&files->list);
    sgp_release(files);
}

size_t signpost_figures_files_count(const signpost_figures_files *files)
{
    return files->list.items.count;
}

signpost_figures_file signpost_figures_files_get(const signpost_figures_files *files, size_t index)
{
    if (index < files->list.items.count)
        return *SGP_AT(&files->list.items, signpost_figures_file, index);
    return (signpost_figures_file){.name = "", .digest = ""};
}

signpost_status signpost_empty_searches_load(signpost_figures *figures, const char *contract,
                                             signpost_empty_searches **searches, signpost_error *error)
{
    *searches = sgp_allocate_zeroed(1, sizeof **searches);
    if (!*searches)
        return sgp_fail_memory(error);
    (*searches)->list.items.item_size = sizeof(signpost_empty_search);
    signpost_status status =
        read_rows(figures,
                  "SELECT s.contract, s.provider, place, disposition, symptom_group, hour_of_day, "
                  "sum(NOT is_catch_all), sum(is_catch_all) FROM empty_search s JOIN hour_row h USING (contract, "
                  "provider, file, call) WHERE h.is_current AND (?1 IS NULL OR s.contract = ?1) GROUP BY s.contract, "
                  "s.provider, place, disposition, symptom_group, hour_of_day ORDER BY count(*) DESC, 1, 2, 3, 4, 5, 6",
                  contract, &(*searches)->list, read_search_row, error);
    if (status) {
        signpost_empty_searches_free(*searches);
        *searches = NULL;
    }
    return status;
}

void signpost_empty_searches_free(signpost_empty_searches *searches)
{
    if (!searches)
        return;
    release(&searches->list);
    sgp_release(searches);
}

size_t signpost_empty_searches_count(const signpost_empty_searches *searches)
{
    return searches->list.items.count;
}

signpost_empty_search signpost_empty_searches_get(const signpost_empty_searches *searches, size_t index)
{
    if (index < searches->list.items.count)
        return *SGP_AT(&searches->list.items, signpost_empty_search, index);
    return (signpost_empty_search){"", "", "", "", "", 0, 0, 0};
}

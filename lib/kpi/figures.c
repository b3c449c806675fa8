/* Opening and making a figures database. One that could not be made whole is removed. */
#include "kpi/figures.h"

#include <string.h>
#include <unistd.h>

static const struct {
    const char *name, *title;
} collections[SIGNPOST_COLLECTIONS] = {
    [SIGNPOST_COLLECTION_CALLS] = {"calls", "calls, one row each"},
    [SIGNPOST_COLLECTION_JOURNALS] = {"journals", "journals of calls"},
    [SIGNPOST_COLLECTION_MDS] = {"mds", "NHS 111 Minimum Data Set"},
    [SIGNPOST_COLLECTION_IUC] = {"iuc", "Integrated Urgent Care Aggregate Data Collection"},
};

const char *signpost_collection_name(signpost_collection collection)
{
    return collection < SIGNPOST_COLLECTIONS ? collections[collection].name : "";
}

const char *signpost_collection_title(signpost_collection collection)
{
    return collection < SIGNPOST_COLLECTIONS ? collections[collection].title : "";
}

signpost_status signpost_collection_parse(const char *text, signpost_collection *collection)
{
    for (int i = 0; i < SIGNPOST_COLLECTIONS; i++)
        if (strcmp(text, collections[i].name) == 0) {
            *collection = (signpost_collection)i;
            return SIGNPOST_OK;
        }
    return SIGNPOST_INVALID;
}

static signpost_status open_as(const char *path, sgp_db_mode mode, signpost_figures **figures, signpost_error *error)
{
    static const sgp_db_kind kind = {"figures database", SGP_FIGURES_ID, SGP_FIGURES_SCHEMA};
    *figures = sgp_allocate_zeroed(1, sizeof **figures);
    if (!*figures)
        return sgp_fail_memory(error);
    signpost_status status = sgp_db_open(path, mode, &kind, &(*figures)->db, error);
    if (status) {
        signpost_figures_close(*figures);
        *figures = NULL;
    }
    return status;
}

signpost_status signpost_figures_open(const char *path, signpost_access access, signpost_figures **figures,
                                      signpost_error *error)
{
    return open_as(path, access == SIGNPOST_READ_WRITE ? SGP_DB_WRITE : SGP_DB_READ, figures, error);
}

signpost_status signpost_figures_create(const char *path, signpost_figures **figures, signpost_error *error)
{
    signpost_status status = open_as(path, SGP_DB_CREATE, figures, error);
    if (status)
        return status;
    status = sgp_db_begin_write((*figures)->db, error);
    for (int schema = 0; schema < sgp_figures_migration_count && !status; schema++)
        status = sgp_db_run((*figures)->db, sgp_figures_migrations[schema], error);
    if (!status)
        status = sgp_db_commit((*figures)->db, error);
    if (status) {
        signpost_figures_close(*figures);
        *figures = NULL;
        unlink(path);
    }
    return status;
}

void signpost_figures_close(signpost_figures *figures)
{
    if (!figures)
        return;
    sgp_db_close(figures->db);
    sgp_release(figures);
}

static signpost_status say_damaged(const sgp_query *query, const char *what, const char *text, signpost_error *error)
{
    return sgp_fail(error, SIGNPOST_CORRUPT, SGP_DATABASE_DAMAGED, "figures database \"%s\" has \"%s\" for a %s",
                    query->db->path, text, what);
}

signpost_status sgp_figures_date(sgp_query *query, int column, signpost_date *date, signpost_error *error)
{
    const char *text = sgp_column_text_or_empty(query, column);
    return signpost_date_parse(text, date) ? say_damaged(query, "date", text, error) : SIGNPOST_OK;
}

signpost_status sgp_figures_month(sgp_query *query, int column, signpost_month *month, signpost_error *error)
{
    const char *text = sgp_column_text_or_empty(query, column);
    return signpost_month_parse(text, month) ? say_damaged(query, "month", text, error) : SIGNPOST_OK;
}

/* Prepared statements. Rules kept here:
 *  - a bind or a column that failed for want of memory is remembered, and the next step says so;
 *  - a statement that gave its last row, or failed, is reset and its values cleared. */
#include "formats/sqlite.h"

#include <string.h>

signpost_status sgp_query_prepare(sgp_query *query, sgp_db *db, const char *sql, signpost_error *error)
{
    *query = (sgp_query){.db = db};
    if (sqlite3_prepare_v2(db->handle, sql, -1, &query->statement, NULL))
        return sgp_db_fail(db, error);
    return SIGNPOST_OK;
}

void sgp_query_release(sgp_query *query)
{
    sqlite3_finalize(query->statement);
    query->statement = NULL;
}

static void remember(sgp_query *query, int result)
{
    if (result && !query->failure)
        query->failure = result;
}

void sgp_bind_text(sgp_query *query, int number, const char *text)
{
    remember(query, sqlite3_bind_text(query->statement, number, text, -1, SQLITE_STATIC));
}

void sgp_bind_text_of(sgp_query *query, int number, const char *text, size_t length)
{
    remember(query,
             sqlite3_bind_text64(query->statement, number, text, (sqlite3_uint64)length, SQLITE_STATIC, SQLITE_UTF8));
}

void sgp_bind_integer(sgp_query *query, int number, int64_t value)
{
    remember(query, sqlite3_bind_int64(query->statement, number, value));
}

void sgp_bind_real(sgp_query *query, int number, double value)
{
    remember(query, sqlite3_bind_double(query->statement, number, value));
}

void sgp_bind_blob(sgp_query *query, int number, const void *bytes, size_t size)
{
    remember(query, sqlite3_bind_blob64(query->statement, number, bytes, size, SQLITE_STATIC));
}

void sgp_bind_null(sgp_query *query, int number)
{
    remember(query, sqlite3_bind_null(query->statement, number));
}

void sgp_query_reset(sgp_query *query)
{
    sqlite3_reset(query->statement);
    sqlite3_clear_bindings(query->statement);
    query->failure = SQLITE_OK;
}

signpost_status sgp_query_step(sgp_query *query, signpost_error *error)
{
    int result = query->failure ? query->failure : sqlite3_step(query->statement);
    if (result == SQLITE_ROW)
        return SIGNPOST_OK;
    signpost_status status = SIGNPOST_NONE;
    if (query->failure == SQLITE_NOMEM)
        status = sgp_fail_memory(error);
    else if (result != SQLITE_DONE)
        status = sgp_db_fail(query->db, error);
    sgp_query_reset(query);
    return status;
}

signpost_status sgp_query_run(sgp_query *query, signpost_error *error)
{
    signpost_status status = sgp_query_step(query, error);
    if (status == SIGNPOST_OK)
        sgp_query_reset(query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

const char *sgp_column_text(sgp_query *query, int number)
{
    /* Asked first: a number for whose digits there is no memory is NULL afterwards. */
    bool is_null = sqlite3_column_type(query->statement, number) == SQLITE_NULL;
    const char *text = (const char *)sqlite3_column_text(query->statement, number);
    if (!text && !is_null)
        remember(query, SQLITE_NOMEM);
    return text;
}

const char *sgp_column_text_or_empty(sgp_query *query, int number)
{
    const char *text = sgp_column_text(query, number);
    return text ? text : "";
}

int64_t sgp_column_integer(sgp_query *query, int number)
{
    return sqlite3_column_int64(query->statement, number);
}

double sgp_column_real(sgp_query *query, int number)
{
    return sqlite3_column_double(query->statement, number);
}

const void *sgp_column_blob(sgp_query *query, int number, size_t *size)
{
    const void *bytes = sqlite3_column_blob(query->statement, number);
    *size = (size_t)sqlite3_column_bytes(query->statement, number);
    if (*size && !bytes)
        remember(query, SQLITE_NOMEM);
    return bytes;
}

bool sgp_column_is_null(sgp_query *query, int number)
{
    return sqlite3_column_type(query->statement, number) == SQLITE_NULL;
}

/* What cells refer to: other rows, places, services, shared hours and profiles. A name that is not there refuses the
 * row, with the nearest one that is. */
#include "base/text.h"
#include "directory/import.h"
#include "directory/validate.h"

#include <stdio.h>
#include <string.h>

enum { MOST_SUGGESTIONS = 50, SUGGESTION_SIZE = 160, NAMES_KNOWN = 1024 /* of a column */ };

/* Statement that finds the row, and the one that lists the names there are; NULL for columns that refer to nothing. */
static const char *find_sql(const sgp_column *column, char *sql, size_t size)
{
    switch ((int)column->kind) {
    case SGP_CELL_REFERENCE: {
        size_t table = strcspn(column->of, ".");
        snprintf(sql, size, "SELECT 1 FROM %.*s WHERE %s = ?", (int)table, column->of, column->of + table + 1);
        return sql;
    }
    case SGP_CELL_SERVICE:
        return "SELECT id FROM service WHERE uid = ?";
    case SGP_CELL_PROFILE:
        return "SELECT id FROM profile WHERE name = ?";
    case SGP_CELL_PLACE:
        return "SELECT 1 FROM place WHERE name = ?1 AND kind = ?2";
    default:
        return NULL;
    }
}

static const char *names_sql(const sgp_column *column, char *sql, size_t size)
{
    switch ((int)column->kind) {
    case SGP_CELL_REFERENCE: {
        size_t table = strcspn(column->of, ".");
        snprintf(sql, size, "SELECT %s FROM %.*s", column->of + table + 1, (int)table, column->of);
        return sql;
    }
    case SGP_CELL_SERVICE:
        return "SELECT uid FROM service";
    case SGP_CELL_PROFILE:
        return "SELECT name FROM profile";
    default:
        return "SELECT name FROM place";
    }
}

signpost_status sgp_lookups_prepare(sgp_lookups *lookups, sgp_import *import, const sgp_table *table)
{
    char sql[256];
    signpost_status status = SIGNPOST_OK;
    *lookups = (sgp_lookups){0};
    for (size_t i = 0; i < table->count && !status; i++) {
        const char *find = find_sql(&table->columns[i], sql, sizeof sql);
        if (find)
            status = sgp_query_prepare(&lookups->references[i], import->db, find, import->error);
    }
    if (!status)
        status = sgp_query_prepare(&lookups->place, import->db,
                                   "SELECT latitude, longitude FROM place WHERE kind = ? AND name = ?", import->error);
    return status;
}

void sgp_lookups_release(sgp_lookups *lookups)
{
    for (size_t i = 0; i < SGP_MOST_TABLE_COLUMNS; i++) {
        sgp_query_release(&lookups->references[i]);
        sgp_release(lookups->known[i]);
    }
    sgp_query_release(&lookups->place);
}

signpost_status sgp_db_nearest(sgp_db *db, const char *sql, const char *wanted, char best[SGP_NEAREST_SIZE],
                               signpost_error *error)
{
    sgp_query query;
    sgp_nearest nearest = sgp_nearest_to(wanted);
    best[0] = '\0';
    signpost_status status = sgp_query_prepare(&query, db, sql, error);
    while (!status && !(status = sgp_query_step(&query, error))) {
        const char *before = nearest.best;
        sgp_nearest_offer(&nearest, sgp_column_text_or_empty(&query, 0));
        if (nearest.best != before) { /* the row's text goes with the row */
            snprintf(best, SGP_NEAREST_SIZE, "%s", nearest.best);
            nearest.best = best;
        }
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* `; did you mean "FA512"?`, while there is patience for it. Among numbers none is nearer in meaning. */
static signpost_status suggest(sgp_import *import, const sgp_column *column, const char *wanted,
                               char suggestion[SUGGESTION_SIZE])
{
    char sql[256], best[SGP_NEAREST_SIZE];
    suggestion[0] = '\0';
    if (strspn(wanted, "0123456789") == strlen(wanted) || import->suggestions++ >= MOST_SUGGESTIONS)
        return SIGNPOST_OK;
    signpost_status status =
        sgp_db_nearest(import->db, names_sql(column, sql, sizeof sql), wanted, best, import->error);
    if (!status && *best)
        snprintf(suggestion, SUGGESTION_SIZE, "; did you mean \"%s\"?", best);
    return status;
}

/* What the column's values are called. */
static const char *noun_of(const sgp_column *column)
{
    static const char *const nouns[][2] = {
        {"organisation", "organisation"},
        {"area", "area"},
        {"calendar", "calendar"},
        {"service_type", "service type"},
        {"user", "user"},
        {"symptom_group", "symptom group"},
        {"symptom_discriminator", "symptom discriminator"},
    };
    if (column->kind != SGP_CELL_REFERENCE)
        return column->kind == SGP_CELL_SERVICE ? "service" : column->kind == SGP_CELL_PROFILE ? "profile" : "place";
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
        if (strncmp(column->of, nouns[i][0], strcspn(column->of, ".")) == 0)
            return nouns[i][1];
    return column->name;
}

/* The place where a name of a column is remembered; NULL when it is too long, says only half of what is looked up, or
 * memory ran out: it is then looked up. */
static sgp_known_name *place_of(sgp_lookups *lookups, const sgp_row *row, size_t i)
{
    const char *text = row->cells[i].text;
    size_t length = strlen(text);
    if (length >= sizeof lookups->known[i]->text || row->plan->table->columns[i].kind == SGP_CELL_PLACE)
        return NULL;
    if (!lookups->known[i])
        lookups->known[i] = sgp_allocate_zeroed(NAMES_KNOWN, sizeof(sgp_known_name));
    return lookups->known[i] ? &lookups->known[i][sgp_hash(text, length) % NAMES_KNOWN] : NULL;
}

static signpost_status resolve_reference(sgp_lookups *lookups, sgp_row *row, size_t i)
{
    sgp_query *find = &lookups->references[i];
    const sgp_column *column = &row->plan->table->columns[i];
    sgp_cell *cell = &row->cells[i];
    sgp_known_name *known = place_of(lookups, row, i);
    if (known && strcmp(known->text, cell->text) == 0) {
        cell->type = known->type;
        cell->integer = known->integer;
        return SIGNPOST_OK;
    }
    sgp_bind_text(find, 1, cell->text);
    if (column->kind == SGP_CELL_PLACE)
        sgp_bind_text(find, 2, row->cells[i - 1].text);
    signpost_status status = sgp_query_step(find, row->import->error);
    if (!status) {
        const char *name = cell->text;
        if (column->kind == SGP_CELL_SERVICE || column->kind == SGP_CELL_PROFILE)
            *cell = (sgp_cell){.type = SGP_STORED_INTEGER, .integer = sgp_column_integer(find, 0), .text = name};
        sgp_query_reset(find);
        if (known) {
            known->type = cell->type;
            known->integer = cell->integer;
            memcpy(known->text, name, strlen(name) + 1);
        }
        return SIGNPOST_OK;
    }
    if (status != SIGNPOST_NONE)
        return status;
    char suggestion[SUGGESTION_SIZE];
    status = suggest(row->import, column, cell->text, suggestion);
    sgp_row_refuse(row, i, SGP_UNKNOWN_REFERENCE, "%s \"%s\": there is no such %s%s", sgp_row_called(row, i),
                   cell->text, noun_of(column), suggestion);
    return status;
}

static signpost_status resolve_hours(sgp_row *row, size_t i)
{
    signpost_error why = SIGNPOST_ERROR_INIT;
    sgp_cell *cell = &row->cells[i];
    int64_t id;
    signpost_status status = sgp_hours_store_find(&row->import->hours, row->cells[i - 1].text, cell->text, &id, &why);
    if (!status) {
        *cell = (sgp_cell){.type = SGP_STORED_INTEGER, .integer = id};
        return SIGNPOST_OK;
    }
    if (status != SIGNPOST_INVALID && status != SIGNPOST_NOT_FOUND) {
        if (row->import->error)
            *row->import->error = why;
        return status;
    }
    const char *called = sgp_row_called(row, i); /* what says by itself that it is about hours needs no name */
    const bool is_named = strcmp(called, row->plan->table->columns[i].name) != 0;
    sgp_row_refuse(row, i, why.id, "%s%s%s", is_named ? called : "", is_named ? ": " : "", why.message);
    return SIGNPOST_OK;
}

static bool is_missing(const sgp_cell *cell)
{
    return cell->type == SGP_STORED_NULL;
}

/* Where a place of this kind and name is; SIGNPOST_NONE when it is not known. */
static signpost_status find_place(sgp_lookups *lookups, sgp_row *row, const char *kind, const char *name,
                                  sgp_cell *latitude, sgp_cell *longitude)
{
    sgp_bind_text(&lookups->place, 1, kind);
    sgp_bind_text(&lookups->place, 2, name);
    signpost_status status = sgp_query_step(&lookups->place, row->import->error);
    if (!status) {
        *latitude = (sgp_cell){.type = SGP_STORED_REAL, .real = sgp_column_real(&lookups->place, 0)};
        *longitude = (sgp_cell){.type = SGP_STORED_REAL, .real = sgp_column_real(&lookups->place, 1)};
        sgp_query_reset(&lookups->place);
    }
    return status;
}

/* Where a postcode is, as nearly as that is known. SIGNPOST_NONE when it is not. */
static signpost_status find_postcode(sgp_lookups *lookups, sgp_row *row, size_t column, const sgp_cell *postcode)
{
    static const char *const kinds[] = {"postcode", "sector", "district"};
    char names[3][SGP_POSTCODE_SIZE];
    if (is_missing(postcode) || !sgp_postcode_parse(postcode->text, names[0]))
        return SIGNPOST_NONE;
    sgp_postcode_sector(names[0], names[1]);
    sgp_postcode_district(names[0], names[2]);
    signpost_status status = SIGNPOST_NONE;
    for (int i = 0; i < 3 && status == SIGNPOST_NONE; i++) {
        status = find_place(lookups, row, kinds[i], names[i], &row->cells[column], &row->cells[column + 1]);
        if (!status)
            sgp_row_doubt(row, column, SGP_DOUBTFUL_CELL, "no coordinates: the centre of %s %s is taken, as assumed",
                          kinds[i], names[i]);
    }
    return status;
}

/* Notes that coordinates are assumed, after what is already noted. */
static signpost_status assume_position(sgp_row *row, sgp_cell *assumed)
{
    static const char coordinates[] = "latitude;longitude";
    size_t size = (is_missing(assumed) ? 0 : strlen(assumed->text) + 1) + sizeof coordinates;
    char *names = sgp_arena_allocate(&row->arena, 1, size);
    if (!names)
        return sgp_fail_memory(row->import->error);
    snprintf(names, size, "%s%s%s", is_missing(assumed) ? "" : assumed->text, is_missing(assumed) ? "" : ";",
             coordinates);
    *assumed = (sgp_cell){.type = SGP_STORED_TEXT, .text = names};
    return SIGNPOST_OK;
}

signpost_status sgp_lookups_position(sgp_lookups *lookups, sgp_row *row, bool there)
{
    const sgp_table *table = row->plan->table;
    size_t at = sgp_table_column(table, "latitude"), by = sgp_table_column(table, "postcode");
    size_t assumed = sgp_table_column(table, "assumed");
    if (at == table->count || by == table->count || assumed == table->count) /* no table of services */
        return SIGNPOST_OK;
    if (there && !row->plan->given[at] && !row->plan->given[at + 1]) /* it stays where it is */
        return SIGNPOST_OK;
    if (!is_missing(&row->cells[at]) && !is_missing(&row->cells[at + 1]))
        return SIGNPOST_OK;
    signpost_status status = find_postcode(lookups, row, at, &row->cells[by]);
    if (!status)
        return assume_position(row, &row->cells[assumed]);
    if (status != SIGNPOST_NONE)
        return status;
    sgp_row_refuse(row, at, SGP_NO_PLACE, "no place: neither coordinates nor a postcode that is known");
    return SIGNPOST_OK;
}

signpost_status sgp_lookups_resolve(sgp_lookups *lookups, sgp_row *row)
{
    const sgp_table *table = row->plan->table;
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < table->count && !status && !row->refused; i++) {
        if (is_missing(&row->cells[i]))
            continue;
        if (lookups->references[i].statement)
            status = resolve_reference(lookups, row, i);
        else if (table->columns[i].kind == SGP_CELL_HOURS)
            status = resolve_hours(row, i);
    }
    return status;
}

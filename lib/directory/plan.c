/* How the rows of a file fill a table: by its own header, when that has our columns. */
#include "base/text.h"
#include "directory/import.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void sgp_plan_refuse(sgp_import *import, sgp_spot spot, int id, const char *format, ...)
{
    char message[SIGNPOST_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    sgp_diagnose(import->diagnostics, SIGNPOST_ERROR, id, spot, "%s", message);
    import->header_refused = true;
}

void sgp_plan_refuse_column(sgp_import *import, sgp_spot spot, const sgp_table *table, const char *name)
{
    char suggestion[128];
    sgp_nearest nearest = sgp_nearest_to(name);
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_in_csv(&table->columns[i]))
            sgp_nearest_offer(&nearest, table->columns[i].name);
    sgp_plan_refuse(import, spot, SGP_UNKNOWN_COLUMN, "%s has no column \"%s\"%s", table->name, name,
                    sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

signpost_status sgp_table_has_rows(sgp_import *import, const sgp_table *table, bool *has)
{
    char sql[128];
    int64_t there;
    snprintf(sql, sizeof sql, "SELECT EXISTS (SELECT 1 FROM %s)", table->stored);
    signpost_status status = sgp_db_integer(import->db, sql, &there, import->error);
    *has = !status && there;
    return status;
}

void sgp_plan_check(sgp_import *import, sgp_spot spot, const sgp_plan *plan, bool in_part)
{
    const unsigned needed = in_part ? SGP_KEY : SGP_REQUIRED;
    for (size_t i = 0; i < plan->table->count; i++) {
        const sgp_column *column = &plan->table->columns[i];
        if (sgp_column_in_csv(column) && (column->flags & needed) == needed && !column->otherwise && !plan->given[i])
            sgp_plan_refuse(import, spot, SGP_MISSING_CELL, "%s needs a column \"%s\"", plan->table->name,
                            column->name);
    }
}

static void plan_field(sgp_import *import, const sgp_table *table, const sgp_csv *csv, size_t field, sgp_plan *plan)
{
    const char *name = csv->fields[field].text;
    sgp_spot spot = {csv->file, csv->fields[field].line, csv->fields[field].column};
    size_t column = sgp_table_column(table, name);
    if (column == table->count) {
        sgp_plan_refuse_column(import, spot, table, name);
    } else if (plan->given[column]) {
        sgp_plan_refuse(import, spot, SGP_UNKNOWN_COLUMN, "column \"%s\" stands twice in the header", name);
    } else {
        plan->given[column] = true;
        plan->sources[column] = (sgp_source){.prefix = "", .between = "", .parts = {field}, .part_count = 1};
    }
}

signpost_status sgp_plan_of_header(sgp_import *import, const sgp_table *table, const sgp_csv *csv, sgp_plan *plan,
                                   bool *usable)
{
    bool before = import->header_refused;
    import->header_refused = false;
    *plan = (sgp_plan){.table = table, .fields = csv->count};
    for (size_t field = 0; field < csv->count; field++)
        plan_field(import, table, csv, field, plan);
    /* A row that is there may be changed in part; profiles are put in whole. */
    bool has_rows;
    signpost_status status = sgp_table_has_rows(import, table, &has_rows);
    if (!status)
        sgp_plan_check(import, (sgp_spot){csv->file, csv->line, 0}, plan, has_rows && !sgp_table_is_profiles(table));
    *usable = !import->header_refused;
    import->header_refused = before || !*usable;
    return status;
}

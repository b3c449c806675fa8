/* The statements of a table, written from its description. All names in them are constants of tables.c. */
#include "directory/cells.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct text {
    char *bytes;
    size_t size, used;
} text;

static void add(text *sql, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(text *sql, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t room = sql->used < sql->size ? sql->size - sql->used : 0;
    int length = vsnprintf(room ? sql->bytes + sql->used : NULL, room, format, arguments);
    va_end(arguments);
    sql->used += length > 0 ? (size_t)length : 0;
}

static bool fits(const text *sql)
{
    return sql->used < sql->size;
}

/* The column as it is exported, of the table called t. */
static void add_expression(text *sql, const sgp_column *column)
{
    switch ((int)column->kind) {
    case SGP_CELL_SERVICE:
        add(sql, "(SELECT uid FROM service WHERE id = t.service)");
        break;
    case SGP_CELL_PROFILE:
        add(sql, "(SELECT name FROM profile WHERE id = t.profile)");
        break;
    case SGP_CELL_CALENDAR:
        add(sql, "(SELECT calendar FROM hours WHERE id = t.hours)");
        break;
    case SGP_CELL_HOURS:
        add(sql, "(SELECT text FROM hours WHERE id = t.hours)");
        break;
    case SGP_CELL_LIST:
        add(sql, "(%s)", column->of);
        break;
    case SGP_CELL_AGES:
        add(sql, "t.from_days || '-' || t.to_days");
        break;
    default:
        add(sql, "t.%s", sgp_column_stored(column));
    }
}

/* Columns of the SQL table: not those that only help to read others. */
static bool is_stored(const sgp_column *column)
{
    return column->kind != SGP_CELL_CALENDAR;
}

bool sgp_sql_select(const sgp_table *table, bool digested, const char *where, char *bytes, size_t size)
{
    text sql = {bytes, size, 0};
    const char *between = "SELECT ";
    for (size_t i = 0; i < table->count; i++) {
        const sgp_column *column = &table->columns[i];
        if (!sgp_column_in_csv(column) || (digested && column->flags & SGP_NOT_DIGESTED))
            continue;
        add(&sql, "%s", between);
        add_expression(&sql, column);
        between = ", ";
    }
    add(&sql, " FROM %s t %s ORDER BY ", table->stored, where);
    if (table->order)
        add(&sql, "%s", table->order);
    between = "";
    for (size_t i = 0; !table->order && i < table->count; i++) {
        if (!sgp_column_is_key(&table->columns[i]))
            continue;
        add(&sql, "%s", between);
        if (table->columns[i].kind == SGP_CELL_SERVICE)
            add_expression(&sql, &table->columns[i]);
        else
            add(&sql, "t.%s", sgp_column_stored(&table->columns[i]));
        between = ", ";
    }
    return fits(&sql);
}

bool sgp_sql_exists(const sgp_table *table, char *bytes, size_t size)
{
    text sql = {bytes, size, 0};
    add(&sql, "SELECT 1 FROM %s", table->stored);
    const char *between = " WHERE ";
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_is_key(&table->columns[i])) {
            add(&sql, "%s%s = ?", between, sgp_column_stored(&table->columns[i]));
            between = " AND ";
        }
    return fits(&sql);
}

bool sgp_column_changes(const sgp_table *table, const bool *given, size_t i)
{
    const sgp_column *column = &table->columns[i];
    if (sgp_column_is_key(column) || !is_stored(column) || column->kind == SGP_CELL_FIRST_ACT ||
        strcmp(column->name, "id") == 0)
        return false;
    if (column->kind == SGP_CELL_ACT)
        return true;
    return given[column->kind == SGP_CELL_AGES_END ? i - 1 : i];
}

/* `WORDS key, key` */
static void add_key(text *sql, const sgp_table *table, const char *words)
{
    const char *between = words;
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_is_key(&table->columns[i])) {
            add(sql, "%s%s", between, sgp_column_stored(&table->columns[i]));
            between = ", ";
        }
}

bool sgp_sql_insert(const sgp_table *table, bool once, char *bytes, size_t size)
{
    text sql = {bytes, size, 0};
    add(&sql, "INSERT INTO %s ", table->stored);
    const char *between = "(";
    for (size_t i = 0; i < table->count; i++)
        if (is_stored(&table->columns[i])) {
            add(&sql, "%s%s", between, sgp_column_stored(&table->columns[i]));
            between = ", ";
        }
    between = ") VALUES (";
    for (size_t i = 0; i < table->count; i++)
        if (is_stored(&table->columns[i])) {
            add(&sql, "%s?%zu", between, i + 1);
            between = ", ";
        }
    add(&sql, ")");
    if (once) {
        add_key(&sql, table, " ON CONFLICT (");
        add(&sql, ") DO NOTHING");
    }
    return fits(&sql);
}

/* ` WORDS column IS NOT ?3 OR column IS NOT ?4)`: whether anything would change but the act that did it. False when
 * nothing could. */
static bool add_differs(text *sql, const sgp_table *table, const bool *given, const char *words)
{
    bool any = false;
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_changes(table, given, i) && table->columns[i].kind != SGP_CELL_ACT) {
            add(sql, "%s%s IS NOT ?%zu", any ? " OR " : words, sgp_column_stored(&table->columns[i]), i + 1);
            any = true;
        }
    add(sql, any ? ")" : "");
    return any;
}

bool sgp_sql_change(const sgp_table *table, const bool *given, char *bytes, size_t size)
{
    text sql = {bytes, size, 0};
    add(&sql, "UPDATE %s", table->stored);
    const char *between = " SET ";
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_changes(table, given, i)) {
            add(&sql, "%s%s = ?%zu", between, sgp_column_stored(&table->columns[i]), i + 1);
            between = ", ";
        }
    between = " WHERE ";
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_is_key(&table->columns[i])) {
            add(&sql, "%s%s = ?%zu", between, sgp_column_stored(&table->columns[i]), i + 1);
            between = " AND ";
        }
    if (!add_differs(&sql, table, given, " AND ("))
        bytes[0] = '\0';
    return fits(&sql);
}

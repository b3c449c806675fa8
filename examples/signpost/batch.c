/* `signpost search --batch`: a need a row, from a CSV file whose columns are named as the options are. Rules kept here:
 *  - what a row leaves empty is as the command line says;
 *  - each row is searched, or refused with its line and the reason; the others go on. */
#include "searching.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 32, JSON_VERSION = 1, NO_COLUMN = -1, NEED_COLUMN = -2 };

/* A CSV file in memory; records are taken apart where they stand. */
typedef struct reader {
    const char *path;
    char *bytes, *at;
    int line, next_line;
    int columns[MOST_COLUMNS]; /* what each is: an option, NEED_COLUMN, or NO_COLUMN */
    size_t column_count;
} reader;

static bool read_file(reader *in)
{
    FILE *file = fopen(in->path, "rb");
    size_t size = 0, room = 1 << 16;
    in->bytes = file ? malloc(room) : NULL;
    while (in->bytes && !ferror(file)) {
        size_t got = fread(in->bytes + size, 1, room - size - 1, file);
        size += got;
        if (!got)
            break;
        if (room - size > 1)
            continue;
        char *more = realloc(in->bytes, room *= 2);
        if (!more)
            free(in->bytes);
        in->bytes = more;
    }
    bool good = in->bytes && !ferror(file);
    if (good)
        in->bytes[size] = '\0';
    if (file)
        fclose(file);
    in->at = in->bytes;
    if (good && strncmp(in->at, "\xEF\xBB\xBF", 3) == 0) /* a mark that spreadsheets leave */
        in->at += 3;
    in->next_line = 1;
    return good;
}

/* Takes one cell, quotes and all, and ends it with a NUL; `*last` says whether the record ends with it. */
static char *take_cell(reader *in, bool *last)
{
    char *cell = in->at, *to = in->at;
    bool quoted = *in->at == '"';
    if (quoted)
        in->at++;
    while (*in->at && (quoted || !strchr(",\r\n", *in->at))) {
        in->next_line += *in->at == '\n';
        if (quoted && *in->at == '"' && in->at[1] != '"') {
            quoted = false;
            in->at++;
            continue;
        }
        in->at += quoted && *in->at == '"';
        *to++ = *in->at++;
    }
    char end = *in->at;
    *last = end != ',';
    if (end)
        in->at++;
    if (end == '\r' && *in->at == '\n')
        in->at++;
    in->next_line += end == '\r' || end == '\n';
    *to = '\0';
    return cell;
}

/* The cells of the next record that is not empty; 0 at the end. More than there is room for are passed over. */
static size_t take_record(reader *in, char *cells[MOST_COLUMNS])
{
    while (*in->at == '\r' || *in->at == '\n')
        in->next_line += *in->at++ == '\n';
    size_t count = 0;
    in->line = in->next_line;
    if (!*in->at)
        return 0;
    for (bool last = false; !last;) {
        char *cell = take_cell(in, &last);
        if (count < MOST_COLUMNS)
            cells[count++] = cell;
    }
    return count;
}

/* Whether a column's name is an option's: `symptom_group` is --symptom-group. */
static bool names_option(const char *column, const char *name)
{
    for (; *column && (*column == *name || (*column == '_' && *name == '-')); column++, name++)
        ;
    return !*column && !*name;
}

static int column_of(const char *name)
{
    static const option_id allowed[] = {OPTION_DISPOSITION, OPTION_SYMPTOM_GROUP, OPTION_DISCRIMINATOR, OPTION_AGE,
                                        OPTION_BORN,        OPTION_SEX,           OPTION_POSTCODE,      OPTION_AT_PLACE,
                                        OPTION_PRACTICE,    OPTION_ROLE,          OPTION_WHEN,          OPTION_REACHED,
                                        OPTION_RADIUS,      OPTION_LIMIT};
    if (strcmp(name, "need") == 0)
        return NEED_COLUMN;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (names_option(name, all_options[allowed[i]].name))
            return (int)allowed[i];
    return NO_COLUMN;
}

static int read_header(reader *in)
{
    char *cells[MOST_COLUMNS];
    in->column_count = take_record(in, cells);
    for (size_t i = 0; i < in->column_count; i++) {
        in->columns[i] = column_of(cells[i]);
        if (in->columns[i] == NO_COLUMN)
            return wrong_use("%s: no option of a need is called \"%s\"; columns are need, disposition, symptom-group, "
                             "discriminator, age, sex, postcode, when and so on",
                             in->path, cells[i]);
    }
    return in->column_count ? DONE : wrong_use("%s: there is no header", in->path);
}

/* Several discriminators stand in one cell, with ; between. */
static void split_discriminators(arguments *row, char *cell)
{
    row->discriminator_count = 0;
    for (char *at = strtok(cell, "; "); at && row->discriminator_count < MOST_REPEATS; at = strtok(NULL, "; "))
        row->discriminators[row->discriminator_count++] = at;
}

/* What a row says takes the place of what the command line says another way. */
static void set_value(arguments *row, option_id id, const char *value)
{
    static const option_id others[][2] = {{OPTION_AGE, OPTION_BORN}, {OPTION_POSTCODE, OPTION_AT_PLACE}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (id == others[i][0] || id == others[i][1])
            row->values[others[i][0]] = row->values[others[i][1]] = NULL;
    row->values[id] = value;
}

/* The command line with a row's cells in place of what it says itself. */
static const char *overlay(const reader *in, arguments *row, char *const *cells, size_t count)
{
    const char *name = NULL;
    for (size_t i = 0; i < count && i < in->column_count; i++) {
        int column = in->columns[i];
        if (!*cells[i])
            continue;
        if (column == NEED_COLUMN)
            name = cells[i];
        else if (column == OPTION_DISCRIMINATOR)
            split_discriminators(row, cells[i]);
        else
            set_value(row, (option_id)column, cells[i]);
    }
    return name;
}

static void show_one(output *to, signpost_json *json, output_format format, const searching *with,
                     const signpost_need *need, const char *name)
{
    if (format == FORMAT_CSV) {
        show_results_csv(to->file, with, name);
    } else if (format == FORMAT_JSON) {
        signpost_json_object(json, NULL);
        signpost_json_text(json, "need", name);
        show_results_json(json, with, need);
        signpost_json_close(json);
    } else {
        fprintf(to->file, "== %s: %s (%s)\n", name, need->disposition.title, need->disposition.code);
        show_results_table(to->file, with);
        fputc('\n', to->file);
    }
}

/* Searches each row. How many were refused. */
static size_t search_rows(reader *in, const arguments *given, const searching *with,
                          const signpost_algorithms *algorithms, output *to, signpost_json *json, output_format format)
{
    char *cells[MOST_COLUMNS], number[24];
    size_t refused = 0;
    for (size_t count; (count = take_record(in, cells));) {
        arguments row = *given;
        signpost_need need = SIGNPOST_NEED_INIT;
        signpost_error error = SIGNPOST_ERROR_INIT;
        const char *name = overlay(in, &row, cells, count);
        snprintf(number, sizeof number, "%d", in->line);
        int status = need_read(&row, with, algorithms, &need);
        if (status == DONE && signpost_search(with->index, &need, with->results, &error) != SIGNPOST_OK)
            status = could_not(&error);
        if (status == DONE) {
            show_warnings(with);
            show_one(to, json, format, with, &need, name ? name : number);
        } else {
            fprintf(stderr, "%s:%d: this need was not searched for\n", in->path, in->line);
            refused++;
        }
    }
    return refused;
}

int search_batch(const arguments *given, const searching *with, const signpost_algorithms *algorithms,
                 output_format format)
{
    reader in = {.path = given->values[OPTION_BATCH]};
    output to;
    signpost_json json;
    if (!read_file(&in)) {
        free(in.bytes);
        fprintf(stderr, "error: could not read \"%s\" [SP0102]\n", in.path);
        return COULD_NOT;
    }
    int status = read_header(&in);
    if (status == DONE && !output_open(&to, given))
        status = COULD_NOT;
    if (status == DONE) {
        if (format == FORMAT_CSV)
            show_results_csv_header(to.file, true);
        output_json(&to, &json);
        if (format == FORMAT_JSON) {
            signpost_json_object(&json, NULL);
            signpost_json_integer(&json, "version", JSON_VERSION);
            signpost_json_list(&json, "needs");
        }
        size_t refused = search_rows(&in, given, with, algorithms, &to, &json, format);
        if (format == FORMAT_JSON) {
            signpost_json_close(&json);
            signpost_json_close(&json);
            signpost_json_end(&json);
        }
        status = output_close(&to, refused ? FOUND_SOMETHING : DONE);
    }
    free(in.bytes);
    return status;
}

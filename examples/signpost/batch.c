/* `signpost search --batch`: a need a row, from a CSV file whose columns are named as the options are. Rules kept here:
 *  - what a row leaves empty is as the command line says;
 *  - each row is searched, or refused with its line and the reason; the others go on. */
#include "comparison.h"

#include <string.h>

enum { JSON_VERSION = 1, NO_COLUMN = -1, NEED_COLUMN = -2 };

/* The needs of a batch. */
typedef struct needs {
    csv_reader file;
    int columns[CSV_MOST_COLUMNS]; /* what each is: an option, NEED_COLUMN, or NO_COLUMN */
    size_t column_count;
} needs;

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

static int read_header(needs *in)
{
    char *cells[CSV_MOST_COLUMNS];
    in->column_count = csv_reader_take(&in->file, cells);
    for (size_t i = 0; i < in->column_count; i++) {
        in->columns[i] = column_of(cells[i]);
        if (in->columns[i] == NO_COLUMN)
            return wrong_use("%s: no option of a need is called \"%s\"; columns are need, disposition, symptom-group, "
                             "discriminator, age, sex, postcode, when and so on",
                             in->file.path, cells[i]);
    }
    return in->column_count ? DONE : wrong_use("%s: there is no header", in->file.path);
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
static const char *overlay(const needs *in, arguments *row, char *const *cells, size_t count)
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

/* A batch that is under way. */
typedef struct batch {
    const arguments *given;
    const searching *with;
    const signpost_algorithms *algorithms;
    needs in;
    comparison *against; /* NULL when only shown */
    output to;
    signpost_json json;
    output_format format;
} batch;

static void begin(batch *made)
{
    bool compared = made->against != NULL;
    if (made->format == FORMAT_CSV && compared)
        comparison_csv_header(made->to.file);
    else if (made->format == FORMAT_CSV)
        show_results_csv_header(made->to.file, true);
    output_json(&made->to, &made->json);
    if (made->format == FORMAT_JSON) {
        signpost_json_object(&made->json, NULL);
        signpost_json_integer(&made->json, "version", JSON_VERSION);
        signpost_json_list(&made->json, compared ? "compared" : "needs");
    }
}

static void end(batch *made)
{
    if (made->against)
        comparison_end(made->against, made->to.file, &made->json, made->format);
    if (made->format == FORMAT_JSON) {
        if (!made->against)
            signpost_json_close(&made->json);
        signpost_json_close(&made->json);
        signpost_json_end(&made->json);
    }
}

static void show_one(batch *made, const signpost_need *need, const char *name)
{
    FILE *to = made->to.file;
    if (made->against) {
        comparison_need(made->against, made->with, name, to, &made->json, made->format);
    } else if (made->format == FORMAT_CSV) {
        show_results_csv(to, made->with, name);
    } else if (made->format == FORMAT_JSON) {
        signpost_json_object(&made->json, NULL);
        signpost_json_text(&made->json, "need", name);
        show_results_json(&made->json, made->with, need);
        signpost_json_close(&made->json);
    } else {
        fprintf(to, "== %s: %s (%s)\n", name, need->disposition.title, need->disposition.code);
        show_results_table(to, made->with);
        fputc('\n', to);
    }
}

/* Searches each row. How many were refused. */
static size_t search_rows(batch *made)
{
    char *cells[CSV_MOST_COLUMNS], number[24];
    csv_reader *file = &made->in.file;
    size_t refused = 0;
    for (size_t count; (count = csv_reader_take(file, cells));) {
        arguments row = *made->given;
        signpost_need need = SIGNPOST_NEED_INIT;
        signpost_error error = SIGNPOST_ERROR_INIT;
        const char *name = overlay(&made->in, &row, cells, count);
        snprintf(number, sizeof number, "%d", file->line);
        int status = need_read(&row, made->with, made->algorithms, &need);
        if (status == DONE && signpost_search(made->with->index, &need, made->with->results, &error) != SIGNPOST_OK)
            status = could_not(&error);
        if (status == DONE) {
            show_warnings(made->with);
            show_one(made, &need, name ? name : number);
        } else {
            fprintf(stderr, "%s:%d: this need was not searched for\n", file->path, file->line);
            refused++;
        }
    }
    return refused;
}

/* What stands in the files is known before anything is written. */
static int run_batch(batch *made)
{
    int status = read_header(&made->in);
    comparison against;
    const char *before = made->given->values[OPTION_COMPARE];
    if (status == DONE && before) {
        status = comparison_open(&against, before);
        made->against = &against;
    }
    if (status == DONE && !output_open(&made->to, made->given))
        status = COULD_NOT;
    else if (status == DONE) {
        begin(made);
        bool refused = search_rows(made) > 0;
        end(made);
        bool differs = before && comparison_differs(&against);
        status = output_close(&made->to, refused || differs ? FOUND_SOMETHING : DONE);
    }
    if (made->against)
        comparison_close(&against);
    return status;
}

int search_batch(const arguments *given, const searching *with, const signpost_algorithms *algorithms,
                 output_format format)
{
    batch made = {.given = given, .with = with, .algorithms = algorithms, .format = format};
    if (!csv_reader_open(&made.in.file, given->values[OPTION_BATCH]))
        return COULD_NOT;
    int status = run_batch(&made);
    csv_reader_close(&made.in.file);
    return status;
}

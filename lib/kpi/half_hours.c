/* Reads arrivals and rosters. Rules kept here:
 *  - every mistake of the file is reported with its line and value, and then nothing of it is used;
 *  - a half-hour stands in a file once. */
#include "signpost/staffing.h"

#include "base/strings.h"
#include "base/text.h"
#include "formats/csv.h"

#include <stdio.h>
#include <string.h>

struct signpost_half_hours {
    sgp_array all;     /* signpost_half_hour */
    sgp_strings names; /* by the same numbers */
};

enum { NAME, CALLS, CLINICAL, HANDLERS, CLINICIANS, COLUMNS };
static const char *const column_names[COLUMNS] = {"half_hour", "calls", "clinical_calls", "handlers", "clinicians"};
enum { NO_COLUMN = -1, MOST_PEOPLE = 100000 };

/* A file being read. */
typedef struct reading {
    signpost_half_hours *half_hours;
    sgp_csv csv;
    int columns[COLUMNS]; /* of ours, where it stands in the file */
    signpost_diagnostics *diagnostics;
    size_t mistakes;
} reading;

/* ---- names of half-hours ---- */

/* Takes `18:30`; only half-hours. */
static bool take_time(const char **at)
{
    const char *text = *at;
    if (strlen(text) < 5 || !sgp_is_digit(text[0]) || !sgp_is_digit(text[1]) || text[2] != ':' ||
        (text[3] != '0' && text[3] != '3') || text[4] != '0')
        return false;
    *at += 5;
    return (text[0] - '0') * 10 + (text[1] - '0') < 24;
}

static bool take_weekday(const char **at)
{
    static const char *const days[] = {"Mo ", "Tu ", "We ", "Th ", "Fr ", "Sa ", "Su "};
    for (int i = 0; i < 7; i++)
        if (strncmp(*at, days[i], 3) == 0) {
            *at += 3;
            return true;
        }
    return false;
}

static bool take_date(const char **at)
{
    char text[11] = "";
    signpost_date date;
    if (strlen(*at) < 11 || (*at)[10] != 'T')
        return false;
    memcpy(text, *at, 10);
    *at += 11;
    return signpost_date_parse(text, &date) == SIGNPOST_OK;
}

static bool is_half_hour(const char *name)
{
    const char *at = name;
    bool dated = !take_weekday(&at) && strchr(at, 'T');
    if ((dated && !take_date(&at)) || !take_time(&at))
        return false;
    if (dated && strcmp(at, "Z") == 0)
        return true;
    if (dated && (*at == '+' || *at == '-')) {
        at++;
        return take_time(&at) && !*at;
    }
    return !*at;
}

/* ---- cells ---- */

static const sgp_csv_field *field_of(const reading *in, int column)
{
    int at = in->columns[column];
    return at == NO_COLUMN || (size_t)at >= in->csv.count ? NULL : &in->csv.fields[at];
}

static sgp_spot spot_of(const reading *in, const sgp_csv_field *field)
{
    return (sgp_spot){in->csv.file, field ? field->line : in->csv.line, field ? field->column : 1};
}

static void refuse_cell(reading *in, int column, const char *why)
{
    const sgp_csv_field *field = field_of(in, column);
    in->mistakes++;
    sgp_diagnose(in->diagnostics, SIGNPOST_ERROR, SGP_BAD_HALF_HOUR, spot_of(in, field), "%s \"%s\" %s",
                 column_names[column], field ? field->text : "", why);
}

/* A number with so many decimals. */
static int64_t read_number(reading *in, int column, int decimals, int64_t most, const char *why)
{
    const sgp_csv_field *field = field_of(in, column);
    int64_t value;
    if (!field || !*field->text)
        return SIGNPOST_NOT_SAID;
    if (sgp_parse_fixed(field->text, decimals, &value) && value >= 0 && value <= most)
        return value;
    refuse_cell(in, column, why);
    return SIGNPOST_NOT_SAID;
}

static signpost_micro read_calls(reading *in, int column)
{
    return read_number(in, column, 6, SIGNPOST_MOST_ARRIVALS, "is not a number of calls, 0 to 100000");
}

static int32_t read_people(reading *in, int column)
{
    return (int32_t)read_number(in, column, 0, MOST_PEOPLE, "is not a whole number of people, 0 to 100000");
}

/* False when memory ran out. */
static bool read_row(reading *in)
{
    const sgp_csv_field *name = field_of(in, NAME);
    if (!name || strlen(name->text) >= SIGNPOST_HALF_HOUR_SIZE || !is_half_hour(name->text)) {
        refuse_cell(in, NAME, "is not a half-hour such as 18:30, Sa 18:30 or 2015-12-26T18:30");
        return true;
    }
    size_t count = in->half_hours->all.count;
    int32_t number = sgp_strings_add(&in->half_hours->names, name->text, strlen(name->text));
    if (number == SGP_NO_STRING)
        return false;
    if ((size_t)number < count) {
        refuse_cell(in, NAME, "stands in the file twice");
        return true;
    }
    signpost_half_hour *added = sgp_array_add(&in->half_hours->all);
    if (!added)
        return false;
    memcpy(added->name, name->text, strlen(name->text) + 1);
    added->line = name->line;
    added->calls = read_calls(in, CALLS);
    added->clinical = read_calls(in, CLINICAL);
    added->handlers = read_people(in, HANDLERS);
    added->clinicians = read_people(in, CLINICIANS);
    return true;
}

/* ---- the file ---- */

static void refuse_header(reading *in, const sgp_csv_field *field, const char *text, const char *suggestion)
{
    in->mistakes++;
    sgp_diagnose(in->diagnostics, SIGNPOST_ERROR, SGP_BAD_HALF_HOUR_COLUMN, spot_of(in, field), "%s%s", text,
                 suggestion);
}

static void place_column(reading *in, size_t at)
{
    char text[96], suggestion[128];
    const sgp_csv_field *field = &in->csv.fields[at];
    sgp_nearest nearest = sgp_nearest_to(field->text);
    for (int i = 0; i < COLUMNS; i++) {
        sgp_nearest_offer(&nearest, column_names[i]);
        if (strcmp(field->text, column_names[i]) != 0)
            continue;
        if (in->columns[i] != NO_COLUMN)
            refuse_header(in, field, "a column stands there twice: ", column_names[i]);
        in->columns[i] = (int)at;
        return;
    }
    snprintf(text, sizeof text, "there is no column \"%.40s\"", field->text);
    refuse_header(in, field, text, sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

static void read_header(reading *in)
{
    for (int i = 0; i < COLUMNS; i++)
        in->columns[i] = NO_COLUMN;
    for (size_t at = 0; at < in->csv.count; at++)
        place_column(in, at);
    if (in->columns[NAME] == NO_COLUMN)
        refuse_header(in, NULL, "there must be a column ", column_names[NAME]);
    bool is_about = false;
    for (int i = NAME + 1; i < COLUMNS; i++)
        is_about = is_about || in->columns[i] != NO_COLUMN;
    if (!is_about)
        refuse_header(in, NULL, "there must be a column calls, clinical_calls, handlers or clinicians", "");
}

static signpost_status read_all(reading *in, signpost_error *error)
{
    bool has_header = false;
    for (;;) {
        signpost_error bad = SIGNPOST_ERROR_INIT;
        signpost_status status = sgp_csv_next(&in->csv, &bad);
        if (status == SIGNPOST_NONE)
            break;
        if (status == SIGNPOST_CONTENT) {
            in->mistakes++;
            sgp_diagnose(in->diagnostics, SIGNPOST_ERROR, bad.id, (sgp_spot){in->csv.file, bad.line, bad.column}, "%s",
                         bad.message);
        } else if (status != SIGNPOST_OK) {
            if (error)
                *error = bad;
            return status;
        } else if (!has_header) {
            read_header(in);
            if (in->mistakes)
                break; /* what stands under a wrong header means nothing */
            has_header = true;
        } else if (!read_row(in)) {
            return sgp_fail_memory(error);
        }
    }
    if (!in->mistakes && !in->half_hours->all.count)
        refuse_header(in, NULL, "the file has no half-hours", "");
    if (sgp_diagnostics_lost(in->diagnostics))
        return sgp_fail_memory(error);
    return in->mistakes ? sgp_fail_content(error, in->diagnostics) : SIGNPOST_OK;
}

/* Takes the file that stands open in `in`. */
static signpost_status read_opened(reading *in, signpost_half_hours **half_hours, signpost_error *error)
{
    signpost_diagnostics *own = NULL;
    signpost_half_hours *made = sgp_allocate_zeroed(1, sizeof *made);
    signpost_status status = made ? SIGNPOST_OK : sgp_fail_memory(error);
    if (status == SIGNPOST_OK && !in->diagnostics) {
        status = signpost_diagnostics_new(&own);
        in->diagnostics = own;
        if (status != SIGNPOST_OK)
            sgp_fail_memory(error);
    }
    if (status == SIGNPOST_OK) {
        made->all = (sgp_array)SGP_ARRAY_OF(signpost_half_hour);
        sgp_strings_init(&made->names);
        in->half_hours = made;
        status = read_all(in, error);
    }
    signpost_diagnostics_free(own);
    sgp_csv_release(&in->csv);
    if (status == SIGNPOST_OK)
        *half_hours = made;
    else
        signpost_half_hours_free(made);
    return status;
}

signpost_status signpost_half_hours_load(const char *path, signpost_half_hours **half_hours,
                                         signpost_diagnostics *diagnostics, signpost_error *error)
{
    reading in = {.diagnostics = diagnostics};
    *half_hours = NULL;
    signpost_status status = sgp_csv_open(&in.csv, path, error);
    return status == SIGNPOST_OK ? read_opened(&in, half_hours, error) : status;
}

signpost_status signpost_half_hours_read(const char *name, const char *bytes, size_t size,
                                         signpost_half_hours **half_hours, signpost_diagnostics *diagnostics,
                                         signpost_error *error)
{
    reading in = {.diagnostics = diagnostics};
    *half_hours = NULL;
    signpost_status status = sgp_csv_open_bytes(&in.csv, name, bytes, size, error);
    return status == SIGNPOST_OK ? read_opened(&in, half_hours, error) : status;
}

void signpost_half_hours_free(signpost_half_hours *half_hours)
{
    if (!half_hours)
        return;
    sgp_array_release(&half_hours->all);
    sgp_strings_release(&half_hours->names);
    sgp_release(half_hours);
}

size_t signpost_half_hours_count(const signpost_half_hours *half_hours)
{
    return half_hours->all.count;
}

const signpost_half_hour *signpost_half_hours_at(const signpost_half_hours *half_hours, size_t index)
{
    return index < half_hours->all.count ? SGP_AT(&half_hours->all, signpost_half_hour, index) : NULL;
}

const signpost_half_hour *signpost_half_hours_find(const signpost_half_hours *half_hours, const char *name)
{
    int32_t number = sgp_strings_find(&half_hours->names, name, strlen(name));
    return number == SGP_NO_STRING ? NULL : signpost_half_hours_at(half_hours, (size_t)number);
}

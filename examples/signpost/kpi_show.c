/* `signpost kpi show`: figures with their counts, beside targets and the country. */
#include "kpi.h"

#include <string.h>

enum { JSON_VERSION = 1, MOST_REBASES = 16 };

/* What is shown: one collection's counts, with what they are held against. */
typedef struct shown {
    const arguments *given;
    const signpost_contracts *contracts; /* NULL for none */
    const signpost_counts *counts;
    const char *country;
    output *to;
    signpost_json *json; /* of FORMAT_JSON */
    output_format format;
    bool failed; /* memory ran out */
} shown;

/* One figure of one contract. */
typedef struct line {
    const signpost_definition *definition;
    const char *contract;
    signpost_figure pooled;
    signpost_series *series;
    signpost_chart *chart;
    const signpost_target *target; /* NULL for none */
    signpost_judgement judgement;
    signpost_figure country; /* the same months of the country; not known without */
} line;

static void say_marks(unsigned marks, char *text, size_t size)
{
    snprintf(text, size, "%s%s%s", marks & SIGNPOST_MARK_BROKEN ? "identity broken" : "",
             (marks & SIGNPOST_MARK_BROKEN) && (marks & SIGNPOST_MARK_NOT_KNOWN) ? "; " : "",
             marks & SIGNPOST_MARK_NOT_KNOWN ? "some months not known" : "");
}

static signpost_figure country_figure(const shown *what, const line *of)
{
    const char *contract;
    for (size_t i = 0, first, rows; (contract = signpost_counts_contract(what->counts, i, &first, &rows)); i++)
        if (strcmp(contract, what->country) == 0 && strcmp(contract, of->contract) != 0)
            return signpost_figure_compute(of->definition, what->counts, first, rows);
    return (signpost_figure){.definition = of->definition};
}

/* Computes a figure of a contract; false when there is nothing to show of it. */
static bool line_begin(shown *what, const signpost_definition *definition, const char *contract, size_t first,
                       size_t rows, line *of)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_month rebases[MOST_REBASES];
    size_t rebase_count = 0;
    const signpost_contract *held = what->contracts ? signpost_contracts_find(what->contracts, contract) : NULL;
    *of = (line){.definition = definition, .contract = contract};
    of->pooled = signpost_figure_compute(definition, what->counts, first, rows);
    if (!of->pooled.is_known)
        return false;
    of->country = country_figure(what, of);
    signpost_month last = signpost_counts_get(what->counts, first + rows - 1).month;
    if (held) {
        of->target = signpost_contract_target(held, definition->id, signpost_month_start(last));
        rebase_count = signpost_contract_rebases(held, definition->id, rebases, MOST_REBASES);
        rebase_count = rebase_count < MOST_REBASES ? rebase_count : MOST_REBASES;
    }
    if (of->target)
        of->judgement = signpost_target_judge(&of->pooled, of->target->direction, of->target->value);
    if (signpost_series_new(what->counts, contract, definition, &of->series, &error) ||
        signpost_chart_new(of->series, rebases, rebase_count, &of->chart, &error)) {
        what->failed = true;
        return false;
    }
    return true;
}

static void line_end(line *of)
{
    signpost_chart_free(of->chart);
    signpost_series_free(of->series);
}

/* ---- table ---- */

static const char *unit_of(const signpost_definition *definition)
{
    return definition->is_share ? "%" : "s";
}

static void write_verdict(FILE *to, const line *of)
{
    char value[SIGNPOST_MOMENT_SIZE], by[SIGNPOST_MOMENT_SIZE];
    const char *unit = unit_of(of->definition);
    fprintf(to, "%24s  target: %s %s %s", "", signpost_direction_name(of->target->direction),
            signpost_micro_format(of->target->value, of->definition->decimals, value), unit);
    if (of->judgement.is_met)
        fputs(", met", to);
    else
        fprintf(to, ", missed by %s", signpost_micro_format(of->judgement.missed_by, of->definition->decimals, by));
    if (!of->judgement.is_met && of->definition->is_share)
        fprintf(to, ": %lld %s (%lld too many)", (long long)of->judgement.late, late_in_words(of->definition),
                (long long)of->judgement.too_many);
    signpost_assurance assurance = signpost_chart_assurance(of->chart, of->target->direction, of->target->value);
    if (assurance != SIGNPOST_ASSURANCE_NOT_KNOWN)
        fprintf(to, "; %s", signpost_assurance_name(assurance));
    fputc('\n', to);
}

static void write_limits(FILE *to, const line *of)
{
    char mean[SIGNPOST_MOMENT_SIZE], lower[SIGNPOST_MOMENT_SIZE], upper[SIGNPOST_MOMENT_SIZE];
    signpost_chart_point last = signpost_chart_at(of->chart, signpost_chart_count(of->chart) - 1);
    if (last.upper == last.lower)
        return;
    fprintf(to, "%24s  mean of months %s, limits %s to %s", "", signpost_micro_format(last.mean, 3, mean),
            signpost_micro_format(last.lower, 3, lower), signpost_micro_format(last.upper, 3, upper));
    signpost_trend trend = signpost_chart_trend(of->chart);
    if (trend == SIGNPOST_TREND_BETTER || trend == SIGNPOST_TREND_WORSE)
        fprintf(to, ", getting %s", signpost_trend_name(trend));
    fputc('\n', to);
}

static void write_table_line(const shown *what, const line *of)
{
    char value[SIGNPOST_FIGURE_SIZE], marks[64];
    FILE *to = what->to->file;
    say_marks(of->pooled.marks, marks, sizeof marks);
    print_visible(to, of->definition->title);
    fprintf(to, "%*s %9s %s  %lld of %lld",
            (int)(strlen(of->definition->title) < 33 ? 33 - strlen(of->definition->title) : 0), "",
            signpost_figure_format(&of->pooled, value), unit_of(of->definition), (long long)of->pooled.numerator,
            (long long)of->pooled.denominator);
    if (of->country.is_known) {
        fputs("; ", to);
        print_visible(to, what->country);
        fprintf(to, " %s", signpost_figure_format(&of->country, value));
    }
    fprintf(to, "%s%s%s\n", *marks ? " (" : "", marks, *marks ? ")" : "");
    if (of->target)
        write_verdict(to, of);
    if (said(what->given, OPTION_CONTRACT))
        write_limits(to, of);
}

static void write_breaks(const shown *what, size_t first, size_t rows)
{
    FILE *to = what->to->file;
    char month[SIGNPOST_MOMENT_SIZE];
    for (size_t row = first; row < first + rows; row++) {
        signpost_counts_row about = signpost_counts_get(what->counts, row);
        for (size_t i = 0; i < about.breaks; i++) {
            signpost_break found = signpost_counts_break(what->counts, row, i);
            fprintf(to, "%s: %s does not hold: %lld, and %lld (", signpost_month_format(about.month, month),
                    found.identity, (long long)found.left, (long long)found.right);
            print_visible(to, found.file);
            fprintf(to, ":%lld)\n", (long long)found.line);
        }
    }
}

static void begin_table_contract(const shown *what, size_t contract, size_t first, size_t rows)
{
    char from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    FILE *to = what->to->file;
    signpost_counts_row about = signpost_counts_get(what->counts, first);
    if (contract)
        fputc('\n', to);
    print_visible(to, *about.contract_name ? about.contract_name : about.contract);
    fputs(" (", to);
    print_visible(to, about.contract);
    fprintf(to, "), %s, %s to %s\n", signpost_collection_title(signpost_counts_collection(what->counts)),
            signpost_month_format(about.month, from),
            signpost_month_format(signpost_counts_get(what->counts, first + rows - 1).month, until));
}

/* ---- CSV: a row a month ---- */

static void write_csv_month(const shown *what, const line *of, size_t index, const signpost_counts_row *source)
{
    char month[SIGNPOST_MOMENT_SIZE], published[SIGNPOST_MOMENT_SIZE], value[SIGNPOST_FIGURE_SIZE], marks[64];
    char mean[SIGNPOST_MOMENT_SIZE], lower[SIGNPOST_MOMENT_SIZE], upper[SIGNPOST_MOMENT_SIZE];
    FILE *to = what->to->file;
    signpost_figure figure = signpost_series_at(of->series, index);
    signpost_chart_point point = signpost_chart_at(of->chart, index);
    if (!figure.is_known)
        return;
    say_marks(figure.marks, marks, sizeof marks);
    csv_report_field(to, signpost_collection_name(signpost_counts_collection(what->counts)), true);
    csv_report_field(to, of->contract, false);
    csv_report_field(to, of->definition->id, false);
    fprintf(to, ",%s,%lld,%lld,%s,%s,%s,%s,", signpost_month_format(signpost_series_month(of->series, index), month),
            (long long)figure.numerator, (long long)figure.denominator, signpost_figure_format(&figure, value),
            signpost_micro_format(point.mean, 3, mean), signpost_micro_format(point.lower, 3, lower),
            signpost_micro_format(point.upper, 3, upper));
    fprintf(to, "%s,%s", marks, signpost_date_format(source->published, published));
    csv_report_field(to, source->file, false);
    fprintf(to, ",%lld\n", (long long)source->line);
}

/* ---- JSON ---- */

static void json_figure(signpost_json *json, const signpost_figure *figure)
{
    signpost_json_flag(json, "known", figure->is_known);
    signpost_json_integer(json, "numerator", figure->numerator);
    signpost_json_integer(json, "denominator", figure->denominator);
    signpost_json_fixed(json, "value", figure->value, 6);
    signpost_json_flag(json, "identity_broken", figure->marks & SIGNPOST_MARK_BROKEN);
    signpost_json_flag(json, "partly_not_known", figure->marks & SIGNPOST_MARK_NOT_KNOWN);
}

static void json_target(signpost_json *json, const line *of)
{
    signpost_json_object(json, "target");
    signpost_json_text(json, "direction", signpost_direction_name(of->target->direction));
    signpost_json_fixed(json, "value", of->target->value, 6);
    signpost_json_flag(json, "met", of->judgement.is_met);
    signpost_json_fixed(json, "missed_by", of->judgement.missed_by, 6);
    signpost_json_integer(json, "late", of->judgement.late);
    signpost_json_integer(json, "too_many", of->judgement.too_many);
    signpost_json_text(
        json, "assurance",
        signpost_assurance_name(signpost_chart_assurance(of->chart, of->target->direction, of->target->value)));
    signpost_json_close(json);
}

static void json_month(signpost_json *json, const line *of, size_t index)
{
    char month[SIGNPOST_MOMENT_SIZE];
    signpost_figure figure = signpost_series_at(of->series, index);
    signpost_chart_point point = signpost_chart_at(of->chart, index);
    signpost_json_object(json, NULL);
    signpost_json_text(json, "month", signpost_month_format(signpost_series_month(of->series, index), month));
    json_figure(json, &figure);
    signpost_json_fixed(json, "mean", point.mean, 6);
    signpost_json_fixed(json, "lower", point.lower, 6);
    signpost_json_fixed(json, "upper", point.upper, 6);
    signpost_json_list(json, "signals");
    for (unsigned bit = SIGNPOST_SIGNAL_OUTSIDE; bit <= SIGNPOST_SIGNAL_NEAR; bit *= 2)
        if (point.signals & bit)
            signpost_json_text(json, NULL, signpost_signal_name(bit));
    signpost_json_close(json);
    signpost_json_close(json);
}

static void write_json_line(const shown *what, const line *of)
{
    signpost_json *json = what->json;
    signpost_json_object(json, NULL);
    signpost_json_text(json, "id", of->definition->id);
    signpost_json_text(json, "title", of->definition->title);
    signpost_json_text(json, "formula", of->definition->words);
    signpost_json_text(json, "numerator_items", of->definition->numerator);
    signpost_json_text(json, "denominator_items", of->definition->denominator);
    signpost_json_text(json, "origin", of->definition->origin);
    signpost_json_text(json, "unit", of->definition->is_share ? "percent" : "seconds");
    signpost_json_object(json, "pooled");
    json_figure(json, &of->pooled);
    signpost_json_close(json);
    if (of->target)
        json_target(json, of);
    signpost_json_list(json, "months");
    for (size_t i = 0; i < signpost_series_count(of->series); i++)
        json_month(json, of, i);
    signpost_json_close(json);
    signpost_json_close(json);
}

static void begin_json_contract(const shown *what, size_t first)
{
    signpost_counts_row about = signpost_counts_get(what->counts, first);
    signpost_json_object(what->json, NULL);
    signpost_json_text(what->json, "collection", signpost_collection_name(signpost_counts_collection(what->counts)));
    signpost_json_text(what->json, "contract", about.contract);
    signpost_json_text(what->json, "name", about.contract_name);
    signpost_json_list(what->json, "figures");
}

/* ---- all of it ---- */

/* The row that a month of a contract begins with: where its figures come from. */
static signpost_counts_row source_of(const shown *what, size_t first, size_t rows, signpost_month month)
{
    size_t row = first;
    while (row + 1 < first + rows && signpost_counts_get(what->counts, row).month < month)
        row++;
    return signpost_counts_get(what->counts, row);
}

static void write_line(const shown *what, const line *of, size_t first, size_t rows)
{
    if (what->format == FORMAT_TABLE)
        write_table_line(what, of);
    else if (what->format == FORMAT_JSON)
        write_json_line(what, of);
    for (size_t i = 0; what->format == FORMAT_CSV && i < signpost_series_count(of->series); i++) {
        signpost_counts_row source = source_of(what, first, rows, signpost_series_month(of->series, i));
        write_csv_month(what, of, i, &source);
    }
}

static void show_contract(shown *what, size_t contract, const char *code, size_t first, size_t rows)
{
    const signpost_definition *definition;
    if (what->format == FORMAT_TABLE)
        begin_table_contract(what, contract, first, rows);
    else if (what->format == FORMAT_JSON)
        begin_json_contract(what, first);
    for (size_t i = 0; (definition = signpost_definition_at(what->contracts, i)); i++) {
        line of;
        if (line_begin(what, definition, code, first, rows, &of))
            write_line(what, &of, first, rows);
        if (of.series)
            line_end(&of);
    }
    if (what->format == FORMAT_TABLE)
        write_breaks(what, first, rows);
    if (what->format == FORMAT_JSON) {
        signpost_json_close(what->json);
        signpost_json_close(what->json);
    }
}

/* The contracts of one collection: all, or the one that was asked for. How many there were. */
static size_t show_counts(shown *what, size_t before)
{
    size_t count = 0;
    const char *wanted = what->given->values[OPTION_CONTRACT], *code;
    for (size_t i = 0, first, rows; (code = signpost_counts_contract(what->counts, i, &first, &rows)); i++)
        if (!wanted || strcmp(wanted, code) == 0)
            show_contract(what, before + count++, code, first, rows);
    return count;
}

static int show_all(shown *what, signpost_figures *figures)
{
    size_t contracts = 0;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_counts_query query = SIGNPOST_COUNTS_QUERY_INIT;
    int result = read_months(what->given, &query.from, &query.until);
    for (int i = 0; i < SIGNPOST_COLLECTIONS && result == DONE; i++) {
        signpost_counts *counts;
        query.collection = (signpost_collection)i;
        if (signpost_counts_load(figures, &query, &counts, &error))
            return could_not(&error);
        what->counts = counts;
        contracts += show_counts(what, contracts);
        signpost_counts_free(counts);
    }
    if (result != DONE)
        return result;
    if (what->failed) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    if (contracts)
        return DONE;
    const char *wanted = what->given->values[OPTION_CONTRACT];
    return wanted ? wrong_use("there are no figures of contract \"%s\" in these months", wanted)
                  : wrong_use("there are no figures in these months");
}

static int show(const arguments *given, const signpost_contracts *contracts, signpost_figures *figures)
{
    output to;
    signpost_json json;
    shown what = {.given = given,
                  .contracts = contracts,
                  .country = contracts ? signpost_contracts_country(contracts) : "England",
                  .to = &to,
                  .json = &json};
    if (!format_of(given, &what.format))
        return WRONG_USE;
    if (!output_open(&to, given))
        return COULD_NOT;
    if (what.format == FORMAT_CSV)
        fputs(
            "collection,contract,figure,month,numerator,denominator,value,mean,lower,upper,marks,published,file,line\n",
            to.file);
    if (what.format == FORMAT_JSON) {
        output_json(&to, &json);
        signpost_json_object(&json, NULL);
        signpost_json_integer(&json, "version", JSON_VERSION);
        signpost_json_list(&json, "contracts");
    }
    int result = show_all(&what, figures);
    if (what.format == FORMAT_JSON) {
        signpost_json_close(&json);
        signpost_json_close(&json);
        if (result == DONE && signpost_json_end(&json))
            result = COULD_NOT;
    }
    return result == DONE ? output_close(&to, result) : output_drop(&to, result);
}

static int run(const arguments *given)
{
    signpost_contracts *contracts;
    signpost_figures *figures = NULL;
    int result = load_contracts(given, &contracts);
    if (result == DONE)
        result = open_figures(given, SIGNPOST_READ_ONLY, &figures);
    if (result == DONE)
        result = show(given, contracts, figures);
    signpost_figures_close(figures);
    signpost_contracts_free(contracts);
    return result;
}

static const option_id options[] = {OPTION_FIGURES,     OPTION_CONTRACT, OPTION_CONTRACTS, OPTION_FROM_MONTH,
                                    OPTION_UNTIL_MONTH, OPTION_FORMAT,   OPTION_OUTPUT,    OPTIONS_END};

const command command_kpi_show = {
    .name = "kpi show",
    .operands = "",
    .least = 0,
    .most = 0,
    .summary = "shows call-handling figures, with their counts, targets and limits",
    .text = "Each figure is pooled over the months (counts are added up, then divided), with its numerator and "
            "denominator. With --contracts, it is held against the contract's target: by how much it was missed, for "
            "how many callers it was not kept, and how many too many that is. Where the database has the country's "
            "counts, they stand beside it. With --contract, the mean of the months and the limits of its control "
            "chart are shown, too.\n\n"
            "CSV has a row for each month of each figure, with the file and row that it comes from; JSON has all of "
            "it.\n\n"
            "Figures over counts that contradict each other are marked, and the contradictions are listed.",
    .options = options,
    .example = "kpi show --figures figures.db --contract 111AB9 --contracts dos/contracts/sample.yaml",
    .run = run,
};

/* `signpost kpi import`: files of calls and of published figures into the figures database. */
#include "kpi.h"
#include "progress.h"

#include <string.h>

/* `, 2015-04 to 2016-03`, or nothing. */
static void show_months(const signpost_figures_done *done)
{
    char first[SIGNPOST_MOMENT_SIZE], last[SIGNPOST_MOMENT_SIZE];
    if (done->last < done->first)
        return;
    printf(", %s to %s", signpost_month_format((signpost_month)done->first, first),
           signpost_month_format((signpost_month)done->last, last));
}

static const char *plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

static void show_done(const char *path, const signpost_figures_done *done, bool dry_run)
{
    static const char *const nouns[] = {"hour", "call", "month", "month"};
    if (done->was_known) {
        printf("%s: imported before, counts once\n", path);
        return;
    }
    printf("%s: %s, %lld row%s %s as %lld %s%s of contracts", path, signpost_collection_title(done->collection),
           (long long)done->rows, plural(done->rows), dry_run ? "would count" : "counted", (long long)done->aggregates,
           nouns[done->collection], plural(done->aggregates));
    show_months(done);
    printf("; %lld refused, %lld ignored, %lld identities broken\n", (long long)done->refused, (long long)done->ignored,
           (long long)done->breaks);
}

/* Imports one file; what is wrong with it is shown. */
static int import_file(const arguments *given, signpost_figures *figures, const char *path,
                       signpost_figures_options *options)
{
    progress bar = progress_begin("bytes");
    signpost_collection collection;
    signpost_figures_done done;
    signpost_diagnostics *diagnostics;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (said(given, OPTION_KIND)) {
        if (signpost_collection_parse(given->values[OPTION_KIND], &collection))
            return wrong_use("--kind is calls, journals, mds or iuc, and not \"%s\"", given->values[OPTION_KIND]);
    } else if (signpost_figures_sniff(path, &collection, &error)) {
        return could_not(&error);
    }
    if (signpost_diagnostics_new(&diagnostics)) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    options->progress_context = &bar;
    signpost_status status = signpost_figures_import(figures, collection, path, options, &done, diagnostics, &error);
    progress_end(&bar);
    show_diagnostics(diagnostics);
    bool is_shown = error.line && signpost_diagnostics_count_of(diagnostics, SIGNPOST_ERROR);
    signpost_diagnostics_free(diagnostics);
    if (status == SIGNPOST_CONTENT && is_shown)
        return FOUND_SOMETHING;
    if (status)
        return could_not(&error);
    show_done(path, &done, options->dry_run);
    return done.refused ? FOUND_SOMETHING : DONE;
}

static int read_published(const arguments *given, signpost_date *published)
{
    const char *text = given->values[OPTION_PUBLISHED];
    *published = (signpost_date)(now() / (24 * 60));
    if (text && signpost_date_parse(text, published))
        return wrong_use("--published is a date, such as 2016-05-13, and not \"%s\"", text);
    return DONE;
}

static int import_all(const arguments *given, const signpost_contracts *contracts)
{
    signpost_figures *figures;
    signpost_figures_options options = SIGNPOST_FIGURES_OPTIONS_INIT;
    options.contract = given->values[OPTION_CONTRACT];
    options.provider = given->values[OPTION_CALL_PROVIDER];
    options.contracts = contracts;
    options.skip_refused = said(given, OPTION_SKIP_REFUSED);
    options.dry_run = said(given, OPTION_DRY_RUN);
    options.progress = progress_show;
    int result = read_published(given, &options.published);
    if (result != DONE)
        return result;
    result = open_or_make_figures(given, &figures);
    progress_listen();
    bool found_something = false;
    for (size_t i = 0; i < given->operand_count && (result == DONE || result == FOUND_SOMETHING); i++) {
        result = import_file(given, figures, given->operands[i], &options);
        found_something = found_something || result == FOUND_SOMETHING;
    }
    signpost_figures_close(figures);
    return result == DONE && found_something ? FOUND_SOMETHING : result;
}

static int run(const arguments *given)
{
    signpost_contracts *contracts;
    int result = load_contracts(given, &contracts);
    if (result == DONE)
        result = import_all(given, contracts);
    signpost_contracts_free(contracts);
    return result;
}

static const option_id options[] = {OPTION_FIGURES,      OPTION_KIND,     OPTION_PUBLISHED,
                                    OPTION_CONTRACTS,    OPTION_CONTRACT, OPTION_CALL_PROVIDER,
                                    OPTION_SKIP_REFUSED, OPTION_DRY_RUN,  OPTIONS_END};

const command command_kpi_import = {
    .name = "kpi import",
    .operands = "FILE...",
    .least = 1,
    .most = MOST_OPERANDS,
    .summary = "reads calls and published figures into a figures database",
    .text = "Reads files of calls (CSV, one row a call), journals of calls, the NHS 111 Minimum Data Set, and the "
            "Integrated Urgent Care Aggregate Data Collection, and keeps what they count in a figures database, which "
            "is made when there is none. The kinds are never added up together.\n\n"
            "Calls have the columns contract, provider and offered, and may have answered, abandoned, triaged, "
            "transferred (live to a clinician), callback_offered, callback_made, closed and disposition. A moment is "
            "2026-11-21T18:30:05 in local time, or with Z or an offset. They are counted by contract, provider and "
            "hour.\n\n"
            "A file is one transaction: one refused row refuses all of it, unless --skip-refused leaves such rows out. "
            "A file read twice counts once. A contract's month that is in several files counts from the one that was "
            "published last; the others stay. Rows whose counts contradict each other are kept and marked.",
    .options = options,
    .example = "kpi import mds-2015-16.csv --figures figures.db --published 2016-05-13",
    .run = run,
};

/* `signpost kpi report`: a contract's figures as one page, an HTML file that needs nothing else. */
#include "kpi_report.h"
#include "kpi.h"

#include <string.h>

static const html_part contents[] = {
    {"scorecard", "In short"},
    {"charts", "Figure by figure"},
    {"plans", "Improvement plans"},
    {"changes", "Change of provider"},
    {"country", "Beside the country"},
    {"mix", "What became of callers"},
    {"funnel", "Among other contracts"},
    {"staffing", "Staffing"},
    {"searches", "Searches that found nothing"},
    {"rows", "Every number, and its rows"},
    {"method", "How it was computed"},
    {NULL, NULL},
};

/* In the order of the contents. */
static void (*const parts[])(const kpi_report *made) = {
    kpi_scorecard, kpi_charts, kpi_plans,          kpi_changes, kpi_country, kpi_mix,
    kpi_funnels,   kpi_staff,  kpi_empty_searches, kpi_rows,    kpi_method,
};

static void write_banner(const kpi_report *made)
{
    FILE *to = made->to;
    char words[WORDS], holders[WORDS];
    const kpi_book *book = made->latest;
    fputs("<h1>", to);
    html_name(to, made->contract->name);
    fputs("</h1>\n<p>Contract ", to);
    html_name(to, made->contract->code);
    fprintf(to, ", %s to ", month_in_words(book->from, words));
    fputs(month_in_words(book->until, words), to);
    signpost_contract_holders(made->contract, signpost_month_start(book->until), holders, sizeof holders);
    if (*holders) {
        fputs(". Held by ", to);
        html_name(to, holders);
    }
    fprintf(to, ". Source: %s.</p>\n", signpost_collection_title(book->collection));
}

static void write_page(const kpi_report *made)
{
    html_begin(made->to, &kpi_report_page, "Call-handling figures: ", made->contract->name, "signpost figures");
    write_banner(made);
    html_contents(made->to, contents);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        parts[i](made);
    html_end(made->to, &kpi_report_page);
}

static void say_where(const kpi_report *made, const char *path)
{
    kpi_score scores[MOST_SCORES];
    size_t count = kpi_scores(made, scores), missed = 0, known = 0;
    for (size_t i = 0; i < count; i++) {
        known += scores[i].judged.is_known;
        missed += scores[i].judged.is_known && !scores[i].judged.is_met;
    }
    printf("%s: %zu of %zu targets missed\n", path, missed, known);
}

static int write(const arguments *given, kpi_report *made)
{
    output to;
    if (!output_open(&to, given))
        return COULD_NOT;
    made->to = to.file;
    write_page(made);
    int status = output_close(&to, DONE);
    if (status == DONE && to.path)
        say_where(made, to.path);
    return status;
}

static int make(const arguments *given, const signpost_contracts *contracts)
{
    kpi_report made = {.contracts = contracts,
                       .database = given->values[OPTION_FIGURES],
                       .contracts_file = given->values[OPTION_CONTRACTS]};
    signpost_figures *figures;
    made.contract = signpost_contracts_find(contracts, given->values[OPTION_CONTRACT]);
    if (!made.contract)
        return wrong_use("\"%s\" has no contract \"%s\"", made.contracts_file, given->values[OPTION_CONTRACT]);
    int status = open_figures(given, SIGNPOST_READ_ONLY, &figures);
    if (status != DONE)
        return status;
    status = kpi_gather(&made, given, figures);
    signpost_figures_close(figures);
    if (status == DONE && said(given, OPTION_ARRIVALS)) {
        status = staffing_read(given, &made.staffing);
        made.has_staffing = status == DONE;
    }
    if (status == DONE)
        status = write(given, &made);
    kpi_release(&made);
    return status;
}

static int run(const arguments *given)
{
    static const option_id needed[] = {OPTION_FIGURES, OPTION_CONTRACTS, OPTION_CONTRACT};
    signpost_contracts *contracts;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!said(given, needed[i]))
            return wrong_use("signpost %s needs --%s %s", given->command->name, all_options[needed[i]].name,
                             all_options[needed[i]].argument);
    int status = load_contracts(given, &contracts);
    if (status == DONE)
        status = make(given, contracts);
    signpost_contracts_free(contracts);
    return status;
}

static const option_id taken_options[] = {OPTION_FIGURES,     OPTION_CONTRACTS, OPTION_CONTRACT, OPTION_FROM_MONTH,
                                          OPTION_UNTIL_MONTH, STAFFING_OPTIONS, OPTION_OUTPUT,   OPTIONS_END};

const command command_kpi_report = {
    .name = "kpi report",
    .operands = "",
    .summary = "writes a contract's figures as one page, with a scorecard and charts",
    .text =
        "Writes a page that can be opened in any browser, printed, and sent: one HTML file that needs no network. Its "
        "first screen says which targets are missed, by how many callers, whether it is getting better, and whether "
        "the improvement plan's deadline will hold. Then comes a chart for each figure, with its counts, formula, "
        "limits, target, events and plan; before and after a change of provider; beside the country and other "
        "contracts; what became of callers; and every number with the row of the file that it comes from. It can be "
        "read without a mouse, without colours, and without scripts.\n\n"
        "--arrivals, with the options of `signpost help kpi staffing`, adds who must answer in each half-hour.",
    .options = taken_options,
    .example =
        "kpi report --figures figures.db --contracts dos/contracts/sample.yaml --contract 111AB9 -o figures.html",
    .run = run,
};

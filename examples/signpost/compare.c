/* `signpost compare`: what a change of the directory opens and closes. */
#include "findings.h"
#include "twin_changes.h"

enum { JSON_VERSION = 1, DEFAULT_LIMIT = 10, DEPTHS = 5 };

typedef struct sides {
    auditing before, after;
    signpost_comparison *comparison;
    bool has_twins; /* duplicates are compared, too */
    twin_changes twins;
} sides;

static const struct {
    const char *name, *title;
    bool is_closed;
} lists[] = {{"opened", "Gaps that are opened", false}, {"closed", "Gaps that are closed", true}};

static findings list_of(const sides *of, int list)
{
    return (findings){.with = &of->after,
                      .gaps = lists[list].is_closed ? signpost_comparison_closed(of->comparison)
                                                    : signpost_comparison_opened(of->comparison),
                      .comparison = of->comparison,
                      .is_closed = lists[list].is_closed};
}

static bool differs(const sides *of)
{
    signpost_comparison_about about = signpost_comparison_describe(of->comparison);
    return about.services_added + about.services_removed + about.services_changed + about.areas_apart > 0 ||
           signpost_gaps_count(signpost_comparison_opened(of->comparison)) ||
           signpost_gaps_count(signpost_comparison_closed(of->comparison)) ||
           of->twins.counts[0] + of->twins.counts[1] > 0;
}

/* ---- for people ---- */

static void print_depths(FILE *to, const signpost_comparison_about *about)
{
    static const char *const names[DEPTHS] = {"no service", "one", "two", "three", "four or more"};
    char before[32], after[32];
    fputs("\nWhere the depth of cover differs, in person-hours over needs, before and after\n", to);
    for (int i = 0; i < DEPTHS; i++)
        fprintf(to, "  %-12s %22s %22s\n", names[i], number_in_words(about->depths[0][i] / 60, before),
                number_in_words(about->depths[1][i] / 60, after));
}

static void print_list(FILE *to, const findings *of, const char *title, size_t limit)
{
    size_t count = signpost_gaps_count(of->gaps);
    fprintf(to, "\n%s: %zu\n", title, count);
    for (size_t i = 0; i < count && i < limit; i++)
        print_finding(to, of, i);
    if (count > limit)
        fprintf(to, "\nand %zu more; --limit shows them\n", count - limit);
}

static void print_twins(FILE *to, const twin_changes *twins, size_t limit)
{
    static const char *const titles[] = {"Duplicates that are opened", "Duplicates that are closed"};
    for (int list = 0; list < 2; list++) {
        fprintf(to, "\n%s: %zu\n", titles[list], twins->counts[list]);
        for (size_t i = 0; i < twins->counts[list] && i < limit; i++) {
            const twin_pair *pair = &twins->lists[list][i];
            fprintf(to, "  %s (%s) and %s (%s)\n", pair->names[0], pair->uids[0], pair->names[1], pair->uids[1]);
        }
    }
}

static void show_table(FILE *to, const sides *of, size_t limit)
{
    signpost_comparison_about about = signpost_comparison_describe(of->comparison);
    fputs("before: ", to);
    print_audit_about(to, &of->before);
    fputs("after:  ", to);
    print_audit_about(to, &of->after);
    fprintf(to, "services: %zu added, %zu removed, %zu changed; %zu of %zu areas can be touched\n",
            about.services_added, about.services_removed, about.services_changed, about.areas_touched, about.areas);
    if (about.areas_apart)
        fprintf(to, "%zu areas are in one of the two alone, and are not compared\n", about.areas_apart);
    if (!differs(of)) {
        fputs("\nNothing differs in what a search looks at.\n", to);
        return;
    }
    print_depths(to, &about);
    for (int i = 0; i < 2; i++) {
        const findings list = list_of(of, i);
        print_list(to, &list, lists[i].title, limit);
    }
    if (of->has_twins)
        print_twins(to, &of->twins, limit);
}

/* ---- for spreadsheets and programs ---- */

static void show_csv(FILE *to, const sides *of, size_t limit)
{
    print_findings_csv_header(to, "change,");
    for (int i = 0; i < 2; i++) {
        const findings list = list_of(of, i);
        for (size_t at = 0; at < signpost_gaps_count(list.gaps) && at < limit; at++) {
            fprintf(to, "%s,", lists[i].name);
            print_finding_csv(to, &list, at);
        }
    }
}

static void show_changes_json(signpost_json *json, const signpost_comparison_about *about)
{
    static const char *const names[] = {"depths_before", "depths_after"};
    signpost_json_integer(json, "services_added", (int64_t)about->services_added);
    signpost_json_integer(json, "services_removed", (int64_t)about->services_removed);
    signpost_json_integer(json, "services_changed", (int64_t)about->services_changed);
    signpost_json_integer(json, "areas", (int64_t)about->areas);
    signpost_json_integer(json, "areas_apart", (int64_t)about->areas_apart);
    signpost_json_integer(json, "areas_touched", (int64_t)about->areas_touched);
    for (int side = 0; side < 2; side++) {
        signpost_json_list(json, names[side]);
        for (int i = 0; i < DEPTHS; i++)
            signpost_json_integer(json, NULL, about->depths[side][i]);
        signpost_json_close(json);
    }
}

static void show_twins_json(signpost_json *json, const twin_changes *twins, size_t limit)
{
    static const char *const keys[] = {"duplicates_opened", "duplicates_closed"};
    for (int list = 0; list < 2; list++) {
        signpost_json_list(json, keys[list]);
        for (size_t i = 0; i < twins->counts[list] && i < limit; i++) {
            const twin_pair *pair = &twins->lists[list][i];
            signpost_json_object(json, NULL);
            for (int side = 0; side < 2; side++) {
                signpost_json_text(json, side ? "uid_b" : "uid_a", pair->uids[side]);
                signpost_json_text(json, side ? "name_b" : "name_a", pair->names[side]);
            }
            signpost_json_close(json);
        }
        signpost_json_close(json);
    }
}

static void show_json(output *to, const sides *of, size_t limit)
{
    signpost_json json;
    signpost_comparison_about about = signpost_comparison_describe(of->comparison);
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    signpost_json_integer(&json, "version", JSON_VERSION);
    signpost_json_object(&json, "before");
    show_audit_about_json(&json, &of->before);
    signpost_json_close(&json);
    signpost_json_object(&json, "after");
    show_audit_about_json(&json, &of->after);
    signpost_json_close(&json);
    show_changes_json(&json, &about);
    for (int i = 0; i < 2; i++) {
        const findings list = list_of(of, i);
        signpost_json_list(&json, lists[i].name);
        for (size_t at = 0; at < signpost_gaps_count(list.gaps) && at < limit; at++)
            show_finding_json(&json, &list, at);
        signpost_json_close(&json);
    }
    if (of->has_twins)
        show_twins_json(&json, &of->twins, limit);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

/* ---- the command ---- */

static int show(const arguments *given, const sides *of, output_format format)
{
    output to;
    int limit = format == FORMAT_TABLE ? DEFAULT_LIMIT : 1000000;
    int status = read_whole(given, OPTION_LIMIT, 1, 1000000, &limit);
    if (status != DONE)
        return status;
    if (!output_open(&to, given))
        return COULD_NOT;
    if (format == FORMAT_TABLE)
        show_table(to.file, of, (size_t)limit);
    else if (format == FORMAT_CSV)
        show_csv(to.file, of, (size_t)limit);
    else
        show_json(&to, of, (size_t)limit);
    return output_close(&to, differs(of) ? FOUND_SOMETHING : DONE);
}

static int compare_sides(const arguments *given, sides *of, output_format format)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status compared = signpost_audit_compare(of->before.audit, of->after.audit, &of->comparison, &error);
    progress_end(&of->after.bar);
    if (compared != SIGNPOST_OK)
        return could_not(&error);
    of->has_twins = said(given, OPTION_DUPLICATES);
    int status = of->has_twins ? twin_changes_find(&of->before, &of->after, &of->twins) : DONE;
    if (status == DONE)
        status = show(given, of, format);
    twin_changes_release(&of->twins);
    signpost_comparison_free(of->comparison);
    return status;
}

static int open_side(const arguments *given, int side, signpost_algorithms *algorithms, auditing *with)
{
    arguments of_side = *given;
    of_side.values[OPTION_DIRECTORY] = given->operands[side];
    return audit_open(&of_side, algorithms, with);
}

static int run(const arguments *given)
{
    sides of = {.comparison = NULL};
    signpost_algorithms *algorithms;
    output_format format;
    if (!format_of(given, &format))
        return WRONG_USE;
    if (said(given, OPTION_DUPLICATES) && format == FORMAT_CSV)
        return wrong_use("--duplicates has no place in the CSV of gaps: say --format table or json");
    int status = load_algorithms(given, &algorithms);
    if (status != DONE)
        return status;
    status = open_side(given, 0, algorithms, &of.before);
    if (status == DONE) {
        status = open_side(given, 1, algorithms, &of.after);
        if (status == DONE) {
            status = compare_sides(given, &of, format);
            audit_close(&of.after);
        }
        audit_close(&of.before);
    }
    signpost_algorithms_free(algorithms);
    return status;
}

static const option_id taken_options[] = {COMPARE_OPTIONS, OPTION_DUPLICATES, OPTION_LIMIT, OPTIONS_END};

const command command_compare = {
    .name = "compare",
    .operands = "BEFORE AFTER",
    .least = 2,
    .most = 2,
    .summary = "says what a change of the directory opens and closes",
    .text =
        "Audits two directories by the same questions and compares them: gaps that are opened, gaps that are closed, "
        "and "
        "how the depth of cover shifts. Services are compared in what a search looks at; only areas and needs that a "
        "changed service can touch are counted anew, so that little change takes little time.\n\n"
        "With --duplicates, entries that are taken for one service in one of the two alone are shown as well; all "
        "entries of "
        "both are then compared, which takes its time.\n\n"
        "The exit status is 1 when anything differs.",
    .options = taken_options,
    .example = "compare sample.db sample.db --from 2026-11-20",
    .run = run,
};

/* `signpost remedies`: the smallest changes that close most of the gaps. */
#include "auditing.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { JSON_VERSION = 1, DEFAULT_LIMIT = 10 };

/* ---- for people ---- */

static void print_remedy(FILE *to, const signpost_remedies *remedies, size_t position)
{
    char gain[32], left[32];
    signpost_remedy one = signpost_remedies_at(remedies, position);
    fprintf(to, "\n%zu. closes %s person-hours; %s are left\n", position + 1,
            number_in_words(one.gain_person_minutes / 60, gain), number_in_words(one.left_person_minutes / 60, left));
    fprintf(to, "  %s (%s)\n", one.name, one.uid);
    print_wrapped(to, "  ", one.what);
    if (one.added_minutes)
        fprintf(to, "  open %d h %02d min a week more\n", one.added_minutes / 60, one.added_minutes % 60);
}

static void show_table(FILE *to, const auditing *with, const signpost_remedies *remedies)
{
    char before[32];
    print_audit_about(to, with);
    fprintf(to, "%s person-hours over all needs are without cover\n",
            number_in_words(signpost_remedies_before(remedies) / 60, before));
    for (size_t i = 0; i < signpost_remedies_count(remedies); i++)
        print_remedy(to, remedies, i);
    if (!signpost_remedies_count(remedies))
        fputs("\nNo change of one service, and no new one like those that there are, would close a gap.\n", to);
}

/* ---- for spreadsheets and programs ---- */

static void show_csv(FILE *to, const signpost_remedies *remedies)
{
    fputs("remedy,kind,uid,name,what,added_minutes,gain_person_hours,left_person_hours\n", to);
    for (size_t i = 0; i < signpost_remedies_count(remedies); i++) {
        signpost_remedy one = signpost_remedies_at(remedies, i);
        fprintf(to, "%zu,%s", i + 1, signpost_remedy_kind_name(one.kind));
        csv_field(to, one.uid, false);
        csv_field(to, one.name, false);
        csv_field(to, one.what, false);
        fprintf(to, ",%d,%lld,%lld\n", one.added_minutes, (long long)one.gain_person_minutes / 60,
                (long long)one.left_person_minutes / 60);
    }
}

void show_remedies_json(signpost_json *json, const auditing *with, const signpost_remedies *remedies)
{
    signpost_json_integer(json, "version", JSON_VERSION);
    show_audit_about_json(json, with);
    signpost_json_integer(json, "before_person_minutes", signpost_remedies_before(remedies));
    signpost_json_list(json, "remedies");
    for (size_t i = 0; i < signpost_remedies_count(remedies); i++) {
        signpost_remedy one = signpost_remedies_at(remedies, i);
        signpost_json_object(json, NULL);
        signpost_json_text(json, "kind", signpost_remedy_kind_name(one.kind));
        signpost_json_text(json, "uid", one.uid);
        signpost_json_text(json, "name", one.name);
        signpost_json_text(json, "what", one.what);
        signpost_json_integer(json, "added_minutes", one.added_minutes);
        signpost_json_integer(json, "gain_person_minutes", one.gain_person_minutes);
        signpost_json_integer(json, "left_person_minutes", one.left_person_minutes);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void show_json(output *to, const auditing *with, const signpost_remedies *remedies)
{
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    show_remedies_json(&json, with, remedies);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

/* ---- as changes ---- */

static int write_table(const char *folder, const signpost_remedies *remedies, signpost_remedy_table table,
                       const char *name)
{
    char path[4096];
    char *text;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_remedies_csv(remedies, table, SIZE_MAX, &text, &error) != SIGNPOST_OK)
        return could_not(&error);
    arguments where = {.values = {[OPTION_OUTPUT] = path}};
    output to;
    int status = DONE;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        status = wrong_use("--changes \"%.60s...\" is too long a path", folder);
    else if (*text && !output_open(&to, &where))
        status = COULD_NOT;
    else if (*text) {
        fputs(text, to.file);
        status = output_close(&to, DONE);
    }
    signpost_remedies_release(text);
    return status;
}

static int write_changes(const arguments *given, const signpost_remedies *remedies)
{
    const char *folder = given->values[OPTION_CHANGES];
    if (!folder)
        return DONE;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "error: could not write \"%s\": %s [SP0103]\n", folder, strerror(errno));
        return COULD_NOT;
    }
    int status = write_table(folder, remedies, SIGNPOST_REMEDY_PROFILES, "profiles.csv");
    return status == DONE ? write_table(folder, remedies, SIGNPOST_REMEDY_SERVICES, "services.csv") : status;
}

/* ---- the command ---- */

static int show(const arguments *given, const auditing *with, const signpost_remedies *remedies, output_format format)
{
    output to;
    int status = write_changes(given, remedies);
    if (status != DONE)
        return status;
    if (!output_open(&to, given))
        return COULD_NOT;
    if (format == FORMAT_TABLE)
        show_table(to.file, with, remedies);
    else if (format == FORMAT_CSV)
        show_csv(to.file, remedies);
    else
        show_json(&to, with, remedies);
    return output_close(&to, DONE);
}

static int find(const arguments *given, auditing *with, output_format format)
{
    signpost_gaps *gaps;
    signpost_remedies *remedies = NULL;
    signpost_error error = SIGNPOST_ERROR_INIT;
    int limit = DEFAULT_LIMIT;
    int status = read_whole(given, OPTION_LIMIT, 1, 100, &limit);
    if (status != DONE)
        return status;
    signpost_status found = signpost_audit_gaps(with->audit, &gaps, &error);
    if (found == SIGNPOST_OK)
        found = signpost_gaps_remedies(gaps, (size_t)limit, &remedies, &error);
    progress_end(&with->bar);
    status = found == SIGNPOST_OK ? show(given, with, remedies, format) : could_not(&error);
    signpost_remedies_free(remedies);
    signpost_gaps_free(gaps);
    return status;
}

static int run(const arguments *given)
{
    if (said(given, OPTION_DAYS))
        return wrong_use("remedies are for the typical week: leave --days out");
    return with_audit(given, find);
}

static const option_id taken_options[] = {AUDIT_OPTIONS, OPTION_LIMIT, OPTION_CHANGES, OPTIONS_END};

const command command_remedies = {
    .name = "remedies",
    .operands = "",
    .summary = "says which changes would close most of the gaps",
    .text =
        "Looks, for the largest findings of `signpost gaps`, at the services that nearly help and at new ones where "
        "most of "
        "the people are, and chooses one change after another: longer hours, a wider profile, a new service. Each is "
        "shown with the person-hours that it closes and with what is left after it; they are added up over needs. What "
        "a change costs is not known here: the order is by what it closes.\n\n"
        "With --changes the chosen remedies are written into a folder as profiles.csv and services.csv. Imported into "
        "a "
        "copy of the directory (`signpost directory import`), they close exactly what is said here, which `signpost "
        "compare` shows.",
    .options = taken_options,
    .example = "remedies --directory sample.db --disposition Dx05 --from 2026-11-20 --limit 3",
    .run = run,
};

/* Remedies against the audit of what they promise: the changes of a random directory's remedies are imported into it,
 * as `signpost remedies --changes` would have it done, first one of them and then all, and what is then without cover
 * must be exactly what was said to be left. Usage: oracle_remedies [directories [first seed]]. */
#include "random_audit.h"
#include "signpost/remedies.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 6 };

/* How often each thing came about, so that an oracle that tests nothing is seen. */
typedef struct tally {
    size_t of_kind[3], directories;
} tally;

static int64_t total(const random_side *of)
{
    int64_t sum = 0;
    size_t areas = signpost_audit_describe(of->audit).areas;
    for (size_t demand = 0; demand < RANDOM_DEMANDS; demand++)
        for (size_t area = 0; area < areas; area++)
            sum += signpost_gaps_person_minutes(of->gaps, demand, area);
    return sum;
}

/* Imports the first `count` remedies. */
static bool import(signpost_directory *directory, const signpost_remedies *remedies, size_t count)
{
    static const signpost_act act = {"oracle", "a remedy", 29000000};
    static const char *const names[] = {"profiles", "services"};
    for (int table = SIGNPOST_REMEDY_PROFILES; table <= SIGNPOST_REMEDY_SERVICES; table++) {
        char path[] = "/tmp/signpost-remedies-XXXXXX";
        char *text;
        signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
        signpost_import_report report;
        signpost_diagnostics *diagnostics;
        signpost_error error = SIGNPOST_ERROR_INIT;
        options.table = names[table];
        if (signpost_remedies_csv(remedies, (signpost_remedy_table)table, count, &text, &error) != SIGNPOST_OK ||
            signpost_diagnostics_new(&diagnostics) != SIGNPOST_OK)
            return false;
        int file = mkstemp(path);
        bool good = write(file, text, strlen(text)) == (ssize_t)strlen(text) && close(file) == 0;
        good = good && (!*text || signpost_directory_import(directory, path, &act, &options, &report, diagnostics,
                                                            &error) == SIGNPOST_OK);
        if (!good)
            printf("%s\n%s%s\n", text, error.message, signpost_diagnostics_get(diagnostics, 0).message);
        signpost_diagnostics_free(diagnostics);
        signpost_remedies_release(text);
        remove(path);
        if (!good)
            return false;
    }
    return true;
}

static bool keeps_promise(signpost_directory *directory, const signpost_demand *demands,
                          const signpost_audit_options *options, const signpost_remedies *remedies, size_t count,
                          uint64_t seed)
{
    random_side after;
    int64_t left = signpost_remedies_at(remedies, count - 1).left_person_minutes;
    bool good = import(directory, remedies, count) && random_side_make(directory, demands, options, &after);
    if (!good)
        return printf("directory %llu, %zu remedies\n", (unsigned long long)seed, count) < 0;
    int64_t is = total(&after);
    random_side_release(&after);
    if (is != left)
        for (size_t i = 0; i < count; i++) {
            signpost_remedy one = signpost_remedies_at(remedies, i);
            printf("directory %llu, remedy %zu of %s: %s; %lld left, after all of them in truth %lld\n",
                   (unsigned long long)seed, i + 1, one.uid, one.what, (long long)one.left_person_minutes,
                   (long long)is);
        }
    return is == left;
}

static bool compare_directory(signpost_directory *directory, uint64_t seed, void *context)
{
    tally *seen = context;
    test_random random = {seed};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_demand demands[RANDOM_DEMANDS];
    signpost_audit_options options = SIGNPOST_AUDIT_OPTIONS_INIT;
    signpost_remedies *remedies = NULL;
    signpost_calendar *calendar;
    random_side before;
    random_demands(&random, demands);
    if (sgp_db_run(directory->db, "DELETE FROM hours_session", &error) != SIGNPOST_OK || /* an import writes them */
        !random_audit_fill(directory, &random, false) ||
        sgp_directory_calendar(directory, "england", &calendar, &error) != SIGNPOST_OK)
        return false;
    random_options(&random, calendar, &options);
    signpost_calendar_free(calendar);
    options.days = 0;
    signpost_date_parse("2026-06-08", &options.from);
    bool good = random_side_make(directory, demands, &options, &before);
    if (good && signpost_gaps_remedies(before.gaps, MOST, &remedies, &error) != SIGNPOST_OK)
        good = printf("%s\n", error.message) < 0;
    size_t count = good ? signpost_remedies_count(remedies) : 0;
    for (size_t i = 0; i < count; i++)
        seen->of_kind[signpost_remedies_at(remedies, i).kind]++;
    seen->directories++;
    good = good && signpost_remedies_before(remedies) == total(&before);
    if (good && count)
        good = keeps_promise(directory, demands, &options, remedies, 1, seed) &&
               keeps_promise(directory, demands, &options, remedies, count, seed);
    signpost_remedies_free(remedies);
    random_side_release(&before);
    return good;
}

int main(int count, char **words)
{
    tally seen = {{0}, 0};
    const random_run run = random_directories(count, words, 30, compare_directory, &seen);
    printf("remedies oracle: %zu directories: %zu of longer hours, %zu of wider profiles, %zu of new services; %d do "
           "not keep "
           "their promise\n",
           seen.directories, seen.of_kind[SIGNPOST_REMEDY_HOURS], seen.of_kind[SIGNPOST_REMEDY_PROFILE],
           seen.of_kind[SIGNPOST_REMEDY_NEW], run.failed);
    bool is_empty = !seen.of_kind[0] || !seen.of_kind[1] || !seen.of_kind[2];
    return run.failed || (run.directories >= 30 && is_empty);
}

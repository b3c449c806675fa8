/* `signpost generate`: a synthetic directory of any size, the same for the same seed. It writes CSV into a folder
 * beside the directory, imports it as anyone would, and removes the folder. */
#include "generate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const files[] = {"areas",          "area-populations",
                                    "places",         "place-areas",
                                    "calendars",      "holidays",
                                    "directory",      "service-types",
                                    "symptom-groups", "symptom-discriminators",
                                    "symptom-pairs",  "profiles",
                                    "rankings",       "services",
                                    "organisations",  "service-practices",
                                    "service-areas",  "capacities",
                                    "endpoints"};

static void remove_folder(const char *folder)
{
    char path[4200];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s.csv", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
}

static bool whole_number(const char *text, uint64_t most, uint64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && !errno && *number <= most;
}

static bool write_folder(const char *folder, country *c, const signpost_algorithms *algorithms, size_t services,
                         tally *made)
{
    return write_places(folder, c, made) && write_reference(folder, c, algorithms, made) &&
           write_services(folder, c, services, made);
}

static bool show_progress(void *context, size_t done, size_t total)
{
    (void)context;
    if (isatty(STDERR_FILENO) && total)
        fprintf(stderr, "\rimporting: %3zu %%%s", done * 100 / total, done == total ? "\n" : "");
    return true;
}

/* Fixed, so that the same seed gives the same directory. */
static const signpost_act act = {"generate", "a synthetic directory", 29920320};

static int import_folder(const char *folder, const char *path, tally *made)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_directory *directory;
    signpost_diagnostics *found;
    signpost_import_options how = SIGNPOST_IMPORT_OPTIONS_INIT;
    signpost_import_report report = {0};
    how.progress = show_progress;
    if (signpost_diagnostics_new(&found) != SIGNPOST_OK)
        return COULD_NOT;
    signpost_status status = signpost_directory_create(path, "Synthetic directory", &act, &directory, &error);
    if (status == SIGNPOST_OK)
        status = signpost_directory_import(directory, folder, &act, &how, &report, found, &error);
    for (size_t i = 0; status == SIGNPOST_CONTENT && i < signpost_diagnostics_count(found) && i < 10; i++) {
        signpost_diagnostic mistake = signpost_diagnostics_get(found, i);
        fprintf(stderr, "%s:%u: %s\n", mistake.file, mistake.line, mistake.message);
    }
    signpost_diagnostics_free(found);
    signpost_directory_close(directory);
    made->rows = report.added;
    return status == SIGNPOST_OK ? DONE : could_not(&error);
}

static void show_made(const tally *made, const char *path)
{
    printf("%zu services of %zu types in %zu districts and %zu small areas\n", made->services, made->types,
           made->districts, made->small_areas);
    printf("%zu distinct profiles, %zu distinct weeks, %zu rows in all\n", made->profiles, made->weeks, made->rows);
    printf("written to %s\n", path);
}

static int generate(const arguments *given, const signpost_algorithms *algorithms, uint64_t services, uint64_t seed,
                    int countries)
{
    const char *path = given->values[OPTION_OUTPUT];
    char folder[4100], unfinished[4120];
    country c;
    tally made = {0};
    snprintf(folder, sizeof folder, "%s.parts", path);
    snprintf(unfinished, sizeof unfinished, "%s.unfinished", path);
    if (mkdir(folder, 0777) != 0) {
        fprintf(stderr, "error: could not make the folder \"%s\": %s [SP0103]\n", folder, strerror(errno));
        return COULD_NOT;
    }
    int status = DONE;
    if (!country_plan(&c, seed, (size_t)services, countries) ||
        !write_folder(folder, &c, algorithms, (size_t)services, &made)) {
        fprintf(stderr, "error: could not write into \"%s\": is the disk full? [SP0103]\n", folder);
        status = COULD_NOT;
    }
    country_free(&c);
    remove(unfinished);
    if (status == DONE)
        status = import_folder(folder, unfinished, &made);
    remove_folder(folder);
    if (status == DONE && rename(unfinished, path) != 0) {
        fprintf(stderr, "error: could not write \"%s\": %s [SP0103]\n", path, strerror(errno));
        status = COULD_NOT;
    }
    remove(unfinished);
    if (status == DONE)
        show_made(&made, path);
    return status;
}

/* There are names for so many districts, of 58 services each. */
enum { MOST_OF_MANY = 1500000 };

static int run(const arguments *given)
{
    const char *services_text = given->values[OPTION_SERVICES], *seed_text = given->values[OPTION_SEED];
    const char *countries_text = given->values[OPTION_COUNTRIES];
    uint64_t services = 170000, seed = 1, countries = 1;
    if (!said(given, OPTION_OUTPUT))
        return wrong_use("signpost generate needs --output FILE, where there is no file yet");
    if (services_text && (!whole_number(services_text, 9999999, &services) || !services))
        return wrong_use("--services \"%s\" is not a whole number from 1 to 9999999", services_text);
    if (seed_text && !whole_number(seed_text, UINT64_MAX, &seed))
        return wrong_use("--seed \"%s\" is not a whole number", seed_text);
    if (countries_text && (!whole_number(countries_text, MOST_COUNTRIES, &countries) || !countries))
        return wrong_use("--countries \"%s\" is not a whole number from 1 to %d", countries_text, MOST_COUNTRIES);
    if (countries > 8 && services > MOST_OF_MANY)
        return wrong_use("--services \"%s\" are too many for so many countries: at most %d", services_text,
                         MOST_OF_MANY);
    if (access(given->values[OPTION_OUTPUT], F_OK) == 0 && !said(given, OPTION_FORCE))
        return wrong_use("\"%s\" is there already; remove it, or say --force", given->values[OPTION_OUTPUT]);
    signpost_algorithms *algorithms;
    int status = load_algorithms(given, &algorithms);
    if (status != DONE)
        return status;
    status = generate(given, algorithms, services, seed, (int)countries);
    signpost_algorithms_free(algorithms);
    return status;
}

static const option_id taken_options[] = {OPTION_SERVICES, OPTION_COUNTRIES, OPTION_SEED, OPTION_ALGORITHMS,
                                          OPTION_FORCE,    OPTION_OUTPUT,    OPTIONS_END};

const command command_generate = {
    .name = "generate",
    .operands = "",
    .summary = "makes a synthetic directory of any size",
    .text = "Makes a directory of synthetic services, for measuring and trying things at the size of a country: by "
            "default 170,000 services of 73 types, in 2,900 districts and 33,000 small areas with people by age band "
            "and sex. The same number of services and the same seed give the same content.\n\n"
            "It has the shape of England, dense and thin places alike, and nothing else of it: no service, name or "
            "postcode is real. Symptom groups and discriminators are those of the triage content, and some of its own "
            "for community services.\n\n"
            "With --countries the services are shared out among so many countries side by side, each with "
            "commissioners of its own: a larger directory that is no denser anywhere.",
    .options = taken_options,
    .example = "generate --services 2000 --seed 7 --output synthetic.db",
    .run = run,
};

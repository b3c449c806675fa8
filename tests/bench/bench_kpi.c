/* Call-handling figures: a year of calls read, checked and counted, against sqlite3's own .import of the same file; and
 * ten years of national monthly data shown. Usage: bench-kpi [calls]. */
#include "../support/calls.h"
#include "figures.h"
#include "signpost.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { YEARS = 10, NATIONAL_CONTRACTS = 45, CONTRACTS = 45 };

static char folder[] = "/tmp/signpost-bench-kpi-XXXXXX";

static const char *path_of(const char *name, char buffer[128])
{
    snprintf(buffer, 128, "%s/%s", folder, name);
    return buffer;
}

static bool fail(const signpost_error *error)
{
    fprintf(stderr, "%s\n", error->message);
    return false;
}

static bool write_calls(const char *path, uint64_t count)
{
    FILE *to = fopen(path, "w");
    if (!to)
        return false;
    test_calls calls = test_calls_begin(1, 1743462000, count, CONTRACTS, 1); /* 2025-04-01, local */
    test_calls_header(to);
    for (uint64_t i = 0; i < count; i++) {
        test_call call;
        test_calls_next(&calls, &call);
        test_call_write(to, &call);
    }
    return fclose(to) == 0;
}

static bool import(const char *database, const char *file, signpost_collection collection, signpost_figures_done *done)
{
    signpost_figures *figures;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_figures_options options = SIGNPOST_FIGURES_OPTIONS_INIT;
    options.published = 20600;
    if (signpost_figures_create(database, &figures, &error))
        return fail(&error);
    signpost_status status = signpost_figures_import(figures, collection, file, &options, done, NULL, &error);
    signpost_figures_close(figures);
    return !status || fail(&error);
}

static double peak_mb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static bool bench_calls(uint64_t count)
{
    char file[128], database[128], peer[128], command[512];
    struct stat about;
    signpost_figures_done done;
    if (!write_calls(path_of("calls.csv", file), count) || stat(file, &about) != 0)
        return false;
    double before = peak_mb(), own = figures_own_us(), start = figures_now();
    if (!import(path_of("figures.db", database), file, SIGNPOST_COLLECTION_CALLS, &done))
        return false;
    double seconds = (figures_now() - start) / 1e9, processor = (figures_own_us() - own) / 1e6;
    printf(
        "%llu calls, %.1f GB: read, checked and counted in %.2f s (%.2f s of one processor), %.2f million a second\n",
        (unsigned long long)count, (double)about.st_size / 1e9, seconds, processor, (double)count / seconds / 1e6);
    printf("into %lld hours of contracts and providers; peak memory %.0f MB, %.0f before\n", (long long)done.aggregates,
           peak_mb(), before);
    snprintf(command, sizeof command, "sqlite3 %s '.import --csv %s calls' >/dev/null", path_of("peer.db", peer), file);
    start = figures_now();
    if (system(command) != 0) {
        printf("sqlite3 is not here: no peer\n");
        return true;
    }
    double peer_seconds = (figures_now() - start) / 1e9;
    printf("sqlite3's .import of the same file: %.2f s, %.2f million a second; %.1f times as long\n", peer_seconds,
           (double)count / peer_seconds / 1e6, peer_seconds / seconds);
    return true;
}

/* Ten years of a national file, in the layout of the Minimum Data Set. */
static bool write_national(const char *path)
{
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    FILE *to = fopen(path, "w");
    if (!to)
        return false;
    fputs("Periodname,Provider Org Code,Provider Name,Nhs1 Number Calls Offered SUM,Nhs1 Abandoned Calls SUM,Nhs1 "
          "Answered "
          "Calls SUM,Nhs1 Answered 60sec SUM,Nhs1 Calls Person Triaged SUM,Nhs1 Transferred To Ca SUM,Nhs1 "
          "Wtransferred To "
          "Ca SUM,Nhs1 Person Offered Call Back SUM,Nhs1 Calls Back Within 10mins SUM,Nhs1 Amb Dispatches SUM,Nhs1 "
          "Recommend To Ae SUM,Nhs1 Recommend To Primcare SUM,Nhs1 Recommend To Other SUM,Nhs1 Not Recommend SUM,Nhs1 "
          "Given Health Information SUM,Nhs1 Recommended Home Care SUM,Nhs1 Recommended Non Clinical SUM\n",
          to);
    for (int month = 0; month < 12 * YEARS; month++)
        for (int contract = 0; contract < NATIONAL_CONTRACTS; contract++) {
            int calls = 20000 + 37 * (month * 31 + contract * 17) % 9000;
            fprintf(to, "%s-%02d,111C%02d,CONTRACT %d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d\n",
                    names[month % 12], 11 + month / 12, contract, contract, calls, calls / 30, calls * 9 / 10,
                    calls * 8 / 10, 100 * (calls / 125), calls / 5, calls / 10, calls / 5 - calls / 10, calls / 25,
                    10 * (calls / 125), 10 * (calls / 125), 60 * (calls / 125), 5 * (calls / 125), 15 * (calls / 125),
                    5 * (calls / 125), 5 * (calls / 125), 5 * (calls / 125));
        }
    return fclose(to) == 0;
}

static bool bench_show(void)
{
    char file[128], database[128], command[512];
    signpost_figures_done done;
    if (!write_national(path_of("national.csv", file)) ||
        !import(path_of("national.db", database), file, SIGNPOST_COLLECTION_MDS, &done))
        return false;
    snprintf(command, sizeof command, "%s/examples/signpost/signpost kpi show --figures %s >/dev/null",
             SIGNPOST_BUILD_ROOT, database);
    double start = figures_now();
    int status = system(command);
    printf("%d years of %d contracts, by month: all figures shown in %.2f s%s\n", YEARS, NATIONAL_CONTRACTS,
           (figures_now() - start) / 1e9, status ? " (the program is not here)" : "");
    return true;
}

int main(int count, char **words)
{
    uint64_t calls = count > 1 ? strtoull(words[1], NULL, 10) : 20000000;
    char command[128];
    if (!mkdtemp(folder))
        return 1;
    bool good = bench_calls(calls) && bench_show();
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) != 0 || !good;
}

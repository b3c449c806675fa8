/* What the audit costs in a directory of the size of a country, made by `signpost generate`: gaps of the typical week,
 * for every outcome of the shipped content that is looked up; and how long the same question would take as searches,
 * one a minute, measured on some of them; and how long it takes to say what one changed service opens and closes.
 * Usage: bench-audit DIRECTORY [threads]. */
#include "directory/directory.h"
#include "figures.h"
#include "repeated.h"
#include "signpost/audit.h"
#include "signpost/overlaps.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int fail(const signpost_error *error)
{
    puts(error->message);
    return 1;
}

/* The same question, asked of the search for every area, distinct need and minute. */
static int compare_with_searches(const signpost_index *index, const signpost_audit *audit, double took_s, int threads)
{
    enum { SEARCHES = 20000 };
    signpost_audit_about about = signpost_audit_describe(audit);
    struct rusage used;
    double each = repeated_search_us(index, audit, SEARCHES);
    double searches = (double)about.areas * (double)about.needs * (double)about.minutes;
    getrusage(RUSAGE_SELF, &used);
    if (each < 0)
        return 1;
    printf(
        "by repeated search: %.1f us each, %.3g searches: %.0f days of one thread; the gaps were found %.0f times as "
        "fast; %ld MiB at most so far\n",
        each, searches, searches * each / 1e6 / 86400, searches * each / 1e6 / threads / took_s, used.ru_maxrss / 1024);
    return 0;
}

/* ---- one changed service ---- */

/* Copies the directory and closes a service in the copy. */
static bool make_copy(const char *from, const char *to, signpost_error *error)
{
    signpost_directory *copy;
    char buffer[1 << 16];
    size_t got = 0;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    while (in && out && (got = fread(buffer, 1, sizeof buffer, in)) > 0)
        if (fwrite(buffer, 1, got, out) != got)
            break;
    bool good = in && out && !ferror(in) && got == 0;
    if (in)
        fclose(in);
    good = (!out || fclose(out) == 0) && good;
    if (!good || signpost_directory_open(to, SIGNPOST_READ_WRITE, &copy, error) != SIGNPOST_OK)
        return false;
    good = sgp_db_run(copy->db,
                      "UPDATE service SET state = 'closed' WHERE id = (SELECT id FROM service WHERE state = 'active'"
                      " LIMIT 1 OFFSET 1000)",
                      error) == SIGNPOST_OK;
    signpost_directory_close(copy);
    return good;
}

static int compare(const signpost_audit *before, const char *copy, const signpost_demand *demands, size_t count,
                   const signpost_audit_options *options)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_directory *directory;
    signpost_index *index;
    signpost_audit *after;
    signpost_comparison *comparison;
    if (signpost_directory_open(copy, SIGNPOST_READ_ONLY, &directory, &error) != SIGNPOST_OK ||
        signpost_index_build(directory, NULL, &index, &error) != SIGNPOST_OK ||
        signpost_audit_new(directory, index, demands, count, options, &after, &error) != SIGNPOST_OK)
        return fail(&error);
    double start = now_s();
    if (signpost_audit_compare(before, after, &comparison, &error) != SIGNPOST_OK)
        return fail(&error);
    double done = now_s();
    signpost_comparison_about about = signpost_comparison_describe(comparison);
    printf("compared with %zu changed service, which can touch %zu areas, in %.2f s: %zu gaps opened, %zu closed\n",
           about.services_changed, about.areas_touched, done - start,
           signpost_gaps_count(signpost_comparison_opened(comparison)),
           signpost_gaps_count(signpost_comparison_closed(comparison)));
    signpost_comparison_free(comparison);
    signpost_audit_free(after);
    signpost_index_free(index);
    signpost_directory_close(directory);
    return 0;
}

static int measure_change(const char *path, const signpost_audit *before, const signpost_demand *demands, size_t count,
                          const signpost_audit_options *options)
{
    char copy[] = "/tmp/signpost-bench-XXXXXX";
    signpost_error error = SIGNPOST_ERROR_INIT;
    int file = mkstemp(copy);
    if (file < 0)
        return 1;
    close(file);
    int failed = make_copy(path, copy, &error) ? compare(before, copy, demands, count, options) : fail(&error);
    remove(copy);
    return failed;
}

/* ---- all of it ---- */

static int measure(const char *path, signpost_directory *directory, const signpost_index *index,
                   signpost_algorithms *algorithms, int threads)
{
    static signpost_demand demands[2048];
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_audit_options options = SIGNPOST_AUDIT_OPTIONS_INIT;
    signpost_audit *audit;
    signpost_gaps *gaps;
    signpost_proof *proof;
    if (signpost_proof_make(algorithms, NULL, &proof, &error) != SIGNPOST_OK)
        return fail(&error);
    size_t count = signpost_demands(proof, demands, 2048);
    signpost_proof_free(proof);
    options.threads = threads;
    signpost_date_parse("2027-06-07", &options.from);
    double start = now_s();
    if (signpost_audit_new(directory, index, demands, count, &options, &audit, &error) != SIGNPOST_OK)
        return fail(&error);
    double ready = now_s();
    if (signpost_audit_gaps(audit, &gaps, &error) != SIGNPOST_OK)
        return fail(&error);
    double done = now_s();
    signpost_audit_about about = signpost_audit_describe(audit);
    printf("audit of %zu areas, %zu demands that are %zu distinct needs, %zu services: made ready in %.2f s, gaps in "
           "%.2f s "
           "by %d threads, %zu findings\n",
           about.areas, about.demands, about.needs, about.services, ready - start, done - ready, threads,
           signpost_gaps_count(gaps));
    signpost_gaps_free(gaps);
    int failed = compare_with_searches(index, audit, done - start, threads);
    done = now_s();
    signpost_overlaps *overlaps;
    if (signpost_audit_overlaps(audit, &overlaps, &error) != SIGNPOST_OK)
        return fail(&error);
    printf("overlaps in %.2f s: %zu of %zu services give nothing alone\n", now_s() - done,
           signpost_overlaps_removable(overlaps), signpost_overlaps_services(overlaps));
    signpost_overlaps_free(overlaps);
    failed += measure_change(path, audit, demands, count, &options);
    signpost_audit_free(audit);
    return failed;
}

int main(int count, char **words)
{
    signpost_algorithms *algorithms;
    signpost_directory *directory;
    signpost_index *index;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (count < 2)
        return puts("usage: bench-audit DIRECTORY [threads]"), 2;
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, &error) != SIGNPOST_OK ||
        signpost_directory_open(words[1], SIGNPOST_READ_ONLY, &directory, &error) != SIGNPOST_OK ||
        signpost_index_build(directory, NULL, &index, &error) != SIGNPOST_OK)
        return fail(&error);
    int failed = measure(words[1], directory, index, algorithms, count > 2 ? atoi(words[2]) : 2);
    signpost_index_free(index);
    signpost_directory_close(directory);
    signpost_algorithms_free(algorithms);
    return failed;
}

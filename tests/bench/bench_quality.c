/* What judging every entry costs in a directory of the size of a country, made by `signpost generate`: with what the
 * audit knows, and without. Usage: bench-quality DIRECTORY [times]. */
#include "figures.h"
#include "signpost/quality.h"

#include <stdio.h>
#include <stdlib.h>

static int fail(const signpost_error *error)
{
    puts(error->message);
    return 1;
}

static int measure(signpost_directory *directory, const signpost_audit *audit, const signpost_quality_options *options,
                   int times)
{
    signpost_quality *quality;
    signpost_error error = SIGNPOST_ERROR_INIT;
    double best = 1e9;
    for (int i = 0; i < times; i++) {
        double start = figures_now();
        if (signpost_quality_check(directory, audit, options, &quality, &error) != SIGNPOST_OK)
            return fail(&error);
        double took = (figures_now() - start) / 1e9;
        best = took < best ? took : best;
        if (i + 1 < times)
            signpost_quality_free(quality);
    }
    signpost_quality_about about = signpost_quality_describe(quality);
    printf("quality of %zu entries%s: %zu findings, %zu unreachable, %zu providers, in %.2f s\n", about.entries,
           audit ? "" : " without their reach", signpost_quality_count(quality), about.unreachable,
           signpost_quality_provider_count(quality), best);
    signpost_quality_free(quality);
    return 0;
}

static int judge(signpost_directory *directory, signpost_algorithms *algorithms, int times)
{
    static signpost_demand demands[2048];
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_audit_options options = SIGNPOST_AUDIT_OPTIONS_INIT;
    signpost_quality_options asked = SIGNPOST_QUALITY_OPTIONS_INIT;
    signpost_index *index;
    signpost_audit *audit;
    signpost_date_parse("2027-06-07", &options.from);
    asked.at = (signpost_minute)options.from * 1440 + 720;
    signpost_proof *proof;
    if (signpost_proof_make(algorithms, NULL, &proof, &error) != SIGNPOST_OK)
        return fail(&error);
    size_t count = signpost_demands(proof, demands, sizeof demands / sizeof *demands);
    signpost_proof_free(proof);
    if (signpost_index_build(directory, NULL, &index, &error) != SIGNPOST_OK)
        return fail(&error);
    signpost_status status = signpost_audit_new(directory, index, demands, count, &options, &audit, &error);
    signpost_index_free(index);
    if (status != SIGNPOST_OK)
        return fail(&error);
    int failed = measure(directory, audit, &asked, times) || measure(directory, NULL, &asked, times);
    signpost_audit_free(audit);
    return failed;
}

int main(int count, char **words)
{
    signpost_algorithms *algorithms;
    signpost_directory *directory;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (count < 2)
        return puts("usage: bench-quality DIRECTORY [times]"), 2;
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, &error) != SIGNPOST_OK ||
        signpost_directory_open(words[1], SIGNPOST_READ_ONLY, &directory, &error) != SIGNPOST_OK)
        return fail(&error);
    int failed = judge(directory, algorithms, count > 2 ? atoi(words[2]) : 3);
    signpost_directory_close(directory);
    signpost_algorithms_free(algorithms);
    return failed;
}

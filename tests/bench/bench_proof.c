/* What proving costs: all claims of the shipped content, and of many renamed copies of it beside each other, and how it
 * grows; what comparing the shipped content with a changed copy costs; and suggesting cases for content that has none.
 * The proofs are alone in bench_prove, the comparison in bench_compare, for callgrind's --toggle-collect. Usage:
 * bench-proof [copies]; 1 for the shipped content alone. */
#include "copies.h"
#include "figures.h"
#include "signpost/cases.h"
#include "signpost/diff.h"
#include "signpost/proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

signpost_proof_summary bench_prove(signpost_algorithms *algorithms);
signpost_diff_summary bench_compare(signpost_algorithms *before, signpost_algorithms *after);

__attribute__((noinline)) signpost_proof_summary bench_prove(signpost_algorithms *algorithms)
{
    signpost_proof *proof;
    if (signpost_proof_make(algorithms, NULL, &proof, NULL) != SIGNPOST_OK)
        exit(1);
    signpost_proof_summary summary = signpost_proof_summarise(proof);
    signpost_proof_free(proof);
    return summary;
}

__attribute__((noinline)) signpost_diff_summary bench_compare(signpost_algorithms *before, signpost_algorithms *after)
{
    signpost_diff *diff;
    if (signpost_diff_make(before, after, NULL, &diff, NULL) != SIGNPOST_OK)
        exit(1);
    signpost_diff_summary summary = signpost_diff_summarise(diff);
    signpost_diff_free(diff);
    return summary;
}

static signpost_algorithms *compile(const copies *made)
{
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    double start = figures_own_us();
    if (signpost_algorithms_compile(made->sources, made->count, NULL, &algorithms, NULL, &error) != SIGNPOST_OK) {
        printf("%s:%u: %s\n", error.file, error.line, error.message);
        exit(1);
    }
    printf("load: %zu pathways of %zu KB in %.0f ms\n", signpost_algorithms_summarise(algorithms).pathways,
           made->bytes / 1024, (figures_own_us() - start) / 1e3);
    return algorithms;
}

/* Returns milliseconds. */
static double prove(int times)
{
    copies made;
    if (!copies_make(&made, times))
        exit(1);
    signpost_algorithms *algorithms = compile(&made);
    double start = figures_own_us();
    signpost_proof_summary summary = bench_prove(algorithms);
    double ms = (figures_own_us() - start) / 1e3;
    printf("proof: %.0f ms over %zu regions and %.3g ways; it %s\n", ms, summary.regions, (double)summary.ways,
           summary.holds ? "holds" : "does NOT hold");
    signpost_algorithms_free(algorithms);
    copies_free(&made);
    return ms;
}

static bool count_case(const signpost_suggestion *suggestion, void *context)
{
    (void)suggestion;
    ++*(size_t *)context;
    return true;
}

/* The shipped content against itself, but for one disposition in each file that has it. */
static void compare(void)
{
    copies made;
    if (!copies_make(&made, 1))
        exit(1);
    signpost_algorithms *before = compile(&made);
    for (size_t i = 0; i < made.count; i++) {
        char *at = strstr((char *)(uintptr_t)made.sources[i].bytes, "{disposition: Dx06"),
             *cases = strstr((char *)(uintptr_t)made.sources[i].bytes, "\ncases:");
        if (at)
            memcpy(at, "{disposition: Dx07", 18);
        if (cases)
            cases[1] = '\0';
        made.sources[i].size = strlen(made.sources[i].bytes);
    }
    signpost_algorithms *after = compile(&made);
    double start = figures_own_us();
    signpost_diff_summary summary = bench_compare(before, after);
    printf("diff: %.0f ms over %zu regions; %.3g of %.3g ways changed\n", (figures_own_us() - start) / 1e3,
           summary.regions, (double)summary.changed, (double)summary.ways);
    size_t cases = 0;
    start = figures_own_us();
    if (signpost_cases_suggest(after, count_case, &cases, NULL, NULL) != SIGNPOST_OK)
        exit(1);
    printf("suggestions for content without cases: %zu in %.0f ms\n", cases, (figures_own_us() - start) / 1e3);
    signpost_algorithms_free(before);
    signpost_algorithms_free(after);
    copies_free(&made);
}

int main(int count, char **arguments)
{
    int times = count > 1 ? atoi(arguments[1]) : 50;
    double one = prove(1);
    compare();
    if (times > 1) {
        double many = prove(times);
        printf("growth: %d times the content takes %.1f times as long to prove\n", times, many / one);
    }
    return 0;
}

/* A walk of thirty questions, answered without a journal and with one that is kept in memory. The content is made for
 * it, with questions as long as the shipped ones. Starting the walk is not counted. Usage: bench-journal [walks]. */
#include "../support/counting.h"
#include "../walk/fixture.h"
#include "figures.h"
#include "signpost/journal.h"

#include <stdio.h>

enum { QUESTIONS = 30 };

typedef struct paper {
    char bytes[64 * 1024];
    size_t size, lines;
} paper;

static bool put(const char *bytes, size_t size, void *context)
{
    paper *to = context;
    if (to->size + size > sizeof to->bytes)
        return false;
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
    to->lines++;
    return true;
}

/* A pathway of thirty questions, one after the other. */
static signpost_algorithms *thirty_questions(void)
{
    static char pathway[16 * 1024];
    size_t used = (size_t)snprintf(pathway, sizeof pathway,
                                   "pathway: fever-adult\ncomplaint: fever\ntitle: Fever\nstate: demonstration\n"
                                   "version: 1\nreview_by: 2027-11-01\nsources: [a bench]\n"
                                   "patients: {age: any, sex: any}\nsymptom_group: demo-fever\nred_flags: [question-1]\n"
                                   "start: question-1\nquestions:\n");
    for (int i = 1; i <= QUESTIONS; i++) {
        char next[32] = "home";
        if (i < QUESTIONS)
            snprintf(next, sizeof next, "question-%d", i + 1);
        used += (size_t)snprintf(pathway + used, sizeof pathway - used,
                                 "  question-%d: {ask: Does it hurt to bend the neck or to look into light?, "
                                 "answers: {yes: ambulance, no: %s, not sure: ambulance}}\n", i, next);
    }
    snprintf(pathway + used, sizeof pathway - used,
             "outcomes: {ambulance: {disposition: Dx011, discriminator: demo-rash}, home: {disposition: Dx39}}\n");
    const signpost_source sources[] = {
        {"shared.yaml", fixture_shared, strlen(fixture_shared)},
        {"fever.yaml", pathway, strlen(pathway)},
    };
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_algorithms_compile(sources, 2, NULL, &algorithms, NULL, &error) != SIGNPOST_OK)
        printf("%s:%u: %s\n", error.file, error.line, error.message);
    return algorithms;
}

signpost_status bench_thirty(signpost_walk *walk);

/* Alone, for callgrind's --toggle-collect. */
__attribute__((noinline)) signpost_status bench_thirty(signpost_walk *walk)
{
    signpost_status status = SIGNPOST_OK;
    for (int i = 0; i < QUESTIONS && status == SIGNPOST_OK; i++)
        status = signpost_walk_answer(walk, 1, 29919480 + i / 4, NULL);
    return status;
}

/* Microseconds of each walk; with a journal when there is a paper. False when an answer was refused. */
static bool measure(signpost_algorithms *algorithms, paper *on, size_t walks, double *us, size_t *allocated)
{
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = signpost_age_of(30, SIGNPOST_YEARS);
    *allocated = 0;
    for (size_t i = 0; i < walks; i++) {
        signpost_walk *walk;
        signpost_recorder *recorder = NULL;
        if (on)
            on->size = on->lines = 0;
        if (on && signpost_recorder_new(NULL, put, on, &recorder, NULL) != SIGNPOST_OK)
            return false;
        if (signpost_walk_start(algorithms, &patient, "fever", 29919480, on ? signpost_recorder_sink : NULL, recorder,
                                &walk, NULL) != SIGNPOST_OK)
            return false;
        size_t before = allocations;
        double began = figures_now();
        signpost_status status = bench_thirty(walk);
        us[i] = (figures_now() - began) / 1e3;
        *allocated += allocations - before;
        signpost_walk_free(walk);
        signpost_recorder_free(recorder);
        if (status != SIGNPOST_OK)
            return false;
    }
    return true;
}

int main(int count, char **arguments)
{
    static paper on;
    size_t walks = count > 1 ? (size_t)atol(arguments[1]) : 20000, none, some;
    double *bare = calloc(walks, sizeof *bare), *kept = calloc(walks, sizeof *kept);
    signpost_allocator_set(&counting);
    signpost_algorithms *algorithms = thirty_questions();
    if (!bare || !kept || !algorithms || !measure(algorithms, NULL, walks, bare, &none) ||
        !measure(algorithms, &on, walks, kept, &some))
        return puts("the walk does not go as it should"), 1;
    double without = figures_percentile(bare, walks, 50), with = figures_percentile(kept, walks, 50);
    printf("a walk of %d questions: %.1f us with its journal in memory (95 %%: %.1f), %.1f without; %.0f bytes a line, "
           "%.1f allocations a step; medians of %zu\n",
           QUESTIONS, with, figures_percentile(kept, walks, 95), without, (double)on.size / (double)on.lines,
           (double)(some + none) / (double)(walks * QUESTIONS), walks);
    signpost_algorithms_free(algorithms);
    free(bare);
    free(kept);
    return 0;
}

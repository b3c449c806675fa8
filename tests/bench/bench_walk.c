/* What a step of a walk costs, through all the shipped content: seeded callers choose a complaint and answer at random
 * to the end. The events are alone in bench_steps, for callgrind's --toggle-collect. Usage: bench-walk [walks]. */
#include "../support/counting.h"
#include "../support/random.h"
#include "figures.h"
#include "signpost/walk.h"

#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 200 }; /* walks alive at once */

long bench_steps(signpost_walk *const *walks, int count, test_random *random);

/* Answers where the walk stands, in some way that is allowed. */
static signpost_status answer(signpost_walk *walk, const signpost_step *step, test_random *random)
{
    size_t chosen = (size_t)test_random_from(random, 0, step->answer_count ? (int)step->answer_count - 1 : 0);
    signpost_part_answer parts[64];
    int64_t number = step->from + (int64_t)(test_random_bits(random) % (uint64_t)(step->to - step->from + 1));
    switch (step->kind) {
    case SIGNPOST_STEP_QUESTION:
        return signpost_walk_answer(walk, chosen, 0, NULL);
    case SIGNPOST_STEP_MANY:
        return signpost_walk_choose(walk, &chosen, 1, 0, NULL);
    case SIGNPOST_STEP_MEASURE:
        return signpost_walk_measure(walk, &number, 0, NULL);
    case SIGNPOST_STEP_TOGETHER:
        for (size_t i = 0; i < step->answer_count; i++)
            parts[i] = SIGNPOST_NO;
        parts[chosen] = (signpost_part_answer)test_random_from(random, SIGNPOST_YES, SIGNPOST_NOT_SURE);
        return signpost_walk_together(walk, parts, step->answer_count, 0, NULL);
    case SIGNPOST_STEP_ADVICE:
        return signpost_walk_acknowledge(walk, 0, NULL);
    case SIGNPOST_STEP_AGE:
    case SIGNPOST_STEP_OUTCOME:
    case SIGNPOST_STEP_LEFT:
    default:
        return SIGNPOST_STATE; /* ages are known to the day */
    }
}

__attribute__((noinline)) long bench_steps(signpost_walk *const *walks, int count, test_random *random)
{
    long steps = 0;
    for (int i = 0; i < count; i++)
        for (;;) {
            signpost_step step;
            signpost_walk_step(walks[i], &step);
            if (step.kind >= SIGNPOST_STEP_OUTCOME)
                break;
            if (answer(walks[i], &step, random) != SIGNPOST_OK)
                return -1;
            steps++;
        }
    return steps;
}

int main(int count, char **arguments)
{
    int batches = (count > 1 ? atoi(arguments[1]) : 20000) / BATCH, done = 0;
    test_random random = {1};
    signpost_algorithms *algorithms;
    double ns = 0, starting = 0;
    long steps = 0;
    size_t allocated = 0;
    signpost_allocator_set(&counting);
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, NULL) != SIGNPOST_OK)
        return puts("the content has mistakes"), 1;
    for (; done < batches; done++) {
        signpost_walk *walks[BATCH];
        double start = figures_now();
        for (int i = 0; i < BATCH; i++) {
            signpost_patient patient = SIGNPOST_PATIENT_INIT;
            patient.age.from_days = patient.age.to_days = test_random_from(&random, 0, 36500);
            patient.sex = (signpost_sex)test_random_from(&random, 0, SIGNPOST_SEX_COUNT - 1);
            size_t complaint = (size_t)test_random_from(&random, 0, (int)signpost_complaint_count(algorithms) - 1);
            if (signpost_walk_start(algorithms, &patient, signpost_complaint_at(algorithms, complaint).name, 0, NULL,
                                    NULL, &walks[i], NULL) != SIGNPOST_OK)
                return puts("a walk does not start"), 1;
        }
        starting += figures_now() - start;
        size_t before = allocations;
        start = figures_now();
        long taken = bench_steps(walks, BATCH, &random);
        ns += figures_now() - start;
        allocated += allocations - before;
        if (taken < 0)
            return puts("an answer is refused"), 1;
        steps += taken;
        for (int i = 0; i < BATCH; i++)
            signpost_walk_free(walks[i]);
    }
    printf("a walk step: %.0f ns and %.1f allocations each, over %ld steps of %d walks; starting a walk %.0f ns\n",
           ns / (double)steps, (double)allocated / (double)steps, steps, done * BATCH, starting / (done * BATCH));
    signpost_algorithms_free(algorithms);
    return 0;
}

/* Calls of a made-up year, as CSV: the same for the same seed. */
#ifndef SIGNPOST_TESTS_CALLS_H
#define SIGNPOST_TESTS_CALLS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Seconds since 1970-01-01T00:00Z; 0: it did not happen. */
typedef struct test_call {
    int contract, provider;
    int64_t offered, answered, abandoned, triaged, transferred, callback_offered, callback_made, closed;
    const char *disposition; /* "" for none */
} test_call;

typedef struct test_calls {
    uint64_t seed;
    int64_t first, step_ms;   /* calls come in this order, so far apart */
    int contracts, providers; /* providers of each contract */
    uint64_t made;
} test_calls;

/* Calls evenly over a year from `first`, which is in seconds. */
test_calls test_calls_begin(uint64_t seed, int64_t first, uint64_t count, int contracts, int providers);
void test_calls_next(test_calls *calls, test_call *call);

void test_calls_header(FILE *to);
/* Local moments of Europe/London; with an offset where the time is shown twice. */
void test_call_write(FILE *to, const test_call *call);

#endif

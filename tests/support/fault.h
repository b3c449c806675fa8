/* Faults on demand: an allocation, a SQLite I/O call or a call on a file that fails when it is told to.
 *
 * A sweep runs a scenario with call 1 failing, then call 2, and so on until a run has no fault; then again with that call
 * and every one after it. What a run may end with is a clean error (its status, id and message set) or the very answer that
 * it gives without a fault; and whatever it ends with, no memory may be left. */
#ifndef SIGNPOST_TESTS_FAULT_H
#define SIGNPOST_TESTS_FAULT_H

#include "signpost/base.h"

/* One run of a scenario: what it says is its answer. */
typedef struct test_run {
    signpost_error error;
    void *context;
    size_t length;
    char answer[192 * 1024];
} test_run;

/* Adds to the answer. Allocates nothing. */
void test_say(test_run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds all diagnostics, a line each. */
void test_say_diagnostics(test_run *run, const signpost_diagnostics *list);

typedef struct test_scenario {
    const char *name;
    signpost_status (*run)(test_run *run);                            /* frees all that it makes; fills run->error when it fails */
    void (*prepare)(void *context);                                   /* before each run, without faults; may be NULL */
    void (*finish)(test_run *run, signpost_status status);            /* after each run, without faults; may be NULL */
    signpost_status ends;                                             /* how it ends without a fault: SIGNPOST_OK unless said */
    void *context;
} test_scenario;

/* Fails every allocation in turn: those of libyaml, SQLite and libc, too, unless a sanitizer owns malloc.
 * Returns how many there are. */
unsigned test_sweep_memory(const test_scenario *scenario);
/* Fails every call of SQLite to the file system in turn. Returns how many there are. */
unsigned test_sweep_io(const test_scenario *scenario);

/* Fails every call of the C library on files whose path begins so, in turn: for what the library writes and maps itself.
 * Returns how many there are. */
unsigned test_sweep_files(const test_scenario *scenario, const char *path);
/* Runs it with each read and write of such files stopping after a few bytes, or interrupted: its answer is the same. */
void test_by_pieces(const test_scenario *scenario, const char *path);

/* Whether all sweeps are to be made, or, for the word `quick`, only those that take a few seconds. Says so when a
 * sanitizer owns malloc. */
bool test_runs_everything(int count, char **words);
/* Whether the allocations of other libraries can be made to fail in this build. */
bool test_owns_malloc(void);

#endif

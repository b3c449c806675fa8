/* Faults on demand. The counting is one for all kinds: `next_call_fails` is asked by each call that can fail.
 * malloc and its kin are defined here, which makes glibc's dynamic linker give them to every library of the process; under
 * a sanitizer, which does the same, only the library's own allocator table fails. */
#include "fault.h"

#include "cmocka_all.h"
#include "fault_files.h"
#include "fault_vfs.h"
#include "signpost/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZER_OWNS_MALLOC 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define SANITIZER_OWNS_MALLOC 1
#endif

enum { MOST_CALLS = 200000 };

static struct plan {
    bool armed, persistent, fired;
    unsigned calls, failing; /* so far, from 1; the one that fails, 0 for none */
    long live;               /* blocks that are allocated now */
} plan;

static bool next_call_fails(void)
{
    if (!plan.armed)
        return false;
    plan.calls++;
    bool fails = plan.failing && (plan.calls == plan.failing || (plan.persistent && plan.calls > plan.failing));
    plan.fired = plan.fired || fails;
    return fails;
}

/* ---- allocations ---- */

#ifdef SANITIZER_OWNS_MALLOC

bool test_owns_malloc(void)
{
    return false;
}

static void *table_allocate(size_t size, void *context)
{
    (void)context;
    void *memory = next_call_fails() ? NULL : malloc(size);
    plan.live += memory != NULL;
    return memory;
}

static void *table_reallocate(void *memory, size_t size, void *context)
{
    (void)context;
    bool is_new = !memory;
    void *moved = next_call_fails() ? NULL : realloc(memory, size);
    plan.live += is_new && moved;
    return moved;
}

static void table_release(void *memory, void *context)
{
    (void)context;
    plan.live -= memory != NULL;
    free(memory);
}

static void take_memory_over(bool take)
{
    static const signpost_allocator table = {table_allocate, table_reallocate, table_release, NULL};
    signpost_allocator_set(take ? &table : NULL);
}

#else

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void __libc_free(void *memory);

static bool memory_is_watched;

bool test_owns_malloc(void)
{
    return true;
}

static void take_memory_over(bool take)
{
    memory_is_watched = take;
}

static bool allocation_fails(void)
{
    if (!memory_is_watched || !next_call_fails())
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    void *memory = allocation_fails() ? NULL : __libc_malloc(size);
    plan.live += memory != NULL;
    return memory;
}

void *calloc(size_t count, size_t size)
{
    void *memory = allocation_fails() ? NULL : __libc_calloc(count, size);
    plan.live += memory != NULL;
    return memory;
}

void *realloc(void *memory, size_t size)
{
    bool is_new = !memory;
    void *moved = allocation_fails() ? NULL : __libc_realloc(memory, size);
    plan.live += is_new && moved;
    return moved;
}

void free(void *memory)
{
    plan.live -= memory != NULL;
    __libc_free(memory);
}

#endif

/* ---- answers ---- */

void test_say(test_run *run, const char *format, ...)
{
    size_t room = sizeof run->answer - run->length;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(run->answer + run->length, room, format, arguments);
    va_end(arguments);
    run->length += length < 0 ? 0 : (size_t)length < room ? (size_t)length : room - 1;
}

void test_say_diagnostics(test_run *run, const signpost_diagnostics *list)
{
    char line[1200];
    for (size_t i = 0; i < signpost_diagnostics_count(list); i++) {
        signpost_diagnostic found = signpost_diagnostics_get(list, i);
        signpost_diagnostic_format(&found, line, sizeof line);
        test_say(run, "%s\n", line);
    }
}

/* ---- sweeps ---- */

typedef struct sweep {
    const test_scenario *scenario;
    const char *what; /* "allocation", "I/O call" */
    bool of_memory;
    test_run expected, got;
    signpost_status status; /* without a fault */
} sweep;

static signpost_status run_once(sweep *s, test_run *run, unsigned failing, bool persistent)
{
    const test_scenario *scenario = s->scenario;
    run->length = 0;
    run->answer[0] = '\0';
    run->error = (signpost_error)SIGNPOST_ERROR_INIT;
    run->context = scenario->context;
    if (scenario->prepare)
        scenario->prepare(scenario->context);
    long live = plan.live;
    plan.calls = 0;
    plan.fired = false;
    plan.failing = failing;
    plan.persistent = persistent;
    plan.armed = true;
    signpost_status status = scenario->run(run);
    plan.armed = false;
    if (plan.live != live)
        fail_msg("%s: %s %u failing leaves %ld blocks of memory", scenario->name, s->what, failing, plan.live - live);
    if (scenario->finish)
        scenario->finish(run, status);
    return status;
}

/* Statuses with which a fault of this kind may end a call. */
static bool is_allowed(const sweep *s, signpost_status status)
{
    if (s->of_memory)
        return status == SIGNPOST_NO_MEMORY;
    return status == SIGNPOST_IO || status == SIGNPOST_BUSY || status == SIGNPOST_CORRUPT || status == SIGNPOST_NO_MEMORY ||
           status == SIGNPOST_REFUSED;
}

/* Where two answers part, for the message. */
static const char *first_difference(const test_run *a, const test_run *b)
{
    size_t at = 0;
    while (a->answer[at] && a->answer[at] == b->answer[at])
        at++;
    while (at && a->answer[at - 1] != '\n')
        at--;
    return b->answer + at;
}

static void judge_run(sweep *s, unsigned failing, bool persistent, signpost_status status)
{
    const char *name = s->scenario->name, *more = persistent ? " and all after it" : "";
    if (status == s->status) {
        if (strcmp(s->expected.answer, s->got.answer) != 0)
            fail_msg("%s: %s %u%s failing gives another answer, from \"%.300s\"", name, s->what, failing, more,
                     first_difference(&s->expected, &s->got));
        return;
    }
    if (!is_allowed(s, status) || s->got.error.status != status || !s->got.error.id || !*s->got.error.message)
        fail_msg("%s: %s %u%s failing ends with \"%s\", its error being SP%04d \"%s\" (%s)", name, s->what, failing, more,
                 signpost_status_name(status), s->got.error.id, s->got.error.message,
                 signpost_status_name(s->got.error.status));
}

static unsigned sweep_all(sweep *s)
{
    run_once(s, &s->expected, 0, false); /* what is allocated once and for all is allocated here */
    s->status = run_once(s, &s->expected, 0, false);
    const unsigned calls = plan.calls;
    if (s->status != s->scenario->ends)
        fail_msg("%s: without a fault it ends with \"%s\": %s", s->scenario->name, signpost_status_name(s->status),
                 s->expected.error.message);
    if (!calls || calls > MOST_CALLS)
        fail_msg("%s: %u calls of kind \"%s\" are not what a sweep is for", s->scenario->name, calls, s->what);
    for (int persistent = 0; persistent < 2; persistent++)
        for (unsigned failing = 1;; failing++) {
            signpost_status status = run_once(s, &s->got, failing, persistent);
            judge_run(s, failing, persistent, status);
            if (!plan.fired)
                break;
            if (failing > MOST_CALLS)
                fail_msg("%s: no end of %ss", s->scenario->name, s->what);
        }
    return calls;
}

unsigned test_sweep_memory(const test_scenario *scenario)
{
    static sweep s;
    s = (sweep){.scenario = scenario, .what = "allocation", .of_memory = true};
    take_memory_over(true);
    unsigned calls = sweep_all(&s);
    take_memory_over(false);
    return calls;
}

unsigned test_sweep_io(const test_scenario *scenario)
{
    static sweep s;
    s = (sweep){.scenario = scenario, .what = "I/O call"};
    fault_vfs_install(next_call_fails);
    unsigned calls = sweep_all(&s);
    fault_vfs_remove();
    return calls;
}

unsigned test_sweep_files(const test_scenario *scenario, const char *path)
{
    static sweep s;
    s = (sweep){.scenario = scenario, .what = "file call"};
    fault_files_watch(path, next_call_fails);
    unsigned calls = sweep_all(&s);
    fault_files_watch(path, NULL);
    return calls;
}

void test_by_pieces(const test_scenario *scenario, const char *path)
{
    static sweep s;
    s = (sweep){.scenario = scenario, .what = "piece"};
    s.status = run_once(&s, &s.expected, 0, false);
    fault_files_by_pieces(path);
    judge_run(&s, 0, false, run_once(&s, &s.got, 0, false));
    fault_files_by_pieces(NULL);
}

bool test_runs_everything(int count, char **words)
{
    if (!test_owns_malloc())
        puts("a sanitizer owns malloc: only the library's own allocations fail here");
    return count < 2 || strcmp(words[1], "quick") != 0;
}

/* What is done to the small town with people: an act of each kind, for the tests that break it off, starve it, or do
 * two at once. Each opens the directory, acts, and closes it. */
#ifndef SIGNPOST_TESTS_GOVERNED_ACTS_H
#define SIGNPOST_TESTS_GOVERNED_ACTS_H

#include "files.h"
#include "governed_town.h"
#include "signpost/changes.h"
#include "signpost/verification.h"

#include <sys/stat.h>

enum { GOVERNED_PATH = 64 };

/* A folder with a town in it in which changes 1 and 2, of pat, wait, and 3 is approved for later; and files to load. */
typedef struct test_governed {
    char folder[GOVERNED_PATH], town[GOVERNED_PATH], work[GOVERNED_PATH], rows[GOVERNED_PATH], csv[GOVERNED_PATH + 16];
} test_governed;

static inline int64_t governed_submit(signpost_directory *town, const signpost_edit *edit, int minutes,
                                      signpost_minute effective_at)
{
    const signpost_act pat = test_act("pat", minutes);
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    int64_t change = 0;
    how.effective_at = effective_at;
    return signpost_change_submit(town, edit, 1, &pat, &how, &change, NULL, NULL) == SIGNPOST_OK ? change : 0;
}

static inline int governed_set_up(test_governed *g, const char *in)
{
    static const signpost_edit phone = {.service = "pharmacy-a", .field = "phone", .value = "01632 960001"},
                               web = {.service = "pharmacy-b", .field = "web", .value = "https://example.org/b"},
                               hours = {.service = "pharmacy-c", .field = "hours", .value = "Mo-Fr 09:00-17:00"};
    const signpost_act kent = test_act("kent", 4);
    snprintf(g->folder, sizeof g->folder, "%.20s/signpost-governed-XXXXXX", in);
    if (!mkdtemp(g->folder))
        return -1;
    snprintf(g->town, sizeof g->town, "%.40s/town.db", g->folder);
    snprintf(g->work, sizeof g->work, "%.40s/work.db", g->folder);
    snprintf(g->rows, sizeof g->rows, "%.40s/rows", g->folder);
    snprintf(g->csv, sizeof g->csv, "%s/services.csv", g->rows);
    mkdir(g->rows, 0777);
    FILE *file = fopen(g->csv, "w");
    if (!file)
        return -1;
    fputs("uid,phone,hours\npharmacy-a,01632 960007,Mo-Sa 07:00-21:00\npharmacy-b,01632 960008,\n", file);
    fclose(file);
    signpost_directory *town = test_governed_make(g->town);
    if (!town || governed_submit(town, &phone, 1, INT64_MIN) != 1 || governed_submit(town, &web, 2, INT64_MIN) != 2 ||
        governed_submit(town, &hours, 3, TEST_BEGIN + 10) != 3 ||
        signpost_change_approve(town, 3, &kent, NULL, NULL, NULL))
        return -1;
    signpost_directory_close(town);
    return 0;
}

static inline void governed_tear_down(const test_governed *g)
{
    char command[GOVERNED_PATH + 16];
    snprintf(command, sizeof command, "rm -r '%s'", g->folder);
    if (system(command) != 0)
        puts("the folder stays");
}

/* The town anew, in `work`. */
static inline void governed_copy(const test_governed *g)
{
    if (!test_copy_file(g->town, g->work))
        puts("the town was not copied");
}

/* ---- acts ---- */

typedef signpost_status governed_call(const test_governed *g, signpost_directory *town, signpost_error *error);

static inline signpost_status governed_import(const test_governed *g, signpost_directory *town, signpost_error *error)
{
    const signpost_act act = test_act("nation", 20);
    return signpost_directory_import(town, g->rows, &act, NULL, NULL, NULL, error);
}

static inline signpost_status governed_submit_one(const test_governed *g, signpost_directory *town,
                                                  signpost_error *error)
{
    static const signpost_edit edits[] = {{.service = "pharmacy-b", .field = "phone", .value = "01632 960002"},
                                          {"pharmacy-b", "endpoints", "1", "transport", "email"},
                                          {"pharmacy-b", "endpoints", "1", "address", "desk@example.org"}};
    const signpost_act act = test_act("pat", 20);
    int64_t change;
    (void)g;
    return signpost_change_submit(town, edits, 3, &act, NULL, &change, NULL, error);
}

static inline signpost_status governed_submit_file(const test_governed *g, signpost_directory *town,
                                                   signpost_error *error)
{
    const signpost_act act = test_act("pat", 20);
    int64_t change;
    return signpost_change_submit_file(town, g->csv, NULL, &act, NULL, &change, NULL, error);
}

static inline signpost_status governed_narrow(const signpost_edit *edit, signpost_directory *town,
                                              signpost_error *error)
{
    const signpost_act act = test_act("pat", 20);
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    int64_t change;
    how.emergency = true;
    return signpost_change_submit(town, edit, 1, &act, &how, &change, NULL, error);
}

static inline signpost_status governed_emergency(const test_governed *g, signpost_directory *town,
                                                 signpost_error *error)
{
    (void)g;
    return governed_narrow(&(signpost_edit){"pharmacy-a", "capacities", NULL, "colour", "red"}, town, error);
}

/* Which makes a profile. */
static inline signpost_status governed_take_less(const test_governed *g, signpost_directory *town,
                                                 signpost_error *error)
{
    (void)g;
    return governed_narrow(&(signpost_edit){"pharmacy-a", "service-profiles", NULL, "dispositions", "-Dx75"}, town,
                           error);
}

/* Which carries out the one that is due, too. */
static inline signpost_status governed_approve(const test_governed *g, signpost_directory *town, signpost_error *error)
{
    const signpost_act act = test_act("kent", 20);
    (void)g;
    return signpost_change_approve(town, 1, &act, NULL, NULL, error);
}

static inline signpost_status governed_reject(const test_governed *g, signpost_directory *town, signpost_error *error)
{
    const signpost_act act = test_act("kent", 20);
    (void)g;
    return signpost_change_reject(town, 1, &act, error);
}

static inline signpost_status governed_withdraw(const test_governed *g, signpost_directory *town, signpost_error *error)
{
    const signpost_act act = test_act("pat", 20);
    (void)g;
    return signpost_change_withdraw(town, 1, &act, error);
}

static inline signpost_status governed_due(const test_governed *g, signpost_directory *town, signpost_error *error)
{
    const signpost_act act = test_act("nation", 20);
    (void)g;
    return signpost_change_due(town, &act, NULL, NULL, error);
}

static inline signpost_status governed_verify(const test_governed *g, signpost_directory *town, signpost_error *error)
{
    const signpost_act act = test_act("pat", 20);
    (void)g;
    return signpost_service_verify(town, "pharmacy-a", "a call", &act, NULL, error);
}

/* Refused for want of a right, which the history keeps. */
static inline signpost_status governed_refused(const test_governed *g, signpost_directory *town, signpost_error *error)
{
    const signpost_act act = test_act("chris", 20);
    (void)g;
    return signpost_change_approve(town, 1, &act, NULL, NULL, error);
}

typedef struct governed_act {
    const char *name;
    governed_call *call;
    signpost_status ends;
} governed_act;

static const governed_act governed_acts[] = {
    {"import", governed_import, SIGNPOST_OK},
    {"submit", governed_submit_one, SIGNPOST_OK},
    {"submit a file", governed_submit_file, SIGNPOST_OK},
    {"emergency", governed_emergency, SIGNPOST_OK},
    {"take less", governed_take_less, SIGNPOST_OK},
    {"approve", governed_approve, SIGNPOST_OK},
    {"reject", governed_reject, SIGNPOST_OK},
    {"withdraw", governed_withdraw, SIGNPOST_OK},
    {"due", governed_due, SIGNPOST_OK},
    {"verify", governed_verify, SIGNPOST_OK},
    {"be refused", governed_refused, SIGNPOST_REFUSED},
};
enum { GOVERNED_ACTS = sizeof governed_acts / sizeof *governed_acts };

/* Opens the town in `work`, acts, and closes it. */
static inline signpost_status governed_do(const test_governed *g, governed_call *call, signpost_error *error)
{
    signpost_directory *town;
    signpost_status status = signpost_directory_open(g->work, SIGNPOST_READ_WRITE, &town, error);
    if (status)
        return status;
    status = call(g, town, error);
    signpost_directory_close(town);
    return status;
}

/* What the town in `work` is: what it says, and the hash of the last entry of its history, which fits it. */
typedef struct governed_state {
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    signpost_history_report history;
} governed_state;

static inline signpost_status governed_look(const test_governed *g, governed_state *state, signpost_error *error)
{
    signpost_directory *town;
    signpost_status status = signpost_directory_open(g->work, SIGNPOST_READ_WRITE, &town, error);
    if (status)
        return status;
    status = signpost_directory_digest(town, state->digest, error);
    if (!status)
        status = signpost_history_verify(town, NULL, &state->history, NULL, error);
    signpost_directory_close(town);
    return status;
}

static inline bool governed_same(const governed_state *one, const governed_state *other)
{
    return memcmp(one->digest, other->digest, sizeof one->digest) == 0 &&
           strcmp(one->history.head, other->history.head) == 0;
}

#endif

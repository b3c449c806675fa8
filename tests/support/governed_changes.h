/* Changes of the small town with people: submitted and approved, for the tests of what is said of them. */
#ifndef SIGNPOST_TESTS_GOVERNED_CHANGES_H
#define SIGNPOST_TESTS_GOVERNED_CHANGES_H

#include "open_governed_town.h"
#include "signpost/changes.h"

/* Whatever was done, the history fits it. */
static inline int unmake(void **state)
{
    (void)state;
    if (signpost_history_verify(town, NULL, NULL, NULL, &error) != SIGNPOST_OK) {
        printf("%s\n", error.message);
        return -1;
    }
    signpost_directory_close(town);
    return 0;
}

/* Submits one value, and returns the number of the change; 0 when it was refused. */
static inline int64_t submit(const char *who, int minutes, const char *service, const char *field, const char *value)
{
    const signpost_edit edit = {.service = service, .field = field, .value = value};
    const signpost_act act = test_act(who, minutes);
    int64_t change;
    signpost_change_submit(town, &edit, 1, &act, NULL, &change, NULL, &error);
    return change;
}

static inline signpost_status approve(const char *who, int minutes, int64_t change)
{
    const signpost_act act = test_act(who, minutes);
    return signpost_change_approve(town, change, &act, NULL, NULL, &error);
}

static inline signpost_status submit_how(const signpost_edit *edit, const char *who, int minutes,
                                         const signpost_submission *how, int64_t *change)
{
    const signpost_act act = test_act(who, minutes);
    return signpost_change_submit(town, edit, 1, &act, how, change, NULL, &error);
}

#endif

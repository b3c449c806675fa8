/* Opening hours as an object: packed into one block when read, and given back by the last owner. */
#include "hours/hours.h"

#include "base/error.h"

#include <string.h>

/* Copies an array to `*at` in the block and moves `*at` behind it. */
static const void *pack(char **at, const sgp_array *array)
{
    size_t size = array->count * array->item_size;
    void *to = *at;
    if (size)
        memcpy(to, array->items, size);
    *at += (size + 7) / 8 * 8; /* keeps the next array aligned */
    return to;
}

static signpost_hours *pack_draft(const signpost_calendar *calendar, const sgp_hours_draft *draft)
{
    size_t size = sizeof(signpost_hours) + draft->yearly.count * sizeof(sgp_yearly) +
                  draft->dated.count * sizeof(sgp_dated) + draft->sessions.count * sizeof(signpost_session) + 3 * 8;
    signpost_hours *hours = sgp_allocate_zeroed(1, size);
    if (!hours)
        return NULL;
    char *at = (char *)(hours + 1);
    atomic_init(&hours->owners, 1);
    hours->calendar = signpost_calendar_ref(calendar);
    hours->all_hours = draft->all_hours;
    hours->has_holiday = draft->has_holiday;
    memcpy(hours->weekdays, draft->weekdays, sizeof hours->weekdays);
    hours->holiday = draft->holiday;
    hours->whole_day = draft->whole_day;
    hours->yearly_count = (uint32_t)draft->yearly.count;
    hours->dated_count = (uint32_t)draft->dated.count;
    hours->session_count = (uint32_t)draft->sessions.count;
    hours->dated = pack(&at, &draft->dated);
    hours->yearly = pack(&at, &draft->yearly);
    hours->sessions = pack(&at, &draft->sessions);
    return hours;
}

signpost_status signpost_hours_parse(const signpost_calendar *calendar, const char *text, signpost_hours **hours,
                                     signpost_error *error)
{
    sgp_hours_draft draft;
    *hours = NULL;
    signpost_status status = sgp_hours_read(text, &draft, error);
    if (status == SIGNPOST_OK && !(*hours = pack_draft(calendar, &draft)))
        status = sgp_fail_memory(error);
    sgp_hours_draft_release(&draft);
    return status;
}

signpost_hours *signpost_hours_ref(const signpost_hours *hours)
{
    signpost_hours *shared = (signpost_hours *)hours; /* immutable but for the count */
    atomic_fetch_add_explicit(&shared->owners, 1, memory_order_relaxed);
    return shared;
}

void signpost_hours_free(signpost_hours *hours)
{
    if (!hours || atomic_fetch_sub_explicit(&hours->owners, 1, memory_order_acq_rel) > 1)
        return;
    signpost_calendar_free((signpost_calendar *)hours->calendar);
    sgp_release(hours);
}

const signpost_calendar *signpost_hours_calendar(const signpost_hours *hours)
{
    return hours->calendar;
}

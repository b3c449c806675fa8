/* Arrivals and rosters from any bytes: what is read can be found by its name and staffed; what is refused says why. */
#include "signpost/staffing.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void staff_it(const signpost_half_hour *half_hour)
{
    const signpost_staffing_rule rule = SIGNPOST_STAFFING_RULE_INIT;
    const signpost_micro most = (signpost_micro)1000 * SIGNPOST_MICRO; /* so that an input takes no time */
    signpost_staffing need, have;
    if (half_hour->calls < 0 || half_hour->calls > most || half_hour->handlers < 0 || half_hour->handlers > 1000)
        return;
    if (signpost_staffing_need(half_hour->calls, &rule, &need, NULL) ||
        signpost_staffing_of(half_hour->calls, half_hour->handlers, &rule, &have, NULL))
        abort();
    if ((have.in_time >= rule.share) != (half_hour->handlers >= need.on_duty))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    signpost_half_hours *all;
    signpost_diagnostics *diagnostics;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_diagnostics_new(&diagnostics))
        abort();
    signpost_status status = signpost_half_hours_read("fuzz", (const char *)data, size, &all, diagnostics, &error);
    if ((status == SIGNPOST_OK) != (all != NULL) || (status && (!error.id || !*error.message)))
        abort();
    if (status && !signpost_diagnostics_count(diagnostics))
        abort();
    for (size_t i = 0; all && i < signpost_half_hours_count(all); i++) {
        const signpost_half_hour *one = signpost_half_hours_at(all, i);
        if (signpost_half_hours_find(all, one->name) != one)
            abort();
        staff_it(one);
    }
    signpost_half_hours_free(all);
    signpost_diagnostics_free(diagnostics);
    return 0;
}

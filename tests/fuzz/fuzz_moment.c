/* Moments from any bytes: what is read is written with its offset, and read back to the same minute. The same bytes are
 * tried as a clock rule. */
#include "../support/calendars.h"
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    signpost_calendar *calendar = test_calendar();
    char text[128], written[SIGNPOST_MOMENT_SIZE];
    signpost_minute moment, again;
    signpost_error error = SIGNPOST_ERROR_INIT;
    size_t length = size < sizeof text - 1 ? size : sizeof text - 1;
    memcpy(text, data, length);
    text[length] = '\0';
    if (signpost_calendar_moment(calendar, text, &moment, &error) == SIGNPOST_OK) {
        signpost_calendar_format(calendar, moment, written);
        if (signpost_calendar_moment(calendar, written, &again, NULL) != SIGNPOST_OK || again != moment)
            abort();
    } else if (!error.id || !*error.message) {
        abort();
    }
    sgp_clock clock;
    if (sgp_clock_compile(text, &clock, NULL) == SIGNPOST_OK) {
        /* Wherever clocks are, a moment's own local time leads back to it, or to the same time shown earlier. */
        for (moment = (signpost_minute)SGP_FIRST_DATE * 1440; moment < (SGP_FIRST_DATE + 800) * (signpost_minute)1440;
             moment += 977) {
            sgp_span span = sgp_clock_span(&clock, moment);
            signpost_date date = sgp_date_of(moment + span.offset);
            signpost_minute both[2];
            int count = sgp_clock_moments(&clock, date, sgp_minute_of_day(moment + span.offset), both);
            if (moment < span.from || moment >= span.until || count < 1 ||
                (both[0] != moment && (count < 2 || both[1] != moment)))
                abort();
        }
    }
    signpost_calendar_free(calendar);
    return 0;
}

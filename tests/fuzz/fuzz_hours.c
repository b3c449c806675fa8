/* Opening hours from any bytes: what is read is written in a form that is read back to the same, and evaluates. */
#include "../support/calendars.h"
#include "signpost/hours.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void evaluate(const signpost_hours *hours)
{
    const signpost_minute moment = test_date("2026-10-24") * (signpost_minute)1440;
    signpost_interval found = {0, 0};
    char words[SIGNPOST_HOURS_WORDS_SIZE];
    for (int i = 0; i < 4; i++) {
        signpost_minute from = moment + i * 700;
        signpost_status full = signpost_hours_next(hours, from, from + 3000, 30, &found);
        if (full != signpost_hours_next(hours, from, from + 3000, 30, NULL) ||
            (full == SIGNPOST_OK && found.until - found.from < 30))
            abort();
        if (signpost_hours_words(hours, test_date("2026-12-24") + i, words) != SIGNPOST_OK || !*words)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    signpost_calendar *calendar = test_calendar();
    char *text = malloc(size + 1);
    signpost_hours *hours = NULL, *again = NULL;
    signpost_error error = SIGNPOST_ERROR_INIT;
    memcpy(text, data, size);
    text[size] = '\0';
    if (signpost_hours_parse(calendar, text, &hours, &error) == SIGNPOST_OK) {
        size_t length = signpost_hours_format(hours, NULL, 0);
        char *written = malloc(length + 1), *rewritten = malloc(length + 1);
        signpost_hours_format(hours, written, length + 1);
        /* A text at the limit may be written longer than it: "Jan 1" becomes "Jan 01". */
        if (length <= SIGNPOST_HOURS_LONGEST) {
            if (signpost_hours_parse(calendar, written, &again, NULL) != SIGNPOST_OK ||
                signpost_hours_format(again, rewritten, length + 1) != length || strcmp(written, rewritten) != 0)
                abort();
        }
        evaluate(hours);
        free(written);
        free(rewritten);
    } else if (hours || !error.id || !*error.message) {
        abort();
    }
    signpost_hours_free(hours);
    signpost_hours_free(again);
    signpost_calendar_free(calendar);
    free(text);
    return 0;
}

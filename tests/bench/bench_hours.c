/* What *serves at t* costs, over the kinds of hours that a directory has. Prints nanoseconds; the loop is alone in
 * bench_serves, so that `valgrind --tool=callgrind --toggle-collect=bench_serves` counts its instructions.
 * Usage: bench_hours [thousands of evaluations]. */
#include "../support/calendars.h"
#include "signpost/hours.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { KINDS = 8 };

static const char *const texts[KINDS] = {
    "Mo-Fr 08:00-18:30; PH off",
    "Mo-Fr 09:00-17:30; Sa 09:00-13:00; PH off",
    "Mo-Sa 08:00-22:30; Su 10:00-16:00; PH 10:00-16:00",
    "24/7",
    "Mo-Th 18:30-08:00; Fr 18:30-24:00; Sa-Su 00:00-24:00; PH 00:00-24:00",
    "Mo-Su 08:00-20:00; Dec 25 off; PH 10:00-18:00",
    "Mo,Tu,We,Fr 09:00-13:00,14:00-17:00; Th 09:00-12:00; PH off",
    "Mo-Fr 09:00-17:00; PH off; Dec 24-26 off; 2026-12-29 09:00-12:00; 2026-12-31 09:00-12:00",
};

long bench_serves(signpost_hours *const hours[KINDS], signpost_minute first, long times);

/* How many serve, so that nothing is left out by the compiler. */
__attribute__((noinline)) long bench_serves(signpost_hours *const hours[KINDS], signpost_minute first, long times)
{
    long serving = 0;
    signpost_window window = SIGNPOST_WINDOW_INIT;
    for (long i = 0; i < times; i++) {
        window.when = window.reached = first + i * 37 % (364 * 1440);
        window.deadline = window.when + 360;
        serving += signpost_hours_serves(hours[i % KINDS], &window, NULL) == SIGNPOST_OK;
    }
    return serving;
}

int main(int count, char **arguments)
{
    long times = (count > 1 ? atol(arguments[1]) : 4000) * 1000;
    signpost_calendar *calendar = test_calendar();
    signpost_hours *hours[KINDS];
    for (int i = 0; i < KINDS; i++)
        if (signpost_hours_parse(calendar, texts[i], &hours[i], NULL) != SIGNPOST_OK)
            return puts("hours are refused"), 1;
    struct timespec from, until;
    clock_gettime(CLOCK_MONOTONIC, &from);
    long serving = bench_serves(hours, test_date("2026-01-01") * (signpost_minute)1440, times);
    clock_gettime(CLOCK_MONOTONIC, &until);
    double ns = (double)(until.tv_sec - from.tv_sec) * 1e9 + (double)(until.tv_nsec - from.tv_nsec);
    printf("serves at t: %.1f ns each, over %ld evaluations of %d kinds of hours (%.1f %% serve)\n", ns / (double)times,
           times, KINDS, 100.0 * (double)serving / (double)times);
    for (int i = 0; i < KINDS; i++)
        signpost_hours_free(hours[i]);
    signpost_calendar_free(calendar);
    return 0;
}

/* Makes calls that are right: every moment after the one that it needs. */
#include "calls.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

static uint64_t next(test_calls *calls)
{
    calls->seed ^= calls->seed << 13;
    calls->seed ^= calls->seed >> 7;
    calls->seed ^= calls->seed << 17;
    return calls->seed;
}

static int64_t up_to(test_calls *calls, int64_t most)
{
    return (int64_t)(next(calls) % (uint64_t)(most + 1));
}

static bool chance(test_calls *calls, int percent)
{
    return (int)(next(calls) % 100) < percent;
}

test_calls test_calls_begin(uint64_t seed, int64_t first, uint64_t count, int contracts, int providers)
{
    int64_t year_ms = (int64_t)365 * 24 * 3600 * 1000;
    return (test_calls){
        seed * 0x9E3779B97F4A7C15u + 1, first, year_ms / (int64_t)(count ? count : 1), contracts, providers, 0};
}

void test_calls_next(test_calls *calls, test_call *call)
{
    static const char *const dispositions[] = {
        "ambulance",   "emergency", "primary_care", "primary_care", "primary_care",
        "information", "self_care", "non_clinical", "other",        ""};
    *call = (test_call){.offered = calls->first + (int64_t)calls->made * calls->step_ms / 1000, .disposition = ""};
    calls->made++;
    call->contract = (int)up_to(calls, calls->contracts - 1);
    call->provider = (int)up_to(calls, calls->providers - 1);
    if (chance(calls, 5)) {
        if (chance(calls, 90))
            call->abandoned = call->offered + up_to(calls, 90);
        return;
    }
    call->answered = call->offered + up_to(calls, chance(calls, 90) ? 60 : 300);
    call->closed = call->answered + 120 + up_to(calls, 900);
    if (!chance(calls, 85))
        return;
    call->triaged = call->answered + 60 + up_to(calls, 300);
    call->disposition = dispositions[up_to(calls, 9)];
    if (!chance(calls, 25))
        return;
    if (chance(calls, 45)) {
        call->transferred = call->triaged + up_to(calls, 120);
        return;
    }
    call->callback_offered = call->triaged + up_to(calls, 60);
    if (chance(calls, 95))
        call->callback_made = call->callback_offered + up_to(calls, 1800);
}

static const sgp_clock *london(void)
{
    static sgp_clock clock;
    static bool is_ready;
    if (!is_ready && sgp_clock_compile("GMT0BST,M3.5.0/1,M10.5.0", &clock, NULL))
        abort();
    is_ready = true;
    return &clock;
}

static void put_moment(FILE *to, int64_t seconds)
{
    static sgp_span span;
    static int64_t day = -1;
    static char date[SIGNPOST_MOMENT_SIZE];
    if (!seconds) {
        fputc(',', to);
        return;
    }
    int64_t minute = seconds / 60;
    if (minute < span.from || minute >= span.until)
        span = sgp_clock_span(london(), minute);
    int64_t local = seconds + 60 * span.offset;
    if (local / 86400 != day) {
        day = local / 86400;
        signpost_date_format((signpost_date)day, date);
    }
    bool is_twice = minute < span.from + 60 || minute >= span.until - 60;
    int of_day = (int)(local % 86400);
    const char time[] = {'T', (char)('0' + of_day / 36000),      (char)('0' + of_day / 3600 % 10),
                         ':', (char)('0' + of_day % 3600 / 600), (char)('0' + of_day / 60 % 10),
                         ':', (char)('0' + of_day % 60 / 10),    (char)('0' + of_day % 10)};
    fputc(',', to);
    fputs(date, to);
    fwrite(time, 1, sizeof time, to);
    if (is_twice)
        fputs(span.offset ? "+01:00" : "Z", to);
}

void test_calls_header(FILE *to)
{
    fputs("contract,provider,offered,answered,abandoned,triaged,transferred,callback_offered,callback_made,closed,"
          "disposition\n",
          to);
}

void test_call_write(FILE *to, const test_call *call)
{
    fprintf(to, "111A%02d,P%02d", call->contract, 2 * call->contract + call->provider);
    const int64_t moments[] = {call->offered,     call->answered,         call->abandoned,     call->triaged,
                               call->transferred, call->callback_offered, call->callback_made, call->closed};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
        put_moment(to, moments[i]);
    fprintf(to, ",%s\n", call->disposition);
}

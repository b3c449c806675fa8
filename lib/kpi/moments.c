/* Reads moments with seconds. A date and a span of the clock are kept from one moment to the next. */
#include "kpi/moments.h"

#include "base/text.h"

#include <string.h>

enum { DATE_LENGTH = 10, MINUTES_LENGTH = 16, SECONDS_LENGTH = 19 };

signpost_status sgp_moments_begin(sgp_moments *moments, const char *rule, signpost_error *error)
{
    memset(moments, 0, sizeof *moments);
    signpost_status status = sgp_clock_compile(rule, &moments->clock, error);
    if (!status)
        moments->span = sgp_clock_span(&moments->clock, (signpost_minute)SGP_FIRST_DATE * SGP_MINUTES_PER_DAY);
    return status;
}

/* Two digits; 100 or more when they are none. */
static unsigned two(const char *at)
{
    unsigned tens = (unsigned)(unsigned char)at[0] - '0', ones = (unsigned)(unsigned char)at[1] - '0';
    return tens > 9 || ones > 9 ? 1000 : 10 * tens + ones;
}

static bool read_date(sgp_moments *moments, const char *text)
{
    char date[DATE_LENGTH + 1];
    signpost_date day;
    memcpy(date, text, DATE_LENGTH);
    date[DATE_LENGTH] = '\0';
    if (signpost_date_parse(date, &day) || day < SGP_FIRST_DATE || day > SGP_LAST_DATE)
        return false;
    memcpy(moments->date, text, DATE_LENGTH);
    moments->day = day;
    return true;
}

/* `Z`, `+01:00` or `+0100` after the time, as minutes east of UTC. */
static bool read_offset(const char *at, size_t length, int *offset)
{
    *offset = 0;
    if (length == 1 && *at == 'Z')
        return true;
    if ((length != 6 && length != 5) || (*at != '+' && *at != '-') || (length == 6 && at[3] != ':'))
        return false;
    unsigned hours = two(at + 1), minutes = two(at + length - 2);
    if (hours > 14 || minutes > 59)
        return false;
    *offset = (int)(60 * hours + minutes) * (*at == '-' ? -1 : 1);
    return true;
}

/* The moment of a local minute. */
static sgp_moment_kind find_local(sgp_moments *moments, int minute, signpost_minute *found)
{
    const sgp_span *span = &moments->span;
    int32_t apart = moments->clock.apart;
    signpost_minute likely = (signpost_minute)moments->day * SGP_MINUTES_PER_DAY + minute - span->offset;
    *found = likely;
    /* Near a change the same time may be shown on its other side, too. */
    if (likely >= span->from + apart && likely < span->until - apart)
        return SGP_MOMENT_GOOD;
    signpost_minute both[2];
    int count = sgp_clock_moments(&moments->clock, moments->day, minute, both);
    if (count != 1)
        return count ? SGP_MOMENT_TWICE : SGP_MOMENT_MISSING;
    *found = both[0];
    moments->span = sgp_clock_span(&moments->clock, both[0]);
    return SGP_MOMENT_GOOD;
}

sgp_moment_kind sgp_moment_read(sgp_moments *moments, const char *text, size_t length, int64_t *seconds)
{
    if (length < MINUTES_LENGTH || (text[10] != 'T' && text[10] != ' ') || text[13] != ':')
        return SGP_MOMENT_WRONG;
    if (memcmp(text, moments->date, DATE_LENGTH) != 0 && !read_date(moments, text))
        return SGP_MOMENT_WRONG;
    unsigned hour = two(text + 11), minute = two(text + 14), second = 0;
    size_t used = MINUTES_LENGTH;
    if (length >= SECONDS_LENGTH && text[16] == ':') {
        second = two(text + 17);
        used = SECONDS_LENGTH;
    }
    if (hour > 23 || minute > 59 || second > 59)
        return SGP_MOMENT_WRONG;
    int of_day = (int)(60 * hour + minute), offset;
    signpost_minute found;
    if (length == used) {
        sgp_moment_kind kind = find_local(moments, of_day, &found);
        if (kind != SGP_MOMENT_GOOD)
            return kind;
    } else if (read_offset(text + used, length - used, &offset)) {
        found = (signpost_minute)moments->day * SGP_MINUTES_PER_DAY + of_day - offset;
    } else {
        return SGP_MOMENT_WRONG;
    }
    *seconds = 60 * found + second;
    return SGP_MOMENT_GOOD;
}

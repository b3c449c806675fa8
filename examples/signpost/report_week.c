/* The heat map of a need: a row a day, a column an hour, the share of people without cover in each cell. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

enum { HOURS = 24, NO_HOUR = -1 };

/* The shade of a share; the number stands in the cell, too. */
static int shade_of(int share)
{
    return share == 0 ? 0 : share <= 25 ? 1 : share <= 50 ? 2 : share <= 75 ? 3 : 4;
}

static void write_hour(FILE *to, int share)
{
    if (share == NO_HOUR)
        fputs("<td class=\"none\"><span class=\"hidden\">no such hour</span></td>", to);
    else
        fprintf(to, "<td class=\"s%d\">%d</td>", shade_of(share), share);
}

static void write_day(FILE *to, const char *name, const int *shares)
{
    fputs("<tr><th scope=\"row\">", to);
    html_text(to, name);
    fputs("</th>", to);
    for (int hour = 0; hour < HOURS; hour++)
        write_hour(to, shares[hour]);
    fputs("</tr>\n", to);
}

/* The day and the local hour that begins at an hour of the audit. */
static int name_hour(const report *made, size_t hour, char day[SIGNPOST_MOMENT_SIZE])
{
    static const char *const days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    if (made->about.typical) {
        snprintf(day, SIGNPOST_MOMENT_SIZE, "%s", days[hour / HOURS % 7]);
        return (int)(hour % HOURS);
    }
    audit_minute_in_words(made->with, (int32_t)hour * 60, day); /* 2026-12-24T05:00+00:00 */
    char *clock = strchr(day, 'T');
    if (!clock)
        return 0;
    *clock = '\0';
    return atoi(clock + 1) % HOURS;
}

/* An hour that the clocks go through twice shows the worse. */
static void write_days(const report *made, const report_need *need)
{
    char day[SIGNPOST_MOMENT_SIZE], last[SIGNPOST_MOMENT_SIZE] = "";
    int shares[HOURS];
    int64_t people = need->asked / made->about.minutes;
    for (size_t i = 0; i < made->hours; i++) {
        int hour = name_hour(made, i, day), share = share_of(need->by_hour[i], people);
        if (strcmp(day, last) != 0) {
            if (*last)
                write_day(made->to, last, shares);
            for (int each = 0; each < HOURS; each++)
                shares[each] = NO_HOUR;
            memcpy(last, day, sizeof last);
        }
        shares[hour] = share > shares[hour] ? share : shares[hour];
    }
    if (*last)
        write_day(made->to, last, shares);
}

static void write_key(FILE *to)
{
    static const char *const shares[] = {"0", "1 to 25", "26 to 50", "51 to 75", "76 to 100"};
    fputs("<p class=\"key\"><span>Per cent of people without cover, by shade:</span>", to);
    for (int i = 0; i < 5; i++)
        fprintf(to, " <span class=\"swatch s%d\">%s</span>", i, shares[i]);
    fputs("</p>\n", to);
}

void report_week(const report *made, const report_need *need, size_t number)
{
    FILE *to = made->to;
    fprintf(to,
            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"week-%zu\">\n<table class=\"week\">\n"
            "<caption id=\"week-%zu\">Hour by hour: of 100 people, how many find nothing <span class=\"hidden\">(need "
            "%zu)</span></caption>\n<thead>\n<tr><th scope=\"col\">Hour from</th>",
            number + 1, number + 1, number + 1);
    for (int hour = 0; hour < HOURS; hour++)
        fprintf(to, "<th scope=\"col\">%02d</th>", hour);
    fputs("</tr>\n</thead>\n<tbody>\n", to);
    write_days(made, need);
    html_table_end(to);
    write_key(to);
}

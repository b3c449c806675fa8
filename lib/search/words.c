/* What is said of a service: its opening in words, what to ask, and all else of a found one. */
#include "search/search.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* `Monday 23 November`. */
static void date_in_words(signpost_date date, char *text, size_t size)
{
    static const char *const days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    int month, day;
    signpost_date_to_civil(date, NULL, &month, &day);
    snprintf(text, size, "%s %d %s", days[signpost_date_weekday(date) - 1], day, months[month - 1]);
}

/* `18:30`, `02:00 tomorrow`, `08:00 on Monday 23 November`, as seen from a date. An end at midnight is the day's. */
static void time_in_words(const signpost_calendar *calendar, signpost_minute moment, signpost_date today, bool is_end,
                          char *text, size_t size)
{
    char name[64];
    signpost_date date;
    int minute;
    if (signpost_calendar_date(calendar, moment, &date, &minute) != SIGNPOST_OK) {
        snprintf(text, size, "an unknown time");
        return;
    }
    if (is_end && minute == 0) {
        date--;
        minute = SGP_MINUTES_PER_DAY;
    }
    char time[16];
    if (minute == SGP_MINUTES_PER_DAY)
        snprintf(time, sizeof time, "midnight");
    else
        snprintf(time, sizeof time, "%02d:%02d", minute / 60, minute % 60);
    date_in_words(date, name, sizeof name);
    if (date == today)
        snprintf(text, size, "%s", time);
    else if (date == today + 1)
        snprintf(text, size, "%s tomorrow", time);
    else
        snprintf(text, size, "%s on %s", time, name);
}

void sgp_opening_in_words(const signpost_results *results, signpost_interval open, char *text)
{
    enum { LONG = 3 * SGP_MINUTES_PER_DAY }; /* its end helps nobody */
    const signpost_calendar *calendar = results->index->calendar;
    signpost_minute when = results->terms.window.when;
    char from[100], until[100];
    time_in_words(calendar, open.from, results->terms.date, false, from, sizeof from);
    time_in_words(calendar, open.until, results->terms.date, true, until, sizeof until);
    if (open.from > when)
        snprintf(text, SIGNPOST_FOUND_TEXT_SIZE, "opens %s", from);
    else if (open.until - when > LONG)
        snprintf(text, SIGNPOST_FOUND_TEXT_SIZE, "open now, day and night");
    else
        snprintf(text, SIGNPOST_FOUND_TEXT_SIZE, "open now, until %s", until);
}

static void add_words(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds a part, after "; " when it is not the first. */
static void add_words(char *text, const char *format, ...)
{
    size_t length = strlen(text);
    va_list arguments;
    if (length)
        length += (size_t)snprintf(text + length, SIGNPOST_FOUND_TEXT_SIZE - length, "; ");
    if (length >= SIGNPOST_FOUND_TEXT_SIZE)
        return;
    va_start(arguments, format);
    vsnprintf(text + length, SIGNPOST_FOUND_TEXT_SIZE - length, format, arguments);
    va_end(arguments);
}

void sgp_ask_in_words(const signpost_results *results, const sgp_pick *pick, char *text)
{
    const signpost_index *index = results->index;
    uint32_t settled = sgp_filters_settled(results, pick->service, pick->failed);
    text[0] = '\0';
    if (settled != pick->failed)
        return;
    if (settled & 1u << SIGNPOST_FILTER_PRACTICE) {
        size_t count = sgp_lists_count(&index->practices, (size_t)pick->service);
        if (count == 1)
            add_words(text, "ask whether the patient is registered with GP practice %s",
                      sgp_strings_text(&index->organisations,
                                       *(const int32_t *)sgp_lists_at(&index->practices, (size_t)pick->service, 4)));
        else
            add_words(text, "ask which GP practice the patient is registered with: it takes those of %zu", count);
    }
    if (settled & 1u << SIGNPOST_FILTER_SEX)
        add_words(text, "ask the patient's sex");
    if (settled & 1u << SIGNPOST_FILTER_AGE)
        add_words(text, "ask the patient's exact age");
    if (settled & 1u << SIGNPOST_FILTER_CAPACITY) {
        char until[100];
        time_in_words(index->calendar, sgp_capacity_until(index, (size_t)pick->service), results->terms.date, false,
                      until, sizeof until);
        add_words(text, "its capacity is red until %s: call before sending anyone", until);
    }
}

void sgp_way_in_words(const signpost_results *results, const sgp_pick *pick, char *text)
{
    const sgp_terms *terms = &results->terms;
    int32_t place, tenths = (pick->rank.distance_m + 50) / 100;
    int32_t minutes = terms->travel_count ? sgp_travel_find(results, pick->service, &place) : SGP_NO_TRAVEL;
    if (minutes == SGP_NO_TRAVEL)
        snprintf(text, SIGNPOST_FOUND_TEXT_SIZE, "%d.%d km in a straight line%s", tenths / 10, tenths % 10,
                 terms->travel_count ? "; no travel time is loaded for it" : "");
    else
        snprintf(text, SIGNPOST_FOUND_TEXT_SIZE, "%d minute%s by the table of travel times for %.120s", minutes,
                 minutes == 1 ? "" : "s", sgp_index_text(results->index, results->index->place_table[place].name));
}

static void fill_opening(const signpost_results *results, int32_t number, signpost_found *found)
{
    const signpost_index *index = results->index;
    int32_t hours = index->services[number].hours;
    if (hours == SGP_NO_NUMBER) {
        strcpy(found->opening, "opening hours are not known");
        strcpy(found->hours_today, "not known");
        return;
    }
    sgp_hours_words(index->hours[hours], results->terms.date, results->terms.window.all_hours_first,
                    found->hours_today);
    found->serves = sgp_serves(results, number, &found->open);
    signpost_interval next = found->open;
    /* What does not open in time still opens some day: that is what people ask next. */
    enum { LOOK_AHEAD = 14 * SGP_MINUTES_PER_DAY };
    signpost_window ahead = results->terms.window;
    ahead.deadline = ahead.when + LOOK_AHEAD;
    ahead.lead = 0;
    ahead.at_least = 1;
    if (found->serves || signpost_hours_serves(index->hours[hours], &ahead, &next) == SIGNPOST_OK)
        sgp_opening_in_words(results, next, found->opening);
    else
        strcpy(found->opening, "does not open within 14 days");
}

void sgp_found_fill(const signpost_results *results, const sgp_pick *pick, int position, signpost_found *found)
{
    const signpost_index *index = results->index;
    const sgp_service *service = &index->services[pick->service];
    const sgp_service_texts *texts = &index->texts[pick->service];
    const sgp_service_type *type = &index->types[service->type];
    *found = (signpost_found){
        .id = service->id,
        .uid = sgp_strings_text(&index->uids, pick->service),
        .name = sgp_index_text(index, texts->name),
        .public_name = sgp_index_text(index, texts->public_name),
        .type = type->id,
        .type_name = sgp_index_text(index, type->name),
        .address = sgp_index_text(index, texts->address),
        .town = sgp_index_text(index, texts->town),
        .postcode = sgp_index_text(index, texts->postcode),
        .phone = sgp_index_text(index, texts->phone),
        .web = sgp_index_text(index, texts->web),
        .public_text = sgp_index_text(index, texts->public_text),
        .referral_text = sgp_index_text(index, texts->referral_text),
        .latitude = service->at.point.latitude,
        .longitude = service->at.point.longitude,
        .distance_m = pick->rank.distance_m,
        .travel_minutes = pick->rank.travel_minutes,
        .capacity = sgp_capacity_at(index, (size_t)pick->service, results->terms.window.when),
        .rank = pick->rank,
        .failed = pick->failed,
        .position = position,
    };
    sgp_way_in_words(results, pick, found->way);
    fill_opening(results, pick->service, found);
    if (pick->failed)
        sgp_ask_in_words(results, pick, found->ask);
}

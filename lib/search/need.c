/* Turns a need into numbers of the index, once for a search. Rules kept here:
 *  - what is missing or wrong is an error that names it, never a search for less;
 *  - only a discriminator that is not valid for the group is dropped, with a warning, and never the last one. */
#include "search/search.h"

#include "base/error.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void sgp_warn(signpost_results *results, int id, const char *format, ...)
{
    if (results->warning_count == SGP_MOST_WARNINGS)
        return;
    size_t at = results->warning_count++;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(results->warning_texts[at], sizeof results->warning_texts[at], format, arguments);
    va_end(arguments);
    sgp_text_trim_cut(results->warning_texts[at]);
    results->warnings[at] = (signpost_diagnostic){SIGNPOST_WARNING, id, "", 0, 0, results->warning_texts[at], ""};
}

static signpost_status incomplete(signpost_error *error, const char *what)
{
    return sgp_fail(error, SIGNPOST_INVALID, SGP_NEED_INCOMPLETE, "the need %s", what);
}

/* Copies a code. */
static signpost_status keep(char kept[SGP_CODE_SIZE], const char *text, const char *what, signpost_error *error)
{
    if (!text || !*text)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_NEED_INCOMPLETE, "the need has no %s", what);
    if (strlen(text) >= SGP_CODE_SIZE)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_NEED_INCOMPLETE, "the need's %s is longer than 63 bytes", what);
    strcpy(kept, text);
    return SIGNPOST_OK;
}

static const sgp_word *set_of(const signpost_index *index, const sgp_word *sets, int32_t number)
{
    return number == SGP_NO_NUMBER ? NULL : sets + (size_t)number * index->profiles.words;
}

static signpost_status prepare_role(sgp_terms *terms, const signpost_index *index, const signpost_need *need,
                                    signpost_error *error)
{
    static const char *const roles[] = {"111-telephone", "111-online", "999", "clinician"};
    signpost_status status = keep(terms->role, need->role ? need->role : roles[0], "role", error);
    if (status != SIGNPOST_OK)
        return status;
    int32_t number = sgp_code_number(&index->roles, terms->role);
    terms->of_role = set_of(index, index->profiles.of_role, number);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (number != SGP_NO_NUMBER || strcmp(terms->role, roles[i]) == 0)
            return SIGNPOST_OK;
    return sgp_fail(error, SIGNPOST_INVALID, SGP_UNKNOWN_ROLE,
                    "no referral role \"%s\": there are 111-telephone, 111-online, 999 and clinician", terms->role);
}

static signpost_status prepare_discriminators(signpost_results *results, const signpost_need *need,
                                              signpost_error *error)
{
    const signpost_index *index = results->index;
    sgp_terms *terms = &results->terms;
    if (need->discriminator_count > SIGNPOST_MOST_DISCRIMINATORS)
        return incomplete(error, "has more than 8 symptom discriminators");
    if (!need->discriminator_count)
        return incomplete(error, "has no symptom discriminator");
    for (size_t i = 0; i < need->discriminator_count; i++) {
        char *code = terms->discriminators[terms->pair_count];
        signpost_status status = keep(code, need->discriminators[i], "symptom discriminator", error);
        if (status != SIGNPOST_OK)
            return status;
        int32_t pair = sgp_pair_number(index, terms->group, code);
        if (pair == SGP_NO_NUMBER)
            sgp_warn(results, SGP_DISCRIMINATOR_DROPPED,
                     "symptom discriminator \"%s\" is not valid for symptom group \"%s\", and was left out", code,
                     terms->group);
        else
            terms->of_pair[terms->pair_count++] = set_of(index, index->profiles.of_pair, pair);
    }
    if (terms->pair_count)
        return SIGNPOST_OK;
    return sgp_fail(error, SIGNPOST_INVALID, SGP_NO_DISCRIMINATOR,
                    "none of the symptom discriminators is valid for symptom group \"%s\"", terms->group);
}

static signpost_status prepare_clinical(signpost_results *results, const signpost_need *need, signpost_error *error)
{
    const signpost_index *index = results->index;
    sgp_terms *terms = &results->terms;
    signpost_status status = keep(terms->disposition, need->disposition.code, "disposition", error);
    if (status != SIGNPOST_OK)
        return status;
    if (!need->disposition.lookup)
        return sgp_fail(error, SIGNPOST_REFUSED, SGP_NOT_LOOKED_UP, "disposition \"%s\" is not looked up",
                        terms->disposition);
    if ((status = keep(terms->group, need->symptom_group, "symptom group", error)) != SIGNPOST_OK)
        return status;
    int32_t group = sgp_code_number(&index->groups, terms->group);
    if (group == SGP_NO_NUMBER)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_UNKNOWN_GROUP, "no symptom group \"%s\" is in directory \"%.80s\"",
                        terms->group, signpost_index_directory(index));
    terms->of_group = set_of(index, index->profiles.of_group, group);
    terms->of_disposition =
        set_of(index, index->profiles.of_disposition, sgp_code_number(&index->dispositions, terms->disposition));
    if ((unsigned)need->disposition.setting > SIGNPOST_SETTING_SELF_CARE ||
        (unsigned)need->disposition.if_none > SIGNPOST_IF_NONE_ADVICE)
        return incomplete(error, "has a disposition whose setting, or what is done if none fits, cannot be");
    terms->setting = need->disposition.setting;
    terms->if_none = need->disposition.if_none;
    return prepare_discriminators(results, need, error);
}

static signpost_status prepare_patient(sgp_terms *terms, const signpost_index *index, const signpost_need *need,
                                       signpost_error *error)
{
    if (!signpost_age_is_valid(need->age))
        return incomplete(error, "has no age, or one that cannot be");
    if ((unsigned)need->sex >= SIGNPOST_SEX_COUNT)
        return incomplete(error, "has a sex that is none of the four");
    terms->age = need->age;
    terms->sex = need->sex;
    terms->practice_knowledge = need->practice_knowledge;
    terms->practice = SGP_NO_NUMBER;
    if (need->practice_knowledge != SIGNPOST_PRACTICE_KNOWN)
        return SIGNPOST_OK;
    signpost_status status =
        keep(terms->practice_code, need->practice, "practice, although it is said to be known", error);
    if (status == SIGNPOST_OK)
        terms->practice = sgp_code_number(&index->organisations, terms->practice_code);
    return status;
}

static signpost_status prepare_time(signpost_results *results, const signpost_need *need, signpost_error *error)
{
    enum { MOST_MINUTES = 366 * SGP_MINUTES_PER_DAY };
    const signpost_index *index = results->index;
    sgp_terms *terms = &results->terms;
    signpost_timeframe within = need->disposition.within;
    signpost_window window = SIGNPOST_WINDOW_INIT;
    window.when = need->when;
    window.reached = need->reached == SIGNPOST_REACHED_NOW ? need->when : need->reached;
    window.grace = index->policy->grace;
    window.lead = index->policy->lead;
    window.at_least = index->policy->at_least;
    window.all_hours_first = index->policy->all_hours_first;
    signpost_date reached_date;
    if (signpost_calendar_date(index->calendar, window.when, &terms->date, NULL) != SIGNPOST_OK ||
        signpost_calendar_date(index->calendar, window.reached, &reached_date, NULL) != SIGNPOST_OK)
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_OUTSIDE_CALENDAR,
                        "the need's moment is not from 1996 to 2099");
    if (window.reached > window.when)
        return incomplete(error, "reached its disposition after the moment of the search");
    if (index->policy->from_search)
        window.reached = window.when;
    if (within.amount < 0 || within.amount > MOST_MINUTES)
        return incomplete(error, "has a timeframe that is negative, or longer than a year");
    signpost_status status = SIGNPOST_OK;
    if (within.unit == SIGNPOST_WORKING_DAYS)
        status = signpost_calendar_working_days_after(index->calendar, window.reached, within.amount, &window.deadline);
    else
        window.deadline = window.reached + within.amount;
    if (status != SIGNPOST_OK)
        return sgp_fail(error, status, SGP_OUTSIDE_CALENDAR, "the need's timeframe leaves the calendar");
    terms->window = window;
    signpost_minute last = window.when + window.grace > window.deadline ? window.when + window.grace : window.deadline;
    if (signpost_calendar_is_past_holidays(index->calendar, last)) {
        char date[SIGNPOST_MOMENT_SIZE];
        sgp_warn(results, SGP_PAST_HOLIDAYS,
                 "bank holidays are published until %s only: opening hours after it may differ",
                 signpost_date_format(signpost_calendar_holidays_until(index->calendar), date));
    }
    return SIGNPOST_OK;
}

signpost_status sgp_terms_prepare(signpost_results *results, const signpost_need *need, signpost_error *error)
{
    const signpost_index *index = results->index;
    sgp_terms *terms = &results->terms;
    if (need->size != sizeof *need)
        return incomplete(error, "was not made with SIGNPOST_NEED_INIT");
    if (need->radius_m < 0 || need->radius_m > SGP_MOST_RADIUS_M)
        return incomplete(error, "has a search distance that is negative, or above 1000 km");
    if (need->limit < 0)
        return incomplete(error, "has a negative limit");
    memset(terms, 0, sizeof *terms);
    if (need->postcode)
        snprintf(terms->asked_place, sizeof terms->asked_place, "%.63s", need->postcode);
    sgp_text_trim_cut(terms->asked_place);
    signpost_status status = prepare_clinical(results, need, error);
    if (status == SIGNPOST_OK)
        status = prepare_role(terms, index, need, error);
    if (status == SIGNPOST_OK)
        status = prepare_patient(terms, index, need, error);
    if (status == SIGNPOST_OK)
        status = prepare_time(results, need, error);
    if (status == SIGNPOST_OK)
        status = sgp_place_resolve(results, need, error);
    terms->reach_m = terms->radius_m * index->policy->near_miss_times;
    terms->limit = need->limit ? need->limit : index->policy->limit;
    if ((size_t)terms->limit > results->most)
        terms->limit = (int)results->most;
    return status;
}

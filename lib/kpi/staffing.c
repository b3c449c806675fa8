/* Erlang's delay formula, half-hour by half-hour. Rules kept here:
 *  - Erlang B is carried along from n to n + 1, so that nothing overflows and the search for the fewest is one pass;
 *  - what is compared with the promise is not rounded; what is given out is. */
#include "signpost/staffing.h"

#include "base/error.h"

#include <math.h>

static const double micro = SIGNPOST_MICRO;
enum { MOST_LOAD = 100000, MOST_ON_DUTY = 1000000 };
static const signpost_micro everything = INT64_C(100) * SIGNPOST_MICRO;

static signpost_status refuse(signpost_error *error, const char *what)
{
    return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_STAFFING, "%s", what);
}

static double load_of(signpost_micro arrivals, const signpost_staffing_rule *rule)
{
    return (double)arrivals / micro * rule->handling_s / rule->interval_s;
}

static signpost_status check(signpost_micro arrivals, const signpost_staffing_rule *rule, signpost_error *error)
{
    if (rule->size != sizeof *rule)
        return refuse(error, "the rule of staffing is of another version");
    if (rule->interval_s < 60 || rule->interval_s > 86400)
        return refuse(error, "the interval is not 60 to 86400 seconds");
    if (rule->handling_s < 1 || rule->handling_s > 86400)
        return refuse(error, "the handling time is not 1 to 86400 seconds");
    if (rule->within_s < 0 || rule->within_s > 86400)
        return refuse(error, "the time to answer within is not 0 to 86400 seconds");
    if (rule->share <= 0 || rule->share > everything - 100)
        return refuse(error, "the share to be answered in time is not above 0 and at most 99.9999 %");
    if (rule->most_busy < everything / 10 || rule->most_busy > everything)
        return refuse(error, "the limit of occupancy is not 10 to 100 %");
    if (rule->shrinkage < 0 || rule->shrinkage > everything / 10 * 9)
        return refuse(error, "the shrinkage is not 0 to 90 %");
    if (arrivals < 0 || arrivals > SIGNPOST_MOST_ARRIVALS || load_of(arrivals, rule) > MOST_LOAD)
        return refuse(error, "the arrivals are negative, more than 100000, or more than 100000 erlangs");
    return SIGNPOST_OK;
}

/* A queue with so many who answer. */
typedef struct queue {
    double load, handling;
    int32_t answering;
    double lost; /* Erlang B of them */
} queue;

static void add_one(queue *line)
{
    line->answering++;
    line->lost = line->load * line->lost / (line->answering + line->load * line->lost);
}

static bool is_stable(const queue *line)
{
    return line->answering > line->load;
}

/* Erlang C: share who wait. */
static double waiting(const queue *line)
{
    return line->answering * line->lost / (line->answering - line->load * (1 - line->lost));
}

static double in_time(const queue *line, int32_t within)
{
    return 1 - waiting(line) * exp(-(line->answering - line->load) * within / line->handling);
}

static bool keeps(const queue *line, const signpost_staffing_rule *rule)
{
    return is_stable(line) && line->load * 100 * micro <= (double)rule->most_busy * line->answering &&
           in_time(line, rule->within_s) * 100 * micro >= (double)rule->share;
}

static signpost_micro rounded(double value)
{
    return (signpost_micro)floor(value * micro + 0.5);
}

static int32_t with_shrinkage(int32_t answering, signpost_micro shrinkage)
{
    signpost_micro present = everything - shrinkage;
    return (int32_t)((answering * everything + present - 1) / present);
}

static void describe(const queue *line, const signpost_staffing_rule *rule, signpost_staffing *found)
{
    *found = (signpost_staffing){.answering = line->answering, .load = rounded(line->load)};
    found->is_stable = is_stable(line) || line->load <= 0;
    if (line->load <= 0) {
        found->in_time = everything;
    } else if (found->is_stable) {
        found->waiting = rounded(waiting(line) * 100);
        found->in_time = rounded(in_time(line, rule->within_s) * 100);
        found->mean_wait = rounded(waiting(line) * line->handling / (line->answering - line->load));
        found->occupancy = rounded(line->load / line->answering * 100);
    }
}

signpost_status signpost_staffing_need(signpost_micro arrivals, const signpost_staffing_rule *rule,
                                       signpost_staffing *found, signpost_error *error)
{
    signpost_status status = check(arrivals, rule, error);
    if (status != SIGNPOST_OK)
        return status;
    queue line = {.load = load_of(arrivals, rule), .handling = rule->handling_s, .lost = 1};
    while (line.load > 0 && !keeps(&line, rule))
        add_one(&line);
    describe(&line, rule, found);
    found->on_duty = with_shrinkage(line.answering, rule->shrinkage);
    return SIGNPOST_OK;
}

signpost_status signpost_staffing_of(signpost_micro arrivals, int32_t on_duty, const signpost_staffing_rule *rule,
                                     signpost_staffing *found, signpost_error *error)
{
    signpost_status status = check(arrivals, rule, error);
    if (status != SIGNPOST_OK)
        return status;
    if (on_duty < 0 || on_duty > MOST_ON_DUTY)
        return refuse(error, "the people on the roster are not 0 to 1000000");
    queue line = {.load = load_of(arrivals, rule), .handling = rule->handling_s, .lost = 1};
    int32_t answering = (int32_t)(on_duty * (everything - rule->shrinkage) / everything);
    while (line.answering < answering)
        add_one(&line);
    describe(&line, rule, found);
    found->on_duty = on_duty;
    return SIGNPOST_OK;
}

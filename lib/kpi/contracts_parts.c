/* The lists of a contract: targets, events, plans, rebases and surveys. */
#include "kpi/contracts_read.h"

#include <string.h>

/* The first entry of a list under a key; NULL when there is none, or, with a report, when it is no list. */
static const sgp_yaml_node *first_of(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key)
{
    const sgp_yaml_node *list = sgp_yaml_get(&in->yaml, map, key);
    if (!list || !sgp_yaml_is(&in->yaml, list, SGP_YAML_LIST, key, in->list))
        return NULL;
    return sgp_yaml_first(&in->yaml, list);
}

/* ---- targets ---- */

static void read_target(sgp_contracts_reader *in, const sgp_yaml_node *map, sgp_array *targets)
{
    static const char *const keys[] = {"figure", "direction", "value", "from", "until", "deadline", "source", NULL};
    sgp_yaml_check_keys(&in->yaml, map, keys, in->list);
    const signpost_definition *figure = sgp_contracts_figure(in, map, "a target");
    signpost_target target = {
        .figure = figure ? figure->id : "",
        .direction = sgp_contracts_direction(in, map, "a target"),
        .value = sgp_contracts_need_value(in, map, "value", "a target", !figure || figure->is_share),
        .from = sgp_contracts_date(in, map, "from"),
        .until = sgp_contracts_date(in, map, "until"),
        .deadline = sgp_contracts_date(in, map, "deadline"),
        .source = sgp_contracts_text(in, map, "source"),
    };
    sgp_contracts_check_dates(in, map, target.from, target.until, "a target");
    signpost_target *item = sgp_contracts_add(in, targets);
    if (item)
        *item = target;
}

/* ---- events ---- */

static signpost_happening_kind happening_kind(sgp_contracts_reader *in, const sgp_yaml_node *map)
{
    const char *text = sgp_yaml_need_text(&in->yaml, map, "kind", "an event", in->list);
    for (int i = 0; text && i <= SIGNPOST_OTHER_HAPPENING; i++)
        if (strcmp(text, signpost_happening_name((signpost_happening_kind)i)) == 0)
            return (signpost_happening_kind)i;
    if (text)
        sgp_diagnose_hint(in->list, SIGNPOST_ERROR, SGP_CONTRACT_VALUE,
                          sgp_yaml_spot(&in->yaml, sgp_yaml_get(&in->yaml, map, "kind")),
                          "improvement notice due, improvement notice issued, assurance level, change of provider or "
                          "other",
                          "\"%s\" is no kind of event", text);
    return SIGNPOST_OTHER_HAPPENING;
}

static void read_happening(sgp_contracts_reader *in, const sgp_yaml_node *map, sgp_array *happenings)
{
    static const char *const keys[] = {"date", "kind", "text", "figure", NULL};
    sgp_yaml_check_keys(&in->yaml, map, keys, in->list);
    const signpost_definition *figure =
        sgp_yaml_get(&in->yaml, map, "figure") ? sgp_contracts_figure(in, map, "an event") : NULL;
    signpost_happening happening = {
        .date = sgp_contracts_need_date(in, map, "date", "an event"),
        .kind = happening_kind(in, map),
        .text = sgp_contracts_text(in, map, "text"),
        .figure = figure ? figure->id : "",
    };
    signpost_happening *item = sgp_contracts_add(in, happenings);
    if (item)
        *item = happening;
}

/* ---- plans ---- */

static signpost_milestone read_milestone(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *what,
                                         bool is_share)
{
    static const char *const keys[] = {"month", "value", NULL};
    if (!sgp_yaml_is(&in->yaml, map, SGP_YAML_MAP, what, in->list))
        return (signpost_milestone){0, 0};
    sgp_yaml_check_keys(&in->yaml, map, keys, in->list);
    return (signpost_milestone){sgp_contracts_need_month(in, map, "month", what),
                                sgp_contracts_need_value(in, map, "value", what, is_share)};
}

static void read_trajectory(sgp_contracts_reader *in, const sgp_yaml_node *map, signpost_improvement *plan,
                            bool is_share)
{
    sgp_array points = SGP_ARRAY_OF(signpost_milestone);
    signpost_month before = plan->start.month;
    for (const sgp_yaml_node *at = first_of(in, map, "trajectory"); at; at = sgp_yaml_next(&in->yaml, at)) {
        signpost_milestone point = read_milestone(in, at, "a trajectory", is_share);
        if (point.month <= before || point.month > signpost_month_of(plan->deadline))
            sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_DATES, sgp_yaml_spot(&in->yaml, at),
                         "a trajectory's months must rise from the plan's start to its deadline");
        before = point.month;
        signpost_milestone *item = sgp_contracts_add(in, &points);
        if (item)
            *item = point;
    }
    plan->trajectory = sgp_contracts_take(in, &points, &plan->trajectory_count);
}

static void read_plan(sgp_contracts_reader *in, const sgp_yaml_node *map, sgp_array *plans)
{
    static const char *const keys[] = {"figure", "name",     "start",      "direction",
                                       "target", "deadline", "trajectory", NULL};
    sgp_yaml_check_keys(&in->yaml, map, keys, in->list);
    const signpost_definition *figure = sgp_contracts_figure(in, map, "a plan");
    bool is_share = !figure || figure->is_share;
    const sgp_yaml_node *start = sgp_yaml_get(&in->yaml, map, "start");
    signpost_improvement plan = {
        .figure = figure ? figure->id : "",
        .name = sgp_contracts_text(in, map, "name"),
        .direction = sgp_contracts_direction(in, map, "a plan"),
        .target = sgp_contracts_need_value(in, map, "target", "a plan", is_share),
        .deadline = sgp_contracts_need_date(in, map, "deadline", "a plan"),
    };
    if (start)
        plan.start = read_milestone(in, start, "a plan's start", is_share);
    else
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_VALUE, sgp_yaml_spot(&in->yaml, map),
                     "a plan has no start");
    sgp_contracts_check_dates(in, map, signpost_month_start(plan.start.month), plan.deadline, "a plan");
    read_trajectory(in, map, &plan, is_share);
    signpost_improvement *item = sgp_contracts_add(in, plans);
    if (item)
        *item = plan;
}

/* ---- rebases and surveys ---- */

static void read_rebase(sgp_contracts_reader *in, const sgp_yaml_node *map, sgp_array *rebases)
{
    static const char *const keys[] = {"date", "figure", "why", NULL};
    sgp_yaml_check_keys(&in->yaml, map, keys, in->list);
    const signpost_definition *figure =
        sgp_yaml_get(&in->yaml, map, "figure") ? sgp_contracts_figure(in, map, "a rebase") : NULL;
    const char *why = sgp_yaml_need_text(&in->yaml, map, "why", "a rebase", in->list);
    signpost_rebase rebase = {sgp_contracts_need_date(in, map, "date", "a rebase"), figure ? figure->id : "",
                              why ? why : ""};
    signpost_rebase *item = sgp_contracts_add(in, rebases);
    if (item)
        *item = rebase;
}

/* The four scores between the country's fifths, which must rise. */
static void read_fifths(sgp_contracts_reader *in, const sgp_yaml_node *map, signpost_survey *survey)
{
    size_t count = 0;
    bool rises = true;
    for (const sgp_yaml_node *at = first_of(in, map, "fifths"); at; at = sgp_yaml_next(&in->yaml, at), count++) {
        if (count < 4)
            survey->fifths[count] = sgp_contracts_value_of(in, at, true);
        if (count && count < 4)
            rises = rises && survey->fifths[count] >= survey->fifths[count - 1];
    }
    if (count != 4 || !rises)
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_VALUE, sgp_yaml_spot(&in->yaml, map),
                     "a survey needs the 4 scores that part the country into fifths, rising");
    survey->fifth = 1;
    for (int i = 0; i < 4; i++)
        survey->fifth += survey->score >= survey->fifths[i];
}

static void read_survey(sgp_contracts_reader *in, const sgp_yaml_node *map, sgp_array *surveys)
{
    static const char *const keys[] = {"date", "name", "score", "fifths", "compared", NULL};
    sgp_yaml_check_keys(&in->yaml, map, keys, in->list);
    const char *name = sgp_yaml_need_text(&in->yaml, map, "name", "a survey", in->list);
    signpost_survey survey = {
        .date = sgp_contracts_need_date(in, map, "date", "a survey"),
        .name = name ? name : "",
        .score = sgp_contracts_need_value(in, map, "score", "a survey", true),
        .compared = (int32_t)(sgp_contracts_need_value(in, map, "compared", "a survey", false) / SIGNPOST_MICRO),
    };
    read_fifths(in, map, &survey);
    signpost_survey *item = sgp_contracts_add(in, surveys);
    if (item)
        *item = survey;
}

/* Reads each entry of a list by `read`, and moves what was read into the arena. */
static const void *read_list(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key, size_t item_size,
                             void (*read)(sgp_contracts_reader *, const sgp_yaml_node *, sgp_array *), size_t *count)
{
    sgp_array items = {.item_size = item_size};
    for (const sgp_yaml_node *at = first_of(in, map, key); at; at = sgp_yaml_next(&in->yaml, at))
        if (sgp_yaml_is(&in->yaml, at, SGP_YAML_MAP, key, in->list))
            read(in, at, &items);
    return sgp_contracts_take(in, &items, count);
}

void sgp_contracts_read_parts(sgp_contracts_reader *in, const sgp_yaml_node *map, signpost_contract *contract)
{
    contract->targets = read_list(in, map, "targets", sizeof(signpost_target), read_target, &contract->target_count);
    contract->happenings =
        read_list(in, map, "events", sizeof(signpost_happening), read_happening, &contract->happening_count);
    contract->plans = read_list(in, map, "plans", sizeof(signpost_improvement), read_plan, &contract->plan_count);
    contract->rebases = read_list(in, map, "rebase", sizeof(signpost_rebase), read_rebase, &contract->rebase_count);
    contract->surveys = read_list(in, map, "surveys", sizeof(signpost_survey), read_survey, &contract->survey_count);
}

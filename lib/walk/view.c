/* What a host can ask of a walk. Nothing here changes it. */
#include "walk/walk.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const signpost_step no_step = {
    .name = "", .text = "", .why = "", .help = "", .unit = "", .left_because = "", .boundary_days = -1};

static const sgp_step *here(const signpost_walk *walk)
{
    return &walk->algorithms->steps.at[walk->state.step];
}

static const char *text_or_none(const sgp_code *codes, sgp_index index, bool is_title)
{
    if (index == SGP_NOTHING)
        return "";
    return is_title ? codes[index].title : codes[index].code;
}

/* The end that was reached. A clinician's choice keeps the group and discriminator of the way. */
static signpost_outcome outcome_of(const signpost_walk *walk)
{
    const signpost_algorithms *algorithms = walk->algorithms;
    sgp_index pathway = walk->state.pathway;
    sgp_index group = pathway == SGP_NOTHING ? SGP_NOTHING : algorithms->pathways.at[pathway].group;
    const signpost_disposition disposition = sgp_disposition_in(algorithms, walk->language, sgp_walk_end(walk), NULL);
    if (walk->left == SGP_NOTHING) {
        signpost_outcome outcome = sgp_outcome_shown(algorithms, &algorithms->outcomes.at[here(walk)->outcome], group,
                                                     walk->state.discriminator);
        outcome.disposition = disposition;
        return outcome;
    }
    return (signpost_outcome){
        .disposition = disposition,
        .symptom_group = text_or_none(algorithms->groups.at, group, false),
        .symptom_group_title = text_or_none(algorithms->groups.at, group, true),
        .discriminator = text_or_none(algorithms->discriminators.at, walk->state.discriminator, false),
        .discriminator_title = text_or_none(algorithms->discriminators.at, walk->state.discriminator, true),
    };
}

static signpost_step_kind kind_of(const signpost_walk *walk)
{
    static const signpost_step_kind kinds[] = {
        [SGP_STEP_QUESTION] = SIGNPOST_STEP_QUESTION, [SGP_STEP_MANY] = SIGNPOST_STEP_MANY,
        [SGP_STEP_MEASURE] = SIGNPOST_STEP_MEASURE,   [SGP_STEP_TOGETHER] = SIGNPOST_STEP_TOGETHER,
        [SGP_STEP_ADVICE] = SIGNPOST_STEP_ADVICE,     [SGP_STEP_OUTCOME] = SIGNPOST_STEP_OUTCOME,
    };
    if (walk->left != SGP_NOTHING)
        return SIGNPOST_STEP_LEFT;
    return walk->state.boundary >= 0 ? SIGNPOST_STEP_AGE : kinds[here(walk)->kind];
}

static void show_question(const signpost_walk *walk, const sgp_step *at, signpost_step *step)
{
    const sgp_step_texts said = sgp_step_in(walk->algorithms, walk->language, walk->state.step, &step->is_translated);
    step->text = said.text;
    step->why = said.why;
    step->help = said.help;
    step->answer_count = (size_t)(at->kind == SGP_STEP_TOGETHER ? at->parts.count : at->answers.count);
    step->may_be_unsure = at->kind != SGP_STEP_TOGETHER && at->otherwise != SGP_NOTHING;
    if (at->kind != SGP_STEP_MEASURE)
        return;
    const sgp_fact *fact = &walk->algorithms->facts.at[at->fact];
    step->from = fact->from;
    step->to = fact->to;
    step->decimals = fact->decimals;
    step->unit = fact->unit;
}

static void show_advice(const signpost_walk *walk, const sgp_step *at, signpost_step *step)
{
    const sgp_advice_texts said = sgp_advice_in(walk->algorithms, walk->language, at->advice, &step->is_translated);
    step->text = said.title;
    step->answer_count = (size_t)said.say.count;
}

static void show_end(const signpost_walk *walk, signpost_step *step)
{
    sgp_disposition_in(walk->algorithms, walk->language, sgp_walk_end(walk), &step->is_translated);
    step->outcome = outcome_of(walk);
}

void signpost_walk_step(const signpost_walk *walk, signpost_step *step)
{
    *step = no_step;
    step->kind = kind_of(walk);
    step->is_translated = true;
    const sgp_step *at = walk->state.step == SGP_NOTHING ? NULL : here(walk);
    if (at)
        step->name = at->name;
    switch (step->kind) {
    case SIGNPOST_STEP_LEFT:
        step->left_because = walk->left_because;
        show_end(walk, step);
        break;
    case SIGNPOST_STEP_OUTCOME:
        show_end(walk, step);
        break;
    case SIGNPOST_STEP_AGE:
        step->text = sgp_phrase_in(walk->algorithms, walk->language, SGP_PHRASE_HOW_OLD);
        step->boundary_days = walk->state.boundary;
        break;
    case SIGNPOST_STEP_ADVICE:
        show_advice(walk, at, step);
        break;
    case SIGNPOST_STEP_QUESTION:
    case SIGNPOST_STEP_MANY:
    case SIGNPOST_STEP_MEASURE:
    case SIGNPOST_STEP_TOGETHER:
    default:
        show_question(walk, at, step);
    }
}

signpost_answer signpost_walk_answer_at(const signpost_walk *walk, size_t index)
{
    signpost_step step;
    signpost_walk_step(walk, &step);
    if (index >= step.answer_count)
        return (signpost_answer){"", ""};
    const sgp_step *at = here(walk);
    sgp_index i = (sgp_index)index;
    if (at->kind == SGP_STEP_ADVICE) {
        const sgp_run say = sgp_advice_in(walk->algorithms, walk->language, at->advice, NULL).say;
        const char *line = walk->algorithms->words.at[say.first + i];
        return (signpost_answer){line, line};
    }
    if (at->kind == SGP_STEP_TOGETHER)
        return (signpost_answer){sgp_step_short_name(walk->algorithms, at->parts.first + i),
                                 sgp_step_in(walk->algorithms, walk->language, at->parts.first + i, NULL).text};
    return (signpost_answer){walk->algorithms->answers.at[at->answers.first + i].label,
                             sgp_answer_in(walk->algorithms, walk->language, walk->state.step, at->answers.first + i)};
}

void signpost_walk_where(const signpost_walk *walk, signpost_where *where)
{
    const signpost_algorithms *algorithms = walk->algorithms;
    const sgp_state *state = &walk->state;
    bool over = sgp_walk_is_over(walk), begun = state->pathway != SGP_NOTHING;
    const char *because;
    sgp_index interim = sgp_walk_interim(walk, &because);
    *where = (signpost_where){
        .pathway = begun ? algorithms->pathways.at[state->pathway].name : "",
        .pathway_title = begun ? sgp_pathway_title_in(algorithms, walk->language, state->pathway) : "",
        .entries = (size_t)walk->path_count,
        .interim = sgp_disposition_in(algorithms, walk->language, interim, NULL),
        .interim_because = because,
        .is_red_flag = state->is_red_flag,
        .is_repeat = sgp_walk_is_repeat(walk),
        .language = sgp_language_code(algorithms, walk->language),
    };
    if (over || !begun)
        return;
    where->fewest = here(walk)->fewest;
    where->most = here(walk)->most;
    for (int32_t i = 0; i < state->depth; i++) {
        const sgp_step *after = &algorithms->steps.at[walk->returns[i]];
        where->fewest += after->fewest;
        where->most += after->most;
    }
}

bool signpost_walk_entry(const signpost_walk *walk, size_t index, signpost_entry *entry)
{
    if (index >= (size_t)walk->path_count)
        return false;
    const sgp_entry *there = &walk->path[index];
    const sgp_step *step = &walk->algorithms->steps.at[there->step];
    *entry = (signpost_entry){.step = step->name, .is_red_flag = there->is_red_flag};
    entry->shown = step->kind == SGP_STEP_ADVICE
                       ? sgp_advice_in(walk->algorithms, walk->language, step->advice, NULL).title
                       : sgp_step_in(walk->algorithms, walk->language, there->step, NULL).text;
    sgp_reply_format(walk->algorithms, there->step, &there->reply, entry->reply, sizeof entry->reply);
    return true;
}

/* Adds a piece, after a comma when it is not the first. */
static void add_piece(char *buffer, size_t size, const char *name, const char *said)
{
    size_t used = strlen(buffer);
    if (used < size)
        snprintf(buffer + used, size - used, "%s%s%s%s", used ? ", " : "", name, *said ? ": " : "", said);
}

static void format_parts(const signpost_algorithms *algorithms, const sgp_step *step, int64_t value, char *buffer,
                         size_t size)
{
    for (int32_t i = 0; i < step->parts.count; i++) {
        int answer = (int)(value >> 2 * i & 3);
        if (answer != SGP_PART_NO)
            add_piece(buffer, size, sgp_step_short_name(algorithms, step->parts.first + i),
                      answer == SGP_PART_YES ? "yes" : "not sure");
    }
    if (!*buffer)
        snprintf(buffer, size, "no");
}

static void format_choices(const signpost_algorithms *algorithms, const sgp_step *step, int64_t value, char *buffer,
                           size_t size)
{
    for (int32_t i = 0; i < step->answers.count; i++) {
        const sgp_answer *answer = &algorithms->answers.at[step->answers.first + i];
        if (value >> answer->value & 1)
            add_piece(buffer, size, answer->label, "");
    }
    if (!*buffer)
        snprintf(buffer, size, "none of these");
}

static void copy(const char *text, char *buffer, size_t size)
{
    size_t length = strnlen(text, size - 1);
    memcpy(buffer, text, length);
    buffer[length] = '\0';
}

void sgp_reply_format(const signpost_algorithms *algorithms, sgp_index index, const sgp_reply *reply, char *buffer,
                      size_t size)
{
    const sgp_step *step = &algorithms->steps.at[index];
    buffer[0] = '\0';
    if (step->kind == SGP_STEP_QUESTION) /* nearly always: printf would take longer than the step */
        copy(algorithms->answers.at[reply->answer].label, buffer, size);
    else if (step->kind == SGP_STEP_TOGETHER)
        format_parts(algorithms, step, reply->value, buffer, size);
    else if (step->kind == SGP_STEP_MANY && reply->value == SGP_UNKNOWN)
        snprintf(buffer, size, "not sure");
    else if (step->kind == SGP_STEP_MANY)
        format_choices(algorithms, step, reply->value, buffer, size);
    else if (step->kind == SGP_STEP_MEASURE && reply->value == SGP_UNKNOWN)
        snprintf(buffer, size, "not known");
    else if (step->kind == SGP_STEP_MEASURE)
        sgp_format_fixed(reply->value, algorithms->facts.at[step->fact].decimals, buffer, size);
}

signpost_status signpost_walk_need(const signpost_walk *walk, signpost_need *need, signpost_error *error)
{
    if (!sgp_walk_is_over(walk))
        return sgp_fail(error, SIGNPOST_STATE, SGP_NOTHING_TO_LOOK_UP,
                        "the walk has not ended: nothing can be looked up yet");
    signpost_outcome outcome = outcome_of(walk);
    if (!outcome.disposition.lookup) {
        sgp_fail(error, SIGNPOST_STATE, SGP_NOTHING_TO_LOOK_UP, "nothing is looked up for %s, %s",
                 outcome.disposition.code, outcome.disposition.title);
        sgp_error_hint(error, "follow the disposition");
        return SIGNPOST_STATE;
    }
    need->disposition = outcome.disposition;
    need->symptom_group = outcome.symptom_group;
    need->discriminator_count = *outcome.discriminator ? 1 : 0;
    need->discriminators[0] = outcome.discriminator;
    need->age = walk->patient.age;
    need->sex = walk->patient.sex;
    return SIGNPOST_OK;
}

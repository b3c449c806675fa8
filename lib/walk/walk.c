/* A walk's life and its events: each is carried out, offered to the sink, and undone when that refuses. */
#include "walk/walk.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

const char *signpost_event_name(signpost_event event)
{
    static const char *const names[] = {"started", "answered", "acknowledged", "aged", "went back", "changed", "left"};
    return (size_t)event < sizeof names / sizeof *names ? names[event] : "";
}

/* An event while it is carried out. */
typedef struct happening {
    signpost_event event;
    signpost_minute moment;
    sgp_index step; /* where it happens; SGP_NOTHING for none */
    const char *reply;
} happening;

static const char *name_of(const signpost_walk *walk, sgp_index step)
{
    return step == SGP_NOTHING ? "" : walk->algorithms->steps.at[step].name;
}

static bool offer(const signpost_walk *walk, const happening *what)
{
    if (!walk->sink)
        return true;
    const signpost_algorithms *algorithms = walk->algorithms;
    bool over = sgp_walk_is_over(walk);
    signpost_record record = {
        .event = what->event,
        .moment = what->moment,
        .content = algorithms->fingerprint,
        .complaint = walk->complaint,
        .step = name_of(walk, what->step),
        .shown = what->step == SGP_NOTHING ? "" : sgp_step_in(algorithms, walk->language, what->step, NULL).text,
        .reply = what->reply,
        .arrived = name_of(walk, walk->state.step),
        .interim = algorithms->dispositions.at[sgp_walk_interim(walk, NULL)].shown.code,
        .outcome = over ? algorithms->dispositions.at[sgp_walk_end(walk)].shown.code : "",
        .patient = &walk->patient,
        .language = sgp_language_code(algorithms, walk->language),
    };
    if (what->event == SIGNPOST_EVENT_ACKNOWLEDGED) {
        const sgp_advice_texts advice =
            sgp_advice_in(algorithms, walk->language, algorithms->steps.at[what->step].advice, NULL);
        record.shown = advice.title;
        record.said = (const char *const *)algorithms->words.at + advice.say.first;
        record.said_count = (size_t)advice.say.count;
    }
    return walk->sink(&record, walk->context);
}

static signpost_status refused(signpost_error *error)
{
    return sgp_fail(error, SIGNPOST_CANCELLED, SGP_NOT_RECORDED, "the event could not be recorded, and does not count");
}

static const char *intern_complaint(const signpost_algorithms *algorithms, const char *complaint, signpost_error *error)
{
    sgp_nearest nearest = sgp_nearest_to(complaint);
    for (int32_t i = 0; i < algorithms->complaints.count; i++) {
        if (strcmp(algorithms->complaints.at[i].name, complaint) == 0)
            return algorithms->complaints.at[i].name;
        sgp_nearest_offer(&nearest, algorithms->complaints.at[i].name);
    }
    char suggestion[160];
    sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_COMPLAINT, "no complaint is called \"%s\"%s", complaint,
             sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    return NULL;
}

static signpost_status check_patient(const signpost_patient *patient, signpost_error *error)
{
    bool good = signpost_age_is_valid(patient->age) && (unsigned)patient->sex < SIGNPOST_SEX_COUNT &&
                (patient->party == SIGNPOST_SELF || patient->party == SIGNPOST_SOMEONE_ELSE) &&
                patient->earlier_contacts >= 0;
    if (good)
        return SIGNPOST_OK;
    sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_PATIENT, "the patient's age, sex, party or contacts are not possible");
    sgp_error_hint(error, "give an age of 0 to %d years and 0 or more earlier contacts", SIGNPOST_OLDEST_YEARS);
    return SIGNPOST_INVALID;
}

static bool allocate(signpost_walk *walk)
{
    const signpost_algorithms *algorithms = walk->algorithms;
    size_t steps = (size_t)algorithms->steps.count, facts = (size_t)algorithms->facts.count;
    walk->path_size = algorithms->longest_walk;
    walk->facts = sgp_arena_allocate(&walk->arena, facts, sizeof *walk->facts);
    walk->returns = sgp_arena_allocate(&walk->arena, (size_t)algorithms->deepest_jump + 1, sizeof *walk->returns);
    walk->path = sgp_arena_allocate(&walk->arena, (size_t)walk->path_size, sizeof *walk->path);
    walk->saved = sgp_arena_allocate(&walk->arena, (size_t)walk->path_size, sizeof *walk->saved);
    walk->spare = sgp_arena_allocate(&walk->arena, (size_t)walk->path_size, sizeof *walk->spare);
    walk->seen = sgp_arena_allocate(&walk->arena, steps, 1);
    walk->queue = sgp_arena_allocate(&walk->arena, steps, sizeof *walk->queue);
    walk->asked = sgp_arena_allocate(&walk->arena, facts, 1);
    return walk->facts && walk->returns && walk->path && walk->saved && walk->spare && walk->seen && walk->queue &&
           walk->asked;
}

signpost_status signpost_walk_start(signpost_algorithms *algorithms, const signpost_patient *patient,
                                    const char *complaint, signpost_minute moment, signpost_sink sink, void *context,
                                    signpost_walk **walk, signpost_error *error)
{
    return signpost_walk_start_in(algorithms, NULL, patient, complaint, moment, sink, context, walk, error);
}

signpost_status signpost_walk_start_in(signpost_algorithms *algorithms, const char *language,
                                       const signpost_patient *patient, const char *complaint, signpost_minute moment,
                                       signpost_sink sink, void *context, signpost_walk **walk, signpost_error *error)
{
    *walk = NULL;
    sgp_index spoken;
    const char *known = intern_complaint(algorithms, complaint, error);
    if (!known || sgp_language_find(algorithms, language, &spoken, error) != SIGNPOST_OK)
        return SIGNPOST_NOT_FOUND;
    signpost_status status = check_patient(patient, error);
    if (status != SIGNPOST_OK)
        return status;
    signpost_walk *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    made->algorithms = signpost_algorithms_ref(algorithms);
    made->patient = *patient;
    made->complaint = known;
    made->language = spoken;
    made->sink = sink;
    made->context = context;
    made->left = SGP_NOTHING;
    status = allocate(made) ? sgp_walk_begin(made, error) : sgp_fail_memory(error);
    if (status == SIGNPOST_OK && !offer(made, &(happening){SIGNPOST_EVENT_STARTED, moment, SGP_NOTHING, ""}))
        status = refused(error);
    if (status == SIGNPOST_OK)
        *walk = made;
    else
        signpost_walk_free(made);
    return status;
}

signpost_status signpost_walk_speak(signpost_walk *walk, const char *language, signpost_error *error)
{
    sgp_index spoken;
    signpost_status status = sgp_language_find(walk->algorithms, language, &spoken, error);
    if (status == SIGNPOST_OK)
        walk->language = spoken;
    return status;
}

void signpost_walk_free(signpost_walk *walk)
{
    if (!walk)
        return;
    signpost_algorithms_free(walk->algorithms);
    sgp_arena_release(&walk->arena);
    sgp_release(walk);
}

static signpost_status wrong_step(const signpost_walk *walk, const char *wanted, signpost_error *error)
{
    const char *at = sgp_walk_is_over(walk)      ? "its end"
                     : walk->state.boundary >= 0 ? "an age"
                                                 : name_of(walk, walk->state.step);
    return sgp_fail(error, SIGNPOST_STATE, SGP_WRONG_STEP, "the walk stands at %s, which is not %s", at, wanted);
}

/* Whether the walk stands at a step of a kind that takes a reply. */
static bool stands_at(const signpost_walk *walk, sgp_step_kind kind)
{
    return !sgp_walk_is_over(walk) && walk->state.boundary < 0 &&
           walk->algorithms->steps.at[walk->state.step].kind == kind;
}

/* Takes a reply that fits the step, with its record. */
static signpost_status take(signpost_walk *walk, const sgp_reply *reply, signpost_event event, signpost_minute moment,
                            signpost_error *error)
{
    char words[SIGNPOST_TEXT_SIZE];
    happening what = {event, moment, walk->state.step, words};
    int32_t before = walk->path_count;
    words[0] = '\0';
    if (event == SIGNPOST_EVENT_ANSWERED && walk->sink) /* only a record wants them */
        sgp_reply_format(walk->algorithms, walk->state.step, reply, words, sizeof words);
    walk->dropped_count = 0;
    signpost_status status = sgp_walk_take(walk, reply, error);
    if (status == SIGNPOST_OK && !offer(walk, &what))
        status = refused(error);
    if (status != SIGNPOST_OK)
        sgp_walk_follow(walk, walk->path, before);
    return status;
}

signpost_status signpost_walk_answer(signpost_walk *walk, size_t index, signpost_minute moment, signpost_error *error)
{
    if (!stands_at(walk, SGP_STEP_QUESTION))
        return wrong_step(walk, "a question with one answer", error);
    const sgp_run answers = walk->algorithms->steps.at[walk->state.step].answers;
    if (index >= (size_t)answers.count)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_UNKNOWN_ANSWER, "%s has %d answers, and no number %zu",
                        name_of(walk, walk->state.step), answers.count, index);
    sgp_index answer = answers.first + (sgp_index)index;
    const sgp_reply reply = {walk->algorithms->answers.at[answer].value, answer};
    return take(walk, &reply, SIGNPOST_EVENT_ANSWERED, moment, error);
}

signpost_status signpost_walk_choose(signpost_walk *walk, const size_t *indices, size_t count, signpost_minute moment,
                                     signpost_error *error)
{
    if (!stands_at(walk, SGP_STEP_MANY))
        return wrong_step(walk, "a question with many answers", error);
    const sgp_step *step = &walk->algorithms->steps.at[walk->state.step];
    sgp_reply reply = {0, SGP_NOTHING};
    bool unsure = count && !indices;
    if (unsure && step->otherwise == SGP_NOTHING)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_UNKNOWN_ANSWER, "%s cannot be answered with not sure", step->name);
    if (unsure)
        reply.value = SGP_UNKNOWN;
    for (size_t i = 0; i < count && !unsure; i++) {
        if (indices[i] >= (size_t)step->answers.count)
            return sgp_fail(error, SIGNPOST_INVALID, SGP_UNKNOWN_ANSWER, "%s has %d choices, and no number %zu",
                            step->name, step->answers.count, indices[i]);
        reply.value |= (int64_t)1 << walk->algorithms->answers.at[step->answers.first + (sgp_index)indices[i]].value;
    }
    return take(walk, &reply, SIGNPOST_EVENT_ANSWERED, moment, error);
}

signpost_status signpost_walk_together(signpost_walk *walk, const signpost_part_answer *answers, size_t count,
                                       signpost_minute moment, signpost_error *error)
{
    if (!stands_at(walk, SGP_STEP_TOGETHER))
        return wrong_step(walk, "several questions at once", error);
    const sgp_step *step = &walk->algorithms->steps.at[walk->state.step];
    sgp_reply reply = {0, SGP_NOTHING};
    if (count != (size_t)step->parts.count)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_UNKNOWN_ANSWER, "%s has %d parts, and %zu were answered",
                        step->name, step->parts.count, count);
    for (size_t i = 0; i < count; i++) {
        if ((unsigned)answers[i] >= SGP_PART_ANSWERS)
            return sgp_fail(error, SIGNPOST_INVALID, SGP_UNKNOWN_ANSWER,
                            "part %zu of %s is answered by yes, no or not sure", i, step->name);
        reply.value |= (int64_t)answers[i] << 2 * i;
    }
    return take(walk, &reply, SIGNPOST_EVENT_ANSWERED, moment, error);
}

signpost_status signpost_walk_measure(signpost_walk *walk, const int64_t *value, signpost_minute moment,
                                      signpost_error *error)
{
    if (!stands_at(walk, SGP_STEP_MEASURE))
        return wrong_step(walk, "a measure", error);
    const sgp_step *step = &walk->algorithms->steps.at[walk->state.step];
    const sgp_fact *fact = &walk->algorithms->facts.at[step->fact];
    const sgp_reply reply = {value ? *value : SGP_UNKNOWN, SGP_NOTHING};
    if (value ? *value < fact->from || *value > fact->to : step->otherwise == SGP_NOTHING)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_UNKNOWN_ANSWER, "%s cannot be answered like that", step->name);
    return take(walk, &reply, SIGNPOST_EVENT_ANSWERED, moment, error);
}

signpost_status signpost_walk_acknowledge(signpost_walk *walk, signpost_minute moment, signpost_error *error)
{
    if (!stands_at(walk, SGP_STEP_ADVICE))
        return wrong_step(walk, "advice", error);
    return take(walk, &(sgp_reply){0, SGP_NOTHING}, SIGNPOST_EVENT_ACKNOWLEDGED, moment, error);
}

signpost_status signpost_walk_reply(signpost_walk *walk, const char *text, signpost_minute moment,
                                    signpost_error *error)
{
    if (sgp_walk_is_over(walk))
        return wrong_step(walk, "a question", error);
    if (walk->state.boundary >= 0) {
        signpost_age age;
        signpost_status read = signpost_age_parse(text, &age, error);
        return read == SIGNPOST_OK ? signpost_walk_age(walk, age, moment, error) : read;
    }
    sgp_reply reply;
    signpost_status status =
        sgp_reply_parse_in(walk->algorithms, walk->language, walk->state.step, text, &reply, error);
    return status == SIGNPOST_OK ? take(walk, &reply, SIGNPOST_EVENT_ANSWERED, moment, error) : status;
}

signpost_status signpost_walk_age(signpost_walk *walk, signpost_age age, signpost_minute moment, signpost_error *error)
{
    if (sgp_walk_is_over(walk) || walk->state.boundary < 0)
        return wrong_step(walk, "an age that is needed", error);
    signpost_age known = walk->patient.age;
    if (!signpost_age_is_valid(age) || age.from_days < known.from_days || age.to_days > known.to_days) {
        char now[SIGNPOST_AGE_SIZE];
        sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_AGE, "the age must be a part of %s, which was given before",
                 signpost_age_format(known, now));
        sgp_error_hint(error, "if the first age was wrong, start again with the right one");
        return SIGNPOST_INVALID;
    }
    char words[SIGNPOST_AGE_SIZE];
    const happening what = {SIGNPOST_EVENT_AGED, moment, walk->state.step, signpost_age_format(age, words)};
    const sgp_state before = walk->state;
    walk->patient.age = age;
    walk->state.boundary = -1;
    signpost_status status = before.pathway == SGP_NOTHING ? sgp_walk_begin(walk, error) : sgp_walk_go_on(walk, error);
    if (status == SIGNPOST_OK && !offer(walk, &what))
        status = refused(error);
    if (status != SIGNPOST_OK) {
        walk->patient.age = known;
        sgp_walk_follow(walk, walk->path, walk->path_count);
    }
    return status;
}

/* Keeps the path, for an event that may have to be undone; returns its length. */
static int32_t save(signpost_walk *walk)
{
    memcpy(walk->saved, walk->path, (size_t)walk->path_count * sizeof *walk->saved);
    return walk->path_count;
}

signpost_status signpost_walk_back(signpost_walk *walk, signpost_minute moment, signpost_error *error)
{
    sgp_index left = walk->left;
    int32_t before = walk->path_count;
    if (!before && left == SGP_NOTHING)
        return wrong_step(walk, "one that can be gone back from", error);
    const happening what = {SIGNPOST_EVENT_WENT_BACK, moment, walk->state.step, ""};
    save(walk);
    walk->dropped_count = 0;
    walk->left = SGP_NOTHING;
    if (left == SGP_NOTHING)
        sgp_walk_follow(walk, walk->saved, before - 1);
    if (offer(walk, &what))
        return SIGNPOST_OK;
    walk->left = left;
    sgp_walk_follow(walk, walk->saved, before);
    return refused(error);
}

/* The last entry of a step on the path; -1 when it has not been asked. */
static int32_t find_entry(const signpost_walk *walk, const char *step)
{
    for (int32_t i = walk->path_count - 1; i >= 0; i--)
        if (strcmp(name_of(walk, walk->path[i].step), step) == 0)
            return i;
    return -1;
}

/* Goes on with the old answers from `from` on, where they are asked again. Those that are not used are moved together.
 */
static void keep_answers(signpost_walk *walk, int32_t from, int32_t count)
{
    int32_t left = count - from;
    sgp_entry *old = walk->spare + from;
    while (left && !sgp_walk_is_over(walk) && walk->state.boundary < 0) {
        int32_t found = 0;
        while (found < left && old[found].step != walk->state.step)
            found++;
        if (found == left)
            break;
        const sgp_reply reply = old[found].reply;
        memmove(old + found, old + found + 1, (size_t)(left - found - 1) * sizeof *old);
        left--;
        if (sgp_walk_take(walk, &reply, NULL) != SIGNPOST_OK)
            break;
    }
    walk->dropped_first = from;
    walk->dropped_count = left;
}

signpost_status signpost_walk_change(signpost_walk *walk, const char *step, const char *reply, signpost_minute moment,
                                     signpost_error *error)
{
    int32_t at = find_entry(walk, step);
    if (at < 0 || walk->algorithms->steps.at[walk->path[at].step].kind == SGP_STEP_ADVICE)
        return sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_WRONG_STEP, "\"%s\" has not been answered", step);
    if (walk->left != SGP_NOTHING)
        return wrong_step(walk, "one whose answers can be changed: go back first", error);
    sgp_reply changed;
    signpost_status status =
        sgp_reply_parse_in(walk->algorithms, walk->language, walk->path[at].step, reply, &changed, error);
    if (status != SIGNPOST_OK)
        return status;
    char words[SIGNPOST_TEXT_SIZE];
    const happening what = {SIGNPOST_EVENT_CHANGED, moment, walk->path[at].step, words};
    sgp_reply_format(walk->algorithms, walk->path[at].step, &changed, words, sizeof words);
    int32_t count = save(walk);
    memcpy(walk->spare, walk->saved, (size_t)count * sizeof *walk->spare);
    walk->dropped_count = 0;
    sgp_walk_follow(walk, walk->saved, at);
    status = sgp_walk_take(walk, &changed, error);
    if (status == SIGNPOST_OK)
        keep_answers(walk, at + 1, count);
    if (status == SIGNPOST_OK && !offer(walk, &what))
        status = refused(error);
    if (status != SIGNPOST_OK) {
        walk->dropped_count = 0;
        sgp_walk_follow(walk, walk->saved, count);
    }
    return status;
}

size_t signpost_walk_dropped_count(const signpost_walk *walk)
{
    return (size_t)walk->dropped_count;
}

const char *signpost_walk_dropped(const signpost_walk *walk, size_t index)
{
    return index < (size_t)walk->dropped_count ? name_of(walk, walk->spare[walk->dropped_first + (int32_t)index].step)
                                               : "";
}

signpost_status signpost_walk_leave(signpost_walk *walk, const char *disposition, const char *reason,
                                    signpost_minute moment, signpost_error *error)
{
    if (sgp_walk_is_over(walk))
        return wrong_step(walk, "one that can be left", error);
    signpost_disposition chosen;
    signpost_status status = signpost_disposition_find(walk->algorithms, disposition, &chosen, error);
    if (status != SIGNPOST_OK)
        return status;
    if (!*reason)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "leaving early needs a reason");
    snprintf(walk->left_because, sizeof walk->left_because, "%s", reason);
    sgp_text_trim_cut(walk->left_because);
    walk->left = sgp_disposition_find(walk->algorithms, disposition);
    if (offer(walk, &(happening){SIGNPOST_EVENT_LEFT, moment, walk->state.step, walk->left_because}))
        return SIGNPOST_OK;
    walk->left = SGP_NOTHING;
    return refused(error);
}

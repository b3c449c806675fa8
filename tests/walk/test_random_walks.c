/* Seeded callers walk through all the shipped content at random, and what holds of every walk is held against each:
 *  - the questions that come number no fewer and no more than was said before;
 *  - the end is one of the dispositions that were said to be possible, and what is possible never grows;
 *  - taken back and answered again, or changed to what it was, an answer leads to where it led;
 *  - the journal, answered word by word to another walk, leads to the same end;
 *  - a need can be had exactly where services are looked up.
 * Usage: random-walks [walks [first seed]]. */
#include "../support/random.h"
#include "signpost/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_EVENTS = 200, MOST_DISPOSITIONS = 64 };

/* One event as the journal has it. */
typedef struct event {
    signpost_event kind;
    char step[128], reply[256];
} event;

typedef struct call {
    unsigned seed;
    test_random random;
    signpost_algorithms *algorithms;
    signpost_patient patient;
    const char *complaint;
    event journal[MOST_EVENTS];
    int events;
    bool is_kept; /* whether the sink keeps what it is offered */
    int32_t fewest[MOST_EVENTS], most[MOST_EVENTS]; /* still to come, said at each question */
    int questions;
    char possible[MOST_DISPOSITIONS][16];
    size_t possible_count;
} call;

/* Says what is wrong, with the seed that shows it again. */
static _Noreturn void wrong(const call *c, const signpost_walk *walk, const char *what)
{
    signpost_step step = {.name = "the start"};
    if (walk)
        signpost_walk_step(walk, &step);
    printf("seed %u, %s, at %s: %s\n", c->seed, c->complaint, step.name, what);
    exit(1);
}

static bool keep(const signpost_record *record, void *context)
{
    call *c = context;
    if (!c->is_kept)
        return true;
    if (c->events == MOST_EVENTS)
        return false;
    event *one = &c->journal[c->events++];
    one->kind = record->event;
    snprintf(one->step, sizeof one->step, "%s", record->step);
    snprintf(one->reply, sizeof one->reply, "%s", record->reply);
    return true;
}

/* A patient at random, by the day or by the year. */
static signpost_patient someone(test_random *random)
{
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age.from_days = patient.age.to_days = test_random_from(random, 0, 36500);
    if (test_random_one_in(random, 2))
        patient.age = signpost_age_of(test_random_from(random, 0, test_random_one_in(random, 2) ? 6 : 100), SIGNPOST_YEARS);
    patient.sex = (signpost_sex)test_random_from(random, 0, SIGNPOST_SEX_COUNT - 1);
    patient.party = (signpost_party)test_random_from(random, SIGNPOST_SELF, SIGNPOST_SOMEONE_ELSE);
    patient.earlier_contacts = test_random_from(random, 0, 3);
    return patient;
}

static signpost_status answer_parts(signpost_walk *walk, const signpost_step *step, test_random *random)
{
    signpost_part_answer parts[64];
    for (size_t i = 0; i < step->answer_count; i++)
        parts[i] = test_random_one_in(random, 16) ? SIGNPOST_YES : test_random_one_in(random, 16) ? SIGNPOST_NOT_SURE : SIGNPOST_NO;
    return signpost_walk_together(walk, parts, step->answer_count, 0, NULL);
}

static signpost_status answer_many(signpost_walk *walk, const signpost_step *step, test_random *random)
{
    size_t chosen[64], count = 0;
    if (step->may_be_unsure && test_random_one_in(random, 6))
        return signpost_walk_choose(walk, NULL, 1, 0, NULL);
    for (size_t i = 0; i < step->answer_count; i++)
        if (test_random_one_in(random, 12))
            chosen[count++] = i;
    return signpost_walk_choose(walk, chosen, count, 0, NULL);
}

/* Mostly no, where that is an answer: other answers soon end a call. */
static signpost_status answer_one(signpost_walk *walk, const signpost_step *step, test_random *random)
{
    size_t chosen = (size_t)test_random_from(random, 0, (int)step->answer_count - 1);
    for (size_t i = 0; i < step->answer_count; i++)
        if (strcmp(signpost_walk_answer_at(walk, i).label, "no") == 0 && !test_random_one_in(random, 8))
            chosen = i;
    return signpost_walk_answer(walk, chosen, 0, NULL);
}

/* Younger than the boundary, or as old. */
static signpost_status give_age(call *c, signpost_walk *walk, const signpost_step *step)
{
    if (step->boundary_days <= c->patient.age.from_days || step->boundary_days > c->patient.age.to_days)
        wrong(c, walk, "the age that is asked for is known already");
    if (test_random_one_in(&c->random, 2))
        c->patient.age.to_days = step->boundary_days - 1;
    else
        c->patient.age.from_days = step->boundary_days;
    return signpost_walk_age(walk, c->patient.age, 0, NULL);
}

static signpost_status answer(call *c, signpost_walk *walk, const signpost_step *step)
{
    test_random *random = &c->random;
    int64_t number = step->from + (int64_t)(test_random_bits(random) % (uint64_t)(step->to - step->from + 1));
    switch (step->kind) {
    case SIGNPOST_STEP_QUESTION:
        return answer_one(walk, step, random);
    case SIGNPOST_STEP_MANY:
        return answer_many(walk, step, random);
    case SIGNPOST_STEP_MEASURE:
        return signpost_walk_measure(walk, step->may_be_unsure && test_random_one_in(random, 4) ? NULL : &number, 0, NULL);
    case SIGNPOST_STEP_TOGETHER:
        return answer_parts(walk, step, random);
    case SIGNPOST_STEP_AGE:
        return give_age(c, walk, step);
    case SIGNPOST_STEP_ADVICE:
        return signpost_walk_acknowledge(walk, 0, NULL);
    case SIGNPOST_STEP_OUTCOME:
    case SIGNPOST_STEP_LEFT:
    default:
        return SIGNPOST_STATE;
    }
}

/* What is possible here was possible before. */
static void check_possible(call *c, signpost_walk *walk)
{
    signpost_disposition found[MOST_DISPOSITIONS];
    size_t count = signpost_walk_possible(walk, found, MOST_DISPOSITIONS);
    for (size_t i = 0; i < count && c->possible_count; i++) {
        bool was = false;
        for (size_t j = 0; j < c->possible_count; j++)
            was = was || strcmp(found[i].code, c->possible[j]) == 0;
        if (!was)
            wrong(c, walk, "what was not possible has become so");
    }
    c->possible_count = count;
    for (size_t i = 0; i < count; i++)
        snprintf(c->possible[i], sizeof c->possible[i], "%s", found[i].code);
}

static void check_same(const call *c, const signpost_walk *walk, const signpost_step *step, const signpost_where *where)
{
    signpost_step now;
    signpost_where here;
    signpost_walk_step(walk, &now);
    signpost_walk_where(walk, &here);
    if (now.kind != step->kind || strcmp(now.name, step->name) != 0 || here.entries != where->entries ||
        strcmp(here.interim.code, where->interim.code) != 0 || here.fewest != where->fewest || here.most != where->most ||
        here.is_red_flag != where->is_red_flag)
        wrong(c, walk, "the same answer leads elsewhere");
}

/* Takes the last answer back and gives it again; changes an earlier one to what it is. */
static void go_back_and_forth(call *c, signpost_walk *walk)
{
    signpost_step step;
    signpost_where where;
    signpost_entry entry;
    signpost_walk_step(walk, &step);
    signpost_walk_where(walk, &where);
    if (!where.entries || step.kind == SIGNPOST_STEP_AGE)
        return;
    signpost_walk_entry(walk, (size_t)test_random_from(&c->random, 0, (int)where.entries - 1), &entry);
    c->is_kept = false;
    if (*entry.reply) {
        if (signpost_walk_change(walk, entry.step, entry.reply, 0, NULL) != SIGNPOST_OK || signpost_walk_dropped_count(walk))
            wrong(c, walk, "an answer cannot be changed to what it is");
        check_same(c, walk, &step, &where);
    }
    signpost_walk_entry(walk, where.entries - 1, &entry);
    if (*entry.reply && signpost_walk_back(walk, 0, NULL) == SIGNPOST_OK) {
        if (signpost_walk_reply(walk, entry.reply, 0, NULL) != SIGNPOST_OK)
            wrong(c, walk, "an answer that was taken back cannot be given again");
        check_same(c, walk, &step, &where);
    }
    c->is_kept = true;
}

static void note_lengths(call *c, const signpost_walk *walk, const signpost_step *step)
{
    signpost_where where;
    signpost_walk_where(walk, &where);
    if (where.fewest > where.most || !*where.interim.code)
        wrong(c, walk, "at least is more than at most, or nothing holds if the call drops");
    if (step->kind > SIGNPOST_STEP_TOGETHER)
        return;
    c->fewest[c->questions] = where.fewest;
    c->most[c->questions++] = where.most;
}

static void check_end(call *c, signpost_walk *walk, const signpost_step *end)
{
    signpost_need need = SIGNPOST_NEED_INIT;
    signpost_advice advice;
    for (int i = 0; i < c->questions; i++)
        if (c->questions - i < c->fewest[i] || c->questions - i > c->most[i])
            wrong(c, walk, "fewer or more questions came than were said to");
    if (c->possible_count != 1 || strcmp(c->possible[0], end->outcome.disposition.code) != 0)
        wrong(c, walk, "at the end something else is possible");
    if ((signpost_walk_need(walk, &need, NULL) == SIGNPOST_OK) != end->outcome.disposition.lookup)
        wrong(c, walk, "a need can be had where nothing is looked up, or none where something is");
    if (end->outcome.disposition.lookup && (!*need.symptom_group || need.disposition.urgency != end->outcome.disposition.urgency))
        wrong(c, walk, "the need is not the outcome's");
    if (!signpost_walk_advice(walk, 0, &advice) || !advice.line_count)
        wrong(c, walk, "the end has no advice");
}

/* The journal's words, given to another walk. */
static void replay(call *c, const signpost_patient *patient, const signpost_step *end)
{
    signpost_walk *walk;
    signpost_step step;
    c->is_kept = false;
    if (signpost_walk_start(c->algorithms, patient, c->complaint, 0, NULL, NULL, &walk, NULL) != SIGNPOST_OK)
        wrong(c, NULL, "a walk does not start twice");
    for (int i = 1; i < c->events; i++) {
        signpost_age age;
        signpost_status status = SIGNPOST_OK;
        if (c->journal[i].kind == SIGNPOST_EVENT_ACKNOWLEDGED)
            status = signpost_walk_acknowledge(walk, 0, NULL);
        else if (c->journal[i].kind == SIGNPOST_EVENT_AGED && sscanf(c->journal[i].reply, "%d to %d", &age.from_days, &age.to_days) == 2)
            status = signpost_walk_age(walk, age, 0, NULL);
        else
            status = signpost_walk_reply(walk, c->journal[i].reply, 0, NULL);
        if (status != SIGNPOST_OK)
            wrong(c, walk, "the journal's words are refused");
    }
    signpost_walk_step(walk, &step);
    if (step.kind != end->kind || strcmp(step.name, end->name) != 0)
        wrong(c, walk, "the journal leads to another end");
    signpost_walk_free(walk);
}

static int take_call(signpost_algorithms *algorithms, unsigned seed)
{
    static call c;
    c = (call){.seed = seed, .random = {seed}, .algorithms = algorithms, .is_kept = true};
    size_t complaint = (size_t)test_random_from(&c.random, 0, (int)signpost_complaint_count(algorithms) - 1);
    c.complaint = signpost_complaint_at(algorithms, complaint).name;
    c.patient = someone(&c.random);
    const signpost_patient patient = c.patient;
    signpost_walk *walk;
    signpost_step step;
    if (signpost_walk_start(algorithms, &patient, c.complaint, 0, keep, &c, &walk, NULL) != SIGNPOST_OK)
        wrong(&c, NULL, "it does not start");
    for (;;) {
        signpost_walk_step(walk, &step);
        check_possible(&c, walk);
        if (step.kind >= SIGNPOST_STEP_OUTCOME)
            break;
        note_lengths(&c, walk, &step);
        if (answer(&c, walk, &step) != SIGNPOST_OK)
            wrong(&c, walk, "an answer that is offered is refused");
        if (test_random_one_in(&c.random, 3))
            go_back_and_forth(&c, walk);
    }
    check_end(&c, walk, &step);
    replay(&c, &patient, &step);
    signpost_walk_free(walk);
    return c.questions;
}

int main(int count, char **arguments)
{
    unsigned walks = count > 1 ? (unsigned)atol(arguments[1]) : 3000, first = count > 2 ? (unsigned)atol(arguments[2]) : 1;
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    long questions = 0;
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, &error) != SIGNPOST_OK)
        return printf("%s:%u: %s\n", error.file, error.line, error.message), 1;
    for (unsigned seed = first; seed < first + walks; seed++)
        questions += take_call(algorithms, seed);
    printf("%u walks, %ld questions\n", walks, questions);
    signpost_algorithms_free(algorithms);
    return 0;
}

/* Seeded callers walk through all the shipped content at random, going back, changing answers, giving ages and leaving,
 * with a journal; and what holds of every journal is held against each:
 *  - it is read back, and replayed to the very same bytes;
 *  - from a line of it, picked at random, a walk goes on to the same journal, through a desk that stopped there;
 *  - cut within a line, or with a byte changed, it is refused.
 * Usage: random-journals [calls [first seed]]. */
#include "../support/call.h"
#include "../support/random.h"

#include <stdlib.h>

enum { MOST_EVENTS = 120 };

typedef struct call {
    unsigned seed;
    test_random random;
    signpost_algorithms *algorithms;
    signpost_patient patient;
    const char *complaint;
    signpost_walk *walk;
    signpost_recorder *recorder;
    test_paper paper;
    unsigned long lines, kinds[SIGNPOST_LINE_KINDS];
} call;

/* Says what is wrong, with the seed that shows it again. */
static _Noreturn void wrong(const call *c, const char *what, const signpost_error *error)
{
    printf("seed %u, %s, %zu lines: %s: %s\n", c->seed, c->complaint, c->paper.lines, what, error ? error->message : "");
    exit(1);
}

static signpost_patient someone(test_random *random)
{
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = signpost_age_of(test_random_from(random, 0, test_random_one_in(random, 2) ? 6 : 100), SIGNPOST_YEARS);
    patient.sex = (signpost_sex)test_random_from(random, 0, SIGNPOST_SEX_COUNT - 1);
    patient.earlier_contacts = test_random_from(random, 0, 3);
    return patient;
}

static void answer_together(call *c, const signpost_step *step, signpost_minute moment, signpost_error *error)
{
    signpost_part_answer parts[64];
    for (size_t i = 0; i < step->answer_count; i++)
        parts[i] = test_random_one_in(&c->random, 8) ? (signpost_part_answer)test_random_from(&c->random, 0, 2) : SIGNPOST_NO;
    signpost_walk_together(c->walk, parts, step->answer_count, moment, error);
}

static void give_age(call *c, const signpost_step *step, signpost_minute moment, signpost_error *error)
{
    signpost_age age = c->patient.age;
    if (test_random_one_in(&c->random, 2))
        age.to_days = step->boundary_days - 1;
    else
        age.from_days = step->boundary_days;
    if (signpost_walk_age(c->walk, age, moment, error) == SIGNPOST_OK)
        c->patient.age = age;
}

/* Answers where the walk stands, mostly no, so that calls last. */
static void answer(call *c, const signpost_step *step, signpost_minute moment, signpost_error *error)
{
    size_t chosen[2] = {(size_t)test_random_from(&c->random, 0, step->answer_count ? (int)step->answer_count - 1 : 0), 0};
    int64_t number = step->from + (int64_t)(test_random_bits(&c->random) % (uint64_t)(step->to - step->from + 1));
    switch (step->kind) {
    case SIGNPOST_STEP_QUESTION:
        for (size_t i = 0; i < step->answer_count && !test_random_one_in(&c->random, 4); i++)
            if (strcmp(signpost_walk_answer_at(c->walk, i).label, "no") == 0)
                chosen[0] = i;
        signpost_walk_answer(c->walk, chosen[0], moment, error);
        break;
    case SIGNPOST_STEP_MANY:
        signpost_walk_choose(c->walk, chosen, (size_t)test_random_from(&c->random, 0, 2), moment, error);
        break;
    case SIGNPOST_STEP_MEASURE:
        signpost_walk_measure(c->walk, step->may_be_unsure && test_random_one_in(&c->random, 3) ? NULL : &number, moment, error);
        break;
    case SIGNPOST_STEP_TOGETHER:
        answer_together(c, step, moment, error);
        break;
    case SIGNPOST_STEP_AGE:
        give_age(c, step, moment, error);
        break;
    case SIGNPOST_STEP_ADVICE:
        signpost_walk_acknowledge(c->walk, moment, error);
        break;
    case SIGNPOST_STEP_OUTCOME:
    case SIGNPOST_STEP_LEFT:
    default:
        signpost_walk_back(c->walk, moment, error);
    }
}

/* Changes an earlier answer to what another one was: often no answer to it, which is refused and changes nothing. */
static void change(call *c, signpost_minute moment)
{
    static const char *const replies[] = {"yes", "no", "not sure", "none of these", "not known"};
    signpost_entry entry;
    signpost_where where;
    signpost_walk_where(c->walk, &where);
    if (where.entries && signpost_walk_entry(c->walk, (size_t)test_random_from(&c->random, 0, (int)where.entries - 1), &entry))
        signpost_walk_change(c->walk, entry.step, replies[test_random_from(&c->random, 0, 4)], moment, NULL);
}

static void happen(call *c, signpost_minute moment)
{
    signpost_step step;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_walk_step(c->walk, &step);
    if (test_random_one_in(&c->random, 8))
        signpost_walk_back(c->walk, moment, NULL);
    else if (test_random_one_in(&c->random, 6))
        change(c, moment);
    else if (test_random_one_in(&c->random, 25))
        signpost_walk_leave(c->walk, "Dx06", "\"as I see it\" <now>\xC3\xA9", moment, NULL);
    else
        answer(c, &step, moment, &error);
    if (error.status != SIGNPOST_OK)
        wrong(c, "an answer that is offered is refused", &error);
    if (test_random_one_in(&c->random, 30) && signpost_recorder_hand_over(c->recorder, "clinician", moment, &error) != SIGNPOST_OK)
        wrong(c, "it cannot be handed over", &error);
}

static signpost_journal *read_back(const call *c, size_t size)
{
    signpost_journal *journal;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_journal_read("paper", c->paper.bytes, size, NULL, &journal, NULL, &error) != SIGNPOST_OK)
        wrong(c, "it is not read back", &error);
    return journal;
}

/* The desk stops; another one reads what is there, and goes on. */
static void change_desks(call *c)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_step before, after;
    signpost_where here, there;
    signpost_walk_step(c->walk, &before);
    signpost_walk_where(c->walk, &here);
    signpost_journal *journal = read_back(c, c->paper.size);
    signpost_walk *old = c->walk;
    signpost_recorder_free(c->recorder);
    if (signpost_recorder_resume(journal, NULL, test_paper_write, &c->paper, &c->recorder, &error) != SIGNPOST_OK ||
        signpost_walk_resume(c->algorithms, journal, signpost_recorder_sink, c->recorder, &c->walk, &error) != SIGNPOST_OK)
        wrong(c, "it does not go on", &error);
    signpost_walk_step(c->walk, &after);
    signpost_walk_where(c->walk, &there);
    if (before.kind != after.kind || strcmp(before.name, after.name) != 0 || here.entries != there.entries ||
        here.fewest != there.fewest || here.most != there.most || strcmp(here.interim.code, there.interim.code) != 0 ||
        here.is_red_flag != there.is_red_flag || before.boundary_days != after.boundary_days)
        wrong(c, "it goes on from another place", NULL);
    for (size_t i = 0; i < here.entries; i++) {
        signpost_entry one, other;
        if (!signpost_walk_entry(old, i, &one) || !signpost_walk_entry(c->walk, i, &other) ||
            strcmp(one.step, other.step) != 0 || strcmp(one.reply, other.reply) != 0)
            wrong(c, "it remembers other answers", NULL);
    }
    signpost_walk_free(old);
    signpost_journal_free(journal);
}

static void check_replay(call *c)
{
    signpost_replay replay;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_journal *journal = read_back(c, c->paper.size);
    if (signpost_journal_replay(journal, c->algorithms, &replay, &error) != SIGNPOST_OK || !replay.same_bytes ||
        !replay.same_content || replay.parts != SIGNPOST_PARTS_NOT)
        wrong(c, "it is not replayed to the same bytes", &error);
    const signpost_line *line;
    for (size_t i = 0; (line = signpost_journal_line(journal, i)); i++, c->lines++)
        c->kinds[line->kind]++;
    signpost_journal_free(journal);
}

/* Cut anywhere, or with any byte changed. */
static void check_damage(call *c)
{
    signpost_journal *journal;
    size_t at = (size_t)test_random_from(&c->random, 1, (int)c->paper.size - 1);
    bool whole = c->paper.bytes[at - 1] == '\n';
    if ((signpost_journal_read("cut", c->paper.bytes, at, NULL, &journal, NULL, NULL) == SIGNPOST_OK) != whole)
        wrong(c, "a cut is not noticed, or a whole line is refused", NULL);
    signpost_journal_free(journal);
    c->paper.bytes[at] = (char)(c->paper.bytes[at] ^ test_random_from(&c->random, 1, 255));
    if (signpost_journal_read("changed", c->paper.bytes, c->paper.size, NULL, &journal, NULL, NULL) == SIGNPOST_OK)
        wrong(c, "a byte that was changed is not noticed", NULL);
}

static void take_call(call *c, unsigned seed)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    c->seed = seed;
    c->random = (test_random){seed};
    c->paper.size = c->paper.lines = 0;
    c->paper.most = sizeof c->paper.bytes;
    size_t complaint = (size_t)test_random_from(&c->random, 0, (int)signpost_complaint_count(c->algorithms) - 1);
    c->complaint = signpost_complaint_at(c->algorithms, complaint).name;
    c->patient = someone(&c->random);
    signpost_minute moment = TEST_FRIDAY;
    if (signpost_recorder_new(NULL, test_paper_write, &c->paper, &c->recorder, &error) != SIGNPOST_OK ||
        signpost_walk_start(c->algorithms, &c->patient, c->complaint, moment, signpost_recorder_sink, c->recorder, &c->walk,
                            &error) != SIGNPOST_OK)
        wrong(c, "it does not start", &error);
    int events = test_random_from(&c->random, 1, MOST_EVENTS), stop = test_random_from(&c->random, 0, events);
    for (int i = 0; i < events && c->paper.size < sizeof c->paper.bytes - 4096; i++) {
        happen(c, moment += test_random_from(&c->random, 0, 2));
        if (i == stop)
            change_desks(c);
    }
    if (test_random_one_in(&c->random, 2) && signpost_recorder_end(c->recorder, c->walk, moment, &error) != SIGNPOST_OK)
        wrong(c, "it does not end", &error);
    check_replay(c);
    check_damage(c);
    signpost_walk_free(c->walk);
    signpost_recorder_free(c->recorder);
}

int main(int count, char **arguments)
{
    static call c;
    unsigned calls = count > 1 ? (unsigned)atol(arguments[1]) : 3000, first = count > 2 ? (unsigned)atol(arguments[2]) : 1;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &c.algorithms, NULL, &error) != SIGNPOST_OK)
        return printf("%s:%u: %s\n", error.file, error.line, error.message), 1;
    for (unsigned seed = first; seed < first + calls; seed++)
        take_call(&c, seed);
    printf("%u journals, %lu lines:", calls, c.lines);
    for (int kind = 0; kind < SIGNPOST_LINE_KINDS; kind++)
        if (c.kinds[kind])
            printf(" %lu %s", c.kinds[kind], signpost_line_kind_name((signpost_line_kind)kind));
    putchar('\n');
    signpost_algorithms_free(c.algorithms);
    return 0;
}

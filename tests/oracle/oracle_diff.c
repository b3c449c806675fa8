/* Differences against brute force: random content and a changed copy of it are walked by every patient with every
 * consistent set of answers, one by one, by real walks: what is asked for the nth time gets, on both sides, what was
 * answered for the nth time. Who comes to which pair of ends must be exactly what a difference says; and each walk that
 * it shows, replayed on both contents, must end as it says. Usage: oracle_diff [contents [first seed]]. */
#include "changed_content.h"

#include "signpost/diff.h"
#include "signpost/script.h"
#include "walk/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BEFORE, AFTER, SIDES };
enum {
    AGES = 6,
    CONTACTS = 3,
    MOST_CHOICES = 64,
    MOST_STEPS = 128,
    MOST_TIMES = 8,
    MOST_WALKS = 1500,
    MOST_ENDS = 512
};
static const int32_t ages[AGES] = {0, 9, 10, 1825, 1826, 40000}; /* both sides of every boundary */

typedef struct tally {
    size_t contents, refused, large, unlike, changed, rows;
    unsigned long long walks;
} tally;

/* An end; `code` is "" where a walk cannot go on. Texts are the contents'. */
typedef struct ending {
    const char *code, *group, *discriminator;
} ending;

/* A pair of ends that differ, and who comes to it. */
typedef struct changed_end {
    const char *complaint;
    ending ends[SIDES];
    bool seen[AGES][SIGNPOST_SEX_COUNT];
} changed_end;

/* What stands for a reply in both contents. */
typedef struct said {
    bool is_said;
    int64_t value;
    int32_t answer; /* its place among the answers; -1 for none */
} said;

static struct {
    signpost_algorithms *contents[SIDES];
    signpost_walk *walks[SIDES];
    int32_t names[SIDES][MOST_STEPS]; /* by step: the same of steps of one name */
    said memory[2 * MOST_STEPS][MOST_TIMES];
    int choices[MOST_CHOICES], widths[MOST_CHOICES], depth, used; /* the way through what can be replied */
    changed_end ends[MOST_ENDS];
    size_t end_count;
    unsigned long long walked;
} at;

static int complain(uint64_t seed, const char *what, const char *about)
{
    printf("seed %llu: %s: %s\n", (unsigned long long)seed, what, about);
    return 1;
}

/* ---- questions of both ---- */

static const sgp_step *step_at(int side, sgp_index step)
{
    return &at.contents[side]->steps.at[step];
}

/* Whether two steps of one name are one question, with the same answers. */
static bool are_alike(const sgp_step *a, const sgp_step *b)
{
    bool alike = a->kind == b->kind && a->answers.count == b->answers.count && a->parts.count == b->parts.count;
    bool may_be_unsure = a->kind == SGP_STEP_MANY || a->kind == SGP_STEP_MEASURE;
    if (may_be_unsure)
        alike = alike && (a->otherwise == SGP_NOTHING) == (b->otherwise == SGP_NOTHING);
    for (int32_t i = 0; alike && i < a->answers.count; i++)
        alike = strcmp(at.contents[BEFORE]->answers.at[a->answers.first + i].label,
                       at.contents[AFTER]->answers.at[b->answers.first + i].label) == 0;
    return alike;
}

/* Gives one number to steps of one name. False when a question has other answers than it had. */
static bool name_steps(void)
{
    for (sgp_index i = 0; i < at.contents[BEFORE]->steps.count; i++)
        at.names[BEFORE][i] = i;
    for (sgp_index i = 0; i < at.contents[AFTER]->steps.count; i++) {
        at.names[AFTER][i] = MOST_STEPS + i;
        for (sgp_index j = 0; j < at.contents[BEFORE]->steps.count; j++)
            if (strcmp(step_at(AFTER, i)->name, step_at(BEFORE, j)->name) == 0) {
                at.names[AFTER][i] = j;
                if (step_at(BEFORE, j)->kind <= SGP_STEP_TOGETHER && !are_alike(step_at(BEFORE, j), step_at(AFTER, i)))
                    return false;
            }
    }
    return true;
}

/* ---- replies ---- */

static int count_replies(const signpost_algorithms *content, const sgp_step *step)
{
    int count = step->answers.count;
    if (step->kind == SGP_STEP_MEASURE)
        count = (int)(content->facts.at[step->fact].to - content->facts.at[step->fact].from) + 1;
    if (step->kind == SGP_STEP_MANY)
        count = 1 << step->answers.count;
    if (step->kind == SGP_STEP_TOGETHER)
        for (int32_t i = count = 1; i <= step->parts.count; i++)
            count *= SGP_PART_ANSWERS;
    bool may_be_unsure = step->kind == SGP_STEP_MANY || step->kind == SGP_STEP_MEASURE;
    return count + (may_be_unsure && step->otherwise != SGP_NOTHING);
}

static said nth_reply(const signpost_algorithms *content, const sgp_step *step, int nth)
{
    said reply = {true, nth, -1};
    bool may_be_unsure = step->kind == SGP_STEP_MANY || step->kind == SGP_STEP_MEASURE;
    if (step->kind == SGP_STEP_QUESTION) {
        reply.answer = nth;
        reply.value = content->answers.at[step->answers.first + nth].value;
    } else if (may_be_unsure && step->otherwise != SGP_NOTHING && nth == count_replies(content, step) - 1) {
        reply.value = SGP_UNKNOWN;
    } else if (step->kind == SGP_STEP_MEASURE) {
        reply.value = content->facts.at[step->fact].from + nth;
    } else if (step->kind == SGP_STEP_TOGETHER) {
        reply.value = 0;
        for (int32_t i = 0; i < step->parts.count; i++, nth /= SGP_PART_ANSWERS)
            reply.value |= (int64_t)(nth % SGP_PART_ANSWERS) << 2 * i;
    }
    return reply;
}

/* What is replied where a walk stands: what was said to it for this time, or else the next choice. */
static const said *reply_to(int side, int time)
{
    const sgp_index index = at.walks[side]->state.step;
    said *there = &at.memory[at.names[side][index]][time];
    if (there->is_said)
        return there;
    if (at.used == at.depth) {
        at.widths[at.depth] = count_replies(at.contents[side], step_at(side, index));
        at.choices[at.depth++] = 0;
    }
    *there = nth_reply(at.contents[side], step_at(side, index), at.choices[at.used++]);
    return there;
}

/* ---- walks ---- */

static ending walk_to_end(int side)
{
    signpost_walk *walk = at.walks[side];
    uint8_t times[MOST_STEPS] = {0};
    signpost_status status = sgp_walk_begin(walk, NULL);
    while (status == SIGNPOST_OK && !sgp_walk_is_over(walk)) {
        const sgp_index step = walk->state.step;
        const said *reply = reply_to(side, times[step]++);
        const sgp_reply given = {reply->value,
                                 reply->answer < 0 ? SGP_NOTHING : step_at(side, step)->answers.first + reply->answer};
        status = sgp_walk_take(walk, &given, NULL);
    }
    if (status != SIGNPOST_OK)
        return (ending){"", "", ""};
    signpost_step end;
    signpost_walk_step(walk, &end);
    return (ending){end.outcome.disposition.code, end.outcome.symptom_group, end.outcome.discriminator};
}

static bool are_same(const ending *a, const ending *b)
{
    return strcmp(a->code, b->code) == 0 && strcmp(a->group, b->group) == 0 &&
           strcmp(a->discriminator, b->discriminator) == 0;
}

static void note(const char *complaint, const ending ends[SIDES], int age, signpost_sex sex)
{
    changed_end *there = at.ends;
    while (there < at.ends + at.end_count &&
           (strcmp(there->complaint, complaint) != 0 || !are_same(&there->ends[BEFORE], &ends[BEFORE]) ||
            !are_same(&there->ends[AFTER], &ends[AFTER])))
        there++;
    if (there == at.ends + at.end_count) {
        if (at.end_count == MOST_ENDS)
            abort();
        at.end_count++;
        *there = (changed_end){.complaint = complaint, .ends = {ends[BEFORE], ends[AFTER]}};
    }
    there->seen[age][sex] = true;
}

/* The next way through the replies; false when there is none. */
static bool next_way(void)
{
    while (at.depth && ++at.choices[at.depth - 1] == at.widths[at.depth - 1])
        at.depth--;
    return at.depth > 0;
}

/* Every set of answers of one patient. False when there are too many. */
static bool walk_patient(const char *complaint, int age, signpost_sex sex)
{
    at.depth = 0;
    int walks = 0;
    do {
        memset(at.memory, 0, sizeof at.memory);
        at.used = 0;
        const ending ends[SIDES] = {walk_to_end(BEFORE), walk_to_end(AFTER)};
        at.walked++;
        if (!are_same(&ends[BEFORE], &ends[AFTER]))
            note(complaint, ends, age, sex);
    } while (next_way() && ++walks < MOST_WALKS);
    return walks < MOST_WALKS;
}

static bool walk_complaint(const char *complaint)
{
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    bool all = true;
    patient.age = (signpost_age){0, 0};
    for (int side = 0; side < SIDES; side++)
        if (signpost_walk_start(at.contents[side], &patient, complaint, 0, NULL, NULL, &at.walks[side], NULL) !=
            SIGNPOST_OK)
            abort(); /* random content begins with a question */
    for (int age = 0; age < AGES && all; age++)
        for (int i = 0; i < SIGNPOST_SEX_COUNT * 2 * CONTACTS && all; i++) {
            patient.age = (signpost_age){ages[age], ages[age]};
            patient.sex = (signpost_sex)(i % SIGNPOST_SEX_COUNT);
            patient.party = (signpost_party)(i / SIGNPOST_SEX_COUNT % 2);
            patient.earlier_contacts = i / SIGNPOST_SEX_COUNT / 2;
            at.walks[BEFORE]->patient = at.walks[AFTER]->patient = patient;
            all = walk_patient(complaint, age, patient.sex);
        }
    for (int side = 0; side < SIDES; side++)
        signpost_walk_free(at.walks[side]);
    return all;
}

/* ---- what a difference says ---- */

static ending ending_of(bool has_one, const signpost_outcome *outcome)
{
    return has_one ? (ending){outcome->disposition.code, outcome->symptom_group, outcome->discriminator}
                   : (ending){"", "", ""};
}

static bool is_about(const signpost_diff_change *change, const changed_end *there)
{
    const ending before = ending_of(change->has_before, &change->before),
                 after = ending_of(change->has_after, &change->after);
    return change->kind == SIGNPOST_DIFF_OUTCOME && strcmp(change->complaint, there->complaint) == 0 &&
           are_same(&before, &there->ends[BEFORE]) && are_same(&after, &there->ends[AFTER]);
}

/* Each pair of ends: the rows about it take exactly those who were seen to come to it. */
static int compare_seen(uint64_t seed, const signpost_diff *diff)
{
    char about[200];
    for (const changed_end *there = at.ends; there < at.ends + at.end_count; there++)
        for (int age = 0; age < AGES; age++)
            for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++) {
                bool said_so = false;
                signpost_diff_change change;
                for (size_t i = 0; signpost_diff_at(diff, i, &change) && !said_so; i++)
                    said_so = is_about(&change, there) && change.from_days <= ages[age] &&
                              ages[age] <= change.to_days && change.sexes[sex];
                if (said_so == there->seen[age][sex])
                    continue;
                snprintf(about, sizeof about, "%s: \"%s\" instead of \"%s\", at %d days, sex %d", there->complaint,
                         there->ends[AFTER].code, there->ends[BEFORE].code, ages[age], sex);
                return complain(seed, said_so ? "said, and never seen" : "seen, and not said", about);
            }
    return 0;
}

static bool was_seen(const signpost_diff_change *change)
{
    for (const changed_end *there = at.ends; there < at.ends + at.end_count; there++)
        if (is_about(change, there))
            return true;
    return false;
}

/* ---- replays ---- */

static int replay_side(uint64_t seed, int side, signpost_script *script, const ending *end)
{
    signpost_script_call call;
    signpost_walk *walk;
    signpost_step step;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_script_about(script, &call);
    signpost_status status =
        signpost_walk_start(at.contents[side], &call.patient, call.complaint, 0, NULL, NULL, &walk, &error);
    if (status != SIGNPOST_OK)
        return complain(seed, "its walk cannot start", error.message);
    for (signpost_walk_step(walk, &step); step.kind != SIGNPOST_STEP_OUTCOME && status == SIGNPOST_OK;
         signpost_walk_step(walk, &step))
        status = signpost_script_answer(script, walk, 0, &error);
    ending reached = {"", "", ""};
    if (status == SIGNPOST_OK)
        reached = ending_of(true, &step.outcome);
    int wrong = (status != SIGNPOST_OK && status != SIGNPOST_STATE) || !are_same(&reached, end);
    if (wrong)
        complain(seed, side == BEFORE ? "its walk ends otherwise before" : "its walk ends otherwise after",
                 error.message);
    signpost_walk_free(walk);
    return wrong;
}

static int replay(uint64_t seed, const signpost_diff *diff, size_t index)
{
    static char text[64 * 1024];
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_diff_change change;
    signpost_script *script;
    const signpost_source source = {"walk", text, signpost_diff_script(diff, index, text, sizeof text)};
    if (signpost_script_compile(&source, &script, NULL, &error) != SIGNPOST_OK)
        return complain(seed, "its walk cannot be read", error.message);
    signpost_diff_at(diff, index, &change);
    const ending before = ending_of(change.has_before, &change.before),
                 after = ending_of(change.has_after, &change.after);
    int wrong = replay_side(seed, BEFORE, script, &before) || replay_side(seed, AFTER, script, &after);
    if (!wrong && signpost_script_unused(script, 0))
        wrong = complain(seed, "its walk answers what neither asks", signpost_script_unused(script, 0));
    signpost_script_free(script);
    if (wrong && getenv("SIGNPOST_SHOW"))
        puts(text);
    return wrong;
}

/* ---- the whole ---- */

static int compare_rows(uint64_t seed, const signpost_diff *diff, tally *all)
{
    signpost_diff_change change;
    int wrong = compare_seen(seed, diff);
    for (size_t i = 0; signpost_diff_at(diff, i, &change) && !wrong; i++) {
        if (!was_seen(&change))
            wrong = complain(seed, "said, and never seen", change.complaint);
        else
            wrong = replay(seed, diff, i);
        all->rows++;
    }
    all->changed += signpost_diff_count(diff) > 0;
    return wrong || !signpost_diff_summarise(diff).is_whole;
}

static int compare(uint64_t seed, tally *all)
{
    signpost_diff *diff;
    at.end_count = 0;
    at.walked = 0;
    if (!name_steps()) {
        all->unlike++;
        return 0;
    }
    if (!walk_complaint("one") || !walk_complaint("two")) {
        all->large++;
        return 0;
    }
    if (signpost_diff_make(at.contents[BEFORE], at.contents[AFTER], NULL, &diff, NULL) != SIGNPOST_OK)
        return complain(seed, "no difference", "");
    int wrong = compare_rows(seed, diff, all);
    signpost_diff_free(diff);
    all->contents++;
    all->walks += at.walked;
    return wrong;
}

static int try_seed(uint64_t seed, tally *all)
{
    static random_content contents[SIDES];
    test_random random = {seed};
    int wrong = 0;
    random_content_write(&random, &contents[BEFORE]);
    changed_content_write(&random, &contents[BEFORE], &contents[AFTER]);
    bool swaps = test_random_one_in(&random, 2); /* what was added, then, is removed */
    bool good = true;
    for (int side = 0; side < SIDES; side++)
        good = signpost_algorithms_compile(contents[swaps ? !side : side].sources, 4, NULL, &at.contents[side], NULL,
                                           NULL) == SIGNPOST_OK &&
               good;
    if (good)
        wrong = compare(seed, all);
    else
        all->refused++;
    for (int side = 0; side < SIDES; side++) {
        signpost_algorithms_free(at.contents[side]);
        for (int i = 0; i < 3 && wrong && getenv("SIGNPOST_SHOW"); i++)
            puts(contents[swaps ? !side : side].texts[i]);
    }
    return wrong;
}

int main(int count, char **words)
{
    const test_seeds asked = test_seeds_of(count, words, 1000);
    tally all = {0};
    int wrong = 0;
    for (uint64_t seed = asked.first; seed < asked.first + (uint64_t)asked.count; seed++)
        wrong += try_seed(seed, &all);
    printf("%zu pairs of contents (%zu more refused by loading, %zu with other answers, %zu too large), %llu pairs of "
           "walks; %zu changed, in %zu rows: %d differ\n",
           all.contents, all.refused, all.unlike, all.large, all.walks, all.changed, all.rows, wrong);
    return wrong || !all.changed;
}

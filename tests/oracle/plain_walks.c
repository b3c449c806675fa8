/* Plain recursion: at every step, every reply that can be given; every value is a real one. */
#include "plain_walks.h"

#include <string.h>

const int32_t plain_ages[PLAIN_AGES] = {0, 9, 10, 1825, 1826, 40000};

enum { MOST_FACTS = 64, MOST_DEPTH = 8, MOST_REPLIES = 64, MOST_CONTACTS = 4 };

/* One walk as it stands; copied wherever the way parts. */
typedef struct plain {
    sgp_index step, pathway, discriminator, interim;
    sgp_index returns[MOST_DEPTH];
    int depth;
    int64_t facts[MOST_FACTS];
    uint64_t asked;   /* steps, parts among them */
    uint32_t entered; /* pathways and modules */
    bool is_red_flag;
    int32_t questions;
} plain;

static struct {
    const signpost_algorithms *algorithms;
    plain_seen *seen;
    signpost_patient patient;
    int age;
    uint64_t askable; /* by this patient, from this start */
    int walks;        /* of this patient */
    bool judges;      /* the first time round, only what may be asked is noted */
    bool met[PLAIN_MOST_STEPS], fired[256];
} at;

static const sgp_step *step_at(sgp_index index)
{
    return &at.algorithms->steps.at[index];
}

static void see(int id, sgp_index subject, sgp_index other, int32_t questions)
{
    plain_seen *seen = at.seen;
    if (!at.judges)
        return;
    for (size_t i = 0; i < seen->count; i++) {
        plain_finding *one = &seen->findings[i];
        if (one->id != id || one->subject != subject || one->other != other)
            continue;
        one->questions = questions < one->questions ? questions : one->questions;
        return;
    }
    if (seen->count < PLAIN_MOST_FINDINGS)
        seen->findings[seen->count++] = (plain_finding){id, subject, other, questions};
}

/* ---- conditions, judged anew ---- */

static bool holds(const plain *w, sgp_index condition, sgp_index *unknown);

static bool compares(const sgp_expression *e, int64_t value)
{
    switch (e->operation) {
    case SGP_LESS:
        return value < e->constant;
    case SGP_LESS_OR_EQUAL:
        return value <= e->constant;
    case SGP_GREATER:
        return value > e->constant;
    case SGP_GREATER_OR_EQUAL:
        return value >= e->constant;
    case SGP_EQUAL:
        return value == e->constant;
    case SGP_AMONG:
        return (e->mask >> value & 1) != 0;
    case SGP_NOT_AMONG:
        return (e->mask >> value & 1) == 0;
    case SGP_AND:
    case SGP_OR:
    case SGP_NOT:
    case SGP_KNOWN:
    default:
        return true;
    }
}

static bool leaf_holds(const plain *w, const sgp_expression *e, sgp_index *unknown)
{
    if (e->subject == SGP_SUBJECT_AGE)
        return compares(e, at.patient.age.from_days);
    if (e->subject == SGP_SUBJECT_SEX)
        return compares(e, (int64_t)at.patient.sex);
    if (e->subject == SGP_SUBJECT_PARTY)
        return compares(e, (int64_t)at.patient.party);
    if (e->subject == SGP_SUBJECT_CONTACTS)
        return compares(e, at.patient.earlier_contacts + 1);
    int64_t value = w->facts[e->fact];
    if (value == SGP_UNKNOWN && e->operation != SGP_KNOWN && *unknown == SGP_NOTHING)
        *unknown = e->fact;
    if (value == SGP_UNKNOWN || e->operation == SGP_KNOWN)
        return value != SGP_UNKNOWN;
    if (at.algorithms->facts.at[e->fact].kind == SGP_FACT_SET)
        return (((uint64_t)value & e->mask) != 0) == (e->operation == SGP_AMONG);
    return compares(e, value);
}

/* From left to right, as far as is needed; `*unknown` receives the first fact that was read and is not known. */
static bool holds(const plain *w, sgp_index condition, sgp_index *unknown)
{
    const sgp_expression *e = &at.algorithms->expressions.at[condition];
    if (e->operation == SGP_AND)
        return holds(w, e->left, unknown) && holds(w, e->right, unknown);
    if (e->operation == SGP_OR)
        return holds(w, e->left, unknown) || holds(w, e->right, unknown);
    if (e->operation == SGP_NOT)
        return !holds(w, e->left, unknown);
    return leaf_holds(w, e, unknown);
}

/* ---- what is claimed of a place ---- */

static sgp_index interim_of(const plain *w)
{
    sgp_index usual = at.algorithms->default_interim;
    if (w->is_red_flag)
        return at.algorithms->red_flag_interim;
    return at.patient.earlier_contacts >= 2 && w->interim > usual ? usual : w->interim;
}

static void judge_safety(const plain *w, sgp_index disposition, bool is_end)
{
    for (sgp_index i = 0; i < at.algorithms->safety.count; i++) {
        const sgp_safety_rule *rule = &at.algorithms->safety.at[i];
        sgp_index unknown = SGP_NOTHING;
        bool is_about = rule->pathway == SGP_NOTHING || (w->entered >> rule->pathway & 1);
        if (!is_about || disposition <= rule->at_least || !holds(w, rule->condition, &unknown))
            continue;
        if (is_end)
            see(SGP_SAFETY_BROKEN, i, SGP_NOTHING, w->questions);
        else
            see(SGP_INTERIM_UNSAFE, i, w->step, w->questions);
    }
}

static bool is_listed(const plain *w, sgp_index step)
{
    const sgp_run flags = at.algorithms->pathways.at[w->pathway].red_flags;
    for (int32_t i = 0; i < flags.count; i++)
        if (at.algorithms->numbers.at[flags.first + i] == step)
            return true;
    return false;
}

static void judge_flags(const plain *w, sgp_index disposition)
{
    const sgp_run flags = at.algorithms->pathways.at[w->pathway].red_flags;
    if (at.algorithms->dispositions.at[disposition].shown.setting == SIGNPOST_SETTING_AMBULANCE)
        return;
    for (int32_t i = 0; i < flags.count; i++) {
        sgp_index flag = at.algorithms->numbers.at[flags.first + i];
        if ((at.askable >> flag & 1) && !(w->asked >> flag & 1))
            see(SGP_FLAG_NOT_ASKED, w->pathway, flag, w->questions);
    }
}

/* ---- going on; each returns the least urgent disposition that is left open ---- */

static sgp_index go(plain w, sgp_index to);

static void set_interim(plain *w, sgp_index disposition)
{
    if (disposition != SGP_NOTHING)
        w->interim = disposition;
}

static void enter_pathway(plain *w, sgp_index pathway)
{
    w->pathway = pathway;
    w->depth = 0;
    w->entered |= 1u << pathway;
    set_interim(w, at.algorithms->default_interim);
    set_interim(w, at.algorithms->pathways.at[pathway].interim);
}

static sgp_index end_walk(const plain *w)
{
    const sgp_outcome *outcome = &at.algorithms->outcomes.at[step_at(w->step)->outcome];
    sgp_index discriminator = outcome->discriminator == SGP_NOTHING ? w->discriminator : outcome->discriminator;
    judge_safety(w, outcome->disposition, true);
    judge_flags(w, outcome->disposition);
    at.seen->reached[w->step][discriminator + 1][at.age][at.patient.sex] = true;
    at.seen->longest = w->questions > at.seen->longest ? w->questions : at.seen->longest;
    at.seen->walks++;
    at.walks++;
    return outcome->disposition;
}

static sgp_index decide(plain w)
{
    const sgp_step *step = step_at(w.step);
    sgp_index taken = SGP_NOTHING;
    for (int32_t i = 0; i < step->rules.count; i++) {
        sgp_index rule = step->rules.first + i, unknown = SGP_NOTHING,
                  condition = at.algorithms->rules.at[rule].condition;
        if (taken != SGP_NOTHING && (step->is_ordered || condition == SGP_NOTHING))
            break;
        bool takes = condition == SGP_NOTHING || holds(&w, condition, &unknown);
        if (unknown != SGP_NOTHING)
            see(SGP_MAY_BE_UNKNOWN, rule, unknown, w.questions);
        if (takes && taken != SGP_NOTHING)
            see(SGP_RULES_OVERLAP, taken, rule, w.questions);
        at.fired[rule] = at.fired[rule] || takes;
        taken = takes && taken == SGP_NOTHING ? rule : taken;
    }
    if (taken != SGP_NOTHING)
        return go(w, at.algorithms->rules.at[taken].go);
    see(SGP_NO_RULE, w.step, SGP_NOTHING, w.questions);
    at.seen->longest = w.questions > at.seen->longest ? w.questions : at.seen->longest;
    return interim_of(&w);
}

static void learn(plain *w, sgp_index fact, int64_t value)
{
    bool has_order = at.algorithms->facts.at[fact].severity_order;
    if (has_order && w->facts[fact] != SGP_UNKNOWN && value != SGP_UNKNOWN && w->facts[fact] < value)
        return;
    w->facts[fact] = value;
}

/* ---- replies ---- */

typedef struct plain_reply {
    int64_t value;
    sgp_index answer, worst; /* what it left open */
} plain_reply;

static int list_replies(const sgp_step *step, plain_reply *replies)
{
    int count = 0;
    if (step->kind == SGP_STEP_QUESTION) {
        for (int32_t i = 0; i < step->answers.count; i++)
            replies[count++] =
                (plain_reply){at.algorithms->answers.at[step->answers.first + i].value, step->answers.first + i, 0};
        return count;
    }
    int64_t from = 0, to = 0;
    if (step->kind == SGP_STEP_MEASURE) {
        from = at.algorithms->facts.at[step->fact].from;
        to = at.algorithms->facts.at[step->fact].to;
    } else if (step->kind == SGP_STEP_MANY) {
        to = ((int64_t)1 << step->answers.count) - 1;
    } else {
        to = ((int64_t)1 << 2 * step->parts.count) - 1;
    }
    for (int64_t value = from; value <= to; value++) {
        bool can_be = true;
        for (int32_t part = 0; part < step->parts.count; part++)
            can_be = can_be && (value >> 2 * part & 3) < SGP_PART_ANSWERS;
        if (can_be)
            replies[count++] = (plain_reply){value, SGP_NOTHING, 0};
    }
    if (step->kind != SGP_STEP_TOGETHER && step->otherwise != SGP_NOTHING)
        replies[count++] = (plain_reply){SGP_UNKNOWN, SGP_NOTHING, 0};
    return count;
}

static sgp_index reply(plain w, const plain_reply *said)
{
    sgp_index index = w.step;
    const sgp_step *step = step_at(index);
    w.questions++;
    w.asked |= (uint64_t)1 << index;
    if (step->kind == SGP_STEP_TOGETHER) {
        bool all_no = true;
        for (int32_t i = 0; i < step->parts.count; i++) {
            sgp_index part = step->parts.first + i;
            int answer = (int)(said->value >> 2 * i & 3);
            w.asked |= (uint64_t)1 << part;
            learn(&w, step_at(part)->fact, answer);
            all_no = all_no && answer == SGP_PART_NO;
            if (answer != SGP_PART_NO && (is_listed(&w, index) || is_listed(&w, part)))
                w.is_red_flag = true;
        }
        return go(w, all_no ? step->next : step->otherwise);
    }
    learn(&w, step->fact, said->value);
    if (step->kind == SGP_STEP_QUESTION) {
        const sgp_answer *answer = &at.algorithms->answers.at[said->answer];
        if (answer->discriminator != SGP_NOTHING)
            w.discriminator = answer->discriminator;
        w.is_red_flag = w.is_red_flag || (is_listed(&w, index) && !answer->is_negative);
        return go(w, answer->go);
    }
    w.is_red_flag = w.is_red_flag || (said->value != 0 && is_listed(&w, index));
    return go(w, said->value == SGP_UNKNOWN ? step->otherwise : step->next);
}

/* ---- not sure, and severity ---- */

static bool is_unsure(const sgp_step *step, const plain_reply *one)
{
    if (step->kind == SGP_STEP_QUESTION)
        return strcmp(at.algorithms->answers.at[one->answer].label, "not sure") == 0;
    return one->value == SGP_UNKNOWN;
}

static void judge_unsure(const plain *w, const plain_reply *replies, int count)
{
    const sgp_step *step = step_at(w->step);
    sgp_index most_urgent = INT32_MAX, least_urgent = -1;
    for (int i = 0; i < count; i++)
        if (!is_unsure(step, &replies[i])) {
            most_urgent = replies[i].worst < most_urgent ? replies[i].worst : most_urgent;
            least_urgent = replies[i].worst > least_urgent ? replies[i].worst : least_urgent;
        }
    for (int i = 0; i < count; i++)
        if (is_unsure(step, &replies[i]) && replies[i].worst > (is_listed(w, w->step) ? most_urgent : least_urgent))
            see(SGP_UNSURE_TOO_MILD, w->step, SGP_NOTHING, w->questions);
}

static const plain_reply *with_part(const plain_reply *replies, int count, int64_t value, int32_t part, int answer)
{
    for (int i = 0; i < count; i++)
        if (replies[i].value == ((value & ~((int64_t)3 << 2 * part)) | (int64_t)answer << 2 * part))
            return &replies[i];
    return NULL;
}

static void judge_parts(const plain *w, const plain_reply *replies, int count)
{
    const sgp_step *step = step_at(w->step);
    for (int i = 0; i < count; i++)
        for (int32_t part = 0; part < step->parts.count; part++) {
            if ((replies[i].value >> 2 * part & 3) != SGP_PART_NOT_SURE)
                continue;
            sgp_index yes = with_part(replies, count, replies[i].value, part, SGP_PART_YES)->worst,
                      no = with_part(replies, count, replies[i].value, part, SGP_PART_NO)->worst;
            bool flag = is_listed(w, w->step) || is_listed(w, step->parts.first + part);
            sgp_index limit = flag ? (yes < no ? yes : no) : (yes > no ? yes : no);
            if (replies[i].worst > limit)
                see(SGP_UNSURE_TOO_MILD, step->parts.first + part, SGP_NOTHING, w->questions);
        }
}

static void judge_severity(const plain *w, const plain_reply *replies, int count)
{
    const sgp_step *step = step_at(w->step);
    if (step->kind != SGP_STEP_QUESTION || !at.algorithms->facts.at[step->fact].severity_order)
        return;
    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++)
            if (replies[i].value < replies[j].value && replies[i].worst > replies[j].worst)
                see(SGP_SEVERITY_LOWERS, w->step, SGP_NOTHING, w->questions);
}

static sgp_index ask(const plain *w)
{
    plain_reply replies[MOST_REPLIES];
    const sgp_step *step = step_at(w->step);
    int count = list_replies(step, replies);
    sgp_index worst = -1;
    for (int i = 0; i < count && at.walks <= PLAIN_MOST_WALKS; i++) {
        replies[i].worst = reply(*w, &replies[i]);
        worst = replies[i].worst > worst ? replies[i].worst : worst;
    }
    if (step->kind == SGP_STEP_TOGETHER) {
        judge_parts(w, replies, count);
    } else {
        judge_unsure(w, replies, count);
        judge_severity(w, replies, count);
    }
    if (interim_of(w) > worst)
        see(SGP_INTERIM_TOO_MILD, w->step, interim_of(w), w->questions);
    judge_safety(w, interim_of(w), false);
    return worst;
}

static sgp_index go(plain w, sgp_index to)
{
    w.step = to == SGP_RETURN ? w.returns[--w.depth] : to;
    const sgp_step *step = step_at(w.step);
    set_interim(&w, step->interim);
    at.met[w.step] = true;
    at.askable |= w.asked;
    if (step->kind == SGP_STEP_OUTCOME)
        return end_walk(&w);
    if (step->kind == SGP_STEP_DECISION)
        return decide(w);
    if (step->kind != SGP_STEP_JUMP)
        return ask(&w);
    const sgp_pathway *target = &at.algorithms->pathways.at[step->target];
    if (!target->is_module) {
        enter_pathway(&w, step->target);
        return go(w, target->start);
    }
    w.entered |= 1u << step->target;
    w.returns[w.depth++] = step->next;
    return go(w, target->start);
}

/* ---- everybody ---- */

static bool walk_patient(sgp_index pathway)
{
    at.askable = 0;
    for (int round = 0; round < 2; round++) {
        plain w = {.discriminator = SGP_NOTHING};
        for (size_t i = 0; i < MOST_FACTS; i++)
            w.facts[i] = SGP_UNKNOWN;
        at.judges = round > 0;
        at.walks = 0;
        enter_pathway(&w, pathway);
        go(w, at.algorithms->pathways.at[pathway].start);
    }
    return at.walks <= PLAIN_MOST_WALKS;
}

static void see_unmet(void)
{
    for (sgp_index i = 0; i < at.algorithms->steps.count; i++) {
        const sgp_step *step = step_at(i);
        if (step->kind == SGP_STEP_PART)
            continue;
        if (!at.met[i])
            see(SGP_NEVER_REACHED, i, SGP_NOTHING, 0);
        for (int32_t j = 0; j < step->rules.count && at.met[i]; j++)
            if (!at.fired[step->rules.first + j])
                see(SGP_NEVER_FIRES, step->rules.first + j, SGP_NOTHING, 0);
    }
}

/* Every patient whose age is the `age`th. */
static bool walk_age(sgp_index pathway, int age)
{
    bool all = true;
    at.age = age;
    at.patient.age = (signpost_age){plain_ages[age], plain_ages[age]};
    for (int i = 0; i < SIGNPOST_SEX_COUNT * 2 * MOST_CONTACTS && all; i++) {
        at.patient.sex = (signpost_sex)(i % SIGNPOST_SEX_COUNT);
        at.patient.party = (signpost_party)(i / SIGNPOST_SEX_COUNT % 2);
        at.patient.earlier_contacts = i / SIGNPOST_SEX_COUNT / 2;
        all = walk_patient(pathway);
    }
    return all;
}

bool plain_walk_all(const signpost_algorithms *algorithms, plain_seen *seen)
{
    bool all = true;
    memset(seen, 0, sizeof *seen);
    memset(&at, 0, sizeof at);
    at.algorithms = algorithms;
    at.seen = seen;
    at.patient = (signpost_patient)SIGNPOST_PATIENT_INIT;
    for (sgp_index pathway = 0; pathway < algorithms->pathways.count; pathway++)
        for (int age = 0; age < PLAIN_AGES && all && !algorithms->pathways.at[pathway].is_module; age++)
            all = walk_age(pathway, age);
    see_unmet();
    return all;
}

bool plain_has_reached(const plain_seen *seen, sgp_index step, int discriminator, int age, int sex)
{
    return seen->reached[step][discriminator + 1][age][sex];
}

/* "Not sure" and more severe answers never lead to less. What an answer leads to is judged by the least urgent outcome
 * that it leaves open: that is what a caller can rely on. */
#include "proof/proving.h"

#include <string.h>

/* A node where a question is answered. */
typedef struct asking {
    sgp_proving *p;
    int32_t node;
    const sgp_node *here;
    sgp_index index;
    const sgp_step *step;
    sgp_index pathway;
} asking;

static sgp_index worst_by(const asking *a, int32_t edge)
{
    return sgp_mark_at(a->p, (size_t)sgp_edge_at(&a->p->exploration, a->here, edge)->to)->worst;
}

static const sgp_reply *reply_by(const asking *a, int32_t edge)
{
    return &sgp_edge_at(&a->p->exploration, a->here, edge)->reply;
}

static bool is_flag(const asking *a, sgp_index step)
{
    return sgp_step_is_red_flag(a->p->algorithms, a->pathway, step);
}

static bool is_unsure(const asking *a, int32_t edge)
{
    const sgp_reply *reply = reply_by(a, edge);
    if (a->step->kind == SGP_STEP_QUESTION)
        return strcmp(a->p->algorithms->answers.at[reply->answer].label, "not sure") == 0;
    return reply->value == SGP_UNKNOWN;
}

/* What "not sure" must lead to at least: what the most urgent definite answer does, of a red flag; elsewhere what the
 * least urgent one does. */
typedef struct limit {
    sgp_index at_least;
    int32_t edge; /* of the answer that sets it; -1 when there is none */
} limit;

static void tighten(const asking *a, limit *l, int32_t edge, bool flag)
{
    sgp_index worst = worst_by(a, edge);
    if (l->edge < 0 || (flag ? worst < l->at_least : worst > l->at_least))
        *l = (limit){worst, edge};
}

/* Finds that a reply, which an edge stands for, can lead to less than the limit. */
static bool find_mild(const asking *a, const limit *l, int32_t edge, const sgp_reply *reply, sgp_index asked)
{
    sgp_proving *p = a->p;
    char said[SIGNPOST_TEXT_SIZE], other[SIGNPOST_TEXT_SIZE];
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_UNSURE,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_UNSURE_TOO_MILD,
                               .subject = asked,
                               .other = SGP_NOTHING,
                               .spot = sgp_spot_of_step(p, asked),
                               .node = a->node,
                               .to_worst = true,
                               .by = edge,
                               .said = reply};
    if (l->edge < 0 || worst_by(a, edge) <= l->at_least || !sgp_wants(p, &matter))
        return true;
    sgp_reply_format(p->algorithms, a->index, reply, said, sizeof said);
    sgp_reply_format(p->algorithms, a->index, reply_by(a, l->edge), other, sizeof other);
    bool flag = is_flag(a, asked) || is_flag(a, a->index);
    return sgp_find(p, &matter, "\"%.80s\" to %s%s can end with %s, where \"%.80s\" gives %s at least", said,
                    flag ? "the red flag " : "", p->algorithms->steps.at[asked].name, sgp_code_of(p, worst_by(a, edge)),
                    other, sgp_code_of(p, l->at_least));
}

static bool judge_single(const asking *a)
{
    bool flag = is_flag(a, a->index), good = true;
    limit l = {SGP_NOTHING, -1};
    for (int32_t i = 0; i < a->here->edge_count; i++)
        if (!is_unsure(a, i))
            tighten(a, &l, i, flag);
    for (int32_t i = 0; i < a->here->edge_count && good; i++)
        good = !is_unsure(a, i) || find_mild(a, &l, i, reply_by(a, i), a->index);
    return good;
}

static int64_t with_part(int64_t value, int32_t part, int answer)
{
    return (value & ~((int64_t)3 << 2 * part)) | (int64_t)answer << 2 * part;
}

/* The edge of a reply that differs from another one in one part; -1 when there is none. */
static int32_t edge_with(const asking *a, int64_t value, int32_t part, int answer)
{
    int64_t wanted = with_part(value, part, sgp_part_answer(&a->p->scope, a->step, part, answer));
    for (int32_t i = 0; i < a->here->edge_count; i++)
        if (reply_by(a, i)->value == wanted)
            return i;
    return -1;
}

/* "not sure" to a part, in the company of one reply to the others, beside "yes" and "no" to it. */
static bool judge_part(const asking *a, int32_t part, int32_t edge)
{
    int32_t speaker = sgp_part_speaker(&a->p->scope, a->pathway, a->step, part);
    int64_t value = reply_by(a, edge)->value;
    sgp_index asked = a->step->parts.first + part;
    bool flag = is_flag(a, asked) || is_flag(a, a->index);
    limit l = {SGP_NOTHING, -1};
    if ((value >> 2 * speaker & 3) != sgp_part_answer(&a->p->scope, a->step, speaker, SGP_PART_NOT_SURE))
        return true;
    for (int answer = SGP_PART_YES; answer <= SGP_PART_NO; answer++)
        tighten(a, &l, edge_with(a, value, speaker, answer), flag);
    const sgp_reply unsure = {with_part(with_part(value, speaker, SGP_PART_NO), part, SGP_PART_NOT_SURE), SGP_NOTHING};
    return find_mild(a, &l, edge, &unsure, asked);
}

static bool judge_parts(const asking *a)
{
    bool good = true;
    for (int32_t part = 0; part < a->step->parts.count && good; part++)
        for (int32_t i = 0; i < a->here->edge_count && good; i++)
            good = judge_part(a, part, i);
    return good;
}

/* Answers in order of severity: none leads to less than a milder one. */
static bool judge_severity(const asking *a)
{
    sgp_proving *p = a->p;
    if (a->step->kind != SGP_STEP_QUESTION || !p->algorithms->facts.at[a->step->fact].severity_order)
        return true;
    for (int32_t i = 0; i < a->here->edge_count; i++)
        for (int32_t j = 0; j < a->here->edge_count; j++) {
            const sgp_answer *severe = &p->algorithms->answers.at[reply_by(a, i)->answer],
                             *mild = &p->algorithms->answers.at[reply_by(a, j)->answer];
            const sgp_matter matter = {.claim = SIGNPOST_CLAIM_UNSURE,
                                       .severity = SIGNPOST_ERROR,
                                       .id = SGP_SEVERITY_LOWERS,
                                       .subject = a->index,
                                       .other = SGP_NOTHING,
                                       .spot = sgp_spot_of_step(p, a->index),
                                       .node = a->node,
                                       .to_worst = true,
                                       .by = i};
            if (severe->value >= mild->value || worst_by(a, i) <= worst_by(a, j) || !sgp_wants(p, &matter))
                continue;
            if (!sgp_find(p, &matter, "\"%s\" to %s can end with %s, and the less severe \"%s\" gives %s at least",
                          severe->label, a->step->name, sgp_code_of(p, worst_by(a, i)), mild->label,
                          sgp_code_of(p, worst_by(a, j))))
                return false;
        }
    return true;
}

bool sgp_prove_unsure(sgp_proving *p)
{
    sgp_standing standing;
    bool good = true;
    for (size_t i = 0; i < p->exploration.nodes.count && good; i++) {
        sgp_exploration_standing(&p->exploration, i, &standing);
        const asking a = {p,
                          (int32_t)i,
                          sgp_node_at(&p->exploration, i),
                          standing.step,
                          &p->algorithms->steps.at[standing.step],
                          standing.pathway};
        if (a.step->kind == SGP_STEP_TOGETHER)
            good = judge_parts(&a);
        else if (a.step->kind < SGP_STEP_TOGETHER)
            good = judge_single(&a) && judge_severity(&a);
    }
    return good;
}

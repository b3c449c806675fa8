/* Replies: what may be said at a step, as far as it makes a difference. */
#include "proof/stand.h"

typedef struct replying {
    const sgp_scope *scope;
    const sgp_standing *from;
    const sgp_step *step;
    sgp_reply_taker take;
    void *context;
} replying;

static bool say(const replying *r, int64_t value, sgp_index answer)
{
    return r->take(r->context, &(sgp_reply){value, answer});
}

static bool reply_with_one(const replying *r)
{
    bool good = true;
    for (int32_t i = 0; i < r->step->answers.count && good; i++) {
        sgp_index answer = r->step->answers.first + i;
        good = say(r, r->scope->algorithms->answers.at[answer].value, answer);
    }
    return good;
}

/* One of each class; of what nothing reads, a number, or nothing and something. */
static bool reply_with_value(const replying *r)
{
    int variable = r->scope->variable_of[r->step->fact];
    const sgp_fact *fact = &r->scope->algorithms->facts.at[r->step->fact];
    bool good = true;
    for (int32_t i = 1; variable >= 0 && good && i < sgp_variable_at(r->scope, (size_t)variable)->classes.count; i++)
        good = say(r, sgp_class_at(r->scope, (size_t)variable, (size_t)i)->value, SGP_NOTHING);
    if (variable < 0 && r->step->kind == SGP_STEP_MANY)
        good = say(r, 0, SGP_NOTHING) && say(r, 1, SGP_NOTHING);
    else if (variable < 0)
        good = say(r, fact->from, SGP_NOTHING);
    return good && (r->step->otherwise == SGP_NOTHING || say(r, SGP_UNKNOWN, SGP_NOTHING));
}

/* ---- several at once ---- */

/* Whether nothing reads a part: then, whether it is a red flag by itself; -1 when something does. */
static int sort_of(const sgp_scope *scope, sgp_index pathway, sgp_index part)
{
    bool is_read = scope->variable_of[scope->algorithms->steps.at[part].fact] >= 0;
    return is_read ? -1 : sgp_step_is_red_flag(scope->algorithms, pathway, part);
}

int32_t sgp_part_speaker(const sgp_scope *scope, sgp_index pathway, const sgp_step *step, int32_t part)
{
    int sort = sort_of(scope, pathway, step->parts.first + part);
    for (int32_t i = 0; i < part && sort >= 0; i++)
        if (sort_of(scope, pathway, step->parts.first + i) == sort)
            return i;
    return part;
}

int sgp_part_answer(const sgp_scope *scope, const sgp_step *step, int32_t part, int answer)
{
    int variable = scope->variable_of[scope->algorithms->steps.at[step->parts.first + part].fact];
    if (variable < 0)
        return answer == SGP_PART_NO ? SGP_PART_NO : SGP_PART_YES;
    return (int)sgp_class_at(scope, (size_t)variable, sgp_class_of(scope, (size_t)variable, answer))->value;
}

/* Part by part, the answers that stand for others; a part for which another one speaks is no. */
static bool reply_to_parts(const replying *r, int64_t before, int32_t part)
{
    if (part == r->step->parts.count)
        return say(r, before, SGP_NOTHING);
    bool speaks = sgp_part_speaker(r->scope, r->from->pathway, r->step, part) == part, good = true;
    for (int answer = 0; answer < SGP_PART_ANSWERS && good; answer++)
        if (sgp_part_answer(r->scope, r->step, part, answer) == answer && (speaks || answer == SGP_PART_NO))
            good = reply_to_parts(r, before | (int64_t)answer << 2 * part, part + 1);
    return good;
}

bool sgp_replies(const sgp_scope *scope, const sgp_standing *standing, sgp_reply_taker take, void *context)
{
    const replying r = {scope, standing, &scope->algorithms->steps.at[standing->step], take, context};
    if (r.step->kind == SGP_STEP_QUESTION)
        return reply_with_one(&r);
    return r.step->kind == SGP_STEP_TOGETHER ? reply_to_parts(&r, 0, 0) : reply_with_value(&r);
}

/* What a host can ask of a difference. */
#include "proof/answers.h"
#include "proof/difference.h"

#include <string.h>

signpost_outcome sgp_ending_shown(const signpost_algorithms *content, const sgp_ending *end)
{
    if (end->outcome == SGP_NOTHING)
        return (signpost_outcome){.disposition = {.code = "", .title = "", .say = ""},
                                  .symptom_group = "",
                                  .symptom_group_title = "",
                                  .discriminator = "",
                                  .discriminator_title = ""};
    return sgp_outcome_shown(content, &content->outcomes.at[end->outcome], end->group, end->discriminator);
}

/* Urgencies of two contents are compared by how soon care is needed first: their orders may differ. */
bool sgp_diff_is_less_urgent(const signpost_diff *diff, const sgp_diff_row *one)
{
    if (one->ends[SGP_BEFORE].outcome == SGP_NOTHING || one->ends[SGP_AFTER].outcome == SGP_NOTHING)
        return one->ends[SGP_BEFORE].outcome != SGP_NOTHING;
    const char *code = sgp_ending_shown(diff->contents[SGP_AFTER], &one->ends[SGP_AFTER]).disposition.code;
    sgp_index was = sgp_disposition_find(diff->contents[SGP_BEFORE], code);
    return was == SGP_NOTHING || was > one->ends[SGP_BEFORE].disposition;
}

void signpost_diff_free(signpost_diff *diff)
{
    if (!diff)
        return;
    for (int side = 0; side < SGP_SIDES; side++)
        signpost_algorithms_free(diff->contents[side]);
    sgp_array_release(&diff->rows);
    sgp_array_release(&diff->given);
    sgp_release(diff);
}

signpost_diff_summary signpost_diff_summarise(const signpost_diff *diff)
{
    return diff->summary;
}

size_t signpost_diff_count(const signpost_diff *diff)
{
    return diff->rows.count;
}

static const char *name_of(const signpost_diff *diff, int side, sgp_index pathway)
{
    return pathway == SGP_NOTHING ? "" : diff->contents[side]->pathways.at[pathway].name;
}

bool signpost_diff_at(const signpost_diff *diff, size_t index, signpost_diff_change *change)
{
    if (index >= diff->rows.count)
        return false;
    const sgp_diff_row *one = SGP_AT(&diff->rows, sgp_diff_row, index);
    *change = (signpost_diff_change){
        .kind = one->kind,
        .complaint = one->complaint,
        .pathway_before = name_of(diff, SGP_BEFORE, one->pathways[SGP_BEFORE]),
        .pathway_after = name_of(diff, SGP_AFTER, one->pathways[SGP_AFTER]),
        .has_before = one->ends[SGP_BEFORE].outcome != SGP_NOTHING,
        .has_after = one->ends[SGP_AFTER].outcome != SGP_NOTHING,
        .before = sgp_ending_shown(diff->contents[SGP_BEFORE], &one->ends[SGP_BEFORE]),
        .after = sgp_ending_shown(diff->contents[SGP_AFTER], &one->ends[SGP_AFTER]),
        .is_less_urgent = one->kind == SIGNPOST_DIFF_OUTCOME && sgp_diff_is_less_urgent(diff, one),
        .step = one->step,
        .answer = one->answer,
        .from_days = one->from_days,
        .to_days = one->to_days,
        .ways = one->ways,
        .of_ways = one->of_ways,
        .patient = one->patient,
        .replies = (size_t)one->given.count,
    };
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        change->sexes[sex] = one->sexes >> sex & 1;
    return true;
}

static const sgp_diff_given *given_at(const signpost_diff *diff, size_t index, size_t nth)
{
    const sgp_diff_row *one = index < diff->rows.count ? SGP_AT(&diff->rows, sgp_diff_row, index) : NULL;
    return one && nth < (size_t)one->given.count ? SGP_AT(&diff->given, sgp_diff_given, (size_t)one->given.first + nth)
                                                 : NULL;
}

bool signpost_diff_reply(const signpost_diff *diff, size_t index, size_t nth, signpost_diff_reply_given *reply)
{
    const sgp_diff_given *there = given_at(diff, index, nth);
    if (!there)
        return false;
    int side = there->asked[SGP_AFTER] != SGP_NOTHING ? SGP_AFTER : SGP_BEFORE;
    *reply = (signpost_diff_reply_given){.step = diff->contents[side]->steps.at[there->asked[side]].name,
                                         .in_before = there->asked[SGP_BEFORE] != SGP_NOTHING,
                                         .in_after = there->asked[SGP_AFTER] != SGP_NOTHING};
    sgp_reply_format(diff->contents[side], there->asked[side], &there->replies[side], reply->reply,
                     sizeof reply->reply);
    return true;
}

typedef struct walk_of {
    const signpost_diff *diff;
    size_t index;
} walk_of;

static bool tell(const void *walk, size_t nth, sgp_told *told)
{
    const walk_of *of = walk;
    signpost_diff_reply_given given;
    if (!signpost_diff_reply(of->diff, of->index, nth, &given))
        return false;
    told->step = given.step;
    memcpy(told->reply, given.reply, sizeof told->reply);
    return true;
}

size_t signpost_diff_script(const signpost_diff *diff, size_t index, char *buffer, size_t size)
{
    signpost_diff_change change;
    if (!signpost_diff_at(diff, index, &change) || SGP_AT(&diff->rows, sgp_diff_row, index)->node < 0)
        return 0;
    return sgp_answers_write(buffer, size, change.complaint, &change.patient, tell, &(walk_of){diff, index});
}

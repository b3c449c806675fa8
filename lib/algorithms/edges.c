/* The algorithms as a graph: which steps may come after a step. */
#include "algorithms/model.h"

sgp_index sgp_step_edge(const signpost_algorithms *algorithms, const sgp_step *step, int32_t edge)
{
    if (step->kind == SGP_STEP_QUESTION)
        return edge < step->answers.count ? algorithms->answers.at[step->answers.first + edge].go : SGP_NOTHING;
    if (step->kind == SGP_STEP_DECISION)
        return edge < step->rules.count ? algorithms->rules.at[step->rules.first + edge].go : SGP_NOTHING;
    const sgp_index inside = step->kind == SGP_STEP_JUMP ? algorithms->pathways.at[step->target].start : SGP_NOTHING;
    const sgp_index plain[] = {step->next, step->otherwise, inside};
    for (int i = 0; i < 3; i++)
        if (plain[i] != SGP_NOTHING && edge-- == 0)
            return plain[i];
    return SGP_NOTHING;
}

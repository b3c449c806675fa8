/* Findings and their walks: from the node back to a root by the ways that were shortest, and on to an outcome. */
#include "proof/proving.h"

#include <stdarg.h>
#include <stdio.h>

sgp_spot sgp_spot_of_step(const sgp_proving *p, sgp_index step)
{
    const sgp_step *there = &p->algorithms->steps.at[step];
    return (sgp_spot){p->algorithms->pathways.at[there->pathway].file, there->line, there->column};
}

sgp_spot sgp_spot_of_rule(const sgp_proving *p, sgp_index step, sgp_index rule)
{
    return (sgp_spot){sgp_spot_of_step(p, step).file, p->algorithms->rules.at[rule].line, 0};
}

const char *sgp_code_of(const sgp_proving *p, sgp_index disposition)
{
    return p->algorithms->dispositions.at[disposition].shown.code;
}

sgp_index sgp_interim_of(const sgp_proving *p, const sgp_standing *standing)
{
    const sgp_class *contacts = sgp_class_at(&p->scope, SGP_CONTACTS, standing->classes[SGP_CONTACTS]);
    return sgp_interim_held(p->algorithms, standing->interim, standing->is_red_flag, contacts->value);
}

/* ---- walks ---- */

static sgp_index step_of(const sgp_proving *p, int32_t node)
{
    sgp_standing standing;
    sgp_exploration_standing(&p->exploration, (size_t)node, &standing);
    return standing.step;
}

static bool give(sgp_proving *p, sgp_finding *finding, sgp_index step, const sgp_reply *reply)
{
    if (p->algorithms->steps.at[step].kind > SGP_STEP_TOGETHER)
        return true;
    finding->given.count++;
    return sgp_array_append(&p->proof->given, &(sgp_given){step, *reply}, 1);
}

/* The edge to go on by: the first, or the one to the least urgent outcome. */
static int32_t edge_on(const sgp_proving *p, const sgp_node *node, bool to_worst)
{
    int32_t chosen = 0;
    for (int32_t i = 1; i < node->edge_count && to_worst; i++)
        if (sgp_mark_at(p, (size_t)sgp_edge_at(&p->exploration, node, i)->to)->worst >
            sgp_mark_at(p, (size_t)sgp_edge_at(&p->exploration, node, chosen)->to)->worst)
            chosen = i;
    return chosen;
}

/* From a node on to an outcome, which becomes the finding's. */
static bool give_way_on(sgp_proving *p, sgp_finding *finding, const sgp_matter *matter)
{
    int32_t index = matter->node;
    const sgp_node *node = sgp_node_at(&p->exploration, (size_t)index);
    for (int32_t by = matter->by; node->edge_count; by = -1) {
        const sgp_edge *edge = sgp_edge_at(&p->exploration, node, by >= 0 ? by : edge_on(p, node, matter->to_worst));
        if (!give(p, finding, step_of(p, index), by >= 0 && matter->said ? matter->said : &edge->reply))
            return false;
        index = edge->to;
        node = sgp_node_at(&p->exploration, (size_t)index);
    }
    const sgp_step *end = &p->algorithms->steps.at[step_of(p, index)];
    finding->outcome =
        end->kind == SGP_STEP_OUTCOME ? p->algorithms->outcomes.at[end->outcome].disposition : SGP_NOTHING;
    return true;
}

static bool give_walk(sgp_proving *p, sgp_finding *finding, const sgp_matter *matter)
{
    finding->has_walk = true;
    finding->complaint = p->algorithms->pathways.at[p->scope.start].complaint;
    finding->patient = sgp_patient_of(&p->scope, sgp_node_at(&p->exploration, (size_t)matter->node)->patient);
    finding->given = (sgp_run){(int32_t)p->proof->given.count, 0};
    if (!sgp_exploration_way(&p->exploration, matter->node, &p->proof->given))
        return false;
    finding->given.count = (int32_t)p->proof->given.count - finding->given.first;
    return give_way_on(p, finding, matter);
}

/* ---- findings ---- */

static sgp_finding *find_same(const sgp_proving *p, const sgp_matter *matter)
{
    for (size_t i = 0; i < p->proof->findings.count; i++) {
        sgp_finding *there = SGP_AT(&p->proof->findings, sgp_finding, i);
        if (there->id == matter->id && there->subject == matter->subject && there->other == matter->other)
            return there;
    }
    return NULL;
}

bool sgp_wants(const sgp_proving *p, const sgp_matter *matter)
{
    const sgp_finding *same = find_same(p, matter);
    return !same || sgp_node_at(&p->exploration, (size_t)matter->node)->questions < same->questions;
}

bool sgp_find(sgp_proving *p, const sgp_matter *matter, const char *format, ...)
{
    char message[SIGNPOST_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (length < 0)
        return false;
    sgp_finding *finding = find_same(p, matter);
    if (!finding)
        finding = sgp_array_add(&p->proof->findings);
    if (!finding)
        return false;
    *finding = (sgp_finding){.claim = matter->claim,
                             .severity = matter->severity,
                             .id = matter->id,
                             .subject = matter->subject,
                             .other = matter->other,
                             .spot = matter->spot,
                             .complaint = "",
                             .patient = SIGNPOST_PATIENT_INIT,
                             .outcome = SGP_NOTHING};
    if (matter->node >= 0) {
        finding->questions = sgp_node_at(&p->exploration, (size_t)matter->node)->questions;
        if (!give_walk(p, finding, matter))
            return false;
    }
    size_t shown = (size_t)length < sizeof message ? (size_t)length : sizeof message - 1;
    return (finding->message = sgp_arena_text(&p->proof->arena, message, shown)) != NULL;
}

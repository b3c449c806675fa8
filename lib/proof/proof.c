/* Making a proof: pathway by pathway, claim by claim. */
#include "proof/proving.h"

#include <stdlib.h>
#include <string.h>

const char *signpost_claim_name(signpost_claim claim)
{
    static const char *const names[SIGNPOST_CLAIM_COUNT] = {
        [SIGNPOST_CLAIM_FINISHED] = "every patient and every way was gone through",
        [SIGNPOST_CLAIM_REACHED] = "somebody comes to every step and rule, and every way ends in an outcome",
        [SIGNPOST_CLAIM_DECIDED] = "every decision has one rule for everybody, and reads only what is known",
        [SIGNPOST_CLAIM_COMPLAINTS] = "every complaint has exactly one pathway for each age and sex",
        [SIGNPOST_CLAIM_SAFETY] = "every safety rule holds at the end of every walk",
        [SIGNPOST_CLAIM_UNSURE] = "\"not sure\" and more severe answers never lead to less",
        [SIGNPOST_CLAIM_INTERIM] =
            "interim dispositions are safe, and red flags are asked before any outcome milder than an ambulance",
    };
    return (unsigned)claim < SIGNPOST_CLAIM_COUNT ? names[claim] : "";
}

static bool find_too_large(sgp_proving *p)
{
    const sgp_pathway *pathway = &p->algorithms->pathways.at[p->scope.start];
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_FINISHED,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_NOT_PROVED,
                               .subject = p->scope.start,
                               .other = SGP_NOTHING,
                               .spot = {pathway->file, pathway->line, 0},
                               .node = -1};
    if (p->scope.too_large)
        return sgp_find(p, &matter, "%s is too large to be proved: %s", pathway->name, p->scope.too_large);
    return sgp_find(p, &matter, "%s is too large to be proved: there are more than %zu regions", pathway->name,
                    p->exploration.most_nodes);
}

static bool prove_pathway(sgp_proving *p, sgp_index pathway)
{
    static bool (*const claims[])(sgp_proving *) = {sgp_order_nodes,   sgp_prove_decided, sgp_prove_unsure,
                                                    sgp_prove_interim, sgp_note_reached,  sgp_prove_safety};
    if (!sgp_scope_set(&p->scope, pathway))
        return false;
    if (p->scope.too_large)
        return find_too_large(p);
    if (!sgp_explore(&p->exploration, SGP_NOTHING))
        return false;
    if (p->exploration.is_too_large)
        return find_too_large(p);
    if (p->reached_only)
        return sgp_note_reached(p);
    bool good = true;
    for (size_t i = 0; i < sizeof claims / sizeof *claims && good; i++)
        good = claims[i](p);
    return good;
}

static int by_spot(const void *a, const void *b)
{
    const sgp_finding *x = a, *y = b;
    int files = strcmp(x->spot.file, y->spot.file);
    if (files)
        return files;
    if (x->spot.line != y->spot.line)
        return x->spot.line < y->spot.line ? -1 : 1;
    if (x->id != y->id)
        return x->id - y->id;
    return x->other < y->other ? -1 : x->other > y->other;
}

static void count_findings(signpost_proof *proof)
{
    if (proof->findings.count)
        qsort(proof->findings.items, proof->findings.count, sizeof(sgp_finding), by_spot);
    proof->summary.holds = true;
    for (size_t i = 0; i < proof->findings.count; i++) {
        const sgp_finding *finding = SGP_AT(&proof->findings, sgp_finding, i);
        if (finding->severity != SIGNPOST_ERROR)
            continue;
        proof->summary.failed[finding->claim]++;
        proof->summary.holds = false;
    }
}

/* Goes through every pathway; what nobody meets is known only when all could be gone through, and was looked for. */
static signpost_status prove(sgp_proving *p, const signpost_proof_options *options)
{
    const signpost_algorithms *algorithms = p->algorithms;
    for (sgp_index i = 0; i < algorithms->pathways.count; i++) {
        if (!algorithms->pathways.at[i].is_module && !prove_pathway(p, i))
            return SIGNPOST_NO_MEMORY;
        if (options->progress &&
            !options->progress(options->context, (size_t)i + 1, (size_t)algorithms->pathways.count))
            return SIGNPOST_CANCELLED;
    }
    bool is_whole = !p->reached_only;
    for (size_t i = 0; i < p->proof->findings.count; i++)
        is_whole = is_whole && SGP_AT(&p->proof->findings, sgp_finding, i)->id != SGP_NOT_PROVED;
    if ((is_whole && !sgp_prove_reached(p)) || !sgp_reached_merge(p->proof))
        return SIGNPOST_NO_MEMORY;
    count_findings(p->proof);
    p->proof->summary.holds = p->proof->summary.holds && !p->reached_only;
    return SIGNPOST_OK;
}

static bool begin(sgp_proving *p, const signpost_proof_options *options)
{
    const signpost_algorithms *algorithms = p->algorithms;
    p->order = (sgp_array)SGP_ARRAY_OF(int32_t);
    p->marks = (sgp_array)SGP_ARRAY_OF(sgp_mark);
    p->askable = (sgp_array)SGP_ARRAY_OF(sgp_flags);
    p->is_met = sgp_allocate_zeroed((size_t)algorithms->steps.count, 1);
    p->is_fired = sgp_allocate_zeroed((size_t)algorithms->rules.count, 1);
    bool has_scope = sgp_scope_init(&p->scope, algorithms);
    bool has_exploration = sgp_exploration_init(&p->exploration, &p->scope, options->most_regions);
    return has_scope && has_exploration && p->is_met && p->is_fired;
}

static void end(sgp_proving *p)
{
    sgp_exploration_release(&p->exploration);
    sgp_scope_release(&p->scope);
    sgp_array_release(&p->order);
    sgp_array_release(&p->marks);
    sgp_array_release(&p->askable);
    sgp_release(p->is_met);
    sgp_release(p->is_fired);
}

signpost_status signpost_proof_make(signpost_algorithms *algorithms, const signpost_proof_options *options,
                                    signpost_proof **proof, signpost_error *error)
{
    static const signpost_proof_options defaults = SIGNPOST_PROOF_OPTIONS_INIT;
    *proof = NULL;
    signpost_proof *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    made->algorithms = signpost_algorithms_ref(algorithms);
    made->findings = (sgp_array)SGP_ARRAY_OF(sgp_finding);
    made->given = (sgp_array)SGP_ARRAY_OF(sgp_given);
    made->reached = (sgp_array)SGP_ARRAY_OF(sgp_reached);
    if (!options)
        options = &defaults;
    sgp_proving p = {.proof = made, .algorithms = algorithms, .reached_only = options->reached_only};
    signpost_status status = begin(&p, options) ? prove(&p, options) : SIGNPOST_NO_MEMORY;
    end(&p);
    if (status == SIGNPOST_NO_MEMORY)
        sgp_fail_memory(error);
    if (status == SIGNPOST_CANCELLED)
        sgp_fail(error, status, SGP_CANCELLED, "the host asked to stop before everything was proved");
    if (status == SIGNPOST_OK)
        *proof = made;
    else
        signpost_proof_free(made);
    return status;
}

void signpost_proof_free(signpost_proof *proof)
{
    if (!proof)
        return;
    signpost_algorithms_free(proof->algorithms);
    sgp_array_release(&proof->findings);
    sgp_array_release(&proof->given);
    sgp_array_release(&proof->reached);
    sgp_arena_release(&proof->arena);
    sgp_release(proof);
}

/* What a host can ask of compiled algorithms. Nothing here changes them. */
#include "algorithms/model.h"
#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

const char *signpost_content_state_name(signpost_content_state state)
{
    return state == SIGNPOST_CONTENT_APPROVED ? "approved"
           : state == SIGNPOST_CONTENT_DRAFT  ? "draft"
                                              : "demonstration";
}

const char *signpost_algorithms_fingerprint(const signpost_algorithms *algorithms)
{
    return algorithms->fingerprint;
}

signpost_algorithms_summary signpost_algorithms_summarise(const signpost_algorithms *algorithms)
{
    signpost_algorithms_summary summary = {
        .complaints = (size_t)algorithms->complaints.count,
        .steps = (size_t)algorithms->steps.count,
        .outcomes = (size_t)algorithms->outcomes.count,
        .dispositions = (size_t)algorithms->dispositions.count,
        .safety_rules = (size_t)algorithms->safety.count,
        .cases = (size_t)algorithms->cases.count,
    };
    for (int32_t i = 0; i < algorithms->pathways.count; i++) {
        const sgp_pathway *pathway = &algorithms->pathways.at[i];
        summary.modules += pathway->is_module;
        summary.pathways += !pathway->is_module;
        summary.is_demonstration = summary.is_demonstration || pathway->state != SIGNPOST_CONTENT_APPROVED;
    }
    for (int32_t i = 0; i < algorithms->steps.count; i++)
        summary.questions += algorithms->steps.at[i].kind <= SGP_STEP_TOGETHER;
    return summary;
}

size_t signpost_complaint_count(const signpost_algorithms *algorithms)
{
    return (size_t)algorithms->complaints.count;
}

signpost_complaint signpost_complaint_at(const signpost_algorithms *algorithms, size_t index)
{
    if (index >= (size_t)algorithms->complaints.count)
        return (signpost_complaint){"", ""};
    return (signpost_complaint){algorithms->complaints.at[index].name, algorithms->complaints.at[index].title};
}

bool signpost_pathway_at(const signpost_algorithms *algorithms, size_t index, signpost_pathway *pathway)
{
    if (index >= (size_t)algorithms->pathways.count)
        return false;
    const sgp_pathway *there = &algorithms->pathways.at[index];
    *pathway = (signpost_pathway){
        .name = there->name,
        .title = there->title,
        .complaint = there->complaint,
        .state = there->state,
        .version = there->version,
        .review_by = there->review_by,
        .symptom_group = there->group == SGP_NOTHING ? "" : algorithms->groups.at[there->group].code,
        .steps = (size_t)there->steps.count,
    };
    char ages[48], sexes[48] = "";
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        if (there->sexes >> sex & 1)
            snprintf(sexes + strlen(sexes), sizeof sexes - strlen(sexes), "%s%s", *sexes ? ", " : "",
                     signpost_sex_name((signpost_sex)sex));
    bool any_age = there->ages.from == sgp_age_any().from && there->ages.below == sgp_age_any().below;
    snprintf(pathway->patients, sizeof pathway->patients, "%s, %s",
             any_age ? "any age" : sgp_age_range_format(there->ages, ages, sizeof ages),
             there->sexes == SGP_ANY_SEX ? "any sex" : sexes);
    return true;
}

sgp_index sgp_disposition_find(const signpost_algorithms *algorithms, const char *code)
{
    for (int32_t i = 0; i < algorithms->dispositions.count; i++)
        if (strcmp(algorithms->dispositions.at[i].shown.code, code) == 0)
            return i;
    return SGP_NOTHING;
}

signpost_status signpost_disposition_find(const signpost_algorithms *algorithms, const char *code,
                                          signpost_disposition *disposition, signpost_error *error)
{
    sgp_index found = sgp_disposition_find(algorithms, code);
    if (found != SGP_NOTHING) {
        *disposition = algorithms->dispositions.at[found].shown;
        return SIGNPOST_OK;
    }
    sgp_nearest nearest = sgp_nearest_to(code);
    for (int32_t i = 0; i < algorithms->dispositions.count; i++)
        sgp_nearest_offer(&nearest, algorithms->dispositions.at[i].shown.code);
    char suggestion[96];
    return sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_NAME, "no disposition is called \"%s\"%s", code,
                    sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

bool signpost_disposition_at(const signpost_algorithms *algorithms, size_t index, signpost_disposition *disposition)
{
    if (index >= (size_t)algorithms->dispositions.count)
        return false;
    *disposition = algorithms->dispositions.at[index].shown;
    return true;
}

size_t signpost_outcome_count(const signpost_algorithms *algorithms)
{
    return (size_t)algorithms->outcomes.count;
}

static sgp_index step_of_outcome(const signpost_algorithms *algorithms, size_t outcome)
{
    for (sgp_index i = 0; i < algorithms->steps.count; i++)
        if (algorithms->steps.at[i].outcome == (sgp_index)outcome)
            return i;
    return SGP_NOTHING;
}

bool signpost_outcome_at(const signpost_algorithms *algorithms, size_t index, signpost_reachable *outcome)
{
    if (index >= (size_t)algorithms->outcomes.count)
        return false;
    const sgp_outcome *there = &algorithms->outcomes.at[index];
    const sgp_step *step = &algorithms->steps.at[step_of_outcome(algorithms, index)];
    const sgp_pathway *pathway = &algorithms->pathways.at[step->pathway];
    *outcome = (signpost_reachable){.pathway = pathway->name,
                                    .step = step->name,
                                    .from_days = pathway->ages.from,
                                    .to_days = pathway->ages.below - 1};
    outcome->outcome = sgp_outcome_shown(algorithms, there, pathway->group, SGP_NOTHING);
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        outcome->sexes[sex] = pathway->sexes >> sex & 1;
    return true;
}

signpost_outcome sgp_outcome_shown(const signpost_algorithms *algorithms, const sgp_outcome *outcome, sgp_index group,
                                   sgp_index discriminator)
{
    signpost_outcome shown = {.disposition = algorithms->dispositions.at[outcome->disposition].shown,
                              .symptom_group = "",
                              .symptom_group_title = "",
                              .discriminator = "",
                              .discriminator_title = ""};
    if (outcome->discriminator != SGP_NOTHING)
        discriminator = outcome->discriminator;
    if (group != SGP_NOTHING) {
        shown.symptom_group = algorithms->groups.at[group].code;
        shown.symptom_group_title = algorithms->groups.at[group].title;
    }
    if (discriminator != SGP_NOTHING) {
        shown.discriminator = algorithms->discriminators.at[discriminator].code;
        shown.discriminator_title = algorithms->discriminators.at[discriminator].title;
    }
    return shown;
}

bool signpost_symptom_pair_at(const signpost_algorithms *algorithms, size_t index, signpost_symptom_pair *pair)
{
    if (index >= (size_t)algorithms->pairs.count)
        return false;
    const sgp_code *group = &algorithms->groups.at[algorithms->pairs.at[index].group];
    const sgp_code *discriminator = &algorithms->discriminators.at[algorithms->pairs.at[index].discriminator];
    *pair = (signpost_symptom_pair){group->code,          group->title,    discriminator->code,
                                    discriminator->title, group->national, discriminator->national};
    return true;
}

const char *sgp_step_short_name(const signpost_algorithms *algorithms, sgp_index step)
{
    return strchr(algorithms->steps.at[step].name, '/') + 1;
}

sgp_index sgp_step_find(const signpost_algorithms *algorithms, sgp_index pathway, const char *name)
{
    bool is_full = strchr(name, '/') != NULL;
    sgp_run run = is_full ? (sgp_run){0, algorithms->steps.count} : algorithms->pathways.at[pathway].steps;
    for (sgp_index i = run.first; i < run.first + run.count; i++)
        if (strcmp(is_full ? algorithms->steps.at[i].name : sgp_step_short_name(algorithms, i), name) == 0)
            return i;
    return SGP_NOTHING;
}

bool sgp_step_is_red_flag(const signpost_algorithms *algorithms, sgp_index pathway, sgp_index step)
{
    const sgp_run flags = algorithms->pathways.at[pathway].red_flags;
    for (int32_t i = 0; i < flags.count; i++)
        if (algorithms->numbers.at[flags.first + i] == step)
            return true;
    return false;
}

sgp_index sgp_interim_held(const signpost_algorithms *algorithms, sgp_index declared, bool is_red_flag,
                           int64_t contacts)
{
    if (is_red_flag)
        return algorithms->red_flag_interim;
    bool is_raised = contacts >= SGP_REPEATED_CONTACT && declared > algorithms->default_interim;
    return is_raised ? algorithms->default_interim : declared;
}

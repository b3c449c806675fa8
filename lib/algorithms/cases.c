/* Pass 3, the end of a file: safety rules and cases. */
#include "algorithms/loader.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

void sgp_compile_safety(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *rules, sgp_index pathway)
{
    static const char *const keys[] = {"name", "when", "at_least", NULL};
    if (!sgp_yaml_is(yaml, rules, SGP_YAML_LIST, "safety", loader->list))
        return;
    for (const sgp_yaml_node *node = sgp_yaml_first(yaml, rules); node; node = sgp_yaml_next(yaml, node)) {
        if (!sgp_yaml_is(yaml, node, SGP_YAML_MAP, "a safety rule", loader->list))
            continue;
        sgp_yaml_check_keys(yaml, node, keys, loader->list);
        sgp_safety_rule rule = {.pathway = pathway,
                                .file = yaml->file,
                                .line = node->line,
                                .condition = SGP_NOTHING,
                                .at_least = SGP_NOTHING};
        rule.name = sgp_loader_text(loader, sgp_yaml_need_text(yaml, node, "name", "a safety rule", loader->list));
        if (sgp_yaml_need_text(yaml, node, "when", rule.name, loader->list))
            rule.condition = sgp_compile_condition(loader, yaml, sgp_yaml_get(yaml, node, "when"), pathway);
        if (sgp_yaml_need_text(yaml, node, "at_least", rule.name, loader->list))
            rule.at_least = sgp_resolve_disposition(loader, yaml, sgp_yaml_get(yaml, node, "at_least"));
        sgp_loader_add(loader, &loader->safety, &rule);
    }
}

static void read_case_answer(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_index pathway,
                             sgp_run *run)
{
    sgp_index step = sgp_resolve_question(loader, sgp_yaml_key_spot(yaml, node), node->key, pathway);
    if (step == SGP_NOTHING)
        return;
    char joined[SIGNPOST_TEXT_SIZE];
    const char *text = sgp_yaml_joined(yaml, node, "none of these", joined, sizeof joined, loader->list)
                           ? sgp_loader_text(loader, joined)
                           : NULL;
    const sgp_step *question = SGP_ITEM(loader, steps, sgp_step, step);
    bool is_whole = question->kind == SGP_STEP_TOGETHER || question->fact != SGP_NOTHING;
    if (!text || loader->out_of_memory || !is_whole)
        return;
    sgp_reply reply;
    signpost_error error = SIGNPOST_ERROR_INIT;
    const signpost_algorithms view = sgp_loader_view(loader);
    if (sgp_reply_parse(&view, step, text, &reply, &error) != SIGNPOST_OK) {
        sgp_diagnose_hint(loader->list, SIGNPOST_ERROR, error.id, sgp_yaml_spot(yaml, node), error.hint, "%s",
                          error.message);
        return;
    }
    run->count += sgp_loader_add(loader, &loader->case_answers, &(sgp_case_answer){step, text}) >= 0;
}

static void compile_case(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_index pathway)
{
    static const char *const keys[] = {"name", "patient", "answers", "expect", "discriminator", NULL};
    sgp_yaml_check_keys(yaml, node, keys, loader->list);
    sgp_case read = {.pathway = pathway,
                     .patient = SIGNPOST_PATIENT_INIT,
                     .file = yaml->file,
                     .line = node->line,
                     .expect = SGP_NOTHING,
                     .discriminator = SGP_NOTHING};
    read.name = sgp_loader_text(loader, sgp_yaml_need_text(yaml, node, "name", "a case", loader->list));
    const sgp_yaml_node *patient = sgp_yaml_get(yaml, node, "patient"), *answers = sgp_yaml_get(yaml, node, "answers");
    if (!patient)
        sgp_mistake(loader, SGP_YAML_MISSING, yaml, node, "the case has no \"patient\"");
    if (sgp_yaml_is(yaml, patient, SGP_YAML_MAP, "patient", loader->list))
        sgp_patient_read(yaml, patient, &read.patient, loader->list);
    read.answers.first = (int32_t)loader->case_answers.count;
    if (sgp_yaml_is(yaml, answers, SGP_YAML_MAP, "answers", loader->list))
        for (const sgp_yaml_node *answer = sgp_yaml_first(yaml, answers); answer; answer = sgp_yaml_next(yaml, answer))
            read_case_answer(loader, yaml, answer, pathway, &read.answers);
    if (sgp_yaml_need_text(yaml, node, "expect", read.name, loader->list))
        read.expect = sgp_resolve_disposition(loader, yaml, sgp_yaml_get(yaml, node, "expect"));
    read.discriminator = sgp_resolve_discriminator(loader, yaml, sgp_yaml_get(yaml, node, "discriminator"));
    sgp_loader_add(loader, &loader->cases, &read);
}

void sgp_compile_cases(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *cases, sgp_index pathway)
{
    if (!sgp_yaml_is(yaml, cases, SGP_YAML_LIST, "cases", loader->list))
        return;
    for (const sgp_yaml_node *node = sgp_yaml_first(yaml, cases); node && !loader->out_of_memory;
         node = sgp_yaml_next(yaml, node))
        if (sgp_yaml_is(yaml, node, SGP_YAML_MAP, "a case", loader->list))
            compile_case(loader, yaml, node, pathway);
}

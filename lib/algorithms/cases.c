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
        sgp_safety_rule rule = {.pathway = pathway, .file = yaml->file, .line = node->line, .condition = SGP_NOTHING, .at_least = SGP_NOTHING};
        rule.name = sgp_loader_text(loader, sgp_yaml_need_text(yaml, node, "name", "a safety rule", loader->list));
        if (sgp_yaml_need_text(yaml, node, "when", rule.name, loader->list))
            rule.condition = sgp_compile_condition(loader, yaml, sgp_yaml_get(yaml, node, "when"), pathway);
        if (sgp_yaml_need_text(yaml, node, "at_least", rule.name, loader->list))
            rule.at_least = sgp_resolve_disposition(loader, yaml, sgp_yaml_get(yaml, node, "at_least"));
        sgp_loader_add(loader, &loader->safety, &rule);
    }
}

static void read_patient(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, signpost_patient *patient)
{
    static const char *const keys[] = {"age", "sex", "party", "contacts", NULL};
    sgp_yaml_check_keys(yaml, node, keys, loader->list);
    const char *age = sgp_yaml_need_text(yaml, node, "age", "the patient", loader->list);
    const char *sex = sgp_yaml_need_text(yaml, node, "sex", "the patient", loader->list);
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (age && signpost_age_parse(age, &patient->age, &error) != SIGNPOST_OK)
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, node, "age"), "%s", error.message);
    if (sex && signpost_sex_parse(sex, &patient->sex) != SIGNPOST_OK)
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, node, "sex"), "\"%s\" is no sex", sex);
    const char *party = sgp_yaml_get_text(yaml, node, "party", loader->list);
    if (party && !sgp_party_parse(party, &patient->party))
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, node, "party"), "\"%s\" is neither self nor someone else", party);
    const char *contacts = sgp_yaml_get_text(yaml, node, "contacts", loader->list);
    int64_t number = 1;
    if (contacts && (!sgp_parse_integer(contacts, &number) || number < 1 || number > 1000))
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, node, "contacts"),
                    "contacts must be a whole number from 1, this contact included, and this is \"%s\"", contacts);
    patient->earlier_contacts = (int)number - 1;
}

/* An answer's text; a list's texts with commas between. */
static const char *reply_text(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    char joined[SIGNPOST_TEXT_SIZE];
    size_t used = 0;
    if (node->kind == SGP_YAML_TEXT)
        return sgp_loader_text(loader, node->text);
    if (!sgp_yaml_is(yaml, node, SGP_YAML_LIST, "an answer", loader->list))
        return NULL;
    joined[0] = '\0';
    for (const sgp_yaml_node *item = sgp_yaml_first(yaml, node); item; item = sgp_yaml_next(yaml, item))
        if (sgp_yaml_is(yaml, item, SGP_YAML_TEXT, "an answer", loader->list) && used < sizeof joined)
            used += (size_t)snprintf(joined + used, sizeof joined - used, "%s%s", used ? ", " : "", item->text);
    return sgp_loader_text(loader, used ? joined : "none of these");
}

static void read_case_answer(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_index pathway, sgp_run *run)
{
    sgp_index step = sgp_resolve_question(loader, sgp_yaml_key_spot(yaml, node), node->key, pathway);
    if (step == SGP_NOTHING)
        return;
    const char *text = reply_text(loader, yaml, node);
    const sgp_step *question = SGP_ITEM(loader, steps, sgp_step, step);
    bool is_whole = question->kind == SGP_STEP_TOGETHER || question->fact != SGP_NOTHING;
    if (!text || loader->out_of_memory || !is_whole)
        return;
    sgp_reply reply;
    signpost_error error = SIGNPOST_ERROR_INIT;
    const signpost_algorithms view = sgp_loader_view(loader);
    if (sgp_reply_parse(&view, step, text, &reply, &error) != SIGNPOST_OK) {
        sgp_diagnose_hint(loader->list, SIGNPOST_ERROR, error.id, sgp_yaml_spot(yaml, node), error.hint, "%s", error.message);
        return;
    }
    run->count += sgp_loader_add(loader, &loader->case_answers, &(sgp_case_answer){step, text}) >= 0;
}

static void compile_case(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_index pathway)
{
    static const char *const keys[] = {"name", "patient", "answers", "expect", "discriminator", NULL};
    sgp_yaml_check_keys(yaml, node, keys, loader->list);
    sgp_case read = {.pathway = pathway, .patient = SIGNPOST_PATIENT_INIT, .file = yaml->file, .line = node->line,
                     .expect = SGP_NOTHING, .discriminator = SGP_NOTHING};
    read.name = sgp_loader_text(loader, sgp_yaml_need_text(yaml, node, "name", "a case", loader->list));
    const sgp_yaml_node *patient = sgp_yaml_get(yaml, node, "patient"), *answers = sgp_yaml_get(yaml, node, "answers");
    if (!patient)
        sgp_mistake(loader, SGP_YAML_MISSING, yaml, node, "the case has no \"patient\"");
    if (sgp_yaml_is(yaml, patient, SGP_YAML_MAP, "patient", loader->list))
        read_patient(loader, yaml, patient, &read.patient);
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
    for (const sgp_yaml_node *node = sgp_yaml_first(yaml, cases); node && !loader->out_of_memory; node = sgp_yaml_next(yaml, node))
        if (sgp_yaml_is(yaml, node, SGP_YAML_MAP, "a case", loader->list))
            compile_case(loader, yaml, node, pathway);
}

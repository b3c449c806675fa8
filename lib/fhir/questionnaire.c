/* Writing a pathway's form as a Questionnaire. */
#include "fhir/form.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

const char *const sgp_fhir_part_answers[SGP_PART_ANSWERS] = {
    [SGP_PART_YES] = "yes", [SGP_PART_NO] = "no", [SGP_PART_NOT_SURE] = SGP_FHIR_NOT_SURE};

char *sgp_form_canonical(const sgp_pathway *pathway, bool with_version, char buffer[SGP_CANONICAL_SIZE])
{
    int length = snprintf(buffer, SGP_CANONICAL_SIZE, "urn:signpost:pathway:%.100s", pathway->name);
    if (with_version)
        snprintf(buffer + length, SGP_CANONICAL_SIZE - (size_t)length, "|%d", pathway->version);
    return buffer;
}

void sgp_fhir_coding(signpost_json *json, const char *key, const char *system, const char *code, const char *display)
{
    signpost_json_object(json, key);
    signpost_json_text(json, "system", system);
    signpost_json_text(json, "code", code);
    if (display && *display)
        signpost_json_text(json, "display", display);
    signpost_json_close(json);
}

void sgp_fhir_text(signpost_json *json, const char *key, const char *text)
{
    if (*text)
        signpost_json_text(json, key, text);
}

/* One condition: that the item `question` is answered so. */
static void when_coded(signpost_json *json, const char *question, const char *code)
{
    signpost_json_object(json, NULL);
    signpost_json_text(json, "question", question);
    signpost_json_text(json, "operator", "=");
    sgp_fhir_coding(json, "answerCoding", SGP_FHIR_ANSWER, code, NULL);
    signpost_json_close(json);
}

static void when_answered(signpost_json *json, const char *question, bool is_there)
{
    signpost_json_object(json, NULL);
    signpost_json_text(json, "question", question);
    signpost_json_text(json, "operator", is_there ? "exists" : "=");
    signpost_json_flag(json, "answerBoolean", true);
    signpost_json_close(json);
}

/* The item that says that a measure is not known. */
static char *not_known(const sgp_step *step, char buffer[SIGNPOST_TEXT_SIZE])
{
    snprintf(buffer, SIGNPOST_TEXT_SIZE, "%s#not-known", step->name);
    return buffer;
}

static void write_condition(signpost_json *json, const sgp_form *form, const sgp_enable *enable)
{
    char other[SIGNPOST_TEXT_SIZE];
    const sgp_step *step = &form->algorithms->steps.at[enable->step];
    switch (enable->by) {
    case SGP_ENABLED_BY_ANSWER:
        when_coded(json, step->name, form->algorithms->answers.at[enable->answer].label);
        break;
    case SGP_ENABLED_BY_NONE:
        when_coded(json, step->name, SGP_FHIR_NONE_OF_THESE);
        break;
    case SGP_ENABLED_BY_UNSURE:
        when_coded(json, step->name, SGP_FHIR_NOT_SURE);
        break;
    case SGP_ENABLED_BY_VALUE:
        when_answered(json, step->name, true);
        break;
    case SGP_ENABLED_BY_NOT_KNOWN:
        when_answered(json, not_known(step, other), false);
        break;
    case SGP_ENABLED_BY_PART:
        when_coded(json, step->name, sgp_fhir_part_answers[enable->answer]);
        break;
    case SGP_ENABLED_BY_ALL_NO:
        for (int32_t i = 0; i < step->parts.count; i++)
            when_coded(json, form->algorithms->steps.at[step->parts.first + i].name,
                       sgp_fhir_part_answers[SGP_PART_NO]);
        break;
    case SGP_ENABLED_ALWAYS:
    default:
        break;
    }
}

/* What enables an item; nothing for one that always is. */
static void write_conditions(signpost_json *json, const sgp_form *form, sgp_index item)
{
    const sgp_enable *enables = form->enables.items;
    size_t conditions = 0;
    bool all = false;
    for (size_t i = 0; i < form->enables.count; i++) {
        if (enables[i].item != item)
            continue;
        if (enables[i].by == SGP_ENABLED_ALWAYS)
            return;
        conditions++;
        all = enables[i].by == SGP_ENABLED_BY_ALL_NO;
    }
    if (!conditions)
        return;
    signpost_json_list(json, "enableWhen");
    for (size_t i = 0; i < form->enables.count; i++)
        if (enables[i].item == item)
            write_condition(json, form, &enables[i]);
    signpost_json_close(json);
    signpost_json_text(json, "enableBehavior", conditions == 1 && all ? "all" : "any");
}

static void write_option(signpost_json *json, const char *code, const char *display)
{
    signpost_json_object(json, NULL);
    sgp_fhir_coding(json, "valueCoding", SGP_FHIR_ANSWER, code, display);
    signpost_json_close(json);
}

static void write_options(signpost_json *json, const signpost_algorithms *algorithms, const sgp_step *step)
{
    signpost_json_list(json, "answerOption");
    for (int32_t i = 0; i < step->answers.count; i++) {
        const sgp_answer *answer = &algorithms->answers.at[step->answers.first + i];
        write_option(json, answer->label, answer->wording);
    }
    if (step->kind == SGP_STEP_MANY) {
        write_option(json, SGP_FHIR_NONE_OF_THESE, NULL);
        if (step->otherwise != SGP_NOTHING)
            write_option(json, SGP_FHIR_NOT_SURE, NULL);
    }
    signpost_json_close(json);
}

static void write_parts(signpost_json *json, const signpost_algorithms *algorithms, const sgp_step *step)
{
    signpost_json_list(json, "item");
    for (int32_t i = 0; i < step->parts.count; i++) {
        const sgp_step *part = &algorithms->steps.at[step->parts.first + i];
        signpost_json_object(json, NULL);
        signpost_json_text(json, "linkId", part->name);
        sgp_fhir_text(json, "text", part->text);
        signpost_json_text(json, "type", "choice");
        signpost_json_list(json, "answerOption");
        for (int answer = 0; answer < SGP_PART_ANSWERS; answer++)
            write_option(json, sgp_fhir_part_answers[answer], NULL);
        signpost_json_close(json);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

/* The bounds of a measure, in the extensions that HL7 publishes for them. */
static void write_bounds(signpost_json *json, const sgp_fact *fact)
{
    static const char *const urls[] = {"http://hl7.org/fhir/StructureDefinition/minValue",
                                       "http://hl7.org/fhir/StructureDefinition/maxValue"};
    const int64_t bounds[] = {fact->from, fact->to};
    signpost_json_list(json, "extension");
    for (int i = 0; i < 2; i++) {
        signpost_json_object(json, NULL);
        signpost_json_text(json, "url", urls[i]);
        signpost_json_fixed(json, fact->decimals ? "valueDecimal" : "valueInteger", bounds[i], fact->decimals);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void write_advice(signpost_json *json, const signpost_algorithms *algorithms, const sgp_step *step)
{
    char text[8 * SIGNPOST_TEXT_SIZE];
    const sgp_advice *advice = &algorithms->advice.at[step->advice];
    size_t used = (size_t)snprintf(text, sizeof text, "%s%s", advice->title, *advice->title ? ":" : "");
    for (int32_t i = 0; i < advice->say.count && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used ? " " : "",
                                 algorithms->words.at[advice->say.first + i]);
    sgp_text_trim_cut(text);
    sgp_fhir_text(json, "text", text);
}

static void write_outcome(signpost_json *json, const signpost_algorithms *algorithms, const sgp_step *step)
{
    char text[2 * SIGNPOST_TEXT_SIZE];
    const signpost_disposition *there =
        &algorithms->dispositions.at[algorithms->outcomes.at[step->outcome].disposition].shown;
    snprintf(text, sizeof text, "%s: %s", there->code, there->title);
    sgp_text_trim_cut(text);
    signpost_json_text(json, "text", text);
}

static void write_item(signpost_json *json, const sgp_form *form, sgp_index index)
{
    const signpost_algorithms *algorithms = form->algorithms;
    const sgp_step *step = &algorithms->steps.at[index];
    const sgp_fact *fact = step->kind == SGP_STEP_MEASURE ? &algorithms->facts.at[step->fact] : NULL;
    const char *type = step->kind == SGP_STEP_TOGETHER ? "group"
                       : fact                          ? (fact->decimals ? "decimal" : "integer")
                       : step->kind == SGP_STEP_QUESTION || step->kind == SGP_STEP_MANY ? "choice"
                                                                                        : "display";
    signpost_json_object(json, NULL);
    if (fact)
        write_bounds(json, fact);
    signpost_json_text(json, "linkId", step->name);
    if (step->kind == SGP_STEP_ADVICE)
        write_advice(json, algorithms, step);
    else if (step->kind == SGP_STEP_OUTCOME)
        write_outcome(json, algorithms, step);
    else
        sgp_fhir_text(json, "text", step->text);
    signpost_json_text(json, "type", type);
    write_conditions(json, form, index);
    if (step->kind == SGP_STEP_MANY)
        signpost_json_flag(json, "repeats", true);
    if (step->kind == SGP_STEP_QUESTION || step->kind == SGP_STEP_MANY)
        write_options(json, algorithms, step);
    if (step->kind == SGP_STEP_TOGETHER)
        write_parts(json, algorithms, step);
    signpost_json_close(json);
}

/* Beside a measure that may be not known: whether it is. */
static void write_not_known(signpost_json *json, const sgp_form *form, sgp_index index)
{
    char name[SIGNPOST_TEXT_SIZE];
    const sgp_step *step = &form->algorithms->steps.at[index];
    if (step->kind != SGP_STEP_MEASURE || step->otherwise == SGP_NOTHING)
        return;
    signpost_json_object(json, NULL);
    signpost_json_text(json, "linkId", not_known(step, name));
    signpost_json_text(json, "text", "Not known");
    signpost_json_text(json, "type", "boolean");
    write_conditions(json, form, index);
    signpost_json_close(json);
}

static void write_form(signpost_json *json, const sgp_form *form)
{
    char canonical[SGP_CANONICAL_SIZE], version[24];
    const sgp_pathway *pathway = &form->algorithms->pathways.at[form->pathway];
    signpost_json_object(json, NULL);
    signpost_json_text(json, "resourceType", "Questionnaire");
    signpost_json_text(json, "url", sgp_form_canonical(pathway, false, canonical));
    signpost_json_text(json, "version", sgp_format_fixed(pathway->version, 0, version, sizeof version));
    signpost_json_text(json, "title", pathway->title);
    signpost_json_text(json, "status", pathway->state == SIGNPOST_CONTENT_APPROVED ? "active" : "draft");
    signpost_json_flag(json, "experimental", pathway->state == SIGNPOST_CONTENT_DEMONSTRATION);
    signpost_json_list(json, "subjectType");
    signpost_json_text(json, NULL, "Patient");
    signpost_json_close(json);
    signpost_json_list(json, "item");
    for (size_t i = 0; i < form->items.count; i++) {
        sgp_index item = *SGP_AT(&form->items, sgp_index, i);
        write_item(json, form, item);
        write_not_known(json, form, item);
    }
    signpost_json_close(json);
    signpost_json_close(json);
}

static sgp_index find_pathway(const signpost_algorithms *algorithms, const char *name, signpost_error *error)
{
    char suggestion[160];
    sgp_nearest nearest = sgp_nearest_to(name);
    for (sgp_index i = 0; i < algorithms->pathways.count; i++) {
        if (algorithms->pathways.at[i].is_module)
            continue;
        if (strcmp(algorithms->pathways.at[i].name, name) == 0)
            return i;
        sgp_nearest_offer(&nearest, algorithms->pathways.at[i].name);
    }
    sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_NAME, "no pathway is called \"%s\"%s", name,
             sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    return SGP_NOTHING;
}

signpost_status signpost_fhir_questionnaire(const signpost_algorithms *algorithms, const char *pathway,
                                            signpost_write_function write, void *context, signpost_diagnostics *lost,
                                            signpost_error *error)
{
    sgp_form form;
    signpost_json json;
    sgp_index found = find_pathway(algorithms, pathway, error);
    if (found == SGP_NOTHING)
        return SIGNPOST_NOT_FOUND;
    signpost_status status = sgp_form_make(&form, algorithms, found, lost, error);
    if (status != SIGNPOST_OK)
        return status;
    signpost_json_start(&json, write, context);
    write_form(&json, &form);
    sgp_form_release(&form);
    if (signpost_json_end(&json) == SIGNPOST_OK)
        return SIGNPOST_OK;
    return sgp_fail(error, SIGNPOST_IO, SGP_CANNOT_WRITE, "could not write the form of \"%s\"", pathway);
}

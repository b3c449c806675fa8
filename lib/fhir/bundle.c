/* Writing a journal's call as a Bundle. What stood at the end is what is told: answers that were taken back or changed
 * are the journal's to keep. */
#include "fhir/form.h"

#include "base/text.h"
#include "formats/uuid.h"
#include "journal/journal.h"
#include "walk/walk.h"

#include <stdio.h>
#include <string.h>

enum { UUID_SIZE = SGP_URN_UUID_SIZE, FHIR_MOMENT_SIZE = SIGNPOST_MOMENT_SIZE + 4 };

typedef struct bundle {
    const signpost_journal *journal;
    signpost_walk *walk;
    signpost_json json;
    sgp_entry *entries; /* of the walk, as it ended */
    sgp_index *forms;   /* by entry: the pathway that it belongs to */
    int32_t count;
    const signpost_line *chosen, *end; /* NULL when there is none */
} bundle;

/* `urn:uuid:...`, made of the journal's chain and of what it is for. */
static char *identify(const bundle *b, const char *what, int32_t number, char buffer[UUID_SIZE])
{
    char what_for[48];
    snprintf(what_for, sizeof what_for, " %.20s %d", what, (int)number);
    return sgp_urn_uuid(b->journal->chain_text, what_for, buffer);
}

/* `2026-11-21T18:30:00Z`: FHIR wants seconds. */
static char *format_moment(signpost_minute moment, char buffer[FHIR_MOMENT_SIZE])
{
    char text[SIGNPOST_MOMENT_SIZE];
    signpost_minute_format(moment, text);
    snprintf(buffer, FHIR_MOMENT_SIZE, "%.16s:00Z", text);
    return buffer;
}

static void write_moment(signpost_json *json, const char *key, signpost_minute moment)
{
    char text[FHIR_MOMENT_SIZE];
    signpost_json_text(json, key, format_moment(moment, text));
}

static void refer(signpost_json *json, const char *key, const char *reference)
{
    signpost_json_object(json, key);
    signpost_json_text(json, "reference", reference);
    signpost_json_close(json);
}

static const signpost_line *last_line(const bundle *b)
{
    return &b->journal->lines[b->journal->count - 1];
}

/* Opens an entry of the bundle, with its resource. */
static void open_entry(bundle *b, const char *kind, const char *identity)
{
    signpost_json_object(&b->json, NULL);
    signpost_json_text(&b->json, "fullUrl", identity);
    signpost_json_object(&b->json, "resource");
    signpost_json_text(&b->json, "resourceType", kind);
}

static void close_entry(bundle *b)
{
    signpost_json_close(&b->json);
    signpost_json_close(&b->json);
}

static void write_patient(bundle *b)
{
    static const char *const genders[SIGNPOST_SEX_COUNT] = {"female", "male", "other", "unknown"};
    char identity[UUID_SIZE];
    open_entry(b, "Patient", identify(b, "patient", 0, identity));
    signpost_json_text(&b->json, "gender", genders[b->walk->patient.sex]);
    close_entry(b);
}

static void write_coded_answer(signpost_json *json, const char *code, const char *display)
{
    signpost_json_object(json, NULL);
    sgp_fhir_coding(json, "valueCoding", SGP_FHIR_ANSWER, code, display);
    signpost_json_close(json);
}

static void write_choices(signpost_json *json, const signpost_algorithms *algorithms, const sgp_step *step,
                          int64_t value)
{
    if (value == SGP_UNKNOWN)
        write_coded_answer(json, SGP_FHIR_NOT_SURE, NULL);
    else if (!value)
        write_coded_answer(json, SGP_FHIR_NONE_OF_THESE, NULL);
    for (int32_t i = 0; i < step->answers.count && value != SGP_UNKNOWN; i++) {
        const sgp_answer *answer = &algorithms->answers.at[step->answers.first + i];
        if (value >> answer->value & 1)
            write_coded_answer(json, answer->label, answer->wording);
    }
}

static void write_answer(signpost_json *json, const signpost_algorithms *algorithms, const sgp_step *step,
                         const sgp_reply *reply)
{
    signpost_json_list(json, "answer");
    if (step->kind == SGP_STEP_QUESTION) {
        const sgp_answer *answer = &algorithms->answers.at[reply->answer];
        write_coded_answer(json, answer->label, answer->wording);
    } else if (step->kind == SGP_STEP_MANY) {
        write_choices(json, algorithms, step, reply->value);
    } else {
        int decimals = algorithms->facts.at[step->fact].decimals;
        signpost_json_object(json, NULL);
        if (reply->value == SGP_UNKNOWN)
            signpost_json_flag(json, "valueBoolean", true);
        else
            signpost_json_fixed(json, decimals ? "valueDecimal" : "valueInteger", reply->value, decimals);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void write_parts(signpost_json *json, const signpost_algorithms *algorithms, const sgp_step *step, int64_t value)
{
    signpost_json_list(json, "item");
    for (int32_t i = 0; i < step->parts.count; i++) {
        const sgp_step *part = &algorithms->steps.at[step->parts.first + i];
        signpost_json_object(json, NULL);
        signpost_json_text(json, "linkId", part->name);
        sgp_fhir_text(json, "text", part->text);
        signpost_json_list(json, "answer");
        write_coded_answer(json, sgp_fhir_part_answers[value >> 2 * i & 3], NULL);
        signpost_json_close(json);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void write_entry(signpost_json *json, const signpost_algorithms *algorithms, const sgp_entry *entry)
{
    char name[SIGNPOST_TEXT_SIZE];
    const sgp_step *step = &algorithms->steps.at[entry->step];
    bool is_unknown = step->kind == SGP_STEP_MEASURE && entry->reply.value == SGP_UNKNOWN;
    snprintf(name, sizeof name, "%s%s", step->name, is_unknown ? "#not-known" : "");
    signpost_json_object(json, NULL);
    signpost_json_text(json, "linkId", name);
    sgp_fhir_text(json, "text", is_unknown ? "Not known" : step->text);
    if (step->kind == SGP_STEP_TOGETHER)
        write_parts(json, algorithms, step, entry->reply.value);
    else if (step->kind != SGP_STEP_ADVICE)
        write_answer(json, algorithms, step, &entry->reply);
    signpost_json_close(json);
}

/* Whether the same question is answered again in the same form: the last answer stands, as a form asks it once. */
static bool is_asked_again(const bundle *b, int32_t at)
{
    for (int32_t i = at + 1; i < b->count; i++)
        if (b->entries[i].step == b->entries[at].step && b->forms[i] == b->forms[at])
            return true;
    return false;
}

static const char *status_of(const bundle *b)
{
    if (!b->end)
        return "in-progress";
    return b->end->ending == SIGNPOST_ENDED_BY_OUTCOME ? "completed" : "stopped";
}

/* Whether the pathway of an entry has one before it. */
static bool is_told(const bundle *b, int32_t at)
{
    for (int32_t i = 0; i < at; i++)
        if (b->forms[i] == b->forms[at])
            return true;
    return false;
}

static void write_response(bundle *b, int32_t first)
{
    const signpost_algorithms *algorithms = b->walk->algorithms;
    char identity[UUID_SIZE], patient[UUID_SIZE], canonical[SGP_CANONICAL_SIZE];
    open_entry(b, "QuestionnaireResponse", identify(b, "response", b->forms[first], identity));
    signpost_json_text(&b->json, "questionnaire",
                       sgp_form_canonical(&algorithms->pathways.at[b->forms[first]], true, canonical));
    signpost_json_text(&b->json, "status", status_of(b));
    refer(&b->json, "subject", identify(b, "patient", 0, patient));
    write_moment(&b->json, "authored", last_line(b)->moment);
    signpost_json_list(&b->json, "item");
    for (int32_t i = first; i < b->count; i++)
        if (b->forms[i] == b->forms[first] && !is_asked_again(b, i))
            write_entry(&b->json, algorithms, &b->entries[i]);
    signpost_json_close(&b->json);
    close_entry(b);
}

static void write_concept(signpost_json *json, const char *key, const char *system, const char *code, const char *title)
{
    signpost_json_object(json, key);
    signpost_json_list(json, "coding");
    sgp_fhir_coding(json, NULL, system, code, title);
    signpost_json_close(json);
    sgp_fhir_text(json, "text", title);
    signpost_json_close(json);
}

/* How soon, in the four words of FHIR. */
static const char *priority_of(const signpost_line *end)
{
    enum { NOW = 60, SOON = 240, TODAY = 1440 };
    if (end->setting == SIGNPOST_SETTING_SELF_CARE || end->within.unit == SIGNPOST_WORKING_DAYS ||
        end->within.amount > TODAY)
        return "routine";
    return end->within.amount <= NOW ? "stat" : end->within.amount <= SOON ? "asap" : "urgent";
}

/* From the end of the call; until when, where that is counted in minutes. */
static void write_occurrence(signpost_json *json, const signpost_line *end)
{
    signpost_json_object(json, "occurrencePeriod");
    write_moment(json, "start", end->moment);
    if (end->within.unit == SIGNPOST_MINUTES && end->setting != SIGNPOST_SETTING_SELF_CARE)
        write_moment(json, "end", end->moment + end->within.amount);
    signpost_json_close(json);
}

static void write_reasons(signpost_json *json, const signpost_line *end)
{
    if (!*end->symptom_group && !*end->discriminator)
        return;
    signpost_json_list(json, "reasonCode");
    if (*end->symptom_group)
        write_concept(json, NULL, "urn:signpost:symptom-group", end->symptom_group, end->symptom_group_title);
    if (*end->discriminator)
        write_concept(json, NULL, "urn:signpost:discriminator", end->discriminator, end->discriminator_title);
    signpost_json_close(json);
}

static void write_performer(signpost_json *json, const signpost_line *chosen)
{
    signpost_json_list(json, "performer");
    signpost_json_object(json, NULL);
    signpost_json_object(json, "identifier");
    signpost_json_text(json, "system", "urn:signpost:service");
    signpost_json_text(json, "value", chosen->service);
    signpost_json_close(json);
    sgp_fhir_text(json, "display", chosen->service_name);
    signpost_json_close(json);
    signpost_json_close(json);
}

static void write_request(bundle *b)
{
    const char *names[SGP_MOST_ADVICE];
    char identity[UUID_SIZE], other[UUID_SIZE];
    const signpost_line now = sgp_line_of_end(b->walk, last_line(b)->moment, names), *end = b->end ? b->end : &now;
    signpost_json *json = &b->json;
    open_entry(b, "ServiceRequest", identify(b, "request", 0, identity));
    signpost_json_text(json, "status", b->end ? "active" : "draft");
    signpost_json_text(json, "intent", "order");
    signpost_json_text(json, "priority", priority_of(end));
    write_concept(json, "code", "urn:signpost:disposition", end->outcome, end->title);
    refer(json, "subject", identify(b, "patient", 0, other));
    write_occurrence(json, end);
    write_moment(json, "authoredOn", end->moment);
    if (b->chosen)
        write_performer(json, b->chosen);
    write_reasons(json, end);
    if (b->count) {
        signpost_json_list(json, "supportingInfo");
        for (int32_t i = 0; i < b->count; i++)
            if (!is_told(b, i))
                refer(json, NULL, identify(b, "response", b->forms[i], other));
        signpost_json_close(json);
    }
    close_entry(b);
}

static void write_bundle(bundle *b)
{
    signpost_json_object(&b->json, NULL);
    signpost_json_text(&b->json, "resourceType", "Bundle");
    signpost_json_object(&b->json, "identifier");
    signpost_json_text(&b->json, "system", "urn:signpost:journal");
    signpost_json_text(&b->json, "value", b->journal->chain_text);
    signpost_json_close(&b->json);
    signpost_json_text(&b->json, "type", "collection");
    write_moment(&b->json, "timestamp", last_line(b)->moment);
    signpost_json_list(&b->json, "entry");
    write_patient(b);
    for (int32_t i = 0; i < b->count; i++)
        if (!is_told(b, i))
            write_response(b, i);
    write_request(b);
    signpost_json_close(&b->json);
    signpost_json_close(&b->json);
}

/* The walk's entries, each with the pathway that was gone through there; the walk stands at its end again after. */
static signpost_status gather(bundle *b, sgp_arena *arena, signpost_error *error)
{
    signpost_walk *walk = b->walk;
    size_t count = (size_t)walk->path_count;
    b->count = walk->path_count;
    b->entries = sgp_arena_allocate(arena, count + 1, sizeof *b->entries);
    b->forms = sgp_arena_allocate(arena, count + 1, sizeof *b->forms);
    if (!b->entries || !b->forms)
        return sgp_fail_memory(error);
    memcpy(b->entries, walk->path, count * sizeof *b->entries);
    for (int32_t i = 0; i < b->count; i++) {
        sgp_walk_follow(walk, b->entries, i);
        b->forms[i] = walk->state.pathway;
    }
    sgp_walk_follow(walk, b->entries, b->count);
    for (size_t i = 0; i < b->journal->count; i++) {
        const signpost_line *line = &b->journal->lines[i];
        if (line->kind == SIGNPOST_LINE_CHOSEN)
            b->chosen = line;
        else if (line->kind == SIGNPOST_LINE_SEARCHED)
            b->chosen = NULL;
        else if (line->kind == SIGNPOST_LINE_ENDED)
            b->end = line;
    }
    return SIGNPOST_OK;
}

signpost_status signpost_fhir_bundle(const signpost_journal *journal, signpost_algorithms *algorithms,
                                     signpost_write_function write, void *context, signpost_error *error)
{
    sgp_arena arena = {0};
    bundle b = {.journal = journal};
    signpost_status status = signpost_walk_resume(algorithms, journal, NULL, NULL, &b.walk, error);
    if (status != SIGNPOST_OK)
        return status;
    status = gather(&b, &arena, error);
    if (status == SIGNPOST_OK) {
        signpost_json_start(&b.json, write, context);
        write_bundle(&b);
        if (signpost_json_end(&b.json) != SIGNPOST_OK)
            status =
                sgp_fail(error, SIGNPOST_IO, SGP_CANNOT_WRITE, "could not write the call of \"%s\"", journal->name);
    }
    sgp_arena_release(&arena);
    signpost_walk_free(b.walk);
    return status;
}

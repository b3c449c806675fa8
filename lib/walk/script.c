/* Answers files: reading them, and answering a walk from them. */
#include "signpost/script.h"

#include "base/text.h"
#include "care/patient.h"
#include "formats/file.h"
#include "formats/yaml.h"
#include "walk/walk.h"

#include <stdio.h>
#include <string.h>

enum { LARGEST = 256 * 1024 };

typedef struct line {
    const char *name, *reply;
    size_t length; /* of the name, without the time */
    size_t time;   /* what is asked again is answered by `name (2)`, `name (3)`; 1 otherwise */
    bool is_used;
} line;

struct signpost_script {
    sgp_arena arena;
    signpost_script_call call;
    sgp_array lines; /* line */
};

/* A name, which may be followed by the time that it is asked: `pathway/question (2)`. */
static line read_name(const char *name)
{
    line read = {.name = name, .length = strlen(name), .time = 1};
    const char *open = strstr(name, " (");
    size_t time = 0, digits = 0;
    for (const char *at = open ? open + 2 : ""; sgp_is_digit(*at) && digits < 4; at++, digits++)
        time = time * 10 + (size_t)(*at - '0');
    if (digits && time > 1 && strcmp(open + 2 + digits, ")") == 0) {
        read.length = (size_t)(open - name);
        read.time = time;
    }
    return read;
}

static void read_answers(signpost_script *script, const sgp_yaml *yaml, const sgp_yaml_node *answers,
                         signpost_diagnostics *list)
{
    for (const sgp_yaml_node *node = sgp_yaml_first(yaml, answers); node; node = sgp_yaml_next(yaml, node)) {
        char joined[SIGNPOST_TEXT_SIZE];
        if (!sgp_yaml_joined(yaml, node, "none of these", joined, sizeof joined, list))
            continue;
        line read = read_name(node->key);
        read.reply = sgp_arena_text(&script->arena, joined, strlen(joined));
        if (!read.reply || !sgp_array_append(&script->lines, &read, 1))
            sgp_diagnostics_lose(list);
    }
}

static const char *text_or_none(const sgp_yaml *yaml, const sgp_yaml_node *root, const char *key,
                                signpost_diagnostics *list)
{
    const char *text = sgp_yaml_get_text(yaml, root, key, list);
    return text ? text : "";
}

static void read_document(signpost_script *script, const sgp_yaml *yaml, signpost_diagnostics *list)
{
    static const char *const keys[] = {"complaint", "patient", "postcode", "when", "practice", "answers", NULL};
    const sgp_yaml_node *root = sgp_yaml_root(yaml);
    if (!sgp_yaml_is(yaml, root, SGP_YAML_MAP, "an answers file", list))
        return;
    sgp_yaml_check_keys(yaml, root, keys, list);
    script->call = (signpost_script_call){.patient = SIGNPOST_PATIENT_INIT, .complaint = ""};
    const char *complaint = sgp_yaml_need_text(yaml, root, "complaint", "the answers file", list);
    script->call.complaint = complaint ? complaint : "";
    script->call.postcode = text_or_none(yaml, root, "postcode", list);
    script->call.when = text_or_none(yaml, root, "when", list);
    script->call.practice = text_or_none(yaml, root, "practice", list);
    const sgp_yaml_node *patient = sgp_yaml_get(yaml, root, "patient"), *answers = sgp_yaml_get(yaml, root, "answers");
    if (!patient)
        sgp_diagnose(list, SIGNPOST_ERROR, SGP_BAD_SCRIPT, sgp_yaml_spot(yaml, root),
                     "the answers file has no \"patient\"");
    if (sgp_yaml_is(yaml, patient, SGP_YAML_MAP, "patient", list))
        sgp_patient_read(yaml, patient, &script->call.patient, list);
    if (sgp_yaml_is(yaml, answers, SGP_YAML_MAP, "answers", list))
        read_answers(script, yaml, answers, list);
}

/* Reads the bytes; the script keeps the texts of the document in its arena. */
static signpost_status read_source(signpost_script *script, const signpost_source *source, signpost_diagnostics *list)
{
    sgp_yaml yaml;
    const char *name = sgp_arena_text(&script->arena, source->name, strlen(source->name));
    if (!name)
        return SIGNPOST_NO_MEMORY;
    signpost_status status = sgp_yaml_parse(&yaml, &script->arena, name, source->bytes, source->size, list);
    if (status == SIGNPOST_OK)
        read_document(script, &yaml, list);
    sgp_yaml_release(&yaml);
    if (sgp_diagnostics_lost(list))
        return SIGNPOST_NO_MEMORY;
    return signpost_diagnostics_count_of(list, SIGNPOST_ERROR) ? SIGNPOST_CONTENT : status;
}

signpost_status signpost_script_compile(const signpost_source *source, signpost_script **script,
                                        signpost_diagnostics *diagnostics, signpost_error *error)
{
    *script = NULL;
    signpost_diagnostics *list = NULL; /* of this file alone: the caller's may hold more */
    signpost_script *read = sgp_allocate_zeroed(1, sizeof *read);
    if (!read || signpost_diagnostics_new(&list) != SIGNPOST_OK) {
        sgp_release(read);
        return sgp_fail_memory(error);
    }
    read->lines.item_size = sizeof(line);
    signpost_status status = read_source(read, source, list);
    if (status != SIGNPOST_NO_MEMORY && !sgp_diagnostics_add_all(diagnostics, list))
        status = SIGNPOST_NO_MEMORY;
    if (status == SIGNPOST_NO_MEMORY)
        sgp_fail_memory(error);
    else if (status == SIGNPOST_CONTENT)
        sgp_fail_content(error, list);
    signpost_diagnostics_free(list);
    if (status == SIGNPOST_OK)
        *script = read;
    else
        signpost_script_free(read);
    return status;
}

signpost_status signpost_script_load(const char *path, signpost_script **script, signpost_diagnostics *diagnostics,
                                     signpost_error *error)
{
    char *bytes;
    signpost_source source = {.name = path};
    *script = NULL;
    signpost_status status = sgp_file_read(path, LARGEST, &bytes, &source.size, error);
    if (status != SIGNPOST_OK)
        return status;
    source.bytes = bytes;
    status = signpost_script_compile(&source, script, diagnostics, error);
    sgp_release(bytes);
    return status;
}

void signpost_script_free(signpost_script *script)
{
    if (!script)
        return;
    sgp_array_release(&script->lines);
    sgp_arena_release(&script->arena);
    sgp_release(script);
}

void signpost_script_about(const signpost_script *script, signpost_script_call *call)
{
    *call = script->call;
}

static bool is_named(const line *answer, const char *name)
{
    return strlen(name) == answer->length && strncmp(answer->name, name, answer->length) == 0;
}

/* How often a step stands on the way so far. */
static size_t times_answered(const signpost_walk *walk, const char *full)
{
    size_t count = 0;
    for (int32_t i = 0; i < walk->path_count; i++)
        count += strcmp(walk->algorithms->steps.at[walk->path[i].step].name, full) == 0;
    return count;
}

/* The reply to a step of this full name, asked for the `time`th time: the last one that was given for that time or for
 * an earlier one. NULL when there is none. */
static const char *reply_to(signpost_script *script, const char *full, size_t time)
{
    const char *slash = strchr(full, '/');
    line *best = NULL;
    for (size_t i = 0; i < script->lines.count; i++) {
        line *answer = SGP_AT(&script->lines, line, i);
        bool is_it = is_named(answer, full) || (slash && is_named(answer, slash + 1));
        if (is_it && answer->time <= time && (!best || answer->time > best->time))
            best = answer;
    }
    if (!best)
        return NULL;
    best->is_used = true;
    return best->reply;
}

/* Answers to the parts of a together, one by one, as one reply. False when some part has none. */
static bool reply_by_parts(signpost_script *script, const signpost_walk *walk, char *buffer, size_t size)
{
    const sgp_step *step = &walk->algorithms->steps.at[walk->state.step];
    size_t used = 0, time = times_answered(walk, step->name) + 1;
    buffer[0] = '\0';
    for (int32_t i = 0; i < step->parts.count; i++) {
        const char *full = walk->algorithms->steps.at[step->parts.first + i].name,
                   *reply = reply_to(script, full, time);
        if (!reply)
            return false;
        if (used < size)
            used += (size_t)snprintf(buffer + used, size - used, "%s%s: %s", used ? ", " : "", strchr(full, '/') + 1,
                                     reply);
    }
    return used > 0 && used < size;
}

signpost_status signpost_script_answer(signpost_script *script, signpost_walk *walk, signpost_minute moment,
                                       signpost_error *error)
{
    signpost_step step;
    char parts[SIGNPOST_TEXT_SIZE];
    signpost_walk_step(walk, &step);
    if (step.kind == SIGNPOST_STEP_ADVICE)
        return signpost_walk_acknowledge(walk, moment, error);
    const char *name = step.kind == SIGNPOST_STEP_AGE ? "age" : step.name;
    const char *reply = reply_to(script, name, times_answered(walk, name) + 1);
    if (!reply && step.kind == SIGNPOST_STEP_TOGETHER && reply_by_parts(script, walk, parts, sizeof parts))
        reply = parts;
    if (reply)
        return signpost_walk_reply(walk, reply, moment, error);
    sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_BAD_SCRIPT, "%s is asked, and the answers file does not answer it", name);
    sgp_error_hint(error, "add its answer to \"%s\"", step.text);
    return SIGNPOST_NOT_FOUND;
}

const char *signpost_script_unused(const signpost_script *script, size_t index)
{
    for (size_t i = 0; i < script->lines.count; i++)
        if (!SGP_AT(&script->lines, line, i)->is_used && index-- == 0)
            return SGP_AT(&script->lines, line, i)->name;
    return NULL;
}

/* Pass 4: reading translations. */
#include "algorithms/translate.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static signpost_diagnostics *list_of(const sgp_translating *t)
{
    return t->loader->list;
}

/* An entry's text for a key; NULL when it has none. */
static const char *text_of(sgp_translating *t, const sgp_yaml_node *entry, const char *key)
{
    const char *text = sgp_yaml_get_text(t->yaml, entry, key, list_of(t));
    return text ? sgp_loader_text(t->loader, text) : NULL;
}

/* A text that translates nothing: what is translated does not have it. */
static bool translates_nothing(sgp_translating *t, const sgp_yaml_node *entry, const char *key, const char *own)
{
    const sgp_yaml_node *node = sgp_yaml_get(t->yaml, entry, key);
    if (!node || *own)
        return false;
    sgp_mistake(t->loader, SGP_YAML_UNKNOWN_KEY, t->yaml, node, "%s has no \"%s\" to translate", entry->key, key);
    return true;
}

static void complain_of_name(sgp_translating *t, const sgp_yaml_node *entry, int id, const char *what,
                             const sgp_nearest *nearest)
{
    char suggestion[160];
    if (!t->loader->is_partial)
        sgp_diagnose(list_of(t), SIGNPOST_ERROR, id, sgp_yaml_key_spot(t->yaml, entry), "no %s is called \"%s\"%s",
                     what, entry->key, sgp_nearest_suggestion(nearest, suggestion, sizeof suggestion));
}

/* Whether a name, or what stands before its `/`, is that of a draft that was left out. */
static bool is_left_out(const sgp_loader *loader, const char *name)
{
    size_t length = strcspn(name, "/");
    for (size_t i = 0; i < loader->left_out.count; i++) {
        const char *draft = *SGP_AT(&loader->left_out, const char *, i);
        if (strncmp(draft, name, length) == 0 && !draft[length])
            return true;
    }
    return false;
}

/* Calls `read` for each entry of a section that is a map. */
typedef void (*entry_reader)(sgp_translating *t, const sgp_yaml_node *entry);

static void for_each_entry(sgp_translating *t, const char *section, entry_reader read)
{
    const sgp_yaml_node *map = sgp_yaml_get(t->yaml, sgp_yaml_root(t->yaml), section);
    if (!sgp_yaml_is(t->yaml, map, SGP_YAML_MAP, section, list_of(t)))
        return;
    for (const sgp_yaml_node *entry = sgp_yaml_first(t->yaml, map); entry && !t->loader->out_of_memory;
         entry = sgp_yaml_next(t->yaml, entry))
        read(t, entry);
}

static void read_phrase(sgp_translating *t, const sgp_yaml_node *entry)
{
    sgp_phrase phrase = sgp_phrase_find(entry->key);
    if (phrase == SGP_PHRASE_COUNT) {
        sgp_nearest nearest = sgp_nearest_to(entry->key);
        for (int i = 0; i < SGP_PHRASE_COUNT; i++)
            sgp_nearest_offer(&nearest, sgp_phrase_key((sgp_phrase)i));
        complain_of_name(t, entry, SGP_UNKNOWN_NAME, "phrase", &nearest);
    } else if (sgp_yaml_is(t->yaml, entry, SGP_YAML_TEXT, entry->key, list_of(t))) {
        *SGP_ITEM(t->loader, phrases, const char *, t->language *SGP_PHRASE_COUNT + (sgp_index)phrase) =
            sgp_loader_text(t->loader, entry->text);
    }
}

static sgp_index find_pathway(sgp_translating *t, const sgp_yaml_node *entry)
{
    sgp_nearest nearest = sgp_nearest_to(entry->key);
    for (size_t i = 0; i < t->loader->pathways.count; i++) {
        const char *name = SGP_ITEM(t->loader, pathways, sgp_pathway, i)->name;
        if (strcmp(name, entry->key) == 0)
            return (sgp_index)i;
        sgp_nearest_offer(&nearest, name);
    }
    if (!is_left_out(t->loader, entry->key))
        complain_of_name(t, entry, SGP_UNKNOWN_NAME, "pathway or module", &nearest);
    return SGP_NOTHING;
}

static void read_pathway(sgp_translating *t, const sgp_yaml_node *entry)
{
    static const char *const keys[] = {"version", "title", NULL};
    sgp_index index = find_pathway(t, entry);
    if (index == SGP_NOTHING || !sgp_yaml_is(t->yaml, entry, SGP_YAML_MAP, entry->key, list_of(t)))
        return;
    sgp_yaml_check_keys(t->yaml, entry, keys, list_of(t));
    t->pathways[index] = sgp_yaml_key_spot(t->yaml, entry);
    const char *version = sgp_yaml_need_text(t->yaml, entry, "version", entry->key, list_of(t));
    sgp_pathway_texts *texts = SGP_TRANSLATED(t, pathway_texts, sgp_pathway_texts, pathways, index);
    texts->title = text_of(t, entry, "title");
    int64_t number = 0;
    if (version && !sgp_parse_integer(version, &number))
        sgp_mistake(t->loader, SGP_BAD_VALUE, t->yaml, sgp_yaml_get(t->yaml, entry, "version"),
                    "\"%s\" is no version; write 1, 2, 3", version);
    const int current = SGP_ITEM(t->loader, pathways, sgp_pathway, index)->version;
    texts->is_whole = number == current;
    if (number && number != current)
        sgp_diagnose(list_of(t), t->severity, SGP_STALE_TRANSLATION,
                     sgp_yaml_spot(t->yaml, sgp_yaml_get(t->yaml, entry, "version")),
                     "%s is translated from version %d, and its version is %d", entry->key, (int)number, current);
}

static sgp_index find_step(sgp_translating *t, const sgp_yaml_node *entry)
{
    sgp_index found = sgp_strings_find(&t->loader->step_names, entry->key, strlen(entry->key));
    if (found >= 0)
        return found;
    sgp_nearest nearest = sgp_nearest_to(entry->key);
    for (size_t i = 0; i < t->loader->steps.count; i++)
        if (SGP_ITEM(t->loader, steps, sgp_step, i)->kind <= SGP_STEP_PART)
            sgp_nearest_offer(&nearest, SGP_ITEM(t->loader, steps, sgp_step, i)->name);
    if (!is_left_out(t->loader, entry->key))
        complain_of_name(t, entry, SGP_UNKNOWN_STEP, "question", &nearest);
    return SGP_NOTHING;
}

static void read_answer(sgp_translating *t, const sgp_yaml_node *node, const sgp_step *step)
{
    sgp_nearest nearest = sgp_nearest_to(node->key);
    for (int32_t i = 0; i < step->answers.count; i++) {
        sgp_index answer = step->answers.first + i;
        const char *label = SGP_ITEM(t->loader, answers, sgp_answer, answer)->label;
        sgp_nearest_offer(&nearest, label);
        if (strcmp(label, node->key) != 0)
            continue;
        if (sgp_yaml_is(t->yaml, node, SGP_YAML_TEXT, node->key, list_of(t)))
            *SGP_TRANSLATED(t, answer_texts, const char *, answers, answer) = sgp_loader_text(t->loader, node->text);
        return;
    }
    char suggestion[96];
    sgp_diagnose(list_of(t), SIGNPOST_ERROR, SGP_UNKNOWN_ANSWER, sgp_yaml_key_spot(t->yaml, node),
                 "\"%s\" is no answer to %s%s", node->key, step->name,
                 sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

static void read_step(sgp_translating *t, const sgp_yaml_node *entry)
{
    static const char *const keys[] = {"ask", "why", "help", "answers", NULL};
    sgp_index index = find_step(t, entry);
    if (index == SGP_NOTHING || !sgp_yaml_is(t->yaml, entry, SGP_YAML_MAP, entry->key, list_of(t)))
        return;
    const sgp_step step = *SGP_ITEM(t->loader, steps, sgp_step, index);
    t->steps[index] = sgp_yaml_key_spot(t->yaml, entry);
    if (!t->pathways[step.pathway].line)
        t->pathways[step.pathway] = t->steps[index];
    if (step.kind > SGP_STEP_PART) {
        sgp_diagnose(list_of(t), SIGNPOST_ERROR, SGP_WRONG_TYPE, t->steps[index], "nothing is asked at %s", step.name);
        return;
    }
    sgp_yaml_check_keys(t->yaml, entry, keys, list_of(t));
    sgp_step_texts *texts = SGP_TRANSLATED(t, step_texts, sgp_step_texts, steps, index);
    texts->text = text_of(t, entry, "ask");
    if (!translates_nothing(t, entry, "why", step.why))
        texts->why = text_of(t, entry, "why");
    if (!translates_nothing(t, entry, "help", step.help))
        texts->help = text_of(t, entry, "help");
    const sgp_yaml_node *answers = sgp_yaml_get(t->yaml, entry, "answers");
    if (sgp_yaml_is(t->yaml, answers, SGP_YAML_MAP, "answers", list_of(t)))
        for (const sgp_yaml_node *node = sgp_yaml_first(t->yaml, answers); node; node = sgp_yaml_next(t->yaml, node))
            read_answer(t, node, &step);
}

static void read_disposition(sgp_translating *t, const sgp_yaml_node *entry)
{
    static const char *const keys[] = {"title", "say", NULL};
    const sgp_yaml_node name = {
        .kind = SGP_YAML_TEXT, .text = entry->key, .line = entry->key_line, .column = entry->key_column};
    sgp_index index = sgp_resolve_disposition(t->loader, t->yaml, &name);
    if (index == SGP_NOTHING || !sgp_yaml_is(t->yaml, entry, SGP_YAML_MAP, entry->key, list_of(t)))
        return;
    sgp_yaml_check_keys(t->yaml, entry, keys, list_of(t));
    const sgp_disposition_texts texts = {text_of(t, entry, "title"), text_of(t, entry, "say")};
    if (texts.title && texts.say)
        *SGP_TRANSLATED(t, disposition_texts, sgp_disposition_texts, dispositions, index) = texts;
    else
        sgp_miss_translation(t, sgp_yaml_key_spot(t->yaml, entry), "%s has no \"%s\"", entry->key,
                             texts.title ? "say" : "title");
}

static void read_advice(sgp_translating *t, const sgp_yaml_node *entry)
{
    static const char *const keys[] = {"title", "say", NULL};
    sgp_nearest nearest = sgp_nearest_to(entry->key);
    sgp_index index = 0, count = (sgp_index)t->loader->advice.count;
    while (index < count && strcmp(SGP_ITEM(t->loader, advice, sgp_advice, index)->name, entry->key) != 0)
        sgp_nearest_offer(&nearest, SGP_ITEM(t->loader, advice, sgp_advice, index++)->name);
    if (index == count) {
        complain_of_name(t, entry, SGP_UNKNOWN_NAME, "entry of care-advice.yaml", &nearest);
        return;
    }
    if (!sgp_yaml_is(t->yaml, entry, SGP_YAML_MAP, entry->key, list_of(t)))
        return;
    sgp_yaml_check_keys(t->yaml, entry, keys, list_of(t));
    const sgp_advice own = *SGP_ITEM(t->loader, advice, sgp_advice, index);
    const char *title = translates_nothing(t, entry, "title", own.title) ? NULL : text_of(t, entry, "title");
    const sgp_advice_texts texts = {title || *own.title ? title : "",
                                    sgp_loader_words(t->loader, t->yaml, entry, "say")};
    if (!texts.title)
        sgp_miss_translation(t, sgp_yaml_key_spot(t->yaml, entry), "%s has no \"title\"", entry->key);
    else if (texts.say.count != own.say.count)
        sgp_miss_translation(t, sgp_yaml_key_spot(t->yaml, entry), "%s says %d lines, and its translation %d",
                             entry->key, own.say.count, texts.say.count);
    else
        *SGP_TRANSLATED(t, advice_texts, sgp_advice_texts, advice, index) = texts;
}

/* A code such as cy or en-GB. */
static bool is_language_code(const char *text)
{
    size_t length = strlen(text);
    for (const char *at = text; *at; at++)
        if (!sgp_is_letter(*at) && !(at > text && (sgp_is_digit(*at) || *at == '-')))
            return false;
    return length >= 2 && length <= 16;
}

/* The language, its name and how far it has come. False, with a report, when there is no language to read into. */
static bool read_head(sgp_translating *t, sgp_language *language)
{
    static const char *const keys[] = {"language", "name",  "state",        "reviewed_by", "phrases",
                                       "pathways", "steps", "dispositions", "care_advice", NULL};
    const sgp_yaml_node *root = sgp_yaml_root(t->yaml), *node = sgp_yaml_get(t->yaml, root, "language");
    sgp_yaml_check_keys(t->yaml, root, keys, list_of(t));
    if (!sgp_yaml_is(t->yaml, node, SGP_YAML_TEXT, "language", list_of(t)))
        return false;
    if (!is_language_code(node->text) || strcmp(node->text, SIGNPOST_OWN_LANGUAGE) == 0) {
        sgp_mistake(t->loader, SGP_BAD_VALUE, t->yaml, node,
                    "\"%s\" is no language to translate into; write a code such as cy", node->text);
        return false;
    }
    for (size_t i = 0; i < t->loader->languages.count; i++)
        if (strcmp(SGP_ITEM(t->loader, languages, sgp_language, i)->code, node->text) == 0) {
            sgp_mistake(t->loader, SGP_NAME_TAKEN, t->yaml, node, "another file is the translation into \"%s\", too",
                        node->text);
            return false;
        }
    language->code = sgp_loader_text(t->loader, node->text);
    language->name =
        sgp_loader_text(t->loader, sgp_yaml_need_text(t->yaml, root, "name", "the translation", list_of(t)));
    const char *state = sgp_yaml_need_text(t->yaml, root, "state", "the translation", list_of(t));
    language->is_reviewed = state && strcmp(state, "reviewed") == 0;
    if (state && !language->is_reviewed && strcmp(state, "unreviewed") != 0)
        sgp_mistake(t->loader, SGP_BAD_VALUE, t->yaml, sgp_yaml_get(t->yaml, root, "state"),
                    "\"%s\" is no state of a translation; write unreviewed or reviewed", state);
    language->reviewed_by = "";
    if (language->is_reviewed)
        language->reviewed_by = sgp_loader_text(
            t->loader, sgp_yaml_need_text(t->yaml, root, "reviewed_by", "a reviewed translation", list_of(t)));
    else if (sgp_yaml_get(t->yaml, root, "reviewed_by"))
        sgp_mistake(t->loader, SGP_BAD_VALUE, t->yaml, sgp_yaml_get(t->yaml, root, "reviewed_by"),
                    "somebody has reviewed the translation, and its state does not say so");
    return true;
}

static bool add_empty(sgp_loader *loader, sgp_array *table, size_t count)
{
    bool good = true;
    for (size_t i = 0; i < count && good; i++)
        good = sgp_array_add(table) != NULL;
    loader->out_of_memory = loader->out_of_memory || !good;
    return good;
}

/* The language's rows, empty, and the places. */
static bool make_room(sgp_translating *t, const sgp_language *language)
{
    sgp_loader *loader = t->loader;
    t->language = sgp_loader_add(loader, &loader->languages, language);
    t->severity = language->is_reviewed ? SIGNPOST_ERROR : SIGNPOST_WARNING;
    t->steps = sgp_arena_allocate(&loader->scratch, loader->steps.count, sizeof *t->steps);
    t->pathways = sgp_arena_allocate(&loader->scratch, loader->pathways.count, sizeof *t->pathways);
    t->told_advice = sgp_arena_allocate(&loader->scratch, loader->advice.count, sizeof *t->told_advice);
    t->told_dispositions =
        sgp_arena_allocate(&loader->scratch, loader->dispositions.count, sizeof *t->told_dispositions);
    loader->out_of_memory =
        loader->out_of_memory || !t->steps || !t->pathways || !t->told_advice || !t->told_dispositions;
    return !loader->out_of_memory && add_empty(loader, &loader->phrases, SGP_PHRASE_COUNT) &&
           add_empty(loader, &loader->answer_texts, loader->answers.count) &&
           add_empty(loader, &loader->step_texts, loader->steps.count) &&
           add_empty(loader, &loader->pathway_texts, loader->pathways.count) &&
           add_empty(loader, &loader->disposition_texts, loader->dispositions.count) &&
           add_empty(loader, &loader->advice_texts, loader->advice.count);
}

static void load_translation(sgp_loader *loader, const sgp_yaml *yaml)
{
    sgp_translating t = {.loader = loader, .yaml = yaml};
    sgp_language language = {0};
    if (!read_head(&t, &language) || !make_room(&t, &language))
        return;
    for_each_entry(&t, "phrases", read_phrase);
    for_each_entry(&t, "pathways", read_pathway);
    for_each_entry(&t, "steps", read_step);
    for_each_entry(&t, "dispositions", read_disposition);
    for_each_entry(&t, "care_advice", read_advice);
    if (!loader->out_of_memory)
        sgp_check_translation(&t);
}

void sgp_load_translations(sgp_loader *loader)
{
    for (size_t i = 0; i < loader->documents.count && !loader->out_of_memory; i++) {
        const sgp_document *document = SGP_AT(&loader->documents, sgp_document, i);
        if (sgp_document_kind_of(document) == SGP_DOCUMENT_TRANSLATION)
            load_translation(loader, &document->yaml);
    }
}

/* Pass 2: the pathways' heads, and the names of all their steps with the facts that questions make. */
#include "algorithms/loader.h"

#include "base/text.h"

#include <string.h>

/* A value that the fact of a question can take. */
static void add_value(sgp_loader *loader, sgp_fact *fact, const char *value)
{
    fact->values.count += sgp_loader_add(loader, &loader->words, &(const char *){sgp_loader_text(loader, value)}) >= 0;
}

/* The fact that a question makes by its own name. Its values are the keys of `values`, or those of a part. */
static sgp_index make_fact(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *values, const sgp_step *step)
{
    static const char *const part_values[] = {"yes", "no", "not sure"};
    sgp_fact fact = {.name = step->name, .title = step->name, .unit = ""};
    fact.kind = step->kind == SGP_STEP_MANY ? SGP_FACT_SET : SGP_FACT_CHOICE;
    fact.values.first = (int32_t)loader->words.count;
    if (step->kind == SGP_STEP_PART)
        for (int i = 0; i < SGP_PART_ANSWERS; i++)
            add_value(loader, &fact, part_values[i]);
    for (const sgp_yaml_node *value = sgp_yaml_first(yaml, values); value; value = sgp_yaml_next(yaml, value))
        add_value(loader, &fact, value->key ? value->key : "");
    return sgp_loader_add(loader, &loader->facts, &fact);
}

/* The fact of a question: a shared one that it names, or its own. */
static sgp_index fact_of(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *question, const sgp_step *step)
{
    static const char *const kinds[] = {"choice", "set", "number"};
    const sgp_yaml_node *named = sgp_yaml_get(yaml, question, "fact");
    const char *values = step->kind == SGP_STEP_MANY ? "of" : "answers";
    sgp_fact_kind kind = step->kind == SGP_STEP_MEASURE ? SGP_FACT_NUMBER
                         : step->kind == SGP_STEP_MANY  ? SGP_FACT_SET
                                                        : SGP_FACT_CHOICE;
    if (!named && kind == SGP_FACT_NUMBER) {
        sgp_mistake(loader, SGP_YAML_MISSING, yaml, question, "%s has no \"fact\" to take the number", question->key);
        return SGP_NOTHING;
    }
    if (!named) {
        sgp_index made = make_fact(loader, yaml, sgp_yaml_get(yaml, question, values), step);
        if (made != SGP_NOTHING && kind == SGP_FACT_CHOICE)
            SGP_ITEM(loader, facts, sgp_fact, made)->severity_order =
                sgp_yaml_get_flag(yaml, question, "severity", false, loader->list);
        return made;
    }
    if (sgp_yaml_get(yaml, question, "severity"))
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, question, "severity"),
                    "the order of a shared fact's values is said where the fact is declared");
    sgp_index fact = sgp_resolve_fact(loader, yaml, named);
    if (fact == SGP_NOTHING || SGP_ITEM(loader, facts, sgp_fact, fact)->kind == kind)
        return fact;
    sgp_mistake(loader, SGP_WRONG_TYPE, yaml, named, "\"%s\" is a %s, and a %s is needed here", named->text,
                kinds[SGP_ITEM(loader, facts, sgp_fact, fact)->kind], kinds[kind]);
    return SGP_NOTHING;
}

/* Adds a step under its full name; SGP_NOTHING, with a report, when the name cannot be had. */
static sgp_index declare_step(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_step_kind kind,
                              sgp_index pathway)
{
    sgp_pathway *here = SGP_ITEM(loader, pathways, sgp_pathway, pathway);
    if (!sgp_text_is_name(node->key) || strcmp(node->key, "return") == 0) {
        sgp_diagnose(loader->list, SIGNPOST_ERROR, SGP_BAD_NAME, sgp_yaml_key_spot(yaml, node),
                     "a step cannot be named \"%s\": lower case letters, digits and hyphens, and not return",
                     node->key);
        return SGP_NOTHING;
    }
    if (sgp_find_step(loader, pathway, node->key) != SGP_NOTHING) {
        sgp_diagnose(loader->list, SIGNPOST_ERROR, SGP_NAME_TAKEN, sgp_yaml_key_spot(yaml, node),
                     "%s has another step named \"%s\"", here->name, node->key);
        return SGP_NOTHING;
    }
    sgp_step step = {
        .kind = kind,
        .pathway = pathway,
        .name = sgp_loader_joined(loader, here->name, node->key),
        .text = "",
        .why = "",
        .help = "",
        .interim_because = "",
        .fact = SGP_NOTHING,
        .next = SGP_NOTHING,
        .otherwise = SGP_NOTHING,
        .target = SGP_NOTHING,
        .advice = SGP_NOTHING,
        .outcome = SGP_NOTHING,
        .interim = SGP_NOTHING,
        .line = node->key_line,
        .column = node->key_column,
    };
    if (loader->out_of_memory || sgp_strings_add(&loader->step_names, step.name, strlen(step.name)) == SGP_NO_STRING) {
        loader->out_of_memory = true;
        return SGP_NOTHING;
    }
    sgp_index added = sgp_loader_add(loader, &loader->steps, &step);
    here->steps.count += added >= 0;
    return added;
}

static void declare_parts(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *question, sgp_index together,
                          sgp_index pathway)
{
    const sgp_yaml_node *parts = sgp_yaml_get(yaml, question, "questions");
    sgp_run run = {(int32_t)loader->steps.count, 0};
    if (!parts)
        sgp_mistake(loader, SGP_YAML_MISSING, yaml, question, "%s has no \"questions\"", question->key);
    if (!sgp_yaml_is(yaml, parts, SGP_YAML_MAP, "questions", loader->list))
        return;
    for (const sgp_yaml_node *part = sgp_yaml_first(yaml, parts); part; part = sgp_yaml_next(yaml, part)) {
        sgp_index step = declare_step(loader, yaml, part, SGP_STEP_PART, pathway);
        if (step == SGP_NOTHING)
            continue;
        run.count++;
        sgp_index fact = make_fact(loader, yaml, NULL, SGP_ITEM(loader, steps, sgp_step, step));
        SGP_ITEM(loader, steps, sgp_step, step)->fact = fact;
    }
    if (run.count < 1 || run.count > SGP_MOST_VALUES / 2)
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, parts, "%s must hold 1 to %d questions", question->key,
                    SGP_MOST_VALUES / 2);
    SGP_ITEM(loader, steps, sgp_step, together)->parts = run;
}

static void declare_question(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_index pathway)
{
    sgp_step_kind kind = sgp_yaml_get(yaml, node, "measure")    ? SGP_STEP_MEASURE
                         : sgp_yaml_get(yaml, node, "together") ? SGP_STEP_TOGETHER
                         : sgp_yaml_get(yaml, node, "choose")   ? SGP_STEP_MANY
                                                                : SGP_STEP_QUESTION;
    sgp_index step = declare_step(loader, yaml, node, kind, pathway);
    if (step == SGP_NOTHING)
        return;
    if (kind == SGP_STEP_TOGETHER) {
        declare_parts(loader, yaml, node, step, pathway);
        return;
    }
    sgp_step copy = *SGP_ITEM(loader, steps, sgp_step, step);
    sgp_index fact = fact_of(loader, yaml, node, &copy);
    SGP_ITEM(loader, steps, sgp_step, step)->fact = fact;
}

static void declare_steps(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *root, sgp_index pathway)
{
    static const struct section {
        const char *key;
        sgp_step_kind kind;
    } sections[] = {
        {"questions", SGP_STEP_QUESTION}, {"decisions", SGP_STEP_DECISION}, {"advice", SGP_STEP_ADVICE},
        {"jumps", SGP_STEP_JUMP},         {"outcomes", SGP_STEP_OUTCOME},
    };
    SGP_ITEM(loader, pathways, sgp_pathway, pathway)->steps.first = (int32_t)loader->steps.count;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        const sgp_yaml_node *map = sgp_yaml_get(yaml, root, sections[i].key);
        if (!sgp_yaml_is(yaml, map, SGP_YAML_MAP, sections[i].key, loader->list))
            continue;
        for (const sgp_yaml_node *node = sgp_yaml_first(yaml, map); node && !loader->out_of_memory;
             node = sgp_yaml_next(yaml, node))
            if (sections[i].kind == SGP_STEP_QUESTION)
                declare_question(loader, yaml, node, pathway);
            else
                declare_step(loader, yaml, node, sections[i].kind, pathway);
    }
}

static signpost_content_state read_state(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *root)
{
    const char *text = sgp_yaml_need_text(yaml, root, "state", "it", loader->list);
    for (int state = SIGNPOST_CONTENT_DEMONSTRATION; text && state <= SIGNPOST_CONTENT_APPROVED; state++)
        if (strcmp(text, signpost_content_state_name((signpost_content_state)state)) == 0)
            return (signpost_content_state)state;
    if (text)
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, root, "state"),
                    "\"%s\" is no state; write demonstration, draft or approved", text);
    return SIGNPOST_CONTENT_DEMONSTRATION;
}

static void read_version_and_review(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *root,
                                    sgp_pathway *pathway)
{
    const char *version = sgp_yaml_need_text(yaml, root, "version", pathway->name, loader->list);
    int64_t number = 0;
    if (version && (!sgp_parse_integer(version, &number) || number < 1 || number > 1000000))
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, root, "version"),
                    "\"%s\" is no version; write 1, 2, 3", version);
    pathway->version = (int)number;
    const char *review = sgp_yaml_need_text(yaml, root, "review_by", pathway->name, loader->list);
    if (review && signpost_date_parse(review, &pathway->review_by) != SIGNPOST_OK)
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, root, "review_by"),
                    "\"%s\" is no date; write one as 2027-11-01", review);
}

/* What only a pathway has. */
static void read_patients(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *root, sgp_pathway *pathway)
{
    static const char *const keys[] = {"age", "sex", NULL};
    const sgp_yaml_node *patients = sgp_yaml_get(yaml, root, "patients");
    const char *complaint = sgp_yaml_need_text(yaml, root, "complaint", pathway->name, loader->list);
    if (complaint && !sgp_text_is_name(complaint))
        sgp_mistake(loader, SGP_BAD_NAME, yaml, sgp_yaml_get(yaml, root, "complaint"),
                    "\"%s\" is no name: lower case letters, digits and hyphens", complaint);
    pathway->complaint = sgp_loader_text(loader, complaint);
    if (!patients)
        sgp_mistake(loader, SGP_YAML_MISSING, yaml, root, "%s does not say which \"patients\" it takes", pathway->name);
    if (sgp_yaml_is(yaml, patients, SGP_YAML_MAP, "patients", loader->list)) {
        sgp_yaml_check_keys(yaml, patients, keys, loader->list);
        sgp_read_ages(loader, yaml, patients, &pathway->ages);
        sgp_read_sexes(loader, yaml, patients, &pathway->sexes);
    }
    if (sgp_yaml_need_text(yaml, root, "symptom_group", pathway->name, loader->list))
        pathway->group = sgp_resolve_group(loader, yaml, sgp_yaml_get(yaml, root, "symptom_group"));
}

static void check_head_keys(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *root, bool is_module)
{
    static const char *const of_pathway[] = {
        "pathway",   "complaint", "title",         "state",     "version", "review_by", "sources",
        "patients",  "keywords",  "symptom_group", "red_flags", "interim", "start",     "questions",
        "decisions", "advice",    "jumps",         "outcomes",  "safety",  "cases",     NULL};
    static const char *const of_module[] = {"module",  "title",  "state",     "version",   "review_by",
                                            "sources", "start",  "questions", "decisions", "advice",
                                            "jumps",   "safety", NULL};
    sgp_yaml_check_keys(yaml, root, is_module ? of_module : of_pathway, loader->list);
}

/* Whether a pathway or module can have this name. */
static bool is_name(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    if (!sgp_yaml_is(yaml, node, SGP_YAML_TEXT, "its name", loader->list))
        return false;
    if (!sgp_text_is_name(node->text)) {
        sgp_mistake(loader, SGP_BAD_NAME, yaml, node, "\"%s\" is no name: lower case letters, digits and hyphens",
                    node->text);
        return false;
    }
    return true;
}

static bool is_free(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    for (size_t i = 0; i < loader->pathways.count; i++) {
        const sgp_pathway *other = SGP_ITEM(loader, pathways, sgp_pathway, i);
        if (strcmp(other->name, node->text) != 0)
            continue;
        sgp_mistake(loader, SGP_NAME_TAKEN, yaml, node, "\"%s\" is the name of %s, too", node->text, other->file);
        return false;
    }
    return true;
}

/* The node that names a pathway or module; NULL for another kind of file. */
static const sgp_yaml_node *name_of(const sgp_document *document)
{
    const sgp_yaml *yaml = &document->yaml;
    const sgp_yaml_node *root = sgp_yaml_root(yaml), *name = sgp_yaml_get(yaml, root, "pathway");
    return name ? name : sgp_yaml_get(yaml, root, "module");
}

/* Whether a file is a draft of this name. */
static bool is_draft_of(const sgp_document *document, const sgp_yaml_node *name)
{
    const sgp_yaml_node *own = name_of(document),
                        *state = sgp_yaml_get(&document->yaml, sgp_yaml_root(&document->yaml), "state");
    return own && own->text && name->text && strcmp(own->text, name->text) == 0 && state && state->text &&
           strcmp(state->text, signpost_content_state_name(SIGNPOST_CONTENT_DRAFT)) == 0;
}

/* The other file that is a draft of this name; NULL when there is none. */
static const sgp_document *other_draft(const sgp_loader *loader, const sgp_document *document)
{
    for (size_t i = 0; i < loader->documents.count; i++) {
        const sgp_document *other = SGP_AT(&loader->documents, sgp_document, i);
        if (other != document && is_draft_of(other, name_of(document)))
            return other;
    }
    return NULL;
}

/* A draft is left out until it is asked for; then it takes the place of the pathway of its name. */
static bool is_left_out(sgp_loader *loader, const sgp_document *document, const sgp_pathway *pathway)
{
    bool wants_drafts = loader->options.include_drafts, is_draft = pathway->state == SIGNPOST_CONTENT_DRAFT;
    const sgp_document *draft = wants_drafts && !is_draft ? other_draft(loader, document) : NULL;
    const sgp_spot spot = sgp_yaml_spot(&document->yaml, name_of(document));
    if (is_draft && !wants_drafts) {
        sgp_diagnose(loader->list, SIGNPOST_NOTE, SGP_DRAFT_LEFT_OUT, spot, "%s is a draft, and left out",
                     pathway->name);
        sgp_loader_add(loader, &loader->left_out, &pathway->name);
    } else if (draft) {
        sgp_diagnose(loader->list, SIGNPOST_NOTE, SGP_DRAFT_REPLACES, spot,
                     "%s is left out: the draft in %s takes its place", pathway->name, draft->yaml.file);
    } else {
        return false;
    }
    return true;
}

static void declare_pathway(sgp_loader *loader, sgp_document *document)
{
    const sgp_yaml *yaml = &document->yaml;
    const sgp_yaml_node *root = sgp_yaml_root(yaml), *name = name_of(document);
    if (!name || !is_name(loader, yaml, name))
        return;
    const bool is_module = !sgp_yaml_get(yaml, root, "pathway");
    sgp_pathway pathway = {
        .name = sgp_loader_text(loader, name->text),
        .file = yaml->file,
        .complaint = "",
        .interim_because = "",
        .group = SGP_NOTHING,
        .interim = SGP_NOTHING,
        .start = SGP_NOTHING,
        .is_module = is_module,
        .ages = sgp_age_any(),
        .sexes = SGP_ANY_SEX,
        .line = name->line,
    };
    pathway.state = read_state(loader, yaml, root);
    if (is_left_out(loader, document, &pathway) || !is_free(loader, yaml, name))
        return;
    check_head_keys(loader, yaml, root, is_module);
    pathway.title = sgp_loader_text(loader, sgp_yaml_need_text(yaml, root, "title", pathway.name, loader->list));
    read_version_and_review(loader, yaml, root, &pathway);
    pathway.sources = sgp_loader_words(loader, yaml, root, "sources");
    if (!pathway.sources.count)
        sgp_mistake(loader, SGP_YAML_MISSING, yaml, root, "%s names no \"sources\"", pathway.name);
    pathway.keywords = sgp_loader_words(loader, yaml, root, "keywords");
    if (!is_module)
        read_patients(loader, yaml, root, &pathway);
    document->pathway = sgp_loader_add(loader, &loader->pathways, &pathway);
    if (document->pathway != SGP_NOTHING)
        declare_steps(loader, yaml, root, document->pathway);
}

void sgp_declare_pathways(sgp_loader *loader)
{
    for (size_t i = 0; i < loader->documents.count && !loader->out_of_memory; i++)
        declare_pathway(loader, SGP_AT(&loader->documents, sgp_document, i));
}

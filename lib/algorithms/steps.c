/* Pass 3: steps, with everything that they refer to. */
#include "algorithms/loader.h"

#include "base/text.h"

#include <string.h>

/* One step being compiled. `step` is filled here and put into its table at the end: the table grows meanwhile. */
typedef struct compiling {
    sgp_loader *loader;
    const sgp_yaml *yaml;
    const sgp_yaml_node *node;
    sgp_index pathway;
    sgp_step step;
} compiling;

static const sgp_yaml_node *get(const compiling *c, const char *key)
{
    return sgp_yaml_get(c->yaml, c->node, key);
}

static const char *text_of(compiling *c, const char *key)
{
    return sgp_loader_text(c->loader, sgp_yaml_get_text(c->yaml, c->node, key, c->loader->list));
}

/* The step that a required key goes to. */
static sgp_index go_of(compiling *c, const sgp_yaml_node *map, const char *key)
{
    const sgp_yaml_node *node = sgp_yaml_get(c->yaml, map, key);
    if (node)
        return sgp_resolve_go(c->loader, c->yaml, node, c->pathway);
    sgp_mistake(c->loader, SGP_YAML_MISSING, c->yaml, map, "%s does not say where to \"%s\"",
                map->key ? map->key : "a rule", key);
    return SGP_NOTHING;
}

static void read_interim(compiling *c)
{
    static const char *const keys[] = {"disposition", "because", NULL};
    const sgp_yaml_node *interim = get(c, "interim");
    if (!sgp_yaml_is(c->yaml, interim, SGP_YAML_MAP, "interim", c->loader->list))
        return;
    sgp_yaml_check_keys(c->yaml, interim, keys, c->loader->list);
    if (sgp_yaml_need_text(c->yaml, interim, "disposition", "interim", c->loader->list))
        c->step.interim = sgp_resolve_disposition(c->loader, c->yaml, sgp_yaml_get(c->yaml, interim, "disposition"));
    c->step.interim_because =
        sgp_loader_text(c->loader, sgp_yaml_get_text(c->yaml, interim, "because", c->loader->list));
}

static void check_keys(compiling *c, const char *const *keys)
{
    sgp_yaml_check_keys(c->yaml, c->node, keys, c->loader->list);
}

/* Index of a value in the fact's domain. */
static int32_t value_index(const sgp_loader *loader, const sgp_fact *fact, const char *value)
{
    for (int32_t i = 0; i < fact->values.count; i++)
        if (strcmp(*SGP_ITEM(loader, words, const char *, fact->values.first + i), value) == 0)
            return i;
    return SGP_NOTHING;
}

/* The value of the step's fact that an answer stands for; 0 where the answer is a mistake. */
static int32_t value_of(const compiling *c, const char *label)
{
    int32_t index = c->step.fact == SGP_NOTHING
                        ? SGP_NOTHING
                        : value_index(c->loader, SGP_ITEM(c->loader, facts, sgp_fact, c->step.fact), label);
    return index == SGP_NOTHING ? 0 : index;
}

/* Answers to a shared fact must be all of its values, in any order. */
static void check_domain(compiling *c, const sgp_yaml_node *answers)
{
    if (c->step.fact == SGP_NOTHING)
        return;
    const sgp_fact fact = *SGP_ITEM(c->loader, facts, sgp_fact, c->step.fact);
    for (const sgp_yaml_node *answer = sgp_yaml_first(c->yaml, answers); answer;
         answer = sgp_yaml_next(c->yaml, answer))
        if (answer->key && value_index(c->loader, &fact, answer->key) == SGP_NOTHING)
            sgp_diagnose(c->loader->list, SIGNPOST_ERROR, SGP_UNKNOWN_VALUE, sgp_yaml_key_spot(c->yaml, answer),
                         "\"%s\" is not a value of the fact %s", answer->key, fact.name);
    if (answers->count < fact.values.count)
        sgp_mistake(c->loader, SGP_UNKNOWN_VALUE, c->yaml, answers,
                    "%s does not answer with every value of the fact %s", c->node->key, fact.name);
}

static bool is_pair(const sgp_loader *loader, sgp_index group, sgp_index discriminator)
{
    for (size_t i = 0; i < loader->pairs.count; i++) {
        const sgp_pair *pair = SGP_ITEM(loader, pairs, sgp_pair, i);
        if (pair->group == group && pair->discriminator == discriminator)
            return true;
    }
    return false;
}

/* A warning, with the nearest discriminator that is valid for the group. */
static void check_pair(compiling *c, const sgp_yaml_node *node, sgp_index discriminator)
{
    sgp_loader *loader = c->loader;
    sgp_index group = SGP_ITEM(loader, pathways, sgp_pathway, c->pathway)->group;
    if (group == SGP_NOTHING || discriminator == SGP_NOTHING || is_pair(loader, group, discriminator))
        return;
    const char *code = SGP_ITEM(loader, discriminators, sgp_code, discriminator)->code;
    sgp_nearest nearest = sgp_nearest_to(code);
    for (size_t i = 0; i < loader->pairs.count; i++) {
        const sgp_pair *pair = SGP_ITEM(loader, pairs, sgp_pair, i);
        if (pair->group == group)
            sgp_nearest_offer(&nearest, SGP_ITEM(loader, discriminators, sgp_code, pair->discriminator)->code);
    }
    char suggestion[96];
    sgp_diagnose(loader->list, SIGNPOST_WARNING, SGP_UNKNOWN_PAIR, sgp_yaml_spot(c->yaml, node),
                 "\"%s\" is not listed for the symptom group \"%s\"%s", code,
                 SGP_ITEM(loader, groups, sgp_code, group)->code,
                 sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

static sgp_answer read_answer(compiling *c, const sgp_yaml_node *node)
{
    static const char *const keys[] = {"go", "discriminator", "keywords", "negative", NULL};
    sgp_answer answer = {.go = SGP_NOTHING, .discriminator = SGP_NOTHING};
    answer.label = answer.wording = sgp_loader_text(c->loader, node->key);
    answer.value = value_of(c, node->key);
    answer.is_negative = strcmp(node->key, "no") == 0 || strcmp(node->key, "none of these") == 0;
    if (node->kind == SGP_YAML_TEXT) {
        answer.go = sgp_resolve_go(c->loader, c->yaml, node, c->pathway);
    } else if (sgp_yaml_is(c->yaml, node, SGP_YAML_MAP, "an answer", c->loader->list)) {
        sgp_yaml_check_keys(c->yaml, node, keys, c->loader->list);
        answer.go = go_of(c, node, "go");
        const sgp_yaml_node *discriminator = sgp_yaml_get(c->yaml, node, "discriminator");
        answer.discriminator = sgp_resolve_discriminator(c->loader, c->yaml, discriminator);
        check_pair(c, discriminator, answer.discriminator);
        answer.keywords = sgp_loader_words(c->loader, c->yaml, node, "keywords");
        answer.is_negative = sgp_yaml_get_flag(c->yaml, node, "negative", answer.is_negative, c->loader->list);
    }
    return answer;
}

/* Whether a reply in words can only mean this answer: see reply.c, which drops spaces around and case, and reads a
 * many's choices between commas. */
static bool can_be_said(const char *label, bool is_choice)
{
    size_t length = strlen(label);
    bool has_edges = length && !sgp_is_space(label[0]) && !sgp_is_space(label[length - 1]);
    bool is_other_reply = strcmp(label, "none of these") == 0 || strcmp(label, "not sure") == 0;
    return has_edges && !(is_choice && (is_other_reply || strchr(label, ',')));
}

static void check_labels(compiling *c, const sgp_yaml_node *answers, bool is_choice)
{
    for (const sgp_yaml_node *answer = sgp_yaml_first(c->yaml, answers); answer;
         answer = sgp_yaml_next(c->yaml, answer)) {
        sgp_spot spot = sgp_yaml_key_spot(c->yaml, answer);
        if (!can_be_said(answer->key, is_choice))
            sgp_diagnose(c->loader->list, SIGNPOST_ERROR, SGP_BAD_NAME, spot, "nobody can reply with \"%s\": %s",
                         answer->key,
                         is_choice ? "no comma, no spaces around it, and neither \"not sure\" nor \"none of these\""
                                   : "it must have no spaces around it");
        for (const sgp_yaml_node *other = sgp_yaml_first(c->yaml, answers); other != answer;
             other = sgp_yaml_next(c->yaml, other))
            if (sgp_text_equal_ignoring_case(other->key, answer->key))
                sgp_diagnose(c->loader->list, SIGNPOST_ERROR, SGP_NAME_TAKEN, spot,
                             "\"%s\" and \"%s\" cannot be told apart", answer->key, other->key);
    }
}

static void compile_question(compiling *c)
{
    static const char *const keys[] = {"ask", "why", "help", "fact", "answers", "severity", "interim", NULL};
    check_keys(c, keys);
    c->step.text =
        sgp_loader_text(c->loader, sgp_yaml_need_text(c->yaml, c->node, "ask", c->node->key, c->loader->list));
    const sgp_yaml_node *answers = get(c, "answers");
    c->step.answers.first = (int32_t)c->loader->answers.count;
    if (!answers)
        sgp_mistake(c->loader, SGP_YAML_MISSING, c->yaml, c->node, "%s has no \"answers\"", c->node->key);
    if (!sgp_yaml_is(c->yaml, answers, SGP_YAML_MAP, "answers", c->loader->list))
        return;
    if (answers->count < 2 || answers->count > SGP_MOST_VALUES)
        sgp_mistake(c->loader, SGP_BAD_VALUE, c->yaml, answers, "%s must have 2 to %d answers", c->node->key,
                    SGP_MOST_VALUES);
    check_domain(c, answers);
    check_labels(c, answers, false);
    for (const sgp_yaml_node *node = sgp_yaml_first(c->yaml, answers); node; node = sgp_yaml_next(c->yaml, node)) {
        sgp_answer answer = read_answer(c, node);
        c->step.answers.count += sgp_loader_add(c->loader, &c->loader->answers, &answer) >= 0;
    }
}

static void compile_many(compiling *c)
{
    static const char *const keys[] = {"ask", "why", "help", "fact", "choose", "of", "go", "not sure", "interim", NULL};
    check_keys(c, keys);
    c->step.text =
        sgp_loader_text(c->loader, sgp_yaml_need_text(c->yaml, c->node, "ask", c->node->key, c->loader->list));
    const char *choose = sgp_yaml_get_text(c->yaml, c->node, "choose", c->loader->list);
    if (choose && strcmp(choose, "many") != 0)
        sgp_mistake(c->loader, SGP_BAD_VALUE, c->yaml, get(c, "choose"),
                    "choose can only be \"many\", and this is \"%s\"", choose);
    const sgp_yaml_node *choices = get(c, "of");
    c->step.answers.first = (int32_t)c->loader->answers.count;
    if (!choices)
        sgp_mistake(c->loader, SGP_YAML_MISSING, c->yaml, c->node, "%s has nothing to choose \"of\"", c->node->key);
    if (sgp_yaml_is(c->yaml, choices, SGP_YAML_MAP, "of", c->loader->list)) {
        if (choices->count < 1 || choices->count > SGP_MOST_VALUES)
            sgp_mistake(c->loader, SGP_BAD_VALUE, c->yaml, choices, "%s must have 1 to %d choices", c->node->key,
                        SGP_MOST_VALUES);
        check_domain(c, choices);
        check_labels(c, choices, true);
        for (const sgp_yaml_node *node = sgp_yaml_first(c->yaml, choices); node; node = sgp_yaml_next(c->yaml, node)) {
            sgp_answer answer = {
                .label = sgp_loader_text(c->loader, node->key), .go = SGP_NOTHING, .discriminator = SGP_NOTHING};
            const char *wording =
                sgp_yaml_is(c->yaml, node, SGP_YAML_TEXT, "a choice", c->loader->list) ? node->text : "";
            answer.wording = sgp_loader_text(c->loader, wording);
            answer.value = value_of(c, node->key);
            c->step.answers.count += sgp_loader_add(c->loader, &c->loader->answers, &answer) >= 0;
        }
    }
    c->step.next = go_of(c, c->node, "go");
    if (get(c, "not sure"))
        c->step.otherwise = go_of(c, c->node, "not sure");
}

static void compile_measure(compiling *c)
{
    static const char *const keys[] = {"measure", "why", "help", "fact", "go", "not known", "interim", NULL};
    check_keys(c, keys);
    c->step.text = text_of(c, "measure");
    c->step.next = go_of(c, c->node, "go");
    if (get(c, "not known"))
        c->step.otherwise = go_of(c, c->node, "not known");
}

static void compile_parts(compiling *c)
{
    static const char *const keys[] = {"ask", "why", "help", NULL};
    const sgp_yaml_node *parts = get(c, "questions");
    for (const sgp_yaml_node *node = sgp_yaml_first(c->yaml, parts); node; node = sgp_yaml_next(c->yaml, node)) {
        sgp_index index = sgp_find_step(c->loader, c->pathway, node->key);
        if (index == SGP_NOTHING || !sgp_yaml_is(c->yaml, node, SGP_YAML_MAP, node->key, c->loader->list))
            continue;
        sgp_yaml_check_keys(c->yaml, node, keys, c->loader->list);
        const char *ask = sgp_yaml_need_text(c->yaml, node, "ask", node->key, c->loader->list);
        sgp_step *part = SGP_ITEM(c->loader, steps, sgp_step, index);
        part->text = sgp_loader_text(c->loader, ask);
        part->why = sgp_loader_text(c->loader, sgp_yaml_get_text(c->yaml, node, "why", c->loader->list));
        part->help = sgp_loader_text(c->loader, sgp_yaml_get_text(c->yaml, node, "help", c->loader->list));
    }
}

static void compile_together(compiling *c)
{
    static const char *const keys[] = {"together", "why", "help", "questions", "any", "none", "interim", NULL};
    check_keys(c, keys);
    c->step.text = text_of(c, "together");
    compile_parts(c);
    c->step.otherwise = go_of(c, c->node, "any");
    c->step.next = go_of(c, c->node, "none");
}

static void compile_rule(compiling *c, const sgp_yaml_node *node)
{
    static const char *const keys[] = {"if", "go", "otherwise", NULL};
    if (!sgp_yaml_is(c->yaml, node, SGP_YAML_MAP, "a rule", c->loader->list))
        return;
    sgp_yaml_check_keys(c->yaml, node, keys, c->loader->list);
    const sgp_yaml_node *otherwise = sgp_yaml_get(c->yaml, node, "otherwise"),
                        *condition = sgp_yaml_get(c->yaml, node, "if");
    sgp_rule rule = {.condition = SGP_NOTHING, .go = SGP_NOTHING, .line = node->line};
    if (otherwise) {
        rule.go = sgp_resolve_go(c->loader, c->yaml, otherwise, c->pathway);
        if (node->count != 1 || sgp_yaml_next(c->yaml, node))
            sgp_mistake(c->loader, SGP_RULE_ORDER, c->yaml, node, "otherwise stands alone, as the last rule of %s",
                        c->node->key);
    } else {
        if (!condition)
            sgp_mistake(c->loader, SGP_YAML_MISSING, c->yaml, node, "a rule of %s has no \"if\"", c->node->key);
        rule.condition = sgp_compile_condition(c->loader, c->yaml, condition, c->pathway);
        rule.go = go_of(c, node, "go");
    }
    c->step.rules.count += sgp_loader_add(c->loader, &c->loader->rules, &rule) >= 0;
}

static void compile_decision(compiling *c)
{
    static const char *const keys[] = {"ordered", "rules", "interim", NULL};
    const sgp_yaml_node *rules = c->node;
    if (c->node->kind == SGP_YAML_MAP) {
        check_keys(c, keys);
        rules = get(c, "rules");
        c->step.is_ordered = sgp_yaml_get_flag(c->yaml, c->node, "ordered", false, c->loader->list);
    }
    c->step.rules.first = (int32_t)c->loader->rules.count;
    if (!rules || !rules->count)
        sgp_mistake(c->loader, SGP_YAML_MISSING, c->yaml, c->node, "%s has no rules", c->node->key);
    if (!sgp_yaml_is(c->yaml, rules, SGP_YAML_LIST, "the rules of a decision", c->loader->list))
        return;
    for (const sgp_yaml_node *node = sgp_yaml_first(c->yaml, rules); node; node = sgp_yaml_next(c->yaml, node))
        compile_rule(c, node);
}

static void compile_advice(compiling *c)
{
    static const char *const keys[] = {"say", "go", "interim", NULL};
    check_keys(c, keys);
    if (!get(c, "say"))
        sgp_mistake(c->loader, SGP_YAML_MISSING, c->yaml, c->node, "%s has nothing to \"say\"", c->node->key);
    c->step.advice = sgp_resolve_advice(c->loader, c->yaml, get(c, "say"), SIGNPOST_ADVICE_INTERIM);
    c->step.next = go_of(c, c->node, "go");
}

static void compile_jump(compiling *c)
{
    static const char *const keys[] = {"module", "pathway", "go", "interim", NULL};
    check_keys(c, keys);
    const sgp_yaml_node *module = get(c, "module"), *pathway = get(c, "pathway");
    if (!module == !pathway) {
        sgp_mistake(c->loader, SGP_YAML_MISSING, c->yaml, c->node, "%s must jump to one \"module\" or one \"pathway\"",
                    c->node->key);
        return;
    }
    c->step.target = sgp_resolve_pathway(c->loader, c->yaml, module ? module : pathway, module != NULL);
    if (module)
        c->step.next = go_of(c, c->node, "go");
    else if (get(c, "go"))
        sgp_mistake(c->loader, SGP_YAML_UNKNOWN_KEY, c->yaml, get(c, "go"),
                    "a jump to a pathway does not come back: remove \"go\"");
    if (pathway && SGP_ITEM(c->loader, pathways, sgp_pathway, c->pathway)->is_module)
        sgp_mistake(c->loader, SGP_WRONG_TYPE, c->yaml, pathway,
                    "a module ends with return: it cannot jump to a pathway");
}

static void compile_outcome(compiling *c)
{
    static const char *const keys[] = {"disposition", "discriminator", "care_advice", "keywords", NULL};
    check_keys(c, keys);
    sgp_outcome outcome = {.disposition = SGP_NOTHING};
    if (sgp_yaml_need_text(c->yaml, c->node, "disposition", c->node->key, c->loader->list))
        outcome.disposition = sgp_resolve_disposition(c->loader, c->yaml, get(c, "disposition"));
    outcome.discriminator = sgp_resolve_discriminator(c->loader, c->yaml, get(c, "discriminator"));
    check_pair(c, get(c, "discriminator"), outcome.discriminator);
    outcome.keywords = sgp_loader_words(c->loader, c->yaml, c->node, "keywords");
    const sgp_yaml_node *advice = get(c, "care_advice");
    outcome.advice.first = (int32_t)c->loader->numbers.count;
    if (sgp_yaml_is(c->yaml, advice, SGP_YAML_LIST, "care_advice", c->loader->list))
        for (const sgp_yaml_node *item = sgp_yaml_first(c->yaml, advice); item; item = sgp_yaml_next(c->yaml, item)) {
            sgp_index entry = sgp_resolve_advice(c->loader, c->yaml, item, SIGNPOST_ADVICE_CARE);
            outcome.advice.count += entry != SGP_NOTHING && sgp_loader_add(c->loader, &c->loader->numbers, &entry) >= 0;
        }
    c->step.outcome = sgp_loader_add(c->loader, &c->loader->outcomes, &outcome);
}

static void compile_step(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_index pathway)
{
    static void (*const compile[])(compiling *) = {
        [SGP_STEP_QUESTION] = compile_question, [SGP_STEP_MANY] = compile_many,
        [SGP_STEP_MEASURE] = compile_measure,   [SGP_STEP_TOGETHER] = compile_together,
        [SGP_STEP_DECISION] = compile_decision, [SGP_STEP_ADVICE] = compile_advice,
        [SGP_STEP_JUMP] = compile_jump,         [SGP_STEP_OUTCOME] = compile_outcome,
    };
    sgp_index index = sgp_find_step(loader, pathway, node->key);
    if (index == SGP_NOTHING) /* its name was refused */
        return;
    const sgp_step declared = *SGP_ITEM(loader, steps, sgp_step, index);
    if (declared.line != node->key_line || declared.column != node->key_column) /* a second step of that name */
        return;
    if (declared.kind != SGP_STEP_DECISION && !sgp_yaml_is(yaml, node, SGP_YAML_MAP, node->key, loader->list))
        return;
    compiling c = {loader, yaml, node, pathway, declared};
    if (declared.kind <= SGP_STEP_TOGETHER) {
        c.step.why = text_of(&c, "why");
        c.step.help = text_of(&c, "help");
    }
    compile[declared.kind](&c);
    if (node->kind == SGP_YAML_MAP && declared.kind != SGP_STEP_OUTCOME)
        read_interim(&c);
    *SGP_ITEM(loader, steps, sgp_step, index) = c.step;
}

/* `red_flags`: questions of this pathway, or of modules. */
static void read_red_flags(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *root, sgp_index pathway)
{
    const sgp_yaml_node *list = sgp_yaml_get(yaml, root, "red_flags");
    sgp_run run = {(int32_t)loader->numbers.count, 0};
    if (!sgp_yaml_is(yaml, list, SGP_YAML_LIST, "red_flags", loader->list))
        return;
    for (const sgp_yaml_node *item = sgp_yaml_first(yaml, list); item; item = sgp_yaml_next(yaml, item)) {
        if (!sgp_yaml_is(yaml, item, SGP_YAML_TEXT, "a red flag", loader->list))
            continue;
        sgp_index index = sgp_resolve_question(loader, sgp_yaml_spot(yaml, item), item->text, pathway);
        if (index != SGP_NOTHING && SGP_ITEM(loader, steps, sgp_step, index)->kind == SGP_STEP_MEASURE)
            sgp_mistake(loader, SGP_WRONG_TYPE, yaml, item,
                        "a number is no red flag by itself: let a decision judge \"%s\"", item->text);
        run.count += index != SGP_NOTHING && sgp_loader_add(loader, &loader->numbers, &index) >= 0;
    }
    SGP_ITEM(loader, pathways, sgp_pathway, pathway)->red_flags = run;
}

static void compile_head(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *root, sgp_index pathway)
{
    compiling c = {loader, yaml, root, pathway, {.interim = SGP_NOTHING, .interim_because = ""}};
    read_interim(&c);
    sgp_index start = SGP_NOTHING;
    const sgp_yaml_node *named = sgp_yaml_get(yaml, root, "start");
    if (named)
        start = sgp_resolve_go(loader, yaml, named, pathway);
    else
        sgp_mistake(loader, SGP_YAML_MISSING, yaml, root, "it does not say where to \"start\"");
    if (start == SGP_RETURN)
        sgp_mistake(loader, SGP_UNKNOWN_STEP, yaml, named, "a module cannot start by returning");
    sgp_pathway *here = SGP_ITEM(loader, pathways, sgp_pathway, pathway);
    here->start = start;
    here->interim = c.step.interim;
    here->interim_because = c.step.interim_because;
    read_red_flags(loader, yaml, root, pathway);
}

static void compile_pathway(sgp_loader *loader, const sgp_document *document)
{
    static const char *const sections[] = {"questions", "decisions", "advice", "jumps", "outcomes"};
    const sgp_yaml *yaml = &document->yaml;
    const sgp_yaml_node *root = sgp_yaml_root(yaml);
    compile_head(loader, yaml, root, document->pathway);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        const sgp_yaml_node *map = sgp_yaml_get(yaml, root, sections[i]);
        if (!map || map->kind != SGP_YAML_MAP)
            continue;
        for (const sgp_yaml_node *node = sgp_yaml_first(yaml, map); node && !loader->out_of_memory;
             node = sgp_yaml_next(yaml, node))
            compile_step(loader, yaml, node, document->pathway);
    }
}

void sgp_compile_pathways(sgp_loader *loader)
{
    for (size_t i = 0; i < loader->documents.count && !loader->out_of_memory; i++) {
        const sgp_document *document = SGP_AT(&loader->documents, sgp_document, i);
        if (document->pathway != SGP_NOTHING)
            compile_pathway(loader, document);
    }
    for (size_t i = 0; i < loader->documents.count && !loader->out_of_memory; i++) {
        const sgp_document *document = SGP_AT(&loader->documents, sgp_document, i);
        const sgp_yaml_node *root = sgp_yaml_root(&document->yaml);
        sgp_document_kind kind = sgp_document_kind_of(document);
        bool is_left_out = kind == SGP_DOCUMENT_PATHWAY && document->pathway == SGP_NOTHING;
        if (is_left_out || kind > SGP_DOCUMENT_PATHWAY)
            continue;
        sgp_compile_safety(loader, &document->yaml, sgp_yaml_get(&document->yaml, root, "safety"), document->pathway);
        if (document->pathway != SGP_NOTHING)
            sgp_compile_cases(loader, &document->yaml, sgp_yaml_get(&document->yaml, root, "cases"), document->pathway);
    }
}

/* What names in the content refer to, with the nearest right name for a wrong one. */
#include "algorithms/loader.h"

#include "base/text.h"

#include <string.h>

/* Name of the item at `index` of some table. */
typedef const char *(*name_of)(const sgp_loader *loader, size_t index);

static const char *disposition_name(const sgp_loader *loader, size_t index)
{
    return SGP_ITEM(loader, dispositions, sgp_disposition, index)->shown.code;
}

static const char *group_name(const sgp_loader *loader, size_t index)
{
    return SGP_ITEM(loader, groups, sgp_code, index)->code;
}

static const char *discriminator_name(const sgp_loader *loader, size_t index)
{
    return SGP_ITEM(loader, discriminators, sgp_code, index)->code;
}

static const char *advice_name(const sgp_loader *loader, size_t index)
{
    return SGP_ITEM(loader, advice, sgp_advice, index)->name;
}

static const char *fact_name(const sgp_loader *loader, size_t index)
{
    return SGP_ITEM(loader, facts, sgp_fact, index)->name;
}

static const char *pathway_name(const sgp_loader *loader, size_t index)
{
    return SGP_ITEM(loader, pathways, sgp_pathway, index)->name;
}

static sgp_index resolve(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, const sgp_array *table,
                         name_of name, const char *what)
{
    if (!node || !sgp_yaml_is(yaml, node, SGP_YAML_TEXT, what, loader->list))
        return SGP_NOTHING;
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(name(loader, i), node->text) == 0)
            return (sgp_index)i;
    sgp_nearest nearest = sgp_nearest_to(node->text);
    for (size_t i = 0; i < table->count; i++)
        sgp_nearest_offer(&nearest, name(loader, i));
    char suggestion[96];
    if (!loader->is_partial)
        sgp_mistake(loader, SGP_UNKNOWN_NAME, yaml, node, "no %s is called \"%s\"%s", what, node->text,
                    sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    return SGP_NOTHING;
}

sgp_index sgp_resolve_disposition(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    return resolve(loader, yaml, node, &loader->dispositions, disposition_name, "disposition");
}

sgp_index sgp_resolve_group(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    return resolve(loader, yaml, node, &loader->groups, group_name, "symptom group");
}

sgp_index sgp_resolve_discriminator(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    return resolve(loader, yaml, node, &loader->discriminators, discriminator_name, "symptom discriminator");
}

sgp_index sgp_resolve_advice(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node,
                             signpost_advice_kind kind)
{
    static const char *const kinds[] = {"care", "interim", "worsening"};
    sgp_index found = resolve(loader, yaml, node, &loader->advice, advice_name, "entry of care-advice.yaml");
    if (found == SGP_NOTHING || SGP_ITEM(loader, advice, sgp_advice, found)->kind == kind)
        return found;
    sgp_mistake(loader, SGP_WRONG_TYPE, yaml, node, "\"%s\" is %s advice, and %s advice belongs here", node->text,
                kinds[SGP_ITEM(loader, advice, sgp_advice, found)->kind], kinds[kind]);
    return SGP_NOTHING;
}

sgp_index sgp_resolve_fact(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    return resolve(loader, yaml, node, &loader->facts, fact_name, "fact of facts.yaml");
}

sgp_index sgp_resolve_pathway(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, bool is_module)
{
    const char *what = is_module ? "module" : "pathway";
    sgp_index found = resolve(loader, yaml, node, &loader->pathways, pathway_name, what);
    if (found == SGP_NOTHING || SGP_ITEM(loader, pathways, sgp_pathway, found)->is_module == is_module)
        return found;
    sgp_mistake(loader, SGP_WRONG_TYPE, yaml, node, "\"%s\" is no %s", node->text, what);
    return SGP_NOTHING;
}

sgp_index sgp_find_step(const sgp_loader *loader, sgp_index pathway, const char *name)
{
    char full[256];
    const char *own = SGP_ITEM(loader, pathways, sgp_pathway, pathway)->name;
    size_t own_length = strlen(own), length = strlen(name);
    if (!strchr(name, '/')) {
        if (own_length + length + 2 > sizeof full)
            return SGP_NOTHING;
        memcpy(full, own, own_length);
        full[own_length] = '/';
        memcpy(full + own_length + 1, name, length + 1);
        name = full;
        length += own_length + 1;
    }
    return sgp_strings_find(&loader->step_names, name, length);
}

sgp_index sgp_resolve_question(sgp_loader *loader, sgp_spot spot, const char *name, sgp_index pathway)
{
    sgp_index found = sgp_find_step(loader, pathway, name);
    if (found != SGP_NOTHING && SGP_ITEM(loader, steps, sgp_step, found)->kind <= SGP_STEP_PART)
        return found;
    bool is_elsewhere = strchr(name, '/') != NULL;
    if (is_elsewhere && loader->is_partial)
        return SGP_NOTHING;
    sgp_nearest nearest = sgp_nearest_to(name);
    for (size_t i = 0; i < loader->steps.count; i++) {
        const sgp_step *step = SGP_ITEM(loader, steps, sgp_step, i);
        if (step->kind <= SGP_STEP_PART && (is_elsewhere || step->pathway == pathway))
            sgp_nearest_offer(&nearest, is_elsewhere ? step->name : strchr(step->name, '/') + 1);
    }
    char suggestion[96];
    sgp_diagnose(loader->list, SIGNPOST_ERROR, SGP_UNKNOWN_STEP, spot, "no question is named \"%s\"%s", name,
                 sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    return SGP_NOTHING;
}

sgp_index sgp_resolve_go(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_index pathway)
{
    if (!sgp_yaml_is(yaml, node, SGP_YAML_TEXT, "the step to go to", loader->list))
        return SGP_NOTHING;
    const sgp_pathway *here = SGP_ITEM(loader, pathways, sgp_pathway, pathway);
    if (strcmp(node->text, "return") == 0) {
        if (here->is_module)
            return SGP_RETURN;
        sgp_mistake(loader, SGP_UNKNOWN_STEP, yaml, node, "only a module returns, and %s is a pathway", here->name);
        return SGP_NOTHING;
    }
    sgp_index step = strchr(node->text, '/') ? SGP_NOTHING : sgp_find_step(loader, pathway, node->text);
    if (step != SGP_NOTHING && SGP_ITEM(loader, steps, sgp_step, step)->kind != SGP_STEP_PART)
        return step;
    sgp_nearest nearest = sgp_nearest_to(node->text);
    if (here->is_module)
        sgp_nearest_offer(&nearest, "return");
    for (int32_t i = 0; i < here->steps.count; i++) {
        const sgp_step *other = SGP_ITEM(loader, steps, sgp_step, here->steps.first + i);
        if (other->kind != SGP_STEP_PART)
            sgp_nearest_offer(&nearest, other->name + strlen(here->name) + 1);
    }
    char suggestion[96];
    sgp_mistake(loader, SGP_UNKNOWN_STEP, yaml, node, "no step is named \"%s\" in %s%s", node->text, here->name,
                sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    return SGP_NOTHING;
}

bool sgp_read_ages(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *map, sgp_age_range *ages)
{
    *ages = sgp_age_any();
    const char *text = sgp_yaml_get_text(yaml, map, "age", loader->list);
    if (!text || sgp_age_range_parse(text, ages))
        return true;
    sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, map, "age"),
                "\"%s\" is no range of ages; write any, under 3 months, 3 months to under 5 years, or 5 years and over",
                text);
    return false;
}

static bool add_sex(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, unsigned *sexes)
{
    signpost_sex sex;
    if (!sgp_yaml_is(yaml, node, SGP_YAML_TEXT, "a sex", loader->list))
        return false;
    if (strcmp(node->text, "any") == 0) {
        *sexes |= SGP_ANY_SEX;
        return true;
    }
    if (signpost_sex_parse(node->text, &sex) == SIGNPOST_OK) {
        *sexes |= 1u << sex;
        return true;
    }
    sgp_mistake(loader, SGP_BAD_VALUE, yaml, node,
                "\"%s\" is no sex; write any, female, male, indeterminate or unknown", node->text);
    return false;
}

bool sgp_read_sexes(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *map, unsigned *sexes)
{
    const sgp_yaml_node *node = sgp_yaml_get(yaml, map, "sex");
    *sexes = node ? 0 : SGP_ANY_SEX;
    if (!node)
        return true;
    if (node->kind != SGP_YAML_LIST)
        return add_sex(loader, yaml, node, sexes);
    bool good = true;
    for (const sgp_yaml_node *item = sgp_yaml_first(yaml, node); item; item = sgp_yaml_next(yaml, item))
        good = add_sex(loader, yaml, item, sexes) && good;
    return good;
}

/* Finding one's way through a YAML document, with reports for what is not as it should be. */
#include "formats/yaml.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

const sgp_yaml_node *sgp_yaml_at(const sgp_yaml *yaml, int32_t index)
{
    return index < 0 ? NULL : SGP_AT(&yaml->nodes, const sgp_yaml_node, (size_t)index);
}

const sgp_yaml_node *sgp_yaml_root(const sgp_yaml *yaml)
{
    return yaml->nodes.count ? sgp_yaml_at(yaml, 0) : NULL;
}

const sgp_yaml_node *sgp_yaml_first(const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    return node ? sgp_yaml_at(yaml, node->first) : NULL;
}

const sgp_yaml_node *sgp_yaml_next(const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    return sgp_yaml_at(yaml, node->next);
}

const sgp_yaml_node *sgp_yaml_get(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key)
{
    if (!map || map->kind != SGP_YAML_MAP)
        return NULL;
    for (const sgp_yaml_node *child = sgp_yaml_first(yaml, map); child; child = sgp_yaml_next(yaml, child))
        if (strcmp(child->key, key) == 0)
            return child;
    return NULL;
}

sgp_spot sgp_yaml_spot(const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    return node ? (sgp_spot){yaml->file, node->line, node->column} : (sgp_spot){yaml->file, 0, 0};
}

sgp_spot sgp_yaml_key_spot(const sgp_yaml *yaml, const sgp_yaml_node *node)
{
    return node && node->key ? (sgp_spot){yaml->file, node->key_line, node->key_column} : sgp_yaml_spot(yaml, node);
}

static bool stands_in(const char *key, const char *const *keys)
{
    for (; *keys; keys++)
        if (strcmp(*keys, key) == 0)
            return true;
    return false;
}

void sgp_yaml_check_keys(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *const *keys,
                         signpost_diagnostics *list)
{
    for (const sgp_yaml_node *child = sgp_yaml_first(yaml, map); child; child = sgp_yaml_next(yaml, child)) {
        if (!child->key || stands_in(child->key, keys))
            continue;
        sgp_nearest nearest = sgp_nearest_to(child->key);
        for (const char *const *key = keys; *key; key++)
            sgp_nearest_offer(&nearest, *key);
        char suggestion[96];
        sgp_diagnose(list, SIGNPOST_ERROR, SGP_YAML_UNKNOWN_KEY, sgp_yaml_key_spot(yaml, child),
                     "nothing here is called \"%s\"%s", child->key,
                     sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    }
}

bool sgp_yaml_is(const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_yaml_kind kind, const char *what,
                 signpost_diagnostics *list)
{
    static const char *const kinds[] = {"a single value", "a list", "a map of names to values"};
    if (!node)
        return false;
    if (node->kind == kind)
        return true;
    sgp_diagnose(list, SIGNPOST_ERROR, SGP_YAML_WRONG_KIND, sgp_yaml_spot(yaml, node), "%s must be %s, and this is %s",
                 what, kinds[kind], kinds[node->kind]);
    return false;
}

const char *sgp_yaml_get_text(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key,
                              signpost_diagnostics *list)
{
    const sgp_yaml_node *node = sgp_yaml_get(yaml, map, key);
    if (!sgp_yaml_is(yaml, node, SGP_YAML_TEXT, key, list))
        return NULL;
    if (*node->text)
        return node->text;
    sgp_diagnose(list, SIGNPOST_ERROR, SGP_YAML_MISSING, sgp_yaml_spot(yaml, node), "\"%s\" is empty", key);
    return NULL;
}

const char *sgp_yaml_need_text(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key, const char *what,
                               signpost_diagnostics *list)
{
    if (!sgp_yaml_get(yaml, map, key))
        sgp_diagnose(list, SIGNPOST_ERROR, SGP_YAML_MISSING, sgp_yaml_spot(yaml, map), "%s has no \"%s\"", what, key);
    return sgp_yaml_get_text(yaml, map, key, list);
}

bool sgp_yaml_joined(const sgp_yaml *yaml, const sgp_yaml_node *node, const char *none, char *buffer, size_t size,
                     signpost_diagnostics *list)
{
    if (node->kind == SGP_YAML_TEXT) {
        snprintf(buffer, size, "%s", node->text);
        return true;
    }
    if (!sgp_yaml_is(yaml, node, SGP_YAML_LIST, "an answer", list))
        return false;
    size_t used = 0;
    for (const sgp_yaml_node *item = sgp_yaml_first(yaml, node); item && used < size;
         item = sgp_yaml_next(yaml, item)) {
        if (!sgp_yaml_is(yaml, item, SGP_YAML_TEXT, "an answer", list))
            return false;
        used += (size_t)snprintf(buffer + used, size - used, "%s%s", used ? ", " : "", item->text);
    }
    if (!used)
        snprintf(buffer, size, "%s", none);
    return true;
}

bool sgp_yaml_get_flag(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key, bool otherwise,
                       signpost_diagnostics *list)
{
    const sgp_yaml_node *node = sgp_yaml_get(yaml, map, key);
    if (!sgp_yaml_is(yaml, node, SGP_YAML_TEXT, key, list))
        return otherwise;
    if (strcmp(node->text, "yes") == 0 || strcmp(node->text, "true") == 0)
        return true;
    if (strcmp(node->text, "no") == 0 || strcmp(node->text, "false") == 0)
        return false;
    sgp_diagnose(list, SIGNPOST_ERROR, SGP_YAML_WRONG_KIND, sgp_yaml_spot(yaml, node),
                 "%s must be yes or no, and this is \"%s\"", key, node->text);
    return otherwise;
}

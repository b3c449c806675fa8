/* What the passes of loading share: tables that grow, texts that are kept, mistakes that are reported. */
#include "algorithms/loader.h"

#include <stdio.h>
#include <string.h>

sgp_index sgp_loader_add(sgp_loader *loader, sgp_array *table, const void *item)
{
    if (!sgp_array_append(table, item, 1)) {
        loader->out_of_memory = true;
        return SGP_NOTHING;
    }
    return (sgp_index)table->count - 1;
}

sgp_document_kind sgp_document_kind_of(const sgp_document *document)
{
    const sgp_yaml *yaml = &document->yaml;
    const sgp_yaml_node *root = sgp_yaml_root(yaml);
    if (sgp_yaml_get(yaml, root, "pathway") || sgp_yaml_get(yaml, root, "module"))
        return SGP_DOCUMENT_PATHWAY;
    if (sgp_yaml_get(yaml, root, "language"))
        return SGP_DOCUMENT_TRANSLATION;
    return sgp_yaml_get(yaml, root, "release") ? SGP_DOCUMENT_RELEASE : SGP_DOCUMENT_SHARED;
}

const char *sgp_loader_text(sgp_loader *loader, const char *text)
{
    const char *kept = text ? sgp_interned_text(&loader->strings, text) : "";
    if (kept)
        return kept;
    loader->out_of_memory = true;
    return "";
}

const char *sgp_loader_joined(sgp_loader *loader, const char *first, const char *second)
{
    size_t size = strlen(first) + strlen(second) + 2;
    char *joined = sgp_arena_allocate(&loader->scratch, 1, size);
    if (!joined) {
        loader->out_of_memory = true;
        return "";
    }
    snprintf(joined, size, "%s/%s", first, second);
    return sgp_loader_text(loader, joined);
}

void sgp_mistake(sgp_loader *loader, int id, const sgp_yaml *yaml, const sgp_yaml_node *node, const char *format, ...)
{
    char message[SIGNPOST_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    sgp_diagnose(loader->list, SIGNPOST_ERROR, id, sgp_yaml_spot(yaml, node), "%s", message);
}

sgp_run sgp_loader_words(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key)
{
    const sgp_yaml_node *node = sgp_yaml_get(yaml, map, key);
    sgp_run run = {(int32_t)loader->words.count, 0};
    if (!node)
        return run;
    if (node->kind == SGP_YAML_TEXT) {
        run.count = sgp_loader_add(loader, &loader->words, &(const char *){sgp_loader_text(loader, node->text)}) >= 0;
        return run;
    }
    if (!sgp_yaml_is(yaml, node, SGP_YAML_LIST, key, loader->list))
        return run;
    for (const sgp_yaml_node *item = sgp_yaml_first(yaml, node); item; item = sgp_yaml_next(yaml, item))
        if (sgp_yaml_is(yaml, item, SGP_YAML_TEXT, key, loader->list))
            run.count +=
                sgp_loader_add(loader, &loader->words, &(const char *){sgp_loader_text(loader, item->text)}) >= 0;
    return run;
}

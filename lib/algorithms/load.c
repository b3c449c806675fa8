/* Loading triage content: files in, compiled object out. */
#include "algorithms/loader.h"

#include "formats/file.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 4000, DEEPEST_FOLDER = 8 };

static const struct table {
    size_t loader_offset, size;
} tables[] = {
#define TABLE(name, type)                                                                                              \
    {                                                                                                                  \
        offsetof(sgp_loader, name), sizeof(type)                                                                       \
    }
    TABLE(words, const char *),
    TABLE(numbers, sgp_index),
    TABLE(facts, sgp_fact),
    TABLE(expressions, sgp_expression),
    TABLE(steps, sgp_step),
    TABLE(answers, sgp_answer),
    TABLE(rules, sgp_rule),
    TABLE(outcomes, sgp_outcome),
    TABLE(pathways, sgp_pathway),
    TABLE(complaints, sgp_complaint),
    TABLE(dispositions, sgp_disposition),
    TABLE(groups, sgp_code),
    TABLE(discriminators, sgp_code),
    TABLE(pairs, sgp_pair),
    TABLE(advice, sgp_advice),
    TABLE(safety, sgp_safety_rule),
    TABLE(cases, sgp_case),
    TABLE(case_answers, sgp_case_answer),
    TABLE(languages, sgp_language),
    TABLE(phrases, const char *),
    TABLE(answer_texts, const char *),
    TABLE(step_texts, sgp_step_texts),
    TABLE(pathway_texts, sgp_pathway_texts),
    TABLE(disposition_texts, sgp_disposition_texts),
    TABLE(advice_texts, sgp_advice_texts),
#undef TABLE
};
enum { TABLE_COUNT = sizeof tables / sizeof *tables };

static sgp_array *table_at(sgp_loader *loader, size_t index)
{
    return (sgp_array *)((char *)loader + tables[index].loader_offset);
}

/* The one list of what a compiled object takes over from the loader's tables. */
#define FOR_EACH_TABLE(DO)                                                                                             \
    DO(words)                                                                                                          \
    DO(numbers)                                                                                                        \
    DO(facts)                                                                                                          \
    DO(expressions)                                                                                                    \
    DO(steps)                                                                                                          \
    DO(answers)                                                                                                        \
    DO(rules)                                                                                                          \
    DO(outcomes)                                                                                                       \
    DO(pathways)                                                                                                       \
    DO(complaints)                                                                                                     \
    DO(dispositions)                                                                                                   \
    DO(groups)                                                                                                         \
    DO(discriminators)                                                                                                 \
    DO(pairs)                                                                                                          \
    DO(advice)                                                                                                         \
    DO(safety)                                                                                                         \
    DO(cases)                                                                                                          \
    DO(case_answers)                                                                                                   \
    DO(languages)                                                                                                      \
    DO(phrases)                                                                                                        \
    DO(answer_texts)                                                                                                   \
    DO(step_texts)                                                                                                     \
    DO(pathway_texts)                                                                                                  \
    DO(disposition_texts)                                                                                              \
    DO(advice_texts)

signpost_algorithms sgp_loader_view(const sgp_loader *loader)
{
    signpost_algorithms view = {.default_interim = SGP_NOTHING};
#define VIEW(name)                                                                                                     \
    view.name.at = loader->name.items;                                                                                 \
    view.name.count = (int32_t)loader->name.count;
    FOR_EACH_TABLE(VIEW)
#undef VIEW
    return view;
}

static void take_tables(sgp_loader *loader)
{
    signpost_algorithms *out = loader->out;
#define TAKE(name)                                                                                                     \
    out->name.count = (int32_t)loader->name.count;                                                                     \
    if (!(out->name.at = sgp_arena_take(&out->arena, &loader->name)))                                                  \
        loader->out_of_memory = true;
    FOR_EACH_TABLE(TAKE)
#undef TAKE
}

static bool loader_start(sgp_loader *loader, const signpost_algorithms_options *options)
{
    *loader = (sgp_loader){.documents = SGP_ARRAY_OF(sgp_document), .left_out = SGP_ARRAY_OF(const char *)};
    const signpost_algorithms_options defaults = SIGNPOST_ALGORITHMS_OPTIONS_INIT;
    loader->options = defaults;
    if (options) /* a host's may be shorter, or longer */
        memcpy(&loader->options, options, options->size < sizeof *options ? options->size : sizeof *options);
    for (size_t i = 0; i < TABLE_COUNT; i++)
        table_at(loader, i)->item_size = tables[i].size;
    sgp_strings_init(&loader->step_names);
    loader->out = sgp_allocate_zeroed(1, sizeof *loader->out);
    if (!loader->out)
        return false;
    atomic_init(&loader->out->references, 1); /* whatever fails from here on, the object is given back */
    sgp_interned_init(&loader->strings, &loader->out->arena);
    return signpost_diagnostics_new(&loader->list) == SIGNPOST_OK;
}

static void loader_end(sgp_loader *loader)
{
    for (size_t i = 0; i < TABLE_COUNT; i++)
        sgp_array_release(table_at(loader, i));
    for (size_t i = 0; i < loader->documents.count; i++)
        sgp_yaml_release(&SGP_AT(&loader->documents, sgp_document, i)->yaml);
    sgp_array_release(&loader->documents);
    sgp_array_release(&loader->left_out);
    sgp_interned_release(&loader->strings);
    sgp_strings_release(&loader->step_names);
    sgp_arena_release(&loader->scratch);
}

/* Whether a source is the release, which cannot cover itself. What could not be read is covered as it stands. */
static bool is_release(const sgp_loader *loader, size_t source)
{
    for (size_t i = 0; i < loader->documents.count; i++) {
        const sgp_document *document = SGP_AT(&loader->documents, sgp_document, i);
        if (document->source == source)
            return sgp_document_kind_of(document) == SGP_DOCUMENT_RELEASE;
    }
    return false;
}

/* Of the names only what comes after `prefix` bytes counts: the folder in which they stand may be called anything. */
static void take_fingerprint(sgp_loader *loader, const signpost_source *sources, size_t count, size_t prefix)
{
    unsigned char digest[32];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof digest);
    for (size_t i = 0; i < count; i++) {
        const uint64_t size = sources[i].size;
        if (is_release(loader, i))
            continue;
        unsigned char length[8];
        for (int byte = 0; byte < 8; byte++)
            length[byte] = (unsigned char)(size >> 8 * byte);
        const char *name = sources[i].name + prefix;
        crypto_generichash_update(&state, (const unsigned char *)name, strlen(name) + 1);
        crypto_generichash_update(&state, length, sizeof length);
        crypto_generichash_update(&state, (const unsigned char *)sources[i].bytes, sources[i].size);
    }
    crypto_generichash_final(&state, digest, sizeof digest);
    sodium_bin2hex(loader->out->fingerprint, sizeof loader->out->fingerprint, digest, sizeof digest);
}

static void parse_sources(sgp_loader *loader, const signpost_source *sources, size_t count)
{
    for (size_t i = 0; i < count && !loader->out_of_memory; i++) {
        sgp_document document = {.pathway = SGP_NOTHING, .source = i};
        const char *name = sgp_loader_text(loader, sources[i].name);
        signpost_status status =
            sgp_yaml_parse(&document.yaml, &loader->scratch, name, sources[i].bytes, sources[i].size, loader->list);
        if (status == SIGNPOST_NO_MEMORY)
            loader->out_of_memory = true;
        loader->is_partial = loader->is_partial || status != SIGNPOST_OK;
        if (status == SIGNPOST_OK && sgp_loader_add(loader, &loader->documents, &document) < 0)
            sgp_yaml_release(&document.yaml);
    }
}

static bool has_errors(const sgp_loader *loader)
{
    return signpost_diagnostics_count_of(loader->list, SIGNPOST_ERROR) > 0;
}

/* The structure can be judged only when all names are resolved. */
static void run_passes(sgp_loader *loader)
{
    static void (*const passes[])(sgp_loader *) = {sgp_load_shared, sgp_declare_pathways, sgp_compile_pathways,
                                                   sgp_load_translations};
    for (size_t i = 0; i < sizeof passes / sizeof *passes && !loader->out_of_memory; i++)
        passes[i](loader);
    if (!loader->out_of_memory && !has_errors(loader))
        sgp_check_structure(loader);
    if (!loader->out_of_memory && !loader->is_partial)
        sgp_check_complaints(loader);
    if (!loader->out_of_memory)
        sgp_load_release(loader);
}

/* signpost_algorithms_compile; `prefix` bytes of each name are the folder's. */
static signpost_status compile(const signpost_source *sources, size_t count, size_t prefix,
                               const signpost_algorithms_options *options, signpost_algorithms **algorithms,
                               signpost_diagnostics **diagnostics, signpost_error *error)
{
    *algorithms = NULL;
    if (diagnostics)
        *diagnostics = NULL;
    sgp_loader loader;
    signpost_status status = SIGNPOST_NO_MEMORY;
    if (loader_start(&loader, options)) {
        parse_sources(&loader, sources, count);
        take_fingerprint(&loader, sources, count, prefix);
        run_passes(&loader);
        if (!has_errors(&loader))
            take_tables(&loader);
        if (loader.out_of_memory || sgp_diagnostics_lost(loader.list))
            status = SIGNPOST_NO_MEMORY;
        else
            status = has_errors(&loader) ? sgp_fail_content(error, loader.list) : SIGNPOST_OK;
    }
    loader_end(&loader);
    if (status == SIGNPOST_NO_MEMORY)
        sgp_fail_memory(error);
    if (status == SIGNPOST_OK)
        *algorithms = loader.out;
    else
        signpost_algorithms_free(loader.out);
    if (diagnostics && status != SIGNPOST_NO_MEMORY)
        *diagnostics = loader.list;
    else
        signpost_diagnostics_free(loader.list);
    return status;
}

signpost_status signpost_algorithms_compile(const signpost_source *sources, size_t count,
                                            const signpost_algorithms_options *options,
                                            signpost_algorithms **algorithms, signpost_diagnostics **diagnostics,
                                            signpost_error *error)
{
    return compile(sources, count, 0, options, algorithms, diagnostics, error);
}

static void release_sources(sgp_array *sources)
{
    for (size_t i = 0; i < sources->count; i++)
        sgp_release((char *)(uintptr_t)SGP_AT(sources, signpost_source, i)->bytes);
    sgp_array_release(sources);
}

static signpost_status read_sources(const char *folder, sgp_arena *arena, sgp_array *sources, signpost_error *error)
{
    sgp_array paths = SGP_ARRAY_OF(char *);
    signpost_status status = sgp_folder_list(folder, ".yaml", DEEPEST_FOLDER, arena, &paths, error);
    if (status == SIGNPOST_OK && paths.count > MOST_FILES)
        status =
            sgp_fail(error, SIGNPOST_INVALID, SGP_TOO_LARGE, "\"%s\" holds more than %d files", folder, MOST_FILES);
    if (status == SIGNPOST_OK && !paths.count) {
        status = sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_NO_CONTENT, "no triage content in \"%s\"", folder);
        sgp_error_hint(error, "name the folder that holds the .yaml files");
    }
    for (size_t i = 0; i < paths.count && status == SIGNPOST_OK; i++) {
        char *bytes;
        signpost_source source = {.name = *SGP_AT(&paths, char *, i)};
        status = sgp_file_read(source.name, SGP_YAML_LARGEST_FILE, &bytes, &source.size, error);
        source.bytes = bytes;
        if (status == SIGNPOST_OK && !sgp_array_append(sources, &source, 1)) {
            sgp_release(bytes);
            status = sgp_fail_memory(error);
        }
    }
    sgp_array_release(&paths);
    return status;
}

signpost_status signpost_algorithms_load(const char *folder, const signpost_algorithms_options *options,
                                         signpost_algorithms **algorithms, signpost_diagnostics **diagnostics,
                                         signpost_error *error)
{
    *algorithms = NULL;
    if (diagnostics)
        *diagnostics = NULL;
    sgp_arena arena = {0};
    sgp_array sources = SGP_ARRAY_OF(signpost_source);
    signpost_status status = read_sources(folder, &arena, &sources, error);
    if (status == SIGNPOST_OK)
        status = compile(sources.items, sources.count, strlen(folder) + 1, options, algorithms, diagnostics, error);
    release_sources(&sources);
    sgp_arena_release(&arena);
    return status;
}

signpost_algorithms *signpost_algorithms_ref(signpost_algorithms *algorithms)
{
    atomic_fetch_add_explicit(&algorithms->references, 1, memory_order_relaxed);
    return algorithms;
}

void signpost_algorithms_free(signpost_algorithms *algorithms)
{
    if (!algorithms || atomic_fetch_sub_explicit(&algorithms->references, 1, memory_order_acq_rel) != 1)
        return;
    sgp_arena_release(&algorithms->arena);
    sgp_release(algorithms);
}

/* Compiling triage content, in six passes over the parsed files:
 *   1. the shared files: symptoms, advice, dispositions, facts;
 *   2. the pathways' heads, and the names of all steps, with the facts that questions make;
 *   3. steps, conditions, safety rules, cases: everything that refers to something by name;
 *   4. translations: of everything that is said by then;
 *   5. the structure: reachable, leading on, not endless, one pathway a complaint, age and sex;
 *   6. the release, which covers all of it.
 *
 * A pass goes on after a mistake, so that all are reported; a table's index is then SGP_NOTHING, which every pass bears
 * with. When memory runs out a flag is set, texts become "" and indices SGP_NOTHING, and the loading ends after the
 * pass. */
#ifndef SGP_ALGORITHMS_LOADER_H
#define SGP_ALGORITHMS_LOADER_H

#include "algorithms/model.h"
#include "base/error.h"
#include "base/strings.h"
#include "care/patient.h"
#include "formats/yaml.h"

/* A file that was read, and the pathway it is, if it is one. */
typedef struct sgp_document {
    sgp_yaml yaml;
    sgp_index pathway;
    size_t source; /* its number among those that were given */
} sgp_document;

/* What a file says by its first word. */
typedef enum sgp_document_kind {
    SGP_DOCUMENT_SHARED,  /* dispositions, facts, advice and so on */
    SGP_DOCUMENT_PATHWAY, /* or module */
    SGP_DOCUMENT_TRANSLATION,
    SGP_DOCUMENT_RELEASE
} sgp_document_kind;

typedef struct sgp_loader {
    signpost_algorithms *out;
    signpost_diagnostics *list;
    signpost_algorithms_options options;
    bool out_of_memory;
    bool is_partial;        /* a file could not be read: names that are missing may stand in it, and are not reported */
    sgp_arena scratch;      /* the documents' texts */
    sgp_array documents;    /* sgp_document */
    sgp_interned strings;   /* texts that are kept */
    sgp_strings step_names; /* the number of a full name is the step's index */
    /* The tables of signpost_algorithms while they grow. */
    sgp_array words, numbers, facts, expressions, steps, answers, rules, outcomes, pathways, complaints, dispositions,
        groups, discriminators, pairs, advice, safety, cases, case_answers, languages, phrases, answer_texts,
        step_texts, pathway_texts, disposition_texts, advice_texts;
    sgp_array left_out; /* const char *: names of drafts that are not loaded, which others may still speak of */
} sgp_loader;

#define SGP_ITEM(loader, table, type, index) SGP_AT(&(loader)->table, type, (size_t)(index))

/* Adds an item to a table; its index, or SGP_NOTHING when memory ran out. */
sgp_index sgp_loader_add(sgp_loader *loader, sgp_array *table, const void *item);
sgp_document_kind sgp_document_kind_of(const sgp_document *document);
/* Interned copy; "" for NULL, and when memory ran out. */
const char *sgp_loader_text(sgp_loader *loader, const char *text);
/* Interned `first/second`. */
const char *sgp_loader_joined(sgp_loader *loader, const char *first, const char *second);

/* A list of texts, or one text, as a run of `words`. A missing key gives an empty run. */
sgp_run sgp_loader_words(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key);

/* Reports a mistake at a node. */
void sgp_mistake(sgp_loader *loader, int id, const sgp_yaml *yaml, const sgp_yaml_node *node, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* What a name in a file refers to; a mistake with the nearest name when there is none. NULL nodes give SGP_NOTHING. */
sgp_index sgp_resolve_disposition(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node);
sgp_index sgp_resolve_group(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node);
sgp_index sgp_resolve_discriminator(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node);
sgp_index sgp_resolve_advice(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node,
                             signpost_advice_kind kind);
sgp_index sgp_resolve_fact(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node);
sgp_index sgp_resolve_pathway(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, bool is_module);
/* A step to go to: of this pathway, or, in a module, `return`. */
sgp_index sgp_resolve_go(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_index pathway);
/* The question, or part of a together, with a name of this pathway or `pathway/name`; a mistake with the nearest
 * otherwise. */
sgp_index sgp_resolve_question(sgp_loader *loader, sgp_spot spot, const char *name, sgp_index pathway);
/* A step by `name` of this pathway or `pathway/name`; SGP_NOTHING without a report. */
sgp_index sgp_find_step(const sgp_loader *loader, sgp_index pathway, const char *name);

/* `patients: {age: .., sex: ..}`, or the `age` and `sex` of an advice. False, with a report, when they cannot be read.
 */
bool sgp_read_ages(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *map, sgp_age_range *ages);
bool sgp_read_sexes(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *map, unsigned *sexes);

/* The passes. */
void sgp_load_shared(sgp_loader *loader);
void sgp_declare_pathways(sgp_loader *loader);
void sgp_compile_pathways(sgp_loader *loader);
void sgp_compile_safety(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *rules, sgp_index pathway);
void sgp_compile_cases(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *cases, sgp_index pathway);
void sgp_load_translations(sgp_loader *loader);
void sgp_load_release(sgp_loader *loader);
void sgp_check_structure(sgp_loader *loader);
void sgp_check_complaints(sgp_loader *loader);

/* Compiles the condition in a text node; SGP_NOTHING with a report when it cannot be. */
sgp_index sgp_compile_condition(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_index pathway);

/* The loader's growing tables as a compiled object, for what works on one. Borrowed: valid until a table grows. */
signpost_algorithms sgp_loader_view(const sgp_loader *loader);

#endif

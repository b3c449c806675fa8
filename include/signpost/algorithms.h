/** @file
 * Triage content: YAML compiled into an immutable object that any number of threads share.
 *
 * The format is described in algorithms/README.md. Loading checks the structure of everything: names, types, that each
 * step can be reached and leads on, that no way is endless, and that every complaint has exactly one pathway for each
 * age and sex. It reports every mistake of every file in one run.
 *
 * Caveats
 * - What is checked is the content's form. Whether it is clinically right is for clinicians to say.
 */
#ifndef SIGNPOST_ALGORITHMS_H
#define SIGNPOST_ALGORITHMS_H

#include "outcome.h"
#include "time.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Compiled triage content. Immutable, counted by reference, shared by any number of threads. */
typedef struct signpost_algorithms signpost_algorithms;

/** How far a pathway's content has come. */
typedef enum signpost_content_state {
    SIGNPOST_CONTENT_DEMONSTRATION, /**< to show how it works; not for patients */
    SIGNPOST_CONTENT_DRAFT,         /**< being written; loaded only when asked for */
    SIGNPOST_CONTENT_APPROVED       /**< signed off by those who answer for it */
} signpost_content_state;

/** "demonstration", "draft" or "approved". Any thread. */
SIGNPOST_API const char *signpost_content_state_name(signpost_content_state state);

/** What an entry of advice is for. */
typedef enum signpost_advice_kind {
    SIGNPOST_ADVICE_CARE,     /**< said at the end: how to look after oneself */
    SIGNPOST_ADVICE_INTERIM,  /**< said during the walk */
    SIGNPOST_ADVICE_WORSENING /**< said at the end: when to call back */
} signpost_advice_kind;

/** Options of signpost_algorithms_load. */
typedef struct signpost_algorithms_options {
    size_t size;         /**< sizeof(signpost_algorithms_options): the _INIT macro sets it */
    bool include_drafts; /**< load pathways whose state is draft, too; each in the place of the pathway of its name */
    bool ignore_release; /**< read the content as if it had no release: to make one */
    bool has_date;       /**< `on` is given */
    signpost_date on;    /**< the date, where the content is used, on which a release must be in force */
} signpost_algorithms_options;

#define SIGNPOST_ALGORITHMS_OPTIONS_INIT                                                                               \
    {                                                                                                                  \
        sizeof(signpost_algorithms_options), false, false, false, 0                                                    \
    }

/**
 * Loads every `.yaml` file of a folder and those within it.
 *
 * @param folder      path of the folder.
 * @param options     NULL for the defaults.
 * @param algorithms  receives the object, with one reference, which the caller gives back by signpost_algorithms_free.
 * @param diagnostics receives the list of everything found, warnings of a success included, which the caller frees
 *                    whatever the result; NULL inside when memory ran out. May itself be NULL.
 * @param error       the first of them. May be NULL.
 * @return SIGNPOST_OK; SIGNPOST_CONTENT when there are mistakes; SIGNPOST_NOT_FOUND, SIGNPOST_IO when the folder or a
 *         file could not be read; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_algorithms_load(const char *folder, const signpost_algorithms_options *options,
                                                      signpost_algorithms **algorithms,
                                                      signpost_diagnostics **diagnostics, signpost_error *error);

/** One file's content, for signpost_algorithms_compile. */
typedef struct signpost_source {
    const char *name;  /**< as messages name it */
    const char *bytes; /**< need not end with a NUL */
    size_t size;
} signpost_source;

/** As signpost_algorithms_load, from memory: nothing is read from the file system. */
SIGNPOST_API signpost_status signpost_algorithms_compile(const signpost_source *sources, size_t count,
                                                         const signpost_algorithms_options *options,
                                                         signpost_algorithms **algorithms,
                                                         signpost_diagnostics **diagnostics, signpost_error *error);

/** Counts one more reference; returns its argument. Any thread. */
SIGNPOST_API signpost_algorithms *signpost_algorithms_ref(signpost_algorithms *algorithms);
/** Gives a reference back; with the last one the object goes. NULL is fine. Any thread. */
SIGNPOST_API void signpost_algorithms_free(signpost_algorithms *algorithms);

/**
 * BLAKE2b-256 of all the files' names (within the folder) and bytes, the release left out, as 64 hexadecimal digits:
 * the same content, the same fingerprint, wherever it stands.
 */
SIGNPOST_API const char *signpost_algorithms_fingerprint(const signpost_algorithms *algorithms);

/** What a release says of the content that it covers. Texts are borrowed. */
typedef struct signpost_release {
    const char *id;          /**< such as "2026-11" */
    const char *title;       /**< what is new in it */
    const char *approved_by; /**< the role, or the group, that answers for it */
    signpost_date from;      /**< in force from this date */
    signpost_date until;     /**< until the end of this one */
    bool has_until;          /**< otherwise until another release takes its place */
    bool fits;               /**< the content is what it covers; always so of approved content that was loaded */
} signpost_release;

/**
 * The release of the content; false when it has none, or it was to be ignored. Any thread.
 *
 * Loading reports a release that does not fit the content, or that is not in force on the date in the options: an error
 * when all the content is approved, a warning while some of it is not.
 */
SIGNPOST_API bool signpost_algorithms_release(const signpost_algorithms *algorithms, signpost_release *release);

/** How much content there is. */
typedef struct signpost_algorithms_summary {
    size_t pathways, modules, complaints, steps, questions, outcomes, dispositions, safety_rules, cases;
    bool is_demonstration; /**< some pathway or module is not approved */
} signpost_algorithms_summary;

SIGNPOST_API signpost_algorithms_summary signpost_algorithms_summarise(const signpost_algorithms *algorithms);

/** A complaint that a caller can choose. */
typedef struct signpost_complaint {
    const char *name;  /**< such as "fever" */
    const char *title; /**< such as "Fever" */
} signpost_complaint;

SIGNPOST_API size_t signpost_complaint_count(const signpost_algorithms *algorithms);
/** The complaint at `index`, by name; "" past the end. */
SIGNPOST_API signpost_complaint signpost_complaint_at(const signpost_algorithms *algorithms, size_t index);

/**
 * Finds complaints by what a caller says: names, titles and keywords of their pathways, folded, any word, best first.
 * @param found receives up to `most` indices for signpost_complaint_at.
 * @return how many were found; 0 when memory ran out, too. Any thread.
 */
SIGNPOST_API size_t signpost_complaint_search(const signpost_algorithms *algorithms, const char *words, size_t *found,
                                              size_t most);

/** A pathway or module. Texts are borrowed. */
typedef struct signpost_pathway {
    const char *name, *title, *complaint; /**< `complaint` is "" for a module */
    signpost_content_state state;
    int version;
    signpost_date review_by;
    const char *symptom_group; /**< code; "" for a module */
    char patients[96];         /**< such as "3 months to under 5 years, any sex" */
    size_t steps;
} signpost_pathway;

/** The pathway at `index`, from 0, modules included, in the order of their files; false past the end. */
SIGNPOST_API bool signpost_pathway_at(const signpost_algorithms *algorithms, size_t index, signpost_pathway *pathway);

/** The language that the content is written in. */
#define SIGNPOST_OWN_LANGUAGE "en-GB"

/** A language that some of the content is translated into. Texts are borrowed. */
typedef struct signpost_language {
    const char *code;         /**< such as "cy" */
    const char *name;         /**< in the language itself, such as "Cymraeg" */
    bool is_reviewed;         /**< somebody who answers for it has read it; where not, say so wherever it is shown */
    const char *reviewed_by;  /**< in which role; "" while it is not */
    size_t pathways, modules; /**< that are spoken in it: their translation is whole, and of their version */
} signpost_language;

/** The translation at `index`, from 0; false past the end. Any thread. */
SIGNPOST_API bool signpost_language_at(const signpost_algorithms *algorithms, size_t index,
                                       signpost_language *language);

/** The disposition with a code such as "Dx06"; SIGNPOST_NOT_FOUND with the nearest code in `error` otherwise. */
SIGNPOST_API signpost_status signpost_disposition_find(const signpost_algorithms *algorithms, const char *code,
                                                       signpost_disposition *disposition, signpost_error *error);
/** The disposition at `index`, from 0, by urgency; false past the end. */
SIGNPOST_API bool signpost_disposition_at(const signpost_algorithms *algorithms, size_t index,
                                          signpost_disposition *disposition);

/** An outcome that a pathway can reach. */
typedef struct signpost_reachable {
    const char *pathway;
    const char *step; /**< `pathway/step` */
    signpost_outcome outcome;
    int32_t from_days, to_days; /**< ages that the pathway takes, both included */
    bool sexes[SIGNPOST_SEX_COUNT];
} signpost_reachable;

/** How many outcome steps there are. Each can be reached. */
SIGNPOST_API size_t signpost_outcome_count(const signpost_algorithms *algorithms);
/**
 * The outcome step at `index`, from 0; false past the end. Its discriminator is the step's own, or "" when it is the
 * last one on the way that counts.
 */
SIGNPOST_API bool signpost_outcome_at(const signpost_algorithms *algorithms, size_t index, signpost_reachable *outcome);

/** A symptom group, or a discriminator that is valid for it, for interchange. */
typedef struct signpost_symptom_pair {
    const char *group, *group_title, *discriminator, *discriminator_title;
    int national_group, national_discriminator; /**< nearest published numbers; 0 for none */
} signpost_symptom_pair;

/** The valid pair at `index`, from 0; false past the end. */
SIGNPOST_API bool signpost_symptom_pair_at(const signpost_algorithms *algorithms, size_t index,
                                           signpost_symptom_pair *pair);

#ifdef __cplusplus
}
#endif
#endif

/** @file
 * Answers files: a call written down, to be walked without asking anybody.
 *
 * ```yaml
 * complaint: fever
 * patient: {age: 2 years, sex: female, party: someone else}
 * postcode: TN1 2AB                  # optional: where the patient is
 * when: 2026-11-21T18:30             # optional: local time
 * practice: G81001                   # optional
 * answers:                           # by short names or `pathway/question`; `age` for a more exact age
 *   rash: no
 *   signs: [drowsy, mottled]
 *   temperature: 38.6
 *   shock-check/faint (2): yes       # a question that is asked again may be answered otherwise then
 * ```
 */
#ifndef SIGNPOST_SCRIPT_H
#define SIGNPOST_SCRIPT_H

#include "walk.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A call written down. Belongs to one thread at a time. */
typedef struct signpost_script signpost_script;

/** What an answers file says beside its answers. Texts are borrowed from the script; "" when it does not say. */
typedef struct signpost_script_call {
    const char *complaint, *postcode, *when, *practice;
    signpost_patient patient;
} signpost_script_call;

/**
 * Reads an answers file.
 * @param script      receives the script, which the caller frees.
 * @param diagnostics receives every mistake; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_CONTENT when it has mistakes; SIGNPOST_NOT_FOUND, SIGNPOST_IO, SIGNPOST_INVALID (too
 * large) or SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_script_load(const char *path, signpost_script **script,
                                                  signpost_diagnostics *diagnostics, signpost_error *error);

/** As signpost_script_load, from memory: nothing is read from the file system. */
SIGNPOST_API signpost_status signpost_script_compile(const signpost_source *source, signpost_script **script,
                                                     signpost_diagnostics *diagnostics, signpost_error *error);

/** Frees a script; NULL is fine. */
SIGNPOST_API void signpost_script_free(signpost_script *script);

/** What the call is about. */
SIGNPOST_API void signpost_script_about(const signpost_script *script, signpost_script_call *call);

/**
 * Gives the script's answer to where the walk stands; acknowledges advice.
 * @return as signpost_walk_reply; SIGNPOST_NOT_FOUND when the script does not answer what is asked.
 */
SIGNPOST_API signpost_status signpost_script_answer(signpost_script *script, signpost_walk *walk,
                                                    signpost_minute moment, signpost_error *error);

/** The name of the `index`-th answer, from 0, that was never asked for; NULL past the end. */
SIGNPOST_API const char *signpost_script_unused(const signpost_script *script, size_t index);

#ifdef __cplusplus
}
#endif
#endif

/** @file
 * Policies: the rules of distance, opening, ranking and catch-all, as data.
 *
 * A `signpost_policy` is read from YAML (dos/policies), never changes, is counted by reference and may be shared by any
 * number of threads. Wherever a policy is asked for, NULL means the built-in one, dos/policies/default.yaml.
 */
#ifndef SIGNPOST_POLICY_H
#define SIGNPOST_POLICY_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct signpost_policy signpost_policy;

/**
 * Reads a policy.
 *
 * @param path        YAML file; NULL for the built-in policy.
 * @param policy      receives the policy, which the caller gives back with signpost_policy_free.
 * @param diagnostics receives every mistake; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_CONTENT when it has mistakes; SIGNPOST_NOT_FOUND, SIGNPOST_IO, SIGNPOST_INVALID (too
 *         large) or SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_policy_load(const char *path, signpost_policy **policy,
                                                  signpost_diagnostics *diagnostics, signpost_error *error);

/** One more owner; returns `policy`. Any thread. */
SIGNPOST_API signpost_policy *signpost_policy_ref(const signpost_policy *policy);

/** One owner less; the last one frees it. NULL is fine. Any thread. */
SIGNPOST_API void signpost_policy_free(signpost_policy *policy);

/** Its name, such as "signpost-1". Any thread. */
SIGNPOST_API const char *signpost_policy_name(const signpost_policy *policy);

/** Fingerprint of its text: 16 hexadecimal digits. Any thread. */
SIGNPOST_API const char *signpost_policy_fingerprint(const signpost_policy *policy);

#ifdef __cplusplus
}
#endif
#endif

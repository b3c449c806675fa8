/** @file
 * Search results as the national Directory of Services gives them: the response to CheckCapacitySummary, version 1.5,
 * as JSON, for what was built to read that.
 *
 * The members are those of the published field definition, in its order and with its names: of the search
 * transactionId, requestedAtDateTime, searchDateTime, searchDistance (whole kilometres), searchDistanceUsedSource and
 * calculatedAgeInDays; of each service of CheckCapacitySummaryResult id to serviceAgeRange. `signpost` is ours, in the
 * document and in each service, and holds what the national response does not: held services, why an emergency
 * department is returned though nothing fits, warnings, the uid, the way and the opening in words. The schema is
 * examples/signpost/national.schema.json.
 *
 * What it does not carry: rank keys, near misses and verdicts; signpost_results_explain has them. A red service is
 * never among the results, as the national one's are not: it is held. Fax, wait times and attributes are empty.
 *
 * Caveats
 * - Distances are miles with one decimal, as text; a session that ends at midnight ends at 23:59, because 00:00-00:00
 * says closed there; one over midnight ends on the next day. Yearly hours stand among the specified dates of the year
 * after the search.
 * - `id` is the service's number in this directory, which is no national one.
 */
#ifndef SIGNPOST_NATIONAL_H
#define SIGNPOST_NATIONAL_H

#include "json.h"
#include "search.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The national number of a disposition. Two digits: 1000 more (Dx02 is 1002). Three digits from 100 to 199: 1000 more,
 * too (Dx118 is 1118). From 200 to 999: 11000 more (Dx325 is 11325). Source: what NHS 111 online sends, and its tests.
 *
 * @param code   such as "Dx06".
 * @param number receives it.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND for what has none: Dx011 and others with a 0 before two digits (their numbers
 *         would be those of Dx11 ...; ambulances, which are not looked up), other lengths, other words. Any thread.
 */
SIGNPOST_API signpost_status signpost_national_disposition(const char *code, int *number, signpost_error *error);

/** How results are written. */
typedef struct signpost_national_options {
    size_t size;       /**< sizeof(signpost_national_options): SIGNPOST_NATIONAL_OPTIONS_INIT sets it */
    bool professional; /**< with what is for professionals only: nonPublicTelephoneNo, referralInformation,
                          serviceEndpoints; else they are empty */
} signpost_national_options;

#define SIGNPOST_NATIONAL_OPTIONS_INIT                                                                                 \
    {                                                                                                                  \
        sizeof(signpost_national_options), false                                                                       \
    }

/**
 * Writes the results of the last search as one document.
 *
 * @param directory that the index was made of, at the same content version: what only it knows is read from it.
 * @param results   of a search that succeeded.
 * @param need      that was searched for.
 * @param options   NULL for the defaults: for the public.
 * @param write     takes the bytes, piece by piece.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND when the disposition has no national number; SIGNPOST_STATE when no search
 *         succeeded, or the directory has changed since; SIGNPOST_INVALID for the options; SIGNPOST_IO when `write`
 *         refused; SIGNPOST_BUSY, SIGNPOST_CORRUPT, SIGNPOST_NO_MEMORY. Nothing is written when it is refused before.
 */
SIGNPOST_API signpost_status signpost_national_write(signpost_directory *directory, const signpost_results *results,
                                                     const signpost_need *need,
                                                     const signpost_national_options *options,
                                                     signpost_write_function write, void *context,
                                                     signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif

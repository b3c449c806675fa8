/** @file
 * FHIR R4: a pathway as a form, and a call as what others' systems take in.
 *
 * A pathway is a Questionnaire: an item for each step that is asked or said, in the order in which they come, its
 * `linkId` the step's `pathway/step`. `enableWhen` carries the ways: an item is enabled by the answers that lead to it.
 * Modules that the pathway goes through are part of its form. A measure that may be not known has a second item,
 * `pathway/step#not-known`. Advice and outcomes are `display` items.
 *
 * A journal is a Bundle (a collection): the patient (sex alone), a QuestionnaireResponse for each pathway that was gone
 * through, with the answers that stood at the end, and a ServiceRequest: disposition, time frame, symptom group and
 * discriminator as reasons, and the service that was chosen as the performer.
 *
 * Texts are in the content's own language. Codes are in `urn:signpost:answer`, `urn:signpost:disposition`, `urn:signpost:symptom-group`,
 * `urn:signpost:discriminator`; a form's canonical address is `urn:signpost:pathway:NAME|VERSION`.
 *
 * Caveats
 * - A form has no interim disposition, no red flags and no proof: it shows a pathway, and does not take its place.
 * - What a form's language cannot carry leaves more enabled than the pathway would ask, never less, and is listed.
 */
#ifndef SIGNPOST_FHIR_H
#define SIGNPOST_FHIR_H

#include "journal.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Writes a pathway as a Questionnaire.
 *
 * @param pathway name of a pathway; modules are part of the forms of pathways, and have none of their own.
 * @param write   takes the bytes, piece by piece.
 * @param lost    receives a note for everything that the form cannot carry: decisions (they read ages and facts),
 *                questions that must all be answered with no where other ways lead to the same step, modules that are
 *                gone through twice, ways into other pathways. May be NULL.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND with the nearest pathway; SIGNPOST_IO when `write` refused;
 *         SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_fhir_questionnaire(const signpost_algorithms *algorithms, const char *pathway,
                                                         signpost_write_function write, void *context,
                                                         signpost_diagnostics *lost, signpost_error *error);

/**
 * Writes the call of a journal as a Bundle. The same journal gives the same bytes: identifiers are made of its chain.
 *
 * @param algorithms the content that was walked: its fingerprint is compared.
 * @return SIGNPOST_OK; SIGNPOST_VERSION and SIGNPOST_CORRUPT as signpost_walk_resume; SIGNPOST_IO when `write` refused;
 *         SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_fhir_bundle(const signpost_journal *journal, signpost_algorithms *algorithms,
                                                  signpost_write_function write, void *context, signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif

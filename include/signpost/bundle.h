/** @file
 * The directory as a FHIR R4 Bundle (a collection) of Organization, Location, HealthcareService and Endpoint, both
 * ways.
 *
 * Each service is a HealthcareService with a Location of its own and an Endpoint for each way to refer to it. ODS codes
 * are identifiers of system `https://fhir.nhs.uk/Id/ods-organization-code`, a service's uid one of
 * `https://fhir.nhs.uk/Id/dos-service-id`. Code systems and extensions of our own are `urn:signpost:NAME`. An entry
 * stands on a line of its own, and its `fullUrl` is made of what it is, so that the same directory gives the same bytes.
 *
 * | ours | in the bundle |
 * |---|---|
 * | organisation: code, name, kind | Organization: identifier, name, type |
 * | its postcode and place | address, with HL7's extension `geolocation` |
 * | service: uid, ods_code | HealthcareService.identifier |
 * | name, public_text | name, comment |
 * | type | type, system `urn:signpost:service-type` |
 * | state | active; what is not active says how in `urn:signpost:state` |
 * | provider | providedBy |
 * | address, town, postcode, coordinates | Location.address, Location.position |
 * | phone, web | telecom |
 * | restricted | eligibility, system `urn:signpost:eligibility`, code `registered-patients` |
 * | limited to an area | coverageArea, by the identifier of system `urn:signpost:area` |
 * | weekly hours, `24/7` | availableTime |
 * | dated closures | notAvailable |
 * | bank holidays, yearly days, dated openings | availabilityExceptions, as rules: `PH off; Dec 25 off` |
 * | endpoints | Endpoint, in their order; its name is the scenario |
 * | all else of a service, its capacity, its practices, areas that it is promoted to | extensions |
 *
 * The extensions `urn:signpost:NAME` of a HealthcareService: `public-name`, `commissioner`, `valid-from`, `valid-to`,
 * `calendar`, `return-if-open-minutes`, `profile` (its name), `assumed`, `verified-at`, `verified-by`,
 * `verified-evidence`, `verify-due`, `capacity`, `practice`, `promoted-area`; of its Location: `easting`, `northing`.
 *
 * What only professionals may see is never in `telecom` or in a text: a clinicians' phone number is extension
 * `clinician-phone`, an email address `email`, what a referrer is told `referral-text`; the addresses in Endpoints are
 * for referrers, too. `public_only` leaves all of that out.
 *
 * Hours: a session over midnight is two, until 23:59:59 and from 00:00:00, and is read back as one. Two sessions of ours
 * that touch at midnight are kept apart by extension `urn:signpost:own-session` on the second.
 *
 * Lost, and reported: every other table (areas, profiles' contents, places, travel times, users ...), a line each with
 * its rows. A service's number belongs to its directory, and is not carried.
 *
 * Caveats
 * - Whoever reads availableTime without availabilityExceptions takes a service for open on bank holidays.
 * - A profile, calendar, area or type is carried by its name: the directory that reads it must have one of that name.
 */
#ifndef SIGNPOST_BUNDLE_H
#define SIGNPOST_BUNDLE_H

#include "directory.h"
#include "json.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What goes into a bundle. */
typedef struct signpost_bundle_options {
    size_t size;      /**< sizeof(signpost_bundle_options): SIGNPOST_BUNDLE_OPTIONS_INIT sets it */
    bool public_only; /**< leave out what only professionals may see */
} signpost_bundle_options;

#define SIGNPOST_BUNDLE_OPTIONS_INIT                                                                                   \
    {                                                                                                                  \
        sizeof(signpost_bundle_options), false                                                                         \
    }

/**
 * Writes one state of a directory as a Bundle, entry by entry: memory does not grow with the directory.
 *
 * @param options NULL for the defaults.
 * @param write   takes the bytes, piece by piece.
 * @param entries receives how many entries were written; may be NULL.
 * @param lost    receives a warning for each kind of thing that is not carried, with how many rows or services that
 *                concerns; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_IO when `write` refused; SIGNPOST_INVALID for the options; SIGNPOST_BUSY,
 *         SIGNPOST_CORRUPT, SIGNPOST_IO, SIGNPOST_NO_MEMORY. Belongs to the directory's thread.
 */
SIGNPOST_API signpost_status signpost_bundle_write(signpost_directory *directory,
                                                   const signpost_bundle_options *options,
                                                   signpost_write_function write, void *context, size_t *entries,
                                                   signpost_diagnostics *lost, signpost_error *error);

/**
 * Imports a Bundle, ours or another's: as signpost_directory_import, in one transaction and one act, with the same
 * counts, refusals, dry run and `skip_refused`. Entries may come in any order, and refer to each other by `fullUrl`,
 * `Type/id`, `#id` of what is contained, or an organisation's identifier. The file is walked twice, entry by entry; an
 * entry may have 1 MiB.
 *
 * An entry becomes rows: an Organization one, a HealthcareService its own and one for each practice, area, endpoint and
 * the capacity. What no entry of the file says of a service stays as it was. A file that is not well-formed JSON, or no
 * Bundle of type collection or searchset, is refused whole; an entry by itself, when it cannot be understood, has a
 * modifierExtension, or claims the address or identifier of another. What is not kept is reported, a warning for each
 * kind with how often it was met: entries of other types, members, extensions, a second phone number, references that
 * lead to nothing.
 *
 * Hours: `availableTime` to the minute, never longer than said; one that closes before it opens goes over midnight;
 * 23:59:59, 24:00 and 00:00 as an end are midnight. `notAvailable` must be of whole days, or the entry is refused: the
 * service would be taken for open. A service type is told by our code, or by the name of one of the directory's.
 *
 * @param path    a file, which is read more than once: no pipe.
 * @param options NULL for the defaults; `table` and `mapping` must be NULL.
 * @return as signpost_directory_import. Belongs to the directory's thread.
 */
SIGNPOST_API signpost_status signpost_bundle_import(signpost_directory *directory, const char *path,
                                                    const signpost_act *act, const signpost_import_options *options,
                                                    signpost_import_report *report, signpost_diagnostics *diagnostics,
                                                    signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif

/** @file
 * Open Referral's Human Services Data Specification, HSDS 3.0, as a folder of CSV files (a tabular data package).
 *
 * A service comes to a `service`, its `location`, `address`, `service_at_location` and `phone`, and to rows of
 * `schedule` for its hours; an organisation to an `organization` with its ODS code as an `organization_identifier`; a
 * limit or a promotion to an area to a `service_area`. What HSDS has no field for stands in `attribute`, whose terms
 * (`taxonomy_term`) are explained in the folder: uid, service type, clinical profile, ODS code, commissioner, validity,
 * practices, capacity, verification. `metadata` names the last verification, `datapackage.json` every field.
 *
 * Identifiers are UUIDs of version 8, made of what a row is about: BLAKE2b-128 of `hsds/KIND/KEY`, such as
 * `hsds/service/kent-utc-001`. So a directory always comes to the same folder, and an entry is known again by its
 * identifier, even where others dropped the attributes; one that claims the uid of another entry is refused.
 *
 * Hours are local times. Each session is a row: WEEKLY with its days, or with one date as `valid_from` and `valid_to`.
 * One that closes at or before it opens ends on the next day; 00:00 is the midnight at its end. HSDS has no bank
 * holidays, no days of every year and no closures: such rows have no rule, say in their description what they are, and
 * an attribute of the row has it for programs.
 *
 * Caveats
 * - Others read a folder without our attributes: to them a service is open on a bank holiday that is a Monday.
 * - HSDS asks for `timezone` as an offset, which a place with summer time does not have: it is left empty, and times
 * have no offset.
 */
#ifndef SIGNPOST_HSDS_H
#define SIGNPOST_HSDS_H

#include "directory.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How a folder is written. */
typedef struct signpost_hsds_options {
    size_t size;      /**< sizeof(signpost_hsds_options): SIGNPOST_HSDS_OPTIONS_INIT sets it */
    bool public_only; /**< leave out what is for professionals only: clinicians' phone numbers, email addresses,
                         instructions for referrers, endpoints. Else they stand in attributes, never in the fields that
                         HSDS has for the public, and the folder is not for publication */
} signpost_hsds_options;

#define SIGNPOST_HSDS_OPTIONS_INIT                                                                                     \
    {                                                                                                                  \
        sizeof(signpost_hsds_options), false                                                                           \
    }

/**
 * Writes a directory as an HSDS 3.0 folder, which is made when there is none; files of the same names are replaced,
 * each whole or not at all.
 *
 * @param options NULL for the defaults: all that there is.
 * @param rows    receives how many rows were written; may be NULL.
 * @param losses  receives a warning for each kind of thing that is left out or withheld, with how many services or rows
 *                that concerns; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_INVALID for the options or the folder's name; SIGNPOST_IO, SIGNPOST_BUSY,
 *         SIGNPOST_CORRUPT or SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_hsds_export(signpost_directory *directory, const char *folder,
                                                  const signpost_hsds_options *options, size_t *rows,
                                                  signpost_diagnostics *losses, signpost_error *error);

/**
 * Imports an HSDS 3.0 folder, in one transaction and one act, as signpost_directory_import does: with the same checks,
 * counts, refusals and options. Files are read row by row; memory does not grow with them.
 *
 * Files are known by the name of their table (`service.csv`) or by that of the published data package (`services.csv`);
 * all but the services' may be missing. Every entry is a service at a location: a service at several is an entry at
 * each. It is known again by its uid, or by the identifier that signpost_hsds_export gives an entry of this directory;
 * else its HSDS identifier is its uid. An organisation is known by its ODS code (`organization_identifier` with the
 * scheme `GB-NHS` or the type `ODS`).
 *
 * Hours are the schedules of the service at its location, else of the service, else of the location. Weekly rows are
 * taken; those that hold from one date to another at most a month later are open on those dates besides the week's
 * hours. What is over on the day of the act, or does not hold yet, is passed over; other rules are refused. What no row
 * of the folder says stays as the directory has it.
 *
 * HSDS knows no service types and no clinical profiles: for a folder without our attributes `options->mapping` may
 * supply constants for services, which each service then lists as assumed. `options->table` means nothing here.
 *
 * @param report      counts rows of the directory's tables, and rows of the folder that were refused.
 * @param diagnostics receives a line for each refused row, and for each kind of thing that is not kept.
 * @return as signpost_directory_import; SIGNPOST_NOT_FOUND when the folder has no services.
 */
SIGNPOST_API signpost_status signpost_hsds_import(signpost_directory *directory, const char *folder,
                                                  const signpost_act *act, const signpost_import_options *options,
                                                  signpost_import_report *report, signpost_diagnostics *diagnostics,
                                                  signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif

/** @file
 * Verification: that an entry is still right is said by somebody, with evidence, and is due again.
 *
 * An entry is due so many months after it was verified last, by its service type (the table verification-rules; 12
 * without a row); one that never was is due so long after it was made. Active and suspended entries are looked at.
 * Verifying is one act: who, when, on what evidence.
 *
 * All calls belong to the thread of the directory.
 */
#ifndef SIGNPOST_VERIFICATION_H
#define SIGNPOST_VERIFICATION_H

#include "directory.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Notes that an entry is right. Who acts must be a provider of it, its commissioner, or an editor of its area.
 *
 * @param service  uid.
 * @param evidence what shows it, such as "telephone call with their manager"; it must say something.
 * @param due      receives the date on which it is due again; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND with the nearest uid in the hint; SIGNPOST_STATE for a closed entry or a
 *         draft; SIGNPOST_REFUSED for want of a right; SIGNPOST_INVALID for the act or the evidence; SIGNPOST_BUSY,
 *         SIGNPOST_IO, SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_service_verify(signpost_directory *directory, const char *service,
                                                     const char *evidence, const signpost_act *act, signpost_date *due,
                                                     signpost_error *error);

/** An entry that is due. Texts are borrowed for the call; "" for nothing. */
typedef struct signpost_verification {
    const char *uid, *name, *type;
    const char *provider, *provider_name; /**< code, or the entry's own ODS code; and its name */
    const char *commissioner;
    const char *email, *phone;   /**< where a reminder can go: the entry's own */
    bool has_verified;           /**< it was verified before */
    signpost_minute verified_at; /**< when last */
    const char *verified_by;
    signpost_date due;
    int32_t overdue_days; /**< how long it has been due; below 0: in so many days it will be */
} signpost_verification;

/** Takes an entry; false stops. */
typedef bool signpost_verification_function(void *context, const signpost_verification *entry);

/**
 * Lists the entries that are due, the longest overdue first, then by uid.
 *
 * @param date     the day that is looked at.
 * @param days     those that will be due within so many days, too; 0 for what is due now.
 * @param provider only this one's; NULL for all.
 * @return SIGNPOST_OK, also when there are none; SIGNPOST_INVALID for days that are not 0 to 36500; as
 * signpost_directory_describe.
 */
SIGNPOST_API signpost_status signpost_verification_list(signpost_directory *directory, signpost_date date, int days,
                                                        const char *provider, signpost_verification_function *take,
                                                        void *context, signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif

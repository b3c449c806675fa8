/** @file
 * The message table: what a message id means, and what to do about it.
 */
#ifndef SIGNPOST_MESSAGE_H
#define SIGNPOST_MESSAGE_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One row of the table. Texts are constants. */
typedef struct signpost_message {
    int id;              /**< 204 for SP0204; never given to another meaning */
    const char *name;    /**< such as "unknown-step" */
    const char *meaning; /**< what it says, in a sentence or two */
    const char *remedy;  /**< what to do */
} signpost_message;

/** How many messages there are. Any thread. */
SIGNPOST_API size_t signpost_message_count(void);

/** The message at `index`, from 0, by rising id; NULL past the end. Any thread. */
SIGNPOST_API const signpost_message *signpost_message_at(size_t index);

/** The message with this id; NULL when there is none. Any thread. */
SIGNPOST_API const signpost_message *signpost_message_find(int id);

#ifdef __cplusplus
}
#endif
#endif

/* Every walk of small content, one by one, and all that proofs claim, judged on each: the second, obvious way. */
#ifndef SIGNPOST_TESTS_PLAIN_WALKS_H
#define SIGNPOST_TESTS_PLAIN_WALKS_H

#include "proof/proving.h"

enum { PLAIN_MOST_FINDINGS = 512, PLAIN_MOST_STEPS = 64, PLAIN_AGES = 6, PLAIN_MOST_WALKS = 3000 };
extern const int32_t plain_ages[PLAIN_AGES]; /* days: both sides of every boundary that random content has */

/* As a proof's finding: what, about what, and the fewest questions before it shows. */
typedef struct plain_finding {
    int id;
    sgp_index subject, other;
    int32_t questions;
} plain_finding;

typedef struct plain_seen {
    plain_finding findings[PLAIN_MOST_FINDINGS];
    size_t count;
    unsigned long long walks;
    int32_t longest;
    bool reached[PLAIN_MOST_STEPS][3][PLAIN_AGES][SIGNPOST_SEX_COUNT]; /* by step and discriminator + 1 */
} plain_seen;

/* False when some patient has more than PLAIN_MOST_WALKS ways. Content must have no more than PLAIN_MOST_STEPS steps,
 * no more than two discriminators, and no boundary of ages but 10 days and 5 years. */
bool plain_walk_all(const signpost_algorithms *algorithms, plain_seen *seen);

bool plain_has_reached(const plain_seen *seen, sgp_index step, int discriminator, int age, int sex);

#endif

/* Walking what a proof shows: its answers files, read and answered as a host would. */
#ifndef SIGNPOST_TESTS_REPLAY_H
#define SIGNPOST_TESTS_REPLAY_H

#include "proof/proving.h"

/* Replays the walk of a finding, and looks whether it shows what the finding claims. NULL when all is well, or what is
 * not, valid until the next such call. */
const char *replay_finding(signpost_algorithms *algorithms, const signpost_proof *proof, size_t index);

#endif

/** @file
 * signpost: from a caller's answers to the right local service, with the reasons.
 *
 * This header includes all the others, one a concept. What holds for every one of them:
 *
 * - **Status.** A call that can fail returns a `signpost_status`; results go through out-parameters. After a
 *   failure a `**out` is NULL and other outputs are left alone, unless the call says otherwise. Details go into
 *   a `signpost_error` that the caller supplies, which may be NULL.
 * - **Ownership.** `**out` is owned by the caller and given back with the object's `_free` (which takes NULL); a
 *   returned pointer is borrowed, and lives as long as what it was asked of.
 * - **Threads.** Compiled objects (`signpost_algorithms`, `signpost_calendar`, `signpost_hours`,
 *   `signpost_policy`, `signpost_index`) never change and may be shared by any number of threads; those counted by
 *   reference have a `_ref`. Things built on them (`signpost_walk`, `signpost_results`) belong to one thread at
 *   a time, and so does a `signpost_directory`.
 * - **The world.** The library never aborts, exits or prints, and never reads the clock, the environment or the
 *   locale: time and place are arguments. It keeps no state of its own but the allocator table (memory.h).
 * - **NULL.** A pointer argument must not be NULL unless its description says what NULL means.
 * - **Text** is UTF-8, ended by NUL. **Moments** are minutes since 1970-01-01T00:00Z, **distances** whole metres.
 */
#ifndef SIGNPOST_H
#define SIGNPOST_H

#include "signpost/algorithms.h"
#include "signpost/audit.h"
#include "signpost/base.h"
#include "signpost/bundle.h"
#include "signpost/calendar.h"
#include "signpost/cases.h"
#include "signpost/changes.h"
#include "signpost/contracts.h"
#include "signpost/diff.h"
#include "signpost/directory.h"
#include "signpost/draw.h"
#include "signpost/duplicates.h"
#include "signpost/effect.h"
#include "signpost/fhir.h"
#include "signpost/figures.h"
#include "signpost/history.h"
#include "signpost/hours.h"
#include "signpost/hsds.h"
#include "signpost/index.h"
#include "signpost/journal.h"
#include "signpost/json.h"
#include "signpost/kpi.h"
#include "signpost/live.h"
#include "signpost/many.h"
#include "signpost/memory.h"
#include "signpost/message.h"
#include "signpost/national.h"
#include "signpost/need.h"
#include "signpost/outcome.h"
#include "signpost/patient.h"
#include "signpost/overlaps.h"
#include "signpost/policy.h"
#include "signpost/proof.h"
#include "signpost/quality.h"
#include "signpost/snapshot.h"
#include "signpost/remedies.h"
#include "signpost/script.h"
#include "signpost/search.h"
#include "signpost/staffing.h"
#include "signpost/time.h"
#include "signpost/verification.h"
#include "signpost/walk.h"

#endif

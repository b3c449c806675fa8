/* The journal of `triage`: the file that it is kept in, going on from one, what was chosen. */
#ifndef SIGNPOST_JOURNALING_H
#define SIGNPOST_JOURNALING_H

#include "searching.h"

typedef struct journaling {
    const char *path; /* NULL when no journal is kept */
    int file;
    int64_t size; /* bytes of whole lines */
    signpost_recorder *recorder;
    signpost_journal *before; /* what --resume goes on from; NULL for a call that begins */
} journaling;

/* Makes the file of --journal, or opens that of --resume. DONE, or what to end with. */
int journaling_open(journaling *made, const arguments *given);
void journaling_close(journaling *made);

/* What --resume reads; says on stderr what is wrong with it. DONE, or what to end with. */
int journal_load(const char *path, const signpost_journal_options *options, signpost_journal **journal);

/* Records a search with the digest of the directory of --directory. These do nothing when no journal is kept. */
int journaling_search(journaling *to, const arguments *given, const signpost_need *need,
                      const signpost_results *results, signpost_minute moment);
/* Records the service of --choose, or asks which was chosen and why others were not. */
int journaling_choose(journaling *to, const arguments *given, const signpost_results *results, bool is_asked,
                      signpost_minute moment);
/* Records the end of the call. */
int journaling_end(journaling *to, const signpost_walk *walk, signpost_minute moment);

/* `signpost triage --replay`. */
int replay(const arguments *given);

#endif

/* The index as a file, inside the library. One walk over the index's parts serves all ways: `writing` puts each part
 * down, otherwise each is taken up again where it stands and, unless `trusting`, checked. Rules kept here:
 *  - the file has no pointers: tables stand in it as they do in memory, and are found by how many rows they have;
 *  - the first failure stays in `status`; what comes after it does nothing;
 *  - an index that is being written is only read: other threads may be searching it;
 *  - whatever the bytes are, no table reaches past their end; and an index that was read without trust is safe to
 * search: each number that leads somewhere is within range. */
#ifndef SGP_SEARCH_KEEP_H
#define SGP_SEARCH_KEEP_H

#include "search/shelves.h"

typedef struct sgp_keep {
    signpost_index *index;
    bool writing;
    bool trusting; /* reading: nothing is looked at whose checking would take as long as reading it */
    signpost_status status;
    signpost_error *error;
    sgp_array out; /* char: what is written so far */
    /* What is read. */
    char *bytes;
    size_t size, at;
} sgp_keep;

/* Fails as damage does, once. */
void sgp_keep_damaged(sgp_keep *keep, const char *what);
/* Room for so many zeroed rows to fill in, or the rows of the file; aligned to 8 bytes. NULL on failure. Rows to fill
 * in stay where they are until the next call. */
void *sgp_keep_rows(sgp_keep *keep, size_t count, size_t row_size);
/* The items themselves, or those of the file. */
void *sgp_keep_items(sgp_keep *keep, const void *items, size_t count, size_t item_size);
/* Reading: zeroed room in the index, to be filled in from the rows of the file. */
void *sgp_keep_make(sgp_keep *keep, size_t count, size_t size);
size_t sgp_keep_count(sgp_keep *keep, size_t count);
/* A text by itself: what is written, or what the file has. Never NULL. */
const char *sgp_keep_text(sgp_keep *keep, const char *text);
void sgp_keep_texts(sgp_keep *keep, sgp_texts *texts);
void sgp_keep_strings(sgp_keep *keep, sgp_strings *strings);
void sgp_keep_lists(sgp_keep *keep, sgp_lists *lists, size_t owner_count, size_t item_size);

/* Whether what is read is to be checked. */
static inline bool sgp_keep_checks(const sgp_keep *keep)
{
    return !keep->writing && !keep->trusting && keep->status == SIGNPOST_OK;
}

/* Checks: each number is `least` or more and below `end`. */
void sgp_keep_check(sgp_keep *keep, const int32_t *numbers, size_t count, int32_t least, size_t end);
/* Checks: each place is one of the index's texts. */
void sgp_keep_check_places(sgp_keep *keep, const uint32_t *places, size_t count, const sgp_texts *texts);

/* SGP_NO_NUMBER, or a number below `end`. */
static inline bool sgp_is_number(int32_t number, size_t end)
{
    return number >= SGP_NO_NUMBER && number < (int64_t)end;
}

/* Keeps what a pointer of the index leads to. */
#define SGP_KEEP(keep, pointer, count)                                                                                 \
    do {                                                                                                               \
        void *kept_ = sgp_keep_items(keep, pointer, count, sizeof *(pointer));                                         \
        if (!(keep)->writing)                                                                                          \
            (pointer) = kept_;                                                                                         \
    } while (0)

/* The parts, in their order. */
void sgp_keep_codes(sgp_keep *keep);
void sgp_keep_hours(sgp_keep *keep);
void sgp_keep_profiles(sgp_keep *keep);
void sgp_keep_services(sgp_keep *keep);
void sgp_keep_shelves(sgp_keep *keep);

/* What stands at the beginning of a file. */
typedef struct sgp_kept_header {
    char magic[8];
    uint32_t version, byte_order;
    uint64_t layout;   /* a checksum of the sizes of all structures that stand in the file */
    uint64_t checksum; /* of all that follows */
    uint64_t size;     /* of the file */
    int64_t content_version, last_act;
    char policy[24];             /* its fingerprint */
    uint32_t directory, nothing; /* its name, a text */
} sgp_kept_header;
_Static_assert(sizeof(sgp_kept_header) == 88, "a header has no gaps");

/* Files are no larger: whatever is counted in one fits into 32 bits. */
#define SGP_KEPT_MOST_BYTES ((size_t)UINT32_MAX)

/* The whole index as bytes, with its header; the caller releases them. */
signpost_status sgp_index_to_bytes(const signpost_index *index, sgp_array *bytes, signpost_error *error);
/* An index of bytes that sgp_allocate gave, or of a mapping, which is trusted; either is taken over, also on failure.
 * Checks all but that it is the right directory's. */
signpost_status sgp_index_from_bytes(char *bytes, size_t size, bool is_mapped, const signpost_policy *policy,
                                     signpost_index **index, signpost_error *error);
/* Puts size and checksum into the header of bytes, of which there are enough for one. */
void sgp_index_seal(char *bytes, size_t size);

#endif

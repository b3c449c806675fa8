/* The index as a file, inside the library. One walk over the index's parts serves both ways: `writing` puts each part down,
 * otherwise each is taken up again and checked. Rules kept here:
 *  - the first failure stays in `status`; what comes after it does nothing;
 *  - an index that is being written is only read: other threads may be searching it;
 *  - whatever the bytes are, an index that was read is safe to search: each number that leads somewhere is within range. */
#ifndef SGP_SEARCH_KEEP_H
#define SGP_SEARCH_KEEP_H

#include "search/shelves.h"

typedef struct sgp_keep {
    signpost_index *index;
    bool writing;
    signpost_status status;
    signpost_error *error;
    /* Writing: what there is so far; texts are put behind the rest at the end. */
    sgp_array out, out_texts; /* char */
    sgp_arena seen_arena;
    sgp_strings seen;      /* texts that stand there: each once */
    sgp_array seen_places; /* uint32_t, by their numbers */
    /* Reading. */
    char *bytes;
    size_t size, at;
    const char *texts; /* ends with a NUL */
    size_t texts_size;
} sgp_keep;

/* Fails as damage does, once. */
void sgp_keep_damaged(sgp_keep *keep, const char *what);
/* Room for so many zeroed rows to fill in, or the rows of the file; aligned to 8 bytes. NULL on failure. Rows to fill in stay
 * where they are until the next call. */
void *sgp_keep_rows(sgp_keep *keep, size_t count, size_t row_size);
/* The items themselves, or those of the file. */
void *sgp_keep_items(sgp_keep *keep, const void *items, size_t count, size_t item_size);
/* Reading: zeroed room in the index, to be filled in from the rows of the file. */
void *sgp_keep_make(sgp_keep *keep, size_t count, size_t size);
size_t sgp_keep_count(sgp_keep *keep, size_t count);
/* A text as its place among the texts. */
uint32_t sgp_keep_text(sgp_keep *keep, const char *text);
const char *sgp_kept_text(sgp_keep *keep, uint32_t place);
void sgp_keep_texts(sgp_keep *keep, const char **texts, size_t count);
void sgp_keep_strings(sgp_keep *keep, sgp_strings *strings);
void sgp_keep_lists(sgp_keep *keep, sgp_lists *lists, size_t owner_count, size_t item_size);
/* Reading: each number is `least` or more and below `end`. */
void sgp_keep_check(sgp_keep *keep, const int32_t *numbers, size_t count, int32_t least, size_t end);

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

/* The whole index as bytes, with its header; the caller releases `keep->out`. */
signpost_status sgp_index_to_bytes(const signpost_index *index, sgp_array *bytes, signpost_error *error);
/* An index of bytes that sgp_allocate gave, which it takes over. Checks all but that it is the right directory's. */
signpost_status sgp_index_from_bytes(char *bytes, size_t size, const signpost_policy *policy, signpost_index **index,
                                     signpost_error *error);
/* Puts size and checksum into the header of bytes, of which there are enough for one. */
void sgp_index_seal(char *bytes, size_t size);

#endif

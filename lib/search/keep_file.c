/* A kept index as bytes: its header, and the walk over its parts. Nothing of the bytes is believed before it is
 * checked; of a mapping, the header and that every table lies within the file. */
#include "search/keep.h"

#include "base/checksum.h"
#include "base/error.h"

#include <string.h>

enum { KEPT_VERSION = 3, BYTE_ORDER_MARK = 0x01020304 };

static const char magic[8] = {'S', 'G', 'P', 'I', 'N', 'D', 'E', 'X'};

/* Structures that stand in the file as they do in memory: another library or machine may have others. */
static uint64_t layout_here(void)
{
    static const uint32_t sizes[] = {
        sizeof(sgp_kept_header), sizeof(sgp_service),   sizeof(sgp_service_texts), sizeof(sgp_service_type),
        sizeof(sgp_area),        sizeof(sgp_area_rank), sizeof(sgp_place),         sizeof(sgp_age_span),
        sizeof(sgp_shelf_item),  sizeof(sgp_word),      sizeof(sgp_travel),
    };
    return sgp_checksum(sizes, sizeof sizes);
}

static uint64_t checksum_of(const char *bytes, size_t size)
{
    size_t from = offsetof(sgp_kept_header, size);
    return sgp_checksum(bytes + from, size - from);
}

void sgp_index_seal(char *bytes, size_t size)
{
    uint64_t length = size;
    memcpy(bytes + offsetof(sgp_kept_header, size), &length, sizeof length);
    uint64_t checksum = checksum_of(bytes, size);
    memcpy(bytes + offsetof(sgp_kept_header, checksum), &checksum, sizeof checksum);
}

static void keep_parts(sgp_keep *keep)
{
    sgp_keep_codes(keep);
    sgp_keep_hours(keep);
    sgp_keep_profiles(keep);
    sgp_keep_services(keep);
    sgp_keep_shelves(keep);
}

/* Writing. */

signpost_status sgp_index_to_bytes(const signpost_index *index, sgp_array *bytes, signpost_error *error)
{
    sgp_keep keep = {.index = (signpost_index *)index, /* which writing leaves alone */
                     .writing = true,
                     .error = error,
                     .out = SGP_ARRAY_OF(char)};
    sgp_kept_header head = {.version = KEPT_VERSION,
                            .byte_order = BYTE_ORDER_MARK,
                            .layout = layout_here(),
                            .content_version = index->content_version,
                            .last_act = index->last_act,
                            .directory = index->directory};
    memcpy(head.magic, magic, sizeof magic);
    memcpy(head.policy, index->policy->fingerprint, sizeof index->policy->fingerprint);
    sgp_keep_items(&keep, &head, 1, sizeof head);
    keep_parts(&keep);
    if (keep.status == SIGNPOST_OK && keep.out.count > SGP_KEPT_MOST_BYTES)
        keep.status = sgp_fail(error, SIGNPOST_STATE, SGP_NOT_KEPT, "the index is too large to be kept");
    if (keep.status == SIGNPOST_OK) {
        sgp_index_seal(keep.out.items, keep.out.count);
        *bytes = keep.out;
    } else {
        sgp_array_release(&keep.out);
    }
    return keep.status;
}

/* Reading. */

static signpost_status foreign(signpost_error *error)
{
    return sgp_fail(error, SIGNPOST_VERSION, SGP_KEPT_FOREIGN,
                    "the kept index was written by another version of this library, or on another kind of machine");
}

static signpost_status check_header(const signpost_index *index, sgp_kept_header *head, signpost_error *error)
{
    const char *bytes = index->kept;
    size_t size = index->kept_size;
    if (size < sizeof *head || memcmp(bytes, magic, sizeof magic) != 0)
        return sgp_fail(error, SIGNPOST_CORRUPT, SGP_KEPT_DAMAGED, "the file is no kept index, or is cut short");
    memcpy(head, bytes, sizeof *head);
    if (head->version != KEPT_VERSION || head->byte_order != BYTE_ORDER_MARK || head->layout != layout_here())
        return foreign(error);
    bool good = head->size == size && size <= SGP_KEPT_MOST_BYTES && head->nothing == 0 &&
                (index->is_mapped || head->checksum == checksum_of(bytes, size));
    if (!good)
        return sgp_fail(error, SIGNPOST_CORRUPT, SGP_KEPT_DAMAGED, "the kept index is damaged or cut short");
    if (memcmp(head->policy, index->policy->fingerprint, sizeof index->policy->fingerprint) != 0)
        return sgp_fail(error, SIGNPOST_STATE, SGP_KEPT_STALE, "the kept index is of another policy than \"%s\"",
                        index->policy->name);
    return SIGNPOST_OK;
}

/* Fills an index that has its policy and bytes. */
static signpost_status fill(signpost_index *index, signpost_error *error)
{
    sgp_kept_header head;
    signpost_status status = check_header(index, &head, error);
    if (status != SIGNPOST_OK)
        return status;
    sgp_keep keep = {.index = index,
                     .trusting = index->is_mapped,
                     .error = error,
                     .bytes = index->kept,
                     .size = index->kept_size,
                     .at = sizeof head};
    index->directory = head.directory;
    index->content_version = head.content_version;
    index->last_act = head.last_act;
    keep_parts(&keep);
    if (head.directory >= index->all_texts.bytes.count)
        sgp_keep_damaged(&keep, "it has no name");
    if (keep.at != keep.size)
        sgp_keep_damaged(&keep, "it goes on after its end");
    return keep.status;
}

signpost_status sgp_index_from_bytes(char *bytes, size_t size, bool is_mapped, const signpost_policy *policy,
                                     signpost_index **index, signpost_error *error)
{
    signpost_index *made;
    signpost_status status = sgp_index_new(policy, &made, error);
    *index = NULL;
    if (status != SIGNPOST_OK) {
        sgp_kept_release(bytes, size, is_mapped);
        return status;
    }
    made->kept = bytes;
    made->kept_size = size;
    made->is_mapped = is_mapped;
    status = fill(made, error);
    if (status == SIGNPOST_OK)
        *index = made;
    else
        signpost_index_free(made);
    return status;
}

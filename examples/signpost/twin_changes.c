/* What a change does to duplicates: pairs of entries that are taken for one service, of each side, and the difference.
 */
#include "twin_changes.h"

#include <stdlib.h>
#include <string.h>

static int by_uids(const void *a, const void *b)
{
    const twin_pair *x = a, *y = b;
    int order = strcmp(x->uids[0], y->uids[0]);
    return order ? order : strcmp(x->uids[1], y->uids[1]);
}

/* The pairs of a side, sorted; NULL when memory ran out. */
static twin_pair *list_pairs(const signpost_duplicates *of, size_t *count)
{
    size_t all = signpost_duplicates_pair_count(of);
    twin_pair *pairs = malloc((all + 1) * sizeof *pairs);
    *count = 0;
    for (size_t i = 0; i < all && pairs; i++) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(of, i);
        const signpost_duplicate_record *a = signpost_duplicates_record(of, pair.a);
        const signpost_duplicate_record *b = signpost_duplicates_record(of, pair.b);
        bool in_order = strcmp(a->uid, b->uid) < 0;
        if (pair.verdict == SIGNPOST_DUPLICATE_SAME)
            pairs[(*count)++] = in_order ? (twin_pair){{a->uid, b->uid}, {a->name, b->name}}
                                         : (twin_pair){{b->uid, a->uid}, {b->name, a->name}};
    }
    if (pairs)
        qsort(pairs, *count, sizeof *pairs, by_uids);
    return pairs;
}

/* Leaves in `pairs` those that the other side has not. */
static size_t leave_out(twin_pair *pairs, size_t count, const twin_pair *others, size_t other_count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!other_count || !bsearch(&pairs[i], others, other_count, sizeof *others, by_uids))
            pairs[kept++] = pairs[i];
    return kept;
}

static int subtract(twin_changes *found)
{
    size_t before_count, after_count;
    twin_pair *before = list_pairs(found->sides[0], &before_count), *after = list_pairs(found->sides[1], &after_count);
    twin_pair *whole = before ? malloc((before_count + 1) * sizeof *whole) : NULL;
    found->lists[0] = after;
    found->lists[1] = before;
    if (!before || !after || !whole) {
        free(whole);
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    memcpy(whole, before, before_count * sizeof *whole);
    found->counts[1] = leave_out(before, before_count, after, after_count);
    found->counts[0] = leave_out(after, after_count, whole, before_count);
    free(whole);
    return DONE;
}

int twin_changes_find(const auditing *before, const auditing *after, twin_changes *found)
{
    const auditing *const sides[] = {before, after};
    signpost_error error = SIGNPOST_ERROR_INIT;
    *found = (twin_changes){.counts = {0}};
    for (int i = 0; i < 2; i++) {
        progress bar = progress_begin("entries");
        signpost_duplicates_options options = SIGNPOST_DUPLICATES_OPTIONS_INIT;
        options.progress = progress_show;
        options.progress_context = &bar;
        signpost_status status =
            signpost_duplicates_of_directory(sides[i]->directory, &options, &found->sides[i], &error);
        progress_end(&bar);
        if (status != SIGNPOST_OK)
            return could_not(&error);
    }
    return subtract(found);
}

void twin_changes_release(twin_changes *found)
{
    for (int i = 0; i < 2; i++) {
        free(found->lists[i]);
        signpost_duplicates_free(found->sides[i]);
    }
}

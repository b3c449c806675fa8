/* A live index. Rules kept here:
 *  - `current` is read and changed only under `swapping`, which is held for nothing else, so that readers never wait
 *    for a build;
 *  - an old index is released outside of it: freeing a country's index takes a while. */
#include "signpost/live.h"

#include "base/error.h"
#include "base/memory.h"
#include "directory/directory.h"

#include <pthread.h>

struct signpost_live {
    char *path, *kept;       /* kept: NULL for no file */
    signpost_policy *policy; /* counted; NULL for the built-in one */
    signpost_index *current; /* counted */
    pthread_mutex_t swapping, refreshing;
};

/* The index of the directory as it stands: from the kept file, or compiled and kept. */
static signpost_status open_index(const signpost_live *live, signpost_index **index, signpost_error *error)
{
    signpost_directory *directory;
    *index = NULL;
    signpost_status status = signpost_directory_open(live->path, SIGNPOST_READ_ONLY, &directory, error);
    if (status == SIGNPOST_OK && live->kept)
        status = signpost_index_open(directory, live->policy, live->kept, index, NULL, error);
    else if (status == SIGNPOST_OK)
        status = signpost_index_build(directory, live->policy, index, error);
    signpost_directory_close(directory);
    return status;
}

signpost_status signpost_live_open(const char *path, const signpost_policy *policy, const char *kept,
                                   signpost_live **live, signpost_error *error)
{
    *live = NULL;
    signpost_live *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    pthread_mutex_init(&made->swapping, NULL); /* with no attributes it cannot fail here */
    pthread_mutex_init(&made->refreshing, NULL);
    made->path = sgp_copy_text(path);
    made->kept = kept ? sgp_copy_text(kept) : NULL;
    made->policy = policy ? signpost_policy_ref(policy) : NULL;
    signpost_status status =
        made->path && (made->kept || !kept) ? open_index(made, &made->current, error) : sgp_fail_memory(error);
    if (status == SIGNPOST_OK)
        *live = made;
    else
        signpost_live_free(made);
    return status;
}

void signpost_live_free(signpost_live *live)
{
    if (!live)
        return;
    signpost_index_free(live->current);
    signpost_policy_free(live->policy);
    pthread_mutex_destroy(&live->swapping);
    pthread_mutex_destroy(&live->refreshing);
    sgp_release(live->path);
    sgp_release(live->kept);
    sgp_release(live);
}

signpost_index *signpost_live_take(signpost_live *live)
{
    pthread_mutex_lock(&live->swapping);
    signpost_index *taken = signpost_index_ref(live->current);
    pthread_mutex_unlock(&live->swapping);
    return taken;
}

/* Puts an index, with the reference that the caller has, in the place of the current one. */
static void swap(signpost_live *live, signpost_index *index)
{
    pthread_mutex_lock(&live->swapping);
    signpost_index *old = live->current;
    live->current = index;
    pthread_mutex_unlock(&live->swapping);
    signpost_index_free(old);
}

void signpost_live_publish(signpost_live *live, signpost_index *index)
{
    swap(live, signpost_index_ref(index));
}

/* The version of what stands in the file now. */
static signpost_status read_version(const signpost_live *live, int64_t *version, signpost_error *error)
{
    signpost_directory *directory;
    signpost_status status = signpost_directory_open(live->path, SIGNPOST_READ_ONLY, &directory, error);
    if (status == SIGNPOST_OK)
        status = sgp_db_integer(directory->db, "SELECT content_version FROM directory", version, error);
    signpost_directory_close(directory);
    return status;
}

static signpost_status refresh(signpost_live *live, signpost_error *error)
{
    int64_t version;
    signpost_index *index = signpost_live_take(live);
    int64_t known = signpost_index_content_version(index);
    signpost_index_free(index);
    signpost_status status = read_version(live, &version, error);
    if (status != SIGNPOST_OK)
        return status;
    if (version == known)
        return SIGNPOST_NONE;
    status = open_index(live, &index, error);
    if (status == SIGNPOST_OK)
        swap(live, index);
    return status;
}

signpost_status signpost_live_refresh(signpost_live *live, signpost_error *error)
{
    pthread_mutex_lock(&live->refreshing);
    signpost_status status = refresh(live, error);
    pthread_mutex_unlock(&live->refreshing);
    return status;
}

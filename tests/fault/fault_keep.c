/* Keeping an index, and taking it from its file, when memory runs out, or the disk fails, at every place that it can:
 * what cannot be kept is searched all the same, what stood there stands there still, and nothing is left beside it. */
#include "../support/cmocka_all.h"
#include "../support/fault.h"

#include "../support/say_search.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-fault-keep-XXXXXX";
static char kept[sizeof path + 8];
static signpost_directory *directory;
static signpost_index *town;

static int make_town(void **state)
{
    (void)state;
    close(mkstemp(path));
    snprintf(kept, sizeof kept, "%s.index", path);
    directory = test_town_make(path);
    return directory && signpost_index_build(directory, NULL, &town, NULL) == SIGNPOST_OK ? 0 : -1;
}

static int remove_town(void **state)
{
    (void)state;
    signpost_index_free(town);
    signpost_directory_close(directory);
    remove(kept);
    return remove(path);
}

/* ---- what stands there before ---- */

static bool is_whole(void)
{
    signpost_index *index;
    bool whole = signpost_index_load(kept, directory, NULL, &index, NULL) == SIGNPOST_OK;
    signpost_index_free(index);
    return whole;
}

static void keep_town(void *context)
{
    (void)context;
    if (!is_whole()) /* the disk need not be waited for each time */
        (void)signpost_index_save(town, kept, NULL);
}

static void keep_nothing(void *context)
{
    (void)context;
    remove(kept);
}

static void keep_old(void *context)
{
    (void)context;
    FILE *file = fopen(kept, "w");
    fputs("old", file);
    fclose(file);
}

/* ---- what is run ---- */

static signpost_status save(test_run *run)
{
    return signpost_index_save(town, kept, &run->error);
}

/* Searches what a call gave, and frees it. */
static signpost_status search_and_free(test_run *run, signpost_status status, signpost_index *index)
{
    if (status == SIGNPOST_OK)
        status = test_say_search(run, index);
    else if (index)
        test_say(run, "a failed call gave an object\n");
    signpost_index_free(index);
    return status;
}

static signpost_status load(test_run *run)
{
    signpost_index *index;
    signpost_status status = signpost_index_load(kept, directory, NULL, &index, &run->error);
    return search_and_free(run, status, index);
}

static signpost_status map(test_run *run)
{
    signpost_index *index;
    signpost_status status = signpost_index_map(kept, directory, NULL, &index, &run->error);
    return search_and_free(run, status, index);
}

static signpost_status open_all(test_run *run)
{
    signpost_directory *opened;
    signpost_index *index = NULL;
    signpost_status status = signpost_directory_open(path, SIGNPOST_READ_ONLY, &opened, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_index_open(opened, NULL, kept, &index, NULL, &run->error);
    signpost_directory_close(opened);
    return search_and_free(run, status, index);
}

/* ---- what stands there afterwards ---- */

static bool is_old(void)
{
    char text[8] = "";
    FILE *file = fopen(kept, "r");
    bool same = file && fgets(text, sizeof text, file) && strcmp(text, "old") == 0;
    if (file)
        fclose(file);
    return same;
}

static size_t files_beside(void)
{
    const char *name = strrchr(kept, '/') + 1;
    DIR *folder = opendir("/tmp");
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(folder));)
        count += strncmp(entry->d_name, name, strlen(name)) == 0 && strcmp(entry->d_name, name) != 0;
    closedir(folder);
    return count;
}

static void old_or_new(test_run *run, signpost_status status)
{
    (void)run;
    if (files_beside() || (status == SIGNPOST_OK ? !is_whole() : !is_old()))
        fail_msg("a run that ended with \"%s\" left %zu files beside", signpost_status_name(status), files_beside());
}

static void nothing_or_whole(test_run *run, signpost_status status)
{
    (void)run;
    (void)status;
    if (files_beside() || (access(kept, F_OK) == 0 && !is_whole()))
        fail_msg("what is kept is not whole, or one of %zu files is left beside it", files_beside());
}

static const test_scenario saving = {.name = "save", .run = save, .prepare = keep_old, .finish = old_or_new};
static const test_scenario loading = {.name = "load", .run = load, .prepare = keep_town, .finish = nothing_or_whole};
static const test_scenario mapping = {.name = "map", .run = map, .prepare = keep_town, .finish = nothing_or_whole};
static const test_scenario opening_one = {
    .name = "open what is kept", .run = open_all, .prepare = keep_town, .finish = nothing_or_whole};
static const test_scenario opening_none = {
    .name = "build and keep", .run = open_all, .prepare = keep_nothing, .finish = nothing_or_whole};

static void every_allocation_fails_once(void **state)
{
    (void)state;
    assert_true(test_sweep_memory(&saving) > 2);
    assert_true(test_sweep_memory(&loading) > 10);
    assert_true(test_sweep_memory(&mapping) > 10);
    assert_true(test_sweep_memory(&opening_one) > 10);
    assert_true(test_sweep_memory(&opening_none) > 10);
}

static void every_call_of_the_directory_fails_once(void **state)
{
    (void)state;
    assert_true(test_sweep_io(&opening_one) > 2);
    assert_true(test_sweep_io(&opening_none) > 10);
}

/* open, write, fsync, close, rename; open, read, close; open, mmap, close. */
static void every_call_on_the_file_fails_once(void **state)
{
    (void)state;
    assert_true(test_sweep_files(&saving, kept) == 5);
    assert_true(test_sweep_files(&loading, kept) == 3);
    assert_true(test_sweep_files(&mapping, kept) == 3);
    assert_true(test_sweep_files(&opening_one, kept) == 3);
    assert_true(test_sweep_files(&opening_none, kept) == 6);
}

static void what_goes_by_pieces_arrives(void **state)
{
    (void)state;
    test_by_pieces(&saving, kept);
    test_by_pieces(&loading, kept);
    test_by_pieces(&opening_none, kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_fails_once),
        cmocka_unit_test(every_call_of_the_directory_fails_once),
        cmocka_unit_test(every_call_on_the_file_fails_once),
        cmocka_unit_test(what_goes_by_pieces_arrives),
    };
    return cmocka_run_group_tests_name("kept index under faults", tests, make_town, remove_town);
}

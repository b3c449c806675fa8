/* The directory in bad times: killed in the middle, the disk full, damaged, busy. It is as it was before, or whole. */
#include "../support/own_folder.h"

#include "directory/directory.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char base[] = SIGNPOST_SOURCE_ROOT "/dos/base", sample[] = SIGNPOST_SOURCE_ROOT "/dos/sample";

static signpost_directory *open_for(signpost_access access)
{
    signpost_directory *directory;
    assert_int_equal(signpost_directory_open(database, access, &directory, NULL), SIGNPOST_OK);
    return directory;
}

/* A new directory with what services refer to. */
static void make_base(void)
{
    char journal[80];
    signpost_directory *directory;
    snprintf(journal, sizeof journal, "%s-journal", database);
    unlink(journal);
    unlink(database);
    assert_int_equal(signpost_directory_create(database, "Test", &act, &directory, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_directory_import(directory, base, &act, NULL, NULL, NULL, NULL), SIGNPOST_OK);
    signpost_directory_close(directory);
}

static void digest_of(unsigned char digest[SIGNPOST_DIGEST_SIZE])
{
    signpost_directory *directory = open_for(SIGNPOST_READ_WRITE); /* a writer puts right what was left half done */
    assert_int_equal(signpost_directory_digest(directory, digest, NULL), SIGNPOST_OK);
    signpost_directory_close(directory);
}

static signpost_status import_sample(signpost_directory *directory, signpost_error *error)
{
    return signpost_directory_import(directory, sample, &act, NULL, NULL, NULL, error);
}

static void killed_in_the_middle_it_is_whole(void **state)
{
    (void)state;
    unsigned char before[SIGNPOST_DIGEST_SIZE], after[SIGNPOST_DIGEST_SIZE], found[SIGNPOST_DIGEST_SIZE];
    make_base();
    digest_of(before);
    signpost_directory *directory = open_for(SIGNPOST_READ_WRITE);
    assert_int_equal(import_sample(directory, NULL), SIGNPOST_OK);
    signpost_directory_close(directory);
    digest_of(after);

    int old = 0, new = 0;
    for (int round = 0; round < 12; round++) {
        make_base();
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            signpost_status status = signpost_directory_open(database, SIGNPOST_READ_WRITE, &directory, NULL);
            _exit(status ? 1 : import_sample(directory, NULL) ? 1 : 0);
        }
        const struct timespec delay = {0, round * 9000000L}; /* up to 0.1 s, in which an import is done */
        nanosleep(&delay, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        digest_of(found);
        bool is_old = memcmp(found, before, sizeof found) == 0, is_new = memcmp(found, after, sizeof found) == 0;
        assert_true(is_old || is_new);
        old += is_old;
        new += is_new;
    }
    assert_true(old > 0);
    print_message("killed 12 times: %d times as before, %d times done\n", old, new);
}

static void on_a_full_disk_nothing_is_changed(void **state)
{
    (void)state;
    unsigned char before[SIGNPOST_DIGEST_SIZE], after[SIGNPOST_DIGEST_SIZE];
    make_base();
    digest_of(before);
    for (int room = 0; room < 64; room += 9) {
        char sql[64];
        int64_t pages;
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_directory *directory = open_for(SIGNPOST_READ_WRITE);
        assert_int_equal(sgp_db_integer(directory->db, "PRAGMA page_count", &pages, NULL), SIGNPOST_OK);
        snprintf(sql, sizeof sql, "PRAGMA max_page_count = %d", (int)pages + room);
        assert_int_equal(sgp_db_run(directory->db, sql, NULL), SIGNPOST_OK);
        assert_int_equal(import_sample(directory, &error), SIGNPOST_IO);
        assert_non_null(strstr(error.message, "the disk is full"));
        assert_int_equal(signpost_directory_digest(directory, after, NULL), SIGNPOST_OK); /* the handle is still good */
        assert_memory_equal(before, after, sizeof before);
        signpost_directory_close(directory);
    }
    signpost_directory *directory = open_for(SIGNPOST_READ_ONLY);
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_directory_export(directory, "/dev/full/x", NULL, &error), SIGNPOST_IO);
    assert_string_equal(error.message, "could not write \"/dev/full/x\": the system refused");
    signpost_directory_close(directory);
}

/* Writes over every page in turn: it must be noticed, or be of no account; never a crash. */
static void damage_is_noticed(void **state)
{
    (void)state;
    unsigned char before[SIGNPOST_DIGEST_SIZE], after[SIGNPOST_DIGEST_SIZE], page[4096], noise[4096];
    make_base();
    digest_of(before);
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (unsigned char)(i * 7 + 13);
    FILE *file = fopen(database, "r+b");
    assert_non_null(file);
    int noticed = 0, pages = 0;
    for (long at = 0; fseek(file, at, SEEK_SET) == 0 && fread(page, 1, sizeof page, file) == sizeof page; at += 4096) {
        signpost_directory *directory;
        signpost_error error = SIGNPOST_ERROR_INIT;
        fseek(file, at, SEEK_SET);
        fwrite(noise, 1, sizeof noise, file);
        fflush(file);
        signpost_status status = signpost_directory_open(database, SIGNPOST_READ_ONLY, &directory, &error);
        if (!status) {
            status = signpost_directory_digest(directory, after, &error);
            signpost_directory_close(directory);
        }
        pages++;
        noticed += status == SIGNPOST_CORRUPT;
        if (status != SIGNPOST_CORRUPT && (status || memcmp(before, after, sizeof after) != 0))
            fail_msg("page %d: status %d, \"%s\"", pages, status, error.message);
        fseek(file, at, SEEK_SET);
        fwrite(page, 1, sizeof page, file);
        fflush(file);
        fseek(file, at, SEEK_SET);
    }
    fclose(file);
    assert_true(noticed > pages / 3); /* the others hold indices that a digest does not read, or nothing */
    digest_of(after);
    assert_memory_equal(before, after, sizeof before);
}

static void a_second_writer_is_told(void **state)
{
    (void)state;
    signpost_error error = SIGNPOST_ERROR_INIT;
    make_base();
    signpost_directory *first = open_for(SIGNPOST_READ_WRITE), *second = open_for(SIGNPOST_READ_WRITE);
    sqlite3_busy_timeout(second->db->handle, 10);
    int64_t number;
    assert_int_equal(sgp_directory_begin(first, &act, "a test", &number, NULL), SIGNPOST_OK);
    assert_int_equal(import_sample(second, &error), SIGNPOST_BUSY);
    assert_string_equal(error.hint, "try again when it has finished");
    sgp_directory_roll_back(first);
    assert_int_equal(import_sample(second, &error), SIGNPOST_OK);
    signpost_directory_close(first);
    signpost_directory_close(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_in_the_middle_it_is_whole),
        cmocka_unit_test(on_a_full_disk_nothing_is_changed),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(a_second_writer_is_told),
    };
    return cmocka_run_group_tests_name("directory in bad times", tests, make_folder, remove_folder);
}

/* Releases of a directory: made, signed, opened, led on by deltas; and everything that is refused. */
#include "../support/cmocka_all.h"

#include "../support/released.h"
#include "formats/file.h"

#include <sys/stat.h>

static test_released r;
static signpost_error error;
static char desk[] = "/tmp/signpost-desk-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    if (released_set_up(&r, &error) != 0) {
        print_message("%s\n", error.message);
        return -1;
    }
    return mkdtemp(desk) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    released_empty(desk);
    rmdir(desk);
    released_tear_down(&r);
    return 0;
}

static char *read_all(const char *path, size_t *size)
{
    char *bytes;
    assert_int_equal(sgp_file_read(path, 1 << 24, &bytes, size, &error), SIGNPOST_OK);
    return bytes;
}

static void write_all(const char *path, const char *bytes, size_t size)
{
    assert_int_equal(sgp_file_replace(path, bytes, size), 0);
}

static void a_release_says_what_it_is(void **state)
{
    (void)state;
    signpost_snapshot one, two;
    signpost_directory *directory;
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    assert_int_equal(signpost_snapshot_read(r.old_one, r.public_key, &one, &error), SIGNPOST_OK);
    assert_int_equal(signpost_snapshot_open(r.new_one, r.public_key, &two, &directory, &error), SIGNPOST_OK);
    assert_string_equal(one.id, "1");
    assert_string_equal(two.id, "2");
    assert_string_equal(one.previous, "");
    assert_string_equal(two.previous, one.manifest);
    assert_true(one.is_signed && one.services > 5 && two.content_version == 9);
    assert_string_not_equal(one.digest, two.digest);
    assert_int_equal(signpost_directory_digest(directory, digest, &error), SIGNPOST_OK);
    for (size_t i = 0; i < sizeof digest; i++) {
        char pair[3];
        snprintf(pair, sizeof pair, "%02x", digest[i]);
        assert_memory_equal(pair, two.digest + 2 * i, 2);
    }
    signpost_directory_close(directory);
}

static void users_stay_at_home(void **state)
{
    (void)state;
    signpost_directory *town, *copy;
    signpost_snapshot_options options = SIGNPOST_SNAPSHOT_OPTIONS_INIT;
    char path[RELEASED_PATH];
    int64_t users;
    size_t size;
    assert_int_equal(signpost_directory_open(r.town, SIGNPOST_READ_WRITE, &town, &error), SIGNPOST_OK);
    assert_int_equal(sgp_db_run(town->db, "INSERT INTO user (id, name) VALUES ('u1', 'Zebedee Quux')", &error),
                     SIGNPOST_OK);
    assert_int_equal(signpost_snapshot_make(town, desk, "home", 29919480, &options, NULL, &error), SIGNPOST_OK);
    sgp_db_run(town->db, "DELETE FROM user", &error);
    signpost_directory_close(town);
    snprintf(path, sizeof path, "%.64s/home.release", desk);
    assert_int_equal(signpost_snapshot_open(path, NULL, NULL, &copy, &error), SIGNPOST_OK);
    assert_int_equal(sgp_db_integer(copy->db, "SELECT count(*) FROM user", &users, &error), SIGNPOST_OK);
    assert_int_equal(users, 0);
    signpost_directory_close(copy);
    snprintf(path, sizeof path, "%.64s/home.db", desk);
    char *bytes = read_all(path, &size);
    for (size_t i = 0; i + 12 < size; i++)
        assert_true(memcmp(bytes + i, "Zebedee Quux", 12) != 0);
    sgp_release(bytes);
    released_empty(desk);
}

static void only_what_the_key_signed_is_taken(void **state)
{
    (void)state;
    static const unsigned char seed[SIGNPOST_KEY_SEED_SIZE] = {8};
    unsigned char other[SIGNPOST_PUBLIC_KEY_SIZE], secret[SIGNPOST_SECRET_KEY_SIZE];
    signpost_snapshot release;
    size_t size;
    char *bytes = read_all(r.old_one, &size);
    assert_int_equal(signpost_keys_make(seed, other, secret), SIGNPOST_OK);
    assert_int_equal(signpost_snapshot_parse("m", bytes, size, other, &release, &error), SIGNPOST_REFUSED);
    assert_int_equal(error.id, 1602);
    /* every byte of it is signed, or is the signature */
    for (size_t i = 0; i < size; i++) {
        char kept = bytes[i];
        bytes[i] = (char)(kept ^ 1);
        signpost_status status = signpost_snapshot_parse("m", bytes, size, r.public_key, &release, &error);
        assert_true(status == SIGNPOST_REFUSED || status == SIGNPOST_CORRUPT);
        bytes[i] = kept;
        assert_int_equal(signpost_snapshot_parse("m", bytes, i, r.public_key, &release, &error), SIGNPOST_CORRUPT);
    }
    assert_int_equal(signpost_snapshot_parse("m", bytes, size, r.public_key, &release, &error), SIGNPOST_OK);
    sgp_release(bytes);
}

static void without_a_signature_only_who_asks_for_none_takes_it(void **state)
{
    (void)state;
    signpost_directory *town;
    signpost_snapshot release;
    char path[RELEASED_PATH];
    assert_int_equal(signpost_directory_open(r.town, SIGNPOST_READ_ONLY, &town, &error), SIGNPOST_OK);
    assert_int_equal(signpost_snapshot_make(town, desk, "plain", 29919480, NULL, NULL, &error), SIGNPOST_OK);
    signpost_directory_close(town);
    snprintf(path, sizeof path, "%.64s/plain.release", desk);
    assert_int_equal(signpost_snapshot_read(path, NULL, &release, &error), SIGNPOST_OK);
    assert_false(release.is_signed);
    assert_int_equal(signpost_snapshot_read(path, r.public_key, &release, &error), SIGNPOST_REFUSED);
    released_empty(desk);
}

static void ids_are_plain_and_used_once(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",    ".hidden",     "a/b",
        "a b", "caf\xC3\xA9", "12345678901234567890123456789012345678901234567890123456789012345"};
    signpost_directory *town;
    assert_int_equal(signpost_directory_open(r.town, SIGNPOST_READ_ONLY, &town, &error), SIGNPOST_OK);
    size_t files = released_count(r.folder);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(signpost_snapshot_make(town, r.folder, bad[i], 0, NULL, NULL, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_snapshot_make(town, r.folder, "1", 0, NULL, NULL, &error), SIGNPOST_STATE);
    assert_int_equal(error.id, 1604);
    assert_int_equal(signpost_snapshot_make(town, "/nowhere/at/all", "3", 0, NULL, NULL, &error), SIGNPOST_IO);
    assert_int_equal(released_count(r.folder), files);
    signpost_directory_close(town);
}

static void another_snapshot_is_noticed(void **state)
{
    (void)state;
    char database[RELEASED_PATH];
    size_t size;
    signpost_directory *directory;
    released_path(database, &r, "2.db");
    char *bytes = read_all(database, &size);
    char *where = NULL;
    for (size_t i = 0; i + 7 < size && !where; i++)
        where = memcmp(bytes + i, "Renamed", 7) == 0 ? bytes + i : NULL;
    assert_non_null(where);
    *where = 'L';
    write_all(database, bytes, size);
    assert_int_equal(signpost_snapshot_open(r.new_one, r.public_key, NULL, &directory, &error), SIGNPOST_CORRUPT);
    assert_int_equal(error.id, 1603);
    assert_null(directory);
    *where = 'R';
    write_all(database, bytes, size);
    assert_int_equal(signpost_snapshot_open(r.new_one, r.public_key, NULL, &directory, &error), SIGNPOST_OK);
    signpost_directory_close(directory);
    sgp_release(bytes);
}

/* ---- deltas ---- */

static void a_delta_makes_exactly_the_next_release(void **state)
{
    (void)state;
    signpost_snapshot made, wanted;
    signpost_directory *directory;
    char path[RELEASED_PATH];
    assert_int_equal(signpost_delta_apply(r.old_one, r.delta, r.public_key, desk, &made, &error), SIGNPOST_OK);
    assert_int_equal(signpost_snapshot_read(r.new_one, r.public_key, &wanted, &error), SIGNPOST_OK);
    assert_string_equal(made.manifest, wanted.manifest);
    snprintf(path, sizeof path, "%.64s/2.release", desk);
    assert_int_equal(signpost_snapshot_open(path, r.public_key, NULL, &directory, &error), SIGNPOST_OK);
    signpost_directory_close(directory);
    assert_int_equal(released_count(desk), 2);
    assert_int_equal(signpost_delta_apply(r.old_one, r.delta, r.public_key, desk, &made, &error), SIGNPOST_STATE);
    released_empty(desk);
}

static void a_delta_for_another_release_is_refused(void **state)
{
    (void)state;
    assert_int_equal(signpost_delta_apply(r.new_one, r.delta, r.public_key, desk, NULL, &error), SIGNPOST_REFUSED);
    assert_int_equal(error.id, 1605);
    assert_int_equal(released_count(desk), 0);
}

/* Whatever byte is another, and wherever it is cut, nothing is made. */
static void a_damaged_delta_makes_nothing(void **state)
{
    (void)state;
    char path[RELEASED_PATH];
    size_t size;
    char *bytes = read_all(r.delta, &size);
    snprintf(path, sizeof path, "%.64s/bad.delta", desk);
    for (size_t i = 0; i < size; i += i < 200 ? 1 : 37) {
        bytes[i] = (char)(bytes[i] ^ 4);
        write_all(path, bytes, size);
        signpost_status status = signpost_delta_apply(r.old_one, path, r.public_key, desk, NULL, &error);
        assert_true(status == SIGNPOST_CORRUPT || status == SIGNPOST_REFUSED);
        bytes[i] = (char)(bytes[i] ^ 4);
        write_all(path, bytes, i);
        assert_int_equal(signpost_delta_apply(r.old_one, path, r.public_key, desk, NULL, &error), SIGNPOST_CORRUPT);
        assert_int_equal(released_count(desk), 1);
    }
    sgp_release(bytes);
    released_empty(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_release_says_what_it_is),
        cmocka_unit_test(users_stay_at_home),
        cmocka_unit_test(only_what_the_key_signed_is_taken),
        cmocka_unit_test(without_a_signature_only_who_asks_for_none_takes_it),
        cmocka_unit_test(ids_are_plain_and_used_once),
        cmocka_unit_test(another_snapshot_is_noticed),
        cmocka_unit_test(a_delta_makes_exactly_the_next_release),
        cmocka_unit_test(a_delta_for_another_release_is_refused),
        cmocka_unit_test(a_damaged_delta_makes_nothing),
    };
    return cmocka_run_group_tests_name("releases", tests, set_up, tear_down);
}

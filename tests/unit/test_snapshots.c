/* Releases of a directory: made, signed, opened, led on by deltas; and everything that is refused. */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "../support/cmocka_all.h"

#include "../support/released.h"
#include "formats/file.h"
#include "releases/releases.h"

#include <sys/stat.h>

static test_released r;
static signpost_error error;
static char desk[] = "/tmp/signpost-desk-XXXXXX", snapshot[RELEASED_PATH]; /* of release 1 */

static int set_up(void **state)
{
    (void)state;
    if (released_set_up(&r, &error) != 0) {
        print_message("%s\n", error.message);
        return -1;
    }
    released_path(snapshot, &r, "1.db");
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
    assert_int_equal(signpost_snapshot_make(town, "/nowhere/at/all", "3", 29919480, NULL, NULL, &error), SIGNPOST_IO);
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

/* With SQLite alone, as somebody would who wants to mislead. */
static void run_plainly(const char *path, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Release 2 on the desk, with another's statements carried out in it. */
static signpost_status open_edited(const char *sql)
{
    char database[RELEASED_PATH], path[RELEASED_PATH];
    size_t size;
    signpost_directory *directory;
    snprintf(path, sizeof path, "%.64s/2.release", desk);
    char *bytes = read_all(r.new_one, &size);
    write_all(path, bytes, size);
    sgp_release(bytes);
    snprintf(database, sizeof database, "%.64s/2.db", desk);
    released_path(path, &r, "2.db");
    bytes = read_all(path, &size);
    write_all(database, bytes, size);
    sgp_release(bytes);
    run_plainly(database, sql);
    snprintf(path, sizeof path, "%.64s/2.release", desk);
    signpost_status status = signpost_snapshot_open(path, r.public_key, NULL, &directory, &error);
    signpost_directory_close(directory);
    released_empty(desk);
    return status;
}

/* One index in the place of another. */
#define SWAP_INDEXES                                                                                                   \
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE "      \
    "name = 'service_by_hours') WHERE name = 'service_by_profile'"

enum { EDITS_OF_ROWS = 9 };
static const char *const edits[] = {
    /* what is exchanged */
    "UPDATE service SET phone = '01632 960999' WHERE uid = 'women'",
    "DELETE FROM service_area",
    /* what is not: numbers, what is derived, who did it, how often the directory was changed */
    "UPDATE service SET id = 1000 WHERE id = (SELECT max(id) FROM service)",
    "INSERT INTO hours_session (hours, position, kind, opens, closes) SELECT min(id), 99, 'always', 0, 60 FROM hours",
    "UPDATE hours SET digest = zeroblob(32) WHERE id = 1",
    "UPDATE act SET who = 'somebody else'",
    "INSERT INTO act (at, who, why, what) VALUES (0, 'a', 'b', 'c')",
    "UPDATE directory SET content_version = content_version + 1",
    "INSERT INTO user (id, name) VALUES ('u', 'U')",
    /* the schema, and indexes that do not say what their tables say */
    "CREATE TABLE another (id INTEGER PRIMARY KEY)",
    "CREATE INDEX another ON service (name)",
    "DROP INDEX service_by_hours",
    "CREATE TRIGGER another AFTER INSERT ON service BEGIN DELETE FROM capacity; END",
    SWAP_INDEXES,
};

static void whatever_is_edited_is_noticed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        if (open_edited(edits[i]) != SIGNPOST_CORRUPT)
            fail_msg("\"%s\" was not noticed", edits[i]);
    assert_int_equal(open_edited("SELECT 1"), SIGNPOST_OK);
}

/* As another version of SQLite might lay it out. */
static void the_same_in_other_bytes_is_the_same(void **state)
{
    (void)state;
    assert_int_equal(open_edited("PRAGMA page_size = 8192; VACUUM"), SIGNPOST_OK);
    assert_int_equal(open_edited("UPDATE act SET why = why || '.'; UPDATE act SET why = rtrim(why, '.')"), SIGNPOST_OK);
}

/* ---- deltas ---- */

/* Of the folder that released, and of the desk. */
static void assert_same_files(const char *name)
{
    char path[RELEASED_PATH];
    size_t size, other_size;
    released_path(path, &r, name);
    char *bytes = read_all(path, &size);
    snprintf(path, sizeof path, "%.64s/%s", desk, name);
    char *others = read_all(path, &other_size);
    assert_int_equal(size, other_size);
    assert_memory_equal(bytes, others, size);
    sgp_release(bytes);
    sgp_release(others);
}

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
    assert_same_files("2.db");
    assert_same_files("2.release");
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

/* Where the numbers of a delta's head stand, and what comes behind it. */
enum { MANIFEST_AT = 98, CHANGES_AT = 112, HASH_AT = 128, BODY_AT = 193 };

/* What some changes do to release 1, and one statement more, which the caller gives back to SQLite. */
static void *change_more(void *changes, size_t size, const char *sql, size_t *more_size)
{
    char path[RELEASED_PATH], database[RELEASED_PATH];
    sqlite3 *db;
    sqlite3_session *session;
    void *more;
    int length;
    size_t bytes_size;
    released_path(path, &r, "1.db");
    char *bytes = read_all(path, &bytes_size);
    snprintf(database, sizeof database, "%.64s/work.db", desk);
    write_all(database, bytes, bytes_size);
    sgp_release(bytes);
    assert_int_equal(sqlite3_open(database, &db), SQLITE_OK);
    assert_int_equal(sqlite3session_create(db, "main", &session), SQLITE_OK);
    assert_int_equal(sqlite3session_attach(session, NULL), SQLITE_OK);
    assert_int_equal(sqlite3changeset_apply(db, (int)size, changes, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3session_changeset(session, &length, &more), SQLITE_OK);
    sqlite3session_delete(session);
    sqlite3_close(db);
    remove(database);
    *more_size = (size_t)length;
    return more;
}

/* The delta of the releases, whose changes do more: its head is right, and its manifest is as it was signed. */
static void write_more(const char *path, const char *sql)
{
    size_t size, more_size;
    char digits[16], hash[65];
    char *delta = read_all(r.delta, &size);
    size_t head = BODY_AT + strtoul(delta + MANIFEST_AT, NULL, 10);
    void *more = change_more(delta + head, size - head, sql, &more_size);
    char *made = sgp_allocate(head + more_size);
    assert_non_null(made);
    memcpy(made, delta, head);
    memcpy(made + head, more, more_size);
    snprintf(digits, sizeof digits, "%010zu", more_size);
    memcpy(made + CHANGES_AT, digits, 10);
    sgp_hash_bytes(more, more_size, hash);
    memcpy(made + HASH_AT, hash, 64);
    write_all(path, made, head + more_size);
    sgp_release(made);
    sqlite3_free(more);
    sgp_release(delta);
}

/* The manifest of a delta is signed; its changes are proved by what they make. */
static void a_delta_that_does_more_makes_nothing(void **state)
{
    (void)state;
    char path[RELEASED_PATH];
    snprintf(path, sizeof path, "%.64s/more.delta", desk);
    for (size_t i = 0; i < EDITS_OF_ROWS; i++) {
        write_more(path, edits[i]);
        if (signpost_delta_apply(r.old_one, path, r.public_key, desk, NULL, &error) != SIGNPOST_CORRUPT)
            fail_msg("\"%s\" was not noticed", edits[i]);
        assert_non_null(strstr(error.message, "not what the manifest says"));
        assert_int_equal(released_count(desk), 1);
    }
    write_more(path, "SELECT 1");
    assert_int_equal(signpost_delta_apply(r.old_one, path, r.public_key, desk, NULL, &error), SIGNPOST_OK);
    released_empty(desk);
}

/* Each file of a release, or a delta, that is another: what is said, and what to do; and nothing is made. */
static void what_is_no_release_is_told_in_words(void **state)
{
    (void)state;
    static char long_text[5000];
    memset(long_text, 'x', sizeof long_text - 1);
    const struct {
        const char *path, *bytes; /* NULL: it is not there */
        signpost_status status;
        int id;
        const char *message;
    } rows[] = {
        {r.old_one, "", SIGNPOST_CORRUPT, 1601, "a line is missing, or is another than it should be"},
        {r.old_one, "hello\n", SIGNPOST_CORRUPT, 1601, "is no manifest of a release"},
        {r.old_one, "signpost-release 9\n", SIGNPOST_CORRUPT, 1601, "it is of another version"},
        {r.old_one, long_text, SIGNPOST_CORRUPT, 1601, "it is too long"},
        {r.old_one, NULL, SIGNPOST_NOT_FOUND, 102, "there is no such file"},
        {snapshot, "", SIGNPOST_CORRUPT, 301, "it is not a signpost directory"},
        {snapshot, "hello", SIGNPOST_CORRUPT, 301, "it is not a signpost directory"},
        {snapshot, NULL, SIGNPOST_NOT_FOUND, 102, "there is no such file"},
        {r.delta, "", SIGNPOST_CORRUPT, 1605, "is no delta, or is damaged: it is cut short"},
        {r.delta, long_text, SIGNPOST_CORRUPT, 1605, "its head cannot be read"},
        {r.delta, NULL, SIGNPOST_NOT_FOUND, 102, "there is no such file"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t size;
        char *was = read_all(rows[i].path, &size);
        if (rows[i].bytes)
            write_all(rows[i].path, rows[i].bytes, strlen(rows[i].bytes));
        else
            remove(rows[i].path);
        signpost_status status = signpost_delta_apply(r.old_one, r.delta, r.public_key, desk, NULL, &error);
        if (status != rows[i].status || error.id != rows[i].id || !strstr(error.message, rows[i].message) ||
            (!*error.hint && error.id != 301))
            fail_msg("%zu: \"%s\", SP%04d: %s; %s", i, signpost_status_name(status), error.id, error.message,
                     error.hint);
        assert_int_equal(released_count(desk), 0);
        write_all(rows[i].path, was, size);
        sgp_release(was);
    }
}

/* A release stands behind the one before it, and behind the last act of its directory. */
static void no_release_is_earlier_than_the_last(void **state)
{
    (void)state;
    signpost_directory *town;
    signpost_snapshot_options options = SIGNPOST_SNAPSHOT_OPTIONS_INIT;
    options.previous = r.new_one;
    assert_int_equal(signpost_directory_open(r.town, SIGNPOST_READ_ONLY, &town, &error), SIGNPOST_OK);
    assert_int_equal(signpost_snapshot_make(town, desk, "3", 29919479, &options, NULL, &error), SIGNPOST_REFUSED);
    assert_int_equal(error.id, 1608);
    assert_string_equal(error.message,
                        "the release is of 2026-11-20T09:59Z, before the previous one, of 2026-11-20T10:00Z");
    assert_int_equal(released_count(desk), 0);
    signpost_directory_close(town);
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
        cmocka_unit_test(whatever_is_edited_is_noticed),
        cmocka_unit_test(the_same_in_other_bytes_is_the_same),
        cmocka_unit_test(a_delta_makes_exactly_the_next_release),
        cmocka_unit_test(a_delta_for_another_release_is_refused),
        cmocka_unit_test(a_damaged_delta_makes_nothing),
        cmocka_unit_test(what_is_no_release_is_told_in_words),
        cmocka_unit_test(no_release_is_earlier_than_the_last),
        cmocka_unit_test(a_delta_that_does_more_makes_nothing),
    };
    return cmocka_run_group_tests_name("releases", tests, set_up, tear_down);
}

/* The kept index: it says what the built one says, and nothing that stands in a file makes it say anything else. */
#include "../support/cmocka_all.h"

#include "../support/random.h"
#include "../support/town.h"
#include "base/checksum.h"
#include "base/error.h"
#include "search/keep.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-keep-XXXXXX";
static char kept[sizeof path + 8];
static signpost_directory *directory;
static signpost_index *town;
static signpost_error error;

static int set_up(void **state)
{
    (void)state;
    close(mkstemp(path));
    snprintf(kept, sizeof kept, "%s.index", path);
    directory = test_town_make(path);
    return directory && signpost_index_build(directory, NULL, &town, NULL) == SIGNPOST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    signpost_index_free(town);
    signpost_directory_close(directory);
    remove(kept);
    return remove(path);
}

/* A new file of the town's index, as the tests want to find it. */
static void keep_town(void)
{
    if (signpost_index_save(town, kept, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
}

static sgp_array bytes_of(const signpost_index *index)
{
    sgp_array bytes;
    assert_int_equal(sgp_index_to_bytes(index, &bytes, NULL), SIGNPOST_OK);
    return bytes;
}

static void put_file(const void *bytes, size_t size)
{
    FILE *file = fopen(kept, "wb");
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

/* ---- the same answers ---- */

static void same_lists(const signpost_results *a, const signpost_results *b)
{
    for (int list = SIGNPOST_RETURNED; list <= SIGNPOST_NEAR_MISS; list++) {
        signpost_found x, y;
        size_t i = 0;
        for (; signpost_results_get(a, (signpost_list)list, i, &x) == SIGNPOST_OK; i++) {
            assert_int_equal(signpost_results_get(b, (signpost_list)list, i, &y), SIGNPOST_OK);
            assert_string_equal(x.uid, y.uid);
            assert_int_equal(x.distance_m, y.distance_m);
            assert_string_equal(x.way, y.way);
            assert_string_equal(x.opening, y.opening);
            assert_string_equal(x.ask, y.ask);
        }
        assert_int_not_equal(signpost_results_get(b, (signpost_list)list, i, &y), SIGNPOST_OK);
    }
}

static void same_reasons(const signpost_index *index, const signpost_results *a, const signpost_results *b)
{
    for (size_t i = 0; i < signpost_index_count(index) && i < 300; i++) {
        signpost_explanation x, y;
        const char *uid = signpost_index_uid(index, i);
        assert_int_equal(signpost_results_explain(a, uid, &x, NULL), SIGNPOST_OK);
        assert_int_equal(signpost_results_explain(b, uid, &y, NULL), SIGNPOST_OK);
        assert_string_equal(x.change, y.change);
        for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++) {
            assert_string_equal(x.verdicts[filter].wanted, y.verdicts[filter].wanted);
            assert_string_equal(x.verdicts[filter].has, y.verdicts[filter].has);
        }
    }
}

static void same_answer(const signpost_index *a, const signpost_index *b, const signpost_need *need, bool reasons)
{
    signpost_results *x, *y;
    signpost_error other = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_results_new(a, 20, &x, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_results_new(b, 20, &y, NULL), SIGNPOST_OK);
    signpost_status status = signpost_search(a, need, x, &error);
    assert_int_equal(signpost_search(b, need, y, &other), status);
    if (status == SIGNPOST_OK) {
        same_lists(x, y);
        if (reasons)
            same_reasons(a, x, y);
    }
    signpost_results_free(x);
    signpost_results_free(y);
}

/* The kept form of both is the same to the byte: shelves, hours, lists, everything. */
static void same_bytes(const signpost_index *a, const signpost_index *b)
{
    sgp_array x = bytes_of(a), y = bytes_of(b);
    assert_int_equal(x.count, y.count);
    assert_memory_equal(x.items, y.items, x.count);
    sgp_array_release(&x);
    sgp_array_release(&y);
}

typedef signpost_status loading(const char *path, signpost_directory *directory, const signpost_policy *policy,
                                signpost_index **index, signpost_error *error);

static signpost_index *load_town(loading *load)
{
    signpost_index *loaded;
    if (load(kept, directory, NULL, &loaded, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
    return loaded;
}

static void comes_back_as_it_was(loading *load)
{
    keep_town();
    signpost_index *loaded = load_town(load);
    assert_string_equal(signpost_index_directory(loaded), "Town");
    same_bytes(town, loaded);
    signpost_need need = test_town_need();
    same_answer(town, loaded, &need, true);
    need.sex = SIGNPOST_MALE;
    same_answer(town, loaded, &need, true);
    need.practice_knowledge = SIGNPOST_PRACTICE_KNOWN;
    need.practice = "G82001";
    same_answer(town, loaded, &need, true);
    need.postcode = "TN9"; /* which has travel times */
    same_answer(town, loaded, &need, true);
    need.symptom_group = "no such group";
    same_answer(town, loaded, &need, true);
    assert_int_equal(signpost_index_set_capacity(loaded, "pharmacy-a", SIGNPOST_RED, 0, 100), SIGNPOST_OK);
    signpost_index_free(loaded);
}

static void a_town_is_read_as_it_was(void **state)
{
    (void)state;
    comes_back_as_it_was(signpost_index_load);
}

static void a_town_is_mapped_as_it_was(void **state)
{
    (void)state;
    comes_back_as_it_was(signpost_index_map);
}

static void a_mapping_outlives_its_file(void **state)
{
    (void)state;
    signpost_need need = test_town_need();
    keep_town();
    signpost_index *mapped = load_town(signpost_index_map);
    assert_int_equal(signpost_index_set_capacity(mapped, "pharmacy-b", SIGNPOST_RED, 0, 100), SIGNPOST_OK);
    signpost_index *again = load_town(signpost_index_map);
    same_bytes(town, again); /* no capacity was set in the file */
    keep_town();
    same_answer(town, again, &need, true);
    assert_int_equal(signpost_index_save(again, kept, NULL), SIGNPOST_OK); /* onto itself */
    remove(kept);
    same_bytes(town, again);
    same_answer(town, mapped, &need, true);
    signpost_index_free(mapped);
    signpost_index_free(again);
}

static const char *any_of(const sgp_strings *codes, test_random *random)
{
    return sgp_strings_text(codes, test_random_from(random, 0, (int)codes->texts.count - 1));
}

static void the_sample_comes_back_as_it_was(void **state)
{
    (void)state;
    static const char *const places[] = {"TN1 2AB", "TN1", "TN4", "TN9", "ME1"};
    signpost_directory *sample;
    signpost_index *built, *loaded;
    if (signpost_directory_open(SIGNPOST_BUILD_ROOT "/dos/sample.db", SIGNPOST_READ_ONLY, &sample, NULL) != SIGNPOST_OK)
        skip();
    assert_int_equal(signpost_index_build(sample, NULL, &built, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_index_save(built, kept, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_index_load(kept, sample, NULL, &loaded, NULL), SIGNPOST_OK);
    same_bytes(built, loaded);
    test_random random = {20261121};
    for (int i = 0; i < 300; i++) {
        signpost_need need = test_town_need();
        need.postcode = places[test_random_from(&random, 0, 4)];
        need.symptom_group = any_of(&built->groups, &random);
        need.discriminators[0] = any_of(&built->discriminators, &random);
        need.age = signpost_age_of(test_random_from(&random, 0, 90), SIGNPOST_YEARS);
        need.when += test_random_from(&random, 0, 20000);
        same_answer(built, loaded, &need, i < 5);
    }
    signpost_index_free(loaded);
    signpost_index_free(built);
    signpost_directory_close(sample);
}

/* ---- what is refused ---- */

static void check_load(signpost_status wanted, const signpost_policy *policy)
{
    static loading *const ways[] = {signpost_index_load, signpost_index_map};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        signpost_index *loaded = town;
        error = (signpost_error)SIGNPOST_ERROR_INIT;
        assert_int_equal(ways[i](kept, directory, policy, &loaded, &error), wanted);
        assert_null(loaded);
        assert_true(error.id && *error.message);
    }
}

static void a_file_that_is_none_of_ours(void **state)
{
    (void)state;
    static const char text[200] = "SQLite format 3";
    remove(kept);
    check_load(SIGNPOST_NOT_FOUND, NULL);
    put_file("", 0);
    check_load(SIGNPOST_CORRUPT, NULL);
    put_file(text, sizeof text);
    check_load(SIGNPOST_CORRUPT, NULL);
    remove(kept);
    assert_int_equal(mkdir(kept, 0700), 0);
    check_load(SIGNPOST_IO, NULL);
    assert_int_equal(rmdir(kept), 0);
}

/* Versions and byte orders stand at 8 and 12. */
static void a_foreign_file(void **state)
{
    (void)state;
    sgp_array bytes = bytes_of(town);
    for (size_t at = 8; at < 20; at += 4) {
        ((char *)bytes.items)[at] ^= 2;
        sgp_index_seal(bytes.items, bytes.count);
        put_file(bytes.items, bytes.count);
        check_load(SIGNPOST_VERSION, NULL);
        ((char *)bytes.items)[at] ^= 2;
    }
    sgp_array_release(&bytes);
}

static void a_file_cut_short_or_grown(void **state)
{
    (void)state;
    sgp_array bytes = bytes_of(town);
    for (size_t size = 0; size < bytes.count; size++) {
        signpost_index *loaded;
        char *copy = sgp_allocate(size + 1);
        memcpy(copy, bytes.items, size);
        assert_int_equal(sgp_index_from_bytes(copy, size, false, NULL, &loaded, NULL), SIGNPOST_CORRUPT);
        assert_null(loaded);
    }
    put_file(bytes.items, bytes.count / 2);
    check_load(SIGNPOST_CORRUPT, NULL);
    assert_true(sgp_array_append(&bytes, "12345678", 8));
    put_file(bytes.items, bytes.count);
    check_load(SIGNPOST_CORRUPT, NULL);
    sgp_array_release(&bytes);
}

/* Even if its header says that it was meant to be so short. */
static void no_table_of_a_mapping_lies_outside(void **state)
{
    (void)state;
    sgp_array bytes = bytes_of(town);
    for (size_t size = sizeof(sgp_kept_header); size < bytes.count; size += 8) {
        char *copy = sgp_allocate(size);
        memcpy(copy, bytes.items, size);
        sgp_index_seal(copy, size);
        put_file(copy, size);
        check_load(SIGNPOST_CORRUPT, NULL);
        sgp_release(copy);
    }
    sgp_array_release(&bytes);
}

/* With `sealed` the checksum is mended: what is left must then be safe to search, whatever it says. */
static void flip_every_byte(bool sealed)
{
    sgp_array bytes = bytes_of(town);
    signpost_need need = test_town_need();
    size_t refused = 0;
    for (size_t at = 0; at < bytes.count; at++) {
        signpost_index *loaded;
        char *copy = sgp_allocate(bytes.count);
        memcpy(copy, bytes.items, bytes.count);
        copy[at] = (char)(copy[at] ^ (sealed && at % 2 ? 0x81 : 0x01));
        if (sealed)
            sgp_index_seal(copy, bytes.count);
        signpost_status status = sgp_index_from_bytes(copy, bytes.count, false, NULL, &loaded, NULL);
        refused += status != SIGNPOST_OK;
        if (status == SIGNPOST_OK) {
            signpost_results *results;
            need.postcode = at % 2 ? "TN1 2AB" : "TN9"; /* which has travel times */
            assert_int_equal(signpost_results_new(loaded, 20, &results, NULL), SIGNPOST_OK);
            (void)signpost_search(loaded, &need, results, NULL);
            signpost_results_free(results);
            signpost_index_free(loaded);
        }
    }
    assert_true(refused == bytes.count || sealed);
    sgp_array_release(&bytes);
}

static void any_byte_that_changed_is_noticed(void **state)
{
    (void)state;
    flip_every_byte(false);
}

static void any_byte_that_was_forged_is_harmless(void **state)
{
    (void)state;
    flip_every_byte(true);
}

static void another_state_of_things(void **state)
{
    (void)state;
    signpost_policy *policy;
    static const char *const changes[][2] = {
        {"UPDATE directory SET content_version = content_version + 1",
         "UPDATE directory SET content_version = content_version - 1"},
        {"UPDATE directory SET name = 'City'", "UPDATE directory SET name = 'Town'"},
        {"UPDATE act SET at = at + 1", "UPDATE act SET at = at - 1"},
    };
    keep_town();
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        assert_int_equal(sgp_db_run(directory->db, changes[i][0], NULL), SIGNPOST_OK);
        check_load(SIGNPOST_STATE, NULL);
        assert_int_equal(sgp_db_run(directory->db, changes[i][1], NULL), SIGNPOST_OK);
    }
    assert_int_equal(signpost_policy_load(NULL, &policy, NULL, NULL), SIGNPOST_OK);
    policy->fingerprint[0] ^= 1;
    check_load(SIGNPOST_STATE, policy);
    signpost_policy_free(policy);
}

/* ---- opening ---- */

static signpost_kept open_town(void)
{
    signpost_index *index;
    signpost_kept how;
    if (signpost_index_open(directory, NULL, kept, &index, &how, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
    same_bytes(town, index);
    signpost_index_free(index);
    return how;
}

static void opening_builds_what_cannot_be_loaded(void **state)
{
    (void)state;
    remove(kept);
    assert_int_equal(open_town(), SIGNPOST_KEPT_SAVED);
    assert_int_equal(open_town(), SIGNPOST_KEPT_LOADED);
    put_file("damage", 6);
    assert_int_equal(open_town(), SIGNPOST_KEPT_SAVED);
    assert_int_equal(open_town(), SIGNPOST_KEPT_LOADED);
    remove(kept);
    assert_int_equal(mkdir(kept, 0700), 0); /* no file can take its name */
    assert_int_equal(open_town(), SIGNPOST_KEPT_NOT_SAVED);
    assert_int_equal(signpost_index_save(town, kept, &error), SIGNPOST_IO);
    assert_int_equal(signpost_index_save(town, "/no/such/folder/index", &error), SIGNPOST_IO);
    assert_int_equal(rmdir(kept), 0);
}

/* ---- the checksum ---- */

static void checksums(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t checksum;
    } rows[] = {
        {"", 0xEF46DB3751D8E999},
        {"a", 0xD24EC4F1A98C6E5B},
        {"abc", 0x44BC2CF5AD770999},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(sgp_checksum(rows[i].text, strlen(rows[i].text)) == rows[i].checksum);
    /* Every length, and every bit of it, counts. */
    unsigned char bytes[100] = {0};
    for (size_t size = 1; size < sizeof bytes; size++) {
        uint64_t whole = sgp_checksum(bytes, size);
        assert_true(whole != sgp_checksum(bytes, size - 1));
        for (size_t bit = 0; bit < size * 8; bit++) {
            bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
            assert_true(whole != sgp_checksum(bytes, size));
            bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checksums),
        cmocka_unit_test(a_town_is_read_as_it_was),
        cmocka_unit_test(a_town_is_mapped_as_it_was),
        cmocka_unit_test(a_mapping_outlives_its_file),
        cmocka_unit_test(the_sample_comes_back_as_it_was),
        cmocka_unit_test(a_file_that_is_none_of_ours),
        cmocka_unit_test(a_foreign_file),
        cmocka_unit_test(a_file_cut_short_or_grown),
        cmocka_unit_test(no_table_of_a_mapping_lies_outside),
        cmocka_unit_test(any_byte_that_changed_is_noticed),
        cmocka_unit_test(any_byte_that_was_forged_is_harmless),
        cmocka_unit_test(another_state_of_things),
        cmocka_unit_test(opening_builds_what_cannot_be_loaded),
    };
    return cmocka_run_group_tests_name("kept index", tests, set_up, tear_down);
}

/* An act so large that its entry of the history has more bytes than any other value may have: it is kept, verified,
 * undone and told like any other, and so is what comes after it. */
#include "../support/cmocka_all.h"

#include "../support/released.h"

#include "../support/open_governed_town.h"
#include "signpost/changes.h"

enum { SERVICES = 68, TEXT_SIZE = 1000000 };

static char folder[] = "/tmp/signpost-large-XXXXXX";

/* Services with all the text that a cell can hold, imported into a town that has services. */
static void import_much(void)
{
    char name[64];
    const signpost_act act = test_act("nation", 10);
    char *text = malloc(TEXT_SIZE + 1);
    snprintf(name, sizeof name, "%s/services.csv", folder);
    FILE *file = fopen(name, "w");
    assert_true(text && file);
    memset(text, 'a', TEXT_SIZE);
    text[TEXT_SIZE] = '\0';
    fputs("uid,name,type,state,latitude,longitude,public_text\n", file);
    for (int i = 0; i < SERVICES; i++)
        fprintf(file, "large-%d,Large,13,active,51.1,0.2,%s\n", i, text);
    assert_int_equal(fclose(file), 0);
    free(text);
    if (signpost_directory_import(town, name, &act, NULL, NULL, NULL, &error))
        fail_msg("%s", error.message);
    remove(name);
}

static int make_large(void **state)
{
    if (set_up(state) || make(state) || !mkdtemp(folder))
        return -1;
    import_much();
    return 0;
}

static int unmake_large(void **state)
{
    signpost_directory_close(town);
    released_empty(folder);
    rmdir(folder);
    return tear_down(state);
}

static signpost_status count_services(signpost_directory *directory, void *context, signpost_error *why)
{
    (void)why;
    snprintf(context, 64, "%s", test_text(directory, "SELECT count(*) FROM service WHERE uid LIKE 'large-%'"));
    return SIGNPOST_OK;
}

static bool add_fields(void *context, const signpost_history_entry *entry)
{
    *(size_t *)context += entry->field_count;
    return true;
}

/* How many services there are after an entry; of the failure, the reason. */
static const char *after(int64_t entry)
{
    static char text[64];
    signpost_status status = signpost_directory_as_of_entry(town, entry, count_services, text, &error);
    return status ? error.message : text;
}

static void it_is_kept_and_looked_at(void **state)
{
    (void)state;
    size_t fields = 0;
    signpost_history_report report;
    assert_string_equal(test_text(town, "SELECT length(content) > 64 << 20 FROM history WHERE number = 3"), "1");
    if (signpost_history_verify(town, NULL, &report, NULL, &error))
        fail_msg("%s", error.message);
    assert_int_equal(report.entries, 3);
    assert_int_equal(report.undone, 1);
    assert_string_equal(after(2), "0");
    assert_string_equal(after(3), "68");
    if (signpost_history_read(town, NULL, add_fields, &fields, &error))
        fail_msg("%s", error.message);
    assert_true(fields >= SERVICES);
}

/* An act, a refusal, and a change that is signed off. */
static void life_goes_on(void **state)
{
    (void)state;
    int64_t change;
    const signpost_edit edit = {.service = "large-1", .field = "public_text", .value = "Little"};
    const signpost_act guest = test_act("guest", 20), nation = test_act("nation", 21), other = test_act("nation-2", 22);
    signpost_history_report report;
    assert_int_equal(signpost_change_submit(town, &edit, 1, &guest, NULL, &change, NULL, &error), SIGNPOST_REFUSED);
    assert_int_equal(error.id, 1606);
    if (signpost_change_submit(town, &edit, 1, &nation, NULL, &change, NULL, &error))
        fail_msg("%s", error.message);
    if (signpost_change_approve(town, change, &other, NULL, NULL, &error))
        fail_msg("%s", error.message);
    if (signpost_history_verify(town, NULL, &report, NULL, &error))
        fail_msg("%s", error.message);
    assert_int_equal(report.entries, 6);
    assert_string_equal(after(2), "0");
}

/* What it wrote is released, and led on to. */
static void it_is_released(void **state)
{
    (void)state;
    char path_of[3][64];
    signpost_directory *before;
    signpost_snapshot one;
    static const char *const names[] = {"1.release", "2.release", "delta"};
    for (size_t i = 0; i < 3; i++)
        snprintf(path_of[i], sizeof path_of[i], "%s/%s", folder, names[i]);
    if (signpost_snapshot_make(town, folder, "1", TEST_BEGIN + 30, NULL, &one, &error))
        fail_msg("%s", error.message);
    const signpost_act act = test_act("nation", 31);
    int64_t number;
    assert_int_equal(sgp_directory_begin(town, &act, "edit", &number, &error), SIGNPOST_OK);
    assert_int_equal(
        sgp_db_run(town->db, "UPDATE service SET public_text = upper(public_text) WHERE uid = 'large-2'", &error),
        SIGNPOST_OK);
    if (sgp_directory_commit(town, &error))
        fail_msg("%s", error.message);
    if (signpost_snapshot_make(town, folder, "2", TEST_BEGIN + 40, NULL, NULL, &error) ||
        signpost_delta_make(path_of[0], path_of[1], NULL, path_of[2], NULL, &error))
        fail_msg("%s", error.message);
    remove(path_of[1]);
    snprintf(path_of[1], sizeof path_of[1], "%s/2.db", folder);
    remove(path_of[1]);
    if (signpost_delta_apply(path_of[0], path_of[2], NULL, folder, NULL, &error))
        fail_msg("%s", error.message);
    snprintf(path_of[1], sizeof path_of[1], "%s/2.release", folder);
    if (signpost_snapshot_open(path_of[1], NULL, NULL, &before, &error))
        fail_msg("%s", error.message);
    assert_string_equal(test_text(before, "SELECT substr(public_text, 1, 3) FROM service WHERE uid = 'large-2'"),
                        "AAA");
    signpost_directory_close(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_kept_and_looked_at),
        cmocka_unit_test(life_goes_on),
        cmocka_unit_test(it_is_released),
    };
    return cmocka_run_group_tests_name("a large entry of the history", tests, make_large, unmake_large);
}

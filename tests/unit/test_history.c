/* The history: every write is an entry, any moment since the baseline can be looked at, and an edit behind its back is
 * found. */
#include "../support/cmocka_all.h"

#include "../support/open_governed_town.h"
#include "directory/history.h"
#include "signpost/history.h"
#include "signpost/index.h"

#include <sqlite3.h>

static int unmake(void **state)
{
    (void)state;
    signpost_directory_close(town);
    return 0;
}

/* An edit by an act of its own. */
static void edit(const char *who, int minutes, const char *sql)
{
    const signpost_act act = test_act(who, minutes);
    int64_t number;
    assert_int_equal(sgp_directory_begin(town, &act, "edit", &number, &error), SIGNPOST_OK);
    assert_int_equal(sgp_db_run(town->db, sql, &error), SIGNPOST_OK);
    assert_int_equal(sgp_directory_commit(town, &error), SIGNPOST_OK);
}

static void three_edits(void)
{
    edit("kent", 10, "UPDATE service SET phone = '01632 960001' WHERE uid = 'pharmacy-a'");
    edit("kent", 20, "UPDATE service SET phone = '01632 960002', hours = 1 WHERE uid = 'pharmacy-a'");
    edit("nation", 30,
         "INSERT INTO endpoint VALUES (5, 1, 'email', 'desk@example.org', NULL);"
         "DELETE FROM service_practice WHERE practice = 'G82002'");
}

static void a_history_that_fits_is_verified(void **state)
{
    (void)state;
    signpost_history_report report;
    three_edits();
    assert_int_equal(signpost_history_verify(town, NULL, &report, NULL, &error), SIGNPOST_OK);
    assert_int_equal(report.entries, 5); /* made, loaded, three edits */
    assert_int_equal(report.baseline, 2);
    assert_int_equal(report.undone, 3);
    assert_int_equal(report.found, 0);
    assert_int_equal(report.begins, TEST_BEGIN);
    char head[65];
    strcpy(head, report.head);
    edit("kent", 40, "UPDATE service SET phone = NULL WHERE uid = 'pharmacy-a'");
    assert_int_equal(signpost_history_verify(town, head, &report, NULL, &error), SIGNPOST_OK);
    assert_string_not_equal(head, report.head);
    head[0] = head[0] == '0' ? '1' : '0';
    assert_int_equal(signpost_history_verify(town, head, &report, NULL, &error), SIGNPOST_CONTENT);
    assert_int_equal(signpost_history_verify(town, "abc", &report, NULL, &error), SIGNPOST_INVALID);
    assert_string_equal(test_text(town, "SELECT phone IS NULL FROM service WHERE uid = 'pharmacy-a'"), "1");
}

/* What somebody did with another program, and what is said of it. */
static void an_edit_behind_its_back_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *expect;
    } edits[] = {
        {"UPDATE service SET phone = '01632 960009' WHERE uid = 'pharmacy-a'",
         "service 5 is not as entry 4 of the history left it"},
        {"UPDATE service SET phone = '01632 960009' WHERE uid = 'pharmacy-b'",
         "table service: rows that no entry names are not as the baseline has them"},
        {"UPDATE service SET state = 'closed' WHERE uid = 'pharmacy-a'",
         "table service: rows that no entry names are not as the baseline has them"},
        {"DELETE FROM endpoint", "endpoint 5, 1 is not as entry 5 of the history left it"},
        {"UPDATE endpoint SET address = 'me@example.org'", "endpoint 5, 1 is not as entry 5 of the history left it"},
        {"INSERT INTO service_practice VALUES (1, 'G82002')",
         "service_practice 1, G82002 is not as entry 5 of the history left it"},
        {"INSERT INTO user_right VALUES ('guest', 'editor', '*')",
         "table user_right: rows that no entry names are not as the baseline has them"},
        {"INSERT INTO capacity VALUES (5, 'red', 'me', 29919420, 'why', 29920140)",
         "table capacity: rows that no entry names are not as the baseline has them"},
        {"UPDATE act SET who = 'nobody' WHERE id = 4", "entry 4 of the history is not as it was written"},
        {"UPDATE act SET at = at - 100 WHERE id = 4", "entry 4 of the history is earlier than the one before"},
        {"INSERT INTO act VALUES (9, 29910000, 'me', 'why', 'what')",
         "act 9, \"what\" by \"me\", is not in the history"},
        {"UPDATE history SET content = x'00' WHERE number = 4", "entry 4 of the history is not as it was written"},
        {"UPDATE history SET hash = randomblob(32) WHERE number = 3",
         "entry 3 of the history is not as it was written"},
        {"DELETE FROM history WHERE number = 4", "entry 4 of the history is not there"},
        {"DELETE FROM history", "there is no baseline in the history"},
        {"CREATE TABLE mine (id INTEGER PRIMARY KEY)", "the tables are not those of the baseline"},
        {"UPDATE directory SET content_version = content_version + 1",
         "directory 1 is not as entry 5 of the history left it"},
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        signpost_diagnostics *found;
        bool met = false;
        make(NULL);
        three_edits();
        assert_int_equal(sqlite3_exec(town->db->handle, edits[i].sql, NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
        assert_int_equal(signpost_history_verify(town, NULL, NULL, found, &error), SIGNPOST_CONTENT);
        for (size_t j = 0; j < signpost_diagnostics_count(found); j++)
            met = met || strcmp(signpost_diagnostics_get(found, j).message, edits[i].expect) == 0;
        if (!met)
            fail_msg("%s: \"%s\", not \"%s\"", edits[i].sql, signpost_diagnostics_get(found, 0).message,
                     edits[i].expect);
        signpost_diagnostics_free(found);
        signpost_directory_close(town);
    }
    town = NULL;
}

static signpost_status look_at_phone(signpost_directory *directory, void *context, signpost_error *why)
{
    char *text = context;
    signpost_entry *entry;
    signpost_index *index;
    strcpy(text,
           test_text(directory,
                     "SELECT coalesce(phone, '-') || ' ' || hours || ' ' || (SELECT count(*) FROM endpoint)"
                     " || ' ' || (SELECT content_version FROM directory) || ' ' || (SELECT max(number) FROM history)"
                     " FROM service WHERE uid = 'pharmacy-a'"));
    assert_int_equal(signpost_directory_entry(directory, "pharmacy-a", &entry, why), SIGNPOST_OK);
    signpost_entry_free(entry);
    assert_int_equal(signpost_index_build(directory, NULL, &index, why), SIGNPOST_OK);
    signpost_index_free(index);
    const signpost_act act = test_act("nation", 99);
    int64_t number;
    assert_int_equal(sgp_directory_begin(directory, &act, "edit", &number, why), SIGNPOST_REFUSED);
    return SIGNPOST_OK;
}

static void any_moment_can_be_looked_at(void **state)
{
    (void)state;
    static const struct {
        int minutes;
        const char *expect;
    } moments[] = {{0, "- 2 0 2 2"},
                   {9, "- 2 0 2 2"},
                   {10, "01632 960001 2 0 3 3"},
                   {20, "01632 960002 1 0 4 4"},
                   {29, "01632 960002 1 0 4 4"},
                   {30, "01632 960002 1 1 5 5"},
                   {1000, "01632 960002 1 1 5 5"}};
    three_edits();
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        char text[1024];
        assert_int_equal(signpost_directory_as_of(town, TEST_BEGIN + moments[i].minutes, look_at_phone, text, &error),
                         SIGNPOST_OK);
        assert_string_equal(text, moments[i].expect);
    }
    assert_int_equal(signpost_directory_as_of(town, TEST_BEGIN - 1, look_at_phone, NULL, &error),
                     SIGNPOST_OUT_OF_RANGE);
    assert_non_null(strstr(error.hint, "it begins 2026-11-06T21:20Z, with entry 2"));
    char after_four[1024];
    assert_int_equal(signpost_directory_as_of_entry(town, 4, look_at_phone, after_four, &error), SIGNPOST_OK);
    assert_string_equal(after_four, "01632 960002 1 0 4 4");
    static const int64_t none[] = {-1, 0, 1, 6};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(signpost_directory_as_of_entry(town, none[i], look_at_phone, NULL, &error),
                         none[i] < 1 ? SIGNPOST_INVALID : SIGNPOST_OUT_OF_RANGE);
    assert_non_null(strstr(error.message, "has no entry 6: the last is 5"));
    assert_int_equal(signpost_history_verify(town, NULL, NULL, NULL, &error), SIGNPOST_OK);
    assert_int_equal(sqlite3_exec(town->db->handle, "UPDATE service SET phone = NULL", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(signpost_directory_as_of(town, TEST_BEGIN, look_at_phone, NULL, &error), SIGNPOST_CORRUPT);
}

static bool say_entry(void *context, const signpost_history_entry *entry)
{
    char *text = context;
    sprintf(text + strlen(text), "%lld %s %s", (long long)entry->number, entry->kind, entry->who);
    for (size_t i = 0; i < entry->field_count; i++) {
        const signpost_history_field *field = &entry->fields[i];
        sprintf(text + strlen(text), "; %s %s %s: %s -> %s", field->table, field->row, field->field, field->before,
                field->after);
    }
    strcat(text, "\n");
    return true;
}

static void what_was_done_is_told(void **state)
{
    (void)state;
    char text[4096] = "";
    signpost_history_filter filter = SIGNPOST_HISTORY_FILTER_INIT;
    three_edits();
    /* the number of the hours that it had is given to others */
    edit("nation", 40, "UPDATE service SET hours = 1 WHERE hours = 2");
    edit("nation", 41, "DELETE FROM hours WHERE id = 2");
    edit("nation", 42, "INSERT INTO hours VALUES (2, randomblob(32), 'england', 'Su 10:00-11:00')");
    filter.service = "pharmacy-a";
    assert_int_equal(signpost_history_read(town, &filter, say_entry, text, &error), SIGNPOST_OK);
    assert_string_equal(
        text, "5 changes nation; endpoint pharmacy-a 1 :  -> there; endpoint pharmacy-a 1 transport:  -> email;"
              " endpoint pharmacy-a 1 address:  -> desk@example.org\n"
              "4 changes kent; service pharmacy-a phone: 01632 960001 -> 01632 960002;"
              " service pharmacy-a hours: 24/7 -> Mo-Fr 08:00-18:30; PH off\n"
              "3 changes kent; service pharmacy-a phone:  -> 01632 960001\n");
    text[0] = '\0';
    filter = (signpost_history_filter)SIGNPOST_HISTORY_FILTER_INIT;
    filter.brief = true;
    filter.until = TEST_BEGIN + 30;
    assert_int_equal(signpost_history_read(town, &filter, say_entry, text, &error), SIGNPOST_OK);
    assert_string_equal(text,
                        "5 changes nation\n4 changes kent\n3 changes kent\n2 baseline keeper\n1 baseline keeper\n");
    filter.size = 1;
    assert_int_equal(signpost_history_read(town, &filter, say_entry, text, &error), SIGNPOST_INVALID);
}

static void the_clock_does_not_go_backwards(void **state)
{
    (void)state;
    const signpost_act act = test_act("kent", 5);
    int64_t number;
    edit("kent", 6, "UPDATE service SET phone = NULL WHERE uid = 'pharmacy-a'");
    assert_int_equal(sgp_directory_begin(town, &act, "edit", &number, &error), SIGNPOST_REFUSED);
    assert_string_equal(error.message, "the act is of 2026-11-06T21:25Z, before the last act, of 2026-11-06T21:26Z");
    edit("kent", 6, "UPDATE service SET phone = NULL WHERE uid = 'pharmacy-a'"); /* the same minute is fine */
    assert_string_equal(test_text(town, "SELECT count(*) FROM act"), "4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_history_that_fits_is_verified, make, unmake),
        cmocka_unit_test(an_edit_behind_its_back_is_found),
        cmocka_unit_test_setup_teardown(any_moment_can_be_looked_at, make, unmake),
        cmocka_unit_test_setup_teardown(what_was_done_is_told, make, unmake),
        cmocka_unit_test_setup_teardown(the_clock_does_not_go_backwards, make, unmake),
    };
    return cmocka_run_group_tests_name("history", tests, set_up, tear_down);
}

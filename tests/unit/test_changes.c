/* Changes: submitted by who provides, decided on by who commissions, refused with the reason, and nothing half-done. */
#include "../support/cmocka_all.h"

#include "../support/governed_changes.h"
#include "signpost/verification.h"

#include <sys/stat.h>

static const char *phone_of(const char *service)
{
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT coalesce(phone, '') FROM service WHERE uid = '%s'", service);
    return test_text(town, sql);
}

static void a_change_goes_live_when_it_is_signed_off(void **state)
{
    (void)state;
    int64_t change = submit("pat", 1, "pharmacy-a", "phone", "01632 960001");
    assert_int_equal(change, 1);
    assert_string_equal(phone_of("pharmacy-a"), "");
    assert_int_equal(approve("kent", 2, change), SIGNPOST_OK);
    assert_string_equal(phone_of("pharmacy-a"), "01632 960001");
    assert_string_equal(
        test_text(town,
                  "SELECT s.who || ' ' || d.who || ' ' || c.state FROM service, change c, act s, act d WHERE uid ="
                  " 'pharmacy-a' AND s.id = service.submitted_by AND d.id = signed_off_by"),
        "pat kent live");
}

/* Who tries what, and how it ends. */
static void rights_are_kept(void **state)
{
    (void)state;
    static const struct {
        const char *who, *service;
        signpost_status status;
        const char *message;
    } rows[] = {
        {"chris", "pharmacy-a", SIGNPOST_REFUSED, "\"chris\" may not submit changes of service \"pharmacy-a\""},
        {"sussex", "pharmacy-a", SIGNPOST_REFUSED, "\"sussex\" may not submit changes of service \"pharmacy-a\""},
        {"kent", "pharmacy-a", SIGNPOST_REFUSED,
         "\"kent\" is no provider of this, and acts for one: say on what evidence"},
        {"audit", "pharmacy-a", SIGNPOST_REFUSED, "\"audit\" may read this directory, and no more"},
        {"guest", "pharmacy-a", SIGNPOST_REFUSED, "\"guest\" may read this directory, and no more"},
        {"mallory", "pharmacy-a", SIGNPOST_REFUSED, "\"mallory\" is no user of this directory"},
        {"region", "pharmacy-a", SIGNPOST_REFUSED, "\"region\" may not submit changes of service \"pharmacy-a\""},
        {"region", "rash", SIGNPOST_OK, ""}, /* in TN1, in Tunbridge Wells, in Kent, in the South East */
        {"chris", "rash", SIGNPOST_OK, ""},
        {"nation", "pharmacy-a", SIGNPOST_OK, ""},
        {"nation", "nothing", SIGNPOST_NOT_FOUND, "there is no service \"nothing\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const signpost_edit edit = {.service = rows[i].service, .field = "phone", .value = "01632 960001"};
        const signpost_act act = test_act(rows[i].who, 1);
        int64_t change;
        signpost_status status = signpost_change_submit(town, &edit, 1, &act, NULL, &change, NULL, &error);
        if (status != rows[i].status || (status && !strstr(error.message, rows[i].message)))
            fail_msg("%s, %s: %d, \"%s\"", rows[i].who, rows[i].service, status, error.message);
        assert_int_equal(change != 0, status == SIGNPOST_OK);
    }
    assert_string_equal(test_text(town, "SELECT count(*) FROM history WHERE kind = 'refusal'"), "7");
    assert_string_equal(test_text(town, "SELECT content FROM history WHERE kind = 'refusal' LIMIT 1"),
                        "\"chris\" may not submit changes of service \"pharmacy-a\"");
}

static void who_decides(void **state)
{
    (void)state;
    int64_t change = submit("pat", 1, "pharmacy-a", "phone", "01632 960001");
    assert_int_equal(approve("pat", 2, change), SIGNPOST_REFUSED);
    assert_string_equal(error.message, "\"pat\" submitted change 1, and may not decide on it");
    assert_int_equal(approve("sussex", 2, change), SIGNPOST_REFUSED);
    assert_string_equal(error.message, "\"sussex\" may not sign off service \"pharmacy-a\"");
    assert_string_equal(error.hint, "these may: kent, nation, nation-2");
    assert_int_equal(approve("chris", 2, change), SIGNPOST_REFUSED);
    assert_int_equal(approve("kent", 2, 99), SIGNPOST_NOT_FOUND);
    const signpost_act kent = test_act("kent", 3), pat = test_act("pat", 3);
    assert_int_equal(signpost_change_withdraw(town, change, &kent, &error), SIGNPOST_REFUSED);
    assert_int_equal(signpost_change_reject(town, change, &pat, &error), SIGNPOST_REFUSED);
    assert_int_equal(signpost_change_reject(town, change, &kent, &error), SIGNPOST_OK);
    assert_int_equal(approve("kent", 4, change), SIGNPOST_STATE);
    assert_string_equal(error.message, "change 1 is rejected already");
    assert_string_equal(phone_of("pharmacy-a"), "");

    change = submit("nation", 5, "pharmacy-a", "phone", "01632 960002");
    assert_int_equal(approve("nation", 6, change), SIGNPOST_REFUSED); /* no self-approval, whoever it is */
    assert_int_equal(approve("nation-2", 6, change), SIGNPOST_OK);
    assert_int_equal(approve("kent", 6, change), SIGNPOST_STATE); /* two at once: the second is told */

    change = submit("pat", 7, "pharmacy-a", "phone", "01632 960003");
    const signpost_act later = test_act("pat", 8);
    assert_int_equal(signpost_change_withdraw(town, change, &later, &error), SIGNPOST_OK);
    assert_int_equal(approve("kent", 9, change), SIGNPOST_STATE);
    assert_string_equal(phone_of("pharmacy-a"), "01632 960002");
}

static void what_belongs_elsewhere_is_not_taken(void **state)
{
    (void)state;
    static const signpost_edit grab[] = {{.service = "rash", .field = "provider", .value = "FPH"}};
    static const signpost_edit make_other[] = {{.service = "new", .field = "name", .value = "New"},
                                               {.service = "new", .field = "type", .value = "13"},
                                               {.service = "new", .field = "postcode", .value = "TN1 2AB"},
                                               {.service = "new", .field = "provider", .value = "FCL"}};
    static const signpost_edit make_own[] = {{.service = "new", .field = "name", .value = "New"},
                                             {.service = "new", .field = "type", .value = "13"},
                                             {.service = "new", .field = "postcode", .value = "tn1 2ab"},
                                             {.service = "new", .field = "provider", .value = "FPH"}};
    const signpost_act pat = test_act("pat", 1), chris = test_act("chris", 1);
    int64_t change;
    assert_int_equal(signpost_change_submit(town, grab, 1, &pat, NULL, &change, NULL, &error), SIGNPOST_REFUSED);
    assert_int_equal(signpost_change_submit(town, grab, 1, &chris, NULL, &change, NULL, &error),
                     SIGNPOST_REFUSED); /* nor given away */
    assert_int_equal(signpost_change_submit(town, make_other, 4, &pat, NULL, &change, NULL, &error), SIGNPOST_REFUSED);
    assert_int_equal(signpost_change_submit(town, make_own, 4, &pat, NULL, &change, NULL, &error), SIGNPOST_OK);
    assert_string_equal(
        test_text(town, "SELECT group_concat(field || '=' || coalesce(after, '')) FROM change_field WHERE field IN "
                        "('', 'postcode', 'state', 'assumed')"),
        "=there,state=active,postcode=TN1 2AB,assumed=latitude;longitude");
    assert_int_equal(approve("sussex", 2, change), SIGNPOST_REFUSED);
    assert_int_equal(approve("kent", 2, change), SIGNPOST_OK); /* no commissioner is named: that of its area */
    assert_string_equal(test_text(town, "SELECT name FROM service WHERE uid = 'new'"), "New");
}

static void a_bad_value_is_refused_with_its_reason(void **state)
{
    (void)state;
    static const struct {
        signpost_edit edit;
        signpost_status status;
        const char *message;
    } rows[] = {
        {{"pharmacy-a", NULL, NULL, "hours", "Mo-Fr 09:00-25:00"}, SIGNPOST_CONTENT, "times end at 24:00"},
        {{"pharmacy-a", NULL, NULL, "type", "131313"}, SIGNPOST_CONTENT, "there is no such service type"},
        {{"pharmacy-a", NULL, NULL, "name", ""}, SIGNPOST_CONTENT, "no name, which every row needs"},
        {{"pharmacy-a", NULL, NULL, "state", "activ"}, SIGNPOST_CONTENT, "did you mean \"active\"?"},
        {{"pharmacy-a", NULL, NULL, "fone", "1"}, SIGNPOST_NOT_FOUND, "services has no column \"fone\""},
        {{"pharmacy-a", "endpoint", NULL, "address", "1"}, SIGNPOST_NOT_FOUND, "not submitted to a table \"endpoint\""},
        {{"pharmacy-a", "profiles", NULL, "ages", "any"}, SIGNPOST_NOT_FOUND, "not submitted to a table \"profiles\""},
        {{"pharmacy-a", "endpoints", NULL, "address", "1"}, SIGNPOST_INVALID, "named by 1 words beside its service"},
        {{"pharmacy-a", NULL, "1", "phone", "1"}, SIGNPOST_INVALID, "named by 0 words beside its service"},
        {{"", NULL, NULL, "phone", "1"}, SIGNPOST_INVALID, "names no service"},
        {{"pharmacy-a", NULL, NULL, "name", "A Pharmacy"}, SIGNPOST_NONE, "nothing would change"},
        {{"pharmacy-a", NULL, NULL, "verified_by", "me"}, SIGNPOST_REFUSED, "verifying writes it"},
        {{"pharmacy-a", "service-practices", "G99999", NULL, "there"},
         SIGNPOST_CONTENT,
         "there is no such organisation"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const signpost_act act = test_act("pat", 1);
        int64_t change;
        signpost_status status = signpost_change_submit(town, &rows[i].edit, 1, &act, NULL, &change, NULL, &error);
        if (status != rows[i].status || !strstr(error.message, rows[i].message))
            fail_msg("%zu: %d, \"%s\"", i, status, error.message);
    }
    assert_string_equal(test_text(town, "SELECT count(*) FROM change"), "0");
}

static void a_name_that_patients_cannot_read_is_told_of(void **state)
{
    (void)state;
    static const signpost_edit edit = {
        .service = "pharmacy-a", .field = "public_name", .value = "A UTC at 12 High Street"};
    const signpost_act act = test_act("pat", 1);
    int64_t change;
    signpost_diagnostics *told;
    assert_int_equal(signpost_diagnostics_new(&told), SIGNPOST_OK);
    assert_int_equal(signpost_change_submit(town, &edit, 1, &act, NULL, &change, told, &error), SIGNPOST_OK);
    assert_int_equal(signpost_diagnostics_count(told), 1);
    assert_string_equal(signpost_diagnostics_get(told, 0).message,
                        "public_name \"A UTC at 12 High Street\" has a street and number in it; kept as written");
    signpost_diagnostics_free(told);
}

static void rows_come_and_go(void **state)
{
    (void)state;
    static const signpost_edit edits[] = {
        {"pharmacy-a", "endpoints", "1", "transport", "email"},
        {"pharmacy-a", "endpoints", "1", "address", "desk@example.org"},
        {"pharmacy-a", "service-areas", "SUSSEX promoted", NULL, "there"},
    };
    static const signpost_edit gone[] = {{"pharmacy-a", "service-areas", "SUSSEX promoted", NULL, NULL},
                                         {"pharmacy-a", "endpoints", "1", NULL, NULL}};
    const signpost_act pat = test_act("pat", 1), again = test_act("pat", 3);
    int64_t change;
    assert_int_equal(signpost_change_submit(town, edits, 3, &pat, NULL, &change, NULL, &error), SIGNPOST_OK);
    assert_int_equal(approve("kent", 2, change), SIGNPOST_OK);
    assert_string_equal(
        test_text(town,
                  "SELECT address || ' ' || (SELECT area || use FROM service_area WHERE service = 5) FROM endpoint"),
        "desk@example.org SUSSEXpromoted");
    assert_int_equal(signpost_change_submit(town, gone, 2, &again, NULL, &change, NULL, &error), SIGNPOST_OK);
    assert_int_equal(approve("kent", 4, change), SIGNPOST_OK);
    assert_string_equal(
        test_text(town,
                  "SELECT (SELECT count(*) FROM endpoint) + (SELECT count(*) FROM service_area WHERE service = 5)"),
        "0");
}

static void a_change_waits_for_its_moment(void **state)
{
    (void)state;
    static const signpost_edit edit = {.service = "pharmacy-a", .field = "phone", .value = "01632 960001"};
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    int64_t change;
    bool live;
    how.effective_at = TEST_BEGIN - 10;
    assert_int_equal(submit_how(&edit, "pat", 1, &how, &change), SIGNPOST_INVALID);
    how.effective_at = TEST_BEGIN + 100;
    assert_int_equal(submit_how(&edit, "pat", 1, &how, &change), SIGNPOST_OK);
    const signpost_act kent = test_act("kent", 2), early = test_act("kent", 99), due = test_act("kent", 100);
    assert_int_equal(signpost_change_approve(town, change, &kent, &live, NULL, &error), SIGNPOST_OK);
    assert_false(live);
    assert_string_equal(phone_of("pharmacy-a"), "");
    signpost_due came;
    assert_int_equal(signpost_change_due(town, &early, &came, NULL, &error), SIGNPOST_OK);
    assert_int_equal(came.live, 0);
    assert_int_equal(signpost_change_due(town, &due, &came, NULL, &error), SIGNPOST_OK);
    assert_int_equal(came.live, 1);
    assert_string_equal(phone_of("pharmacy-a"), "01632 960001");
    assert_string_equal(
        test_text(town,
                  "SELECT d.who || l.who FROM change JOIN act d ON d.id = decided_by JOIN act l ON l.id = live_by"),
        "kentkent");
}

static void what_is_stale_is_not_carried_out(void **state)
{
    (void)state;
    int64_t one = submit("pat", 1, "pharmacy-a", "phone", "01632 960001"),
            other = submit("nation", 2, "pharmacy-a", "phone", "01632 960002");
    signpost_review *review;
    assert_int_equal(signpost_review_new(town, one, &review, &error), SIGNPOST_OK);
    assert_int_equal(signpost_review_count(review), 1);
    assert_int_equal(signpost_review_conflict_count(review), 1);
    signpost_review_conflict conflict = signpost_review_conflict_at(review, 0);
    assert_int_equal(conflict.change, other);
    assert_string_equal(conflict.after, "01632 960002");
    assert_string_equal(conflict.submitted_by, "nation");
    assert_string_equal(signpost_review_at(review, 0).name, "A Pharmacy");
    assert_false(signpost_review_at(review, 0).stale);
    signpost_review_free(review);
    assert_int_equal(approve("kent", 3, other), SIGNPOST_OK);
    assert_int_equal(approve("kent", 4, one), SIGNPOST_STATE);
    assert_string_equal(error.message,
                        "change 1 was made when phone of \"pharmacy-a\" was \"\": now it is \"01632 960002\"");
    assert_int_equal(signpost_review_new(town, one, &review, &error), SIGNPOST_OK);
    assert_true(signpost_review_at(review, 0).stale);
    assert_string_equal(signpost_review_at(review, 0).now, "01632 960002");
    signpost_review_free(review);

    /* two that were approved for later: the second is told of, and stays */
    static const signpost_edit edits[] = {{.service = "pharmacy-b", .field = "phone", .value = "01632 960001"},
                                          {.service = "pharmacy-b", .field = "phone", .value = "01632 960002"}};
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    how.effective_at = TEST_BEGIN + 50;
    for (size_t i = 0; i < 2; i++) {
        int64_t change;
        assert_int_equal(submit_how(&edits[i], "pat", 5, &how, &change), SIGNPOST_OK);
        assert_int_equal(approve("kent", 5, change), SIGNPOST_OK);
    }
    signpost_due came;
    signpost_diagnostics *told;
    const signpost_act due = test_act("kent", 60);
    assert_int_equal(signpost_diagnostics_new(&told), SIGNPOST_OK);
    assert_int_equal(signpost_change_due(town, &due, &came, told, &error), SIGNPOST_OK);
    assert_int_equal(came.live, 1);
    assert_int_equal(came.stale, 1);
    assert_non_null(strstr(signpost_diagnostics_get(told, 0).message, "change 4 is due, and was not carried out: "));
    signpost_diagnostics_free(told);
    assert_string_equal(phone_of("pharmacy-b"), "01632 960001");
    assert_string_equal(test_text(town, "SELECT state FROM change WHERE id = 4"), "approved");
}

static void a_file_is_one_change(void **state)
{
    (void)state;
    char file_path[64];
    signpost_diagnostics *found;
    snprintf(file_path, sizeof file_path, "%s.csv", path);
    FILE *file = fopen(file_path, "w");
    fputs("uid,phone,web\npharmacy-a,01632 960001,https://example.org/a\npharmacy-b, 01632 960002 ,\npharmacy-c,,\n",
          file);
    fclose(file);
    const signpost_act pat = test_act("pat", 1);
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    int64_t change;
    how.dry_run = true;
    assert_int_equal(signpost_change_submit_file(town, file_path, NULL, &pat, &how, &change, NULL, &error),
                     SIGNPOST_NOT_FOUND);
    assert_int_equal(signpost_change_submit_file(town, file_path, "services", &pat, &how, &change, NULL, &error),
                     SIGNPOST_OK);
    assert_int_equal(change, 0);
    assert_int_equal(signpost_change_submit_file(town, file_path, "services", &pat, NULL, &change, NULL, &error),
                     SIGNPOST_OK);
    assert_string_equal(test_text(town, "SELECT count(*) || ' ' || count(DISTINCT service) FROM change_field"), "3 2");
    assert_int_equal(approve("kent", 2, change), SIGNPOST_OK);
    assert_string_equal(phone_of("pharmacy-b"), "01632 960002");

    file = fopen(file_path, "w");
    fputs("uid,phone,state\npharmacy-a,01632 960009,active\npharmacy-b,01632 960008,closd\n", file);
    fclose(file);
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    const signpost_act later = test_act("pat", 3);
    assert_int_equal(signpost_change_submit_file(town, file_path, "services", &later, NULL, &change, found, &error),
                     SIGNPOST_CONTENT);
    assert_int_equal(signpost_diagnostics_get(found, 0).line, 3);
    assert_non_null(strstr(signpost_diagnostics_get(found, 0).message, "did you mean \"closed\"?"));
    signpost_diagnostics_free(found);
    remove(file_path);
}

static signpost_status look_at_phone(signpost_directory *directory, void *context, signpost_error *why)
{
    (void)why;
    strcpy(context,
           test_text(directory,
                     "SELECT phone || ' ' || content_version FROM service, directory WHERE uid = 'pharmacy-a'"));
    return SIGNPOST_OK;
}

static void a_change_can_be_looked_at_first(void **state)
{
    (void)state;
    char text[1024];
    int64_t change = submit("pat", 1, "pharmacy-a", "phone", "01632 960001");
    assert_int_equal(signpost_change_preview(town, change, look_at_phone, text, &error), SIGNPOST_OK);
    assert_string_equal(text, "01632 960001 4");
    assert_string_equal(phone_of("pharmacy-a"), "");
    assert_int_equal(approve("kent", 2, change), SIGNPOST_OK);
    assert_int_equal(signpost_change_preview(town, change, look_at_phone, text, &error), SIGNPOST_STATE);
    assert_int_equal(signpost_change_preview(town, 9, look_at_phone, text, &error), SIGNPOST_NOT_FOUND);
}

static bool say_change(void *context, const signpost_change_about *change)
{
    char *text = context;
    sprintf(text + strlen(text), "%lld %s %s %zu %zu %s\n", (long long)change->id, change->state, change->submitted_by,
            change->services, change->fields, change->service);
    return true;
}

static void changes_are_listed(void **state)
{
    (void)state;
    char text[1024] = "";
    submit("pat", 1, "pharmacy-a", "phone", "01632 960001");
    submit("pat", 2, "pharmacy-b", "phone", "01632 960002");
    assert_int_equal(approve("kent", 3, 1), SIGNPOST_OK);
    assert_int_equal(signpost_change_list(town, NULL, NULL, say_change, text, &error), SIGNPOST_OK);
    assert_string_equal(text, "2 pending pat 1 1 pharmacy-b\n");
    text[0] = '\0';
    assert_int_equal(signpost_change_list(town, "", "pharmacy-a", say_change, text, &error), SIGNPOST_OK);
    assert_string_equal(text, "1 live pat 1 1 pharmacy-a\n");
    assert_int_equal(signpost_change_list(town, "done", NULL, say_change, text, &error), SIGNPOST_INVALID);
}

static bool say_due(void *context, const signpost_verification *entry)
{
    char *text = context, due[SIGNPOST_MOMENT_SIZE];
    sprintf(text + strlen(text), "%s %s %d\n", entry->uid, signpost_date_format(entry->due, due), entry->overdue_days);
    return true;
}

static void entries_are_verified(void **state)
{
    (void)state;
    char text[4096] = "";
    signpost_date due, date;
    const signpost_act kent = test_act("kent", 1), chris = test_act("chris", 1), pat = test_act("pat", 2);
    assert_int_equal(signpost_service_verify(town, "pharmacy-a", "a call", &chris, &due, &error), SIGNPOST_REFUSED);
    assert_int_equal(signpost_service_verify(town, "pharmacy-a", " ", &pat, &due, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_service_verify(town, "pharmacy-z", "a call", &pat, &due, &error), SIGNPOST_NOT_FOUND);
    assert_non_null(strstr(error.hint, "did you mean \"pharmacy-"));
    assert_int_equal(
        signpost_service_verify(town, "closed", "a call", &(signpost_act){"nation", "w", TEST_BEGIN + 1}, &due, &error),
        SIGNPOST_STATE);
    assert_int_equal(signpost_service_verify(town, "pharmacy-a", "a call", &kent, &due, &error), SIGNPOST_OK);
    assert_int_equal(signpost_service_verify(town, "pharmacy-b", "a letter", &pat, NULL, &error), SIGNPOST_OK);
    assert_string_equal(
        test_text(town, "SELECT verified_by || ' ' || verified_evidence || ' ' || verify_due FROM service WHERE uid ="
                        " 'pharmacy-b'"),
        "pat a letter 2027-11-06");
    signpost_date_parse("2027-11-06", &date);
    assert_int_equal(signpost_verification_list(town, date, 0, "FPH", say_due, text, &error), SIGNPOST_OK);
    assert_string_equal(text, "pharmacy-a 2027-11-06 0\npharmacy-b 2027-11-06 0\npharmacy-c 2027-11-06 0\n");
    text[0] = '\0';
    assert_int_equal(signpost_verification_list(town, date - 10, 5, "FPH", say_due, text, &error), SIGNPOST_OK);
    assert_string_equal(text, "");
    assert_int_equal(signpost_verification_list(town, date - 10, 10, "FPH", say_due, text, &error), SIGNPOST_OK);
    assert_string_equal(text, "pharmacy-a 2027-11-06 -10\npharmacy-b 2027-11-06 -10\npharmacy-c 2027-11-06 -10\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_change_goes_live_when_it_is_signed_off, make, unmake),
        cmocka_unit_test_setup_teardown(rights_are_kept, make, unmake),
        cmocka_unit_test_setup_teardown(who_decides, make, unmake),
        cmocka_unit_test_setup_teardown(what_belongs_elsewhere_is_not_taken, make, unmake),
        cmocka_unit_test_setup_teardown(a_bad_value_is_refused_with_its_reason, make, unmake),
        cmocka_unit_test_setup_teardown(a_name_that_patients_cannot_read_is_told_of, make, unmake),
        cmocka_unit_test_setup_teardown(rows_come_and_go, make, unmake),
        cmocka_unit_test_setup_teardown(a_change_waits_for_its_moment, make, unmake),
        cmocka_unit_test_setup_teardown(what_is_stale_is_not_carried_out, make, unmake),
        cmocka_unit_test_setup_teardown(a_file_is_one_change, make, unmake),
        cmocka_unit_test_setup_teardown(a_change_can_be_looked_at_first, make, unmake),
        cmocka_unit_test_setup_teardown(changes_are_listed, make, unmake),
        cmocka_unit_test_setup_teardown(entries_are_verified, make, unmake),
    };
    return cmocka_run_group_tests_name("changes", tests, set_up, tear_down);
}

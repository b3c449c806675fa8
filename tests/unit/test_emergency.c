/* Emergencies: live at once, and so only what narrows. */
#include "../support/cmocka_all.h"

#include "../support/governed_changes.h"

/* In this order, from Friday, 6 November 2026, 21:21 on. pharmacy-a is open 24/7, and so is pharmacy-b; `late` Monday
 * to Friday from 14:00 to 18:00. */
static const struct row {
    signpost_edit edit;
    signpost_status status;
    const char *said; /* of a refusal: why */
} rows[] = {
    {{"pharmacy-a", "capacities", NULL, "colour", "green"}, SIGNPOST_REFUSED, "the capacity of \"pharmacy-a\""},
    {{"pharmacy-a", "capacities", NULL, "colour", "red"}, SIGNPOST_OK, ""},
    {{"pharmacy-a", "capacities", NULL, "colour", "amber"}, SIGNPOST_REFUSED, "the capacity of \"pharmacy-a\""},
    {{"pharmacy-a", "capacities", NULL, "falls_back_at", "2026-11-07T00:00Z"}, SIGNPOST_REFUSED, ""}, /* sooner */
    {{"pharmacy-a", "capacities", NULL, "falls_back_at", "2026-11-09T00:00Z"}, SIGNPOST_OK, ""},
    {{"pharmacy-a", "capacities", NULL, NULL, NULL}, SIGNPOST_REFUSED, "the capacity of \"pharmacy-a\""},
    {{"pharmacy-b", NULL, NULL, "phone", "01632 960001"}, SIGNPOST_REFUSED, "phone of \"pharmacy-b\""},
    {{"pharmacy-b", NULL, NULL, "state", "suspended"}, SIGNPOST_OK, ""},
    {{"pharmacy-b", NULL, NULL, "state", "active"}, SIGNPOST_REFUSED, "state of \"pharmacy-b\""},
    {{"pharmacy-b", NULL, NULL, "valid_to", "2026-12-31"}, SIGNPOST_OK, ""},
    {{"pharmacy-b", NULL, NULL, "valid_to", "2027-01-31"}, SIGNPOST_REFUSED, "valid_to of \"pharmacy-b\""},
    {{"pharmacy-b", NULL, NULL, "valid_to", NULL}, SIGNPOST_REFUSED, "valid_to of \"pharmacy-b\""},
    {{"pharmacy-b", NULL, NULL, "state", "closed"}, SIGNPOST_OK, ""},
    {{"pharmacy-c", "endpoints", "1", NULL, NULL}, SIGNPOST_NONE, ""},
    /* hours: we close early, and not on Monday, and on Tuesdays no more */
    {{"pharmacy-c", NULL, NULL, "hours", "24/7; 2026-11-06 00:00-22:00"}, SIGNPOST_OK, ""},
    {{"pharmacy-c", NULL, NULL, "hours", "24/7"},
     SIGNPOST_REFUSED,
     "hours of \"pharmacy-c\" would not be narrower: it would be open on 2026-11-06 at 22:00, and was not"},
    {{"pharmacy-c", NULL, NULL, "hours", "24/7; 2026-11-06 00:00-22:00; 2026-11-09 off"}, SIGNPOST_OK, ""},
    {{"pharmacy-c", NULL, NULL, "hours", "Mo,We-Su 09:00-18:00"}, SIGNPOST_REFUSED, "open on 2026-11-09 at 09:00"},
    {{"pharmacy-c", NULL, NULL, "hours", "Mo,We-Su 09:00-18:00; 2026-11-09 off"}, SIGNPOST_OK, ""},
    {{"pharmacy-c", NULL, NULL, "hours", "Mo,We-Su 09:00-18:30; 2026-11-09 off"},
     SIGNPOST_REFUSED,
     "open on 2026-11-07 at 18:00"},
    {{"pharmacy-c", NULL, NULL, "hours", "Mo-Su off"}, SIGNPOST_OK, ""},
    {{"pharmacy-c", NULL, NULL, "hours", NULL}, SIGNPOST_REFUSED, "there would be none: write \"Mo-Su off\""},
    {{"late", NULL, NULL, "hours", "Mo-Fr 14:00-17:00; PH 14:00-16:00"},
     SIGNPOST_REFUSED,
     "it would be open on bank holidays when it was not"},
    {{"late", NULL, NULL, "hours", "Mo-Fr 14:00-17:00; PH off"}, SIGNPOST_OK, ""},
    {{"late", NULL, NULL, "hours", "Mo-Fr 14:00-17:00"}, SIGNPOST_REFUSED, "open on 2026-12-25 at 14:00, and was not"},
    {{"ed", NULL, NULL, "hours", "Su off; Sa 10:00-25:00"}, SIGNPOST_CONTENT, "times end at 24:00"},
};

static void only_what_narrows_is_taken(void **state)
{
    (void)state;
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    how.emergency = true;
    how.evidence = "a call of their manager";
    int64_t change;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        error = (signpost_error)SIGNPOST_ERROR_INIT;
        signpost_status status = submit_how(&rows[i].edit, "nation", 1, &how, &change);
        if (status != rows[i].status || !strstr(error.message, rows[i].said))
            fail_msg("%s, %s: %d, \"%s\"", rows[i].edit.service, rows[i].edit.value ? rows[i].edit.value : "nothing",
                     status, error.message);
    }
    assert_string_equal(
        test_text(
            town,
            "SELECT state || (SELECT colour FROM capacity WHERE service = 5) FROM service WHERE uid = 'pharmacy-b'"),
        "closedred");
    assert_string_equal(
        test_text(town, "SELECT text FROM hours JOIN service ON service.hours = hours.id WHERE uid = 'pharmacy-c'"),
        "Mo-Su off");
}

static void a_provider_may_and_somebody_looks_at_it(void **state)
{
    (void)state;
    static const signpost_edit early = {"pharmacy-a", NULL, NULL, "hours", "24/7; 2026-11-07 00:00-18:00"};
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    int64_t change;
    how.emergency = true;
    assert_int_equal(submit_how(&early, "pat", 1, &how, &change), SIGNPOST_OK);
    assert_string_equal(test_text(town, "SELECT signed_off_by IS NULL FROM service WHERE uid = 'pharmacy-a'"), "1");
    assert_int_equal(approve("kent", 2, change), SIGNPOST_OK);
    assert_int_equal(approve("kent", 2, change), SIGNPOST_STATE);
    how.effective_at = TEST_BEGIN + 10;
    assert_int_equal(submit_how(&early, "pat", 3, &how, &change), SIGNPOST_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_what_narrows_is_taken, make, unmake),
        cmocka_unit_test_setup_teardown(a_provider_may_and_somebody_looks_at_it, make, unmake),
    };
    return cmocka_run_group_tests_name("emergencies", tests, set_up, tear_down);
}

/* What one service takes, changed as its other values are: it gets a profile of its own, and others keep theirs. */
#include "../support/cmocka_all.h"

#include "../support/governed_changes.h"

static int64_t submit_list(const char *who, int minutes, const char *service, const char *field, const char *value)
{
    const signpost_edit edit = {service, "service-profiles", NULL, field, value};
    int64_t change;
    error = (signpost_error)SIGNPOST_ERROR_INIT;
    submit_how(&edit, who, minutes, NULL, &change);
    return change;
}

/* `dispositions|pairs|ages in days|sexes|roles` of a service. */
static const char *taken_by(const char *service)
{
    char sql[1024];
    snprintf(
        sql, sizeof sql,
        "SELECT (SELECT group_concat(d, ';') FROM (SELECT disposition d FROM profile_disposition WHERE profile = p "
        "ORDER BY 1)) || '|' || (SELECT group_concat(d, ';') FROM (SELECT symptom_group || '/' || discriminator d "
        "FROM profile_pair WHERE profile = p ORDER BY 1)) || '|' || (SELECT group_concat(d, ';') FROM (SELECT "
        "from_days || '-' || to_days d FROM profile_age WHERE profile = p ORDER BY from_days)) || '|' || (SELECT "
        "group_concat(d, ';') FROM (SELECT sex d FROM profile_sex WHERE profile = p ORDER BY 1)) || '|' || (SELECT "
        "group_concat(d, ';') FROM (SELECT role d FROM profile_role WHERE profile = p ORDER BY 1)) FROM (SELECT "
        "profile p FROM service WHERE uid = '%s')",
        service);
    return test_text(town, sql);
}

static const char *profile_of(const char *service)
{
    char sql[160];
    snprintf(sql, sizeof sql, "SELECT p.name FROM profile p JOIN service s ON s.profile = p.id WHERE s.uid = '%s'",
             service);
    return test_text(town, sql);
}

static void the_others_keep_theirs(void **state)
{
    (void)state;
    char name[64];
    static const char everything[] = "Dx06;Dx75|fever/minor;fever/primary|0-99999|female;male|111-telephone;clinician";
    assert_string_equal(taken_by("pharmacy-a"), everything);
    int64_t change = submit_list("pat", 1, "pharmacy-a", "dispositions", "Dx06");
    assert_string_equal(taken_by("pharmacy-a"), everything); /* until it is signed off */
    assert_int_equal(approve("kent", 2, change), SIGNPOST_OK);
    assert_string_equal(taken_by("pharmacy-a"),
                        "Dx06|fever/minor;fever/primary|0-99999|female;male|111-telephone;clinician");
    assert_string_equal(taken_by("pharmacy-b"), everything);
    assert_string_equal(taken_by("surgery"), everything);
    snprintf(name, sizeof name, "%s", profile_of("pharmacy-a"));
    assert_int_equal(strncmp(name, "everything~", 11), 0);
    /* Who comes to take the same takes the same profile. */
    change = submit_list("pat", 3, "pharmacy-b", "dispositions", "-Dx75");
    assert_int_equal(approve("kent", 4, change), SIGNPOST_OK);
    assert_string_equal(profile_of("pharmacy-b"), name);
    /* One that was made, and that nobody names any more, is gone. */
    for (int i = 0; i < 2; i++) {
        change = submit_list("pat", 5 + i, i ? "pharmacy-b" : "pharmacy-a", "roles", "+999");
        assert_int_equal(approve("kent", 6 + i, change), SIGNPOST_OK);
    }
    snprintf(name, sizeof name, "%s", profile_of("pharmacy-a"));
    assert_string_equal(profile_of("pharmacy-b"), name);
    assert_string_equal(test_text(town, "SELECT count(*) FROM profile WHERE name LIKE 'everything~%'"), "1");
    assert_string_equal(test_text(town, "SELECT count(*) FROM profile WHERE name = 'everything'"), "1");
}

/* A list that is submitted of pharmacy-a, and what it comes to; or why it is refused. */
static const struct row {
    const char *field, *value, *takes, *said;
} rows[] = {
    {"dispositions", "Dx75", "Dx75|fever/minor;fever/primary|0-99999|female;male|111-telephone;clinician", NULL},
    {"dispositions", " -Dx06 ; + Dx08;",
     "Dx08;Dx75|fever/minor;fever/primary|0-99999|female;male|111-telephone;clinician", NULL},
    {"pairs", "*/minor", "Dx06;Dx75|fever/minor;rash/minor|0-99999|female;male|111-telephone;clinician", NULL},
    {"pairs", "-*/primary", "Dx06;Dx75|fever/minor|0-99999|female;male|111-telephone;clinician", NULL},
    {"pairs", "-fever/*;+rash/minor", "Dx06;Dx75|rash/minor|0-99999|female;male|111-telephone;clinician", NULL},
    {"ages", "under 5 years;5 years to under 12 years",
     "Dx06;Dx75|fever/minor;fever/primary|0-4382|female;male|111-telephone;clinician", NULL},
    {"sexes", "female", "Dx06;Dx75|fever/minor;fever/primary|0-99999|female|111-telephone;clinician", NULL},
    {"sexes", "",
     "Dx06;Dx75|fever/minor;fever/primary|0-99999|female;indeterminate;male;unknown|111-telephone;clinician", NULL},
    {"roles", "-clinician", "Dx06;Dx75|fever/minor;fever/primary|0-99999|female;male|111-telephone", NULL},
    {"dispositions", "-Dx99", NULL, "dispositions \"Dx99\" cannot be taken away: it is not taken"},
    {"pairs", "-rash/*", NULL, "pairs \"rash/*\" cannot be taken away: it is not taken"},
    {"dispositions", "-Dx06;Dx08", NULL, "dispositions: either every item begins with + or -"},
    {"dispositions", "six", NULL, "disposition \"six\" is not a code such as Dx06"},
    {"pairs", "fever/minr", NULL, "there is no pair \"fever/minr\""},
    {"ages", "-5", NULL, "ages \"-5\" are not a range"},
    {"dispositions", "Dx75;Dx06", NULL, "nothing would change"},
    {"dispositions", "+Dx06", NULL, "nothing would change"},
    {"name", "mine", NULL, "service-profiles has no column \"name\""},
};

static void lists_are_given_or_altered(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        make(NULL);
        int64_t change = submit_list("pat", 1, "pharmacy-a", rows[i].field, rows[i].value);
        if (rows[i].said && (change || !strstr(error.message, rows[i].said)))
            fail_msg("%s=%s: \"%s\"", rows[i].field, rows[i].value, error.message);
        if (!rows[i].said && (approve("kent", 2, change) || strcmp(taken_by("pharmacy-a"), rows[i].takes) != 0))
            fail_msg("%s=%s: \"%s\", %s", rows[i].field, rows[i].value, error.message, taken_by("pharmacy-a"));
        assert_int_equal(unmake(NULL), 0);
    }
    assert_int_equal(make(NULL), 0);
}

static void rights_are_those_over_the_service(void **state)
{
    (void)state;
    assert_int_equal(submit_list("chris", 1, "pharmacy-a", "dispositions", "Dx06"), 0);
    assert_string_equal(error.message, "\"chris\" may not submit changes of service \"pharmacy-a\"");
    int64_t change = submit_list("pat", 2, "pharmacy-a", "dispositions", "Dx06");
    assert_int_equal(approve("sussex", 3, change), SIGNPOST_REFUSED);
    assert_int_equal(approve("pat", 3, change), SIGNPOST_REFUSED);
    assert_int_equal(approve("kent", 3, change), SIGNPOST_OK);
    assert_int_equal(submit_list("nation", 4, "nowhere", "dispositions", "Dx06"), 0);
    assert_string_equal(error.message, "service \"nowhere\": there is no such service");
}

static void it_is_no_row(void **state)
{
    (void)state;
    const signpost_edit remove = {"pharmacy-a", "service-profiles", NULL, NULL, NULL},
                        profiles = {"pharmacy-a", "profiles", NULL, "ages", "any"},
                        without_table = {"pharmacy-a", NULL, NULL, "ages", "any"};
    int64_t change;
    assert_int_equal(submit_how(&remove, "pat", 1, NULL, &change), SIGNPOST_INVALID);
    assert_string_equal(error.message, "what \"pharmacy-a\" takes is neither added nor removed as a row");
    assert_int_equal(submit_how(&profiles, "pat", 1, NULL, &change), SIGNPOST_NOT_FOUND);
    assert_non_null(strstr(error.hint, "what one service takes is service-profiles"));
    assert_int_equal(submit_how(&without_table, "pat", 1, NULL, &change), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.hint, "it is a column of service-profiles: with the program, --table service-profiles");
    assert_string_equal(test_text(town, "SELECT count(*) FROM service WHERE uid = 'pharmacy-a'"), "1");
}

static void what_is_stale_is_told(void **state)
{
    (void)state;
    signpost_review *review;
    int64_t one = submit_list("pat", 1, "pharmacy-a", "dispositions", "Dx06");
    int64_t other = submit_list("pat", 2, "pharmacy-a", "dispositions", "-Dx06");
    int64_t ages = submit_list("pat", 3, "pharmacy-a", "ages", "5 years and over");
    assert_int_equal(signpost_review_new(town, other, &review, &error), SIGNPOST_OK);
    assert_int_equal(signpost_review_count(review), 1);
    signpost_review_field field = signpost_review_at(review, 0);
    assert_string_equal(field.table, "service-profiles");
    assert_string_equal(field.before, "Dx06;Dx75");
    assert_string_equal(field.after, "Dx75");
    assert_int_equal(field.conflicts, 1);
    signpost_review_free(review);
    assert_int_equal(approve("kent", 4, one), SIGNPOST_OK);
    assert_int_equal(approve("kent", 5, other), SIGNPOST_STATE);
    assert_int_equal(approve("kent", 6, ages), SIGNPOST_OK); /* another list */
    assert_string_equal(taken_by("pharmacy-a"),
                        "Dx06|fever/minor;fever/primary|1826-99999|female;male|111-telephone;clinician");
}

static void a_new_service_says_what_it_takes(void **state)
{
    (void)state;
    const signpost_act act = test_act("nation", 1);
    const signpost_edit edits[] = {
        {"new", NULL, NULL, "name", "New Pharmacy"},
        {"new", NULL, NULL, "type", "13"},
        {"new", NULL, NULL, "latitude", "51.1"},
        {"new", NULL, NULL, "longitude", "0.2"},
        {"new", "service-profiles", NULL, "dispositions", "Dx06"},
        {"new", "service-profiles", NULL, "pairs", "*/minor"},
    };
    int64_t change;
    assert_int_equal(
        signpost_change_submit(town, edits, sizeof edits / sizeof *edits, &act, NULL, &change, NULL, &error),
        SIGNPOST_OK);
    assert_int_equal(approve("nation-2", 2, change), SIGNPOST_OK);
    assert_int_equal(strncmp(profile_of("new"), "profile~", 8), 0);
    const signpost_edit twice[] = {{"new", "service-profiles", NULL, "ages", "any"},
                                   {"new", NULL, NULL, "profile", "everything"}};
    const signpost_act later = test_act("nation", 3);
    assert_int_equal(signpost_change_submit(town, twice, 2, &later, NULL, &change, NULL, &error), SIGNPOST_INVALID);
    assert_string_equal(test_text(town, "SELECT group_concat(disposition) FROM profile_disposition JOIN service USING "
                                        "(profile) WHERE uid = 'new'"),
                        "Dx06");
}

/* Emergencies take care away; of `female`, who is taken by women alone. */
static void an_emergency_takes_less(void **state)
{
    (void)state;
    static const struct {
        const char *field, *value;
        signpost_status status;
    } steps[] = {
        {"dispositions", "Dx06", SIGNPOST_OK},
        {"dispositions", "Dx06;Dx75", SIGNPOST_REFUSED},
        {"dispositions", "+Dx08", SIGNPOST_REFUSED},
        {"pairs", "-fever/minor", SIGNPOST_OK},
        {"ages", "16 years and over", SIGNPOST_OK},
        {"ages", "16 years to under 65 years", SIGNPOST_OK},
        {"ages", "under 65 years", SIGNPOST_REFUSED},
        {"ages", "15 years to under 65 years", SIGNPOST_REFUSED},
        {"ages", "16 years to under 18 years;40 years to under 50 years", SIGNPOST_OK},
        {"ages", "17 years to under 45 years", SIGNPOST_REFUSED},
        {"sexes", "female", SIGNPOST_OK},
        {"sexes", "", SIGNPOST_REFUSED},
        {"roles", "-111-telephone", SIGNPOST_OK},
        {"dispositions", "", SIGNPOST_OK},
    };
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    how.emergency = true;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const signpost_edit edit = {"pharmacy-a", "service-profiles", NULL, steps[i].field, steps[i].value};
        int64_t change;
        signpost_status status = submit_how(&edit, "pat", (int)i + 1, &how, &change);
        if (status != steps[i].status)
            fail_msg("%s=%s: %d, \"%s\"", steps[i].field, steps[i].value, status, error.message);
    }
    assert_string_equal(test_text(town, "SELECT count(*) FROM profile WHERE name LIKE 'everything~%'"), "1");
}

static void a_file_of_them_is_one_change(void **state)
{
    (void)state;
    char folder[] = "/tmp/signpost-takes-XXXXXX", file[64], text[512] = "";
    static const char rows_of_it[] = "service,ages,dispositions\npharmacy-a,5 years and over,-Dx75\n"
                                     "pharmacy-b,any,Dx06\npharmacy-c,5 years and over,Dx06\n";
    static const char mistakes[] = "service,ages,dispositions\npharmacy-a,old,Dx06\npharmacy-a,any,Dx06\n"
                                   "nowhere,any,Dx06\npharmacy-b,any,Dx06;+Dx08\n";
    const signpost_act acts[] = {test_act("pat", 1), test_act("pat", 3)};
    signpost_diagnostics *found;
    int64_t change;
    assert_non_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/service-profiles.csv", folder);
    for (int i = 0; i < 2; i++) {
        FILE *to = fopen(file, "w");
        assert_non_null(to);
        fputs(i ? mistakes : rows_of_it, to);
        fclose(to);
        assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
        signpost_status status = signpost_change_submit_file(town, file, NULL, &acts[i], NULL, &change, found, &error);
        assert_int_equal(status, i ? SIGNPOST_CONTENT : SIGNPOST_OK);
        if (i)
            break;
        assert_int_equal(approve("kent", 2, change), SIGNPOST_OK);
        signpost_diagnostics_free(found);
    }
    assert_string_equal(taken_by("pharmacy-a"),
                        "Dx06|fever/minor;fever/primary|1826-99999|female;male|111-telephone;clinician");
    assert_string_equal(test_text(town, "SELECT count(DISTINCT profile) || ' ' || count(*) FROM service WHERE uid IN "
                                        "('pharmacy-a', 'pharmacy-c')"),
                        "1 2");
    for (size_t i = 0; i < signpost_diagnostics_count(found); i++) {
        const signpost_diagnostic one = signpost_diagnostics_get(found, i);
        snprintf(text + strlen(text), sizeof text - strlen(text), "%u:%u %s\n", one.line, one.column, one.message);
    }
    assert_string_equal(text, "2:12 ages \"old\" are not a range such as \"16 years to under 65 years\"\n"
                              "3:1 the same service as in line 2\n"
                              "4:1 service \"nowhere\": there is no such service\n"
                              "5:16 dispositions: either every item begins with + or -, for what is added and taken "
                              "away, or none does\n");
    signpost_diagnostics_free(found);
    unlink(file);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_others_keep_theirs, make, unmake),
        cmocka_unit_test_setup_teardown(lists_are_given_or_altered, NULL, unmake),
        cmocka_unit_test_setup_teardown(rights_are_those_over_the_service, make, unmake),
        cmocka_unit_test_setup_teardown(it_is_no_row, make, unmake),
        cmocka_unit_test_setup_teardown(what_is_stale_is_told, make, unmake),
        cmocka_unit_test_setup_teardown(a_new_service_says_what_it_takes, make, unmake),
        cmocka_unit_test_setup_teardown(an_emergency_takes_less, make, unmake),
        cmocka_unit_test_setup_teardown(a_file_of_them_is_one_change, make, unmake),
    };
    return cmocka_run_group_tests_name("what services take", tests, set_up, tear_down);
}

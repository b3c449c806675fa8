/* The journal of a call: its bytes, reading them back, and going on from them. */
#include "../support/cmocka_all.h"

#include "../support/counting.h"
#include "../support/journal_call.h"

/* The line, from 1, without its chain. */
static const char *written(size_t number)
{
    static char text[4096];
    const char *at = paper.bytes;
    while (--number)
        at = (const char *)memchr(at, '\n', sizeof paper.bytes) + 1;
    const char *end = strstr(at, ",\"chain\":\"");
    snprintf(text, sizeof text, "%.*s", (int)(end - at), at);
    return text;
}

static void each_line_says_what_happened(void **state)
{
    (void)state;
    static const struct row {
        size_t line;
        const char *expect;
    } rows[] = {
        {2, "{\"event\":\"answered\",\"at\":\"2026-11-20T10:01Z\",\"step\":\"fever/awake\",\"language\":\"en-GB\",\"shown\":\"Awake?\",\"reply\":\"not sure\","
            "\"arrived\":\"fever/ambulance\",\"interim\":\"Dx011\",\"outcome\":\"Dx011\""},
        {3, "{\"event\":\"went back\",\"at\":\"2026-11-20T10:02Z\",\"step\":\"fever/ambulance\",\"arrived\":\"fever/awake\","
            "\"interim\":\"Dx32\",\"outcome\":\"\""},
        {5, "{\"event\":\"aged\",\"at\":\"2026-11-20T10:04Z\",\"step\":\"fever/check\",\"age\":[1065,1094],"
            "\"arrived\":\"breathing/short\",\"interim\":\"Dx32\",\"outcome\":\"\""},
        {7, "{\"event\":\"answered\",\"at\":\"2026-11-20T10:06Z\",\"step\":\"fever/safe\",\"language\":\"en-GB\",\"shown\":\"To be safe.\",\"reply\":\"stiff: not sure\","
            "\"arrived\":\"fever/ambulance\",\"interim\":\"Dx011\",\"outcome\":\"Dx011\""},
        {13, "{\"event\":\"acknowledged\",\"at\":\"2026-11-20T10:12Z\",\"step\":\"fever/cool-down\",\"language\":\"en-GB\",\"shown\":\"Keep cool\","
             "\"said\":[\"Take off a layer.\",\"Open a window.\"],\"arrived\":\"fever/breath\",\"interim\":\"Dx32\",\"outcome\":\"\""},
        {15, "{\"event\":\"changed\",\"at\":\"2026-11-20T10:14Z\",\"step\":\"fever/signs\",\"language\":\"en-GB\",\"shown\":\"Any of these?\",\"reply\":\"none of these\","
             "\"arrived\":\"fever/home\",\"interim\":\"Dx39\",\"outcome\":\"Dx39\""},
        {20, "{\"event\":\"left\",\"at\":\"2026-11-20T10:19Z\",\"step\":\"fever/heat\",\"language\":\"en-GB\",\"shown\":\"How hot?\","
             "\"reply\":\"it is \\u003cbetter\\u003e \\u0026 \\\"known\\\"\\n\",\"arrived\":\"fever/heat\",\"interim\":\"Dx06\",\"outcome\":\"Dx06\""},
        {21, "{\"event\":\"handed over\",\"at\":\"2026-11-20T10:30Z\",\"to\":\"clinician\""},
        {23, "{\"event\":\"refused\",\"at\":\"2026-11-20T10:31Z\",\"service\":\"women\",\"name\":\"Women's Clinic\",\"list\":\"returned\","
             "\"position\":4,\"reason\":42,\"title\":\"Unsuitable due to distance\",\"comment\":\"\""},
        {24, "{\"event\":\"chosen\",\"at\":\"2026-11-20T10:32Z\",\"service\":\"pharmacy-b\",\"name\":\"B Pharmacy\",\"list\":\"returned\","
             "\"position\":2"},
        {25, "{\"event\":\"noted\",\"at\":\"2026-11-20T10:32Z\",\"text\":\"caf\xC3\xA9 \xEF\xBF\xBD\""},
        {26, "{\"event\":\"ended\",\"at\":\"2026-11-20T10:33Z\",\"by\":\"left\",\"step\":\"fever/heat\",\"outcome\":\"Dx06\","
             "\"title\":\"Primary care in 6 hours\",\"within\":360,\"unit\":\"minutes\",\"setting\":\"primary care\","
             "\"symptom_group\":\"demo-fever\",\"symptom_group_title\":\"Fever\",\"discriminator\":\"demo-rash\","
             "\"discriminator_title\":\"rash\",\"advice\":[\"skin\",\"general\"]"},
    };
    make_call();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(written(rows[i].line), rows[i].expect);
    char start[512];
    snprintf(start, sizeof start,
             "{\"journal\":1,\"event\":\"started\",\"at\":\"2026-11-20T10:00Z\",\"content\":\"%s\",\"complaint\":\"fever\","
             "\"age\":[730,1094],\"sex\":\"female\",\"party\":\"someone else\",\"contacts\":0,\"language\":\"en-GB\",\"arrived\":\"fever/awake\","
             "\"interim\":\"Dx32\",\"outcome\":\"\"",
             signpost_algorithms_fingerprint(algorithms));
    assert_string_equal(written(1), start);
}

/* What is said of a place is no address, unless the host asks for it. */
static void a_place_is_a_district_or_a_rough_point(void **state)
{
    (void)state;
    static const struct row {
        const char *postcode;
        bool has_point, keeps_all;
        const char *expect;
    } rows[] = {
        {"TN1 2AB", false, false, "\"place_kind\":\"postcode\",\"place\":\"TN1\","},
        {"tn1 2ab", false, true, "\"place_kind\":\"postcode\",\"place\":\"tn1 2ab\","},
        {"TN1 2ZZ", false, false, "\"place_kind\":\"sector\",\"place\":\"TN1\","},
        {"Royal Tunbridge Wells", false, false, "\"place_kind\":\"town\",\"place\":\"Royal Tunbridge Wells\","},
        {NULL, true, false, "\"place_kind\":\"point\",\"place\":\"51.12,0.26\","},
        {NULL, true, true, "\"place_kind\":\"point\",\"place\":\"51.12346,0.26001\","},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_recorder_options options = SIGNPOST_RECORDER_OPTIONS_INIT;
        signpost_need need = test_town_need();
        need.postcode = rows[i].postcode;
        need.has_point = rows[i].has_point;
        need.latitude = 51.1234567;
        need.longitude = 0.2600123;
        options.keeps_all_place = rows[i].keeps_all;
        start_call(sizeof paper.bytes);
        signpost_recorder_free(recorder);
        signpost_journal *journal = read_paper(paper.size);
        assert_int_equal(signpost_recorder_resume(journal, &options, test_paper_write, &paper, &recorder, &error), SIGNPOST_OK);
        assert_int_equal(signpost_search(town, &need, results, &error), SIGNPOST_OK);
        assert_int_equal(signpost_recorder_search(recorder, &need, results, NULL, TEST_FRIDAY, &error), SIGNPOST_OK);
        if (!strstr(written(2), rows[i].expect))
            fail_msg("%s is not in %s", rows[i].expect, written(2));
        signpost_journal_free(journal);
        end_call();
    }
}

static void what_was_written_is_read_back(void **state)
{
    (void)state;
    make_call();
    signpost_journal *journal = read_paper(paper.size);
    const signpost_journal_about about = signpost_journal_describe(journal);
    assert_int_equal(about.lines, 26);
    assert_int_equal(about.bytes, paper.size);
    assert_true(about.has_ended);
    assert_string_equal(about.complaint, "fever");
    assert_string_equal(about.content, signpost_algorithms_fingerprint(algorithms));
    const signpost_line *left = signpost_journal_line(journal, 19), *search_line = signpost_journal_line(journal, 21);
    assert_int_equal(left->kind, SIGNPOST_LINE_LEFT);
    assert_int_equal(left->number, 20);
    assert_string_equal(left->reply, "it is <better> & \"known\"\n");
    assert_string_equal(search_line->directory, "Town");
    assert_string_equal(search_line->fingerprint, "");
    assert_string_equal(search_line->symptom_group, "fever");
    assert_string_equal(search_line->discriminators.at[0], "primary");
    assert_int_equal(search_line->practice_knowledge, SIGNPOST_PRACTICE_NONE);
    assert_int_equal(search_line->offered.count, signpost_results_count(results, SIGNPOST_RETURNED));
    assert_int_equal(search_line->reached, TEST_FRIDAY);
    assert_string_equal(signpost_journal_line(journal, 4)->reply, "");
    assert_int_equal(signpost_journal_line(journal, 4)->patient.age.from_days, 1065);
    assert_null(signpost_journal_line(journal, 26));
    signpost_journal_free(journal);
}

static void a_call_replays_to_the_same_bytes(void **state)
{
    (void)state;
    signpost_replay replay;
    make_call();
    signpost_journal *journal = read_paper(paper.size);
    assert_int_equal(signpost_journal_replay(journal, algorithms, &replay, &error), SIGNPOST_OK);
    assert_int_equal(replay.parts, SIGNPOST_PARTS_NOT);
    assert_true(replay.same_content);
    assert_true(replay.same_bytes);
    assert_int_equal(replay.reworded, 0);
    signpost_journal_free(journal);
}

/* The fixture with one piece changed. */
static signpost_algorithms *changed_content(const char *old, const char *text)
{
    static char bytes[3][8192];
    static const char *const files[] = {fixture_shared, fixture_module, fixture_pathway};
    signpost_source sources[3];
    signpost_algorithms *other = NULL;
    signpost_error why = SIGNPOST_ERROR_INIT;
    bool done = false;
    for (int i = 0; i < 3; i++) {
        const char *at = strstr(files[i], old);
        size_t before = at && !done ? (size_t)(at - files[i]) : strlen(files[i]);
        snprintf(bytes[i], sizeof bytes[i], "%.*s%s%s", (int)before, files[i], at && !done ? text : "",
                 at && !done ? at + strlen(old) : "");
        done = done || at;
        sources[i] = (signpost_source){"file", bytes[i], strlen(bytes[i])};
    }
    if (!done || signpost_algorithms_compile(sources, 3, NULL, &other, NULL, &why) != SIGNPOST_OK)
        fail_msg("%s -> %s: %s", old, text, why.message);
    return other;
}

static void on_other_content_it_parts_where_they_differ(void **state)
{
    (void)state;
    static const struct row {
        const char *old, *text;
        signpost_parting parts;
        size_t line;
        const char *recorded, *now;
    } rows[] = {
        {"title: Fever\nstate", "title: A fever\nstate", SIGNPOST_PARTS_NOT, 0, "", ""}, /* nobody is shown it */
        {"complaint: fever", "complaint: heat", SIGNPOST_PARTS_START, 1, "fever", "no complaint is called \"fever\""},
        {"no: ambulance, not sure: ambulance", "no: ambulance, not sure: clinician", SIGNPOST_PARTS_ARRIVED, 2, "fever/ambulance", "fever/clinician"},
        {"  ambulance: {disposition: Dx011}", "  ambulance: {disposition: Dx32}", SIGNPOST_PARTS_OUTCOME, 2, "Dx011", "Dx32"},
        {"interim: {disposition: Dx32, because: no red flag yet}", "interim: {disposition: Dx06, because: no red flag yet}",
         SIGNPOST_PARTS_INTERIM, 1, "Dx32", "Dx06"},
        {"age < 30 months, go: small", "age < 34 months, go: small", SIGNPOST_PARTS_NOT, 0, "", ""},
        {"age < 30 months, go: small", "age < 24 months, go: small", SIGNPOST_PARTS_ARRIVED, 4, "fever/check", "breathing/short"},
        {"age < 30 months, go: small", "age < 1070 days, go: small", SIGNPOST_PARTS_ARRIVED, 5, "breathing/short", "fever/check"},
        {"ask: A rash?", "ask: Spots?", SIGNPOST_PARTS_SHOWN, 10, "A rash?", "Spots?"},
        {"Open a window.", "Shut the window.", SIGNPOST_PARTS_SHOWN, 13, "Open a window.", "Shut the window."},
        {"stiff: {ask:", "neck: {ask:", SIGNPOST_PARTS_REPLY, 7, "stiff: not sure", "\"stiff"},
        {"keywords: [rash], dispositions", "keywords: [hot], dispositions", SIGNPOST_PARTS_NOT, 0, "", ""},
        {"title: care}, demo-rash: {title: rash}", "title: care}, demo-rash: {title: spots}", SIGNPOST_PARTS_NOT, 0, "", ""},
        {"title: Primary care in 6 hours", "title: Primary care", SIGNPOST_PARTS_SHOWN, 26, "Primary care in 6 hours", "Primary care"},
    };
    make_call();
    signpost_journal *journal = read_paper(paper.size);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_replay replay;
        signpost_walk *none;
        signpost_algorithms *other = changed_content(rows[i].old, rows[i].text);
        assert_int_equal(signpost_journal_replay(journal, other, &replay, &error), SIGNPOST_OK);
        if (replay.parts != rows[i].parts || replay.line != rows[i].line)
            fail_msg("%s: parts at %s, line %zu: \"%s\", \"%s\"", rows[i].text, signpost_parting_name(replay.parts), replay.line,
                     replay.recorded, replay.now);
        assert_string_equal(replay.recorded, rows[i].recorded);
        assert_memory_equal(replay.now, rows[i].now, strlen(rows[i].now));
        assert_false(replay.same_content || replay.same_bytes);
        assert_int_equal(signpost_walk_resume(other, journal, NULL, NULL, &none, &error), SIGNPOST_VERSION);
        assert_null(none);
        signpost_algorithms_free(other);
    }
    signpost_journal_free(journal);
}

static void check_stands_alike(const signpost_walk *one, const signpost_walk *other)
{
    signpost_step a, b;
    signpost_where here, there;
    signpost_entry x, y;
    signpost_walk_step(one, &a);
    signpost_walk_step(other, &b);
    signpost_walk_where(one, &here);
    signpost_walk_where(other, &there);
    assert_int_equal(a.kind, b.kind);
    assert_string_equal(a.name, b.name);
    assert_string_equal(a.left_because, b.left_because);
    assert_int_equal(a.boundary_days, b.boundary_days);
    assert_string_equal(here.interim.code, there.interim.code);
    assert_int_equal(here.is_red_flag, there.is_red_flag);
    assert_int_equal(here.entries, there.entries);
    for (size_t i = 0; signpost_walk_entry(one, i, &x); i++) {
        assert_true(signpost_walk_entry(other, i, &y));
        assert_string_equal(x.step, y.step);
        assert_string_equal(x.reply, y.reply);
    }
}

/* After each event the desk stops, and another one goes on: it stands where the first stood, and the journal at the end is the
 * one that the first would have written. */
static void a_call_goes_on_from_any_line(void **state)
{
    (void)state;
    static test_paper whole;
    make_call();
    whole = paper;
    start_call(sizeof paper.bytes);
    for (const char *const *event = events; *event; event++) {
        signpost_walk *before = walk;
        signpost_journal *journal = read_paper(paper.size);
        signpost_recorder_free(recorder);
        assert_int_equal(signpost_recorder_resume(journal, NULL, test_paper_write, &paper, &recorder, &error), SIGNPOST_OK);
        assert_int_equal(signpost_walk_resume(algorithms, journal, signpost_recorder_sink, recorder, &walk, &error), SIGNPOST_OK);
        assert_string_equal(signpost_recorder_chain(recorder), signpost_journal_describe(journal).chain);
        check_stands_alike(before, walk);
        signpost_walk_free(before);
        signpost_journal_free(journal);
        happen(*event);
    }
    assert_memory_equal(paper.bytes, whole.bytes, paper.size);
    end_call();
}

static void an_ended_call_does_not_go_on(void **state)
{
    (void)state;
    make_call();
    signpost_journal *journal = read_paper(paper.size);
    assert_int_equal(signpost_recorder_resume(journal, NULL, test_paper_write, &paper, &recorder, &error), SIGNPOST_STATE);
    assert_null(recorder);
    assert_string_equal(error.message, "the call of \"call\" has ended");
    signpost_journal_free(journal);
}

/* Where the disk is full the event does not happen; once there is room it does, and the journal is as it would have been. */
static void a_line_that_is_refused_is_an_event_that_did_not_happen(void **state)
{
    (void)state;
    static test_paper whole;
    make_call();
    whole = paper;
    start_call(sizeof paper.bytes);
    for (const char *const *event = events; *event; event++) {
        signpost_step before, after;
        char chain[65];
        snprintf(chain, sizeof chain, "%s", signpost_recorder_chain(recorder));
        signpost_walk_step(walk, &before);
        paper.most = paper.size + 40;
        assert_int_equal(test_call_event(walk, *event, TEST_FRIDAY, &error), SIGNPOST_CANCELLED);
        assert_int_equal(signpost_recorder_note(recorder, "no room", TEST_FRIDAY, &error), SIGNPOST_CANCELLED);
        signpost_walk_step(walk, &after);
        assert_int_equal(before.kind, after.kind);
        assert_string_equal(before.name, after.name);
        assert_string_equal(chain, signpost_recorder_chain(recorder));
        paper.most = sizeof paper.bytes;
        happen(*event);
    }
    assert_memory_equal(paper.bytes, whole.bytes, paper.size);
    end_call();
}

static void what_cannot_be_recorded_is_refused(void **state)
{
    (void)state;
    signpost_recorder *fresh;
    assert_int_equal(signpost_recorder_new(NULL, test_paper_write, &paper, &fresh, &error), SIGNPOST_OK);
    assert_int_equal(signpost_recorder_note(fresh, "before the start", 0, &error), SIGNPOST_STATE);
    assert_string_equal(signpost_recorder_chain(fresh), "0000000000000000000000000000000000000000000000000000000000000000");
    signpost_recorder_free(fresh);
    start_call(sizeof paper.bytes);
    const signpost_patient patient = test_call_patient();
    signpost_walk *second;
    assert_int_equal(signpost_walk_start(algorithms, &patient, "fever", 0, signpost_recorder_sink, recorder, &second, &error), SIGNPOST_CANCELLED);
    search();
    assert_int_equal(signpost_recorder_choose(recorder, results, "closed", TEST_FRIDAY, &error), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.message, "service \"closed\" was not offered");
    assert_int_equal(signpost_recorder_refuse(recorder, results, "late", 25, NULL, TEST_FRIDAY, &error), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.message, "25 is no code of a reject reason");
    assert_int_equal(signpost_recorder_refuse(recorder, results, "late", 26, "", TEST_FRIDAY, &error), SIGNPOST_INVALID);
    assert_string_equal(error.message, "reason 26, \"Rejected for patient choice\", needs a comment");
    assert_int_equal(signpost_recorder_refuse(recorder, results, "women", 26, "wants to walk", TEST_FRIDAY, &error), SIGNPOST_OK);
    assert_int_equal(signpost_recorder_hand_over(recorder, "Dr Smith", TEST_FRIDAY, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_recorder_note(recorder, "", TEST_FRIDAY, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_recorder_note(recorder, "late", INT64_MAX, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_recorder_search(recorder, &(signpost_need){0}, results, "ABC", 0, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_recorder_end(recorder, walk, TEST_FRIDAY, &error), SIGNPOST_OK);
    assert_string_equal(written(4), "{\"event\":\"ended\",\"at\":\"2026-11-20T10:00Z\",\"by\":\"dropped\",\"step\":\"fever/awake\",\"outcome\":\"Dx32\","
                                    "\"title\":\"Clinician now\",\"within\":0,\"unit\":\"minutes\",\"setting\":\"clinician\",\"symptom_group\":\"\","
                                    "\"symptom_group_title\":\"\",\"discriminator\":\"\",\"discriminator_title\":\"\",\"advice\":[]");
    assert_int_equal(signpost_recorder_note(recorder, "after the end", 0, &error), SIGNPOST_STATE);
    assert_int_equal(signpost_walk_reply(walk, "no", 0, &error), SIGNPOST_CANCELLED);
    end_call();
}

static void a_step_with_its_line_allocates_nothing(void **state)
{
    (void)state;
    start_call(sizeof paper.bytes);
    size_t before = allocations;
    for (const char *const *event = events; *event; event++)
        happen(*event);
    assert_int_equal(signpost_recorder_note(recorder, "said so", TEST_FRIDAY, &error), SIGNPOST_OK);
    assert_int_equal(signpost_recorder_end(recorder, walk, TEST_FRIDAY, &error), SIGNPOST_OK);
    assert_int_equal(allocations, before);
    end_call();
}

static void the_reasons_are_those_of_the_national_list(void **state)
{
    (void)state;
    size_t count = 0;
    int32_t last = 0;
    for (const signpost_reject_reason *reason; (reason = signpost_reject_reason_at(count)); count++) {
        assert_true(reason->code > last);
        assert_ptr_equal(signpost_reject_reason_find(reason->code), reason);
        last = reason->code;
    }
    assert_int_equal(count, 12);
    assert_null(signpost_reject_reason_find(25));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_says_what_happened),
        cmocka_unit_test(a_place_is_a_district_or_a_rough_point),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(a_call_replays_to_the_same_bytes),
        cmocka_unit_test(on_other_content_it_parts_where_they_differ),
        cmocka_unit_test(a_call_goes_on_from_any_line),
        cmocka_unit_test(an_ended_call_does_not_go_on),
        cmocka_unit_test(a_line_that_is_refused_is_an_event_that_did_not_happen),
        cmocka_unit_test(what_cannot_be_recorded_is_refused),
        cmocka_unit_test(a_step_with_its_line_allocates_nothing),
        cmocka_unit_test(the_reasons_are_those_of_the_national_list),
    };
    signpost_allocator_set(&counting);
    return cmocka_run_group_tests_name("the journal", tests, open_all, close_all);
}

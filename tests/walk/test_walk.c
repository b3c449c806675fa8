/* The walk: events in, where it stands out. */
#include "../support/cmocka_all.h"
#include "../support/counting.h"
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

static signpost_algorithms *algorithms;

static int load(void **state)
{
    (void)state;
    signpost_allocator_set(&counting);
    signpost_error error = SIGNPOST_ERROR_INIT;
    algorithms = fixture_load(&error);
    if (!algorithms)
        fprintf(stderr, "%s:%u: %s\n", error.file, error.line, error.message);
    return algorithms ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    signpost_algorithms_free(algorithms);
    signpost_allocator_set(NULL);
    return 0;
}

static signpost_walk *start(const char *age, signpost_sink sink, void *context)
{
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    signpost_walk *walk;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_age_parse(age, &patient.age, NULL), SIGNPOST_OK);
    patient.sex = SIGNPOST_FEMALE;
    if (signpost_walk_start(algorithms, &patient, "fever", 0, sink, context, &walk, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
    return walk;
}

/* Replies from text, with `|` between; `ok` acknowledges, `back` goes back. */
static void say(signpost_walk *walk, const char *replies)
{
    char buffer[256];
    snprintf(buffer, sizeof buffer, "%s", replies);
    for (char *rest = buffer, *reply; (reply = strtok_r(rest, "|", &rest));) {
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_status status = strcmp(reply, "ok") == 0     ? signpost_walk_acknowledge(walk, 0, &error)
                                 : strcmp(reply, "back") == 0 ? signpost_walk_back(walk, 0, &error)
                                                              : signpost_walk_reply(walk, reply, 0, &error);
        if (status != SIGNPOST_OK)
            fail_msg("\"%s\" of \"%s\": %s", reply, replies, error.message);
    }
}

static void check_at(const signpost_walk *walk, const char *name, const char *interim)
{
    signpost_step step;
    signpost_where where;
    signpost_walk_step(walk, &step);
    signpost_walk_where(walk, &where);
    if (strcmp(step.name, name) != 0)
        fail_msg("it stands at %s, and not at %s", step.name, name);
    assert_string_equal(where.interim.code, interim);
}

static void answers_lead_to_steps(void **state)
{
    (void)state;
    static const struct row {
        const char *age, *replies, *step, *interim;
    } rows[] = {
        {"5 years", "", "fever/awake", "Dx32"},
        {"5 years", "not sure", "fever/ambulance", "Dx011"},
        {"5 years", "yes", "breathing/short", "Dx32"},
        {"5 years", "YES | No ", "fever/safe", "Dx32"},
        {"5 years", "yes|no|fit: not sure", "fever/ambulance", "Dx011"},
        {"5 years", "yes|no|no", "fever/rash", "Dx32"},
        {"5 years", "yes|no|no|no|none of these|not known", "fever/home", "Dx39"},
        {"5 years", "yes|no|no|no|cough, pain|38.9", "fever/gp", "Dx06"},
        {"5 years", "yes|no|no|no|cough|39|ok", "fever/breath", "Dx32"},
        {"5 years", "yes|no|no|no|cough|39|ok|no", "fever/home", "Dx39"},
        /* the more severe answer to a shared fact stands */
        {"5 years", "yes|yes|no|no|cough|39|ok|no", "fever/gp", "Dx06"},
        {"5 years", "yes|no|no|no|not sure|39|ok|yes", "fever/gp", "Dx06"},
        {"5 years", "yes|no|no|back", "fever/safe", "Dx32"},
        {"5 years", "yes|no|back|back", "fever/awake", "Dx32"},
        {"5 years", "no|back", "fever/awake", "Dx32"},
        {"1 year", "yes|no", "fever/gp", "Dx06"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_walk *walk = start(rows[i].age, NULL, NULL);
        say(walk, rows[i].replies);
        check_at(walk, rows[i].step, rows[i].interim);
        signpost_walk_free(walk);
    }
}

static void a_vague_age_is_asked_for(void **state)
{
    (void)state;
    signpost_walk *walk = start("2 years", NULL, NULL); /* 730 to 1094 days; the content asks for 30 months, 913 days */
    signpost_step step;
    signpost_error error = SIGNPOST_ERROR_INIT;
    say(walk, "yes");
    signpost_walk_step(walk, &step);
    assert_int_equal(step.kind, SIGNPOST_STEP_AGE);
    assert_int_equal(step.boundary_days, 913);
    assert_int_equal(signpost_walk_reply(walk, "4 years", 0, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_walk_answer(walk, 0, 0, &error), SIGNPOST_STATE);
    say(walk, "25 months");
    check_at(walk, "breathing/short", "Dx32");
    say(walk, "no");
    check_at(walk, "fever/gp", "Dx06");
    say(walk, "back|back|yes");
    check_at(walk, "breathing/short", "Dx32"); /* it is asked once only */
    signpost_walk_free(walk);
}

static void a_change_keeps_what_still_lies_on_the_way(void **state)
{
    (void)state;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_walk *walk = start("5 years", NULL, NULL);
    say(walk, "yes|no|no|no|cough|39|ok|no");
    check_at(walk, "fever/home", "Dx39");
    assert_int_equal(signpost_walk_change(walk, "fever/heat", "38", 0, &error), SIGNPOST_OK);
    check_at(walk, "fever/home", "Dx39");
    assert_int_equal(signpost_walk_dropped_count(walk), 2);
    assert_string_equal(signpost_walk_dropped(walk, 0), "fever/cool-down");
    assert_string_equal(signpost_walk_dropped(walk, 1), "fever/breath");
    assert_string_equal(signpost_walk_dropped(walk, 2), "");
    /* the change is on purpose: it may make an answer milder */
    assert_int_equal(signpost_walk_change(walk, "breathing/short", "yes", 0, &error), SIGNPOST_OK);
    check_at(walk, "fever/gp", "Dx06");
    assert_int_equal(signpost_walk_dropped_count(walk), 0);
    assert_int_equal(signpost_walk_change(walk, "breathing/short", "no", 0, &error), SIGNPOST_OK);
    check_at(walk, "fever/home", "Dx39");
    assert_int_equal(signpost_walk_change(walk, "fever/awake", "no", 0, &error), SIGNPOST_OK);
    check_at(walk, "fever/ambulance", "Dx011");
    assert_int_equal(signpost_walk_dropped_count(walk), 5);
    assert_int_equal(signpost_walk_change(walk, "fever/rash", "no", 0, &error), SIGNPOST_NOT_FOUND);
    assert_int_equal(signpost_walk_change(walk, "fever/awake", "perhaps", 0, &error), SIGNPOST_INVALID);
    check_at(walk, "fever/ambulance", "Dx011");
    signpost_walk_free(walk);
}

static void the_end_has_advice_and_a_need(void **state)
{
    (void)state;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_need need = SIGNPOST_NEED_INIT;
    signpost_advice advice;
    signpost_walk *walk = start("5 years", NULL, NULL);
    assert_int_equal(signpost_walk_need(walk, &need, &error), SIGNPOST_STATE);
    assert_false(signpost_walk_advice(walk, 0, &advice));
    say(walk, "yes|no|no|yes|pain|38");
    assert_int_equal(signpost_walk_need(walk, &need, &error), SIGNPOST_OK);
    assert_string_equal(need.disposition.code, "Dx06");
    assert_string_equal(need.symptom_group, "demo-fever");
    assert_int_equal(need.discriminator_count, 1);
    assert_string_equal(need.discriminators[0], "demo-rash");
    assert_int_equal(need.age.from_days, 1826);
    static const char *const names[] = {"fever", "skin", "general"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(signpost_walk_advice(walk, i, &advice));
        assert_string_equal(advice.name, names[i]);
    }
    assert_false(signpost_walk_advice(walk, 3, &advice));
    assert_string_equal(signpost_walk_advice_line(walk, 1, 0), "Do not scratch.");
    assert_string_equal(signpost_walk_advice_line(walk, 1, 1), "");
    say(walk, "back|back|back|back|fit");
    assert_int_equal(signpost_walk_need(walk, &need, &error), SIGNPOST_STATE);
    assert_string_equal(error.message, "nothing is looked up for Dx011, Ambulance");
    signpost_walk_free(walk);
}

static void a_clinician_may_leave_with_a_reason(void **state)
{
    (void)state;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_step step;
    signpost_walk *walk = start("5 years", NULL, NULL);
    say(walk, "yes|no");
    assert_int_equal(signpost_walk_leave(walk, "Dx6", "seen before", 0, &error), SIGNPOST_NOT_FOUND);
    assert_int_equal(signpost_walk_leave(walk, "Dx06", "", 0, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_walk_leave(walk, "Dx06", "seen before", 0, &error), SIGNPOST_OK);
    signpost_walk_step(walk, &step);
    assert_int_equal(step.kind, SIGNPOST_STEP_LEFT);
    assert_string_equal(step.left_because, "seen before");
    assert_string_equal(step.outcome.disposition.code, "Dx06");
    assert_int_equal(signpost_walk_reply(walk, "no", 0, &error), SIGNPOST_STATE);
    assert_int_equal(signpost_walk_change(walk, "fever/awake", "no", 0, &error), SIGNPOST_STATE);
    say(walk, "back");
    check_at(walk, "fever/safe", "Dx32");
    signpost_walk_free(walk);
}

static void where_tells_the_way_so_far_and_what_may_come(void **state)
{
    (void)state;
    signpost_where where;
    signpost_entry entry;
    signpost_disposition possible[8];
    signpost_walk *walk = start("5 years", NULL, NULL);
    signpost_walk_where(walk, &where);
    assert_int_equal(where.fewest, 1);
    assert_int_equal(where.most, 7);
    assert_string_equal(where.interim_because, "no red flag yet");
    assert_int_equal(signpost_walk_possible(walk, possible, 8), 3); /* not the clinician: this is the first contact */
    say(walk, "yes|no|no|yes|none of these");
    signpost_walk_where(walk, &where);
    assert_int_equal(where.entries, 5);
    assert_int_equal(where.fewest, 1);
    assert_int_equal(where.most, 2);
    assert_true(signpost_walk_entry(walk, 3, &entry));
    assert_string_equal(entry.step, "fever/rash");
    assert_string_equal(entry.shown, "A rash?");
    assert_string_equal(entry.reply, "yes");
    assert_false(signpost_walk_entry(walk, 5, &entry));
    assert_int_equal(signpost_walk_possible(walk, possible, 1), 2);
    assert_string_equal(possible[0].code, "Dx06");
    say(walk, "38");
    assert_int_equal(signpost_walk_possible(walk, possible, 8), 1);
    assert_string_equal(possible[0].code, "Dx39");
    signpost_walk_free(walk);
}

static void a_third_contact_is_flagged(void **state)
{
    (void)state;
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    signpost_walk *walk;
    signpost_where where;
    patient.age = signpost_age_of(40, SIGNPOST_YEARS);
    patient.earlier_contacts = 2;
    assert_int_equal(signpost_walk_start(algorithms, &patient, "fever", 0, NULL, NULL, &walk, NULL), SIGNPOST_OK);
    signpost_walk_where(walk, &where);
    assert_true(where.is_repeat);
    say(walk, "yes|no|no|no|none of these|37");
    check_at(walk, "fever/clinician", "Dx32");
    signpost_walk_free(walk);
}

/* A journal that takes so many records, and then no more. */
typedef struct journal {
    int room;
    char lines[2048];
} journal;

static bool keep(const signpost_record *record, void *context)
{
    journal *kept = context;
    size_t used = strlen(kept->lines);
    if (!kept->room)
        return false;
    kept->room--;
    snprintf(kept->lines + used, sizeof kept->lines - used, "%d %s [%s] %s > %s %s%s\n", (int)record->moment,
             signpost_event_name(record->event), record->step, record->reply, record->arrived, record->interim, record->outcome);
    return true;
}

static void every_event_is_offered_to_the_sink(void **state)
{
    (void)state;
    journal kept = {.room = 100};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_walk *walk = start("2 years", keep, &kept);
    signpost_walk_answer(walk, 0, 1, &error);
    signpost_walk_age(walk, (signpost_age){950, 950}, 2, &error);
    signpost_walk_reply(walk, "no", 3, &error);
    signpost_walk_together(walk, (signpost_part_answer[]){SIGNPOST_NO, SIGNPOST_NO}, 2, 4, &error);
    signpost_walk_answer(walk, 0, 5, &error);
    signpost_walk_choose(walk, (size_t[]){0}, 1, 6, &error);
    signpost_walk_measure(walk, &(int64_t){395}, 7, &error);
    signpost_walk_acknowledge(walk, 8, &error);
    signpost_walk_back(walk, 9, &error);
    signpost_walk_change(walk, "fever/heat", "not known", 10, &error);
    assert_string_equal(kept.lines, "0 started []  > fever/awake Dx32\n"
                                    "1 answered [fever/awake] yes > fever/check Dx32\n"
                                    "2 aged [fever/check] 2 years > breathing/short Dx32\n"
                                    "3 answered [breathing/short] no > fever/safe Dx32\n"
                                    "4 answered [fever/safe] no > fever/rash Dx32\n"
                                    "5 answered [fever/rash] yes > fever/signs Dx32\n"
                                    "6 answered [fever/signs] cough > fever/heat Dx32\n"
                                    "7 answered [fever/heat] 39.5 > fever/cool-down Dx32\n"
                                    "8 acknowledged [fever/cool-down]  > fever/breath Dx32\n"
                                    "9 went back [fever/breath]  > fever/cool-down Dx32\n"
                                    "10 changed [fever/heat] not known > fever/home Dx39Dx39\n");
    signpost_walk_free(walk);
}

static void a_refused_event_does_not_happen(void **state)
{
    (void)state;
    static const char *const replies[] = {"yes", "no", "no", "no", "cough", "39", NULL};
    for (int room = 1; room < 10; room++) {
        journal kept = {.room = room};
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_walk *walk = start("5 years", keep, &kept);
        int taken = 0;
        for (; replies[taken] && taken + 1 < room; taken++)
            say(walk, replies[taken]);
        if (replies[taken]) {
            signpost_step before, after;
            signpost_walk_step(walk, &before);
            assert_int_equal(signpost_walk_reply(walk, replies[taken], 0, &error), SIGNPOST_CANCELLED);
            assert_int_equal(signpost_walk_leave(walk, "Dx32", "why", 0, &error), SIGNPOST_CANCELLED);
            if (taken) {
                assert_int_equal(signpost_walk_back(walk, 0, &error), SIGNPOST_CANCELLED);
                assert_int_equal(signpost_walk_change(walk, "fever/awake", "no", 0, &error), SIGNPOST_CANCELLED);
            }
            signpost_walk_step(walk, &after);
            assert_string_equal(before.name, after.name);
            assert_int_equal(before.kind, after.kind);
        }
        signpost_walk_free(walk);
    }
    journal none = {.room = 0};
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = signpost_age_of(5, SIGNPOST_YEARS);
    signpost_walk *walk;
    assert_int_equal(signpost_walk_start(algorithms, &patient, "fever", 0, keep, &none, &walk, NULL), SIGNPOST_CANCELLED);
    assert_null(walk);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    signpost_walk *walk;
    assert_int_equal(signpost_walk_start(algorithms, &patient, "fever", 0, NULL, NULL, &walk, &error), SIGNPOST_INVALID);
    patient.age = signpost_age_of(5, SIGNPOST_YEARS);
    assert_int_equal(signpost_walk_start(algorithms, &patient, "fevre", 0, NULL, NULL, &walk, &error), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.message, "no complaint is called \"fevre\"; did you mean \"fever\"?");
    walk = start("5 years", NULL, NULL);
    assert_int_equal(signpost_walk_answer(walk, 3, 0, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_walk_acknowledge(walk, 0, &error), SIGNPOST_STATE);
    assert_int_equal(signpost_walk_back(walk, 0, &error), SIGNPOST_STATE);
    assert_int_equal(signpost_walk_reply(walk, "yess", 0, &error), SIGNPOST_INVALID);
    assert_string_equal(error.message, "\"yess\" is no answer to fever/awake; did you mean \"yes\"?");
    assert_string_equal(error.hint, "answers: yes, no, not sure");
    say(walk, "yes|no");
    assert_int_equal(signpost_walk_together(walk, (signpost_part_answer[]){SIGNPOST_NO}, 1, 0, &error), SIGNPOST_INVALID);
    say(walk, "no|no");
    assert_int_equal(signpost_walk_choose(walk, (size_t[]){2}, 1, 0, &error), SIGNPOST_INVALID);
    say(walk, "not sure");
    assert_int_equal(signpost_walk_measure(walk, &(int64_t){451}, 0, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_walk_reply(walk, "46", 0, &error), SIGNPOST_INVALID);
    assert_string_equal(error.hint, "a number from 30.0 to 45.0 celsius, with at most 1 decimals, or not known");
    signpost_walk_free(walk);
}

static void a_step_allocates_nothing(void **state)
{
    (void)state;
    signpost_disposition possible[8];
    signpost_walk *walk = start("5 years", NULL, NULL);
    size_t before = allocations;
    say(walk, "yes|no|no|no|cough|39|ok|back|ok|no");
    signpost_walk_change(walk, "fever/rash", "yes", 0, NULL);
    signpost_walk_possible(walk, possible, 8);
    assert_int_equal(allocations, before);
    signpost_walk_free(walk);
}

static void the_shipped_cases_end_as_they_say(void **state)
{
    (void)state;
    signpost_algorithms *shipped;
    signpost_cases_summary summary;
    signpost_diagnostics *diagnostics;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &shipped, NULL, &error) != SIGNPOST_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    signpost_status status = signpost_cases_run(shipped, &summary, &diagnostics, &error);
    if (status != SIGNPOST_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    assert_true(summary.run >= 300);
    assert_int_equal(summary.failed, 0);
    signpost_diagnostics_free(diagnostics);
    signpost_algorithms_free(shipped);
}

static void a_case_that_is_wrong_says_how(void **state)
{
    (void)state;
    static const struct row {
        const char *answers, *expect, *why;
    } rows[] = {
        {"{awake: no}", "Dx011", NULL},
        {"{awake: no}", "Dx06", "it ends with Dx011 at fever/ambulance, and Dx06 was expected"},
        {"{awake: yes}", "Dx06", "breathing/short is asked, and not answered"},
        {"{awake: no, rash: no}", "Dx011", "fever/rash is answered, and never asked"},
        {"{awake: yes, breathing/short: no, fit: no, stiff: yes}", "Dx011", NULL},
        {"{awake: yes, breathing/short: no, fit: no}", "Dx011", "fever/safe is asked, and not answered"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char pathway[8192];
        snprintf(pathway, sizeof pathway, "%scases:\n  - {name: it, patient: {age: 5 years, sex: male}, answers: %s, expect: %s}\n",
                 fixture_pathway, rows[i].answers, rows[i].expect);
        const signpost_source sources[] = {
            {"shared.yaml", fixture_shared, strlen(fixture_shared)},
            {"breathing.yaml", fixture_module, strlen(fixture_module)},
            {"fever.yaml", pathway, strlen(pathway)},
        };
        signpost_algorithms *content;
        signpost_cases_summary summary;
        signpost_diagnostics *diagnostics;
        assert_int_equal(signpost_algorithms_compile(sources, 3, NULL, &content, NULL, NULL), SIGNPOST_OK);
        signpost_status status = signpost_cases_run(content, &summary, &diagnostics, NULL);
        assert_int_equal(status, rows[i].why ? SIGNPOST_CONTENT : SIGNPOST_OK);
        char expected[256];
        snprintf(expected, sizeof expected, "the case \"it\" fails: %s", rows[i].why ? rows[i].why : "");
        if (rows[i].why)
            assert_string_equal(signpost_diagnostics_get(diagnostics, 0).message, expected);
        signpost_diagnostics_free(diagnostics);
        signpost_algorithms_free(content);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_lead_to_steps),
        cmocka_unit_test(a_vague_age_is_asked_for),
        cmocka_unit_test(a_change_keeps_what_still_lies_on_the_way),
        cmocka_unit_test(the_end_has_advice_and_a_need),
        cmocka_unit_test(a_clinician_may_leave_with_a_reason),
        cmocka_unit_test(where_tells_the_way_so_far_and_what_may_come),
        cmocka_unit_test(a_third_contact_is_flagged),
        cmocka_unit_test(every_event_is_offered_to_the_sink),
        cmocka_unit_test(a_refused_event_does_not_happen),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(a_step_allocates_nothing),
        cmocka_unit_test(the_shipped_cases_end_as_they_say),
        cmocka_unit_test(a_case_that_is_wrong_says_how),
    };
    return cmocka_run_group_tests_name("walk", tests, load, unload);
}

/* What is proved of content: a row changes one piece of tests/fixtures/small, and lists all that is then found, each with
 * the answers of its walk and its end. */
#include "../support/cmocka_all.h"
#include "../support/content.h"
#include "proof/scope.h"
#include "signpost/audit.h"
#include "signpost/proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { A = TEST_AIR, C = TEST_COUGH, F = TEST_FEVER, S = TEST_SHARED };

static signpost_algorithms *compile(const test_content *content)
{
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_algorithms_compile(content->sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, &error) != SIGNPOST_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    return algorithms;
}

static signpost_algorithms *changed(int file, const char *old, const char *text)
{
    test_content content;
    test_content_read(&content);
    if (!test_content_change(&content, file, old, text))
        fail_msg("there is no \"%s\"", old);
    signpost_algorithms *algorithms = compile(&content);
    test_content_free(&content);
    return algorithms;
}

static signpost_proof *prove(signpost_algorithms *algorithms)
{
    signpost_proof *proof;
    assert_int_equal(signpost_proof_make(algorithms, NULL, &proof, NULL), SIGNPOST_OK);
    return proof;
}

/* One line a finding: id, message, then the replies of its walk, and its end. */
static void write_findings(const signpost_proof *proof, char *buffer, size_t size)
{
    signpost_proof_finding finding;
    signpost_proof_reply_given given;
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; signpost_proof_find(proof, i, &finding) && used < size; i++) {
        used += (size_t)snprintf(buffer + used, size - used, "%sSP%04d %s", i ? "\n" : "", finding.about.id,
                                 finding.about.message);
        for (size_t j = 0; signpost_proof_reply(proof, i, j, &given) && used < size; j++)
            used += (size_t)snprintf(buffer + used, size - used, "%s%s=%s", j ? ", " : " | ", given.step, given.reply);
        if (finding.has_walk && used < size)
            used += (size_t)snprintf(buffer + used, size - used, " -> %s", *finding.outcome ? finding.outcome : "nothing");
    }
}

typedef struct row {
    int file;
    const char *old, *text;
    const char *expect;
} row;

static void each_claim_is_refuted_by_a_walk(void **state)
{
    (void)state;
    static const row rows[] = {
        /* the content is sound */
        {C, "version: 1", "version: 2",
         ""},
        /* "not sure" to a red flag, which a safety rule is about, too, is taken for no */
        {C, "not sure: ambulance", "not sure: breathing",
         "SP1208 \"not sure\" to the red flag cough/choking can end with Dx39, where \"yes\" gives Dx011 at least | cough/choking=not sure, air/blue-lips=yes, cough/signs=none of these, cough/short=no, cough/checks=no -> Dx39\n"
         "SP1207 the safety rule \"choking needs an ambulance\" asks for Dx011 at least, and cough/seen ends with Dx06 | cough/choking=not sure, air/blue-lips=yes, cough/signs=blood -> Dx06"},
        /* so is "yes"; "not sure" still is as urgent as "yes" */
        {C, "yes: {go: ambulance, discriminator: demo-shock, keywords: [choking]}", "yes: breathing",
         "SP1207 the safety rule \"choking needs an ambulance\" asks for Dx011 at least, and cough/seen ends with Dx06 | cough/choking=yes, air/blue-lips=yes, cough/signs=blood -> Dx06"},
        /* a guard is missing, and a temperature that is not known is read */
        {C, "known(temperature) and ", "",
         "SP1206 cough/how-hot reads temperature, which may not be known then; write known(temperature) and ... before it | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=not known, fever/shivering=yes -> Dx06"},
        /* what was otherwise is for some only: others fit no rule, and those are nobody */
        {C, "- otherwise: to-fever", "- {if: contacts >= 3, go: to-fever}",
         "SP1208 \"not sure\" to cough/signs can end with Dx39, where \"none of these\" gives Dx06 at least | cough/choking=no, air/blue-lips=yes, cough/signs=not sure, cough/short=no, cough/checks=no -> Dx39\n"
         "SP1205 no rule of cough/how-hot fits some patients | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=38.9 -> nothing\n"
         "SP1203 this rule of cough/how-hot can never fire\n"
         "SP1202 no patient ever comes to cough/to-fever"},
        /* not a mistake: an otherwise behind a rule that leaves few to it */
        {C, "    - otherwise: to-fever", "    - {if: age >= 6 months or contacts >= 3, go: to-fever}\n    - otherwise: to-fever",
         ""},
        /* a rule behind one that takes the same */
        {C, "      - otherwise: short", "      - {if: signs has weight, go: short}\n      - otherwise: short",
         "SP1203 this rule of cough/how-bad can never fire"},
        /* "yes", declared to be the more severe answer, leads to less */
        {C, "{yes: seen, no: checks, not sure: seen}", "{yes: checks, no: seen, not sure: seen}",
         "SP1209 \"yes\" to cough/short can end with Dx39, and the less severe \"no\" gives Dx06 at least | cough/choking=no, air/blue-lips=no, cough/signs=not sure, cough/short=yes, cough/checks=no -> Dx39"},
        /* an interim disposition as mild as what may follow, which may be */
        {C, "none: settle", "none: settle\n    interim: {disposition: Dx39, because: x}",
         ""},
        /* a part of a together is a red flag, and is asked after a milder outcome */
        {C, "red_flags: [choking,", "red_flags: [choking, fit,",
         "SP1212 cough/seen ends with Dx06 before the red flag cough/fit of cough was asked | cough/choking=no, air/blue-lips=yes, cough/signs=blood -> Dx06"},
        /* a whole pathway's interim disposition may be that mild, too */
        {C, "{disposition: Dx32, because: nothing is known yet}", "{disposition: Dx39, because: x}",
         ""},
        /* a safety rule that is not kept */
        {C, "when: choking is yes or not sure", "when: known(signs) and signs has blood",
         "SP1207 the safety rule \"choking needs an ambulance\" asks for Dx011 at least, and cough/seen ends with Dx06 | cough/choking=no, air/blue-lips=yes, cough/signs=blood -> Dx06"},
        /* outcomes are more urgent than the interim before them; and "not sure" to signs now is the milder way */
        {F, "{disposition: Dx39}", "{disposition: Dx011}",
         "SP1208 \"not sure\" to cough/signs can end with Dx39, where \"none of these\" gives Dx06 at least | cough/choking=no, air/blue-lips=yes, cough/signs=not sure, cough/short=no, cough/checks=no -> Dx39\n"
         "SP1210 the interim disposition at fever/shivering is Dx32, where every outcome is at least Dx06 | fever/shivering=yes -> Dx06"},
    };
    int wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static char found[16 * 1024];
        signpost_algorithms *algorithms = changed(rows[i].file, rows[i].old, rows[i].text);
        signpost_proof *proof = prove(algorithms);
        write_findings(proof, found, sizeof found);
        if (strcmp(found, rows[i].expect) != 0) {
            printf("\"%s\" instead of \"%s\" finds\n%s\ninstead of\n%s\n\n", rows[i].text, rows[i].old, found, rows[i].expect);
            wrong++;
        }
        signpost_proof_free(proof);
        signpost_algorithms_free(algorithms);
    }
    assert_int_equal(wrong, 0);
}

/* ---- what cannot be finished ---- */

static void assert_not_finished(signpost_algorithms *algorithms, size_t most_regions, const char *message)
{
    signpost_proof *proof;
    signpost_proof_finding finding;
    signpost_proof_options options = SIGNPOST_PROOF_OPTIONS_INIT;
    options.most_regions = most_regions ? most_regions : options.most_regions;
    assert_int_equal(signpost_proof_make(algorithms, &options, &proof, NULL), SIGNPOST_OK);
    signpost_proof_summary summary = signpost_proof_summarise(proof);
    assert_false(summary.holds);
    assert_true(summary.failed[SIGNPOST_CLAIM_FINISHED] > 0);
    assert_true(signpost_proof_find(proof, 0, &finding));
    assert_int_equal(finding.about.id, 1201);
    assert_string_equal(finding.about.message, message);
    assert_int_equal(finding.about.severity, SIGNPOST_ERROR);
    assert_false(finding.has_walk);
    assert_int_equal(signpost_proof_script(proof, 0, NULL, 0), 0);
    for (size_t i = 0; signpost_proof_find(proof, i, &finding); i++)
        assert_int_not_equal(finding.about.id, 1202); /* what nobody meets is not known */
    signpost_proof_free(proof);
    signpost_algorithms_free(algorithms);
}

static void too_many_regions_are_not_proved(void **state)
{
    (void)state;
    assert_not_finished(changed(C, "version: 1", "version: 2"), 10,
                        "cough is too large to be proved: there are more than 10 regions");
}

static void too_many_classes_are_not_proved(void **state)
{
    (void)state;
    static char rules[32 * 1024];
    size_t used = 0;
    for (int day = 1; day <= 260; day++)
        used += (size_t)snprintf(rules + used, sizeof rules - used,
                                 "    - {if: age >= %d days and age < %d days, go: seen}\n", day, day + 1);
    snprintf(rules + used, sizeof rules - used, "    - otherwise: to-fever");
    assert_not_finished(changed(C, "    - otherwise: to-fever", rules), 0,
                        "cough is too large to be proved: something that it reads falls into more than 250 classes of values");
}

static void too_many_red_flags_are_not_proved(void **state)
{
    (void)state;
    static char questions[32 * 1024], flags[8 * 1024];
    char message[128];
    size_t asked = (size_t)snprintf(questions, sizeof questions, "questions:\n");
    size_t listed = (size_t)snprintf(flags, sizeof flags, "red_flags: [");
    for (int i = 0; i <= SGP_MOST_FLAGS; i++) {
        char next[16] = "choking";
        if (i < SGP_MOST_FLAGS)
            snprintf(next, sizeof next, "f%d", i + 1);
        asked += (size_t)snprintf(questions + asked, sizeof questions - asked,
                                  "  f%d: {ask: F?, answers: {yes: ambulance, no: %s}}\n", i, next);
        listed += (size_t)snprintf(flags + listed, sizeof flags - listed, "f%d, ", i);
    }
    test_content content;
    test_content_read(&content);
    assert_true(test_content_change(&content, C, "questions:\n", questions));
    assert_true(test_content_change(&content, C, "start: choking", "start: f0"));
    assert_true(test_content_change(&content, C, "red_flags: [", flags));
    snprintf(message, sizeof message, "cough is too large to be proved: it has more than %d red flags", SGP_MOST_FLAGS);
    assert_not_finished(compile(&content), 0, message);
    test_content_free(&content);
}

static bool stop_at(void *context, size_t done, size_t total)
{
    assert_int_equal(total, 3); /* a module and two pathways */
    return done < *(size_t *)context;
}

static void a_host_can_stop_it(void **state)
{
    (void)state;
    signpost_algorithms *algorithms = changed(C, "version: 1", "version: 2");
    for (size_t at = 1; at <= 4; at++) {
        signpost_proof *proof;
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_proof_options options = SIGNPOST_PROOF_OPTIONS_INIT;
        options.progress = stop_at;
        options.context = &at;
        signpost_status status = signpost_proof_make(algorithms, &options, &proof, &error);
        assert_int_equal(status, at <= 3 ? SIGNPOST_CANCELLED : SIGNPOST_OK);
        assert_true((proof != NULL) == (status == SIGNPOST_OK));
        assert_true((*error.message != '\0') == (status != SIGNPOST_OK));
        signpost_proof_free(proof);
    }
    signpost_algorithms_free(algorithms);
}

static void who_comes_where_is_known_without_proving(void **state)
{
    (void)state;
    signpost_algorithms *algorithms = changed(C, "version: 1", "version: 2");
    signpost_proof_options options = SIGNPOST_PROOF_OPTIONS_INIT;
    signpost_proof *proof, *reached;
    signpost_reachable a, b;
    size_t count = 0;
    options.reached_only = true;
    assert_int_equal(signpost_proof_make(algorithms, NULL, &proof, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_proof_make(algorithms, &options, &reached, NULL), SIGNPOST_OK);
    for (; signpost_proof_reached(proof, count, &a); count++) {
        assert_true(signpost_proof_reached(reached, count, &b));
        assert_ptr_equal(a.step, b.step);
        assert_string_equal(a.outcome.discriminator, b.outcome.discriminator);
        assert_int_equal(a.from_days, b.from_days);
        assert_int_equal(a.to_days, b.to_days);
        assert_memory_equal(a.sexes, b.sexes, sizeof a.sexes);
    }
    assert_true(count > 1);
    assert_false(signpost_proof_reached(reached, count, &b));
    assert_true(signpost_proof_summarise(proof).holds);
    assert_false(signpost_proof_summarise(reached).holds);
    signpost_proof_free(proof);
    signpost_proof_free(reached);
    signpost_algorithms_free(algorithms);
}

/* ---- walks ---- */

static void a_question_that_is_asked_again_is_answered_again(void **state)
{
    (void)state;
    char text[4096], cut[32];
    test_content content;
    signpost_proof_finding finding;
    test_content_read(&content);
    assert_true(test_content_change(&content, C, "settle: {say: sit-up, go: home}", "settle: {say: sit-up, go: again}"));
    assert_true(test_content_change(&content, C, "jumps:\n", "jumps:\n  again: {module: air, go: home}\n"));
    assert_true(test_content_change(&content, C, "when: choking is yes or not sure", "when: known(fit) and fit is no"));
    assert_true(test_content_change(&content, C, "at_least: Dx011", "at_least: Dx06"));
    signpost_algorithms *algorithms = compile(&content);
    signpost_proof *proof = prove(algorithms);
    size_t index = 0;
    while (signpost_proof_find(proof, index, &finding) && finding.about.id != 1207)
        index++;
    assert_int_equal(finding.about.id, 1207);
    size_t length = signpost_proof_script(proof, index, text, sizeof text);
    assert_int_equal(length, strlen(text));
    assert_string_equal(text, "complaint: cough\n"
                              "patient: {age: 1 year, sex: male, party: someone else, contacts: 3}\n"
                              "answers:\n"
                              "  cough/choking: no\n"
                              "  air/blue-lips: yes\n"
                              "  cough/signs: not sure\n"
                              "  cough/short: no\n"
                              "  cough/checks: no\n"
                              "  air/blue-lips (2): yes\n");
    assert_int_equal(signpost_proof_script(proof, index, cut, sizeof cut), length);
    assert_memory_equal(cut, text, sizeof cut - 1);
    signpost_proof_free(proof);
    signpost_algorithms_free(algorithms);
    test_content_free(&content);
}

/* ---- who comes where ---- */

static void who_can_come_to_an_outcome_is_exact(void **state)
{
    (void)state;
    char text[8192] = "";
    size_t used = 0;
    signpost_reachable reached;
    signpost_demand demands[16];
    test_content content;
    test_content_read(&content);
    assert_true(test_content_change(&content, F, "{yes: seen, no: home}", "{yes: who, no: who}"));
    assert_true(test_content_change(&content, F, "outcomes:\n",
                                    "decisions:\n  who:\n    - {if: age >= 5 years and sex is male, go: home}\n"
                                    "    - otherwise: seen\noutcomes:\n"));
    signpost_algorithms *algorithms = compile(&content);
    test_content_free(&content);
    signpost_proof *proof = prove(algorithms);
    for (size_t i = 0; signpost_proof_reached(proof, i, &reached); i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s %s, %d to %d:", reached.step, reached.outcome.discriminator,
                                 reached.from_days, reached.to_days);
        for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
            if (reached.sexes[sex])
                used += (size_t)snprintf(text + used, sizeof text - used, " %s", signpost_sex_name((signpost_sex)sex));
        used += (size_t)snprintf(text + used, sizeof text - used, "\n");
    }
    size_t count = signpost_demands(proof, demands, 16);
    assert_int_equal(signpost_demands(proof, NULL, 0), count);
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "needed: %s %s %s, %d to %d%s%s\n",
                                 demands[i].disposition.code, demands[i].symptom_group, demands[i].discriminators[0],
                                 demands[i].from_days, demands[i].to_days, demands[i].female ? ", female" : "",
                                 demands[i].male ? ", male" : "");
    assert_string_equal(text, "cough/ambulance , 0 to 47846: female male indeterminate unknown\n"
                              "cough/ambulance demo-shock, 0 to 47846: female male indeterminate unknown\n"
                              "cough/seen demo-care, 0 to 47846: female male indeterminate unknown\n"
                              "cough/home demo-care, 0 to 47846: female male indeterminate unknown\n"
                              "fever/seen demo-care, 0 to 1825: female male indeterminate unknown\n"
                              "fever/seen demo-care, 1826 to 47846: female indeterminate unknown\n"
                              "fever/home , 1826 to 47846: male\n"
                              "needed: Dx06 demo-cough demo-care, 0 to 47846, female, male\n"
                              "needed: Dx06 demo-fever demo-care, 0 to 1825, female, male\n"
                              "needed: Dx06 demo-fever demo-care, 1826 to 47846, female\n");
    signpost_proof_free(proof);
    signpost_algorithms_free(algorithms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_claim_is_refuted_by_a_walk),
        cmocka_unit_test(too_many_regions_are_not_proved),
        cmocka_unit_test(too_many_classes_are_not_proved),
        cmocka_unit_test(too_many_red_flags_are_not_proved),
        cmocka_unit_test(a_host_can_stop_it),
        cmocka_unit_test(who_comes_where_is_known_without_proving),
        cmocka_unit_test(a_question_that_is_asked_again_is_answered_again),
        cmocka_unit_test(who_can_come_to_an_outcome_is_exact),
    };
    return cmocka_run_group_tests_name("proofs", tests, NULL, NULL);
}

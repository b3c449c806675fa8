/* Translations: what is said in another language, what stays in English, and replies in either. */
#include "../support/cmocka_all.h"
#include "../support/content.h"
#include "signpost/walk.h"

#include <stdio.h>
#include <string.h>

static signpost_algorithms *compile(const test_content *content)
{
    signpost_algorithms *algorithms;
    assert_int_equal(signpost_algorithms_compile(content->sources, TEST_ALL_FILES, NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    return algorithms;
}

static signpost_algorithms *load(void)
{
    test_content content;
    test_content_read(&content);
    signpost_algorithms *algorithms = compile(&content);
    test_content_free(&content);
    return algorithms;
}

static signpost_walk *start(signpost_algorithms *algorithms, const char *language, const char *complaint)
{
    signpost_walk *walk;
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = signpost_age_of(30, SIGNPOST_YEARS);
    assert_int_equal(signpost_walk_start_in(algorithms, language, &patient, complaint, 0, NULL, NULL, &walk, NULL), SIGNPOST_OK);
    return walk;
}

/* What is shown where the walk stands: the text, its answers, and whether it is translated. */
static void say(const signpost_walk *walk, char *buffer, size_t size)
{
    signpost_step step;
    signpost_walk_step(walk, &step);
    const char *text = step.kind == SIGNPOST_STEP_OUTCOME ? step.outcome.disposition.say : step.text;
    size_t used = (size_t)snprintf(buffer, size, "%s%s", step.is_translated ? "" : "(en) ", text);
    for (size_t i = 0; i < step.answer_count; i++)
        used += (size_t)snprintf(buffer + used, size - used, "%s%s", i ? " / " : " ", signpost_walk_answer_at(walk, i).wording);
}

/* A call about a cough in Welsh: each reply in either language. */
static const struct row {
    const char *shown, *reply;
} rows[] = {
    {"A oes rhywun yn tagu? oes / nac oes / ddim yn si\xC5\xB5r", "Nac oes"},
    {"A yw'r gwefusau'n las? ydyn / nac ydyn", "no"},
    {"A oes unrhyw un o'r rhain? pesychu gwaed, coch / colli pwysau", "dim un o'r rhain"},
    {"Yn fyr o anadl? ie / na / ddim yn si\xC5\xB5r", "na"},
    {"I fod yn ddiogel. A fu ffit? / A yw'r gwddf yn anystwyth?", "fit: na, stiff: na"},
    {" Eisteddwch i fyny.", NULL},
    {"Gallwch gael gofal gartref.", NULL},
};

static void a_call_is_taken_in_welsh(void **state)
{
    (void)state;
    signpost_algorithms *algorithms = load();
    signpost_walk *walk = start(algorithms, "cy", "cough");
    signpost_where where;
    signpost_advice advice;
    signpost_step step;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char shown[1024];
        say(walk, shown, sizeof shown);
        assert_string_equal(shown, rows[i].shown);
        if (rows[i].reply)
            assert_int_equal(signpost_walk_reply(walk, rows[i].reply, 0, NULL), SIGNPOST_OK);
        else if (i + 1 < sizeof rows / sizeof *rows)
            assert_int_equal(signpost_walk_acknowledge(walk, 0, NULL), SIGNPOST_OK);
    }
    signpost_walk_where(walk, &where);
    assert_string_equal(where.language, "cy");
    assert_string_equal(where.pathway_title, "Peswch");
    assert_string_equal(where.interim.title, "Gofalwch amdanoch eich hun");
    assert_true(signpost_walk_advice(walk, 0, &advice) && advice.is_translated);
    assert_string_equal(advice.title, "Yfed");
    assert_string_equal(signpost_walk_advice_line(walk, 0, 0), "Yfwch yn aml.");
    assert_string_equal(signpost_walk_advice_line(walk, 0, 1), "");
    /* and, the same way, in English */
    assert_int_equal(signpost_walk_speak(walk, SIGNPOST_OWN_LANGUAGE, NULL), SIGNPOST_OK);
    signpost_walk_step(walk, &step);
    assert_string_equal(step.outcome.disposition.say, "You can be cared for at home.");
    assert_true(step.is_translated);
    signpost_entry entry;
    assert_true(signpost_walk_entry(walk, 0, &entry));
    assert_string_equal(entry.shown, "Is anyone choking?");
    assert_string_equal(entry.reply, "no");
    signpost_walk_free(walk);
    signpost_algorithms_free(algorithms);
}

static void what_is_not_translated_is_said_in_english_and_says_so(void **state)
{
    (void)state;
    signpost_algorithms *algorithms = load();
    signpost_walk *walk = start(algorithms, "cy", "fever");
    char shown[256];
    signpost_step step;
    say(walk, shown, sizeof shown);
    assert_string_equal(shown, "(en) Shivering? yes / no");
    assert_int_equal(signpost_walk_reply(walk, "nac oes", 0, NULL), SIGNPOST_INVALID);
    assert_int_equal(signpost_walk_reply(walk, "yes", 0, NULL), SIGNPOST_OK);
    signpost_walk_step(walk, &step); /* the disposition is translated for another pathway's sake */
    assert_true(step.is_translated);
    signpost_walk_free(walk);
    signpost_algorithms_free(algorithms);
}

/* Of a pathway that is not whole, or not of its version, nothing is spoken: a caller does not hear two languages in turn. */
static void a_translation_that_is_not_whole_is_not_spoken(void **state)
{
    (void)state;
    static const struct part {
        int file;
        const char *old, *text;
    } parts[] = {
        {TEST_WELSH, "  cough/short: {ask: Yn fyr o anadl?}\n", ""},
        {TEST_WELSH, "    why: Mae tagu'n lladd o fewn munudau.\n", ""},
        {TEST_WELSH, "yes: oes, no: nac oes}", "yes: oes, no: nac oes}\n    #"},
        {TEST_WELSH, "cough: {version: 1, title: Peswch}", "cough: {version: 2, title: Peswch}"},
        {TEST_COUGH, "version: 1", "version: 2"},
        {TEST_WELSH, "weight: colli pwysau", "\"weight\": colli pwysau"},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        test_content content;
        signpost_language language;
        test_content_read(&content);
        assert_true(test_content_change(&content, parts[i].file, parts[i].old, parts[i].text));
        signpost_algorithms *algorithms = compile(&content);
        bool is_same = i == 2 || i == 5; /* these change nothing that is said */
        signpost_walk *walk = start(algorithms, "cy", "cough");
        signpost_step step;
        signpost_walk_step(walk, &step);
        assert_int_equal(step.is_translated, is_same);
        assert_string_equal(step.text, is_same ? "A oes rhywun yn tagu?" : "Is anyone choking?");
        assert_true(signpost_language_at(algorithms, 0, &language));
        assert_int_equal(language.pathways, is_same);
        assert_int_equal(language.modules, 1);
        signpost_walk_free(walk);
        signpost_algorithms_free(algorithms);
        test_content_free(&content);
    }
}

static void languages_are_named_and_found(void **state)
{
    (void)state;
    signpost_algorithms *algorithms = load();
    signpost_language language;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    signpost_walk *walk;
    assert_true(signpost_language_at(algorithms, 0, &language));
    assert_string_equal(language.code, "cy");
    assert_string_equal(language.name, "Cymraeg");
    assert_false(language.is_reviewed);
    assert_string_equal(language.reviewed_by, "");
    assert_false(signpost_language_at(algorithms, 1, &language));
    patient.age = signpost_age_of(30, SIGNPOST_YEARS);
    assert_int_equal(signpost_walk_start_in(algorithms, "cym", &patient, "cough", 0, NULL, NULL, &walk, &error), SIGNPOST_NOT_FOUND);
    assert_null(walk);
    assert_string_equal(error.message, "the content has not been translated into \"cym\"; did you mean \"cy\"?");
    walk = start(algorithms, NULL, "cough");
    assert_int_equal(signpost_walk_speak(walk, "fr", &error), SIGNPOST_NOT_FOUND);
    signpost_walk_free(walk);
    signpost_algorithms_free(algorithms);
}

/* Records name the language, and hold what was shown in it. */
static bool keep(const signpost_record *record, void *context)
{
    char *kept = context;
    snprintf(kept + strlen(kept), 256 - strlen(kept), "%s %s|", record->language, record->shown);
    return true;
}

static void records_name_the_language(void **state)
{
    (void)state;
    signpost_algorithms *algorithms = load();
    signpost_walk *walk;
    char kept[256] = "";
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = signpost_age_of(30, SIGNPOST_YEARS);
    assert_int_equal(signpost_walk_start_in(algorithms, "cy", &patient, "cough", 0, keep, kept, &walk, NULL), SIGNPOST_OK);
    signpost_walk_reply(walk, "nac oes", 0, NULL);
    signpost_walk_speak(walk, NULL, NULL);
    signpost_walk_reply(walk, "no", 0, NULL);
    assert_string_equal(kept, "cy |cy A oes rhywun yn tagu?|en-GB Are the lips blue?|");
    signpost_walk_free(walk);
    signpost_algorithms_free(algorithms);
}

static void replies_are_taken_in_either_language(void **state)
{
    (void)state;
    static const struct reply {
        const char *before[3]; /* replies that lead to the question */
        const char *reply, *kept;
    } replies[] = {
        {{NULL}, "oes", "yes"},
        {{NULL}, "yes", "yes"},
        {{NULL}, "DDIM yn si\xC5\xB5r", "not sure"},
        {{NULL}, "ie", "yes"}, /* the phrase for yes */
        {{NULL}, "ydyn", NULL},
        {{"no", "no", NULL}, "pesychu gwaed, coch", "blood"},
        {{"no", "no", NULL}, "weight, blood", "blood, weight"},
        {{"no", "no", NULL}, "colli pwysau , blood", "blood, weight"},
        {{"no", "no", NULL}, "ddim yn si\xC5\xB5r", "not sure"},
        {{"no", "no", NULL}, "colli", NULL},
    };
    signpost_algorithms *algorithms = load();
    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
        signpost_walk *walk = start(algorithms, "cy", "cough");
        signpost_entry entry;
        size_t asked = 0;
        for (; replies[i].before[asked]; asked++)
            assert_int_equal(signpost_walk_reply(walk, replies[i].before[asked], 0, NULL), SIGNPOST_OK);
        signpost_status status = signpost_walk_reply(walk, replies[i].reply, 0, NULL);
        assert_int_equal(status, replies[i].kept ? SIGNPOST_OK : SIGNPOST_INVALID);
        if (replies[i].kept && signpost_walk_entry(walk, asked, &entry))
            assert_string_equal(entry.reply, replies[i].kept);
        signpost_walk_free(walk);
    }
    signpost_algorithms_free(algorithms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_is_taken_in_welsh),
        cmocka_unit_test(what_is_not_translated_is_said_in_english_and_says_so),
        cmocka_unit_test(a_translation_that_is_not_whole_is_not_spoken),
        cmocka_unit_test(languages_are_named_and_found),
        cmocka_unit_test(records_name_the_language),
        cmocka_unit_test(replies_are_taken_in_either_language),
    };
    return cmocka_run_group_tests_name("translations", tests, NULL, NULL);
}

/* A call of the fixture, journalled onto paper with every kind of event: what tests of journals share. */
#ifndef SIGNPOST_TESTS_JOURNAL_CALL_H
#define SIGNPOST_TESTS_JOURNAL_CALL_H

#include "../walk/fixture.h"
#include "call.h"
#include "journal/journal.h"

#include "open_town.h" /* whose `error` no parameter may hide */

static signpost_algorithms *algorithms;

static int open_all(void **state)
{
    algorithms = fixture_load(NULL);
    return algorithms ? set_up(state) : -1;
}

static int close_all(void **state)
{
    signpost_algorithms_free(algorithms);
    return tear_down(state);
}

/* Every kind of event: a red flag taken back, an age, an answer changed that drops others, advice, a way out. */
static const char *const events[] = {
    "not sure",
    "<",
    "yes",
    "age 35 months",
    "no",
    "stiff: not sure",
    "<",
    "no",
    "yes",
    "pain",
    "39.5",
    "ok",
    "no",
    "fever/signs=none of these",
    "fever/heat=38",
    "<",
    "not known",
    "<",
    "!Dx06 it is <better> & \"known\"\n",
    NULL,
};

static test_paper paper;
static signpost_recorder *recorder;
static signpost_walk *walk;

static void start_call(size_t most)
{
    const signpost_patient patient = test_call_patient();
    paper = (test_paper){.most = most};
    assert_int_equal(signpost_recorder_new(NULL, test_paper_write, &paper, &recorder, &error), SIGNPOST_OK);
    if (signpost_walk_start(algorithms, &patient, "fever", TEST_FRIDAY, signpost_recorder_sink, recorder, &walk,
                            &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
}

static void end_call(void)
{
    signpost_walk_free(walk);
    signpost_recorder_free(recorder);
    walk = NULL;
    recorder = NULL;
}

static void happen(const char *words)
{
    if (test_call_event(walk, words, TEST_FRIDAY + (signpost_minute)paper.lines, &error) != SIGNPOST_OK)
        fail_msg("%s: %s", words, error.message);
}

static void search(void)
{
    const signpost_need need = test_town_need();
    assert_int_equal(signpost_search(town, &need, results, &error), SIGNPOST_OK);
    assert_int_equal(signpost_recorder_search(recorder, &need, results, NULL, TEST_FRIDAY + 30, &error), SIGNPOST_OK);
}

/* All of it, on paper. */
static void make_call(void)
{
    start_call(sizeof paper.bytes);
    for (const char *const *event = events; *event; event++)
        happen(*event);
    assert_int_equal(signpost_recorder_hand_over(recorder, "clinician", TEST_FRIDAY + 30, &error), SIGNPOST_OK);
    search();
    assert_int_equal(signpost_recorder_refuse(recorder, results, "women", 42, NULL, TEST_FRIDAY + 31, &error),
                     SIGNPOST_OK);
    assert_int_equal(signpost_recorder_choose(recorder, results, "pharmacy-b", TEST_FRIDAY + 32, &error), SIGNPOST_OK);
    assert_int_equal(signpost_recorder_note(recorder, "caf\xC3\xA9 \xFF", TEST_FRIDAY + 32, &error), SIGNPOST_OK);
    assert_int_equal(signpost_recorder_end(recorder, walk, TEST_FRIDAY + 33, &error), SIGNPOST_OK);
    end_call();
}

static inline signpost_journal *read_paper(size_t size)
{
    signpost_journal *journal;
    if (signpost_journal_read("call", paper.bytes, size, NULL, &journal, NULL, &error) != SIGNPOST_OK)
        fail_msg("line %u:%u: %s", error.line, error.column, error.message);
    return journal;
}

#endif

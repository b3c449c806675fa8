/* Journals and what is made of them when memory runs out at every place that it can. Events of a walk allocate nothing,
 * so that no line is lost for want of memory. */
#include "../support/call.h"
#include "../support/cmocka_all.h"
#include "../support/fault.h"
#include "../walk/fixture.h"
#include "signpost/fhir.h"

#include <stdlib.h>
#include <unistd.h>

#include "../support/open_town.h" /* whose `error` no parameter may hide */

static signpost_algorithms *algorithms;
static test_paper recorded; /* a call, to be read */

static bool say_bytes(const char *bytes, size_t size, void *context)
{
    test_say(context, "%.*s", (int)size, bytes);
    return true;
}

/* Records a call: into the answer, or onto paper. */
static signpost_status record_call(signpost_write_function write, void *to, signpost_error *why)
{
    static const char *const events[] = {"yes", "age 35 months",      "no", "no", "yes", "pain", "39.5", "ok", "no",
                                         "<",   "!Dx06 \"why\" <not>"};
    const signpost_patient patient = test_call_patient();
    const signpost_need need = test_town_need();
    signpost_recorder *recorder;
    signpost_walk *walk = NULL;
    signpost_status status = signpost_recorder_new(NULL, write, to, &recorder, why);
    if (status == SIGNPOST_OK)
        status = signpost_walk_start(algorithms, &patient, "fever", TEST_FRIDAY, signpost_recorder_sink, recorder,
                                     &walk, why);
    for (size_t i = 0; i < sizeof events / sizeof *events && status == SIGNPOST_OK; i++)
        status = test_call_event(walk, events[i], TEST_FRIDAY, why);
    if (status == SIGNPOST_OK)
        status = signpost_recorder_search(recorder, &need, results, NULL, TEST_FRIDAY, why);
    if (status == SIGNPOST_OK)
        status = signpost_recorder_refuse(recorder, results, "women", 42, NULL, TEST_FRIDAY, why);
    if (status == SIGNPOST_OK)
        status = signpost_recorder_hand_over(recorder, "clinician", TEST_FRIDAY, why);
    if (status == SIGNPOST_OK)
        status = signpost_recorder_note(recorder, "rang back at once", TEST_FRIDAY, why);
    if (status == SIGNPOST_OK)
        status = signpost_recorder_choose(recorder, results, "women", TEST_FRIDAY, why);
    if (status == SIGNPOST_OK)
        status = signpost_recorder_end(recorder, walk, TEST_FRIDAY, why);
    signpost_walk_free(walk);
    signpost_recorder_free(recorder);
    return status;
}

static int load(void **state)
{
    algorithms = fixture_load(NULL);
    if (!algorithms || set_up(state))
        return -1;
    const signpost_need need = test_town_need();
    recorded.most = sizeof recorded.bytes;
    return signpost_search(town, &need, results, &error) == SIGNPOST_OK &&
                   record_call(test_paper_write, &recorded, &error) == SIGNPOST_OK
               ? 0
               : -1;
}

static int unload(void **state)
{
    signpost_algorithms_free(algorithms);
    return tear_down(state);
}

static signpost_status record(test_run *run)
{
    signpost_status status = record_call(say_bytes, run, &run->error);
    if (status != SIGNPOST_OK)
        run->length = 0; /* lines that were written before it failed are a journal that has not ended */
    return status;
}

static void a_call_is_recorded_or_memory_ran_out(void **state)
{
    (void)state;
    const test_scenario scenario = {.name = "record", .run = record};
    assert_in_range(test_sweep_memory(&scenario), 3, 16);
}

/* Reads the journal; with a byte changed when there is a context. */
static signpost_status read_journal(test_run *run, signpost_journal **journal)
{
    static char bytes[sizeof recorded.bytes];
    signpost_diagnostics *list;
    memcpy(bytes, recorded.bytes, recorded.size);
    if (run->context)
        bytes[600] = '~';
    *journal = NULL;
    if (signpost_diagnostics_new(&list) != SIGNPOST_OK) {
        run->error = (signpost_error){.status = SIGNPOST_NO_MEMORY, .id = 101, .message = "no list"};
        return SIGNPOST_NO_MEMORY;
    }
    signpost_status status = signpost_journal_read("paper", bytes, recorded.size, NULL, journal, list, &run->error);
    if (status != SIGNPOST_NO_MEMORY)
        test_say_diagnostics(run, list);
    signpost_diagnostics_free(list);
    return status;
}

static signpost_status read_and_say(test_run *run)
{
    signpost_journal *journal;
    const signpost_line *line;
    signpost_status status = read_journal(run, &journal);
    for (size_t i = 0; journal && (line = signpost_journal_line(journal, i)); i++)
        test_say(run, "%s %s %zu\n", signpost_line_kind_name(line->kind), line->step, line->offered.count);
    signpost_journal_free(journal);
    return status;
}

static signpost_status resume_and_say(test_run *run)
{
    signpost_journal *journal;
    signpost_walk *walk = NULL;
    signpost_step step;
    signpost_status status = read_journal(run, &journal);
    if (status == SIGNPOST_OK)
        status = signpost_walk_resume(algorithms, journal, NULL, NULL, &walk, &run->error);
    if (status == SIGNPOST_OK) {
        signpost_walk_step(walk, &step);
        test_say(run, "%s %s\n", step.name, step.left_because);
    }
    signpost_walk_free(walk);
    signpost_journal_free(journal);
    return status;
}

static signpost_status replay_and_say(test_run *run)
{
    signpost_journal *journal;
    signpost_replay replay;
    signpost_status status = read_journal(run, &journal);
    if (status == SIGNPOST_OK)
        status = signpost_journal_replay(journal, algorithms, &replay, &run->error);
    if (status == SIGNPOST_OK)
        test_say(run, "%s %d\n", signpost_parting_name(replay.parts), replay.same_bytes);
    signpost_journal_free(journal);
    return status;
}

/* From a file; and on from where it stands, when it has not ended: the last line is left out for that. */
static signpost_status load_and_go_on(test_run *run)
{
    const char *kept = run->context;
    signpost_journal *journal;
    signpost_recorder *recorder = NULL;
    signpost_status status = signpost_journal_load(kept, NULL, &journal, NULL, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_recorder_resume(journal, NULL, say_bytes, run, &recorder, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_recorder_note(recorder, "gone on", TEST_FRIDAY, &run->error);
    if (status != SIGNPOST_OK)
        run->length = 0;
    signpost_recorder_free(recorder);
    signpost_journal_free(journal);
    return status;
}

static void a_kept_call_goes_on_or_memory_ran_out(void **state)
{
    (void)state;
    static char kept[] = "/tmp/signpost-journal-XXXXXX";
    size_t end = recorded.size - 1;
    while (recorded.bytes[end - 1] != '\n')
        end--;
    int file = mkstemp(kept);
    assert_true(file >= 0 && write(file, recorded.bytes, end) == (ssize_t)end && close(file) == 0);
    const test_scenario scenario = {.name = "load and go on", .run = load_and_go_on, .context = kept};
    assert_true(test_sweep_memory(&scenario) > 4);
    unlink(kept);
}

static signpost_status write_bundle(test_run *run)
{
    signpost_journal *journal;
    signpost_status status = read_journal(run, &journal);
    if (status == SIGNPOST_OK)
        status = signpost_fhir_bundle(journal, algorithms, say_bytes, run, &run->error);
    signpost_journal_free(journal);
    return status;
}

static signpost_status write_form(test_run *run)
{
    signpost_diagnostics *list;
    if (signpost_diagnostics_new(&list) != SIGNPOST_OK) {
        run->error = (signpost_error){.status = SIGNPOST_NO_MEMORY, .id = 101, .message = "no list"};
        return SIGNPOST_NO_MEMORY;
    }
    signpost_status status = signpost_fhir_questionnaire(algorithms, "fever", say_bytes, run, list, &run->error);
    if (status != SIGNPOST_NO_MEMORY)
        test_say_diagnostics(run, list);
    signpost_diagnostics_free(list);
    return status;
}

static void what_is_made_of_a_journal_is_whole_or_memory_ran_out(void **state)
{
    (void)state;
    static char damage[] = "damage";
    const test_scenario scenarios[] = {
        {.name = "read", .run = read_and_say},
        {.name = "read damaged", .run = read_and_say, .ends = SIGNPOST_CORRUPT, .context = damage},
        {.name = "resume", .run = resume_and_say},
        {.name = "replay", .run = replay_and_say},
        {.name = "bundle", .run = write_bundle},
        {.name = "form", .run = write_form},
    };
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
        assert_true(test_sweep_memory(&scenarios[i]) > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_is_recorded_or_memory_ran_out),
        cmocka_unit_test(a_kept_call_goes_on_or_memory_ran_out),
        cmocka_unit_test(what_is_made_of_a_journal_is_whole_or_memory_ran_out),
    };
    return cmocka_run_group_tests_name("faults in journals", tests, load, unload);
}

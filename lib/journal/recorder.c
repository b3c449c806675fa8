/* The recorder: turns what happens in a call into lines. Nothing counts before its line was taken. */
#include "journal/journal.h"

#include "base/text.h"
#include "walk/walk.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROOM_FOR_A_LINE = 16 * 1024 };

signpost_status signpost_recorder_new(const signpost_recorder_options *options, signpost_write_function write,
                                      void *context, signpost_recorder **recorder, signpost_error *error)
{
    *recorder = NULL;
    signpost_recorder *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    made->options = (signpost_recorder_options)SIGNPOST_RECORDER_OPTIONS_INIT;
    if (options)
        made->options.keeps_all_place = options->keeps_all_place;
    made->write = write;
    made->context = context;
    made->buffer.bytes.item_size = 1;
    sgp_chain_prepare();
    sgp_chain_format(&made->chain, made->chain_text);
    if (!sgp_array_reserve(&made->buffer.bytes, ROOM_FOR_A_LINE)) {
        signpost_recorder_free(made);
        return sgp_fail_memory(error);
    }
    *recorder = made;
    return SIGNPOST_OK;
}

signpost_status signpost_recorder_resume(const signpost_journal *journal, const signpost_recorder_options *options,
                                         signpost_write_function write, void *context, signpost_recorder **recorder,
                                         signpost_error *error)
{
    *recorder = NULL;
    if (signpost_journal_describe(journal).has_ended)
        return sgp_fail(error, SIGNPOST_STATE, SGP_JOURNAL_STATE, "the call of \"%s\" has ended", journal->name);
    signpost_status status = signpost_recorder_new(options, write, context, recorder, error);
    if (status != SIGNPOST_OK)
        return status;
    (*recorder)->chain = journal->chain;
    memcpy((*recorder)->chain_text, journal->chain_text, sizeof journal->chain_text);
    (*recorder)->has_started = true;
    return SIGNPOST_OK;
}

void signpost_recorder_free(signpost_recorder *recorder)
{
    if (!recorder)
        return;
    sgp_array_release(&recorder->buffer.bytes);
    sgp_release(recorder);
}

const char *signpost_recorder_chain(const signpost_recorder *recorder)
{
    return recorder->chain_text;
}

static signpost_status check_state(const signpost_recorder *recorder, const signpost_line *line, signpost_error *error)
{
    if (!sgp_line_moment_is_valid(line->moment))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                        "a moment of the journal lies in the years 1 to 9999");
    if (recorder->has_ended)
        return sgp_fail(error, SIGNPOST_STATE, SGP_JOURNAL_STATE, "the call has ended, and with it its journal");
    if (recorder->has_started == (line->kind == SIGNPOST_LINE_STARTED))
        return sgp_fail(error, SIGNPOST_STATE, SGP_JOURNAL_STATE,
                        recorder->has_started ? "a journal holds one call, and this one has started"
                                              : "the call has not started: the walk comes first");
    return SIGNPOST_OK;
}

signpost_status sgp_recorder_put(signpost_recorder *recorder, const signpost_line *line, signpost_error *error)
{
    sgp_chain chain = recorder->chain;
    signpost_status status = check_state(recorder, line, error);
    if (status != SIGNPOST_OK)
        return status;
    if (!sgp_line_write(&recorder->buffer, line, &chain))
        return sgp_fail_memory(error);
    if (!recorder->write(recorder->buffer.bytes.items, recorder->buffer.bytes.count, recorder->context))
        return sgp_fail(error, SIGNPOST_CANCELLED, SGP_NOT_RECORDED,
                        "the event could not be recorded, and does not count");
    recorder->chain = chain;
    memcpy(recorder->chain_text, recorder->buffer.chain_text, sizeof recorder->chain_text);
    recorder->has_started = true;
    recorder->has_ended = line->kind == SIGNPOST_LINE_ENDED;
    return SIGNPOST_OK;
}

bool signpost_recorder_sink(const signpost_record *record, void *recorder)
{
    const signpost_line line = {
        .kind = (signpost_line_kind)record->event,
        .moment = record->moment,
        .content = record->content,
        .complaint = record->complaint,
        .step = record->step,
        .shown = record->shown,
        .said = {record->said, record->said_count},
        .reply = record->reply,
        .arrived = record->arrived,
        .interim = record->interim,
        .outcome = record->outcome,
        .patient = *record->patient,
        .language = record->language,
    };
    return sgp_recorder_put(recorder, &line, NULL) == SIGNPOST_OK;
}

/* The uids of a list; they are the index's. */
static bool list_uids(const signpost_results *results, signpost_list list, sgp_arena *arena, signpost_texts *uids)
{
    size_t count = signpost_results_count(results, list);
    const char **at = sgp_arena_allocate(arena, count, sizeof *at);
    signpost_found found;
    if (!at)
        return false;
    for (size_t i = 0; i < count && signpost_results_get(results, list, i, &found) == SIGNPOST_OK; i++)
        at[i] = found.uid;
    *uids = (signpost_texts){at, count};
    return true;
}

/* What may be said of the place: its district or its town, or a point of about a kilometre. */
static void format_place(const signpost_recorder *recorder, const signpost_results_about *about, char *buffer,
                         size_t size)
{
    bool all = recorder->options.keeps_all_place;
    if (about->place_kind == SIGNPOST_PLACE_POINT) {
        char latitude[32], longitude[32];
        int decimals = all ? 5 : 2;
        double scale = all ? 1e5 : 1e2;
        snprintf(buffer, size, "%s,%s",
                 sgp_format_fixed(llround(about->latitude * scale), decimals, latitude, sizeof latitude),
                 sgp_format_fixed(llround(about->longitude * scale), decimals, longitude, sizeof longitude));
        return;
    }
    snprintf(buffer, size, "%s", all ? about->asked_place : about->place);
    bool is_finer = about->place_kind == SIGNPOST_PLACE_POSTCODE || about->place_kind == SIGNPOST_PLACE_SECTOR;
    if (!all && is_finer)
        buffer[strcspn(buffer, " ")] = '\0';
}

signpost_status signpost_recorder_search(signpost_recorder *recorder, const signpost_need *need,
                                         const signpost_results *results, const char *fingerprint,
                                         signpost_minute moment, signpost_error *error)
{
    sgp_arena arena = {0};
    char place[SIGNPOST_TEXT_SIZE];
    const signpost_results_about about = signpost_results_describe(results);
    signpost_line line = sgp_line_empty(SIGNPOST_LINE_SEARCHED, moment);
    if (fingerprint && !sgp_is_fingerprint(fingerprint))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "a directory's fingerprint has 64 digits");
    if (!about.limit)
        return sgp_fail(error, SIGNPOST_STATE, SGP_NO_SEARCH, "these results hold no search that could be recorded");
    format_place(recorder, &about, place, sizeof place);
    line.directory = about.directory;
    line.content_version = about.content_version;
    line.fingerprint = fingerprint ? fingerprint : "";
    line.policy = about.policy;
    line.policy_fingerprint = about.policy_fingerprint;
    line.disposition = need->disposition.code;
    line.symptom_group = need->symptom_group;
    line.discriminators = (signpost_texts){need->discriminators, need->discriminator_count};
    line.patient.age = need->age;
    line.patient.sex = need->sex;
    line.place_kind = about.place_kind;
    line.place = place;
    line.practice_knowledge = need->practice_knowledge;
    line.practice = need->practice_knowledge == SIGNPOST_PRACTICE_KNOWN ? need->practice : "";
    line.role = need->role ? need->role : "111-telephone";
    line.when = about.when;
    line.reached = need->reached == SIGNPOST_REACHED_NOW ? about.when : need->reached;
    line.radius_m = about.radius_m;
    line.limit = about.limit;
    signpost_status status = list_uids(results, SIGNPOST_RETURNED, &arena, &line.offered) &&
                                     list_uids(results, SIGNPOST_HELD, &arena, &line.held) &&
                                     list_uids(results, SIGNPOST_CATCH_ALL, &arena, &line.catch_all)
                                 ? sgp_recorder_put(recorder, &line, error)
                                 : sgp_fail_memory(error);
    sgp_arena_release(&arena);
    return status;
}

static signpost_status find_service(const signpost_results *results, const char *uid, signpost_line *line,
                                    signpost_found *found, signpost_error *error)
{
    for (int list = SIGNPOST_RETURNED; list <= SIGNPOST_CATCH_ALL; list++)
        for (size_t i = 0; signpost_results_get(results, (signpost_list)list, i, found) == SIGNPOST_OK; i++) {
            if (strcmp(found->uid, uid) != 0)
                continue;
            line->service = found->uid;
            line->service_name = found->name;
            line->list = (signpost_list)list;
            line->position = (int32_t)i + 1;
            return SIGNPOST_OK;
        }
    return sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_NOT_OFFERED, "service \"%s\" was not offered", uid);
}

signpost_status signpost_recorder_choose(signpost_recorder *recorder, const signpost_results *results, const char *uid,
                                         signpost_minute moment, signpost_error *error)
{
    signpost_found found;
    signpost_line line = sgp_line_empty(SIGNPOST_LINE_CHOSEN, moment);
    signpost_status status = find_service(results, uid, &line, &found, error);
    return status == SIGNPOST_OK ? sgp_recorder_put(recorder, &line, error) : status;
}

signpost_status signpost_recorder_refuse(signpost_recorder *recorder, const signpost_results *results, const char *uid,
                                         int32_t reason, const char *comment, signpost_minute moment,
                                         signpost_error *error)
{
    signpost_found found;
    signpost_line line = sgp_line_empty(SIGNPOST_LINE_REFUSED, moment);
    const signpost_reject_reason *known = signpost_reject_reason_find(reason);
    if (!known)
        return sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_REASON, "%d is no code of a reject reason", (int)reason);
    if (known->needs_comment && (!comment || !*comment))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_UNKNOWN_REASON, "reason %d, \"%s\", needs a comment", (int)reason,
                        known->title);
    line.reason = known->code;
    line.reason_title = known->title;
    line.text = comment ? comment : "";
    signpost_status status = find_service(results, uid, &line, &found, error);
    return status == SIGNPOST_OK ? sgp_recorder_put(recorder, &line, error) : status;
}

signpost_status signpost_recorder_hand_over(signpost_recorder *recorder, const char *role, signpost_minute moment,
                                            signpost_error *error)
{
    signpost_line line = sgp_line_empty(SIGNPOST_LINE_HANDED_OVER, moment);
    if (!sgp_text_is_name(role)) {
        sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "\"%s\" is no role to hand over to", role);
        sgp_error_hint(error, "name a role such as clinician, in lower-case letters, digits and hyphens");
        return SIGNPOST_INVALID;
    }
    line.to = role;
    return sgp_recorder_put(recorder, &line, error);
}

signpost_status signpost_recorder_note(signpost_recorder *recorder, const char *text, signpost_minute moment,
                                       signpost_error *error)
{
    signpost_line line = sgp_line_empty(SIGNPOST_LINE_NOTED, moment);
    if (!*text)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "a note must not be empty");
    line.text = text;
    return sgp_recorder_put(recorder, &line, error);
}

signpost_line sgp_line_of_end(const signpost_walk *walk, signpost_minute moment, const char *names[SGP_MOST_ADVICE])
{
    signpost_line line = sgp_line_empty(SIGNPOST_LINE_ENDED, moment);
    signpost_step step;
    signpost_where where;
    signpost_advice advice;
    signpost_disposition held;
    size_t count = 0;
    signpost_walk_step(walk, &step);
    signpost_walk_where(walk, &where);
    bool is_over = step.kind == SIGNPOST_STEP_OUTCOME || step.kind == SIGNPOST_STEP_LEFT;
    line.ending = step.kind == SIGNPOST_STEP_OUTCOME ? SIGNPOST_ENDED_BY_OUTCOME
                  : step.kind == SIGNPOST_STEP_LEFT  ? SIGNPOST_ENDED_BY_LEAVING
                                                     : SIGNPOST_ENDED_BY_DROPPING;
    line.step = step.name;
    line.outcome = where.interim.code;
    signpost_disposition_find(walk->algorithms, where.interim.code, &held, NULL); /* in the content's own words */
    line.title = held.title;
    line.within = held.within;
    line.setting = held.setting;
    if (is_over) {
        line.symptom_group = step.outcome.symptom_group;
        line.symptom_group_title = step.outcome.symptom_group_title;
        line.discriminator = step.outcome.discriminator;
        line.discriminator_title = step.outcome.discriminator_title;
    }
    while (count < SGP_MOST_ADVICE && signpost_walk_advice(walk, count, &advice))
        names[count++] = advice.name;
    line.advice = (signpost_texts){names, count};
    return line;
}

signpost_status signpost_recorder_end(signpost_recorder *recorder, const signpost_walk *walk, signpost_minute moment,
                                      signpost_error *error)
{
    const char *names[SGP_MOST_ADVICE];
    const signpost_line line = sgp_line_of_end(walk, moment, names);
    return sgp_recorder_put(recorder, &line, error);
}

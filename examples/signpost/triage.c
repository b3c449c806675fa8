/* `signpost triage`: one call, from the complaint to the services. */
#include "journaling.h"
#include "talk.h"

#include <string.h>

enum { JSON_VERSION = 1 };

/* Everything of one call. */
typedef struct call {
    const arguments *given;
    searching with;           /* empty when no directory was named */
    signpost_calendar *clock; /* the directory's, else that of England and Wales */
    signpost_algorithms *algorithms;
    signpost_script *script; /* NULL at a terminal */
    signpost_walk *walk;
    journaling journal;
    signpost_patient patient;
    signpost_need need;
    signpost_minute moment;
    char complaint[LONGEST_LINE], place[LONGEST_LINE];
} call;

/* The directory that was named, if one was, and the clock that people at the desk read. */
static int open_desk(call *c)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (said(c->given, OPTION_DIRECTORY)) {
        int status = searching_open(&c->with, c->given);
        if (status == DONE)
            c->clock = signpost_calendar_ref(signpost_index_calendar(c->with.index));
        return status;
    }
    signpost_date until;
    signpost_date_from_civil(2099, 12, 31, &until);
    signpost_status status =
        signpost_calendar_new("GMT0BST,M3.5.0/1,M10.5.0", "england-and-wales", NULL, 0, until, &c->clock, &error);
    return status == SIGNPOST_OK ? DONE : could_not(&error);
}

static int read_call_moment(call *c, const char *text)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    return signpost_calendar_moment(c->clock, text, &c->moment, &error) == SIGNPOST_OK ? DONE : could_not(&error);
}

static int load_script(call *c)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_diagnostics *mistakes;
    signpost_script_call about;
    if (!said(c->given, OPTION_ANSWERS))
        return DONE;
    if (signpost_diagnostics_new(&mistakes) != SIGNPOST_OK)
        return COULD_NOT;
    signpost_status status = signpost_script_load(c->given->values[OPTION_ANSWERS], &c->script, mistakes, &error);
    show_diagnostics(mistakes);
    signpost_diagnostics_free(mistakes);
    if (status != SIGNPOST_OK)
        return status == SIGNPOST_CONTENT ? WRONG_USE : could_not(&error);
    signpost_script_about(c->script, &about);
    c->patient = about.patient;
    snprintf(c->complaint, sizeof c->complaint, "%s", about.complaint);
    c->need.postcode = *about.postcode ? about.postcode : NULL;
    if (*about.practice) {
        c->need.practice = about.practice;
        c->need.practice_knowledge = SIGNPOST_PRACTICE_KNOWN;
    }
    return *about.when && !said(c->given, OPTION_WHEN) ? read_call_moment(c, about.when) : DONE;
}

/* The patient, as far as the options say it. */
static int read_patient(call *c)
{
    int status = DONE;
    if (said(c->given, OPTION_AGE) || said(c->given, OPTION_BORN))
        status = read_age(c->given, c->clock, c->moment, &c->patient.age);
    if (status == DONE && said(c->given, OPTION_SEX))
        status = read_sex(c->given, &c->patient.sex);
    if (status == DONE && said(c->given, OPTION_PARTY))
        status = read_party(c->given, &c->patient.party);
    if (status == DONE && said(c->given, OPTION_CONTACTS))
        status = read_contacts(c->given, &c->patient.earlier_contacts);
    return status;
}

/* How the walk takes its sink: with the journal's recorder, if one is kept. */
static signpost_sink sink_of(const call *c)
{
    return c->journal.recorder ? signpost_recorder_sink : NULL;
}

/* Stands where the journal's walk stood; who goes on is recorded, when the role is said. */
static int go_on(call *c)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    const signpost_journal_about about = signpost_journal_describe(c->journal.before);
    snprintf(c->complaint, sizeof c->complaint, "%s", about.complaint);
    signpost_status status = signpost_walk_resume(c->algorithms, c->journal.before, signpost_recorder_sink,
                                                  c->journal.recorder, &c->walk, &error);
    if (status == SIGNPOST_OK && said(c->given, OPTION_LANGUAGE))
        status = signpost_walk_speak(c->walk, c->given->values[OPTION_LANGUAGE], &error);
    if (status == SIGNPOST_OK && said(c->given, OPTION_ROLE))
        status = signpost_recorder_hand_over(c->journal.recorder, c->given->values[OPTION_ROLE], c->moment, &error);
    if (status == SIGNPOST_CANCELLED)
        return COULD_NOT;
    return status == SIGNPOST_OK ? DONE : could_not(&error);
}

/* What stands in the answers file, in the options, or is asked for. */
static int begin(call *c)
{
    signpost_date today;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (c->journal.before)
        return go_on(c);
    if (signpost_calendar_date(c->clock, c->moment, &today, NULL) != SIGNPOST_OK)
        return wrong_use("the moment of the call lies outside of the years 1996 to 2099");
    int status = read_patient(c);
    if (status != DONE)
        return status;
    if (!c->script &&
        (!ask_complaint(c->given, c->algorithms, c->complaint) || !ask_patient(c->given, today, &c->patient)))
        return wrong_use("the call ended before the first question");
    signpost_status started =
        signpost_walk_start_in(c->algorithms, c->given->values[OPTION_LANGUAGE], &c->patient, c->complaint, c->moment,
                               sink_of(c), c->journal.recorder, &c->walk, &error);
    if (started == SIGNPOST_CANCELLED)
        return COULD_NOT;
    return started == SIGNPOST_OK ? DONE : wrong_name(&error);
}

static int walk_by_script(call *c)
{
    signpost_step step;
    signpost_error error = SIGNPOST_ERROR_INIT;
    for (signpost_walk_step(c->walk, &step); step.kind != SIGNPOST_STEP_OUTCOME && step.kind != SIGNPOST_STEP_LEFT;
         signpost_walk_step(c->walk, &step))
        if (signpost_script_answer(c->script, c->walk, c->moment, &error) != SIGNPOST_OK) {
            if (error.status == SIGNPOST_CANCELLED)
                return COULD_NOT;
            snprintf(error.file, sizeof error.file, "%s", c->given->values[OPTION_ANSWERS]);
            could_not(&error);
            return WRONG_USE;
        }
    for (size_t i = 0; signpost_script_unused(c->script, i); i++)
        fprintf(stderr, "%s: warning: %s is answered, and was never asked [SP0508]\n", c->given->values[OPTION_ANSWERS],
                signpost_script_unused(c->script, i));
    return DONE;
}

/* The translation that is spoken; false when it is the content's own language. */
static bool find_language(const call *c, signpost_language *language)
{
    signpost_where where;
    signpost_walk_where(c->walk, &where);
    for (size_t i = 0; signpost_language_at(c->algorithms, i, language); i++)
        if (strcmp(language->code, where.language) == 0)
            return true;
    return false;
}

/* What must be known of a translation before anybody relies on it. */
static void show_language(FILE *to, const call *c)
{
    signpost_language language;
    if (find_language(c, &language) && !language.is_reviewed)
        fprintf(to, "The translation into %s has not been reviewed: do not rely on it.\n", language.name);
}

static void show_advice(FILE *to, const signpost_walk *walk)
{
    signpost_advice advice;
    for (size_t i = 0; signpost_walk_advice(walk, i, &advice); i++) {
        const char *title =
            advice.kind == SIGNPOST_ADVICE_WORSENING ? "If anything gets worse" : "What to do meanwhile";
        fprintf(to, "\n%s\n", *advice.title ? advice.title : title);
        for (size_t line = 0; line < advice.line_count; line++)
            print_item(to, signpost_walk_advice_line(walk, i, line));
    }
}

static void show_outcome(FILE *to, const signpost_walk *walk)
{
    signpost_step end;
    signpost_walk_step(walk, &end);
    const signpost_disposition *disposition = &end.outcome.disposition;
    if (disposition->setting == SIGNPOST_SETTING_AMBULANCE)
        fprintf(to, "AMBULANCE. ");
    fprintf(to, "%s (%s)%s\n", disposition->title, disposition->code, end.is_translated ? "" : " [not translated]");
    print_wrapped(to, "  ", disposition->say);
    if (*end.outcome.symptom_group)
        fprintf(to, "  For: %s%s%s\n", end.outcome.symptom_group_title, *end.outcome.discriminator ? "; needs: " : "",
                end.outcome.discriminator_title);
    if (end.kind == SIGNPOST_STEP_LEFT)
        fprintf(to, "  Chosen by a clinician: %s\n", end.left_because);
}

/* Searches; a place that is not known is asked for again at a terminal. */
static int search(call *c)
{
    for (;;) {
        signpost_error error = SIGNPOST_ERROR_INIT;
        bool has_place = c->need.postcode || c->need.has_point;
        if (!has_place && !c->script &&
            ask_line("\nWhere is the patient now? (postcode, district or town) >", c->place) && *c->place)
            c->need.postcode = c->place;
        int status = need_has_place(c->given, &c->need);
        if (status != DONE)
            return status;
        signpost_status found = signpost_search(c->with.index, &c->need, c->with.results, &error);
        if (found == SIGNPOST_OK)
            return DONE;
        status = wrong_name(&error);
        if (found != SIGNPOST_NOT_FOUND || c->script)
            return status;
        c->need.postcode = NULL;
    }
}

/* The moment of what happens at the end of the call. */
static signpost_minute moment_of_end(const call *c)
{
    return c->script || said(c->given, OPTION_WHEN) ? c->moment : now();
}

/* Looks services up where that is called for. `*searched` tells whether it was. */
static int look_up(call *c, bool *searched)
{
    signpost_step end;
    signpost_error error = SIGNPOST_ERROR_INIT;
    *searched = false;
    signpost_walk_step(c->walk, &end);
    if (!end.outcome.disposition.lookup || !c->with.index)
        return DONE;
    if (signpost_walk_need(c->walk, &c->need, &error) != SIGNPOST_OK)
        return could_not(&error);
    c->need.when = c->moment;
    int status = need_read_terms(c->given, &c->with, &c->need);
    if (status == DONE)
        status = search(c);
    if (status == DONE)
        status = journaling_search(&c->journal, c->given, &c->need, c->with.results, moment_of_end(c));
    *searched = status == DONE;
    return status;
}

static void show_table(FILE *to, const call *c, bool searched)
{
    signpost_step end;
    signpost_walk_step(c->walk, &end);
    if (searched) {
        fputc('\n', to);
        show_results_table(to, &c->with);
    } else if (!end.outcome.disposition.lookup) {
        fprintf(to, "\nNo service is looked up for this outcome.\n");
    } else if (!c->with.index) {
        fprintf(to, "\nNo directory was named, so that no service was looked up: give --directory FILE.\n");
    }
    signpost_language language;
    if (find_language(c, &language) && !language.is_reviewed)
        fputc('\n', to);
    show_language(to, c);
    if (signpost_algorithms_summarise(c->algorithms).is_demonstration)
        fprintf(to,
                "\nThe triage content is a demonstration, not clinically validated: not for the care of patients.\n");
}

static void json_entries(signpost_json *json, const signpost_walk *walk)
{
    signpost_entry entry;
    signpost_json_list(json, "walk");
    for (size_t i = 0; signpost_walk_entry(walk, i, &entry); i++) {
        signpost_json_object(json, NULL);
        signpost_json_text(json, "step", entry.step);
        signpost_json_text(json, "shown", entry.shown);
        signpost_json_text(json, "reply", entry.reply);
        signpost_json_flag(json, "red_flag", entry.is_red_flag);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void json_advice(signpost_json *json, const signpost_walk *walk)
{
    signpost_advice advice;
    signpost_json_list(json, "advice");
    for (size_t i = 0; signpost_walk_advice(walk, i, &advice); i++) {
        signpost_json_object(json, NULL);
        signpost_json_text(json, "name", advice.name);
        signpost_json_text(json, "title", advice.title);
        signpost_json_flag(json, "translated", advice.is_translated);
        signpost_json_list(json, "say");
        for (size_t line = 0; line < advice.line_count; line++)
            signpost_json_text(json, NULL, signpost_walk_advice_line(walk, i, line));
        signpost_json_close(json);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void json_language(signpost_json *json, const call *c)
{
    signpost_where where;
    signpost_language language;
    signpost_walk_where(c->walk, &where);
    signpost_json_object(json, "language");
    signpost_json_text(json, "code", where.language);
    signpost_json_flag(json, "reviewed", !find_language(c, &language) || language.is_reviewed);
    signpost_json_close(json);
}

static void show_json(output *to, const call *c, bool searched)
{
    signpost_json json;
    signpost_step end;
    signpost_walk_step(c->walk, &end);
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    signpost_json_integer(&json, "version", JSON_VERSION);
    signpost_json_flag(&json, "demonstration", signpost_algorithms_summarise(c->algorithms).is_demonstration);
    signpost_json_text(&json, "content", signpost_algorithms_fingerprint(c->algorithms));
    signpost_json_text(&json, "complaint", c->complaint);
    json_language(&json, c);
    json_entries(&json, c->walk);
    signpost_json_object(&json, "outcome");
    signpost_json_text(&json, "step", end.name);
    signpost_json_text(&json, "disposition", end.outcome.disposition.code);
    signpost_json_text(&json, "title", end.outcome.disposition.title);
    signpost_json_text(&json, "say", end.outcome.disposition.say);
    signpost_json_flag(&json, "translated", end.is_translated);
    signpost_json_text(&json, "setting", signpost_setting_name(end.outcome.disposition.setting));
    signpost_json_flag(&json, "lookup", end.outcome.disposition.lookup);
    signpost_json_text(&json, "symptom_group", end.outcome.symptom_group);
    signpost_json_text(&json, "discriminator", end.outcome.discriminator);
    signpost_json_text(&json, "left_because", *end.left_because ? end.left_because : NULL);
    signpost_json_close(&json);
    json_advice(&json, c->walk);
    if (searched) {
        signpost_json_object(&json, "search");
        show_results_json(&json, &c->with, &c->need);
        signpost_json_close(&json);
    } else {
        signpost_json_null(&json, "search");
    }
    signpost_json_close(&json);
    signpost_json_end(&json);
}

/* The end of the call. In words, the outcome stands before anything is looked up: an ambulance waits for nothing. */
static int finish(call *c)
{
    output to;
    output_format format;
    bool searched;
    if (!format_of(c->given, &format))
        return WRONG_USE;
    if (format == FORMAT_CSV)
        return wrong_use("triage is shown as table or json, not as csv");
    if (!output_open(&to, c->given))
        return COULD_NOT;
    if (format == FORMAT_TABLE) {
        fputs(c->script ? "" : "\n", to.file);
        show_outcome(to.file, c->walk);
        show_advice(to.file, c->walk);
        fflush(to.file);
    }
    int status = look_up(c, &searched);
    if (searched)
        show_warnings(&c->with);
    if (status == DONE && format == FORMAT_JSON)
        show_json(&to, c, searched);
    else if (status == DONE)
        show_table(to.file, c, searched);
    if (status == DONE && !searched && said(c->given, OPTION_CHOOSE))
        status = wrong_use("no service was listed, of which --choose could take one");
    if (status == DONE && searched)
        status = journaling_choose(&c->journal, c->given, c->with.results, !c->script, moment_of_end(c));
    if (status == DONE)
        status = journaling_end(&c->journal, c->walk, moment_of_end(c));
    return output_close(&to, status);
}

/* The content that is in force when the call is taken. */
static int load_content(call *c)
{
    signpost_date on;
    if (signpost_calendar_date(c->clock, c->moment, &on, NULL) != SIGNPOST_OK)
        return wrong_use("the moment of the call lies outside of the years 1996 to 2099");
    return load_algorithms_on(c->given, &on, &c->algorithms);
}

static int take_call(call *c)
{
    int status = open_desk(c);
    c->moment = now();
    if (status == DONE && said(c->given, OPTION_WHEN))
        status = read_call_moment(c, c->given->values[OPTION_WHEN]);
    if (status == DONE)
        status = load_script(c);
    if (status == DONE)
        status = load_content(c);
    if (status == DONE)
        status = journaling_open(&c->journal, c->given);
    if (status == DONE)
        status = begin(c);
    if (status == DONE && !c->script)
        show_language(stdout, c);
    if (status == DONE && c->script)
        status = walk_by_script(c);
    else if (status == DONE && !ask_walk(c->walk)) {
        show_dropped(c->walk);
        if (c->journal.path)
            printf("  Go on with: signpost triage --resume %s\n", c->journal.path);
        return COULD_NOT;
    }
    return status == DONE ? finish(c) : status;
}

static int run(const arguments *given)
{
    call c = {.given = given, .patient = SIGNPOST_PATIENT_INIT, .need = SIGNPOST_NEED_INIT, .journal = {.file = -1}};
    if (said(given, OPTION_REPLAY))
        return replay(given);
    if (said(given, OPTION_CHOOSE) && !said(given, OPTION_JOURNAL) && !said(given, OPTION_RESUME))
        return wrong_use("--choose is recorded in a journal: give --journal FILE, too");
    int status = take_call(&c);
    signpost_walk_free(c.walk);
    journaling_close(&c.journal);
    signpost_script_free(c.script);
    signpost_algorithms_free(c.algorithms);
    signpost_calendar_free(c.clock);
    searching_close(&c.with);
    return status;
}

static const option_id taken_options[] = {
    OPTION_DIRECTORY, OPTION_ALGORITHMS, OPTION_POLICY, OPTION_KEEP_INDEX, OPTION_COMPLAINT, OPTION_AGE,
    OPTION_BORN,      OPTION_SEX,        OPTION_PARTY,  OPTION_CONTACTS,   OPTION_POSTCODE,  OPTION_AT_PLACE,
    OPTION_PRACTICE,  OPTION_ROLE,       OPTION_WHEN,   OPTION_RADIUS,     OPTION_LIMIT,     OPTION_ANSWERS,
    OPTION_JOURNAL, OPTION_RESUME, OPTION_REPLAY, OPTION_CHOOSE,
    OPTION_LANGUAGE,  OPTION_DRAFTS,     OPTION_FORMAT, OPTION_OUTPUT,     OPTIONS_END,
};

const command command_triage = {
    .name = "triage",
    .operands = "",
    .summary = "walks a caller's answers to an outcome, then to services",
    .text = "Takes one call at the terminal: what it is about, who the patient is, one question after another, then "
            "what the patient should do, advice, and the local services in the order in which they are to be offered. "
            "At any question b goes back, c changes an earlier answer, w tells why it is asked, l where the walk "
            "stands and what holds if the call drops, x lets a clinician leave early.\n\n"
            "With --answers the call is read from a file, and nothing is asked:\n\n"
            "complaint: fever\n"
            "patient: {age: 2 years, sex: female}\n"
            "postcode: TN1 2AB\n"
            "when: 2026-11-21T18:30\n"
            "answers: {rash: no, temperature: 38.6}\n\n"
            "With --language what is said to the caller is shown in that language, wherever all of a pathway has been "
            "translated; what has not is marked. Answers are taken in both languages.\n\n"
            "With --journal every event is recorded before it counts; the patient's place is recorded as a district "
            "alone. --resume goes on from such a record, at another desk, too: with --role clinician the hand-over is "
            "recorded. --replay takes the call of a journal again, on the content that is loaded now, and ends with 1 "
            "when it goes another way.\n\n"
            "An outcome that is an ambulance is said first, and nothing is looked up.",
    .options = taken_options,
    .example = "triage --directory sample.db --answers examples/calls/fever-saturday.yaml",
    .run = run,
};

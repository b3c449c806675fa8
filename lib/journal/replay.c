/* Following a journal: to stand where its walk stood, or to see where it would part on other content.
 *
 * The walk is given what the lines say, one by one; its records are held against the lines. In a replay they are
 * recorded anew, too, and the bytes compared. */
#include "journal/journal.h"

#include "base/text.h"
#include "walk/walk.h"

#include <stdio.h>
#include <string.h>

const char *signpost_parting_name(signpost_parting parting)
{
    static const char *const names[] = {"same", "start", "step", "reply", "arrived", "interim", "outcome", "shown"};
    return (size_t)parting < sizeof names / sizeof *names ? names[parting] : "";
}

typedef struct follower {
    const signpost_journal *journal;
    signpost_algorithms *algorithms;
    signpost_walk *walk;
    const signpost_line *line;   /* that is followed now */
    signpost_recorder *recorder; /* NULL where nothing is recorded anew */
    signpost_replay *found;
    size_t compared; /* bytes of the journal that were recorded the same */
    bool differs;    /* some were not */
} follower;

static void copy_side(char side[SIGNPOST_TEXT_SIZE], const char *text)
{
    snprintf(side, SIGNPOST_TEXT_SIZE, "%s", text);
    sgp_text_trim_cut(side);
}

/* Notes a difference. Words do not hide one that matters, and only the first of a kind counts. */
static void part(follower *f, signpost_parting parting, const char *recorded, const char *now)
{
    signpost_replay *found = f->found;
    bool has_worse = found->parts != SIGNPOST_PARTS_NOT && found->parts != SIGNPOST_PARTS_SHOWN;
    if (has_worse || found->parts == parting)
        return;
    found->parts = parting;
    found->line = f->line->number;
    copy_side(found->recorded, recorded);
    copy_side(found->now, now);
}

static bool has_parted(const follower *f)
{
    return f->found->parts != SIGNPOST_PARTS_NOT && f->found->parts != SIGNPOST_PARTS_SHOWN;
}

static void compare(follower *f, signpost_parting parting, const char *recorded, const char *now)
{
    if (strcmp(recorded, now) != 0)
        part(f, parting, recorded, now);
}

/* The first of two lists' texts that differ; false when they are the same. */
static bool find_difference(const signpost_texts *a, const signpost_texts *b, const char **of_a, const char **of_b)
{
    for (size_t i = 0; i < a->count || i < b->count; i++) {
        *of_a = i < a->count ? a->at[i] : "";
        *of_b = i < b->count ? b->at[i] : "";
        if (i >= a->count || i >= b->count || strcmp(*of_a, *of_b) != 0)
            return true;
    }
    return false;
}

static void compare_words(follower *f, const signpost_record *record)
{
    const signpost_line *line = f->line;
    const signpost_texts said = {record->said, record->said_count};
    const char *was = line->shown, *is = record->shown;
    bool takes_reply = line->kind == SIGNPOST_LINE_ANSWERED || line->kind == SIGNPOST_LINE_CHANGED;
    bool is_shown = takes_reply || line->kind == SIGNPOST_LINE_ACKNOWLEDGED || line->kind == SIGNPOST_LINE_LEFT;
    bool differs = is_shown && strcmp(was, is) != 0;
    if (!differs && takes_reply) {
        was = line->reply;
        is = record->reply;
        differs = strcmp(was, is) != 0;
    }
    if (!differs && line->kind == SIGNPOST_LINE_ACKNOWLEDGED)
        differs = find_difference(&line->said, &said, &was, &is);
    if (!differs)
        return;
    f->found->reworded++;
    part(f, SIGNPOST_PARTS_SHOWN, was, is);
}

/* The sink: holds a record against the line that it comes of. */
static bool hear(const signpost_record *record, void *context)
{
    follower *f = context;
    compare(f, SIGNPOST_PARTS_ARRIVED, f->line->arrived, record->arrived);
    compare(f, SIGNPOST_PARTS_OUTCOME, f->line->outcome, record->outcome);
    compare(f, SIGNPOST_PARTS_INTERIM, f->line->interim, record->interim);
    compare_words(f, record);
    return !f->recorder || signpost_recorder_sink(record, f->recorder);
}

/* What an event that the walk refuses parts at. */
static signpost_parting parting_of(const signpost_line *line, const signpost_error *error)
{
    if (line->kind == SIGNPOST_LINE_STARTED)
        return SIGNPOST_PARTS_START;
    if (error->id == SGP_NO_RULE_FITS)
        return SIGNPOST_PARTS_ARRIVED;
    if (error->status == SIGNPOST_NOT_FOUND && line->kind == SIGNPOST_LINE_CHANGED)
        return SIGNPOST_PARTS_STEP;
    if (line->kind == SIGNPOST_LINE_WENT_BACK)
        return SIGNPOST_PARTS_STEP;
    return line->kind == SIGNPOST_LINE_LEFT ? SIGNPOST_PARTS_OUTCOME : SIGNPOST_PARTS_REPLY;
}

/* What the line says of the side that the walk refuses. */
static const char *said_by(const signpost_line *line, signpost_parting parting)
{
    switch (parting) {
    case SIGNPOST_PARTS_START:
        return line->complaint;
    case SIGNPOST_PARTS_ARRIVED:
        return line->arrived;
    case SIGNPOST_PARTS_STEP:
        return line->step;
    case SIGNPOST_PARTS_OUTCOME:
        return line->outcome;
    case SIGNPOST_PARTS_NOT:
    case SIGNPOST_PARTS_REPLY:
    case SIGNPOST_PARTS_INTERIM:
    case SIGNPOST_PARTS_SHOWN:
    default:
        return line->reply;
    }
}

/* A language that the content is not translated into changes what is shown, and no more. */
static void miss_language(follower *f)
{
    f->found->reworded++;
    part(f, SIGNPOST_PARTS_SHOWN, f->line->language, "no translation");
}

static signpost_status start(follower *f, signpost_error *error)
{
    const signpost_line *line = f->line;
    signpost_status status = signpost_walk_start_in(f->algorithms, line->language, &line->patient, line->complaint,
                                                    line->moment, hear, f, &f->walk, error);
    if (status != SIGNPOST_NOT_FOUND || error->id != SGP_UNKNOWN_NAME)
        return status;
    miss_language(f);
    return signpost_walk_start(f->algorithms, &line->patient, line->complaint, line->moment, hear, f, &f->walk, error);
}

static signpost_status give(follower *f, signpost_error *error)
{
    const signpost_line *line = f->line;
    switch (line->kind) {
    case SIGNPOST_LINE_STARTED:
        return start(f, error);
    case SIGNPOST_LINE_ACKNOWLEDGED:
        return signpost_walk_acknowledge(f->walk, line->moment, error);
    case SIGNPOST_LINE_AGED:
        return signpost_walk_age(f->walk, line->patient.age, line->moment, error);
    case SIGNPOST_LINE_WENT_BACK:
        return signpost_walk_back(f->walk, line->moment, error);
    case SIGNPOST_LINE_CHANGED:
        return signpost_walk_change(f->walk, line->step, line->reply, line->moment, error);
    case SIGNPOST_LINE_LEFT:
        return signpost_walk_leave(f->walk, line->outcome, line->reply, line->moment, error);
    case SIGNPOST_LINE_ANSWERED:
    case SIGNPOST_LINE_SEARCHED:
    case SIGNPOST_LINE_CHOSEN:
    case SIGNPOST_LINE_REFUSED:
    case SIGNPOST_LINE_HANDED_OVER:
    case SIGNPOST_LINE_NOTED:
    case SIGNPOST_LINE_ENDED:
    case SIGNPOST_LINE_KINDS:
    default:
        return signpost_walk_reply(f->walk, line->reply, line->moment, error);
    }
}

/* An event of the walk. Only memory that ran out is a failure. */
static signpost_status follow_event(follower *f, signpost_error *error)
{
    signpost_error why = SIGNPOST_ERROR_INIT;
    bool may_be_elsewhere = f->line->kind == SIGNPOST_LINE_STARTED || f->line->kind == SIGNPOST_LINE_CHANGED;
    if (!may_be_elsewhere) {
        signpost_step step;
        signpost_walk_step(f->walk, &step);
        compare(f, SIGNPOST_PARTS_STEP, f->line->step, step.name);
        if (has_parted(f))
            return SIGNPOST_OK;
    }
    if (f->walk && *f->line->language && signpost_walk_speak(f->walk, f->line->language, NULL) != SIGNPOST_OK)
        miss_language(f);
    signpost_status status = give(f, &why);
    if (status == SIGNPOST_NO_MEMORY || status == SIGNPOST_CANCELLED)
        return sgp_fail_memory(error);
    if (status != SIGNPOST_OK) {
        signpost_parting parting = parting_of(f->line, &why);
        part(f, parting, said_by(f->line, parting), why.message);
    }
    return SIGNPOST_OK;
}

static signpost_status record_again(follower *f, const signpost_line *line, signpost_error *error)
{
    return f->recorder ? sgp_recorder_put(f->recorder, line, error) : SIGNPOST_OK;
}

static signpost_status follow_end(follower *f, signpost_error *error)
{
    const char *names[SGP_MOST_ADVICE], *was, *is;
    const signpost_line *line = f->line, now = sgp_line_of_end(f->walk, line->moment, names);
    char was_within[SIGNPOST_TIMEFRAME_SIZE], is_within[SIGNPOST_TIMEFRAME_SIZE];
    compare(f, SIGNPOST_PARTS_OUTCOME, signpost_ending_name(line->ending), signpost_ending_name(now.ending));
    compare(f, SIGNPOST_PARTS_STEP, line->step, now.step);
    compare(f, SIGNPOST_PARTS_OUTCOME, line->outcome, now.outcome);
    compare(f, SIGNPOST_PARTS_OUTCOME, line->symptom_group, now.symptom_group);
    compare(f, SIGNPOST_PARTS_OUTCOME, line->discriminator, now.discriminator);
    compare(f, SIGNPOST_PARTS_OUTCOME, signpost_timeframe_format(line->within, was_within),
            signpost_timeframe_format(now.within, is_within));
    compare(f, SIGNPOST_PARTS_OUTCOME, signpost_setting_name(line->setting), signpost_setting_name(now.setting));
    bool reworded = find_difference(&line->advice, &now.advice, &was, &is);
    if (!reworded && strcmp(line->title, now.title) != 0) {
        reworded = true;
        was = line->title;
        is = now.title;
    }
    if (reworded && !has_parted(f)) {
        f->found->reworded++;
        part(f, SIGNPOST_PARTS_SHOWN, was, is);
    }
    return record_again(f, &now, error);
}

/* Follows the journal until it parts, or to its last line. */
static signpost_status follow(follower *f, signpost_error *error)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < f->journal->count && status == SIGNPOST_OK && !has_parted(f); i++) {
        f->line = &f->journal->lines[i];
        if (f->line->kind <= SIGNPOST_LINE_LEFT)
            status = follow_event(f, error);
        else if (f->line->kind == SIGNPOST_LINE_ENDED)
            status = follow_end(f, error);
        else
            status = record_again(f, f->line, error);
    }
    return status;
}

static bool compare_bytes(const char *bytes, size_t size, void *context)
{
    follower *f = context;
    f->differs = f->differs || size > f->journal->size - f->compared ||
                 memcmp(f->journal->bytes + f->compared, bytes, size) != 0;
    if (!f->differs)
        f->compared += size;
    return true;
}

static bool is_same_content(const signpost_journal *journal, const signpost_algorithms *algorithms)
{
    return strcmp(journal->lines[0].content, algorithms->fingerprint) == 0;
}

signpost_status signpost_journal_replay(const signpost_journal *journal, signpost_algorithms *algorithms,
                                        signpost_replay *replay, signpost_error *error)
{
    signpost_replay found = {.same_content = is_same_content(journal, algorithms)};
    follower f = {.journal = journal, .algorithms = algorithms, .found = &found};
    signpost_status status = signpost_recorder_new(NULL, compare_bytes, &f, &f.recorder, error);
    if (status == SIGNPOST_OK)
        status = follow(&f, error);
    found.same_bytes = !f.differs && f.compared == journal->size;
    if (status == SIGNPOST_OK)
        *replay = found;
    signpost_recorder_free(f.recorder);
    signpost_walk_free(f.walk);
    return status;
}

signpost_status signpost_walk_resume(signpost_algorithms *algorithms, const signpost_journal *journal,
                                     signpost_sink sink, void *context, signpost_walk **walk, signpost_error *error)
{
    signpost_replay found = {.parts = SIGNPOST_PARTS_NOT};
    follower f = {.journal = journal, .algorithms = algorithms, .found = &found};
    *walk = NULL;
    if (!is_same_content(journal, algorithms)) {
        sgp_fail(error, SIGNPOST_VERSION, SGP_JOURNAL_CONTENT, "\"%s\" was walked on other content than this",
                 journal->name);
        sgp_error_hint(error, "its content is %s, and this is %s", journal->lines[0].content, algorithms->fingerprint);
        return SIGNPOST_VERSION;
    }
    signpost_status status = follow(&f, error);
    if (status == SIGNPOST_OK && found.parts != SIGNPOST_PARTS_NOT) {
        status = sgp_fail(error, SIGNPOST_CORRUPT, SGP_JOURNAL_CONTENT,
                          "this line says \"%s\", where the same content says \"%s\"", found.recorded, found.now);
        sgp_error_at(error, journal->name, (unsigned)found.line, 0);
    }
    if (status != SIGNPOST_OK) {
        signpost_walk_free(f.walk);
        return status;
    }
    f.walk->sink = sink;
    f.walk->context = context;
    *walk = f.walk;
    return SIGNPOST_OK;
}

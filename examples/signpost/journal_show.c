/* `signpost journal show`: a journal, as an account of the call that people can read. The journal itself is JSON, a
 * line an event, for programs. */
#include "journaling.h"

#include <string.h>

static void show_texts(FILE *to, const char *before, const signpost_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        fprintf(to, "%s", i ? ", " : before);
        print_visible(to, texts->at[i]);
    }
}

/* A text after something that says what it is; nothing when there is none. */
static void show_text(FILE *to, const char *before, const char *text)
{
    if (!*text)
        return;
    fputs(before, to);
    print_visible(to, text);
}

static void show_patient(FILE *to, const signpost_line *line)
{
    char age[SIGNPOST_AGE_SIZE];
    fprintf(to, "%s, %s; %s on the phone; %d earlier contacts", signpost_age_format(line->patient.age, age),
            signpost_sex_name(line->patient.sex), line->patient.party == SIGNPOST_SELF ? "the patient" : "someone else",
            line->patient.earlier_contacts);
}

static void show_search(FILE *to, const signpost_line *line)
{
    show_text(to, "searched ", line->directory);
    fprintf(to, ", version %lld, from %s", (long long)line->content_version,
            signpost_place_kind_name(line->place_kind));
    show_text(to, " ", line->place);
    show_text(to, ", for ", line->disposition);
    show_text(to, " ", line->symptom_group);
    show_texts(to, " with ", &line->discriminators);
    fprintf(to, "; %zu services offered", line->offered.count);
    show_texts(to, ": ", &line->offered);
    show_texts(to, "; held: ", &line->held);
    show_texts(to, "; catch-all: ", &line->catch_all);
}

static void show_end(FILE *to, const signpost_line *line)
{
    fprintf(to, "ended (%s): ", signpost_ending_name(line->ending));
    show_text(to, "", line->outcome);
    show_text(to, " ", line->title);
    show_text(to, "; for: ", line->symptom_group_title);
    show_text(to, "; needs: ", line->discriminator_title);
}

static void show_event(FILE *to, const signpost_line *line)
{
    switch (line->kind) {
    case SIGNPOST_LINE_STARTED:
        show_text(to, "started: ", line->complaint);
        fputs("; ", to);
        show_patient(to, line);
        break;
    case SIGNPOST_LINE_ACKNOWLEDGED:
        show_text(to, "said: ", *line->shown ? line->shown : line->step);
        break;
    case SIGNPOST_LINE_AGED: {
        char age[SIGNPOST_AGE_SIZE];
        fprintf(to, "age given: %s", signpost_age_format(line->patient.age, age));
        break;
    }
    case SIGNPOST_LINE_WENT_BACK:
        show_text(to, "went back to ", line->arrived);
        break;
    case SIGNPOST_LINE_SEARCHED:
        show_search(to, line);
        break;
    case SIGNPOST_LINE_CHOSEN:
        show_text(to, "chosen: ", line->service_name);
        fprintf(to, ", number %d", (int)line->position);
        break;
    case SIGNPOST_LINE_REFUSED:
        show_text(to, "not ", line->service_name);
        show_text(to, ": ", line->reason_title);
        show_text(to, ", ", line->text);
        break;
    case SIGNPOST_LINE_HANDED_OVER:
        show_text(to, "handed over to ", line->to);
        break;
    case SIGNPOST_LINE_NOTED:
        show_text(to, "note: ", line->text);
        break;
    case SIGNPOST_LINE_ENDED:
        show_end(to, line);
        break;
    case SIGNPOST_LINE_LEFT:
        show_text(to, "left by a clinician: ", line->reply);
        break;
    case SIGNPOST_LINE_CHANGED:
        show_text(to, "changed: ", line->shown);
        show_text(to, " ", line->reply);
        break;
    case SIGNPOST_LINE_ANSWERED:
    case SIGNPOST_LINE_KINDS:
    default:
        show_text(to, "", line->shown);
        show_text(to, " ", line->reply);
    }
}

static int run(const arguments *given)
{
    signpost_journal *journal;
    const signpost_line *line;
    output to;
    int status = journal_load(given->operands[0], NULL, &journal);
    if (status != DONE)
        return status;
    if (!output_open(&to, given)) {
        signpost_journal_free(journal);
        return COULD_NOT;
    }
    const signpost_journal_about about = signpost_journal_describe(journal);
    fprintf(to.file, "Call about %s, %zu lines, %s\ncontent %s\n\n", about.complaint, about.lines,
            about.has_ended ? "ended" : "not ended", about.content);
    const char *interim = "", *outcome = "";
    for (size_t i = 0; (line = signpost_journal_line(journal, i)); i++) {
        char moment[SIGNPOST_MOMENT_SIZE];
        fprintf(to.file, "%s  ", signpost_minute_format(line->moment, moment));
        show_event(to.file, line);
        bool is_of_walk = line->kind <= SIGNPOST_LINE_LEFT;
        if (is_of_walk && *line->outcome && strcmp(line->outcome, outcome) != 0)
            fprintf(to.file, "  -> %s", line->outcome);
        else if (is_of_walk && !*line->outcome && strcmp(line->interim, interim) != 0)
            fprintf(to.file, "  (if the call drops: %s)", line->interim);
        interim = is_of_walk ? line->interim : interim;
        outcome = is_of_walk ? line->outcome : outcome;
        fputc('\n', to.file);
    }
    signpost_journal_free(journal);
    return output_close(&to, DONE);
}

static const option_id taken_options[] = {OPTION_OUTPUT, OPTIONS_END};

const command command_journal_show = {
    .name = "journal show",
    .operands = "FILE",
    .least = 1,
    .most = 1,
    .summary = "tells the call that a journal has recorded",
    .text =
        "Reads the journal that `signpost triage --journal` or another desk has written, checks that no line of it was "
        "changed or left out, and tells what was asked, answered, offered and chosen. Moments are UTC.\n\n"
        "The journal itself is for programs: JSON, a line an event, each tied to those before it by its chain.",
    .options = taken_options,
    .example = "journal show examples/calls/fever-saturday.jsonl",
    .run = run,
};

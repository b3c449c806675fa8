/* A minimal host of the walk: answers come from the command line, and it ends with the disposition.
 *
 *   cc walk.c $(pkg-config --cflags --libs signpost) -o walk
 *   ./walk algorithms collapse yes no
 */
#include <signpost.h>
#include <stdio.h>

/* A host writes its journal here; refusing a record would make the event not count. */
static bool keep(const signpost_record *record, void *context)
{
    (void)context;
    printf("  [%s %s %s]\n", signpost_event_name(record->event), record->step, record->reply);
    return true;
}

static int fail(const signpost_error *error)
{
    fprintf(stderr, "%s; %s\n", error->message, error->hint);
    return 1;
}

static void show_end(const signpost_walk *walk, const signpost_step *step)
{
    signpost_advice advice;
    printf("%s (%s)\n", step->outcome.disposition.title, step->outcome.disposition.code);
    for (size_t i = 0; signpost_walk_advice(walk, i, &advice); i++)
        for (size_t line = 0; line < advice.line_count; line++)
            printf("- %s\n", signpost_walk_advice_line(walk, i, line));
}

/* Asks for nothing: takes the replies in turn until the walk ends. */
static int follow(signpost_walk *walk, char **replies, signpost_minute now)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_step step;
    for (signpost_walk_step(walk, &step); step.kind != SIGNPOST_STEP_OUTCOME; signpost_walk_step(walk, &step)) {
        signpost_status status;
        if (step.kind == SIGNPOST_STEP_ADVICE) {
            status = signpost_walk_acknowledge(walk, now, &error);
        } else {
            printf("%s\n", step.text);
            if (!*replies) {
                fprintf(stderr, "no reply is left\n");
                return 2;
            }
            status = signpost_walk_reply(walk, *replies++, now, &error);
        }
        if (status != SIGNPOST_OK)
            return fail(&error);
    }
    show_end(walk, &step);
    return 0;
}

int main(int count, char **words)
{
    const signpost_minute now = 29920000; /* a host asks its clock */
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_algorithms *algorithms;
    signpost_walk *walk;
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = signpost_age_of(54, SIGNPOST_YEARS);
    patient.sex = SIGNPOST_MALE;
    patient.party = SIGNPOST_SOMEONE_ELSE;

    if (count < 3) {
        fprintf(stderr, "usage: walk ALGORITHMS COMPLAINT [REPLY...]\n");
        return 2;
    }
    if (signpost_algorithms_load(words[1], NULL, &algorithms, NULL, &error) != SIGNPOST_OK)
        return fail(&error);
    int ended = signpost_walk_start(algorithms, &patient, words[2], now, keep, NULL, &walk, &error) == SIGNPOST_OK
                    ? follow(walk, words + 3, now)
                    : fail(&error);
    signpost_walk_free(walk);
    signpost_algorithms_free(algorithms);
    return ended;
}

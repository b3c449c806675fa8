/* Answers files and cases, as YAML. */
#include "proof/answers.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void write_text(sgp_answers *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void write_text(sgp_answers *w, const char *format, ...)
{
    va_list arguments;
    size_t used = w->length < w->size ? w->length : w->size;
    va_start(arguments, format);
    int length = vsnprintf(w->buffer ? w->buffer + used : NULL, w->size - used, format, arguments);
    va_end(arguments);
    w->length += length > 0 ? (size_t)length : 0;
}

/* A reply as a scalar of YAML: plain where it is only words and numbers. */
static void write_reply(sgp_answers *w, const char *reply)
{
    bool is_plain = true;
    for (const char *at = reply; *at && is_plain; at++)
        is_plain = sgp_is_letter(*at) || sgp_is_digit(*at) || *at == '.' || (*at == ' ' && at != reply && at[1]);
    if (is_plain) {
        write_text(w, "%s\n", reply);
        return;
    }
    write_text(w, "\"");
    for (const char *at = reply; *at; at++)
        write_text(w, *at == '"' || *at == '\\' ? "\\%c" : "%c", *at);
    write_text(w, "\"\n");
}

static void write_patient(sgp_answers *w, const signpost_patient *patient)
{
    char age[SIGNPOST_AGE_SIZE];
    write_text(w, "patient: {age: %s, sex: %s, party: %s, contacts: %d}\n", signpost_age_format(patient->age, age),
               signpost_sex_name(patient->sex), signpost_party_name(patient->party), patient->earlier_contacts + 1);
}

/* How often a question was asked before. */
static int asked_before(sgp_teller tell, const void *walk, size_t nth, const char *step)
{
    sgp_told earlier;
    int count = 0;
    for (size_t i = 0; i < nth && tell(walk, i, &earlier); i++)
        count += strcmp(earlier.step, step) == 0;
    return count;
}

size_t sgp_answers_write(char *buffer, size_t size, const char *complaint, const signpost_patient *patient,
                         sgp_teller tell, const void *walk)
{
    sgp_answers w = {buffer, size, 0};
    sgp_told told;
    bool has_answers = tell(walk, 0, &told);
    write_text(&w, "complaint: %s\n", complaint);
    write_patient(&w, patient);
    write_text(&w, has_answers ? "answers:\n" : "answers: {}\n");
    for (size_t nth = 0; tell(walk, nth, &told); nth++) {
        int before = asked_before(tell, walk, nth, told.step);
        write_text(&w, "  %s", told.step);
        if (before)
            write_text(&w, " (%d)", before + 1);
        write_text(&w, ": ");
        write_reply(&w, told.reply);
    }
    return w.length;
}

sgp_answers sgp_case_begin(char *buffer, size_t size, const char *name, const signpost_patient *patient,
                           bool has_answers)
{
    sgp_answers w = {buffer, size, 0};
    write_text(&w, "  - name: ");
    write_reply(&w, name);
    write_text(&w, "    ");
    write_patient(&w, patient);
    write_text(&w, has_answers ? "    answers:\n" : "    answers: {}\n");
    return w;
}

void sgp_case_add(sgp_answers *w, const char *step, const char *reply)
{
    write_text(w, "      %s: ", step);
    write_reply(w, reply);
}

void sgp_case_end(sgp_answers *w, const char *disposition, const char *discriminator)
{
    write_text(w, "    expect: %s\n", disposition);
    if (*discriminator)
        write_text(w, "    discriminator: %s\n", discriminator);
}

/* Suggested cases: YAML to be pasted into the files that it names, once a clinician agrees with the ends. */
#include "suggest.h"

#include <string.h>

typedef struct suggesting {
    FILE *to;
    const char *file; /* that is written for; NULL before the first */
    size_t count;
} suggesting;

static bool write_case(const signpost_suggestion *suggestion, void *context)
{
    suggesting *s = context;
    if (!s->file || strcmp(s->file, suggestion->file) != 0)
        fprintf(s->to, "%s# %s\ncases:\n", s->file ? "\n" : "", suggestion->file);
    s->file = suggestion->file;
    s->count++;
    return fputs(suggestion->text, s->to) >= 0;
}

int suggest_cases(const arguments *given, signpost_algorithms *algorithms)
{
    output to;
    size_t left;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (!output_open(&to, given))
        return COULD_NOT;
    suggesting s = {.to = to.file};
    if (signpost_cases_suggest(algorithms, write_case, &s, &left, &error) != SIGNPOST_OK)
        return output_drop(&to, could_not(&error));
    if (!s.count)
        fputs("# the cases come to everything already\n", to.file);
    if (left)
        fprintf(stderr, "for %zu steps, answers, rules and outcomes no case was found\n", left);
    return output_close(&to, left ? FOUND_SOMETHING : DONE);
}

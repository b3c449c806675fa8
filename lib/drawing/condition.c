/* Conditions in words, as the content writes them: the compiled form back into text. */
#include "drawing/drawing.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { DEEPEST = 64 };

/* A text while it is put together, cut to its size. */
typedef struct saying {
    const sgp_drawing *drawing;
    sgp_fact_namer name;
    char *buffer;
    size_t size, used;
    int depth;
} saying;

static void add(saying *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(saying *s, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int length = vsnprintf(s->buffer + s->used, s->size - s->used, format, values);
    va_end(values);
    s->used = s->used + (size_t)length < s->size ? s->used + (size_t)length : s->size - 1;
}

static void add_fact(saying *s, sgp_index fact)
{
    char name[256];
    if (s->name) {
        s->name(s->drawing, fact, name, sizeof name);
        add(s, "%s", name);
        return;
    }
    /* questions of the pathway itself by their short names */
    const signpost_algorithms *algorithms = s->drawing->algorithms;
    const char *full = algorithms->facts.at[fact].name, *own = algorithms->pathways.at[s->drawing->pathway].name;
    size_t length = strlen(own);
    add(s, "%s", strncmp(full, own, length) == 0 && full[length] == '/' ? full + length + 1 : full);
}

static void add_subject(saying *s, const sgp_expression *e)
{
    static const char *const subjects[] = {[SGP_SUBJECT_AGE] = "age",
                                           [SGP_SUBJECT_SEX] = "sex",
                                           [SGP_SUBJECT_PARTY] = "party",
                                           [SGP_SUBJECT_CONTACTS] = "contacts"};
    if (e->subject == SGP_SUBJECT_FACT)
        add_fact(s, e->fact);
    else
        add(s, "%s", subjects[e->subject]);
}

/* The name of a value of what is compared; NULL past the last. */
static const char *value_name(const saying *s, const sgp_expression *e, int value)
{
    static const char *const parties[] = {"self", "someone else"};
    const signpost_algorithms *algorithms = s->drawing->algorithms;
    if (e->subject == SGP_SUBJECT_SEX)
        return value < SIGNPOST_SEX_COUNT ? signpost_sex_name((signpost_sex)value) : NULL;
    if (e->subject == SGP_SUBJECT_PARTY)
        return value < 2 ? parties[value] : NULL;
    if (e->subject != SGP_SUBJECT_FACT)
        return NULL;
    const sgp_run values = algorithms->facts.at[e->fact].values;
    return value < values.count ? algorithms->words.at[values.first + value] : NULL;
}

static void add_values(saying *s, const sgp_expression *e)
{
    bool is_set = e->subject == SGP_SUBJECT_FACT && s->drawing->algorithms->facts.at[e->fact].kind == SGP_FACT_SET;
    add(s, e->operation == SGP_NOT_AMONG ? " is not" : is_set ? " has" : " is");
    const char *before = " ", *value;
    for (int i = 0; (value = value_name(s, e, i)); i++) {
        if (!(e->mask >> i & 1))
            continue;
        add(s, "%s%s", before, value);
        before = " or ";
    }
}

static void add_comparison(saying *s, const sgp_expression *e)
{
    static const char *const signs[] = {[SGP_LESS] = "<",
                                        [SGP_LESS_OR_EQUAL] = "<=",
                                        [SGP_GREATER] = ">",
                                        [SGP_GREATER_OR_EQUAL] = ">=",
                                        [SGP_EQUAL] = "="};
    char constant[64];
    if (e->subject == SGP_SUBJECT_AGE)
        sgp_age_boundary_format((int32_t)e->constant, constant);
    else
        sgp_format_fixed(e->constant,
                         e->subject == SGP_SUBJECT_FACT ? s->drawing->algorithms->facts.at[e->fact].decimals : 0,
                         constant, sizeof constant);
    add_subject(s, e);
    add(s, " %s %s", signs[e->operation], constant);
}

static void add_condition(saying *s, sgp_index index);

/* One side of an `and` or `or`, in parentheses where the other word would bind differently. */
static void add_side(saying *s, sgp_index index, sgp_operation within)
{
    sgp_operation inner = s->drawing->algorithms->expressions.at[index].operation;
    bool needs = within == SGP_NOT ? inner == SGP_AND || inner == SGP_OR : within == SGP_AND && inner == SGP_OR;
    add(s, needs ? "(" : "");
    add_condition(s, index);
    add(s, needs ? ")" : "");
}

static void add_condition(saying *s, sgp_index index)
{
    const sgp_expression *e = &s->drawing->algorithms->expressions.at[index];
    if (++s->depth > DEEPEST) /* never: a condition is not read beyond that */
        return;
    switch (e->operation) {
    case SGP_AND:
    case SGP_OR:
        add_side(s, e->left, e->operation);
        add(s, e->operation == SGP_AND ? " and " : " or ");
        add_side(s, e->right, e->operation);
        break;
    case SGP_NOT:
        add(s, "not ");
        add_side(s, e->left, SGP_NOT);
        break;
    case SGP_KNOWN:
        add(s, "known(");
        add_subject(s, e);
        add(s, ")");
        break;
    case SGP_AMONG:
    case SGP_NOT_AMONG:
        add_subject(s, e);
        add_values(s, e);
        break;
    case SGP_LESS:
    case SGP_LESS_OR_EQUAL:
    case SGP_GREATER:
    case SGP_GREATER_OR_EQUAL:
    case SGP_EQUAL:
    default:
        add_comparison(s, e);
    }
    s->depth--;
}

void sgp_condition_say(const sgp_drawing *drawing, sgp_index condition, sgp_fact_namer name, char *buffer, size_t size)
{
    saying s = {.drawing = drawing, .name = name, .buffer = buffer, .size = size};
    buffer[0] = '\0';
    add_condition(&s, condition);
    sgp_text_trim_cut(buffer);
}

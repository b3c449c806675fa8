/* Conditions: a recursive-descent parser into flat nodes.
 *
 *   condition  := conjunction { "or" conjunction }
 *   conjunction := negation { "and" negation }
 *   negation   := "not" negation | "(" condition ")" | "known" "(" name ")" | comparison
 *   comparison := name "is" ["not"] values | name "has" values | name operator constant
 *   values     := value { "or" value }
 *
 * Values may hold spaces ("not sure"), so they are read by the domain of what is compared: the longest that matches. An
 * "or" goes on with values when a value follows it that does not itself begin a comparison. */
#include "algorithms/loader.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { DEEPEST = 64, LONGEST_NAME = 130 };

typedef struct parser {
    sgp_loader *loader;
    const sgp_yaml *yaml;
    const sgp_yaml_node *node;
    sgp_index pathway; /* SGP_NOTHING in safety.yaml */
    const char *at;
    int depth;
    bool failed;
} parser;

static sgp_index parse_or(parser *p);

static void complain(parser *p, const char *at, int id, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reports the first mistake of a condition, at its column. */
static void complain(parser *p, const char *at, int id, const char *format, ...)
{
    if (p->failed)
        return;
    p->failed = true;
    char message[SIGNPOST_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    sgp_spot spot = sgp_yaml_spot(p->yaml, p->node);
    spot.column += (unsigned)(at - p->node->text);
    sgp_diagnose(p->loader->list, SIGNPOST_ERROR, id, spot, "%s", message);
}

/* What stands at `at` and cannot be read, cut to a few whole characters. */
static void complain_of_rest(parser *p, const char *at)
{
    complain(p, at, SGP_BAD_CONDITION, "\"%.*s\" makes no sense here", (int)sgp_text_cut(at, 24), at);
}

static sgp_index add(parser *p, sgp_expression expression)
{
    return sgp_loader_add(p->loader, &p->loader->expressions, &expression);
}

static void skip_spaces(parser *p)
{
    while (sgp_is_space(*p->at))
        p->at++;
}

static bool is_name_part(char c)
{
    return sgp_is_letter(c) || sgp_is_digit(c) || c == '-' || c == '/' || c == '_';
}

/* Takes a word, when it stands here whole. */
static bool take_word(parser *p, const char *word)
{
    skip_spaces(p);
    size_t length = strlen(word);
    if (strncmp(p->at, word, length) != 0 || is_name_part(p->at[length]))
        return false;
    p->at += length;
    return true;
}

static bool take_sign(parser *p, char sign)
{
    skip_spaces(p);
    if (*p->at != sign)
        return false;
    p->at++;
    return true;
}

static bool take_name(parser *p, char name[LONGEST_NAME])
{
    skip_spaces(p);
    size_t length = 0;
    while (is_name_part(p->at[length]) && length < LONGEST_NAME - 1)
        length++;
    memcpy(name, p->at, length);
    name[length] = '\0';
    p->at += length;
    return length > 0;
}

/* The values that something can take. */
typedef struct domain {
    const char *const *values;
    int32_t count;
} domain;

static domain domain_of(const parser *p, const sgp_expression *subject)
{
    static const char *const sexes[] = {"female", "male", "indeterminate", "unknown"};
    static const char *const parties[] = {"self", "someone else"};
    if (subject->subject == SGP_SUBJECT_SEX)
        return (domain){sexes, SIGNPOST_SEX_COUNT};
    if (subject->subject == SGP_SUBJECT_PARTY)
        return (domain){parties, 2};
    if (subject->subject != SGP_SUBJECT_FACT)
        return (domain){NULL, 0};
    const sgp_fact *fact = SGP_ITEM(p->loader, facts, sgp_fact, subject->fact);
    if (fact->kind == SGP_FACT_NUMBER)
        return (domain){NULL, 0};
    return (domain){SGP_ITEM(p->loader, words, const char *const, fact->values.first), fact->values.count};
}

static sgp_index fact_of_step(const parser *p, const char *name)
{
    sgp_index step = SGP_NOTHING;
    if (p->pathway != SGP_NOTHING || strchr(name, '/'))
        step = sgp_find_step(p->loader, p->pathway == SGP_NOTHING ? 0 : p->pathway, name);
    return step == SGP_NOTHING ? SGP_NOTHING : SGP_ITEM(p->loader, steps, sgp_step, step)->fact;
}

static void complain_of_name(parser *p, const char *at, const char *name)
{
    if (p->loader->is_partial) { /* it may stand in the file that could not be read, which is mistake enough */
        p->failed = true;
        return;
    }
    sgp_nearest nearest = sgp_nearest_to(name);
    static const char *const known[] = {"age", "sex", "party", "contacts"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        sgp_nearest_offer(&nearest, known[i]);
    const char *own = p->pathway == SGP_NOTHING ? "" : SGP_ITEM(p->loader, pathways, sgp_pathway, p->pathway)->name;
    size_t length = strlen(own);
    for (size_t i = 0; i < p->loader->facts.count; i++) {
        const char *fact = SGP_ITEM(p->loader, facts, sgp_fact, i)->name;
        bool is_own = length && strncmp(fact, own, length) == 0 && fact[length] == '/';
        sgp_nearest_offer(&nearest, is_own ? fact + length + 1 : fact);
    }
    char suggestion[LONGEST_NAME + 32];
    complain(p, at, SGP_UNKNOWN_NAME, "nothing that can be asked or known is called \"%s\"%s", name,
             sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

/* What a name in a condition stands for. */
static bool find_subject(parser *p, const char *at, const char *name, sgp_expression *subject)
{
    static const struct builtin {
        const char *name;
        sgp_subject subject;
    } builtins[] = {
        {"age", SGP_SUBJECT_AGE},
        {"sex", SGP_SUBJECT_SEX},
        {"party", SGP_SUBJECT_PARTY},
        {"contacts", SGP_SUBJECT_CONTACTS},
    };
    *subject =
        (sgp_expression){.subject = SGP_SUBJECT_FACT, .fact = SGP_NOTHING, .left = SGP_NOTHING, .right = SGP_NOTHING};
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (strcmp(name, builtins[i].name) == 0) {
            subject->subject = builtins[i].subject;
            return true;
        }
    subject->fact = fact_of_step(p, name);
    for (size_t i = 0; i < p->loader->facts.count && subject->fact == SGP_NOTHING && !strchr(name, '/'); i++)
        if (strcmp(SGP_ITEM(p->loader, facts, sgp_fact, i)->name, name) == 0)
            subject->fact = (sgp_index)i;
    if (subject->fact == SGP_NOTHING)
        complain_of_name(p, at, name);
    return subject->fact != SGP_NOTHING;
}

/* The longest value of the domain that stands at `at`, whole; -1 when none does. */
static int32_t match_value(domain values, const char *at, size_t *length)
{
    int32_t best = -1;
    *length = 0;
    for (int32_t i = 0; i < values.count; i++) {
        size_t size = strlen(values.values[i]);
        if (size > *length && strncmp(at, values.values[i], size) == 0 && !is_name_part(at[size])) {
            best = i;
            *length = size;
        }
    }
    return best;
}

/* Whether a comparison goes on at `at`, so that what stood before it was a name. */
static bool compares(const char *at)
{
    while (sgp_is_space(*at))
        at++;
    bool is_word =
        (strncmp(at, "is", 2) == 0 && !is_name_part(at[2])) || (strncmp(at, "has", 3) == 0 && !is_name_part(at[3]));
    return is_word || *at == '<' || *at == '>' || *at == '=';
}

static bool take_value(parser *p, domain values, uint64_t *mask)
{
    skip_spaces(p);
    size_t length;
    int32_t value = match_value(values, p->at, &length);
    if (value < 0 || compares(p->at + length))
        return false;
    p->at += length;
    *mask |= (uint64_t)1 << value;
    return true;
}

static void complain_of_value(parser *p, domain values)
{
    char name[LONGEST_NAME], suggestion[LONGEST_NAME + 32], all[SIGNPOST_TEXT_SIZE / 2] = "";
    const char *at = p->at;
    if (!take_name(p, name)) {
        complain(p, at, SGP_BAD_CONDITION, "a value must follow here");
        return;
    }
    sgp_nearest nearest = sgp_nearest_to(name);
    for (int32_t i = 0; i < values.count; i++) {
        sgp_nearest_offer(&nearest, values.values[i]);
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s %s", i ? "," : "", values.values[i]);
    }
    sgp_text_trim_cut(all);
    complain(p, at, SGP_UNKNOWN_VALUE, "\"%s\" is not one of the values%s%s", name, all,
             sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

static sgp_index parse_values(parser *p, sgp_expression subject, domain values)
{
    subject.operation = SGP_AMONG;
    if (!take_value(p, values, &subject.mask)) {
        if (!take_word(p, "not") || !take_value(p, values, &subject.mask)) {
            complain_of_value(p, values);
            return SGP_NOTHING;
        }
        subject.operation = SGP_NOT_AMONG;
    }
    for (;;) {
        const char *before = p->at;
        if (!take_word(p, "or") || !take_value(p, values, &subject.mask)) {
            p->at = before;
            return add(p, subject);
        }
    }
}

static bool take_operator(parser *p, sgp_operation *operation)
{
    static const struct row {
        const char *sign;
        sgp_operation operation;
    } rows[] = {
        {"<=", SGP_LESS_OR_EQUAL}, {">=", SGP_GREATER_OR_EQUAL}, {"<", SGP_LESS}, {">", SGP_GREATER}, {"=", SGP_EQUAL},
    };
    skip_spaces(p);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strncmp(p->at, rows[i].sign, strlen(rows[i].sign)) == 0) {
            p->at += strlen(rows[i].sign);
            *operation = rows[i].operation;
            return true;
        }
    return false;
}

static bool take_age(parser *p, const char *at, const char *number, int64_t *days)
{
    char unit[LONGEST_NAME], text[2 * LONGEST_NAME];
    int32_t boundary;
    take_name(p, unit);
    snprintf(text, sizeof text, "%s%s%s", number, *unit ? " " : "", unit);
    if (!sgp_age_boundary_parse(text, &boundary)) {
        complain(p, at, SGP_BAD_VALUE, "\"%s\" is no age; write a number and days, weeks, months or years", text);
        return false;
    }
    *days = boundary;
    return true;
}

static bool take_constant(parser *p, const sgp_expression *subject, int64_t *constant)
{
    char number[LONGEST_NAME];
    size_t length = 0;
    skip_spaces(p);
    const char *at = p->at;
    while ((sgp_is_digit(at[length]) || at[length] == '.' || (!length && at[length] == '-')) &&
           length < sizeof number - 1)
        length++;
    memcpy(number, at, length);
    number[length] = '\0';
    p->at += length;
    if (subject->subject == SGP_SUBJECT_AGE)
        return take_age(p, at, number, constant);
    const sgp_fact *fact =
        subject->subject == SGP_SUBJECT_FACT ? SGP_ITEM(p->loader, facts, sgp_fact, subject->fact) : NULL;
    if (!sgp_parse_fixed(number, fact ? fact->decimals : 0, constant)) {
        if (!length)
            complain(p, at, SGP_BAD_VALUE, "a number must follow here");
        complain(p, at, SGP_BAD_VALUE, "\"%s\" is no number, or finer than what it is compared with", number);
        return false;
    }
    if (fact && (*constant < fact->from || *constant > fact->to)) {
        complain(p, at, SGP_BAD_VALUE, "%s lies outside what %s can be", number, fact->name);
        return false;
    }
    return true;
}

static bool is_number(const parser *p, const sgp_expression *subject)
{
    if (subject->subject == SGP_SUBJECT_AGE || subject->subject == SGP_SUBJECT_CONTACTS)
        return true;
    return subject->subject == SGP_SUBJECT_FACT &&
           SGP_ITEM(p->loader, facts, sgp_fact, subject->fact)->kind == SGP_FACT_NUMBER;
}

static bool is_set(const parser *p, const sgp_expression *subject)
{
    return subject->subject == SGP_SUBJECT_FACT &&
           SGP_ITEM(p->loader, facts, sgp_fact, subject->fact)->kind == SGP_FACT_SET;
}

static sgp_index parse_comparison(parser *p)
{
    char name[LONGEST_NAME];
    sgp_expression subject;
    skip_spaces(p);
    const char *at = p->at;
    if (!take_name(p, name)) {
        if (*at)
            complain_of_rest(p, at);
        complain(p, at, SGP_BAD_CONDITION, "something must follow here");
        return SGP_NOTHING;
    }
    if (!find_subject(p, at, name, &subject))
        return SGP_NOTHING;
    skip_spaces(p);
    const char *verb = p->at;
    if (take_word(p, "is") && !is_number(p, &subject) && !is_set(p, &subject))
        return parse_values(p, subject, domain_of(p, &subject));
    p->at = verb;
    if (take_word(p, "has") && is_set(p, &subject))
        return parse_values(p, subject, domain_of(p, &subject));
    p->at = verb;
    if (take_operator(p, &subject.operation) && is_number(p, &subject))
        return take_constant(p, &subject, &subject.constant) ? add(p, subject) : SGP_NOTHING;
    complain(p, verb, SGP_BAD_CONDITION, "%s must be followed by %s", name,
             is_number(p, &subject) ? "<, <=, =, >= or > and a number"
             : is_set(p, &subject)  ? "has and one of its values"
                                    : "is and one of its values");
    return SGP_NOTHING;
}

static sgp_index parse_known(parser *p)
{
    char name[LONGEST_NAME];
    sgp_expression subject;
    if (!take_sign(p, '(')) {
        complain(p, p->at, SGP_BAD_CONDITION, "known is followed by a name in parentheses");
        return SGP_NOTHING;
    }
    skip_spaces(p);
    const char *at = p->at;
    take_name(p, name);
    if (!find_subject(p, at, name, &subject))
        return SGP_NOTHING;
    subject.operation = SGP_KNOWN;
    if (!take_sign(p, ')'))
        complain(p, p->at, SGP_BAD_CONDITION, "a closing parenthesis is missing");
    return add(p, subject);
}

static sgp_index parse_negation(parser *p)
{
    if (p->depth >= DEEPEST) {
        complain(p, p->at, SGP_YAML_TOO_DEEP, "this condition is nested too deeply");
        return SGP_NOTHING;
    }
    p->depth++;
    sgp_index result;
    if (take_word(p, "not")) {
        sgp_index inner = parse_negation(p);
        result =
            add(p, (sgp_expression){.operation = SGP_NOT, .fact = SGP_NOTHING, .left = inner, .right = SGP_NOTHING});
    } else if (take_sign(p, '(')) {
        result = parse_or(p);
        if (!take_sign(p, ')'))
            complain(p, p->at, SGP_BAD_CONDITION, "a closing parenthesis is missing");
    } else {
        result = take_word(p, "known") ? parse_known(p) : parse_comparison(p);
    }
    p->depth--;
    return result;
}

static sgp_index parse_chain(parser *p, const char *word, sgp_operation operation, sgp_index (*part)(parser *))
{
    sgp_index left = part(p);
    while (!p->failed && take_word(p, word)) {
        sgp_index right = part(p);
        left = add(p, (sgp_expression){.operation = operation, .fact = SGP_NOTHING, .left = left, .right = right});
    }
    return left;
}

static sgp_index parse_and(parser *p)
{
    return parse_chain(p, "and", SGP_AND, parse_negation);
}

static sgp_index parse_or(parser *p)
{
    return parse_chain(p, "or", SGP_OR, parse_and);
}

sgp_index sgp_compile_condition(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_index pathway)
{
    if (!sgp_yaml_is(yaml, node, SGP_YAML_TEXT, "a condition", loader->list))
        return SGP_NOTHING;
    parser p = {.loader = loader, .yaml = yaml, .node = node, .pathway = pathway, .at = node->text};
    sgp_index condition = parse_or(&p);
    skip_spaces(&p);
    if (*p.at)
        complain_of_rest(&p, p.at);
    return p.failed ? SGP_NOTHING : condition;
}

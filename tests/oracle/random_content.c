/* Each step's first way on is the step after it, so that every step can be met as far as the graph tells; all others go
 * anywhere further on. */
#include "random_content.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_STEPS = 9, CHOICES = 3 };

typedef enum kind { QUESTION, SHARED, MANY, MEASURE, TOGETHER, DECISION, JUMP_MODULE, JUMP_PATHWAY, KINDS } kind;

typedef struct file {
    test_random *random;
    char *text;
    size_t used;
    bool is_module;
    const char *other; /* pathway that may be jumped to; NULL for none */
    int count;
    kind kinds[MOST_STEPS];
    bool ends[4]; /* outcomes that something leads to */
} file;

static const char shared[] = "dispositions:\n"
                             "  Dx011: {title: a, say: a., urgency: 1, within: 0 minutes, setting: ambulance, lookup: "
                             "no, if_none: advice, worsening: w}\n"
                             "  Dx02: {title: b, say: b., urgency: 2, within: 1 hour, setting: emergency department, "
                             "lookup: yes, if_none: advice, worsening: w}\n"
                             "  Dx32: {title: c, say: c., urgency: 3, within: 0 minutes, setting: clinician, lookup: "
                             "yes, if_none: advice, worsening: w}\n"
                             "  Dx06: {title: d, say: d., urgency: 4, within: 6 hours, setting: primary care, lookup: "
                             "yes, if_none: advice, worsening: w}\n"
                             "  Dx39: {title: e, say: e., urgency: 5, within: 7 days, setting: self-care, lookup: no, "
                             "if_none: advice, worsening: w}\n"
                             "facts:\n"
                             "  temp: {title: t, type: number, from: 0, to: 4, precision: 1}\n"
                             "  sev: {title: s, type: choice, of: [yes, not sure, no], severity: yes}\n"
                             "care_advice:\n  w: {kind: worsening, say: Call back.}\n"
                             "groups:\n  demo-one: {title: one}\n  demo-two: {title: two}\n"
                             "discriminators:\n  demo-a: {title: a}\n  demo-b: {title: b}\n"
                             "pairs:\n  demo-one: [demo-a, demo-b]\n  demo-two: [demo-a, demo-b]\n";

static void put(file *f, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(file *f, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    f->used += (size_t)vsnprintf(f->text + f->used, RANDOM_CONTENT_SIZE - f->used, format, arguments);
    va_end(arguments);
}

static int from(file *f, int least, int most)
{
    return test_random_from(f->random, least, most);
}

static bool one_in(file *f, int n)
{
    return test_random_one_in(f->random, n);
}

static bool is_question(kind one)
{
    return one <= TOGETHER;
}

/* ---- conditions ---- */

static void put_atom(file *f)
{
    static const char *const patient[] = {"age < 10 days",   "age >= 5 years", "age < 5 years", "sex is female",
                                          "sex is not male", "party is self",  "contacts >= 3", "contacts = 2"};
    static const char *const values[] = {"yes", "no", "not sure", "yes or not sure", "not no", "not yes"};
    int step = from(f, 0, f->count - 1);
    kind one = f->kinds[step];
    if (one_in(f, 3) || (!is_question(one) && one != JUMP_MODULE)) {
        put(f, "%s", patient[from(f, 0, 7)]);
    } else if (one == JUMP_MODULE) {
        put(f, "%smod/q0 is %s", one_in(f, 2) ? "known(mod/q0) and " : "", values[from(f, 0, 1)]);
    } else if (one == MEASURE) {
        static const char *const signs[] = {"<", "<=", ">=", ">", "="};
        put(f, "%stemp %s %d", one_in(f, 3) ? "" : "known(temp) and ", signs[from(f, 0, 4)], from(f, 0, 4));
    } else if (one == MANY) {
        put(f, "s%d has %s", step, one_in(f, 2) ? "a" : "b or c");
    } else if (one == SHARED) {
        put(f, "%ssev is %s", one_in(f, 2) ? "known(sev) and " : "", values[from(f, 0, 5)]);
    } else if (one == TOGETHER) {
        put(f, "%sp%d is %s", one_in(f, 2) ? "not " : "", step, values[from(f, 0, 5)]);
    } else {
        put(f, "q%d is %s", step, values[from(f, 0, 1)]);
    }
}

static void put_condition(file *f)
{
    int atoms = from(f, 1, 3);
    for (int i = 0; i < atoms; i++) {
        bool wraps = one_in(f, 4);
        put(f, "%s%s", i ? (one_in(f, 2) ? " and " : " or ") : "", wraps ? "not (" : "(");
        put_atom(f);
        put(f, ")");
    }
}

/* ---- steps ---- */

static void put_name(file *f, int step)
{
    static const char letters[KINDS] = {'q', 'v', 's', 'm', 't', 'd', 'j', 'k'};
    if (step < f->count) {
        put(f, "%c%d", letters[f->kinds[step]], step);
    } else if (f->is_module) {
        put(f, "return");
    } else {
        f->ends[step - f->count] = true;
        put(f, "out%d", step - f->count);
    }
}

/* Somewhere after a step. */
static void put_go(file *f, int step)
{
    put_name(f, from(f, step + 1, f->count + (f->is_module ? 0 : 3)));
}

static void put_interim(file *f)
{
    static const char *const codes[] = {"Dx011", "Dx02", "Dx32", "Dx06", "Dx39"};
    if (one_in(f, 6))
        put(f, "    interim: {disposition: %s, because: so}\n", codes[from(f, 0, 4)]);
}

static void put_answer(file *f, int step, const char *label, bool is_first)
{
    put(f, "      %s: {go: ", label);
    if (is_first)
        put_name(f, step + 1);
    else
        put_go(f, step);
    if (one_in(f, 6))
        put(f, ", discriminator: demo-%c", one_in(f, 2) ? 'a' : 'b');
    put(f, "}\n");
}

static void put_question(file *f, int step)
{
    bool is_shared = f->kinds[step] == SHARED, unsure = is_shared || one_in(f, 2);
    put(f, "    ask: Well?\n%s    answers:\n", is_shared ? "    fact: sev\n" : "");
    put_answer(f, step, "no", true);
    put_answer(f, step, "yes", false);
    if (unsure)
        put_answer(f, step, "not sure", false);
}

static void put_way(file *f, const char *key, int step, bool is_first)
{
    put(f, "    %s: ", key);
    if (is_first)
        put_name(f, step + 1);
    else
        put_go(f, step);
    put(f, "\n");
}

static void put_asked(file *f, int step)
{
    put(f, "  ");
    put_name(f, step);
    put(f, ":\n");
    if (f->kinds[step] == MANY) {
        put(f, "    ask: Which?\n    choose: many\n    of: {a: a, b: b, c: c}\n");
        put_way(f, "go", step, true);
        if (one_in(f, 2))
            put_way(f, "not sure", step, false);
    } else if (f->kinds[step] == MEASURE) {
        put(f, "    measure: How much?\n    fact: temp\n");
        put_way(f, "go", step, true);
        if (one_in(f, 2))
            put_way(f, "not known", step, false);
    } else if (f->kinds[step] == TOGETHER) {
        put(f, "    together: All?\n    questions: {p%d: {ask: P?}, r%d: {ask: R?}}\n", step, step);
        put_way(f, "none", step, true);
        put_way(f, "any", step, false);
    } else {
        put_question(f, step);
    }
    put_interim(f);
}

static void put_decision(file *f, int step)
{
    int rules = from(f, 1, 3);
    bool has_otherwise = !one_in(f, 4);
    put(f, "  d%d:\n    ordered: %s\n    rules:\n", step, one_in(f, 2) ? "yes" : "no");
    for (int i = 0; i < rules; i++) {
        put(f, "      - if: \"");
        put_condition(f);
        put(f, "\"\n        go: ");
        if (i)
            put_go(f, step);
        else
            put_name(f, step + 1);
        put(f, "\n");
    }
    if (has_otherwise) {
        put(f, "      - otherwise: ");
        put_go(f, step);
        put(f, "\n");
    }
    put_interim(f);
}

static void put_section(file *f, const char *title, bool (*belongs)(kind), void (*write)(file *, int))
{
    bool any = false;
    for (int i = 0; i < f->count; i++)
        if (belongs(f->kinds[i])) {
            if (!any)
                put(f, "%s:\n", title);
            any = true;
            write(f, i);
        }
}

static bool is_decision(kind one)
{
    return one == DECISION;
}

static bool is_jump(kind one)
{
    return one == JUMP_MODULE || one == JUMP_PATHWAY;
}

static void put_jump(file *f, int step)
{
    put(f, "  ");
    put_name(f, step);
    if (f->kinds[step] == JUMP_PATHWAY) {
        put(f, ": {pathway: %s}\n", f->other);
        return;
    }
    put(f, ": {module: mod, go: ");
    put_name(f, step + 1);
    put(f, "}\n");
}

static void put_outcomes(file *f)
{
    static const char *const codes[] = {"Dx011", "Dx02", "Dx06", "Dx39"};
    put(f, "outcomes:\n");
    for (int i = 0; i < 4; i++)
        if (f->ends[i])
            put(f, "  out%d: {disposition: %s%s}\n", i, codes[i], one_in(f, 2) ? ", discriminator: demo-a" : "");
}

static void put_safety(file *f)
{
    static const char *const codes[] = {"Dx011", "Dx02", "Dx06"};
    int rules = from(f, 0, 2);
    put(f, rules ? "safety:\n" : "");
    for (int i = 0; i < rules; i++) {
        put(f, "  - name: rule %d\n    when: \"", i);
        put_condition(f);
        put(f, "\"\n    at_least: %s\n", codes[from(f, 0, 2)]);
    }
}

static void put_flags(file *f)
{
    bool any = false;
    put(f, "red_flags: [");
    for (int i = 0; i < f->count; i++) {
        bool can = is_question(f->kinds[i]) && f->kinds[i] != MEASURE;
        if ((!can && f->kinds[i] != JUMP_MODULE) || !one_in(f, 3))
            continue;
        put(f, "%s", any ? ", " : "");
        any = true;
        if (f->kinds[i] == JUMP_MODULE)
            put(f, "mod/q0");
        else if (f->kinds[i] == TOGETHER && one_in(f, 2))
            put(f, "p%d", i);
        else
            put_name(f, i);
    }
    put(f, "]\n");
}

static kind random_kind(file *f, int step)
{
    for (;;) {
        kind one = (kind)from(f, 0, KINDS - 1);
        if (one == JUMP_PATHWAY && (!f->other || step != f->count - 1))
            continue;
        if (one == JUMP_MODULE && f->is_module)
            continue;
        return one == DECISION && !step ? QUESTION : one;
    }
}

static void write_file(file *f, const char *name)
{
    f->used = 0;
    for (int i = 0; i < f->count; i++)
        f->kinds[i] = QUESTION;
    for (int i = f->is_module; i < f->count; i++) /* the module's first step is q0, which others read */
        f->kinds[i] = random_kind(f, i);
    put(f, "%s: %s\ntitle: t\nstate: approved\nversion: 1\nreview_by: 2028-01-01\nsources: [none]\n",
        f->is_module ? "module" : "pathway", name);
    if (!f->is_module)
        put(f, "complaint: %s\npatients: {age: any, sex: any}\nsymptom_group: demo-%s\n", name, name);
    put(f, "start: ");
    put_name(f, 0);
    put(f, "\n");
    if (!f->is_module)
        put_flags(f);
    put_section(f, "questions", is_question, put_asked);
    put_section(f, "decisions", is_decision, put_decision);
    put_section(f, "jumps", is_jump, put_jump);
    if (!f->is_module)
        put_outcomes(f);
    put_safety(f);
}

void random_content_write(test_random *random, random_content *content)
{
    static const char *const names[] = {"mod", "one", "two", "shared"};
    for (int i = 0; i < 3; i++) {
        file f = {.random = random, .text = content->texts[i], .is_module = i == 0, .other = i == 1 ? "two" : NULL};
        f.count = i == 1 ? test_random_from(random, 2, 5) : test_random_from(random, 1, 2);
        write_file(&f, names[i]);
    }
    memcpy(content->texts[3], shared, sizeof shared);
    for (int i = 0; i < 4; i++)
        content->sources[i] = (signpost_source){names[i], content->texts[i], strlen(content->texts[i])};
}

/* Classes: the values of a variable, as far as the conditions of a scope tell them apart. */
#include "proof/scope.h"

#include "care/care.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_MASKS = 64 };

/* How the conditions of a scope look at one variable. */
typedef struct looks {
    sgp_scope *scope;
    const sgp_variable *variable;
    uint64_t masks[MOST_MASKS]; /* of a choice, a set, a sex, a party: each different one */
    int mask_count;
    bool has_more_masks;
    bool lost;
} looks;

static void add_mask(looks *l, uint64_t mask)
{
    for (int i = 0; i < l->mask_count; i++)
        if (l->masks[i] == mask)
            return;
    if (l->mask_count < MOST_MASKS)
        l->masks[l->mask_count++] = mask;
    else
        l->has_more_masks = true;
}

/* Values from `at` on are told from those before. */
static void add_cut(looks *l, int64_t at)
{
    l->lost = l->lost || !sgp_array_append(&l->scope->cuts, &at, 1);
}

static void look_at(looks *l, const sgp_expression *e)
{
    switch (e->operation) {
    case SGP_AMONG:
    case SGP_NOT_AMONG:
        add_mask(l, e->mask);
        break;
    case SGP_LESS:
    case SGP_GREATER_OR_EQUAL:
        add_cut(l, e->constant);
        break;
    case SGP_LESS_OR_EQUAL:
    case SGP_GREATER:
        add_cut(l, e->constant + 1);
        break;
    case SGP_EQUAL:
        add_cut(l, e->constant);
        add_cut(l, e->constant + 1);
        break;
    case SGP_KNOWN:
    case SGP_AND:
    case SGP_OR:
    case SGP_NOT:
    default:
        break;
    }
}

static void look(looks *l, sgp_index condition)
{
    const sgp_expression *e = &l->scope->algorithms->expressions.at[condition];
    if (e->operation == SGP_AND || e->operation == SGP_OR || e->operation == SGP_NOT) {
        look(l, e->left);
        if (e->operation != SGP_NOT)
            look(l, e->right);
    } else if (e->subject == l->variable->subject && (e->subject != SGP_SUBJECT_FACT || e->fact == l->variable->fact)) {
        look_at(l, e);
    }
}

static void add_class(looks *l, sgp_variable *variable, const sgp_class *made)
{
    if (variable->classes.count >= SGP_MOST_CLASSES)
        l->scope->too_large = "something that it reads falls into more than 250 classes of values";
    else if (sgp_array_append(&l->scope->classes, made, 1))
        variable->classes.count++;
    else
        l->lost = true;
}

/* ---- numbers ---- */

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

signpost_age sgp_age_within(int64_t from, int64_t to)
{
    for (int unit = SIGNPOST_YEARS; unit >= SIGNPOST_WEEKS; unit--)
        for (int value = 1; signpost_age_days(value, (signpost_age_unit)unit) <= to; value++) {
            signpost_age age = signpost_age_of(value, (signpost_age_unit)unit);
            if (age.from_days < 0)
                break;
            if (age.from_days >= from && age.to_days <= to)
                return age;
        }
    return (signpost_age){(int32_t)from, (int32_t)from};
}

/* One class between neighbouring cuts. The value next to a boundary stands for it: it is the one that tells most. */
static void add_span(looks *l, sgp_variable *variable, int64_t from, int64_t to, bool is_first)
{
    sgp_class span = {.value = is_first ? to : from, .from = from, .to = to};
    if (variable->subject == SGP_SUBJECT_AGE) {
        span.aged = sgp_age_within(from, to);
        span.value = span.aged.from_days;
    } else if (variable->subject == SGP_SUBJECT_CONTACTS) {
        span.value = from;
    }
    add_class(l, variable, &span);
}

static void make_spans(looks *l, sgp_variable *variable, int64_t from, int64_t to)
{
    sgp_array *cuts = &l->scope->cuts;
    int64_t *all = cuts->items, begin = from;
    if (cuts->count)
        qsort(all, cuts->count, sizeof *all, by_value);
    for (size_t i = 0; i < cuts->count; i++) {
        if (all[i] <= begin || all[i] > to)
            continue;
        add_span(l, variable, begin, all[i] - 1, begin == from);
        begin = all[i];
    }
    add_span(l, variable, begin, to, begin == from && cuts->count > 0);
}

/* ---- choices ---- */

/* Which of the masks hold a value. */
static uint64_t looks_of(const looks *l, int value)
{
    uint64_t seen = 0;
    for (int i = 0; i < l->mask_count; i++)
        seen |= (l->masks[i] >> value & 1) << i;
    return seen;
}

/* Values of `allowed` that look alike are one class; each is its own where `apart`. */
static void make_choices(looks *l, sgp_variable *variable, int count, uint64_t allowed, bool apart)
{
    for (int value = 0; value < count; value++) {
        sgp_class *same = NULL;
        if (!(allowed >> value & 1))
            continue;
        for (int32_t i = 0; i < variable->classes.count && !apart && !same; i++) {
            sgp_class *made = SGP_AT(&l->scope->classes, sgp_class, variable->classes.first + i);
            if (made->members && looks_of(l, (int)made->value) == looks_of(l, value))
                same = made;
        }
        if (same)
            same->members |= (uint64_t)1 << value;
        else
            add_class(l, variable, &(sgp_class){.value = value, .members = (uint64_t)1 << value});
    }
}

/* Which of the masks are met by a set. */
static uint64_t meets_of(const looks *l, uint64_t set)
{
    uint64_t met = 0;
    for (int i = 0; i < l->mask_count; i++)
        met |= (uint64_t)((l->masks[i] & set) != 0) << i;
    return met;
}

static bool has_set_like(const looks *l, const sgp_variable *variable, uint64_t set)
{
    for (int32_t i = 1; i < variable->classes.count; i++) /* class 0 is "unknown" */
        if (meets_of(l, (uint64_t)SGP_AT(&l->scope->classes, sgp_class, variable->classes.first + i)->value) ==
            meets_of(l, set))
            return true;
    return false;
}

/* Sets that meet the same masks are one class. Every set is a smaller one and one value more, so that adding values to
 * what stands for each class finds all of them. */
static void make_sets(looks *l, sgp_variable *variable, int count)
{
    add_class(l, variable, &(sgp_class){.value = 0});
    for (int32_t i = 1; i < variable->classes.count && !l->lost; i++)
        for (int value = 0; value < count; value++) {
            uint64_t set = (uint64_t)SGP_AT(&l->scope->classes, sgp_class, variable->classes.first + i)->value |
                           (uint64_t)1 << value;
            if (!has_set_like(l, variable, set))
                add_class(l, variable, &(sgp_class){.value = (int64_t)set});
        }
}

static bool is_part(const sgp_scope *scope, sgp_index fact)
{
    for (size_t i = 0; i < scope->order.count; i++) {
        const sgp_step *step = &scope->algorithms->steps.at[*SGP_AT(&scope->order, sgp_index, i)];
        for (int32_t j = 0; j < step->parts.count; j++)
            if (scope->algorithms->steps.at[step->parts.first + j].fact == fact)
                return true;
    }
    return false;
}

static void make_fact(looks *l, sgp_variable *variable)
{
    const sgp_fact *fact = &l->scope->algorithms->facts.at[variable->fact];
    uint64_t all = fact->values.count ? UINT64_MAX >> (64 - fact->values.count) : 0;
    add_class(l, variable, &(sgp_class){.value = SGP_UNKNOWN});
    if (fact->kind == SGP_FACT_NUMBER) {
        make_spans(l, variable, fact->from, fact->to);
    } else if (fact->kind == SGP_FACT_SET) {
        add_mask(l, all); /* whether anything was chosen tells whether it is a red flag */
        make_sets(l, variable, fact->values.count);
        if (l->has_more_masks)
            l->scope->too_large = "more than 64 different conditions read one set";
    } else {
        if (is_part(l->scope, variable->fact))
            add_mask(l, (uint64_t)1 << SGP_PART_NO); /* which tells where its together leads */
        make_choices(l, variable, fact->values.count, all, fact->severity_order || l->has_more_masks);
    }
}

/* Besides what conditions read, a walk itself looks at the third contact. */
static void make_contacts(looks *l, sgp_variable *variable)
{
    enum { MOST_CONTACTS = 1000 };
    if (l->scope->has_mild_interim)
        add_cut(l, SGP_REPEATED_CONTACT);
    make_spans(l, variable, 1, MOST_CONTACTS);
}

bool sgp_classes_make(sgp_scope *scope, sgp_variable *variable, const sgp_index *conditions, size_t count)
{
    const sgp_pathway *start = &scope->algorithms->pathways.at[scope->start];
    looks l = {.scope = scope, .variable = variable};
    variable->classes = (sgp_run){(int32_t)scope->classes.count, 0};
    scope->cuts.count = 0;
    for (size_t i = 0; i < count; i++)
        look(&l, conditions[i]);
    variable->masks = (sgp_run){(int32_t)scope->masks.count, 0};
    if (variable->subject == SGP_SUBJECT_AGE)
        make_spans(&l, variable, start->ages.from, start->ages.below - 1);
    else if (variable->subject == SGP_SUBJECT_SEX)
        make_choices(&l, variable, SIGNPOST_SEX_COUNT, start->sexes, l.has_more_masks);
    else if (variable->subject == SGP_SUBJECT_PARTY)
        make_choices(&l, variable, 2, 3, false);
    else if (variable->subject == SGP_SUBJECT_CONTACTS)
        make_contacts(&l, variable);
    else
        make_fact(&l, variable);
    variable->masks.count = l.mask_count;
    return !l.lost && sgp_array_append(&scope->masks, l.masks, (size_t)l.mask_count);
}

uint8_t sgp_class_of(const sgp_scope *scope, size_t variable, int64_t value)
{
    const sgp_variable *there = sgp_variable_at(scope, variable);
    const sgp_fact *fact = there->fact == SGP_NOTHING ? NULL : &scope->algorithms->facts.at[there->fact];
    bool is_set = fact && fact->kind == SGP_FACT_SET;
    bool is_span = fact ? fact->kind == SGP_FACT_NUMBER
                        : there->subject == SGP_SUBJECT_AGE || there->subject == SGP_SUBJECT_CONTACTS;
    const uint64_t *masks = scope->masks.items;
    for (int32_t i = fact != NULL; i < there->classes.count; i++) {
        const sgp_class *one = sgp_class_at(scope, variable, (size_t)i);
        bool alike = is_span ? one->from <= value && value <= one->to : !is_set && (one->members >> value & 1);
        for (int32_t j = 0; j < there->masks.count && is_set; j++) {
            uint64_t mask = masks[there->masks.first + j];
            alike = ((mask & (uint64_t)value) != 0) == ((mask & (uint64_t)one->value) != 0);
            if (!alike)
                break;
        }
        if (alike)
            return (uint8_t)i;
    }
    return 0;
}

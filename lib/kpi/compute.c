/* Computes figures from counts, in whole numbers. A row counts only when it says all items of both sides. */
#include "kpi/compute.h"

#include "base/text.h"
#include "kpi/counts.h"
#include "kpi/items.h"

#include <stdio.h>

/* Counts reach 2^40 and scales 2^47: the product needs more than 64 bits. */
__extension__ typedef __int128 wide;

static int64_t cut(wide value)
{
    return value > INT64_MAX ? INT64_MAX : value < -INT64_MAX ? -INT64_MAX : (int64_t)value;
}

int64_t sgp_ratio(int64_t a, int64_t b, int64_t c)
{
    wide product = (wide)a * b, half = product < 0 ? -(wide)(c / 2) : (wide)(c / 2);
    /* An odd c has no half: c / 2 is below it, and a remainder of just over half still rounds away. */
    return cut((product + half) / c);
}

int64_t sgp_ratio_down(int64_t a, int64_t b, int64_t c)
{
    return cut((wide)a * b / c);
}

int64_t sgp_ratio_up(int64_t a, int64_t b, int64_t c)
{
    return cut(((wide)a * b + c - 1) / c);
}

int64_t sgp_scale(const signpost_definition *definition)
{
    return (definition->is_share ? 100 : 1) * (int64_t)SIGNPOST_MICRO;
}

signpost_figure sgp_figure_of_nothing(const signpost_definition *definition)
{
    return (signpost_figure){.definition = definition};
}

static void set_value(signpost_figure *figure)
{
    figure->is_known = figure->denominator > 0;
    figure->value =
        figure->is_known ? sgp_ratio(figure->numerator, sgp_scale(figure->definition), figure->denominator) : 0;
}

void sgp_figure_pool(signpost_figure *figure, const signpost_figure *more)
{
    figure->numerator += more->numerator;
    figure->denominator += more->denominator;
    figure->marks |= more->marks;
    figure->rows += more->rows;
    figure->rows_not_known += more->rows_not_known;
    set_value(figure);
}

/* The sum of a formula in a row. False when some item is not known. */
static bool add_up(const char *formula, const signpost_counts *counts, size_t row, int64_t *sum)
{
    *sum = 0;
    for (sgp_term term; !sgp_formula_next(&formula, &term);) {
        int64_t value = sgp_counts_at(counts, row, sgp_counts_column(counts, term.item, term.length));
        if (value == SGP_NOT_KNOWN)
            return false;
        *sum += term.sign * value;
    }
    return true;
}

/* Whether an identity that does not hold in the row is over an item of the figure. */
static bool is_broken(const signpost_definition *definition, const signpost_counts *counts, size_t row)
{
    size_t breaks = SGP_AT(&counts->rows, signpost_counts_row, row)->breaks;
    for (size_t i = 0; i < breaks; i++) {
        const char *words = signpost_counts_break(counts, row, i).identity;
        const sgp_identity *at = sgp_identities(counts->collection);
        for (; at->words; at++) {
            bool meets = sgp_formulas_meet(at->left, definition->numerator) ||
                         sgp_formulas_meet(at->right, definition->numerator) ||
                         sgp_formulas_meet(at->left, definition->denominator) ||
                         sgp_formulas_meet(at->right, definition->denominator);
            if (meets && sgp_text_equal_ignoring_case(at->words, words))
                return true;
        }
    }
    return false;
}

signpost_figure signpost_figure_compute(const signpost_definition *definition, const signpost_counts *counts,
                                        size_t first, size_t rows)
{
    signpost_figure figure = sgp_figure_of_nothing(definition);
    bool fits = definition->iuc == (counts->collection == SIGNPOST_COLLECTION_IUC);
    for (size_t row = first; fits && row < counts->rows.count && row - first < rows; row++) {
        int64_t numerator, denominator;
        if (rows > 1 && !SGP_AT(&counts->rows, signpost_counts_row, row)->is_current)
            continue;
        if (!add_up(definition->numerator, counts, row, &numerator) ||
            !add_up(definition->denominator, counts, row, &denominator)) {
            figure.rows_not_known++;
            figure.marks |= SIGNPOST_MARK_NOT_KNOWN;
            continue;
        }
        figure.rows++;
        figure.numerator += numerator;
        figure.denominator += denominator;
        if (is_broken(definition, counts, row))
            figure.marks |= SIGNPOST_MARK_BROKEN;
    }
    set_value(&figure);
    return figure;
}

char *signpost_figure_format_to(const signpost_figure *figure, int decimals, char buffer[SIGNPOST_FIGURE_SIZE])
{
    if (!figure->is_known) {
        snprintf(buffer, SIGNPOST_FIGURE_SIZE, "not known");
        return buffer;
    }
    int64_t scale = figure->definition->is_share ? 100 : 1;
    decimals = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    return sgp_format_fixed(sgp_ratio(figure->numerator, scale, figure->denominator), decimals, buffer,
                            SIGNPOST_FIGURE_SIZE);
}

char *signpost_figure_format(const signpost_figure *figure, char buffer[SIGNPOST_FIGURE_SIZE])
{
    return signpost_figure_format_to(figure, figure->definition->decimals, buffer);
}

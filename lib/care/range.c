/* Ranges of ages, as content and profiles write them. */
#include "care/care.h"

#include <stdio.h>
#include <string.h>

sgp_age_range sgp_age_any(void)
{
    return (sgp_age_range){0, sgp_age_oldest_days() + 1};
}

/* Reads the boundary that stands in `text` up to `end`. */
static bool boundary_until(const char *text, const char *end, int32_t *days)
{
    char piece[SIGNPOST_AGE_SIZE];
    size_t length = (size_t)(end - text);
    if (length >= sizeof piece)
        return false;
    memcpy(piece, text, length);
    piece[length] = '\0';
    return sgp_age_boundary_parse(piece, days);
}

static const char *skip_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    return strncmp(text, word, length) ? NULL : text + length;
}

bool sgp_age_range_parse(const char *text, sgp_age_range *range)
{
    static const char and_over[] = " and over", to_under[] = " to under ";
    sgp_age_range read = sgp_age_any();
    const char *rest, *middle;
    size_t length = strlen(text);

    if (strcmp(text, "any") == 0) {
        /* as it is */
    } else if ((rest = skip_word(text, "under "))) {
        if (!sgp_age_boundary_parse(rest, &read.below))
            return false;
    } else if ((middle = strstr(text, to_under))) {
        if (!boundary_until(text, middle, &read.from) ||
            !sgp_age_boundary_parse(middle + strlen(to_under), &read.below))
            return false;
    } else if (length > strlen(and_over) && strcmp(text + length - strlen(and_over), and_over) == 0) {
        if (!boundary_until(text, text + length - strlen(and_over), &read.from))
            return false;
    } else {
        return false;
    }
    if (read.from >= read.below)
        return false;
    *range = read;
    return true;
}

char *sgp_age_range_format(sgp_age_range range, char *buffer, size_t size)
{
    char from[SIGNPOST_AGE_SIZE], below[SIGNPOST_AGE_SIZE];
    sgp_age_range any = sgp_age_any();
    sgp_age_boundary_format(range.from, from);
    sgp_age_boundary_format(range.below, below);
    if (range.from <= any.from && range.below >= any.below)
        snprintf(buffer, size, "any");
    else if (range.from <= any.from)
        snprintf(buffer, size, "under %s", below);
    else if (range.below >= any.below)
        snprintf(buffer, size, "%s and over", from);
    else
        snprintf(buffer, size, "%s to under %s", from, below);
    return buffer;
}

char *signpost_ages_format(int32_t from_days, int32_t to_days, char buffer[SIGNPOST_AGES_SIZE])
{
    int32_t below = to_days >= sgp_age_oldest_days() ? sgp_age_any().below : to_days + 1;
    return sgp_age_range_format((sgp_age_range){from_days, below}, buffer, SIGNPOST_AGES_SIZE);
}

sgp_fit sgp_age_fits(signpost_age age, sgp_age_range range)
{
    if (age.from_days >= range.from && age.to_days < range.below)
        return SGP_FITS;
    return age.to_days < range.from || age.from_days >= range.below ? SGP_FITS_NOT : SGP_FITS_PARTLY;
}

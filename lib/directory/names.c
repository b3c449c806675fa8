/* Names: what patients cannot read, or should not have to. Rules kept here:
 *  - only ASCII capitals are told from small letters; any other letter counts as a small one;
 *  - nothing allocates. */
#include "directory/names.h"

#include "base/text.h"
#include "directory/validate.h"

#include <stdio.h>
#include <string.h>

/* A word: letters and digits. */
typedef struct word {
    const char *text;
    size_t length;
} word;

static bool is_of_word(char c)
{
    return sgp_is_letter(c) || sgp_is_digit(c) || (unsigned char)c >= 0x80;
}

/* The next word from `*at` on, which is moved past it; false at the end. */
static bool next_word(const char **at, word *found)
{
    while (**at && !is_of_word(**at))
        ++*at;
    found->text = *at;
    while (is_of_word(**at))
        ++*at;
    found->length = (size_t)(*at - found->text);
    return found->length > 0;
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_one_of(word one, const char *const *words, size_t count)
{
    char text[16];
    if (one.length >= sizeof text)
        return false;
    snprintf(text, sizeof text, "%.*s", (int)one.length, one.text);
    for (size_t i = 0; i < count; i++)
        if (sgp_text_equal_ignoring_case(text, words[i]))
            return true;
    return false;
}

/* Two or more capitals and nothing else, but for the s of a plural; not what everybody knows. */
static bool is_acronym(word one)
{
    static const char *const known[] = {"GP", "GPs", "NHS", "UK", "II", "III", "IV", "VI", "VII"};
    size_t length = one.length;
    if (length > 2 && one.text[length - 1] == 's')
        length--;
    for (size_t i = 0; i < length; i++)
        if (!is_capital(one.text[i]))
            return false;
    return length >= 2 && !is_one_of(one, known, sizeof known / sizeof *known);
}

/* Long words and no small letter: whether a short one is an acronym cannot be told. */
bool sgp_name_is_in_capitals(const char *name)
{
    enum { LONG = 6 };
    bool has_long = false;
    word one;
    for (const char *at = name; *at; at++)
        if (is_of_word(*at) && !is_capital(*at) && !sgp_is_digit(*at))
            return false;
    while (next_word(&name, &one))
        has_long = has_long || one.length >= LONG;
    return has_long;
}

static bool find_acronym(const char *name, word *found)
{
    if (sgp_name_is_in_capitals(name))
        return false;
    while (next_word(&name, found))
        if (is_acronym(*found))
            return true;
    return false;
}

bool sgp_name_has_acronym(const char *name, char acronym[SGP_ACRONYM_SIZE])
{
    word found;
    if (!find_acronym(name, &found))
        return false;
    size_t length = found.length < SGP_ACRONYM_SIZE ? found.length : SGP_ACRONYM_SIZE - 1;
    snprintf(acronym, SGP_ACRONYM_SIZE, "%.*s", (int)sgp_text_cut(found.text, length), found.text);
    return true;
}

/* ---- addresses ---- */

/* A number with a street within the next four words: `12 High Street`, `49a Old Mill Lane`. */
bool sgp_name_has_street(const char *name)
{
    static const char *const streets[] = {"street", "st",     "road",     "rd",      "lane", "avenue",  "ave",  "drive",
                                          "close",  "square", "crescent", "terrace", "way",  "gardens", "grove"};
    enum { REACH = 4 };
    int left = 0;
    word one;
    while (next_word(&name, &one)) {
        if (left && is_one_of(one, streets, sizeof streets / sizeof *streets))
            return true;
        left = sgp_is_digit(*one.text) ? REACH : left ? left - 1 : 0;
    }
    return false;
}

bool sgp_name_has_postcode(const char *name)
{
    char both[20], postcode[SGP_POSTCODE_SIZE];
    word before = {"", 0}, one;
    for (; next_word(&name, &one); before = one) {
        if (!sgp_is_digit(*one.text) || one.length != 3 || before.length > 4 || before.length < 2)
            continue;
        snprintf(both, sizeof both, "%.*s %.*s", (int)before.length, before.text, (int)one.length, one.text);
        if (sgp_postcode_parse(both, postcode))
            return true;
    }
    return false;
}

/* ---- what cannot be seen ---- */

/* Control characters, and Unicode's marks of direction and of no width, as their bytes begin and end. */
bool sgp_text_has_hidden(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at < 0x20 || *at == 0x7f || (at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0))
            return true;
        if (at[0] == 0xe2 && at[1] == 0x80 && ((at[2] >= 0x8b && at[2] <= 0x8f) || (at[2] >= 0xaa && at[2] <= 0xae)))
            return true;
        if (at[0] == 0xe2 && at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9)
            return true;
        if (at[0] == 0xef && at[1] == 0xbb && at[2] == 0xbf)
            return true;
    }
    return false;
}

const char *sgp_public_name_check(const char *name, char flaw[SGP_FLAW_SIZE])
{
    char acronym[SGP_ACRONYM_SIZE];
    if (sgp_text_has_hidden(name))
        return "has characters that cannot be seen";
    if (sgp_name_has_postcode(name) || sgp_name_has_street(name))
        return sgp_name_has_postcode(name) ? "has a postcode in it" : "has a street and number in it";
    if (sgp_name_is_in_capitals(name))
        return "is written in capitals";
    if (!sgp_name_has_acronym(name, acronym))
        return NULL;
    snprintf(flaw, SGP_FLAW_SIZE, "has the acronym \"%s\"", acronym);
    return flaw;
}

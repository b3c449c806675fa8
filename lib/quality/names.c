/* Names: what patients cannot read, or should not have to. Rules kept here:
 *  - only ASCII capitals are told from small letters; any other letter counts as a small one;
 *  - nothing allocates. */
#include "quality/quality.h"

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
static bool is_in_capitals(const char *name)
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
    if (is_in_capitals(name))
        return false;
    while (next_word(&name, found))
        if (is_acronym(*found))
            return true;
    return false;
}

/* ---- addresses ---- */

/* A number with a street within the next four words: `12 High Street`, `49a Old Mill Lane`. */
static bool has_street(const char *name)
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

static bool has_postcode(const char *name)
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
static bool has_hidden(const char *text)
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

/* ---- the checks ---- */

static void check_public_name(sgp_check *at, const char *name)
{
    word found;
    if (find_acronym(name, &found))
        sgp_flaw_add(at, SGP_RULE_NAME_ACRONYM, "public_name", name, "has the acronym \"%.*s\"",
                     (int)sgp_text_cut(found.text, found.length < 40 ? found.length : 40), found.text);
    if (has_street(name) || has_postcode(name))
        sgp_flaw_add(at, SGP_RULE_NAME_ADDRESS, "public_name", name, "has %s in it",
                     has_postcode(name) ? "a postcode" : "a street and number");
    if (is_in_capitals(name))
        sgp_flaw_add(at, SGP_RULE_NAME_CAPITALS, "public_name", name, "is written in capitals");
}

/* The name for professionals stands in for the public one. */
static void check_stand_in(sgp_check *at, const char *name)
{
    word found;
    bool has_acronym = find_acronym(name, &found), has_address = has_street(name) || has_postcode(name);
    if (has_acronym)
        sgp_flaw_add(at, SGP_RULE_NAME_MISSING, "public_name", NULL,
                     "patients would be told the name for professionals, which has the acronym \"%.*s\"",
                     (int)sgp_text_cut(found.text, found.length < 40 ? found.length : 40), found.text);
    else if (has_address)
        sgp_flaw_add(at, SGP_RULE_NAME_MISSING, "public_name", NULL,
                     "patients would be told the name for professionals, which has an address in it");
}

void sgp_check_names(sgp_check *at, const sgp_entry_row *entry)
{
    if (has_hidden(entry->name))
        sgp_flaw_add(at, SGP_RULE_NAME_HIDDEN, "name", entry->name, "has characters that cannot be seen");
    if (entry->public_name && has_hidden(entry->public_name))
        sgp_flaw_add(at, SGP_RULE_NAME_HIDDEN, "public_name", entry->public_name, "has characters that cannot be seen");
    if (entry->public_name && *entry->public_name)
        check_public_name(at, entry->public_name);
    else
        check_stand_in(at, entry->name);
}

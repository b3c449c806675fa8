/* Folding, abbreviations, and the parts of addresses, phone numbers and codes. */
#include "duplicates/words.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- one form for what is written in several ----
 * In the order of bytes. Which of two meanings is meant ("St" a saint or a street) does not matter: both are the one
 * word. Source: the Royal Mail's and the US Postal Service's (Publication 28) usual abbreviations. */
static const struct form {
    const char *word, *form;
} forms[] = {
    {"+", "and"},           {"apartment", "apt"}, {"av", "ave"},         {"avenue", "ave"},
    {"boulevard", "blvd"},  {"blv", "blvd"},      {"bridge", "br"},      {"brothers", "bros"},
    {"building", "bldg"},   {"center", "ctr"},    {"centre", "ctr"},     {"close", "cl"},
    {"company", "co"},      {"court", "ct"},      {"cr", "cres"},        {"crescent", "cres"},
    {"department", "dept"}, {"doctor", "dr"},     {"doctors", "drs"},    {"drive", "dr"},
    {"east", "e"},          {"eighth", "8th"},    {"estate", "est"},     {"fifth", "5th"},
    {"first", "1st"},       {"floor", "fl"},      {"fort", "ft"},        {"fourth", "4th"},
    {"gardens", "gdns"},    {"general", "gen"},   {"great", "gt"},       {"green", "grn"},
    {"ground", "grd"},      {"health", "hlth"},   {"heights", "hts"},    {"highway", "hwy"},
    {"hospital", "hosp"},   {"house", "hse"},     {"industrial", "ind"}, {"international", "intl"},
    {"junction", "jct"},    {"lane", "ln"},       {"limited", "ltd"},    {"little", "lt"},
    {"lower", "lwr"},       {"market", "mkt"},    {"medical", "med"},    {"mount", "mt"},
    {"ninth", "9th"},       {"north", "n"},       {"northeast", "ne"},   {"northwest", "nw"},
    {"number", "no"},       {"park", "pk"},       {"parkway", "pkwy"},   {"place", "pl"},
    {"plaza", "plz"},       {"practice", "prac"}, {"professor", "prof"}, {"road", "rd"},
    {"saint", "st"},        {"second", "2nd"},    {"service", "svc"},    {"services", "svc"},
    {"seventh", "7th"},     {"sixth", "6th"},     {"south", "s"},        {"southeast", "se"},
    {"southwest", "sw"},    {"square", "sq"},     {"station", "stn"},    {"street", "st"},
    {"streets", "st"},      {"sts", "st"},        {"suite", "ste"},      {"tenth", "10th"},
    {"ter", "terr"},        {"terrace", "terr"},  {"third", "3rd"},      {"university", "univ"},
    {"upper", "upr"},       {"valley", "vly"},    {"west", "w"},
};

static int by_word(const void *wanted, const void *form)
{
    return strcmp(wanted, ((const struct form *)form)->word);
}

static const char *one_form(const char *word)
{
    const struct form *found = bsearch(word, forms, sizeof forms / sizeof *forms, sizeof *forms, by_word);
    return found ? found->form : word;
}

/* ---- words ---- */

/* Bytes of a punctuation mark outside ASCII at `text`: quotation marks and dashes; 0 when there is none. */
static size_t wide_mark(const char *text, bool *is_quote)
{
    const unsigned char *at = (const unsigned char *)text;
    if (at[0] != 0xE2 || at[1] != 0x80 || at[2] < 0x90 || at[2] > 0x9F)
        return 0;
    *is_quote = at[2] >= 0x98;
    return 3;
}

static bool is_part_of_word(char c)
{
    return sgp_is_letter(c) || sgp_is_digit(c) || (unsigned char)c >= 0x80;
}

typedef struct splitting {
    sgp_words *words;
    char *to;        /* where the next character goes */
    char *begin;     /* of the word being read; NULL between words */
    bool after_part; /* a comma or bracket was passed */
} splitting;

static void end_word(splitting *split)
{
    if (!split->begin)
        return;
    *split->to++ = '\0';
    sgp_words *words = split->words;
    words->begins_part[words->count] = split->after_part || !words->count;
    words->at[words->count++] = one_form(split->begin);
    split->begin = NULL;
    split->after_part = false;
}

static void split_text(splitting *split, const char *text)
{
    const char *end = split->words->bytes + SGP_WORDS_BYTES - 1;
    bool is_quote;
    for (size_t step; *text && split->words->count < SGP_MOST_WORDS && split->to < end; text += step) {
        size_t wide = wide_mark(text, &is_quote);
        step = wide ? wide : 1;
        if (*text == '\'' || *text == '`' || (wide && is_quote))
            continue; /* Arnie's is arnies */
        if (!wide && (is_part_of_word(*text) || *text == '&' || *text == '+')) {
            bool stands_for_and = *text == '&' || *text == '+';
            if (stands_for_and)
                end_word(split);
            if (!split->begin)
                split->begin = split->to;
            *split->to++ = stands_for_and ? '+' : *text;
            if (stands_for_and && split->words->count < SGP_MOST_WORDS)
                end_word(split);
        } else {
            end_word(split);
            split->after_part = split->after_part || strchr(",;()[]\n", *text) || (*text == ' ' && text[1] == ' ');
        }
    }
    if (split->words->count < SGP_MOST_WORDS)
        end_word(split);
}

/* Folds into `folded` what is ASCII; false when it is not. */
static bool fold_ascii(const char *text, char folded[SGP_WORDS_BYTES])
{
    size_t length = 0;
    for (; text[length] && length < SGP_WORDS_BYTES - 1; length++) {
        if ((unsigned char)text[length] >= 0x80)
            return false;
        folded[length] = sgp_lower(text[length]);
    }
    folded[length] = '\0';
    return true;
}

bool sgp_words_of(sgp_words *words, const char *text)
{
    char folded[SGP_WORDS_BYTES];
    splitting split = {.words = words, .to = words->bytes};
    words->count = 0;
    if (!text)
        return true;
    if (fold_ascii(text, folded)) {
        split_text(&split, folded);
        return true;
    }
    char *unicode = sgp_text_fold(text);
    if (unicode)
        split_text(&split, unicode);
    sgp_release(unicode);
    return unicode != NULL;
}

size_t sgp_words_join(const sgp_words *words, const char *between, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < words->count; i++) {
        const char *const parts[] = {used ? between : "", words->at[i]};
        for (size_t part = 0; part < 2; part++) {
            size_t length = strlen(parts[part]);
            if (used + length >= SGP_WORDS_BYTES)
                break;
            memcpy(out + used, parts[part], length);
            used += length;
        }
    }
    out[used] = '\0';
    return used;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void sgp_words_sort(sgp_words *words)
{
    if (words->count)
        qsort(words->at, words->count, sizeof *words->at, by_bytes);
}

bool sgp_word_is_mark(const char *word)
{
    size_t digits = strspn(word, "0123456789");
    if (!digits)
        return sgp_is_letter(word[0]) && !word[1];
    return !word[digits] || (sgp_is_letter(word[digits]) && !word[digits + 1]);
}

/* ---- addresses ---- */

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

static bool is_street_kind(const char *word)
{
    static const char *const kinds[] = {"st",   "rd",  "ave", "dr",     "ln",   "blvd",     "way",  "cl",  "ct",
                                        "cres", "pl",  "sq",  "terr",   "hwy",  "pkwy",     "hill", "row", "walk",
                                        "gdns", "plz", "grn", "parade", "mews", "broadway", NULL};
    return is_one_of(word, kinds);
}

static bool is_side(const char *word)
{
    static const char *const sides[] = {"n", "s", "e", "w", "ne", "nw", "se", "sw", "upr", "lwr", NULL};
    return is_one_of(word, sides);
}

/* Whether what comes now is no longer the street: "near Park Ave". */
static bool ends_street(const char *word)
{
    static const char *const ends[] = {"between", "near", "at",   "off", "opposite", "opp", "behind", "in",
                                       "inside",  "unit", "flat", "ste", "apt",      "no",  NULL};
    return is_one_of(word, ends);
}

static bool is_unit(const char *word)
{
    static const char *const units[] = {"unit", "flat", "ste", "apt", "shop", "fl", "room", NULL};
    return is_one_of(word, units);
}

/* Digits, or digits and a letter; not "3rd". */
static bool is_number(const char *word)
{
    return sgp_is_digit(*word) && sgp_word_is_mark(word);
}

/* Words from `from` to before `to`, without the sides of the street unless there is nothing else, run together. */
static void write_street(const sgp_words *words, size_t from, size_t to, char *street)
{
    size_t used = 0;
    for (int sides = 0; sides < 2 && !used; sides++)
        for (size_t i = from; i < to; i++) {
            size_t length = strlen(words->at[i]);
            if ((is_side(words->at[i]) && !sides) || used + length >= SGP_WORDS_BYTES)
                continue;
            memcpy(street + used, words->at[i], length);
            used += length;
        }
    street[used] = '\0';
}

/* The street's words go up to its kind; without one, up to the end of the part. */
static size_t street_end(const sgp_words *words, size_t from)
{
    size_t end = from;
    while (end < words->count && !(end > from && words->begins_part[end]) && !ends_street(words->at[end]) &&
           !is_number(words->at[end])) {
        if (end > from && is_street_kind(words->at[end]))
            return end;
        end++;
    }
    return end;
}

/* Without a number, a street is known by its kind: what stands before it in its part. */
static void find_street(const sgp_words *words, char *street)
{
    size_t from = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (words->begins_part[i] || ends_street(words->at[i]))
            from = i + ends_street(words->at[i]);
        if (i > from && is_street_kind(words->at[i])) {
            write_street(words, from, i, street);
            return;
        }
    }
}

void sgp_address_of(const sgp_words *words, sgp_address *address)
{
    *address = (sgp_address){NULL, NULL, ""};
    size_t number = words->count;
    for (size_t i = 0; i < words->count && number == words->count; i++) {
        if (is_unit(words->at[i]) && i + 1 < words->count && sgp_word_is_mark(words->at[i + 1])) {
            if (!address->unit)
                address->unit = words->at[i + 1];
            i++;
        } else if (is_number(words->at[i])) {
            number = i;
        }
    }
    if (number == words->count) {
        find_street(words, address->street);
        return;
    }
    address->number = words->at[number];
    size_t from = number + 1;
    while (from < words->count && is_number(words->at[from])) /* 12-14 High Street */
        from++;
    write_street(words, from, street_end(words, from), address->street);
}

/* ---- phones and codes ---- */

void sgp_phone_digits(const char *text, char digits[SGP_PHONE_SIZE])
{
    size_t length = 0;
    *digits = '\0';
    while (sgp_is_space(*text))
        text++;
    if (strncmp(text, "+44", 3) == 0 || strncmp(text, "0044", 4) == 0) {
        text += *text == '+' ? 3 : 4;
        digits[length++] = '0';
        text += strspn(text, " ");
        if (strncmp(text, "(0)", 3) == 0)
            text += 3;
        else if (*text == '0')
            text++;
    }
    for (; *text && length < 15 && !sgp_is_letter(*text) && *text != ',' && *text != ';'; text++)
        if (sgp_is_digit(*text))
            digits[length++] = *text;
    digits[length >= 5 ? length : 0] = '\0';
}

void sgp_code_stem(const char *text, char stem[SGP_CODE_SIZE])
{
    enum { PHARMACY = 5 };
    size_t length = 0;
    for (; *text && length < SGP_CODE_SIZE - 1; text++)
        if (sgp_is_letter(*text) || sgp_is_digit(*text))
            stem[length++] = sgp_upper(*text);
    stem[length] = '\0';
    if (stem[0] == 'F' && sgp_is_letter(stem[1]) && length > PHARMACY)
        stem[PHARMACY] = '\0';
}

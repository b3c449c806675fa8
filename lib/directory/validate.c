/* Checks of postcodes, phones, codes and addresses. Nothing here allocates or reads the locale. */
#include "directory/validate.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- postcodes ---- */

/* Capitals and digits of `text`, without its spaces; `spaces` counts the runs of them inside. False when there is
 * anything else, or more than `most`. */
static bool squeeze(const char *text, char *out, size_t most, int *spaces)
{
    size_t length = 0;
    *spaces = 0;
    while (sgp_is_space(*text))
        text++;
    for (; *text; text++) {
        if (sgp_is_space(*text)) {
            if (text[1] && !sgp_is_space(text[1]))
                ++*spaces;
            continue;
        }
        if (length == most || !(sgp_is_letter(*text) || sgp_is_digit(*text)))
            return false;
        out[length++] = sgp_upper(*text);
    }
    out[length] = '\0';
    return true;
}

/* Outward codes: A9, A99, A9A, AA9, AA99, AA9A, without the letters that do not occur where they stand. */
static bool is_outward(const char *code, size_t length)
{
    size_t letters = length > 1 && sgp_is_letter(code[1]) ? 2 : 1;
    size_t rest = length - letters;
    if (length < 2 || !sgp_is_letter(code[0]) || strchr("QVX", code[0]))
        return false;
    if (letters == 2 && strchr("IJZ", code[1]))
        return false;
    return (rest == 1 && sgp_is_digit(code[letters])) ||
           (rest == 2 && sgp_is_digit(code[letters]) && code[letters + 1] != 'I');
}

static bool is_inward(const char *code)
{
    return sgp_is_digit(code[0]) && sgp_is_letter(code[1]) && sgp_is_letter(code[2]) && !strchr("CIKMOV", code[1]) &&
           !strchr("CIKMOV", code[2]);
}

bool sgp_postcode_parse(const char *text, char postcode[SGP_POSTCODE_SIZE])
{
    char code[8];
    int spaces;
    if (!squeeze(text, code, 7, &spaces))
        return false;
    size_t length = strlen(code);
    if (strcmp(code, "GIR0AA") != 0 && (length < 5 || !is_outward(code, length - 3) || !is_inward(code + length - 3)))
        return false;
    snprintf(postcode, SGP_POSTCODE_SIZE, "%.*s %s", (int)length - 3, code, code + length - 3);
    return true;
}

bool sgp_sector_parse(const char *text, char sector[SGP_POSTCODE_SIZE])
{
    char code[8];
    int spaces;
    if (!squeeze(text, code, 5, &spaces) || spaces != 1)
        return false;
    size_t length = strlen(code);
    if (length < 3 || !is_outward(code, length - 1) || !sgp_is_digit(code[length - 1]))
        return false;
    snprintf(sector, SGP_POSTCODE_SIZE, "%.*s %s", (int)length - 1, code, code + length - 1);
    return true;
}

bool sgp_district_parse(const char *text, char district[SGP_POSTCODE_SIZE])
{
    int spaces;
    return squeeze(text, district, 4, &spaces) && !spaces && is_outward(district, strlen(district));
}

void sgp_postcode_sector(const char *postcode, char sector[SGP_POSTCODE_SIZE])
{
    snprintf(sector, SGP_POSTCODE_SIZE, "%.*s", (int)strcspn(postcode, " ") + 2, postcode);
}

void sgp_postcode_district(const char *postcode, char district[SGP_POSTCODE_SIZE])
{
    snprintf(district, SGP_POSTCODE_SIZE, "%.*s", (int)strcspn(postcode, " "), postcode);
}

/* ---- phones ---- */

/* How many digits a number has, by how it begins; rows are tried in order. Source: Ofcom's national telephone
 * numbering plan. */
static const struct length_rule {
    const char *beginning;
    int least, most;
} length_rules[] = {
    {"01", 10, 11},  {"02", 11, 11},  {"03", 11, 11}, {"05", 11, 11}, {"07", 11, 11},
    {"0800", 8, 11}, {"0845", 8, 11}, {"08", 10, 11}, {"09", 11, 11},
};

static const char *check_length(const char *digits, char flaw[SGP_FLAW_SIZE])
{
    static const char *const short_numbers[] = {"111", "999", "112", "119", "101", "105"};
    int length = (int)strlen(digits);
    for (size_t i = 0; i < sizeof short_numbers / sizeof *short_numbers; i++)
        if (strcmp(digits, short_numbers[i]) == 0)
            return NULL;
    for (size_t i = 0; i < sizeof length_rules / sizeof *length_rules; i++) {
        const struct length_rule *rule = &length_rules[i];
        if (strncmp(digits, rule->beginning, strlen(rule->beginning)) != 0)
            continue;
        if (length >= rule->least && length <= rule->most)
            return NULL;
        snprintf(flaw, SGP_FLAW_SIZE, "has %d digits where %d are expected", length, rule->most);
        return flaw;
    }
    return "does not begin as a British number does";
}

const char *sgp_phone_check(const char *text, char flaw[SGP_FLAW_SIZE])
{
    char digits[24];
    size_t length = 0;
    if (strncmp(text, "+44", 3) == 0) {
        digits[length++] = '0';
        text += 3;
        if (strncmp(text, "(0)", 3) == 0 || strncmp(text, " (0)", 4) == 0)
            text = strchr(text, ')') + 1;
    }
    for (; *text && strncmp(text, "(ext", 4) != 0 && strncmp(text, "ext", 3) != 0; text++) {
        if (strchr(" ()-", *text))
            continue;
        if (!sgp_is_digit(*text))
            return "holds something other than digits";
        if (length == sizeof digits - 1)
            return "has too many digits";
        digits[length++] = *text;
    }
    digits[length] = '\0';
    return check_length(digits, flaw);
}

/* ---- codes and addresses ---- */

const char *sgp_ods_code_check(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (!(text[i] >= 'A' && text[i] <= 'Z') && !sgp_is_digit(text[i]))
            return "is not an ODS code: capitals and digits only";
    return length >= 3 && length <= 10 ? NULL : "is not an ODS code: 3 to 10 characters";
}

/* A host's name with a dot inside, up to `end` characters. */
static bool is_host(const char *text, size_t length)
{
    const char *dot = memchr(text, '.', length);
    if (!length || !dot || dot == text || text[length - 1] == '.')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!sgp_is_letter(text[i]) && !sgp_is_digit(text[i]) && text[i] != '-' && text[i] != '.')
            return false;
    return true;
}

const char *sgp_url_check(const char *text)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t length = strlen(schemes[i]);
        if (strncmp(text, schemes[i], length) != 0)
            continue;
        if (strpbrk(text, " \t\r\n\"<>") || !is_host(text + length, strcspn(text + length, "/?#:")))
            return "is not a web address";
        return NULL;
    }
    return "is not a web address: it begins with neither https:// nor http://";
}

const char *sgp_email_check(const char *text)
{
    const char *at = strchr(text, '@');
    if (!at || at == text || strpbrk(text, " \t\r\n,;<>\"") || !is_host(at + 1, strlen(at + 1)))
        return "is not an email address";
    return NULL;
}

/* ---- coordinates ---- */

enum { DECIMALS = 6 };
static const double unit = 1e6;

/* Reads `-4.4557E-2`, too: spreadsheets write small numbers so. */
static bool parse_scientific(const char *text, double *value)
{
    char digits[48];
    int64_t exponent = 0;
    size_t length = strcspn(text, "eE");
    if (length >= sizeof digits)
        return false;
    memcpy(digits, text, length);
    digits[length] = '\0';
    if (!sgp_parse_decimal(digits, value))
        return false;
    if (text[length] && (!sgp_parse_integer(text + length + 1, &exponent) || exponent < -30 || exponent > 3))
        return false;
    for (; exponent < 0; exponent++)
        *value /= 10;
    for (; exponent > 0; exponent--)
        *value *= 10;
    return true;
}

bool sgp_degrees_parse(const char *text, double most, double *degrees)
{
    double value;
    if (!parse_scientific(text, &value) || value < -most || value > most)
        return false;
    *degrees = (double)llround(value * unit) / unit;
    return true;
}

char *sgp_degrees_format(double degrees, char *buffer, size_t size)
{
    return sgp_format_fixed(llround(degrees * unit), DECIMALS, buffer, size);
}

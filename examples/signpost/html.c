/* Writing HTML. */
#include "html.h"

#include "program.h"

#include <stdbool.h>
#include <string.h>

/* ---- text ---- */

enum { LONGEST_NAME = 200, LONGEST_LABEL = 40 };

static const char replacement[] = "\xEF\xBF\xBD";

/* Bytes of the character at `text`, and the character; 1 and -1 when it is no UTF-8. */
static int take_character(const unsigned char *text, int32_t *character)
{
    static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    int length = *text < 0x80 ? 1 : *text >> 5 == 6 ? 2 : *text >> 4 == 14 ? 3 : *text >> 3 == 30 ? 4 : 0;
    *character = -1;
    if (!length)
        return 1;
    int32_t value = length == 1 ? *text : *text & (0x7F >> length);
    for (int i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return 1;
        value = value << 6 | (text[i] & 0x3F);
    }
    if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 1;
    *character = value;
    return length;
}

/* Controls, embeddings and overrides of direction, separators of lines. */
static bool is_shown(int32_t character)
{
    return character >= 0x20 && !(character >= 0x7F && character <= 0x9F) &&
           !(character >= 0x202A && character <= 0x202E) && !(character >= 0x2066 && character <= 0x2069) &&
           character != 0x2028 && character != 0x2029 && character != 0xFFFE && character != 0xFFFF;
}

static const char *escape_of(int32_t character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
    case '\r':
        return " ";
    default:
        return is_shown(character) ? NULL : replacement;
    }
}

/* Up to so many characters; an ellipsis stands for the others. */
static void write_text(FILE *to, const char *text, size_t most)
{
    const unsigned char *at = (const unsigned char *)(text ? text : "");
    for (; *at && most; most--) {
        int32_t character;
        int length = take_character(at, &character);
        const char *escaped = escape_of(character);
        if (escaped)
            fputs(escaped, to);
        else
            fwrite(at, 1, (size_t)length, to);
        at += length;
    }
    if (*at)
        fputs("\xE2\x80\xA6", to);
}

void html_text(FILE *to, const char *text)
{
    write_text(to, text, SIZE_MAX);
}

void html_label(FILE *to, const char *text)
{
    write_text(to, text, LONGEST_LABEL);
}

void html_name(FILE *to, const char *text)
{
    fputs("<bdi>", to);
    write_text(to, text, LONGEST_NAME);
    fputs("</bdi>", to);
}

/* ---- numbers ---- */

void html_number(FILE *to, int64_t number)
{
    char text[32];
    fputs(number_in_words(number, text), to);
}

void html_large(FILE *to, int64_t number)
{
    const int64_t million = 1000000;
    if (number < million) {
        html_number(to, number);
        return;
    }
    int64_t tenths = number / (million / 10) + (number % (million / 10) >= million / 20);
    html_number(to, tenths / 10);
    fprintf(to, ".%d million", (int)(tenths % 10));
}

int share_of(int64_t part, int64_t whole)
{
    if (part <= 0 || whole <= 0)
        return 0;
    if (part >= whole)
        return 100;
    int share = (int)((double)part / (double)whole * 100 + 0.5);
    return share < 1 ? 1 : share > 99 ? 99 : share;
}

void html_share(FILE *to, int64_t part, int64_t whole)
{
    int share = share_of(part, whole);
    bool is_less = share == 1 && (double)part * 100 < (double)whole;
    bool is_more = share == 99 && (double)part * 100 > (double)whole * 99;
    fprintf(to, "%s%d%%", is_less ? "under " : is_more ? "over " : "", share);
}

void html_minutes(FILE *to, int32_t minutes)
{
    html_number(to, minutes / 60);
    fputs(" h", to);
    if (minutes % 60)
        fprintf(to, " %d min", minutes % 60);
}

void html_count(FILE *to, int64_t count, const char *one, const char *many)
{
    html_number(to, count);
    fprintf(to, " %s", count == 1 ? one : many);
}

/* ---- parts of a page ---- */

void html_begin(FILE *to, const html_page *page, const char *title, const char *name, const char *product)
{
    fprintf(to,
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"generator\" content=\"signpost %s\">\n<title>%s",
            page->security, signpost_version(), title);
    html_text(to, name);
    fprintf(to,
            "</title>\n<style>%s</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n"
            "<header>\n<p class=\"product\">%s</p>\n",
            page->style, product);
}

void html_contents(FILE *to, const html_part *parts)
{
    fputs("</header>\n<nav aria-label=\"Contents\">\n<ul>\n", to);
    for (; parts->id; parts++)
        fprintf(to, "<li><a href=\"#%s\">%s</a></li>\n", parts->id, parts->title);
    fputs("</ul>\n</nav>\n<main id=\"main\" tabindex=\"-1\">\n", to);
}

void html_end(FILE *to, const html_page *page)
{
    fputs("</main>\n<footer>\n<p>Made by signpost, version ", to);
    html_text(to, signpost_version());
    fputs(". This file needs no network and sends nothing.</p>\n</footer>\n", to);
    if (*page->script)
        fprintf(to, "<script>%s</script>\n", page->script);
    fputs("</body>\n</html>\n", to);
}

void html_section(FILE *to, const char *id, const char *title)
{
    fprintf(to, "\n<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", id, id, title);
}

void html_table(FILE *to, const char *caption)
{
    fputs("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"", to);
    html_text(to, caption);
    fputs("\">\n<table>\n<caption>", to);
    html_text(to, caption);
    fputs("</caption>\n", to);
}

void html_table_end(FILE *to)
{
    fputs("</tbody>\n</table>\n</div>\n", to);
}

void html_headings(FILE *to, const char *const *titles)
{
    fputs("<thead>\n<tr>", to);
    for (; *titles; titles++) {
        bool is_number = **titles == '#';
        fprintf(to, "<th scope=\"col\"%s>%s</th>", is_number ? " class=\"number\"" : "", *titles + is_number);
    }
    fputs("</tr>\n</thead>\n<tbody>\n", to);
}

void html_number_cell(FILE *to, int64_t number)
{
    fputs("<td class=\"number\">", to);
    html_number(to, number);
    fputs("</td>", to);
}

void html_person_hours_cell(FILE *to, int64_t person_minutes)
{
    fputs("<td class=\"number\">", to);
    html_large(to, person_minutes / 60);
    fputs("</td>", to);
}

/* Writing HTML, for the audit's report and that of call-handling figures: the one place where text is escaped. Rules
 * kept here:
 *  - text of a directory, the content, contracts or figures reaches the page only through these functions;
 *  - what could turn the text around it, or is no text at all, is shown as a replacement character. */
#ifndef SIGNPOST_HTML_H
#define SIGNPOST_HTML_H

#include <stdint.h>
#include <stdio.h>

/* Made by embed.py: style, script ("" for none), and the policy that lets a browser take these two and nothing else. */
typedef struct html_page {
    const char *style, *script, *security;
} html_page;
extern const html_page report_page, kpi_report_page, review_page;

/* A part of a page: a section, and its place in the contents. */
typedef struct html_part {
    const char *id, *title;
} html_part;

/* The beginning of a page, up to `<header>` and its line with the product's name; `title` stands before `name`. */
void html_begin(FILE *to, const html_page *page, const char *title, const char *name, const char *product);
/* The end of the header, the contents up to a part without an id, and the beginning of `<main>`. */
void html_contents(FILE *to, const html_part *parts);
/* The end of the page. */
void html_end(FILE *to, const html_page *page);

/* Text, for elements and attributes of HTML and SVG alike. */
void html_text(FILE *to, const char *text);
/* Its beginning, for a label on a map. */
void html_label(FILE *to, const char *text);
/* A name, whichever way its letters run: `<bdi>Name</bdi>`. Of one that is longer than any name, the beginning. */
void html_name(FILE *to, const char *text);
/* `12,345`. */
void html_number(FILE *to, int64_t number);
/* The same, from a million on rounded: `864.4 million`. */
void html_large(FILE *to, int64_t number);
/* `63%`; what is not quite nothing or all is never shown as that. */
void html_share(FILE *to, int64_t part, int64_t whole);
/* The same as a number, 0 to 100. */
int share_of(int64_t part, int64_t whole);
/* `168 h` or `11 h 56 min`. */
void html_minutes(FILE *to, int32_t minutes);
/* `1 area`, `1,234 areas`. */
void html_count(FILE *to, int64_t count, const char *one, const char *many);

/* The beginning of a section with its heading, which the contents lead to; `</section>` ends it. */
void html_section(FILE *to, const char *id, const char *title);
/* The beginning of a table that may be wider than a small screen: it can be scrolled with the keys. */
void html_table(FILE *to, const char *caption);
void html_table_end(FILE *to);
/* A row of headings, up to a NULL; those that begin with `#` stand over numbers. */
void html_headings(FILE *to, const char *const *titles);
/* A cell with a number; one with person-hours. */
void html_number_cell(FILE *to, int64_t number);
void html_person_hours_cell(FILE *to, int64_t person_minutes);

#endif

/* Comparing a batch of searches with an earlier one. Rules kept here:
 *  - a need is known by its name, and a service by its uid within its list;
 *  - services that are offered in both are compared by their position. */
#include "comparison.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_OFFERS = 100 };

/* The columns of the earlier batch that count. */
enum { NEED, LIST, POSITION, UID, NAME, ASK, COLUMNS };
static const char *const column_names[COLUMNS] = {"need", "list", "position", "uid", "name", "ask"};

/* ---- the earlier batch ---- */

static bool is_offer(const char *list)
{
    return strcmp(list, "returned") == 0 || strcmp(list, "catch-all") == 0 || strcmp(list, "nothing") == 0;
}

/* Room for one more item; false, with a message, when memory ran out. */
static bool make_room(void **items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return true;
    size_t more = *room ? *room * 2 : 64;
    void *moved = realloc(*items, more * size);
    if (!moved) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return false;
    }
    *items = moved;
    *room = more;
    return true;
}

static bool add_row(comparison *made, char *const *cells, const int *columns)
{
    const char *name = cells[columns[NEED]], *list = cells[columns[LIST]];
    bool is_new = !made->need_count || strcmp(made->needs[made->need_count - 1].name, name) != 0;
    if (is_new) {
        if (!make_room((void **)&made->needs, made->need_count, &made->need_room, sizeof *made->needs))
            return false;
        made->needs[made->need_count++] = (earlier_need){name, made->offer_count, 0, false};
    }
    if (!is_offer(list))
        return true;
    if (!make_room((void **)&made->offers, made->offer_count, &made->offer_room, sizeof *made->offers))
        return false;
    bool nothing = strcmp(list, "nothing") == 0;
    made->offers[made->offer_count++] = (offer){list, cells[columns[UID]], cells[columns[nothing ? ASK : NAME]],
                                                (int)strtol(cells[columns[POSITION]], NULL, 10)};
    made->needs[made->need_count - 1].count++;
    return true;
}

static int read_columns(comparison *made, int columns[COLUMNS], size_t *width)
{
    char *cells[CSV_MOST_COLUMNS];
    *width = csv_reader_take(&made->file, cells);
    for (int i = 0; i < COLUMNS; i++) {
        columns[i] = -1;
        for (size_t at = 0; at < *width; at++)
            if (strcmp(cells[at], column_names[i]) == 0)
                columns[i] = (int)at;
        if (columns[i] < 0)
            return wrong_use(
                "%s: there is no column \"%s\"; --compare takes what `signpost search --batch FILE --format "
                "csv` wrote",
                made->file.path, column_names[i]);
    }
    return DONE;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const earlier_need *)a)->name, ((const earlier_need *)b)->name);
}

/* Each name stands once, or it is not known which need is meant. */
static int sort_needs(comparison *made)
{
    if (made->need_count)
        qsort(made->needs, made->need_count, sizeof *made->needs, by_name);
    for (size_t i = 1; i < made->need_count; i++)
        if (strcmp(made->needs[i - 1].name, made->needs[i].name) == 0)
            return wrong_use("%s: the need \"%s\" stands there twice: give each need a name of its own",
                             made->file.path, made->needs[i].name);
    return DONE;
}

int comparison_open(comparison *made, const char *path)
{
    char *cells[CSV_MOST_COLUMNS];
    int columns[COLUMNS];
    size_t width;
    *made = (comparison){0};
    if (!csv_reader_open(&made->file, path))
        return COULD_NOT;
    int status = read_columns(made, columns, &width);
    for (size_t count; status == DONE && (count = csv_reader_take(&made->file, cells));) {
        if (count != width)
            return wrong_use("%s:%d: %zu cells, where the header has %zu", path, made->file.line, count, width);
        if (!add_row(made, cells, columns))
            return COULD_NOT;
    }
    return status == DONE ? sort_needs(made) : status;
}

void comparison_close(comparison *made)
{
    csv_reader_close(&made->file);
    free(made->offers);
    free(made->needs);
    *made = (comparison){0};
}

bool comparison_differs(const comparison *made)
{
    return made->changed + made->added + made->gone > 0;
}

/* ---- what the last search offers ---- */

static size_t gather(const searching *with, offer offers[MOST_OFFERS])
{
    static const struct {
        signpost_list list;
        const char *name;
    } lists[] = {{SIGNPOST_RETURNED, "returned"}, {SIGNPOST_CATCH_ALL, "catch-all"}};
    signpost_found found;
    size_t count = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (size_t at = 0;
             count < MOST_OFFERS && signpost_results_get(with->results, lists[i].list, at, &found) == SIGNPOST_OK; at++)
            offers[count++] = (offer){lists[i].name, found.uid, found.public_name, found.position};
    if (!count)
        offers[count++] =
            (offer){"nothing", "", signpost_fallback_name(signpost_results_describe(with->results).fallback), 0};
    return count;
}

/* ---- showing ---- */

typedef struct showing {
    FILE *to;
    signpost_json *json;
    output_format format;
    const char *need;
    bool begun; /* something of this need is shown */
} showing;

void comparison_csv_header(FILE *to)
{
    fputs("need,change,list,before,after,uid,name\n", to);
}

static void show_heading(showing *show, const char *what)
{
    if (show->begun)
        return;
    show->begun = true;
    if (show->format == FORMAT_TABLE) {
        fprintf(show->to, "== %s%s\n", show->need, what);
    } else if (show->format == FORMAT_JSON) {
        signpost_json_object(show->json, NULL);
        signpost_json_text(show->json, "need", show->need);
        signpost_json_list(show->json, "changes");
    }
}

static void close_heading(showing *show)
{
    if (!show->begun || show->format == FORMAT_CSV)
        return;
    if (show->format == FORMAT_TABLE) {
        fputc('\n', show->to);
        return;
    }
    signpost_json_close(show->json);
    signpost_json_close(show->json);
}

static void json_position(signpost_json *json, const char *key, int position)
{
    if (position)
        signpost_json_integer(json, key, position);
    else
        signpost_json_null(json, key);
}

/* `before` and `after` are positions, 0 where it is not offered. */
static void show_change_json(signpost_json *json, const char *change, const offer *what, int before, int after)
{
    signpost_json_object(json, NULL);
    signpost_json_text(json, "change", change);
    signpost_json_text(json, "list", what->list);
    json_position(json, "before", before);
    json_position(json, "after", after);
    signpost_json_text(json, "uid", *what->uid ? what->uid : NULL);
    signpost_json_text(json, "name", what->name);
    signpost_json_close(json);
}

static void show_change_csv(const showing *show, const char *change, const offer *what, int before, int after)
{
    csv_field(show->to, show->need, true);
    fprintf(show->to, ",%s,%s,", change, what->list);
    if (before)
        fprintf(show->to, "%d", before);
    fputc(',', show->to);
    if (after)
        fprintf(show->to, "%d", after);
    csv_field(show->to, what->uid, false);
    csv_field(show->to, what->name, false);
    fputc('\n', show->to);
}

static void show_change_table(const showing *show, const char *change, const offer *what, int before, int after)
{
    fprintf(show->to, "  %-6s", change);
    if (!*what->uid)
        fprintf(show->to, " nothing: %s\n", what->name);
    else if (before && after)
        fprintf(show->to, " %s %d, was %d: %s (%s)\n", what->list, after, before, what->name, what->uid);
    else
        fprintf(show->to, " %s %d: %s (%s)\n", what->list, before + after, what->name, what->uid);
}

static void show_change(showing *show, const char *change, const offer *what, int before, int after)
{
    show_heading(show, "");
    if (show->format == FORMAT_TABLE)
        show_change_table(show, change, what, before, after);
    else if (show->format == FORMAT_CSV)
        show_change_csv(show, change, what, before, after);
    else
        show_change_json(show->json, change, what, before, after);
}

/* ---- comparing ---- */

static const offer *find_offer(const offer *offers, size_t count, const offer *wanted)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(offers[i].list, wanted->list) == 0 && strcmp(offers[i].uid, wanted->uid) == 0 &&
            (*wanted->uid || strcmp(offers[i].name, wanted->name) == 0))
            return &offers[i];
    return NULL;
}

static void show_gains_and_moves(showing *show, const offer *before, size_t before_count, const offer *after,
                                 size_t after_count)
{
    for (size_t i = 0; i < after_count; i++) {
        const offer *was = find_offer(before, before_count, &after[i]);
        if (!was)
            show_change(show, "gained", &after[i], 0, after[i].position);
        else if (was->position != after[i].position)
            show_change(show, "moved", &after[i], was->position, after[i].position);
    }
}

static void show_losses(showing *show, const offer *before, size_t before_count, const offer *after, size_t after_count)
{
    for (size_t i = 0; i < before_count; i++)
        if (!find_offer(after, after_count, &before[i]))
            show_change(show, "lost", &before[i], before[i].position, 0);
}

void comparison_need(comparison *made, const searching *with, const char *name, FILE *to, signpost_json *json,
                     output_format format)
{
    offer after[MOST_OFFERS];
    size_t count = gather(with, after);
    showing show = {to, json, format, name, false};
    const earlier_need wanted = {.name = name};
    earlier_need *earlier =
        made->need_count ? bsearch(&wanted, made->needs, made->need_count, sizeof *made->needs, by_name) : NULL;
    const offer *before = earlier ? made->offers + earlier->first : NULL;
    size_t before_count = earlier ? earlier->count : 0;
    if (!earlier)
        show_heading(&show, ": only in this batch");
    else
        earlier->seen = true;
    show_losses(&show, before, before_count, after, count);
    show_gains_and_moves(&show, before, before_count, after, count);
    close_heading(&show);
    made->added += !earlier;
    made->changed += earlier && show.begun;
    made->same += earlier && !show.begun;
}

static void show_sum(const comparison *made, FILE *to, signpost_json *json, output_format format)
{
    if (format == FORMAT_TABLE) {
        fprintf(to, "compared with %s: %zu needs the same, %zu changed, %zu only in this batch, %zu only in that one\n",
                made->file.path, made->same, made->changed, made->added, made->gone);
    } else if (format == FORMAT_JSON) {
        signpost_json_object(json, "sum");
        signpost_json_integer(json, "same", (int64_t)made->same);
        signpost_json_integer(json, "changed", (int64_t)made->changed);
        signpost_json_integer(json, "added", (int64_t)made->added);
        signpost_json_integer(json, "gone", (int64_t)made->gone);
        signpost_json_close(json);
    }
}

void comparison_end(comparison *made, FILE *to, signpost_json *json, output_format format)
{
    for (size_t i = 0; i < made->need_count; i++) {
        const earlier_need *need = &made->needs[i];
        if (need->seen)
            continue;
        showing show = {to, json, format, need->name, false};
        made->gone++;
        show_heading(&show, ": only in the earlier batch");
        show_losses(&show, made->offers + need->first, need->count, NULL, 0);
        close_heading(&show);
    }
    if (format == FORMAT_JSON)
        signpost_json_close(json);
    show_sum(made, to, json, format);
}

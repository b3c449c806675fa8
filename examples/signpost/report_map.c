/* The map of a report: areas as their outlines, else as marks at their centres, which grow with what they show. Where
 * there are too many to be told apart, areas of a square are one mark. Coordinates are whole numbers, so that no locale
 * can spoil them. */
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 4000,
    TALLEST = 4600,
    MARGIN = 120,
    MOST_MARKS = 1200,
    MOST_TITLES = 400,
    COLUMNS = 40,
    CLASSES = 4,
    LABELS = 7,
};

typedef struct mark {
    int32_t x, y;
    size_t areas, first;
    char *outline; /* path data; NULL for a mark at the centre */
} mark;

struct report_map {
    mark *marks;
    size_t mark_count;
    uint32_t *mark_of; /* by area */
    bool in_squares;
    double west, east, north, south;
    double scale, squeeze; /* units a degree of latitude; of longitude, squeezed */
    int32_t width, height, spacing;
};

/* ---- where things stand ---- */

static int32_t x_of(const report_map *map, double longitude)
{
    return MARGIN + (int32_t)lround((longitude - map->west) * map->squeeze * map->scale);
}

static int32_t y_of(const report_map *map, double latitude)
{
    return MARGIN + (int32_t)lround((map->north - latitude) * map->scale);
}

static void widen(report_map *map, double latitude, double longitude)
{
    map->south = fmin(map->south, latitude);
    map->north = fmax(map->north, latitude);
    map->west = fmin(map->west, longitude);
    map->east = fmax(map->east, longitude);
}

static void widen_by_outline(void *context, size_t position, const signpost_outline_point *points, size_t count)
{
    (void)position;
    for (size_t i = 0; i < count; i++)
        widen(context, points[i].latitude, points[i].longitude);
}

static bool set_frame(report_map *map, const report *made, signpost_directory *directory)
{
    const double degree = 3.14159265358979323846 / 180, least = 0.02;
    map->south = map->west = 180;
    map->north = map->east = -180;
    for (size_t i = 0; i < made->about.areas; i++) {
        signpost_audit_area area = signpost_audit_area_at(made->with->audit, i);
        widen(map, area.latitude, area.longitude);
    }
    if (made->about.areas <= MOST_MARKS &&
        signpost_audit_outlines(made->with->audit, directory, widen_by_outline, map, NULL) != SIGNPOST_OK)
        return false;
    map->squeeze = fmax(cos((map->south + map->north) / 2 * degree), 0.01);
    double wide = fmax((map->east - map->west) * map->squeeze, least), tall = fmax(map->north - map->south, least);
    map->scale = fmin(WIDTH / wide, TALLEST / tall);
    map->width = 2 * MARGIN + (int32_t)lround(wide * map->scale);
    map->height = 2 * MARGIN + (int32_t)lround(tall * map->scale);
    size_t marks = made->about.areas < MOST_MARKS ? made->about.areas : MOST_MARKS;
    double square = sqrt((double)map->width * map->height / (double)marks);
    map->spacing = (int32_t)fmin(fmax(square, 40), 260);
    return true;
}

/* ---- marks ---- */

static void mark_each(report_map *map, const report *made)
{
    map->mark_count = made->about.areas;
    for (size_t i = 0; i < made->about.areas; i++) {
        signpost_audit_area area = signpost_audit_area_at(made->with->audit, i);
        map->marks[i] = (mark){x_of(map, area.longitude), y_of(map, area.latitude), 1, i, NULL};
        map->mark_of[i] = (uint32_t)i;
    }
}

/* Areas whose centres lie in one square of a grid are one mark, in its middle. */
static bool mark_squares(report_map *map, const report *made)
{
    int32_t side = map->width / COLUMNS + 1;
    size_t columns = (size_t)(map->width / side) + 1, rows = (size_t)(map->height / side) + 1;
    uint32_t *mark_at = calloc(columns * rows, sizeof *mark_at); /* number + 1 */
    if (!mark_at)
        return false;
    for (size_t i = 0; i < made->about.areas; i++) {
        signpost_audit_area area = signpost_audit_area_at(made->with->audit, i);
        int32_t column = x_of(map, area.longitude) / side, row = y_of(map, area.latitude) / side;
        uint32_t *number = &mark_at[(size_t)row * columns + (size_t)column];
        if (!*number) {
            map->marks[map->mark_count++] = (mark){column * side + side / 2, row * side + side / 2, 0, i, NULL};
            *number = (uint32_t)map->mark_count;
        }
        map->marks[*number - 1].areas++;
        map->mark_of[i] = *number - 1;
    }
    map->in_squares = true;
    map->spacing = side;
    free(mark_at);
    return true;
}

static void take_outline(void *context, size_t position, const signpost_outline_point *points, size_t count)
{
    report_map *map = context;
    size_t size;
    FILE *to = open_memstream(&map->marks[position].outline, &size);
    int32_t last_x = INT32_MIN, last_y = INT32_MIN;
    for (size_t i = 0; i < count && to; i++) {
        int32_t x = x_of(map, points[i].longitude), y = y_of(map, points[i].latitude);
        if (i && abs(x - last_x) + abs(y - last_y) < 6)
            continue; /* closer than can be seen */
        fprintf(to, "%c%d %d", i ? 'L' : 'M', x, y);
        last_x = x;
        last_y = y;
    }
    if (to)
        fputc('Z', to);
    if (to && fclose(to) != 0)
        map->marks[position].outline = NULL;
}

report_map *report_map_make(const report *made, signpost_directory *directory)
{
    report_map *map = calloc(1, sizeof *map);
    if (!map)
        return NULL;
    map->marks = calloc(made->about.areas + 1, sizeof *map->marks);
    map->mark_of = calloc(made->about.areas + 1, sizeof *map->mark_of);
    bool good = map->marks && map->mark_of && set_frame(map, made, directory);
    if (good) {
        if (made->about.areas > MOST_MARKS)
            good = mark_squares(map, made);
        else
            mark_each(map, made);
    }
    if (good && !map->in_squares)
        good = signpost_audit_outlines(made->with->audit, directory, take_outline, map, NULL) == SIGNPOST_OK;
    if (good)
        return map;
    report_map_free(map);
    return NULL;
}

void report_map_free(report_map *map)
{
    for (size_t i = 0; map && i < map->mark_count; i++)
        free(map->marks[i].outline);
    if (map) {
        free(map->marks);
        free(map->mark_of);
    }
    free(map);
}

/* ---- shapes that all maps share ---- */

void report_map_shapes(const report_map *map, FILE *to)
{
    static const char *const hatches[] = {"M0 60L60 0", "M0 60L60 0M0 30L30 0M30 60L60 30", "M0 60L60 0M0 0L60 60"};
    fputs("<svg class=\"shapes\" aria-hidden=\"true\" focusable=\"false\" width=\"0\" height=\"0\">\n<defs>\n", to);
    for (int i = 0; i < 3; i++)
        fprintf(
            to,
            "<pattern id=\"hatch-%d\" width=\"60\" height=\"60\" patternUnits=\"userSpaceOnUse\"><rect class=\"c%d\" "
            "width=\"60\" height=\"60\"/><path class=\"hatch\" d=\"%s\"/></pattern>\n",
            i + 2, i + 2, hatches[i]);
    for (size_t i = 0; i < map->mark_count; i++)
        if (map->marks[i].outline)
            fprintf(to, "<path id=\"a%zu\" d=\"%s\"/>\n", i, map->marks[i].outline);
    fputs("</defs>\n</svg>\n", to);
}

/* ---- classes ---- */

/* Upper bounds of the classes, in person-hours, rising; the last class has none. */
typedef struct classes {
    int64_t bounds[CLASSES];
    int count; /* of classes that are not empty of meaning */
} classes;

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Up to two digits that are not zero, so that it can be read. */
static int64_t rounded_up(int64_t number)
{
    int64_t unit = 1;
    while (number / unit >= 100)
        unit *= 10;
    return (number + unit - 1) / unit * unit;
}

/* Quarters of the marks that have something, at round numbers. */
static classes classify(const int64_t *hours, size_t count)
{
    classes made = {.count = 0};
    size_t some = 0;
    int64_t *sorted = calloc(count + 1, sizeof *sorted);
    for (size_t i = 0; i < count && sorted; i++)
        if (hours[i] > 0)
            sorted[some++] = hours[i];
    if (some)
        qsort(sorted, some, sizeof *sorted, by_size);
    for (size_t i = 1; i <= CLASSES && some; i++) {
        int64_t bound = rounded_up(sorted[(some * i + CLASSES - 1) / CLASSES - 1]);
        if (!made.count || bound > made.bounds[made.count - 1])
            made.bounds[made.count++] = bound;
    }
    free(sorted);
    return made;
}

/* 0 for nothing; the highest class is always the darkest. */
static int class_of(const classes *all, int64_t hours)
{
    if (hours <= 0 || !all->count)
        return 0;
    int i = 0;
    while (i < all->count - 1 && hours > all->bounds[i])
        i++;
    return i + 1 + CLASSES - all->count;
}

/* ---- one map ---- */

static void write_mark(const report_map *map, FILE *to, size_t number, int class)
{
    static const int sizes[] = {18, 26, 32, 40, 48}; /* of a hundred of the space there is */
    const mark *at = &map->marks[number];
    int half = map->spacing * sizes[class] / 100;
    if (at->outline)
        fprintf(to, "<use href=\"#a%zu\" class=\"h%d\"/>", number, class);
    else if (map->in_squares)
        fprintf(to, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"c%d\"/>", at->x - half, at->y - half,
                2 * half, 2 * half, class);
    else
        fprintf(to, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" class=\"c%d\"/>", at->x, at->y, half, class);
}

static void write_marks(const report_map *map, const report *made, const classes *all, const int64_t *hours)
{
    bool has_titles = !map->in_squares && map->mark_count <= MOST_TITLES;
    FILE *to = made->to;
    for (int class = 0; class <= CLASSES; class ++)
        for (size_t i = 0; i < map->mark_count; i++) {
            if (class_of(all, hours[i]) != class)
                continue;
            if (has_titles) {
                signpost_audit_area area = signpost_audit_area_at(made->with->audit, map->marks[i].first);
                fputs("<g><title>", to);
                html_label(to, area.name);
                fputs(": ", to);
                html_large(to, hours[i]);
                fputs(" person-hours</title>", to);
            }
            write_mark(map, to, i, class);
            fputs(has_titles ? "</g>\n" : "\n", to);
        }
}

/* The areas with most people that stand well apart are named. */
static void write_labels(const report_map *map, const report *made)
{
    size_t chosen[LABELS], count = 0;
    for (; count < LABELS; count++) {
        int64_t most = 0;
        for (size_t i = 0; i < made->about.areas; i++) {
            const mark *at = &map->marks[map->mark_of[i]];
            int64_t people = signpost_audit_area_at(made->with->audit, i).people;
            bool is_free = people > most && at->x < map->width - 700;
            for (size_t k = 0; k < count && is_free; k++) {
                const mark *other = &map->marks[map->mark_of[chosen[k]]];
                is_free = abs(at->x - other->x) > 1000 || abs(at->y - other->y) > 260;
            }
            if (is_free) {
                most = people;
                chosen[count] = i;
            }
        }
        if (!most)
            break;
    }
    for (size_t i = 0; i < count; i++) {
        const mark *at = &map->marks[map->mark_of[chosen[i]]];
        fprintf(made->to, "<text x=\"%d\" y=\"%d\">", at->x + map->spacing / 2, at->y + 34);
        html_label(made->to, signpost_audit_area_at(made->with->audit, chosen[i]).name);
        fputs("</text>\n", made->to);
    }
}

static void write_scale(const report_map *map, FILE *to)
{
    static const int lengths[] = {1, 2, 5, 10, 20, 50, 100, 200};
    double a_kilometre = map->scale / 111.2;
    int i = 0;
    while (i < 7 && lengths[i + 1] * a_kilometre < map->width / 4)
        i++;
    int y = map->height - 40, length = (int)(lengths[i] * a_kilometre);
    fprintf(to,
            "<path class=\"scale\" d=\"M%d %dv-30v30h%dv-30\"/><text class=\"end\" x=\"%d\" y=\"%d\">%d km</text>\n",
            MARGIN / 2, y, length, MARGIN / 2 + length + 40, y + 10, lengths[i]);
}

static void write_bounds(FILE *to, const classes *all, int class)
{
    int at = class - 1 - (CLASSES - all->count);
    if (class == 0) {
        fputs("none", to);
    } else if (at == all->count - 1 && at > 0) {
        fputs("over ", to);
        html_large(to, all->bounds[at - 1]);
    } else {
        fputs("up to ", to);
        html_large(to, all->bounds[at]);
    }
}

static void write_legend(const report_map *map, const report *made, const classes *all)
{
    FILE *to = made->to;
    report_map sample = {.spacing = 260, .in_squares = map->in_squares};
    mark one = {150, 150, 1, 0, NULL};
    bool has_outlines = false;
    for (size_t i = 0; i < map->mark_count; i++)
        has_outlines = has_outlines || map->marks[i].outline;
    sample.marks = &one;
    fprintf(to, "<figcaption>Person-hours without cover %s, in each %s; %s.\n<ul class=\"legend\">\n",
            of_the_time(made), map->in_squares ? "square of areas" : "area",
            has_outlines ? "hatched closer the more there are" : "larger and darker the more there are");
    for (int class = 0; class <= CLASSES; class ++) {
        if (class && class <= CLASSES - all->count)
            continue;
        fputs("<li><svg viewBox=\"0 0 300 300\" aria-hidden=\"true\" focusable=\"false\">", to);
        if (has_outlines)
            fprintf(to, "<rect x=\"20\" y=\"20\" width=\"260\" height=\"260\" class=\"h%d\"/>", class);
        else
            write_mark(&sample, to, 0, class);
        fputs("</svg> ", to);
        write_bounds(to, all, class);
        fputs("</li>\n", to);
    }
    fputs("</ul></figcaption>\n", to);
}

void report_map_draw(const report_map *map, const report *made, const int64_t *person_minutes, size_t number)
{
    FILE *to = made->to;
    int64_t *hours = calloc(map->mark_count + 1, sizeof *hours);
    if (!hours)
        return;
    for (size_t area = 0; area < made->about.areas; area++)
        hours[map->mark_of[area]] += person_minutes[area];
    for (size_t i = 0; i < map->mark_count; i++)
        hours[i] = (hours[i] + 59) / 60;
    classes all = classify(hours, map->mark_count);
    fprintf(to,
            "<figure class=\"map\">\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"map-%zu\">\n<title "
            "id=\"map-%zu\">Map of person-hours without cover; the table beside it says where most are</title>\n",
            map->width, map->height, number + 1, number + 1);
    write_marks(map, made, &all, hours);
    write_labels(map, made);
    write_scale(map, to);
    fputs("</svg>\n", to);
    write_legend(map, made, &all);
    fputs("</figure>\n", to);
    free(hours);
}

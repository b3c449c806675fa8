/* The plane of a chart: months along it, values up it. In tenths of what is a pixel at full size. */
#ifndef SIGNPOST_KPI_REPORT_CHART_H
#define SIGNPOST_KPI_REPORT_CHART_H

#include "kpi_report.h"

enum {
    CHART_WIDTH = 7600,
    CHART_HEIGHT = 3250,
    CHART_LEFT = 640,
    CHART_RIGHT = 6150,
    CHART_TOP = 420,
    CHART_BOTTOM = 2720,
    MOST_EVENTS = 24,
    MOST_LABELS = 8,
};

/* Something dated, drawn as a line across with its number. */
typedef struct chart_event {
    signpost_date date;
    const signpost_happening *happening; /* NULL for a change of provider */
} chart_event;

typedef struct chart_label {
    int y;
    char text[64];
} chart_label;

typedef struct chart {
    FILE *to;
    const kpi_report *made;
    const kpi_book *book;
    const kpi_figure *figure;
    size_t known;  /* months of the series */
    size_t months; /* with those up to a plan's deadline */
    signpost_month from;
    signpost_micro low, high, step;
    chart_event events[MOST_EVENTS];
    size_t event_count;
    chart_label labels[MOST_LABELS];
    size_t label_count;
} chart;

/* `least` times 1, 2 or 5 times a power of ten, so that at most six lie in the span. */
int64_t chart_step(int64_t span, int64_t least);
/* Fits the plane to all that is drawn on it. */
void chart_fit(chart *on);
int chart_x(const chart *on, size_t month);
int chart_x_of_date(const chart *on, signpost_date date);
int chart_y(const chart *on, signpost_micro value);
bool chart_shows(const chart *on, signpost_micro value);
/* A label at the right edge, as near to its height as others leave room for. */
void chart_add_label(chart *on, signpost_micro value, const char *text);
/* The grid, with values and months; the labels, when all are there. */
void chart_draw_axes(const chart *on);
void chart_draw_labels(chart *on);

#endif

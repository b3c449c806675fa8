/* What is near: within a distance of a few points, as far as searches from there may look; and the box around it. */
#include "search/index.h"

#include <math.h>

/* In metres: no part of a square is farther from its centre than 1.5 half-sides. */
double sgp_around_reach_m(const sgp_around *around, int times, const signpost_index *index)
{
    const double spare_m = 100; /* for rounding */
    int32_t radius_m = around->radius_m;
    if (!radius_m) {
        radius_m = index->policy->radius_m;
        for (size_t i = 0; i < sgp_strings_count(&index->places); i++)
            if (index->place_table[i].search_distance_m > radius_m)
                radius_m = index->place_table[i].search_distance_m;
    }
    return (double)radius_m * times * (index->policy->square ? 1.5 : 1) + spare_m;
}

sgp_box sgp_around_box(const sgp_around *around, int times, const signpost_index *index)
{
    sgp_box box = {HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
    double reach_m = sgp_around_reach_m(around, times, index);
    for (size_t i = 0; i < around->count; i++) {
        double latitude, longitude;
        sgp_point at = around->points[i].point;
        sgp_box_around(at, reach_m, &latitude, &longitude);
        box.south = fmin(box.south, at.latitude - latitude);
        box.north = fmax(box.north, at.latitude + latitude);
        box.west = fmin(box.west, at.longitude - longitude);
        box.east = fmax(box.east, at.longitude + longitude);
    }
    if (box.west < -180 || box.east > 180) {
        box.west = -180;
        box.east = 180;
    }
    return box;
}

bool sgp_around_holds(const sgp_around *around, double reach_m, const sgp_ready_point *at)
{
    enum { MOST_POINTS = 16 }; /* with more, the box is enough: it takes longer to look than to keep one too many */
    bool holds = around->count > MOST_POINTS;
    for (size_t i = 0; i < around->count && !holds; i++)
        holds = sgp_ready_distance_m(&around->points[i], at) <= reach_m;
    return holds;
}

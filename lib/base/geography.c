/* Points on the Earth: the haversine formula. */
#include "base/geography.h"

#include <math.h>

#define EARTH_RADIUS_M   6371008.8
#define RADIANS(degrees) ((degrees)*0.017453292519943295)

bool sgp_point_is_valid(sgp_point point)
{
    return isfinite(point.latitude) && isfinite(point.longitude) && fabs(point.latitude) <= 90 &&
           fabs(point.longitude) <= 180;
}

sgp_ready_point sgp_point_make_ready(sgp_point point)
{
    return (sgp_ready_point){point, cos(RADIANS(point.latitude))};
}

/* Up to here (of distances: some 250 km) the first terms of a series are as exact as a double is. */
#define SMALL_ANGLE 0.02

static double sine(double angle)
{
    double square = angle * angle;
    if (fabs(angle) > SMALL_ANGLE)
        return sin(angle);
    return angle * (1 - square / 6.0 * (1 - square / 20.0 * (1 - square / 42.0)));
}

static double inverse_sine(double sine)
{
    double square = sine * sine;
    if (sine > SMALL_ANGLE)
        return asin(fmin(1, sine));
    return sine * (1 + square * (1 / 6.0 + square * (3 / 40.0 + square * (15 / 336.0 + square * (105 / 3456.0)))));
}

int32_t sgp_ready_distance_m(const sgp_ready_point *a, const sgp_ready_point *b)
{
    double across = sine(RADIANS(b->point.latitude - a->point.latitude) / 2);
    double along = sine(RADIANS(b->point.longitude - a->point.longitude) / 2);
    double h = across * across + a->cosine * b->cosine * along * along;
    return (int32_t)(2 * EARTH_RADIUS_M * inverse_sine(sqrt(h)) + 0.5);
}

int32_t sgp_distance_m(sgp_point a, sgp_point b)
{
    sgp_ready_point from = sgp_point_make_ready(a), to = sgp_point_make_ready(b);
    return sgp_ready_distance_m(&from, &to);
}

void sgp_box_around(sgp_point centre, double radius_m, double *latitude, double *longitude)
{
    /* Half a metre more, because distances are rounded to whole metres. */
    double angle = (radius_m + 0.5) / EARTH_RADIUS_M;
    *latitude = angle / RADIANS(1);
    double sine = sin(angle), cosine = cos(RADIANS(centre.latitude));
    bool over_pole = fabs(centre.latitude) + *latitude >= 90 || sine >= cosine;
    *longitude = over_pole ? 180 : asin(sine / cosine) / RADIANS(1);
}

int32_t sgp_square_distance_m(const sgp_ready_point *centre, sgp_point point)
{
    double across = fabs(point.latitude - centre->point.latitude);
    double along = fabs(remainder(point.longitude - centre->point.longitude, 360)) * centre->cosine;
    return (int32_t)lround(EARTH_RADIUS_M * RADIANS(fmax(across, along)));
}

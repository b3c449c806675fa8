/* Points on the Earth: the haversine formula. */
#include "base/geography.h"

#include <math.h>

#define EARTH_RADIUS_M 6371008.8
#define RADIANS(degrees) ((degrees)*0.017453292519943295)

bool sgp_point_is_valid(sgp_point point)
{
    return isfinite(point.latitude) && isfinite(point.longitude) && fabs(point.latitude) <= 90 &&
           fabs(point.longitude) <= 180;
}

int32_t sgp_distance_m(sgp_point a, sgp_point b)
{
    double across = sin(RADIANS(b.latitude - a.latitude) / 2);
    double along = sin(RADIANS(b.longitude - a.longitude) / 2);
    double h = across * across + cos(RADIANS(a.latitude)) * cos(RADIANS(b.latitude)) * along * along;
    return (int32_t)lround(2 * EARTH_RADIUS_M * asin(fmin(1, sqrt(h))));
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

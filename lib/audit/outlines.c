/* The outlines of an audit's areas, read when they are asked for: a country's are far larger than all else of it. */
#include "audit/audit.h"

#include "base/error.h"
#include "base/text.h"
#include "directory/directory.h"

#include <string.h>

enum { LONGEST_NUMBER = 32 };

/* The number at `*text`, up to `end`; `*text` is left after it. */
static bool take_number(const char **text, char end, double least, double most, double *number)
{
    char digits[LONGEST_NUMBER];
    const char ends[] = {end, ' ', '\0'};
    size_t length = strcspn(*text, ends);
    if (!length || length >= sizeof digits)
        return false;
    memcpy(digits, *text, length);
    digits[length] = '\0';
    *text += length;
    return sgp_parse_decimal(digits, number) && *number >= least && *number <= most;
}

/* `latitude,longitude latitude,longitude ...`, of three points at least. */
static bool read_outline(const char *text, sgp_array *points)
{
    points->count = 0;
    while (*text) {
        signpost_outline_point point;
        if (!take_number(&text, ',', -90, 90, &point.latitude) || *text++ != ',' ||
            !take_number(&text, ' ', -180, 180, &point.longitude) || !sgp_array_append(points, &point, 1))
            return false;
        text += strspn(text, " ");
    }
    return points->count >= 3;
}

/* Position of an area by its number; they stand by it. */
static size_t position_of(const signpost_audit *audit, int32_t number)
{
    size_t low = 0, high = audit->area_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (audit->areas[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < audit->area_count && audit->areas[low].number == number ? low : SIZE_MAX;
}

signpost_status signpost_audit_outlines(const signpost_audit *audit, signpost_directory *directory,
                                        signpost_outline_function *take, void *context, signpost_error *error)
{
    static const char sql[] = "SELECT code, polygon FROM area WHERE kind = ?1 AND polygon IS NOT NULL ORDER BY code";
    sgp_array points = SGP_ARRAY_OF(signpost_outline_point);
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, directory->db, sql, error);
    sgp_bind_text(&query, 1, audit->about.area_kind);
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, error)) == SIGNPOST_OK) {
        int32_t number = sgp_code_number(&audit->index->areas, sgp_column_text(&query, 0));
        size_t position = number == SGP_NO_NUMBER ? SIZE_MAX : position_of(audit, number);
        if (position != SIZE_MAX && read_outline(sgp_column_text(&query, 1), &points))
            take(context, position, points.items, points.count);
    }
    sgp_query_release(&query);
    sgp_array_release(&points);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

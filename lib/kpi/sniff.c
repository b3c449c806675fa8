/* Tells what kind of file it is by its first line. */
#include "base/text.h"
#include "kpi/import.h"

#include <string.h>

/* A column that only one kind has. */
static const struct {
    const char *column;
    signpost_collection collection;
} telling[] = {
    {"offered", SIGNPOST_COLLECTION_CALLS},
    {"contract", SIGNPOST_COLLECTION_CALLS},
    {"Nhs1 Number Calls Offered SUM", SIGNPOST_COLLECTION_MDS},
    {"Periodname", SIGNPOST_COLLECTION_MDS},
    {"REPORTING_PERIOD", SIGNPOST_COLLECTION_IUC},
    {"ITEM_NUMBER", SIGNPOST_COLLECTION_IUC},
};

static bool find_in(const sgp_stream *stream, signpost_collection *collection)
{
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        for (size_t j = 0; j < stream->count; j++)
            if (sgp_text_equal_ignoring_case(stream->fields[j].text, telling[i].column)) {
                *collection = telling[i].collection;
                return true;
            }
    return false;
}

/* The column of any kind that is nearest to one of the file's. */
static signpost_status fail(const sgp_stream *stream, signpost_error *error)
{
    const char *best = NULL, *near = "";
    size_t distance = SIZE_MAX;
    for (size_t j = 0; j < stream->count; j++) {
        sgp_nearest nearest = sgp_nearest_to(stream->fields[j].text);
        for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
            sgp_nearest_offer(&nearest, telling[i].column);
        if (!nearest.best || nearest.distance >= distance)
            continue;
        best = nearest.best;
        near = stream->fields[j].text;
        distance = nearest.distance;
    }
    sgp_fail(error, SIGNPOST_CONTENT, SGP_FIGURES_COLUMN,
             "\"%s\" has no column that tells calls, the Minimum Data Set or the Integrated Urgent Care collection",
             stream->file);
    if (best)
        sgp_error_hint(error, "its column \"%.60s\" is nearest to \"%s\"", near, best);
    return SIGNPOST_CONTENT;
}

signpost_status signpost_figures_sniff(const char *path, signpost_collection *collection, signpost_error *error)
{
    sgp_stream stream;
    signpost_status status = sgp_stream_open(&stream, path, error);
    if (!status && stream.filled && stream.window[stream.at] == '{') {
        *collection = SIGNPOST_COLLECTION_JOURNALS;
    } else if (!status) {
        status = sgp_stream_next(&stream, error);
        if (status == SIGNPOST_NONE)
            status = sgp_fail(error, SIGNPOST_CONTENT, SGP_FIGURES_COLUMN, "\"%s\" is empty", path);
        else if (!status && !find_in(&stream, collection))
            status = fail(&stream, error);
    }
    sgp_stream_close(&stream);
    return status;
}

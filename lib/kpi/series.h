/* Series, from inside. */
#ifndef SGP_KPI_SERIES_H
#define SGP_KPI_SERIES_H

#include "base/error.h"
#include "base/memory.h"
#include "signpost/kpi.h"

struct signpost_series {
    const signpost_definition *definition;
    signpost_month first;
    size_t count;
    signpost_figure *points; /* by month from `first` */
};

#endif

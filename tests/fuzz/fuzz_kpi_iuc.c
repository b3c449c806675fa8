/* The Integrated Urgent Care collection, from any bytes: read, or refused with reasons. */
#include "fuzz_kpi.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import(SIGNPOST_COLLECTION_IUC, data, size);
    return 0;
}

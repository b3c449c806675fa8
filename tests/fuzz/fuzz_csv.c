/* CSV from any bytes: what is read is valid text, and what is written of it is read back the same. */
#include "base/text.h"
#include "formats/csv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool collect(void *context, const char *bytes, size_t size)
{
    return sgp_array_append(context, bytes, size);
}

/* The rows of `data` that are CSV, written again. */
static void rewrite(const uint8_t *data, size_t size, sgp_array *written, size_t *rows)
{
    sgp_csv csv;
    signpost_error error = SIGNPOST_ERROR_INIT;
    sgp_csv_writer writer = {.sink = collect, .context = written};
    if (sgp_csv_open_bytes(&csv, "fuzz", (const char *)data, size, &error))
        abort();
    unsigned line = 0;
    for (signpost_status status; (status = sgp_csv_next(&csv, &error)) != SIGNPOST_NONE;) {
        if (csv.line <= line)
            abort(); /* each row begins on a line of its own */
        line = csv.line;
        if (status == SIGNPOST_CONTENT && (!error.id || !error.line || !error.column))
            abort();
        if (status)
            continue;
        for (size_t i = 0; i < csv.count; i++) {
            if (!sgp_text_is_utf8(csv.fields[i].text, strlen(csv.fields[i].text), NULL))
                abort();
            sgp_csv_write(&writer, csv.fields[i].text);
        }
        sgp_csv_end_row(&writer);
        ++*rows;
    }
    sgp_csv_release(&csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sgp_array once = SGP_ARRAY_OF(char), twice = SGP_ARRAY_OF(char);
    size_t rows = 0, again = 0;
    rewrite(data, size, &once, &rows);
    rewrite(once.items, once.count, &twice, &again);
    if (rows != again || once.count != twice.count || (once.count && memcmp(once.items, twice.items, once.count) != 0))
        abort();
    sgp_array_release(&once);
    sgp_array_release(&twice);
    return 0;
}

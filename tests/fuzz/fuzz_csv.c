/* CSV from any bytes: what is read is valid text, through a small window as whole, and what is written of it is read
 * back the same. */
#include "base/text.h"
#include "formats/csv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool collect(void *context, const char *bytes, size_t size)
{
    return sgp_array_append(context, bytes, size);
}

typedef struct input {
    const uint8_t *data;
    size_t size;
} input;

static ptrdiff_t give(void *context, char *into, size_t size)
{
    input *left = context;
    size_t count = left->size < size ? left->size : size;
    if (!count)
        return 0;
    memcpy(into, left->data, count);
    left->data += count;
    left->size -= count;
    return (ptrdiff_t)count;
}

/* The rows of `data` that are CSV, read through a window, or whole when that is 0, and written again. */
static void rewrite(const uint8_t *data, size_t size, size_t window, sgp_array *written, size_t *rows)
{
    sgp_csv csv;
    input left = {data, size};
    signpost_error error = SIGNPOST_ERROR_INIT;
    sgp_csv_writer writer = {.sink = collect, .context = written};
    if (window ? sgp_csv_open_window(&csv, "fuzz", window, give, &left, &error)
               : sgp_csv_open_bytes(&csv, "fuzz", (const char *)data, size, &error))
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

static bool is_same(const sgp_array *a, const sgp_array *b)
{
    return a->count == b->count && (!a->count || memcmp(a->items, b->items, a->count) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sgp_array whole = SGP_ARRAY_OF(char), small = SGP_ARRAY_OF(char), twice = SGP_ARRAY_OF(char);
    size_t rows = 0, through = 0, again = 0;
    rewrite(data, size, 0, &whole, &rows);
    rewrite(data, size, SGP_CSV_LEAST_WINDOW + size % 32, &small, &through);
    rewrite(whole.items, whole.count, 0, &twice, &again);
    if (rows != through || rows != again || !is_same(&whole, &small) || !is_same(&whole, &twice))
        abort();
    sgp_array_release(&whole);
    sgp_array_release(&small);
    sgp_array_release(&twice);
    return 0;
}

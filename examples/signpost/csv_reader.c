/* CSV files that the program itself reads; directories are imported by the library. */
#include "csv_reader.h"

#include <stdlib.h>
#include <string.h>

bool csv_reader_open(csv_reader *in, const char *path)
{
    *in = (csv_reader){.path = path};
    FILE *file = fopen(path, "rb");
    size_t size = 0, room = 1 << 16;
    in->bytes = file ? malloc(room) : NULL;
    while (in->bytes && !ferror(file)) {
        size_t got = fread(in->bytes + size, 1, room - size - 1, file);
        size += got;
        if (!got)
            break;
        if (room - size > 1)
            continue;
        char *more = realloc(in->bytes, room *= 2);
        if (!more)
            free(in->bytes);
        in->bytes = more;
    }
    bool good = in->bytes && !ferror(file);
    if (file)
        fclose(file);
    if (!good) {
        csv_reader_close(in);
        fprintf(stderr, "error: could not read \"%s\" [SP0102]\n", path);
        return false;
    }
    in->bytes[size] = '\0';
    in->at = in->bytes;
    if (strncmp(in->at, "\xEF\xBB\xBF", 3) == 0) /* a mark that spreadsheets leave */
        in->at += 3;
    in->next_line = 1;
    return true;
}

void csv_reader_close(csv_reader *in)
{
    free(in->bytes);
    in->bytes = in->at = NULL;
}

/* Takes one cell, quotes and all, and ends it with a NUL; `*last` says whether the record ends with it. */
static char *take_cell(csv_reader *in, bool *last)
{
    char *cell = in->at, *to = in->at;
    bool quoted = *in->at == '"';
    if (quoted)
        in->at++;
    while (*in->at && (quoted || !strchr(",\r\n", *in->at))) {
        in->next_line += *in->at == '\n';
        if (quoted && *in->at == '"' && in->at[1] != '"') {
            quoted = false;
            in->at++;
            continue;
        }
        in->at += quoted && *in->at == '"';
        *to++ = *in->at++;
    }
    char end = *in->at;
    *last = end != ',';
    if (end)
        in->at++;
    if (end == '\r' && *in->at == '\n')
        in->at++;
    in->next_line += end == '\r' || end == '\n';
    *to = '\0';
    return cell;
}

size_t csv_reader_take(csv_reader *in, char *cells[CSV_MOST_COLUMNS])
{
    while (*in->at == '\r' || *in->at == '\n')
        in->next_line += *in->at++ == '\n';
    size_t count = 0;
    in->line = in->next_line;
    if (!*in->at)
        return 0;
    for (bool last = false; !last;) {
        char *cell = take_cell(in, &last);
        if (count < CSV_MOST_COLUMNS)
            cells[count++] = cell;
    }
    return count;
}

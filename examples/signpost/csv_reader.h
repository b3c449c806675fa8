/* A CSV file in memory; records are taken apart where they stand. */
#ifndef SIGNPOST_CSV_READER_H
#define SIGNPOST_CSV_READER_H

#include "program.h"

enum { CSV_MOST_COLUMNS = 32 };

typedef struct csv_reader {
    const char *path;
    char *bytes, *at;
    int line, next_line; /* of the record that was taken last; where the next begins */
} csv_reader;

/* Reads a file; false, with a message, when it cannot be. */
bool csv_reader_open(csv_reader *in, const char *path);
/* The cells of the next record that is not empty; 0 at the end. More than there is room for are passed over. They stay
 * where they are until the file is closed. */
size_t csv_reader_take(csv_reader *in, char *cells[CSV_MOST_COLUMNS]);
void csv_reader_close(csv_reader *in);

#endif

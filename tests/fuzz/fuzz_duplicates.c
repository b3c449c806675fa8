/* Duplicates of CSV: whatever the file, and whatever the mapping, which stands before a line of dashes, is a clean
 * error or clusters of two and more, each record in at most one. */
#include "signpost/duplicates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char csv[] = "/tmp/signpost-fuzz-csv-XXXXXX", mapping[] = "/tmp/signpost-fuzz-map-XXXXXX";

static void remove_files(void)
{
    unlink(csv);
    unlink(mapping);
}

static bool write_file(const char *path, const uint8_t *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(bytes, 1, size, file) == size;
    return file && fclose(file) == 0 && good;
}

static void make_files(void)
{
    static bool made;
    if (made)
        return;
    made = true;
    close(mkstemp(csv));
    close(mkstemp(mapping));
    atexit(remove_files);
}

static void check(const signpost_duplicates *found)
{
    size_t records = signpost_duplicates_record_count(found);
    unsigned char *seen = calloc(records + 1, 1);
    signpost_duplicate_loss loss;
    signpost_duplicates_evaluation by_labels;
    for (size_t i = 0; i < signpost_duplicates_cluster_count(found); i++) {
        signpost_duplicate_cluster cluster = signpost_duplicates_cluster(found, i);
        if (cluster.count < 2)
            abort();
        for (size_t j = 0; j < cluster.count; j++)
            if (seen[cluster.records[j]]++)
                abort();
        for (size_t cursor = 0; signpost_duplicates_loss(found, i, &cursor, &loss) == SIGNPOST_OK;)
            if (!*loss.value)
                abort();
    }
    for (size_t i = 0; i < signpost_duplicates_pair_count(found); i++) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(found, i);
        if (pair.a >= pair.b || pair.b >= records)
            abort();
    }
    signpost_duplicates_evaluate(found, &by_labels, NULL);
    if (by_labels.right_pairs > by_labels.found_pairs || by_labels.right_pairs > by_labels.true_pairs)
        abort();
    free(seen);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char mark[] = "\n-----\n";
    size_t at = 0;
    while (at + sizeof mark - 1 <= size && memcmp(data + at, mark, sizeof mark - 1) != 0)
        at++;
    bool mapped = at + sizeof mark - 1 <= size;
    size_t begin = mapped ? at + sizeof mark - 1 : 0;
    signpost_duplicates *found;
    signpost_diagnostics *diagnostics;
    signpost_error error = SIGNPOST_ERROR_INIT;
    make_files();
    if (!write_file(csv, data + begin, size - begin) || (mapped && !write_file(mapping, data, at)) ||
        signpost_diagnostics_new(&diagnostics))
        return 0;
    signpost_status status = signpost_duplicates_of_csv(csv, mapped ? mapping : NULL, size % 2 ? "town" : NULL, NULL,
                                                        &found, diagnostics, &error);
    if (status == SIGNPOST_OK)
        check(found);
    else if (!error.id || found)
        abort();
    signpost_duplicates_free(found);
    signpost_diagnostics_free(diagnostics);
    return 0;
}

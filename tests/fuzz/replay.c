/* Runs a fuzz target without libFuzzer: over every file of a corpus folder, as it is, cut short, and with seeded
 * changes of single bytes, so that the ordinary run finds what is shallow. Usage: fuzz-NAME FOLDER [changes of each
 * file]. */
#include "../support/random.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST = 1 << 20 };

/* A copy of exactly the size, so that a sanitizer sees the first byte that is read too far. */
static void run(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        exit(3);
    memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_changed(uint8_t *bytes, size_t size, int changes, test_random *random)
{
    static const char interesting[] = "0129-:;,./ \n\t{}[]<>\"'#&*\x80\xFF";
    for (int i = 0; i < changes && size; i++) {
        size_t at = (size_t)test_random_from(random, 0, (int)size - 1);
        uint8_t was = bytes[at];
        bytes[at] = (uint8_t)(test_random_one_in(random, 2)
                                  ? interesting[test_random_from(random, 0, (int)sizeof interesting - 1)]
                                  : bytes[test_random_from(random, 0, (int)size - 1)]);
        run(bytes, test_random_one_in(random, 4) ? at : size);
        if (!test_random_one_in(random, 4)) /* else the change stays, and the next is made to it */
            bytes[at] = was;
    }
}

static int run_file(const char *path, int changes)
{
    static uint8_t bytes[LARGEST];
    test_random random = {sizeof bytes};
    FILE *file = fopen(path, "rb");
    if (!file)
        return 0; /* a folder */
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    run(bytes, size);
    run_changed(bytes, size, changes, &random);
    return 1;
}

int main(int count, char **arguments)
{
    int ran = 0, changes = count > 2 ? atoi(arguments[2]) : 300;
    DIR *folder = count > 1 ? opendir(arguments[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: %s FOLDER [CHANGES]\n", arguments[0]);
        return 2;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", arguments[1], entry->d_name);
        if (entry->d_name[0] != '.')
            ran += run_file(path, changes);
    }
    closedir(folder);
    printf("%d files of %s\n", ran, arguments[1]);
    return ran ? 0 : 1;
}

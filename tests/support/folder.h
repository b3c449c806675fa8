/* A folder of files from one text: a line `== name` begins a file, and the lines up to the next such line are what is
 * in it. */
#ifndef SIGNPOST_TESTS_FOLDER_H
#define SIGNPOST_TESTS_FOLDER_H

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_PATH = 512 };

/* Removes the files of a folder, and the folder. */
static inline void folder_remove(const char *folder)
{
    char path[FOLDER_PATH];
    DIR *open = opendir(folder);
    for (struct dirent *entry; open && (entry = readdir(open));) {
        if (snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path && entry->d_name[0] != '.')
            unlink(path);
    }
    if (open)
        closedir(open);
    rmdir(folder);
}

/* False when it could not be written. Names are taken for what they are up to a slash, so that nothing is written
 * elsewhere. */
static inline bool folder_write(const char *folder, const char *text, size_t size)
{
    char path[FOLDER_PATH], name[64];
    FILE *file = NULL;
    const char *end = text + size;
    mkdir(folder, 0777);
    for (const char *at = text, *next; at < end; at = next) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        next = stop ? stop + 1 : end;
        if (end - at > 3 && memcmp(at, "== ", 3) == 0) {
            size_t length = (size_t)((stop ? stop : end) - at) - 3;
            snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1), at + 3);
            if (file)
                fclose(file);
            file = NULL;
            if (strchr(name, '/') || name[0] == '.' || !name[0])
                continue;
            snprintf(path, sizeof path, "%s/%s", folder, name);
            file = fopen(path, "wb");
            if (!file)
                return false;
        } else if (file) {
            fwrite(at, 1, (size_t)(next - at), file);
        }
    }
    return !file || fclose(file) == 0;
}

#endif

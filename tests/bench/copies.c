/* A name is renamed where it is declared (`pathway:`, `module:`, `complaint:`), where it is jumped to, and before the
 * slash of `module/step`. */
#include "copies.h"

#include "formats/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool add(copies *made, const char *name, char *text)
{
    if (made->count == made->room) {
        size_t room = made->room ? 2 * made->room : 256;
        signpost_source *grown = realloc(made->sources, room * sizeof *grown);
        if (!grown)
            return false;
        made->sources = grown;
        made->room = room;
    }
    char *own = malloc(strlen(name) + 1);
    if (!own || !text)
        return false;
    strcpy(own, name);
    made->sources[made->count++] = (signpost_source){own, text, strlen(text)};
    made->bytes += strlen(text);
    return true;
}

void copies_free(copies *made)
{
    for (size_t i = 0; i < made->count; i++) {
        free((char *)(uintptr_t)made->sources[i].name);
        free((char *)(uintptr_t)made->sources[i].bytes);
    }
    free(made->sources);
    *made = (copies){0};
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static size_t name_length(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
}

/* The name of the pathway or module that a file holds, perhaps below a comment; NULL for what is shared. */
static const char *name_in(const char *text)
{
    while (*text == '#' && strchr(text, '\n'))
        text = strchr(text, '\n') + 1;
    return begins(text, "module: ") || begins(text, "pathway: ") ? strchr(text, ' ') + 1 : NULL;
}

/* Whether a pathway or module of the files has the name. */
static bool is_known(const copies *made, size_t files, const char *name, size_t length)
{
    for (size_t i = 0; i < files; i++) {
        const char *there = name_in(made->sources[i].bytes);
        if (there && name_length(there) == length && strncmp(there, name, length) == 0)
            return true;
    }
    return false;
}

/* Where in a line a name stands that is renamed: behind a key, or before a slash. */
static bool is_renamed(const copies *made, size_t files, const char *text, const char *at)
{
    static const char *const keys[] = {"pathway: ", "module: ", "complaint: "};
    size_t length = name_length(at);
    bool is_whole = at == text || !name_length(at - 1);
    for (size_t i = 0; i < sizeof keys / sizeof *keys && is_whole; i++) {
        size_t key = strlen(keys[i]);
        if ((size_t)(at - text) >= key && begins(at - key, keys[i]) &&
            ((size_t)(at - text) == key || strchr("\n{", at[-(ptrdiff_t)key - 1])))
            return true;
    }
    return is_whole && at[length] == '/' && is_known(made, files, at, length);
}

/* The text with every such name followed by the number of the copy. NULL when memory ran out. */
static char *rename_all(const copies *made, size_t files, const char *text, int copy)
{
    size_t size = 2 * strlen(text) + 64, used = 0;
    char *renamed = malloc(size);
    for (const char *at = text; renamed && *at;) {
        size_t length = name_length(at);
        bool does = length && is_renamed(made, files, text, at);
        length = length ? length : 1;
        used += (size_t)snprintf(renamed + used, size - used, "%.*s", (int)length, at);
        if (does)
            used += (size_t)snprintf(renamed + used, size - used, "-c%d", copy);
        at += length;
    }
    if (renamed)
        renamed[used] = '\0';
    return renamed;
}

/* The safety rules that are about a module, alone. */
static void keep_rules_of_modules(char *text)
{
    char *to = strstr(text, "safety:"), *rule = to ? strstr(to, "  - name:") : NULL;
    for (to = rule; rule && *rule;) {
        char *next = strstr(rule + 1, "  - name:");
        size_t length = next ? (size_t)(next - rule) : strlen(rule);
        bool keeps = memchr(rule, '/', length) != NULL;
        memmove(to, rule, length);
        to += keeps ? length : 0;
        rule = next;
    }
    if (to)
        *to = '\0';
}

static bool read_shipped(copies *made)
{
    sgp_arena arena = {0};
    sgp_array paths = SGP_ARRAY_OF(char *);
    bool good = sgp_folder_list(SIGNPOST_SOURCE_ROOT "/algorithms", ".yaml", 8, &arena, &paths, NULL) == SIGNPOST_OK;
    for (size_t i = 0; i < paths.count && good; i++) {
        const char *path = *SGP_AT(&paths, char *, i);
        char *text;
        size_t size;
        if (strstr(path, "/translations/"))
            continue;
        good = sgp_file_read(path, 1 << 22, &text, &size, NULL) == SIGNPOST_OK && add(made, path, text);
    }
    sgp_array_release(&paths);
    sgp_arena_release(&arena);
    return good;
}

bool copies_make(copies *made, int times)
{
    *made = (copies){0};
    bool good = read_shipped(made);
    size_t files = made->count;
    for (int copy = 1; copy < times; copy++)
        for (size_t i = 0; i < files && good; i++) {
            const signpost_source *file = &made->sources[i];
            char name[1024];
            bool is_safety = strstr(file->name, "/safety.yaml") != NULL;
            if (!is_safety && !name_in(file->bytes))
                continue;
            snprintf(name, sizeof name, "%s-c%d", file->name, copy);
            char *text = rename_all(made, files, file->bytes, copy);
            if (is_safety && text)
                keep_rules_of_modules(text);
            good = add(made, name, text);
        }
    return good;
}

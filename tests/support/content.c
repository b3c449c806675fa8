#include "content.h"

/* Without cmocka: fuzz targets use it, too. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 64 * 1024 };

void test_content_read(test_content *content)
{
    static const char *const names[TEST_ALL_FILES] = {"air.yaml", "cough.yaml", "fever.yaml", "shared.yaml", "cy.yaml"};
    for (int i = 0; i < TEST_ALL_FILES; i++) {
        char path[1024];
        snprintf(path, sizeof path, SIGNPOST_SOURCE_ROOT "/tests/fixtures/small%s/%s", i < TEST_CONTENT_FILES ? "" : "-more", names[i]);
        FILE *file = fopen(path, "rb");
        char *bytes = malloc(LARGEST);
        if (!file || !bytes)
            abort();
        size_t size = fread(bytes, 1, LARGEST - 1, file);
        fclose(file);
        bytes[size] = '\0';
        content->sources[i] = (signpost_source){names[i], bytes, size};
    }
}

static char *bytes_of(signpost_source *source)
{
    return (char *)(uintptr_t)source->bytes;
}

void test_content_free(test_content *content)
{
    for (int i = 0; i < TEST_ALL_FILES; i++)
        free(bytes_of(&content->sources[i]));
}

bool test_content_change(test_content *content, int file, const char *old, const char *text)
{
    signpost_source *source = &content->sources[file];
    char *bytes = bytes_of(source), *at = strstr(bytes, old);
    if (!at)
        return false;
    size_t before = (size_t)(at - bytes), removed = strlen(old), added = strlen(text);
    if (source->size - removed + added >= LARGEST)
        return false;
    memmove(at + added, at + removed, source->size - before - removed + 1);
    memcpy(at, text, added);
    source->size += added - removed;
    return true;
}

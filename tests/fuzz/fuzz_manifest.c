/* A manifest from any bytes: it is read, and then writes itself again, or is refused. */
#include "releases/releases.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const unsigned char key[SIGNPOST_PUBLIC_KEY_SIZE] = {1};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_snapshot read;
    char bytes[SGP_MANIFEST_LARGEST];
    char *copy = malloc(size + 1); /* exactly as long as it is said to be, for the sanitizers */
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    if (signpost_snapshot_parse("manifest", copy, size, NULL, &read, &error) == SIGNPOST_OK) {
        size_t length = sgp_manifest_write(&read, NULL, bytes) - strlen("signature -\n");
        if (length > size || memcmp(bytes, copy, length) != 0)
            abort();
        if (signpost_snapshot_parse("manifest", copy, size, key, &read, &error) != SIGNPOST_REFUSED)
            abort();
    } else if (!*error.message) {
        abort();
    }
    free(copy);
    return 0;
}

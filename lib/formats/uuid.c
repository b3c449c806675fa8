/* Identifiers made of what they stand for. */
#include "formats/uuid.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

char *sgp_urn_uuid(const char *beginning, const char *rest, char buffer[SGP_URN_UUID_SIZE])
{
    unsigned char hash[16];
    char hex[33];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)beginning, strlen(beginning));
    crypto_generichash_update(&state, (const unsigned char *)rest, strlen(rest));
    crypto_generichash_final(&state, hash, sizeof hash);
    hash[6] = (unsigned char)((hash[6] & 0x0F) | 0x80);
    hash[8] = (unsigned char)((hash[8] & 0x3F) | 0x80);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(buffer, SGP_URN_UUID_SIZE, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
             hex + 20);
    return buffer;
}

/* A checksum for files that this library keeps: it finds damage, and is no defence against a forger. */
#ifndef SGP_BASE_CHECKSUM_H
#define SGP_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* XXH64 (Collet), seed 0, on a little-endian machine; on others the same steps over words as they lie in memory. */
uint64_t sgp_checksum(const void *bytes, size_t size);

#endif

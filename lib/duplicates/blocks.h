/* Which pairs of entries are compared at all: those that share a key. */
#ifndef SGP_DUPLICATES_BLOCKS_H
#define SGP_DUPLICATES_BLOCKS_H

#include "duplicates/entries.h"

/* What a key is made of. */
typedef enum sgp_key {
    SGP_KEY_POSTCODE,
    SGP_KEY_PHONE,  /* its last seven digits */
    SGP_KEY_WORD,   /* the rarest words of the name: three keys */
    SGP_KEY_STREET, /* number and street */
    SGP_KEY_PREFIX, /* how the name begins */
    SGP_KEY_CELL,   /* a square of 500 m */
    SGP_KEY_CODE,   /* the stem of the ODS code */
    SGP_KEYS
} sgp_key;

/* The fields that a key asks for, bit by field: they say nothing more of pairs that share it. */
uint32_t sgp_key_fields(sgp_key key);

enum { SGP_KEYS_OF_ENTRY = SGP_KEYS + 2, SGP_LARGEST_BLOCK = 40, SGP_WINDOW = 10 };
enum { SGP_MOST_PARTNERS = SGP_KEYS_OF_ENTRY * SGP_LARGEST_BLOCK };

/* Entries that share a key stand together: whole blocks of at most SGP_LARGEST_BLOCK are compared; in larger ones, an
 * entry with the SGP_WINDOW nearest by name on each side. */
typedef struct sgp_block_table {
    uint32_t *members; /* entries, block by block, in each by name */
    uint32_t *blocks;  /* of each member */
    uint32_t *begins;  /* of each block: its first member; one more at the end */
    size_t count;      /* of members */
} sgp_block_table;

typedef struct sgp_blocks {
    size_t entries;
    uint32_t *at; /* SGP_KEYS_OF_ENTRY places in the tables' members for each entry; UINT32_MAX for none */
    sgp_block_table tables[SGP_KEYS];
} sgp_blocks;

/* Only entries that are their own twin have keys: `twin_of` says whose twin each is; NULL when none is another's. */
signpost_status sgp_blocks_make(sgp_blocks *made, const sgp_entries *entries, const uint32_t *twin_of,
                                signpost_error *error);
void sgp_blocks_release(sgp_blocks *blocks);

/* Another entry that is to be compared, and the keys that ask for it, bit by key. */
typedef struct sgp_partner {
    uint32_t entry, keys;
} sgp_partner;

/* Finds partners; one for each thread. */
typedef struct sgp_pairing {
    const sgp_blocks *blocks;
    uint32_t *seen; /* of each entry: 1 + its place among the partners, and for whom */
    uint32_t *seen_for;
    sgp_partner partners[SGP_MOST_PARTNERS];
    size_t count;
} sgp_pairing;

signpost_status sgp_pairing_init(sgp_pairing *pairing, const sgp_blocks *blocks, signpost_error *error);
void sgp_pairing_release(sgp_pairing *pairing);
/* The partners of an entry that come after it: each pair is found once. */
void sgp_pairing_of(sgp_pairing *pairing, uint32_t entry);

#endif

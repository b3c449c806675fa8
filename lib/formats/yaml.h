/* Reading YAML: libyaml's events into a flat table of nodes with positions. Every scalar stays text.
 *
 * Refused, each with its position: anything but UTF-8, more than one document, anchors, aliases and tags, duplicate
 * keys, keys that are not scalars, nesting beyond SGP_YAML_DEEPEST, files beyond SGP_YAML_LARGEST. (libyaml's own
 * nesting is quadratic, so depth is counted on events.) */
#ifndef SGP_FORMATS_YAML_H
#define SGP_FORMATS_YAML_H

#include "base/error.h"
#include "base/memory.h"

enum { SGP_YAML_DEEPEST = 32, SGP_YAML_WIDEST = 2000, SGP_YAML_LARGEST_FILE = 4 * 1024 * 1024 };

typedef enum sgp_yaml_kind { SGP_YAML_TEXT, SGP_YAML_LIST, SGP_YAML_MAP } sgp_yaml_kind;

/* Siblings are linked by index; in a map each entry carries its key. Index 0 is the root; there is no node -1. */
typedef struct sgp_yaml_node {
    sgp_yaml_kind kind;
    unsigned line, column;         /* of the value, from 1 */
    const char *key;               /* in a map; NULL elsewhere */
    unsigned key_line, key_column; /* of the key */
    const char *text;              /* of a text; NULL otherwise */
    int32_t first, next;           /* first child, next sibling; -1 for none */
    int32_t count;                 /* of children */
} sgp_yaml_node;

/* One document read. Texts live in the arena that was given. */
typedef struct sgp_yaml {
    const char *file; /* as it is named in messages */
    sgp_array nodes;  /* sgp_yaml_node; empty when the document could not be read */
} sgp_yaml;

/* Reads `size` bytes. Problems go into `list`.
 * SIGNPOST_OK, SIGNPOST_CONTENT (the document is not there), or SIGNPOST_NO_MEMORY. */
signpost_status sgp_yaml_parse(sgp_yaml *yaml, sgp_arena *arena, const char *file, const char *bytes, size_t size,
                               signpost_diagnostics *list);
void sgp_yaml_release(sgp_yaml *yaml);

/* The node at an index; NULL for -1. */
const sgp_yaml_node *sgp_yaml_at(const sgp_yaml *yaml, int32_t index);
const sgp_yaml_node *sgp_yaml_root(const sgp_yaml *yaml);
/* First child, next sibling: NULL at the end. */
const sgp_yaml_node *sgp_yaml_first(const sgp_yaml *yaml, const sgp_yaml_node *node);
const sgp_yaml_node *sgp_yaml_next(const sgp_yaml *yaml, const sgp_yaml_node *node);
/* The value of a key; NULL when the map has none, or when it is no map. */
const sgp_yaml_node *sgp_yaml_get(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key);

/* Where a node, or its key, stands. */
sgp_spot sgp_yaml_spot(const sgp_yaml *yaml, const sgp_yaml_node *node);
sgp_spot sgp_yaml_key_spot(const sgp_yaml *yaml, const sgp_yaml_node *node);

/* Reports every key of the map that is not in `keys` (ended by NULL), with the nearest one that is. */
void sgp_yaml_check_keys(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *const *keys,
                         signpost_diagnostics *list);
/* The text of a key; NULL when there is none, or, with a report, when it is no text. */
const char *sgp_yaml_get_text(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key,
                              signpost_diagnostics *list);
/* The same, reporting that it is missing from `what`. */
const char *sgp_yaml_need_text(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key, const char *what,
                               signpost_diagnostics *list);
/* A text, or a list's texts with commas between, into `buffer`, cut to `size`; an empty list gives `none`. False, with
 * a report, when it is neither. */
bool sgp_yaml_joined(const sgp_yaml *yaml, const sgp_yaml_node *node, const char *none, char *buffer, size_t size,
                     signpost_diagnostics *list);
/* Whether the node is of a kind, with a report, naming the node `what`, when it is not. NULL is not. */
bool sgp_yaml_is(const sgp_yaml *yaml, const sgp_yaml_node *node, sgp_yaml_kind kind, const char *what,
                 signpost_diagnostics *list);
/* yes or true, no or false, by those words; `otherwise` when the key is missing or, with a report, anything else. */
bool sgp_yaml_get_flag(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key, bool otherwise,
                       signpost_diagnostics *list);

#endif

/* Reading YAML, from events. Rules kept here:
 *  - a parser's failure is known by the return value, never by parser.error alone (libyaml can fail without setting
 *    it);
 *  - every event is deleted, whatever happens;
 *  - a node is linked to its parent before its children are read, so that the table is whole at any time. */
#include "formats/yaml.h"

#include "base/strings.h"
#include "base/text.h"

#include <string.h>
#include <yaml.h>

/* Where the next node goes: under which parent, after which sibling, and for a map under which key. */
typedef struct level {
    int32_t node, last;
    bool is_map;
    const char *key; /* read, waiting for its value */
    unsigned key_line, key_column;
} level;

typedef struct reader {
    sgp_yaml *yaml;
    sgp_arena *arena;
    signpost_diagnostics *list;
    level levels[SGP_YAML_DEEPEST + 1];
    int depth; /* of open collections */
    int documents;
    bool out_of_memory;
    const char *bytes;
    size_t size;
} reader;

static sgp_spot spot_of(const reader *r, yaml_mark_t mark)
{
    return (sgp_spot){r->yaml->file, (unsigned)mark.line + 1, (unsigned)mark.column + 1};
}

static bool refuse(reader *r, int id, yaml_mark_t mark, const char *why, const char *hint)
{
    sgp_diagnose_hint(r->list, SIGNPOST_ERROR, id, spot_of(r, mark), hint, "%s", why);
    return false;
}

static bool no_memory(reader *r)
{
    r->out_of_memory = true;
    return false;
}

static bool is_duplicate(const reader *r, const level *top, const char *key)
{
    for (const sgp_yaml_node *child = sgp_yaml_first(r->yaml, sgp_yaml_at(r->yaml, top->node)); child;
         child = sgp_yaml_next(r->yaml, child))
        if (strcmp(child->key, key) == 0)
            return true;
    return false;
}

static bool take_key(reader *r, level *top, const char *text, yaml_mark_t mark)
{
    if (is_duplicate(r, top, text)) {
        sgp_diagnose_hint(r->list, SIGNPOST_ERROR, SGP_YAML_DUPLICATE_KEY, spot_of(r, mark), "keep one of them",
                          "\"%s\" stands here twice", text);
        return false;
    }
    if (sgp_yaml_at(r->yaml, top->node)->count == SGP_YAML_WIDEST)
        return refuse(r, SGP_TOO_LARGE, mark, "this map has more than 2000 entries", "split it into several files");
    top->key = text;
    top->key_line = (unsigned)mark.line + 1;
    top->key_column = (unsigned)mark.column + 1;
    return true;
}

/* Adds a node under the open collection; -1 when memory ran out. */
static int32_t add_node(reader *r, sgp_yaml_kind kind, const char *text, yaml_mark_t mark)
{
    sgp_yaml_node *node = sgp_array_add(&r->yaml->nodes);
    if (!node) {
        r->out_of_memory = true;
        return -1;
    }
    int32_t index = (int32_t)r->yaml->nodes.count - 1;
    *node = (sgp_yaml_node){.kind = kind, .text = text, .first = -1, .next = -1};
    node->line = (unsigned)mark.line + 1;
    node->column = (unsigned)mark.column + 1;
    if (!r->depth)
        return index;
    level *top = &r->levels[r->depth - 1];
    node->key = top->key;
    node->key_line = top->key_line;
    node->key_column = top->key_column;
    sgp_yaml_node *parent = SGP_AT(&r->yaml->nodes, sgp_yaml_node, (size_t)top->node);
    parent->count++;
    if (top->last < 0)
        parent->first = index;
    else
        SGP_AT(&r->yaml->nodes, sgp_yaml_node, (size_t)top->last)->next = index;
    top->last = index;
    top->key = NULL;
    return index;
}

/* Whether a key is due, rather than a value. */
static bool wants_key(const reader *r)
{
    return r->depth && r->levels[r->depth - 1].is_map && !r->levels[r->depth - 1].key;
}

static bool on_scalar(reader *r, const yaml_event_t *event)
{
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (event->data.scalar.anchor || event->data.scalar.tag)
        return refuse(r, SGP_YAML_FORBIDDEN, event->start_mark, "anchors and tags are not used here",
                      "write the value itself");
    if (memchr(value, '\0', length))
        return refuse(r, SGP_NOT_UTF8, event->start_mark, "a text holds a NUL character", "remove it");
    char *text = sgp_arena_text(r->arena, value, length);
    if (!text)
        return no_memory(r);
    if (wants_key(r))
        return take_key(r, &r->levels[r->depth - 1], text, event->start_mark);
    return add_node(r, SGP_YAML_TEXT, text, event->start_mark) >= 0;
}

static bool open_collection(reader *r, const yaml_event_t *event, bool is_map, bool is_marked)
{
    if (is_marked)
        return refuse(r, SGP_YAML_FORBIDDEN, event->start_mark, "anchors and tags are not used here",
                      "write the value itself");
    if (wants_key(r))
        return refuse(r, SGP_YAML_FORBIDDEN, event->start_mark, "a key must be a plain text",
                      "write a name before the colon");
    if (r->depth == SGP_YAML_DEEPEST)
        return refuse(r, SGP_YAML_TOO_DEEP, event->start_mark, "this is nested too deeply",
                      "the content never needs more than a few levels");
    int32_t node = add_node(r, is_map ? SGP_YAML_MAP : SGP_YAML_LIST, NULL, event->start_mark);
    if (node < 0)
        return false;
    r->levels[r->depth++] = (level){.node = node, .last = -1, .is_map = is_map};
    return true;
}

static bool on_event(reader *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return on_scalar(r, event);
    case YAML_MAPPING_START_EVENT:
        return open_collection(r, event, true, event->data.mapping_start.anchor || event->data.mapping_start.tag);
    case YAML_SEQUENCE_START_EVENT:
        return open_collection(r, event, false, event->data.sequence_start.anchor || event->data.sequence_start.tag);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        r->depth--;
        return true;
    case YAML_ALIAS_EVENT:
        return refuse(r, SGP_YAML_FORBIDDEN, event->start_mark, "aliases are not used here", "write the value itself");
    case YAML_DOCUMENT_START_EVENT:
        if (r->documents++)
            return refuse(r, SGP_YAML_FORBIDDEN, event->start_mark, "a second document begins here",
                          "one file holds one document: remove the \"---\"");
        return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    default:
        return true;
    }
}

/* Line and column of a byte: what cannot be decoded, libyaml gives by its offset alone. */
static sgp_spot spot_of_byte(const reader *r, size_t offset)
{
    sgp_spot spot = {r->yaml->file, 1, 1};
    for (size_t i = 0; i < offset && i < r->size; i++) {
        bool is_line_end = r->bytes[i] == '\n';
        spot.line += is_line_end;
        spot.column = is_line_end ? 1 : spot.column + 1;
    }
    return spot;
}

static bool on_parser_failure(reader *r, const yaml_parser_t *parser)
{
    if (parser->error == YAML_MEMORY_ERROR)
        return no_memory(r);
    yaml_mark_t mark = parser->problem_mark;
    const char *problem = parser->problem ? parser->problem : "it cannot be read as YAML";
    if (parser->error == YAML_READER_ERROR) {
        sgp_diagnose_hint(r->list, SIGNPOST_ERROR, SGP_NOT_UTF8, spot_of_byte(r, parser->problem_offset),
                          "save the file as UTF-8 text", "not text: %s", problem);
        return false;
    }
    sgp_diagnose_hint(r->list, SIGNPOST_ERROR, SGP_YAML_SYNTAX, spot_of(r, mark),
                      "check indentation, colons and quotes around here", "not YAML: %s", problem);
    return false;
}

static bool read_events(reader *r, yaml_parser_t *parser)
{
    for (bool going = true; going;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event))
            return on_parser_failure(r, parser);
        bool taken = on_event(r, &event);
        going = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (!taken)
            return false;
    }
    return true;
}

signpost_status sgp_yaml_parse(sgp_yaml *yaml, sgp_arena *arena, const char *file, const char *bytes, size_t size,
                               signpost_diagnostics *list)
{
    *yaml = (sgp_yaml){file, SGP_ARRAY_OF(sgp_yaml_node)};
    reader r = {.yaml = yaml, .arena = arena, .list = list, .bytes = bytes, .size = size};
    if (size > SGP_YAML_LARGEST_FILE) {
        sgp_diagnose_hint(list, SIGNPOST_ERROR, SGP_TOO_LARGE, (sgp_spot){file, 0, 0}, "split it",
                          "it is larger than %d bytes", SGP_YAML_LARGEST_FILE);
        return SIGNPOST_CONTENT;
    }
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return SIGNPOST_NO_MEMORY;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, size);
    bool read = read_events(&r, &parser);
    yaml_parser_delete(&parser);
    if (read && !yaml->nodes.count) {
        sgp_diagnose_hint(list, SIGNPOST_ERROR, SGP_YAML_SYNTAX, (sgp_spot){file, 0, 0}, "remove it, or fill it",
                          "the file is empty");
        read = false;
    }
    if (!read)
        sgp_yaml_release(yaml);
    return r.out_of_memory || sgp_diagnostics_lost(list) ? SIGNPOST_NO_MEMORY : read ? SIGNPOST_OK : SIGNPOST_CONTENT;
}

void sgp_yaml_release(sgp_yaml *yaml)
{
    sgp_array_release(&yaml->nodes);
}

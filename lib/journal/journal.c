/* A journal that is read: its lines, their chain, and their order. */
#include "journal/journal.h"

#include "base/text.h"
#include "formats/file.h"

#include <string.h>

/* A journal while it is read. */
typedef struct reading {
    signpost_journal *journal;
    sgp_array lines; /* signpost_line */
    signpost_diagnostics *list;
    size_t search; /* the last, of `lines`; when there is one */
    bool has_search, has_ended;
} reading;

static const char opening[] = "{\"journal\":";
static const char tail_start[] = ",\"chain\":\"";
enum {
    TAIL_START = sizeof tail_start - 1,
    TAIL = TAIL_START + SGP_CHAIN_TEXT - 1 + 2, /* `,"chain":"` 64 digits `"}` */
};

static sgp_spot spot_of(const reading *r, size_t number)
{
    return (sgp_spot){r->journal->name, (unsigned)number, 0};
}

static bool damaged(reading *r, size_t number, int id, const char *what)
{
    sgp_diagnose(r->list, SIGNPOST_ERROR, id, spot_of(r, number), "%s", what);
    return false;
}

/* The chain that a line says it has; false when it ends otherwise. */
static bool read_chain(const char *bytes, size_t size, sgp_chain *chain)
{
    if (size < TAIL || memcmp(bytes + size - TAIL, tail_start, TAIL_START) != 0 ||
        memcmp(bytes + size - 2, "\"}", 2) != 0)
        return false;
    const char *at = bytes + size - TAIL + TAIL_START;
    for (size_t i = 0; i < SGP_CHAIN_SIZE; i++, at += 2) {
        int high = sgp_hex_digit(at[0]), low = sgp_hex_digit(at[1]);
        if (high < 0 || low < 0)
            return false;
        chain->bytes[i] = (unsigned char)(high * 16 + low);
    }
    return true;
}

static bool is_among(const signpost_texts *texts, const char *text)
{
    for (size_t i = 0; i < texts->count; i++)
        if (strcmp(texts->at[i], text) == 0)
            return true;
    return false;
}

/* Whether a line may stand where it does. */
static bool check_order(reading *r, const signpost_line *line)
{
    if ((line->number == 1) != (line->kind == SIGNPOST_LINE_STARTED))
        return damaged(r, line->number, SGP_JOURNAL_ORDER,
                       line->number == 1 ? "a journal begins with the start of its call"
                                         : "a journal holds one call, and this one has started before");
    if (r->has_ended)
        return damaged(r, line->number, SGP_JOURNAL_ORDER, "nothing follows the end of the call");
    if (line->kind != SIGNPOST_LINE_CHOSEN && line->kind != SIGNPOST_LINE_REFUSED)
        return true;
    const signpost_line *search = r->has_search ? SGP_AT(&r->lines, signpost_line, r->search) : NULL;
    if (search && (is_among(&search->offered, line->service) || is_among(&search->held, line->service) ||
                   is_among(&search->catch_all, line->service)))
        return true;
    sgp_diagnose(r->list, SIGNPOST_ERROR, SGP_JOURNAL_ORDER, spot_of(r, line->number),
                 "service \"%s\" was not offered by the last search", line->service);
    return false;
}

static bool keep_line(reading *r, const signpost_line *line)
{
    bool good = check_order(r, line);
    r->has_ended = r->has_ended || line->kind == SIGNPOST_LINE_ENDED;
    if (line->kind == SIGNPOST_LINE_SEARCHED) {
        r->has_search = true;
        r->search = r->lines.count;
    }
    if (sgp_array_append(&r->lines, line, 1))
        return good;
    sgp_diagnostics_lose(r->list);
    return false;
}

/* Reads a line without its line feed. After a mistake reading goes on from the chain that the line says it has, so that
 * each mistake is told once. */
static bool read_line(reading *r, const char *bytes, size_t size, size_t number)
{
    signpost_line line;
    sgp_chain said;
    if (!read_chain(bytes, size, &said))
        return damaged(r, number, SGP_JOURNAL_DAMAGED, "the line does not end with its chain");
    const sgp_raw_line raw = {bytes, size - TAIL, number, r->journal->name};
    const sgp_chain right = sgp_chain_after(&r->journal->chain, bytes, raw.size);
    r->journal->chain = said;
    if (!sgp_line_read(&raw, &r->journal->arena, &line, r->list))
        return false;
    if (memcmp(&right, &said, sizeof said) != 0)
        damaged(r, number, SGP_JOURNAL_DAMAGED,
                "the line was changed, or the one before it is missing: its chain does not fit");
    return keep_line(r, &line);
}

/* SIGNPOST_VERSION when the first line names a version that is not read here. */
static signpost_status check_version(const reading *r, signpost_error *error)
{
    const signpost_journal *journal = r->journal;
    size_t length = sizeof opening - 1, digits = 0;
    if (journal->size < length || memcmp(journal->bytes, opening, length) != 0)
        return SIGNPOST_OK;
    const char *version = journal->bytes + length;
    while (length + digits < journal->size && digits < 9 && sgp_is_digit(version[digits]))
        digits++;
    if (!digits || (digits == 1 && *version == '0' + SGP_JOURNAL_VERSION))
        return SIGNPOST_OK;
    sgp_fail(error, SIGNPOST_VERSION, SGP_JOURNAL_VERSION_UNKNOWN,
             "the journal is of version %.*s, and version %d is read here", (int)digits, version, SGP_JOURNAL_VERSION);
    sgp_error_at(error, journal->name, 1, 0);
    return SIGNPOST_VERSION;
}

static void read_lines(reading *r, bool forgive)
{
    signpost_journal *journal = r->journal;
    size_t number = 1;
    sgp_chain_prepare();
    const char *at = journal->bytes, *end = at + journal->size;
    for (const char *feed; at < end && (feed = memchr(at, '\n', (size_t)(end - at))); at = feed + 1, number++)
        read_line(r, at, (size_t)(feed - at), number);
    if (at < end && !forgive)
        damaged(r, number, SGP_JOURNAL_CUT, "the journal ends in the middle of this line");
    journal->size = (size_t)(at - journal->bytes);
    if (!journal->size)
        damaged(r, 1, SGP_JOURNAL_DAMAGED, "the journal holds no whole line");
}

/* The first mistake, as an error. */
static signpost_status fail_by_list(const signpost_diagnostics *list, signpost_error *error)
{
    if (sgp_diagnostics_lost(list))
        return sgp_fail_memory(error);
    const signpost_diagnostic first = signpost_diagnostics_get(list, 0);
    sgp_fail(error, SIGNPOST_CORRUPT, first.id, "%s", first.message);
    sgp_error_at(error, first.file, first.line, first.column);
    return SIGNPOST_CORRUPT;
}

static signpost_status read_all(reading *r, bool forgive, signpost_error *error)
{
    signpost_journal *journal = r->journal;
    signpost_status status = check_version(r, error);
    if (status != SIGNPOST_OK)
        return status;
    read_lines(r, forgive);
    if (signpost_diagnostics_count(r->list) || sgp_diagnostics_lost(r->list))
        return fail_by_list(r->list, error);
    journal->count = r->lines.count;
    journal->lines = sgp_arena_take(&journal->arena, &r->lines);
    sgp_chain_format(&journal->chain, journal->chain_text);
    return journal->lines ? SIGNPOST_OK : sgp_fail_memory(error);
}

static signpost_status copy_input(signpost_journal *journal, const char *name, const char *bytes, size_t size)
{
    journal->name = sgp_arena_text(&journal->arena, name, strlen(name));
    journal->bytes = sgp_arena_text(&journal->arena, bytes, size);
    journal->size = size;
    return journal->name && journal->bytes ? SIGNPOST_OK : SIGNPOST_NO_MEMORY;
}

signpost_status signpost_journal_read(const char *name, const char *bytes, size_t size,
                                      const signpost_journal_options *options, signpost_journal **journal,
                                      signpost_diagnostics *diagnostics, signpost_error *error)
{
    *journal = NULL;
    if (size > SIGNPOST_LARGEST_JOURNAL)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "\"%s\" is larger than %d bytes", name,
                        SIGNPOST_LARGEST_JOURNAL);
    reading r = {.lines = SGP_ARRAY_OF(signpost_line)};
    r.journal = sgp_allocate_zeroed(1, sizeof *r.journal);
    if (!r.journal || signpost_diagnostics_new(&r.list) != SIGNPOST_OK) {
        sgp_release(r.journal);
        return sgp_fail_memory(error);
    }
    signpost_status status = copy_input(r.journal, name, bytes, size);
    status =
        status == SIGNPOST_OK ? read_all(&r, options && options->forgive_unfinished, error) : sgp_fail_memory(error);
    if (!sgp_diagnostics_add_all(diagnostics, r.list))
        status = sgp_fail_memory(error);
    signpost_diagnostics_free(r.list);
    sgp_array_release(&r.lines);
    if (status == SIGNPOST_OK)
        *journal = r.journal;
    else
        signpost_journal_free(r.journal);
    return status;
}

signpost_status signpost_journal_load(const char *path, const signpost_journal_options *options,
                                      signpost_journal **journal, signpost_diagnostics *diagnostics,
                                      signpost_error *error)
{
    char *bytes;
    size_t size;
    *journal = NULL;
    signpost_status status = sgp_file_read(path, SIGNPOST_LARGEST_JOURNAL, &bytes, &size, error);
    if (status != SIGNPOST_OK)
        return status;
    status = signpost_journal_read(path, bytes, size, options, journal, diagnostics, error);
    sgp_release(bytes);
    return status;
}

void signpost_journal_free(signpost_journal *journal)
{
    if (!journal)
        return;
    sgp_arena_release(&journal->arena);
    sgp_release(journal);
}

signpost_journal_about signpost_journal_describe(const signpost_journal *journal)
{
    return (signpost_journal_about){
        .content = journal->lines[0].content,
        .complaint = journal->lines[0].complaint,
        .lines = journal->count,
        .bytes = journal->size,
        .chain = journal->chain_text,
        .has_ended = journal->lines[journal->count - 1].kind == SIGNPOST_LINE_ENDED,
    };
}

const signpost_line *signpost_journal_line(const signpost_journal *journal, size_t index)
{
    return index < journal->count ? &journal->lines[index] : NULL;
}

/* Errors, diagnostics and the message table. */
#include "base/error.h"

#include "base/memory.h"
#include "base/strings.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MOST_KEPT = 10000 };

struct signpost_diagnostics {
    sgp_arena arena;
    sgp_array kept; /* signpost_diagnostic */
    size_t count_of[SIGNPOST_ERROR + 1];
    bool lost;
};

static const signpost_message messages[] = {
#define SGP_MESSAGE(number, constant, name, meaning, remedy) {number, name, meaning, remedy},
#include "base/messages.def"
#undef SGP_MESSAGE
};

const char *signpost_status_name(signpost_status status)
{
    static const char *const names[] = {
        "done",
        "nothing found",
        "not allowed",
        "not found",
        "out of range",
        "mistakes in the content",
        "not possible now",
        "refused",
        "another version",
        "damaged",
        "busy",
        "could not read or write",
        "out of memory",
        "cancelled",
    };
    size_t index = (size_t)status;
    return index < sizeof names / sizeof *names ? names[index] : "unknown status";
}

const char *signpost_severity_name(signpost_severity severity)
{
    return severity == SIGNPOST_ERROR ? "error" : severity == SIGNPOST_WARNING ? "warning" : "note";
}

const char *signpost_version(void)
{
    return SIGNPOST_VERSION_TEXT;
}

size_t signpost_message_count(void)
{
    return sizeof messages / sizeof *messages;
}

const signpost_message *signpost_message_at(size_t index)
{
    return index < signpost_message_count() ? &messages[index] : NULL;
}

const signpost_message *signpost_message_find(int id)
{
    for (size_t i = 0; i < signpost_message_count(); i++)
        if (messages[i].id == id)
            return &messages[i];
    return NULL;
}

signpost_status sgp_fail(signpost_error *error, signpost_status status, int id, const char *format, ...)
{
    if (!error)
        return status;
    *error = (signpost_error)SIGNPOST_ERROR_INIT;
    error->status = status;
    error->id = id;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    sgp_text_trim_cut(error->message);
    return status;
}

signpost_status sgp_fail_memory(signpost_error *error)
{
    return sgp_fail(error, SIGNPOST_NO_MEMORY, SGP_OUT_OF_MEMORY, "memory ran out");
}

signpost_status sgp_as_damage(signpost_status status, signpost_error *error)
{
    if (status != SIGNPOST_INVALID && status != SIGNPOST_NOT_FOUND && status != SIGNPOST_OUT_OF_RANGE)
        return status;
    if (error)
        error->status = SIGNPOST_CORRUPT;
    return SIGNPOST_CORRUPT;
}

void sgp_error_at(signpost_error *error, const char *file, unsigned line, unsigned column)
{
    if (!error)
        return;
    snprintf(error->file, sizeof error->file, "%s", file ? file : "");
    sgp_text_trim_cut(error->file);
    error->line = line;
    error->column = column;
}

void sgp_error_hint(signpost_error *error, const char *format, ...)
{
    if (!error)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->hint, sizeof error->hint, format, arguments);
    va_end(arguments);
    sgp_text_trim_cut(error->hint);
}

signpost_status signpost_diagnostics_new(signpost_diagnostics **diagnostics)
{
    *diagnostics = sgp_allocate_zeroed(1, sizeof **diagnostics);
    if (!*diagnostics)
        return SIGNPOST_NO_MEMORY;
    (*diagnostics)->kept.item_size = sizeof(signpost_diagnostic);
    return SIGNPOST_OK;
}

void signpost_diagnostics_free(signpost_diagnostics *diagnostics)
{
    if (!diagnostics)
        return;
    sgp_array_release(&diagnostics->kept);
    sgp_arena_release(&diagnostics->arena);
    sgp_release(diagnostics);
}

size_t signpost_diagnostics_count(const signpost_diagnostics *diagnostics)
{
    return diagnostics ? diagnostics->kept.count : 0;
}

size_t signpost_diagnostics_count_of(const signpost_diagnostics *diagnostics, signpost_severity severity)
{
    return diagnostics && severity <= SIGNPOST_ERROR ? diagnostics->count_of[severity] : 0;
}

signpost_diagnostic signpost_diagnostics_get(const signpost_diagnostics *diagnostics, size_t index)
{
    if (index >= signpost_diagnostics_count(diagnostics))
        return (signpost_diagnostic){.file = "", .message = "", .hint = ""};
    return *SGP_AT(&diagnostics->kept, signpost_diagnostic, index);
}

bool sgp_diagnostics_lost(const signpost_diagnostics *list)
{
    return list && list->lost;
}

void sgp_diagnostics_lose(signpost_diagnostics *list)
{
    if (list)
        list->lost = true;
}

static bool keep(signpost_diagnostics *list, signpost_diagnostic found)
{
    list->count_of[found.severity]++;
    if (list->kept.count >= MOST_KEPT)
        return true;
    found.file = sgp_arena_text(&list->arena, found.file, strlen(found.file));
    found.message = sgp_arena_text(&list->arena, found.message, strlen(found.message));
    found.hint = sgp_arena_text(&list->arena, found.hint, strlen(found.hint));
    if (found.file && found.message && found.hint && sgp_array_append(&list->kept, &found, 1))
        return true;
    list->lost = true;
    return false;
}

bool sgp_diagnostics_add_all(signpost_diagnostics *list, const signpost_diagnostics *from)
{
    for (size_t i = 0; list && i < from->kept.count; i++)
        if (!keep(list, signpost_diagnostics_get(from, i)))
            return false;
    if (list && from->lost)
        list->lost = true;
    return !from->lost;
}

void sgp_diagnostics_clear(signpost_diagnostics *list)
{
    list->kept.count = 0;
    sgp_arena_clear(&list->arena);
    memset(list->count_of, 0, sizeof list->count_of);
    list->lost = false;
}

static bool diagnose(signpost_diagnostics *list, signpost_diagnostic found, const char *format, va_list arguments)
{
    char message[SIGNPOST_TEXT_SIZE];
    vsnprintf(message, sizeof message, format, arguments);
    sgp_text_trim_cut(message);
    found.message = message;
    return keep(list, found);
}

bool sgp_diagnose(signpost_diagnostics *list, signpost_severity severity, int id, sgp_spot spot, const char *format,
                  ...)
{
    if (!list)
        return true;
    signpost_diagnostic found = {severity, id, spot.file ? spot.file : "", spot.line, spot.column, NULL, ""};
    va_list arguments;
    va_start(arguments, format);
    bool kept = diagnose(list, found, format, arguments);
    va_end(arguments);
    return kept;
}

bool sgp_diagnose_hint(signpost_diagnostics *list, signpost_severity severity, int id, sgp_spot spot, const char *hint,
                       const char *format, ...)
{
    if (!list)
        return true;
    signpost_diagnostic found = {severity, id, spot.file ? spot.file : "", spot.line, spot.column, NULL, hint};
    va_list arguments;
    va_start(arguments, format);
    bool kept = diagnose(list, found, format, arguments);
    va_end(arguments);
    return kept;
}

signpost_status sgp_fail_content(signpost_error *error, const signpost_diagnostics *list)
{
    if (sgp_diagnostics_lost(list))
        return sgp_fail_memory(error);
    for (size_t i = 0; i < signpost_diagnostics_count(list); i++) {
        signpost_diagnostic first = signpost_diagnostics_get(list, i);
        if (first.severity != SIGNPOST_ERROR)
            continue;
        size_t others = signpost_diagnostics_count_of(list, SIGNPOST_ERROR) - 1;
        if (others)
            sgp_fail(error, SIGNPOST_CONTENT, first.id, "%s (and %zu more)", first.message, others);
        else
            sgp_fail(error, SIGNPOST_CONTENT, first.id, "%s", first.message);
        sgp_error_at(error, first.file, first.line, first.column);
        sgp_error_hint(error, "%s", first.hint);
        return SIGNPOST_CONTENT;
    }
    return sgp_fail(error, SIGNPOST_CONTENT, SGP_CONTENT_MISTAKES, "the content has mistakes");
}

/* "file:line:column: ", as much of it as is known. */
static void format_spot(char *buffer, size_t size, const char *file, unsigned line, unsigned column)
{
    if (!*file)
        buffer[0] = '\0';
    else if (!line)
        snprintf(buffer, size, "%s: ", file);
    else if (!column)
        snprintf(buffer, size, "%s:%u: ", file, line);
    else
        snprintf(buffer, size, "%s:%u:%u: ", file, line, column);
}

size_t signpost_diagnostic_format(const signpost_diagnostic *diagnostic, char *buffer, size_t size)
{
    char spot[SIGNPOST_FILE_SIZE + 32], id[16] = "";
    format_spot(spot, sizeof spot, diagnostic->file, diagnostic->line, diagnostic->column);
    if (diagnostic->id)
        snprintf(id, sizeof id, " [SP%04d]", diagnostic->id);
    const char *link = *diagnostic->hint ? "; " : "";
    int length = snprintf(buffer, size, "%s%s: %s%s%s%s", spot, signpost_severity_name(diagnostic->severity),
                          diagnostic->message, link, diagnostic->hint, id);
    return length < 0 ? 0 : (size_t)length;
}

size_t signpost_error_format(const signpost_error *error, char *buffer, size_t size)
{
    const signpost_diagnostic same = {SIGNPOST_ERROR, error->id,      error->file, error->line,
                                      error->column,  error->message, error->hint};
    return signpost_diagnostic_format(&same, buffer, size);
}

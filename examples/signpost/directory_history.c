/* `signpost directory history`: what was done to a directory, by whom and why; and whether it is as it says. */
#include "program.h"

#include <string.h>

enum { JSON_VERSION = 1 };

/* ---- what was done ---- */

typedef struct telling {
    output to;
    output_format format;
    signpost_json json;
    size_t count, most; /* 0: all */
} telling;

static void tell_line(FILE *to, const char *before, const char *text)
{
    fputs(before, to);
    print_visible(to, text);
}

static void tell_table(FILE *to, const signpost_history_entry *entry)
{
    char at[SIGNPOST_MOMENT_SIZE];
    fprintf(to, "%lld  %s", (long long)entry->number, signpost_minute_format(entry->at, at));
    tell_line(to, "  ", entry->who);
    tell_line(to, ": ", entry->what);
    tell_line(to, " (", entry->why);
    fputs(")\n", to);
    if (*entry->refused) {
        tell_line(to, "    REFUSED: ", entry->refused);
        fputc('\n', to);
    }
    for (size_t i = 0; i < entry->field_count; i++) {
        const signpost_history_field *field = &entry->fields[i];
        tell_line(to, "    ", field->table);
        tell_line(to, " ", field->row);
        tell_line(to, *field->field ? " " : "", field->field);
        tell_line(to, ": ", *field->before ? field->before : "-");
        tell_line(to, " -> ", *field->after ? field->after : "-");
        fputc('\n', to);
    }
}

static void tell_csv(FILE *to, const signpost_history_entry *entry)
{
    static const signpost_history_field none = {"", "", "", "", ""};
    char number[24], at[SIGNPOST_MOMENT_SIZE];
    snprintf(number, sizeof number, "%lld", (long long)entry->number);
    for (size_t i = 0; i == 0 || i < entry->field_count; i++) {
        const signpost_history_field *field = entry->field_count ? &entry->fields[i] : &none;
        const char *const fields[] = {number,         signpost_minute_format(entry->at, at),
                                      entry->kind,    entry->who,
                                      entry->why,     entry->what,
                                      entry->refused, field->table,
                                      field->row,     field->field,
                                      field->before,  field->after,
                                      entry->hash};
        for (size_t j = 0; j < sizeof fields / sizeof *fields; j++)
            csv_report_field(to, fields[j], j == 0);
        fputc('\n', to);
    }
}

static void tell_json(signpost_json *json, const signpost_history_entry *entry)
{
    char at[SIGNPOST_MOMENT_SIZE];
    signpost_json_object(json, NULL);
    signpost_json_integer(json, "number", entry->number);
    signpost_json_text(json, "at", signpost_minute_format(entry->at, at));
    signpost_json_text(json, "kind", entry->kind);
    signpost_json_text(json, "who", entry->who);
    signpost_json_text(json, "why", entry->why);
    signpost_json_text(json, "what", entry->what);
    signpost_json_text(json, "refused", entry->refused);
    signpost_json_text(json, "hash", entry->hash);
    signpost_json_list(json, "fields");
    for (size_t i = 0; i < entry->field_count; i++) {
        const signpost_history_field *field = &entry->fields[i];
        signpost_json_object(json, NULL);
        signpost_json_text(json, "table", field->table);
        signpost_json_text(json, "row", field->row);
        signpost_json_text(json, "field", field->field);
        signpost_json_text(json, "before", field->before);
        signpost_json_text(json, "after", field->after);
        signpost_json_close(json);
    }
    signpost_json_close(json);
    signpost_json_close(json);
}

static bool tell(void *context, const signpost_history_entry *entry)
{
    telling *t = context;
    if (t->format == FORMAT_CSV)
        tell_csv(t->to.file, entry);
    else if (t->format == FORMAT_JSON)
        tell_json(&t->json, entry);
    else
        tell_table(t->to.file, entry);
    return ++t->count != t->most;
}

static int show_history(const arguments *given, signpost_directory *directory, telling *t)
{
    int limit = 0;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_history_filter filter = SIGNPOST_HISTORY_FILTER_INIT;
    filter.service = given->operand_count ? given->operands[0] : NULL;
    filter.who = given->values[OPTION_AS];
    int result = read_whole(given, OPTION_LIMIT, 1, 1000000, &limit);
    if (result != DONE)
        return result;
    t->most = (size_t)limit;
    if (!output_open(&t->to, given))
        return COULD_NOT;
    if (t->format == FORMAT_CSV)
        fputs("number,at,kind,who,why,what,refused,table,row,field,before,after,hash\n", t->to.file);
    if (t->format == FORMAT_JSON) {
        output_json(&t->to, &t->json);
        signpost_json_object(&t->json, NULL);
        signpost_json_integer(&t->json, "version", JSON_VERSION);
        signpost_json_list(&t->json, "entries");
    }
    signpost_status status = signpost_history_read(directory, &filter, tell, t, &error);
    if (t->format == FORMAT_JSON) {
        signpost_json_close(&t->json);
        signpost_json_close(&t->json);
        signpost_json_end(&t->json);
    }
    if (t->format == FORMAT_TABLE && !t->count)
        fputs("nothing was done\n", t->to.file);
    return status ? output_drop(&t->to, could_not(&error)) : output_close(&t->to, DONE);
}

/* ---- whether it is right ---- */

static int verify(const arguments *given, signpost_directory *directory)
{
    char begins[SIGNPOST_MOMENT_SIZE];
    signpost_history_report report;
    signpost_diagnostics *diagnostics;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_diagnostics_new(&diagnostics)) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    signpost_status status =
        signpost_history_verify(directory, given->values[OPTION_HEAD], &report, diagnostics, &error);
    show_diagnostics(diagnostics);
    signpost_diagnostics_free(diagnostics);
    if (status == SIGNPOST_INVALID)
        return wrong_use("%s", error.message);
    if (status && status != SIGNPOST_CONTENT)
        return could_not(&error);
    if (status) {
        fprintf(stderr, "the history does NOT fit the directory: %zu %s wrong\n", report.found,
                report.found == 1 ? "thing is" : "things are");
        return FOUND_SOMETHING;
    }
    printf("%lld entries, each as it was written; the directory is what they say, back to entry %lld of %s\n",
           (long long)report.entries, (long long)report.baseline, signpost_minute_format(report.begins, begins));
    printf("head %s\n", report.head);
    return DONE;
}

static int run(const arguments *given)
{
    telling t = {.count = 0};
    signpost_directory *directory;
    bool verifies = said(given, OPTION_VERIFY) || said(given, OPTION_HEAD);
    if (!format_of(given, &t.format))
        return WRONG_USE;
    int result = open_directory(given, verifies ? SIGNPOST_READ_WRITE : SIGNPOST_READ_ONLY, &directory);
    if (result == DONE)
        result = verifies ? verify(given, directory) : show_history(given, directory, &t);
    signpost_directory_close(directory);
    return result;
}

static const option_id taken_options[] = {OPTION_DIRECTORY, OPTION_VERIFY, OPTION_HEAD,   OPTION_AS,
                                          OPTION_LIMIT,     OPTION_FORMAT, OPTION_OUTPUT, OPTIONS_END};

const command command_directory_history = {
    .name = "directory history",
    .operands = "[SERVICE]",
    .most = 1,
    .summary = "tells what was done to a directory, or one entry; and proves it",
    .text =
        "The last act first: when, who, what and why, what was refused, and each value before and after. With a "
        "service's "
        "uid, only what was done to its entry; with --as USER, only that user's acts.\n\n"
        "With --verify, every entry's hash is reckoned anew, and every change since the last load is undone, one by "
        "one, to "
        "see whether the directory is what its history says: an edit that was made by anything else is found. Nothing "
        "is "
        "changed by that. The last line is the hash of the last entry: keep it elsewhere, and give it with --head next "
        "time, so that a history that was made anew is found, too. Ends with 1 when anything is wrong.",
    .options = taken_options,
    .example = "directory history --verify --directory sample.db",
    .run = run,
};

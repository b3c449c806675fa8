/* `signpost directory show`: what a directory says of itself, or of one service. */
#include "directory_life.h"

#include <string.h>

enum { JSON_VERSION = 1 }; /* as json.schema.json has it */

/* ---- the directory ---- */

static void write_about(output *to, output_format format, const signpost_directory_about *about, const char *digest)
{
    char version[24], services[24], travel_times[24];
    const char *const lines[][2] = {{"name", about->name},
                                    {"content_version", version},
                                    {"services", services},
                                    {"travel_times", travel_times},
                                    {"digest", digest}};
    snprintf(version, sizeof version, "%lld", (long long)about->content_version);
    snprintf(services, sizeof services, "%lld", (long long)about->services);
    snprintf(travel_times, sizeof travel_times, "%lld", (long long)about->travel_times);
    if (format == FORMAT_JSON) {
        signpost_json json;
        output_json(to, &json);
        signpost_json_object(&json, NULL);
        signpost_json_integer(&json, "version", JSON_VERSION);
        signpost_json_text(&json, "name", about->name);
        signpost_json_integer(&json, "content_version", about->content_version);
        signpost_json_integer(&json, "services", about->services);
        signpost_json_integer(&json, "travel_times", about->travel_times);
        signpost_json_text(&json, "digest", digest);
        signpost_json_close(&json);
        signpost_json_end(&json);
        return;
    }
    if (format == FORMAT_CSV)
        fputs("name,value\n", to->file);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (format == FORMAT_TABLE) {
            fprintf(to->file, "%-16s ", lines[i][0]);
            print_visible(to->file, lines[i][1]);
            fputc('\n', to->file);
            continue;
        }
        csv_field(to->file, lines[i][0], true);
        csv_field(to->file, lines[i][1], false);
        fputc('\n', to->file);
    }
}

static int show_directory(output *to, output_format format, signpost_directory *directory)
{
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    char digits[2 * SIGNPOST_DIGEST_SIZE + 1];
    signpost_directory_about about;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_directory_describe(directory, &about, &error) || signpost_directory_digest(directory, digest, &error))
        return could_not(&error);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(digits + 2 * i, 3, "%02x", digest[i]);
    write_about(to, format, &about, digits);
    return DONE;
}

/* ---- one service ---- */

/* A long list goes on below where it began, broken after its items. */
static void write_value(FILE *to, const char *value)
{
    enum { INDENT = 25, WIDTH = 120 };
    size_t column = INDENT;
    while (*value) {
        size_t length = strcspn(value, ";");
        length += value[length] == ';';
        if (column > INDENT && column + length > WIDTH) {
            fprintf(to, "\n%*s", INDENT, "");
            column = INDENT;
        }
        print_visible_of(to, value, length);
        column += length;
        value += length;
    }
}

static void write_table(output *to, const signpost_entry *entry, bool professional)
{
    const char *section = "";
    for (size_t i = 0; i < signpost_entry_count(entry); i++) {
        signpost_entry_line line = signpost_entry_get(entry, i);
        if (line.professional_only && !professional)
            continue;
        if (strcmp(section, line.section) != 0)
            fprintf(to->file, "%s%s\n", *section ? "\n" : "", line.section);
        section = line.section;
        fprintf(to->file, "  %-22s ", line.name);
        write_value(to->file, line.value);
        fputs(line.professional_only ? " (professionals only)\n" : "\n", to->file);
    }
}

static void write_csv(output *to, const signpost_entry *entry, bool professional)
{
    fputs("section,name,value\n", to->file);
    for (size_t i = 0; i < signpost_entry_count(entry); i++) {
        signpost_entry_line line = signpost_entry_get(entry, i);
        if (line.professional_only && !professional)
            continue;
        csv_field(to->file, line.section, true);
        csv_field(to->file, line.name, false);
        csv_field(to->file, line.value, false);
        fputc('\n', to->file);
    }
}

static void write_json(output *to, const signpost_entry *entry, bool professional)
{
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    signpost_json_integer(&json, "version", JSON_VERSION);
    signpost_json_list(&json, "lines");
    for (size_t i = 0; i < signpost_entry_count(entry); i++) {
        signpost_entry_line line = signpost_entry_get(entry, i);
        if (line.professional_only && !professional)
            continue;
        signpost_json_object(&json, NULL);
        signpost_json_text(&json, "section", line.section);
        signpost_json_text(&json, "name", line.name);
        signpost_json_text(&json, "value", line.value);
        signpost_json_flag(&json, "professional_only", line.professional_only);
        signpost_json_close(&json);
    }
    signpost_json_close(&json);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

static int show_service(output *to, output_format format, signpost_directory *directory, const arguments *given)
{
    static void (*const writers[])(output *, const signpost_entry *, bool) = {write_table, write_json, write_csv};
    signpost_entry *entry;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_directory_entry(directory, given->operands[0], &entry, &error))
        return wrong_name(&error);
    const char *role = given->values[OPTION_ROLE];
    writers[format](to, entry, role && strcmp(role, "111-online") != 0);
    signpost_entry_free(entry);
    return DONE;
}

/* What is shown, where. */
typedef struct showing {
    const arguments *given;
    output to;
    output_format format;
    int result;
} showing;

static signpost_status show(signpost_directory *directory, void *context, signpost_error *error)
{
    showing *s = context;
    (void)error;
    s->result = s->given->operand_count ? show_service(&s->to, s->format, directory, s->given)
                                        : show_directory(&s->to, s->format, directory);
    return SIGNPOST_OK;
}

static int run(const arguments *given)
{
    showing s = {.given = given};
    signpost_directory *directory;
    bool back = said(given, OPTION_AS_OF);
    if (!format_of(given, &s.format))
        return WRONG_USE;
    int result = open_directory(given, back ? SIGNPOST_READ_WRITE : SIGNPOST_READ_ONLY, &directory);
    if (result != DONE)
        return result;
    if (output_open(&s.to, given)) {
        if (back)
            result = look_as_of(given, directory, show, &s);
        else
            show(directory, &s, NULL);
        result = result == DONE ? s.result : result;
        result = result == DONE ? output_close(&s.to, DONE) : output_drop(&s.to, result);
    } else {
        result = COULD_NOT;
    }
    signpost_directory_close(directory);
    return result;
}

static const option_id taken_options[] = {OPTION_DIRECTORY, OPTION_AS_OF,  OPTION_ROLE,
                                          OPTION_FORMAT,    OPTION_OUTPUT, OPTIONS_END};

const command command_directory_show = {
    .name = "directory show",
    .operands = "[SERVICE]",
    .most = 1,
    .summary = "shows a directory, or one service's entry",
    .text = "Without a service: the directory's name, content version, number of services, and content digest. With "
            "the uid or number of a service: its entry, its clinical profile, and all that stands beside it.\n\n"
            "What is for professionals only, such as clinicians' phone numbers, is shown with --role 111-telephone, "
            "999 or clinician. With --as-of, all of it is as it was then.",
    .options = taken_options,
    .example = "directory show kent-utc-001 --directory sample.db",
    .run = run,
};

/* The journal of a call as a file: a line is on the disk before its event counts. What could not be written whole is
 * taken back, so that the file always ends with a whole line. */
#include "journaling.h"

#include "talk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int cannot(const char *path, const char *what)
{
    fprintf(stderr, "error: could not write \"%s\": %s%s [SP0103]\n", path, strerror(errno), what);
    return COULD_NOT;
}

static bool write_all(int file, const char *bytes, size_t size)
{
    while (size) {
        ssize_t done = write(file, bytes, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes += done;
        size -= (size_t)done;
    }
    return fdatasync(file) == 0 || errno == EINVAL || errno == EROFS; /* of no disk: nothing to wait for */
}

/* Takes a line of the recorder. */
static bool put_line(const char *bytes, size_t size, void *context)
{
    journaling *to = context;
    if (write_all(to->file, bytes, size)) {
        to->size += (int64_t)size;
        return true;
    }
    cannot(to->path, "; what was said last does not count");
    if (ftruncate(to->file, (off_t)to->size) == 0)
        lseek(to->file, (off_t)to->size, SEEK_SET);
    return false;
}

int journal_load(const char *path, const signpost_journal_options *options, signpost_journal **journal)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_diagnostics *mistakes = NULL;
    signpost_diagnostics_new(&mistakes);
    signpost_status status = signpost_journal_load(path, options, journal, mistakes, &error);
    bool is_told = status == SIGNPOST_CORRUPT && signpost_diagnostics_count(mistakes);
    show_diagnostics(mistakes);
    signpost_diagnostics_free(mistakes);
    if (status == SIGNPOST_OK)
        return DONE;
    return is_told ? COULD_NOT : could_not(&error);
}

/* Opens the journal to go on after its last whole line. */
static int go_on(journaling *made)
{
    signpost_journal_options options = SIGNPOST_JOURNAL_OPTIONS_INIT;
    options.forgive_unfinished = true;
    int status = journal_load(made->path, &options, &made->before);
    if (status != DONE)
        return status;
    made->file = open(made->path, O_WRONLY);
    if (made->file < 0)
        return cannot(made->path, "");
    made->size = (int64_t)signpost_journal_describe(made->before).bytes;
    off_t end = lseek(made->file, 0, SEEK_END);
    if (end > (off_t)made->size)
        fprintf(stderr,
                "%s: warning: the last line was not finished, and is left out: its event did not count [SP1302]\n",
                made->path);
    if (end < 0 || ftruncate(made->file, (off_t)made->size) != 0 || lseek(made->file, 0, SEEK_END) < 0)
        return cannot(made->path, "");
    return DONE;
}

int journaling_open(journaling *made, const arguments *given)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status status;
    *made = (journaling){.file = -1, .path = given->values[OPTION_RESUME]};
    if (said(given, OPTION_RESUME) && said(given, OPTION_JOURNAL))
        return wrong_use("give --journal for a call that begins, or --resume for one that goes on, not both");
    if (made->path) {
        int opened = go_on(made);
        if (opened != DONE)
            return opened;
        status = signpost_recorder_resume(made->before, NULL, put_line, made, &made->recorder, &error);
        return status == SIGNPOST_OK ? DONE : could_not(&error);
    }
    made->path = given->values[OPTION_JOURNAL];
    if (!made->path)
        return DONE;
    status = signpost_recorder_new(NULL, put_line, made, &made->recorder, &error);
    if (status != SIGNPOST_OK)
        return could_not(&error);
    made->file = open(made->path, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
    return made->file >= 0 ? DONE : cannot(made->path, errno == EEXIST ? "; give another name, or --resume" : "");
}

void journaling_close(journaling *made)
{
    signpost_recorder_free(made->recorder);
    signpost_journal_free(made->before);
    if (made->file >= 0)
        close(made->file);
    if (made->file >= 0 && !made->size) /* no call began */
        unlink(made->path);
    *made = (journaling){.file = -1};
}

/* How a line was taken. That the disk did not take it has been told. */
static int recorded(signpost_status status, const signpost_error *error)
{
    if (status == SIGNPOST_OK)
        return DONE;
    return status == SIGNPOST_CANCELLED ? COULD_NOT : could_not(error);
}

static int digest_directory(const arguments *given, char fingerprint[2 * SIGNPOST_DIGEST_SIZE + 1])
{
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_directory *directory;
    int status = open_directory(given, SIGNPOST_READ_ONLY, &directory);
    if (status != DONE)
        return status;
    if (signpost_directory_digest(directory, digest, &error) != SIGNPOST_OK)
        status = could_not(&error);
    signpost_directory_close(directory);
    for (size_t i = 0; i < SIGNPOST_DIGEST_SIZE && status == DONE; i++)
        snprintf(fingerprint + 2 * i, 3, "%02x", digest[i]);
    return status;
}

int journaling_search(journaling *to, const arguments *given, const signpost_need *need,
                      const signpost_results *results, signpost_minute moment)
{
    char fingerprint[2 * SIGNPOST_DIGEST_SIZE + 1];
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (!to->recorder)
        return DONE;
    int status = digest_directory(given, fingerprint);
    if (status != DONE)
        return status;
    return recorded(signpost_recorder_search(to->recorder, need, results, fingerprint, moment, &error), &error);
}

static void list_reasons(void)
{
    const signpost_reject_reason *reason;
    for (size_t i = 0; (reason = signpost_reject_reason_at(i)); i++)
        printf("    %d  %s\n", (int)reason->code, reason->title);
}

/* Asks why a service before the chosen one was not taken; Enter leaves it open. */
static int ask_why_not(journaling *to, const signpost_results *results, const signpost_found *found,
                       signpost_minute moment)
{
    char prompt[LONGEST_LINE], line[LONGEST_LINE], comment[LONGEST_LINE] = "";
    snprintf(prompt, sizeof prompt, "Why not %d, %s? (code, ? for the list, Enter to leave it open) >", found->position,
             found->name);
    for (;;) {
        signpost_error error = SIGNPOST_ERROR_INIT;
        if (!ask_line(prompt, line) || !*line)
            return DONE;
        const signpost_reject_reason *reason = signpost_reject_reason_find((int32_t)strtol(line, NULL, 10));
        if (!reason) {
            list_reasons();
            continue;
        }
        if (reason->needs_comment && (!ask_line("  in a few words, without names >", comment) || !*comment))
            return DONE;
        return recorded(
            signpost_recorder_refuse(to->recorder, results, found->uid, reason->code, comment, moment, &error), &error);
    }
}

/* The number of a service of the list: that of --choose, or what is said at the terminal. 0 when none was chosen. */
static int read_choice(const arguments *given, size_t count, bool is_asked, size_t *chosen)
{
    char line[LONGEST_LINE] = "", *end;
    *chosen = 0;
    for (const char *text = given->values[OPTION_CHOOSE]; text || (is_asked && count); text = NULL) {
        if (!text && (!ask_line("\nWhich service was chosen? (number, Enter for none) >", line) || !*line))
            return DONE;
        unsigned long number = strtoul(text ? text : line, &end, 10);
        if (!*end && number >= 1 && number <= count) {
            *chosen = number;
            return DONE;
        }
        if (text)
            return wrong_use("--choose is the number of a service that was listed, 1 to %zu, and not \"%s\"", count,
                             text);
    }
    return DONE;
}

int journaling_choose(journaling *to, const arguments *given, const signpost_results *results, bool is_asked,
                      signpost_minute moment)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_found found;
    size_t chosen;
    if (!to->recorder)
        return DONE;
    int status = read_choice(given, signpost_results_count(results, SIGNPOST_RETURNED), is_asked, &chosen);
    for (size_t i = 0; status == DONE && is_asked && !said(given, OPTION_CHOOSE) && i + 1 < chosen; i++) {
        signpost_results_get(results, SIGNPOST_RETURNED, i, &found);
        status = ask_why_not(to, results, &found, moment);
    }
    if (status != DONE || !chosen)
        return status;
    signpost_results_get(results, SIGNPOST_RETURNED, chosen - 1, &found);
    return recorded(signpost_recorder_choose(to->recorder, results, found.uid, moment, &error), &error);
}

int journaling_end(journaling *to, const signpost_walk *walk, signpost_minute moment)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    return to->recorder ? recorded(signpost_recorder_end(to->recorder, walk, moment, &error), &error) : DONE;
}

static void show_sides(const signpost_replay *found)
{
    printf("  recorded: ");
    print_visible(stdout, found->recorded);
    printf("\n  now:      ");
    print_visible(stdout, found->now);
    putchar('\n');
}

static void show_replay(const signpost_journal *journal, const signpost_replay *found)
{
    static const char *const partings[] = {
        [SIGNPOST_PARTS_NOT] = "",
        [SIGNPOST_PARTS_START] = "the call does not start",
        [SIGNPOST_PARTS_STEP] = "another step is asked",
        [SIGNPOST_PARTS_REPLY] = "the reply is no answer",
        [SIGNPOST_PARTS_ARRIVED] = "it leads elsewhere",
        [SIGNPOST_PARTS_INTERIM] = "another disposition holds if the call drops",
        [SIGNPOST_PARTS_OUTCOME] = "another outcome is reached",
        [SIGNPOST_PARTS_SHOWN] = "",
    };
    const signpost_journal_about about = signpost_journal_describe(journal);
    if (found->parts != SIGNPOST_PARTS_NOT && found->parts != SIGNPOST_PARTS_SHOWN) {
        printf("Parts at line %zu of %zu: %s.\n", found->line, about.lines, partings[found->parts]);
        show_sides(found);
        return;
    }
    printf("The same way through %zu lines, on %s content%s.\n", about.lines,
           found->same_content ? "the same" : "other", found->same_bytes ? ", with the same bytes" : "");
    if (found->parts == SIGNPOST_PARTS_SHOWN) {
        printf("%zu of them in other words, the first line %zu:\n", found->reworded, found->line);
        show_sides(found);
    }
}

static void json_replay(output *to, const signpost_replay *found)
{
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    signpost_json_integer(&json, "version", 1);
    signpost_json_text(&json, "parts", signpost_parting_name(found->parts));
    signpost_json_integer(&json, "line", (int64_t)found->line);
    signpost_json_text(&json, "recorded", found->recorded);
    signpost_json_text(&json, "now", found->now);
    signpost_json_integer(&json, "reworded", (int64_t)found->reworded);
    signpost_json_flag(&json, "same_content", found->same_content);
    signpost_json_flag(&json, "same_bytes", found->same_bytes);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

int replay(const arguments *given)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_algorithms *algorithms = NULL;
    signpost_journal *journal = NULL;
    signpost_replay found;
    output_format format;
    output to = {.file = stdout};
    if (!format_of(given, &format))
        return WRONG_USE;
    int status = journal_load(given->values[OPTION_REPLAY], NULL, &journal);
    if (status == DONE)
        status = load_algorithms(given, &algorithms);
    if (status == DONE && signpost_journal_replay(journal, algorithms, &found, &error) != SIGNPOST_OK)
        status = could_not(&error);
    if (status == DONE) {
        if (format == FORMAT_JSON)
            json_replay(&to, &found);
        else
            show_replay(journal, &found);
        bool same = found.parts == SIGNPOST_PARTS_NOT || found.parts == SIGNPOST_PARTS_SHOWN;
        status = same ? DONE : FOUND_SOMETHING;
    }
    signpost_journal_free(journal);
    signpost_algorithms_free(algorithms);
    return status;
}

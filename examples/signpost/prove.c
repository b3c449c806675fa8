/* The proofs of `signpost check`: what holds, and the walks that show what does not. */
#include "prove.h"

#include "auditing.h"
#include "progress.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LONGEST_SCRIPT = 256 * 1024 };

static void show_claims(const signpost_proof_summary *summary)
{
    for (int claim = 0; claim < SIGNPOST_CLAIM_COUNT; claim++) {
        const char *name = signpost_claim_name((signpost_claim)claim);
        if (!summary->failed[claim])
            printf("proved: %s\n", name);
        else
            printf("NOT proved: %s (%zu finding%s)\n", name, summary->failed[claim],
                   summary->failed[claim] == 1 ? "" : "s");
    }
}

static void show_size(const signpost_proof_summary *summary)
{
    char ways[32], regions[32], patients[32];
    bool is_more = summary->ways > INT64_MAX;
    printf("over %s classes of patients, %s%s ways and %s regions; the longest walk asks %d questions\n",
           number_in_words((int64_t)summary->patients, patients), is_more ? "more than " : "",
           number_in_words(is_more ? INT64_MAX : (int64_t)summary->ways, ways),
           number_in_words((int64_t)summary->regions, regions), summary->longest);
}

/* ---- walks ---- */

/* The walk of a finding, as an answers file, in `buffer`; false when there is none. */
static bool write_script(const signpost_proof *proof, size_t index, char *buffer)
{
    size_t length = signpost_proof_script(proof, index, buffer, LONGEST_SCRIPT);
    return length > 0 && length < LONGEST_SCRIPT;
}

static void show_walk(const signpost_proof_finding *finding, const char *script)
{
    if (*finding->outcome)
        fprintf(stderr, "  a shortest walk that shows it ends with %s; with --answers, triage replays it:\n",
                finding->outcome);
    else
        fputs("  a shortest walk that shows it cannot go on; with --answers, triage replays it:\n", stderr);
    for (const char *line = script; *line;) {
        size_t length = strcspn(line, "\n");
        fputs("    ", stderr);
        fwrite(line, 1, length, stderr);
        fputc('\n', stderr);
        line += length + (line[length] == '\n');
    }
}

/* Keeps the walk in the folder of --counterexamples, numbered as the findings are. */
static int keep_walk(const char *folder, const signpost_proof_finding *finding, size_t number, const char *script)
{
    char path[4096];
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "error: could not make the folder \"%s\": %s [SP0103]\n", folder, strerror(errno));
        return COULD_NOT;
    }
    snprintf(path, sizeof path, "%s/%03zu-SP%04d.yaml", folder, number, finding->about.id);
    FILE *to = fopen(path, "w");
    bool good = to && fputs(script, to) >= 0;
    good = to && fclose(to) == 0 && good;
    if (good)
        return DONE;
    fprintf(stderr, "error: could not write \"%s\": %s [SP0103]\n", path, strerror(errno));
    return COULD_NOT;
}

static int show_findings(const arguments *given, const signpost_proof *proof)
{
    char line[SIGNPOST_FILE_SIZE + 3 * SIGNPOST_TEXT_SIZE];
    signpost_proof_finding finding;
    char *script = malloc(LONGEST_SCRIPT);
    int status = DONE;
    if (!script) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    for (size_t i = 0; signpost_proof_find(proof, i, &finding) && status == DONE; i++) {
        signpost_diagnostic_format(&finding.about, line, sizeof line);
        fprintf(stderr, "%s\n", line);
        if (!finding.has_walk || !write_script(proof, i, script))
            continue;
        show_walk(&finding, script);
        if (said(given, OPTION_COUNTEREXAMPLES))
            status = keep_walk(given->values[OPTION_COUNTEREXAMPLES], &finding, i + 1, script);
    }
    free(script);
    return status;
}

int show_proof(const arguments *given, signpost_algorithms *algorithms)
{
    progress bar = progress_begin("pathways proved");
    signpost_proof_options options = SIGNPOST_PROOF_OPTIONS_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_proof *proof;
    options.progress = progress_show;
    options.context = &bar;
    progress_listen();
    signpost_status made = signpost_proof_make(algorithms, &options, &proof, &error);
    progress_end(&bar);
    if (made != SIGNPOST_OK)
        return could_not(&error);
    signpost_proof_summary summary = signpost_proof_summarise(proof);
    int status = show_findings(given, proof);
    fflush(stderr);
    show_claims(&summary);
    show_size(&summary);
    puts("against the rules that the content states: whether they are clinically right is for clinicians to say");
    if (status == DONE && said(given, OPTION_REACH))
        status = show_reach(proof);
    signpost_proof_free(proof);
    return status != DONE ? status : summary.holds ? DONE : FOUND_SOMETHING;
}

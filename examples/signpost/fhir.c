/* `signpost fhir`: a pathway as a form, and the call of a journal as what others' systems take in. */
#include "journaling.h"

#include <string.h>

static bool put(const char *bytes, size_t size, void *context)
{
    return fwrite(bytes, 1, size, context) == size;
}

static int run_pathway(const arguments *given)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_algorithms *algorithms;
    signpost_diagnostics *lost;
    output to;
    int status = load_algorithms(given, &algorithms);
    if (status != DONE)
        return status;
    if (signpost_diagnostics_new(&lost) != SIGNPOST_OK || !output_open(&to, given)) {
        signpost_diagnostics_free(lost);
        signpost_algorithms_free(algorithms);
        return COULD_NOT;
    }
    if (signpost_fhir_questionnaire(algorithms, given->operands[0], put, to.file, lost, &error) != SIGNPOST_OK)
        status = wrong_name(&error);
    show_diagnostics(lost);
    signpost_diagnostics_free(lost);
    signpost_algorithms_free(algorithms);
    return output_close(&to, status);
}

static int run_journal(const arguments *given)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_algorithms *algorithms;
    signpost_journal *journal;
    output to;
    int status = journal_load(given->operands[0], NULL, &journal);
    if (status != DONE)
        return status;
    status = load_algorithms(given, &algorithms);
    if (status == DONE && !output_open(&to, given)) {
        signpost_algorithms_free(algorithms);
        status = COULD_NOT;
    } else if (status == DONE) {
        if (signpost_fhir_bundle(journal, algorithms, put, to.file, &error) != SIGNPOST_OK)
            status = could_not(&error);
        status = output_close(&to, status);
        signpost_algorithms_free(algorithms);
    }
    signpost_journal_free(journal);
    return status;
}

static const option_id taken_options[] = {OPTION_ALGORITHMS, OPTION_DRAFTS, OPTION_OUTPUT, OPTIONS_END};

const command command_fhir_pathway = {
    .name = "fhir pathway",
    .operands = "PATHWAY",
    .least = 1,
    .most = 1,
    .summary = "writes a pathway as a FHIR R4 Questionnaire",
    .text = "Writes a pathway, with the modules that it goes through, as a form: an item for each question, its linkId "
            "pathway/step, enabled by the answers that lead to it.\n\n"
            "What the language of forms cannot carry, such as a decision by age, is listed on standard error; the form "
            "then "
            "enables more than the pathway would ask, never less.",
    .options = taken_options,
    .example = "fhir pathway fever-child",
    .run = run_pathway,
};

const command command_fhir_journal = {
    .name = "fhir journal",
    .operands = "FILE",
    .least = 1,
    .most = 1,
    .summary = "writes a journal as a FHIR R4 Bundle",
    .text = "Writes the call that `signpost triage --journal` has recorded as a Bundle: the patient, of whom the sex "
            "alone is "
            "known, a QuestionnaireResponse with the answers that stood at the end, and a ServiceRequest with the "
            "disposition, "
            "how soon, why, and the service that was chosen.\n\n"
            "It needs the content that was walked: codes and wordings of answers are taken from it.",
    .options = taken_options,
    .example = "triage --answers examples/calls/fever-saturday.yaml --journal call.jsonl > call.txt && "
               "signpost fhir journal call.jsonl",
    .run = run_journal,
};

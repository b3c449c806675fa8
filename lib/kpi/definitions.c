/* The figures that are built in, by the formulas of the collections themselves. */
#include "kpi/contracts.h"

#include <string.h>

#define MDS "NHS 111 Minimum Data Set"
#define IUC "Integrated Urgent Care Aggregate Data Collection"
/* Shares of the same kind: a percentage, with two decimals. */
#define SHARE(id, title, numerator, denominator, words, more)                                                          \
    {                                                                                                                  \
        id, title, numerator, denominator, words, MDS, false, true, more, 2                                            \
    }
#define MIX(id, title, item)                                                                                           \
    SHARE("mix-" id, title, item, "triaged", "callers with this disposition, of those triaged", false)
#define IUC_SHARE(id, title, numerator, denominator, words, more)                                                      \
    {                                                                                                                  \
        "iuc-" id, title, numerator, denominator, words, IUC, true, true, more, 2                                      \
    }

static const signpost_definition built_in[] = {
    SHARE("answered-60", "answered within 60 s", "answered_60", "answered",
          "calls answered within 60 seconds, of calls answered", true),
    SHARE("abandoned", "abandoned after 30 s", "abandoned", "offered",
          "calls abandoned after more than 30 seconds, of calls offered", false),
    SHARE("unaccounted", "unaccounted", "offered - answered - abandoned", "offered",
          "calls neither answered nor abandoned, of calls offered", false),
    SHARE("callback-10", "clinician call-back within 10 min", "callback_10", "callback_offered",
          "call-backs made within 10 minutes, of persons offered a call-back", true),
    SHARE("warm-transfer", "warm transfer", "warm", "warm + callback_offered",
          "transferred live to a clinician, of those and persons offered a call-back", true),
    SHARE("timely", "timely clinician contact", "warm + callback_10", "warm + callback_offered",
          "transferred live or called back within 10 minutes, of those transferred and persons offered a call-back",
          true),
    SHARE("triaged", "triaged", "triaged", "answered", "persons triaged, of calls answered", true),
    SHARE("clinician-input", "clinician input", "transferred", "answered",
          "transferred to a clinician, of calls answered", true),
    SHARE("sent-on", "sent on", "ambulance + emergency + primary_care", "triaged",
          "sent to an ambulance, an emergency department or primary care, of persons triaged", false),
    SHARE("closed", "closed without referral", "self_care + information", "triaged",
          "told how to care for themselves or given information, of persons triaged", true),
    MIX("ambulance", "ambulance", "ambulance"),
    MIX("emergency", "emergency department", "emergency"),
    MIX("primary-care", "primary care", "primary_care"),
    MIX("other", "another service", "other"),
    MIX("information", "health information", "information"),
    MIX("self-care", "self-care", "self_care"),
    MIX("non-clinical", "no clinical need", "non_clinical"),
    {"answer-time", "average time to answer", "answer_seconds", "answered",
     "seconds until calls were answered, for each call answered", "signpost, from calls", false, false, false, 1},
    {"handling-time", "average handling time", "handling_seconds", "closed",
     "seconds from answer to end, for each call whose end is known", "signpost, from calls", false, false, false, 1},
    {"nothing-found", "searches that found nothing", "searched_nothing", "searched",
     "searches that offered no service, of all searches", "signpost, from journals", false, true, false, 2},
    {"catch-all", "searches that found only a catch-all", "searched_catch_all", "searched",
     "searches that offered an emergency department for want of a service, of all searches", "signpost, from journals",
     false, true, false, 2},
    IUC_SHARE("answered-60", "answered within 60 s", "B01", "A03",
              "calls answered within 60 seconds, of calls answered", true),
    {"iuc-answer-time", "average time to answer", "B06", "A03", "seconds until answer, for each call answered", IUC,
     true, false, false, 1},
    IUC_SHARE("abandoned", "abandoned", "B02", "A01", "calls abandoned, of calls received", false),
    IUC_SHARE("abandoned-30", "abandoned after 30 s", "B04 + B05", "A01",
              "calls abandoned after more than 30 seconds, of calls received", false),
    IUC_SHARE("clinician-input", "clinician input", "D01", "C01",
              "calls assessed by a clinician, of calls where a person was triaged", true),
    IUC_SHARE("warm-transfer", "warm transfer", "D10", "D01",
              "assessments that were transferred live, of calls assessed by a clinician", true),
    IUC_SHARE("clinician-20", "clinician contact within 20 min", "D14", "D13",
              "transferred live or called back within 20 minutes, of those who needed it", true),
    IUC_SHARE("ambulance-validated", "ambulance outcomes validated", "E20", "E19",
              "category 3 and 4 ambulance outcomes that were validated, of all of them", true),
    IUC_SHARE("ambulance-lowered", "validated to no ambulance", "E24", "E20",
              "given no ambulance after validation, of ambulance outcomes validated", true),
    IUC_SHARE("emergency-validated", "emergency outcomes validated", "E27", "E26",
              "emergency treatment outcomes that were validated, of all of them", true),
    IUC_SHARE("emergency-lowered", "validated to less than emergency", "E29", "E27",
              "given less than an ambulance or emergency treatment, of emergency outcomes validated", true),
    IUC_SHARE("first-service", "first service type accepted", "F03", "F01",
              "allocated the first service type offered, of calls where the directory was opened", true),
    IUC_SHARE("catch-all", "emergency department as a catch-all", "F02", "F01",
              "no service available but an emergency department, of calls where the directory was opened", false),
    IUC_SHARE("self-care", "self-care", "E16", "E01", "recommended self-care, of all dispositions", true),
};
enum { BUILT_IN = sizeof built_in / sizeof *built_in };

size_t signpost_definition_count(const signpost_contracts *contracts)
{
    return BUILT_IN + (contracts ? contracts->definition_count : 0);
}

const signpost_definition *signpost_definition_at(const signpost_contracts *contracts, size_t index)
{
    if (index < BUILT_IN)
        return &built_in[index];
    index -= BUILT_IN;
    return contracts && index < contracts->definition_count ? &contracts->definitions[index] : NULL;
}

const signpost_definition *signpost_definition_find(const signpost_contracts *contracts, const char *id)
{
    const signpost_definition *at;
    for (size_t i = 0; (at = signpost_definition_at(contracts, i)); i++)
        if (strcmp(at->id, id) == 0)
            return at;
    return NULL;
}

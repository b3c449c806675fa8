/* Items and identities: tables, and reading sums of items. */
#include "kpi/items.h"

#include "base/text.h"

#include <string.h>

static const char *const items[SGP_ITEMS][2] = {
    [SGP_ITEM_OFFERED] = {"offered", "calls offered"},
    [SGP_ITEM_ANSWERED] = {"answered", "calls answered"},
    [SGP_ITEM_ANSWERED_60] = {"answered_60", "calls answered within 60 seconds"},
    [SGP_ITEM_ABANDONED] = {"abandoned", "calls abandoned after more than 30 seconds"},
    [SGP_ITEM_ABANDONED_EARLY] = {"abandoned_early", "calls abandoned within 30 seconds"},
    [SGP_ITEM_TRIAGED] = {"triaged", "persons triaged"},
    [SGP_ITEM_TRANSFERRED] = {"transferred", "transferred to a clinician, live or to be called back"},
    [SGP_ITEM_WARM] = {"warm", "transferred live to a clinician"},
    [SGP_ITEM_CALLBACK_OFFERED] = {"callback_offered", "persons offered a call-back"},
    [SGP_ITEM_CALLBACK_MADE] = {"callback_made", "call-backs made"},
    [SGP_ITEM_CALLBACK_10] = {"callback_10", "call-backs made within 10 minutes"},
    [SGP_ITEM_AMBULANCE] = {"ambulance", "ambulance dispatched"},
    [SGP_ITEM_EMERGENCY] = {"emergency", "sent to an emergency department"},
    [SGP_ITEM_PRIMARY_CARE] = {"primary_care", "sent to primary care"},
    [SGP_ITEM_OTHER] = {"other", "sent to another service"},
    [SGP_ITEM_NOT_RECOMMENDED] = {"not_recommended", "sent to no service"},
    [SGP_ITEM_INFORMATION] = {"information", "given health information"},
    [SGP_ITEM_SELF_CARE] = {"self_care", "told how to care for themselves"},
    [SGP_ITEM_NON_CLINICAL] = {"non_clinical", "no clinical need"},
    [SGP_ITEM_CLOSED] = {"closed", "answered calls whose end is known"},
    [SGP_ITEM_ANSWER_SECONDS] = {"answer_seconds", "seconds until calls were answered"},
    [SGP_ITEM_HANDLING_SECONDS] = {"handling_seconds", "seconds from answer to end of calls"},
    [SGP_ITEM_CALLBACK_SECONDS] = {"callback_seconds", "seconds from the offer of a call-back to it"},
    [SGP_ITEM_SEARCHED] = {"searched", "searches of the directory"},
    [SGP_ITEM_SEARCHED_CATCH_ALL] = {"searched_catch_all", "searches that found only a catch-all"},
    [SGP_ITEM_SEARCHED_NOTHING] = {"searched_nothing", "searches that found nothing"},
    [SGP_ITEM_POPULATION] = {"population", "people in the area"},
    [SGP_ITEM_TERMINATED] = {"terminated", "not triaged: caller ended the call"},
    [SGP_ITEM_REFERRED] = {"referred", "not triaged: caller referred"},
    [SGP_ITEM_GIVEN_INFORMATION] = {"given_information", "not triaged: caller given information"},
    [SGP_ITEM_OTHER_REASON] = {"other_reason", "not triaged: another reason"},
    [SGP_ITEM_PRIMARY_CARE_CONTACT] = {"primary_care_contact", "to contact primary care"},
    [SGP_ITEM_PRIMARY_CARE_SPEAK] = {"primary_care_speak", "to speak to primary care"},
    [SGP_ITEM_DENTAL_PHARMACY] = {"dental_pharmacy", "to a dentist or pharmacist"},
};

const char *signpost_item_at(size_t index)
{
    return index < SGP_ITEMS ? items[index][0] : NULL;
}

const char *signpost_item_title(size_t index)
{
    return index < SGP_ITEMS ? items[index][1] : NULL;
}

/* The first four are those that the collection itself states; the others keep a share from passing 100 %. */
static const sgp_identity mds_identities[] = {
    {"transferred = warm + callback_offered", "transferred", "warm + callback_offered", true},
    {"triaged = ambulance + emergency + primary_care + other + not_recommended", "triaged",
     "ambulance + emergency + primary_care + other + not_recommended", true},
    {"answered = triaged + terminated + referred + given_information + other_reason", "answered",
     "triaged + terminated + referred + given_information + other_reason", true},
    {"answered + abandoned <= offered", "answered + abandoned", "offered", false},
    {"answered_60 <= answered", "answered_60", "answered", false},
    {"callback_10 <= callback_offered", "callback_10", "callback_offered", false},
    {0},
};

static const sgp_identity iuc_identities[] = {
    {"A03 + B02 <= A01", "A03 + B02", "A01", false},
    {"B02 = B03 + B04 + B05", "B02", "B03 + B04 + B05", true},
    {"B01 <= A03", "B01", "A03", false},
    {"D10 <= D01", "D10", "D01", false},
    {"D14 <= D13", "D14", "D13", false},
    {"E20 <= E19", "E20", "E19", false},
    {"E24 <= E20", "E24", "E20", false},
    {"E27 <= E26", "E27", "E26", false},
    {"E29 <= E27", "E29", "E27", false},
    {"F02 <= F01", "F02", "F01", false},
    {"F03 <= F01", "F03", "F01", false},
    {"E16 <= E01", "E16", "E01", false},
    {0},
};

/* Calls and journals are counted here: what holds of them holds by the way they are counted. */
static const sgp_identity no_identities[] = {{0}};

const sgp_identity *sgp_identities(signpost_collection collection)
{
    if (collection == SIGNPOST_COLLECTION_MDS)
        return mds_identities;
    return collection == SIGNPOST_COLLECTION_IUC ? iuc_identities : no_identities;
}

static bool is_item_character(char c)
{
    return sgp_is_letter(c) || sgp_is_digit(c) || c == '_';
}

static void skip_spaces(const char **at)
{
    while (**at == ' ')
        ++*at;
}

signpost_status sgp_formula_next(const char **at, sgp_term *term)
{
    skip_spaces(at);
    if (!**at)
        return SIGNPOST_NONE;
    *term = (sgp_term){.sign = **at == '-' ? -1 : 1};
    if (**at == '+' || **at == '-')
        ++*at;
    skip_spaces(at);
    term->item = *at;
    while (is_item_character(**at))
        ++*at;
    term->length = (size_t)(*at - term->item);
    skip_spaces(at);
    bool ends_well = !**at || **at == '+' || **at == '-';
    return term->length && ends_well ? SIGNPOST_OK : SIGNPOST_INVALID;
}

bool sgp_formula_is_valid(const char *formula)
{
    sgp_term term;
    size_t terms = 0;
    signpost_status status;
    while (!(status = sgp_formula_next(&formula, &term)))
        terms++;
    return status == SIGNPOST_NONE && terms;
}

bool sgp_formula_has(const char *formula, const char *item, size_t length)
{
    for (sgp_term term; !sgp_formula_next(&formula, &term);)
        if (term.length == length && memcmp(term.item, item, length) == 0)
            return true;
    return false;
}

bool sgp_formulas_meet(const char *a, const char *b)
{
    for (sgp_term term; !sgp_formula_next(&a, &term);)
        if (sgp_formula_has(b, term.item, term.length))
            return true;
    return false;
}

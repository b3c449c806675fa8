/* What each kind of line says, in its order: read and written by the same table. */
#include "journal/journal.h"

#include "base/text.h"

#include <string.h>

static const char *word(const char *const *words, size_t count, unsigned of)
{
    return of < count ? words[of] : "";
}
#define WORD_OF(words, of) word(words, sizeof(words) / sizeof *(words), of)

static const char *const kinds[] = {"started",     "answered", "acknowledged", "aged",   "went back",
                                    "changed",     "left",     "searched",     "chosen", "refused",
                                    "handed over", "noted",    "ended"};
static const char *const endings[] = {"outcome", "left", "dropped"};
static const char *const lists[] = {"returned", "held", "catch-all", "near miss"};
static const char *const practices[] = {"not asked", "known", "none"};
static const char *const units[] = {"minutes", "working days"};

const char *signpost_line_kind_name(signpost_line_kind kind)
{
    return WORD_OF(kinds, (unsigned)kind);
}

const char *signpost_ending_name(signpost_ending ending)
{
    return WORD_OF(endings, (unsigned)ending);
}

static const char *ending_name(unsigned of)
{
    return WORD_OF(endings, of);
}

static const char *list_name(unsigned of)
{
    return WORD_OF(lists, of);
}

static const char *practice_name(unsigned of)
{
    return WORD_OF(practices, of);
}

static const char *unit_name(unsigned of)
{
    return WORD_OF(units, of);
}

static const char *sex_name(unsigned of)
{
    return signpost_sex_name((signpost_sex)of);
}

static const char *party_name(unsigned of)
{
    return signpost_party_name((signpost_party)of);
}

static const char *place_name(unsigned of)
{
    return signpost_place_kind_name((signpost_place_kind)of);
}

static const char *setting_name(unsigned of)
{
    return signpost_setting_name((signpost_setting)of);
}

#define FIELD(key, kind, member)                                                                                       \
    {                                                                                                                  \
        BEFORE(key), SGP_FIELD_##kind, offsetof(signpost_line, member), NULL                                           \
    }
#define WORD(key, names, member)                                                                                       \
    {                                                                                                                  \
        BEFORE(key), SGP_FIELD_WORD, offsetof(signpost_line, member), names                                            \
    }
#define BEFORE(key) ",\"" key "\":", sizeof(",\"" key "\":") - 1
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, 0, SGP_FIELD_TEXT, 0, NULL                                                                               \
    }
/* Where an event led. */
#define LED FIELD("arrived", TEXT, arrived), FIELD("interim", TEXT, interim), FIELD("outcome", TEXT, outcome)

static const sgp_field started[] = {FIELD("content", HASH, content),
                                    FIELD("complaint", TEXT, complaint),
                                    FIELD("age", AGE, patient.age),
                                    WORD("sex", sex_name, patient.sex),
                                    WORD("party", party_name, patient.party),
                                    FIELD("contacts", COUNT, patient.earlier_contacts),
                                    FIELD("language", TEXT, language),
                                    LED,
                                    END};
static const sgp_field answered[] = {FIELD("step", TEXT, step),
                                     FIELD("language", TEXT, language),
                                     FIELD("shown", TEXT, shown),
                                     FIELD("reply", TEXT, reply),
                                     LED,
                                     END};
static const sgp_field acknowledged[] = {FIELD("step", TEXT, step),
                                         FIELD("language", TEXT, language),
                                         FIELD("shown", TEXT, shown),
                                         FIELD("said", TEXTS, said),
                                         LED,
                                         END};
static const sgp_field aged[] = {FIELD("step", TEXT, step), FIELD("age", AGE, patient.age), LED, END};
static const sgp_field went_back[] = {FIELD("step", TEXT, step), LED, END};
static const sgp_field searched[] = {
    FIELD("directory", TEXT, directory),
    FIELD("version", NUMBER, content_version),
    FIELD("fingerprint", HASH, fingerprint),
    FIELD("policy", TEXT, policy),
    FIELD("policy_fingerprint", TEXT, policy_fingerprint),
    FIELD("disposition", TEXT, disposition),
    FIELD("symptom_group", TEXT, symptom_group),
    FIELD("discriminators", TEXTS, discriminators),
    FIELD("age", AGE, patient.age),
    WORD("sex", sex_name, patient.sex),
    WORD("place_kind", place_name, place_kind),
    FIELD("place", TEXT, place),
    WORD("practice_known", practice_name, practice_knowledge),
    FIELD("practice", TEXT, practice),
    FIELD("role", TEXT, role),
    FIELD("when", MOMENT, when),
    FIELD("reached", MOMENT, reached),
    FIELD("radius_m", COUNT, radius_m),
    FIELD("limit", COUNT, limit),
    FIELD("offered", TEXTS, offered),
    FIELD("held", TEXTS, held),
    FIELD("catch_all", TEXTS, catch_all),
    END,
};
#define OF_A_SERVICE                                                                                                   \
    FIELD("service", TEXT, service), FIELD("name", TEXT, service_name), WORD("list", list_name, list),                 \
        FIELD("position", COUNT, position)
static const sgp_field chosen[] = {OF_A_SERVICE, END};
static const sgp_field refused[] = {OF_A_SERVICE, FIELD("reason", COUNT, reason), FIELD("title", TEXT, reason_title),
                                    FIELD("comment", TEXT, text), END};
static const sgp_field handed_over[] = {FIELD("to", TEXT, to), END};
static const sgp_field noted[] = {FIELD("text", TEXT, text), END};
static const sgp_field ended[] = {
    WORD("by", ending_name, ending),
    FIELD("step", TEXT, step),
    FIELD("outcome", TEXT, outcome),
    FIELD("title", TEXT, title),
    FIELD("within", COUNT, within.amount),
    WORD("unit", unit_name, within.unit),
    WORD("setting", setting_name, setting),
    FIELD("symptom_group", TEXT, symptom_group),
    FIELD("symptom_group_title", TEXT, symptom_group_title),
    FIELD("discriminator", TEXT, discriminator),
    FIELD("discriminator_title", TEXT, discriminator_title),
    FIELD("advice", TEXTS, advice),
    END,
};

const sgp_field *sgp_line_fields(signpost_line_kind kind)
{
    static const sgp_field *const fields[SIGNPOST_LINE_KINDS] = {
        [SIGNPOST_LINE_STARTED] = started,
        [SIGNPOST_LINE_ANSWERED] = answered,
        [SIGNPOST_LINE_ACKNOWLEDGED] = acknowledged,
        [SIGNPOST_LINE_AGED] = aged,
        [SIGNPOST_LINE_WENT_BACK] = went_back,
        [SIGNPOST_LINE_CHANGED] = answered,
        [SIGNPOST_LINE_LEFT] = answered,
        [SIGNPOST_LINE_SEARCHED] = searched,
        [SIGNPOST_LINE_CHOSEN] = chosen,
        [SIGNPOST_LINE_REFUSED] = refused,
        [SIGNPOST_LINE_HANDED_OVER] = handed_over,
        [SIGNPOST_LINE_NOTED] = noted,
        [SIGNPOST_LINE_ENDED] = ended,
    };
    return fields[kind];
}

signpost_line sgp_line_empty(signpost_line_kind kind, signpost_minute moment)
{
    signpost_line line = {.kind = kind, .moment = moment, .patient = SIGNPOST_PATIENT_INIT};
    for (int other = 0; other < SIGNPOST_LINE_KINDS; other++)
        for (const sgp_field *field = sgp_line_fields((signpost_line_kind)other); field->before; field++)
            if (field->kind == SGP_FIELD_TEXT || field->kind == SGP_FIELD_HASH)
                *(const char **)((char *)&line + field->offset) = "";
    return line;
}

bool sgp_line_moment_is_valid(signpost_minute moment)
{
    enum { FIRST_DATE = -719162, LAST_DATE = 2932896, A_DAY = 1440 };
    return moment >= (signpost_minute)FIRST_DATE * A_DAY && moment < (signpost_minute)(LAST_DATE + 1) * A_DAY;
}

int sgp_hex_digit(char digit)
{
    return sgp_is_digit(digit) ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool sgp_is_fingerprint(const char *text)
{
    return sgp_text_is_hexadecimal(text, SGP_CHAIN_TEXT - 1);
}

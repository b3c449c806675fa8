/* Remedies as CSV files that a directory takes. A wider profile is a new one, so that services that share the old one
 * stay as they are. */
#include "audit/remedies.h"

#include "base/error.h"
#include "base/strings.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A text that grows; `good` is false once memory ran out. */
typedef struct writer {
    sgp_array text; /* char */
    bool good;
} writer;

static void put(writer *to, const char *text)
{
    to->good = to->good && sgp_array_append(&to->text, text, strlen(text));
}

/* A field, quoted whatever it holds. */
static void put_field(writer *to, const char *text, const char *after)
{
    put(to, "\"");
    for (; *text; text++) {
        const char one[] = {*text, '\0'};
        put(to, *text == '"' ? "\"\"" : one);
    }
    put(to, "\"");
    put(to, after);
}

static void put_degrees(writer *to, double degrees)
{
    char text[32];
    put(to, sgp_format_fixed((int64_t)lround(degrees * 1e6), 6, text, sizeof text));
    put(to, ",");
}

/* ---- profiles ---- */

static bool has(const sgp_profiles *all, const sgp_word *sets, int32_t number, int32_t profile)
{
    return sgp_bit_get(sets + (size_t)number * all->words, (size_t)profile);
}

static bool takes_age(const signpost_index *index, int32_t profile, int32_t age)
{
    const sgp_lists *ages = &index->profiles.ages;
    const sgp_age_span *spans = sgp_lists_at(ages, (size_t)profile, sizeof *spans);
    for (size_t i = 0; i < sgp_lists_count(ages, (size_t)profile); i++)
        if (spans[i].from_days <= age && age <= spans[i].to_days)
            return true;
    return false;
}

static uint64_t of_item(uint64_t kind, int32_t number)
{
    const uint64_t both[] = {kind, (uint64_t)number};
    return sgp_hash(both, sizeof both);
}

/* Whether a code is what a proposal adds. */
static bool adds_code(const sgp_proposal *one, sgp_more more, const char *code, const char *role)
{
    if (one->more != more)
        return false;
    return strcmp(code, more == SGP_MORE_ROLE ? role : one->demand->disposition.code) == 0;
}

static bool adds_pair(const sgp_proposal *one, const char *group, const char *discriminator)
{
    if (one->more != SGP_MORE_PAIRS || strcmp(one->demand->symptom_group, group) != 0)
        return false;
    for (size_t i = 0; i < one->demand->discriminator_count; i++)
        if (strcmp(one->demand->discriminators[i], discriminator) == 0)
            return true;
    return false;
}

/* What is added and listed by no profile yet, which has no number then; 0 for anything else. */
static uint64_t of_unknown(const signpost_audit *audit, const sgp_proposal *one)
{
    const signpost_index *index = audit->index;
    bool is_role = one->more == SGP_MORE_ROLE;
    if (!is_role && one->more != SGP_MORE_DISPOSITION)
        return 0;
    const char *code = is_role ? audit->about.role : one->demand->disposition.code;
    if (sgp_code_number(is_role ? &index->roles : &index->dispositions, code) != SGP_NO_NUMBER)
        return 0;
    return sgp_hash(code, strlen(code)) + is_role;
}

/* A profile as a proposal widens it, as one number: sums, so that their order does not matter. */
static uint64_t number_of(const signpost_audit *audit, int32_t profile, const sgp_proposal *one)
{
    enum { DISPOSITION = 1, ROLE, PAIR, SEX, AGE };
    const signpost_index *index = audit->index;
    const sgp_profiles *all = &index->profiles;
    uint64_t sum = one ? of_unknown(audit, one) : 0;
    for (int32_t i = 0; i < (int32_t)sgp_strings_count(&index->dispositions); i++)
        if (has(all, all->of_disposition, i, profile) ||
            (one && adds_code(one, SGP_MORE_DISPOSITION, sgp_strings_text(&index->dispositions, i), NULL)))
            sum += of_item(DISPOSITION, i);
    for (int32_t i = 0; i < (int32_t)sgp_strings_count(&index->roles); i++)
        if (has(all, all->of_role, i, profile) ||
            (one && adds_code(one, SGP_MORE_ROLE, sgp_strings_text(&index->roles, i), audit->about.role)))
            sum += of_item(ROLE, i);
    for (int32_t group = 0; group < (int32_t)sgp_strings_count(&index->groups); group++)
        for (int32_t other = 0; other < (int32_t)sgp_strings_count(&index->discriminators); other++) {
            const char *of_group = sgp_strings_text(&index->groups, group);
            const char *discriminator = sgp_strings_text(&index->discriminators, other);
            int32_t pair = sgp_pair_number(index, of_group, discriminator);
            if (pair != SGP_NO_NUMBER &&
                (has(all, all->of_pair, pair, profile) || (one && adds_pair(one, of_group, discriminator))))
                sum += of_item(PAIR, pair);
        }
    for (int32_t sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        if (sgp_bit_get(all->of_sex[sex], (size_t)profile) ||
            (one && one->more == SGP_MORE_SEX && one->sex == (signpost_sex)sex))
            sum += of_item(SEX, sex);
    for (int32_t i = 0; i < (int32_t)audit->segment_count; i++) /* every profile's ages are cut where segments are */
        if (takes_age(index, profile, audit->ages[i]) ||
            (one && one->more == SGP_MORE_AGES && one->from_days <= audit->ages[i] && audit->ages[i] <= one->to_days))
            sum += of_item(AGE, i);
    return sum;
}

/* The profile of a remedy by name: one that there is and says the same, that of an earlier remedy, or, when `is_new`,
 * one of its own. Names hold no white space. */
static void profile_name(const signpost_remedies *remedies, size_t position, char *name, size_t size, bool *is_new)
{
    const signpost_audit *audit = remedies->audit;
    const signpost_index *index = audit->index;
    const sgp_proposal *one = sgp_remedy_at(remedies, position);
    int32_t profile = index->services[one->service].profile;
    uint64_t number = number_of(audit, profile, one);
    *is_new = false;
    for (int32_t i = 0; i < (int32_t)index->profiles.count; i++)
        if (number_of(audit, i, NULL) == number) {
            snprintf(name, size, "%s", sgp_index_text(index, index->profiles.names[i]));
            return;
        }
    size_t first = 0;
    for (; first < position; first++) {
        const sgp_proposal *earlier = sgp_remedy_at(remedies, first);
        if (earlier->kind == SIGNPOST_REMEDY_PROFILE &&
            number_of(audit, index->services[earlier->service].profile, earlier) == number)
            break;
    }
    *is_new = first == position;
    profile = index->services[sgp_remedy_at(remedies, first)->service].profile;
    snprintf(name, size, "%.80s-remedy-%zu", sgp_index_text(index, index->profiles.names[profile]), first + 1);
    for (; *name; name++)
        if (sgp_is_space(*name))
            *name = '-';
}

/* Items with ; between. */
static void put_item(writer *to, bool *any, const char *item)
{
    put(to, *any ? ";" : "");
    put(to, item);
    *any = true;
}

/* Codes that a profile lists, and one more, unless that is NULL or listed. */
static void put_codes(writer *to, const signpost_index *index, const sgp_word *sets, const sgp_strings *codes,
                      int32_t profile, const char *more)
{
    bool any = false;
    put(to, "\"");
    for (size_t code = 0; code < sgp_strings_count(codes); code++) {
        const char *text = sgp_strings_text(codes, (int32_t)code);
        bool is_more = more && strcmp(text, more) == 0;
        if (is_more || sgp_bit_get(sets + code * index->profiles.words, (size_t)profile))
            put_item(to, &any, text);
        more = is_more ? NULL : more;
    }
    if (more)
        put_item(to, &any, more);
    put(to, "\",");
}

static void put_pairs(writer *to, const signpost_audit *audit, const sgp_proposal *one, int32_t profile)
{
    const signpost_index *index = audit->index;
    const sgp_profiles *all = &index->profiles;
    bool any = false;
    put(to, "\"");
    for (int32_t group = 0; group < (int32_t)sgp_strings_count(&index->groups); group++)
        for (int32_t other = 0; other < (int32_t)sgp_strings_count(&index->discriminators); other++) {
            char item[160];
            const char *of_group = sgp_strings_text(&index->groups, group);
            const char *discriminator = sgp_strings_text(&index->discriminators, other);
            int32_t pair = sgp_pair_number(index, of_group, discriminator);
            bool is_more = adds_pair(one, of_group, discriminator);
            if (pair == SGP_NO_NUMBER ||
                !(is_more || sgp_bit_get(all->of_pair + (size_t)pair * all->words, (size_t)profile)))
                continue;
            snprintf(item, sizeof item, "%.75s/%.75s", of_group, discriminator);
            put_item(to, &any, item);
        }
    put(to, "\",");
}

static void put_ages(writer *to, const signpost_index *index, const sgp_proposal *one, int32_t profile)
{
    const sgp_lists *ages = &index->profiles.ages;
    const sgp_age_span *spans = sgp_lists_at(ages, (size_t)profile, sizeof *spans);
    char text[SIGNPOST_AGES_SIZE];
    bool any = false;
    put(to, "\"");
    for (size_t i = 0; i < sgp_lists_count(ages, (size_t)profile); i++)
        put_item(to, &any, signpost_ages_format(spans[i].from_days, spans[i].to_days, text));
    if (one->more == SGP_MORE_AGES)
        put_item(to, &any, signpost_ages_format(one->from_days, one->to_days, text));
    put(to, "\",");
}

static void put_sexes(writer *to, const signpost_index *index, const sgp_proposal *one, int32_t profile)
{
    bool any = false;
    put(to, "\"");
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        if (sgp_bit_get(index->profiles.of_sex[sex], (size_t)profile) ||
            (one->more == SGP_MORE_SEX && one->sex == (signpost_sex)sex))
            put_item(to, &any, signpost_sex_name((signpost_sex)sex));
    put(to, "\",");
}

static void put_profile(writer *to, const signpost_remedies *remedies, size_t position)
{
    char name[128];
    const signpost_audit *audit = remedies->audit;
    const signpost_index *index = audit->index;
    const sgp_proposal *one = sgp_remedy_at(remedies, position);
    int32_t profile = index->services[one->service].profile;
    bool is_new;
    profile_name(remedies, position, name, sizeof name, &is_new);
    put_field(to, name, ",");
    put_codes(to, index, index->profiles.of_disposition, &index->dispositions, profile,
              one->more == SGP_MORE_DISPOSITION ? one->demand->disposition.code : NULL);
    put_pairs(to, audit, one, profile);
    put_ages(to, index, one, profile);
    put_sexes(to, index, one, profile);
    put_codes(to, index, index->profiles.of_role, &index->roles, profile,
              one->more == SGP_MORE_ROLE ? audit->about.role : NULL);
    to->text.count--; /* the last comma */
    put(to, "\n");
}

/* ---- services ---- */

/* The new hours, or those that stay: an empty cell would take them away. */
static void put_hours(writer *to, const signpost_index *index, const sgp_proposal *one)
{
    const signpost_hours *hours = index->hours[index->services[one->service].hours];
    size_t length = *one->hours ? 0 : signpost_hours_format(hours, NULL, 0);
    char *text = sgp_allocate(length + 1);
    to->good = to->good && text;
    if (!to->good) {
        sgp_release(text);
        return;
    }
    if (!*one->hours)
        signpost_hours_format(hours, text, length + 1);
    put_field(to, *one->hours ? one->hours : text, ",");
    sgp_release(text);
}

static void put_service(writer *to, const signpost_remedies *remedies, size_t position)
{
    char text[SIGNPOST_TEXT_SIZE], number[16], profile[128];
    const signpost_index *index = remedies->audit->index;
    const sgp_proposal *one = sgp_remedy_at(remedies, position);
    const sgp_service *service = &index->services[one->service];
    const char *uid = sgp_strings_text(&index->uids, one->service);
    bool is_new = one->kind == SIGNPOST_REMEDY_NEW, unused;
    snprintf(text, sizeof text, "remedy-%zu-like-%.100s", position + 1, uid);
    put_field(to, is_new ? text : uid, ",");
    snprintf(text, sizeof text, "Remedy %zu, like %.200s", position + 1,
             sgp_index_text(index, index->texts[one->service].name));
    put_field(to, is_new ? text : sgp_index_text(index, index->texts[one->service].name), ",");
    snprintf(number, sizeof number, "%d", index->types[service->type].id);
    put_field(to, number, ",");
    put_field(to, is_new ? "active" : sgp_state_names[service->state], ",");
    put_degrees(to, one->at.point.latitude);
    put_degrees(to, one->at.point.longitude);
    put_hours(to, index, one);
    snprintf(profile, sizeof profile, "%.120s", sgp_index_text(index, index->profiles.names[service->profile]));
    if (one->kind == SIGNPOST_REMEDY_PROFILE)
        profile_name(remedies, position, profile, sizeof profile, &unused);
    put_field(to, profile, "\n");
}

static bool needs_profile(const signpost_remedies *remedies, size_t position)
{
    char name[128];
    bool is_new = false;
    if (sgp_remedy_at(remedies, position)->kind == SIGNPOST_REMEDY_PROFILE)
        profile_name(remedies, position, name, sizeof name, &is_new);
    return is_new;
}

signpost_status signpost_remedies_csv(const signpost_remedies *remedies, signpost_remedy_table table, size_t count,
                                      char **text, signpost_error *error)
{
    writer to = {SGP_ARRAY_OF(char), true};
    bool any = false;
    *text = NULL;
    for (size_t i = 0; i < remedies->chosen.count && i < count; i++) {
        if (table == SIGNPOST_REMEDY_PROFILES && !needs_profile(remedies, i))
            continue;
        if (!any)
            put(&to, table == SIGNPOST_REMEDY_PROFILES ? "name,dispositions,pairs,ages,sexes,roles\n"
                                                       : "uid,name,type,state,latitude,longitude,hours,profile\n");
        any = true;
        if (table == SIGNPOST_REMEDY_PROFILES)
            put_profile(&to, remedies, i);
        else
            put_service(&to, remedies, i);
    }
    to.good = to.good && sgp_array_append(&to.text, "", 1);
    if (!to.good) {
        sgp_array_release(&to.text);
        return sgp_fail_memory(error);
    }
    *text = to.text.items;
    return SIGNPOST_OK;
}

void signpost_remedies_release(char *text)
{
    sgp_release(text);
}

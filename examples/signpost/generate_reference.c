/* What services of a synthetic directory refer to: calendar, types, symptoms, profiles, rankings. */
#include "generate.h"

#include <stdlib.h>
#include <string.h>

enum { OWN_GROUPS = 20, OWN_DISCRIMINATORS = 15 }; /* for what no pathway asks for: community services */

static bool write_calendar(const char *folder)
{
    static const char *const days[] = {
        "2025-12-25,Christmas Day",
        "2025-12-26,Boxing Day",
        "2026-01-01,New Year's Day",
        "2026-04-03,Good Friday",
        "2026-04-06,Easter Monday",
        "2026-05-04,Early May",
        "2026-05-25,Spring",
        "2026-08-31,Summer",
        "2026-12-25,Christmas Day",
        "2026-12-28,Boxing Day (substitute)",
        "2027-01-01,New Year's Day",
        "2027-03-26,Good Friday",
        "2027-03-29,Easter Monday",
        "2027-05-03,Early May",
        "2027-05-31,Spring",
        "2027-08-30,Summer",
        "2027-12-27,Christmas Day (substitute)",
        "2027-12-28,Boxing Day (substitute)",
    };
    FILE *file = csv_open(folder, "calendars", "name,division,clock,holidays_from,holidays_until");
    if (!file)
        return false;
    fputs("england-and-wales,england-and-wales,\"GMT0BST,M3.5.0/1,M10.5.0\",2025-12-01,2027-12-31\n", file);
    if (!csv_close(file) || !(file = csv_open(folder, "holidays", "calendar,date,name")))
        return false;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        fprintf(file, "england-and-wales,%s\n", days[i]);
    if (!csv_close(file) || !(file = csv_open(folder, "directory", "id,name,calendar")))
        return false;
    fputs("1,Synthetic directory,england-and-wales\n", file);
    return csv_close(file);
}

static bool write_types(const char *folder, tally *made)
{
    FILE *file = csv_open(folder, "service-types", "id,name,national_rank,keep");
    made->types = (size_t)type_count();
    for (int type = 0; file && type < type_count(); type++) {
        int number;
        const kind *of = type_kind(type, &number);
        if (number < 2000)
            fprintf(file, "%d,%s (synthetic),%d,%d\n", number, of->name, of->rank, of->keep);
        else
            fprintf(file, "%d,\"%s, type %d (synthetic)\",%d,%d\n", number, of->name, number, of->rank, of->keep);
    }
    return file && csv_close(file);
}

/* A pair of symptom group and discriminator. */
typedef struct pair {
    char group[64], discriminator[64], group_title[128], discriminator_title[128];
} pair;

enum { MOST_PAIRS = 2000 };

/* The content's pairs, then the generator's own; how many. */
static size_t gather_pairs(const signpost_algorithms *algorithms, pair *pairs)
{
    signpost_symptom_pair of_content;
    size_t count = 0;
    for (; count < MOST_PAIRS && signpost_symptom_pair_at(algorithms, count, &of_content); count++) {
        snprintf(pairs[count].group, sizeof pairs->group, "%s", of_content.group);
        snprintf(pairs[count].discriminator, sizeof pairs->discriminator, "%s", of_content.discriminator);
        snprintf(pairs[count].group_title, sizeof pairs->group_title, "%s", of_content.group_title);
        snprintf(pairs[count].discriminator_title, sizeof pairs->discriminator_title, "%s",
                 of_content.discriminator_title);
    }
    for (int i = 0; i < OWN_GROUPS * OWN_DISCRIMINATORS && count < MOST_PAIRS; i++, count++) {
        int group = i / OWN_DISCRIMINATORS, skill = i % OWN_DISCRIMINATORS;
        snprintf(pairs[count].group, sizeof pairs->group, "syn-group-%02d", group);
        snprintf(pairs[count].discriminator, sizeof pairs->discriminator, "syn-skill-%02d", skill);
        snprintf(pairs[count].group_title, sizeof pairs->group_title, "Synthetic group %d", group);
        snprintf(pairs[count].discriminator_title, sizeof pairs->discriminator_title, "Synthetic skill %d", skill);
    }
    return count;
}

static bool write_symptoms(const char *folder, const pair *pairs, size_t count)
{
    FILE *groups = csv_open(folder, "symptom-groups", "code,title");
    FILE *discriminators = csv_open(folder, "symptom-discriminators", "code,title");
    FILE *both = csv_open(folder, "symptom-pairs", "symptom_group,discriminator");
    for (size_t i = 0; i < count && groups && discriminators && both; i++) {
        bool is_new_group = true, is_new_discriminator = true;
        for (size_t j = 0; j < i; j++) {
            is_new_group = is_new_group && strcmp(pairs[j].group, pairs[i].group) != 0;
            is_new_discriminator = is_new_discriminator && strcmp(pairs[j].discriminator, pairs[i].discriminator) != 0;
        }
        if (is_new_group)
            fprintf(groups, "%s,\"%s\"\n", pairs[i].group, pairs[i].group_title);
        if (is_new_discriminator)
            fprintf(discriminators, "%s,\"%s\"\n", pairs[i].discriminator, pairs[i].discriminator_title);
        fprintf(both, "%s,%s\n", pairs[i].group, pairs[i].discriminator);
    }
    bool good = groups && csv_close(groups);
    good = discriminators && csv_close(discriminators) && good;
    return both && csv_close(both) && good;
}

/* Whether a discriminator holds one of the kind's words. */
static bool serves(const kind *of, const char *discriminator)
{
    char words[256];
    snprintf(words, sizeof words, "%s", of->discriminators);
    for (char *rest = words, *word; (word = strtok_r(rest, " ", &rest));)
        if (strstr(discriminator, word))
            return true;
    return false;
}

/* One of the alternatives with ; between. */
static void draw_ages(rolls *dice, const char *alternatives, char ages[64])
{
    int count = 1;
    for (const char *at = alternatives; *at; at++)
        count += *at == ';';
    for (int skip = dice_below(dice, count); skip; skip--)
        alternatives = strchr(alternatives, ';') + 1;
    snprintf(ages, 64, "%.*s", (int)strcspn(alternatives, ";"), alternatives);
}

/* What a profile says, but for its name. The first of a type serves all that the kind does; the others leave some of it
 * out. */
static void say_profile(FILE *to, rolls *dice, const kind *of, int variant, const pair *pairs, size_t count)
{
    char ages[64];
    const char *before = "";
    fprintf(to, ",%s,", of->dispositions);
    for (size_t i = 0; i < count; i++)
        if (serves(of, pairs[i].discriminator) && (!variant || !dice_in(dice, 3, 10))) {
            fprintf(to, "%s%s/%s", before, pairs[i].group, pairs[i].discriminator);
            before = ";";
        }
    draw_ages(dice, of->ages, ages);
    const char *online = dice_in(dice, 6, 10) ? ";111-online" : "", *ambulance = dice_in(dice, 5, 10) ? ";999" : "";
    fprintf(to, ",%s,,111-telephone;clinician%s%s\n", ages, online, ambulance);
}

/* Writes a profile, unless an earlier one says the same; its number, or the earlier one's. Profiles are numbered as
 * they are planned, so that a number tells its type. */
static int write_profile(FILE *file, country *c, int planned, const pair *pairs, size_t count, uint64_t *hashes)
{
    int number;
    char *said;
    size_t size;
    const kind *of = type_kind(planned / PROFILES_OF_TYPE, &number);
    FILE *memory = open_memstream(&said, &size);
    if (!memory)
        return -1;
    say_profile(memory, &c->dice, of, planned % PROFILES_OF_TYPE, pairs, count);
    if (fclose(memory) != 0)
        return -1;
    hashes[planned] = text_hash(said);
    int same = 0;
    while (hashes[same] != hashes[planned])
        same++;
    if (same == planned)
        fprintf(file, "profile-%d%s", planned, said);
    free(said);
    return same;
}

static bool write_profiles(const char *folder, country *c, const pair *pairs, size_t count, tally *made)
{
    int planned = type_count() * PROFILES_OF_TYPE;
    FILE *file = csv_open(folder, "profiles", "name,dispositions,pairs,ages,sexes,roles");
    uint64_t *hashes = calloc((size_t)planned, sizeof *hashes);
    c->profiles = calloc((size_t)planned, sizeof *c->profiles);
    bool good = file && hashes && c->profiles;
    for (int i = 0; i < planned && good; i++) {
        c->profiles[i] = write_profile(file, c, i, pairs, count, hashes);
        good = c->profiles[i] >= 0;
        made->profiles += c->profiles[i] == i;
    }
    free(hashes);
    return file && csv_close(file) && good;
}

static bool write_rankings(const char *folder, country *c)
{
    rolls *dice = &c->dice;
    FILE *file = csv_open(folder, "rankings", "area,service_type,rank");
    for (int area = 0; file && area < c->commissioner_count; area++)
        for (int type = 0; type < type_count(); type++) {
            int number, rank = type_kind(type, &number)->rank + dice_below(dice, 3) - 1;
            if (dice_in(dice, 7, 10))
                fprintf(file, "C%02d,%d,%d\n", area, number, rank < 1 ? 1 : rank > 10 ? 10 : rank);
        }
    return file && csv_close(file);
}

bool write_reference(const char *folder, country *c, const signpost_algorithms *algorithms, tally *made)
{
    pair *pairs = calloc(MOST_PAIRS, sizeof *pairs);
    if (!pairs)
        return false;
    size_t count = gather_pairs(algorithms, pairs);
    bool good = write_calendar(folder) && write_types(folder, made) && write_symptoms(folder, pairs, count) &&
                write_profiles(folder, c, pairs, count, made) && write_rankings(folder, c);
    free(pairs);
    return good;
}

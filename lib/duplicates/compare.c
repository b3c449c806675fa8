/* Levels of agreement. The levels and their bounds are those that did better than tuning on every set that was tried:
 * they are not to be fitted to any one directory. */
#include "duplicates/compare.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* ---- the table of fields ---- */

static const struct field_rule {
    const char *name;
    sgp_value exact;
    const char *levels[SGP_MOST_LEVELS];
} rules[SIGNPOST_DUPLICATE_FIELDS] = {
    [SIGNPOST_BY_NAME] = {"name",
                          SGP_VALUE_NAME,
                          {"not known", "the same", "nearly the same words", "mostly the same words",
                           "one contains the other", "some of the same words", "few of the same words", "other words",
                           "another number or letter"}},
    [SIGNPOST_BY_ADDRESS] = {"address",
                             SGP_VALUE_ADDRESS,
                             {"not known", "the same", "the same number and street", "the same number only",
                              "the same street only", "another", "the same street, another number"}},
    [SIGNPOST_BY_PHONE] = {"phone",
                           SGP_VALUE_PHONE,
                           {"not known", "the same", "one digit off, or only the area code differs", "another"}},
    [SIGNPOST_BY_DISTANCE] = {"distance",
                              SGP_VALUES,
                              {"not known", "within 20 m", "within 50 m", "within 120 m", "within 300 m", "within 1 km",
                               "within 10 km", "farther than 10 km"}},
    [SIGNPOST_BY_POSTCODE] = {"postcode",
                              SGP_VALUE_POSTCODE,
                              {"not needed, or not known", "the same", "the same sector", "the same district",
                               "another"}},
    [SIGNPOST_BY_TOWN] = {"town",
                          SGP_VALUES,
                          {"not needed, or not known", "the same", "one contains the other", "another"}},
    [SIGNPOST_BY_TYPE] = {"type", SGP_VALUES, {"not known", "the same", "one contains the other", "another"}},
    [SIGNPOST_BY_NEEDS] = {"needs", SGP_VALUES, {"not known, or types differ", "the same", "others"}},
    [SIGNPOST_BY_HOURS] = {"hours", SGP_VALUES, {"not known, or types differ", "the same", "they conflict"}},
    [SIGNPOST_BY_CODE] = {"code", SGP_VALUE_CODE, {"not known", "the same stem", "another stem"}},
};

const char *signpost_duplicate_field_name(signpost_duplicate_field field)
{
    return (unsigned)field < SIGNPOST_DUPLICATE_FIELDS ? rules[field].name : "";
}

int sgp_level_count(signpost_duplicate_field field)
{
    int count = 0;
    while (count + 1 < SGP_MOST_LEVELS && rules[field].levels[count + 1])
        count++;
    return count;
}

const char *sgp_level_words(signpost_duplicate_field field, int level)
{
    return rules[field].levels[level];
}

sgp_value sgp_exact_value(signpost_duplicate_field field)
{
    return rules[field].exact;
}

int32_t sgp_exact_number(const sgp_entry *entry, signpost_duplicate_field field)
{
    const int32_t numbers[SIGNPOST_DUPLICATE_FIELDS] = {
        [SIGNPOST_BY_NAME] = entry->name,         [SIGNPOST_BY_ADDRESS] = entry->address,
        [SIGNPOST_BY_PHONE] = entry->phone,       [SIGNPOST_BY_DISTANCE] = SGP_NO_STRING,
        [SIGNPOST_BY_POSTCODE] = entry->postcode, [SIGNPOST_BY_TOWN] = entry->town,
        [SIGNPOST_BY_TYPE] = entry->type,         [SIGNPOST_BY_NEEDS] = entry->needs,
        [SIGNPOST_BY_HOURS] = entry->hours,       [SIGNPOST_BY_CODE] = entry->code,
    };
    return numbers[field];
}

/* ---- words ---- */

/* Two words that were compared; `alike` says with what result. */
struct sgp_alike {
    const sgp_vocabulary *in;
    int32_t a, b;
    bool alike;
};

enum { KNOWN = 1 << 15 };

signpost_status sgp_comparer_init(sgp_comparer *comparer, const sgp_entries *entries, signpost_error *error)
{
    *comparer = (sgp_comparer){entries, sgp_allocate_zeroed(KNOWN, sizeof *comparer->known)};
    return comparer->known ? SIGNPOST_OK : sgp_fail_memory(error);
}

void sgp_comparer_release(sgp_comparer *comparer)
{
    sgp_release(comparer->known);
    comparer->known = NULL;
}

static int count_bits(uint32_t bits)
{
    return __builtin_popcount(bits);
}

/* Whether so many letters of one lack in the other that their Jaro similarity is below that of which a common prefix
 * of four makes 0.92. */
static bool cannot_be_alike(const sgp_word_fact *a, const sgp_word_fact *b)
{
    enum { LEAST_PREFIX = 3 };
    if (a->is_mark || b->is_mark)
        return true;
    double length_a = a->length, length_b = b->length;
    double of_a = length_a - count_bits(a->letters & ~b->letters),
           of_b = length_b - count_bits(b->letters & ~a->letters);
    bool is_prefix = (of_a == length_a || of_b == length_b) && fmin(length_a, length_b) >= LEAST_PREFIX;
    double matches = fmin(of_a, of_b);
    return !is_prefix && matches / length_a + matches / length_b < 1.59;
}

static bool are_alike(const sgp_vocabulary *in, int32_t a, int32_t b)
{
    const char *text_a = sgp_strings_text(&in->words, a), *text_b = sgp_strings_text(&in->words, b);
    size_t length_a = strlen(text_a), length_b = strlen(text_b), shorter = length_a < length_b ? length_a : length_b;
    return (shorter >= 3 && strncmp(text_a, text_b, shorter) == 0) ||
           sgp_jaro_winkler(text_a, length_a, text_b, length_b) >= 0.92;
}

/* Whether two words that differ are one word misspelt, or one shortened. */
static bool words_match(sgp_comparer *comparer, const sgp_vocabulary *in, int32_t a, int32_t b)
{
    if (cannot_be_alike(sgp_word_fact_of(in, a), sgp_word_fact_of(in, b)))
        return false;
    if (!comparer->known)
        return are_alike(in, a, b);
    uint32_t slot = ((uint32_t)a * 2654435761u ^ (uint32_t)b * 2246822519u) >> 17;
    struct sgp_alike *known = &comparer->known[slot % KNOWN];
    if (known->in != in || known->a != a || known->b != b)
        *known = (struct sgp_alike){in, a, b, are_alike(in, a, b)};
    return known->alike;
}

/* Words of two lists that match. */
typedef struct overlap {
    double a, b, matched; /* rarities of a's words, of b's, and of those that match: of a pair, the mean */
    bool all_of_a, all_of_b;
    bool marks_of_a, marks_of_b, mark_shared;
} overlap;

typedef struct word_list {
    const int32_t *words;
    size_t count;
    uint64_t taken; /* bit per word that has its match */
} word_list;

static word_list list_of(const sgp_vocabulary *in, uint32_t first, uint8_t count)
{
    return (word_list){SGP_AT(&in->lists, int32_t, first), count, 0};
}

/* Takes the words that are the same in both. */
static void match_equal(const sgp_vocabulary *in, word_list *a, word_list *b, overlap *found)
{
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        if (a->words[i] < b->words[j]) {
            i++;
        } else if (a->words[i] > b->words[j]) {
            j++;
        } else {
            const sgp_word_fact *fact = sgp_word_fact_of(in, a->words[i]);
            found->matched += fact->rarity;
            found->mark_shared = found->mark_shared || fact->is_mark;
            a->taken |= (uint64_t)1 << i++;
            b->taken |= (uint64_t)1 << j++;
        }
    }
}

/* Takes what is left, each word with the first of the other's that it matches. */
static void match_alike(sgp_comparer *comparer, const sgp_vocabulary *in, word_list *a, word_list *b, overlap *found)
{
    for (size_t i = 0; i < a->count; i++) {
        if (a->taken >> i & 1)
            continue;
        for (size_t j = 0; j < b->count; j++)
            if (!(b->taken >> j & 1) && words_match(comparer, in, a->words[i], b->words[j])) {
                found->matched +=
                    (sgp_word_fact_of(in, a->words[i])->rarity + sgp_word_fact_of(in, b->words[j])->rarity) / 2;
                a->taken |= (uint64_t)1 << i;
                b->taken |= (uint64_t)1 << j;
                break;
            }
    }
}

static double add_up(const sgp_vocabulary *in, const word_list *list, bool *marks)
{
    double sum = 0;
    for (size_t i = 0; i < list->count; i++) {
        const sgp_word_fact *fact = sgp_word_fact_of(in, list->words[i]);
        sum += fact->rarity;
        *marks = *marks || fact->is_mark;
    }
    return sum;
}

static overlap overlap_of(sgp_comparer *comparer, const sgp_vocabulary *in, word_list a, word_list b)
{
    overlap found = {0};
    match_equal(in, &a, &b, &found);
    match_alike(comparer, in, &a, &b, &found);
    found.a = add_up(in, &a, &found.marks_of_a);
    found.b = add_up(in, &b, &found.marks_of_b);
    found.all_of_a = a.taken == ((uint64_t)1 << a.count) - 1;
    found.all_of_b = b.taken == ((uint64_t)1 << b.count) - 1;
    return found;
}

/* Matched rarity by that of all words (Jaccard, weighted). */
static double share_of(const overlap *found)
{
    double all = found->a + found->b - found->matched;
    return all > 0 ? found->matched / all : 0;
}

/* ---- fields ---- */

static int compare_names(sgp_comparer *comparer, const sgp_entry *a, const sgp_entry *b)
{
    if (a->name == SGP_NO_STRING || b->name == SGP_NO_STRING)
        return SGP_NEUTRAL;
    if (a->name == b->name || a->name_run_together == b->name_run_together)
        return SGP_NAME_EQUAL;
    const sgp_vocabulary *in = &comparer->entries->in_names;
    overlap found =
        overlap_of(comparer, in, list_of(in, a->name_words, a->name_count), list_of(in, b->name_words, b->name_count));
    double share = share_of(&found), rare = log((double)comparer->entries->count) / 2;
    if (found.marks_of_a && found.marks_of_b && !found.mark_shared)
        return SGP_NAME_OTHER_MARK;
    if (share >= 0.85)
        return SGP_NAME_85;
    if (share >= 0.6)
        return SGP_NAME_60;
    if ((found.all_of_a || found.all_of_b) && found.matched >= rare)
        return SGP_NAME_CONTAINED;
    return share >= 0.35 ? SGP_NAME_35 : share >= 0.15 ? SGP_NAME_15 : SGP_NAME_OTHER;
}

static bool streets_match(const sgp_comparer *comparer, int32_t a, int32_t b)
{
    if (a == b)
        return true;
    const sgp_strings *streets = &comparer->entries->values[SGP_VALUE_STREET];
    const char *text_a = sgp_strings_text(streets, a), *text_b = sgp_strings_text(streets, b);
    return sgp_jaro_winkler(text_a, strlen(text_a), text_b, strlen(text_b)) >= 0.92;
}

static bool both_say(int32_t a, int32_t b)
{
    return a != SGP_NO_STRING && b != SGP_NO_STRING;
}

static int compare_addresses(sgp_comparer *comparer, const sgp_entry *a, const sgp_entry *b)
{
    if (!both_say(a->address, b->address))
        return SGP_NEUTRAL;
    if (a->address == b->address)
        return SGP_ADDRESS_EQUAL;
    bool numbers = both_say(a->number, b->number), same_number = numbers && a->number == b->number;
    bool same_street = both_say(a->street, b->street) && streets_match(comparer, a->street, b->street);
    bool other_unit = both_say(a->unit, b->unit) && a->unit != b->unit;
    if (same_street && ((numbers && !same_number) || other_unit))
        return SGP_ADDRESS_OTHER_NUMBER;
    if (same_number)
        return same_street ? SGP_ADDRESS_NUMBER_STREET : SGP_ADDRESS_NUMBER;
    if (same_street)
        return SGP_ADDRESS_STREET;
    if (numbers)
        return SGP_ADDRESS_OTHER;
    const sgp_vocabulary *in = &comparer->entries->in_addresses;
    overlap found = overlap_of(comparer, in, list_of(in, a->address_words, a->address_count),
                               list_of(in, b->address_words, b->address_count));
    return share_of(&found) >= 0.6 ? SGP_ADDRESS_STREET : SGP_ADDRESS_OTHER;
}

static int compare_phones(const sgp_comparer *comparer, const sgp_entry *a, const sgp_entry *b)
{
    enum { LOCAL_DIGITS = 7 };
    if (!both_say(a->phone, b->phone))
        return SGP_NEUTRAL;
    if (a->phone == b->phone)
        return SGP_PHONE_EQUAL;
    const sgp_strings *phones = &comparer->entries->values[SGP_VALUE_PHONE];
    const char *text_a = sgp_strings_text(phones, a->phone), *text_b = sgp_strings_text(phones, b->phone);
    size_t length_a = strlen(text_a), length_b = strlen(text_b);
    bool same_end = length_a >= LOCAL_DIGITS && length_b >= LOCAL_DIGITS &&
                    memcmp(text_a + length_a - LOCAL_DIGITS, text_b + length_b - LOCAL_DIGITS, LOCAL_DIGITS) == 0;
    return same_end || sgp_is_one_edit(text_a, text_b) ? SGP_PHONE_NEARLY : SGP_PHONE_OTHER;
}

static int compare_distances(const sgp_entry *a, const sgp_entry *b)
{
    static const int32_t bounds_m[] = {20, 50, 120, 300, 1000, 10000};
    if (!a->has_place || !b->has_place)
        return SGP_NEUTRAL;
    if (fabs(a->place.point.latitude - b->place.point.latitude) > 0.1) /* more than 11 km */
        return SGP_FARTHER;
    int32_t distance = sgp_ready_distance_m(&a->place, &b->place);
    int level = SGP_WITHIN_20_M;
    while (level < SGP_FARTHER && distance > bounds_m[level - 1])
        level++;
    return level;
}

static int compare_postcodes(const sgp_entry *a, const sgp_entry *b)
{
    if (!both_say(a->postcode, b->postcode) || (a->has_place && b->has_place))
        return SGP_NEUTRAL;
    if (a->postcode == b->postcode)
        return SGP_POSTCODE_EQUAL;
    if (!both_say(a->district, b->district) || a->district != b->district)
        return SGP_POSTCODE_OTHER;
    return a->sector == b->sector ? SGP_POSTCODE_SECTOR : SGP_POSTCODE_DISTRICT;
}

static int compare_plain(int32_t a, int32_t b)
{
    return !both_say(a, b) ? SGP_NEUTRAL : a == b ? SGP_PLAIN_EQUAL : SGP_PLAIN_OTHER;
}

/* What services of one type tend to have in common says something within the type alone. */
static int compare_of_type(const sgp_entry *a, const sgp_entry *b, int32_t of_a, int32_t of_b)
{
    return both_say(a->type, b->type) && a->type != b->type ? SGP_NEUTRAL : compare_plain(of_a, of_b);
}

/* Whether one text stands in the other at the bounds of words. */
static bool contains(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        if ((at == text || at[-1] == ' ') && (!at[length] || at[length] == ' '))
            return true;
    return false;
}

static int compare_words(const sgp_comparer *comparer, sgp_value value, int32_t a, int32_t b)
{
    if (!both_say(a, b))
        return SGP_NEUTRAL;
    if (a == b)
        return SGP_WORDS_EQUAL;
    const sgp_strings *texts = &comparer->entries->values[value];
    const char *text_a = sgp_strings_text(texts, a), *text_b = sgp_strings_text(texts, b);
    return contains(text_a, text_b) || contains(text_b, text_a) ? SGP_WORDS_SHARED : SGP_WORDS_OTHER;
}

int sgp_compare_field(sgp_comparer *comparer, const sgp_entry *a, const sgp_entry *b, signpost_duplicate_field field)
{
    switch (field) {
    case SIGNPOST_BY_NAME:
        return compare_names(comparer, a, b);
    case SIGNPOST_BY_ADDRESS:
        return compare_addresses(comparer, a, b);
    case SIGNPOST_BY_PHONE:
        return compare_phones(comparer, a, b);
    case SIGNPOST_BY_DISTANCE:
        return compare_distances(a, b);
    case SIGNPOST_BY_POSTCODE:
        return compare_postcodes(a, b);
    case SIGNPOST_BY_TOWN:
        return (a->has_place && b->has_place) || both_say(a->postcode, b->postcode)
                   ? SGP_NEUTRAL
                   : compare_words(comparer, SGP_VALUE_TOWN, a->town, b->town);
    case SIGNPOST_BY_TYPE:
        return compare_words(comparer, SGP_VALUE_TYPE, a->type, b->type);
    case SIGNPOST_BY_NEEDS:
        return compare_of_type(a, b, a->needs, b->needs);
    case SIGNPOST_BY_HOURS:
        return compare_of_type(a, b, a->hours, b->hours);
    case SIGNPOST_BY_CODE:
        return compare_plain(a->code, b->code);
    default:
        return SGP_NEUTRAL;
    }
}

void sgp_compare(sgp_comparer *comparer, const sgp_entry *a, const sgp_entry *b, sgp_levels *levels)
{
    for (int field = 0; field < SIGNPOST_DUPLICATE_FIELDS; field++)
        levels->of[field] = (uint8_t)sgp_compare_field(comparer, a, b, (signpost_duplicate_field)field);
}

int sgp_ods_rule(const sgp_entry *a, const sgp_entry *b)
{
    if (!a->is_pharmacy || !b->is_pharmacy || a->code == SGP_NO_STRING || a->code != b->code)
        return 0;
    return a->type == b->type ? 1 : -1;
}

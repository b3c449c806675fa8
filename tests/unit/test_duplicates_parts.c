/* What finding duplicates is made of: words, addresses, phones, levels, the model, clusters. */
#include "../support/cmocka_all.h"

#include "base/error.h"
#include "duplicates/cluster.h"
#include "duplicates/model.h"
#include "duplicates/words.h"

#include <math.h>
#include <string.h>

/* ---- texts ---- */

static void words_have_one_form(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } rows[] = {
        {"", ""},
        {" ,; ", ""},
        {"St. John's Street", "st|johns|st"},
        {"SAINT JOHN\xE2\x80\x99S ST", "st|johns|st"},
        {"Smith & Sons", "smith|and|sons"},
        {"Smith+Sons", "smith|and|sons"},
        {"Caf\xC3\xA9 Th\xC3\xA9", "cafe|the"},
        {"First Avenue", "1st|ave"},
        {"45c High-Street (Upper Floor)", "45c|high|st|upr|fl"},
        {"\xE2\x80\x9CQuoted\xE2\x80\x9D \xE2\x80\x93 dashed", "quoted|dashed"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char joined[SGP_WORDS_BYTES];
        sgp_words words;
        assert_true(sgp_words_of(&words, rows[i].text));
        sgp_words_join(&words, "|", joined);
        assert_string_equal(joined, rows[i].words);
    }
}

static void long_texts_are_cut(void **state)
{
    (void)state;
    static char text[10001];
    char joined[SGP_WORDS_BYTES];
    sgp_words words;
    for (int spaced = 0; spaced < 2; spaced++) {
        for (size_t i = 0; i < sizeof text - 1; i++)
            text[i] = spaced && i % 3 == 2 ? ' ' : 'a';
        assert_true(sgp_words_of(&words, text));
        assert_int_equal(words.count, spaced ? SGP_MOST_WORDS : 1);
        assert_true(sgp_words_join(&words, " ", joined) < SGP_WORDS_BYTES);
    }
    text[5000] = '\xC3'; /* not UTF-8 */
    assert_true(sgp_words_of(&words, text));
}

static void addresses_are_taken_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text, *number, *unit, *street;
    } rows[] = {
        {"435 S. La Cienega Blvd.", "435", "", "lacienega"},
        {"12, Mill Ln", "12", "", "mill"},
        {"45c High Street West", "45c", "", "high"},
        {"12-14 High Street", "12", "", "high"},
        {"Unit 4, 8 High Street", "8", "4", "high"},
        {"Flat B 8 High Street", "8", "b", "high"},
        {"Hill Top", "", "", ""},
        {"The Guineas, Church Street, Carlisle", "", "", "church"},
        {"102 5th Ave. between 15th and 16th Sts.", "102", "", "5th"},
        {"3rd St.", "", "", "3rd"},
        {"8 North Street", "8", "", "n"},
        {"30 Rockefeller Plaza", "30", "", "rockefeller"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sgp_words words;
        sgp_address address;
        assert_true(sgp_words_of(&words, rows[i].text));
        sgp_address_of(&words, &address);
        assert_string_equal(address.number ? address.number : "", rows[i].number);
        assert_string_equal(address.unit ? address.unit : "", rows[i].unit);
        assert_string_equal(address.street, rows[i].street);
    }
}

static void phones_and_codes_have_one_form(void **state)
{
    (void)state;
    static const char *const phones[][2] = {
        {"+44 (0)1892 555 123 ext 4", "01892555123"},
        {"+44 1892 555123", "01892555123"},
        {"0044 1892555123", "01892555123"},
        {"01892-555123", "01892555123"},
        {"310/246-1501", "3102461501"},
        {"1234", ""},
        {"n/a", ""},
        {"01892 555123, 01892 555124", "01892555123"},
    };
    static const char *const codes[][2] = {
        {"fa512", "FA512"}, {"FA512001", "FA512"}, {"F90293", "F90293"}, {"G81 001", "G81001"}, {"", ""}};
    for (size_t i = 0; i < sizeof phones / sizeof *phones; i++) {
        char digits[SGP_PHONE_SIZE];
        sgp_phone_digits(phones[i][0], digits);
        assert_string_equal(digits, phones[i][1]);
    }
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char stem[SGP_CODE_SIZE];
        sgp_code_stem(codes[i][0], stem);
        assert_string_equal(stem, codes[i][1]);
    }
}

/* Published examples of Jaro and Winkler. */
static void similarity_is_as_published(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        double similarity;
    } rows[] = {{"martha", "marhta", 0.9611},
                {"dwayne", "duane", 0.84},
                {"dixon", "dicksonx", 0.8133},
                {"jellyfish", "smellyfish", 0.8963},
                {"abc", "xyz", 0},
                {"", "", 1},
                {"a", "", 0},
                {"same", "same", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double there = sgp_jaro_winkler(rows[i].a, strlen(rows[i].a), rows[i].b, strlen(rows[i].b));
        double back = sgp_jaro_winkler(rows[i].b, strlen(rows[i].b), rows[i].a, strlen(rows[i].a));
        assert_true(fabs(there - rows[i].similarity) < 0.0001);
        assert_true(fabs(there - back) < 1e-12);
    }
}

static void one_edit_is_one(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool one;
    } rows[] = {{"12345", "12345", false}, {"12345", "12346", true}, {"12345", "1235", true}, {"12345", "21345", true},
                {"12345", "12543", false}, {"12345", "123", false},  {"12345", "", false},    {"11", "1", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(sgp_is_one_edit(rows[i].a, rows[i].b), rows[i].one);
        assert_int_equal(sgp_is_one_edit(rows[i].b, rows[i].a), rows[i].one);
    }
}

/* ---- levels ---- */

/* Other records, so that words are rare and common. */
static const char *const crowd[] = {"Abbey Surgery",  "Beech Surgery",  "Cedar Surgery", "Dale Surgery", "Elm Surgery",
                                    "Forge Pharmacy", "Grove Pharmacy", "Hill Pharmacy", "Iris Clinic",  "Jade Clinic"};

static int level_of(const signpost_duplicate_record *a, const signpost_duplicate_record *b,
                    signpost_duplicate_field field)
{
    enum { CROWD = sizeof crowd / sizeof *crowd };
    signpost_duplicate_record records[CROWD + 2] = {*a, *b};
    sgp_entries entries;
    sgp_comparer comparer;
    for (size_t i = 0; i < CROWD; i++)
        records[i + 2].name = crowd[i];
    assert_int_equal(sgp_entries_make(&entries, records, CROWD + 2, NULL), SIGNPOST_OK);
    assert_int_equal(sgp_comparer_init(&comparer, &entries, NULL), SIGNPOST_OK);
    int level = sgp_compare_field(&comparer, &entries.items[0], &entries.items[1], field);
    assert_int_equal(sgp_compare_field(&comparer, &entries.items[1], &entries.items[0], field), level);
    sgp_comparer_release(&comparer);
    sgp_entries_release(&entries);
    return level;
}

static void every_level_is_met(void **state)
{
    (void)state;
#define NAMES(a, b)     {.name = a}, {.name = b}, SIGNPOST_BY_NAME
#define ADDRESSES(a, b) {.address = a}, {.address = b}, SIGNPOST_BY_ADDRESS
#define PHONES(a, b)    {.phone = a}, {.phone = b}, SIGNPOST_BY_PHONE
#define POSTCODES(a, b) {.postcode = a}, {.postcode = b}, SIGNPOST_BY_POSTCODE
#define PLACES(north)                                                                                                  \
    {.has_place = true, .latitude = 51}, {.has_place = true, .latitude = 51 + (north) / 111195.0}, SIGNPOST_BY_DISTANCE
    static const struct {
        signpost_duplicate_record a, b;
        signpost_duplicate_field field;
        int level;
    } rows[] = {
        {NAMES("", "Abbey"), SGP_NEUTRAL},
        {NAMES("Jo Jo Clinic", "Jojo Clinic"), SGP_NAME_EQUAL},
        {NAMES("Hotel Bel-Air", "Bel Air Hotel"), SGP_NAME_EQUAL},
        {NAMES("Riverside Health Centre", "Riversde Health Centre"), SGP_NAME_85},
        {NAMES("Quayside Walk-in Centre", "Quayside Walk-in"), SGP_NAME_60},
        {NAMES("Quayside", "Quayside Urgent Treatment Centre Tonbridge"), SGP_NAME_CONTAINED},
        {NAMES("Quayside Harbour Lodge", "Quayside Harbour Villa"), SGP_NAME_35},
        {NAMES("Quayside Harbour Lodge", "Quayside Meadow Villa"), SGP_NAME_15},
        {NAMES("Quayside Surgery", "Meadow Surgery"), SGP_NAME_OTHER},
        {NAMES("Ward 2 Quayside", "Ward 3 Quayside"), SGP_NAME_OTHER_MARK},
        {NAMES("Unit A Quayside", "Unit B Quayside"), SGP_NAME_OTHER_MARK},
        {ADDRESSES("1 High St", NULL), SGP_NEUTRAL},
        {ADDRESSES("1, High Street", "1 High St."), SGP_ADDRESS_EQUAL},
        {ADDRESSES("1 High St", "The Old Bank, 1 High Street"), SGP_ADDRESS_NUMBER_STREET},
        {ADDRESSES("1 High St", "1 Low St"), SGP_ADDRESS_NUMBER},
        {ADDRESSES("High St", "1 High St"), SGP_ADDRESS_STREET},
        {ADDRESSES("The Old Bank", "Old Bank, the, The Precinct"), SGP_ADDRESS_STREET},
        {ADDRESSES("1 High St", "2 Low St"), SGP_ADDRESS_OTHER},
        {ADDRESSES("1 High St", "2 High St"), SGP_ADDRESS_OTHER_NUMBER},
        {ADDRESSES("Flat A, 1 High St", "Flat B, 1 High St"), SGP_ADDRESS_OTHER_NUMBER},
        {PHONES("", "01892 555123"), SGP_NEUTRAL},
        {PHONES("+44 1892 555123", "01892 555123"), SGP_PHONE_EQUAL},
        {PHONES("01892 555123", "01892 555132"), SGP_PHONE_NEARLY},
        {PHONES("01343 555123", "01892 555123"), SGP_PHONE_OTHER},
        {PHONES("01342 2555123", "01892 2555123"), SGP_PHONE_NEARLY},
        {PHONES("01342 555123", "01892 600700"), SGP_PHONE_OTHER},
        {POSTCODES("TN1 2AB", "tn12ab"), SGP_POSTCODE_EQUAL},
        {POSTCODES("TN1 2AB", "TN1 2AD"), SGP_POSTCODE_SECTOR},
        {POSTCODES("TN1 2AB", "TN1 3AD"), SGP_POSTCODE_DISTRICT},
        {POSTCODES("TN1 2AB", "TN2 3AD"), SGP_POSTCODE_OTHER},
        {POSTCODES("90210", "90210"), SGP_POSTCODE_EQUAL},
        {PLACES(19), SGP_WITHIN_20_M},
        {PLACES(45), SGP_WITHIN_50_M},
        {PLACES(110), SGP_WITHIN_120_M},
        {PLACES(290), SGP_WITHIN_300_M},
        {PLACES(990), SGP_WITHIN_1_KM},
        {PLACES(9900), SGP_WITHIN_10_KM},
        {PLACES(11000), SGP_FARTHER},
        {PLACES(200000), SGP_FARTHER},
        {{.town = "New York"}, {.town = "new york city"}, SIGNPOST_BY_TOWN, SGP_WORDS_SHARED},
        {{.town = "York"}, {.town = "Yorkshire"}, SIGNPOST_BY_TOWN, SGP_WORDS_OTHER},
        {{.town = "York", .postcode = "TN1 2AB"},
         {.town = "York", .postcode = "TN1 2AB"},
         SIGNPOST_BY_TOWN,
         SGP_NEUTRAL},
        {{.type = "13"}, {.type = "131"}, SIGNPOST_BY_TYPE, SGP_WORDS_OTHER},
        {{.type = "french"}, {.type = "french bistro"}, SIGNPOST_BY_TYPE, SGP_WORDS_SHARED},
        {{.hours = "24/7"}, {.hours = "24/7"}, SIGNPOST_BY_HOURS, SGP_PLAIN_EQUAL},
        {{.hours = "24/7"}, {.hours = "Mo 09:00-17:00"}, SIGNPOST_BY_HOURS, SGP_PLAIN_OTHER},
        {{.hours = "24/7", .type = "13"}, {.hours = "24/7", .type = "131"}, SIGNPOST_BY_HOURS, SGP_NEUTRAL},
        {{.ods_code = "FA512"}, {.ods_code = "FA512001"}, SIGNPOST_BY_CODE, SGP_PLAIN_EQUAL},
        {{.ods_code = "FA512"}, {.ods_code = "FA513"}, SIGNPOST_BY_CODE, SGP_PLAIN_OTHER},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int level = level_of(&rows[i].a, &rows[i].b, rows[i].field);
        if (level != rows[i].level)
            fail_msg("row %zu (%s): level %d (%s), and not %d", i, signpost_duplicate_field_name(rows[i].field), level,
                     sgp_level_words(rows[i].field, level), rows[i].level);
    }
}

/* ---- the model ---- */

/* Patterns of name, phone and type in the numbers in which a known mixture has them; a session that leaves the place
 * out finds the mixture again. */
static void a_session_finds_a_known_mixture(void **state)
{
    (void)state;
    enum { PAIRS = 1000000 };
    static const double m_name[] = {0, 0.7, 0.1, 0.1, 0.05, 0.03, 0.01, 0.009, 0.001}, m_phone[] = {0, 0.6, 0.2, 0.2};
    static const double u_name[] = {0, 0.001, 0.001, 0.002, 0.002, 0.004, 0.09, 0.85, 0.05},
                        u_phone[] = {0, 0.001, 0.004, 0.995};
    static const double share = 0.05;
    sgp_pattern patterns[8 * 3];
    sgp_chances u = {0}, m;
    size_t count = 0;
    for (int field = 0; field < SIGNPOST_DUPLICATE_FIELDS; field++)
        u.of[field][SGP_NEUTRAL] = 1;
    memcpy(u.of[SIGNPOST_BY_NAME], u_name, sizeof u_name);
    memcpy(u.of[SIGNPOST_BY_PHONE], u_phone, sizeof u_phone);
    u.of[SIGNPOST_BY_NAME][0] = u.of[SIGNPOST_BY_PHONE][0] = 1;
    for (int name = 1; name <= 8; name++)
        for (int phone = 1; phone <= 3; phone++) {
            double chance = share * m_name[name] * m_phone[phone] + (1 - share) * u_name[name] * u_phone[phone];
            patterns[count++] =
                (sgp_pattern){(uint64_t)name << 4 * SIGNPOST_BY_NAME | (uint64_t)phone << 4 * SIGNPOST_BY_PHONE,
                              {[SGP_KEY_CELL] = (uint32_t)lround(PAIRS * chance)}};
        }
    double same = sgp_model_session(patterns, count, SGP_KEY_CELL, &u, &m);
    assert_true(fabs(same / PAIRS - share) < 0.005);
    for (int level = 1; level <= 8; level++)
        assert_true(fabs(m.of[SIGNPOST_BY_NAME][level] - m_name[level]) < 0.02);
    for (int level = 1; level <= 3; level++)
        assert_true(fabs(m.of[SIGNPOST_BY_PHONE][level] - m_phone[level]) < 0.02);
    assert_true(sgp_model_session(patterns, count, SGP_KEY_PHONE, &u, &m) < 10); /* that key had no pairs */
}

static void weights_fall_from_level_to_level(void **state)
{
    (void)state;
    const signpost_duplicate_record record = {.uid = "1", .name = "A"};
    sgp_entries entries;
    sgp_model model = {0};
    assert_int_equal(sgp_entries_make(&entries, &record, 1, NULL), SIGNPOST_OK);
    for (int field = 0; field < SIGNPOST_DUPLICATE_FIELDS; field++)
        for (int i = 0; i < SGP_MOST_LEVELS; i++) {
            model.m.of[field][i] = (i * 7 + field * 3) % 11 + 1; /* any order */
            model.u.of[field][i] = (i * 5 + field) % 7 + 1;
        }
    sgp_model_weigh(&model, &entries);
    for (int field = 0; field < SIGNPOST_DUPLICATE_FIELDS; field++)
        for (int i = 2; i <= sgp_level_count((signpost_duplicate_field)field); i++)
            assert_true(model.weight[field][i] <= model.weight[field][i - 1]);
    sgp_entries_release(&entries);
}

/* ---- clusters ---- */

enum { MOST = 6 };

typedef struct scores {
    double of[MOST][MOST];
} scores;

static double score_of(void *context, uint32_t a, uint32_t b)
{
    return ((const scores *)context)->of[a][b];
}

static void clusters_are_of_the_highest_mean(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        sgp_link links[6]; /* ended by a == b; all other scores are -5 */
        const char *clusters;
    } rows[] = {
        {"nothing", {{0, 0, 0}}, "012345"},
        {"a pair", {{5, 1, 4}}, "012315"},
        {"below the threshold", {{1.9, 1, 4}}, "012345"},
        {"all of three", {{5, 0, 1}, {4, 0, 2}, {3, 1, 2}}, "000345"},
        {"a chain is cut where its mean falls", {{9, 0, 1}, {8, 2, 3}, {7, 1, 2}}, "002245"},
        {"two of a chain, the third too far", {{9, 0, 1}, {3, 1, 2}}, "002345"},
        {"what must be together is, against a weight", {{SGP_MUST, 0, 1}, {SGP_MUST, 1, 2}}, "000345"},
        {"what must not, is not", {{SGP_MUST, 0, 1}, {SGP_MUST, 1, 2}, {SGP_NEVER, 0, 2}}, "002345"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        scores all;
        uint32_t cluster_of[MOST];
        char clusters[MOST + 1] = "";
        size_t count = 0;
        for (size_t a = 0; a < MOST * MOST; a++)
            all.of[a / MOST][a % MOST] = -5;
        for (; rows[i].links[count].a != rows[i].links[count].b; count++)
            all.of[rows[i].links[count].a][rows[i].links[count].b] =
                all.of[rows[i].links[count].b][rows[i].links[count].a] = rows[i].links[count].score;
        assert_int_equal(sgp_cluster(MOST, rows[i].links, count, 2, score_of, &all, cluster_of, NULL), SIGNPOST_OK);
        for (size_t j = 0; j < MOST; j++)
            clusters[j] = (char)('0' + cluster_of[j]);
        if (strcmp(clusters, rows[i].clusters) != 0)
            fail_msg("%s: %s, and not %s", rows[i].what, clusters, rows[i].clusters);
    }
}

static double always_one(void *context, uint32_t a, uint32_t b)
{
    (void)context;
    return a == b ? 0 : 9;
}

static void a_huge_heap_is_taken_apart(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static sgp_link links[COUNT];
    static uint32_t cluster_of[COUNT], sizes[COUNT];
    for (uint32_t i = 0; i + 1 < COUNT; i++)
        links[i] = (sgp_link){9, i, i + 1};
    assert_int_equal(sgp_cluster(COUNT, links, COUNT - 1, 2, always_one, NULL, cluster_of, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < COUNT; i++)
        assert_true(++sizes[cluster_of[i]] <= SGP_LARGEST_HEAP);
}

/* ---- keys ---- */

/* Ten thousand entries of one name and postcode: each is still compared with a few only. */
static void a_common_key_gives_few_pairs(void **state)
{
    (void)state;
    enum { COUNT = 10000 };
    static signpost_duplicate_record records[COUNT];
    static sgp_pairing pairing;
    sgp_entries entries;
    sgp_blocks blocks;
    size_t pairs = 0;
    for (size_t i = 0; i < COUNT; i++)
        records[i] = (signpost_duplicate_record){.name = "The Surgery", .postcode = "TN1 2AB"};
    assert_int_equal(sgp_entries_make(&entries, records, COUNT, NULL), SIGNPOST_OK);
    assert_int_equal(sgp_blocks_make(&blocks, &entries, NULL, NULL), SIGNPOST_OK);
    assert_int_equal(sgp_pairing_init(&pairing, &blocks, NULL), SIGNPOST_OK);
    for (uint32_t i = 0; i < COUNT; i++) {
        sgp_pairing_of(&pairing, i);
        pairs += pairing.count;
        for (size_t j = 0; j < pairing.count; j++)
            assert_true(pairing.partners[j].entry > i && pairing.partners[j].keys);
    }
    assert_true(pairs >= COUNT - 1 && pairs <= (size_t)COUNT * SGP_WINDOW);
    sgp_pairing_release(&pairing);
    sgp_blocks_release(&blocks);
    sgp_entries_release(&entries);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_one_form),
        cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(addresses_are_taken_apart),
        cmocka_unit_test(phones_and_codes_have_one_form),
        cmocka_unit_test(similarity_is_as_published),
        cmocka_unit_test(one_edit_is_one),
        cmocka_unit_test(every_level_is_met),
        cmocka_unit_test(a_session_finds_a_known_mixture),
        cmocka_unit_test(weights_fall_from_level_to_level),
        cmocka_unit_test(clusters_are_of_the_highest_mean),
        cmocka_unit_test(a_huge_heap_is_taken_apart),
        cmocka_unit_test(a_common_key_gives_few_pairs),
    };
    return cmocka_run_group_tests_name("parts of finding duplicates", tests, NULL, NULL);
}

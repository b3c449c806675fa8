/* Where the patient is: a point, or a postcode that falls back to its sector and its district, or a town. Rules kept
 * here:
 *  - the result always says what was used, and when that is not what was asked for;
 *  - areas, the search distance and each travel time are the place's own, else its sector's, else its district's. */
#include "search/search.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

/* The names under which a text may be known, the most particular first. */
typedef struct names {
    struct {
        signpost_place_kind kind;
        char name[SGP_CODE_SIZE];
    } each[SGP_MOST_PLACE_NAMES];
    int count;
} names;

static void add_name(names *to, signpost_place_kind kind, const char *first, size_t length, const char *second,
                     size_t more)
{
    char *name = to->each[to->count].name;
    to->each[to->count++].kind = kind;
    memcpy(name, first, length);
    name += length;
    if (more)
        *name++ = ' ';
    memcpy(name, second, more);
    name[more] = '\0';
}

/* The outward half of a postcode: TN1, SW1A, M1. */
static bool is_outward(const char *text, size_t length)
{
    size_t letters = 0;
    while (letters < length && sgp_is_letter(text[letters]))
        letters++;
    if (letters < 1 || letters > 2 || letters == length || length > letters + 2 || !sgp_is_digit(text[letters]))
        return false;
    return length == letters + 1 || sgp_is_digit(text[letters + 1]) || sgp_is_letter(text[letters + 1]);
}

static void read_names(const char *text, names *found)
{
    char compact[9] = "";
    size_t length = 0, before_space = 0;
    found->count = 0;
    for (; *text; text++) {
        if (sgp_is_space(*text)) {
            before_space = before_space ? before_space : length;
        } else if (length == sizeof compact - 1) {
            return;
        } else {
            compact[length++] = sgp_upper(*text);
        }
    }
    const char *inward = compact + (length > 3 ? length - 3 : 0);
    if (length > 3 && sgp_is_digit(inward[0]) && sgp_is_letter(inward[1]) && sgp_is_letter(inward[2]) &&
        is_outward(compact, length - 3)) {
        add_name(found, SIGNPOST_PLACE_POSTCODE, compact, length - 3, inward, 3);
        add_name(found, SIGNPOST_PLACE_SECTOR, compact, length - 3, inward, 1);
        add_name(found, SIGNPOST_PLACE_DISTRICT, compact, length - 3, "", 0);
    } else if (before_space && before_space == length - 1 && sgp_is_digit(compact[length - 1]) &&
               is_outward(compact, length - 1)) {
        add_name(found, SIGNPOST_PLACE_SECTOR, compact, length - 1, compact + length - 1, 1);
        add_name(found, SIGNPOST_PLACE_DISTRICT, compact, length - 1, "", 0);
    } else if (is_outward(compact, length)) {
        add_name(found, SIGNPOST_PLACE_DISTRICT, compact, length, "", 0);
    }
}

static int32_t find_place(const signpost_index *index, signpost_place_kind kind, const char *name)
{
    char key[SGP_PLACE_KEY_SIZE];
    return sgp_place_key(kind, name, key) ? sgp_code_number(&index->places, key) : SGP_NO_NUMBER;
}

/* Puts an area and its parents into the set. (A set also ends a circle of parents.) */
static void add_area(signpost_results *results, int32_t area)
{
    sgp_terms *terms = &results->terms;
    while (area != SGP_NO_NUMBER && terms->area_count < SGP_MOST_PLACE_AREAS &&
           !sgp_bit_get(results->in_area, (size_t)area)) {
        sgp_bit_set(results->in_area, (size_t)area);
        terms->areas[terms->area_count++] = area;
        area = results->index->area_table[area].parent;
    }
}

static bool comes_before(const signpost_index *index, int32_t a, int32_t b)
{
    uint8_t kind_a = index->area_table[a].kind, kind_b = index->area_table[b].kind;
    return kind_a != kind_b ? kind_a < kind_b : a < b;
}

/* The most particular kind first, then by code: numbers are in the order of codes. */
static void sort_areas(signpost_results *results)
{
    sgp_terms *terms = &results->terms;
    for (size_t i = 1; i < terms->area_count; i++) {
        int32_t moved = terms->areas[i];
        size_t at = i;
        for (; at && comes_before(results->index, moved, terms->areas[at - 1]); at--)
            terms->areas[at] = terms->areas[at - 1];
        terms->areas[at] = moved;
    }
}

/* Reads areas, search distance and travel times off a place, where they are still missing. */
static void read_place(signpost_results *results, int32_t place)
{
    const signpost_index *index = results->index;
    sgp_terms *terms = &results->terms;
    const sgp_place *entry = &index->place_table[place];
    if (!terms->radius_m && entry->search_distance_m > 0) {
        terms->radius_m = entry->search_distance_m;
        terms->radius_source = (signpost_radius_source)(SIGNPOST_RADIUS_POSTCODE + entry->kind);
    }
    const int32_t *areas = sgp_lists_at(&index->place_areas, (size_t)place, sizeof *areas);
    size_t count = sgp_lists_count(&index->place_areas, (size_t)place);
    sgp_travel_add(results, place);
    if (!terms->area_count)
        for (size_t i = 0; i < count; i++)
            add_area(results, areas[i]);
}

/* Finds the place of a text; false when nothing of it is known. */
static bool find_by_text(signpost_results *results, const char *text)
{
    const signpost_index *index = results->index;
    sgp_terms *terms = &results->terms;
    names known;
    read_names(text, &known);
    for (int i = 0; i < known.count; i++) {
        int32_t place = find_place(index, known.each[i].kind, known.each[i].name);
        if (place == SGP_NO_NUMBER)
            continue;
        if (terms->place == SGP_NO_NUMBER) {
            terms->place = place;
            terms->place_exact = i == 0;
        }
        read_place(results, place);
    }
    if (terms->place == SGP_NO_NUMBER &&
        (terms->place = find_place(index, SIGNPOST_PLACE_TOWN, text)) != SGP_NO_NUMBER) {
        terms->place_exact = true;
        read_place(results, terms->place);
    }
    return terms->place != SGP_NO_NUMBER;
}

static void settle_point(signpost_results *results, const signpost_need *need)
{
    sgp_terms *terms = &results->terms;
    const sgp_place *place = terms->place == SGP_NO_NUMBER ? NULL : &results->index->place_table[terms->place];
    if (need->has_point) {
        terms->at = sgp_point_make_ready((sgp_point){need->latitude, need->longitude});
        terms->place_kind = SIGNPOST_PLACE_POINT;
        terms->place_exact = true;
        return;
    }
    terms->at = sgp_point_make_ready((sgp_point){place->latitude, place->longitude});
    terms->place_kind = (signpost_place_kind)place->kind;
    if (!terms->place_exact)
        sgp_warn(results, SGP_PLACE_WIDENED, "postcode \"%s\" is not known: searched from %s \"%s\"",
                 terms->asked_place, signpost_place_kind_name(terms->place_kind),
                 sgp_index_text(results->index, place->name));
}

static void settle_areas(signpost_results *results)
{
    sgp_terms *terms = &results->terms;
    const signpost_index *index = results->index;
    sort_areas(results);
    terms->area_known = terms->area_count > 0;
    terms->commissioner = SGP_NO_NUMBER;
    for (size_t i = 0; i < terms->area_count && terms->commissioner == SGP_NO_NUMBER; i++)
        terms->commissioner = index->area_table[terms->areas[i]].commissioner;
    for (size_t i = 0; i < index->type_count; i++)
        results->type_rank[i] = index->types[i].national_rank;
    for (size_t i = terms->area_count; i-- > 0;) { /* the more particular area has the last word */
        const sgp_area_rank *ranks = sgp_lists_at(&index->area_ranks, (size_t)terms->areas[i], sizeof *ranks);
        for (size_t j = 0; j < sgp_lists_count(&index->area_ranks, (size_t)terms->areas[i]); j++)
            results->type_rank[ranks[j].type] = ranks[j].rank;
    }
    if (!terms->area_known)
        sgp_warn(results, SGP_AREA_UNKNOWN,
                 "the area of the place is not known: limits to areas are lifted, and types are ranked nationally");
}

/* A postcode near to another is another place: only towns are suggested, and only for what has no digits. */
static signpost_status fail_unknown(const signpost_results *results, signpost_error *error)
{
    const signpost_index *index = results->index;
    const char *asked = results->terms.asked_place;
    if (strpbrk(asked, "0123456789")) {
        sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_PLACE,
                 "no postcode \"%s\" is known, nor its sector or district", asked);
        sgp_error_hint(error, "look at the spelling, or give the nearest town or the coordinates");
        return SIGNPOST_NOT_FOUND;
    }
    char suggestion[96];
    sgp_nearest nearest = sgp_nearest_to(asked);
    for (size_t i = 0; i < index->places.texts.count; i++)
        if (index->place_table[i].kind == SIGNPOST_PLACE_TOWN)
            sgp_nearest_offer(&nearest, sgp_index_text(index, index->place_table[i].name));
    sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_PLACE, "no town \"%s\" is known%s", asked,
             sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    if (!nearest.best)
        sgp_error_hint(error, "give a postcode, the nearest larger town, or the coordinates");
    return SIGNPOST_NOT_FOUND;
}

/* An area that was said comes before those of the place. */
static signpost_status take_area(signpost_results *results, const char *code, signpost_error *error)
{
    int32_t area = code ? sgp_code_number(&results->index->areas, code) : SGP_NO_NUMBER;
    if (code && area == SGP_NO_NUMBER)
        return sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_PLACE, "no area \"%.80s\" is known", code);
    add_area(results, area);
    return SIGNPOST_OK;
}

signpost_status sgp_place_resolve(signpost_results *results, const signpost_need *need, signpost_error *error)
{
    sgp_terms *terms = &results->terms;
    bool has_text = need->postcode && *need->postcode;
    terms->place = SGP_NO_NUMBER;
    if (need->has_point && !sgp_point_is_valid((sgp_point){need->latitude, need->longitude}))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_NEED_INCOMPLETE, "the need's point is not on the Earth");
    if (!need->has_point && !has_text)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_NEED_INCOMPLETE, "the need does not say where the patient is");
    if (need->radius_m) {
        terms->radius_m = need->radius_m;
        terms->radius_source = SIGNPOST_RADIUS_NEED;
    }
    signpost_status status = take_area(results, need->area, error);
    if (status != SIGNPOST_OK)
        return status;
    if (has_text && !find_by_text(results, need->postcode) && !need->has_point)
        return fail_unknown(results, error);
    settle_point(results, need);
    settle_areas(results);
    if (!terms->radius_m) {
        terms->radius_m = results->index->policy->radius_m;
        terms->radius_source = SIGNPOST_RADIUS_POLICY;
    }
    return SIGNPOST_OK;
}

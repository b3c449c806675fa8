/* A country of the shape of England: districts gathered around centres, small areas within districts.
 *
 * The centres are 48 means of the places of English pharmacies (NHS open data, OGL), with how far they scatter and how
 * many there are: the only trace of the real country. Districts are named JA1 to ZY37: no British postcode begins with
 * these letters. Some such countries can stand side by side, too far apart for a search to reach from one to another:
 * as near to each other as in one of them, services are as many as is wanted. */
#include "generate.h"

#include <math.h>
#include <stdlib.h>

typedef struct centre {
    int weight;
    double latitude, longitude, latitude_scatter, longitude_scatter;
} centre;

static const centre centres[] = {
    {750, 51.589, -0.013, 0.080, 0.107}, {679, 51.513, -0.297, 0.059, 0.099}, {635, 51.412, -0.069, 0.067, 0.119},
    {506, 53.782, -1.675, 0.094, 0.150}, {388, 54.982, -1.577, 0.150, 0.154}, {373, 53.412, -1.355, 0.102, 0.154},
    {359, 52.974, -1.299, 0.101, 0.169}, {345, 53.427, -2.970, 0.086, 0.076}, {335, 51.504, 0.525, 0.127, 0.142},
    {327, 52.489, -1.846, 0.056, 0.071}, {296, 52.064, -0.542, 0.146, 0.247}, {289, 51.383, -2.599, 0.132, 0.206},
    {271, 53.402, -2.201, 0.057, 0.100}, {261, 50.856, -1.210, 0.095, 0.199}, {257, 51.670, -0.535, 0.098, 0.175},
    {231, 52.618, -1.070, 0.102, 0.184}, {227, 54.580, -1.347, 0.113, 0.244}, {219, 53.760, -2.483, 0.060, 0.187},
    {214, 50.901, -0.246, 0.117, 0.192}, {211, 52.640, -2.035, 0.075, 0.103}, {206, 50.742, -3.505, 0.242, 0.316},
    {203, 52.465, -2.078, 0.055, 0.094}, {200, 53.538, -2.391, 0.051, 0.083}, {197, 53.546, -2.126, 0.060, 0.087},
    {194, 52.402, -1.456, 0.084, 0.120}, {193, 52.477, 0.024, 0.199, 0.266},  {193, 51.988, 0.959, 0.136, 0.267},
    {188, 50.794, -2.055, 0.129, 0.302}, {185, 53.815, -0.316, 0.219, 0.163}, {185, 53.452, -2.676, 0.076, 0.078},
    {175, 51.279, -0.660, 0.098, 0.146}, {167, 50.359, -4.619, 0.155, 0.523}, {162, 52.604, 1.344, 0.137, 0.290},
    {156, 53.738, -1.029, 0.174, 0.211}, {152, 53.972, -2.953, 0.174, 0.170}, {139, 53.032, -2.163, 0.064, 0.103},
    {129, 51.245, 1.163, 0.117, 0.195},  {120, 51.381, -1.070, 0.097, 0.177}, {119, 50.953, 0.388, 0.149, 0.164},
    {116, 51.797, -1.286, 0.137, 0.159}, {110, 53.122, -0.351, 0.148, 0.368}, {106, 51.837, -2.202, 0.087, 0.160},
    {92, 53.172, -2.626, 0.077, 0.187},  {84, 51.502, -1.872, 0.115, 0.161},  {79, 52.187, -2.033, 0.080, 0.206},
    {78, 52.705, -2.611, 0.097, 0.202},  {72, 54.687, -3.135, 0.177, 0.343},  {31, 52.110, -2.678, 0.125, 0.123},
};
enum { CENTRES = sizeof centres / sizeof *centres };

uint64_t dice_next(rolls *dice)
{
    uint64_t z = dice->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

uint64_t text_hash(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

int dice_below(rolls *dice, int count)
{
    return (int)(dice_next(dice) % (uint64_t)count);
}

bool dice_in(rolls *dice, int chance, int of)
{
    return dice_below(dice, of) < chance;
}

double dice_unit(rolls *dice)
{
    return (double)(dice_next(dice) >> 11) / 9007199254740992.0;
}

double dice_bell(rolls *dice)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += dice_unit(dice);
    return sum;
}

static const centre *draw_centre(rolls *dice)
{
    int all = 0;
    for (int i = 0; i < CENTRES; i++)
        all += centres[i].weight;
    int left = dice_below(dice, all), i = 0;
    while (left >= centres[i].weight)
        left -= centres[i++].weight;
    return &centres[i];
}

static int nearest_centre(spot at, int of)
{
    int best = 0;
    double least = INFINITY;
    for (int i = 0; i < of; i++) {
        double up = at.latitude - centres[i].latitude, along = (at.longitude - centres[i].longitude) * 0.6;
        if (up * up + along * along < least) {
            least = up * up + along * along;
            best = i;
        }
    }
    return best;
}

/* Where a place of the first country is in another: 8 degrees south for each of five rows, 12 east for each column, and
 * as far from its neighbours as it was. */
static spot shifted(spot at, size_t number)
{
    const double middle = -1.5, to_radians = 0.017453292519943295;
    if (!number)
        return at;
    spot to = {at.latitude - 8 * (double)(number % 5), 0};
    double squeeze = cos(at.latitude * to_radians) / cos(to.latitude * to_radians);
    to.longitude = 12 * (double)(number / 5) - 114 + middle + (at.longitude - middle) * squeeze;
    return to;
}

static void plan_district(country *c, size_t district)
{
    size_t of_country = c->districts / (size_t)c->countries;
    const centre *around = draw_centre(&c->dice);
    spot at = {around->latitude + around->latitude_scatter * dice_bell(&c->dice),
               around->longitude + around->longitude_scatter * dice_bell(&c->dice)};
    c->district_centres[district] = at;
    c->commissioners[district] = (int)(district / of_country) * COMMISSIONERS + nearest_centre(at, COMMISSIONERS);
}

/* Small areas of a district lie around its centre, nearer together where districts are close. */
static void plan_areas(country *c)
{
    int64_t people = 0;
    for (size_t i = 0; i < c->small_areas; i++) {
        small_area *area = &c->areas[i];
        area->district = (int)(i * c->districts / c->small_areas);
        area->number = i && c->areas[i - 1].district == area->district ? c->areas[i - 1].number + 1 : 0;
        const centre *around = &centres[nearest_centre(c->district_centres[area->district], CENTRES)];
        area->centre.latitude =
            c->district_centres[area->district].latitude + around->latitude_scatter / 8 * dice_bell(&c->dice);
        area->centre.longitude =
            c->district_centres[area->district].longitude + around->longitude_scatter / 8 * dice_bell(&c->dice);
        area->people = 900 + dice_below(&c->dice, 1600);
        people += area->people;
        c->people_so_far[i] = people;
    }
}

static void shift_countries(country *c)
{
    size_t of_country = c->districts / (size_t)c->countries;
    for (size_t i = 0; i < c->districts; i++)
        c->district_centres[i] = shifted(c->district_centres[i], i / of_country);
    for (size_t i = 0; i < c->small_areas; i++)
        c->areas[i].centre = shifted(c->areas[i].centre, (size_t)c->areas[i].district / of_country);
}

bool country_plan(country *c, uint64_t seed, size_t services, int countries)
{
    *c = (country){.dice = {seed}, .countries = countries, .commissioner_count = countries * COMMISSIONERS};
    /* England has one district to some 58 services, and 11 small areas to a district; both shrink with a small
     * directory. */
    size_t of_country = services / (size_t)countries / 58;
    c->districts = (of_country < 40 ? 40 : of_country > 2900 ? 2900 : of_country) * (size_t)countries;
    c->small_areas = c->districts * 33000 / 2900;
    c->district_centres = calloc(c->districts, sizeof *c->district_centres);
    c->commissioners = calloc(c->districts, sizeof *c->commissioners);
    c->areas = calloc(c->small_areas, sizeof *c->areas);
    c->people_so_far = calloc(c->small_areas, sizeof *c->people_so_far);
    if (!c->district_centres || !c->commissioners || !c->areas || !c->people_so_far)
        return false;
    for (size_t i = 0; i < c->districts; i++)
        plan_district(c, i);
    plan_areas(c);
    shift_countries(c);
    return true;
}

void country_free(country *c)
{
    free(c->district_centres);
    free(c->commissioners);
    free(c->areas);
    free(c->people_so_far);
    free(c->profiles);
}

const small_area *country_draw(country *c)
{
    int64_t wanted = (int64_t)(dice_next(&c->dice) % (uint64_t)c->people_so_far[c->small_areas - 1]);
    size_t low = 0, high = c->small_areas - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->people_so_far[middle] > wanted)
            high = middle;
        else
            low = middle + 1;
    }
    return &c->areas[low];
}

void district_name(int district, char name[8])
{
    static const char first[] = "JUYZ", second[] = "ACDFGHKLMNPQRSTUVWXY"; /* not JE, UB, YO, ZE */
    static const char third[] = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
    enum { LETTERS = 4 * 20 };
    int letters = district % LETTERS, number = district / LETTERS + 1, past = number - 100;
    if (past < 0)
        snprintf(name, 8, "%c%c%d", first[letters / 20], second[letters % 20], number % 100);
    else
        snprintf(name, 8, "%c%c%c%c", first[letters / 20], second[letters % 20], '1' + past / 25 % 9, third[past % 25]);
}

void postcode_name(const small_area *area, char name[16])
{
    static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
    char district[8];
    district_name(area->district, district);
    snprintf(name, 16, "%s %d%c%c", district, area->number % 10, letters[area->number / 10 % 20],
             letters[area->number / 200 % 20]);
}

/* The services of a synthetic directory, with what stands beside each, as CSV. */
#include "generate.h"

#include <stdlib.h>
#include <string.h>

/* Distinct weeks seen so far, by hash: open addressing. */
enum { WEEK_SLOTS = 1 << 16 };

typedef struct writing {
    country *country;
    tally *made;
    FILE *services, *organisations, *practices, *areas, *capacities, *endpoints;
    uint64_t *weeks;
    int practice_count;
} writing;

static void note_week(writing *w, const char *week)
{
    uint64_t hash = text_hash(week);
    size_t at = hash % WEEK_SLOTS;
    while (w->weeks[at] && w->weeks[at] != hash)
        at = (at + 1) % WEEK_SLOTS;
    w->made->weeks += !w->weeks[at];
    w->weeks[at] = hash;
}

/* A week of the kind: a template, the first ones more often, with its quarters of hours drawn. */
static void draw_week(writing *w, const kind *of, char *week)
{
    static const char *const quarters[] = {"00", "15", "30", "45"};
    rolls *dice = &w->country->dice;
    int count = 0;
    while (count < 6 && of->weeks[count])
        count++;
    int pick = dice_below(dice, count);
    if (dice_in(dice, 1, 2))
        pick = 0;
    for (const char *at = of->weeks[pick]; *at; at++)
        if (*at == '@') {
            memcpy(week, quarters[dice_below(dice, 4)], 2);
            week += 2;
        } else {
            *week++ = *at;
        }
    *week = '\0';
}

static const kind *draw_kind(rolls *dice, int *type)
{
    int left = dice_below(dice, 1000), at = 0, first = 0;
    for (; left >= kinds[at].share; at++) {
        left -= kinds[at].share;
        first += 1 + kinds[at].further_types;
    }
    *type =
        first + (kinds[at].further_types && dice_in(dice, 4, 10) ? 1 + dice_below(dice, kinds[at].further_types) : 0);
    return &kinds[at];
}

static void write_name(FILE *file, size_t number, const kind *of)
{
    static const char *const first[] = {"Alder",  "Beacon", "Birch", "Bramble", "Brook", "Cedar", "Chalk",
                                        "Clover", "Elm",    "Field", "Heather", "Hill",  "Larch", "Linden",
                                        "Maple",  "Meadow", "Oak",   "Orchard", "Park",  "Willow"};
    static const char *const second[] = {"Bank",  "Bridge", "Close",  "Court", "Cross", "Gate",  "Green",
                                         "House", "Lane",   "Lodge",  "Mead",  "Mill",  "Place", "Rise",
                                         "Road",  "Row",    "Street", "View",  "Walk",  "Way"};
    fprintf(file, "%s %s %s %zu (synthetic)", first[number % 20], second[number / 20 % 20], of->name, number);
}

/* The practice whose patients a restricted service takes: its own, for a GP practice; else one that is there already.
 */
static int practice_of(writing *w, const kind *of)
{
    if (of == &kinds[0] || !w->practice_count) {
        fprintf(w->organisations, "Q%05d,Practice %d (synthetic),practice,,,\n", w->practice_count, w->practice_count);
        return w->practice_count++;
    }
    return dice_below(&w->country->dice, w->practice_count);
}

/* Limits and promotions, capacity, endpoint: each for some. */
static void write_beside(writing *w, size_t number, int commissioner)
{
    rolls *dice = &w->country->dice;
    if (dice_in(dice, 4, 100))
        fprintf(w->areas, "syn-%07zu,C%02d,limited\n", number, commissioner);
    else if (dice_in(dice, 1, 100))
        fprintf(w->areas, "syn-%07zu,C%02d,promoted\n", number, dice_below(dice, w->country->commissioner_count));
    if (dice_in(dice, 3, 100)) {
        const char *colour = dice_in(dice, 1, 3) ? "red" : "amber";
        int since = dice_below(dice, 12), days = dice_below(dice, 3), until = dice_below(dice, 24);
        fprintf(w->capacities, "syn-%07zu,%s,duty manager (synthetic),2026-11-21T%02d:00Z,demand,2026-11-%dT%02d:00Z\n",
                number, colour, since, 22 + days, until);
    }
    if (dice_in(dice, 20, 100))
        fprintf(w->endpoints, "syn-%07zu,1,itk,https://endpoint.example.org/syn-%07zu,primary\n", number, number);
}

static void write_service(writing *w, size_t number)
{
    rolls *dice = &w->country->dice;
    char week[160], postcode[16], district[8], where[SPOT_SIZE];
    int type, type_number;
    const kind *of = draw_kind(dice, &type);
    const small_area *area = country_draw(w->country);
    int commissioner = w->country->commissioners[area->district];
    type_kind(type, &type_number);
    draw_week(w, of, week);
    note_week(w, week);
    postcode_name(area, postcode);
    district_name(area->district, district);
    bool restricted = dice_in(dice, of->restricted, 100);
    const char *state = dice_in(dice, 96, 100) ? "active" : dice_in(dice, 1, 2) ? "suspended" : "closed";

    fprintf(w->services, "syn-%07zu,", number);
    write_name(w->services, number, of);
    fprintf(w->services, ",%d,%s,", type_number, state);
    if (restricted || of == &kinds[0]) {
        int practice = practice_of(w, of);
        if (of == &kinds[0])
            fprintf(w->services, "Q%05d", practice);
        if (restricted)
            fprintf(w->practices, "syn-%07zu,Q%05d\n", number, practice);
    }
    /* One roll a statement: compilers choose the order of arguments, and the same seed is to give the same country. */
    spot at = area->centre;
    at.latitude += 0.004 * dice_bell(dice);
    at.longitude += 0.006 * dice_bell(dice);
    int house = 1 + dice_below(dice, 200), phone = dice_below(dice, 10000);
    int profile = w->country->profiles[type * PROFILES_OF_TYPE + dice_below(dice, PROFILES_OF_TYPE)];
    fprintf(w->services, ",QC%02d,%s,%s,%s,%d Synthetic Street,01632 96%04d,\"%s\",profile-%d,%s,%s\n", commissioner,
            district, postcode, spot_text(at, where), house, phone, week, profile, restricted ? "yes" : "no",
            dice_in(dice, 2, 100) ? "60" : "");
    write_beside(w, number, commissioner);
}

static bool open_files(writing *w, const char *folder)
{
    w->services = csv_open(
        folder, "services",
        "uid,name,type,state,ods_code,commissioner,town,postcode,latitude,longitude,address,phone,hours,profile,"
        "restricted,return_if_open_minutes");
    w->organisations = csv_open(folder, "organisations", "code,name,kind,postcode,latitude,longitude");
    w->practices = csv_open(folder, "service-practices", "service,practice");
    w->areas = csv_open(folder, "service-areas", "service,area,use");
    w->capacities = csv_open(folder, "capacities", "service,colour,set_by,set_at,why,falls_back_at");
    w->endpoints = csv_open(folder, "endpoints", "service,position,transport,address,scenario");
    w->weeks = calloc(WEEK_SLOTS, sizeof *w->weeks);
    return w->services && w->organisations && w->practices && w->areas && w->capacities && w->endpoints && w->weeks;
}

static bool close_files(writing *w)
{
    FILE *const files[] = {w->services, w->organisations, w->practices, w->areas, w->capacities, w->endpoints};
    bool good = true;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        good = files[i] && csv_close(files[i]) && good;
    free(w->weeks);
    return good;
}

bool write_services(const char *folder, country *c, size_t services, tally *made)
{
    writing w = {.country = c, .made = made};
    if (open_files(&w, folder)) {
        for (int i = 0; i < c->commissioner_count; i++)
            fprintf(w.organisations, "QC%02d,Commissioner %d (synthetic),commissioner,,,\n", i, i);
        for (size_t i = 0; i < services; i++)
            write_service(&w, i);
    }
    made->services = services;
    return close_files(&w);
}

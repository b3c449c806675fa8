/* `signpost generate`: a synthetic directory, the same for the same seed. What its parts share. */
#ifndef SIGNPOST_GENERATE_H
#define SIGNPOST_GENERATE_H

#include "program.h"

/* Seeded random numbers: SplitMix64. */
typedef struct rolls {
    uint64_t state;
} rolls;

uint64_t dice_next(rolls *dice);
int dice_below(rolls *dice, int count);        /* 0 to count - 1 */
bool dice_in(rolls *dice, int chance, int of); /* true `chance` times of `of` */
double dice_unit(rolls *dice);                 /* 0 up to 1 */
double dice_bell(rolls *dice);                 /* of mean 0 and deviation 1, near enough */

/* FNV-1a. */
uint64_t text_hash(const char *text);

typedef struct spot {
    double latitude, longitude;
} spot;

/* Where people live: a postcode district and its small areas. */
typedef struct small_area {
    int district, number; /* in its district, from 0 */
    spot centre;
    int people;
} small_area;

typedef struct country {
    rolls dice;
    size_t districts, small_areas;
    int countries; /* side by side, all of one shape */
    int commissioner_count;
    spot *district_centres;
    int *commissioners;     /* of each district */
    small_area *areas;      /* by district */
    int64_t *people_so_far; /* to draw a small area by its people */
    int *profiles;          /* PROFILES_OF_TYPE of each type: the number of the profile that says the same */
} country;

enum { COMMISSIONERS = 42, REGIONS = 7, MOST_COUNTRIES = 100 }; /* commissioners of each country */

/* Plans a country, or some side by side, for so many services in all. False when memory ran out. */
bool country_plan(country *country, uint64_t seed, size_t services, int countries);
void country_free(country *country);
/* A small area, drawn by its people. */
const small_area *country_draw(country *country);
/* Names: `JA17`, `JA17 3AB`; past 99, `JA1A`. */
void district_name(int district, char name[8]);
void postcode_name(const small_area *area, char name[16]);
/* `51.132400,0.263700`, whatever a locale makes of decimals; returns the buffer. */
enum { SPOT_SIZE = 64 };
char *spot_text(spot at, char text[SPOT_SIZE]);

/* What was made. */
typedef struct tally {
    size_t services, types, districts, small_areas, profiles, weeks, rows;
} tally;

/* Writes the CSV of one part into a folder. Each is false when a file could not be written. */
bool write_places(const char *folder, country *country, tally *made);
bool write_reference(const char *folder, country *country, const signpost_algorithms *algorithms, tally *made);
bool write_services(const char *folder, country *country, size_t services, tally *made);

/* A CSV file of the folder, with its header; NULL when it cannot be made. Closing tells whether all was written. */
FILE *csv_open(const char *folder, const char *name, const char *header);
bool csv_close(FILE *file);

/* The kinds of services; each type is of one. */
typedef struct kind {
    const char *name;
    int type;  /* its number of the national list; further types of the kind follow from 2000 */
    int share; /* of 1,000 services */
    int further_types;
    int rank, keep;
    const char *dispositions;
    const char *discriminators; /* words that its discriminators' codes hold, with spaces between */
    const char *ages;           /* `any`, or ranges with ; between */
    const char *weeks[6];       /* templates, with @ where an hour varies; the first are the commonest */
    int restricted;             /* of 100, to patients of one practice */
} kind;

extern const kind kinds[];
extern const int kind_count;
enum { PROFILES_OF_TYPE = 9 };
/* Number of types, and the kind of each; `number` receives its id. */
int type_count(void);
const kind *type_kind(int type, int *number);

#endif

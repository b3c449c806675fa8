/* Areas, people and places of a synthetic country, as CSV. */
#include "generate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

FILE *csv_open(const char *folder, const char *name, const char *header)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    FILE *file = fopen(path, "w");
    if (file)
        fprintf(file, "%s\n", header);
    return file;
}

char *spot_text(spot at, char text[SPOT_SIZE])
{
    long latitude = lround(at.latitude * 1e6), longitude = lround(at.longitude * 1e6);
    snprintf(text, SPOT_SIZE, "%s%ld.%06ld,%s%ld.%06ld", latitude < 0 ? "-" : "", labs(latitude) / 1000000,
             labs(latitude) % 1000000, longitude < 0 ? "-" : "", labs(longitude) / 1000000, labs(longitude) % 1000000);
    return text;
}

bool csv_close(FILE *file)
{
    bool good = !ferror(file);
    return fclose(file) == 0 && good;
}

static bool write_areas(const char *folder, const country *c)
{
    FILE *file = csv_open(folder, "areas", "code,name,kind,parent,commissioner,latitude,longitude");
    if (!file)
        return false;
    for (int i = 0; i < REGIONS; i++)
        fprintf(file, "R%d,Region %d (synthetic),region,,,,\n", i, i);
    for (int i = 0; i < c->commissioner_count; i++)
        fprintf(file, "C%02d,Commissioner's area %d (synthetic),commissioner,R%d,QC%02d,,\n", i, i, i % REGIONS, i);
    for (size_t i = 0; i < c->districts; i++) {
        char name[8], centre[SPOT_SIZE];
        district_name((int)i, name);
        fprintf(file, "%s,%s,district,C%02d,,%s\n", name, name, c->commissioners[i],
                spot_text(c->district_centres[i], centre));
    }
    for (size_t i = 0; i < c->small_areas; i++) {
        char name[8], centre[SPOT_SIZE];
        district_name(c->areas[i].district, name);
        fprintf(file, "%s-%03d,%s-%03d,small,%s,,%s\n", name, c->areas[i].number, name, c->areas[i].number, name,
                spot_text(c->areas[i].centre, centre));
    }
    return csv_close(file);
}

/* People by sex and age band, near the shares of England's census. */
static bool write_people(const char *folder, const country *c)
{
    static const struct band {
        const char *ages;
        int share; /* of 1,000 */
    } bands[] = {
        {"under 1 year", 10},
        {"1 year to under 5 years", 44},
        {"5 years to under 16 years", 132},
        {"16 years to under 40 years", 314},
        {"40 years to under 65 years", 316},
        {"65 years and over", 184},
    };
    FILE *file = csv_open(folder, "area-populations", "area,sex,ages,people");
    if (!file)
        return false;
    for (size_t i = 0; i < c->small_areas; i++) {
        char name[8];
        district_name(c->areas[i].district, name);
        for (size_t band = 0; band < sizeof bands / sizeof *bands; band++) {
            int people = c->areas[i].people * bands[band].share / 1000, women = people * 51 / 100;
            fprintf(file, "%s-%03d,female,%s,%d\n%s-%03d,male,%s,%d\n", name, c->areas[i].number, bands[band].ages,
                    women, name, c->areas[i].number, bands[band].ages, people - women);
        }
    }
    return csv_close(file);
}

static bool write_postcodes(const char *folder, const country *c)
{
    FILE *places = csv_open(folder, "places", "kind,name,latitude,longitude,search_distance_m");
    FILE *areas = csv_open(folder, "place-areas", "kind,name,area");
    for (size_t i = 0; i < c->districts && places && areas; i++) {
        char name[8], centre[SPOT_SIZE];
        district_name((int)i, name);
        fprintf(places, "district,%s,%s,\n", name, spot_text(c->district_centres[i], centre));
        fprintf(areas, "district,%s,%s\n", name, name);
    }
    for (size_t i = 0; i < c->small_areas && places && areas; i++) {
        char name[8], postcode[16], centre[SPOT_SIZE];
        district_name(c->areas[i].district, name);
        postcode_name(&c->areas[i], postcode);
        fprintf(places, "postcode,%s,%s,\n", postcode, spot_text(c->areas[i].centre, centre));
        fprintf(areas, "postcode,%s,%s-%03d\n", postcode, name, c->areas[i].number);
    }
    bool good = places && csv_close(places);
    return areas && csv_close(areas) && good;
}

bool write_places(const char *folder, country *c, tally *made)
{
    made->districts = c->districts;
    made->small_areas = c->small_areas;
    return write_areas(folder, c) && write_people(folder, c) && write_postcodes(folder, c);
}

/* How an entry is contacted, and where it is: phones, addresses of the web, codes, postcode and coordinates. */
#include "quality/quality.h"

#include "base/geography.h"
#include "directory/validate.h"

#include <stdio.h>

/* ---- contacts ---- */

static void check_phone(sgp_check *at, const char *field, const char *phone, bool is_public)
{
    char room[SGP_FLAW_SIZE];
    const char *flaw = phone && *phone ? sgp_phone_check(phone, room) : NULL;
    if (flaw)
        sgp_flaw_add(at, SGP_RULE_PHONE_INVALID, field, is_public ? phone : NULL, "%s", flaw);
}

void sgp_check_contacts(sgp_check *at, const sgp_entry_row *entry)
{
    const char *flaw;
    check_phone(at, "phone", entry->phone, true);
    check_phone(at, "clinician_phone", entry->clinician_phone, false);
    if (entry->ods_code && (flaw = sgp_ods_code_check(entry->ods_code)))
        sgp_flaw_add(at, SGP_RULE_ODS_CODE_INVALID, "ods_code", entry->ods_code, "%s", flaw);
    if (entry->web && (flaw = sgp_url_check(entry->web)))
        sgp_flaw_add(at, SGP_RULE_URL_INVALID, "web", entry->web, "%s", flaw);
    if (entry->email && (flaw = sgp_email_check(entry->email)))
        sgp_flaw_add(at, SGP_RULE_EMAIL_INVALID, "email", NULL, "%s", flaw);
}

/* ---- place ---- */

/* How far from the centre of a place an entry in it may lie: a postcode is a few streets or farms, and the widest
 * districts of the country reach 25 km. */
static const struct level {
    const char *kind;
    int32_t most_m;
} levels[] = {{"postcode", 2000}, {"sector", 10000}, {"district", 25000}};
enum { LEVELS = sizeof levels / sizeof *levels };

static void compare(sgp_check *at, const sgp_entry_row *entry, const struct level *level, const char *name,
                    sgp_point centre)
{
    char latitude[24], longitude[24], value[64];
    int32_t distance = sgp_distance_m(entry->at, centre), tenths = (distance + 50) / 100;
    if (distance <= level->most_m)
        return;
    snprintf(value, sizeof value, "%s,%s", sgp_degrees_format(entry->at.latitude, latitude, sizeof latitude),
             sgp_degrees_format(entry->at.longitude, longitude, sizeof longitude));
    sgp_flaw_add(at, SGP_RULE_COORDINATES_FAR, "latitude", value, "%d.%d km from the centre of %s %s, of postcode %s",
                 tenths / 10, tenths % 10, level->kind, name, entry->postcode);
}

/* SIGNPOST_NONE when the directory has no such place. */
static signpost_status find_place(sgp_check *at, const char *kind, const char *name, sgp_point *centre,
                                  signpost_error *error)
{
    sgp_bind_text(&at->place, 1, kind);
    sgp_bind_text(&at->place, 2, name);
    signpost_status status = sgp_query_step(&at->place, error);
    if (status != SIGNPOST_OK)
        return status;
    *centre = (sgp_point){sgp_column_real(&at->place, 0), sgp_column_real(&at->place, 1)};
    sgp_query_reset(&at->place);
    return SIGNPOST_OK;
}

signpost_status sgp_check_place(sgp_check *at, const sgp_entry_row *entry, signpost_error *error)
{
    char names[LEVELS][SGP_POSTCODE_SIZE];
    sgp_point centre;
    if (!entry->postcode || !*entry->postcode)
        return SIGNPOST_OK;
    if (!sgp_postcode_parse(entry->postcode, names[0])) {
        sgp_flaw_add(at, SGP_RULE_POSTCODE_INVALID, "postcode", entry->postcode, "is not a postcode");
        return SIGNPOST_OK;
    }
    sgp_postcode_sector(names[0], names[1]);
    sgp_postcode_district(names[0], names[2]);
    for (int i = 0; i < LEVELS; i++) {
        signpost_status status = find_place(at, levels[i].kind, names[i], &centre, error);
        if (status == SIGNPOST_OK)
            compare(at, entry, &levels[i], names[i], centre);
        if (status != SIGNPOST_NONE)
            return status;
    }
    sgp_flaw_add(at, SGP_RULE_POSTCODE_UNKNOWN, "postcode", entry->postcode,
                 "the directory has neither it, nor sector %s, nor district %s", names[1], names[2]);
    return SIGNPOST_OK;
}

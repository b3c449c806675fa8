/* A small directory for HSDS folders: what they refer to, and no services. */
#ifndef SIGNPOST_TESTS_HSDS_TOWN_H
#define SIGNPOST_TESTS_HSDS_TOWN_H

#include "folder.h"
#include "signpost/directory.h"

static const char hsds_base[] =
    "== calendars.csv\nname,division,clock,holidays_from,holidays_until\n"
    "england,england-and-wales,\"GMT0BST,M3.5.0/1,M10.5.0\",2026-01-01,2027-12-31\n"
    "== holidays.csv\ncalendar,date,name\nengland,2026-12-25,Christmas Day\n"
    "== directory.csv\nid,name,calendar\n1,Town,england\n"
    "== areas.csv\ncode,name,kind,parent\nKENT,Kent,commissioner,\nTN1,Tunbridge Wells,district,KENT\n"
    "== places.csv\nkind,name,latitude,longitude,search_distance_m\ndistrict,TN1,51.1349,0.27002,\n"
    "== service-types.csv\nid,name,national_rank,keep\n13,Pharmacy,5,2\n100,GP Practice,3,2\n"
    "== symptom-groups.csv\ncode,title\nfever,Fever\n"
    "== symptom-discriminators.csv\ncode,title\nminor,Minor condition\n"
    "== symptom-pairs.csv\nsymptom_group,discriminator\nfever,minor\n";

/* Services of every kind, to be added to it. `hours` of the first are those of the test. */
static const char hsds_services[] =
    "== organisations.csv\ncode,name,kind,postcode,latitude,longitude\nQKS,Kent,commissioner,,,\n"
    "G82001,High Street Surgery,practice,TN1 2AB,51.1,0.2\nRXX,\"Trust, the\",provider,,,\n"
    "== profiles.csv\nname,dispositions,pairs,ages,sexes,roles\n"
    "pharmacy,Dx28;Dx08,*/minor,1 year to under 5 years;5 years and over,,111-telephone\n"
    "== services.csv\nuid,name,public_name,type,state,ods_code,provider,commissioner,valid_from,valid_to,address,town,"
    "postcode,latitude,longitude,easting,northing,phone,clinician_phone,email,web,public_text,referral_text,calendar,"
    "hours,"
    "return_if_open_minutes,profile,restricted,assumed,verified_at,verified_by,verified_evidence,verify_due\n"
    "p1,Example Pharmacy,The pharmacy,13,active,FA512,RXX,QKS,2026-01-01,2027-01-31,\"Unit 2, 1 High "
    "Street\",Tunbridge "
    "Wells,TN1 2AB,51.13,0.26,558000,139000,01632 960001,01632 960002,desk@example.org,https://p1.example.org/,"
    "\"Ring, please\nor come\",Ask for Jo,england,Mo-Fr 09:00-17:00; PH "
    "off,60,pharmacy,yes,type;hours,2026-02-11T09:30Z,"
    "Jo,a letter,2027-02-11\n"
    "p2,Second,,100,draft,,,,,,,,,51.14,0.27,,,,,,,,,,24/7,,,no,,,,,\n"
    "p3,Third,,100,suspended,,,,,,,,,51.15,0.28,,,,,,,,,,,,,no,,,,,\n"
    "p4,Fourth,,100,closed,,RXX,,,,1 Low Street,,,51.16,0.29,,,01632 960004,,,,,,,Fr 22:00-02:00,,,no,,,,,\n"
    "== service-practices.csv\nservice,practice\np1,G82001\n"
    "== service-areas.csv\nservice,area,use\np1,KENT,limited\np1,TN1,promoted\n"
    "== capacities.csv\nservice,colour,set_by,set_at,why,falls_back_at\np1,amber,Jo,2026-11-20T08:00Z,\"a "
    "\"\"flood\"\"\","
    "2026-11-20T12:00Z\n"
    "== endpoints.csv\nservice,position,transport,address,scenario\np1,1,itk,https://itk.example.org/p1,primary\n"
    "p1,2,telephone,01632 960003,\n";

static const signpost_act hsds_act = {"keeper", "a test", 29919480}; /* 2026-11-20T10:00Z */

/* Makes the directory at `path`, by way of a folder beside it. NULL when it could not. */
static inline signpost_directory *hsds_town(const char *path, const char *more)
{
    char folder[FOLDER_PATH];
    const char *texts[] = {hsds_base, more};
    signpost_directory *directory = NULL;
    snprintf(folder, sizeof folder, "%.400s.csv", path);
    unlink(path);
    signpost_status status = signpost_directory_create(path, "Town", &hsds_act, &directory, NULL);
    for (int i = 0; i < 2 && !status; i++) {
        signpost_error error = SIGNPOST_ERROR_INIT;
        if (!texts[i])
            continue;
        folder_write(folder, texts[i], strlen(texts[i]));
        status = signpost_directory_import(directory, folder, &hsds_act, NULL, NULL, NULL, &error);
        if (status)
            fprintf(stderr, "%s:%u: %s\n", error.file, error.line, error.message);
        folder_remove(folder);
    }
    if (!status)
        return directory;
    signpost_directory_close(directory);
    return NULL;
}

#endif

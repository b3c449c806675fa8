/* The small town with people who may write in it, loaded as a baseline: what the tests of its life stand on. */
#ifndef SIGNPOST_TESTS_GOVERNED_TOWN_H
#define SIGNPOST_TESTS_GOVERNED_TOWN_H

#include "town.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const test_governed_sql[] = {
    "INSERT INTO organisation (code, name, kind) VALUES ('FPH', 'Fictional Pharmacies', 'provider'),"
    " ('FCL', 'Fictional Clinics', 'provider')",
    "UPDATE service SET provider = 'FPH', commissioner = 'QKS' WHERE uid LIKE 'pharmacy-%'",
    "UPDATE service SET provider = 'FCL', postcode = 'TN1 2AB' WHERE uid IN ('rash', 'saturday')",
    "UPDATE service SET provider = 'FCL', commissioner = 'QNX' WHERE uid = 'sussex-only'",
    "INSERT INTO user VALUES ('pat', 'Pharmacy user', 'FPH'), ('chris', 'Clinic user', 'FCL'),"
    " ('kent', 'Commissioner of Kent', 'QKS'), ('sussex', 'Commissioner of Sussex', 'QNX'),"
    " ('region', 'Editor of the region', NULL), ('nation', 'Editor of everything', NULL),"
    " ('nation-2', 'Another one', NULL), ('audit', 'Auditor', NULL), ('guest', 'No rights', NULL)",
    "INSERT INTO user_right VALUES ('pat', 'provider', 'FPH'), ('chris', 'provider', 'FCL'),"
    " ('kent', 'commissioner', 'QKS'), ('sussex', 'commissioner', 'QNX'), ('region', 'editor', 'SE'),"
    " ('nation', 'editor', '*'), ('nation-2', 'editor', '*'), ('audit', 'auditor', '*')",
};

enum { TEST_BEGIN = 29900000 }; /* minutes: when the town was loaded */

/* Who does something, so many minutes after the town was loaded. */
static inline signpost_act test_act(const char *who, int minutes)
{
    return (signpost_act){who, "a test", TEST_BEGIN + minutes};
}

/* Makes the town at `path` as a new directory, opened for writing; NULL on failure, which is printed. */
static inline signpost_directory *test_governed_make(const char *path)
{
    const signpost_act act = test_act("keeper", 0);
    int64_t number;
    signpost_directory *town;
    signpost_error error = SIGNPOST_ERROR_INIT;
    remove(path);
    signpost_status status = signpost_directory_create(path, "Town", &act, &town, &error);
    if (status == SIGNPOST_OK)
        status = sgp_directory_begin_load(town, &act, "load the town", &number, &error);
    for (size_t i = 0; i < sizeof test_town_sql / sizeof *test_town_sql && status == SIGNPOST_OK; i++)
        status = sgp_db_run(town->db, test_town_sql[i], &error);
    for (size_t i = 0; i < sizeof test_governed_sql / sizeof *test_governed_sql && status == SIGNPOST_OK; i++)
        status = sgp_db_run(town->db, test_governed_sql[i], &error);
    if (status == SIGNPOST_OK)
        status = sgp_directory_commit(town, &error);
    if (status == SIGNPOST_OK)
        return town;
    printf("%s\n", error.message);
    return NULL;
}

/* The one text that `sql` gives. */
static inline const char *test_text(signpost_directory *directory, const char *sql)
{
    static char text[1024];
    sgp_query query;
    text[0] = '\0';
    if (sgp_query_prepare(&query, directory->db, sql, NULL) == SIGNPOST_OK &&
        sgp_query_step(&query, NULL) == SIGNPOST_OK)
        snprintf(text, sizeof text, "%s", sgp_column_text_or_empty(&query, 0));
    sgp_query_release(&query);
    return text;
}

#endif

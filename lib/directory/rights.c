/* Who may do what: one statement that joins a user's rights with what a service belongs to. */
#include "directory/rights.h"

#include <stdio.h>

enum { NAMES_SIZE = 160 };

/* Who may do a deed (?3: providers, too; ?4: no commissioners) to service ?1: of user ?2, or of all when that is NULL.
 * The areas of a service are those of its postcode, else of its sector, else of its district, and all above them. */
static const char who_may[] =
    "WITH RECURSIVE s AS (SELECT provider, commissioner, postcode FROM service WHERE id = ?1),"
    " spot (kind, name, depth) AS (SELECT 'postcode', postcode, 1 FROM s"
    "  UNION ALL SELECT 'sector', substr(postcode, 1, length(postcode) - 2), 2 FROM s"
    "  UNION ALL SELECT 'district', substr(postcode, 1, instr(postcode, ' ') - 1), 3 FROM s),"
    " within (code) AS (SELECT area FROM spot JOIN place_area USING (kind, name)"
    "  WHERE depth = (SELECT min(depth) FROM spot JOIN place_area USING (kind, name))"
    "  UNION SELECT parent FROM area JOIN within USING (code) WHERE parent IS NOT NULL)"
    " SELECT DISTINCT r.user FROM user_right r, s WHERE (?2 IS NULL OR r.user = ?2) AND ("
    " (r.role = 'provider' AND ?3 AND r.scope = s.provider)"
    " OR (r.role = 'commissioner' AND NOT ?4 AND (r.scope = s.commissioner OR (s.commissioner IS NULL"
    "  AND r.scope IN (SELECT commissioner FROM area WHERE code IN within))))"
    " OR (r.role = 'editor' AND (r.scope = '*' OR r.scope IN within))) ORDER BY r.scope = '*', r.user";

static const struct deed {
    const char *words;
    bool providers, no_commissioners;
} deeds[] = {
    [SGP_DEED_SUBMIT] = {"submit changes of", true, false},
    [SGP_DEED_OWN] = {"act without evidence for", true, true},
    [SGP_DEED_VERIFY] = {"verify", true, false},
    [SGP_DEED_SIGN_OFF] = {"sign off", false, false},
    [SGP_DEED_LOAD] = {"load", false, true},
};

static signpost_status read_user(sgp_rights *rights, bool *known, bool *writes, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, rights->db,
        "SELECT EXISTS (SELECT 1 FROM user_right), EXISTS (SELECT 1 FROM user WHERE id = ?1),"
        " EXISTS (SELECT 1 FROM user_right WHERE user = ?1 AND role <> 'auditor'),"
        " EXISTS (SELECT 1 FROM user_right WHERE user = ?1 AND role = 'editor' AND scope = '*'),"
        " NOT EXISTS (SELECT 1 FROM user_right WHERE user = ?1 AND role IN ('editor', 'commissioner'))",
        error);
    if (!status) {
        sgp_bind_text(&query, 1, rights->who);
        status = sgp_query_step(&query, error);
    }
    if (!status) {
        rights->governed = sgp_column_integer(&query, 0) != 0;
        *known = sgp_column_integer(&query, 1) != 0;
        *writes = sgp_column_integer(&query, 2) != 0;
        rights->everywhere = !rights->governed || sgp_column_integer(&query, 3) != 0;
        rights->provides = rights->governed && sgp_column_integer(&query, 4) != 0;
    }
    sgp_query_release(&query);
    return status;
}

signpost_status sgp_rights_read(sgp_rights *rights, sgp_db *db, const char *who, signpost_error *error)
{
    bool known, writes;
    *rights = (sgp_rights){.db = db, .who = who};
    signpost_status status = read_user(rights, &known, &writes, error);
    if (status || !rights->governed)
        return status;
    if (!known) {
        sgp_fail(error, SIGNPOST_REFUSED, SGP_UNKNOWN_USER, "\"%s\" is no user of this directory", who);
        sgp_error_hint(error, "with the program: --as USER, as the directory's users.csv has it");
        return SIGNPOST_REFUSED;
    }
    if (!writes) {
        sgp_fail(error, SIGNPOST_REFUSED, SGP_NO_RIGHT, "\"%s\" may read this directory, and no more", who);
        sgp_error_hint(error, "rights are rows of user-rights, which an editor of everything writes");
        return SIGNPOST_REFUSED;
    }
    return sgp_query_prepare(&rights->may, db, who_may, error);
}

void sgp_rights_release(sgp_rights *rights)
{
    sgp_query_release(&rights->may);
}

/* ---- one service ---- */

static void bind(sgp_query *may, sgp_deed deed, int64_t service, const char *who)
{
    sgp_bind_integer(may, 1, service);
    sgp_bind_text(may, 2, who);
    sgp_bind_integer(may, 3, deeds[deed].providers);
    sgp_bind_integer(may, 4, deeds[deed].no_commissioners);
}

/* The first few of those who may, as far as they fit; "" when nobody may. */
static signpost_status name_those(sgp_rights *rights, sgp_deed deed, int64_t service, char names[NAMES_SIZE],
                                  signpost_error *error)
{
    size_t used = 0;
    int count = 0;
    signpost_status status;
    names[0] = '\0';
    bind(&rights->may, deed, service, NULL);
    while (!(status = sgp_query_step(&rights->may, error)))
        if (++count <= 3 && used < NAMES_SIZE)
            used += (size_t)snprintf(names + used, NAMES_SIZE - used, "%s%s", used ? ", " : "",
                                     sgp_column_text_or_empty(&rights->may, 0));
    if (count > 3 && used < NAMES_SIZE)
        snprintf(names + used, NAMES_SIZE - used, " and %d more", count - 3);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status refuse(sgp_rights *rights, sgp_deed deed, int64_t service, signpost_error *error)
{
    char names[NAMES_SIZE];
    sgp_query query = {0};
    signpost_status status = name_those(rights, deed, service, names, error);
    if (!status)
        status = sgp_query_prepare(&query, rights->db, "SELECT uid FROM service WHERE id = ?", error);
    if (!status) {
        sgp_bind_integer(&query, 1, service);
        status = sgp_query_step(&query, error);
    }
    if (!status) {
        status = sgp_fail(error, SIGNPOST_REFUSED, SGP_NO_RIGHT, "\"%s\" may not %s service \"%s\"", rights->who,
                          deeds[deed].words, sgp_column_text_or_empty(&query, 0));
        sgp_error_hint(error, *names ? "these may: %s" : "nobody has the right: an editor of everything gives it%s",
                       names);
    }
    sgp_query_release(&query);
    return status;
}

signpost_status sgp_rights_over(sgp_rights *rights, sgp_deed deed, int64_t service, signpost_error *error)
{
    if (rights->everywhere)
        return SIGNPOST_OK;
    bind(&rights->may, deed, service, rights->who);
    signpost_status status = sgp_query_step(&rights->may, error);
    if (!status)
        sgp_query_reset(&rights->may);
    return status == SIGNPOST_NONE ? refuse(rights, deed, service, error) : status;
}

signpost_status sgp_rights_over_all(const sgp_rights *rights, const char *what, signpost_error *error)
{
    if (rights->everywhere)
        return SIGNPOST_OK;
    sgp_fail(error, SIGNPOST_REFUSED, SGP_NO_RIGHT, "\"%s\" may not %s: it is not of one area or organisation",
             rights->who, what);
    sgp_error_hint(error, rights->provides ? "an editor of everything may; of your own services submit changes"
                                           : "an editor of everything may");
    return SIGNPOST_REFUSED;
}

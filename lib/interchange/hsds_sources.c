/* The columns of our tables, by what an HSDS folder says. */
#include "interchange/hsds_sources.h"

/* ---- where it is said ---- */

#define NOWHERE_ELSE                                                                                                   \
    {                                                                                                                  \
        {                                                                                                              \
            NULL, NULL, NULL                                                                                           \
        }                                                                                                              \
    }
#define IN_ATTRIBUTE(term)                                                                                             \
    {                                                                                                                  \
        "attribute", "value (" term ")",                                                                               \
            "SELECT line FROM temp.hsds_attribute WHERE link_id = ?2 AND term = '" term "'"                            \
    }
/* `of`: what the TEMP tables are joined by. */
#define ATTRIBUTE(of, term) "(SELECT value FROM temp.hsds_attribute WHERE link_id = " of " AND term = '" term "')"
#define FROM_ATTRIBUTE(of, term)                                                                                       \
    {                                                                                                                  \
        term, ATTRIBUTE(of, term), NULL,                                                                               \
        {                                                                                                              \
            IN_ATTRIBUTE(term)                                                                                         \
        }                                                                                                              \
    }
#define IN_LOCATION(called)                                                                                            \
    {                                                                                                                  \
        "location", called, "SELECT line FROM temp.hsds_location WHERE id = ?3"                                        \
    }
#define IN_ADDRESS(called)                                                                                             \
    {                                                                                                                  \
        "address", called,                                                                                             \
            "SELECT line FROM temp.hsds_address WHERE location_id = ?3 ORDER BY address_type <> 'physical', line "     \
            "LIMIT 1"                                                                                                  \
    }
#define FOR_CALLING "coalesce(type, 'voice') IN ('voice', 'cell') AND ("
#define IN_PHONE                                                                                                       \
    {                                                                                                                  \
        "phone", "number",                                                                                             \
            "SELECT line FROM temp.hsds_phone WHERE " FOR_CALLING SGP_HSDS_OF_ENTRY(                                   \
                "?1", "?2", "?3") ") ORDER BY " SGP_HSDS_LEVEL ", line LIMIT 1"                                        \
    }
#define IN_IDENTIFIER                                                                                                  \
    {                                                                                                                  \
        "organization_identifier", "identifier",                                                                       \
            "SELECT line FROM temp.hsds_organization_identifier WHERE organization_id = ?2 AND (identifier_scheme = "  \
            "'GB-NHS' OR upper(identifier_type) = 'ODS') ORDER BY line LIMIT 1"                                        \
    }

/* ---- columns ---- */

static const sgp_hsds_source organisations[] = {
    {"code", "c.code", "id", {IN_IDENTIFIER}},
    {"name", "o.name", NULL, NOWHERE_ELSE},
    {"kind",
     "coalesce(" ATTRIBUTE("o.id", "kind") ", (SELECT kind FROM main.organisation WHERE code = c.code), 'provider')",
     NULL,
     {IN_ATTRIBUTE("kind")}},
    FROM_ATTRIBUTE("o.id", "postcode"),
    FROM_ATTRIBUTE("o.id", "latitude"),
    FROM_ATTRIBUTE("o.id", "longitude"),
};

static const sgp_hsds_source profiles[] = {
    {"name", "p.value", "value (profile_name)", NOWHERE_ELSE},
    FROM_ATTRIBUTE("p.link_id", "dispositions"),
    FROM_ATTRIBUTE("p.link_id", "pairs"),
    FROM_ATTRIBUTE("p.link_id", "ages"),
    FROM_ATTRIBUTE("p.link_id", "sexes"),
    FROM_ATTRIBUTE("p.link_id", "roles"),
};

static const sgp_hsds_source services[] = {
    {"uid",
     "e.uid",
     "id",
     {IN_ATTRIBUTE("uid"),
      {"service_at_location", "id",
       "SELECT line FROM temp.hsds_service_at_location WHERE id = ?1 AND EXISTS (SELECT 1 FROM temp.hsds_entry WHERE "
       "uid = ?1)"}}},
    {"name", "s.name", NULL, NOWHERE_ELSE},
    {"public_name", "s.alternate_name", "alternate_name", NOWHERE_ELSE},
    FROM_ATTRIBUTE("s.id", "type"),
    {"state",
     "CASE s.status WHEN 'active' THEN 'active' WHEN 'inactive' THEN 'draft' WHEN 'defunct' THEN 'closed' "
     "ELSE 'suspended' END",
     "status", NOWHERE_ELSE},
    FROM_ATTRIBUTE("s.id", "ods_code"),
    {"provider", "(SELECT code FROM temp.hsds_code c WHERE c.id = s.organization_id)", "organization_id", NOWHERE_ELSE},
    FROM_ATTRIBUTE("s.id", "commissioner"),
    FROM_ATTRIBUTE("s.id", "valid_from"),
    FROM_ATTRIBUTE("s.id", "valid_to"),
    {"address",
     "coalesce(a.address_1 || ', ' || a.address_2, a.address_1, a.address_2)",
     NULL,
     {IN_ADDRESS("address_1")}},
    {"town", "a.city", NULL, {IN_ADDRESS("city")}},
    {"postcode", "a.postal_code", NULL, {IN_ADDRESS("postal_code")}},
    {"latitude", "l.latitude", NULL, {IN_LOCATION("latitude")}},
    {"longitude", "l.longitude", NULL, {IN_LOCATION("longitude")}},
    FROM_ATTRIBUTE("s.id", "easting"),
    FROM_ATTRIBUTE("s.id", "northing"),
    {"phone",
     "(SELECT coalesce(number || ' ext ' || extension, number) FROM temp.hsds_phone WHERE " FOR_CALLING
         SGP_HSDS_OF_ENTRY("e.service_at_location_id", "e.service_id", "e.location_id") ") ORDER BY " SGP_HSDS_LEVEL
                                                                                        ", line LIMIT 1)",
     NULL,
     {IN_PHONE}},
    FROM_ATTRIBUTE("s.id", "clinician_phone"),
    {"email", "coalesce(" ATTRIBUTE("s.id", "email") ", s.email)", NULL, {IN_ATTRIBUTE("email")}},
    {"web", "s.url", "url", NOWHERE_ELSE},
    {"public_text", "s.description", "description", NOWHERE_ELSE},
    FROM_ATTRIBUTE("s.id", "referral_text"),
    FROM_ATTRIBUTE("s.id", "calendar"),
    /* whether there are any: they are put together of all their rows */
    {"hours",
     "(SELECT 1 FROM temp.hsds_schedule WHERE " SGP_HSDS_OF_ENTRY("e.service_at_location_id", "e.service_id",
                                                                  "e.location_id") ")",
     NULL, NOWHERE_ELSE},
    FROM_ATTRIBUTE("s.id", "return_if_open_minutes"),
    FROM_ATTRIBUTE("s.id", "profile"),
    FROM_ATTRIBUTE("s.id", "restricted"),
    FROM_ATTRIBUTE("s.id", "assumed"),
    {"verified_at",
     "coalesce(" ATTRIBUTE("s.id", "verified_at") ", s.assured_date || 'T00:00Z')",
     "assured_date",
     {IN_ATTRIBUTE("verified_at")}},
    FROM_ATTRIBUTE("s.id", "verified_by"),
    FROM_ATTRIBUTE("s.id", "verified_evidence"),
    FROM_ATTRIBUTE("s.id", "verify_due"),
};

/* What stands in the JSON of an attribute. */
#define INSIDE(term, member)                                                                                           \
    {                                                                                                                  \
        member, "json_extract(a.value, '$." member "')", "value (" term ": " member ")", NOWHERE_ELSE                  \
    }
static const sgp_hsds_source practices[] = {
    {"service", "e.uid", "link_id", NOWHERE_ELSE},
    {"practice", "a.value", "value (practice)", NOWHERE_ELSE},
};
static const sgp_hsds_source areas[] = {
    {"service", "uid", "service_id", NOWHERE_ELSE},
    {"area", "area", "name", {IN_ATTRIBUTE("area")}},
    {"use", "\"use\"", NULL, {IN_ATTRIBUTE("area")}},
};
static const sgp_hsds_source capacities[] = {
    {"service", "e.uid", "link_id", NOWHERE_ELSE},
    INSIDE("capacity", "colour"),
    INSIDE("capacity", "set_by"),
    INSIDE("capacity", "set_at"),
    INSIDE("capacity", "why"),
    INSIDE("capacity", "falls_back_at"),
};
static const sgp_hsds_source endpoints[] = {
    {"service", "e.uid", "link_id", NOWHERE_ELSE},
    INSIDE("endpoint", "position"),
    INSIDE("endpoint", "transport"),
    INSIDE("endpoint", "address"),
    INSIDE("endpoint", "scenario"),
};

/* ---- tables ---- */

#define TARGET(table, file, columns, line, keys, from)                                                                 \
    {                                                                                                                  \
        table, file, columns, sizeof columns / sizeof *columns, line, keys, from                                       \
    }
/* Of attributes, each in its own line. */
#define OF_TERM(table, columns, term)                                                                                  \
    TARGET(table, "attribute", columns, "a.line", "NULL, a.link_id, NULL",                                             \
           "temp.hsds_attribute a JOIN temp.hsds_entry e ON e.service_id = a.link_id WHERE a.term = '" term            \
           "' ORDER BY a.rowid")

/* Unless all plain areas of a service are areas of ours, none is kept: it would be limited to too little. An entry that
 * is there keeps its own: they may be promotions. */
const sgp_hsds_target sgp_hsds_targets[] = {
    TARGET("organisations", "organization", organisations, "o.line", "NULL, o.id, NULL",
           "temp.hsds_organization o JOIN temp.hsds_code c ON c.id = o.id ORDER BY o.rowid"),
    TARGET("profiles", "attribute", profiles, "p.line", "NULL, p.link_id, NULL",
           "temp.hsds_attribute p WHERE p.term = 'profile_name' ORDER BY p.rowid"),
    TARGET("services", "service", services, "e.line", "e.service_at_location_id, e.service_id, e.location_id",
           "temp.hsds_entry e JOIN temp.hsds_service s ON s.id = e.service_id LEFT JOIN temp.hsds_location l ON l.id = "
           "e.location_id LEFT JOIN temp.hsds_address a ON a.rowid = (SELECT rowid FROM temp.hsds_address WHERE "
           "location_id = e.location_id ORDER BY address_type <> 'physical', line LIMIT 1) ORDER BY e.rowid"),
    OF_TERM("service-practices", practices, "practice"),
    TARGET(
        "service-areas", "service_area", areas, "line", "NULL, id, NULL",
        "(SELECT g.line AS line, g.id AS id, e.uid AS uid, coalesce(json_extract(a.value, "
        "'$.area'), " SGP_HSDS_NAMED_AREA
        ") AS area, coalesce(json_extract(a.value, '$.use'), 'limited') AS \"use\", g.rowid AS number FROM "
        "temp.hsds_service_area g JOIN temp.hsds_entry e ON e.service_id = g.service_id LEFT JOIN temp.hsds_attribute "
        "a "
        "ON a.link_id = g.id AND a.term = 'area' WHERE a.value IS NOT NULL OR NOT EXISTS (SELECT 1 FROM temp.hsds_own "
        "w WHERE w.id = hsds_id('service', e.uid)) AND NOT EXISTS (SELECT 1 FROM temp.hsds_service_area g2 WHERE "
        "g2.service_id = g.service_id AND (SELECT max(code) FROM main.area n WHERE n.code = g2.name OR n.name = "
        "g2.name HAVING count(*) = 1) IS NULL)) ORDER BY number"),
    OF_TERM("capacities", capacities, "capacity"),
    OF_TERM("endpoints", endpoints, "endpoint"),
};
const size_t sgp_hsds_target_count = sizeof sgp_hsds_targets / sizeof *sgp_hsds_targets;

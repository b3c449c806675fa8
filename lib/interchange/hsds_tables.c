/* The tables of HSDS 3.0 that services come to, with their fields in the order of the standard. */
#include "interchange/hsds.h"

#include <string.h>

#define TABLE(name, other, fields)                                                                                     \
    {                                                                                                                  \
        name, other, fields, sizeof fields / sizeof *fields                                                            \
    }
enum {
    REQUIRED = SGP_HSDS_REQUIRED,
    MADE = SGP_HSDS_MADE,
    KEPT = SGP_HSDS_KEPT,
    NEEDED = SGP_HSDS_KEPT | SGP_HSDS_NEEDED | SGP_HSDS_REQUIRED,
    ID = SGP_HSDS_KEPT | SGP_HSDS_NEEDED | SGP_HSDS_REQUIRED | SGP_HSDS_UNIQUE
};

static const sgp_hsds_field organization[] = {
    {"id", "string", "uuid", ID, NULL},
    {"name", "string", NULL, NEEDED, NULL},
    {"alternate_name", "string", NULL, 0, NULL},
    {"description", "string", NULL, REQUIRED | MADE, NULL},
    {"email", "string", "email", 0, NULL},
    {"website", "string", "uri", 0, NULL},
    {"year_incorporated", "number", NULL, 0, NULL},
    {"legal_status", "string", NULL, 0, NULL},
    {"logo", "string", NULL, 0, NULL},
    {"uri", "string", "uri", 0, NULL},
    {"parent_organization_id", "string", "uuid", 0, NULL},
};

static const sgp_hsds_field organization_identifier[] = {
    {"id", "string", "uuid", ID, NULL},
    {"organization_id", "string", "uuid", NEEDED, "organization"},
    {"identifier_scheme", "string", NULL, KEPT, NULL},
    {"identifier_type", "string", NULL, KEPT | REQUIRED, NULL},
    {"identifier", "string", NULL, KEPT | REQUIRED, NULL},
};

static const sgp_hsds_field service[] = {
    {"id", "string", "uuid", ID, NULL},
    {"organization_id", "string", "uuid", KEPT | REQUIRED, "organization"},
    {"program_id", "string", "uuid", 0, NULL},
    {"name", "string", NULL, NEEDED, NULL},
    {"alternate_name", "string", NULL, KEPT, NULL},
    {"description", "string", NULL, KEPT, NULL},
    {"url", "string", "uri", KEPT, NULL},
    {"email", "string", "email", KEPT, NULL},
    {"status", "string", NULL, NEEDED, "active|inactive|defunct|temporarily closed"},
    {"interpretation_services", "string", NULL, 0, NULL},
    {"application_process", "string", NULL, 0, NULL},
    {"fees_description", "string", NULL, 0, NULL},
    {"accreditations", "string", NULL, 0, NULL},
    {"eligibility_description", "string", NULL, 0, NULL},
    {"minimum_age", "number", NULL, 0, NULL},
    {"maximum_age", "number", NULL, 0, NULL},
    {"assured_date", "date", NULL, KEPT, NULL},
    {"assurer_email", "string", "email", 0, NULL},
    {"alert", "string", NULL, 0, NULL},
};

static const sgp_hsds_field location[] = {
    {"id", "string", "uuid", ID, NULL},
    {"location_type", "string", NULL, NEEDED, "physical|postal|virtual"},
    {"url", "string", "uri", 0, NULL},
    {"organization_id", "string", "uuid", 0, NULL},
    {"name", "string", NULL, MADE, NULL},
    {"alternate_name", "string", NULL, 0, NULL},
    {"description", "string", NULL, 0, NULL},
    {"transportation", "string", NULL, 0, NULL},
    {"latitude", "number", NULL, KEPT, NULL},
    {"longitude", "number", NULL, KEPT, NULL},
    {"external_identifier", "string", NULL, 0, NULL},
    {"external_identifier_type", "string", NULL, 0, NULL},
};

static const sgp_hsds_field service_at_location[] = {
    {"id", "string", "uuid", ID, NULL},
    {"service_id", "string", "uuid", NEEDED, "service"},
    {"location_id", "string", "uuid", NEEDED, "location"},
    {"description", "string", NULL, 0, NULL},
};

static const sgp_hsds_field address[] = {
    {"id", "string", "uuid", ID, NULL},
    {"location_id", "string", "uuid", NEEDED, "location"},
    {"attention", "string", NULL, 0, NULL},
    {"address_1", "string", NULL, KEPT | REQUIRED, NULL},
    {"address_2", "string", NULL, KEPT, NULL},
    {"city", "string", NULL, KEPT | REQUIRED, NULL},
    {"region", "string", NULL, 0, NULL},
    {"state_province", "string", NULL, REQUIRED | MADE, NULL},
    {"postal_code", "string", NULL, KEPT | REQUIRED, NULL},
    {"country", "string", NULL, REQUIRED | MADE, NULL},
    {"address_type", "string", NULL, NEEDED, "physical|postal|virtual"},
};

static const sgp_hsds_field phone[] = {
    {"id", "string", "uuid", ID, NULL},
    {"location_id", "string", "uuid", KEPT, "location"},
    {"service_id", "string", "uuid", KEPT, "service"},
    {"organization_id", "string", "uuid", 0, NULL},
    {"contact_id", "string", "uuid", 0, NULL},
    {"service_at_location_id", "string", "uuid", KEPT, "service_at_location"},
    {"number", "string", NULL, NEEDED, NULL},
    {"extension", "number", NULL, KEPT, NULL},
    {"type", "string", NULL, KEPT, NULL},
    {"description", "string", NULL, MADE, NULL},
};

static const sgp_hsds_field schedule[] = {
    {"id", "string", "uuid", ID, NULL},
    {"service_id", "string", "uuid", KEPT, "service"},
    {"location_id", "string", "uuid", KEPT, "location"},
    {"service_at_location_id", "string", "uuid", KEPT, "service_at_location"},
    {"valid_from", "date", NULL, KEPT, NULL},
    {"valid_to", "date", NULL, KEPT, NULL},
    {"dtstart", "date", NULL, KEPT, NULL},
    {"timezone", "number", NULL, KEPT, NULL},
    {"until", "date", NULL, KEPT, NULL},
    {"count", "number", NULL, KEPT, NULL},
    {"wkst", "string", NULL, KEPT, "MO|TU|WE|TH|FR|SA|SU"},
    {"freq", "string", NULL, KEPT, "WEEKLY|MONTHLY"},
    {"interval", "number", NULL, KEPT, NULL},
    {"byday", "string", NULL, KEPT, NULL},
    {"byweekno", "string", NULL, KEPT, NULL},
    {"bymonthday", "string", NULL, KEPT, NULL},
    {"byyearday", "string", NULL, KEPT, NULL},
    {"description", "string", NULL, MADE, NULL},
    {"opens_at", "time", NULL, KEPT, NULL},
    {"closes_at", "time", NULL, KEPT, NULL},
    {"schedule_link", "string", "uri", 0, NULL},
    {"attending_type", "string", NULL, 0, NULL},
    {"notes", "string", NULL, 0, NULL},
};

static const sgp_hsds_field service_area[] = {
    {"id", "string", "uuid", ID, NULL},   {"service_id", "string", "uuid", KEPT, "service"},
    {"name", "string", NULL, KEPT, NULL}, {"description", "string", NULL, MADE, NULL},
    {"extent", "string", NULL, 0, NULL},  {"extent_type", "string", NULL, 0, NULL},
    {"uri", "string", NULL, 0, NULL},
};

static const sgp_hsds_field taxonomy[] = {
    {"id", "string", "uuid", SGP_HSDS_REQUIRED | SGP_HSDS_UNIQUE, NULL},
    {"name", "string", NULL, REQUIRED, NULL},
    {"description", "string", NULL, REQUIRED, NULL},
    {"uri", "string", "uri", 0, NULL},
    {"version", "string", NULL, 0, NULL},
};

static const sgp_hsds_field taxonomy_term[] = {
    {"id", "string", "uuid", ID, NULL},       {"code", "string", NULL, MADE, NULL},
    {"name", "string", NULL, NEEDED, NULL},   {"description", "string", NULL, REQUIRED | MADE, NULL},
    {"parent_id", "string", "uuid", 0, NULL}, {"taxonomy", "string", NULL, 0, NULL},
    {"language", "string", NULL, MADE, NULL}, {"taxonomy_id", "string", "uuid", MADE, NULL},
    {"term_uri", "string", "uri", 0, NULL},
};

static const sgp_hsds_field attribute[] = {
    {"id", "string", "uuid", ID, NULL},
    {"link_id", "string", "uuid", NEEDED, NULL},
    {"taxonomy_term_id", "string", "uuid", NEEDED, "taxonomy_term"},
    {"link_type", "string", NULL, KEPT, NULL},
    {"link_entity", "string", NULL, NEEDED, NULL},
    {"value", "string", NULL, KEPT, NULL},
};

static const sgp_hsds_field metadata[] = {
    {"id", "string", "uuid", SGP_HSDS_REQUIRED | SGP_HSDS_UNIQUE, NULL},
    {"resource_id", "string", "uuid", REQUIRED, NULL},
    {"resource_type", "string", NULL, REQUIRED, NULL},
    {"last_action_date", "date", NULL, REQUIRED, NULL},
    {"last_action_type", "string", NULL, REQUIRED, NULL},
    {"field_name", "string", NULL, REQUIRED, NULL},
    {"previous_value", "string", NULL, REQUIRED, NULL},
    {"replacement_value", "string", NULL, REQUIRED, NULL},
    {"updated_by", "string", NULL, REQUIRED, NULL},
};

const sgp_hsds_table sgp_hsds_tables[] = {
    TABLE("organization", "organizations", organization),
    TABLE("organization_identifier", "organization_identifiers", organization_identifier),
    TABLE("service", "services", service),
    TABLE("location", "locations", location),
    TABLE("service_at_location", "services_at_location", service_at_location),
    TABLE("address", "addresses", address),
    TABLE("phone", "phones", phone),
    TABLE("schedule", "schedules", schedule),
    TABLE("service_area", "service_areas", service_area),
    TABLE("taxonomy", "taxonomies", taxonomy),
    TABLE("taxonomy_term", "taxonomy_terms", taxonomy_term),
    TABLE("attribute", "attributes", attribute),
    TABLE("metadata", "metadata", metadata),
};
const size_t sgp_hsds_table_count = sizeof sgp_hsds_tables / sizeof *sgp_hsds_tables;

const sgp_hsds_table *sgp_hsds_table_find(const char *name)
{
    for (size_t i = 0; i < sgp_hsds_table_count; i++)
        if (strcmp(sgp_hsds_tables[i].name, name) == 0)
            return &sgp_hsds_tables[i];
    return NULL;
}

size_t sgp_hsds_field_find(const sgp_hsds_table *table, const char *name)
{
    size_t i = 0;
    while (i < table->count && strcmp(table->fields[i].name, name) != 0)
        i++;
    return i;
}

bool sgp_hsds_is_reference(const sgp_hsds_field *field)
{
    return field->of && !strchr(field->of, '|');
}

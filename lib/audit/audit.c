/* An audit as an object: what is asked is checked, then made ready step by step. */
#include "audit/audit.h"

#include "audit/work.h"
#include "base/error.h"
#include "directory/directory.h"
#include "hours/calendar.h"

#include <string.h>

enum { TYPICAL_DAYS = 7, MOST_DAYS = 60, MOST_RADIUS_M = 1000000 };

static signpost_status refuse(signpost_error *error, const char *what)
{
    return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the audit's options %s", what);
}

static signpost_status check_options(const signpost_audit_options *options, signpost_error *error)
{
    static const char *const kinds[] = {"small", "district", "commissioner", "region"};
    if (options->size != sizeof *options)
        return refuse(error, "were not made with SIGNPOST_AUDIT_OPTIONS_INIT");
    if (options->days < 0 || options->days > MOST_DAYS)
        return refuse(error, "ask for more than 60 days, or fewer than none");
    if (options->threads < 1 || options->threads > SGP_MOST_THREADS)
        return refuse(error, "ask for fewer than 1 thread, or more than 64");
    if (options->radius_m < 0 || options->radius_m > MOST_RADIUS_M)
        return refuse(error, "have a search distance that is negative, or above 1000 km");
    if (!sgp_calendar_knows(options->from) || !sgp_calendar_knows(options->from + options->days + 1))
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_OUTSIDE_CALENDAR,
                        "the audit's days are not all from 1996 to 2099");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && options->area_kind; i++)
        if (strcmp(options->area_kind, kinds[i]) == 0)
            return SIGNPOST_OK;
    return options->area_kind
               ? sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                          "no kind of area is called \"%.40s\": there are small, district, commissioner and region",
                          options->area_kind)
               : SIGNPOST_OK;
}

static signpost_status describe(signpost_audit *audit, signpost_error *error)
{
    const signpost_index *index = audit->index;
    const signpost_audit_options *options = &audit->options;
    signpost_audit_about *about = &audit->about;
    const char *role = options->role ? options->role : "111-telephone";
    about->directory = signpost_index_directory(index);
    about->content_version = index->content_version;
    about->policy = index->policy->name;
    about->policy_fingerprint = index->policy->fingerprint;
    about->role = sgp_arena_text(&audit->arena, role, strlen(role));
    about->typical = !options->days;
    about->capacity = options->capacity;
    about->unregistered = options->unregistered;
    about->from = options->from;
    about->days = about->typical ? TYPICAL_DAYS : options->days;
    const sgp_clock *clock = &index->calendar->clock;
    if (about->typical) {
        about->minutes = TYPICAL_DAYS * SGP_MINUTES_PER_DAY;
    } else {
        about->begins = sgp_clock_moment(clock, about->from, 0);
        about->minutes = (int32_t)(sgp_clock_moment(clock, about->from + about->days, 0) - about->begins);
    }
    return about->role ? SIGNPOST_OK : sgp_fail_memory(error);
}

/* People and services must be of one state. */
signpost_status sgp_audit_check_state(const signpost_audit *audit, sgp_db *db, signpost_error *error)
{
    int64_t version, last_act;
    signpost_status status = sgp_db_integer(db, "SELECT content_version FROM directory", &version, error);
    if (status == SIGNPOST_OK)
        status = sgp_db_integer(db, "SELECT coalesce(max(at), 0) FROM act WHERE id = (SELECT max(id) FROM act)",
                                &last_act, error);
    if (status == SIGNPOST_OK && (version != audit->index->content_version || last_act != audit->index->last_act))
        return sgp_fail(error, SIGNPOST_STATE, SGP_AUDIT_STALE,
                        "the index is of version %lld of directory \"%.80s\", which now has %lld",
                        (long long)audit->index->content_version, audit->about.directory, (long long)version);
    return status;
}

static signpost_status read_people(signpost_audit *audit, signpost_directory *directory, signpost_error *error)
{
    signpost_status status = sgp_db_begin_read(directory->db, error);
    if (status != SIGNPOST_OK)
        return status;
    status = sgp_audit_check_state(audit, directory->db, error);
    if (status == SIGNPOST_OK)
        status = sgp_audit_read_areas(audit, directory, error);
    sgp_db_roll_back(directory->db);
    return status;
}

static signpost_status make(signpost_audit *audit, signpost_directory *directory, const signpost_demand *demands,
                            size_t count, signpost_error *error)
{
    signpost_status status = describe(audit, error);
    if (status == SIGNPOST_OK)
        status = read_people(audit, directory, error);
    if (status == SIGNPOST_OK)
        status = sgp_audit_set_demand(audit, demands, count, error);
    if (status == SIGNPOST_OK)
        status = sgp_audit_set_supply(audit, error);
    if (status == SIGNPOST_OK)
        status = sgp_audit_set_times(audit, error);
    if (status == SIGNPOST_OK)
        status = sgp_audit_set_reach(audit, error);
    audit->about.areas = audit->area_count;
    audit->about.demands = audit->demand_count;
    audit->about.needs = audit->pattern_count;
    return status;
}

signpost_status sgp_audit_new_around(signpost_directory *directory, const signpost_index *index,
                                     const signpost_demand *demands, size_t count,
                                     const signpost_audit_options *options, const sgp_around *around,
                                     signpost_audit **audit, signpost_error *error)
{
    *audit = NULL;
    signpost_status status = check_options(options, error);
    if (status != SIGNPOST_OK)
        return status;
    signpost_audit *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    made->rows = (sgp_array)SGP_ARRAY_OF(sgp_people_row);
    made->index = signpost_index_ref(index);
    made->options = *options;
    made->around = around;
    status = make(made, directory, demands, count, error);
    if (status != SIGNPOST_OK) {
        signpost_audit_free(made);
        return status;
    }
    made->around = NULL;
    made->options.role = made->options.area_kind = NULL; /* borrowed for this call; `about` has them */
    *audit = made;
    return SIGNPOST_OK;
}

signpost_status signpost_audit_new(signpost_directory *directory, const signpost_index *index,
                                   const signpost_demand *demands, size_t count, const signpost_audit_options *options,
                                   signpost_audit **audit, signpost_error *error)
{
    return sgp_audit_new_around(directory, index, demands, count, options, NULL, audit, error);
}

void signpost_audit_free(signpost_audit *audit)
{
    if (!audit)
        return;
    signpost_index_free(audit->index);
    sgp_array_release(&audit->rows);
    sgp_arena_release(&audit->arena);
    sgp_release(audit);
}

signpost_audit_about signpost_audit_describe(const signpost_audit *audit)
{
    return audit->about;
}

signpost_audit_area signpost_audit_area_at(const signpost_audit *audit, size_t position)
{
    if (position >= audit->area_count)
        return (signpost_audit_area){.code = "", .name = "", .practice = ""};
    const signpost_index *index = audit->index;
    const sgp_audit_area *area = &audit->areas[position];
    return (signpost_audit_area){
        .code = sgp_strings_text(&index->areas, area->number),
        .name = sgp_index_text(index, index->area_table[area->number].name),
        .latitude = area->at.point.latitude,
        .longitude = area->at.point.longitude,
        .people = area->people,
        .radius_m = area->radius_m,
        .practice = area->practice == SGP_NO_NUMBER ? "" : sgp_strings_text(&index->organisations, area->practice),
    };
}

const signpost_demand *signpost_audit_demand_at(const signpost_audit *audit, size_t position)
{
    return position < audit->demand_count ? &audit->demands[position] : NULL;
}

size_t sgp_audit_most_words(const signpost_audit *audit)
{
    size_t most = 1;
    for (size_t i = 0; i < audit->basis_count; i++)
        most = audit->bases[i].words > most ? audit->bases[i].words : most;
    return most;
}

int64_t sgp_pattern_people(const signpost_audit *audit, const sgp_pattern *pattern, size_t area)
{
    const uint32_t *people = audit->people + area * audit->people_count;
    int64_t sum = 0;
    for (size_t i = sgp_bits_next(pattern->people, audit->people_count, 0); i < audit->people_count;
         i = sgp_bits_next(pattern->people, audit->people_count, i + 1))
        sum += people[i];
    return sum;
}

/* Counts a journal: one call, with what its searches found. A journal knows neither when a call was offered nor whether
 * a call-back was made: those items are not known of it. */
#include "kpi/hours.h"

#include "formats/file.h"
#include "journal/journal.h"

#include <string.h>

#define BIT(item) ((uint64_t)1 << (item))

typedef struct reading {
    sgp_hours hours;
    signpost_journal *journal;
} reading;

static void *begin(sgp_import *import)
{
    (void)import;
    return sgp_allocate_zeroed(1, sizeof(reading));
}

static void release(void *work)
{
    reading *in = work;
    if (!in)
        return;
    sgp_hours_release(&in->hours);
    signpost_journal_free(in->journal);
    sgp_release(in);
}

/* The item that a disposition counts as, by where the patient is cared for. */
static sgp_item item_of(signpost_setting setting)
{
    switch (setting) {
    case SIGNPOST_SETTING_AMBULANCE:
        return SGP_ITEM_AMBULANCE;
    case SIGNPOST_SETTING_EMERGENCY_DEPARTMENT:
        return SGP_ITEM_EMERGENCY;
    case SIGNPOST_SETTING_PRIMARY_CARE:
    case SIGNPOST_SETTING_DENTAL:
    case SIGNPOST_SETTING_PHARMACY:
        return SGP_ITEM_PRIMARY_CARE;
    case SIGNPOST_SETTING_SELF_CARE:
        return SGP_ITEM_SELF_CARE;
    case SIGNPOST_SETTING_URGENT_TREATMENT:
    case SIGNPOST_SETTING_MATERNITY:
    case SIGNPOST_SETTING_MENTAL_HEALTH:
    case SIGNPOST_SETTING_CLINICIAN:
    default:
        return SGP_ITEM_OTHER;
    }
}

typedef enum search_kind { FOUND, CATCH_ALL, NOTHING } search_kind;

/* What a search came to. A service that is held may yet fit: that is no empty search. */
static search_kind kind_of(const signpost_line *line)
{
    if (line->offered.count || line->held.count)
        return FOUND;
    return line->catch_all.count ? CATCH_ALL : NOTHING;
}

static void count_line(sgp_hour_cell *cell, const signpost_line *line, signpost_minute began)
{
    if (line->kind == SIGNPOST_LINE_SEARCHED) {
        search_kind kind = kind_of(line);
        cell->counts[SGP_ITEM_SEARCHED]++;
        cell->counts[SGP_ITEM_SEARCHED_CATCH_ALL] += kind == CATCH_ALL;
        cell->counts[SGP_ITEM_SEARCHED_NOTHING] += kind == NOTHING;
    } else if (line->kind == SIGNPOST_LINE_HANDED_OVER) {
        cell->counts[SGP_ITEM_WARM] |= strcmp(line->to, "clinician") == 0;
    } else if (line->kind == SIGNPOST_LINE_ENDED) {
        cell->counts[SGP_ITEM_CLOSED] = 1;
        cell->seconds[SGP_ITEM_HANDLING_SECONDS - SGP_ITEM_ANSWER_SECONDS] = 60 * (line->moment - began);
        if (line->ending == SIGNPOST_ENDED_BY_DROPPING)
            return;
        sgp_item item = item_of(line->setting);
        cell->counts[SGP_ITEM_TRIAGED] = 1;
        cell->counts[item] = 1;
        cell->counts[SGP_ITEM_NOT_RECOMMENDED] = item == SGP_ITEM_SELF_CARE;
    }
}

static signpost_status count(sgp_import *import, reading *in, signpost_error *error)
{
    const signpost_line *first = signpost_journal_line(in->journal, 0), *line;
    const char *contract = import->options->contract, *provider = import->options->provider;
    int32_t hour = (int32_t)(first->moment / 60 - (first->moment % 60 < 0));
    int32_t of = sgp_strings_add(&in->hours.contracts, contract, strlen(contract));
    int32_t by = sgp_strings_add(&in->hours.providers, provider, strlen(provider));
    sgp_hour_cell *cell = of == SGP_NO_STRING || by == SGP_NO_STRING ? NULL : sgp_hours_cell(&in->hours, of, by, hour);
    if (!cell)
        return sgp_fail_memory(error);
    for (size_t i = 0; (line = signpost_journal_line(in->journal, i)); i++)
        count_line(cell, line, first->moment);
    cell->first_line = 1;
    cell->last_line = (uint32_t)signpost_journal_describe(in->journal).lines;
    import->done->rows = 1;
    sgp_hours_note(&in->hours, import);
    return SIGNPOST_OK;
}

/* A call is known by its first line, which does not change when the call goes on. */
static void name_call(reading *in)
{
    unsigned char digest[32];
    const char *end = memchr(in->journal->bytes, '\n', in->journal->size);
    size_t length = end ? (size_t)(end - in->journal->bytes) : in->journal->size;
    crypto_generichash(digest, sizeof digest, (const unsigned char *)in->journal->bytes, length, NULL, 0);
    sodium_bin2hex(in->hours.call, sizeof in->hours.call, digest, sizeof digest);
}

static signpost_status check_journal(sgp_import *import, const reading *in, signpost_error *error)
{
    if (!signpost_journal_describe(in->journal).has_ended) {
        sgp_fail(error, SIGNPOST_CONTENT, SGP_JOURNAL_UNENDED, "the call of journal \"%s\" has not ended",
                 import->stream.file);
        return SIGNPOST_CONTENT;
    }
    signpost_minute began = signpost_journal_line(in->journal, 0)->moment;
    signpost_date date = sgp_date_of(began + sgp_clock_span(&in->hours.clock, began).offset);
    if (!sgp_import_is_held(import, import->options->contract, date, date))
        sgp_import_refuse(import);
    return SIGNPOST_OK;
}

static signpost_status read_all(sgp_import *import, void *work, signpost_error *error)
{
    reading *in = work;
    const signpost_figures_options *options = import->options;
    if (!options->contract || !*options->contract || !options->provider || !*options->provider) {
        sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "a journal does not say whose it is");
        sgp_error_hint(error, "with the program: --contract CODE --provider CODE");
        return SIGNPOST_INVALID;
    }
    in->hours.known_items = BIT(SGP_ITEM_TRIAGED) | BIT(SGP_ITEM_WARM) | BIT(SGP_ITEM_AMBULANCE) |
                            BIT(SGP_ITEM_EMERGENCY) | BIT(SGP_ITEM_PRIMARY_CARE) | BIT(SGP_ITEM_OTHER) |
                            BIT(SGP_ITEM_NOT_RECOMMENDED) | BIT(SGP_ITEM_INFORMATION) | BIT(SGP_ITEM_SELF_CARE) |
                            BIT(SGP_ITEM_NON_CLINICAL) | BIT(SGP_ITEM_CLOSED) | BIT(SGP_ITEM_HANDLING_SECONDS) |
                            BIT(SGP_ITEM_SEARCHED) | BIT(SGP_ITEM_SEARCHED_CATCH_ALL) | BIT(SGP_ITEM_SEARCHED_NOTHING);
    signpost_status status = sgp_hours_begin(&in->hours, import, error);
    if (!status)
        status = signpost_journal_load(import->stream.file, NULL, &in->journal, import->list, error);
    if (!status)
        status = sgp_stream_skip(&import->stream, error);
    if (!status)
        status = check_journal(import, in, error);
    if (status)
        return status;
    name_call(in);
    return count(import, in, error);
}

/* ---- searches that found nothing ---- */

static signpost_status write_search(sgp_import *import, const reading *in, sgp_query *query, const signpost_line *line,
                                    signpost_error *error)
{
    sgp_bind_integer(query, 1, import->file);
    sgp_bind_integer(query, 2, (int64_t)line->number);
    sgp_bind_text(query, 3, in->hours.call);
    sgp_bind_text(query, 4, import->options->contract);
    sgp_bind_text(query, 5, import->options->provider);
    sgp_bind_text(query, 6, line->place);
    sgp_bind_text(query, 7, line->disposition);
    sgp_bind_text(query, 8, line->symptom_group);
    signpost_minute local = line->when + sgp_clock_span(&in->hours.clock, line->when).offset;
    sgp_bind_integer(query, 9, sgp_minute_of_day(local) / 60);
    sgp_bind_integer(query, 10, kind_of(line) == CATCH_ALL);
    return sgp_query_run(query, error);
}

static signpost_status write_all(sgp_import *import, void *work, signpost_error *error)
{
    reading *in = work;
    const signpost_line *line;
    sgp_query query;
    signpost_status status = sgp_hours_write(&in->hours, import, error);
    if (status)
        return status;
    status = sgp_query_prepare(&query, import->figures->db,
                               "INSERT INTO empty_search VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
    for (size_t i = 0; !status && (line = signpost_journal_line(in->journal, i)); i++)
        if (line->kind == SIGNPOST_LINE_SEARCHED && kind_of(line) != FOUND)
            status = write_search(import, in, &query, line, error);
    sgp_query_release(&query);
    return status;
}

const sgp_reader sgp_journal_reader = {begin, read_all, write_all, release};

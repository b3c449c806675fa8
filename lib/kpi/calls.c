/* Reads calls, one row each, and counts them by contract, provider and the hour in which they were offered. Rules kept
 * here:
 *  - nothing is allocated for a call, unless it is the first of its hour;
 *  - a moment that is empty did not happen; an item that no column can tell is not known, and not 0. */
#include "base/text.h"
#include "kpi/hours.h"
#include "kpi/moments.h"

#include <stdio.h>
#include <string.h>

enum { ANSWERED_IN_TIME = 60, ABANDONED_EARLY = 30, CALLED_BACK_IN_TIME = 600, LONGEST_CALL = 7 * 24 * 3600 };
enum { FEWEST_TO_BE_IMPLAUSIBLE = 100 };

enum {
    CONTRACT,
    PROVIDER,
    DISPOSITION,
    OFFERED, /* the moments, from here on */
    ANSWERED,
    ABANDONED,
    TRIAGED,
    TRANSFERRED,
    CALLBACK_OFFERED,
    CALLBACK_MADE,
    CLOSED,
    COLUMNS
};
static const sgp_column columns[COLUMNS] = {
    {"contract", true},          {"provider", true},       {"disposition", false}, {"offered", true},
    {"answered", false},         {"abandoned", false},     {"triaged", false},     {"transferred", false},
    {"callback_offered", false}, {"callback_made", false}, {"closed", false},
};

/* What a moment must not be before, and cannot be without: -1 for nothing but the offer. */
static const int needs[COLUMNS] = {
    [ANSWERED] = OFFERED,     [ABANDONED] = OFFERED,         [TRIAGED] = ANSWERED,
    [TRANSFERRED] = ANSWERED, [CALLBACK_OFFERED] = ANSWERED, [CALLBACK_MADE] = CALLBACK_OFFERED,
    [CLOSED] = ANSWERED,
};

#define BIT(item) ((uint64_t)1 << (item))
/* The items that a column tells. */
static const uint64_t tells[COLUMNS] = {
    [OFFERED] = BIT(SGP_ITEM_OFFERED),
    [ANSWERED] = BIT(SGP_ITEM_ANSWERED) | BIT(SGP_ITEM_ANSWERED_60) | BIT(SGP_ITEM_ANSWER_SECONDS),
    [ABANDONED] = BIT(SGP_ITEM_ABANDONED) | BIT(SGP_ITEM_ABANDONED_EARLY),
    [TRIAGED] = BIT(SGP_ITEM_TRIAGED),
    [TRANSFERRED] = BIT(SGP_ITEM_WARM),
    [CALLBACK_OFFERED] = BIT(SGP_ITEM_CALLBACK_OFFERED),
    [CALLBACK_MADE] = BIT(SGP_ITEM_CALLBACK_MADE) | BIT(SGP_ITEM_CALLBACK_10) | BIT(SGP_ITEM_CALLBACK_SECONDS),
    [CLOSED] = BIT(SGP_ITEM_CLOSED) | BIT(SGP_ITEM_HANDLING_SECONDS),
    [DISPOSITION] = BIT(SGP_ITEM_AMBULANCE) | BIT(SGP_ITEM_EMERGENCY) | BIT(SGP_ITEM_PRIMARY_CARE) |
                    BIT(SGP_ITEM_OTHER) | BIT(SGP_ITEM_NOT_RECOMMENDED) | BIT(SGP_ITEM_INFORMATION) |
                    BIT(SGP_ITEM_SELF_CARE) | BIT(SGP_ITEM_NON_CLINICAL),
};

static const sgp_item dispositions[] = {SGP_ITEM_AMBULANCE,   SGP_ITEM_EMERGENCY, SGP_ITEM_PRIMARY_CARE, SGP_ITEM_OTHER,
                                        SGP_ITEM_INFORMATION, SGP_ITEM_SELF_CARE, SGP_ITEM_NON_CLINICAL};
enum { DISPOSITIONS = sizeof dispositions / sizeof *dispositions };

/* The state of one reading. */
typedef struct reading {
    sgp_hours hours;
    sgp_moments moments;
    int places[COLUMNS];
    sgp_array held;             /* signpost_date by contract: a day on which it is known to be held */
    int64_t abandoned, offered; /* all there were */
    int64_t at[COLUMNS];        /* moments of the row; NEVER */
} reading;

#define NEVER INT64_MIN

static void *begin(sgp_import *import)
{
    (void)import;
    reading *in = sgp_allocate_zeroed(1, sizeof *in);
    if (in)
        in->held.item_size = sizeof(signpost_date);
    return in;
}

static void release(void *work)
{
    reading *in = work;
    if (!in)
        return;
    sgp_hours_release(&in->hours);
    sgp_array_release(&in->held);
    sgp_release(in);
}

/* ---- checks of a row ---- */

static bool refuse_moment(sgp_import *import, int column, const char *text, sgp_moment_kind kind)
{
    if (kind == SGP_MOMENT_WRONG)
        sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_VALUE, sgp_import_spot(import),
                     "%s \"%.60s\" is no moment, such as 2026-11-21T18:30:05", columns[column].name, text);
    else
        sgp_diagnose_hint(import->list, SIGNPOST_ERROR, SGP_FIGURES_CLOCK, sgp_import_spot(import),
                          "write it with its offset, such as +00:00", "%s \"%.60s\" %s, because clocks change",
                          columns[column].name, text, kind == SGP_MOMENT_TWICE ? "exists twice" : "does not exist");
    return false;
}

static bool read_moments(sgp_import *import, reading *in)
{
    bool is_good = true;
    for (int column = OFFERED; column < COLUMNS; column++) {
        sgp_stream_field field = sgp_import_field(import, in->places[column]);
        in->at[column] = NEVER;
        if (!field.length)
            continue;
        sgp_moment_kind kind = sgp_moment_read(&in->moments, field.text, field.length, &in->at[column]);
        if (kind != SGP_MOMENT_GOOD)
            is_good = refuse_moment(import, column, field.text, kind);
    }
    return is_good;
}

static const char *text_of(const sgp_import *import, const reading *in, int column)
{
    return sgp_import_field(import, in->places[column]).text;
}

static bool refuse_order(sgp_import *import, const reading *in, int column, const char *how, int other)
{
    sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_ORDER, sgp_import_spot(import),
                 "%s \"%.40s\" %s %s \"%.40s\"", columns[column].name, text_of(import, in, column), how,
                 columns[other].name, text_of(import, in, other));
    return false;
}

/* Whether the moments are in an order that can be. */
static bool check_order(sgp_import *import, const reading *in)
{
    if (in->at[OFFERED] == NEVER) {
        sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_VALUE, sgp_import_spot(import), "offered is empty");
        return false;
    }
    for (int column = ANSWERED; column < COLUMNS; column++) {
        int before = needs[column];
        if (in->at[column] == NEVER)
            continue;
        if (in->at[before] == NEVER && in->places[before] >= 0)
            return refuse_order(import, in, column, "cannot be without", before);
        if (in->at[before] != NEVER && in->at[column] < in->at[before])
            return refuse_order(import, in, column, "is before", before);
        if (in->at[column] < in->at[OFFERED])
            return refuse_order(import, in, column, "is before", OFFERED);
        if (in->at[column] - in->at[OFFERED] > LONGEST_CALL)
            return refuse_order(import, in, column, "is more than 7 days after", OFFERED);
    }
    if (in->at[ANSWERED] != NEVER && in->at[ABANDONED] != NEVER)
        return refuse_order(import, in, ABANDONED, "cannot be, as the call was answered:", ANSWERED);
    return true;
}

/* The item of a disposition; -1 for none, SGP_ITEMS, with a report, for one that is not known. */
static int read_disposition(sgp_import *import, const reading *in)
{
    char suggestion[128];
    sgp_stream_field field = sgp_import_field(import, in->places[DISPOSITION]);
    if (!field.length)
        return -1;
    for (int i = 0; i < DISPOSITIONS; i++)
        if (strcmp(field.text, signpost_item_at(dispositions[i])) == 0)
            return (int)dispositions[i];
    sgp_nearest nearest = sgp_nearest_to(field.text);
    for (int i = 0; i < DISPOSITIONS; i++)
        sgp_nearest_offer(&nearest, signpost_item_at(dispositions[i]));
    sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_VALUE, sgp_import_spot(import), "no disposition \"%.60s\"%s",
                 field.text, sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    return SGP_ITEMS;
}

/* Number of a text that must be there; SGP_NO_STRING, with a report, when it is not, or when memory ran out. */
static int32_t intern(sgp_import *import, const reading *in, int column, sgp_strings *strings)
{
    sgp_stream_field field = sgp_import_field(import, in->places[column]);
    if (field.length) {
        int32_t number = sgp_strings_add(strings, field.text, field.length);
        if (number == SGP_NO_STRING)
            sgp_diagnostics_lose(import->list);
        return number;
    }
    sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_VALUE, sgp_import_spot(import), "%s is empty",
                 columns[column].name);
    return SGP_NO_STRING;
}

/* Whether somebody holds the contract: asked once for each day and contract while rows come by date. */
static bool check_held(sgp_import *import, reading *in, int32_t contract)
{
    if (!import->options->contracts)
        return true;
    while (in->held.count <= (size_t)contract) {
        signpost_date *date = sgp_array_add(&in->held);
        if (!date) {
            sgp_diagnostics_lose(import->list);
            return false;
        }
        *date = SIGNPOST_NO_DATE;
    }
    signpost_minute moment = in->at[OFFERED] / 60;
    signpost_date date = sgp_date_of(moment + sgp_clock_span(&in->hours.clock, moment).offset);
    signpost_date *held = SGP_AT(&in->held, signpost_date, contract);
    if (*held == date)
        return true;
    if (!sgp_import_is_held(import, sgp_strings_text(&in->hours.contracts, contract), date, date))
        return false;
    *held = date;
    return true;
}

/* ---- counting ---- */

static void count_waits(const reading *in, sgp_hour_cell *cell)
{
    const int64_t *at = in->at;
    cell->counts[SGP_ITEM_OFFERED]++;
    if (at[ANSWERED] != NEVER) {
        int64_t waited = at[ANSWERED] - at[OFFERED];
        cell->counts[SGP_ITEM_ANSWERED]++;
        cell->counts[SGP_ITEM_ANSWERED_60] += waited <= ANSWERED_IN_TIME;
        cell->seconds[SGP_ITEM_ANSWER_SECONDS - SGP_ITEM_ANSWER_SECONDS] += waited;
    }
    if (at[ABANDONED] != NEVER)
        cell->counts[at[ABANDONED] - at[OFFERED] > ABANDONED_EARLY ? SGP_ITEM_ABANDONED : SGP_ITEM_ABANDONED_EARLY]++;
    if (at[CLOSED] != NEVER && at[ANSWERED] != NEVER) {
        cell->counts[SGP_ITEM_CLOSED]++;
        cell->seconds[SGP_ITEM_HANDLING_SECONDS - SGP_ITEM_ANSWER_SECONDS] += at[CLOSED] - at[ANSWERED];
    }
}

/* Who was transferred live needs no call-back: a row that has both was transferred. */
static void count_care(const reading *in, sgp_hour_cell *cell, int disposition)
{
    const int64_t *at = in->at;
    bool warm = at[TRANSFERRED] != NEVER, offered = !warm && at[CALLBACK_OFFERED] != NEVER;
    cell->counts[SGP_ITEM_TRIAGED] += at[TRIAGED] != NEVER;
    cell->counts[SGP_ITEM_WARM] += warm;
    cell->counts[SGP_ITEM_CALLBACK_OFFERED] += offered;
    cell->counts[SGP_ITEM_TRANSFERRED] += warm || offered;
    if (offered && at[CALLBACK_MADE] != NEVER) {
        int64_t waited = at[CALLBACK_MADE] - at[CALLBACK_OFFERED];
        cell->counts[SGP_ITEM_CALLBACK_MADE]++;
        cell->counts[SGP_ITEM_CALLBACK_10] += waited <= CALLED_BACK_IN_TIME;
        cell->seconds[SGP_ITEM_CALLBACK_SECONDS - SGP_ITEM_ANSWER_SECONDS] += waited;
    }
    if (disposition < 0)
        return;
    cell->counts[disposition]++;
    cell->counts[SGP_ITEM_NOT_RECOMMENDED] += disposition == SGP_ITEM_INFORMATION ||
                                              disposition == SGP_ITEM_SELF_CARE || disposition == SGP_ITEM_NON_CLINICAL;
}

static int32_t hour_of(int64_t seconds)
{
    return (int32_t)(seconds >= 0 ? seconds / 3600 : (seconds - 3599) / 3600);
}

static signpost_status read_row(sgp_import *import, reading *in, signpost_error *error)
{
    bool is_good = read_moments(import, in) && check_order(import, in);
    int disposition = read_disposition(import, in);
    int32_t contract = intern(import, in, CONTRACT, &in->hours.contracts);
    int32_t provider = intern(import, in, PROVIDER, &in->hours.providers);
    is_good = is_good && disposition != SGP_ITEMS && contract != SGP_NO_STRING && provider != SGP_NO_STRING &&
              check_held(import, in, contract);
    if (!is_good) {
        sgp_import_refuse(import);
        return SIGNPOST_OK;
    }
    sgp_hour_cell *cell = sgp_hours_cell(&in->hours, contract, provider, hour_of(in->at[OFFERED]));
    if (!cell)
        return sgp_fail_memory(error);
    if (!cell->first_line)
        cell->first_line = import->stream.line;
    cell->last_line = import->stream.line;
    count_waits(in, cell);
    count_care(in, cell, disposition);
    in->offered++;
    in->abandoned += in->at[ABANDONED] != NEVER;
    import->done->rows++;
    return SIGNPOST_OK;
}

/* The items that the file's columns can tell. */
static uint64_t known_items(const int places[])
{
    uint64_t known = 0;
    for (int column = 0; column < COLUMNS; column++)
        if (places[column] >= 0)
            known |= tells[column];
    if (places[TRANSFERRED] >= 0 && places[CALLBACK_OFFERED] >= 0)
        known |= BIT(SGP_ITEM_TRANSFERRED);
    return known;
}

static signpost_status check_plausible(const sgp_import *import, const reading *in, signpost_error *error)
{
    if (in->offered < FEWEST_TO_BE_IMPLAUSIBLE || in->abandoned < in->offered)
        return SIGNPOST_OK;
    sgp_fail(error, SIGNPOST_CONTENT, SGP_FIGURES_IMPLAUSIBLE,
             "\"%s\" is not plausible: all of its %lld calls were abandoned", import->stream.file,
             (long long)in->offered);
    return SIGNPOST_CONTENT;
}

static signpost_status read_all(sgp_import *import, void *work, signpost_error *error)
{
    reading *in = work;
    signpost_status status = sgp_hours_begin(&in->hours, import, error);
    if (!status)
        status = sgp_moments_begin(&in->moments, sgp_import_clock(import), error);
    if (!status)
        status = sgp_import_header(import, columns, COLUMNS, in->places, error);
    in->hours.known_items = known_items(in->places);
    while (!status && !(status = sgp_import_next(import, error)))
        status = read_row(import, in, error);
    if (status != SIGNPOST_NONE)
        return status;
    sgp_hours_note(&in->hours, import);
    return check_plausible(import, in, error);
}

static signpost_status write_all(sgp_import *import, void *work, signpost_error *error)
{
    return sgp_hours_write(&((reading *)work)->hours, import, error);
}

const sgp_reader sgp_calls_reader = {begin, read_all, write_all, release};

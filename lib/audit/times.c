/* When services serve. Rules kept here:
 *  - a service serves at t by the one definition of signpost_hours_serves, turned round: for each open interval, the t
 * at which it is long enough open within the window;
 *  - the typical week is a circle: what is open on Sunday night goes on into Monday. */
#include "audit/audit.h"

#include "base/error.h"
#include "hours/hours.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = SGP_MINUTES_PER_DAY, WEEK = 7 * DAY, NEVER_SOONER = 1 << 28, FRIDAY = 4 };

int32_t sgp_audit_basis(signpost_audit *audit, sgp_array *bases, signpost_timeframe within)
{
    (void)audit;
    for (size_t i = 0; i < bases->count; i++) {
        const signpost_timeframe *known = &SGP_AT(bases, sgp_basis, i)->within;
        if (known->amount == within.amount && known->unit == within.unit)
            return (int32_t)i;
    }
    sgp_basis *basis = sgp_array_add(bases);
    if (!basis)
        return SGP_NO_NUMBER;
    basis->within = within;
    return (int32_t)bases->count - 1;
}

/* ---- open intervals ---- */

/* A session of the typical week that is laid on the line of minutes. */
typedef struct laid {
    signpost_stretch open;
    bool from_midnight, to_last_minute; /* 00:00; 23:59 */
    int32_t day;
} laid;

/* Those that touch are one. */
static bool lay(sgp_array *all, const laid *next)
{
    laid *last = all->count ? SGP_AT(all, laid, all->count - 1) : NULL;
    bool touches = last && (next->open.from <= last->open.until ||
                            (last->to_last_minute && next->from_midnight && next->day == last->day + 1));
    if (!touches)
        return sgp_array_append(all, next, 1);
    if (next->open.until > last->open.until) {
        last->open.until = next->open.until;
        last->to_last_minute = next->to_last_minute;
        last->day = next->day;
    }
    return true;
}

/* The week before, the week, and as many after as a window reaches into. */
static bool open_in_typical_week(const signpost_hours *hours, int32_t until, sgp_array *open)
{
    sgp_array all = SGP_ARRAY_OF(laid);
    bool good = true;
    for (int32_t day = -7; day * DAY < until && good; day++) {
        const sgp_day *sessions = hours->all_hours ? &hours->whole_day : &hours->weekdays[(day + 7) % 7];
        for (uint8_t i = 0; i < sessions->count && good; i++) {
            signpost_session session = hours->sessions[sessions->first + i];
            const laid next = {{day * DAY + session.from, day * DAY + session.until},
                               session.from == 0,
                               session.until == DAY - 1,
                               day};
            good = lay(&all, &next);
        }
    }
    for (size_t i = 0; i < all.count && good; i++)
        good = sgp_array_append(open, &SGP_AT(&all, laid, i)->open, 1);
    sgp_array_release(&all);
    return good;
}

/* One by one, as a search finds them; false when memory ran out, or the calendar ends. */
static bool open_on_days(const signpost_audit *audit, const signpost_hours *hours, int32_t until, sgp_array *open)
{
    signpost_window window = SIGNPOST_WINDOW_INIT;
    signpost_minute begins = audit->about.begins;
    signpost_interval found;
    window.all_hours_first = audit->index->policy->all_hours_first;
    window.grace = 0;
    window.at_least = 1;
    window.deadline = begins + until;
    for (window.when = window.reached = begins - 2 * DAY;
         signpost_hours_serves(hours, &window, &found) == SIGNPOST_OK && found.from < window.deadline;
         window.when = window.reached = found.until) {
        const signpost_minute far = 2 * (signpost_minute)until + WEEK;
        const signpost_stretch one = {(int32_t)(found.from - begins < -far ? -far : found.from - begins),
                                      (int32_t)(found.until - begins > far ? far : found.until - begins)};
        if (!sgp_array_append(open, &one, 1))
            return false;
    }
    return true;
}

static bool find_openings(const signpost_audit *audit, const signpost_hours *hours, int32_t until, sgp_array *open)
{
    return audit->about.typical ? open_in_typical_week(hours, until, open) : open_on_days(audit, hours, until, open);
}

bool sgp_audit_openings(const signpost_audit *audit, int32_t hours, int32_t until, sgp_array *open)
{
    return find_openings(audit, audit->index->hours[hours], until, open);
}

/* ---- serving ---- */

/* A timeframe's deadlines. In minutes it moves with t; in working days it stands still for a day. */
typedef struct deadlines {
    bool moves;
    int32_t amount;  /* minutes, when it moves */
    size_t days;     /* else: for each local day that is looked at, where it begins, and its deadline */
    int32_t *begins; /* days + 1 */
    int32_t *due;
} deadlines;

/* Stretches of t, as they are found. */
typedef struct finding {
    const signpost_audit *audit;
    sgp_array *stretches; /* signpost_stretch */
    bool good;
} finding;

static void find(finding *all, int32_t from, int32_t until)
{
    int32_t minutes = all->audit->about.minutes;
    const signpost_stretch one = {from > 0 ? from : 0, until < minutes ? until : minutes};
    if (one.from < one.until && all->good)
        all->good = sgp_array_append(all->stretches, &one, 1);
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* What a policy and return_if_open ask. A window ends at max(min(d, t + sooner) - earlier, t + grace). */
typedef struct rules {
    int32_t at_least, grace, sooner, earlier;
} rules;

/* From when on an interval that opens at `from` is open for long enough in a window that ends `length` after t. */
static int32_t begins_to_serve(int32_t from, const rules *by, int32_t length)
{
    return from + by->at_least - length;
}

static void serve_moving(finding *all, signpost_stretch open, const rules *by, int32_t amount)
{
    int32_t length = most(by->grace, least(amount, by->sooner) - by->earlier);
    if (length >= by->at_least)
        find(all, begins_to_serve(open.from, by, length), open.until - by->at_least + 1);
}

static void serve_by_day(finding *all, signpost_stretch open, const rules *by, const deadlines *due)
{
    int32_t sooner = by->sooner - by->earlier;
    for (size_t day = 0; day < due->days; day++) {
        int32_t last = due->due[day] - by->earlier - by->at_least; /* it must be open, and t not be later */
        int32_t end = least(due->begins[day + 1], open.until - by->at_least + 1);
        if (open.from <= last && sooner >= by->at_least)
            find(all, most(due->begins[day], begins_to_serve(open.from, by, sooner)), least(end, last + 1));
        if (by->grace >= by->at_least)
            find(all, most(due->begins[day], begins_to_serve(open.from, by, by->grace)), end);
    }
}

/* Takes [from, until) out of the stretches from `first` on. */
static void cut(finding *all, size_t first, int32_t from, int32_t until)
{
    size_t count = all->stretches->count;
    for (size_t i = first; i < count && all->good && from < until; i++) {
        signpost_stretch whole = *SGP_AT(all->stretches, signpost_stretch, i);
        SGP_AT(all->stretches, signpost_stretch, i)->until = least(whole.until, most(from, whole.from));
        if (whole.until > until)
            find(all, most(until, whole.from), whole.until);
    }
}

/* The stretches of t at which a service of the key serves; they may overlap, or be empty. */
static void serve(finding *all, const sgp_time_key *key, const sgp_array *open, const deadlines *due)
{
    const signpost_policy *policy = all->audit->index->policy;
    const rules by = {policy->at_least, policy->grace, key->return_if_open > 0 ? key->return_if_open : NEVER_SOONER,
                      most(0, policy->lead - policy->at_least)};
    size_t first = all->stretches->count;
    for (size_t i = 0; i < open->count; i++) {
        signpost_stretch one = *SGP_AT(open, signpost_stretch, i);
        if (one.until - one.from < by.at_least)
            continue;
        if (due->moves)
            serve_moving(all, one, &by, due->amount);
        else
            serve_by_day(all, one, &by, due);
    }
    cut(all, first, INT32_MIN / 2, key->valid_from);
    cut(all, first, key->valid_until, INT32_MAX / 2);
    cut(all, first, key->red_from, key->red_until);
}

/* ---- deadlines ---- */

static int32_t typical_due(int32_t day, int32_t working_days)
{
    while (working_days)
        working_days -= ++day % 7 <= FRIDAY;
    return (day + 1) * DAY;
}

static signpost_status set_days(const signpost_audit *audit, int32_t working_days, deadlines *due,
                                signpost_error *error)
{
    const signpost_calendar *calendar = audit->index->calendar;
    size_t days = (size_t)audit->about.days;
    due->days = days;
    due->begins = sgp_allocate_zeroed(days + 1, sizeof *due->begins);
    due->due = sgp_allocate_zeroed(days, sizeof *due->due);
    if (!due->begins || !due->due)
        return sgp_fail_memory(error);
    for (size_t day = 0; day <= days; day++) {
        if (audit->about.typical) {
            due->begins[day] = (int32_t)day * DAY;
            if (day < days)
                due->due[day] = typical_due((int32_t)day, working_days);
            continue;
        }
        signpost_minute moment = sgp_clock_moment(&calendar->clock, audit->about.from + (signpost_date)day, 0), end;
        due->begins[day] = (int32_t)(moment - audit->about.begins);
        if (day == days)
            break;
        if (signpost_calendar_working_days_after(calendar, moment, working_days, &end) != SIGNPOST_OK)
            return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_OUTSIDE_CALENDAR,
                            "a timeframe of %d working days leaves the calendar", working_days);
        due->due[day] = (int32_t)(end - audit->about.begins);
    }
    return SIGNPOST_OK;
}

static signpost_status set_deadlines(const signpost_audit *audit, signpost_timeframe within, deadlines *due,
                                     signpost_error *error)
{
    *due = (deadlines){.moves = within.unit == SIGNPOST_MINUTES, .amount = within.amount};
    return due->moves ? SIGNPOST_OK : set_days(audit, within.amount, due, error);
}

static void release_deadlines(deadlines *due)
{
    sgp_release(due->begins);
    sgp_release(due->due);
}

/* How far after the last minute something that opens may still count. */
static int32_t reach_after(const signpost_audit *audit, const deadlines *due)
{
    int32_t after = most(audit->index->policy->grace, due->moves ? due->amount : 0);
    for (size_t day = 0; day < due->days; day++)
        after = most(after, due->due[day] - due->begins[day]);
    return after + DAY;
}

/* ---- bases ---- */

static int by_minute(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Cuts the minutes at every beginning and end. */
static signpost_status set_bounds(signpost_audit *audit, sgp_basis *basis, const sgp_array *stretches,
                                  signpost_error *error)
{
    sgp_array bounds = SGP_ARRAY_OF(int32_t);
    const int32_t ends[] = {0, audit->about.minutes};
    bool good = sgp_array_append(&bounds, ends, 2);
    for (size_t i = 0; i < stretches->count && good; i++) {
        const signpost_stretch *one = SGP_AT(stretches, signpost_stretch, i);
        const int32_t both[] = {one->from, one->until};
        good = one->from >= one->until || sgp_array_append(&bounds, both, 2);
    }
    size_t count = 0;
    int32_t *all = bounds.items;
    if (good)
        qsort(all, bounds.count, sizeof *all, by_minute);
    for (size_t i = 0; i < bounds.count && good; i++)
        if (!i || all[i] != all[count - 1])
            all[count++] = all[i];
    bounds.count = count;
    basis->bounds = good ? sgp_arena_take(&audit->arena, &bounds) : NULL;
    basis->count = count ? count - 1 : 0;
    basis->words = sgp_words_for(basis->count);
    sgp_array_release(&bounds);
    return basis->bounds ? SIGNPOST_OK : sgp_fail_memory(error);
}

size_t sgp_basis_piece(const sgp_basis *basis, int32_t minute)
{
    size_t low = 0, high = basis->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (basis->bounds[middle] < minute)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t sgp_basis_minutes(const sgp_basis *basis, const sgp_word *set)
{
    int32_t minutes = 0;
    for (size_t i = sgp_bits_next(set, basis->count, 0); i < basis->count; i = sgp_bits_next(set, basis->count, i + 1))
        minutes += basis->bounds[i + 1] - basis->bounds[i];
    return minutes;
}

static void fill_set(const sgp_basis *basis, sgp_word *set, const signpost_stretch *stretches, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t piece = sgp_basis_piece(basis, stretches[i].from);
             piece < basis->count && basis->bounds[piece] < stretches[i].until; piece++)
            sgp_bit_set(set, piece);
}

/* Open intervals by hours: worked out once a basis, for hours that some key has. */
typedef struct openings {
    sgp_array *by_hours; /* signpost_stretch; zeroed while not known */
    bool *known;
    size_t count;
} openings;

static const sgp_array *openings_of(openings *all, const signpost_audit *audit, int32_t hours, int32_t until)
{
    sgp_array *open = &all->by_hours[hours];
    if (all->known[hours])
        return open;
    *open = (sgp_array)SGP_ARRAY_OF(signpost_stretch);
    all->known[hours] = true;
    const signpost_hours *compiled = audit->index->hours[hours];
    bool good =
        audit->about.typical ? open_in_typical_week(compiled, until, open) : open_on_days(audit, compiled, until, open);
    return good ? open : NULL;
}

static signpost_status set_basis(signpost_audit *audit, sgp_basis *basis, openings *open, signpost_error *error)
{
    deadlines due;
    sgp_array stretches = SGP_ARRAY_OF(signpost_stretch);
    size_t *first = sgp_allocate_zeroed(audit->key_count + 1, sizeof *first);
    finding all = {audit, &stretches, first != NULL};
    signpost_status status = set_deadlines(audit, basis->within, &due, error);
    int32_t until = status == SIGNPOST_OK ? audit->about.minutes + reach_after(audit, &due) : 0;
    for (size_t i = 0; i < audit->key_count && status == SIGNPOST_OK && all.good; i++) {
        const sgp_array *intervals = openings_of(open, audit, audit->keys[i].hours, until);
        all.good = intervals != NULL;
        if (intervals)
            serve(&all, &audit->keys[i], intervals, &due);
        first[i + 1] = stretches.count;
    }
    if (status == SIGNPOST_OK)
        status = all.good ? set_bounds(audit, basis, &stretches, error) : sgp_fail_memory(error);
    if (status == SIGNPOST_OK) {
        basis->sets = sgp_arena_allocate(&audit->arena, audit->key_count * basis->words + 1, sizeof *basis->sets);
        if (!basis->sets)
            status = sgp_fail_memory(error);
    }
    for (size_t i = 0; i < audit->key_count && status == SIGNPOST_OK; i++)
        if (first[i] < first[i + 1])
            fill_set(basis, basis->sets + i * basis->words, SGP_AT(&stretches, signpost_stretch, first[i]),
                     first[i + 1] - first[i]);
    release_deadlines(&due);
    sgp_array_release(&stretches);
    sgp_release(first);
    return status;
}

signpost_status sgp_audit_set_times(signpost_audit *audit, signpost_error *error)
{
    size_t hours = audit->index->hours_count;
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < audit->basis_count && status == SIGNPOST_OK; i++) {
        openings open = {sgp_allocate_zeroed(hours + 1, sizeof *open.by_hours), sgp_allocate_zeroed(hours + 1, 1),
                         hours};
        status =
            open.by_hours && open.known ? set_basis(audit, &audit->bases[i], &open, error) : sgp_fail_memory(error);
        for (size_t at = 0; at < hours && open.by_hours; at++)
            sgp_array_release(&open.by_hours[at]);
        sgp_release(open.by_hours);
        sgp_release(open.known);
    }
    return status;
}

static int by_beginning(const void *a, const void *b)
{
    const signpost_stretch *x = a, *y = b;
    return x->from != y->from ? (x->from > y->from) - (x->from < y->from)
                              : (x->until > y->until) - (x->until < y->until);
}

/* In order, and those that touch as one. */
static void tidy(sgp_array *stretches)
{
    signpost_stretch *all = stretches->items;
    size_t count = 0;
    if (stretches->count)
        qsort(all, stretches->count, sizeof *all, by_beginning);
    for (size_t i = 0; i < stretches->count; i++) {
        if (all[i].from >= all[i].until)
            continue;
        if (count && all[i].from <= all[count - 1].until)
            all[count - 1].until = most(all[count - 1].until, all[i].until);
        else
            all[count++] = all[i];
    }
    stretches->count = count;
}

signpost_status sgp_audit_serving(const signpost_audit *audit, const sgp_basis *basis, const signpost_hours *hours,
                                  int32_t return_if_open, sgp_array *stretches, signpost_error *error)
{
    deadlines due;
    sgp_array open = SGP_ARRAY_OF(signpost_stretch);
    finding all = {audit, stretches, true};
    const sgp_time_key key = {SGP_NO_NUMBER, return_if_open, 0, audit->about.minutes, 0, 0};
    signpost_status status = set_deadlines(audit, basis->within, &due, error);
    if (status == SIGNPOST_OK && !find_openings(audit, hours, audit->about.minutes + reach_after(audit, &due), &open))
        status = sgp_fail_memory(error);
    if (status == SIGNPOST_OK) {
        serve(&all, &key, &open, &due);
        tidy(stretches);
        if (!all.good)
            status = sgp_fail_memory(error);
    }
    release_deadlines(&due);
    sgp_array_release(&open);
    return status;
}

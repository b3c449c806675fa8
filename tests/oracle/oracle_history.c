/* The history against what was seen: after each of many random acts the directory's digest and the state of all its
 * tables are kept; as of each moment it must have been the same, the chain must verify, and any one row that is
 * changed, added or deleted behind its back must be found. Usage: oracle-history [rounds [seed]]. */
#include "../support/governed_acts.h"
#include "../support/random.h"
#include "directory/history.h"

#include <sodium.h>

enum { ACTS = 60, EDITS = 40, MOST_MOMENTS = 2 * ACTS };

static test_governed g;
static test_random chance;
static uint64_t seed;
static signpost_error error;

static void fail(const char *what, const char *more)
{
    fprintf(stderr, "seed %llu: %s: %s (%s)\n", (unsigned long long)seed, what, more, error.message);
    exit(1);
}

/* ---- what is seen ---- */

typedef struct seen {
    signpost_minute at;
    unsigned char digest[SIGNPOST_DIGEST_SIZE], state[SIGNPOST_DIGEST_SIZE];
} seen;

static seen moments[MOST_MOMENTS];
static size_t moment_count;

static signpost_status see(signpost_directory *town, void *context, signpost_error *why)
{
    seen *now = context;
    sgp_array lines = SGP_ARRAY_OF(char);
    signpost_status status = signpost_directory_digest(town, now->digest, why);
    if (!status)
        status = sgp_history_state(town->db, &lines, why);
    if (!status)
        crypto_generichash(now->state, sizeof now->state, lines.items, lines.count, NULL, 0);
    sgp_array_release(&lines);
    return status;
}

/* The last one of a minute is what it was then. */
static void keep(signpost_directory *town, signpost_minute at)
{
    if (!moment_count || moments[moment_count - 1].at != at)
        moment_count++;
    moments[moment_count - 1].at = at;
    if (see(town, &moments[moment_count - 1], &error))
        fail("looking", "now");
}

/* ---- acts ---- */

static const char *one_of(const char *const *texts, size_t count)
{
    return texts[test_random_from(&chance, 0, (int)count - 1)];
}

#define ONE_OF(texts) one_of(texts, sizeof(texts) / sizeof *(texts))

static const char *const users[] = {"pat", "chris", "kent", "sussex", "region", "nation", "nation-2", "guest"};
static const char *const services[] = {"pharmacy-a", "pharmacy-b", "pharmacy-c", "rash", "saturday", "new-one"};
static const char *const fields[][2] = {{"phone", "01632 960001"},
                                        {"phone", "01632 960002"},
                                        {"phone", NULL},
                                        {"hours", "24/7"},
                                        {"hours", "Mo-Fr 09:00-17:00"},
                                        {"hours", "Sa 10:00-12:00; PH off"},
                                        {"state", "suspended"},
                                        {"state", "active"},
                                        {"valid_to", "2026-12-31"},
                                        {"profile", "women"},
                                        {"name", "Another name"},
                                        {"web", "https://example.org/"}};

static void submit(signpost_directory *town, const signpost_act *act)
{
    const char *const *field = fields[test_random_from(&chance, 0, (int)(sizeof fields / sizeof *fields) - 1)];
    signpost_edit edits[] = {{.service = ONE_OF(services), .field = field[0], .value = field[1]},
                             {.service = ONE_OF(services), .field = "phone", .value = "01632 960009"}};
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    int64_t change;
    if (test_random_one_in(&chance, 6))
        edits[0] = (signpost_edit){edits[0].service, "capacities", NULL, "colour", "red"};
    how.emergency = test_random_one_in(&chance, 4);
    how.evidence = test_random_one_in(&chance, 2) ? "a letter" : NULL;
    if (!how.emergency && test_random_one_in(&chance, 3))
        how.effective_at = act->when + test_random_from(&chance, 0, 9);
    signpost_change_submit(town, edits, test_random_one_in(&chance, 3) ? 2 : 1, act, &how, &change, NULL, NULL);
}

static void load(signpost_directory *town, const signpost_act *act)
{
    FILE *file = fopen(g.csv, "w");
    if (!file)
        fail("writing", g.csv);
    fprintf(file, "uid,name,phone,hours\n%s,Name %d,01632 960%03d,%s\n", services[test_random_from(&chance, 0, 4)],
            test_random_from(&chance, 0, 99), test_random_from(&chance, 0, 999),
            test_random_one_in(&chance, 2) ? "24/7" : "We 08:00-09:00");
    fclose(file);
    signpost_directory_import(town, g.rows, act, NULL, NULL, NULL, NULL);
}

static void do_something(signpost_directory *town, signpost_minute when)
{
    const signpost_act act = {ONE_OF(users), "a test", when};
    const int64_t change = test_random_from(&chance, 1, 1 + (int)moment_count / 2);
    switch (test_random_from(&chance, 0, 9)) {
    case 0:
    case 1:
    case 2:
    case 3:
        submit(town, &act);
        break;
    case 4:
    case 5:
        signpost_change_approve(town, change, &act, NULL, NULL, NULL);
        break;
    case 6:
        if (test_random_one_in(&chance, 2))
            signpost_change_reject(town, change, &act, NULL);
        else
            signpost_change_withdraw(town, change, &act, NULL);
        break;
    case 7:
        signpost_service_verify(town, ONE_OF(services), "a call", &act, NULL, NULL);
        break;
    case 8:
        load(town, &act);
        break;
    default:
        signpost_change_due(town, &act, NULL, NULL, NULL);
    }
}

/* ---- edits behind its back ---- */

static char *text_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *row = NULL;
    char *text = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW &&
        sqlite3_column_text(row, 0))
        text = sqlite3_mprintf("%s", sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    return text;
}

/* One row of one table: changed, deleted, or added again under another key. What was done, or NULL when it cannot be.
 */
static char *edit_one(sqlite3 *db)
{
    char *ask = sqlite3_mprintf("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name LIMIT 1 OFFSET %d",
                                test_random_from(&chance, 0, 40));
    char *table = text_of(db, ask), *edit = NULL, *column = NULL, *keys = NULL, *others = NULL;
    sqlite3_free(ask);
    if (table) {
        ask = sqlite3_mprintf("SELECT name FROM pragma_table_info(%Q) LIMIT 1 OFFSET %d", table,
                              test_random_from(&chance, 0, 30));
        column = text_of(db, ask);
        sqlite3_free(ask);
        ask = sqlite3_mprintf("SELECT group_concat(name) FROM pragma_table_info(%Q) WHERE pk", table);
        keys = text_of(db, ask);
        sqlite3_free(ask);
        ask = sqlite3_mprintf("SELECT group_concat(CASE WHEN pk <> 1 THEN name WHEN type = 'INTEGER' THEN '1000 + ' || "
                              "name ELSE '''x'' || ' || name END) FROM pragma_table_info(%Q)",
                              table);
        others = text_of(db, ask);
        sqlite3_free(ask);
    }
    const int row = test_random_from(&chance, 0, 30), kind = test_random_from(&chance, 0, 4);
    if (column && keys && others && kind == 0)
        edit = sqlite3_mprintf("DELETE FROM %s WHERE (%s) IN (SELECT %s FROM %s LIMIT 1 OFFSET %d)", table, keys, keys,
                               table, row);
    else if (column && keys && others && kind == 1)
        edit = sqlite3_mprintf("INSERT INTO %s SELECT %s FROM %s LIMIT 1 OFFSET %d", table, others, table, row);
    else if (column && keys && others)
        edit = sqlite3_mprintf("UPDATE %s SET %s = CASE typeof(%s) WHEN 'text' THEN %s || 'x' WHEN 'blob' THEN "
                               "zeroblob(32) WHEN 'null' THEN 1 ELSE %s + 1 END WHERE (%s) IN (SELECT %s FROM %s LIMIT "
                               "1 OFFSET %d)",
                               table, column, column, column, column, keys, keys, table, row);
    sqlite3_free(table);
    sqlite3_free(column);
    sqlite3_free(keys);
    sqlite3_free(others);
    return edit;
}

static bool try_edit(void)
{
    sqlite3 *db;
    governed_state found;
    if (sqlite3_open(g.work, &db) != SQLITE_OK)
        fail("opening", g.work);
    sqlite3_exec(db, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL);
    char *edit = edit_one(db);
    bool done = edit && sqlite3_exec(db, edit, NULL, NULL, NULL) == SQLITE_OK && sqlite3_changes(db) == 1;
    sqlite3_close(db);
    if (done) {
        signpost_status status = governed_look(&g, &found, &error);
        if (status != SIGNPOST_CONTENT && status != SIGNPOST_CORRUPT)
            fail("not found", edit);
    }
    sqlite3_free(edit);
    return done;
}

/* ---- all of it ---- */

static void copy_file(const char *from, const char *to)
{
    test_governed files = g;
    snprintf(files.town, sizeof files.town, "%s", from);
    snprintf(files.work, sizeof files.work, "%s", to);
    governed_copy(&files);
}

static int run(void)
{
    char whole[GOVERNED_PATH + 16];
    signpost_directory *town;
    signpost_minute when = TEST_BEGIN + 20;
    int edits = 0;
    governed_copy(&g);
    moment_count = 0;
    if (signpost_directory_open(g.work, SIGNPOST_READ_WRITE, &town, &error))
        fail("opening", g.work);
    keep(town, TEST_BEGIN + 4);
    for (int i = 0; i < ACTS; i++) {
        when += test_random_from(&chance, 0, 3);
        do_something(town, when);
        keep(town, when);
    }
    for (size_t i = 0; i < moment_count; i++) {
        seen then;
        if (signpost_directory_as_of(town, moments[i].at, see, &then, &error) ||
            memcmp(then.digest, moments[i].digest, sizeof then.digest) != 0 ||
            memcmp(then.state, moments[i].state, sizeof then.state) != 0)
            fail("as of", "it was another");
    }
    if (signpost_history_verify(town, NULL, NULL, NULL, &error))
        fail("verify", "nothing was edited");
    signpost_directory_close(town);
    snprintf(whole, sizeof whole, "%s/whole.db", g.folder);
    copy_file(g.work, whole);
    while (edits < EDITS) {
        copy_file(whole, g.work);
        edits += try_edit();
    }
    return edits;
}

int main(int count, char **words)
{
    const int rounds = count > 1 ? atoi(words[1]) : 6;
    int edits = 0;
    seed = count > 2 ? strtoull(words[2], NULL, 10) : 1;
    if (governed_set_up(&g, access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"))
        fail("setting up", g.folder);
    for (int i = 0; i < rounds; i++, seed++) {
        chance = (test_random){seed};
        edits += run();
    }
    governed_tear_down(&g);
    printf("%d acts, each moment as it was; %d edits, all found\n", rounds * ACTS, edits);
    return 0;
}

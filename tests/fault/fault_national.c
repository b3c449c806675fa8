/* Results in the national shape when memory runs out, the disk fails, or whoever takes the bytes will take no more, at
 * every place that it can: a clean error, or the same document. */
#include "../support/cmocka_all.h"
#include "../support/fault.h"

#include "../support/open_town.h"
#include "base/error.h"
#include "signpost/national.h"

#include <string.h>

/* What is written into; that of the last is taken only up to so many pieces. */
typedef struct taking {
    test_run *run;
    size_t pieces, most;
} taking;

static bool take(const char *bytes, size_t size, void *context)
{
    taking *to = context;
    if (to->pieces++ == to->most)
        return false;
    test_say(to->run, "%.*s", (int)size, bytes);
    return true;
}

static signpost_status write_document(test_run *run, size_t most)
{
    signpost_directory *directory;
    const signpost_need need = test_town_need();
    signpost_national_options options = SIGNPOST_NATIONAL_OPTIONS_INIT;
    taking to = {.run = run, .most = most};
    options.professional = true;
    signpost_status status = signpost_directory_open(path, SIGNPOST_READ_ONLY, &directory, &run->error);
    if (status != SIGNPOST_OK)
        return status;
    status = signpost_national_write(directory, results, &need, &options, take, &to, &run->error);
    signpost_directory_close(directory);
    return status;
}

static signpost_status write_all(test_run *run)
{
    return write_document(run, SIZE_MAX);
}

/* With endpoints, as services have them: they are read from the directory. */
static int set_up_with_endpoints(void **state)
{
    signpost_directory *directory;
    const signpost_need need = test_town_need();
    if (set_up(state) || signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, &error))
        return -1;
    signpost_status status = sgp_db_run(directory->db,
                                        "INSERT INTO endpoint SELECT id, 1, 'email', uid || '@example.org', 'primary' "
                                        "FROM service",
                                        &error);
    signpost_directory_close(directory);
    return status || signpost_search(town, &need, results, &error) != SIGNPOST_OK ? -1 : 0;
}

static void a_document_is_the_same_or_an_error(void **state)
{
    (void)state;
    const test_scenario scenario = {.name = "national", .run = write_all};
    const unsigned allocations = test_sweep_memory(&scenario), calls = test_sweep_io(&scenario);
    print_message("national: %u allocations, %u calls of SQLite\n", allocations, calls);
    assert_true(allocations > 5 && calls > 5);
}

static void whoever_takes_no_more_is_believed(void **state)
{
    (void)state;
    static test_run run;
    size_t most = 0;
    for (;; most++) {
        run = (test_run){.error = SIGNPOST_ERROR_INIT};
        signpost_status status = write_document(&run, most);
        if (status == SIGNPOST_OK)
            break;
        if (status != SIGNPOST_IO || run.error.id != SGP_CANNOT_WRITE)
            fail_msg("piece %zu: \"%s\", SP%04d", most, signpost_status_name(status), run.error.id);
    }
    assert_true(most > 0 && strstr(run.answer, "CheckCapacitySummaryResult"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_the_same_or_an_error),
        cmocka_unit_test(whoever_takes_no_more_is_believed),
    };
    return cmocka_run_group_tests_name("faults in national documents", tests, set_up_with_endpoints, tear_down);
}

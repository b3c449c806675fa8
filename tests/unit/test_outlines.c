/* Outlines of an audit's areas: which polygons are taken, and which are none. */
#include "../support/cmocka_all.h"

#include "../support/entries.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-outlines-XXXXXX";
static signpost_directory *directory;

static int make(void **state)
{
    (void)state;
    close(mkstemp(path));
    directory = test_entry_make(path);
    return directory ? 0 : -1;
}

static int give_back(void **state)
{
    (void)state;
    signpost_directory_close(directory);
    return remove(path);
}

/* What is taken, as `A: 51.00,0.20 52.00,0.30 ...;`. */
typedef struct taken {
    char text[512];
    const signpost_audit *audit;
} taken;

static void take(void *context, size_t position, const signpost_outline_point *points, size_t count)
{
    taken *to = context;
    size_t at = strlen(to->text);
    at +=
        (size_t)snprintf(to->text + at, sizeof to->text - at, "%s:", signpost_audit_area_at(to->audit, position).code);
    for (size_t i = 0; i < count; i++)
        at += (size_t)snprintf(to->text + at, sizeof to->text - at, " %ld,%ld", (long)(points[i].latitude * 100),
                               (long)(points[i].longitude * 100));
    snprintf(to->text + at, sizeof to->text - at, ";");
}

static void test_polygons(void **state)
{
    (void)state;
    static const struct {
        const char *of_a, *of_b, *expected; /* degrees as hundredths */
    } rows[] = {
        {"NULL", "NULL", ""},
        {"'51.25,0.25 51.5,0.5 51.75,-0.75'", "NULL", "A: 5125,25 5150,50 5175,-75;"},
        {"'51,0 52,0 52,1'", "'51,1 52,1  52,2 51,2 '",
         "A: 5100,0 5200,0 5200,100;B: 5100,100 5200,100 5200,200 5100,200;"},
        {"'51,0 52,0'", "NULL", ""},              /* two points */
        {"''", "NULL", ""},                       /* none */
        {"'51,0 52,0 52'", "NULL", ""},           /* half of one */
        {"'51,0 52,0 52,1,3'", "NULL", ""},       /* more than two numbers */
        {"'51,0 52,0 152,1'", "NULL", ""},        /* beyond a pole */
        {"'51,0 52,0 52,181'", "NULL", ""},       /* beyond the date line */
        {"'51,0 52,0 52,east'", "NULL", ""},      /* words */
        {"'51,0 52,0 52,1<script>'", "NULL", ""}, /* what a map must not hold */
        {"'51,0 52,0 52,0000000000000000000000000000000000000000001'", "NULL", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sql[512];
        signpost_audit *audit;
        signpost_error error = SIGNPOST_ERROR_INIT;
        snprintf(sql, sizeof sql, "UPDATE area SET polygon = CASE code WHEN 'A' THEN %s ELSE %s END", rows[i].of_a,
                 rows[i].of_b);
        assert_int_equal(sgp_db_run(directory->db, sql, &error), SIGNPOST_OK);
        if (test_entry_audit(directory, "2026-11-20", &audit, &error) != SIGNPOST_OK)
            fail_msg("%s", error.message);
        taken to = {.audit = audit};
        assert_int_equal(signpost_audit_outlines(audit, directory, take, &to, &error), SIGNPOST_OK);
        if (strcmp(to.text, rows[i].expected) != 0)
            fail_msg("%s and %s: \"%s\", not \"%s\"", rows[i].of_a, rows[i].of_b, to.text, rows[i].expected);
        signpost_audit_free(audit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_polygons)};
    return cmocka_run_group_tests_name("outlines", tests, make, give_back);
}

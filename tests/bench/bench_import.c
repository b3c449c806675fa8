/* What an import costs, against the same file parsed and its texts inserted unchecked into one table by one prepared
 * statement. Prints rows a second (of the
 * processor's time) and the ratio. Usage: bench_import [thousands of services]. */
#include "directory/directory.h"
#include "formats/csv.h"
#include "signpost/directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/signpost-bench-XXXXXX", csv[64], database[64], plain[64];

/* Time of the processor, which others on the machine disturb least. */
static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void write_services(long count)
{
    static const char *const hours[] = {"24/7", "\"Mo-Fr 09:00-17:30; Sa 09:00-13:00; PH off\"",
                                        "\"Mo-Fr 08:00-13:00,14:00-18:30; PH off; Dec 24 08:00-12:00\""};
    FILE *file = fopen(csv, "w");
    if (!file)
        exit(1);
    fputs("uid,name,type,ods_code,address,town,postcode,latitude,longitude,phone,hours,profile\n", file);
    for (long i = 0; i < count; i++)
        fprintf(file,
                "bench-%06ld,Pharmacy %ld,13,F%04ld,%ld High Street,Town %ld,TN%ld %ldAB,5%ld.%06ld,0.%06ld,01632 "
                "960%03ld,%s,pharmacy\n",
                i, i, i % 10000, i % 200, i % 700, i % 40 + 1, i % 10, i % 3, i * 37 % 1000000, i * 91 % 1000000,
                i % 1000, hours[i % 3]);
    fclose(file);
}

/* Seconds for an import; exits when it fails. */
static double import(void)
{
    static const signpost_act act = {"bench", "a figure", 0};
    signpost_directory *directory;
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    options.table = "services";
    if (signpost_directory_create(database, "Bench", &act, &directory, &error) ||
        signpost_directory_import(directory, SIGNPOST_SOURCE_ROOT "/dos/base", &act, NULL, NULL, NULL, &error))
        exit((puts(error.message), 1));
    double from = now_s();
    if (signpost_directory_import(directory, csv, &act, &options, NULL, NULL, &error))
        exit((puts(error.message), 1));
    double took = now_s() - from;
    signpost_directory_close(directory);
    return took;
}

/* Seconds for the plain way. */
static double insert(void)
{
    sgp_csv rows;
    sgp_query query;
    sgp_db db = {0};
    if (sqlite3_open(plain, &db.handle))
        exit(1);
    sqlite3_exec(db.handle, "CREATE TABLE t (a TEXT UNIQUE, b, c, d, e, f, g, h, i, j, k, l); BEGIN", NULL, NULL, NULL);
    double from = now_s();
    if (sgp_query_prepare(&query, &db, "INSERT INTO t VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", NULL) ||
        sgp_csv_open(&rows, csv, NULL) || sgp_csv_next(&rows, NULL))
        exit(1);
    while (sgp_csv_next(&rows, NULL) == SIGNPOST_OK) {
        for (size_t i = 0; i < rows.count; i++)
            sgp_bind_text(&query, (int)i + 1, rows.fields[i].text);
        if (sgp_query_run(&query, NULL))
            exit(1);
    }
    sgp_query_release(&query);
    sgp_csv_release(&rows);
    sqlite3_exec(db.handle, "COMMIT", NULL, NULL, NULL);
    double took = now_s() - from;
    sqlite3_close(db.handle);
    return took;
}

int main(int count, char **arguments)
{
    long rows = (count > 1 ? atol(arguments[1]) : 100) * 1000;
    if (!mkdtemp(folder))
        return 1;
    snprintf(csv, sizeof csv, "%s/services.csv", folder);
    snprintf(database, sizeof database, "%s/d.db", folder);
    snprintf(plain, sizeof plain, "%s/plain.db", folder);
    write_services(rows);
    double checked = import(), unchecked = insert();
    printf("import: %.0f rows a second, %.1f times as long as plain inserts (%.0f rows a second), over %ld services\n",
           (double)rows / checked, checked / unchecked, (double)rows / unchecked, rows);
    unlink(csv);
    unlink(database);
    unlink(plain);
    return rmdir(folder);
}

/* The directory: made, filled, refused, exported and read back. */
#include "../support/own_folder.h"

#include "directory/directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char csv_folder[OWN_PATH];

static int set_up(void **state)
{
    const int made = make_folder(state);
    own_path(csv_folder, "csv");
    return made;
}

/* Puts a CSV file into the folder of files to import. */
static void write_csv(const char *name, const char *text)
{
    char path[160];
    mkdir(csv_folder, 0777);
    snprintf(path, sizeof path, "%s/%s", csv_folder, name);
    write_file(path, text);
}

static void clear_csv(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", csv_folder);
    assert_int_equal(system(command), 0);
}

/* What everything else refers to. */
static void write_base(void)
{
    clear_csv();
    write_csv("calendars.csv", "name,division,clock,holidays_from,holidays_until\n"
                               "england,england-and-wales,\"GMT0BST,M3.5.0/1,M10.5.0\",2026-01-01,2026-12-31\n");
    write_csv("holidays.csv", "calendar,date,name\nengland,2026-12-25,Christmas Day\n");
    write_csv("directory.csv", "id,name,calendar\n1,Test,england\n");
    write_csv("organisations.csv", "code,name,kind,postcode,latitude,longitude\n"
                                   "QKS,Kent,commissioner,,,\nG82001,High Street Surgery,practice,TN1 2AB,51.1,0.2\n");
    write_csv("areas.csv", "code,name,kind,parent,commissioner\nSE,South East,region,,\nKENT,Kent,commissioner,SE,QKS\n"
                           "A-DISTRICT,Tunbridge Wells,district,KENT,\n");
    write_csv("area-populations.csv", "area,sex,ages,people\nKENT,female,under 16 years,150000\n"
                                      "KENT,female,16 years and over,650000\n");
    write_csv("places.csv", "kind,name,latitude,longitude,search_distance_m\ndistrict,tn1,51.1349,0.27002,\n"
                            "sector,TN1 2,51.135,0.265,8000\ntown,Tunbridge Wells,51.1349,0.27002,\n");
    write_csv("place-areas.csv", "kind,name,area\ndistrict,TN1,KENT\n");
    write_csv("service-types.csv", "id,name,national_rank,keep\n13,Pharmacy,5,2\n100,GP Practice,3,2\n");
    write_csv("rankings.csv", "area,service_type,rank\nKENT,13,2\n");
    write_csv("symptom-groups.csv", "code,title\nfever,Fever\nrash,Rash\n");
    write_csv("symptom-discriminators.csv", "code,title\nminor,Minor condition\nprimary,Primary care\n");
    write_csv("symptom-pairs.csv", "symptom_group,discriminator\nfever,minor\nfever,primary\nrash,minor\n");
    write_csv("profiles.csv", "name,dispositions,pairs,ages,sexes,roles\n"
                              "pharmacy,Dx28;Dx08,*/minor,1 year to under 5 years;5 years and over,,111-telephone\n");
    write_csv("services.csv",
              "uid,name,type,postcode,latitude,longitude,phone,hours,profile\n"
              "p1,Example Pharmacy,13,tn12ab,51.13,0.26,01632 960001,Mo-Fr 09:00-17:00; PH off,pharmacy\n"
              "p2,Other Pharmacy,13,TN1 2ZZ,,,0203 371 788,\"mo-fr 09:00-12:00,12:00-17:00; PH off\",pharmacy\n");
    write_csv("service-practices.csv", "service,practice\np1,G82001\n");
    write_csv("service-areas.csv", "service,area,use\np1,KENT,promoted\n");
    write_csv("travel-times.csv", "kind,name,service,minutes\ndistrict,tn1,p1,12\ntown,Tunbridge Wells,p1,0\n");
    write_csv("capacities.csv", "service,colour,set_by,set_at,why,falls_back_at\n"
                                "p1,red,Keeper,2026-11-21T10:00Z,staff ill,2026-11-21T18:00Z\n");
    write_csv("endpoints.csv", "service,position,transport,address,scenario\np1,1,email,desk@example.org,primary\n");
    write_csv("users.csv", "id,name,organisation\nkeeper,Keeper,QKS\n");
    write_csv("user-rights.csv", "user,role,scope\nkeeper,editor,*\n");
    write_csv("duplicate-decisions.csv", "uid_a,uid_b,decision\np1,p2,different\n");
}

static signpost_directory *create(void)
{
    signpost_directory *directory;
    unlink(database);
    assert_int_equal(signpost_directory_create(database, "Test", &act, &directory, NULL), SIGNPOST_OK);
    return directory;
}

static signpost_status import(signpost_directory *directory, const char *path, bool skip,
                              signpost_import_report *report, signpost_diagnostics *found, signpost_error *error)
{
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    options.skip_refused = skip;
    return signpost_directory_import(directory, path, &act, &options, report, found, error);
}

/* A directory with everything of write_base. */
static signpost_directory *fill(void)
{
    signpost_directory *directory = create();
    signpost_error error = SIGNPOST_ERROR_INIT;
    write_base();
    if (import(directory, csv_folder, false, NULL, NULL, &error))
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    return directory;
}

static void text_of(signpost_directory *directory, const char *sql, char *out, size_t size)
{
    sgp_query query;
    assert_int_equal(sgp_query_prepare(&query, directory->db, sql, NULL), SIGNPOST_OK);
    out[0] = '\0';
    for (size_t used = 0; sgp_query_step(&query, NULL) == SIGNPOST_OK && used < size;)
        used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ";" : "", sgp_column_text_or_empty(&query, 0));
    sgp_query_release(&query);
}

static void assert_text(signpost_directory *directory, const char *sql, const char *expect)
{
    char out[512];
    text_of(directory, sql, out, sizeof out);
    if (strcmp(out, expect) != 0)
        fail_msg("%s gave \"%s\", not \"%s\"", sql, out, expect);
}

static void a_folder_fills_every_table(void **state)
{
    (void)state;
    signpost_directory *directory = fill();
    static const struct row {
        const char *sql, *expect;
    } rows[] = {
        {"SELECT postcode FROM service ORDER BY uid", "TN1 2AB;TN1 2ZZ"},
        {"SELECT count(*) FROM hours", "1"}, /* written differently, they are the same */
        {"SELECT text FROM hours", "Mo-Fr 09:00-17:00; PH off"},
        {"SELECT kind || weekday || opens FROM hours_session WHERE weekday = 5", "weekday5540"},
        {"SELECT count(*) FROM hours_session WHERE kind = 'holiday' AND opens IS NULL", "1"},
        {"SELECT symptom_group || '/' || discriminator FROM profile_pair", "fever/minor;rash/minor"},
        {"SELECT from_days || '-' || to_days FROM profile_age", "365-99999"}, /* touching ages are one range */
        {"SELECT count(*) FROM profile_sex", "4"},
        {"SELECT latitude || ' ' || longitude FROM service WHERE uid = 'p2'", "51.135 0.265"}, /* its sector's */
        {"SELECT assumed FROM service WHERE uid = 'p2'", "latitude;longitude"},
        {"SELECT from_days || '-' || to_days FROM area_population ORDER BY 1", "0-5843;5844-99999"},
        {"SELECT who || ': ' || why FROM act WHERE id = (SELECT created_by FROM service WHERE uid = 'p1')",
         "keeper: a test"},
        {"SELECT content_version FROM directory", "2"},
        {"SELECT name FROM place WHERE kind = 'district'", "TN1"},
        {"SELECT falls_back_at - set_at FROM capacity", "480"},
        {"SELECT act FROM duplicate_decision", "2"},
        {"SELECT name || ' ' || service || ' ' || minutes FROM travel_time ORDER BY 1", "TN1 1 12;Tunbridge Wells 1 0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_text(directory, rows[i].sql, rows[i].expect);
    signpost_directory_close(directory);
}

static void an_export_reads_back_the_same(void **state)
{
    (void)state;
    unsigned char before[SIGNPOST_DIGEST_SIZE], after[SIGNPOST_DIGEST_SIZE];
    char exported[96];
    size_t rows = 0;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_directory *directory = fill();
    assert_int_equal(signpost_directory_digest(directory, before, NULL), SIGNPOST_OK);
    snprintf(exported, sizeof exported, "%s/exported", folder);
    assert_int_equal(signpost_directory_export(directory, exported, &rows, NULL), SIGNPOST_OK);
    assert_int_equal(rows, 38); /* two acts among them */
    signpost_directory_close(directory);

    directory = create();
    if (import(directory, exported, false, NULL, NULL, &error))
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    assert_int_equal(signpost_directory_digest(directory, after, NULL), SIGNPOST_OK);
    assert_memory_equal(before, after, sizeof before);

    /* once more changes nothing but the version */
    signpost_import_report report;
    assert_int_equal(import(directory, exported, false, &report, NULL, NULL), SIGNPOST_OK);
    assert_int_equal(report.added, 0);
    assert_int_equal(report.changed, report.read);
    assert_int_equal(signpost_directory_digest(directory, after, NULL), SIGNPOST_OK);
    assert_memory_equal(before, after, sizeof before);

    /* and a word more is another digest */
    assert_int_equal(sgp_db_run(directory->db, "UPDATE service SET name = name || '!'", NULL), SIGNPOST_OK);
    assert_int_equal(signpost_directory_digest(directory, after, NULL), SIGNPOST_OK);
    assert_memory_not_equal(before, after, sizeof before);
    signpost_directory_close(directory);
}

static void a_bad_row_is_refused_with_its_reason(void **state)
{
    (void)state;
    static const struct row {
        const char *file, *text, *expect; /* the first error, from the line number on */
    } rows[] = {
        {"services.csv", "uid,nmae,type\n",
         ":1:5: error: services has no column \"nmae\"; did you mean \"name\"? [SP0314]"},
        {"services.csv", "name,type\n", ":1: error: services needs a column \"uid\" [SP0313]"},
        {"services.csv", "uid,phone\nx,01632 960009\n", ":2: error: no name, which every new row needs [SP0313]"},
        {"capacities.csv", "service,colour\np2,red\n", ":2: error: no set_by, which every new row needs [SP0313]"},
        {"services.csv", "uid,name,uid,type\n", ":1:10: error: column \"uid\" stands twice in the header [SP0314]"},
        {"services.csv", "", ":1: error: the file is empty: not even a header [SP0313]"},
        {"services.csv", "uid,name,type,latitude,longitude\nx,X,13,north,0\n",
         ":2:8: error: latitude \"north\" is not a latitude, -90 to 90 [SP0311]"},
        {"services.csv", "uid,name,type,latitude,longitude\nx,X,13\n",
         ":2: error: the row has 3 fields where the header has 5 [SP0317]"},
        {"services.csv", "uid,name,type\nx,X,13\n",
         ":2: error: no place: neither coordinates nor a postcode that is known [SP0318]"},
        {"services.csv", "uid,name,type,postcode\nx,X,13,ZE1 0AA\n",
         ":2: error: no place: neither coordinates nor a postcode that is known [SP0318]"},
        {"services.csv", "uid,name,type,postcode\nx,X,130,TN1 2AB\n",
         ":2:5: error: type \"130\": there is no such service type [SP0310]"},
        {"services.csv", "uid,name,type,postcode,profile\nx,X,13,TN1 2AB,pharmcy\n",
         ":2:16: error: profile \"pharmcy\": there is no such profile; did you mean \"pharmacy\"? [SP0310]"},
        {"services.csv", "uid,name,type,postcode\nx,X,13,TN1 2AB\nx,Y,13,TN1 2AB\n",
         ":3:1: error: the same uid as in line 2 [SP0316]"},
        {"services.csv", "uid,name,type,postcode\n,X,13,TN1 2AB\n",
         ":2:1: error: no uid, which every row needs [SP0313]"},
        {"services.csv", "uid,name,type,postcode,state\nx,X,13,TN1 2AB,activ\n",
         ":2:16: error: state \"activ\" is not one of draft|active|suspended|closed; did you mean \"active\"? "
         "[SP0311]"},
        {"services.csv", "uid,name,type,postcode\nx,\"X,13,TN1 2AB\n", ":2:3: error: a quote is never closed [SP0731]"},
        {"capacities.csv",
         "service,colour,set_by,set_at,why,falls_back_at\np1,red,K,2026-11-21T10:00Z,ill,2027-11-21T10:00Z\n",
         ":2:1: error: CHECK constraint failed: falls_back_at - set_at BETWEEN 15 AND 7200 [SP0306]"},
        {"holidays.csv", "calendar,date,name\nengland,2026-02-30,X\n",
         ":2:9: error: date \"2026-02-30\" is not a date such as 2026-12-24 [SP0311]"},
        {"places.csv", "kind,name,latitude,longitude\ndistrict,Q1,51,0\n",
         ":2:10: error: name \"Q1\" is not a postcode district such as \"TN1\" [SP0311]"},
        {"profiles.csv", "name,dispositions,pairs\nx,Dx28,fever/mnor\n",
         ":2:8: error: there is no pair \"fever/mnor\" of symptom group and discriminator; did you mean "
         "\"fever/minor\"? "
         "[SP0310]"},
        {"profiles.csv",
         "name,dispositions,pairs,ages,roles\nx,Dx08;Dx28,fever/minor;rash/minor,1 year and over,111-telephone\n",
         ":2:1: error: profile \"x\" says the same as profile \"pharmacy\": name that one [SP0316]"},
        {"profiles.csv", "name,dispositions,ages\nx,28,adults\n",
         ":2:3: error: disposition \"28\" is not a code such as Dx06 [SP0311]"},
        {"areas.csv", "code,name,kind,parent\nSE,South East,region,KENT\n",
         ": error: 3 areas have themselves among their parents [SP0306]"},
        {"area-populations.csv", "area,sex,ages,people\nKENT,female,5 years to under 20 years,1\n",
         ": error: 2 ranges of ages of one area and sex overlap [SP0306]"},
        {"calendars.csv", "name,division,clock,holidays_from,holidays_until\nat home,none,UTC0,2026-01-01,2026-12-31\n",
         ":2:1: error: name \"at home\" may not hold white space [SP0311]"},
        {"services.csv", "uid,name,type,postcode,return_if_open_minutes\nx,X,13,TN1 2AB,soon\n",
         ":2:16: error: return_if_open_minutes \"soon\" is not a whole number [SP0311]"},
        {"services.csv", "uid,name,type,postcode,restricted\nx,X,13,TN1 2AB,maybe\n",
         ":2:16: error: restricted \"maybe\" is neither yes nor no [SP0311]"},
        {"services.csv", "uid,name,type,postcode,calendar,hours\nx,X,13,TN1 2AB,wales,24/7\n",
         ":2:22: error: no calendar named \"wales\" [SP0310]"},
        {"services.csv", "\"uid,name\n", ":1:1: error: a quote is never closed [SP0731]"},
        {"capacities.csv", "service,colour,set_by,set_at,why,falls_back_at\np1,red,K,yesterday,ill,2026-11-21T10:00Z\n",
         ":2:10: error: set_at \"yesterday\" is not a moment such as 2026-12-24T18:30Z [SP0311]"},
        {"area-populations.csv", "area,sex,ages,people\nKENT,female,children,1\n",
         ":2:13: error: ages \"children\" is not a range of ages"},
        {"place-areas.csv", "kind,name,area\ndistrict,TN2,KENT\n",
         ":2:10: error: name \"TN2\": there is no such place; did you mean \"TN1\"? [SP0310]"},
        {"service-practices.csv", "service,practice\np9,G82001\n",
         ":2:1: error: service \"p9\": there is no such service; did you mean \"p1\"? [SP0310]"},
        {"travel-times.csv", "kind,name,service,minutes\ndistrict,TN2,p1,5\n",
         ":2:10: error: name \"TN2\": there is no such place; did you mean \"TN1\"? [SP0310]"},
        {"travel-times.csv", "kind,name,service,minutes\ndistrict,TN1,p9,5\n",
         ":2:14: error: service \"p9\": there is no such service; did you mean \"p1\"? [SP0310]"},
        {"travel-times.csv", "kind,name,service,minutes\ndistrict,TN1,p1,soon\n",
         ":2:17: error: minutes \"soon\" is not a whole number from 0 to 1440 [SP0311]"},
        {"travel-times.csv", "kind,name,service,minutes\ndistrict,TN1,p1,1441\n",
         ":2:17: error: minutes \"1441\" is not a whole number from 0 to 1440 [SP0311]"},
        {"travel-times.csv", "kind,name,service,minutes\ndistrict,TN1,p1,-1\n",
         ":2:17: error: minutes \"-1\" is not a whole number from 0 to 1440 [SP0311]"},
        {"travel-times.csv", "kind,name,service,minutes\ndistrict,TN1,p1,5\nsector,TN1 2,p1,5\ndistrict,tn1,p1,6\n",
         ":4:1: error: the same kind, name and service as in line 2 [SP0316]"},
        {"profiles.csv", "name,sexes\nx,women\n",
         ":2:3: error: sex \"women\" is not female, male, indeterminate or unknown [SP0311]"},
        {"holidays.csv", "calendar,date,name\nengland,2027-12-27,Christmas Day\n",
         ": error: 1 holidays lie outside of what their calendar covers [SP0306]"},
        {"calendars.csv", "name,division,clock,holidays_from,holidays_until\nodd,none,GMT,2026-01-01,2026-12-31\n",
         ": error: calendar \"odd\": "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_directory *directory = fill();
        signpost_diagnostics *found;
        char path[160], line[1024], expect[1024];
        signpost_error error = SIGNPOST_ERROR_INIT;
        clear_csv();
        write_csv(rows[i].file, rows[i].text);
        snprintf(path, sizeof path, "%s/%s", csv_folder, rows[i].file);
        assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
        signpost_status status = import(directory, path, false, NULL, found, &error);
        signpost_diagnostic first = signpost_diagnostics_get(found, 0);
        for (size_t j = 1; first.severity == SIGNPOST_WARNING; j++)
            first = signpost_diagnostics_get(found, j);
        signpost_diagnostic_format(&first, line, sizeof line);
        snprintf(expect, sizeof expect, "%s%s", rows[i].expect[1] == ' ' ? "" : path,
                 rows[i].expect[1] == ' ' ? rows[i].expect + 2 : rows[i].expect);
        if (status != SIGNPOST_CONTENT || strncmp(line, expect, strlen(expect)) != 0)
            fail_msg("%s: status %d, \"%s\"; expected \"%s\"", rows[i].text, status, line, expect);
        assert_text(directory, "SELECT content_version FROM directory", "2"); /* nothing was changed */
        signpost_diagnostics_free(found);
        signpost_directory_close(directory);
    }
}

static void what_is_doubtful_is_kept(void **state)
{
    (void)state;
    signpost_directory *directory = fill();
    signpost_diagnostics *found;
    char path[160];
    clear_csv();
    write_csv("services.csv", "uid,name,type,ods_code,postcode,latitude,longitude,phone,email,web\n"
                              "p1,X,13,fa1,TN1 ZZZ,51,0,12,desk,www.example.org\n");
    write_csv("profiles.csv", "name,dispositions,pairs,ages,sexes,roles\n"
                              "two,Dx28,fever/*,under 5 years;65 years and over,female,112\n");
    write_csv("servces.csv", "uid\n");
    write_csv("acts.csv", "id\n");
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    assert_int_equal(import(directory, csv_folder, false, NULL, found, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_diagnostics_count(found), 7);
    assert_int_equal(signpost_diagnostics_count_of(found, SIGNPOST_WARNING), 7);
    snprintf(path, sizeof path, "passed over: there is no table \"servces\"; did you mean \"services\"?");
    assert_string_equal(signpost_diagnostics_get(found, 0).message, path);
    assert_text(directory,
                "SELECT ods_code || ' ' || postcode || ' ' || phone || ' ' || email || ' ' || web FROM service "
                "WHERE uid = 'p1'",
                "fa1 TN1 ZZZ 12 desk www.example.org");
    assert_text(directory,
                "SELECT from_days || '-' || to_days FROM profile_age JOIN profile ON id = profile "
                "WHERE name = 'two' ORDER BY 1",
                "0-1825;23741-99999");
    assert_int_equal(signpost_directory_export(directory, csv_folder, NULL, NULL), SIGNPOST_OK);
    assert_int_equal(import(directory, csv_folder, false, NULL, NULL, NULL), SIGNPOST_OK); /* two ranges of ages, too */
    signpost_diagnostics_free(found);
    signpost_directory_close(directory);
}

static void what_is_there_can_be_changed_in_part(void **state)
{
    (void)state;
    signpost_directory *directory = fill();
    signpost_import_report report;
    char path[160];
    clear_csv();
    write_csv("services.csv", "uid,phone\np1,01632 960009\n");
    snprintf(path, sizeof path, "%s/services.csv", csv_folder);
    assert_int_equal(import(directory, path, false, &report, NULL, NULL), SIGNPOST_OK);
    assert_int_equal(report.changed, 1);
    assert_text(directory, "SELECT phone FROM service WHERE uid = 'p1'", "01632 960009");
    assert_text(directory, "SELECT name IS NOT NULL AND hours IS NOT NULL FROM service WHERE uid = 'p1'", "1");
    signpost_directory_close(directory);
}

static void refused_rows_can_be_skipped(void **state)
{
    (void)state;
    signpost_directory *directory = fill();
    signpost_import_report report;
    signpost_diagnostics *found;
    char path[160];
    clear_csv();
    write_csv("services.csv", "uid,name,type,postcode,phone\n"
                              "p1,Renamed,13,,01632 960009\np3,New,13,TN1 2AB,12\np4,Nowhere,13,,\n");
    snprintf(path, sizeof path, "%s/services.csv", csv_folder);
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    assert_int_equal(import(directory, path, true, &report, found, NULL), SIGNPOST_OK);
    assert_int_equal(report.read, 3);
    assert_int_equal(report.added, 1);
    assert_int_equal(report.changed, 1);
    assert_int_equal(report.refused, 1);
    assert_int_equal(signpost_diagnostics_count_of(found, SIGNPOST_ERROR), 1);
    assert_int_equal(signpost_diagnostics_count_of(found, SIGNPOST_WARNING), 2); /* p3: no coordinates, bad phone */
    assert_text(directory, "SELECT name FROM service ORDER BY uid", "Renamed;Other Pharmacy;New");
    assert_text(directory, "SELECT text FROM hours JOIN service ON hours = hours.id WHERE uid = 'p1'",
                "Mo-Fr 09:00-17:00; PH off"); /* the file says nothing of hours: they stay */
    assert_text(directory, "SELECT phone FROM service WHERE uid = 'p3'", "12");
    assert_text(directory, "SELECT latitude || ' ' || longitude FROM service WHERE uid = 'p1'", "51.13 0.26");
    signpost_diagnostics_free(found);
    signpost_directory_close(directory);
}

/* When a quarter is done, the total is known well enough. */
static bool stop_then(void *context, size_t done, size_t total)
{
    if (done >= 256)
        *(size_t *)context = total;
    return done < 256;
}

static void an_import_can_be_tried_and_stopped(void **state)
{
    (void)state;
    signpost_directory *directory = fill();
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    signpost_import_report report;
    signpost_error error = SIGNPOST_ERROR_INIT;
    char path[160];
    clear_csv();
    FILE *file;
    snprintf(path, sizeof path, "%s/services.csv", csv_folder);
    mkdir(csv_folder, 0777);
    assert_non_null((file = fopen(path, "w")));
    fprintf(file, "uid,name,type,postcode,latitude,longitude\n");
    for (int i = 0; i < 1000; i++)
        fprintf(file, "n%d,New %d,13,TN1 2AB,51.1,0.2\n", i, i);
    fclose(file);

    options.dry_run = true;
    assert_int_equal(signpost_directory_import(directory, path, &act, &options, &report, NULL, NULL), SIGNPOST_OK);
    assert_int_equal(report.added, 1000);
    assert_text(directory, "SELECT count(*) || ' ' || (SELECT content_version FROM directory) FROM service", "2 2");

    size_t total = 0;
    options.dry_run = false;
    options.progress = stop_then;
    options.progress_context = &total;
    assert_int_equal(signpost_directory_import(directory, path, &act, &options, &report, NULL, &error),
                     SIGNPOST_CANCELLED);
    assert_in_range(total, 900, 1100);
    assert_text(directory, "SELECT count(*) FROM service", "2");
    signpost_directory_close(directory);
}

static void a_write_says_who_and_why(void **state)
{
    (void)state;
    static const signpost_act poor[] = {
        {NULL, "why", 0}, {"", "why", 0}, {"who", "  ", 0}, {"who", NULL, 0}, {"\xFF", "why", 0}};
    signpost_directory *directory = fill(), *reader, *none;
    for (size_t i = 0; i < sizeof poor / sizeof *poor; i++) {
        signpost_error error = SIGNPOST_ERROR_INIT;
        assert_int_equal(signpost_directory_import(directory, csv_folder, &poor[i], NULL, NULL, NULL, &error),
                         SIGNPOST_INVALID);
        assert_int_equal(error.id, SGP_ACT_NEEDED);
        assert_int_equal(signpost_directory_create("/tmp/never.db", "x", &poor[i], &none, NULL), SIGNPOST_INVALID);
    }
    signpost_directory_close(directory);
    assert_int_equal(signpost_directory_open(database, SIGNPOST_READ_ONLY, &reader, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_directory_import(reader, csv_folder, &act, NULL, NULL, NULL, NULL), SIGNPOST_REFUSED);
    signpost_directory_close(reader);
    assert_int_equal(signpost_directory_create(database, "x", &act, &none, NULL), SIGNPOST_STATE);
    assert_int_equal(signpost_directory_create("/nowhere/x.db", "x", &act, &none, NULL), SIGNPOST_IO);
    assert_int_equal(signpost_directory_migrate(database, &act, NULL), SIGNPOST_NONE);
}

static void an_entry_shows_what_is_said_of_a_service(void **state)
{
    (void)state;
    signpost_directory *directory = fill();
    signpost_entry *entry;
    signpost_error error = SIGNPOST_ERROR_INIT;
    char all[4096] = "";
    assert_int_equal(signpost_directory_entry(directory, "p1", &entry, NULL), SIGNPOST_OK);
    for (size_t i = 0, used = 0; i < signpost_entry_count(entry); i++) {
        signpost_entry_line line = signpost_entry_get(entry, i);
        used += (size_t)snprintf(all + used, sizeof all - used, "%s %s: %s%s\n", line.section, line.name, line.value,
                                 line.professional_only ? " (professionals)" : "");
    }
    assert_string_equal(all,
                        "services uid: p1\nservices id: 1\nservices name: Example Pharmacy\nservices type: 13\n"
                        "services state: active\nservices postcode: TN1 2AB\nservices latitude: 51.130000\n"
                        "services longitude: 0.260000\nservices phone: 01632 960001\nservices calendar: england\n"
                        "services hours: Mo-Fr 09:00-17:00; PH off\nservices profile: pharmacy\n"
                        "services restricted: no\n"
                        "profiles name: pharmacy\nprofiles dispositions: Dx08;Dx28\n"
                        "profiles pairs: fever/minor;rash/minor\nprofiles ages: 1 year and over\n"
                        "profiles sexes: female;indeterminate;male;unknown\nprofiles roles: 111-telephone\n"
                        "service-practices practice: G82001\nservice-areas area: KENT\nservice-areas use: promoted\n"
                        "travel-times places: 2\ncapacities colour: red\ncapacities set_by: Keeper\ncapacities set_at: "
                        "2026-11-21T10:00Z\n"
                        "capacities why: staff ill\ncapacities falls_back_at: 2026-11-21T18:00Z\n"
                        "endpoints position: 1\nendpoints transport: email\n"
                        "endpoints address: desk@example.org (professionals)\nendpoints scenario: primary\n"
                        "acts created: 2025-02-19T21:20Z by keeper: a test\n"
                        "acts changed: 2025-02-19T21:20Z by keeper: a test\n");
    signpost_entry_free(entry);
    assert_int_equal(signpost_directory_entry(directory, "2", &entry, NULL), SIGNPOST_OK);
    assert_string_equal(signpost_entry_get(entry, 0).value, "p2");
    signpost_entry_free(entry);
    assert_int_equal(signpost_directory_entry(directory, "p11", &entry, &error), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.hint, "did you mean \"p1\"?");
    signpost_directory_close(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_fills_every_table),
        cmocka_unit_test(an_export_reads_back_the_same),
        cmocka_unit_test(a_bad_row_is_refused_with_its_reason),
        cmocka_unit_test(what_is_doubtful_is_kept),
        cmocka_unit_test(what_is_there_can_be_changed_in_part),
        cmocka_unit_test(refused_rows_can_be_skipped),
        cmocka_unit_test(an_import_can_be_tried_and_stopped),
        cmocka_unit_test(a_write_says_who_and_why),
        cmocka_unit_test(an_entry_shows_what_is_said_of_a_service),
    };
    return cmocka_run_group_tests_name("directory", tests, set_up, remove_folder);
}

/* What a directory refuses, and that nothing is changed by it: files of each format that are malformed or mean harm,
 * entries that claim to be another, and a clock that goes backwards. After each, the directory says what it said, and
 * the last entry of its history is the one that it was; but for a refusal for want of a right, which is an entry. */
#include "../support/cmocka_all.h"

#include "../support/folder.h"
#include "../support/governed_acts.h"
#include "signpost/bundle.h"
#include "signpost/duplicates.h"
#include "signpost/hsds.h"
#include "signpost/snapshot.h"

static test_governed g;
static signpost_error error;
static char given[GOVERNED_PATH], made[GOVERNED_PATH]; /* folders: of the file that is given, and for what is made */

static int set_up(void **state)
{
    (void)state;
    if (governed_set_up(&g, "/tmp"))
        return -1;
    snprintf(given, sizeof given, "%.40s/given", g.folder);
    snprintf(made, sizeof made, "%.40s/made", g.folder);
    return mkdir(made, 0777);
}

static int tear_down(void **state)
{
    (void)state;
    governed_tear_down(&g);
    return 0;
}

/* ---- files ---- */

typedef struct given_file given_file;
typedef signpost_status give_function(signpost_directory *town, const given_file *file, const signpost_act *act,
                                      signpost_diagnostics *found, signpost_error *why);

/* A file that somebody gives, and what they are told. */
struct given_file {
    give_function *give;
    const char *who, *text; /* `== services.csv`, and the file; a folder has several */
    size_t size;            /* of a text with NUL in it; 0 for others */
    signpost_status status;
    int id;
    unsigned line; /* 0: the message is of the whole */
    const char *message;
};

/* Its path: of the first file of the text. */
static void path_of(const given_file *file, char path[FOLDER_PATH])
{
    const char *name = file->text + strlen("== ");
    snprintf(path, FOLDER_PATH, "%s/%.*s", given, (int)strcspn(name, "\n"), name);
}

static signpost_status import(signpost_directory *town, const given_file *file, const signpost_act *act,
                              signpost_diagnostics *found, signpost_error *why)
{
    char path[FOLDER_PATH];
    path_of(file, path);
    return signpost_directory_import(town, path, act, NULL, NULL, found, why);
}

static signpost_status submit(signpost_directory *town, const given_file *file, const signpost_act *act,
                              signpost_diagnostics *found, signpost_error *why)
{
    int64_t change;
    char path[FOLDER_PATH];
    path_of(file, path);
    return signpost_change_submit_file(town, path, NULL, act, NULL, &change, found, why);
}

static signpost_status bundle(signpost_directory *town, const given_file *file, const signpost_act *act,
                              signpost_diagnostics *found, signpost_error *why)
{
    char path[FOLDER_PATH];
    path_of(file, path);
    return signpost_bundle_import(town, path, act, NULL, NULL, found, why);
}

static signpost_status hsds(signpost_directory *town, const given_file *file, const signpost_act *act,
                            signpost_diagnostics *found, signpost_error *why)
{
    (void)file;
    return signpost_hsds_import(town, given, act, NULL, NULL, found, why);
}

#define CSV      "== services.csv\n"
#define NEW_ROW  "uid,id,name,type,latitude,longitude\n"
#define BUNDLE   "== bundle.json\n{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
#define SYSTEM   "https://fhir.nhs.uk/Id/dos-service-id"
#define ID(uid)  "{\"system\":\"" SYSTEM "\",\"value\":\"" uid "\"}"
#define ENTRY(x) "{\"resource\":{\"resourceType\":\"HealthcareService\",\"identifier\":[" x "]}}"
#define FOLDER   "== service.csv\nid,name,status\ns1,Walk-in,active\n"

#define REFUSED SIGNPOST_REFUSED, 1606
#define BAD(id) SIGNPOST_CONTENT, id

static const given_file malformed[] = {
    /* CSV, imported */
    {import, "nation", CSV, 0, BAD(313), 1, "the file is empty: not even a header"},
    {import, "nation", CSV "\xff\xfeu\0i\0d\0", 24, BAD(701), 1, "a field is not valid UTF-8"},
    {import, "nation", CSV "uid,name\npharmacy-a,a\0b\n", 40, BAD(701), 2, "a field holds a NUL character"},
    {import, "nation", CSV "uid,name\npharmacy-a,\"A\n", 0, BAD(731), 2, "a quote is never closed"},
    {import, "nation", CSV "uid,name\npharmacy-a,\"A\"b\n", 0, BAD(731), 2, "text after a closing quote"},
    {import, "nation", CSV "uid,name\npharmacy-a,A,B\n", 0, BAD(317), 2, "the row has 3 fields where the header has 2"},
    {import, "nation", CSV "uid,nmae\npharmacy-a,A\n", 0, BAD(314), 1, "did you mean \"name\"?"},
    {import, "nation", CSV "uid,name,name\npharmacy-a,A,B\n", 0, BAD(314), 1, "column \"name\" stands twice"},
    {import, "nation", CSV "uid;name\npharmacy-a;A\n", 0, BAD(314), 1, "services has no column \"uid;name\""},
    {import, "nation", CSV "uid,type\npharmacy-a,9999999\n", 0, BAD(310), 2, "there is no such service type"},
    {import, "nation", CSV "uid,hours\npharmacy-a,Mo-Fr 25:00\n", 0, BAD(407), 2, "opening hours \"Mo-Fr 25:00\""},
    {import, "nation", "== srvices.csv\nuid\n", 0, SIGNPOST_INVALID, 315, 0, "there is no table \"srvices\""},
    /* CSV, submitted */
    {submit, "pat", CSV, 0, BAD(313), 1, "the file is empty"},
    {submit, "pat", CSV "uid,phone\npharmacy-a,\"0\n", 0, BAD(731), 2, "a quote is never closed"},
    {submit, "pat", CSV "uid,phone\npharmacy-a,\xff\n", 0, BAD(701), 2, "a field is not valid UTF-8"},
    {submit, "pat", CSV "uid,fone\npharmacy-a,1\n", 0, BAD(314), 1, "services has no column \"fone\""},
    {submit, "pat", CSV "uid,phone\n", 0, SIGNPOST_NONE, 1618, 0, "nothing would change"},
    {submit, "pat", "== users.csv\nid,name\npat,P\n", 0, SIGNPOST_NOT_FOUND, 315, 0,
     "not submitted to a table \"users\""},
    /* a FHIR bundle */
    {bundle, "nation", "== bundle.json\n", 0, BAD(1640), 1, "the file ends in the middle of its JSON"},
    {bundle, "nation", "== bundle.json\nhello\n", 0, BAD(1640), 1, "expected an object"},
    {bundle, "nation", "== bundle.json\n{\"resourceType\":\"Patient\"}", 0, BAD(1642), 1, "it is no Bundle"},
    {bundle, "nation", "== bundle.json\n{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}", 0, BAD(1642), 1,
     "type is neither collection nor searchset"},
    {bundle, "nation", BUNDLE, 0, BAD(1640), 1, "the file ends in the middle of its JSON"},
    {bundle, "nation", BUNDLE "1]}", 0, BAD(1643), 1, "the entry has no resource"},
    {bundle, "nation", BUNDLE ENTRY("") "]}", 0, BAD(1643), 1, "has no identifier of system " SYSTEM},
    {bundle, "nation", BUNDLE "]} and more", 0, BAD(1640), 1, "something stands after the end"},
    /* an HSDS folder */
    {hsds, "nation", "== services-list.csv\nid\n", 0, SIGNPOST_NOT_FOUND, 1663, 0, "is no HSDS folder"},
    {hsds, "nation", "== service.csv\n", 0, BAD(313), 1, "the file is empty"},
    {hsds, "nation", "== service.csv\nid,name,status\ns1,\"A\n", 0, BAD(731), 2, "a quote is never closed"},
    {hsds, "nation", "== service.csv\nid,name,status\ns1,A,open\n", 0, BAD(1664), 2, "status \"open\""},
    {hsds, "nation", FOLDER, 0, BAD(1667), 0, "1 service has no service type"},
    {hsds, "nation",
     FOLDER "== schedule.csv\nid,service_id,freq,byday,opens_at,closes_at\na,s9,WEEKLY,MO,09:00,10:00\n", 0, BAD(1665),
     2, "service_id \"s9\": there is no such row"},
};

static const given_file claims[] = {
    /* a row that is another's, among one's own */
    {submit, "pat", CSV "uid,phone\npharmacy-a,01632 960001\nrash,01632 960002\n", 0, REFUSED, 0,
     "\"pat\" may not submit changes of service \"rash\""},
    {submit, "pat", "== endpoints.csv\nservice,position,transport,address\nrash,1,email,a@example.org\n", 0, REFUSED, 0,
     "\"pat\" may not submit changes of service \"rash\""},
    {import, "region", CSV "uid,phone\nrash,01632 960001\npharmacy-a,01632 960002\n", 0, REFUSED, 3,
     "\"region\" may not load service \"pharmacy-a\""},
    {bundle, "region", BUNDLE ENTRY(ID("pharmacy-a")) "]}", 0, REFUSED, 1, "\"region\" may not load service"},
    {import, "pat", "== organisations.csv\ncode,name,kind\nQKS,Pat's,commissioner\n", 0, REFUSED, 0,
     "\"pat\" may not load organisations"},
    {import, "kent", "== user-rights.csv\nuser,role,scope\nkent,editor,*\n", 0, REFUSED, 0,
     "\"kent\" may not load user-rights"},
    {submit, "chris", CSV "uid,provider\nrash,FPH\n", 0, REFUSED, 0,
     "\"chris\" may not submit changes of service \"rash\" as it would be then"},
    {submit, "pat", CSV "uid,name,type,latitude,longitude,provider\nmine,Mine,13,51,0,FCL\n", 0, REFUSED, 0,
     "\"pat\" may not submit changes of service \"mine\" as it would be then"},
    /* one entry twice, or an entry that is two */
    {import, "nation", CSV "uid,phone\npharmacy-a,1\npharmacy-a,2\n", 0, BAD(316), 3, "the same uid as in line 2"},
    {submit, "pat", CSV "uid,phone\npharmacy-a,1\npharmacy-a,2\n", 0, BAD(316), 3, "the same uid as in line 2"},
    {bundle, "nation", BUNDLE ENTRY(ID("new")) "," ENTRY(ID("new")) "]}", 0, BAD(1646), 1, "has \"new\" already"},
    {bundle, "nation", BUNDLE ENTRY(ID("new") "," ID("rash")) "]}", 0, BAD(1680), 1,
     "\"rash\" is a second identifier of system " SYSTEM ": the entry has \"new\" already"},
    {bundle, "nation",
     BUNDLE "{\"resource\":{\"resourceType\":\"Organization\",\"identifier\":["
            "{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"FPH\"},"
            "{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"FCL\"}]}}]}",
     0, BAD(1680), 1, "\"FCL\" is a second identifier"},
    {hsds, "nation", "== service.csv\nid,name,status\ns1,A,active\ns1,B,active\n", 0, BAD(316), 3, "\"s1\""},
    {hsds, "nation",
     FOLDER "== attribute.csv\nid,link_id,taxonomy_term_id,link_type,link_entity,value\n"
            "a,s1,456e8cfb-e36c-878d-99f8-bd992dfb5b69,uid,service,rash\n", /* the term that an export has for `uid` */
     0, BAD(1668), 2, "the row with id \"s1\" claims to be \"rash\", whose id is "},
    /* the number of another */
    {import, "nation", CSV NEW_ROW "new,5,New,13,51,0\n", 0, BAD(1682), 2, "id \"5\" is the number of another entry"},
    {submit, "nation", CSV NEW_ROW "new,5,New,13,51,0\n", 0, BAD(1682), 2, "id \"5\" is the number of another entry"},
    /* one that looks like it */
    {import, "nation", CSV NEW_ROW "pharmacy a,,A,13,51,0\n", 0, BAD(311), 2, "may not hold white space"},
    {import, "nation", CSV NEW_ROW "pharmacy-a\xE2\x80\x8B,,A,13,51,0\n", 0, BAD(311), 2,
     "may not hold a character that is not seen"},
    {submit, "nation", CSV NEW_ROW "pharmacy-\xE2\x80\xAEx,,A,13,51,0\n", 0, BAD(311), 2,
     "may not hold a character that is not seen"},
};

/* What was found first, and is no warning. */
static signpost_diagnostic first_error(const signpost_diagnostics *found)
{
    signpost_diagnostic none = {.severity = SIGNPOST_ERROR, .file = "", .message = "", .hint = ""};
    for (size_t i = 0; i < signpost_diagnostics_count(found); i++)
        if (signpost_diagnostics_get(found, i).severity == SIGNPOST_ERROR)
            return signpost_diagnostics_get(found, i);
    none.id = error.id;
    none.line = error.line;
    none.message = error.message;
    return none;
}

static void check_unchanged(const governed_state *before, const char *what, bool kept)
{
    governed_state after;
    if (governed_look(&g, &after, &error) != SIGNPOST_OK)
        fail_msg("%s: %s", what, error.message);
    if (memcmp(before->digest, after.digest, sizeof after.digest) != 0)
        fail_msg("%s: the directory says something else", what);
    if (kept ? after.history.entries != before->history.entries + 1
             : strcmp(before->history.head, after.history.head) != 0)
        fail_msg("%s: the history is another", what);
}

static void check_file(const given_file *file)
{
    governed_state before;
    signpost_directory *town;
    signpost_diagnostics *found;
    const signpost_act act = test_act(file->who, 20);
    folder_remove(given);
    assert_true(folder_write(given, file->text, file->size ? file->size : strlen(file->text)));
    governed_copy(&g);
    assert_int_equal(governed_look(&g, &before, &error), SIGNPOST_OK);
    assert_int_equal(signpost_directory_open(g.work, SIGNPOST_READ_WRITE, &town, &error), SIGNPOST_OK);
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    error = (signpost_error)SIGNPOST_ERROR_INIT;
    signpost_status status = file->give(town, file, &act, found, &error);
    signpost_directory_close(town);
    const signpost_diagnostic said = first_error(found);
    if (status != file->status || said.id != file->id || said.line != file->line ||
        !strstr(said.message, file->message))
        fail_msg("%s gives %.200s...: \"%s\", SP%04d in line %u: %s", file->who, file->text,
                 signpost_status_name(status), said.id, said.line, said.message);
    signpost_diagnostics_free(found);
    check_unchanged(&before, file->message, status == SIGNPOST_REFUSED);
}

static void malformed_files_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        check_file(&malformed[i]);
}

static void nothing_claims_to_be_another(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
        check_file(&claims[i]);
}

/* ---- single values ---- */

static void values_are_refused_with_nothing_kept(void **state)
{
    (void)state;
    static const struct {
        signpost_edit edit;
        signpost_status status;
        int id;
        const char *message;
    } rows[] = {
        {{"pharmacy-a", NULL, NULL, "uid", "rash"}, SIGNPOST_REFUSED, 1681, "it says which entry it is"},
        {{"pharmacy-a", NULL, NULL, "id", "10"}, SIGNPOST_REFUSED, 1681, "id of \"pharmacy-a\" is not submitted"},
        {{"pharmacy-a", "endpoints", "1", "service", "rash"}, SIGNPOST_REFUSED, 1681, "service of \"pharmacy-a\""},
        {{"pharmacy-aa", NULL, NULL, "phone", "1"}, SIGNPOST_NOT_FOUND, 310, "there is no service \"pharmacy-aa\""},
        {{"rash ", NULL, NULL, "phone", "1"}, SIGNPOST_INVALID, 311, "uid \"rash \" may not hold white space"},
        {{"pharmacy-a", NULL, NULL, "name", "caf\xE9"}, SIGNPOST_CONTENT, 701, "to name is not valid UTF-8"},
        {{"pharmacy-\xff", NULL, NULL, "name", "A"}, SIGNPOST_CONTENT, 701, "the service of a change is not valid"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t change;
        governed_state before;
        signpost_directory *town;
        const signpost_act pat = test_act("pat", 20);
        governed_copy(&g);
        assert_int_equal(governed_look(&g, &before, &error), SIGNPOST_OK);
        assert_int_equal(signpost_directory_open(g.work, SIGNPOST_READ_WRITE, &town, &error), SIGNPOST_OK);
        signpost_status status = signpost_change_submit(town, &rows[i].edit, 1, &pat, NULL, &change, NULL, &error);
        signpost_directory_close(town);
        if (status != rows[i].status || error.id != rows[i].id || !strstr(error.message, rows[i].message))
            fail_msg("%zu: \"%s\", SP%04d: %s", i, signpost_status_name(status), error.id, error.message);
        check_unchanged(&before, rows[i].message, status == SIGNPOST_REFUSED);
    }
}

/* ---- a clock that goes backwards ---- */

static signpost_status act_later(const test_governed *of, signpost_directory *town, signpost_error *why)
{
    const signpost_act act = test_act("pat", 30);
    (void)of;
    return signpost_service_verify(town, "pharmacy-b", "a letter", &act, NULL, why);
}

static signpost_status decide(const test_governed *of, signpost_directory *town, signpost_error *why)
{
    const signpost_act act = test_act("nation", 20);
    const signpost_duplicate_decision different = {"pharmacy-a", "pharmacy-b", false};
    (void)of;
    return signpost_duplicates_decide(town, &different, &act, why);
}

static signpost_status give(const char *text, give_function *how, signpost_directory *town, signpost_error *why)
{
    const signpost_act act = test_act("nation", 20);
    const given_file file = {.text = text};
    folder_remove(given);
    assert_true(folder_write(given, text, strlen(text)));
    return how(town, &file, &act, NULL, why);
}

static signpost_status import_bundle(const test_governed *of, signpost_directory *town, signpost_error *why)
{
    (void)of;
    return give(BUNDLE "]}", bundle, town, why);
}

static signpost_status import_folder(const test_governed *of, signpost_directory *town, signpost_error *why)
{
    (void)of;
    return give("== service.csv\nid,name,status\n", hsds, town, why);
}

static signpost_status release(const test_governed *of, signpost_directory *town, signpost_error *why)
{
    (void)of;
    return signpost_snapshot_make(town, made, "early", TEST_BEGIN + 20, NULL, NULL, why);
}

static void no_act_is_earlier_than_the_last(void **state)
{
    (void)state;
    static const governed_act more[] = {{"decide on duplicates", decide, SIGNPOST_OK},
                                        {"import a bundle", import_bundle, SIGNPOST_OK},
                                        {"import a folder", import_folder, SIGNPOST_OK},
                                        {"release", release, SIGNPOST_OK}};
    enum { MORE = sizeof more / sizeof *more };
    governed_state before;
    for (size_t i = 0; i < GOVERNED_ACTS + MORE; i++) {
        const governed_act *act = i < GOVERNED_ACTS ? &governed_acts[i] : &more[i - GOVERNED_ACTS];
        governed_copy(&g);
        assert_int_equal(governed_do(&g, act_later, &error), SIGNPOST_OK);
        assert_int_equal(governed_look(&g, &before, &error), SIGNPOST_OK);
        error = (signpost_error)SIGNPOST_ERROR_INIT;
        if (governed_do(&g, act->call, &error) != SIGNPOST_REFUSED || error.id != 1608 ||
            !strstr(error.message, "is of 2026-11-06T21:40Z, before the last act, of 2026-11-06T21:50Z"))
            fail_msg("%s: SP%04d %s", act->name, error.id, error.message);
        assert_string_equal(error.hint, "see that the clock is right");
        check_unchanged(&before, act->name, false);
    }
    rmdir(made);
    assert_int_equal(mkdir(made, 0777), 0); /* it was empty: there is no release */
}

static void an_act_is_of_a_moment_that_can_be_told(void **state)
{
    (void)state;
    static const signpost_minute moments[] = {INT64_MAX, INT64_MIN, (signpost_minute)3000000 * 1440};
    governed_state before;
    governed_copy(&g);
    assert_int_equal(governed_look(&g, &before, &error), SIGNPOST_OK);
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        signpost_directory *town;
        const signpost_act act = {"kent", "a test", moments[i]};
        assert_int_equal(signpost_directory_open(g.work, SIGNPOST_READ_WRITE, &town, &error), SIGNPOST_OK);
        assert_int_equal(signpost_change_approve(town, 1, &act, NULL, NULL, &error), SIGNPOST_INVALID);
        assert_string_equal(error.message, "the moment of a write is none of the years 1 to 9999");
        assert_int_equal(signpost_snapshot_make(town, made, "x", moments[i], NULL, NULL, &error), SIGNPOST_INVALID);
        signpost_directory_close(town);
        check_unchanged(&before, "no moment", false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_files_are_refused),
        cmocka_unit_test(nothing_claims_to_be_another),
        cmocka_unit_test(values_are_refused_with_nothing_kept),
        cmocka_unit_test(no_act_is_earlier_than_the_last),
        cmocka_unit_test(an_act_is_of_a_moment_that_can_be_told),
    };
    return cmocka_run_group_tests_name("refusals", tests, set_up, tear_down);
}

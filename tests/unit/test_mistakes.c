/* Mistakes in triage content: each is named with its place and the nearest right name.
 * A row changes one piece of the content in tests/fixtures/small, and lists all that is then said. */
#include "../support/cmocka_all.h"
#include "../support/content.h"
#include "signpost/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { A = TEST_AIR, C = TEST_COUGH, F = TEST_FEVER, S = TEST_SHARED, W = TEST_WELSH };

typedef struct row {
    int file;
    const char *old, *text; /* what stands there, and what it is changed to */
    const char *expect;     /* the diagnostics, a line each */
} row;

static void write_all(const signpost_diagnostics *list, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < signpost_diagnostics_count(list) && used + 2 < size; i++) {
        signpost_diagnostic found = signpost_diagnostics_get(list, i);
        if (used)
            buffer[used++] = '\n';
        used += signpost_diagnostic_format(&found, buffer + used, size - used);
        used = used < size ? used : size - 1;
    }
}

static signpost_status compile(const signpost_source *sources, size_t files, signpost_algorithms **algorithms, char *said,
                               size_t size)
{
    signpost_diagnostics *list;
    signpost_status status = signpost_algorithms_compile(sources, files, NULL, algorithms, &list, NULL);
    write_all(list, said, size);
    signpost_diagnostics_free(list);
    return status;
}

/* The ids of the messages that some row has shown. */
static bool shown[1000];

static void note_ids(const char *said)
{
    for (const char *at = strstr(said, "[SP"); at; at = strstr(at + 3, "[SP"))
        shown[atoi(at + 3) % 1000] = true;
}

/* Goes through all rows with the first `files`, and lists those that differ. */
static void check_rows(const row *rows, size_t count, size_t files)
{
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        static char said[16 * 1024];
        test_content content;
        signpost_algorithms *algorithms;
        test_content_read(&content);
        if (!test_content_change(&content, rows[i].file, rows[i].old, rows[i].text))
            fail_msg("\"%s\" does not stand in %s", rows[i].old, content.sources[rows[i].file].name);
        signpost_status status = compile(content.sources, files, &algorithms, said, sizeof said);
        note_ids(said);
        bool has_error = strstr(said, "error: ") != NULL;
        if (strcmp(said, rows[i].expect) != 0 || (status != SIGNPOST_OK) != has_error || !algorithms != has_error) {
            print_message("with \"%s\":\n%s\ninstead of\n%s\n", rows[i].text, said, rows[i].expect);
            wrong++;
        }
        signpost_algorithms_free(algorithms);
        test_content_free(&content);
    }
    if (wrong)
        fail_msg("%d of %zu rows", wrong, count);
}
#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof *(rows), TEST_CONTENT_FILES)

static void names_that_do_not_exist_get_the_nearest(void **state)
{
    (void)state;
    static const row rows[] = {
        {C, "no: breathing", "no: breathign",
         "cough.yaml:21:11: error: no step is named \"breathign\" in cough; did you mean \"breathing\"? [SP0204]"},
        /* another file's step is no step to go to */
        {C, "go: how-bad\n", "go: signs/how-bad\n",
         "cough.yaml:29:9: error: no step is named \"signs/how-bad\" in cough [SP0204]"},
        /* a part of a together is never gone to by itself */
        {C, "none: settle", "none: fit",
         "cough.yaml:47:11: error: no step is named \"fit\" in cough [SP0204]"},
        {C, "start: choking", "start: chocking",
         "cough.yaml:13:8: error: no step is named \"chocking\" in cough; did you mean \"choking\"? [SP0204]"},
        {A, "yes: return", "yes: retrun",
         "air.yaml:11:20: error: no step is named \"retrun\" in air; did you mean \"return\"? [SP0204]"},
        {F, "yes: seen", "yes: return",
         "fever.yaml:14:20: error: only a module returns, and fever is a pathway [SP0204]"},
        {C, "disposition: Dx011", "disposition: Dx11",
         "cough.yaml:65:28: error: no disposition is called \"Dx11\"; did you mean \"Dx011\"? [SP0202]"},
        {C, "interim: {disposition: Dx32", "interim: {disposition: Dx3200",
         "cough.yaml:12:24: error: no disposition is called \"Dx3200\"; did you mean \"Dx32\"? [SP0202]"},
        {C, "disposition: Dx06, discriminator: demo-care", "disposition: Dx06, discriminator: demo-car",
         "cough.yaml:66:44: error: no symptom discriminator is called \"demo-car\"; did you mean \"demo-care\"? [SP0202]"},
        {F, "symptom_group: demo-fever", "symptom_group: demo-fver",
         "fever.yaml:9:16: error: no symptom group is called \"demo-fver\"; did you mean \"demo-fever\"? [SP0202]"},
        {C, "care_advice: [drink]", "care_advice: [drnk]",
         "cough.yaml:67:69: error: no entry of care-advice.yaml is called \"drnk\"; did you mean \"drink\"? [SP0202]"},
        {C, "{say: sit-up", "{say: sit",
         "cough.yaml:60:17: error: no entry of care-advice.yaml is called \"sit\" [SP0202]"},
        {C, "fact: temperature", "fact: temprature",
         "cough.yaml:33:11: error: no fact of facts.yaml is called \"temprature\"; did you mean \"temperature\"? [SP0202]"},
        {C, "module: air", "module: aire",
         "cough.yaml:62:23: error: no module is called \"aire\"; did you mean \"air\"? [SP0202]"},
        {C, "pathway: fever}", "pathway: fver}",
         "cough.yaml:63:23: error: no pathway is called \"fver\"; did you mean \"fever\"? [SP0202]"},
        {C, "red_flags: [choking", "red_flags: [chocking",
         "cough.yaml:11:13: error: no question is named \"chocking\"; did you mean \"choking\"? [SP0204]"},
        /* an outcome asks nothing */
        {C, "red_flags: [choking", "red_flags: [ambulance",
         "cough.yaml:11:13: error: no question is named \"ambulance\" [SP0204]"},
        {S, "demo-fever: [demo-care]", "demo-fver: [demo-care]",
         "shared.yaml:27:3: error: no symptom group is called \"demo-fver\"; did you mean \"demo-fever\"? [SP0202]\n"
         "fever.yaml:16:44: warning: \"demo-care\" is not listed for the symptom group \"demo-fever\" [SP0211]"},
        {S, "dispositions: [Dx39]", "dispositions: [Dx93]",
         "shared.yaml:16:95: error: no disposition is called \"Dx93\"; did you mean \"Dx39\"? [SP0202]"},
        {S, "worsening: general}\n  Dx06", "worsening: genral}\n  Dx06",
         "shared.yaml:4:65: error: no entry of care-advice.yaml is called \"genral\"; did you mean \"general\"? [SP0202]"},
        {C, "answers: {choking: not sure}", "answers: {chocking: not sure}",
         "cough.yaml:75:15: error: no question is named \"chocking\"; did you mean \"choking\"? [SP0204]"},
        {C, "expect: Dx39", "expect: Dx38",
         "cough.yaml:80:13: error: no disposition is called \"Dx38\"; did you mean \"Dx32\"? [SP0202]"},
        {C, "    discriminator: demo-care\n", "    discriminator: demo-cart\n",
         "cough.yaml:81:20: error: no symptom discriminator is called \"demo-cart\"; did you mean \"demo-care\"? [SP0202]"},
        {C, "    at_least: Dx011", "    at_least: Dx12",
         "cough.yaml:71:15: error: no disposition is called \"Dx12\"; did you mean \"Dx32\"? [SP0202]"},
    };
    CHECK_ROWS(rows);
}

static void things_of_another_kind_are_refused(void **state)
{
    (void)state;
    static const row rows[] = {
        {C, "care_advice: [drink]", "care_advice: [sit-up]",
         "cough.yaml:67:69: error: \"sit-up\" is interim advice, and care advice belongs here [SP0203]"},
        {C, "{say: sit-up", "{say: general",
         "cough.yaml:60:17: error: \"general\" is worsening advice, and interim advice belongs here [SP0203]"},
        {C, "fact: temperature", "fact: breathless",
         "cough.yaml:33:11: error: \"breathless\" is a choice, and a number is needed here [SP0203]"},
        {C, "fact: breathless", "fact: temperature",
         "cough.yaml:39:11: error: \"temperature\" is a number, and a choice is needed here [SP0203]"},
        {C, "fact: breathless", "fact: risks",
         "cough.yaml:39:11: error: \"risks\" is a set, and a choice is needed here [SP0203]"},
        {C, "module: air", "module: fever",
         "cough.yaml:62:23: error: \"fever\" is no module [SP0203]"},
        {C, "pathway: fever}", "pathway: air}",
         "cough.yaml:63:23: error: \"air\" is no pathway [SP0203]"},
        {A, "no: return}", "no: out}\njumps: {out: {pathway: fever}}",
         "air.yaml:12:24: error: a module ends with return: it cannot jump to a pathway [SP0203]"},
        {C, "pathway: fever}", "pathway: fever, go: home}",
         "cough.yaml:63:34: error: a jump to a pathway does not come back: remove \"go\" [SP0706]"},
        {C, "pathway: fever}", "pathway: fever, module: air}",
         "cough.yaml:63:13: error: to-fever must jump to one \"module\" or one \"pathway\" [SP0708]"},
    };
    CHECK_ROWS(rows);
}

static void names_must_be_names_and_given_once(void **state)
{
    (void)state;
    static const row rows[] = {
        {C, "  signs:", "  Signs:",
         "cough.yaml:23:3: error: a step cannot be named \"Signs\": lower case letters, digits and hyphens, and not return [SP0205]\n"
         "cough.yaml:56:14: error: nothing that can be asked or known is called \"signs\" [SP0202]\n"
         "cough.yaml:62:32: error: no step is named \"signs\" in cough [SP0204]\n"
         "cough.yaml:79:47: error: no question is named \"signs\" [SP0204]"},
        {C, "  signs:", "  return:",
         "cough.yaml:23:3: error: a step cannot be named \"return\": lower case letters, digits and hyphens, and not return [SP0205]\n"
         "cough.yaml:56:14: error: nothing that can be asked or known is called \"signs\" [SP0202]\n"
         "cough.yaml:62:32: error: no step is named \"signs\" in cough [SP0204]\n"
         "cough.yaml:79:47: error: no question is named \"signs\" [SP0204]"},
        {F, "pathway: fever", "pathway: cough",
         "fever.yaml:1:10: error: \"cough\" is the name of cough.yaml, too [SP0206]\n"
         "cough.yaml:63:23: error: no pathway is called \"fever\" [SP0202]"},
        {F, "pathway: fever", "pathway: fever of unknown origin",
         "fever.yaml:1:10: error: \"fever of unknown origin\" is no name: lower case letters, digits and hyphens [SP0205]\n"
         "cough.yaml:63:23: error: no pathway is called \"fever\" [SP0202]"},
        {F, "complaint: fever", "complaint: A fever",
         "fever.yaml:2:12: error: \"A fever\" is no name: lower case letters, digits and hyphens [SP0205]"},
        {C, "  settle: {say: sit-up, go: home}", "  signs: {say: sit-up, go: home}",
         "cough.yaml:60:3: error: cough has another step named \"signs\" [SP0206]\n"
         "cough.yaml:47:11: error: no step is named \"settle\" in cough [SP0204]"},
        /* parts share the names of their file */
        {C, "stiff: {ask: Is the neck stiff?}", "hot: {ask: Is the neck stiff?}",
         "cough.yaml:45:7: error: cough has another step named \"hot\" [SP0206]"},
        {S, "  risks: {title", "  age: {title",
         "shared.yaml:14:8: error: \"age\" has a meaning of its own in conditions: choose another name [SP0206]"},
        {S, "  risks: {title", "  Risks: {title",
         "shared.yaml:14:3: error: a fact cannot be named \"Risks\": lower case letters, digits and hyphens [SP0205]"},
        {F, "outcomes:", "facts:\n  risks: {title: Risks, type: set, of: [a]}\noutcomes:",
         "shared.yaml:14:3: error: \"risks\" stands in another file, too [SP0206]\n"
         "fever.yaml:15:1: error: nothing here is called \"facts\" [SP0706]"},
        {S, "pairs:", "# none\npairs:\n  demo-cough: [demo-care]\nxs:",
         "shared.yaml:28:1: error: nothing here is called \"xs\" [SP0706]\n"
         "cough.yaml:20:43: warning: \"demo-shock\" is not listed for the symptom group \"demo-cough\" [SP0211]\n"
         "fever.yaml:16:44: warning: \"demo-care\" is not listed for the symptom group \"demo-fever\" [SP0211]"},
        {S, "  Dx39:", "  Dx06:",
         "shared.yaml:7:3: error: \"Dx06\" stands here twice; keep one of them [SP0704]"},
    };
    CHECK_ROWS(rows);
}

static void values_must_be_ones_that_are_allowed(void **state)
{
    (void)state;
    static const row rows[] = {
        {C, "state: demonstration", "state: finished",
         "cough.yaml:4:8: error: \"finished\" is no state; write demonstration, draft or approved [SP0207]"},
        {C, "version: 1", "version: 1.5",
         "cough.yaml:5:10: error: \"1.5\" is no version; write 1, 2, 3 [SP0207]"},
        {C, "review_by: 2027-11-01", "review_by: 2027-02-30",
         "cough.yaml:6:12: error: \"2027-02-30\" is no date; write one as 2027-11-01 [SP0207]"},
        {C, "age: any", "age: 5 years",
         "cough.yaml:8:17: error: \"5 years\" is no range of ages; write any, under 3 months, 3 months to under 5 years, or 5 years and over [SP0207]"},
        {C, "sex: any", "sex: [female, boy]",
         "cough.yaml:8:36: error: \"boy\" is no sex; write any, female, male, indeterminate or unknown [SP0207]\n"
         "cough.yaml:1: error: the complaint cough has no pathway for age any, sex male [SP0215]\n"
         "cough.yaml:1: error: the complaint cough has no pathway for age any, sex indeterminate [SP0215]\n"
         "cough.yaml:1: error: the complaint cough has no pathway for age any, sex unknown [SP0215]"},
        {C, "choose: many", "choose: two",
         "cough.yaml:25:13: error: choose can only be \"many\", and this is \"two\" [SP0207]"},
        {C, "answers: {yes: seen, no: checks, not sure: seen}", "answers: {yes: seen}",
         "cough.yaml:40:14: error: short must have 2 to 60 answers [SP0207]\n"
         "cough.yaml:40:14: error: short does not answer with every value of the fact breathless [SP0208]\n"
         "cough.yaml:79:76: error: \"no\" is no answer to cough/short; answers: yes [SP0217]"},
        {C, "answers: {yes: seen, no: checks, not sure: seen}", "answers: {yes: seen, never: checks, not sure: seen}",
         "cough.yaml:40:26: error: \"never\" is not a value of the fact breathless [SP0208]\n"
         "cough.yaml:79:76: error: \"no\" is no answer to cough/short; answers: yes, never, not sure [SP0217]"},
        {S, "of: [smoker, pregnant]", "of: [smoker, pregnant], severity: yes",
         "shared.yaml:14:70: error: only the values of a choice can be in order of severity: of a set several hold at once [SP0207]"},
        {C, "fact: breathless\n", "fact: breathless\n    severity: yes\n",
         "cough.yaml:40:15: error: the order of a shared fact's values is said where the fact is declared [SP0207]"},
        {C, "ask: Is anyone choking?\n", "ask: Is anyone choking?\n    severity: maybe\n",
         "cough.yaml:17:15: error: severity must be yes or no, and this is \"maybe\" [SP0707]"},
        {C, "choose: many\n", "choose: many\n    severity: yes\n",
         "cough.yaml:26:5: error: nothing here is called \"severity\" [SP0706]"},
        {C, "ordered: true", "ordered: maybe",
         "cough.yaml:54:14: error: ordered must be yes or no, and this is \"maybe\" [SP0707]"},
        {C, "age: 2 years, sex: female", "age: 200 years, sex: female",
         "cough.yaml:74:20: error: \"200 years\" is no age; write a number up to 130 years and days, weeks, months or years [SP0207]"},
        {C, "age: 2 years, sex: female", "age: 2 years, sex: girl",
         "cough.yaml:74:34: error: \"girl\" is no sex; write female, male, indeterminate or unknown [SP0207]"},
        {C, "party: someone else", "party: her mother",
         "cough.yaml:74:49: error: \"her mother\" is neither self nor someone else [SP0207]"},
        {C, "contacts: 2", "contacts: 0",
         "cough.yaml:74:73: error: \"0\" is no whole number from 1, this contact included [SP0207]"},
        {C, "{choking: not sure}", "{choking: maybe}",
         "cough.yaml:75:24: error: \"maybe\" is no answer to cough/choking; answers: yes, no, not sure [SP0217]"},
        {C, "signs: none of these", "signs: [blood, wieght]",
         "cough.yaml:79:54: error: \"wieght\" is no answer to cough/signs; did you mean \"weight\"?; answers: blood, weight [SP0217]"},
        {C, "checks: no}", "checks: \"fit: perhaps\"}",
         "cough.yaml:79:88: error: \"fit: perhaps\" is no answer to cough/checks; did you mean \"fit\"?; no to all, or those that are not no, such as \"fit: yes, stiff: not sure\" [SP0217]"},
        {C, "checks: no}", "fit: perhaps}",
         "cough.yaml:79:85: error: \"perhaps\" is no answer to cough/fit; answers: yes, no, not sure [SP0217]"},
        {S, "urgency: 9", "urgency: 1",
         "shared.yaml:5:84: error: Dx011 has urgency 1, too: no two may be alike [SP0207]"},
        {S, "urgency: 9", "urgency: soon",
         "shared.yaml:5:84: error: urgency must be a whole number from 1 to 1000, and this is \"soon\" [SP0207]"},
        {S, "within: 6 hours", "within: soon",
         "shared.yaml:5:95: error: \"soon\" is no timeframe; write 0 minutes, 2 hours, 7 days or 3 working days [SP0207]"},
        {S, "setting: primary care", "setting: surgery",
         "shared.yaml:5:113: error: \"surgery\" is no care setting [SP0207]"},
        {S, "if_none: advice", "if_none: nothing",
         "shared.yaml:8:31: error: \"nothing\" is not what can be done when no service fits; write emergency department, clinician or advice [SP0207]"},
        {S, "lookup: yes", "lookup: sometimes",
         "shared.yaml:6:18: error: lookup must be yes or no, and this is \"sometimes\" [SP0707]"},
        {S, "kind: interim", "kind: during",
         "shared.yaml:17:18: error: \"during\" is no kind of advice; write care, interim or worsening [SP0207]\n"
         "cough.yaml:60:17: error: \"sit-up\" is care advice, and interim advice belongs here [SP0203]"},
        {S, "national: 1065", "national: one",
         "shared.yaml:20:40: error: national must be a whole number from 1 to 99999, and this is \"one\" [SP0207]"},
        {S, "precision: 0.1", "precision: 0.5",
         "shared.yaml:12:95: error: \"0.5\" is no precision; write 1, 0.1, 0.01 or 0.001 [SP0207]"},
        {S, "from: 30, to: 45", "from: 30.05, to: 45",
         "shared.yaml:12:72: error: \"30.05\" is no number of that precision [SP0207]"},
        {S, "from: 30, to: 45", "from: 45, to: 30",
         "shared.yaml:12:16: error: temperature runs from more than it runs to [SP0207]\n"
         "cough.yaml:50:49: error: 39 lies outside what temperature can be [SP0207]"},
        {S, "type: set, of: [smoker, pregnant]", "type: set, of: []",
         "shared.yaml:14:10: error: risks must be `of` 1 to 60 values [SP0207]"},
        {S, "type: set", "type: text",
         "shared.yaml:14:31: error: \"text\" is no type; write number, choice or set [SP0207]"},
    };
    CHECK_ROWS(rows);
}

static void what_must_be_said_is_missed(void **state)
{
    (void)state;
    static const row rows[] = {
        {C, "title: Cough\n", "",
         "cough.yaml:1:1: error: cough has no \"title\" [SP0708]"},
        {C, "complaint: cough\n", "",
         "cough.yaml:1:1: error: cough has no \"complaint\" [SP0708]"},
        {C, "state: demonstration\n", "",
         "cough.yaml:1:1: error: it has no \"state\" [SP0708]"},
        {C, "sources: [made for the tests]\n", "",
         "cough.yaml:1:1: error: cough names no \"sources\" [SP0708]"},
        {C, "sources: [made for the tests]\n", "sources: []\n",
         "cough.yaml:1:1: error: cough names no \"sources\" [SP0708]"},
        {C, "patients: {age: any, sex: any}\n", "",
         "cough.yaml:1:1: error: cough does not say which \"patients\" it takes [SP0708]"},
        {C, "symptom_group: demo-cough\n", "",
         "cough.yaml:1:1: error: cough has no \"symptom_group\" [SP0708]"},
        {C, "start: choking\n", "",
         "cough.yaml:1:1: error: it does not say where to \"start\" [SP0708]"},
        {C, "    ask: Is anyone choking?\n", "",
         "cough.yaml:16:5: error: choking has no \"ask\" [SP0708]"},
        {C, "    fact: temperature\n", "",
         "cough.yaml:32:5: error: hot has no \"fact\" to take the number [SP0708]"},
        {C, "    of:\n      blood: coughing blood\n      weight: losing weight\n", "",
         "cough.yaml:24:5: error: signs has nothing to choose \"of\" [SP0708]\n"
         "cough.yaml:53:24: error: \"blood\" is not one of the values [SP0208]"},
        {C, "    go: how-bad\n", "",
         "cough.yaml:24:5: error: signs does not say where to \"go\" [SP0708]"},
        {C, "    none: settle\n", "",
         "cough.yaml:42:5: error: checks does not say where to \"none\" [SP0708]"},
        {C, "stiff: {ask: Is the neck stiff?}", "stiff: {why: it matters}",
         "cough.yaml:45:14: error: stiff has no \"ask\" [SP0708]"},
        {C, "    questions:\n      fit: {ask: Has there been a fit?}\n      stiff: {ask: Is the neck stiff?}\n", "",
         "cough.yaml:42:5: error: checks has no \"questions\" [SP0708]"},
        {C, "    answers: {yes: seen, no: checks, not sure: seen}\n", "",
         "cough.yaml:38:5: error: short has no \"answers\" [SP0708]\n"
         "cough.yaml:78:76: error: \"no\" is no answer to cough/short; answers: [SP0217]"},
        {C, "{go: ambulance, discriminator", "{discriminator",
         "cough.yaml:20:12: error: yes does not say where to \"go\" [SP0708]"},
        {C, "      go: seen\n    - otherwise", "    - otherwise",
         "cough.yaml:50:7: error: a rule does not say where to \"go\" [SP0708]"},
        {C, "- {if: signs has blood or weight, go: seen}", "- {go: seen}",
         "cough.yaml:56:9: error: a rule of how-bad has no \"if\" [SP0708]"},
        {C, "{say: sit-up, go: home}", "{go: home}",
         "cough.yaml:60:11: error: settle has nothing to \"say\" [SP0708]"},
        {C, "{module: air, go: signs}", "{go: signs}",
         "cough.yaml:62:14: error: breathing must jump to one \"module\" or one \"pathway\" [SP0708]"},
        {C, "{disposition: Dx39, discr", "{discr",
         "cough.yaml:67:9: error: home has no \"disposition\" [SP0708]"},
        {C, "interim: {disposition: Dx32, because", "interim: {because",
         "cough.yaml:12:10: error: interim has no \"disposition\" [SP0708]"},
        {C, "    patient: {age: 30 years, sex: male}\n", "",
         "cough.yaml:77:5: error: the case has no \"patient\" [SP0708]"},
        {C, "    expect: Dx011\n", "",
         "cough.yaml:73:5: error: a choking child has no \"expect\" [SP0708]"},
        {C, "    when: choking is yes or not sure\n", "",
         "cough.yaml:69:5: error: choking needs an ambulance has no \"when\" [SP0708]"},
        {S, "say: Sit up.", "say: []",
         "shared.yaml:17:11: error: sit-up has nothing to say [SP0708]"},
        {S, "Dx32:", "Dx33:",
         "error: no disposition is called \"Dx32\", which is the interim disposition where none is declared [SP0202]\n"
         "cough.yaml:12:24: error: no disposition is called \"Dx32\"; did you mean \"Dx33\"? [SP0202]"},
        {C, "title: Cough\n", "title: \"\"\n",
         "cough.yaml:3:8: error: \"title\" is empty [SP0708]"},
    };
    CHECK_ROWS(rows);
}

static void otherwise_stands_alone_at_the_end(void **state)
{
    (void)state;
    static const row rows[] = {
        {C, "      - otherwise: short", "      - {otherwise: short, go: short}",
         "cough.yaml:58:9: error: otherwise stands alone, as the last rule of how-bad [SP0210]"},
        {C, "      - {if: sex is female and", "      - otherwise: short\n      - {if: sex is female and",
         "cough.yaml:57:9: error: otherwise stands alone, as the last rule of how-bad [SP0210]"},
        {C, "    rules:\n      - {if: signs has blood or weight, go: seen}\n      - {if: sex is female and not (party is self or contacts >= 3), go: hot}\n      - otherwise: short\n", "    rules: []\n",
         "cough.yaml:54:5: error: how-bad has no rules [SP0708]"},
    };
    CHECK_ROWS(rows);
}

static void the_shape_of_the_file_is_minded(void **state)
{
    (void)state;
    static const row rows[] = {
        {C, "questions:\n", "- questions:\n",
         "cough.yaml:14:1: error: not YAML: did not find expected key; check indentation, colons and quotes around here [SP0702]"},
        {C, "keywords: [cough, wheeze]", "keywords: {cough: 1}",
         "cough.yaml:9:11: error: keywords must be a list, and this is a map of names to values [SP0707]"},
        {C, "  how-hot:\n    - if", "  how-hot:\n    if",
         "cough.yaml:51:9: error: not YAML: mapping values are not allowed in this context; check indentation, colons and quotes around here [SP0702]"},
        {C, "  home: {disposition: Dx39, discriminator: demo-care, care_advice: [drink]}", "  home: Dx39",
         "cough.yaml:67:9: error: home must be a map of names to values, and this is a single value [SP0707]"},
        {C, "answers: {choking: not sure}", "answers: [not sure]",
         "cough.yaml:75:14: error: answers must be a map of names to values, and this is a list [SP0707]"},
        {C, "- name: choking needs", "- safety: choking needs",
         "cough.yaml:69:5: error: nothing here is called \"safety\" [SP0706]\n"
         "cough.yaml:69:5: error: a safety rule has no \"name\" [SP0708]"},
        {C, "cases:\n", "cases: none\nx:\n",
         "cough.yaml:73:1: error: nothing here is called \"x\" [SP0706]\n"
         "cough.yaml:72:8: error: cases must be a list, and this is a single value [SP0707]"},
        {F, "questions:\n", "safty: []\nquestions:\n",
         "fever.yaml:11:1: error: nothing here is called \"safty\"; did you mean \"safety\"? [SP0706]"},
        {C, "why: Choking", "wyh: Choking",
         "cough.yaml:17:5: error: nothing here is called \"wyh\"; did you mean \"why\"? [SP0706]"},
        {C, "      blood: coughing blood", "      blood: [a]",
         "cough.yaml:27:14: error: a choice must be a single value, and this is a list [SP0707]"},
        {S, "groups:\n", "groups: [x]\nothers:\n",
         "shared.yaml:20:1: error: nothing here is called \"others\" [SP0706]\n"
         "shared.yaml:19:9: error: groups must be a map of names to values, and this is a list [SP0707]\n"
         "shared.yaml:27:3: error: no symptom group is called \"demo-cough\" [SP0202]\n"
         "shared.yaml:28:3: error: no symptom group is called \"demo-fever\" [SP0202]\n"
         "cough.yaml:10:16: error: no symptom group is called \"demo-cough\" [SP0202]\n"
         "fever.yaml:9:16: error: no symptom group is called \"demo-fever\" [SP0202]"},
        {S, "dispositions:\n", "dispositions: &d\n",
         "shared.yaml:2:15: error: anchors and tags are not used here; write the value itself [SP0703]"},
    };
    CHECK_ROWS(rows);
}

static void what_conditions_say_is_checked(void **state)
{
    (void)state;
    static const row rows[] = {
        {C, "signs has blood or weight", "sgins has blood",
         "cough.yaml:56:14: error: nothing that can be asked or known is called \"sgins\"; did you mean \"signs\"? [SP0202]"},
        {C, "signs has blood or weight", "signs has blod",
         "cough.yaml:56:24: error: \"blod\" is not one of the values blood, weight; did you mean \"blood\"? [SP0208]"},
        {C, "signs has blood or weight", "signs is blood",
         "cough.yaml:56:20: error: signs must be followed by has and one of its values [SP0209]"},
        {C, "signs has blood or weight", "choking has yes",
         "cough.yaml:56:22: error: choking must be followed by is and one of its values [SP0209]"},
        {C, "signs has blood or weight", "choking is maybe",
         "cough.yaml:56:25: error: \"maybe\" is not one of the values yes, no, not sure [SP0208]"},
        {C, "signs has blood or weight", "choking is",
         "cough.yaml:56:24: error: a value must follow here [SP0209]"},
        {C, "signs has blood or weight", "choking is not",
         "cough.yaml:56:28: error: a value must follow here [SP0209]"},
        {C, "signs has blood or weight", "choking",
         "cough.yaml:56:21: error: choking must be followed by is and one of its values [SP0209]"},
        {C, "signs has blood or weight", "choking is yes and",
         "cough.yaml:56:32: error: something must follow here [SP0209]"},
        {C, "signs has blood or weight", "choking is yes choking is no",
         "cough.yaml:56:29: error: \"choking is no\" makes no sense here [SP0209]"},
        {C, "signs has blood or weight", "(choking is yes",
         "cough.yaml:56:29: error: a closing parenthesis is missing [SP0209]"},
        {C, "signs has blood or weight", "known signs",
         "cough.yaml:56:20: error: known is followed by a name in parentheses [SP0209]"},
        {C, "signs has blood or weight", "known(signs",
         "cough.yaml:56:25: error: a closing parenthesis is missing [SP0209]"},
        {C, "signs has blood or weight", "age is 5 years",
         "cough.yaml:56:18: error: age must be followed by <, <=, =, >= or > and a number [SP0209]"},
        {C, "signs has blood or weight", "age > 5",
         "cough.yaml:56:20: error: \"5\" is no age; write a number and days, weeks, months or years [SP0207]"},
        {C, "signs has blood or weight", "age > 5 moons",
         "cough.yaml:56:20: error: \"5 moons\" is no age; write a number and days, weeks, months or years [SP0207]"},
        {C, "signs has blood or weight", "temperature > 39.55",
         "cough.yaml:56:28: error: \"39.55\" is no number, or finer than what it is compared with [SP0207]"},
        {C, "signs has blood or weight", "temperature > 99",
         "cough.yaml:56:28: error: 99 lies outside what temperature can be [SP0207]"},
        {C, "signs has blood or weight", "temperature > hot",
         "cough.yaml:56:28: error: a number must follow here [SP0207]"},
        {C, "signs has blood or weight", "contacts >= 1.5",
         "cough.yaml:56:26: error: \"1.5\" is no number, or finer than what it is compared with [SP0207]"},
        {C, "signs has blood or weight", "sex is womanly",
         "cough.yaml:56:21: error: \"womanly\" is not one of the values female, male, indeterminate, unknown [SP0208]"},
        {C, "signs has blood or weight", "sex = female",
         "cough.yaml:56:18: error: sex must be followed by is and one of its values [SP0209]"},
        {C, "signs has blood or weight", "party is doctor",
         "cough.yaml:56:23: error: \"doctor\" is not one of the values self, someone else [SP0208]"},
        {C, "signs has blood or weight", "é is yes",
         "cough.yaml:56:14: error: \"é is yes\" makes no sense here [SP0209]"},
        {C, "signs has blood or weight", "choking is yes éééééééééééé",
         "cough.yaml:56:29: error: \"éééééééééééé\" makes no sense here [SP0209]"},
        {C, "signs has blood or weight", "air/blue-lip is yes",
         "cough.yaml:56:14: error: nothing that can be asked or known is called \"air/blue-lip\"; did you mean \"air/blue-lips\"? [SP0202]"},
        {C, "signs has blood or weight", "ambulance is yes",
         "cough.yaml:56:14: error: nothing that can be asked or known is called \"ambulance\" [SP0202]"},
        {C, "signs has blood or weight", "checks is yes",
         "cough.yaml:56:14: error: nothing that can be asked or known is called \"checks\" [SP0202]"},
        {S, "air/blue-lips is yes", "blue-lips is yes",
         "shared.yaml:29:47: error: nothing that can be asked or known is called \"blue-lips\" [SP0202]"},
        {S, "air/blue-lips is yes", "breathless is yes and age < 1 years or air/blue-lips is perhaps",
         "shared.yaml:29:103: error: \"perhaps\" is not one of the values yes, no [SP0208]"},
    };
    CHECK_ROWS(rows);
}

static void a_file_that_cannot_be_read_is_one_mistake(void **state)
{
    (void)state;
    static const row rows[] = {
        {S, "  Dx39:", "  Dx06:",
         "shared.yaml:7:3: error: \"Dx06\" stands here twice; keep one of them [SP0704]"},
        {A, "state: approved", "state: [",
         "air.yaml:5:10: error: not YAML: did not find expected ',' or ']'; check indentation, colons and quotes around here [SP0702]"},
    };
    CHECK_ROWS(rows);
}

static void structure_is_checked(void **state)
{
    (void)state;
    static const row rows[] = {
        {C, "none: settle", "none: hot",
         "cough.yaml:60:3: error: nothing leads to cough/settle [SP0214]\n"
         "cough.yaml:67:3: error: nothing leads to cough/home [SP0214]"},
        {C, "not known: how-hot", "not known: signs",
         "cough.yaml:23:3: error: endless: cough/signs -> cough/how-bad -> cough/hot -> cough/signs [SP0213]"},
        {C, "go: signs}", "go: breathing}",
         "cough.yaml:62:3: error: endless: cough/breathing -> cough/breathing [SP0213]\n"
         "cough.yaml:23:3: error: nothing leads to cough/signs [SP0214]\n"
         "cough.yaml:31:3: error: nothing leads to cough/hot [SP0214]\n"
         "cough.yaml:37:3: error: nothing leads to cough/short [SP0214]\n"
         "cough.yaml:41:3: error: nothing leads to cough/checks [SP0214]\n"
         "cough.yaml:49:3: error: nothing leads to cough/how-hot [SP0214]\n"
         "cough.yaml:53:3: error: nothing leads to cough/how-bad [SP0214]\n"
         "cough.yaml:60:3: error: nothing leads to cough/settle [SP0214]\n"
         "cough.yaml:63:3: error: nothing leads to cough/to-fever [SP0214]\n"
         "cough.yaml:66:3: error: nothing leads to cough/seen [SP0214]\n"
         "cough.yaml:67:3: error: nothing leads to cough/home [SP0214]"},
        {A, "no: return}", "no: again}\njumps: {again: {module: air, go: return}}",
         "air.yaml:9:3: error: endless: air/blue-lips -> air/again -> air/blue-lips [SP0213]"},
        {F, "no: home}", "no: seen}",
         "fever.yaml:17:3: error: nothing leads to fever/home [SP0214]"},
        {C, "breathing: {module: air, go: signs}", "breathing: {pathway: fever}",
         "cough.yaml:23:3: error: nothing leads to cough/signs [SP0214]\n"
         "cough.yaml:31:3: error: nothing leads to cough/hot [SP0214]\n"
         "cough.yaml:37:3: error: nothing leads to cough/short [SP0214]\n"
         "cough.yaml:41:3: error: nothing leads to cough/checks [SP0214]\n"
         "cough.yaml:49:3: error: nothing leads to cough/how-hot [SP0214]\n"
         "cough.yaml:53:3: error: nothing leads to cough/how-bad [SP0214]\n"
         "cough.yaml:60:3: error: nothing leads to cough/settle [SP0214]\n"
         "cough.yaml:63:3: error: nothing leads to cough/to-fever [SP0214]\n"
         "cough.yaml:66:3: error: nothing leads to cough/seen [SP0214]\n"
         "cough.yaml:67:3: error: nothing leads to cough/home [SP0214]\n"
         "air.yaml:1: warning: no pathway goes through the module air [SP0214]"},
        {F, "age: any", "age: under 5 years",
         "fever.yaml:1: error: the complaint fever has no pathway for age 5 years and over, sex female [SP0215]\n"
         "fever.yaml:1: error: the complaint fever has no pathway for age 5 years and over, sex male [SP0215]\n"
         "fever.yaml:1: error: the complaint fever has no pathway for age 5 years and over, sex indeterminate [SP0215]\n"
         "fever.yaml:1: error: the complaint fever has no pathway for age 5 years and over, sex unknown [SP0215]"},
        {F, "sex: any", "sex: [female, male]",
         "fever.yaml:1: error: the complaint fever has no pathway for age any, sex indeterminate [SP0215]\n"
         "fever.yaml:1: error: the complaint fever has no pathway for age any, sex unknown [SP0215]"},
        {F, "complaint: fever", "complaint: cough",
         "cough.yaml:1: error: the complaint cough has two pathways, cough and fever, for age any, sex female [SP0216]\n"
         "cough.yaml:1: error: the complaint cough has two pathways, cough and fever, for age any, sex male [SP0216]\n"
         "cough.yaml:1: error: the complaint cough has two pathways, cough and fever, for age any, sex indeterminate [SP0216]\n"
         "cough.yaml:1: error: the complaint cough has two pathways, cough and fever, for age any, sex unknown [SP0216]"},
        {F, "state: demonstration", "state: draft",
         "fever.yaml:1:10: note: fever is a draft, and left out [SP0212]\n"
         "cough.yaml:63:23: error: no pathway is called \"fever\" [SP0202]"},
        {F, "discriminator: demo-care", "discriminator: demo-shock",
         "fever.yaml:16:44: warning: \"demo-shock\" is not listed for the symptom group \"demo-fever\" [SP0211]"},
        {F, "no: home", "no: {go: home, discriminator: demo-shock}",
         "fever.yaml:14:56: warning: \"demo-shock\" is not listed for the symptom group \"demo-fever\" [SP0211]"},
    };
    CHECK_ROWS(rows);
}

static void each_part_has_its_kind(void **state)
{
    (void)state;
    static const row rows[] = {
        {S, "demo-fever: [demo-care]", "demo-fever: demo-care",
         "shared.yaml:27:15: error: demo-fever must be a list, and this is a single value [SP0707]\n"
         "fever.yaml:16:44: warning: \"demo-care\" is not listed for the symptom group \"demo-fever\" [SP0211]"},
        {S, "sit-up: {kind: interim, say: Sit up.}", "sit-up: Sit up.",
         "shared.yaml:17:11: error: sit-up must be a map of names to values, and this is a single value [SP0707]\n"
         "cough.yaml:60:17: error: no entry of care-advice.yaml is called \"sit-up\" [SP0202]"},
        {S, "  Dx39: {title: Look after yourself, say: You can be cared for at home., urgency: 30, within: 3 working days, setting: self-care,\n         lookup: no, if_none: advice, worsening: general}\n", "  Dx39: stay at home\n",
         "shared.yaml:7:9: error: Dx39 must be a map of names to values, and this is a single value [SP0707]\n"
         "shared.yaml:15:95: error: no disposition is called \"Dx39\"; did you mean \"Dx32\"? [SP0202]\n"
         "cough.yaml:67:23: error: no disposition is called \"Dx39\"; did you mean \"Dx32\"? [SP0202]\n"
         "fever.yaml:17:23: error: no disposition is called \"Dx39\"; did you mean \"Dx32\"? [SP0202]\n"
         "cough.yaml:80:13: error: no disposition is called \"Dx39\"; did you mean \"Dx32\"? [SP0202]\n"
         "shared.yaml:28:79: error: no disposition is called \"Dx39\"; did you mean \"Dx32\"? [SP0202]"},
        {S, "  risks: {title: Risks, type: set, of: [smoker, pregnant]}", "  risks: [smoker]",
         "shared.yaml:14:10: error: risks must be a map of names to values, and this is a list [SP0707]"},
        {S, "demo-fever: {title: Fever}", "demo-fever: Fever",
         "shared.yaml:21:15: error: demo-fever must be a map of names to values, and this is a single value [SP0707]\n"
         "shared.yaml:27:3: error: no symptom group is called \"demo-fever\" [SP0202]\n"
         "fever.yaml:9:16: error: no symptom group is called \"demo-fever\" [SP0202]"},
        {S, "  - {name: blue lips are cared for too, when: air/blue-lips is yes, at_least: Dx39}", "  - blue lips",
         "shared.yaml:29:5: error: a safety rule must be a map of names to values, and this is a single value [SP0707]"},
        {C, "no: breathing", "no: [breathing]",
         "cough.yaml:21:11: error: an answer must be a map of names to values, and this is a list [SP0707]"},
        {F, "sex: any", "sex: [[female], male]",
         "fever.yaml:8:28: error: a sex must be a single value, and this is a list [SP0707]\n"
         "fever.yaml:1: error: the complaint fever has no pathway for age any, sex female [SP0215]\n"
         "fever.yaml:1: error: the complaint fever has no pathway for age any, sex indeterminate [SP0215]\n"
         "fever.yaml:1: error: the complaint fever has no pathway for age any, sex unknown [SP0215]"},
        {C, "    of:\n      blood: coughing blood\n      weight: losing weight\n", "    of: {}\n",
         "cough.yaml:26:9: error: signs must have 1 to 60 choices [SP0207]\n"
         "cough.yaml:54:24: error: \"blood\" is not one of the values [SP0208]"},
        {C, "    rules:\n      - {if: signs has blood or weight, go: seen}\n      - {if: sex is female and not (party is self or contacts >= 3), go: hot}\n      - otherwise: short\n", "    rules: {otherwise: short}\n",
         "cough.yaml:55:12: error: the rules of a decision must be a list, and this is a map of names to values [SP0707]"},
        {C, "red_flags: [choking", "red_flags: [{question: choking}",
         "cough.yaml:11:13: error: a red flag must be a single value, and this is a map of names to values [SP0707]"},
        {C, "red_flags: [choking", "red_flags: [hot",
         "cough.yaml:11:13: error: a number is no red flag by itself: let a decision judge \"hot\" [SP0203]"},
        {A, "start: blue-lips", "start: return",
         "air.yaml:7:8: error: a module cannot start by returning [SP0204]"},
        {C, "      - {if: signs has blood or weight, go: seen}\n", "      - just go\n",
         "cough.yaml:56:9: error: a rule must be a map of names to values, and this is a single value [SP0707]"},
        {C, "stiff: {ask: Is the neck stiff?}", "stiff: Is the neck stiff?",
         "cough.yaml:45:14: error: stiff must be a map of names to values, and this is a single value [SP0707]"},
        {C, "patient: {age: 2 years, sex: female, party: someone else, contacts: 2}", "patient: a girl of 2",
         "cough.yaml:74:14: error: patient must be a map of names to values, and this is a single value [SP0707]"},
        {C, "red_flags: [choking, air/blue-lips]", "red_flags: choking",
         "cough.yaml:11:12: error: red_flags must be a list, and this is a single value [SP0707]"},
    };
    CHECK_ROWS(rows);
}

static void what_nobody_can_say_or_be_is_refused(void **state)
{
    (void)state;
    static const row rows[] = {
        {C, "age: any", "age: 5 years to under 3 years",
         "cough.yaml:8:17: error: \"5 years to under 3 years\" is no range of ages; write any, under 3 months, 3 months to under 5 years, or 5 years and over [SP0207]"},
        {C, "age: any", "age: under 0 days",
         "cough.yaml:8:17: error: \"under 0 days\" is no range of ages; write any, under 3 months, 3 months to under 5 years, or 5 years and over [SP0207]"},
        {S, "of: [yes, not sure, no]", "of: [yes, not sure, no, no]",
         "shared.yaml:13:53: error: breathless has the value \"no\" twice [SP0206]\n"
         "cough.yaml:40:14: error: short does not answer with every value of the fact breathless [SP0208]"},
        {C, "      blood: coughing blood", "      \"blood, red\": coughing blood",
         "cough.yaml:27:7: error: nobody can reply with \"blood, red\": no comma, no spaces around it, and neither \"not sure\" nor \"none of these\" [SP0205]\n"
         "cough.yaml:56:24: error: \"blood\" is not one of the values blood, red, weight [SP0208]"},
        {C, "      blood: coughing blood", "      not sure: coughing blood",
         "cough.yaml:27:7: error: nobody can reply with \"not sure\": no comma, no spaces around it, and neither \"not sure\" nor \"none of these\" [SP0205]\n"
         "cough.yaml:56:24: error: \"blood\" is not one of the values not sure, weight [SP0208]"},
        {C, "      yes: {go: ambulance, disc", "      \"Not Sure\": signs\n      yes: {go: ambulance, disc",
         "cough.yaml:23:7: error: \"not sure\" and \"Not Sure\" cannot be told apart [SP0206]"},
        {C, "      yes: {go: ambulance, disc", "      \" yes\": signs\n      yes: {go: ambulance, disc",
         "cough.yaml:20:7: error: nobody can reply with \" yes\": it must have no spaces around it [SP0205]"},
    };
    CHECK_ROWS(rows);
}

static void a_translation_must_be_whole_and_of_what_is_there(void **state)
{
    (void)state;
    static const row rows[] = {
        {W, "language: cy", "language: english (british)",
         "cy.yaml:1:11: error: \"english (british)\" is no language to translate into; write a code such as cy [SP0207]"},
        {W, "language: cy", "language: en-GB",
         "cy.yaml:1:11: error: \"en-GB\" is no language to translate into; write a code such as cy [SP0207]"},
        {W, "language: cy", "language: [cy]",
         "cy.yaml:1:11: error: language must be a single value, and this is a list [SP0707]"},
        {W, "state: unreviewed", "state: finished",
         "cy.yaml:3:8: error: \"finished\" is no state of a translation; write unreviewed or reviewed [SP0207]"},
        {W, "state: unreviewed", "state: reviewed",
         "cy.yaml:1:1: error: a reviewed translation has no \"reviewed_by\" [SP0708]"},
        {W, "state: unreviewed", "state: unreviewed\nreviewed_by: a Welsh speaker",
         "cy.yaml:4:14: error: somebody has reviewed the translation, and its state does not say so [SP0207]"},
        {W, "name: Cymraeg", "nmae: Cymraeg",
         "cy.yaml:2:1: error: nothing here is called \"nmae\"; did you mean \"name\"? [SP0706]\n"
         "cy.yaml:1:1: error: the translation has no \"name\" [SP0708]"},
        {W, "  no: na\n", "  noo: na\n",
         "cy.yaml:6:3: error: no phrase is called \"noo\"; did you mean \"no\"? [SP0202]\n"
         "cy.yaml:1: warning: the phrase \"no\" is not translated [SP0219]\n"
         "cy.yaml:42:3: warning: cough/short has no wording for its answer \"no\" [SP0219]"},
        {W, "  no: na\n", "  no: yes\n",
         "cy.yaml:1: error: the phrase \"no\" cannot be \"yes\", which means something else [SP0206]\n"
         "cy.yaml:42:3: error: \"yes\" as an answer to cough/short cannot be told from its answer \"yes\" [SP0206]"},
        {W, "  no: na\n", "  no: [na]\n",
         "cy.yaml:6:7: error: no must be a single value, and this is a list [SP0707]\n"
         "cy.yaml:1: warning: the phrase \"no\" is not translated [SP0219]\n"
         "cy.yaml:42:3: warning: cough/short has no wording for its answer \"no\" [SP0219]"},
        {W, "  cough: {version: 1", "  cuogh: {version: 1",
         "cy.yaml:31:3: error: no pathway or module is called \"cuogh\"; did you mean \"cough\"? [SP0202]\n"
         "cy.yaml:35:3: warning: cough has no entry with its version and its title [SP0219]"},
        {W, "version: 1, title: Peswch", "version: one, title: Peswch",
         "cy.yaml:31:20: error: \"one\" is no version; write 1, 2, 3 [SP0207]"},
        {W, "version: 1, title: Peswch", "version: 7, title: Peswch",
         "cy.yaml:31:20: warning: cough is translated from version 7, and its version is 1 [SP0220]"},
        {W, "version: 1, title: Peswch", "title: Peswch",
         "cy.yaml:31:10: error: cough has no \"version\" [SP0708]"},
        {W, "version: 1, title: Peswch", "version: 1",
         "cy.yaml:31:3: warning: cough has no entry with its version and its title [SP0219]"},
        {W, "cough/hot:", "cough/hto:",
         "cy.yaml:41:3: error: no question is called \"cough/hto\"; did you mean \"cough/hot\"? [SP0204]\n"
         "cy.yaml:31:3: warning: cough/hot is not translated [SP0219]"},
        {W, "cough/hot:", "cough/settle:",
         "cy.yaml:41:3: error: nothing is asked at cough/settle [SP0203]\n"
         "cy.yaml:31:3: warning: cough/hot is not translated [SP0219]"},
        {W, "cough/hot: {", "cough/hot: {why: Pam?, ",
         "cy.yaml:41:20: error: cough/hot has no \"why\" to translate [SP0706]"},
        {W, "cough/hot: {ask: Beth yw'r tymheredd?}", "cough/hot: Beth yw'r tymheredd?",
         "cy.yaml:41:14: error: cough/hot must be a map of names to values, and this is a single value [SP0707]\n"
         "cy.yaml:31:3: warning: cough/hot is not translated [SP0219]"},
        {W, "answers: {yes: ydyn", "answers: {yess: ydyn",
         "cy.yaml:34:58: error: \"yess\" is no answer to air/blue-lips; did you mean \"yes\"? [SP0217]"},
        {W, "{yes: ydyn, no: nac ydyn}", "{yes: ydyn, no: Ydyn}",
         "cy.yaml:34:3: error: \"Ydyn\" as an answer to air/blue-lips cannot be told from its answer \"yes\" [SP0206]"},
        {W, "{yes: ydyn, no: nac ydyn}", "{yes: no, no: nac ydyn}",
         "cy.yaml:34:3: error: \"no\" as an answer to air/blue-lips cannot be told from its answer \"no\" [SP0206]"},
        {W, "{yes: ydyn, no: nac ydyn}", "{yes: [ydyn], no: nac ydyn}",
         "cy.yaml:34:63: error: yes must be a single value, and this is a list [SP0707]"},
        {W, "blood: \"pesychu gwaed, coch\", ", "",
         "cy.yaml:40:3: warning: cough/signs has no wording for its answer \"blood\" [SP0219]"},
        {W, "    help: Gofynnwch a allant siarad.\n", "",
         "cy.yaml:35:3: warning: cough/choking has no \"help\" [SP0219]"},
        {W, "  Dx011: {title: Ambiwlans, ", "  Dx011: {",
         "cy.yaml:47:3: warning: Dx011 has no \"title\" [SP0219]\n"
         "cy.yaml:31:3: warning: cough/ambulance ends with Dx011, which is not translated [SP0219]"},
        {W, "  Dx39: {title", "  Dx93: {title",
         "cy.yaml:49:3: error: no disposition is called \"Dx93\"; did you mean \"Dx39\"? [SP0202]\n"
         "cy.yaml:31:3: warning: cough/home ends with Dx39, which is not translated [SP0219]"},
        {W, "  drink: {title: Yfed, say: [Yfwch yn aml.]}", "  drink: {title: Yfed, say: [Yfwch., Yn aml.]}",
         "cy.yaml:51:3: warning: drink says 1 lines, and its translation 2 [SP0219]\n"
         "cy.yaml:31:3: warning: cough/home says the advice drink, which is not translated [SP0219]"},
        {W, "  drink: {title: Yfed, ", "  drink: {",
         "cy.yaml:51:3: warning: drink has no \"title\" [SP0219]\n"
         "cy.yaml:31:3: warning: cough/home says the advice drink, which is not translated [SP0219]"},
        {W, "  drink: {title", "  drnk: {title",
         "cy.yaml:51:3: error: no entry of care-advice.yaml is called \"drnk\"; did you mean \"drink\"? [SP0202]\n"
         "cy.yaml:31:3: warning: cough/home says the advice drink, which is not translated [SP0219]"},
        {W, "sit-up: {say", "sit-up: {title: Eistedd, say",
         "cy.yaml:52:19: error: sit-up has no \"title\" to translate [SP0706]"},
        {W, "  air: {version: 3, title: A oes digon o aer?}\n", "",
         "cy.yaml:33:3: warning: air has no entry with its version and its title [SP0219]"},
        {A, "version: 3", "version: 4",
         "cy.yaml:32:18: warning: air is translated from version 3, and its version is 4 [SP0220]"},
    };
    check_rows(rows, sizeof rows / sizeof *rows, TEST_ALL_FILES);
}

/* The small content with a release beside it. `%s` in its text is the fingerprint of what it covers. */
static void check_release(const char *text, bool approved, const char *on, const char *expect)
{
    char release[1024], said[4096];
    test_content content;
    signpost_algorithms *algorithms;
    signpost_diagnostics *list;
    signpost_source sources[TEST_CONTENT_FILES + 1];
    signpost_algorithms_options options = SIGNPOST_ALGORITHMS_OPTIONS_INIT;
    test_content_read(&content);
    for (int i = 0; i < TEST_CONTENT_FILES && approved; i++)
        test_content_change(&content, i, "state: demonstration", "state: approved");
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    snprintf(release, sizeof release, text, signpost_algorithms_fingerprint(algorithms));
    signpost_algorithms_free(algorithms);
    memcpy(sources, content.sources, TEST_CONTENT_FILES * sizeof *sources);
    sources[TEST_CONTENT_FILES] = (signpost_source){"release.yaml", release, strlen(release)};
    options.has_date = true;
    assert_int_equal(signpost_date_parse(on, &options.on), SIGNPOST_OK);
    signpost_status status = signpost_algorithms_compile(sources, TEST_CONTENT_FILES + 1, &options, &algorithms, &list, NULL);
    write_all(list, said, sizeof said);
    note_ids(said);
    assert_string_equal(said, expect);
    assert_int_equal(status, strstr(said, "error: ") ? SIGNPOST_CONTENT : SIGNPOST_OK);
    signpost_release found;
    if (status == SIGNPOST_OK) {
        assert_true(signpost_algorithms_release(algorithms, &found));
        assert_int_equal(found.fits, !strstr(said, "SP0222"));
    }
    signpost_diagnostics_free(list);
    signpost_algorithms_free(algorithms);
    /* to make another release, what this one says does not matter */
    options.ignore_release = true;
    assert_int_equal(signpost_algorithms_compile(sources, TEST_CONTENT_FILES + 1, &options, &algorithms, NULL, NULL), SIGNPOST_OK);
    assert_false(signpost_algorithms_release(algorithms, &found));
    signpost_algorithms_free(algorithms);
    test_content_free(&content);
}

static void a_release_covers_what_was_approved_and_while_it_is_in_force(void **state)
{
    (void)state;
#define RELEASE "release: 2026-12\ntitle: Winter\napproved_by: clinical safety group\n"
    static const struct expectation {
        const char *text;
        bool approved;
        const char *on, *said;
    } rows[] = {
        {RELEASE "from: 2026-12-01\nuntil: 2027-03-31\nfingerprint: %s\n", true, "2026-12-01", ""},
        {RELEASE "from: 2026-12-01\nuntil: 2027-03-31\nfingerprint: %s\n", true, "2027-03-31", ""},
        {RELEASE "from: 2026-12-01\nuntil: 2027-03-31\nfingerprint: %s\n", true, "2027-04-01",
         "release.yaml:5:8: error: release 2026-12 is not in force on 2027-04-01: it ended after 2027-03-31 [SP0223]"},
        {RELEASE "from: 2026-12-01\nuntil: 2027-03-31\nfingerprint: %s\n", false, "2026-11-30",
         "release.yaml:4:7: warning: release 2026-12 is not in force on 2026-11-30: it begins on 2026-12-01 [SP0223]"},
        /* without an end it holds until the next */
        {RELEASE "from: 2026-12-01\nfingerprint: %s\n", true, "2056-12-01", ""},
        {RELEASE "from: 2026-12-32\nfingerprint: %s\n", true, "2026-12-01",
         "release.yaml:4:7: error: \"2026-12-32\" is no date; write one as 2027-11-01 [SP0207]"},
        {RELEASE "from: 2026-12-01\nuntil: 2026-11-30\nfingerprint: %s\n", true, "2026-12-01",
         "release.yaml:5:8: error: the release ends before it begins [SP0207]\n"
         "release.yaml:5:8: error: release 2026-12 is not in force on 2026-12-01: it ended after 2026-11-30 [SP0223]"},
        {RELEASE "fingerprint: %s\n", true, "2026-12-01",
         "release.yaml:1:1: error: the release does not say \"from\" when it is in force [SP0708]"},
        {RELEASE "from: 2026-12-01\n#%s\n", true, "2026-12-01",
         "release.yaml:1:1: error: the release has no \"fingerprint\" [SP0708]"},
        {"release: 2026-12\nfrom: 2026-12-01\nfinger: 1\nfingerprint: %s\n", true, "2026-12-01",
         "release.yaml:3:1: error: nothing here is called \"finger\" [SP0706]\n"
         "release.yaml:1:1: error: the release has no \"title\" [SP0708]\n"
         "release.yaml:1:1: error: the release has no \"approved_by\" [SP0708]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_release(rows[i].text, rows[i].approved, rows[i].on, rows[i].said);
}

/* What was changed after it was approved is not what was approved. */
static void content_that_was_changed_is_not_what_was_released(void **state)
{
    (void)state;
    char expect[512];
    test_content content;
    signpost_algorithms *algorithms;
    test_content_read(&content);
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    snprintf(expect, sizeof expect,
             "release.yaml:5:14: warning: the content is not what release 2026-12 covers: its fingerprint is %s; "
             "go back to the content that was released, or release this: signpost check --release [SP0222]",
             signpost_algorithms_fingerprint(algorithms));
    check_release(RELEASE "from: 2026-12-01\nfingerprint: 0%.10s\n", false, "2026-12-01", expect);
    signpost_algorithms_free(algorithms);
    test_content_free(&content);
}

/* A draft beside the pathway of its name, which it replaces only for those who ask for drafts. */
static void a_draft_takes_the_place_of_its_pathway_when_asked_for(void **state)
{
    (void)state;
    static const struct expectation {
        bool drafts;
        const char *said, *title;
    } rows[] = {
        {false, "draft.yaml:1:10: note: fever is a draft, and left out [SP0212]", "Fever"},
        {true, "fever.yaml:1:10: note: fever is left out: the draft in draft.yaml takes its place [SP0221]", "Fever, rewritten"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        test_content content, other;
        char said[512];
        signpost_algorithms *algorithms;
        signpost_diagnostics *list;
        signpost_source sources[TEST_CONTENT_FILES + 1];
        signpost_algorithms_options options = SIGNPOST_ALGORITHMS_OPTIONS_INIT;
        options.include_drafts = rows[i].drafts;
        test_content_read(&content);
        test_content_read(&other);
        assert_true(test_content_change(&other, F, "title: Fever\nstate: demonstration", "title: Fever, rewritten\nstate: draft"));
        memcpy(sources, content.sources, sizeof sources);
        sources[TEST_CONTENT_FILES] = other.sources[F];
        sources[TEST_CONTENT_FILES].name = "draft.yaml";
        assert_int_equal(signpost_algorithms_compile(sources, TEST_CONTENT_FILES + 1, &options, &algorithms, &list, NULL), SIGNPOST_OK);
        write_all(list, said, sizeof said);
        note_ids(said);
        assert_string_equal(said, rows[i].said);
        signpost_pathway pathway;
        for (size_t j = 0; signpost_pathway_at(algorithms, j, &pathway); j++)
            if (strcmp(pathway.name, "fever") == 0)
                assert_string_equal(pathway.title, rows[i].title);
        signpost_diagnostics_free(list);
        signpost_algorithms_free(algorithms);
        test_content_free(&content);
        test_content_free(&other);
    }
}

static void no_content_is_said_to_be_none(void **state)
{
    (void)state;
    signpost_algorithms *algorithms;
    signpost_diagnostics *list;
    signpost_error error = SIGNPOST_ERROR_INIT;
    char said[600];
    assert_int_equal(signpost_algorithms_compile(NULL, 0, NULL, &algorithms, &list, &error), SIGNPOST_CONTENT);
    assert_null(algorithms);
    write_all(list, said, sizeof said);
    note_ids(said);
    assert_string_equal(said, "error: there are no dispositions [SP0201]");
    signpost_diagnostics_free(list);
    assert_int_equal(signpost_algorithms_load("/nowhere", NULL, &algorithms, &list, &error), SIGNPOST_NOT_FOUND);
    assert_null(algorithms);
    assert_null(list);
    assert_string_equal(error.message, "could not read \"/nowhere\": there is no such file or folder");
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/include", NULL, &algorithms, NULL, &error), SIGNPOST_NOT_FOUND);
    assert_int_equal(error.id, 201);
}

/* Each module goes twice through the one before it: 40 of them make a walk of a million million steps. */
static void a_walk_has_a_longest_length(void **state)
{
    (void)state;
    enum { MODULES = 40 };
    static char texts[MODULES][512];
    signpost_source sources[TEST_CONTENT_FILES + MODULES];
    test_content content;
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    test_content_read(&content);
    assert_true(test_content_change(&content, TEST_COUGH, "module: air", "module: m39"));
    memcpy(sources, content.sources, sizeof content.sources);
    for (int i = 0; i < MODULES; i++) {
        char below[16] = "air";
        if (i)
            snprintf(below, sizeof below, "m%d", i - 1);
        int size = snprintf(texts[i], sizeof texts[i],
                            "module: m%d\ntitle: M\nstate: approved\nversion: 1\nreview_by: 2028-01-01\nsources: [none]\nstart: one\n"
                            "jumps:\n  one: {module: %s, go: two}\n  two: {module: %s, go: return}\n", i, below, below);
        sources[TEST_CONTENT_FILES + i] = (signpost_source){"m.yaml", texts[i], (size_t)size};
    }
    assert_int_equal(signpost_algorithms_compile(sources, TEST_CONTENT_FILES + MODULES, NULL, &algorithms, NULL, &error), SIGNPOST_CONTENT);
    assert_string_equal(error.message, "a walk through cough could take more than 100000 steps (and 25 more)");
    test_content_free(&content);
}

static void every_message_of_the_algorithms_has_been_shown(void **state)
{
    (void)state;
    for (size_t i = 0; i < signpost_message_count(); i++) {
        int id = signpost_message_at(i)->id;
        if (id / 100 == 2 && id != 224 && !shown[id]) /* coverage by cases: see tests/walk/test_cases.c */
            fail_msg("SP%04d %s is shown by no row", id, signpost_message_at(i)->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_do_not_exist_get_the_nearest),
        cmocka_unit_test(things_of_another_kind_are_refused),
        cmocka_unit_test(names_must_be_names_and_given_once),
        cmocka_unit_test(values_must_be_ones_that_are_allowed),
        cmocka_unit_test(what_must_be_said_is_missed),
        cmocka_unit_test(otherwise_stands_alone_at_the_end),
        cmocka_unit_test(the_shape_of_the_file_is_minded),
        cmocka_unit_test(what_conditions_say_is_checked),
        cmocka_unit_test(a_file_that_cannot_be_read_is_one_mistake),
        cmocka_unit_test(structure_is_checked),
        cmocka_unit_test(each_part_has_its_kind),
        cmocka_unit_test(what_nobody_can_say_or_be_is_refused),
        cmocka_unit_test(a_translation_must_be_whole_and_of_what_is_there),
        cmocka_unit_test(a_release_covers_what_was_approved_and_while_it_is_in_force),
        cmocka_unit_test(content_that_was_changed_is_not_what_was_released),
        cmocka_unit_test(a_draft_takes_the_place_of_its_pathway_when_asked_for),
        cmocka_unit_test(no_content_is_said_to_be_none),
        cmocka_unit_test(a_walk_has_a_longest_length),
        cmocka_unit_test(every_message_of_the_algorithms_has_been_shown),
    };
    return cmocka_run_group_tests_name("algorithms' mistakes", tests, NULL, NULL);
}

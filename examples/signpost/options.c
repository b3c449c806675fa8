/* The options of all subcommands, and reading a command line by them. */
#include "program.h"

#include <stdlib.h>
#include <string.h>

const option all_options[OPTION_COUNT] = {
    [OPTION_DIRECTORY] = {"directory", "FILE", "the directory of services, a SQLite file made by `signpost directory`"},
    [OPTION_ALGORITHMS] = {"algorithms", "DIR", "the triage content; by default ./algorithms, else what was installed"},
    [OPTION_POLICY] = {"policy", "FILE", "the rules of distance, opening and ranking; by default those built in"},
    [OPTION_KEEP_INDEX] = {"keep-index", NULL,
                           "keep the compiled directory as FILE.index, from which later searches begin sooner"},
    [OPTION_COMPLAINT] = {"complaint", "NAME", "what the call is about, such as fever"},
    [OPTION_DISPOSITION] = {"disposition", "CODE", "what the patient should do, such as Dx06"},
    [OPTION_SYMPTOM_GROUP] = {"symptom-group", "CODE", "what the complaint is, such as demo-fever"},
    [OPTION_DISCRIMINATOR] = {"discriminator", "CODE",
                              "the skill that is needed, such as demo-primary-care; may be repeated"},
    [OPTION_AGE] = {"age", "AGE", "the patient's age, such as \"4 years\", \"18 months\", 10d"},
    [OPTION_BORN] = {"born", "DATE", "the date of birth, such as 2024-05-30, instead of the age"},
    [OPTION_SEX] = {"sex", "SEX", "female, male, indeterminate or unknown"},
    [OPTION_PARTY] = {"party", "WHO", "who is on the phone: self or someone-else"},
    [OPTION_CONTACTS] = {"contacts", "N", "earlier contacts about this patient in the last 96 hours"},
    [OPTION_POSTCODE] = {"postcode", "PLACE", "where the patient is now: a postcode, district or town"},
    [OPTION_AT_PLACE] = {"at-place", "LAT,LON", "where the patient is now, in degrees, instead of a postcode"},
    [OPTION_PRACTICE] = {"practice", "ODS", "the GP practice the patient is registered with; none when there is none"},
    [OPTION_ROLE] = {"role", "ROLE", "who refers: 111-telephone (by default), 111-online, 999 or clinician"},
    [OPTION_WHEN] = {"when", "MOMENT", "2026-12-25T10:30 in local time, or with Z or an offset; by default now"},
    [OPTION_REACHED] = {"reached", "MOMENT", "when the disposition was reached; by default at --when"},
    [OPTION_RADIUS] = {"radius", "KM", "the search distance in kilometres, such as 12.5"},
    [OPTION_LIMIT] = {"limit", "N", "show so many at most"},
    [OPTION_BATCH] = {"batch", "FILE",
                      "search for each row of a CSV file, whose columns are named as these options are"},
    [OPTION_COMPARE] = {"compare", "FILE",
                        "say what differs from an earlier one: a batch written with --format csv, or a release"},
    [OPTION_FROM] = {"from", "DATE", "the first date, such as 2026-12-20; by default today"},
    [OPTION_DAYS] = {"days", "N", "audit so many real days, up to 60; by default the typical week"},
    [OPTION_AREA_KIND] = {"area-kind", "KIND",
                          "small, district, commissioner or region; by default the smallest with people"},
    [OPTION_CAPACITY] = {"capacity", NULL, "count services whose capacity is red as closed"},
    [OPTION_UNREGISTERED] = {"unregistered", NULL, "audit for people who have no GP practice"},
    [OPTION_PROVIDER] = {"provider", "ODS", "only entries of this provider, by its code or their own ODS code"},
    [OPTION_MONTHS] = {"months", "N", "months after which an entry should be verified again; by default 12"},
    [OPTION_THREADS] = {"threads", "N", "how many processors to use; by default all"},
    [OPTION_CHANGES] = {"changes", "FOLDER", "write the changes into this folder, as CSV files to import into a copy"},
    [OPTION_DUPLICATES] = {"duplicates", NULL, "compare entries that are taken for one service, too"},
    [OPTION_ANSWERS] = {"answers", "FILE", "answer from this file instead of asking"},
    [OPTION_JOURNAL] = {"journal", "FILE", "record the call in this new file, line by line"},
    [OPTION_RESUME] = {"resume", "FILE", "go on with the call of this journal, and record it there"},
    [OPTION_REPLAY] = {"replay", "FILE", "take the call of this journal again, and say where it goes another way"},
    [OPTION_CHOOSE] = {"choose", "N", "record the service of this number as chosen"},
    [OPTION_LANGUAGE] = {"language", "CODE", "speak this language, such as cy, where the content is translated"},
    [OPTION_DRAFTS] = {"drafts", NULL, "load drafts, too"},
    [OPTION_REACH] = {"reach", NULL, "list the dispositions that each pathway can reach, by age and sex"},
    [OPTION_COUNTEREXAMPLES] = {"counterexamples", "FOLDER", "keep the walk of each finding as an answers file"},
    [OPTION_SUGGEST_CASES] = {"suggest-cases", NULL, "write the cases that are missing, and nothing else"},
    [OPTION_VERBOSE] = {"verbose", NULL, "list what no case comes to"},
    [OPTION_WATCH] = {"watch", NULL, "check again whenever a file of the content changes, until Ctrl-C"},
    [OPTION_RELEASE] = {"release", "ID",
                        "make a release of the content, such as 2026-12, when nothing is wrong with it"},
    [OPTION_TITLE] = {"title", "TEXT", "what is new in the release"},
    [OPTION_APPROVED_BY] = {"approved-by", "ROLE", "in which role, or by which group, the release was approved"},
    [OPTION_UNTIL] = {"until", "DATE", "the last date on which the release is in force; by default until the next"},
    [OPTION_AS] = {"as", "USER", "the user who acts"},
    [OPTION_WHY] = {"why", "TEXT", "why it is done"},
    [OPTION_ROW] = {"row", "KEY",
                    "the row beside its service: an endpoint's position, a practice, an area and its use"},
    [OPTION_REMOVE] = {"remove", NULL, "take the row away"},
    [OPTION_EVIDENCE] = {"evidence", "TEXT", "what shows that it is right, or that the provider wants it"},
    [OPTION_EFFECTIVE] = {"effective", "MOMENT", "when it is to be live, such as 2026-12-25T08:00 in local time"},
    [OPTION_EMERGENCY] = {"emergency", NULL,
                          "live at once; it may only close, end sooner, take hours or care away, or turn amber or red"},
    [OPTION_DUE] = {"due", NULL, "carry out the approved changes whose moment has come"},
    [OPTION_WITHIN] = {"within", "DAYS", "list what will be due in so many days, too"},
    [OPTION_VERIFY] = {"verify", NULL, "prove that the directory is what its history says"},
    [OPTION_HEAD] = {"head", "HASH", "a hash that an earlier --verify gave, which must be in the history"},
    [OPTION_AS_OF] = {"as-of", "MOMENT", "the directory as it was then; or after an entry of its history, such as 12"},
    [OPTION_STATE] = {"state", "STATE", "changes that are pending, approved, live, rejected, withdrawn, or all"},
    [OPTION_SERVICE] = {"service", "UID", "changes of this service only"},
    [OPTION_NO_EFFECT] = {"no-effect", NULL, "leave out what the change would do"},
    [OPTION_TABLE] = {"table", "NAME",
                      "the table that a CSV file is for, such as services; by default its name says it"},
    [OPTION_MAP] = {"map", "FILE", "how the columns of another's CSV are meant"},
    [OPTION_DRY_RUN] = {"dry-run", NULL, "say what would be done, and change nothing"},
    [OPTION_SKIP_REFUSED] = {"skip-refused", NULL, "import the rows that can be, and leave the others out"},
    [OPTION_FORCE] = {"force", NULL, "replace what is there"},
    [OPTION_SERVICES] = {"services", "N", "how many services; by default 170000"},
    [OPTION_COUNTRIES] = {"countries", "N", "share them out among so many countries side by side; by default 1"},
    [OPTION_SEED] = {"seed", "S", "the seed of what is random; by default 1"},
    [OPTION_CSV] = {"csv", "FILE", "entries of a CSV file instead of a directory's"},
    [OPTION_TRUTH] = {"truth", "COLUMN", "the CSV's column of labels, by which the result is judged"},
    [OPTION_DECIDE] = {"decide", "WHAT", "remember that two entries are the same, or different"},
    [OPTION_MODULES] = {"modules", NULL, "draw the modules that the pathway goes through, too"},
    [OPTION_FIGURES] = {"figures", "FILE", "the figures database, a SQLite file made by `signpost kpi import`"},
    [OPTION_KIND] = {"kind", "KIND", "calls, journals, mds or iuc; by default the file's first line says it"},
    [OPTION_PUBLISHED] = {"published", "DATE", "when the file was published; by default today"},
    [OPTION_CONTRACTS] = {"contracts", "FILE", "contracts, their providers, targets and plans, in YAML"},
    [OPTION_CONTRACT] = {"contract", "CODE", "the contract, such as 111AB9"},
    [OPTION_CALL_PROVIDER] = {"provider", "CODE", "of journals: who answered the call"},
    [OPTION_FROM_MONTH] = {"from", "MONTH", "the first month, such as 2015-04; by default the first there is"},
    [OPTION_UNTIL_MONTH] = {"until", "MONTH", "the last month, such as 2016-03; by default the last there is"},
    [OPTION_ARRIVALS] = {"arrivals", "FILE", "CSV with half_hour, calls and clinical_calls"},
    [OPTION_ROSTERED] = {"rostered", "FILE",
                         "CSV with half_hour, handlers and clinicians, when --arrivals has no roster"},
    [OPTION_ANSWER_WITHIN] = {"answer-within", "SECONDS", "calls are to be answered within so long; by default 60"},
    [OPTION_SHARE] = {"share", "PERCENT", "so many of them; by default 95"},
    [OPTION_HANDLING_TIME] = {"handling-time", "SECONDS", "what a call takes, with writing it up; by default 480"},
    [OPTION_CALL_BACK_WITHIN] = {"call-back-within", "SECONDS",
                                 "clinicians are to call back within so long; by default 600"},
    [OPTION_CALL_BACK_SHARE] = {"call-back-share", "PERCENT", "so many of those who were offered it; by default 90"},
    [OPTION_CLINICIAN_TIME] = {"clinician-time", "SECONDS", "what a clinician's call takes; by default 720"},
    [OPTION_OCCUPANCY] = {"occupancy", "PERCENT", "how busy those on the phones may be, 10 to 100; by default 100"},
    [OPTION_SHRINKAGE] = {"shrinkage", "PERCENT", "paid time that is not on the phones, 0 to 90; by default 0"},
    [OPTION_SECRET_KEY] = {"secret-key", "FILE", "sign the release with this key, release.secret of directory keys"},
    [OPTION_PUBLIC_KEY] = {"public-key", "FILE", "take only what is signed with the secret key of this one"},
    [OPTION_PREVIOUS] = {"previous", "FILE", "the manifest of the release before"},
    [OPTION_DELTA] = {"delta", "FILE", "what leads from one release to the next: the older manifest, or the delta"},
    [OPTION_FORMAT] = {"format", "FORMAT", "table (by default), json or csv"},
    [OPTION_DRAWING] = {"format", "FORMAT", "dot (by default), mermaid, svg, script or html"},
    [OPTION_SHAPE] = {"format", "FORMAT", "csv (by default), hsds: an Open Referral folder, or fhir: a FHIR R4 bundle"},
    [OPTION_PUBLIC] = {"public", NULL, "of hsds and fhir: leave out what only professionals may see"},
    [OPTION_PAGE] = {"page", "FILE", "also write it as a page, an HTML file that needs nothing else"},
    [OPTION_OUTPUT] = {"output", "FILE", "write to this file instead of standard output"},
    [OPTION_MAN] = {"man", NULL, "as a manual page, in troff"},
    [OPTION_HELP] = {"help", NULL, "show this help"},
};

bool said(const arguments *given, option_id id)
{
    return given->values[id] != NULL;
}

/* Whether a command takes an option; --help is taken by all. */
static bool takes(const command *one, option_id id)
{
    for (const option_id *at = one->options; *at != OPTIONS_END; at++)
        if (*at == id)
            return true;
    return id == OPTION_HELP;
}

static option_id find_option(const command *one, const char *name, size_t length)
{
    for (int id = 0; id < OPTION_COUNT; id++)
        if (strncmp(all_options[id].name, name, length) == 0 && !all_options[id].name[length] &&
            takes(one, (option_id)id))
            return (option_id)id;
    return OPTIONS_END;
}

/* Takes `--name value` or `--name=value` at words[*at]. */
static bool read_option(arguments *given, const command *one, int count, char *const *words, int *at)
{
    const char *name = words[*at] + 2, *equals = strchr(name, '=');
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    option_id id = find_option(one, name, length);
    if (id == OPTIONS_END) {
        wrong_use("signpost %s has no option --%.*s; see signpost help %s", one->name, (int)length, name, one->name);
        return false;
    }
    const char *value = equals ? equals + 1 : "";
    if (all_options[id].argument && !equals) {
        if (*at + 1 >= count) {
            wrong_use("--%s must be followed by %s", all_options[id].name, all_options[id].argument);
            return false;
        }
        value = words[++*at];
    } else if (!all_options[id].argument && equals) {
        wrong_use("--%s takes no value", all_options[id].name);
        return false;
    }
    given->values[id] = value;
    if (id == OPTION_DISCRIMINATOR) {
        if (given->discriminator_count == SIGNPOST_MOST_DISCRIMINATORS) {
            wrong_use("at most %d discriminators can be given", SIGNPOST_MOST_DISCRIMINATORS);
            return false;
        }
        given->discriminators[given->discriminator_count++] = value;
    }
    return true;
}

bool arguments_read(arguments *given, const command *one, int count, char *const *words)
{
    bool only_operands = false;
    given->command = one;
    for (int at = 0; at < count; at++) {
        const char *word = words[at];
        if (!only_operands && strcmp(word, "--") == 0) {
            only_operands = true;
        } else if (!only_operands && strncmp(word, "--", 2) == 0) {
            if (!read_option(given, one, count, words, &at))
                return false;
        } else if (!only_operands && strcmp(word, "-h") == 0) {
            given->values[OPTION_HELP] = "";
        } else if (!only_operands && strcmp(word, "-o") == 0 && at + 1 < count && takes(one, OPTION_OUTPUT)) {
            given->values[OPTION_OUTPUT] = words[++at];
        } else if (given->operand_count < MOST_OPERANDS) {
            given->operands[given->operand_count++] = word;
        }
    }
    if (said(given, OPTION_HELP))
        return true;
    if (given->operand_count > one->most) {
        wrong_use("signpost %s does not take \"%s\"; see signpost help %s", one->name, given->operands[one->most],
                  one->name);
        return false;
    }
    if (given->operand_count < one->least) {
        wrong_use("signpost %s needs %s; see signpost help %s", one->name, one->operands, one->name);
        return false;
    }
    return true;
}

int read_whole(const arguments *given, option_id id, long least, long most, int *number)
{
    const char *text = given->values[id];
    char *end;
    if (!text)
        return DONE;
    long value = strtol(text, &end, 10);
    if (*end || end == text || value < least || value > most)
        return wrong_use("--%s \"%s\" is not a whole number from %ld to %ld", all_options[id].name, text, least, most);
    *number = (int)value;
    return DONE;
}

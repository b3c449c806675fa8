/* `signpost directory verify`: that an entry is right, and which are due to be verified. */
#include "directory_life.h"

#include <stdlib.h>
#include <string.h>

enum { JSON_VERSION = 1, MOST_DAYS = 3650 };

static int verify(const arguments *given)
{
    signpost_directory *directory;
    signpost_date due;
    char written[SIGNPOST_MOMENT_SIZE];
    signpost_act act = act_of(given);
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (!said(given, OPTION_EVIDENCE))
        return wrong_use("signpost directory verify needs --evidence TEXT: what shows that the entry is right");
    if (!said(given, OPTION_WHY))
        act.why = "verified";
    if (!said(given, OPTION_AS))
        return wrong_use("signpost directory verify needs --as USER");
    int result = open_directory(given, SIGNPOST_READ_WRITE, &directory);
    for (size_t i = 0; i < given->operand_count && result == DONE; i++) {
        signpost_status status =
            signpost_service_verify(directory, given->operands[i], given->values[OPTION_EVIDENCE], &act, &due, &error);
        if (status)
            result = status == SIGNPOST_NOT_FOUND ? wrong_name(&error) : could_not(&error);
        else
            printf("%s is verified; due again %s\n", given->operands[i], signpost_date_format(due, written));
    }
    signpost_directory_close(directory);
    return result;
}

/* ---- what is due ---- */

typedef struct listing {
    output to;
    output_format format;
    signpost_json json;
    size_t count, overdue;
} listing;

static void list_csv(FILE *to, const signpost_verification *entry)
{
    char due[SIGNPOST_MOMENT_SIZE], verified[SIGNPOST_MOMENT_SIZE] = "", days[16];
    snprintf(days, sizeof days, "%d", entry->overdue_days);
    if (entry->has_verified)
        signpost_minute_format(entry->verified_at, verified);
    const char *const fields[] = {entry->provider,
                                  entry->provider_name,
                                  entry->email,
                                  entry->phone,
                                  entry->uid,
                                  entry->name,
                                  entry->type,
                                  entry->commissioner,
                                  verified,
                                  entry->verified_by,
                                  signpost_date_format(entry->due, due),
                                  days};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        csv_report_field(to, fields[i], i == 0);
    fputc('\n', to);
}

static void list_json(signpost_json *json, const signpost_verification *entry)
{
    char due[SIGNPOST_MOMENT_SIZE], verified[SIGNPOST_MOMENT_SIZE] = "";
    if (entry->has_verified)
        signpost_minute_format(entry->verified_at, verified);
    const char *const members[][2] = {{"uid", entry->uid},
                                      {"name", entry->name},
                                      {"type", entry->type},
                                      {"provider", entry->provider},
                                      {"provider_name", entry->provider_name},
                                      {"commissioner", entry->commissioner},
                                      {"email", entry->email},
                                      {"phone", entry->phone},
                                      {"verified_at", verified},
                                      {"verified_by", entry->verified_by},
                                      {"due", signpost_date_format(entry->due, due)}};
    signpost_json_object(json, NULL);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        signpost_json_text(json, members[i][0], members[i][1]);
    signpost_json_integer(json, "overdue_days", entry->overdue_days);
    signpost_json_close(json);
}

static void list_line(FILE *to, const signpost_verification *entry)
{
    char due[SIGNPOST_MOMENT_SIZE], days[48];
    snprintf(days, sizeof days, entry->overdue_days >= 0 ? "%d days ago" : "in %d days", abs(entry->overdue_days));
    fprintf(to, "%s  %-14s  ", signpost_date_format(entry->due, due), entry->overdue_days ? days : "today");
    print_visible(to, entry->uid);
    fputs("  ", to);
    print_visible(to, entry->name);
    fprintf(to, "  %s %s\n", entry->has_verified ? "by" : "never verified", entry->verified_by);
}

static bool list_entry(void *context, const signpost_verification *entry)
{
    listing *list = context;
    list->count++;
    list->overdue += entry->overdue_days > 0;
    if (list->format == FORMAT_CSV)
        list_csv(list->to.file, entry);
    else if (list->format == FORMAT_JSON)
        list_json(&list->json, entry);
    else
        list_line(list->to.file, entry);
    return true;
}

static int list_due(const arguments *given)
{
    listing list = {.count = 0};
    int days = 0;
    signpost_date date = (signpost_date)(now() / (24 * 60));
    signpost_directory *directory;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (!format_of(given, &list.format))
        return WRONG_USE;
    if (said(given, OPTION_FROM) && signpost_date_parse(given->values[OPTION_FROM], &date))
        return wrong_use("\"%s\" is no date such as 2026-12-24", given->values[OPTION_FROM]);
    int result = read_whole(given, OPTION_WITHIN, 0, MOST_DAYS, &days);
    if (result == DONE)
        result = open_directory(given, SIGNPOST_READ_ONLY, &directory);
    if (result != DONE)
        return result;
    if (output_open(&list.to, given)) {
        if (list.format == FORMAT_CSV)
            fputs("provider,provider_name,email,phone,uid,name,type,commissioner,verified_at,verified_by,due,"
                  "overdue_days\n",
                  list.to.file);
        if (list.format == FORMAT_JSON) {
            output_json(&list.to, &list.json);
            signpost_json_object(&list.json, NULL);
            signpost_json_integer(&list.json, "version", JSON_VERSION);
            signpost_json_list(&list.json, "due");
        }
        signpost_status status = signpost_verification_list(directory, date, days, given->values[OPTION_PROVIDER],
                                                            list_entry, &list, &error);
        if (list.format == FORMAT_JSON) {
            signpost_json_close(&list.json);
            signpost_json_close(&list.json);
            signpost_json_end(&list.json);
        }
        if (list.format == FORMAT_TABLE && !list.count)
            fputs("nothing is due\n", list.to.file);
        result = status ? output_drop(&list.to, could_not(&error)) : output_close(&list.to, DONE);
    } else {
        result = COULD_NOT;
    }
    signpost_directory_close(directory);
    return result == DONE && list.overdue ? FOUND_SOMETHING : result;
}

static int run(const arguments *given)
{
    return given->operand_count ? verify(given) : list_due(given);
}

static const option_id taken_options[] = {OPTION_DIRECTORY, OPTION_AS,     OPTION_WHY,      OPTION_EVIDENCE,
                                          OPTION_FROM,      OPTION_WITHIN, OPTION_PROVIDER, OPTION_FORMAT,
                                          OPTION_OUTPUT,    OPTIONS_END};

const command command_directory_verify = {
    .name = "directory verify",
    .operands = "[SERVICE...]",
    .most = MOST_OPERANDS,
    .summary = "notes that entries are right; or lists those that are due",
    .text =
        "With services: each is verified, with evidence, and is due again when its service type says. A provider does "
        "that for its own, a commissioner or an editor of the area for theirs.\n\n"
        "Without: what is due to be verified, the longest overdue first, as seen on the date of --from; with --within, "
        "what will be due in so many days, too. --format csv has a row a reminder, with the provider and where it can "
        "be reached. Ends with 1 when anything is overdue.",
    .options = taken_options,
    .example =
        "directory verify kent-utc-ed-001 --evidence \"their manager, by telephone\" --directory kent.db --as harper",
    .run = run,
};

/* Searching a directory: what `search`, `explain` and the end of `triage` share. */
#ifndef SIGNPOST_SEARCHING_H
#define SIGNPOST_SEARCHING_H

#include "program.h"

typedef struct searching {
    signpost_index *index;
    signpost_results *results;
} searching;

/* The policy of --policy, or NULL for the built-in one. DONE, or what to end with. */
int open_policy(const arguments *given, signpost_policy **policy);
/* Compiles the directory of --directory by the policy of --policy, or takes its kept index, if there is one that fits;
 * DONE, or what to end with. The caller gives back both. */
int open_searchable(const arguments *given, signpost_directory **directory, signpost_index **index);
/* The same for searching alone. */
int searching_open(searching *made, const arguments *given);
void searching_close(searching *made);

/* What is done while content and directory are open. */
typedef int searching_work(const arguments *given, const searching *with, const signpost_algorithms *algorithms,
                           output_format format);
/* Opens them as the options say, does the work, and closes them. */
int with_searching(const arguments *given, searching_work *work);
/* Reads the need of the options, searches, and shows the warnings. DONE, or what to end with. */
int search_once(const arguments *given, const searching *with, const signpost_algorithms *algorithms,
                signpost_need *need);

/* The patient, from the options. DONE, or what to end with. An age must have been said; `clock` and `when` are for
 * --born. */
int read_age(const arguments *given, const signpost_calendar *clock, signpost_minute when, signpost_age *age);
int read_sex(const arguments *given, signpost_sex *sex);
int read_party(const arguments *given, signpost_party *party);
int read_contacts(const arguments *given, int *earlier);

/* Where the patient is, as far as the options say it. */
int need_read_place(const arguments *given, signpost_need *need);
/* DONE when the need has a place. */
int need_has_place(const arguments *given, const signpost_need *need);
/* Place, practice, role, moment of the disposition, distance, limit. Texts are borrowed from the command line. */
int need_read_terms(const arguments *given, const searching *with, signpost_need *need);
/* --radius. DONE, or what to end with. */
int read_radius(const arguments *given, signpost_need *need);
/* All of a need: disposition, symptom group and discriminators, too; the disposition as the algorithms have it. */
int need_read(const arguments *given, const searching *with, const signpost_algorithms *algorithms,
              signpost_need *need);
/* --when, else now. DONE, or what to end with. */
int read_when(const arguments *given, const searching *with, signpost_minute *when);

/* The search of --batch. DONE, FOUND_SOMETHING when some rows were refused, or what to end with. */
int search_batch(const arguments *given, const searching *with, const signpost_algorithms *algorithms,
                 output_format format);

/* Warnings of the last search, on stderr. */
void show_warnings(const searching *with);
/* Services for people, for spreadsheets, for programs. */
void show_results_table(FILE *to, const searching *with);
void show_results_csv_header(FILE *to, bool of_batch);
/* `need` stands in the first column, unless it is NULL. */
void show_results_csv(FILE *to, const searching *with, const char *need);
/* The members of a JSON object that is open. */
void show_results_json(signpost_json *json, const searching *with, const signpost_need *need);
void show_found_json(signpost_json *json, const signpost_found *found, const signpost_calendar *calendar);
/* The minutes of a travel time, of which there may be none (-1): a cell, after a comma; a member. */
void csv_minutes(FILE *to, int32_t minutes);
void json_minutes(signpost_json *json, int32_t minutes);
/* `5.0 km`. */
char *distance_in_words(int32_t metres, char buffer[24]);

/* The options of a need, for the lists of commands. */
#define NEED_OPTIONS                                                                                                   \
    OPTION_DIRECTORY, OPTION_AS_OF, OPTION_ALGORITHMS, OPTION_POLICY, OPTION_KEEP_INDEX, OPTION_DISPOSITION,           \
        OPTION_SYMPTOM_GROUP, OPTION_DISCRIMINATOR, OPTION_AGE, OPTION_BORN, OPTION_SEX, OPTION_POSTCODE,              \
        OPTION_AT_PLACE, OPTION_PRACTICE, OPTION_ROLE, OPTION_WHEN, OPTION_REACHED, OPTION_RADIUS, OPTION_LIMIT,       \
        OPTION_FORMAT, OPTION_OUTPUT

#endif

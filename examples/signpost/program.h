/* The signpost program: what its subcommands share. It stands on the library's public headers only. */
#ifndef SIGNPOST_PROGRAM_H
#define SIGNPOST_PROGRAM_H

#include <signpost.h>
#include <stdio.h>

/* How the program ends. */
enum { DONE = 0, FOUND_SOMETHING = 1, WRONG_USE = 2, COULD_NOT = 3 };

/* Every option of every subcommand; a subcommand lists those that it takes. The order is that of the help. */
typedef enum option_id {
    OPTION_DIRECTORY,
    OPTION_ALGORITHMS,
    OPTION_POLICY,
    OPTION_KEEP_INDEX,
    OPTION_COMPLAINT,
    OPTION_DISPOSITION,
    OPTION_SYMPTOM_GROUP,
    OPTION_DISCRIMINATOR,
    OPTION_AGE,
    OPTION_BORN,
    OPTION_SEX,
    OPTION_PARTY,
    OPTION_CONTACTS,
    OPTION_POSTCODE,
    OPTION_AT_PLACE,
    OPTION_PRACTICE,
    OPTION_ROLE,
    OPTION_WHEN,
    OPTION_REACHED,
    OPTION_RADIUS,
    OPTION_LIMIT,
    OPTION_BATCH,
    OPTION_COMPARE,
    OPTION_FROM,
    OPTION_DAYS,
    OPTION_AREA_KIND,
    OPTION_CAPACITY,
    OPTION_UNREGISTERED,
    OPTION_PROVIDER,
    OPTION_MONTHS,
    OPTION_THREADS,
    OPTION_CHANGES,
    OPTION_DUPLICATES,
    OPTION_ANSWERS,
    OPTION_JOURNAL,
    OPTION_RESUME,
    OPTION_REPLAY,
    OPTION_CHOOSE,
    OPTION_LANGUAGE,
    OPTION_DRAFTS,
    OPTION_COUNTEREXAMPLES,
    OPTION_REACH,
    OPTION_SUGGEST_CASES,
    OPTION_VERBOSE,
    OPTION_WATCH,
    OPTION_RELEASE,
    OPTION_TITLE,
    OPTION_APPROVED_BY,
    OPTION_UNTIL,
    OPTION_AS,
    OPTION_WHY,
    OPTION_ROW,
    OPTION_REMOVE,
    OPTION_EVIDENCE,
    OPTION_EFFECTIVE,
    OPTION_EMERGENCY,
    OPTION_DUE,
    OPTION_WITHIN,
    OPTION_VERIFY,
    OPTION_HEAD,
    OPTION_AS_OF,
    OPTION_STATE,
    OPTION_SERVICE,
    OPTION_NO_EFFECT,
    OPTION_TABLE,
    OPTION_MAP,
    OPTION_DRY_RUN,
    OPTION_SKIP_REFUSED,
    OPTION_FORCE,
    OPTION_SERVICES,
    OPTION_COUNTRIES,
    OPTION_SEED,
    OPTION_CSV,
    OPTION_TRUTH,
    OPTION_DECIDE,
    OPTION_MODULES,
    OPTION_FIGURES,
    OPTION_KIND,
    OPTION_PUBLISHED,
    OPTION_CONTRACTS,
    OPTION_CONTRACT,
    OPTION_CALL_PROVIDER,
    OPTION_FROM_MONTH,
    OPTION_UNTIL_MONTH,
    OPTION_ARRIVALS,
    OPTION_ROSTERED,
    OPTION_ANSWER_WITHIN,
    OPTION_SHARE,
    OPTION_HANDLING_TIME,
    OPTION_CALL_BACK_WITHIN,
    OPTION_CALL_BACK_SHARE,
    OPTION_CLINICIAN_TIME,
    OPTION_OCCUPANCY,
    OPTION_SHRINKAGE,
    OPTION_SECRET_KEY,
    OPTION_PUBLIC_KEY,
    OPTION_PREVIOUS,
    OPTION_DELTA,
    OPTION_FORMAT,
    OPTION_DRAWING,
    OPTION_SHAPE,
    OPTION_PUBLIC,
    OPTION_PAGE,
    OPTION_OUTPUT,
    OPTION_MAN,
    OPTION_HELP,
    OPTION_COUNT,
    OPTIONS_END = -1
} option_id;

typedef struct option {
    const char *name;     /* without the dashes */
    const char *argument; /* NULL for a flag */
    const char *help;
} option;

extern const option all_options[OPTION_COUNT];

enum { MOST_REPEATS = 16, MOST_OPERANDS = 64 };

/* What was said on the command line. */
typedef struct arguments {
    const struct command *command;
    const char *values[OPTION_COUNT]; /* the last said; NULL when not said; "" for a flag that was said */
    const char *discriminators[MOST_REPEATS];
    size_t discriminator_count;
    const char *operands[MOST_OPERANDS];
    size_t operand_count;
} arguments;

/* A subcommand: the one place from which help, man page and completion are made. */
typedef struct command {
    const char *name;     /* such as "search" or "directory import" */
    const char *operands; /* such as "[DIR]"; "" for none */
    size_t least, most;   /* operands */
    const char *summary;  /* one line, no full stop */
    const char *text;     /* paragraphs, with a blank line between */
    const option_id *options;
    const char *example; /* one line, after "signpost " */
    int (*run)(const arguments *given);
} command;

extern const command *const commands[]; /* ended by NULL */

/* The command that the words begin with; NULL, with a message, when there is none. `*taken` receives how many words it
 * is. */
const command *command_find(int count, char *const *words, int *taken);

/* Reads the words after the subcommand. False, with a message, when they are wrong. */
bool arguments_read(arguments *given, const command *one, int count, char *const *words);
/* Whether an option was said. */
bool said(const arguments *given, option_id id);
/* A whole number, if the option was said. DONE, or what to end with. */
int read_whole(const arguments *given, option_id id, long least, long most, int *number);

void help_program(FILE *to);
void help_command(FILE *to, const command *one);
void man_page(FILE *to, const command *one);

/* One clear line on stderr. Each returns an exit status, so that a command can end with it. */
int wrong_use(const char *format, ...) __attribute__((format(printf, 1, 2)));
int could_not(const signpost_error *error); /* 2 for what the user gave wrongly, 3 for what the system refused */
/* The same where what is not found is a name that the user gave, and no file: wrong use. */
int wrong_name(const signpost_error *error);
/* All diagnostics, one a line. */
void show_diagnostics(const signpost_diagnostics *diagnostics);

/* Where results go: stdout, or --output, which is put in place only when all of it was written. */
typedef struct output {
    FILE *file;
    const char *path; /* NULL for stdout */
    char *unfinished; /* the file that is written first */
} output;

bool output_open(output *to, const arguments *given);
/* Exit status: `status`, or COULD_NOT when not all could be written. */
int output_close(output *to, int status);
/* The same after a failure: nothing is put in place. */
int output_drop(output *to, int status);
void output_json(output *to, signpost_json *json);

typedef enum output_format { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV } output_format;
/* Reads --format; false, with a message, when it is none of them. */
bool format_of(const arguments *given, output_format *format);
/* One CSV field, quoted where needed, with a comma before it unless it is the first. */
void csv_field(FILE *to, const char *text, bool is_first);
/* The same in a report, which people open in spreadsheets and nothing reads back: a field that would be taken for a
 * formula has a ' before it. What is read back (an export, a batch to compare with) must not change, and has none. */
void csv_report_field(FILE *to, const char *text, bool is_first);
/* Text for a terminal: control characters and Unicode's marks of direction stand as <U+202E>. */
void print_visible(FILE *to, const char *text);
/* The same of the first `length` bytes, which end where a character does. */
void print_visible_of(FILE *to, const char *text, size_t length);

/* `1,234,567`. */
char *number_in_words(int64_t number, char buffer[32]);
/* Breaks text at spaces, each line after `indent`. */
void print_wrapped(FILE *to, const char *indent, const char *text);
/* The same as an item of a list, `  - ` before it. */
void print_item(FILE *to, const char *text);
/* Whether colour may be used on a stream: a terminal, and no NO_COLOR. */
bool may_colour(FILE *to);

/* Loads the algorithms of --algorithms, else those in ./algorithms, else the installed ones; says on stderr what is
 * wrong. */
int load_algorithms(const arguments *given, signpost_algorithms **algorithms);
/* The folder that they are loaded from. */
const char *algorithms_folder(const arguments *given);
/* The same, where the release must be in force on a date. */
int load_algorithms_on(const arguments *given, const signpost_date *on, signpost_algorithms **algorithms);
/* Opens the file of --directory; says on stderr what is wrong. */
int open_directory(const arguments *given, signpost_access access, signpost_directory **directory);
/* Now, in minutes UTC. Only the program reads the clock. */
signpost_minute now(void);

#endif

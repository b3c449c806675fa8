/** @file
 * Contracts: who answers the calls, what was promised, and what happened when.
 *
 * A `signpost_contracts` is read once from YAML, with every mistake reported in one pass; it never changes and may be
 * shared by any number of threads. Nothing about targets is built in: all of it is here. `dos/contracts/sample.yaml`
 * shows every part.
 *
 * Values of figures are kept in millionths of the figure's unit: 95 % is 95,000,000 and 12.5 s is 12,500,000.
 */
#ifndef SIGNPOST_CONTRACTS_H
#define SIGNPOST_CONTRACTS_H

#include "time.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A month: how many since January 1970. */
typedef int32_t signpost_month;
#define SIGNPOST_FIRST_MONTH 0    /**< 1970-01 */
#define SIGNPOST_LAST_MONTH  1559 /**< 2099-12 */

/** Reads `2015-09`, of the years 1970 to 2099. SIGNPOST_OK or SIGNPOST_INVALID. Any thread. */
SIGNPOST_API signpost_status signpost_month_parse(const char *text, signpost_month *month);
/** Writes `2015-09` into `buffer`, which it returns. Any thread. */
SIGNPOST_API char *signpost_month_format(signpost_month month, char buffer[SIGNPOST_MOMENT_SIZE]);
/** The month of a date of the years 1970 to 2099; the nearest of them for any other. Any thread. */
SIGNPOST_API signpost_month signpost_month_of(signpost_date date);
/** First day of a month. Any thread. */
SIGNPOST_API signpost_date signpost_month_start(signpost_month month);

/** Millionths of a percent, a second or a point: what figures are compared in. */
typedef int64_t signpost_micro;
#define SIGNPOST_MICRO 1000000

/** Writes it with so many decimals (0 to 6), rounded half away from zero, into `buffer`, which it returns. */
SIGNPOST_API char *signpost_micro_format(signpost_micro value, int decimals, char buffer[SIGNPOST_MOMENT_SIZE]);

/** No end, or no beginning. */
#define SIGNPOST_NO_DATE INT32_MAX

/** A further figure, or one of those built in: a numerator and a denominator over items. Texts are borrowed. */
typedef struct signpost_definition {
    const char *id;        /**< such as "answered-60" */
    const char *title;     /**< such as "answered within 60 s" */
    const char *numerator; /**< items with + and - between them */
    const char *denominator;
    const char *words;  /**< the formula in words */
    const char *origin; /**< where the formula comes from */
    bool iuc;           /**< over items of the Integrated Urgent Care collection */
    bool is_share;      /**< a percentage; else units (seconds) for each of the denominator */
    bool more_is_better;
    int decimals; /**< that are shown */
} signpost_definition;

/** A provider of a contract, between two dates. */
typedef struct signpost_provider_period {
    const char *code, *name;   /**< code may be "" */
    signpost_date from, until; /**< first and last day; SIGNPOST_NO_DATE when it is open */
    signpost_micro part;       /**< of the calls, in percent */
} signpost_provider_period;

typedef enum signpost_direction {
    SIGNPOST_AT_LEAST, /**< 95 % or more */
    SIGNPOST_AT_MOST,  /**< 60 s or less */
    SIGNPOST_BELOW,    /**< less than 5 % */
    SIGNPOST_ABOVE     /**< more than */
} signpost_direction;

/** "at least", "at most", "below" or "above". Any thread. */
SIGNPOST_API const char *signpost_direction_name(signpost_direction direction);

/** What a figure should be. */
typedef struct signpost_target {
    const char *figure; /**< id of a definition */
    signpost_direction direction;
    signpost_micro value;
    signpost_date from, until; /**< in force; SIGNPOST_NO_DATE when it is open */
    signpost_date deadline;    /**< by when it must be met; SIGNPOST_NO_DATE for at once */
    const char *source;        /**< where it is written; "" when not said */
} signpost_target;

typedef enum signpost_happening_kind {
    SIGNPOST_NOTICE_DUE, /**< an improvement notice could be issued */
    SIGNPOST_NOTICE_ISSUED,
    SIGNPOST_ASSURANCE, /**< level of assurance was set */
    SIGNPOST_PROVIDER_CHANGE,
    SIGNPOST_OTHER_HAPPENING
} signpost_happening_kind;

/** "improvement notice due" and so on. Any thread. */
SIGNPOST_API const char *signpost_happening_name(signpost_happening_kind kind);

/** A dated event of a contract. */
typedef struct signpost_happening {
    signpost_date date;
    signpost_happening_kind kind;
    const char *text;   /**< what it was, in words; the level of an assurance */
    const char *figure; /**< that it is about; "" for all */
} signpost_happening;

/** A point of a trajectory. */
typedef struct signpost_milestone {
    signpost_month month;
    signpost_micro value;
} signpost_milestone;

/** An improvement plan: from where, to where, by when. */
typedef struct signpost_improvement {
    const char *figure;
    const char *name;
    signpost_milestone start;
    signpost_direction direction;
    signpost_micro target;
    signpost_date deadline;
    const signpost_milestone *trajectory; /**< by month; without any it is a straight line */
    size_t trajectory_count;
} signpost_improvement;

/** From this date on, limits are computed anew. */
typedef struct signpost_rebase {
    signpost_date date;
    const char *figure; /**< "" for all */
    const char *why;
} signpost_rebase;

/** A survey, with how others of the country did. */
typedef struct signpost_survey {
    signpost_date date;
    const char *name;
    signpost_micro score;
    signpost_micro fifths[4]; /**< the scores that part the country's providers into fifths, rising */
    int32_t compared;         /**< providers in the country */
    int fifth;                /**< 1 the lowest to 5 the highest */
} signpost_survey;

/** A contract. All of it is borrowed from the contracts, and in the order of the file. */
typedef struct signpost_contract {
    const char *code, *name;
    const char *area; /**< name; "" when not said */
    const signpost_provider_period *periods;
    size_t period_count;
    const signpost_target *targets;
    size_t target_count;
    const signpost_happening *happenings;
    size_t happening_count;
    const signpost_improvement *plans;
    size_t plan_count;
    const signpost_rebase *rebases;
    size_t rebase_count;
    const signpost_survey *surveys;
    size_t survey_count;
} signpost_contract;

typedef struct signpost_contracts signpost_contracts;

/**
 * Reads a file of contracts.
 * @param diagnostics receives every mistake with its place; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_CONTENT; SIGNPOST_NOT_FOUND; SIGNPOST_IO; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_contracts_load(const char *path, signpost_contracts **contracts,
                                                     signpost_diagnostics *diagnostics, signpost_error *error);
/** The same from bytes; `name` is for messages. */
SIGNPOST_API signpost_status signpost_contracts_read(const char *name, const char *bytes, size_t size,
                                                     signpost_contracts **contracts, signpost_diagnostics *diagnostics,
                                                     signpost_error *error);
/** Frees them; NULL is fine. */
SIGNPOST_API void signpost_contracts_free(signpost_contracts *contracts);

/** Contracts in the order of the file; NULL past the end, or when there is none of the code. Any thread. */
SIGNPOST_API size_t signpost_contracts_count(const signpost_contracts *contracts);
SIGNPOST_API const signpost_contract *signpost_contracts_at(const signpost_contracts *contracts, size_t index);
SIGNPOST_API const signpost_contract *signpost_contracts_find(const signpost_contracts *contracts, const char *code);
/** Code under which the counts of all the country stand; "England" unless the file says another. Any thread. */
SIGNPOST_API const char *signpost_contracts_country(const signpost_contracts *contracts);

/** Definitions: those built in, then the file's. `contracts` may be NULL for those built in alone. Any thread. */
SIGNPOST_API size_t signpost_definition_count(const signpost_contracts *contracts);
SIGNPOST_API const signpost_definition *signpost_definition_at(const signpost_contracts *contracts, size_t index);
SIGNPOST_API const signpost_definition *signpost_definition_find(const signpost_contracts *contracts, const char *id);

/** Whether some provider holds the contract on a date. Any thread. */
SIGNPOST_API bool signpost_contract_is_held(const signpost_contract *contract, signpost_date date);
/** Names of those who hold it on a date, with " and " between; "" for nobody. Returns `buffer`. */
SIGNPOST_API char *signpost_contract_holders(const signpost_contract *contract, signpost_date date, char *buffer,
                                             size_t size);
/** The target of a figure that is in force on a date; NULL when there is none. Any thread. */
SIGNPOST_API const signpost_target *signpost_contract_target(const signpost_contract *contract, const char *figure,
                                                             signpost_date date);
/** First day of the `index`-th change of provider, from 0; SIGNPOST_NO_DATE past the last. Any thread. */
SIGNPOST_API signpost_date signpost_contract_change(const signpost_contract *contract, size_t index);

#ifdef __cplusplus
}
#endif
#endif

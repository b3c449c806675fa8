/** @file
 * Duplicates: the same service entered twice.
 *
 * Entries are compared field by field, each comparison having a few levels, and scored by the model of Fellegi and
 * Sunter ("A theory for record linkage", JASA 64, 1969): every level adds the weight log2(m / u), where m is how often
 * it is seen between two entries of one service and u how often between any two. Nothing is told to it: u comes from
 * random pairs, m from expectation maximisation (Winkler, 1988), one session for each way in which pairs are sought,
 * with what that way asks for left out. An agreement on something rare weighs more, on something common less. What a
 * missing value says is nothing. What two services of one place would have in common, too, such as a surgery and the
 * pharmacy inside it, is told from what speaks for one. Entries are then gathered by average linkage, and whatever
 * people decided is honoured.
 *
 * A rule is built in for pharmacies: of the same ODS stem, two entries of one type are duplicates, and two of different
 * types are not, as a pharmacy rightly has several. Elsewhere a shared code is evidence.
 *
 * The answer is the same in every run.
 */
#ifndef SIGNPOST_DUPLICATES_H
#define SIGNPOST_DUPLICATES_H

#include "directory.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is compared. */
typedef enum signpost_duplicate_field {
    SIGNPOST_BY_NAME,
    SIGNPOST_BY_ADDRESS,
    SIGNPOST_BY_PHONE,
    SIGNPOST_BY_DISTANCE, /**< between the coordinates */
    SIGNPOST_BY_POSTCODE, /**< when coordinates lack */
    SIGNPOST_BY_TOWN,     /**< when postcodes lack, too */
    SIGNPOST_BY_TYPE,
    SIGNPOST_BY_NEEDS, /**< what it serves: its clinical profile */
    SIGNPOST_BY_HOURS,
    SIGNPOST_BY_CODE /**< the stem of the ODS code */
} signpost_duplicate_field;

#define SIGNPOST_DUPLICATE_FIELDS 10

/** "name", "address" ...; "" past the end. Any thread. */
SIGNPOST_API const char *signpost_duplicate_field_name(signpost_duplicate_field field);

/** One entry. NULL and "" both mean that something is not known. */
typedef struct signpost_duplicate_record {
    const char *uid;  /**< of which no other record has the same; never NULL or "" */
    const char *name; /**< as it stands there; so are all the others */
    const char *address, *town, *postcode, *phone;
    const char *type;     /**< a number or words */
    const char *needs;    /**< the profile's name */
    const char *hours;    /**< opening hours */
    const char *ods_code; /**< of the organisation or site */
    const char *state;    /**< "active" is kept before others */
    const char *truth;    /**< the label, for evaluation: records of one label are one service */
    bool has_place;       /**< whether the next two are known */
    double latitude, longitude;
} signpost_duplicate_record;

/** What a person said about two entries. */
typedef struct signpost_duplicate_decision {
    const char *uid_a, *uid_b;
    bool same;
} signpost_duplicate_decision;

/** How duplicates are sought. */
typedef struct signpost_duplicates_options {
    size_t size;         /**< sizeof(signpost_duplicates_options): SIGNPOST_DUPLICATES_OPTIONS_INIT sets it */
    int certain_percent; /**< entries are gathered from this probability on: 50 to 99; 0 means 70 */
    int review_percent;  /**< pairs are shown for review from this one on, up to the other; 0 means 40 */
    const signpost_duplicate_decision *decisions; /**< honoured; of two that contradict, "different" counts */
    size_t decision_count;
    signpost_progress progress; /**< in entries; may be NULL */
    void *progress_context;
} signpost_duplicates_options;

#define SIGNPOST_DUPLICATES_OPTIONS_INIT                                                                               \
    {                                                                                                                  \
        sizeof(signpost_duplicates_options), 0, 0, NULL, 0, NULL, NULL                                                 \
    }

/** What was found. It never changes: any number of threads may ask it. */
typedef struct signpost_duplicates signpost_duplicates;

/**
 * Seeks duplicates among records.
 *
 * @param records    copied.
 * @param options    NULL for the defaults.
 * @param duplicates receives what was found, which the caller frees.
 * @return SIGNPOST_OK; SIGNPOST_INVALID for a record without uid, two of the same uid, or options that are not allowed;
 *         SIGNPOST_OUT_OF_RANGE for more than 100 million records; SIGNPOST_CANCELLED; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_duplicates_find(const signpost_duplicate_record *records, size_t count,
                                                      const signpost_duplicates_options *options,
                                                      signpost_duplicates **duplicates, signpost_error *error);

/**
 * Seeks duplicates among a directory's services that are not closed, by one state of it. The decisions that the
 * directory remembers are honoured beside those of the options.
 * @return as signpost_duplicates_find; or SIGNPOST_BUSY, SIGNPOST_IO, SIGNPOST_CORRUPT.
 */
SIGNPOST_API signpost_status signpost_duplicates_of_directory(signpost_directory *directory,
                                                              const signpost_duplicates_options *options,
                                                              signpost_duplicates **duplicates, signpost_error *error);

/**
 * Seeks duplicates among the rows of a CSV file.
 *
 * @param path        the file.
 * @param mapping     a mapping file as signpost_directory_import takes it: what it says of the table `services` is
 *                    used, however little that is; without `uid`, rows are known by their line, "line-2". NULL when the
 *                    columns are called as those of services are.
 * @param truth       the file's column of labels, by which the result can be evaluated; NULL for none.
 * @param diagnostics receives what is wrong with the mapping and with rows, which are then left out; may be NULL.
 * @return as signpost_duplicates_find; or SIGNPOST_CONTENT when the mapping, the header or the column of labels cannot
 *         be used; SIGNPOST_NOT_FOUND, SIGNPOST_IO.
 */
SIGNPOST_API signpost_status signpost_duplicates_of_csv(const char *path, const char *mapping, const char *truth,
                                                        const signpost_duplicates_options *options,
                                                        signpost_duplicates **duplicates,
                                                        signpost_diagnostics *diagnostics, signpost_error *error);

/** Frees what was found; NULL is fine. */
SIGNPOST_API void signpost_duplicates_free(signpost_duplicates *duplicates);

/** The records, in the order in which they were given: all else names them by their place. NULL past the end. */
SIGNPOST_API size_t signpost_duplicates_record_count(const signpost_duplicates *duplicates);
SIGNPOST_API const signpost_duplicate_record *signpost_duplicates_record(const signpost_duplicates *duplicates,
                                                                         size_t index);

/** Entries that are taken for one service. */
typedef struct signpost_duplicate_cluster {
    const char *id;        /**< the uid that comes first in the order of bytes: it stays while that entry is in it */
    const size_t *records; /**< by uid, in the order of bytes */
    size_t count;          /**< at least 2; 0 past the end */
    size_t keep;           /**< the record proposed to be kept: active, with the most said, nearest to the others */
} signpost_duplicate_cluster;

/** How many clusters there are, and the cluster at `index`, in the order of their ids. */
SIGNPOST_API size_t signpost_duplicates_cluster_count(const signpost_duplicates *duplicates);
SIGNPOST_API signpost_duplicate_cluster signpost_duplicates_cluster(const signpost_duplicates *duplicates,
                                                                    size_t index);

/** What merging a cluster into the record to keep would lose: a value that another says otherwise, or alone. */
typedef struct signpost_duplicate_loss {
    size_t record;
    signpost_duplicate_field field;
    const char *value; /**< said by `record` */
    const char *kept;  /**< said by the record that is kept; "" for nothing: the value could be carried over */
} signpost_duplicate_loss;

/**
 * The next loss of a cluster.
 * @param cursor 0 for the first; moved on by each call.
 * @return SIGNPOST_OK, or SIGNPOST_NONE past the end.
 */
SIGNPOST_API signpost_status signpost_duplicates_loss(const signpost_duplicates *duplicates, size_t cluster,
                                                      size_t *cursor, signpost_duplicate_loss *loss);

/** What became of a pair. */
typedef enum signpost_duplicate_verdict {
    SIGNPOST_DUPLICATE_SAME,   /**< in one cluster */
    SIGNPOST_DUPLICATE_REVIEW, /**< a person should look */
} signpost_duplicate_verdict;

/** Why a pair was judged so, when it was not by its weight. */
typedef enum signpost_duplicate_reason {
    SIGNPOST_BY_WEIGHT,
    SIGNPOST_BY_DECISION, /**< a person said so */
    SIGNPOST_BY_ODS_RULE  /**< pharmacies of one ODS stem */
} signpost_duplicate_reason;

/** How two records compare on a field. */
typedef struct signpost_duplicate_step {
    const char *words;         /**< such as "same street, different number"; "not known" when neutral */
    int32_t weight_hundredths; /**< bits of evidence for one service, in hundredths */
} signpost_duplicate_step;

/** Two records that are one service, or might be. */
typedef struct signpost_duplicate_pair {
    size_t a, b;
    signpost_duplicate_verdict verdict;
    signpost_duplicate_reason reason;
    int32_t start_hundredths;      /**< bits: log2 of the odds that two records are one before they are compared */
    int32_t neighbours_hundredths; /**< 0 or less: two services of one place would compare so, too */
    int32_t weight_hundredths;     /**< the start, all steps and the line before added up */
    int32_t probability_basis;     /**< of being one, by the weight, in ten-thousandths */
    signpost_duplicate_step steps[SIGNPOST_DUPLICATE_FIELDS];
} signpost_duplicate_pair;

/** How many pairs there are, and the pair at `index`: by falling weight; a and b are 0 past the end. */
SIGNPOST_API size_t signpost_duplicates_pair_count(const signpost_duplicates *duplicates);
SIGNPOST_API signpost_duplicate_pair signpost_duplicates_pair(const signpost_duplicates *duplicates, size_t index);

/** How the clusters compare with the labels, over pairs of records. Precision is right / found, recall right / true,
 * F1 their harmonic mean (van Rijsbergen, 1979); each 0 when there is nothing to divide by. */
typedef struct signpost_duplicates_evaluation {
    int64_t found_pairs, true_pairs, right_pairs;
    int32_t precision_basis, recall_basis, f1_basis; /**< in ten-thousandths */
} signpost_duplicates_evaluation;

/** Compares. @return SIGNPOST_OK or SIGNPOST_NO_MEMORY. */
SIGNPOST_API signpost_status signpost_duplicates_evaluate(const signpost_duplicates *duplicates,
                                                          signpost_duplicates_evaluation *evaluation,
                                                          signpost_error *error);

/** How the search went. */
typedef struct signpost_duplicates_about {
    size_t records, compared_pairs, same_pairs, review_pairs, clusters;
} signpost_duplicates_about;

SIGNPOST_API signpost_duplicates_about signpost_duplicates_describe(const signpost_duplicates *duplicates);

/**
 * Remembers in the directory what a person decided about two entries, in place of what was decided before.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND for a uid; SIGNPOST_INVALID for the act, or a uid given twice;
 *         SIGNPOST_REFUSED when opened for reading, or for want of a right to sign off both; SIGNPOST_BUSY,
 * SIGNPOST_IO, SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_duplicates_decide(signpost_directory *directory,
                                                        const signpost_duplicate_decision *decision,
                                                        const signpost_act *act, signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif

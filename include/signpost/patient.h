/** @file
 * The patient: age and sex, and who is on the phone.
 */
#ifndef SIGNPOST_PATIENT_H
#define SIGNPOST_PATIENT_H

#include "time.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Sex, as a caller gives it. Values are stable. */
typedef enum signpost_sex {
    SIGNPOST_FEMALE,
    SIGNPOST_MALE,
    SIGNPOST_INDETERMINATE,
    SIGNPOST_SEX_UNKNOWN,
    SIGNPOST_SEX_COUNT
} signpost_sex;

/** "female", "male", "indeterminate" or "unknown". Any thread. */
SIGNPOST_API const char *signpost_sex_name(signpost_sex sex);
/** Reads what signpost_sex_name writes; SIGNPOST_INVALID otherwise. */
SIGNPOST_API signpost_status signpost_sex_parse(const char *text, signpost_sex *sex);

/** Who speaks for the patient. */
typedef enum signpost_party { SIGNPOST_SELF, SIGNPOST_SOMEONE_ELSE } signpost_party;

/** "self" or "someone else". Any thread. */
SIGNPOST_API const char *signpost_party_name(signpost_party party);

/** The units in which an age is given. */
typedef enum signpost_age_unit { SIGNPOST_DAYS, SIGNPOST_WEEKS, SIGNPOST_MONTHS, SIGNPOST_YEARS } signpost_age_unit;

/**
 * An age as what is known of it: completed days, from `from_days` to `to_days`, both included. Known to the day they
 * are equal. "2 years" is 730 to 1094 days.
 */
typedef struct signpost_age {
    int32_t from_days, to_days;
} signpost_age;

/** The oldest age that is accepted, in years: a patient said to be older is a slip of the keys. */
#define SIGNPOST_OLDEST_YEARS 130

/** Completed days at which `value` units are reached: years floor(n x 1461 / 4), months floor(n x 1461 / 48). */
SIGNPOST_API int32_t signpost_age_days(int value, signpost_age_unit unit);

/**
 * The age of someone who has completed `value` units, and not one more: `from_days` is -1 when `value` is negative or
 * beyond SIGNPOST_OLDEST_YEARS, which no call accepts.
 */
SIGNPOST_API signpost_age signpost_age_of(int value, signpost_age_unit unit);

/**
 * The age on `today` of someone born on `born`.
 * @return SIGNPOST_OK; SIGNPOST_INVALID when born after today or more than SIGNPOST_OLDEST_YEARS before.
 */
SIGNPOST_API signpost_status signpost_age_from_birth(signpost_date born, signpost_date today, signpost_age *age);

/**
 * Reads `2 years`, `18 months`, `3 weeks`, `10 days`, or short `2y`, `18m`, `3w`, `10d`.
 * @return SIGNPOST_OK; SIGNPOST_INVALID with what is expected in `error` (may be NULL).
 */
SIGNPOST_API signpost_status signpost_age_parse(const char *text, signpost_age *age, signpost_error *error);

/** Whether an age is one that calls accept. */
SIGNPOST_API bool signpost_age_is_valid(signpost_age age);

/** Space for an age in words, with the NUL. */
#define SIGNPOST_AGE_SIZE 48

/** Writes an age in words, `2 years`, `10 days`, or `730 to 1094 days`, into `buffer`, which it returns. */
SIGNPOST_API char *signpost_age_format(signpost_age age, char buffer[SIGNPOST_AGE_SIZE]);

/** Space for a range of ages in words, with the NUL. */
#define SIGNPOST_AGES_SIZE 96

/**
 * Writes a range of ages, in completed days and both included, in words: `any`, `under 5 years`, `16 years and over`,
 * `3 months to under 5 years`, into `buffer`, which it returns. Any thread.
 */
SIGNPOST_API char *signpost_ages_format(int32_t from_days, int32_t to_days, char buffer[SIGNPOST_AGES_SIZE]);

/** People by age and sex: all of these ages, in completed days and both included, and of one of these sexes. */
typedef struct signpost_people {
    int32_t from_days, to_days;
    unsigned sexes; /**< `1u << signpost_sex` of each; 0 is nobody */
} signpost_people;

/** Tells the group at `index`, from 0, of those that are put together; false past the end. */
typedef bool (*signpost_people_source)(const void *context, size_t index, signpost_people *group);

/**
 * Puts groups of people together, which may overlap and come in any order: the union as groups that do not overlap, by
 * age, the fewest. To have all, begin at day 0, and go on from the day after each that was found.
 *
 * @param source  tells the groups, the same ones whenever it is asked.
 * @param context handed to `source`.
 * @param day     age from which to look, in completed days, at least 0: who is younger is left out.
 * @param found   receives the first group of the union; left alone when there is none.
 * @return false when nobody is that old. Allocates nothing. Any thread.
 */
SIGNPOST_API bool signpost_people_next(signpost_people_source source, const void *context, int32_t day,
                                       signpost_people *found);

/** The patient as the walk and the search see them. It names nobody. */
typedef struct signpost_patient {
    size_t size; /**< sizeof(signpost_patient): SIGNPOST_PATIENT_INIT sets it */
    signpost_age age;
    signpost_sex sex;
    signpost_party party;
    int earlier_contacts; /**< contacts about this patient in the 96 hours before this one */
} signpost_patient;

#define SIGNPOST_PATIENT_INIT                                                                                          \
    {                                                                                                                  \
        sizeof(signpost_patient), {-1, -1}, SIGNPOST_SEX_UNKNOWN, SIGNPOST_SELF, 0                                     \
    }

#ifdef __cplusplus
}
#endif
#endif

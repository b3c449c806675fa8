/** @file
 * A need: what is searched for. The plain value in which walk and search meet.
 */
#ifndef SIGNPOST_NEED_H
#define SIGNPOST_NEED_H

#include "outcome.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most symptom discriminators that one need can have. */
#define SIGNPOST_MOST_DISCRIMINATORS 8

/** What is known of the patient's GP practice. */
typedef enum signpost_practice_knowledge {
    SIGNPOST_PRACTICE_NOT_ASKED, /**< services for registered patients are held, with the question to ask */
    SIGNPOST_PRACTICE_KNOWN,     /**< `practice` names it */
    SIGNPOST_PRACTICE_NONE       /**< asked: registered nowhere, or not known */
} signpost_practice_knowledge;

/** What is searched for. Texts are borrowed: they must live until the call that is given the need returns. */
typedef struct signpost_need {
    size_t size;                      /**< sizeof(signpost_need): SIGNPOST_NEED_INIT sets it */
    signpost_disposition disposition; /**< only code, within, setting, lookup and if_none are read */
    const char *symptom_group;        /**< code; required */
    const char *discriminators[SIGNPOST_MOST_DISCRIMINATORS];
    size_t discriminator_count;
    signpost_age age;
    signpost_sex sex;
    const char *postcode; /**< where the patient is now: a postcode, sector, district or town; NULL to use the point */
    bool has_point;       /**< `latitude` and `longitude` say where the patient is; they come before `postcode` */
    double latitude, longitude; /**< WGS84 degrees */
    const char *area;           /**< code of the area that they lie in; NULL for those of the place */
    signpost_practice_knowledge practice_knowledge;
    const char *practice;    /**< ODS code; read when practice_knowledge is SIGNPOST_PRACTICE_KNOWN */
    const char *role;        /**< who refers: "111-telephone" (NULL means that), "111-online", "999", "clinician" */
    signpost_minute when;    /**< moment of the search */
    signpost_minute reached; /**< moment the disposition was reached; SIGNPOST_REACHED_NOW for `when` */
    int32_t radius_m;        /**< search distance, in metres; 0 for the place's own, else the policy's */
    int limit;               /**< most services to return; 0 for the policy's */
} signpost_need;

/** The disposition was reached at the moment of the search. */
#define SIGNPOST_REACHED_NOW INT64_MIN

/** Nothing known yet. */
#define SIGNPOST_NEED_INIT                                                                                             \
    {                                                                                                                  \
        .size = sizeof(signpost_need), .age = {-1, -1}, .sex = SIGNPOST_SEX_UNKNOWN, .reached = SIGNPOST_REACHED_NOW   \
    }

#ifdef __cplusplus
}
#endif
#endif

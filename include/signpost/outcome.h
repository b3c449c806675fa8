/** @file
 * Dispositions and outcomes: what the patient should do, and what kind of service can help.
 */
#ifndef SIGNPOST_OUTCOME_H
#define SIGNPOST_OUTCOME_H

#include "patient.h"

#ifdef __cplusplus
extern "C" {
#endif

/** In what a timeframe is counted. */
typedef enum signpost_time_unit { SIGNPOST_MINUTES, SIGNPOST_WORKING_DAYS } signpost_time_unit;

/** How soon: within 360 minutes, within 3 working days. */
typedef struct signpost_timeframe {
    int32_t amount;
    signpost_time_unit unit;
} signpost_timeframe;

/** What is done when no service fits. */
typedef enum signpost_if_none {
    SIGNPOST_IF_NONE_EMERGENCY, /**< the nearest emergency departments, as a catch-all */
    SIGNPOST_IF_NONE_CLINICIAN, /**< a clinician calls back */
    SIGNPOST_IF_NONE_ADVICE     /**< what to do, and when to call again */
} signpost_if_none;

/** Where the patient is cared for. */
typedef enum signpost_setting {
    SIGNPOST_SETTING_AMBULANCE,
    SIGNPOST_SETTING_EMERGENCY_DEPARTMENT,
    SIGNPOST_SETTING_URGENT_TREATMENT,
    SIGNPOST_SETTING_PRIMARY_CARE,
    SIGNPOST_SETTING_DENTAL,
    SIGNPOST_SETTING_PHARMACY,
    SIGNPOST_SETTING_MATERNITY,
    SIGNPOST_SETTING_MENTAL_HEALTH,
    SIGNPOST_SETTING_CLINICIAN,
    SIGNPOST_SETTING_SELF_CARE
} signpost_setting;

/** "ambulance", "primary care" and so on, as the content writes it. Any thread. */
SIGNPOST_API const char *signpost_setting_name(signpost_setting setting);
/** "emergency department", "clinician" or "advice". Any thread. */
SIGNPOST_API const char *signpost_if_none_name(signpost_if_none if_none);

/** Space for a timeframe in words, with the NUL. */
#define SIGNPOST_TIMEFRAME_SIZE 32
/** Writes `2 hours`, `30 minutes`, `3 working days` or `now` into `buffer`, which it returns. */
SIGNPOST_API char *signpost_timeframe_format(signpost_timeframe within, char buffer[SIGNPOST_TIMEFRAME_SIZE]);

/** What the patient should do. Texts are borrowed from the algorithms. */
typedef struct signpost_disposition {
    const char *code;  /**< such as "Dx06" */
    const char *title; /**< such as "Contact a primary care service within 6 hours" */
    const char *say;   /**< the same in plain words, for the caller */
    int urgency;       /**< 1 is the most urgent; no two dispositions share one */
    signpost_timeframe within;
    signpost_setting setting;
    bool lookup; /**< whether services are searched for; not for an ambulance or self-care */
    signpost_if_none if_none;
} signpost_disposition;

/** A disposition with what makes it need a particular kind of service. Texts are borrowed from the algorithms. */
typedef struct signpost_outcome {
    signpost_disposition disposition;
    const char *symptom_group;       /**< code; "" when there is none */
    const char *symptom_group_title; /**< in words; "" when there is none */
    const char *discriminator;       /**< code; "" when there is none */
    const char *discriminator_title;
} signpost_outcome;

#ifdef __cplusplus
}
#endif
#endif

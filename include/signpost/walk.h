/** @file
 * The walk: one patient's way through the algorithms, step by step, to an outcome.
 *
 * A walk is made for one call and belongs to one thread at a time. Making it allocates everything it will need; no
 * later call allocates. Every event takes its moment from the host and is offered to the host's sink *before* it
 * counts: when the sink refuses it, nothing has changed.
 *
 * Caveats
 * - At every step there is an interim disposition: the safe result if the call drops now. Hosts should show it.
 * - A walk outlives nothing: it holds its own reference to the algorithms, but borrows the sink's context.
 */
#ifndef SIGNPOST_WALK_H
#define SIGNPOST_WALK_H

#include "algorithms.h"
#include "need.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One patient's way through the algorithms. */
typedef struct signpost_walk signpost_walk;

/** What the walk stands at. */
typedef enum signpost_step_kind {
    SIGNPOST_STEP_QUESTION, /**< one of `answers`: signpost_walk_answer */
    SIGNPOST_STEP_MANY,     /**< any number of `answers`: signpost_walk_choose */
    SIGNPOST_STEP_MEASURE,  /**< a number: signpost_walk_measure */
    SIGNPOST_STEP_TOGETHER, /**< yes, no or not sure to each of `answers`: signpost_walk_together */
    SIGNPOST_STEP_AGE,      /**< the age is too vague to go on: signpost_walk_age */
    SIGNPOST_STEP_ADVICE,   /**< something to say: signpost_walk_acknowledge */
    SIGNPOST_STEP_OUTCOME,  /**< the end, reached by answers */
    SIGNPOST_STEP_LEFT      /**< the end, by a clinician's early exit */
} signpost_step_kind;

/** Where a walk stands. Texts are borrowed from the algorithms. */
typedef struct signpost_step {
    signpost_step_kind kind;
    const char *name;    /**< `pathway/step`; "" for an age that is needed to begin */
    const char *text;    /**< what is asked or said; "" at an outcome */
    const char *why;     /**< why it is asked; may be "" */
    const char *help;    /**< help for the one who asks; may be "" */
    size_t answer_count; /**< of signpost_walk_answer_at: answers, choices or parts; lines of an advice */
    bool may_be_unsure;  /**< a many can be answered "not sure", a measure "not known" */
    int64_t from, to;    /**< a measure's bounds, both included, in units of 10^-decimals */
    int decimals;
    const char *unit;         /**< a measure's; may be "" */
    int32_t boundary_days;    /**< of an age: is the patient this old (in completed days), or younger? */
    signpost_outcome outcome; /**< at the end */
    const char *left_because; /**< the clinician's reason; "" elsewhere */
    bool is_translated; /**< the texts are in the walk's language; false where the content has them in its own only */
} signpost_step;

/** An answer, choice, part of a together, or line of advice. */
typedef struct signpost_answer {
    const char *label;   /**< as the content writes it */
    const char *wording; /**< as it is read out */
} signpost_answer;

/** Answers to a part of a together. */
typedef enum signpost_part_answer { SIGNPOST_YES, SIGNPOST_NO, SIGNPOST_NOT_SURE } signpost_part_answer;

/** What happened. */
typedef enum signpost_event {
    SIGNPOST_EVENT_STARTED,
    SIGNPOST_EVENT_ANSWERED,     /**< question, many, measure or together */
    SIGNPOST_EVENT_ACKNOWLEDGED, /**< advice was said */
    SIGNPOST_EVENT_AGED,         /**< a more exact age was given */
    SIGNPOST_EVENT_WENT_BACK,
    SIGNPOST_EVENT_CHANGED, /**< an earlier answer was changed */
    SIGNPOST_EVENT_LEFT
} signpost_event;

/** "started", "answered" and so on. Any thread. */
SIGNPOST_API const char *signpost_event_name(signpost_event event);

/** One event for the journal. Texts live until the sink returns. */
typedef struct signpost_record {
    signpost_event event;
    signpost_minute moment;
    const char *content;   /**< the algorithms' fingerprint */
    const char *complaint; /**< what the call is about */
    const char *step;      /**< where it happened: `pathway/step`; "" when the walk starts */
    const char *shown;     /**< what was asked there, or the title of what was said; "" when nothing was */
    const char *const *said; /**< the lines of advice that was acknowledged */
    size_t said_count;
    const char *reply;   /**< the answer in the content's words, an age, a clinician's reason; "" when there is none */
    const char *arrived; /**< the step that it led to; "" while an age is needed to begin */
    const char *interim; /**< code of the interim disposition there */
    const char *outcome; /**< code of the disposition that was reached; "" when none was */
    const signpost_patient *patient;
    const char *language; /**< code of the language that is spoken; `shown` is in it where it is translated */
} signpost_record;

/**
 * Takes an event for the journal.
 * @return false when it cannot be kept: the event then does not happen, and its call returns SIGNPOST_CANCELLED.
 * It must not call back into the walk.
 */
typedef bool (*signpost_sink)(const signpost_record *record, void *context);

/**
 * Starts a walk. It stands at the first question, or at SIGNPOST_STEP_AGE when the age does not tell which pathway to
 * take.
 *
 * @param algorithms a reference is taken.
 * @param patient    copied. Its age must be valid.
 * @param complaint  name of a complaint.
 * @param moment     when the call reached this.
 * @param sink       takes the events; NULL for none.
 * @param context    given to the sink.
 * @param walk       receives the walk, which the caller frees.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND for an unknown complaint, with the nearest in `error`; SIGNPOST_INVALID for a
 * patient that cannot be; SIGNPOST_CANCELLED; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_walk_start(signpost_algorithms *algorithms, const signpost_patient *patient,
                                                 const char *complaint, signpost_minute moment, signpost_sink sink,
                                                 void *context, signpost_walk **walk, signpost_error *error);

/**
 * As signpost_walk_start, in another language than the content's own: questions, answers, advice and dispositions are
 * shown in it, each where the whole of its pathway, disposition or advice is translated (`is_translated` tells), and in
 * English otherwise. Replies are taken in its words, too; what the content's own words say is taken in any language.
 * @param language code of a translation (signpost_language_at), or SIGNPOST_OWN_LANGUAGE; NULL for the latter.
 * @return as signpost_walk_start; SIGNPOST_NOT_FOUND for a language that there is no translation into, too.
 */
SIGNPOST_API signpost_status signpost_walk_start_in(signpost_algorithms *algorithms, const char *language,
                                                    const signpost_patient *patient, const char *complaint,
                                                    signpost_minute moment, signpost_sink sink, void *context,
                                                    signpost_walk **walk, signpost_error *error);

/**
 * Goes on in another language. It is no event: the records from here on name it.
 * @param language as in signpost_walk_start_in; SIGNPOST_NOT_FOUND when there is no such translation.
 */
SIGNPOST_API signpost_status signpost_walk_speak(signpost_walk *walk, const char *language, signpost_error *error);

/** Frees a walk; NULL is fine. */
SIGNPOST_API void signpost_walk_free(signpost_walk *walk);

/** Where the walk stands. */
SIGNPOST_API void signpost_walk_step(const signpost_walk *walk, signpost_step *step);
/** The answer at `index`, from 0, of where the walk stands; texts are "" past the end. */
SIGNPOST_API signpost_answer signpost_walk_answer_at(const signpost_walk *walk, size_t index);

/*
 * Events. Each returns SIGNPOST_OK; SIGNPOST_STATE when the walk does not stand at such a step, or when no rule of a
 * decision fits (the content is at fault: the interim disposition holds); SIGNPOST_INVALID for an answer that cannot
 * be; SIGNPOST_CANCELLED when the sink refused. After anything but SIGNPOST_OK the walk stands where it stood.
 */

/** Answers a question with the answer at `index`. */
SIGNPOST_API signpost_status signpost_walk_answer(signpost_walk *walk, size_t index, signpost_minute moment,
                                                  signpost_error *error);
/** Answers a many with the choices at `indices`; none when `count` is 0; "not sure" when `indices` is NULL and
 * `count` 1. */
SIGNPOST_API signpost_status signpost_walk_choose(signpost_walk *walk, const size_t *indices, size_t count,
                                                  signpost_minute moment, signpost_error *error);
/** Answers a together: one of `answers` for each part, in order; `count` must be their number. */
SIGNPOST_API signpost_status signpost_walk_together(signpost_walk *walk, const signpost_part_answer *answers,
                                                    size_t count, signpost_minute moment, signpost_error *error);
/** Answers a measure with a number in units of 10^-decimals; NULL means not known. */
SIGNPOST_API signpost_status signpost_walk_measure(signpost_walk *walk, const int64_t *value, signpost_minute moment,
                                                   signpost_error *error);
/**
 * Answers any of these, and an age, from text, as people and files write it: `yes`, `39.5`, `not known`, `drowsy,
 * mottled`, `none of these`, `fit: yes, stiff: not sure`, `18 months`. Case does not count.
 */
SIGNPOST_API signpost_status signpost_walk_reply(signpost_walk *walk, const char *text, signpost_minute moment,
                                                 signpost_error *error);
/** Gives a more exact age, which must lie within the age that is known. */
SIGNPOST_API signpost_status signpost_walk_age(signpost_walk *walk, signpost_age age, signpost_minute moment,
                                               signpost_error *error);
/** Goes on after advice. */
SIGNPOST_API signpost_status signpost_walk_acknowledge(signpost_walk *walk, signpost_minute moment,
                                                       signpost_error *error);
/** Takes the last answer back; SIGNPOST_STATE at the first question. A more exact age that was given stays. */
SIGNPOST_API signpost_status signpost_walk_back(signpost_walk *walk, signpost_minute moment, signpost_error *error);
/**
 * Changes an earlier answer. Later answers that still lie on the way are kept; signpost_walk_dropped lists the others.
 * @param step  its `pathway/step`; SIGNPOST_NOT_FOUND when it has not been asked.
 * @param reply as in signpost_walk_reply.
 */
SIGNPOST_API signpost_status signpost_walk_change(signpost_walk *walk, const char *step, const char *reply,
                                                  signpost_minute moment, signpost_error *error);
/** How many answers the last change dropped. */
SIGNPOST_API size_t signpost_walk_dropped_count(const signpost_walk *walk);
/** The step of the dropped answer at `index`; "" past the end. */
SIGNPOST_API const char *signpost_walk_dropped(const signpost_walk *walk, size_t index);
/**
 * Leaves early: a clinician chooses a disposition.
 * @param reason why; must not be empty; copied, cut to SIGNPOST_TEXT_SIZE.
 */
SIGNPOST_API signpost_status signpost_walk_leave(signpost_walk *walk, const char *disposition, const char *reason,
                                                 signpost_minute moment, signpost_error *error);

/** Where am I: the way so far and what may come. */
typedef struct signpost_where {
    const char *pathway; /**< name; "" while an age is needed to begin */
    const char *pathway_title;
    size_t entries;               /**< of signpost_walk_entry: answers and advice so far */
    int32_t fewest, most;         /**< questions still to come, at least and at most, this one included */
    signpost_disposition interim; /**< what holds if the call drops now */
    const char *interim_because;  /**< why; may be "" */
    bool is_red_flag;             /**< a red flag was positive or not sure */
    bool is_repeat;               /**< the third contact, or a later one, within 96 hours */
    const char *language;         /**< code of the language that is spoken */
} signpost_where;

SIGNPOST_API void signpost_walk_where(const signpost_walk *walk, signpost_where *where);

/** An answer given, or advice said. */
typedef struct signpost_entry {
    const char *step, *shown;
    char reply[SIGNPOST_TEXT_SIZE]; /**< in the content's words; "" for advice */
    bool is_red_flag;               /**< positive or not sure, of a red flag */
} signpost_entry;

/** The entry at `index`, from 0; false past the end. */
SIGNPOST_API bool signpost_walk_entry(const signpost_walk *walk, size_t index, signpost_entry *entry);

/**
 * Dispositions that may still be reached, most urgent first: of a superset, found by following every way that what is
 * known does not rule out.
 * @param found receives up to `most`.
 * @return how many there are, which may be more than `most`.
 */
SIGNPOST_API size_t signpost_walk_possible(signpost_walk *walk, signpost_disposition *found, size_t most);

/** Advice for the end of the call. Texts are borrowed. */
typedef struct signpost_advice {
    signpost_advice_kind kind;
    const char *name, *title;
    size_t line_count;
    bool is_translated; /**< it is in the walk's language */
} signpost_advice;

/**
 * The advice at `index`, from 0, that belongs to the end that was reached: care advice that the outcome names, then
 * what the keywords on the way call for, then when to call back. False past the end, and before the end.
 */
SIGNPOST_API bool signpost_walk_advice(const signpost_walk *walk, size_t index, signpost_advice *advice);
/** A line of that advice; "" past the end. */
SIGNPOST_API const char *signpost_walk_advice_line(const signpost_walk *walk, size_t index, size_t line);

/**
 * Fills a need with what the walk knows: disposition, symptom group, discriminator, age and sex. Place, practice and
 * moment are the host's; what the need holds of them stays. Texts are borrowed from the algorithms.
 * @return SIGNPOST_OK; SIGNPOST_STATE before the end, or when the disposition is one that nothing is looked up for.
 */
SIGNPOST_API signpost_status signpost_walk_need(const signpost_walk *walk, signpost_need *need, signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif

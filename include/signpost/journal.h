/** @file
 * The journal: the record of one call, line by line, from its start to its end.
 *
 * A `signpost_recorder` writes it while the call goes on: it plugs into a walk as its sink, so that a line has reached
 * the host's disk before the event counts. A `signpost_journal` is a journal that was read: it can be looked through,
 * walked on from (a warm transfer, a desk that was restarted) and replayed.
 *
 * The bytes are JSON Lines, UTF-8, each line a flat object whose members stand in a fixed order without spaces between
 * them. The first line is the start, and carries the format's version (`"journal":1`). The last member of every line,
 * `"chain"`, is BLAKE2b-256 (in hexadecimal) of the chain of the line before (32 bytes; zeros before the first) and of
 * the line's own bytes up to it. The same call gives the same bytes on every machine and in every locale.
 *
 * What it holds: the content's fingerprint, every event with its moment, what was shown, the reply and where it led;
 * the search with what it offered; the service chosen, and why others were refused; who it was handed to, by role; the
 * end. It holds no name, number or address: of a postcode the district alone, of a point two decimals (about a
 * kilometre), unless the host asks for all. Notes, comments and a clinician's reason are the host's own words.
 *
 * Caveats
 * - The chain finds damage and careless edits. Whoever can write the file can make it anew: a host that fears forgery
 *   keeps the last chain (signpost_recorder_chain) elsewhere.
 * - A journal that was cut at the end of a line reads as a call that has not ended (signpost_journal_about).
 */
#ifndef SIGNPOST_JOURNAL_H
#define SIGNPOST_JOURNAL_H

#include "json.h"
#include "search.h"
#include "walk.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a line records. The first seven are the events of a walk, with the values of signpost_event. */
typedef enum signpost_line_kind {
    SIGNPOST_LINE_STARTED,
    SIGNPOST_LINE_ANSWERED,
    SIGNPOST_LINE_ACKNOWLEDGED,
    SIGNPOST_LINE_AGED,
    SIGNPOST_LINE_WENT_BACK,
    SIGNPOST_LINE_CHANGED,
    SIGNPOST_LINE_LEFT,
    SIGNPOST_LINE_SEARCHED,
    SIGNPOST_LINE_CHOSEN,
    SIGNPOST_LINE_REFUSED,
    SIGNPOST_LINE_HANDED_OVER,
    SIGNPOST_LINE_NOTED,
    SIGNPOST_LINE_ENDED,
    SIGNPOST_LINE_KINDS
} signpost_line_kind;

/** "started", "answered" ... "handed over", "noted", "ended": as the line's `event` says. Any thread. */
SIGNPOST_API const char *signpost_line_kind_name(signpost_line_kind kind);

/** How a call ended. */
typedef enum signpost_ending {
    SIGNPOST_ENDED_BY_OUTCOME, /**< reached by answers */
    SIGNPOST_ENDED_BY_LEAVING, /**< a clinician's early exit */
    SIGNPOST_ENDED_BY_DROPPING /**< before an outcome: the interim disposition holds */
} signpost_ending;

/** "outcome", "left" or "dropped". Any thread. */
SIGNPOST_API const char *signpost_ending_name(signpost_ending ending);

/** Some texts. */
typedef struct signpost_texts {
    const char *const *at;
    size_t count;
} signpost_texts;

/** A line. Texts are never NULL; what a kind does not have is "" or 0. Borrowed from the journal. */
typedef struct signpost_line {
    signpost_line_kind kind;
    signpost_minute moment;
    size_t number; /**< from 1 */

    /* of the walk */
    const char *content;      /**< started: the content's fingerprint */
    const char *complaint;    /**< started */
    const char *language;     /**< that `shown` and `said` are in, where they are translated */
    const char *step;         /**< where it happened, `pathway/step`; ended: where the walk stood */
    const char *shown;        /**< what was asked, or the title of what was said */
    signpost_texts said;      /**< acknowledged: the lines of advice */
    const char *reply;        /**< in the content's words; left: the reason */
    const char *arrived;      /**< the step that it led to */
    const char *interim;      /**< disposition that holds there if the call drops */
    const char *outcome;      /**< disposition that was reached; "" when none was. Ended: the one that holds */
    signpost_patient patient; /**< started; aged, and searched: `age` (and `sex`) */

    /* of the search */
    const char *directory;   /**< its name */
    int64_t content_version; /**< of the directory */
    const char *fingerprint; /**< its digest in hexadecimal; "" when the host gave none */
    const char *policy, *policy_fingerprint;
    const char *disposition;
    const char *symptom_group;      /**< ended, too */
    signpost_texts discriminators;  /**< symptom discriminators that were asked for */
    signpost_place_kind place_kind; /**< what the search was made from; the place below may be coarser */
    const char *place;              /**< district or town; "51.13,0.26" for a point */
    signpost_practice_knowledge practice_knowledge;
    const char *practice;          /**< ODS code */
    const char *role;              /**< who refers */
    signpost_minute when, reached; /**< moment of the search; moment the disposition was reached */
    int32_t radius_m;              /**< that was searched */
    int32_t limit;
    signpost_texts offered, held, catch_all; /**< uids, in the order in which they were offered */

    /* chosen, refused */
    const char *service;      /**< uid */
    const char *service_name; /**< for professionals */
    signpost_list list;       /**< that it stood in */
    int32_t position;         /**< in that list, from 1 */
    int32_t reason;           /**< refused: code of the national reject reason */
    const char *reason_title;
    const char *text; /**< refused: comment; noted: the note */

    /* handed over, ended */
    const char *to; /**< role that it was handed to */
    signpost_ending ending;
    const char *title; /**< ended: of the disposition that holds */
    signpost_timeframe within;
    signpost_setting setting;
    const char *symptom_group_title;
    const char *discriminator, *discriminator_title;
    signpost_texts advice; /**< ended: names of the advice that belongs to it */
} signpost_line;

/** A national reason for not taking a service that was offered. */
typedef struct signpost_reject_reason {
    int32_t code;
    const char *title, *short_title;
    bool needs_comment;
    bool clinician_only;
    const char *category; /**< "Patient", "Service", "Clinician" or "Other" */
} signpost_reject_reason;

/** The reason at `index`, from 0, by code; NULL past the end. Any thread. */
SIGNPOST_API const signpost_reject_reason *signpost_reject_reason_at(size_t index);
/** The reason with a code; NULL when there is none. Any thread. */
SIGNPOST_API const signpost_reject_reason *signpost_reject_reason_find(int32_t code);

/* Reading. */

/** A journal that was read. Never changes; any number of threads may share it. */
typedef struct signpost_journal signpost_journal;

/** The largest journal that is read, in bytes: some hundred thousand events. */
#define SIGNPOST_LARGEST_JOURNAL (64 * 1024 * 1024)

/** How a journal is read. */
typedef struct signpost_journal_options {
    size_t size; /**< sizeof(signpost_journal_options): SIGNPOST_JOURNAL_OPTIONS_INIT sets it */
    /**
     * Leave out a last line without its line feed: it was being written when the desk stopped, and its event did not
     * count. signpost_journal_about tells how many bytes are good: cut the file to them before going on.
     */
    bool forgive_unfinished;
} signpost_journal_options;

#define SIGNPOST_JOURNAL_OPTIONS_INIT                                                                                  \
    {                                                                                                                  \
        sizeof(signpost_journal_options), false                                                                        \
    }

/**
 * Reads a journal strictly: every line must be what a recorder writes, and its chain must be right.
 *
 * @param name        as messages name it.
 * @param bytes       need not end with a NUL; copied.
 * @param options     NULL for the defaults.
 * @param journal     receives the journal, which the caller frees.
 * @param diagnostics receives every mistake, with its line and what is expected there; may be NULL.
 * @param error       the first of them; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_CORRUPT when a line is damaged, missing or not what it should be; SIGNPOST_VERSION for
 * a journal of another format; SIGNPOST_INVALID when it is larger than SIGNPOST_LARGEST_JOURNAL; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_journal_read(const char *name, const char *bytes, size_t size,
                                                   const signpost_journal_options *options, signpost_journal **journal,
                                                   signpost_diagnostics *diagnostics, signpost_error *error);

/** The same from a file: SIGNPOST_NOT_FOUND and SIGNPOST_IO, too. */
SIGNPOST_API signpost_status signpost_journal_load(const char *path, const signpost_journal_options *options,
                                                   signpost_journal **journal, signpost_diagnostics *diagnostics,
                                                   signpost_error *error);

/** Frees a journal; NULL is fine. */
SIGNPOST_API void signpost_journal_free(signpost_journal *journal);

/** What a journal is. Texts are borrowed from it. */
typedef struct signpost_journal_about {
    const char *content; /**< fingerprint of the content that was walked */
    const char *complaint;
    size_t lines;      /**< of signpost_journal_line */
    size_t bytes;      /**< of these lines: less than was read only after `forgive_unfinished` */
    const char *chain; /**< of the last line */
    bool has_ended;    /**< the last line is the end; otherwise the call goes on, or was cut off */
} signpost_journal_about;

SIGNPOST_API signpost_journal_about signpost_journal_describe(const signpost_journal *journal);

/** The line at `index`, from 0, borrowed; NULL past the end. */
SIGNPOST_API const signpost_line *signpost_journal_line(const signpost_journal *journal, size_t index);

/* Recording. */

/** Writes the journal of one call. Belongs to one thread at a time. */
typedef struct signpost_recorder signpost_recorder;

typedef struct signpost_recorder_options {
    size_t size;          /**< sizeof(signpost_recorder_options): SIGNPOST_RECORDER_OPTIONS_INIT sets it */
    bool keeps_all_place; /**< record the whole postcode, and a point to five decimals */
} signpost_recorder_options;

#define SIGNPOST_RECORDER_OPTIONS_INIT                                                                                 \
    {                                                                                                                  \
        sizeof(signpost_recorder_options), false                                                                       \
    }

/**
 * Makes a recorder for a call that begins. Nothing is written before the walk starts.
 *
 * @param options  NULL for the defaults.
 * @param write    takes each line, whole and with its line feed, in one call; it returns true only when the line will
 *                 be found again (a file: written and, if power may fail, synchronised). When it returns false what it
 *                 has written of the line must be taken back, and the event does not count.
 * @param recorder receives the recorder, which the caller frees.
 * @return SIGNPOST_OK or SIGNPOST_NO_MEMORY.
 *
 * It has room for lines of 16 KiB; only a longer one (a search that offers hundreds of services) allocates.
 */
SIGNPOST_API signpost_status signpost_recorder_new(const signpost_recorder_options *options,
                                                   signpost_write_function write, void *context,
                                                   signpost_recorder **recorder, signpost_error *error);

/**
 * The same for a call that goes on: lines are added to a journal that was read.
 * @return SIGNPOST_STATE, too, when that journal has ended.
 */
SIGNPOST_API signpost_status signpost_recorder_resume(const signpost_journal *journal,
                                                      const signpost_recorder_options *options,
                                                      signpost_write_function write, void *context,
                                                      signpost_recorder **recorder, signpost_error *error);

/** Frees a recorder; NULL is fine. */
SIGNPOST_API void signpost_recorder_free(signpost_recorder *recorder);

/** The chain of the last line that was written, in hexadecimal; zeros before the first. Borrowed; each line changes it.
 */
SIGNPOST_API const char *signpost_recorder_chain(const signpost_recorder *recorder);

/** A signpost_sink whose context is the recorder: give both to signpost_walk_start or signpost_walk_resume. */
SIGNPOST_API bool signpost_recorder_sink(const signpost_record *record, void *recorder);

/*
 * The host's own lines. Each returns SIGNPOST_OK; SIGNPOST_STATE before the walk has started and after the end;
 * SIGNPOST_INVALID for what cannot be recorded; SIGNPOST_CANCELLED when `write` refused: then nothing was recorded, and
 * it may be tried again; SIGNPOST_NO_MEMORY. Moments are of the years 1 to 9999.
 */

/**
 * Records a search that succeeded, and what was offered.
 * @param need        as it was searched for.
 * @param results     of that search.
 * @param fingerprint digest of the directory (signpost_directory_digest) as 64 hexadecimal digits; NULL when the host
 *                    does not know it.
 * @return SIGNPOST_STATE, too, when the results hold no search that succeeded.
 */
SIGNPOST_API signpost_status signpost_recorder_search(signpost_recorder *recorder, const signpost_need *need,
                                                      const signpost_results *results, const char *fingerprint,
                                                      signpost_minute moment, signpost_error *error);
/** Records that a service of the results was chosen. SIGNPOST_NOT_FOUND when it is not among them. */
SIGNPOST_API signpost_status signpost_recorder_choose(signpost_recorder *recorder, const signpost_results *results,
                                                      const char *uid, signpost_minute moment, signpost_error *error);
/**
 * Records why a service of the results was not taken. SIGNPOST_NOT_FOUND when it is not among them, or the reason is
 * none of signpost_reject_reason_at.
 * @param comment NULL for none; SIGNPOST_INVALID when the reason needs one.
 */
SIGNPOST_API signpost_status signpost_recorder_refuse(signpost_recorder *recorder, const signpost_results *results,
                                                      const char *uid, int32_t reason, const char *comment,
                                                      signpost_minute moment, signpost_error *error);
/**
 * Records that the call is handed to somebody else.
 * @param role such as "clinician": a lower-case letter, then lower-case letters, digits and hyphens, so that it cannot
 * be a person's name by mistake.
 */
SIGNPOST_API signpost_status signpost_recorder_hand_over(signpost_recorder *recorder, const char *role,
                                                         signpost_minute moment, signpost_error *error);
/** Records a note in the host's own words; it must not be empty. */
SIGNPOST_API signpost_status signpost_recorder_note(signpost_recorder *recorder, const char *text,
                                                    signpost_minute moment, signpost_error *error);
/** Records the end of the call: the outcome where the walk stands at one, else that it was dropped. */
SIGNPOST_API signpost_status signpost_recorder_end(signpost_recorder *recorder, const signpost_walk *walk,
                                                   signpost_minute moment, signpost_error *error);

/* Going on, and going over it again. */

/**
 * Makes a walk that stands where the journal's walk stood after its last line. Nothing is recorded by that.
 *
 * @param algorithms must be the content that was walked: its fingerprint is compared. A reference is taken.
 * @param sink       takes the events from here on; NULL for none. With a recorder of signpost_recorder_resume they go
 *                   into the same journal.
 * @param walk       receives the walk, which the caller frees.
 * @return SIGNPOST_OK; SIGNPOST_VERSION when it is other content; SIGNPOST_CORRUPT when the journal says of that
 * content what it cannot have done; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_walk_resume(signpost_algorithms *algorithms, const signpost_journal *journal,
                                                  signpost_sink sink, void *context, signpost_walk **walk,
                                                  signpost_error *error);

/** At what a replay parts from its journal. */
typedef enum signpost_parting {
    SIGNPOST_PARTS_NOT,     /**< the same way to the last line */
    SIGNPOST_PARTS_START,   /**< the walk does not start: no such complaint */
    SIGNPOST_PARTS_STEP,    /**< another step is asked, or a changed one was not asked */
    SIGNPOST_PARTS_REPLY,   /**< the reply is no answer any more */
    SIGNPOST_PARTS_ARRIVED, /**< it leads elsewhere */
    SIGNPOST_PARTS_INTERIM, /**< another disposition holds if the call drops */
    SIGNPOST_PARTS_OUTCOME, /**< another disposition, group or discriminator is reached */
    SIGNPOST_PARTS_SHOWN    /**< only the words differ: what is asked, said or advised */
} signpost_parting;

/** "same", "start", "step", "reply", "arrived", "interim", "outcome" or "shown". Any thread. */
SIGNPOST_API const char *signpost_parting_name(signpost_parting parting);

/** What a replay found. */
typedef struct signpost_replay {
    signpost_parting parts; /**< the first difference that matters: words count only when nothing else differs */
    size_t line;            /**< number of that line; 0 when nothing differs */
    char recorded[SIGNPOST_TEXT_SIZE], now[SIGNPOST_TEXT_SIZE]; /**< both sides of it */
    size_t reworded;   /**< lines, up to there, that differ in their words alone */
    bool same_content; /**< the fingerprints are equal */
    bool same_bytes;   /**< recorded again, the call gives the journal's very bytes */
} signpost_replay;

/**
 * Walks the journal's call again, on the same or on other content.
 * @return SIGNPOST_OK, whether it parts or not; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_journal_replay(const signpost_journal *journal, signpost_algorithms *algorithms,
                                                     signpost_replay *replay, signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif

/* Replies to questions, read from text: as a caller's answers, a case or an answers file writes them. */
#include "algorithms/model.h"
#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_REPLY = 512 };

/* Copies text without the spaces around it, in lower case; false when it is too long. */
static bool tidy(const char *text, size_t length, char buffer[LONGEST_REPLY])
{
    while (length && sgp_is_space(*text))
        text++, length--;
    while (length && sgp_is_space(text[length - 1]))
        length--;
    if (length >= LONGEST_REPLY)
        return false;
    for (size_t i = 0; i < length; i++)
        buffer[i] = sgp_lower(text[i]);
    buffer[length] = '\0';
    return true;
}

static signpost_status refuse(const signpost_algorithms *algorithms, sgp_index step, const char *text,
                              const sgp_nearest *nearest, const char *allowed, signpost_error *error)
{
    char suggestion[160] = "";
    if (nearest)
        sgp_nearest_suggestion(nearest, suggestion, sizeof suggestion);
    sgp_fail(error, SIGNPOST_INVALID, SGP_UNKNOWN_ANSWER, "\"%s\" is no answer to %s%s", text,
             algorithms->steps.at[step].name, suggestion);
    sgp_error_hint(error, "%s", allowed);
    return SIGNPOST_INVALID;
}

/* The answer with a label; SGP_NOTHING when there is none. */
static sgp_index find_answer(const signpost_algorithms *algorithms, sgp_run answers, const char *label)
{
    for (int32_t i = 0; i < answers.count; i++)
        if (sgp_text_equal_ignoring_case(algorithms->answers.at[answers.first + i].label, label))
            return answers.first + i;
    return SGP_NOTHING;
}

static void list_answers(const signpost_algorithms *algorithms, sgp_run answers, char *buffer, size_t size)
{
    size_t used = (size_t)snprintf(buffer, size, "answers:");
    for (int32_t i = 0; i < answers.count && used < size; i++)
        used += (size_t)snprintf(buffer + used, size - used, "%s %s", i ? "," : "",
                                 algorithms->answers.at[answers.first + i].label);
}

static signpost_status parse_choice(const signpost_algorithms *algorithms, sgp_index step, const char *text,
                                    sgp_reply *reply, signpost_error *error)
{
    const sgp_step *s = &algorithms->steps.at[step];
    reply->answer = find_answer(algorithms, s->answers, text);
    if (reply->answer == SGP_NOTHING) {
        char allowed[SIGNPOST_TEXT_SIZE];
        sgp_nearest nearest = sgp_nearest_to(text);
        for (int32_t i = 0; i < s->answers.count; i++)
            sgp_nearest_offer(&nearest, algorithms->answers.at[s->answers.first + i].label);
        list_answers(algorithms, s->answers, allowed, sizeof allowed);
        return refuse(algorithms, step, text, &nearest, allowed, error);
    }
    reply->value = algorithms->answers.at[reply->answer].value;
    return SIGNPOST_OK;
}

/* Calls `take` for each piece between commas. */
typedef signpost_status (*piece_taker)(const signpost_algorithms *algorithms, sgp_index step, const char *piece,
                                       sgp_reply *reply, signpost_error *error);

static signpost_status for_each_piece(const signpost_algorithms *algorithms, sgp_index step, const char *text,
                                      sgp_reply *reply, signpost_error *error, piece_taker take)
{
    while (*text) {
        size_t length = strcspn(text, ",");
        char piece[LONGEST_REPLY];
        tidy(text, length, piece); /* never longer than the whole, which fitted */
        signpost_status status = take(algorithms, step, piece, reply, error);
        if (status != SIGNPOST_OK)
            return status;
        text += length + (text[length] == ',');
    }
    return SIGNPOST_OK;
}

static signpost_status take_choice(const signpost_algorithms *algorithms, sgp_index step, const char *piece,
                                   sgp_reply *reply, signpost_error *error)
{
    sgp_reply one;
    signpost_status status = parse_choice(algorithms, step, piece, &one, error);
    if (status == SIGNPOST_OK)
        reply->value |= (int64_t)((uint64_t)1 << one.value);
    return status;
}

static signpost_status parse_many(const signpost_algorithms *algorithms, sgp_index step, const char *text,
                                  sgp_reply *reply, signpost_error *error)
{
    const sgp_step *s = &algorithms->steps.at[step];
    *reply = (sgp_reply){0, SGP_NOTHING};
    if (strcmp(text, "none of these") == 0)
        return SIGNPOST_OK;
    if (s->otherwise != SGP_NOTHING && strcmp(text, "not sure") == 0) {
        reply->value = SGP_UNKNOWN;
        return SIGNPOST_OK;
    }
    return for_each_piece(algorithms, step, text, reply, error, take_choice);
}

static signpost_status parse_number(const signpost_algorithms *algorithms, sgp_index step, const char *text,
                                    sgp_reply *reply, signpost_error *error)
{
    const sgp_step *s = &algorithms->steps.at[step];
    const sgp_fact *fact = &algorithms->facts.at[s->fact];
    *reply = (sgp_reply){SGP_UNKNOWN, SGP_NOTHING};
    if (s->otherwise != SGP_NOTHING && strcmp(text, "not known") == 0)
        return SIGNPOST_OK;
    if (sgp_parse_fixed(text, fact->decimals, &reply->value) && reply->value >= fact->from && reply->value <= fact->to)
        return SIGNPOST_OK;
    char allowed[160], from[32], to[32];
    snprintf(allowed, sizeof allowed, "a number from %s to %s%s%s, with at most %d decimals%s",
             sgp_format_fixed(fact->from, fact->decimals, from, sizeof from),
             sgp_format_fixed(fact->to, fact->decimals, to, sizeof to), *fact->unit ? " " : "", fact->unit,
             fact->decimals, s->otherwise == SGP_NOTHING ? "" : ", or not known");
    return refuse(algorithms, step, text, NULL, allowed, error);
}

static int part_answer(const char *text)
{
    static const char *const answers[] = {"yes", "no", "not sure"};
    for (int i = 0; i < SGP_PART_ANSWERS; i++)
        if (strcmp(text, answers[i]) == 0)
            return i;
    return -1;
}

static signpost_status parse_part(const signpost_algorithms *algorithms, sgp_index step, const char *text,
                                  sgp_reply *reply, signpost_error *error)
{
    *reply = (sgp_reply){part_answer(text), SGP_NOTHING};
    return reply->value < 0 ? refuse(algorithms, step, text, NULL, "answers: yes, no, not sure", error) : SIGNPOST_OK;
}

/* The same answer to every part. */
static int64_t answer_all(int32_t parts, int answer)
{
    int64_t value = 0;
    for (int32_t i = 0; i < parts; i++)
        value |= (int64_t)answer << 2 * i;
    return value;
}

/* `fit: yes`, or `fit` for short. */
static signpost_status take_part(const signpost_algorithms *algorithms, sgp_index step, const char *piece,
                                 sgp_reply *reply, signpost_error *error)
{
    const sgp_step *s = &algorithms->steps.at[step];
    char name[LONGEST_REPLY], said[LONGEST_REPLY] = "yes";
    size_t length = strcspn(piece, ":");
    tidy(piece, length, name);
    if (piece[length])
        tidy(piece + length + 1, strlen(piece + length + 1), said);
    int answer = part_answer(said);
    sgp_nearest nearest = sgp_nearest_to(name);
    for (int32_t i = 0; i < s->parts.count; i++) {
        const char *part = sgp_step_short_name(algorithms, s->parts.first + i);
        sgp_nearest_offer(&nearest, part);
        if (answer < 0 || strcmp(part, name) != 0)
            continue;
        reply->value = (reply->value & ~((int64_t)3 << 2 * i)) | (int64_t)answer << 2 * i;
        return SIGNPOST_OK;
    }
    return refuse(algorithms, step, piece, &nearest,
                  "no to all, or those that are not no, such as \"fit: yes, stiff: not sure\"", error);
}

static signpost_status parse_together(const signpost_algorithms *algorithms, sgp_index step, const char *text,
                                      sgp_reply *reply, signpost_error *error)
{
    int32_t parts = algorithms->steps.at[step].parts.count;
    int same = part_answer(text);
    *reply = (sgp_reply){answer_all(parts, same < 0 ? SGP_PART_NO : same), SGP_NOTHING};
    return same < 0 ? for_each_piece(algorithms, step, text, reply, error, take_part) : SIGNPOST_OK;
}

signpost_status sgp_reply_parse(const signpost_algorithms *algorithms, sgp_index step, const char *text,
                                sgp_reply *reply, signpost_error *error)
{
    char tidied[LONGEST_REPLY];
    if (!tidy(text, strlen(text), tidied) || !*tidied)
        return refuse(algorithms, step, *text ? "that text" : "", NULL, "give one of its answers", error);
    switch (algorithms->steps.at[step].kind) {
    case SGP_STEP_QUESTION:
        return parse_choice(algorithms, step, tidied, reply, error);
    case SGP_STEP_MANY:
        return parse_many(algorithms, step, tidied, reply, error);
    case SGP_STEP_MEASURE:
        return parse_number(algorithms, step, tidied, reply, error);
    case SGP_STEP_TOGETHER:
        return parse_together(algorithms, step, tidied, reply, error);
    case SGP_STEP_PART:
        return parse_part(algorithms, step, tidied, reply, error);
    case SGP_STEP_DECISION:
    case SGP_STEP_ADVICE:
    case SGP_STEP_JUMP:
    case SGP_STEP_OUTCOME:
    default:
        return refuse(algorithms, step, tidied, NULL, "nothing is asked there", error);
    }
}

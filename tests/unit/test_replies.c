/* Replies to questions, as cases, answer files and people write them. */
#include "../support/cmocka_all.h"
#include "../support/content.h"

#include "algorithms/model.h"

#include <stdio.h>
#include <string.h>

enum { UNKNOWN = -99, REFUSED = -100 };

static const struct row {
    const char *question, *text;
    int64_t value;       /* index, bits, number in units of its precision, or two bits each part; UNKNOWN; REFUSED */
    const char *message; /* of the refusal, hint included */
} rows[] = {
    {"choking", "yes", 0, NULL},
    {"choking", " Not Sure ", 2, NULL},
    {"choking", "yess", REFUSED, "\"yess\" is no answer to cough/choking; did you mean \"yes\"?; answers: yes, no, not sure"},
    {"choking", "", REFUSED, "\"\" is no answer to cough/choking; give one of its answers"},
    {"choking", "   ", REFUSED, "\"that text\" is no answer to cough/choking; give one of its answers"},
    /* a shared fact's values are in its own order: yes, not sure, no */
    {"short", "no", 2, NULL},
    {"short", "not sure", 1, NULL},
    {"signs", "none of these", 0, NULL},
    {"signs", "blood", 1, NULL},
    {"signs", "weight,blood", 3, NULL},
    {"signs", " Weight , weight ", 2, NULL},
    {"signs", "not sure", UNKNOWN, NULL},
    {"signs", "blood, none of these", REFUSED, "\"none of these\" is no answer to cough/signs; answers: blood, weight"},
    {"signs", "blood,,weight", REFUSED, "\"\" is no answer to cough/signs; answers: blood, weight"},
    {"hot", "39.5", 395, NULL},
    {"hot", "39", 390, NULL},
    {"hot", "30", 300, NULL},
    {"hot", "45.0", 450, NULL},
    {"hot", "not known", UNKNOWN, NULL},
    {"hot", "45.1", REFUSED, "\"45.1\" is no answer to cough/hot; a number from 30.0 to 45.0 celsius, with at most 1 decimals, or not known"},
    {"hot", "39.55", REFUSED, "\"39.55\" is no answer to cough/hot; a number from 30.0 to 45.0 celsius, with at most 1 decimals, or not known"},
    {"hot", "39,5", REFUSED, "\"39,5\" is no answer to cough/hot; a number from 30.0 to 45.0 celsius, with at most 1 decimals, or not known"},
    {"checks", "no", 1 | 1 << 2, NULL},
    {"checks", "yes", 0, NULL},
    {"checks", "not sure", 2 | 2 << 2, NULL},
    {"checks", "fit: yes", 0 | 1 << 2, NULL},
    {"checks", "stiff", 1 | 0 << 2, NULL},
    {"checks", "Stiff: not sure, fit:yes", 0 | 2 << 2, NULL},
    {"checks", "stif: yes", REFUSED, "\"stif: yes\" is no answer to cough/checks; did you mean \"stiff\"?; no to all, or those that are not no, "
                                     "such as \"fit: yes, stiff: not sure\""},
    {"fit", "not sure", 2, NULL},
    {"fit", "maybe", REFUSED, "\"maybe\" is no answer to cough/fit; answers: yes, no, not sure"},
    {"settle", "yes", REFUSED, "\"yes\" is no answer to cough/settle; nothing is asked there"},
};

static void replies_are_read_or_refused_with_what_is_allowed(void **state)
{
    (void)state;
    signpost_algorithms *algorithms;
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/tests/fixtures/small", NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char name[64], said[SIGNPOST_TEXT_SIZE * 2 + 8] = "";
        sgp_reply reply = {0, SGP_NOTHING};
        signpost_error error = SIGNPOST_ERROR_INIT;
        snprintf(name, sizeof name, "cough/%s", rows[i].question);
        bool read = sgp_reply_parse(algorithms, sgp_step_find(algorithms, 0, name), rows[i].text, &reply, &error) == SIGNPOST_OK;
        snprintf(said, sizeof said, "%s; %s", error.message, error.hint);
        int64_t expect = rows[i].value == UNKNOWN ? SGP_UNKNOWN : rows[i].value;
        if (rows[i].value == REFUSED ? read || strcmp(said, rows[i].message) != 0 : !read || reply.value != expect)
            fail_msg("%s: \"%s\" gave %lld, %s", rows[i].question, rows[i].text, (long long)reply.value, said);
    }
    signpost_algorithms_free(algorithms);
}

static void a_reply_of_any_length_is_refused_with_grace(void **state)
{
    (void)state;
    static char text[5000];
    signpost_algorithms *algorithms;
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/tests/fixtures/small", NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    for (size_t length = 500; length < sizeof text; length += 1) {
        sgp_reply reply;
        memset(text, 'x', length);
        text[length] = '\0';
        assert_int_equal(sgp_reply_parse(algorithms, sgp_step_find(algorithms, 0, "cough/choking"), text, &reply, NULL), SIGNPOST_INVALID);
        assert_int_equal(sgp_reply_parse(algorithms, sgp_step_find(algorithms, 0, "cough/checks"), text, &reply, NULL), SIGNPOST_INVALID);
        length += length > 530 ? 500 : 0;
    }
    signpost_algorithms_free(algorithms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies_are_read_or_refused_with_what_is_allowed),
        cmocka_unit_test(a_reply_of_any_length_is_refused_with_grace),
    };
    return cmocka_run_group_tests_name("replies", tests, NULL, NULL);
}

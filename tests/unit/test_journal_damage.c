/* What damage does to a journal, and what nobody can have written. */
#include "../support/cmocka_all.h"

#include "../support/journal_call.h"

/* Cut short, a journal is refused, unless the cut is at the end of a line: then it is a call that has not ended. */
static void a_cut_is_noticed(void **state)
{
    (void)state;
    const signpost_journal_options forgiving = {.size = sizeof forgiving, .forgive_unfinished = true};
    make_call();
    for (size_t size = 0, whole = 0; size < paper.size; size++) {
        signpost_journal *journal;
        whole = size && paper.bytes[size - 1] == '\n' ? size : whole;
        signpost_status status = signpost_journal_read("call", paper.bytes, size, NULL, &journal, NULL, &error);
        assert_int_equal(status, whole == size && size ? SIGNPOST_OK : SIGNPOST_CORRUPT);
        if (journal)
            assert_false(signpost_journal_describe(journal).has_ended);
        signpost_journal_free(journal);
        status = signpost_journal_read("call", paper.bytes, size, &forgiving, &journal, NULL, &error);
        assert_int_equal(status, whole ? SIGNPOST_OK : SIGNPOST_CORRUPT);
        if (journal)
            assert_int_equal(signpost_journal_describe(journal).bytes, whole);
        signpost_journal_free(journal);
    }
}

/* No byte can be another, be left out, or come twice. */
static void any_other_byte_is_noticed(void **state)
{
    (void)state;
    static char other[sizeof paper.bytes + 1];
    signpost_journal *journal;
    make_call();
    for (size_t at = 0; at < paper.size; at++) {
        memcpy(other, paper.bytes, paper.size);
        other[at] = (char)(other[at] ^ 1 << at % 8);
        signpost_status status = signpost_journal_read("call", other, paper.size, NULL, &journal, NULL, &error);
        if (status != SIGNPOST_CORRUPT && status != SIGNPOST_VERSION)
            fail_msg("byte %zu changed: %s", at, signpost_status_name(status));
        assert_true(*error.message && error.line);
    }
    for (size_t at = 0; at < paper.size; at += 37) {
        memcpy(other, paper.bytes, at);
        memcpy(other + at, paper.bytes + at + 1, paper.size - at - 1);
        assert_int_not_equal(signpost_journal_read("call", other, paper.size - 1, NULL, &journal, NULL, &error),
                             SIGNPOST_OK);
        memcpy(other + at + 1, paper.bytes + at, paper.size - at);
        other[at] = paper.bytes[at];
        assert_int_not_equal(signpost_journal_read("call", other, paper.size + 1, NULL, &journal, NULL, &error),
                             SIGNPOST_OK);
    }
}

/* Lines whose chain is right, but which no recorder writes. */
static void lines_that_nobody_writes_are_refused(void **state)
{
    (void)state;
    static const struct row {
        const char *line; /* after the start */
        const char *message;
        unsigned column;
    } rows[] = {
        {"{\"event\":\"noted\",\"at\":\"2026-11-20T10:30Z\",\"text\":\"good\"", "", 0},
        {"{\"event\": \"noted\"", "the line does not go on with a text", 10},
        {"{\"event\":\"sung\"", "the line does not go on with one of its words", 10},
        {"{\"event\":\"noted\",\"at\":\"2026-11-20 10:30\"",
         "the line does not go on with a moment such as \"2026-11-21T18:30Z\"", 24},
        {"{\"event\":\"noted\",\"at\":\"2026-02-29T10:30Z\"",
         "the line does not go on with a moment such as \"2026-11-21T18:30Z\"", 24},
        {"{\"event\":\"noted\",\"at\":\"2026-11-20T10:30Z\",\"txt\":\"good\"",
         "the line does not go on with ,\"text\":", 42},
        {"{\"event\":\"noted\",\"at\":\"2026-11-20T10:30Z\",\"text\":\"a<b\"",
         "the line does not go on with an escape for that character", 52},
        {"{\"event\":\"noted\",\"at\":\"2026-11-20T10:30Z\",\"text\":\"\\u0041\"",
         "the line does not go on with an escape that is written here", 52},
        {"{\"event\":\"noted\",\"at\":\"2026-11-20T10:30Z\",\"text\":\"\\/\"",
         "the line does not go on with an escape that is written here", 52},
        {"{\"event\":\"noted\",\"at\":\"2026-11-20T10:30Z\",\"text\":\"a", "the line does not go on with \"", 52},
        {"{\"event\":\"noted\",\"at\":\"2026-11-20T10:30Z\",\"text\":\"\xC3\"", "the line is not UTF-8 here", 51},
        {"{\"event\":\"noted\",\"at\":\"2026-11-20T10:30Z\",\"text\":\"a\",\"more\":1",
         "the line does not go on with ,\"chain\":", 53},
        {"{\"event\":\"aged\",\"at\":\"2026-11-20T10:30Z\",\"step\":\"\",\"age\":[9,8]",
         "the line does not go on with an age before this", 63},
        {"{\"event\":\"aged\",\"at\":\"2026-11-20T10:30Z\",\"step\":\"\",\"age\":[08,9]",
         "the line does not go on with a whole number in its bounds", 59},
        {"{\"event\":\"chosen\",\"at\":\"2026-11-20T10:30Z\",\"service\":\"x\",\"name\":\"x\",\"list\":\"returned\","
         "\"position\":1",
         "service \"x\" was not offered by the last search", 0},
    };
    start_call(sizeof paper.bytes);
    signpost_journal *first = read_paper(paper.size), *journal;
    sgp_chain chain = {{0}};
    const char *start_end = strstr(paper.bytes, ",\"chain\":");
    chain = sgp_chain_after(&chain, paper.bytes, (size_t)(start_end - paper.bytes));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char bytes[4096], text[SGP_CHAIN_TEXT];
        const sgp_chain after = sgp_chain_after(&chain, rows[i].line, strlen(rows[i].line));
        sgp_chain_format(&after, text);
        int size = snprintf(bytes, sizeof bytes, "%.*s%s,\"chain\":\"%s\"}\n", (int)paper.size, paper.bytes,
                            rows[i].line, text);
        signpost_status status = signpost_journal_read("call", bytes, (size_t)size, NULL, &journal, NULL, &error);
        assert_int_equal(status, *rows[i].message ? SIGNPOST_CORRUPT : SIGNPOST_OK);
        signpost_journal_free(journal);
        if (!*rows[i].message)
            continue;
        assert_string_equal(error.message, rows[i].message);
        assert_int_equal(error.line, 2);
        assert_int_equal(error.column, rows[i].column);
    }
    signpost_journal_free(first);
    end_call();
}

static void another_format_is_named(void **state)
{
    (void)state;
    signpost_journal *journal;
    static const char future[] = "{\"journal\":12,\"event\":\"started\"}\n";
    assert_int_equal(signpost_journal_read("call", future, sizeof future - 1, NULL, &journal, NULL, &error),
                     SIGNPOST_VERSION);
    assert_string_equal(error.message, "the journal is of version 12, and version 1 is read here");
    assert_int_equal(signpost_journal_load("/nowhere/call", NULL, &journal, NULL, &error), SIGNPOST_NOT_FOUND);
}

/* Each mistake is told once, with its line. */
static void every_mistake_is_listed(void **state)
{
    (void)state;
    signpost_diagnostics *list;
    signpost_journal *journal;
    make_call();
    assert_int_equal(signpost_diagnostics_new(&list), SIGNPOST_OK);
    *strstr(paper.bytes, "Awake?") = 'a';
    *strstr(paper.bytes, "stiff") = 'S';
    *strstr(paper.bytes, "\"noted\"") = '\'';
    assert_int_equal(signpost_journal_read("call", paper.bytes, paper.size, NULL, &journal, list, &error),
                     SIGNPOST_CORRUPT);
    assert_int_equal(signpost_diagnostics_count(list), 3);
    assert_int_equal(signpost_diagnostics_get(list, 0).line, 2);
    assert_int_equal(signpost_diagnostics_get(list, 1).line, 7);
    assert_int_equal(signpost_diagnostics_get(list, 2).line, 25);
    signpost_diagnostics_free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_is_noticed),
        cmocka_unit_test(any_other_byte_is_noticed),
        cmocka_unit_test(lines_that_nobody_writes_are_refused),
        cmocka_unit_test(another_format_is_named),
        cmocka_unit_test(every_mistake_is_listed),
    };
    return cmocka_run_group_tests_name("damaged journals", tests, open_all, close_all);
}

/* Reading YAML: what is read, and what is refused, where. */
#include "../support/cmocka_all.h"

#include "formats/file.h"
#include "formats/yaml.h"

#include <stdio.h>
#include <string.h>

static void positions_and_texts_are_kept(void **state)
{
    (void)state;
    static const char text[] = "answers:\n  yes: [a, no, 1.0]\n  not sure: {go: b}\n";
    sgp_arena arena = {0};
    sgp_yaml yaml;
    assert_int_equal(sgp_yaml_parse(&yaml, &arena, "f.yaml", text, strlen(text), NULL), SIGNPOST_OK);
    const sgp_yaml_node *answers = sgp_yaml_get(&yaml, sgp_yaml_root(&yaml), "answers");
    const sgp_yaml_node *yes = sgp_yaml_first(&yaml, answers);
    assert_string_equal(yes->key, "yes");
    assert_int_equal(yes->key_line, 2);
    assert_int_equal(yes->key_column, 3);
    assert_int_equal(yes->column, 8);
    assert_int_equal(yes->count, 3);
    const sgp_yaml_node *item = sgp_yaml_first(&yaml, yes);
    assert_string_equal(item->text, "a");
    assert_string_equal(sgp_yaml_next(&yaml, item)->text, "no");
    const sgp_yaml_node *not_sure = sgp_yaml_next(&yaml, yes);
    assert_string_equal(not_sure->key, "not sure");
    assert_string_equal(sgp_yaml_get(&yaml, not_sure, "go")->text, "b");
    assert_null(sgp_yaml_next(&yaml, not_sure));
    assert_null(sgp_yaml_get(&yaml, item, "go"));
    sgp_yaml_release(&yaml);
    sgp_arena_release(&arena);
}

static void what_is_refused_is_named_with_its_place(void **state)
{
    (void)state;
    static char deep[200];
    memset(deep, '[', 100);
    static const struct row {
        const char *text, *expect;
    } rows[] = {
        {"a: 1\nb: 2\na: 3\n", "f.yaml:3:1: error: \"a\" stands here twice; keep one of them [SP0704]"},
        {"a: &x 1\n", "f.yaml:1:4: error: anchors and tags are not used here; write the value itself [SP0703]"},
        {"a: !!int 1\n", "f.yaml:1:4: error: anchors and tags are not used here; write the value itself [SP0703]"},
        {"a: *x\n", "f.yaml:1:4: error: aliases are not used here; write the value itself [SP0703]"},
        {"a: 1\n---\nb: 2\n", "f.yaml:2:1: error: a second document begins here; one file holds one document: remove the \"---\" [SP0703]"},
        {"[a]: 1\n", "f.yaml:1:1: error: a key must be a plain text; write a name before the colon [SP0703]"},
        {"", "f.yaml: error: the file is empty; remove it, or fill it [SP0702]"},
        {"a: \"b\n", "f.yaml:2:1: error: not YAML: found unexpected end of stream; check indentation, colons and quotes around here [SP0702]"},
        {"a: \xFF\n", "f.yaml:1:4: error: not text: invalid leading UTF-8 octet; save the file as UTF-8 text [SP0701]"},
        {"a: 1\nb: \x08\n", "f.yaml:2:4: error: not text: control characters are not allowed; save the file as UTF-8 text [SP0701]"},
        {"a: \"x\\0y\"\n", "f.yaml:1:4: error: a text holds a NUL character; remove it [SP0701]"},
        {deep, "f.yaml:1:33: error: this is nested too deeply; the content never needs more than a few levels [SP0705]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sgp_arena arena = {0};
        sgp_yaml yaml;
        signpost_diagnostics *list;
        char line[600];
        assert_int_equal(signpost_diagnostics_new(&list), SIGNPOST_OK);
        assert_int_equal(sgp_yaml_parse(&yaml, &arena, "f.yaml", rows[i].text, strlen(rows[i].text), list), SIGNPOST_CONTENT);
        signpost_diagnostic first = signpost_diagnostics_get(list, 0);
        signpost_diagnostic_format(&first, line, sizeof line);
        assert_string_equal(line, rows[i].expect);
        assert_null(sgp_yaml_root(&yaml));
        signpost_diagnostics_free(list);
        sgp_arena_release(&arena);
    }
}

static void what_is_too_large_is_not_read(void **state)
{
    (void)state;
    static char large[SGP_YAML_LARGEST_FILE + 1];
    sgp_arena arena = {0};
    sgp_yaml yaml;
    signpost_diagnostics *list;
    memset(large, ' ', sizeof large);
    assert_int_equal(signpost_diagnostics_new(&list), SIGNPOST_OK);
    assert_int_equal(sgp_yaml_parse(&yaml, &arena, "f.yaml", large, sizeof large, list), SIGNPOST_CONTENT);
    assert_string_equal(signpost_diagnostics_get(list, 0).message, "it is larger than 4194304 bytes");
    signpost_diagnostics_free(list);
    sgp_arena_release(&arena);
}

static void an_unknown_key_gets_the_nearest(void **state)
{
    (void)state;
    static const char text[] = "titel: Fever\nordered: perhaps\nlist: [1]\n";
    static const char *const keys[] = {"title", "ordered", "list", NULL};
    sgp_arena arena = {0};
    sgp_yaml yaml;
    signpost_diagnostics *list;
    assert_int_equal(signpost_diagnostics_new(&list), SIGNPOST_OK);
    assert_int_equal(sgp_yaml_parse(&yaml, &arena, "f.yaml", text, strlen(text), list), SIGNPOST_OK);
    const sgp_yaml_node *root = sgp_yaml_root(&yaml);
    sgp_yaml_check_keys(&yaml, root, keys, list);
    assert_null(sgp_yaml_need_text(&yaml, root, "title", "a pathway", list));
    assert_true(sgp_yaml_get_flag(&yaml, root, "ordered", true, list));
    assert_null(sgp_yaml_get_text(&yaml, root, "list", list));
    static const char *const expect[] = {
        "nothing here is called \"titel\"; did you mean \"title\"?",
        "a pathway has no \"title\"",
        "ordered must be yes or no, and this is \"perhaps\"",
        "list must be a single value, and this is a list",
    };
    assert_int_equal(signpost_diagnostics_count(list), 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(signpost_diagnostics_get(list, i).message, expect[i]);
    signpost_diagnostics_free(list);
    sgp_yaml_release(&yaml);
    sgp_arena_release(&arena);
}

static void files_that_cannot_be_read_say_why(void **state)
{
    (void)state;
    char *bytes;
    size_t size;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(sgp_file_read("/nowhere/at/all", 100, &bytes, &size, &error), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.message, "could not read \"/nowhere/at/all\": there is no such file or folder");
    assert_int_equal(sgp_file_read("/", 100, &bytes, &size, &error), SIGNPOST_INVALID);
    assert_int_equal(sgp_file_read(SIGNPOST_SOURCE_ROOT "/LICENSE", 10, &bytes, &size, &error), SIGNPOST_INVALID);
    assert_int_equal(sgp_file_read(SIGNPOST_SOURCE_ROOT "/LICENSE", 100000, &bytes, &size, &error), SIGNPOST_OK);
    assert_memory_equal(bytes, "MIT License", 11);
    assert_int_equal(strlen(bytes), size);
    sgp_release(bytes);

    sgp_arena arena = {0};
    sgp_array paths = SGP_ARRAY_OF(char *);
    assert_int_equal(sgp_folder_list(SIGNPOST_SOURCE_ROOT "/lib", ".build", 3, &arena, &paths, &error), SIGNPOST_OK);
    assert_true(paths.count >= 3);
    for (size_t i = 1; i < paths.count; i++)
        assert_true(strcmp(*SGP_AT(&paths, char *, i - 1), *SGP_AT(&paths, char *, i)) < 0);
    assert_int_equal(sgp_folder_list("/nowhere", "", 3, &arena, &paths, &error), SIGNPOST_NOT_FOUND);
    sgp_array_release(&paths);
    sgp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_and_texts_are_kept),
        cmocka_unit_test(what_is_refused_is_named_with_its_place),
        cmocka_unit_test(what_is_too_large_is_not_read),
        cmocka_unit_test(an_unknown_key_gets_the_nearest),
        cmocka_unit_test(files_that_cannot_be_read_say_why),
    };
    return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}

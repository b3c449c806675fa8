/* A place, codes and a role from any bytes, parted by line feeds: a search answers or refuses, and says why. */
#include "../support/town.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static signpost_index *make_town(void)
{
    char path[] = "/tmp/signpost-fuzz-XXXXXX";
    signpost_index *town = NULL;
    int file = mkstemp(path);
    if (file < 0 || close(file) != 0)
        abort();
    signpost_directory *directory = test_town_make(path);
    if (!directory || signpost_index_build(directory, NULL, &town, NULL) != SIGNPOST_OK)
        abort();
    signpost_directory_close(directory);
    remove(path);
    return town;
}

/* The next line of the text. */
static const char *next_line(char **at)
{
    char *line = *at, *end = strchr(line, '\n');
    *at = end ? end + 1 : line + strlen(line);
    if (end)
        *end = '\0';
    return line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static signpost_index *town;
    static signpost_results *results;
    if (!town) {
        town = make_town();
        if (signpost_results_new(town, 20, &results, NULL) != SIGNPOST_OK)
            abort();
    }
    char *text = malloc(size + 1), *at = text;
    signpost_need need = test_town_need();
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_explanation why;
    memcpy(text, data, size);
    text[size] = '\0';
    need.postcode = next_line(&at);
    if (*at)
        need.symptom_group = next_line(&at);
    if (*at)
        need.discriminators[0] = next_line(&at);
    if (*at)
        need.disposition.code = next_line(&at);
    if (*at)
        need.role = next_line(&at);
    signpost_status status = signpost_search(town, &need, results, &error);
    if (status != SIGNPOST_OK && (!error.id || !*error.message))
        abort();
    if (status == SIGNPOST_OK && signpost_results_explain(results, "red", &why, NULL) != SIGNPOST_OK)
        abort();
    if (*at && signpost_results_explain(results, next_line(&at), &why, &error) == SIGNPOST_OK && !*why.service.uid)
        abort();
    free(text);
    return 0;
}

/* Any bytes as a journal: they are refused with a place and a reason, or they are read, written the same, and resumed and
 * replayed without harm. The chain would keep the fuzzer out, so it is put right before: whoever can write a file can, too. */
#include "../walk/fixture.h"
#include "journal/journal.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST = 16 * 1024, CHAIN_MEMBER = sizeof ",\"chain\":\"\"}\n" + SGP_CHAIN_TEXT };

/* The input, with the right chain behind every line. */
static size_t put_right(const uint8_t *data, size_t size, char *bytes)
{
    sgp_chain chain = {{0}};
    size_t used = 0;
    while (size) {
        const uint8_t *feed = memchr(data, '\n', size);
        size_t length = feed ? (size_t)(feed - data) : size;
        char text[SGP_CHAIN_TEXT];
        memcpy(bytes + used, data, length);
        chain = sgp_chain_after(&chain, bytes + used, length);
        sgp_chain_format(&chain, text);
        used += length;
        used += (size_t)snprintf(bytes + used, CHAIN_MEMBER, ",\"chain\":\"%s\"}\n", text);
        data += length + (feed ? 1 : 0);
        size -= length + (feed ? 1 : 0);
    }
    return used;
}

/* What is read is what would have been written. */
static void check_written_again(const signpost_journal *journal)
{
    sgp_line_buffer buffer = {.bytes = {NULL, 0, 0, 1}};
    sgp_chain chain = {{0}};
    size_t at = 0;
    for (size_t i = 0; i < journal->count; i++) {
        if (!sgp_line_write(&buffer, &journal->lines[i], &chain))
            abort();
        if (buffer.bytes.count > journal->size - at || memcmp(journal->bytes + at, buffer.bytes.items, buffer.bytes.count) != 0)
            abort();
        at += buffer.bytes.count;
    }
    if (at != journal->size)
        abort();
    sgp_array_release(&buffer.bytes);
}

static bool swallow(const char *bytes, size_t size, void *context)
{
    (void)bytes;
    (void)size;
    (void)context;
    return true;
}

static void use(signpost_journal *journal, signpost_algorithms *algorithms)
{
    signpost_walk *walk;
    signpost_replay replay;
    check_written_again(journal);
    if (signpost_journal_replay(journal, algorithms, &replay, NULL) != SIGNPOST_OK)
        abort();
    if (replay.same_bytes && (replay.parts != SIGNPOST_PARTS_NOT || !replay.same_content))
        abort();
    bool resumed = signpost_walk_resume(algorithms, journal, NULL, NULL, &walk, NULL) == SIGNPOST_OK;
    if (resumed != (replay.same_content && replay.parts == SIGNPOST_PARTS_NOT))
        abort();
    if (resumed && signpost_fhir_bundle(journal, algorithms, swallow, NULL, NULL) != SIGNPOST_OK)
        abort();
    signpost_walk_free(walk);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static signpost_algorithms *algorithms;
    static char bytes[LARGEST * (1 + CHAIN_MEMBER)];
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_journal *journal;
    if ((!algorithms && !(algorithms = fixture_load(NULL))) || size > LARGEST)
        return 0;
    for (int as_it_is = 0; as_it_is < 2; as_it_is++) {
        size_t used = as_it_is ? size : put_right(data, size, bytes);
        if (signpost_journal_read("fuzz", as_it_is ? (const char *)data : bytes, used, NULL, &journal, NULL, &error) == SIGNPOST_OK)
            use(journal, algorithms);
        else if (!*error.message)
            abort();
        signpost_journal_free(journal);
    }
    return 0;
}

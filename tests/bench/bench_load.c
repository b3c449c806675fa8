/* What loading all triage content costs, against libyaml's bare events of the same bytes: what is left is ours. The
 * loops are alone in bench_load and bench_events, for callgrind's --toggle-collect. Usage: bench-load [times]. */
#include "figures.h"

#include "formats/file.h"
#include "signpost/algorithms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

long bench_load(const signpost_source *sources, size_t count, int times);
long bench_events(const signpost_source *sources, size_t count, int times);

/* Steps compiled, so that nothing is left out by the compiler. */
__attribute__((noinline)) long bench_load(const signpost_source *sources, size_t count, int times)
{
    long steps = 0;
    for (int i = 0; i < times; i++) {
        signpost_algorithms *algorithms;
        if (signpost_algorithms_compile(sources, count, NULL, &algorithms, NULL, NULL) != SIGNPOST_OK)
            return -1;
        steps += (long)signpost_algorithms_summarise(algorithms).steps;
        signpost_algorithms_free(algorithms);
    }
    return steps;
}

static long events_of(const signpost_source *source)
{
    yaml_parser_t parser;
    long events = 0;
    if (!yaml_parser_initialize(&parser))
        return -1;
    yaml_parser_set_input_string(&parser, (const unsigned char *)source->bytes, source->size);
    for (bool going = true; going; events++) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event))
            return -1;
        going = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return events;
}

__attribute__((noinline)) long bench_events(const signpost_source *sources, size_t count, int times)
{
    long events = 0;
    for (int i = 0; i < times; i++)
        for (size_t j = 0; j < count; j++)
            events += events_of(&sources[j]);
    return events;
}

int main(int count, char **arguments)
{
    int times = count > 1 ? atoi(arguments[1]) : 20;
    sgp_arena arena = {0};
    sgp_array paths = SGP_ARRAY_OF(char *);
    static signpost_source sources[4000];
    size_t files, bytes = 0;
    if (sgp_folder_list(SIGNPOST_SOURCE_ROOT "/algorithms", ".yaml", 8, &arena, &paths, NULL) != SIGNPOST_OK)
        return puts("there is no content"), 1;
    for (files = 0; files < paths.count; files++) {
        char *text;
        sources[files].name = *SGP_AT(&paths, char *, files);
        if (sgp_file_read(sources[files].name, 1 << 22, &text, &sources[files].size, NULL) != SIGNPOST_OK)
            return puts("a file cannot be read"), 1;
        sources[files].bytes = text;
        bytes += sources[files].size;
    }
    double start = figures_now();
    long steps = bench_load(sources, files, times);
    double between = figures_now();
    long events = bench_events(sources, files, times);
    double end = figures_now();
    if (steps < 0 || events < 0)
        return puts("the content has mistakes"), 1;
    printf("load: %.2f ms for %zu KB in %zu files (%ld steps); libyaml's events alone %.2f ms: ratio %.2f\n",
           (between - start) / times / 1e6, bytes / 1024, files, steps / times, (end - between) / times / 1e6,
           (between - start) / (end - between));
    for (size_t i = 0; i < files; i++)
        sgp_release((char *)(uintptr_t)sources[i].bytes);
    sgp_array_release(&paths);
    sgp_arena_release(&arena);
    return 0;
}

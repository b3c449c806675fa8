/* Every proof against mistakes that it must catch: each pathway of the shipped content is broken in every way that
 * mutants.c knows, one mistake at a time. The right message must be among those found, its walk must replay to what it
 * claims, and the content without the mistake must never be refused. Usage: oracle_mutants [all]: otherwise one mutant
 * of each kind in each pathway. */
#include "mutants.h"
#include "replay.h"

#include "formats/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 200 };

typedef struct testing {
    signpost_source files[MOST_FILES];
    size_t file_count;
    const signpost_source *chosen[MOST_FILES]; /* what is compiled with a mutant */
    size_t chosen_count;
    const mutant_kind *kind;
    bool all;
    size_t made[MUTANT_KINDS], caught[MUTANT_KINDS], pathways[MUTANT_KINDS];
    size_t replayed, sound, wrong;
} testing;

static void complain(testing *t, const char *what, const char *about)
{
    printf("%s in %s: %s\n", t->kind ? t->kind->name : "nothing changed", about, what);
    t->wrong++;
}

/* ---- the files ---- */

static bool read_files(testing *t)
{
    sgp_arena arena = {0};
    sgp_array paths = SGP_ARRAY_OF(char *);
    bool good = sgp_folder_list(SIGNPOST_SOURCE_ROOT "/algorithms", ".yaml", 8, &arena, &paths, NULL) == SIGNPOST_OK;
    for (size_t i = 0; i < paths.count && good && t->file_count < MOST_FILES; i++) {
        const char *path = *SGP_AT(&paths, char *, i);
        signpost_source *file = &t->files[t->file_count];
        char *bytes;
        if (strstr(path, "/translations/")) /* of pathways that may be left out */
            continue;
        good = sgp_file_read(path, 1 << 20, &bytes, &file->size, NULL) == SIGNPOST_OK;
        char *cases = good ? strstr(bytes, "\ncases:") : NULL; /* a proof must not need them */
        file->size = cases ? (size_t)(cases + 1 - bytes) : file->size;
        if (cases)
            cases[1] = '\0';
        file->bytes = good ? bytes : NULL;
        file->name = good ? sgp_copy_text(path) : NULL;
        t->file_count += good;
    }
    sgp_array_release(&paths);
    sgp_arena_release(&arena);
    return good && t->file_count > 0;
}

static void free_files(testing *t)
{
    for (size_t i = 0; i < t->file_count; i++) {
        sgp_release((char *)(uintptr_t)t->files[i].bytes);
        sgp_release((char *)(uintptr_t)t->files[i].name);
    }
}

static const signpost_source *file_of(const testing *t, const char *name)
{
    for (size_t i = 0; i < t->file_count; i++) {
        size_t length = strlen(t->files[i].name), ending = strlen(name);
        if (length >= ending && strcmp(t->files[i].name + length - ending, name) == 0)
            return &t->files[i];
    }
    return NULL;
}

/* ---- a pathway with what it cannot do without ---- */

/* All pathways of a complaint, what they jump to, and so on. */
static void include(const signpost_algorithms *algorithms, sgp_index pathway, bool *included)
{
    const sgp_pathway *there = &algorithms->pathways.at[pathway];
    if (included[pathway])
        return;
    included[pathway] = true;
    for (sgp_index i = there->steps.first; i < there->steps.first + there->steps.count; i++)
        if (algorithms->steps.at[i].target != SGP_NOTHING)
            include(algorithms, algorithms->steps.at[i].target, included);
    for (sgp_index i = 0; i < algorithms->pathways.count; i++)
        if (!there->is_module && strcmp(algorithms->pathways.at[i].complaint, there->complaint) == 0)
            include(algorithms, i, included);
}

/* The shared files name every module, and a module must be gone through: brings in the pathway that costs least. */
static void include_user(const signpost_algorithms *algorithms, sgp_index module, bool *included)
{
    static bool best[MOST_FILES], tried[MOST_FILES];
    int fewest = MOST_FILES;
    for (sgp_index i = 0; i < algorithms->pathways.count; i++) {
        int count = 0;
        if (algorithms->pathways.at[i].is_module)
            continue;
        memcpy(tried, included, MOST_FILES * sizeof *tried);
        include(algorithms, i, tried);
        for (int j = 0; j < MOST_FILES; j++)
            count += tried[j];
        if (!tried[module] || count >= fewest)
            continue;
        fewest = count;
        memcpy(best, tried, sizeof best);
    }
    memcpy(included, best, sizeof best);
}

static void choose_files(testing *t, const signpost_algorithms *algorithms, sgp_index pathway)
{
    bool included[MOST_FILES] = {false};
    include(algorithms, pathway, included);
    for (sgp_index i = 0; i < algorithms->pathways.count; i++)
        if (algorithms->pathways.at[i].is_module && !included[i])
            include_user(algorithms, i, included);
    t->chosen_count = 0;
    for (size_t i = 0; i < t->file_count; i++) {
        bool wanted = true;
        for (sgp_index j = 0; j < algorithms->pathways.count; j++)
            if (strcmp(algorithms->pathways.at[j].file, t->files[i].name) == 0)
                wanted = included[j];
        if (wanted)
            t->chosen[t->chosen_count++] = &t->files[i];
    }
}

/* Compiles the chosen files, one of them perhaps in another wording. */
static signpost_status compile(const testing *t, const signpost_source *original, const signpost_source *instead,
                               signpost_algorithms **algorithms, signpost_diagnostics **list)
{
    signpost_source sources[MOST_FILES];
    for (size_t i = 0; i < t->chosen_count; i++)
        sources[i] = t->chosen[i] == original ? *instead : *t->chosen[i];
    return signpost_algorithms_compile(sources, t->chosen_count, NULL, algorithms, list, NULL);
}

/* ---- a mutant ---- */

/* Whether the finding is among those of a proof, and its walk shows it. */
static bool is_found(testing *t, signpost_algorithms *algorithms, const signpost_proof *proof, const char *about)
{
    signpost_proof_finding finding;
    bool found = false;
    for (size_t i = 0; signpost_proof_find(proof, i, &finding); i++) {
        if (finding.about.id != t->kind->id || finding.about.severity != SIGNPOST_ERROR)
            continue;
        found = true;
        const char *why = finding.has_walk ? replay_finding(algorithms, proof, i) : NULL;
        t->replayed += finding.has_walk;
        if (why)
            complain(t, why, about);
    }
    if (!found && getenv("SIGNPOST_SHOW"))
        for (size_t i = 0; signpost_proof_find(proof, i, &finding); i++)
            puts(finding.about.message);
    return found;
}

static bool is_diagnosed(const testing *t, const signpost_diagnostics *list)
{
    bool found = false;
    for (size_t i = 0; i < signpost_diagnostics_count(list); i++) {
        const signpost_diagnostic one = signpost_diagnostics_get(list, i);
        found = found || (one.id == t->kind->id && one.severity == SIGNPOST_ERROR);
        if (getenv("SIGNPOST_SHOW"))
            printf("  %s:%u: %s\n", one.file, one.line, one.message);
    }
    return found;
}

static bool take(void *context, const signpost_source *original, const signpost_source *mutant, const char *about)
{
    testing *t = context;
    signpost_algorithms *algorithms;
    signpost_diagnostics *list;
    signpost_proof *proof;
    bool caught = false;
    signpost_status status = compile(t, original, mutant, &algorithms, &list);
    if (status != SIGNPOST_OK) {
        caught = is_diagnosed(t, list);
    } else if (signpost_proof_make(algorithms, NULL, &proof, NULL) == SIGNPOST_OK) {
        caught = is_found(t, algorithms, proof, about);
        signpost_proof_free(proof);
    }
    signpost_algorithms_free(algorithms);
    signpost_diagnostics_free(list);
    size_t kind = (size_t)(t->kind - mutant_kinds);
    t->made[kind]++;
    t->caught[kind] += caught;
    if (!caught)
        complain(t, status == SIGNPOST_OK ? "not caught by a proof" : "not what loading finds wrong", about);
    return t->all;
}

/* ---- a pathway ---- */

static bool is_sound(testing *t, signpost_algorithms *algorithms, const char *name)
{
    signpost_proof *proof;
    t->kind = NULL;
    bool holds = signpost_proof_make(algorithms, NULL, &proof, NULL) == SIGNPOST_OK;
    holds = holds && signpost_proof_summarise(proof).holds;
    t->sound += holds;
    if (!holds)
        complain(t, "refused", name);
    signpost_proof_free(proof);
    return holds;
}

static void break_pathway(testing *t, const signpost_algorithms *all, sgp_index pathway)
{
    static mutator m;
    signpost_algorithms *algorithms;
    const char *name = all->pathways.at[pathway].name;
    choose_files(t, all, pathway);
    t->kind = NULL;
    if (compile(t, NULL, NULL, &algorithms, NULL) != SIGNPOST_OK) {
        complain(t, "not loaded without the others", name);
        return;
    }
    m = (mutator){.algorithms = algorithms,
                  .file = file_of(t, all->pathways.at[pathway].file),
                  .facts = file_of(t, "/facts.yaml"),
                  .take = take,
                  .context = t};
    for (sgp_index i = 0; i < algorithms->pathways.count; i++)
        m.pathway = strcmp(algorithms->pathways.at[i].name, name) == 0 ? i : m.pathway;
    for (size_t i = 0; i < MUTANT_KINDS && (i || is_sound(t, algorithms, name)); i++) {
        size_t before = t->made[i];
        t->kind = &mutant_kinds[i];
        t->kind->make(&m);
        t->pathways[i] += t->made[i] > before;
    }
    signpost_algorithms_free(algorithms);
}

static void say(testing *t)
{
    size_t made = 0, caught = 0;
    for (size_t i = 0; i < MUTANT_KINDS; i++) {
        t->kind = &mutant_kinds[i];
        printf("%-30s SP%04d: %3zu mutants in %2zu pathways, %3zu caught\n", t->kind->name, t->kind->id, t->made[i],
               t->pathways[i], t->caught[i]);
        made += t->made[i];
        caught += t->caught[i];
        if (!t->made[i])
            complain(t, "no mutant could be made", "all pathways");
    }
    printf("%zu pathways sound before; %zu of %zu mutants caught, %zu walks replayed; %zu wrong\n", t->sound, caught,
           made, t->replayed, t->wrong);
}

int main(int count, char **words)
{
    static testing t;
    signpost_algorithms *all = NULL;
    t.all = count > 1 && strcmp(words[1], "all") == 0;
    if (!read_files(&t) || signpost_algorithms_compile(t.files, t.file_count, NULL, &all, NULL, NULL) != SIGNPOST_OK)
        return puts("the shipped content cannot be loaded"), 1;
    for (sgp_index i = 0; i < all->pathways.count; i++)
        if (!all->pathways.at[i].is_module)
            break_pathway(&t, all, i);
    say(&t);
    signpost_algorithms_free(all);
    free_files(&t);
    return t.wrong > 0;
}

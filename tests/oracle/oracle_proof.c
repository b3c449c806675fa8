/* Proofs against brute force: for random content, every patient at every boundary of what conditions read, and every
 * reply to every question, is walked one by one, by plain recursion. What a proof finds must be exactly what is seen,
 * with as few questions as any; who can come to an outcome must be exactly who does; and every walk that a proof shows,
 * replayed as an answers file by a real walk, must end where it says. Usage: oracle_proof [contents [first seed]]. */
#include "plain_walks.h"
#include "random_content.h"
#include "replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct tally {
    size_t contents, refused, large, findings, sound, replayed;
    unsigned long long walks;
} tally;

static int complain(uint64_t seed, const char *what, const char *about)
{
    printf("seed %llu: %s: %s\n", (unsigned long long)seed, what, about);
    return 1;
}

/* ---- findings ---- */

static const plain_finding *seen_as(const plain_seen *seen, const sgp_finding *found)
{
    for (size_t i = 0; i < seen->count; i++) {
        const plain_finding *one = &seen->findings[i];
        bool is_flag = found->id == SGP_FLAG_NOT_ASKED; /* of several, any may be named */
        if (one->id == found->id && one->subject == found->subject && (is_flag || one->other == found->other))
            return one;
    }
    return NULL;
}

static bool is_found(const signpost_proof *proof, const plain_finding *one)
{
    for (size_t i = 0; i < proof->findings.count; i++) {
        const sgp_finding *found = SGP_AT(&proof->findings, sgp_finding, i);
        bool is_flag = found->id == SGP_FLAG_NOT_ASKED;
        if (found->id == one->id && found->subject == one->subject && (is_flag || found->other == one->other))
            return true;
    }
    return false;
}

static int compare_findings(uint64_t seed, const signpost_proof *proof, const plain_seen *seen)
{
    char about[600];
    for (size_t i = 0; i < proof->findings.count; i++) {
        const sgp_finding *found = SGP_AT(&proof->findings, sgp_finding, i);
        const plain_finding *one = seen_as(seen, found);
        snprintf(about, sizeof about, "%s [SP%d]", found->message, found->id);
        if (!one)
            return complain(seed, "found, and never seen", about);
        if (found->has_walk && found->id != SGP_FLAG_NOT_ASKED && found->questions != one->questions) {
            snprintf(about, sizeof about, "%.400s: %d questions, and %d are enough", found->message, found->questions,
                     one->questions);
            return complain(seed, "not the shortest", about);
        }
    }
    for (size_t i = 0; i < seen->count; i++)
        if (!is_found(proof, &seen->findings[i])) {
            snprintf(about, sizeof about, "SP%d, subject %d, other %d", seen->findings[i].id, seen->findings[i].subject,
                     seen->findings[i].other);
            return complain(seed, "seen, and not found", about);
        }
    return 0;
}

/* ---- who comes where ---- */

static int compare_reached(uint64_t seed, const signpost_proof *proof, const plain_seen *seen)
{
    const signpost_algorithms *algorithms = proof->algorithms;
    for (sgp_index step = 0; step < algorithms->steps.count; step++)
        for (int discriminator = -1; discriminator < 2; discriminator++)
            for (int age = 0; age < PLAIN_AGES; age++)
                for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++) {
                    bool covered = false;
                    for (size_t i = 0; i < proof->reached.count; i++) {
                        const sgp_reached *row = SGP_AT(&proof->reached, sgp_reached, i);
                        covered = covered || (row->step == step && row->discriminator == discriminator &&
                                              row->from_days <= plain_ages[age] && plain_ages[age] <= row->to_days &&
                                              (row->sexes >> sex & 1));
                    }
                    if (covered != plain_has_reached(seen, step, discriminator, age, sex))
                        return complain(seed, covered ? "said to be reached, and never seen" : "reached, and not said",
                                        algorithms->steps.at[step].name);
                }
    return 0;
}

/* ---- the whole ---- */

static int compare(uint64_t seed, tally *all)
{
    static random_content content;
    static plain_seen seen;
    test_random random = {seed};
    signpost_algorithms *algorithms;
    signpost_proof *proof;
    signpost_error error = SIGNPOST_ERROR_INIT;
    random_content_write(&random, &content);
    if (signpost_algorithms_compile(content.sources, 4, NULL, &algorithms, NULL, &error) != SIGNPOST_OK) {
        all->refused++;
        if (getenv("SIGNPOST_SHOW"))
            printf("seed %llu: %s:%u: %s\n", (unsigned long long)seed, error.file, error.line, error.message);
        return 0;
    }
    int wrong = 1;
    if (signpost_proof_make(algorithms, NULL, &proof, &error) != SIGNPOST_OK)
        complain(seed, "no proof", error.message);
    else if (!plain_walk_all(algorithms, &seen)) {
        wrong = 0;
        all->large++;
        signpost_proof_free(proof);
    } else {
        wrong = compare_findings(seed, proof, &seen) || compare_reached(seed, proof, &seen);
        if (signpost_proof_summarise(proof).longest != seen.longest)
            wrong = complain(seed, "the longest walk is another", "");
        for (size_t i = 0; i < signpost_proof_count(proof) && !wrong; i++)
            if (SGP_AT(&proof->findings, sgp_finding, i)->has_walk) {
                const char *why = replay_finding(algorithms, proof, i);
                wrong = why && complain(seed, why, SGP_AT(&proof->findings, sgp_finding, i)->message);
                all->replayed++;
            }
        all->contents++;
        all->findings += signpost_proof_count(proof);
        all->sound += signpost_proof_summarise(proof).holds;
        all->walks += seen.walks;
        signpost_proof_free(proof);
    }
    if (wrong && getenv("SIGNPOST_SHOW"))
        for (int i = 0; i < 3; i++)
            puts(content.texts[i]);
    signpost_algorithms_free(algorithms);
    return wrong;
}

int main(int count, char **words)
{
    const test_seeds asked = test_seeds_of(count, words, 400);
    tally all = {0};
    int wrong = 0;
    for (uint64_t seed = asked.first; seed < asked.first + (uint64_t)asked.count; seed++)
        wrong += compare(seed, &all);
    printf("%zu contents (%zu more refused by loading, %zu too large), %llu walks, %zu findings of which %zu were "
           "replayed, %zu sound: "
           "%d differ\n",
           all.contents, all.refused, all.large, all.walks, all.findings, all.replayed, all.sound, wrong);
    return wrong || !all.contents || !all.findings;
}

/* Finding complaints by what a caller says: word by word, against names, titles and keywords, all folded. */
#include "algorithms/model.h"
#include "base/text.h"

#include <string.h>

enum { WORD = 3, START = 2, INSIDE = 1 }; /* how well one word is met */

/* How well `word` is met in a folded text: as a whole word, as the start of one, or not. */
static int meets(const char *text, const char *word, size_t length)
{
    int best = 0;
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
        bool starts = at == text || at[-1] == ' ' || at[-1] == '-';
        bool ends = at[length] == '\0' || at[length] == ' ' || at[length] == '-';
        int here = starts && ends ? WORD : starts ? START : INSIDE;
        best = here > best ? here : best;
    }
    return length < 3 && best < WORD ? 0 : best;
}

/* One search: what is looked in, and whether memory ran out on the way. */
typedef struct searching {
    const signpost_algorithms *algorithms;
    bool lost;
} searching;

static int meets_folded(searching *s, const char *text, const char *word, size_t length)
{
    char *folded = sgp_text_fold(text);
    int met = folded ? meets(folded, word, length) : 0;
    s->lost = s->lost || !folded;
    sgp_release(folded);
    return met;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* How well one word is met by anything that the complaint's pathways say of themselves. */
static int score_word(searching *s, const sgp_complaint *complaint, const char *word, size_t length)
{
    int best = meets_folded(s, complaint->title, word, length);
    for (int32_t i = 0; i < complaint->pathways.count; i++) {
        const sgp_pathway *pathway =
            &s->algorithms->pathways.at[s->algorithms->numbers.at[complaint->pathways.first + i]];
        best = larger(best, meets_folded(s, pathway->title, word, length));
        for (int32_t j = 0; j < pathway->keywords.count; j++)
            best = larger(best, meets_folded(s, s->algorithms->words.at[pathway->keywords.first + j], word, length));
    }
    return best;
}

static int score(searching *s, const sgp_complaint *complaint, char *words)
{
    int total = 0;
    for (char *word = words; *word;) {
        size_t length = strcspn(word, " ");
        char end = word[length];
        word[length] = '\0';
        if (length)
            total += score_word(s, complaint, word, length);
        word[length] = end;
        word += length + (end != '\0');
    }
    return total;
}

/* Indices of the best scores, best first; equal ones in their order. */
static size_t take_best(int *scores, size_t total, size_t *found, size_t most)
{
    size_t count = 0;
    while (total && count < most) {
        size_t best = 0;
        for (size_t i = 1; i < total; i++)
            best = scores[i] > scores[best] ? i : best;
        if (scores[best] <= 0)
            break;
        scores[best] = 0;
        found[count++] = best;
    }
    return count;
}

size_t signpost_complaint_search(const signpost_algorithms *algorithms, const char *words, size_t *found, size_t most)
{
    searching s = {algorithms, false};
    size_t total = (size_t)algorithms->complaints.count;
    char *folded = sgp_text_fold(words);
    int *scores = sgp_allocate_zeroed(total, sizeof *scores);
    for (size_t i = 0; folded && scores && i < total; i++)
        scores[i] = score(&s, &algorithms->complaints.at[i], folded);
    /* A text that could not be looked at would change the order: nothing found is better than something else. */
    size_t count = folded && scores && !s.lost ? take_best(scores, total, found, most) : 0;
    sgp_release(scores);
    sgp_release(folded);
    return count;
}

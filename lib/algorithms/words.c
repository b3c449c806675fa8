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

static int meets_folded(const char *text, const char *word, size_t length)
{
    char *folded = sgp_text_fold(text);
    int met = folded ? meets(folded, word, length) : 0;
    sgp_release(folded);
    return met;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* How well one word is met by anything that the complaint's pathways say of themselves. */
static int score_word(const signpost_algorithms *algorithms, const sgp_complaint *complaint, const char *word, size_t length)
{
    int best = meets_folded(complaint->title, word, length);
    for (int32_t i = 0; i < complaint->pathways.count; i++) {
        const sgp_pathway *pathway = &algorithms->pathways.at[algorithms->numbers.at[complaint->pathways.first + i]];
        best = larger(best, meets_folded(pathway->title, word, length));
        for (int32_t j = 0; j < pathway->keywords.count; j++)
            best = larger(best, meets_folded(algorithms->words.at[pathway->keywords.first + j], word, length));
    }
    return best;
}

static int score(const signpost_algorithms *algorithms, const sgp_complaint *complaint, char *words)
{
    int total = 0;
    for (char *word = words; *word;) {
        size_t length = strcspn(word, " ");
        char end = word[length];
        word[length] = '\0';
        if (length)
            total += score_word(algorithms, complaint, word, length);
        word[length] = end;
        word += length + (end != '\0');
    }
    return total;
}

size_t signpost_complaint_search(const signpost_algorithms *algorithms, const char *words, size_t *found, size_t most)
{
    size_t total = (size_t)algorithms->complaints.count, count = 0;
    char *folded = sgp_text_fold(words);
    int *scores = sgp_allocate_zeroed(total, sizeof *scores);
    if (folded && scores)
        for (size_t i = 0; i < total; i++)
            scores[i] = score(algorithms, &algorithms->complaints.at[i], folded);
    while (scores && count < most) {
        size_t best = 0;
        for (size_t i = 1; i < total; i++)
            best = scores[i] > scores[best] ? i : best;
        if (!total || scores[best] <= 0)
            break;
        scores[best] = 0;
        found[count++] = best;
    }
    sgp_release(scores);
    sgp_release(folded);
    return count;
}

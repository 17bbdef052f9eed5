/* SPDX-License-Identifier: MIT */
/* The nearest known word, for "did you mean": Damerau-Levenshtein distance (optimal string alignment), letters' case
 * not counted, one step allowed for each three letters. */
#include "map-work.h"

enum { GUESS_LENGTH_MAX = 40 };

struct map_guess map_guess(cpdm_slice word)
{
    size_t bound = 1 + word.length / 3;
    return (struct map_guess){.word = word, .distance = (unsigned)(bound < 3 ? bound : 3) + 1};
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static bool same_letter(cpdm_slice a, size_t i, cpdm_slice b, size_t j)
{
    return slice_equal_ignoring_case(slice(a.data + i, 1), slice(b.data + j, 1));
}

/* The classic table, of which three rows are kept: row i holds the distances of a's first i letters to b's first j. */
static unsigned distance_of(cpdm_slice a, cpdm_slice b)
{
    unsigned rows[3][GUESS_LENGTH_MAX + 1];
    for (unsigned j = 0; j <= b.length; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= a.length; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (unsigned j = 1; j <= b.length; j++) {
            unsigned change = above[j - 1] + (same_letter(a, i - 1, b, j - 1) ? 0 : 1);
            row[j] = least(change, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && same_letter(a, i - 1, b, j - 2) && same_letter(a, i - 2, b, j - 1))
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[a.length % 3][b.length];
}

void map_guess_try(struct map_guess *guess, cpdm_slice candidate)
{
    if (guess->word.length > GUESS_LENGTH_MAX || candidate.length > GUESS_LENGTH_MAX)
        return;
    unsigned distance = distance_of(guess->word, candidate);
    if (distance < guess->distance && distance < candidate.length) {
        guess->distance = distance;
        guess->best = candidate;
    }
}

const char *map_guess_text(struct map_work *work, const struct map_guess *guess)
{
    if (guess->best.length == 0)
        return "";
    const char *text =
        arena_printf(&work->scratch, " (did you mean \"%.*s\"?)", (int)guess->best.length, guess->best.data);
    if (!text)
        work->no_memory = true;
    return text ? text : "";
}

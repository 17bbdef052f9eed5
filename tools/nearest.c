/* SPDX-License-Identifier: MIT */
/* Two words, in: the number of single edits between them (Levenshtein); the candidate with the fewest, out. */
#include "nearest.h"

#include <glib.h>
#include <string.h>

enum { WORD_MAX = 40 }; /* no word that we know is longer */

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* One row of the distance matrix at a time: row[j] is the distance of a's first i octets from b's first j. */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t row[WORD_MAX + 1];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[b_length];
}

/* A third of the letters may be wrong; more than that is another word. */
struct nearest nearest_to(const char *word)
{
    return (struct nearest){.word = word, .distance = strlen(word) / 3 + 2};
}

void nearest_try(struct nearest *nearest, const char *candidate)
{
    size_t word_length = strlen(nearest->word), candidate_length = strlen(candidate);
    if (word_length > WORD_MAX || candidate_length > WORD_MAX || candidate_length == 0)
        return;
    size_t distance = edit_distance(nearest->word, word_length, candidate, candidate_length);
    if (distance < nearest->distance && distance < candidate_length) {
        nearest->best = candidate;
        nearest->distance = distance;
    }
}

char *nearest_hint(const struct nearest *nearest, const char *otherwise)
{
    return nearest->best ? g_strdup_printf("did you mean %s?", nearest->best) : g_strdup(otherwise);
}

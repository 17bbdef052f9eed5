/* SPDX-License-Identifier: MIT */
/* Nearest: which of several words a misspelt one was meant to be. */
#ifndef NEAREST_H
#define NEAREST_H

#include <stddef.h>

struct nearest {
    const char *word;
    const char *best; /* NULL while no word is near enough */
    size_t distance;
};

struct nearest nearest_to(const char *word);
void nearest_try(struct nearest *nearest, const char *candidate);

/* "did you mean BEST?", or a copy of `otherwise`, which may be NULL. To be freed. */
char *nearest_hint(const struct nearest *nearest, const char *otherwise);

#endif

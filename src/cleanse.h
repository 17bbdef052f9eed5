/* SPDX-License-Identifier: MIT */
/* Clears a few octets that held a secret, without a call: as explicit_bzero(), which is for many. */
#ifndef CLEANSE_H
#define CLEANSE_H

#include <string.h>

static inline void cleanse(void *memory, size_t length)
{
    memset(memory, 0, length);
    __asm__ volatile("" : : "r"(memory) : "memory"); /* as if it were read here: it is not left out */
}

#endif

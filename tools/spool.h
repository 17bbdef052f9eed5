/* SPDX-License-Identifier: MIT */
/* A spool: octets on their way out. It grows when it must and is kept, so that at steady state nothing is allocated. */
#ifndef SPOOL_H
#define SPOOL_H

#include <stdint.h>
#include <string.h>

#include "cpdm.h"

struct spool {
    char *data;
    size_t length, capacity;
};

void spool_grow(struct spool *spool, size_t more);

/* A place for `more` octets behind the last one. */
static inline char *spool_room(struct spool *spool, size_t more)
{
    if (more > spool->capacity - spool->length)
        spool_grow(spool, more);
    return spool->data + spool->length;
}

static inline void spool_put(struct spool *spool, const char *octets, size_t length)
{
    if (length)
        memcpy(spool_room(spool, length), octets, length);
    spool->length += length;
}

static inline void spool_slice(struct spool *spool, cpdm_slice octets)
{
    spool_put(spool, octets.data, octets.length);
}

static inline void spool_char(struct spool *spool, char c)
{
    *spool_room(spool, 1) = c;
    spool->length++;
}

#define spool_literal(spool, text) spool_put((spool), (text), sizeof(text) - 1)
static inline void spool_text(struct spool *spool, const char *text)
{
    spool_put(spool, text, strlen(text));
}

void spool_number(struct spool *spool, uint64_t number);
void spool_base64(struct spool *spool, cpdm_slice octets);
void spool_hex(struct spool *spool, const uint8_t *octets, size_t length);

/* A JSON string with its quotes; octets that are not UTF-8 become U+FFFD. */
void spool_json(struct spool *spool, cpdm_slice text);

/* Text of one column: \\ \n \r \t and \xNN for other control characters. */
void spool_column(struct spool *spool, cpdm_slice text);

cpdm_slice spool_all(const struct spool *spool);

/* Overwrites what is there and begins anew; a capacity over `keep` is given back. */
void spool_reset(struct spool *spool, size_t keep);
void spool_clear(struct spool *spool);

#endif

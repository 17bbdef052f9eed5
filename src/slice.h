/* SPDX-License-Identifier: MIT */
/* Slices: borrowed text or octets with a length, never ended by NUL. */
#ifndef SLICE_H
#define SLICE_H

#include <string.h>

#include "compiler.h"
#include "cpdm.h"

/* A slice of a string literal. */
#define SLICE(literal) ((cpdm_slice){(literal), sizeof(literal) - 1})

static inline cpdm_slice slice(const char *data, size_t length)
{
    return (cpdm_slice){data, length};
}

static inline cpdm_slice slice_of(const char *text)
{
    return (cpdm_slice){text, strlen(text)};
}

static inline bool slice_equal(cpdm_slice a, cpdm_slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* Compares with a string literal or other NUL-ended text. For a literal the length is known: no call is made. */
static inline bool slice_is(cpdm_slice a, const char *text)
{
    size_t length = strlen(text);
    return a.length == length && (length == 0 || memcmp(a.data, text, length) == 0);
}

/* slice_equal() in place where the texts are short, as nearly all are, or differ early: by their two ends, which meet
 * or overlap. */
static inline bool slice_same(cpdm_slice a, cpdm_slice b)
{
    if (a.length != b.length)
        return false;
    if (a.length >= 8)
        return memcmp(a.data, b.data, 8) == 0 && memcmp(a.data + a.length - 8, b.data + a.length - 8, 8) == 0 &&
               (a.length <= 16 || memcmp(a.data + 8, b.data + 8, a.length - 16) == 0);
    if (a.length >= 4)
        return memcmp(a.data, b.data, 4) == 0 && memcmp(a.data + a.length - 4, b.data + a.length - 4, 4) == 0;
    return a.length == 0 || (a.data[0] == b.data[0] && a.data[a.length / 2] == b.data[a.length / 2] &&
                             a.data[a.length - 1] == b.data[a.length - 1]);
}

/* A number for a name, by its length and its two ends: the same for equal names, mostly another for others. */
static inline unsigned slice_ends(cpdm_slice name)
{
    if (!name.length)
        return 0;
    unsigned first = (uint8_t)name.data[0], last = (uint8_t)name.data[name.length - 1];
    return first + 2 * last + 4 * (unsigned)name.length;
}

/* One bit of 64 for a name: a set of names tells by its bits that it does not have one, mostly without a search. */
static inline unsigned slice_bit_number(cpdm_slice name)
{
    return slice_ends(name) & 63;
}

static inline uint64_t slice_bit(cpdm_slice name)
{
    return (uint64_t)1 << slice_bit_number(name);
}

/* How many of these eight octets are 0x20..0x7F before the first that is not. The difference has a high bit for octets
 * under 0x20 (and for no octet before the first of them), the octets themselves for those over 0x7F. */
static inline unsigned slice_plain_of_eight(const void *octets)
{
    uint64_t eight;
    memcpy(&eight, octets, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    uint64_t others = ((eight - 0x2020202020202020u) | eight) & 0x8080808080808080u;
    return others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
}

/* How many octets at the beginning are 0x20..0x7F, as all are in nearly every text. */
static inline size_t slice_plain(cpdm_slice text)
{
    size_t length = 0;
    for (unsigned plain = 8; text.length - length >= 8; length += plain)
        if ((plain = slice_plain_of_eight(text.data + length)) < 8)
            return length + plain;
    while (length < text.length && (uint8_t)text.data[length] >= 0x20 && (uint8_t)text.data[length] < 0x80)
        length++;
    return length;
}

bool slice_equal_letters(cpdm_slice a, cpdm_slice b); /* the next where the lengths are the same */

static inline bool slice_equal_ignoring_case(cpdm_slice a, cpdm_slice b) /* ASCII letters only */
{
    return a.length == b.length && slice_equal_letters(a, b);
}

bool slice_starts_with(cpdm_slice a, cpdm_slice prefix);
uint64_t slice_hash(cpdm_slice a, uint64_t salt); /* keyed: a document cannot choose its collisions */

/* Decimal digits only, no sign, no blank; false when empty, not a number, or over `max`. */
bool slice_to_number(cpdm_slice text, uint64_t max, uint64_t *number);

/* The alphabet that XML 1.0 allows (production 2, Char), in well-formed UTF-8. On false, `bad` is the octet's index. */
bool slice_is_xml_text(cpdm_slice text, size_t *bad);

#endif

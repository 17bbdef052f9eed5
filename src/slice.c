/* SPDX-License-Identifier: MIT */
/* Slices: the comparisons and readings that are too long for slice.h. */
#include "slice.h"

#include <endian.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool slice_equal_letters(cpdm_slice a, cpdm_slice b)
{
    for (size_t i = 0; i < a.length; i++)
        if (a.data[i] != b.data[i] && lower(a.data[i]) != lower(b.data[i]))
            return false;
    return true;
}

bool slice_starts_with(cpdm_slice a, cpdm_slice prefix)
{
    return a.length >= prefix.length && (prefix.length == 0 || memcmp(a.data, prefix.data, prefix.length) == 0);
}

static inline uint64_t rotate(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1], v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0], v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32);
    v[2] += v[1], v[0] += v[3];
    v[1] = rotate(v[1], 17) ^ v[2], v[3] = rotate(v[3], 21) ^ v[0];
    v[2] = rotate(v[2], 32);
}

static inline void sip_word(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
}

/* SipHash-1-3 (Aumasson, Bernstein: SipHash, a fast short-input PRF), the key being the salt and 0: who does not know
 * the salt cannot choose collisions. */
uint64_t slice_hash(cpdm_slice a, uint64_t salt)
{
    uint64_t v[4] = {salt ^ 0x736F6D6570736575u, 0x646F72616E646F6Du, salt ^ 0x6C7967656E657261u, 0x7465646279746573u};
    uint64_t word;
    size_t i = 0;
    for (; a.length - i >= sizeof word; i += sizeof word) {
        memcpy(&word, a.data + i, sizeof word);
        sip_word(v, le64toh(word));
    }
    word = (uint64_t)a.length << 56;
    for (unsigned at = 0; i < a.length; i++, at += 8)
        word |= (uint64_t)(uint8_t)a.data[i] << at;
    sip_word(v, word);
    v[2] ^= 0xFF;
    sip_round(v);
    sip_round(v);
    sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

bool slice_to_number(cpdm_slice text, uint64_t max, uint64_t *number)
{
    uint64_t sum = 0;
    if (text.length == 0)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(sum, 10u, &sum) ||
            __builtin_add_overflow(sum, (uint64_t)(c - '0'), &sum) || sum > max)
            return false;
    }
    *number = sum;
    return true;
}

/* The length of the well-formed UTF-8 sequence at `p` that encodes an XML character beyond ASCII; 0 when there is none.
 * RFC 3629 section 4; XML 1.0 production 2 leaves out surrogates, U+FFFE and U+FFFF. */
static size_t xml_sequence(const uint8_t *p, size_t left)
{
    size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || length > left)
        return 0;
    uint32_t point = p[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        point = (point << 6) | (p[i] & 0x3Fu);
    }
    bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    bool excluded = (point >= 0xD800 && point <= 0xDFFF) || point == 0xFFFE || point == 0xFFFF || point > 0x10FFFF;
    return overlong || excluded ? 0 : length;
}

bool slice_is_xml_text(cpdm_slice text, size_t *bad)
{
    const uint8_t *p = (const uint8_t *)text.data;
    for (size_t i = slice_plain(text); i < text.length;) {
        size_t length = 1;
        if (p[i] >= 0x80)
            length = xml_sequence(p + i, text.length - i);
        else if (p[i] < 0x20 && p[i] != '\t' && p[i] != '\n' && p[i] != '\r')
            length = 0;
        if (length == 0) {
            *bad = i;
            return false;
        }
        i += length;
        i += slice_plain(slice(text.data + i, text.length - i));
    }
    return true;
}

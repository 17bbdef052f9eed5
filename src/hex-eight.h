/* SPDX-License-Identifier: MIT */
/* Decimal digits and hexadecimal ones (RFC 4648 section 8), eight at a time: an octet of a word is a digit, the first
 * in the lowest. */
#ifndef HEX_EIGHT_H
#define HEX_EIGHT_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { HEX_OCTETS = 4 }; /* that eight digits stand for */

#define HEX_EACH(octet) (UINT64_C(0x0101010101010101) * (octet))

/* Whether all eight are decimal: what six more than a figure has in its high half is what that figure has. */
static inline bool decimal_are_eight(const char *digits)
{
    uint64_t word;
    memcpy(&word, digits, sizeof word);
    return ((word & HEX_EACH(0xF0)) | ((word + HEX_EACH(6)) >> 4 & HEX_EACH(0x0F))) == HEX_EACH(0x33);
}

/* The digits of these values; `letters` is how far the first letter stands behind the last figure and one. */
static inline uint64_t hex_characters(uint64_t nibbles, unsigned letters)
{
    uint64_t is_letter = (nibbles + HEX_EACH(6)) >> 4 & HEX_EACH(1);
    return nibbles + HEX_EACH('0') + is_letter * letters;
}

/* Digits of either case; 0 where all eight are. */
static inline uint64_t hex_read_eight(const char *digits, uint8_t *octets)
{
    uint64_t word;
    memcpy(&word, digits, sizeof word);
    word = le64toh(word);
    uint64_t is_letter = word >> 6 & HEX_EACH(1), nibbles = (word & HEX_EACH(0x0F)) + is_letter * 9;
    uint64_t wrong = (nibbles & HEX_EACH(0x10)) | (hex_characters(nibbles, 'a' - '9' - 1) ^ (word | is_letter << 5));
    uint64_t pairs = (nibbles << 4 | nibbles >> 8) & UINT64_C(0x00FF00FF00FF00FF);
    pairs = (pairs | pairs >> 8) & UINT64_C(0x0000FFFF0000FFFF);
    uint32_t four = htole32((uint32_t)(pairs | pairs >> 16));
    memcpy(octets, &four, sizeof four);
    return wrong;
}

/* In upper case. */
static inline void hex_write_eight(const uint8_t *octets, char *digits)
{
    uint32_t four;
    memcpy(&four, octets, sizeof four);
    uint64_t word = le32toh(four);
    word = (word | word << 16) & UINT64_C(0x0000FFFF0000FFFF);
    word = (word | word << 8) & UINT64_C(0x00FF00FF00FF00FF);
    word = hex_characters((word >> 4 & HEX_EACH(0x0F)) | (word << 8 & UINT64_C(0x0F000F000F000F00)), 'A' - '9' - 1);
    word = htole64(word);
    memcpy(digits, &word, sizeof word);
}

#endif

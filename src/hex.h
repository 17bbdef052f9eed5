/* SPDX-License-Identifier: MIT */
/* Hexadecimal digits into octets and back: lines of SMS segments, MACs, keys. */
#ifndef HEX_H
#define HEX_H

#include "bytes.h"

/* The value of a digit in either case, or -1. */
static inline int hex_digit(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* At least one pair of digits, and nothing else. */
static inline bool hex_is_octets(cpdm_slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (hex_digit((uint8_t)text.data[i]) < 0)
            return false;
    return text.length > 0 && text.length % 2 == 0;
}

/* Puts the octets of a text that hex_is_octets(). */
static inline void hex_put_octets(struct bytes_writer *writer, cpdm_slice text)
{
    struct bytes_reader in = bytes_reader(text);
    while (bytes_left(&in)) {
        int high = hex_digit(bytes_get(&in));
        bytes_put(writer, (uint8_t)(high << 4 | hex_digit(bytes_get(&in))));
    }
}

/* Puts octets as upper-case digits. */
static inline void hex_put_digits(struct bytes_writer *writer, cpdm_slice octets)
{
    static const char digits[] = "0123456789ABCDEF";
    struct bytes_reader in = bytes_reader(octets);
    while (bytes_left(&in)) {
        int octet = bytes_get(&in);
        bytes_put(writer, (uint8_t)digits[octet >> 4]);
        bytes_put(writer, (uint8_t)digits[octet & 0x0F]);
    }
}

#endif

/* SPDX-License-Identifier: MIT */
/* Plain text: printable ASCII without quotation mark and backslash, as nearly all is. It stands for itself in a string
 * of JSON and in a column, and is UTF-8. */
#ifndef PLAIN_H
#define PLAIN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Not 0 where one of eight octets is not plain: a subtraction borrows into its high bit. A borrow may also tell of an
 * octet above such a one, never of eight that are plain. */
static inline uint64_t plain_wrong(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), quote = eight ^ ones * '"', backslash = eight ^ ones * '\\',
                   del = eight ^ ones * 0x7F;
    return ((eight - ones * ' ') | (quote - ones) | (backslash - ones) | (del - ones) | eight) & ones << 7;
}

static inline bool plain_octet(char c)
{
    return (unsigned char)c >= 0x20 && (unsigned char)c < 0x7F && c != '"' && c != '\\';
}

/* The last eight overlap those before them. */
static inline bool plain_is(const char *text, size_t length)
{
    uint64_t eight, wrong = 0;
    if (length < sizeof eight) {
        while (length && plain_octet(text[length - 1]))
            length--;
        return length == 0;
    }
    for (size_t i = 0; i + sizeof eight < length; i += sizeof eight) {
        memcpy(&eight, text + i, sizeof eight);
        wrong |= plain_wrong(eight);
    }
    memcpy(&eight, text + length - sizeof eight, sizeof eight);
    return (wrong | plain_wrong(eight)) == 0;
}

#endif

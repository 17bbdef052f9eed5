/* SPDX-License-Identifier: MIT */
/* base64 (RFC 4648 section 4). Blanks between digits are skipped; padding must be complete. */
#include "base64.h"

static const char digits[64] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The value of a digit; with the highest bits set, in whatever place of a group, when it is none. */
static inline uint32_t digit_value(char c)
{
    static const int8_t values[256] = {
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, /* controls */
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, /* controls */
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 62, -1, -1, -1, 63, /* + / */
        52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1, -1, -1, -1, -1, -1, /* 0-9 */
        -1, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, /* A-O */
        15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, -1, -1, -1, -1, -1, /* P-Z */
        -1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, /* a-o */
        41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, -1, -1, -1, -1, -1, /* p-z */
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    };
    return (uint32_t)values[(uint8_t)c];
}

static inline bool is_none(uint32_t value)
{
    return value >> 31;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Decodes groups of four digits, as long as all of them are digits: nearly the whole of nearly every text. Returns how
 * much of the text that was. There is room for all of it. */
static inline size_t decode_groups(cpdm_slice text, char *to)
{
    if (!text.length)
        return 0; /* there may be no text at all to point into */
    const char *at = text.data, *end = text.data + text.length / 4 * 4;
    for (; at < end; at += 4, to += 3) {
        uint32_t bits =
            digit_value(at[0]) << 18 | digit_value(at[1]) << 12 | digit_value(at[2]) << 6 | digit_value(at[3]);
        if (is_none(bits))
            break;
        to[0] = (char)(bits >> 16);
        to[1] = (char)(bits >> 8);
        to[2] = (char)bits;
    }
    return (size_t)(at - text.data);
}

/* The text where it has blanks, padding, or what is no base64. */
APART static enum base64_result decode_any(struct arena *arena, cpdm_slice text, cpdm_slice *octets)
{
    struct bytes_writer out = bytes_writer(arena, text.length / 4 * 3 + 3);
    uint32_t bits = 0;
    unsigned count = 0, padding = 0;
    bool canonical = true;
    size_t i = 0;
    if (bytes_room(&out, text.length / 4 * 3)) {
        i = decode_groups(text, out.next);
        out.next += i / 4 * 3;
    }
    for (; i < text.length; i++) {
        char c = text.data[i];
        uint32_t value = digit_value(c);
        if (is_blank(c)) {
            canonical = false;
            continue;
        }
        if (c == '=' ? count % 4 < 2 || ++padding > 2 : is_none(value) || padding > 0)
            return BASE64_INVALID;
        bits = bits << 6 | (c == '=' ? 0 : value);
        if (++count % 4 == 0) {
            uint8_t three[3] = {(uint8_t)(bits >> 16), (uint8_t)(bits >> 8), (uint8_t)bits};
            bytes_put_slice(&out, slice((const char *)three, 3 - padding));
            for (unsigned lost = 3 - padding; lost < 3; lost++)
                canonical = canonical && three[lost] == 0;
            bits = 0;
        }
    }
    if (count % 4 != 0)
        return BASE64_INVALID;
    if (!bytes_finish(&out, octets))
        return BASE64_NO_MEMORY;
    return canonical ? BASE64_CANONICAL : BASE64_OTHER;
}

enum base64_result base64_decode(struct arena *arena, cpdm_slice text, cpdm_slice *octets)
{
    size_t length = text.length / 4 * 3;
    if (length && text.length % 4 == 0 && text.data[text.length - 1] != '=' && arena_has_room(arena, length)) {
        char *room = arena->next;
        if (decode_groups(text, room) == text.length) {
            *octets = slice(arena_take(arena, length), length);
            return BASE64_CANONICAL;
        }
        memset(room, 0, length);
    }
    return decode_any(arena, text, octets);
}

size_t base64_encode(cpdm_slice octets, char *text)
{
    const uint8_t *from = (const uint8_t *)octets.data;
    char *to = text;
    size_t left = octets.length;
    for (; left >= 3; left -= 3, from += 3) {
        uint32_t bits = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
        *to++ = digits[bits >> 18];
        *to++ = digits[bits >> 12 & 63];
        *to++ = digits[bits >> 6 & 63];
        *to++ = digits[bits & 63];
    }
    if (left) {
        uint32_t bits = (uint32_t)from[0] << 16 | (left > 1 ? (uint32_t)from[1] << 8 : 0);
        *to++ = digits[bits >> 18];
        *to++ = digits[bits >> 12 & 63];
        *to++ = left > 1 ? digits[bits >> 6 & 63] : '=';
        *to++ = '=';
    }
    return (size_t)(to - text);
}

void base64_put(struct bytes_writer *writer, cpdm_slice octets)
{
    if (bytes_room(writer, CPDM_BASE64_LENGTH(octets.length)))
        writer->next += base64_encode(octets, writer->next);
}

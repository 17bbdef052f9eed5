/* SPDX-License-Identifier: MIT */
/* base64 (RFC 4648 section 4). Blanks between digits are skipped; padding must be complete. */
#include "base64.h"

static const char digits[64] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The value of a digit; -1 when it is none. */
static int digit_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

enum base64_result base64_decode(struct arena *arena, cpdm_slice text, cpdm_slice *octets)
{
    struct bytes_writer out = bytes_writer(arena, text.length / 4 * 3 + 3);
    uint32_t bits = 0;
    unsigned count = 0, padding = 0;
    bool canonical = true;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        int value = digit_value(c);
        if (is_blank(c)) {
            canonical = false;
            continue;
        }
        if (c == '=' ? count % 4 < 2 || ++padding > 2 : value < 0 || padding > 0)
            return BASE64_INVALID;
        bits = bits << 6 | (c == '=' ? 0 : (uint32_t)value);
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

void base64_put(struct bytes_writer *writer, cpdm_slice octets)
{
    const uint8_t *p = (const uint8_t *)octets.data;
    for (size_t i = 0; i < octets.length; i += 3) {
        size_t left = octets.length - i;
        uint32_t bits = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) | (left > 2 ? p[i + 2] : 0u);
        char four[4] = {digits[bits >> 18], digits[bits >> 12 & 63], left > 1 ? digits[bits >> 6 & 63] : '=',
                        left > 2 ? digits[bits & 63] : '='};
        bytes_put_slice(writer, slice(four, 4));
    }
}

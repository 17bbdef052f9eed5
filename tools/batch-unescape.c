/* SPDX-License-Identifier: MIT */
/* The escapes of JSON strings into the characters that they stand for, which are never longer (RFC 8259 section 7). */
#include "batch-unescape.h"

#include <stdbool.h>
#include <string.h>

#include <glib.h>

enum { HIGH_SURROGATE = 0xD800, LOW_SURROGATE = 0xDC00, SURROGATES_END = 0xE000, SUPPLEMENTARY = 0x10000 };

struct unescaper {
    const char *at, *end;
};

static bool take_unit(struct unescaper *from, gunichar *unit)
{
    if (from->end - from->at < 6 || from->at[0] != '\\' || from->at[1] != 'u')
        return false;
    *unit = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = g_ascii_xdigit_value(from->at[i]);
        if (digit < 0)
            return false;
        *unit = *unit << 4 | (gunichar)digit;
    }
    from->at += 6;
    return true;
}

/* Beyond the first plane a character is two units, a high and a low surrogate. */
static bool take_character(struct unescaper *from, gunichar *character)
{
    gunichar low;
    if (!take_unit(from, character) || *character == 0)
        return false;
    if (*character < HIGH_SURROGATE || *character >= SURROGATES_END)
        return true;
    if (*character >= LOW_SURROGATE || !take_unit(from, &low) || low < LOW_SURROGATE || low >= SURROGATES_END)
        return false;
    *character = SUPPLEMENTARY + ((*character - HIGH_SURROGATE) << 10) + (low - LOW_SURROGATE);
    return true;
}

static bool take_escape(struct unescaper *from, gunichar *character)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    if (from->end - from->at < 2)
        return false;
    const char *letter = from->at[1] ? strchr(letters, from->at[1]) : NULL;
    if (!letter)
        return take_character(from, character);
    *character = (gunichar)(unsigned char)meanings[letter - letters];
    from->at += 2;
    return true;
}

/* Up to the next escape, which is what most of a text is. */
static size_t plain_length(const struct unescaper *from)
{
    const char *escape = memchr(from->at, '\\', (size_t)(from->end - from->at));
    return (size_t)((escape ? escape : from->end) - from->at);
}

size_t unescape_length(const char *text, size_t length)
{
    struct unescaper from = {.at = text, .end = text + length};
    size_t total = 0;
    while (from.at < from.end) {
        size_t plain = plain_length(&from);
        total += plain;
        from.at += plain;
        gunichar character;
        if (from.at == from.end)
            break;
        if (!take_escape(&from, &character))
            return UNESCAPE_OTHER;
        total += (size_t)g_unichar_to_utf8(character, NULL);
    }
    return total;
}

size_t unescape(char *text, size_t length)
{
    struct unescaper from = {.at = text, .end = text + length};
    char *to = text;
    while (from.at < from.end) {
        size_t plain = plain_length(&from);
        memmove(to, from.at, plain);
        to += plain;
        from.at += plain;
        gunichar character;
        if (from.at == from.end || !take_escape(&from, &character))
            break;
        to += g_unichar_to_utf8(character, to);
    }
    return (size_t)(to - text);
}

/* SPDX-License-Identifier: MIT */
/* Octets, numbers, base64 and JSON strings into memory that is kept and overwritten: what is written holds passwords.
 */
#include "spool.h"

#include <stdlib.h>

#include <glib.h>

#include "plain.h"

enum { SPOOL_FIRST = 4096 };

/* Not realloc(), which leaves the old octets behind. */
void spool_grow(struct spool *spool, size_t more)
{
    size_t capacity = spool->capacity ? spool->capacity : SPOOL_FIRST;
    while (capacity - spool->length < more)
        capacity *= 2;
    char *data = g_malloc(capacity);
    if (spool->length)
        memcpy(data, spool->data, spool->length);
    if (spool->data)
        explicit_bzero(spool->data, spool->length);
    g_free(spool->data);
    spool->data = data;
    spool->capacity = capacity;
}

void spool_number(struct spool *spool, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    spool_put(spool, digits + at, sizeof digits - at);
}

void spool_base64(struct spool *spool, cpdm_slice octets)
{
    char *room = spool_room(spool, CPDM_BASE64_LENGTH(octets.length));
    spool->length += cpdm_base64_encode(octets, room);
}

static const char hex_digits[] = "0123456789abcdef";

void spool_hex(struct spool *spool, const uint8_t *octets, size_t length)
{
    char *room = spool_room(spool, 2 * length);
    for (size_t i = 0; i < length; i++) {
        *room++ = hex_digits[octets[i] >> 4];
        *room++ = hex_digits[octets[i] & 15];
    }
    spool->length += 2 * length;
}

static size_t plain_length(cpdm_slice text)
{
    size_t length = 0;
    while (length < text.length && plain_octet(text.data[length]))
        length++;
    return length;
}

/* One character that is not plain; returns how many octets it was. */
static size_t json_character(struct spool *spool, cpdm_slice text)
{
    unsigned char c = (unsigned char)text.data[0];
    if (c < 0x20 || c == 0x7F) {
        spool_literal(spool, "\\u00");
        spool_hex(spool, &c, 1);
        return 1;
    }
    if (c < 0x80) {
        const char pair[] = {'\\', text.data[0]};
        spool_put(spool, pair, sizeof pair);
        return 1;
    }
    gunichar character = g_utf8_get_char_validated(text.data, (gssize)text.length);
    size_t length = character < 0x110000 ? (size_t)g_unichar_to_utf8(character, NULL) : 1;
    if (character < 0x110000)
        spool_put(spool, text.data, length);
    else
        spool_literal(spool, "\xEF\xBF\xBD");
    return length;
}

static void json_characters(struct spool *spool, cpdm_slice text)
{
    while (text.length) {
        size_t length = plain_length(text);
        spool_put(spool, text.data, length);
        text = (cpdm_slice){.data = text.data + length, .length = text.length - length};
        if (!text.length)
            break;
        length = json_character(spool, text);
        text = (cpdm_slice){.data = text.data + length, .length = text.length - length};
    }
}

void spool_json(struct spool *spool, cpdm_slice text)
{
    spool_char(spool, '"');
    if (plain_is(text.data, text.length))
        spool_slice(spool, text);
    else
        json_characters(spool, text);
    spool_char(spool, '"');
}

static void column_character(struct spool *spool, char c)
{
    uint8_t octet = (uint8_t)c;
    switch (c) {
    case '\\': spool_literal(spool, "\\\\"); return;
    case '\n': spool_literal(spool, "\\n"); return;
    case '\r': spool_literal(spool, "\\r"); return;
    case '\t': spool_literal(spool, "\\t"); return;
    default: spool_literal(spool, "\\x"); spool_hex(spool, &octet, 1);
    }
}

void spool_column(struct spool *spool, cpdm_slice text)
{
    if (plain_is(text.data, text.length)) {
        spool_slice(spool, text);
        return;
    }
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7F || text.data[i] == '\\')
            column_character(spool, text.data[i]);
        else
            spool_char(spool, text.data[i]);
}

cpdm_slice spool_all(const struct spool *spool)
{
    return (cpdm_slice){.data = spool->data, .length = spool->length};
}

void spool_reset(struct spool *spool, size_t keep)
{
    if (spool->data)
        explicit_bzero(spool->data, spool->length);
    spool->length = 0;
    if (spool->capacity <= keep)
        return;
    g_free(spool->data);
    *spool = (struct spool){0};
}

void spool_clear(struct spool *spool)
{
    spool_reset(spool, 0);
}

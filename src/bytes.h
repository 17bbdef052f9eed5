/* SPDX-License-Identifier: MIT */
/* Bounded reader and writer of octets. Input octets are read through this (or expat), never by an index. */
#ifndef BYTES_H
#define BYTES_H

#include "arena.h"

struct bytes_reader {
    const uint8_t *start, *next, *end;
};

static inline struct bytes_reader bytes_reader(cpdm_slice input)
{
    const uint8_t *start = (const uint8_t *)input.data;
    return (struct bytes_reader){start, start, start ? start + input.length : start};
}

static inline size_t bytes_left(const struct bytes_reader *reader)
{
    return (size_t)(reader->end - reader->next);
}

static inline size_t bytes_offset(const struct bytes_reader *reader)
{
    return (size_t)(reader->next - reader->start);
}

/* The next octet, or -1 at the end. */
static inline int bytes_get(struct bytes_reader *reader)
{
    return reader->next < reader->end ? *reader->next++ : -1;
}

static inline int bytes_peek(const struct bytes_reader *reader)
{
    return reader->next < reader->end ? *reader->next : -1;
}

/* The same two where bytes_left() has told that there is one. */
static inline uint8_t bytes_first(const struct bytes_reader *reader)
{
    return *reader->next;
}

static inline uint8_t bytes_next(struct bytes_reader *reader)
{
    return *reader->next++;
}

/* The next `length` octets. */
static inline bool bytes_take(struct bytes_reader *reader, size_t length, cpdm_slice *octets)
{
    if (length > bytes_left(reader))
        return false;
    *octets = slice((const char *)reader->next, length);
    reader->next += length;
    return true;
}

/* The octets before the next NUL, which is taken too. */
static inline bool bytes_take_string(struct bytes_reader *reader, cpdm_slice *octets)
{
    const uint8_t *nul = bytes_left(reader) ? memchr(reader->next, 0, bytes_left(reader)) : NULL;
    if (!nul)
        return false;
    *octets = slice((const char *)reader->next, (size_t)(nul - reader->next));
    reader->next = nul + 1;
    return true;
}

/* Past the next place where these octets stand; false, with nothing taken, when there is none. */
static inline bool bytes_skip_past(struct bytes_reader *reader, cpdm_slice octets)
{
    const uint8_t *found =
        bytes_left(reader) ? memmem(reader->next, bytes_left(reader), octets.data, octets.length) : NULL;
    if (!found)
        return false;
    reader->next = found + octets.length;
    return true;
}

/* The first octet from `next` on that is not 0x20..0x7F, or `end`, where less than eight octets are left. */
const uint8_t *bytes_skip_few_plain(const uint8_t *next, const uint8_t *end) __attribute__((cold));

/* As bytes_take_string() where all octets are 0x20..0x7F, as in nearly every string; else takes nothing. From `last`
 * eight octets can be read; those behind it are looked at one by one. */
IN_PLACE bool bytes_take_plain_string(struct bytes_reader *reader, const uint8_t *last, cpdm_slice *octets)
{
    const uint8_t *nul = reader->next;
    unsigned plain = 8;
    while (plain == 8 && nul <= last) {
        plain = slice_plain_of_eight(nul);
        nul += plain;
    }
    if (plain == 8 && (nul = bytes_skip_few_plain(nul, reader->end)) == reader->end)
        return false;
    if (*nul)
        return false;
    *octets = slice((const char *)reader->next, (size_t)(nul - reader->next));
    reader->next = nul + 1;
    return true;
}

/* mb_u_int32 (WBXML 1.3 section 5.1) and uintvar (WSP 8.1.2): seven bits an octet, high bit set on all but the last. */
enum bytes_number { BYTES_NUMBER_OK, BYTES_NUMBER_TRUNCATED, BYTES_NUMBER_TOO_BIG };
enum bytes_number bytes_get_long_multibyte(struct bytes_reader *reader, uint32_t *number);

static inline enum bytes_number bytes_get_multibyte(struct bytes_reader *reader, uint32_t *number)
{
    int first = bytes_peek(reader);
    if (first < 0 || first >= 0x80)
        return bytes_get_long_multibyte(reader, number);
    *number = (uint32_t)bytes_get(reader);
    return BYTES_NUMBER_OK;
}

/* A growing text or octet string in an arena. Puts do nothing once there is no memory: ask bytes_finish() at the end.
 */
struct bytes_writer {
    struct arena *arena;
    char *start, *next, *end;
    bool failed;
};

/* `expected` octets fit without growing. */
static inline struct bytes_writer bytes_writer(struct arena *arena, size_t expected)
{
    char *start = arena_alloc(arena, expected);
    return (struct bytes_writer){arena, start, start, start ? start + expected : start, start == NULL};
}

/* False when there was no memory; else all that was put so far. */
bool bytes_finish(const struct bytes_writer *writer, cpdm_slice *octets);

/* The same at the end: the room that was not used goes back to the arena, so that a generous guess costs nothing. */
bool bytes_close(struct bytes_writer *writer, cpdm_slice *octets);

/* Makes room for `more` octets; false when there is none. */
bool bytes_grow(struct bytes_writer *writer, size_t more);

static inline bool bytes_room(struct bytes_writer *writer, size_t more)
{
    return more <= (size_t)(writer->end - writer->next) || bytes_grow(writer, more);
}

/* Copies a text by its two ends of `size` octets each, which meet or overlap. Returns what is behind the copy. */
IN_PLACE char *bytes_copy_ends(char *to, cpdm_slice text, size_t size)
{
    char *behind = to + text.length;
    memcpy(to, text.data, size);
    memcpy(behind - size, text.data + text.length - size, size);
    return behind;
}

/* The same of a text of less than 8 octets, of one of 16 at most, and of one of 16 to 64. */
IN_PLACE char *bytes_copy_few(char *to, cpdm_slice text)
{
    if (text.length >= 4)
        return bytes_copy_ends(to, text, 4);
    if (text.length) {
        to[0] = text.data[0];
        to[text.length / 2] = text.data[text.length / 2];
        to[text.length - 1] = text.data[text.length - 1];
    }
    return to + text.length;
}

IN_PLACE char *bytes_copy_little(char *to, cpdm_slice text)
{
    return text.length < 8 ? bytes_copy_few(to, text) : bytes_copy_ends(to, text, 8);
}

IN_PLACE char *bytes_copy_many(char *to, cpdm_slice text)
{
    if (text.length > 32) {
        memcpy(to + 16, text.data + 16, 16);
        memcpy(to + text.length - 32, text.data + text.length - 32, 16);
    }
    return bytes_copy_ends(to, text, 16);
}

enum { BYTES_SHORT = 64 }; /* a text of so many octets is copied in place */

/* One of BYTES_SHORT at most. */
IN_PLACE char *bytes_copy_short(char *to, cpdm_slice text)
{
    return text.length <= 16 ? bytes_copy_little(to, text) : bytes_copy_many(to, text);
}

/* memcpy() for texts, without a call where they are short, as nearly all are. Returns what is behind the copy. */
IN_PLACE char *bytes_copy(char *to, cpdm_slice text)
{
    if (text.length <= 16)
        return bytes_copy_little(to, text);
    if (text.length <= BYTES_SHORT)
        return bytes_copy_many(to, text);
    memcpy(to, text.data, text.length);
    return to + text.length;
}

enum { BYTES_ROOMY = 16 }; /* a roomy text has so many octets at most, and as many can be read from its beginning */

IN_PLACE char *bytes_copy_roomy(char *to, cpdm_slice text)
{
    memcpy(to, text.data, BYTES_ROOMY);
    return to + text.length;
}

static inline void bytes_put(struct bytes_writer *writer, uint8_t octet)
{
    if (bytes_room(writer, 1))
        *writer->next++ = (char)octet;
}

static inline void bytes_put_slice(struct bytes_writer *writer, cpdm_slice octets)
{
    if (octets.length && bytes_room(writer, octets.length)) {
        memcpy(writer->next, octets.data, octets.length);
        writer->next += octets.length;
    }
}

#define bytes_put_text(writer, literal) bytes_put_slice((writer), SLICE(literal))

void bytes_put_long_multibyte(struct bytes_writer *writer, uint32_t number);

static inline void bytes_put_multibyte(struct bytes_writer *writer, uint32_t number)
{
    if (number < 0x80)
        bytes_put(writer, (uint8_t)number);
    else
        bytes_put_long_multibyte(writer, number);
}

#endif

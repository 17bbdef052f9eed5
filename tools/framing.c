/* SPDX-License-Identifier: MIT */
/*
 * Octets into frames:
 *
 *   ndjson, tsv  record LF
 *   len32        length of the record in four octets, the most significant first; record. What kcat -f '%R%s' writes.
 *   netstring    length in decimal digits, ":", record, "," (D. J. Bernstein, Netstrings, 1997)
 */
#include "framing.h"

#include <stdio.h>

enum { LEN32_HEAD = 4, NETSTRING_DIGITS_MAX = 10 };

enum framing framing_of(enum option_word word, enum framing otherwise)
{
    static const struct {
        enum option_word word;
        enum framing framing;
    } rows[] = {{WORD_NDJSON, FRAMING_NDJSON},
                {WORD_TSV, FRAMING_TSV},
                {WORD_LEN32, FRAMING_LEN32},
                {WORD_NETSTRING, FRAMING_NETSTRING}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].word == word)
            return rows[i].framing;
    return otherwise;
}

static enum frame_state find_line(const char *octets, size_t length, size_t limit, bool at_end, struct frame *frame)
{
    const char *line_end = memchr(octets, '\n', length);
    *frame = (struct frame){.length = line_end ? (size_t)(line_end - octets) : length};
    frame->total = frame->length + (line_end != NULL);
    if (frame->length > limit) {
        frame->total = line_end ? frame->total : 0;
        return FRAME_LARGE;
    }
    return line_end || (at_end && length) ? FRAME_WHOLE : FRAME_PART;
}

static enum frame_state judge(size_t length, size_t limit, struct frame *frame)
{
    if (frame->length > limit)
        return FRAME_LARGE;
    return frame->total <= length ? FRAME_WHOLE : FRAME_PART;
}

static enum frame_state find_len32(const char *octets, size_t length, size_t limit, struct frame *frame)
{
    if (length < LEN32_HEAD)
        return FRAME_PART;
    uint32_t size = 0;
    for (size_t i = 0; i < LEN32_HEAD; i++)
        size = size << 8 | (unsigned char)octets[i];
    *frame = (struct frame){.start = LEN32_HEAD, .length = size, .total = (size_t)size + LEN32_HEAD};
    return judge(length, limit, frame);
}

/* No digits, a leading zero or too many digits: no netstring. */
static enum frame_state find_netstring(const char *octets, size_t length, size_t limit, struct frame *frame)
{
    size_t digits = 0, size = 0;
    while (digits < length && digits < NETSTRING_DIGITS_MAX && octets[digits] >= '0' && octets[digits] <= '9')
        size = size * 10 + (size_t)(octets[digits++] - '0');
    if (digits == length)
        return digits < NETSTRING_DIGITS_MAX ? FRAME_PART : FRAME_BROKEN;
    if (digits == 0 || octets[digits] != ':' || (digits > 1 && octets[0] == '0'))
        return FRAME_BROKEN;
    *frame = (struct frame){.start = digits + 1, .length = size, .total = digits + 1 + size + 1};
    enum frame_state state = judge(length, limit, frame);
    return state == FRAME_WHOLE && octets[frame->total - 1] != ',' ? FRAME_BROKEN : state;
}

enum frame_state frame_find(enum framing framing, const char *octets, size_t length, size_t limit, bool at_end,
                            struct frame *frame)
{
    switch (framing) {
    case FRAMING_NDJSON:
    case FRAMING_TSV: return find_line(octets, length, limit, at_end, frame);
    case FRAMING_LEN32: return find_len32(octets, length, limit, frame);
    case FRAMING_NETSTRING: return find_netstring(octets, length, limit, frame);
    }
    return FRAME_BROKEN;
}

size_t frame_begin(enum framing framing, struct spool *out)
{
    size_t begin = out->length;
    if (framing == FRAMING_LEN32 || framing == FRAMING_NETSTRING) {
        size_t head = framing == FRAMING_LEN32 ? LEN32_HEAD : NETSTRING_DIGITS_MAX + 1;
        memset(spool_room(out, head), 0, head);
        out->length += head;
    }
    return begin;
}

static void end_len32(struct spool *out, size_t begin)
{
    char *head = out->data + begin;
    size_t length = out->length - begin - LEN32_HEAD;
    for (int i = LEN32_HEAD - 1; i >= 0; i--, length >>= 8)
        head[i] = (char)length;
}

/* The record moves to where its length ends; what it leaves behind is not left there. */
static void end_netstring(struct spool *out, size_t begin)
{
    size_t from = begin + NETSTRING_DIGITS_MAX + 1, length = out->length - from;
    spool_char(out, ',');
    size_t end = out->length;
    out->length = begin;
    spool_number(out, length);
    spool_char(out, ':');
    memmove(out->data + out->length, out->data + from, length + 1);
    out->length += length + 1;
    explicit_bzero(out->data + out->length, end - out->length);
}

void frame_end(enum framing framing, struct spool *out, size_t begin)
{
    switch (framing) {
    case FRAMING_NDJSON:
    case FRAMING_TSV: spool_char(out, '\n'); return;
    case FRAMING_LEN32: end_len32(out, begin); return;
    case FRAMING_NETSTRING: end_netstring(out, begin); return;
    }
}

/* SPDX-License-Identifier: MIT */
/*
 * The string table of a document in the making (WAP-192 section 5.7): texts are noted in the order in which they will
 * be written; those that come again, and are shorter as STR_T, get a place in the table. A text that comes once never
 * does. Time and memory are bounded: so many different texts are remembered, and each is looked for in a few places
 * only; one that has none of them stays an inline string.
 */
#ifndef WBXML_STRINGS_H
#define WBXML_STRINGS_H

#include <endian.h>

#include "wbxml-write.h"

#define WBXML_INLINE UINT32_MAX /* in the place of an index: the text is not in the table */

enum {
    WBXML_TEXT_MIN = 3,     /* octets of a text that is remembered: a shorter one gains next to nothing */
    WBXML_TEXTS_MAX = 512,  /* different ones */
    WBXML_TEXT_PLACES = 8,  /* where one may stand */
    WBXML_TABLE_ROOM = 256, /* octets of a table that has not grown */
};

struct wbxml_text {
    cpdm_slice text; /* borrowed */
    uint32_t uses;
    uint32_t index; /* in the table, or WBXML_INLINE */
};

struct wbxml_strings {
    struct wbxml_text *texts; /* by number, from 1; the first stands for all that are not remembered */
    uint16_t *slots;          /* numbers by a hash of the text; 0: free */
    uint16_t *notes;          /* the number of each text noted */
    uint32_t slot_mask, count, most;
    size_t noted, note_most, read;
    struct bytes_writer table;
    size_t before; /* octets of the table before these: a public identifier */
    size_t saved;  /* octets that the uses of the table save, without what it costs */
};

/* Room for `most` notes, in a table that has so many octets `before`. False when there is no memory. */
bool wbxml_strings_begin(struct wbxml_strings *strings, struct arena *arena, size_t most, size_t before);

/* Octets of a STR_T with this index. */
static inline size_t wbxml_reference_length(size_t index)
{
    return 1 + wbxml_number_length(index);
}

/* A hash of both ends of a text, the same on every machine: what is found decides what is written. */
static inline size_t wbxml_text_hash(cpdm_slice text)
{
    uint64_t first = 0, last = 0;
    if (text.length >= 8) {
        memcpy(&first, text.data, 8);
        memcpy(&last, text.data + text.length - 8, 8);
    } else {
        memcpy(&first, text.data, 3);
        memcpy(&last, text.data + text.length - 3, 3);
    }
    first = le64toh(first) ^ le64toh(last) * 0x9E3779B97F4A7C15u ^ text.length;
    return (size_t)(first * 0xBF58476D1CE4E5B9u >> 40);
}

/* The text's number, and a use of it more. */
static inline unsigned wbxml_strings_number(struct wbxml_strings *strings, cpdm_slice text)
{
    size_t slot = wbxml_text_hash(text) & strings->slot_mask;
    for (unsigned i = 0; i < WBXML_TEXT_PLACES; i++, slot = (slot + 1) & strings->slot_mask) {
        unsigned number = strings->slots[slot];
        if (!number) {
            if (strings->count == strings->most)
                return 0;
            strings->slots[slot] = (uint16_t)++strings->count;
            strings->texts[strings->count] = (struct wbxml_text){text, 1, WBXML_INLINE};
            return (unsigned)strings->count;
        }
        if (slice_same(strings->texts[number].text, text)) {
            strings->texts[number].uses++;
            return number;
        }
    }
    return 0;
}

static inline void wbxml_strings_note(struct wbxml_strings *strings, cpdm_slice text)
{
    if (strings->noted < strings->note_most)
        strings->notes[strings->noted++] =
            text.length >= WBXML_TEXT_MIN ? (uint16_t)wbxml_strings_number(strings, text) : 0;
}

/* Where the next entry of the table begins. */
static inline size_t wbxml_strings_index(const struct wbxml_strings *strings)
{
    return strings->before + (size_t)(strings->table.next - strings->table.start);
}

/* Puts a text, with `behind` as its last octet unless that is 0, into the table. */
void wbxml_strings_add(struct wbxml_strings *strings, cpdm_slice text, char behind);

/* Puts those texts of so many octets at most into the table that are shorter there. */
void wbxml_strings_place(struct wbxml_strings *strings, size_t longest);

/* Octets that the table saves, all its costs counted; 0 where it saves none. */
size_t wbxml_strings_saved(const struct wbxml_strings *strings);

/* Back to inline strings and an empty table; what was noted stays, and is read from its first text again. */
void wbxml_strings_clear(struct wbxml_strings *strings);

/* The index of the next text that was noted, or WBXML_INLINE. */
static inline uint32_t wbxml_strings_next(struct wbxml_strings *strings)
{
    return strings->read < strings->noted ? strings->texts[strings->notes[strings->read++]].index : WBXML_INLINE;
}

/* The next text, as STR_T where it is in the table. */
void wbxml_strings_put(struct wbxml_strings *strings, struct bytes_writer *out, cpdm_slice text);

#endif

/* SPDX-License-Identifier: MIT */
/* The string table of a document in the making: which texts pay for their place in it, counted in octets. */
#include "wbxml-strings.h"

APART static bool make_room(struct wbxml_strings *strings, struct arena *arena, size_t most)
{
    uint32_t slots = 32, texts = most < WBXML_TEXTS_MAX ? (uint32_t)most : WBXML_TEXTS_MAX;
    while (slots < 2 * texts)
        slots *= 2;
    strings->texts = arena_alloc(arena, (texts + 1) * sizeof *strings->texts);
    strings->slots = arena_array(arena, slots, sizeof *strings->slots);
    strings->notes = arena_alloc(arena, most * sizeof *strings->notes);
    if (!strings->texts || !strings->slots || !strings->notes)
        return false;
    strings->texts[0] = (struct wbxml_text){.index = WBXML_INLINE};
    strings->slot_mask = slots - 1;
    strings->most = texts;
    strings->note_most = most;
    return true;
}

bool wbxml_strings_begin(struct wbxml_strings *strings, struct arena *arena, size_t most, size_t before)
{
    *strings = (struct wbxml_strings){.table = bytes_writer(arena, WBXML_TABLE_ROOM), .before = before};
    return !strings->table.failed && (!most || make_room(strings, arena, most));
}

/* A text that is long, or for which the table has to grow. */
RARE static void add_long(struct bytes_writer *table, cpdm_slice text, char behind)
{
    bytes_put_slice(table, text);
    if (behind)
        bytes_put(table, (uint8_t)behind);
    bytes_put(table, 0);
}

void wbxml_strings_add(struct wbxml_strings *strings, cpdm_slice text, char behind)
{
    struct bytes_writer *table = &strings->table;
    if (text.length > BYTES_SHORT || text.length + 2 > (size_t)(table->end - table->next)) {
        add_long(table, text, behind);
        return;
    }
    char *to = bytes_copy_short(table->next, text);
    to[0] = behind;
    to[1] = 0;
    table->next = to + 1 + (behind != 0);
}

void wbxml_strings_place(struct wbxml_strings *strings, size_t longest)
{
    for (size_t i = 1; i <= strings->count; i++) {
        struct wbxml_text *text = &strings->texts[i];
        if (text->uses < 2 || text->text.length > longest || text->index != WBXML_INLINE)
            continue;
        size_t index = wbxml_strings_index(strings);
        size_t length = text->text.length, reference = wbxml_reference_length(index);
        size_t saved = text->uses * (length + 2 - reference), entry = length + 1;
        if (saved <= entry)
            continue;
        text->index = (uint32_t)index;
        wbxml_strings_add(strings, text->text, 0);
        strings->saved += saved;
    }
}

size_t wbxml_strings_saved(const struct wbxml_strings *strings)
{
    size_t before = strings->before, length = wbxml_strings_index(strings);
    size_t cost = length - before + wbxml_number_length(length) - wbxml_number_length(before);
    return strings->saved > cost ? strings->saved - cost : 0;
}

void wbxml_strings_clear(struct wbxml_strings *strings)
{
    for (size_t i = 1; i <= strings->count; i++)
        strings->texts[i].index = WBXML_INLINE;
    strings->table.next = strings->table.start;
    strings->saved = 0;
    strings->read = 0;
}

void wbxml_strings_put(struct wbxml_strings *strings, struct bytes_writer *out, cpdm_slice text)
{
    uint32_t index = wbxml_strings_next(strings);
    if (index == WBXML_INLINE) {
        wbxml_put_string(out, text);
    } else {
        bytes_put(out, WBXML_STR_T);
        bytes_put_multibyte(out, index);
    }
}

/* SPDX-License-Identifier: MIT */
/* WBXML out (WAP-192): the header of section 5.4, strings and octets, and the string table of literal names. */
#include "wbxml-write.h"

size_t wbxml_long_number_length(size_t number)
{
    return number < 0x4000 ? 2 : number < 0x200000 ? 3 : number < 0x10000000 ? 4 : 5;
}

char *append_long_number(char *to, uint32_t number)
{
    for (size_t left = wbxml_long_number_length(number); left > 1; left--)
        *to++ = (char)(0x80 | (number >> 7 * (left - 1) & 0x7F));
    *to++ = (char)(number & 0x7F);
    return to;
}

void wbxml_put_header(struct bytes_writer *writer, const struct wbxml_language *language, cpdm_slice string_table)
{
    cpdm_slice formal_id = slice(language->formal_id, wbxml_table_before(language)); /* with its NUL */
    size_t length = formal_id.length + string_table.length;
    if (!bytes_room(writer, sizeof language->head + WBXML_INDEX_MAX + length))
        return;
    char *to = append_document(writer->next, language, length);
    if (formal_id.length)
        to = append(to, formal_id.data, formal_id.length);
    writer->next = string_table.length ? append(to, string_table.data, string_table.length) : to;
}

void wbxml_put_string(struct bytes_writer *writer, cpdm_slice text)
{
    bytes_put(writer, WBXML_STR_I);
    bytes_put_slice(writer, text);
    bytes_put(writer, 0);
}

void wbxml_put_opaque(struct bytes_writer *writer, cpdm_slice octets)
{
    bytes_put(writer, WBXML_OPAQUE_TOKEN);
    bytes_put_multibyte(writer, (uint32_t)octets.length);
    bytes_put_slice(writer, octets);
}

struct wbxml_literal {
    cpdm_slice name; /* length 0: free; no name is empty */
    uint32_t index;  /* in the table */
};

bool wbxml_literals_begin(struct wbxml_literals *literals, struct arena *arena, size_t most, uint64_t salt)
{
    uint32_t size = 4;
    if (most > UINT32_MAX / 4)
        return false;
    while (size < 2 * most)
        size *= 2;
    *literals = (struct wbxml_literals){
        .table = bytes_writer(arena, 16 * most),
        .slots = arena_array(arena, size, sizeof *literals->slots),
        .mask = size - 1,
        .salt = salt,
    };
    return literals->slots && !literals->table.failed;
}

uint32_t wbxml_literals_index(struct wbxml_literals *literals, cpdm_slice name)
{
    uint32_t at = (uint32_t)slice_hash(name, literals->salt) & literals->mask;
    while (literals->slots[at].name.length && !slice_equal(literals->slots[at].name, name))
        at = (at + 1) & literals->mask;
    struct wbxml_literal *literal = &literals->slots[at];
    if (!literal->name.length) {
        *literal = (struct wbxml_literal){name, (uint32_t)(literals->table.next - literals->table.start)};
        bytes_put_slice(&literals->table, name);
        bytes_put(&literals->table, 0);
    }
    return literal->index;
}

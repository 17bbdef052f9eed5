/* SPDX-License-Identifier: MIT */
/*
 * Which URIs of interior nodes go into the string table: two passes over those nodes, linear in their number. From the
 * last to the first, children before parents, each is judged by the items that would use it, and one that is not
 * taken leaves its uses to its parent; then, parents first, by the exact octets that its index makes.
 */
#include "syncml-prefixes.h"

#include "syncml-tokens.h"

bool prefixes_begin(struct prefixes *prefixes, struct arena *arena, size_t most)
{
    *prefixes = (struct prefixes){.list = arena_array(arena, most + 1, sizeof *prefixes->list)};
    return prefixes->list != NULL;
}

/* The octets before the children's names, where the node's own string is in the table. */
static void begin_head(struct prefix *prefix, uint32_t index)
{
    static const char item[] = {TAG_ITEM, TAG_TARGET, TAG_LOC_URI, (char)WBXML_STR_T};
    char *to = append_number(append(prefix->head, item, sizeof item), index);
    size_t length = (size_t)(to - prefix->head);
    memcpy(to, "\x03/", 2); /* STR_I and, in the whole form, the slash */
    prefix->own_length = prefix->whole ? (uint8_t)length : 0;
    prefix->head_length = (uint8_t)(length + 1 + prefix->whole);
    prefix->start = (uint32_t)prefix->uri.length + 1;
}

/* Those where it is not: as the nodes above have it, and the rest of the URI where it is short. */
IN_PLACE void take_head(struct prefix *prefix)
{
    const struct prefix *parent = prefix->parent;
    const cpdm_slice uri = prefix->uri;
    size_t length = parent->head_length, start = parent->start, rest = uri.length - start;
    memcpy(prefix->head, parent->head, sizeof prefix->head);
    prefix->saved = parent->saved;
    if (rest >= PREFIX_HEAD_MAX - length) {
        prefix->has_rest = true;
        prefix->own_length = 0;
    } else {
        *bytes_copy_little(prefix->head + length, slice(uri.data + start, rest)) = '/';
        length += rest;
        start = uri.length + 1;
        prefix->own_length = (uint8_t)length++;
    }
    prefix->head_length = (uint8_t)length;
    prefix->start = (uint32_t)start;
}

/* Into the table, where it pays at the index that it gets and beside what the nodes above have there already. */
static bool place(struct prefix *prefix, struct wbxml_strings *strings)
{
    const cpdm_slice uri = prefix->uri;
    size_t index = wbxml_strings_index(strings), reference = wbxml_reference_length(index);
    size_t held = uri.length + !prefix->whole;
    int64_t uses = prefix->uses, saved = (int64_t)(held - reference);
    int64_t without = (uses + prefix->whole) * prefix->parent->saved;
    int64_t with = uses * saved + (prefix->whole ? saved + 2 : 0);
    prefix->placed = with - without > (int64_t)held + 1;
    strings->saved += (size_t)(prefix->placed ? with : without);
    if (!prefix->placed)
        return false;
    wbxml_strings_add(strings, uri, prefix->whole ? 0 : '/');
    begin_head(prefix, (uint32_t)index);
    prefix->saved = (uint32_t)saved;
    return true;
}

/* Its children's URIs are written whole: in a package that was read, some have no parent but this one. */
static void begin_root(struct prefix *root)
{
    *append_item(root->head) = WBXML_STR_I;
    root->head_length = 3 + 1;
    root->has_rest = true;
    root->start = 0;
}

void prefixes_place(struct prefixes *prefixes, struct wbxml_strings *strings)
{
    struct prefix *list = prefixes->list, *last = list + prefixes->last;
    begin_root(list);
    for (struct prefix *prefix = list + 1; prefix <= last; prefix++)
        if (!prefix->placed || !place(prefix, strings))
            take_head(prefix);
}

RARE void prefixes_clear(struct prefixes *prefixes)
{
    struct prefix *list = prefixes->list, *last = list + prefixes->last;
    begin_root(list);
    for (struct prefix *prefix = list + 1; prefix <= last; prefix++) {
        prefix->placed = prefix->has_rest = false;
        take_head(prefix);
    }
}

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
    char *to = append_reference(append_item(prefix->head), index);
    *to++ = WBXML_STR_I;
    *to = '/';
    prefix->own_length = prefix->whole ? (uint8_t)(to - prefix->head - 1) : 0;
    prefix->head_length = (uint8_t)(to - prefix->head + prefix->whole);
    prefix->start = (uint32_t)prefix->uri.length + 1;
    prefix->has_rest = false;
}

/* Those where it is not: as the nodes above have it, and the rest of the URI where it is short. */
IN_PLACE void take_head(struct prefix *prefix, const struct prefix *parent)
{
    const cpdm_slice uri = prefix->uri;
    size_t length = parent->head_length, start = parent->start, rest = uri.length - start;
    memcpy(prefix->head, parent->head, sizeof prefix->head);
    prefix->saved = parent->saved;
    prefix->placed = false;
    prefix->own_length = 0;
    prefix->has_rest = rest >= PREFIX_HEAD_MAX - length;
    if (!prefix->has_rest) {
        *bytes_copy_short(prefix->head + length, slice(uri.data + start, rest)) = '/';
        length += rest + 1;
        start = uri.length + 1;
        prefix->own_length = (uint8_t)((length - 1) * prefix->own_item);
    }
    prefix->head_length = (uint8_t)length;
    prefix->start = (uint32_t)start;
}

/* Into the table, where it pays at the index that it gets and beside what the nodes above have there already. */
static bool place(struct prefix *prefix, const struct prefix *parent, struct wbxml_strings *strings)
{
    const cpdm_slice uri = prefix->uri;
    size_t index = wbxml_strings_index(strings), reference = wbxml_reference_length(index);
    size_t held = uri.length + !prefix->whole;
    int64_t already = parent->saved, saved = (int64_t)held - (int64_t)reference;
    int64_t own = prefix->whole ? (int64_t)(uri.length + 2 - reference) - already : 0;
    if (prefix->uses * (saved - already) + own <= (int64_t)held + 1)
        return false;
    wbxml_strings_add(strings, uri, prefix->whole ? 0 : '/');
    begin_head(prefix, (uint32_t)index);
    prefix->saved = (uint32_t)saved;
    strings->saved += (size_t)own;
    return true;
}

/* Its children's URIs are written whole: in a package that was read, some have no parent but this one. */
static void begin_root(struct prefix *root)
{
    *append_item(root->head) = WBXML_STR_I;
    root->head_length = 3 + 1;
    root->has_rest = true;
}

void prefixes_place(struct prefixes *prefixes, struct wbxml_strings *strings)
{
    struct prefix *list = prefixes->list, *last = list + prefixes->last;
    size_t saved = 0;
    begin_root(list);
    for (struct prefix *prefix = list + 1; prefix <= last; prefix++) {
        const struct prefix *parent = &list[prefix->parent];
        if (!prefix->placed || !place(prefix, parent, strings))
            take_head(prefix, parent);
        saved += (size_t)prefix->items * prefix->saved;
    }
    strings->saved += saved;
}

void prefixes_clear(struct prefixes *prefixes)
{
    struct prefix *list = prefixes->list;
    begin_root(list);
    for (struct prefix *prefix = list + 1; prefix <= list + prefixes->last; prefix++)
        take_head(prefix, &list[prefix->parent]);
}

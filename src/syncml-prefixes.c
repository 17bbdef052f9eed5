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

/* With STR_T and its index as two octets, and the URI of a parent with items taken to be in the table with its slash,
 * an item saves what the node's own name adds to the URI. In the `whole` form it is an octet less, and the node's own
 * item saves its name too. */
static inline void judge(struct prefix *prefix, struct prefix *parent)
{
    int64_t above = parent->items ? (int64_t)parent->uri.length : 1, length = (int64_t)prefix->uri.length;
    int64_t added = length - above;
    int64_t uses = prefix->uses += prefix->items;
    prefix->whole = prefix->own_item && uses < added + 2;
    int64_t gain = prefix->whole ? uses * (added - 1) - above : uses * added - (length + 2);
    prefix->placed = gain > 0 && (prefix->whole || uses > 1);
    if (!prefix->placed)
        parent->uses += prefix->uses;
    else if (prefix->whole)
        parent->uses--;
}

/* Into the table, where it pays at the index that it gets and beside what the nodes above have there already. */
static void place(struct prefix *prefix, const struct prefix *parent, struct wbxml_strings *strings)
{
    const cpdm_slice uri = prefix->uri;
    size_t reference = wbxml_reference_length(wbxml_strings_index(strings)), held = uri.length + !prefix->whole;
    int64_t already = parent->saved, saved = (int64_t)held - (int64_t)reference;
    int64_t own = prefix->whole ? (int64_t)(uri.length + 2 - reference) - already : 0;
    prefix->placed = prefix->uses * (saved - already) + own > (int64_t)held + 1;
    if (!prefix->placed)
        return;
    prefix->index = wbxml_strings_add(strings, uri, prefix->whole ? 0 : '/');
    prefix->saved = (uint32_t)saved;
    strings->saved += (size_t)own;
}

/* The octets before the children's names begin with the node's own string, or as the nodes above have it. */
static inline void make_head(struct prefix *prefix, const struct prefix *parent)
{
    uint32_t length = (uint32_t)prefix->uri.length;
    if (!prefix->placed) {
        memcpy(prefix->head, parent->head, sizeof prefix->head);
        prefix->head_length = parent->head_length;
        prefix->start = parent->start;
        prefix->saved = parent->saved;
        prefix->has_rest = true;
        prefix->room = length + 1 - parent->start;
        return;
    }
    char *to = append_reference(append_item(prefix->head), prefix->index);
    *to++ = WBXML_STR_I;
    *to = '/';
    prefix->head_length = (uint8_t)(to - prefix->head + prefix->whole);
    prefix->start = length + 1;
    prefix->has_rest = false;
    prefix->room = 0;
}

static void begin_root(struct prefix *root)
{
    *append_item(root->head) = WBXML_STR_I;
    root->head_length = 3 + 1;
    root->has_rest = true;
    root->room = (uint32_t)root->uri.length + 1;
}

void prefixes_place(struct prefixes *prefixes, struct wbxml_strings *strings)
{
    struct prefix *list = prefixes->list;
    begin_root(list);
    for (struct prefix *prefix = list + prefixes->last; strings && prefix > list; prefix--)
        judge(prefix, &list[prefix->parent]);
    for (struct prefix *prefix = list + 1; prefix <= list + prefixes->last; prefix++) {
        const struct prefix *parent = &list[prefix->parent];
        if (prefix->placed && strings)
            place(prefix, parent, strings);
        else
            prefix->placed = false;
        make_head(prefix, parent);
        if (strings)
            strings->saved += (size_t)prefix->items * prefix->saved;
    }
}

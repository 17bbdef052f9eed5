/* SPDX-License-Identifier: MIT */
/* The items of a package as WBXML (SyncML Representation Protocol 1.1 section 7): one for each node, parents first. */
#include "base64.h"
#include "emit-wbxml.h"

enum { /* an item with short texts, and a rest of its URI that is short */
       ITEM_ROOM = PREFIX_HEAD_MAX + sizeof(struct behind_uri) + 3 * BYTES_SHORT + LEAF_ROOM
};

/* Where to go on, with room for so many octets more and an item. Without memory that is the beginning: there is room
 * for an item, and nobody will read it. */
RARE static char *make_room(struct emitter *emitter, char *to, size_t more)
{
    struct bytes_writer *out = &emitter->out;
    out->next = to;
    emitter->limit = bytes_grow(out, more + ITEM_ROOM) ? out->end - ITEM_ROOM : out->start;
    return out->next;
}

RARE static char *append_long(struct emitter *emitter, char *to, cpdm_slice text)
{
    struct bytes_writer *out = &emitter->out;
    if (!out->failed && text.length + ITEM_ROOM > (size_t)(out->end - to))
        to = make_room(emitter, to, text.length);
    return out->failed ? to : append(to, text.data, text.length);
}

/* A text of an item that was begun before the limit. */
IN_PLACE char *append_text(struct emitter *emitter, char *to, cpdm_slice text)
{
    if (text.length <= 16)
        return bytes_copy_little(to, text);
    return text.length <= BYTES_SHORT ? bytes_copy_many(to, text) : append_long(emitter, to, text);
}

/* A name without room behind it. */
APART static char *append_name(struct emitter *emitter, char *to, cpdm_slice name)
{
    return append_text(emitter, to, name);
}

/* The text form of binary octets, for a reader that can only make XML of them, is counted as the octets. */
RARE static cpdm_slice binary_text(struct emitter *emitter, cpdm_slice octets)
{
    cpdm_slice text;
    struct bytes_writer digits = bytes_writer(&emitter->job->arena, 2 * octets.length);
    base64_put(&digits, octets);
    emitter->out.failed = !bytes_finish(&digits, &text) || emitter->out.failed;
    emitter->excess += wbxml_number_length(text.length) + text.length;
    emitter->excess -= wbxml_number_length(octets.length) + octets.length;
    return text;
}

/* The part of the URIs of a node's children that the head has not. */
RARE static char *append_rest(struct emitter *emitter, char *to, const struct prefix *prefix)
{
    cpdm_slice uri = prefix->uri;
    to = append_text(emitter, to, slice(uri.data + prefix->start, uri.length - prefix->start));
    *to++ = '/';
    return to;
}

/* An item up to its node's name. */
IN_PLACE char *append_head(struct emitter *emitter, char *to, const struct prefix *prefix)
{
    memcpy(to, prefix->head, sizeof prefix->head);
    to += prefix->head_length;
    return prefix->has_rest ? append_rest(emitter, to, prefix) : to;
}

/* The end of the string of Data, of Data and of the item; `to` has room for an octet more. */
IN_PLACE char *append_ends(char *to)
{
    memcpy(to, "\0\x01\x01", 4);
    return to + 3;
}

/* OPAQUE in the place of a string. */
static char *append_binary(struct emitter *emitter, char *to, cpdm_slice octets)
{
    if (emitter->plan.options->text_binary)
        octets = binary_text(emitter, octets);
    *to++ = (char)WBXML_OPAQUE_TOKEN;
    to = append_text(emitter, append_number(to, (uint32_t)octets.length), octets);
    return append_end(append_end(to));
}

/* Data that is empty, or may be something else than a string in place. */
APART static char *append_other_data(struct emitter *emitter, char *to, const struct dm_node *node)
{
    static const char no_data[] = {TAG_DATA, WBXML_END_TOKEN};
    if (!node->value.length)
        return append(to - sizeof no_data, no_data, sizeof no_data);
    if (node->format == CPDM_FORMAT_BIN)
        return append_binary(emitter, to - 1, node->value);
    uint32_t index = emit_has_string(node) ? wbxml_strings_next(&emitter->strings) : WBXML_INLINE;
    if (index == WBXML_INLINE)
        return append_ends(append_text(emitter, to, node->value));
    return append_end(append_end(append_reference(to - 1, index)));
}

/* The item of a leaf; `to` is before the limit. */
IN_PLACE char *append_leaf_item(struct emitter *emitter, char *to, const struct prefix *prefix,
                                const struct dm_node *node)
{
    static const char plain[] = "\0\x01\x01\x4F\x03"; /* the ends of LocURI and Target, Data, STR_I */
    to = append_head(emitter, to, prefix);
    to = node->roomy ? bytes_copy_roomy(to, node->name) : append_name(emitter, to, node->name);
    bool looked_up = false;
    if (node->format == emitter->plain) {
        memcpy(to, plain, sizeof plain);
        to += sizeof plain - 1;
    } else {
        const struct behind_uri *behind = &emitter->behind[node->format];
        memcpy(to, behind, sizeof *behind);
        to += behind->length;
        looked_up = behind->looked_up;
    }
    const cpdm_slice value = node->value;
    if (looked_up || !value.length)
        return append_other_data(emitter, to, node);
    return append_ends(append_text(emitter, to, value));
}

/* That of an interior node; a permanent one has none. Where the URI is in the table there is no string to end. */
IN_PLACE char *append_interior(struct emitter *emitter, char *to, const struct prefix *prefix, const struct prefix *own,
                               const struct dm_node *node)
{
    const struct behind_uri *behind = &emitter->behind[CPDM_FORMAT_NODE];
    size_t skip = 0;
    if (node->permanent)
        return to;
    if (own->own_length) {
        memcpy(to, own->head, sizeof own->head);
        to += own->own_length;
        skip = own->placed;
    } else {
        to = append_name(emitter, append_head(emitter, to, prefix), node->name);
    }
    memcpy(to, behind->octets + skip, BEHIND_NODE_MAX);
    return to + behind->length - skip;
}

/* The nodes below the root in the order of dm_tree_next(). */
static char *append_items(struct emitter *emitter, char *to, const struct dm_node *parent)
{
    const struct prefix *prefix = emitter->prefixes.list;
    const struct dm_node *node = parent->first;
    for (;;) {
        while (node) {
            if (to > emitter->limit)
                to = make_room(emitter, to, 0);
            if (node->format != CPDM_FORMAT_NODE) {
                to = append_leaf_item(emitter, to, prefix, node);
                node = node->next;
                continue;
            }
            const struct prefix *own = emit_prefix_of(emitter, node);
            to = append_interior(emitter, to, prefix, own, node);
            parent = node;
            prefix = own;
            node = node->first;
        }
        if (!parent->parent)
            return to;
        node = parent->next;
        parent = parent->parent;
        prefix = prefix->parent;
    }
}

void emit_items(struct emitter *emitter)
{
    struct bytes_writer *out = &emitter->out;
    if (!bytes_room(out, ITEM_ROOM))
        return;
    emitter->limit = out->end - ITEM_ROOM;
    char *to = append_items(emitter, out->next, &emitter->plan.tree->root);
    if (!out->failed)
        out->next = to;
}

/* NODE?prop=ACL for each object (DM Tree and Description, the ACL property). */
void emit_acls(struct emitter *emitter)
{
    static const char property[] = "?prop=ACL\0\x01\x01"; /* and the ends of LocURI and Target */
    struct bytes_writer *out = &emitter->out;
    const struct dm_node *node = &emitter->plan.tree->root;
    struct dm_acl acls = {emitter->job, emitter->plan.tree, {NULL, 0}};
    cpdm_slice text;
    while ((node = emit_next_acl(emitter, node, &acls, &text)) != NULL) {
        const struct prefix *prefix = emit_prefix_of(emitter, node->parent);
        if (!bytes_room(out, 2 * ITEM_ROOM + prefix->uri.length + node->name.length + sizeof property + text.length))
            return;
        char *to = append_text(emitter, append_head(emitter, out->next, prefix), node->name);
        to = append(to, property, sizeof property - 1);
        out->next = append_end(append_noted(emitter, to, TAG_DATA | CONTENT, text));
    }
}

/* SPDX-License-Identifier: MIT */
/* The items of a package as WBXML (SyncML Representation Protocol 1.1 section 7): one for each node, parents first. */
#include "base64.h"
#include "emit-wbxml.h"

enum { /* an item with short texts, and a rest of its URI that is short */
       ITEM_ROOM = PREFIX_HEAD_MAX + sizeof(struct behind_uri) + 3 * BYTES_SHORT + LEAF_ROOM
};

#define OUT_OF_LINE __attribute__((noinline)) static

/* Where to go on, with room for so many octets more and an item. Without memory that is the beginning: there is room
 * for an item, and nobody will read it. */
OUT_OF_LINE char *make_room(struct emitter *emitter, char *to, size_t more)
{
    struct bytes_writer *out = &emitter->out;
    out->next = to;
    emitter->limit = bytes_grow(out, more + ITEM_ROOM) ? out->end - ITEM_ROOM : out->start;
    return out->next;
}

OUT_OF_LINE char *append_long(struct emitter *emitter, char *to, cpdm_slice text)
{
    struct bytes_writer *out = &emitter->out;
    if (!out->failed && text.length + ITEM_ROOM > (size_t)(out->end - to))
        to = make_room(emitter, to, text.length);
    return out->failed ? to : append(to, text.data, text.length);
}

/* A text of an item that was begun before the limit. */
IN_PLACE char *append_text(struct emitter *emitter, char *to, cpdm_slice text)
{
    if (text.length < 8)
        return bytes_copy_few(to, text);
    if (text.length <= 16)
        return bytes_copy_ends(to, text, 8);
    return text.length <= BYTES_SHORT ? bytes_copy_many(to, text) : append_long(emitter, to, text);
}

/* The text form of binary octets, for a reader that can only make XML of them, is counted as the octets. */
static cpdm_slice binary_text(struct emitter *emitter, cpdm_slice octets)
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
OUT_OF_LINE char *append_rest(struct emitter *emitter, char *to, const struct prefix *prefix)
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

/* What is behind a URI, up to the string of Data. */
IN_PLACE char *append_behind(char *to, const struct behind_uri *behind)
{
    size_t length = behind->length;
    memcpy(to, behind->octets, sizeof behind->octets);
    return to + length;
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
    if (emitter->plan.text_binary)
        octets = binary_text(emitter, octets);
    *to++ = (char)WBXML_OPAQUE_TOKEN;
    to = append_text(emitter, append_number(to, (uint32_t)octets.length), octets);
    return append_end(append_end(to));
}

/* Data that may be something else than a string in place. */
OUT_OF_LINE char *append_looked_up(struct emitter *emitter, char *to, const struct dm_node *node)
{
    if (node->format == CPDM_FORMAT_BIN)
        return append_binary(emitter, to - 1, node->value);
    uint32_t index = emit_has_string(node) ? wbxml_strings_next(&emitter->strings) : WBXML_INLINE;
    if (index == WBXML_INLINE)
        return append_ends(append_text(emitter, to, node->value));
    return append_end(append_end(append_reference(to - 1, index)));
}

/* All behind the URI of a node. */
IN_PLACE char *append_data(struct emitter *emitter, char *to, const struct dm_node *node)
{
    static const char no_data[] = {TAG_DATA, WBXML_END_TOKEN};
    const struct behind_uri *behind = &emitter->behind[node->format];
    cpdm_slice value = node->value;
    to = append_behind(to, behind);
    if (!value.length)
        return append(to - sizeof no_data, no_data, sizeof no_data);
    return behind->looked_up ? append_looked_up(emitter, to, node) : append_ends(append_text(emitter, to, value));
}

/* The same where the format goes without saying, and Data is a string in its place. */
IN_PLACE char *append_plain_data(struct emitter *emitter, char *to, cpdm_slice value)
{
    static const char behind[] = "\0\x01\x01\x4F\x03", no_data[] = "\0\x01\x01\x0F\x01";
    if (!value.length)
        return append(to, no_data, sizeof no_data - 1);
    memcpy(to, behind, sizeof behind);
    return append_ends(append_text(emitter, to + sizeof behind - 1, value));
}

/* The item of a node; `to` is before the limit. */
IN_PLACE char *append_node(struct emitter *emitter, char *to, const struct prefix *prefix, const struct dm_node *node)
{
    to = append_head(emitter, to, prefix);
    to = node->roomy ? bytes_copy_roomy(to, node->name) : append_text(emitter, to, node->name);
    return node->format == emitter->plain ? append_plain_data(emitter, to, node->value)
                                          : append_data(emitter, to, node);
}

/* That of an interior node; a permanent one has none. Where the URI is in the table there is no string to end. */
IN_PLACE char *append_interior(struct emitter *emitter, char *to, const struct prefix *prefix, const struct prefix *own,
                               const struct dm_node *node)
{
    const struct behind_uri *behind = &emitter->behind[CPDM_FORMAT_NODE];
    size_t skip = own->placed;
    if (!own->own_length)
        return node->permanent ? to : append_node(emitter, to, prefix, node);
    memcpy(to, own->head, sizeof own->head);
    to += own->own_length;
    memcpy(to, behind->octets + skip, sizeof behind->octets - 1);
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
                to = append_node(emitter, to, prefix, node);
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
        prefix = emit_prefix_of(emitter, parent);
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

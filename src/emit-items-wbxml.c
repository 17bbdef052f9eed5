/* SPDX-License-Identifier: MIT */
/* The items of a package as WBXML (SyncML Representation Protocol 1.1 section 7): one for each node, parents first. */
#include "base64.h"
#include "emit-wbxml.h"

enum { ITEM_ROOM = PREFIX_HEAD_MAX + sizeof(struct behind_uri) + LEAF_ROOM };

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

/* OPAQUE, and the end of Data and of the item. */
static void put_binary(struct emitter *emitter, cpdm_slice octets)
{
    wbxml_put_opaque(&emitter->out, emitter->plan.text_binary ? binary_text(emitter, octets) : octets);
    bytes_put(&emitter->out, WBXML_END_TOKEN);
    bytes_put(&emitter->out, WBXML_END_TOKEN);
}

#define IN_PLACE __attribute__((always_inline)) static inline

/* The part of the URIs of a node's children that is not in the table. */
__attribute__((noinline)) static char *append_rest(char *to, const struct prefix *prefix)
{
    cpdm_slice uri = prefix->uri;
    to = bytes_copy(to, slice(uri.data + prefix->start, uri.length - prefix->start));
    *to++ = '/';
    return to;
}

/* An item up to the end of its URI. */
IN_PLACE char *append_uri(char *to, const struct prefix *prefix, cpdm_slice name)
{
    size_t length = prefix->head_length;
    bool has_rest = prefix->has_rest;
    memcpy(to, prefix->head, sizeof prefix->head);
    to += length;
    if (has_rest)
        to = append_rest(to, prefix);
    return bytes_copy(to, name);
}

/* What is behind a URI, up to the string of Data. */
IN_PLACE char *append_behind(char *to, const struct behind_uri *behind)
{
    size_t length = behind->length;
    memcpy(to, behind->octets, sizeof behind->octets);
    return to + length;
}

static const char no_data[] = {TAG_DATA, WBXML_END_TOKEN};
static const char behind_text[] = {0, WBXML_END_TOKEN, WBXML_END_TOKEN};

/* Data's string and the end of the item; `to` is behind STR_I. */
IN_PLACE char *append_data(struct emitter *emitter, char *to, const struct dm_node *node)
{
    cpdm_slice value = node->value;
    if (!value.length)
        return append(to - sizeof no_data, no_data, sizeof no_data);
    uint32_t index = emitter->noted && emit_has_string(node) ? wbxml_strings_next(&emitter->strings) : WBXML_INLINE;
    if (index == WBXML_INLINE)
        return append(bytes_copy(to, value), behind_text, sizeof behind_text);
    return append(append_reference(to - 1, index), behind_text + 1, sizeof behind_text - 1);
}

/* OPAQUE in the place of a string. */
static char *append_binary(struct emitter *emitter, char *to, cpdm_slice octets)
{
    emitter->out.next = to - 1;
    put_binary(emitter, octets);
    return emitter->out.next;
}

/* The item of a node whose URI is in the table; there is no string to end with NUL. */
static char *append_whole(struct emitter *emitter, char *to, const struct dm_node *node)
{
    const struct behind_uri *behind = &emitter->behind[CPDM_FORMAT_NODE];
    to = append_reference(append_item(to), emit_prefix_of(emitter, node)->index);
    memcpy(to, behind->octets + 1, sizeof behind->octets - 1);
    return append_data(emitter, to + behind->length - 1, node);
}

/* Where an item begins, with room for it; NULL where there is no memory. */
__attribute__((noinline)) static char *grow(struct emitter *emitter, char *to, size_t room)
{
    emitter->out.next = to;
    return bytes_grow(&emitter->out, room) ? emitter->out.next : NULL;
}

IN_PLACE char *make_room(struct emitter *emitter, char *to, const struct prefix *prefix, const struct dm_node *node)
{
    size_t room = ITEM_ROOM + prefix->room + node->name.length + node->value.length;
    return room <= (size_t)(emitter->out.end - to) ? to : grow(emitter, to, room);
}

/* The item of a leaf; `to` has the room. */
IN_PLACE char *append_item_of_leaf(struct emitter *emitter, char *to, const struct prefix *prefix,
                                   const struct dm_node *node)
{
    to = append_behind(append_uri(to, prefix, node->name), &emitter->behind[node->format]);
    return node->format == CPDM_FORMAT_BIN && node->value.length ? append_binary(emitter, to, node->value)
                                                                 : append_data(emitter, to, node);
}

/* That of an interior node, of which a permanent one has none. */
static char *append_item_of_interior(struct emitter *emitter, char *to, const struct prefix *prefix,
                                     const struct dm_node *node)
{
    const struct prefix *own = emit_prefix_of(emitter, node);
    if (own->placed && own->whole)
        return append_whole(emitter, to, node);
    if (node->permanent)
        return to;
    to = append_behind(append_uri(to, prefix, node->name), &emitter->behind[CPDM_FORMAT_NODE]);
    return append_data(emitter, to, node);
}

/* The nodes in the order of dm_tree_next(). */
void emit_items(struct emitter *emitter)
{
    const struct dm_node *node = emitter->plan.tree->root.first;
    const struct prefix *prefix = emitter->prefixes.list;
    char *to = emitter->out.next;
    while (node && (to = make_room(emitter, to, prefix, node)) != NULL) {
        if (node->format != CPDM_FORMAT_NODE) {
            to = append_item_of_leaf(emitter, to, prefix, node);
        } else {
            to = append_item_of_interior(emitter, to, prefix, node);
            if (node->first) {
                prefix = emit_prefix_of(emitter, node);
                node = node->first;
                continue;
            }
        }
        while (!node->next && (node = node->parent)->parent)
            prefix = emit_prefix_of(emitter, node->parent);
        node = node->next;
    }
    if (to)
        emitter->out.next = to;
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
        if (!bytes_room(out, ITEM_ROOM + prefix->room + node->name.length + sizeof property + text.length))
            return;
        char *to = append(append_uri(out->next, prefix, node->name), property, sizeof property - 1);
        out->next = append_end(append_noted(emitter, to, TAG_DATA | CONTENT, text));
    }
}

/* SPDX-License-Identifier: MIT */
/*
 * Which texts of a package that was read go into its string table. The items' LocURIs make a tree again: each is found
 * by a hash of its URI, and its parent by that of what stands before its last slash. Every URI is looked at a fixed
 * number of times.
 */
#include "syncml-strings.h"

enum {
    SHORT_TEXT = 4, /* "node", "int" and the like come first in the table, where indexes have one octet */
    HEAD_TOKENS = 3 /* Item, Target, LocURI, which a prefix begins with and the writer has written */
};

bool syncml_is_string(const struct syncml_node *node)
{
    unsigned tag = syncml_tag(node);
    bool octets = node->binary && (tag == SYNCML_Data || tag == DMDDF_Value);
    return !node->first && syncml_written_text(node).length && !octets;
}

cpdm_slice syncml_written_text(const struct syncml_node *node)
{
    return syncml_tag(node) == METINF_Format && node->binary ? SLICE("bin") : node->text;
}

/* The URI of an item, below another one. */
static bool is_item_uri(const struct syncml_node *node)
{
    const struct syncml_node *target = node->parent;
    return syncml_tag(node) == SYNCML_LocURI && target && syncml_tag(target) == SYNCML_Target && target->parent &&
           syncml_tag(target->parent) == SYNCML_Item && node->text.length &&
           memchr(node->text.data, '/', node->text.length);
}

static cpdm_slice parent_uri(cpdm_slice uri)
{
    const char *slash = uri.length ? memrchr(uri.data, '/', uri.length) : NULL;
    return slice(uri.data, slash ? (size_t)(slash - uri.data) : 0);
}

/* The slot of a URI, or the free one where it belongs. */
static uint32_t *find(const struct syncml_strings *strings, cpdm_slice uri)
{
    size_t at = (size_t)slice_hash(uri, strings->job->salt) & strings->slot_mask;
    while (strings->slots[at] && !slice_equal(strings->prefixes.list[strings->slots[at]].uri, uri))
        at = (at + 1) & strings->slot_mask;
    return &strings->slots[at];
}

/* The number of a URI's prefix, which is added where it is new. A parent that has not come is not waited for. */
static uint32_t number_of(struct syncml_strings *strings, cpdm_slice uri, uint32_t parent)
{
    uint32_t *slot = find(strings, uri);
    if (!*slot) {
        *slot = ++strings->prefixes.last;
        strings->prefixes.list[*slot].uri = uri;
        strings->prefixes.list[*slot].parent = &strings->prefixes.list[parent];
    }
    return *slot;
}

static void note_uri(struct syncml_strings *strings, cpdm_slice uri)
{
    cpdm_slice above = parent_uri(uri);
    uint32_t parent = above.length ? number_of(strings, above, *find(strings, parent_uri(above))) : 0;
    uint32_t own = number_of(strings, uri, parent);
    struct prefix *list = strings->prefixes.list;
    list[own].own_item = true;
    list[own].parent->items++;
    strings->uris[strings->noted++] = own;
}

static void note(struct syncml_strings *strings, const struct syncml_node *node)
{
    if (is_item_uri(node))
        note_uri(strings, node->text);
    else
        wbxml_strings_note(&strings->strings, syncml_written_text(node));
}

static void judge_uris(struct prefixes *prefixes)
{
    struct prefix *list = prefixes->list;
    for (struct prefix *prefix = list + prefixes->last; prefix > list; prefix--)
        prefix_judge(prefix, prefix_above(prefix->parent), prefix->own_item);
}

static bool make_room(struct syncml_strings *strings, size_t uris, size_t texts, size_t before)
{
    struct arena *arena = &strings->job->arena;
    size_t slots = 16;
    while (slots < 4 * uris + 2)
        slots *= 2;
    strings->slots = arena_array(arena, slots, sizeof *strings->slots);
    strings->uris = arena_array(arena, uris + 1, sizeof *strings->uris);
    strings->slot_mask = slots - 1;
    return strings->slots && strings->uris && prefixes_begin(&strings->prefixes, arena, 2 * uris) &&
           wbxml_strings_begin(&strings->strings, arena, texts, before);
}

bool syncml_strings_choose(struct syncml_strings *strings, struct job *job, const struct cpdm_package *package)
{
    size_t uris = 0, texts = 0;
    *strings = (struct syncml_strings){.job = job};
    for (const struct syncml_node *node = package->root; node; node = syncml_next(node)) {
        uris += is_item_uri(node);
        texts += syncml_is_string(node);
    }
    if (!make_room(strings, uris, texts, wbxml_table_before(package->language)))
        return false;
    strings->prefixes.list->uri = SLICE(".");
    for (const struct syncml_node *node = package->root; node; node = syncml_next(node))
        if (syncml_is_string(node))
            note(strings, node);
    if (uris)
        wbxml_strings_place(&strings->strings, SHORT_TEXT);
    judge_uris(&strings->prefixes);
    prefixes_place(&strings->prefixes, &strings->strings);
    wbxml_strings_place(&strings->strings, SIZE_MAX);
    if (!wbxml_strings_saved(&strings->strings)) {
        wbxml_strings_clear(&strings->strings);
        prefixes_clear(&strings->prefixes);
    }
    return !strings->strings.table.failed;
}

static void put_uri(struct syncml_strings *strings, struct bytes_writer *out, cpdm_slice uri)
{
    const struct prefix *own = &strings->prefixes.list[strings->uris[strings->read++]], *parent = own->parent;
    if (own->placed && own->whole) {
        bytes_put_slice(out, slice(own->head + HEAD_TOKENS, own->own_length - (size_t)HEAD_TOKENS));
        return;
    }
    bytes_put_slice(out, slice(parent->head + HEAD_TOKENS, parent->head_length - (size_t)HEAD_TOKENS));
    bytes_put_slice(out, slice(uri.data + parent->start, uri.length - parent->start));
    bytes_put(out, 0);
}

void syncml_strings_put(struct syncml_strings *strings, struct bytes_writer *out, const struct syncml_node *node)
{
    if (is_item_uri(node))
        put_uri(strings, out, node->text);
    else
        wbxml_strings_put(&strings->strings, out, syncml_written_text(node));
}

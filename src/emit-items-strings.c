/* SPDX-License-Identifier: MIT */
/*
 * What a package of items has more than once, and its place in the string table: the formats, the URIs of interior
 * nodes, and, where that is worth a look at each, the values.
 */
#include "emit-wbxml.h"

#define LENGTH_OF(octets) (octets), sizeof(octets) - 1
#define BEFORE_FORMAT     "\0\x01\x01\x5A\x00\x01\x47"
#define BEHIND_FORMAT     "\x01\x01\0\0"
#define META(name, data)  LENGTH_OF(BEFORE_FORMAT "\x03" name "\0" BEHIND_FORMAT data)
#define DATA              "\x4F\x03"
#define NO_DATA           "\x0F\x01"

enum {
    FORMATS = CPDM_FORMAT_NULL + 1,
    FORMAT_NAME = sizeof BEFORE_FORMAT, /* where the name stands, behind STR_I */
    BEHIND_NAME = sizeof BEHIND_FORMAT - 1 + 2,
    FORMAT_AROUND = FORMAT_NAME + 1 + BEHIND_NAME, /* octets of META() that are not the name */
    FORMAT_ROOM = 8 /* octets that are copied of a name with its NUL, and of what stands behind it */
};

_Static_assert((int)FORMATS *FORMAT_ROOM <= (int)WBXML_TABLE_ROOM, "the names come first in a table");

static const struct behind_uri behind_inline[FORMATS] = {
    [CPDM_FORMAT_NODE] = {META("node", NO_DATA), false}, [CPDM_FORMAT_CHR] = {LENGTH_OF("\0\x01\x01" DATA), false},
    [CPDM_FORMAT_INT] = {META("int", DATA), false},      [CPDM_FORMAT_BOOL] = {META("bool", DATA), false},
    [CPDM_FORMAT_BIN] = {META("bin", DATA), true},       [CPDM_FORMAT_XML] = {META("xml", DATA), false},
    [CPDM_FORMAT_NULL] = {META("null", DATA), false},
};

const struct dm_node *emit_next_acl(struct emitter *emitter, const struct dm_node *node, struct dm_acl *acls,
                                    cpdm_slice *text)
{
    while ((node = dm_tree_next_object(node)) != NULL) {
        if (!dm_acl_of(acls, node, text)) {
            emitter->out.failed = true;
            return NULL;
        }
        if (text->length)
            return node;
    }
    return NULL;
}

RARE static void collect_acls(struct emitter *emitter)
{
    const struct dm_node *node = &emitter->plan.tree->root;
    struct dm_acl acls = {emitter->job, emitter->plan.tree, {NULL, 0}};
    cpdm_slice text;
    while ((node = emit_next_acl(emitter, node, &acls, &text)) != NULL) {
        emit_prefix_of(emitter, node->parent)->items++;
        wbxml_strings_note(&emitter->strings, text);
    }
}

/* The permanent nodes, from the newest on, whose parents have items or not: that is known once all others have been
 * noted. */
static void judge_permanent(const struct dm_node *newest, struct prefix *list)
{
    for (const struct dm_node *node = newest; node; node = node->older)
        if (node->permanent)
            prefix_judge(&list[node->number], prefix_above(list[node->number].parent), false);
}

/* Every child has an item unless it is permanent, and those are interior nodes. The newest come first, by their
 * numbers, and children before their parents. */
static void collect_uris(struct emitter *emitter)
{
    const struct cpdm_tree *tree = emitter->plan.tree;
    const struct dm_node *permanent = NULL;
    struct prefix *list = emitter->prefixes.list, *prefix = list + tree->interiors;
    emitter->prefixes.last = tree->interiors;
    list->uri = tree->root.uri;
    list->items += tree->root.child_count;
    for (const struct dm_node *node = tree->newest; node; node = node->older, prefix--) {
        prefix->uri = node->uri;
        prefix->parent = &list[node->parent->number];
        prefix->items += node->child_count;
        if (!node->permanent) {
            prefix_judge(prefix, node->parent->uri.length, true);
            continue;
        }
        permanent = permanent ? permanent : node;
        emitter->permanent++;
        prefix->parent->items--;
    }
    judge_permanent(permanent, list);
}

/* Notes the texts in the order in which they are written. */
RARE static void collect_texts(struct emitter *emitter)
{
    const struct emit_plan *plan = &emitter->plan;
    wbxml_strings_note(&emitter->strings, plan->target);
    wbxml_strings_note(&emitter->strings, plan->source);
    for (const struct dm_node *node = &plan->tree->root; (node = dm_tree_next(node)) != NULL;)
        if (!node->permanent && emit_has_string(node))
            wbxml_strings_note(&emitter->strings, node->value);
}

/* To look through the values costs as much as to write them, and saves little beside the URIs: it is done where a table
 * is asked for, and where a segment may depend on it. */
bool emit_items_collect(struct emitter *emitter)
{
    const struct emit_plan *plan = &emitter->plan;
    struct arena *arena = &emitter->job->arena;
    bool table = plan->options->strings != CPDM_STRINGS_INLINE;
    emitter->noted = plan->options->strings == CPDM_STRINGS_TABLE || (table && plan->options->push_head);
    emitter->plain = emitter->noted ? UINT8_MAX : CPDM_FORMAT_CHR;
    size_t notes = emitter->noted ? plan->tree->count * (plan->acls ? 2 : 1) + 2 : 0;
    if (!prefixes_begin(&emitter->prefixes, arena, plan->tree->interiors) ||
        !wbxml_strings_begin(&emitter->strings, arena, notes, 0))
        return false;
    if (emitter->noted)
        collect_texts(emitter);
    if (plan->acls)
        collect_acls(emitter);
    collect_uris(emitter);
    return true;
}

/* The name of a format. Two of them are shorter as STR_T and an index of one octet, which the first names of a table
 * have. */
static void place_format(struct wbxml_strings *strings, const struct behind_uri *whole, size_t items,
                         struct behind_uri *behind)
{
    struct bytes_writer *table = &strings->table;
    const char *name = whole->octets + FORMAT_NAME;
    size_t length = whole->length - (size_t)FORMAT_AROUND, index = wbxml_strings_index(strings);
    memcpy(table->next, name, FORMAT_ROOM);
    table->next += length + 1;
    char *to = append_reference(behind->octets + FORMAT_NAME - 1, (uint32_t)index);
    memcpy(to, name + length + 1, FORMAT_ROOM);
    behind->length = (uint8_t)(to + BEHIND_NAME - behind->octets);
    strings->saved += items * length;
}

static struct behind_uri *begin_behind(struct emitter *emitter, unsigned format)
{
    struct behind_uri *behind = &emitter->behind[format];
    *behind = behind_inline[format];
    behind->looked_up |= emitter->noted;
    return behind;
}

static void place_formats(struct emitter *emitter)
{
    const struct cpdm_tree *tree = emitter->plan.tree;
    for (unsigned format = 0; format < FORMATS; format++) {
        size_t items = tree->formats[format] - (format == CPDM_FORMAT_NODE ? emitter->permanent : 0);
        if (!items)
            continue;
        struct behind_uri *behind = begin_behind(emitter, format);
        if (items > 1 && format != CPDM_FORMAT_CHR)
            place_format(&emitter->strings, &behind_inline[format], items, behind);
    }
}

void emit_items_clear(struct emitter *emitter)
{
    wbxml_strings_clear(&emitter->strings);
    prefixes_clear(&emitter->prefixes);
    for (unsigned format = 0; format < FORMATS; format++)
        begin_behind(emitter, format);
}

/* The shortest come first, so that most indexes have one octet. */
void emit_items_place(struct emitter *emitter)
{
    place_formats(emitter);
    prefixes_place(&emitter->prefixes, &emitter->strings);
    if (emitter->strings.count)
        wbxml_strings_place(&emitter->strings, SIZE_MAX);
    if (!wbxml_strings_saved(&emitter->strings))
        emit_items_clear(emitter);
}

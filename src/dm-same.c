/* SPDX-License-Identifier: MIT */
/*
 * Subtrees that say the same, found by a hash of what they say and then compared. The hash is salted, and the sum over
 * the leaves of a node, whose order says nothing.
 */
#include "dm-same.h"

const struct dm_node *dm_same_next(const struct dm_node *top, const struct dm_node *node, const struct dm_node *without)
{
    do {
        const struct dm_node *below = node == without ? NULL : dm_node_first(node);
        while (!below && node != top && !node->next)
            node = node->parent;
        node = below ? below : node == top ? NULL : node->next;
    } while (node && (node->format != CPDM_FORMAT_NODE || node == without));
    return node;
}

static bool same_place(const struct dm_node *a, const struct dm_node *a_top, const struct dm_node *b,
                       const struct dm_node *b_top)
{
    for (; a != a_top && b != b_top; a = a->parent, b = b->parent)
        if (!slice_equal(a->name, b->name))
            return false;
    return a == a_top && b == b_top;
}

/* Nearly always the leaf stands at the same place. */
static bool has_leaf(const struct cpdm_tree *tree, const struct dm_node *parent, const struct dm_node *at,
                     const struct dm_node *leaf)
{
    if (leaf->format == CPDM_FORMAT_NODE)
        return true;
    if (!slice_same(at->name, leaf->name))
        at = dm_tree_child(tree, parent, leaf->name);
    return at && at->format == leaf->format && slice_same(at->value, leaf->value);
}

static bool same_leaves(const struct cpdm_tree *tree, const struct dm_node *a, const struct dm_node *b)
{
    const struct dm_node *leaf = a->first, *at = b->first;
    if (a->child_count != b->child_count)
        return false;
    while (leaf && has_leaf(tree, b, at, leaf)) {
        leaf = leaf->next;
        at = at->next;
    }
    return !leaf;
}

bool dm_same(const struct dm_sayings *sayings, const struct dm_saying *one, const struct dm_saying *other)
{
    const struct dm_node *a_top = one->top, *b_top = other->top, *a = a_top, *b = b_top;
    while (a && b && same_place(a, a_top, b, b_top) && same_leaves(sayings->tree, a, b)) {
        a = dm_same_next(a_top, a, one->without);
        b = dm_same_next(b_top, b, other->without);
    }
    return !a && !b;
}

/* Names are the table's, few and not chosen by who wrote the document: their ends and length tell them apart. */
static uint64_t hash_leaves(const struct dm_node *node, uint64_t salt)
{
    uint64_t sum = 0;
    for (const struct dm_node *leaf = node->first; leaf; leaf = leaf->next)
        if (leaf->format != CPDM_FORMAT_NODE)
            sum += slice_hash(leaf->value, salt + slice_ends(leaf->name));
    return sum;
}

static uint64_t hash_saying(const struct dm_saying *saying, uint64_t salt)
{
    uint64_t hash = slice_hash(saying->id, salt);
    const struct dm_node *top = saying->top;
    for (const struct dm_node *node = top; node; node = dm_same_next(top, node, saying->without))
        hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15u + hash_leaves(node, salt);
    return hash ^ (hash >> 32);
}

bool dm_sayings_begin(struct dm_sayings *sayings, struct job *job, const struct cpdm_tree *tree, size_t most)
{
    size_t size = 4;
    while (size / 2 < most)
        size *= 2;
    *sayings = (struct dm_sayings){.tree = tree, .salt = job->salt, .mask = size - 1};
    sayings->slots = arena_array(&job->arena, size, sizeof(struct dm_saying *));
    if (!sayings->slots)
        diag_no_memory(&job->diag);
    return sayings->slots;
}

struct dm_saying **dm_sayings_find(const struct dm_sayings *sayings, struct dm_saying *saying)
{
    saying->hash = hash_saying(saying, sayings->salt);
    for (size_t i = (size_t)saying->hash & sayings->mask;; i = (i + 1) & sayings->mask) {
        const struct dm_saying *other = sayings->slots[i];
        if (!other ||
            (other->hash == saying->hash && slice_equal(other->id, saying->id) && dm_same(sayings, other, saying)))
            return &sayings->slots[i];
    }
}

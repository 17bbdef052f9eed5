/* SPDX-License-Identifier: MIT */
/* Subtrees that say the same: their leaves in any order, their interior nodes in one, for so do characteristics come
 * back. */
#ifndef DM_SAME_H
#define DM_SAME_H

#include "dm-tree.h"

/* A subtree without what is below one of its nodes (or NULL), under an id: the first member of what is known of it. */
struct dm_saying {
    cpdm_slice id;
    const struct dm_node *top, *without;
    uint64_t hash;
};

/* A hash table of them: each thing that is said stands there once. */
struct dm_sayings {
    const struct cpdm_tree *tree;
    uint64_t salt;
    struct dm_saying **slots;
    size_t mask;
};

/* An empty table with room for so many; false when there is no memory. */
bool dm_sayings_begin(struct dm_sayings *sayings, struct job *job, const struct cpdm_tree *tree, size_t most);

/* The slot of what says the same under the same id, or the free one where it belongs. Its hash is filled in. */
struct dm_saying **dm_sayings_find(const struct dm_sayings *sayings, struct dm_saying *saying);

/* Whether they say the same, whatever their ids. */
bool dm_same(const struct dm_sayings *sayings, const struct dm_saying *one, const struct dm_saying *other);

/* The next interior node below `top`, but for `without` and what is below that; NULL behind the last one. */
const struct dm_node *dm_same_next(const struct dm_node *top, const struct dm_node *node,
                                   const struct dm_node *without);

#endif

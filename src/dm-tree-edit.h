/* SPDX-License-Identifier: MIT */
/* Changes to a management tree that is there: what a device does with it, and no translation needs. */
#ifndef DM_TREE_EDIT_H
#define DM_TREE_EDIT_H

#include "dm-tree.h"

/* Takes a node and all below it out of the tree. dm_tree_rehash() is the caller's, once behind the last one. */
void dm_tree_remove(struct cpdm_tree *tree, struct dm_node *node);

/* Gives an interior node another name, which is free; false when there is no memory. */
bool dm_tree_rename(struct job *job, struct cpdm_tree *tree, struct dm_node *node, cpdm_slice name);

/* In a tree that was read: what it presupposes is permanent. That is an interior node at the top which it does not send
 * itself, and which is there (in `there`), or which cannot be one of its objects: no account, nothing right below
 * ./SyncML/DMAcc and ./SyncML/Con.*/
void dm_tree_presuppose(struct cpdm_tree *tree, const struct cpdm_tree *there);

/* Children in the order of their names, so that equal trees are written alike; false when there is no memory. */
bool dm_tree_sort(struct job *job, struct cpdm_tree *tree);

/* The URI of an interior node other than the root, without "./". */
static inline cpdm_slice dm_node_path(const struct dm_node *node)
{
    return slice(node->uri.data + 2, node->uri.length - 2);
}

/* Behind all that is below `node`, in the order of dm_tree_next(); NULL at the end. */
static inline struct dm_node *dm_tree_skip(const struct dm_node *node)
{
    while (node && !node->next)
        node = node->parent;
    return node ? node->next : NULL;
}

#endif

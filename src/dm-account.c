/* SPDX-License-Identifier: MIT */
/* Accounts in a tree that does not say where they are (SyncML DM Bootstrap 1.1 section 6.3.3; DM Standardized Objects
 * 1.2 section 5.3.1): they are told by their ServerID. */
#include "dm-account.h"

const struct dm_node *dm_account_server(const struct cpdm_tree *tree, const struct dm_node *node)
{
    static const char *const spellings[] = {"ServerID", "ServerId"};
    for (size_t i = 0; node->format == CPDM_FORMAT_NODE && i < sizeof spellings / sizeof *spellings; i++) {
        const struct dm_node *leaf = dm_tree_child(tree, node, slice_of(spellings[i]));
        if (leaf && leaf->format != CPDM_FORMAT_NODE)
            return leaf;
    }
    return NULL;
}

struct dm_node *dm_account_find(const struct cpdm_tree *tree, cpdm_slice server_id)
{
    for (struct dm_node *node = tree->root.first; node && server_id.length; node = dm_tree_next(node)) {
        const struct dm_node *server = dm_account_server(tree, node);
        if (server && slice_equal(server->value, server_id))
            return node;
    }
    return NULL;
}

cpdm_status dm_account_list(struct job *job, struct cpdm_tree *tree)
{
    cpdm_status status = CPDM_OK;
    for (const struct dm_node *node = &tree->root; !status && (node = dm_tree_next(node)) != NULL;) {
        const struct dm_node *server = dm_account_server(tree, node);
        if (server && server->value.length)
            status = dm_tree_add_account(job, tree, node, server->value);
    }
    return status;
}

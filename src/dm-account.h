/* SPDX-License-Identifier: MIT */
/* The DM accounts of a management tree: which server each is for. */
#ifndef DM_ACCOUNT_H
#define DM_ACCOUNT_H

#include "dm-tree.h"

/* The leaf that names the server of the account that begins at this node: ServerID in all releases, spelt ServerId in
 * deployed 1.1.x trees; NULL where no account begins. */
const struct dm_node *dm_account_server(const struct cpdm_tree *tree, const struct dm_node *node);

/* The account of this server, or NULL. */
struct dm_node *dm_account_find(const struct cpdm_tree *tree, cpdm_slice server_id);

/* Fills tree->accounts of a tree that was read. */
cpdm_status dm_account_list(struct job *job, struct cpdm_tree *tree);

#endif

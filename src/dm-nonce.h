/* SPDX-License-Identifier: MIT */
/* The tree of a nonce reset. */
#ifndef DM_NONCE_H
#define DM_NONCE_H

#include "dm-tree.h"

/* Of a tree that a document was mapped to: its nonces alone, at the accounts that `there` has of the same servers. */
cpdm_status dm_nonce_tree(struct job *job, const struct cpdm_tree *tree, const struct cpdm_tree *there,
                          struct cpdm_tree **nonces);

#endif

/* SPDX-License-Identifier: MIT */
/* Whether two management trees mean the same. */
#ifndef TREE_COMPARE_H
#define TREE_COMPARE_H

#include "dm-tree.h"

/* CPDM_OK when both hold the same nodes, in any order, with the same formats and values; else the first difference is
 * the error (TREE_DIFFERS), without the value of a secret node. A permanent node may be missing: packages do not send
 * it. */
cpdm_status tree_compare(struct job *job, const struct cpdm_tree *meant, const struct cpdm_tree *found);

#endif

/* SPDX-License-Identifier: MIT */
/* Which target a tree was made for. */
#ifndef TREE_TARGET_H
#define TREE_TARGET_H

#include "tables-load.h"
#include "tree-source.h"

/* The embedded target whose table takes most of the tree's nodes; where several take as many and make different
 * documents of it, the first, with a warning that names the others. To be freed. Returns 0 or the exit code. */
int tree_target(const struct tree_source *source, char **target);

#endif

/* SPDX-License-Identifier: MIT */
/* Two management trees side by side: what one has and the other has not, in the order of the tree. */
#ifndef TREE_DIFF_H
#define TREE_DIFF_H

#include <glib.h>

#include "tree-source.h"

/* Appends a line for each difference: `- NODE` is in the first only, `+ NODE` in the second only, `! NODE` in both with
 * another format or value. `out` NULL: they are only counted. Returns 0 or the exit code. */
int tree_diff(const struct tree_source *first, const struct tree_source *second, GString *out, size_t *count);

/* A cpdm_node_function that fills a GArray of cpdm_node. */
bool tree_diff_keep(void *nodes, const cpdm_node *node);

/* Called for each difference, in the order of the trees: NULL where a tree does not have the node. */
typedef void tree_difference(void *data, const cpdm_node *first, const cpdm_node *second);

/* Sorts both lists and compares them. */
void tree_diff_nodes(GArray *first, GArray *second, tree_difference *function, void *data);

#endif

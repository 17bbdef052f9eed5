/* SPDX-License-Identifier: MIT */
/* Two management trees side by side: what one has and the other has not, in the order of the tree. */
#ifndef TREE_DIFF_H
#define TREE_DIFF_H

#include <glib.h>

#include "tree-source.h"

/* Appends a line for each difference: `- NODE` is in the first only, `+ NODE` in the second only, `! NODE` in both with
 * another format or value. `out` NULL: they are only counted. Returns 0 or the exit code. */
int tree_diff(const struct tree_source *first, const struct tree_source *second, GString *out, size_t *count);

#endif

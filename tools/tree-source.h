/* SPDX-License-Identifier: MIT */
/* Whatever holds a management tree, or makes one: a file on its way to the tree that it means. */
#ifndef TREE_SOURCE_H
#define TREE_SOURCE_H

#include "session.h"

struct tree_source {
    struct session session;
    cpdm_document *document; /* a CP document, whose tree depends on the tables; NULL: any other input */
    cpdm_tree *tree;         /* NULL for a CP document until tree_source_map() */
};

/* Reads the file; asks for no MAC. Returns 0 or the exit code. Close in either case. */
int tree_source_open(const struct options *options, const char *path, struct tree_source *source);

/* The same where a secret may be masked: which nodes there are counts, not what they say. */
int tree_source_open_outline(const struct options *options, const char *path, struct tree_source *source);

/* The tree of a CP document by these tables; nothing to do for others. */
int tree_source_map(struct tree_source *source, const cpdm_tables *tables);

/* The same in silence, beside the source, whose octets it shares: what other tables would make of a CP document. False
 * when they make nothing of it. Close with tree_source_leave(), in either case. */
bool tree_source_try(const struct tree_source *source, const cpdm_tables *tables, struct tree_source *tried);
void tree_source_leave(struct tree_source *tried);

void tree_source_close(struct tree_source *source);

#endif

/* SPDX-License-Identifier: MIT */
/* CP -> DM: the tables applied to a linked document. */
#ifndef TO_TREE_H
#define TO_TREE_H

#include "cp-links.h"
#include "dm-tree.h"
#include "map-table.h"
#include "report.h"

cpdm_status map_to_tree(struct job *job, const struct cpdm_tables *tables, const struct cpdm_document *document,
                        const cpdm_map_options *options, struct cpdm_tree **tree, struct cpdm_report **report);

/* The failure of a document without a DM account: says what it holds instead (to-tree-nothing.c). */
cpdm_status nothing_to_map(struct job *job, const struct cpdm_tables *tables, const struct cpdm_document *document);

#endif

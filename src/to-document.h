/* SPDX-License-Identifier: MIT */
/* DM -> CP: the tables that make a tree of a document, read from right to left. */
#ifndef TO_DOCUMENT_H
#define TO_DOCUMENT_H

#include "cp-doc.h"
#include "dm-tree.h"
#include "map-table.h"
#include "node-report.h"

cpdm_status map_to_document(struct job *job, const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                            struct cpdm_document **document, struct cpdm_node_report **report);

#endif

/* SPDX-License-Identifier: MIT */
/* The report of the way back: what became of every node of a tree that holds a value, or that nothing stands below. */
#ifndef NODE_REPORT_H
#define NODE_REPORT_H

#include "cp-doc.h"
#include "dm-tree.h"

struct draft_parm;

/* A node of the tree, in the order of writing: those below it come right behind it. */
struct back_node {
    const struct dm_node *node;
    const struct draft_parm *parm; /* what it comes back as, or NULL */
    const char *reason;
    uint32_t size;  /* how many nodes its subtree has, itself included */
    uint32_t up;    /* index of its parent */
    uint32_t depth; /* of the root: 0 */
    uint8_t fate;   /* cpdm_fate */
    bool said;      /* fate and reason are valid; else no row took it */
};

struct cpdm_node_report {
    struct back_node *nodes;
    uint32_t count;
};

/* What the document says for a node, or NULL: in to-document.c, which knows drafts. */
const struct cp_node *node_report_parm(const struct back_node *node);

/* See cpdm_node_report_walk(); false when there was no memory. */
bool node_report_walk(struct job *job, const struct cpdm_node_report *report, cpdm_node_fate_function *function,
                      void *data);

#endif

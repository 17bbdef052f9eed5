/* SPDX-License-Identifier: MIT */
/*
 * A CP document on its way: characteristics as the sections of a table found them in a tree (to-document.c), with parms
 * as the rows gave them (to-document-rows.c), before connections and proxies are taken apart again (cp-unlink.c) and
 * all is written (draft.c).
 */
#ifndef DRAFT_H
#define DRAFT_H

#include "map-table.h"
#include "to-document.h"

enum draft_kind {
    DRAFT_TEXT,      /* a value */
    DRAFT_NAME,      /* the id that the CONNECTION or PROXY around is called by: settled by the links */
    DRAFT_BESIDE,    /* a reference to the NAPDEF of the same CONNECTION: settled by the links */
    DRAFT_REFERENCE, /* the name or URI of a node: becomes the id of what stands there */
};

struct draft_parm {
    struct draft_parm *next;
    cpdm_slice name, value;
    const struct map_row *row; /* that gave it; NULL: a condition */
    const struct cp_node *made;
    uint32_t leaf;   /* its node; 0 (the root) where none holds it */
    uint16_t number; /* table name */
    uint8_t kind;    /* enum draft_kind */
    bool has_value;
};

struct draft {
    struct draft *up, *next, *first, **end; /* `end`: where the next one inside is linked to */
    struct draft_parm *parms;
    const struct map_section *section; /* NULL: made for another */
    struct draft *becomes; /* of a CONNECTION or PROXY: the NAPDEF or PXLOGICAL that references to it name */
    cpdm_slice type;
    uint32_t node;   /* of its section */
    uint16_t number; /* table name of the type */
};

/* The state of one way back. */
struct way_back {
    struct job *job;
    const struct cpdm_tables *tables;
    struct back_node *nodes;
    uint32_t count;
    struct draft root;    /* characteristics at the root; while sections run, without the objects */
    struct draft objects; /* what references lead to: CONNECTION, PROXY, NAPDEF, PXLOGICAL at the root */
    struct draft napdefs; /* when they are taken apart */
    struct draft pxlogicals;
    uint32_t object_count;
};

/* A new last characteristic inside `up`; NULL after diag_fail(). */
struct draft *draft_add(struct way_back *back, struct draft *up, uint16_t number, cpdm_slice type);

/* Moves a characteristic, which stands in no list any more, into another. */
void draft_append(struct draft *up, struct draft *draft);

/* A new parm, the last one or the first one; NULL after diag_fail(). */
struct draft_parm *draft_put(struct way_back *back, struct draft *draft, uint16_t number, cpdm_slice value);
struct draft_parm *draft_put_first(struct way_back *back, struct draft *draft, uint16_t number, cpdm_slice value);

/* The first parm of this table name, or NULL. */
struct draft_parm *draft_find(const struct draft *draft, uint16_t number);

/* The first characteristic of this table name right inside, or NULL. */
struct draft *draft_child(const struct draft *draft, uint16_t number);

/* Whether two characteristics say the same, but for what the links settle and for parms and characteristics called
 * `without`. */
bool draft_equal(const struct draft *a, const struct draft *b, uint16_t without);

/* What stands in the nodes of a characteristic that is not written: another one says the same. */
void draft_drop(struct way_back *back, struct draft *draft);

/* Says what became of a node. */
static inline void draft_say(struct way_back *back, uint32_t leaf, cpdm_fate fate, const char *reason)
{
    struct back_node *node = &back->nodes[leaf];
    node->parm = NULL;
    node->fate = (uint8_t)fate;
    node->reason = reason;
    node->said = true;
}

/* Writes back->root as a document. */
cpdm_status draft_write(struct way_back *back, struct cpdm_document **document);

/* Applies the rows of the draft's section to its node (to-document-rows.c): those that lead back, then, when the
 * characteristics inside have had theirs, those that only account for a node. */
cpdm_status draft_take_rows(struct way_back *back, struct draft *draft);
cpdm_status draft_account_rows(struct way_back *back, struct draft *draft);

/* The text that a parm has in the node of a section, told by its name or by a leaf; false where nothing tells it. */
bool draft_tells(struct way_back *back, const struct map_section *section, uint32_t node, uint16_t parm,
                 cpdm_slice *text);

/* The text that a node's name stands for: escapes undone, and without its ~2 where `numbered`. */
cpdm_slice draft_name_text(struct way_back *back, cpdm_slice name, bool numbered);

/* cp-unlink.c: CONNECTIONs and PROXYs into NAPDEFs and PXLOGICALs, references into ids. */
cpdm_status cp_unlink(struct way_back *back);

#endif

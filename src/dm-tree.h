/* SPDX-License-Identifier: MIT */
/* The management tree (DM Tree and Description): nodes by name, parents before children, in the order they were made.
 */
#ifndef DM_TREE_H
#define DM_TREE_H

#include "job.h"

enum dm_why {                   /* what stands behind a node */
              DM_WHY_PARM,      /* a parm: `source` */
              DM_WHY_STRUCTURE, /* an interior node that its children need */
              DM_WHY_DEFAULTED,
              DM_WHY_COPIED /* a parm that has its own node elsewhere */
};

struct dm_node {
    struct dm_node *parent, *next, *first, *last;
    cpdm_slice name;
    cpdm_slice uri;     /* of an interior node: ./SyncML/DMAcc/x; a leaf's is its parent's, "/", its name */
    cpdm_slice value;   /* of a leaf; raw octets for bin */
    const void *source; /* the parm (struct cp_node) or NULL */
    uint32_t child_count;
    uint8_t format; /* cpdm_format */
    uint8_t why;    /* enum dm_why */
    bool secret;
    bool permanent; /* exists on every device: never sent */
};

struct cpdm_tree {
    struct dm_node root;   /* "." */
    struct dm_node **hash; /* open addressing by (parent, name); made when the tree grows wide */
    size_t hash_mask;
    size_t count;      /* nodes without the root */
    cpdm_slice server; /* the first account's server address: the default Source/LocURI */
};

enum { DM_TREE_NODES_MAX = 16384 };

void dm_tree_init(struct cpdm_tree *tree);

/* The child of this name, or NULL. */
struct dm_node *dm_tree_child(const struct job *job, const struct cpdm_tree *tree, const struct dm_node *parent,
                              cpdm_slice name);

/* A new last child. The caller knows that the name is free. NULL after diag_fail(). */
struct dm_node *dm_tree_add(struct job *job, struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice name,
                            cpdm_format format);

/* The next node in the order of writing (depth first, children in the order made), or NULL. */
struct dm_node *dm_tree_next(const struct dm_node *node);

/* The whole LocURI, in the arena for a leaf; `data` NULL when there is no memory. */
cpdm_slice dm_node_uri(struct arena *arena, const struct dm_node *node);

/* Node names from document text (dm-uri.c): percent-encoded outside A-Z a-z 0-9 - . _, never ".", ".." or empty ("%"
 * alone stands for the empty text). Borrowed where nothing needs encoding. */
cpdm_slice dm_name_escape(struct arena *arena, cpdm_slice text);

/* The text that dm_name_escape() made this name from; false when it makes no such name, or when there is no memory. */
bool dm_name_unescape(struct arena *arena, cpdm_slice name, cpdm_slice *text);

/* name~2, name~3 … */
cpdm_slice dm_name_numbered(struct arena *arena, cpdm_slice name, unsigned number);

/* Whether it may stand as one segment of a received LocURI. */
bool dm_name_is_safe(cpdm_slice name);

/* Whether a leaf of this name holds a password, a key or a nonce in one of the releases. */
bool dm_name_is_secret(cpdm_slice name);

#endif

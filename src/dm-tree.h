/* SPDX-License-Identifier: MIT */
/* The management tree (DM Tree and Description): nodes by name, parents before children, in the order they were made.
 */
#ifndef DM_TREE_H
#define DM_TREE_H

#include "dm-marks.h"
#include "job.h"

struct dm_node {
    struct dm_node *parent, *next;
    cpdm_slice name;
    cpdm_slice value;   /* of a leaf; raw octets for bin */
    const void *source; /* the parm (struct cp_node) or NULL */
    union {
        struct dm_marks marks;
        struct { /* the same */
            uint8_t format;
            bool secret, roomy;
            uint8_t why;
        };
    };
    bool permanent; /* exists on every device: never sent */

    /* Of an interior node; not there in a leaf (DM_TREE_LEAF). */
    struct dm_node *first; /* child, or NULL: dm_node_first() of any node */
    uint32_t child_count;
    uint32_t number;       /* of the interior nodes as they were made, from 1; the root's is 0 */
    struct dm_node *older; /* the interior node made before this one */
    struct dm_node **end;  /* where the next child is linked */
    uint64_t child_names;  /* slice_bit() of each child */
    cpdm_slice uri;        /* ./SyncML/DMAcc/x; a leaf's is its parent's, "/", its name */
    cpdm_slice type;       /* identifier of the management object that begins here (DDFName); empty: none does */
    cpdm_slice acl;        /* the ACL property as text; empty: the parent's holds, or dm_acl_of() knows */
};

/* The object of a DM account (w7) in a tree made from a CP message: who its server is. */
struct dm_account {
    struct dm_account *next;
    const struct dm_node *object;
    cpdm_slice server_id;
};

/* A leaf that the target requires and the document could not fill: a warning has said so. */
struct dm_lack {
    struct dm_lack *next;
    const struct dm_node *node;
    cpdm_slice leaf;
};

struct cpdm_tree {
    struct dm_node root;   /* "." */
    struct dm_node **hash; /* open addressing by (parent, name): the children of nodes that have many; or NULL */
    size_t hash_mask;
    size_t hashed;                          /* nodes in it */
    uint64_t salt;                          /* of the hash: the translator's that made it */
    size_t count;                           /* nodes without the root */
    uint32_t interiors;                     /* interior ones among them */
    struct dm_node *newest;                 /* of those */
    uint32_t formats[CPDM_FORMAT_NULL + 1]; /* nodes of each format, the root left out */
    cpdm_slice server;                      /* the first account's server address: the default Source/LocURI */
    struct dm_account *accounts, **accounts_end;
    struct dm_lack *lacks;
    const struct cpdm_document *document; /* that it was made of; NULL: it was read */
};

enum {
    DM_TREE_LEAF = offsetof(struct dm_node, first), /* octets of a leaf: the rest is of interior nodes */
    DM_TREE_WIDE = 64, /* children: more stand in the hash table. Everyday trees have 20 to 40 nodes in all */
};

void dm_tree_init(struct cpdm_tree *tree);

/* dm_tree_find() where the bit says that it may be there. */
struct dm_node *dm_tree_search(const struct cpdm_tree *tree, const struct dm_node *parent, cpdm_slice name);

/* The child of this name of an interior node, or NULL; `bit` is the name's. */
static inline struct dm_node *dm_tree_find(const struct cpdm_tree *tree, const struct dm_node *parent, cpdm_slice name,
                                           uint64_t bit)
{
    return parent->child_names & bit ? dm_tree_search(tree, parent, name) : NULL;
}

static inline struct dm_node *dm_tree_child(const struct cpdm_tree *tree, const struct dm_node *parent, cpdm_slice name)
{
    return dm_tree_find(tree, parent, name, slice_bit(name));
}

/* Appends a copy of a node and all below it; leaves that parms stand behind are copied ones (DM_WHY_COPIED). The name
 * is free. False after a failure. */
bool dm_tree_copy(struct job *job, struct cpdm_tree *tree, struct dm_node *parent, const struct dm_node *from);

/* For who has changed names or taken nodes out (dm-tree-edit.h): they are found again. */
void dm_tree_rehash(struct cpdm_tree *tree);

/* The node at the end of "a/b/c" below `parent`, or NULL. */
struct dm_node *dm_tree_find_path(const struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice path);

/* A new last child of an interior node; `bit` is the name's. The caller knows that the name is free. NULL after
 * diag_fail(). */
struct dm_node *dm_tree_add(struct job *job, struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice name,
                            uint64_t bit, cpdm_format format);

/* The same for an interior node, in the everyday case in place. */
struct dm_node *dm_tree_add_interior(struct job *job, struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice name,
                                     uint64_t bit);

/* dm_tree_add_leaf() where the tree is wide, or memory is not at hand. */
struct dm_node *dm_tree_add_late(struct job *job, struct cpdm_tree *tree, struct dm_node *parent,
                                 const cpdm_slice *name, uint64_t bit, struct dm_marks marks);

/* Links a node, whose memory is not clear, and counts it: its value and source and what only interior nodes have is the
 * caller's to set. */
static inline void dm_tree_append(struct cpdm_tree *tree, struct dm_node *parent, struct dm_node *node,
                                  const cpdm_slice *name, uint64_t bit, struct dm_marks marks)
{
    node->parent = parent;
    node->next = NULL;
    node->name = *name;
    node->marks = marks;
    node->permanent = false;
    *parent->end = node;
    parent->end = &node->next;
    parent->child_count++;
    parent->child_names |= bit;
    tree->formats[marks.format]++;
    tree->count++;
}

/* Whether a leaf can be added without further ado: nearly always. */
static inline bool dm_tree_has_place(const struct job *job, const struct cpdm_tree *tree)
{
    return tree->count < DM_TREE_WIDE && arena_has_room(&job->nodes, DM_TREE_LEAF);
}

/* dm_tree_add_leaf() where it can. */
static inline struct dm_node *dm_tree_put_leaf(struct job *job, struct cpdm_tree *tree, struct dm_node *parent,
                                               const cpdm_slice *name, uint64_t bit, struct dm_marks marks)
{
    struct dm_node *node = arena_take(&job->nodes, DM_TREE_LEAF);
    dm_tree_append(tree, parent, node, name, bit, marks);
    return node;
}

/* dm_tree_add() of a leaf whose value and source are the caller's to set: the everyday case in place. */
static inline struct dm_node *dm_tree_add_leaf(struct job *job, struct cpdm_tree *tree, struct dm_node *parent,
                                               const cpdm_slice *name, uint64_t bit, struct dm_marks marks)
{
    return dm_tree_has_place(job, tree) ? dm_tree_put_leaf(job, tree, parent, name, bit, marks)
                                        : dm_tree_add_late(job, tree, parent, name, bit, marks);
}

/* The first child of any node, or NULL. */
static inline struct dm_node *dm_node_first(const struct dm_node *node)
{
    return node->format == CPDM_FORMAT_NODE ? node->first : NULL;
}

/* The next node in the order of writing (depth first, children in the order made), or NULL. */
static inline struct dm_node *dm_tree_next(const struct dm_node *node)
{
    struct dm_node *first = dm_node_first(node);
    if (first)
        return first;
    while (node && !node->next)
        node = node->parent;
    return node ? node->next : NULL;
}

/* The same of what is below `top`. */
static inline const struct dm_node *dm_tree_next_in(const struct dm_node *top, const struct dm_node *node)
{
    const struct dm_node *first = dm_node_first(node);
    if (first)
        return first;
    while (node != top && !node->next)
        node = node->parent;
    return node == top ? NULL : node->next;
}

/* The whole LocURI, in the arena for a leaf; `data` NULL when there is no memory. */
cpdm_slice dm_node_uri(struct arena *arena, const struct dm_node *node);

/* The node that an object begins at: the highest one at or above `node` that not every device has. Objects are what a
 * package brings; each stands right below a permanent node. */
static inline const struct dm_node *dm_node_object(const struct dm_node *node)
{
    while (node->parent && !node->parent->permanent)
        node = node->parent;
    return node;
}

/* The next object behind `node`, from the tree's root on; NULL behind the last one. */
const struct dm_node *dm_tree_next_object(const struct dm_node *node);

/* An account in the tree: its node, anywhere in its object, and the identifier of its server. */
cpdm_status dm_tree_add_account(struct job *job, struct cpdm_tree *tree, const struct dm_node *node,
                                cpdm_slice server_id);

/* Notes a leaf below `node` that is missing; false when there is no memory. */
bool dm_tree_note_lack(struct job *job, struct cpdm_tree *tree, const struct dm_node *node, cpdm_slice leaf);

/* Whether it is a leaf that holds a server's address. */
static inline bool dm_node_is_address(const struct dm_node *node)
{
    return node->format == CPDM_FORMAT_CHR && node->value.length && slice_is(node->name, "Addr");
}

/* Warns of each account that cannot start a session (dm-check.c). */
cpdm_status dm_check(struct job *job, const struct cpdm_tree *tree);

/* The ACL of an object (dm-acl.c): what was read with it, else Get, Replace and Delete for the server of the account
 * that it is, or for those of all accounts where it is none; empty when there is no account. */
struct dm_acl {
    struct job *job;
    const struct cpdm_tree *tree;
    cpdm_slice everyone; /* made when it is first needed */
};

/* False when there is no memory. */
bool dm_acl_of(struct dm_acl *acl, const struct dm_node *object, cpdm_slice *text);

/* Node names from document text (dm-uri.c): percent-encoded outside A-Z a-z 0-9 - . _, never ".", ".." or empty ("%"
 * alone stands for the empty text). Borrowed where nothing needs encoding. */
cpdm_slice dm_name_escape(struct arena *arena, cpdm_slice text);

/* The text that dm_name_escape() made this name from; false when it makes no such name, or when there is no memory:
 * then the text's `data` is NULL. */
bool dm_name_unescape(struct arena *arena, cpdm_slice name, cpdm_slice *text);

/* name~2, name~3 … */
cpdm_slice dm_name_numbered(struct arena *arena, cpdm_slice name, unsigned number);

/* The least limit of a cut name: an escaped octet, "~" and eight digits. */
enum { DM_NAME_CUT_MIN = 12 };

struct cp_node;

/* A name from document text cut to job->segment_max octets (dm-name-cut.c), and a warning at `origin`, where there is
 * one. `data` is NULL when there is no memory, or after diag_fail(). */
cpdm_slice dm_name_cut(struct job *job, cpdm_slice name, const struct cp_node *origin);

/* dm_name_cut() where that is asked for. */
static inline cpdm_slice dm_name_fit(struct job *job, cpdm_slice name, const struct cp_node *origin)
{
    return !job->segment_max || name.length <= job->segment_max ? name : dm_name_cut(job, name, origin);
}

/* Whether dm_name_cut() has made this name of the engine's. */
bool dm_name_is_cut(cpdm_slice name);

/* Whether it may stand as one segment of a received LocURI. */
bool dm_name_is_safe(cpdm_slice name);

/* Whether a leaf of this name holds a password, a key or a nonce in one of the releases. */
bool dm_name_is_secret(cpdm_slice name);

#endif

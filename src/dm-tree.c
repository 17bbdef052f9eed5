/* SPDX-License-Identifier: MIT */
/*
 * The management tree (DM Tree and Description section 6): nodes added one by one, found by parent and name. A small
 * tree is searched; a wide one gets a hash table, so that no document makes the search quadratic.
 */
#include "dm-tree.h"

#include "bytes.h"

enum { TREE_HASH_FROM = 64 }; /* nodes; everyday trees have 20 to 40 */

const char *cpdm_format_name(cpdm_format format)
{
    static const char *const names[] = {
        [CPDM_FORMAT_NODE] = "node", [CPDM_FORMAT_CHR] = "chr", [CPDM_FORMAT_INT] = "int",
        [CPDM_FORMAT_BOOL] = "bool", [CPDM_FORMAT_BIN] = "bin", [CPDM_FORMAT_XML] = "xml",
        [CPDM_FORMAT_NULL] = "null",
    };
    return (size_t)format < sizeof names / sizeof *names ? names[format] : "";
}

void dm_tree_init(struct cpdm_tree *tree)
{
    *tree = (struct cpdm_tree){.root = {.name = SLICE("."), .uri = SLICE("."), .format = CPDM_FORMAT_NODE}};
    tree->root.why = DM_WHY_STRUCTURE;
    tree->root.permanent = true;
}

/* The slot that holds the child, or the free one where it belongs. The table always has a free slot. */
static size_t find_slot(const struct job *job, const struct cpdm_tree *tree, const struct dm_node *parent,
                        cpdm_slice name)
{
    uint32_t place = (uint32_t)((uintptr_t)parent >> 4) * 2654435769u; /* one name under many parents spreads */
    size_t slot = (slice_hash(name, job->salt) ^ place) & tree->hash_mask;
    for (;; slot = (slot + 1) & tree->hash_mask) {
        const struct dm_node *node = tree->hash[slot];
        if (!node || (node->parent == parent && slice_equal(node->name, name)))
            return slot;
    }
}

struct dm_node *dm_tree_child(const struct job *job, const struct cpdm_tree *tree, const struct dm_node *parent,
                              cpdm_slice name)
{
    if (tree->hash)
        return tree->hash[find_slot(job, tree, parent, name)];
    for (struct dm_node *node = parent->first; node; node = node->next)
        if (node->name.length == name.length &&
            (node->name.data == name.data || memcmp(node->name.data, name.data, name.length) == 0))
            return node;
    return NULL;
}

/* Keeps the table at least half empty for one node more. */
static bool make_hash(struct job *job, struct cpdm_tree *tree)
{
    size_t size = tree->hash ? tree->hash_mask + 1 : TREE_HASH_FROM;
    if (tree->count < TREE_HASH_FROM || (tree->hash && (tree->count + 1) * 2 <= size))
        return true;
    struct dm_node **hash = arena_array(&job->arena, size * 4, sizeof(struct dm_node *));
    if (!hash) {
        diag_no_memory(&job->diag);
        return false;
    }
    tree->hash = hash;
    tree->hash_mask = size * 4 - 1;
    for (struct dm_node *node = tree->root.first; node; node = dm_tree_next(node))
        hash[find_slot(job, tree, node->parent, node->name)] = node;
    return true;
}

static cpdm_slice join(struct arena *arena, cpdm_slice parent, cpdm_slice name)
{
    struct bytes_writer writer = bytes_writer(arena, parent.length + 1 + name.length);
    cpdm_slice uri;
    bytes_put_slice(&writer, parent);
    bytes_put(&writer, '/');
    bytes_put_slice(&writer, name);
    return bytes_finish(&writer, &uri) ? uri : slice(NULL, 0);
}

static void append(struct cpdm_tree *tree, struct dm_node *parent, struct dm_node *node)
{
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    parent->child_count++;
    tree->count++;
}

struct dm_node *dm_tree_add(struct job *job, struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice name,
                            cpdm_format format)
{
    if (tree->count >= DM_TREE_NODES_MAX) {
        diag_fail(&job->diag, CPDM_RULE_NODE_LIMIT, DIAG_NO_OFFSET, NULL, NULL, "the tree has more than %d nodes",
                  (int)DM_TREE_NODES_MAX);
        return NULL;
    }
    struct dm_node *node = make_hash(job, tree) ? job_alloc(job, sizeof *node) : NULL;
    if (!node)
        return NULL;
    *node = (struct dm_node){.parent = parent, .name = name, .format = (uint8_t)format};
    if (format == CPDM_FORMAT_NODE) {
        node->uri = join(&job->arena, parent->uri, name);
        if (!node->uri.data) {
            diag_no_memory(&job->diag);
            return NULL;
        }
    }
    if (tree->hash)
        tree->hash[find_slot(job, tree, parent, name)] = node;
    append(tree, parent, node);
    return node;
}

struct dm_node *dm_tree_next(const struct dm_node *node)
{
    if (node->first)
        return node->first;
    while (node && !node->next)
        node = node->parent;
    return node ? node->next : NULL;
}

cpdm_slice dm_node_uri(struct arena *arena, const struct dm_node *node)
{
    return node->uri.data ? node->uri : join(arena, node->parent->uri, node->name);
}

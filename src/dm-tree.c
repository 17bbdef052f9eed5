/* SPDX-License-Identifier: MIT */
/*
 * The management tree (DM Tree and Description section 6): nodes added one by one, found by parent and name. Few
 * children are searched one by one; those of a node that has many stand in a hash table, so that no document makes the
 * search quadratic.
 */
#include "dm-tree.h"

#include "bytes.h"

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
    struct dm_node *root = &tree->root;
    memset(tree, 0, sizeof *tree);
    root->name = root->uri = SLICE(".");
    root->format = CPDM_FORMAT_NODE;
    root->end = &root->first;
    tree->accounts_end = &tree->accounts;
    root->why = DM_WHY_STRUCTURE;
    root->permanent = true;
}

/* The slot that holds the child, or the free one where it belongs. The table always has a free slot. */
static size_t find_slot(const struct cpdm_tree *tree, const struct dm_node *parent, cpdm_slice name)
{
    uint64_t place = (uintptr_t)parent >> 4; /* one name under many parents spreads */
    size_t slot = (size_t)slice_hash(name, tree->salt + place) & tree->hash_mask;
    for (;; slot = (slot + 1) & tree->hash_mask) {
        const struct dm_node *node = tree->hash[slot];
        if (!node || (node->parent == parent && slice_same(node->name, name)))
            return slot;
    }
}

struct dm_node *dm_tree_search(const struct cpdm_tree *tree, const struct dm_node *parent, cpdm_slice name)
{
    if (parent->child_count > DM_TREE_WIDE)
        return tree->hash[find_slot(tree, parent, name)];
    for (struct dm_node *node = parent->first; node; node = node->next)
        if (slice_same(node->name, name))
            return node;
    return NULL;
}

static inline void list_interior(struct cpdm_tree *tree, struct dm_node *node)
{
    node->number = ++tree->interiors;
    node->older = tree->newest;
    tree->newest = node;
}

static void enter(struct cpdm_tree *tree, struct dm_node *node)
{
    tree->hash[find_slot(tree, node->parent, node->name)] = node;
}

static void enter_children(struct cpdm_tree *tree, const struct dm_node *parent)
{
    for (struct dm_node *child = parent->first; child; child = child->next)
        enter(tree, child);
    tree->hashed += parent->child_count;
}

/* A table that is at most half full with so many nodes more. */
static bool make_table(struct job *job, struct cpdm_tree *tree, size_t more)
{
    size_t old_size = tree->hash ? tree->hash_mask + 1 : 0, size = old_size ? old_size : DM_TREE_WIDE;
    struct dm_node **old = tree->hash;
    if (old && (tree->hashed + more) * 2 <= size)
        return true;
    struct dm_node **hash = arena_array(&job->arena, size * 4, sizeof(struct dm_node *));
    if (!hash) {
        diag_no_memory(&job->diag);
        return false;
    }
    tree->salt = job->salt;
    tree->hash = hash;
    tree->hash_mask = size * 4 - 1;
    for (size_t i = 0; i < old_size; i++)
        if (old[i])
            enter(tree, old[i]);
    return true;
}

/* What a large tree needs for one child more: that the limit allows it, and where there are many, a table for them. */
static bool make_room(struct job *job, struct cpdm_tree *tree, const struct dm_node *parent)
{
    if (tree->count >= job->limits.nodes) {
        diag_fail(&job->diag, CPDM_RULE_NODE_LIMIT, DIAG_NO_OFFSET, NULL, "--limit nodes=N raises it",
                  "the tree has more than %zu nodes", job->limits.nodes);
        return false;
    }
    if (parent->child_count < DM_TREE_WIDE)
        return true;
    return make_table(job, tree, parent->child_count == DM_TREE_WIDE ? DM_TREE_WIDE + 1 : 1);
}

/* A new child into the table, which has room: the first that is one too many brings its siblings. */
static void enter_new(struct cpdm_tree *tree, struct dm_node *node)
{
    if (node->parent->child_count == DM_TREE_WIDE + 1) {
        enter_children(tree, node->parent);
        return;
    }
    enter(tree, node);
    tree->hashed++;
}

/* The list of interior nodes, and how many nodes have each format. */
static void count_again(struct cpdm_tree *tree)
{
    tree->interiors = 0;
    tree->newest = NULL;
    memset(tree->formats, 0, sizeof tree->formats);
    for (struct dm_node *node = tree->root.first; node; node = dm_tree_next(node)) {
        tree->formats[node->format]++;
        if (node->format == CPDM_FORMAT_NODE)
            list_interior(tree, node);
    }
}

void dm_tree_rehash(struct cpdm_tree *tree)
{
    count_again(tree);
    tree->hashed = 0;
    if (!tree->hash)
        return;
    memset(tree->hash, 0, (tree->hash_mask + 1) * sizeof *tree->hash);
    for (struct dm_node *node = &tree->root; node; node = dm_tree_next(node))
        if (dm_node_first(node) && node->child_count > DM_TREE_WIDE)
            enter_children(tree, node);
}

/* Parent's URI, "/", name. */
static cpdm_slice join(char *to, cpdm_slice parent, cpdm_slice name)
{
    char *end = bytes_copy(to, parent);
    *end = '/';
    bytes_copy(end + 1, name);
    return slice(to, parent.length + 1 + name.length);
}

/* A node without value in memory that is there. */
static inline void put_node(struct dm_node *node, struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice name,
                            uint64_t bit, struct dm_marks marks)
{
    dm_tree_append(tree, parent, node, &name, bit, marks);
    node->value = slice(NULL, 0);
    node->source = NULL;
}

/* An interior one; its URI stands behind it, once somebody has put it there. */
static inline void put_interior(struct dm_node *node, struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice name,
                                uint64_t bit)
{
    put_node(node, tree, parent, name, bit, (struct dm_marks){.format = CPDM_FORMAT_NODE});
    list_interior(tree, node);
    node->first = NULL;
    node->child_count = 0;
    node->end = &node->first;
    node->child_names = 0;
    node->uri = slice((char *)(node + 1), parent->uri.length + 1 + name.length);
    node->type = node->acl = slice(NULL, 0);
}

static size_t interior_size(const struct dm_node *parent, cpdm_slice name)
{
    return sizeof(struct dm_node) + parent->uri.length + 1 + name.length;
}

/* Whether a child can be added without further ado: nearly always. */
static inline bool has_place(const struct job *job, const struct cpdm_tree *tree, const struct dm_node *parent)
{
    return tree->count < DM_TREE_WIDE || (parent->child_count < DM_TREE_WIDE && tree->count < job->limits.nodes);
}

struct dm_node *dm_tree_add_interior(struct job *job, struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice name,
                                     uint64_t bit)
{
    if (!has_place(job, tree, parent) || (parent->uri.length | name.length) >= BYTES_SHORT ||
        !arena_has_room(&job->nodes, sizeof(struct dm_node) + (size_t)2 * BYTES_SHORT))
        return dm_tree_add(job, tree, parent, name, bit, CPDM_FORMAT_NODE);
    struct dm_node *node = arena_take(&job->nodes, interior_size(parent, name));
    put_interior(node, tree, parent, name, bit);
    char *end = bytes_copy_short((char *)(node + 1), parent->uri);
    *end = '/';
    bytes_copy_short(end + 1, name);
    return node;
}

static struct dm_node *add(struct job *job, struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice name,
                           uint64_t bit, struct dm_marks marks)
{
    bool interior = marks.format == CPDM_FORMAT_NODE;
    struct dm_node *node = NULL;
    if (has_place(job, tree, parent) || make_room(job, tree, parent))
        node = job_alloc_node(job, interior ? interior_size(parent, name) : DM_TREE_LEAF);
    if (!node)
        return NULL;
    if (interior) {
        put_interior(node, tree, parent, name, bit);
        join((char *)(node + 1), parent->uri, name);
    } else
        put_node(node, tree, parent, name, bit, marks);
    if (parent->child_count > DM_TREE_WIDE)
        enter_new(tree, node);
    return node;
}

struct dm_node *dm_tree_add(struct job *job, struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice name,
                            uint64_t bit, cpdm_format format)
{
    return add(job, tree, parent, name, bit, (struct dm_marks){.format = (uint8_t)format});
}

struct dm_node *dm_tree_add_late(struct job *job, struct cpdm_tree *tree, struct dm_node *parent,
                                 const cpdm_slice *name, uint64_t bit, struct dm_marks marks)
{
    return add(job, tree, parent, *name, bit, marks);
}

/* `bit`: of the name, or 0 where the parent has it already. An interior node has the bits of the children to come. */
static inline struct dm_node *copy_node(struct job *job, struct cpdm_tree *tree, struct dm_node *parent, uint64_t bit,
                                        const struct dm_node *from)
{
    struct dm_node *copy;
    if (from->format == CPDM_FORMAT_NODE) {
        copy = dm_tree_add_interior(job, tree, parent, from->name, bit);
        if (!copy)
            return NULL;
        copy->child_names = from->child_names;
        copy->type = from->type;
    } else {
        copy = dm_tree_add_leaf(job, tree, parent, &from->name, bit, from->marks);
        if (!copy)
            return NULL;
        copy->value = from->value;
        copy->source = from->source;
    }
    copy->why = from->source ? DM_WHY_COPIED : from->why;
    return copy;
}

bool dm_tree_copy(struct job *job, struct cpdm_tree *tree, struct dm_node *parent, const struct dm_node *top)
{
    uint64_t bit = slice_bit(top->name);
    for (const struct dm_node *from = top;; from = from->next, bit = 0) {
        struct dm_node *copy = copy_node(job, tree, parent, bit, from);
        for (; copy && dm_node_first(from); copy = copy_node(job, tree, parent, 0, from)) {
            from = from->first;
            parent = copy;
        }
        if (!copy)
            return false;
        while (from != top && !from->next) {
            from = from->parent;
            parent = parent->parent;
        }
        if (from == top)
            return true;
    }
}

cpdm_slice dm_node_uri(struct arena *arena, const struct dm_node *node)
{
    if (node->format == CPDM_FORMAT_NODE)
        return node->uri;
    char *room = arena_alloc(arena, node->parent->uri.length + 1 + node->name.length);
    return room ? join(room, node->parent->uri, node->name) : slice(NULL, 0);
}

struct dm_node *dm_tree_find_path(const struct cpdm_tree *tree, struct dm_node *parent, cpdm_slice path)
{
    while (parent && parent->format == CPDM_FORMAT_NODE) {
        const char *slash = path.length ? memchr(path.data, '/', path.length) : NULL;
        size_t length = slash ? (size_t)(slash - path.data) : path.length;
        parent = dm_tree_child(tree, parent, slice(path.data, length));
        if (!slash)
            return parent;
        path = slice(slash + 1, path.length - length - 1);
    }
    return NULL;
}

const struct dm_node *dm_tree_next_object(const struct dm_node *node)
{
    do {
        if (node->permanent && node->first) {
            node = node->first;
            continue;
        }
        while (node && !node->next)
            node = node->parent;
        node = node ? node->next : NULL;
    } while (node && node->permanent);
    return node;
}

cpdm_status dm_tree_add_account(struct job *job, struct cpdm_tree *tree, const struct dm_node *node,
                                cpdm_slice server_id)
{
    struct dm_account *account = job_alloc(job, sizeof *account);
    if (!account)
        return job->diag.error.status;
    *account = (struct dm_account){.object = dm_node_object(node), .server_id = server_id};
    *tree->accounts_end = account;
    tree->accounts_end = &account->next;
    return CPDM_OK;
}

bool dm_tree_note_lack(struct job *job, struct cpdm_tree *tree, const struct dm_node *node, cpdm_slice leaf)
{
    struct dm_lack *lack = job_alloc(job, sizeof *lack);
    if (!lack)
        return false;
    *lack = (struct dm_lack){tree->lacks, node, leaf};
    tree->lacks = lack;
    return true;
}

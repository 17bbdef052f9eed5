/* SPDX-License-Identifier: MIT */
/* Changes to a management tree that is there (DM Tree and Description section 6): nodes taken out, a node renamed,
 * children put in order. */
#include "dm-tree-edit.h"

#include <stdlib.h>

#include "bytes.h"
#include "dm-account.h"

static size_t count_nodes(const struct dm_node *top)
{
    size_t count = 1;
    for (const struct dm_node *node = top; (node = dm_tree_next_in(top, node)) != NULL;)
        count++;
    return count;
}

void dm_tree_remove(struct cpdm_tree *tree, struct dm_node *node)
{
    struct dm_node *parent = node->parent, **link = &parent->first;
    while (*link != node)
        link = &(*link)->next;
    tree->count -= count_nodes(node);
    *link = node->next;
    if (!node->next)
        parent->end = link;
    parent->child_count--;
    parent->child_names = 0;
    for (const struct dm_node *child = parent->first; child; child = child->next)
        parent->child_names |= slice_bit(child->name);
}

static bool renew_uri(struct job *job, struct dm_node *node)
{
    struct bytes_writer out = bytes_writer(&job->arena, node->parent->uri.length + 1 + node->name.length);
    bytes_put_slice(&out, node->parent->uri);
    bytes_put(&out, '/');
    bytes_put_slice(&out, node->name);
    return bytes_finish(&out, &node->uri);
}

bool dm_tree_rename(struct job *job, struct cpdm_tree *tree, struct dm_node *node, cpdm_slice name)
{
    struct dm_node *last = dm_tree_skip(node);
    node->name = name;
    node->parent->child_names |= slice_bit(name);
    for (struct dm_node *inner = node; inner != last; inner = dm_tree_next(inner))
        if (inner->format == CPDM_FORMAT_NODE && !renew_uri(job, inner))
            return false;
    dm_tree_rehash(tree);
    return true;
}

/* A child of these is an account or a connection, whoever made it. */
static bool holds_objects(const struct dm_node *node)
{
    return slice_is(node->uri, "./SyncML/DMAcc") || slice_is(node->uri, "./SyncML/Con");
}

static bool is_presupposed(const struct cpdm_tree *tree, const struct dm_node *node, const struct cpdm_tree *there)
{
    if (node->why != DM_WHY_STRUCTURE || node->format != CPDM_FORMAT_NODE)
        return false;
    const struct dm_node *twin = dm_tree_find_path(there, (struct dm_node *)&there->root, dm_node_path(node));
    if (twin)
        return twin->format == CPDM_FORMAT_NODE;
    return !holds_objects(node->parent) && !dm_account_server(tree, node);
}

void dm_tree_presuppose(struct cpdm_tree *tree, const struct cpdm_tree *there)
{
    for (struct dm_node *node = tree->root.first; node;) {
        node->permanent = node->permanent || is_presupposed(tree, node, there);
        node = node->permanent ? dm_tree_next(node) : dm_tree_skip(node);
    }
}

static int compare_names(const void *a, const void *b)
{
    cpdm_slice left = (*(struct dm_node *const *)a)->name, right = (*(struct dm_node *const *)b)->name;
    size_t length = left.length < right.length ? left.length : right.length;
    int order = memcmp(left.data, right.data, length);
    return order ? order : (left.length > right.length) - (left.length < right.length);
}

/* `list` has room for the children. */
static void sort_children(struct dm_node *parent, struct dm_node **list)
{
    size_t count = 0;
    for (struct dm_node *child = parent->first; child; child = child->next)
        list[count++] = child;
    qsort(list, count, sizeof *list, compare_names);
    parent->end = &parent->first;
    for (size_t i = 0; i < count; i++) {
        *parent->end = list[i];
        parent->end = &list[i]->next;
    }
    *parent->end = NULL;
}

bool dm_tree_sort(struct job *job, struct cpdm_tree *tree)
{
    struct dm_node **list = arena_array(&job->arena, tree->count + 1, sizeof *list);
    if (!list)
        return false;
    for (struct dm_node *node = &tree->root; node; node = dm_tree_next(node))
        if (dm_node_first(node))
            sort_children(node, list);
    return true;
}

/* SPDX-License-Identifier: MIT */
/*
 * One object of a message into the tree of a store, in the place of what is there. What the message does not bring is
 * deleted, but for what the user has added (seed 004 section 5.1); each change is written down.
 */
#include "dm-tree-edit.h"
#include "store.h"

/* A message's memory and a store's are two: a failure of the store becomes the message's. */
static cpdm_status fail(struct arrival *arrival)
{
    const struct diag *diag = &arrival->store->job->diag;
    if (!diag->failed || diag->error.rule == CPDM_RULE_MEMORY)
        return diag_no_memory(&arrival->job->diag);
    return diag_fail(&arrival->job->diag, (enum diag_rule)diag->error.rule, DIAG_NO_OFFSET, NULL, NULL, "%s",
                     diag->error.sentence);
}

static bool note(struct cpdm_store *store, cpdm_change_kind kind, const struct dm_node *node)
{
    struct store_change *change = job_alloc(store->job, sizeof *change);
    cpdm_slice uri = dm_node_uri(&store->job->arena, node);
    if (!change || !uri.data)
        return false;
    *change = (struct store_change){
        .change = {kind, {uri, (cpdm_format)node->format, node->value, node->secret || dm_name_is_secret(node->name)}}};
    *store->changes_end = change;
    store->changes_end = &change->next;
    return true;
}

bool store_delete(struct cpdm_store *store, struct dm_node *node)
{
    for (const struct dm_node *gone = node; gone; gone = dm_tree_next_in(node, gone))
        if (!note(store, CPDM_CHANGE_DELETED, gone))
            return false;
    dm_tree_remove(store->tree, node);
    return true;
}

/* ---- What goes ---- */

static bool holds_user(const struct dm_node *top)
{
    for (const struct dm_node *node = top; node; node = dm_tree_next_in(top, node))
        if (store_is_user(node->source))
            return true;
    return false;
}

/* The counterpart in the message of a node below `there`, whose own counterpart is `node`. */
static struct dm_node *counterpart(const struct arrival *arrival, const struct dm_node *there, struct dm_node *node,
                                   const struct dm_node *below)
{
    cpdm_slice path = below->parent->uri;
    size_t top = there->uri.length;
    if (below->parent != there)
        node = dm_tree_find_path(arrival->tree, node, slice(path.data + top + 1, path.length - top - 1));
    bool interior = node && node->format == CPDM_FORMAT_NODE;
    return interior ? dm_tree_child(arrival->tree, node, below->name) : NULL;
}

/* Deletes what is below `there` and not in the message. */
static bool prune(struct arrival *arrival, struct dm_node *there, struct dm_node *node)
{
    struct dm_node *end = dm_tree_skip(there);
    size_t count = arrival->store->tree->count;
    for (struct dm_node *old = dm_tree_next(there); old != end && dm_node_first(there);) {
        bool stays = counterpart(arrival, there, node, old) != NULL;
        bool mine = !stays && store_is_user(store_owner(old));
        bool goes = !stays && !mine && !holds_user(old);
        struct dm_node *next = goes || mine ? dm_tree_skip(old) : dm_tree_next(old);
        if (goes && !store_delete(arrival->store, old))
            return false;
        if (mine)
            old->source = store_owner(old); /* which `there` is not for long */
        old = next;
    }
    if (arrival->store->tree->count != count)
        dm_tree_rehash(arrival->store->tree);
    return true;
}

/* ---- What comes ---- */

/* The interior nodes above an object, made where they are not there. NULL after a failure. */
static struct dm_node *make_parent(struct arrival *arrival, const struct dm_node *parent)
{
    struct cpdm_store *store = arrival->store;
    struct dm_node *node = &store->tree->root;
    cpdm_slice rest = parent->parent ? dm_node_path(parent) : slice(NULL, 0);
    while (node && rest.length) {
        const char *slash = memchr(rest.data, '/', rest.length);
        cpdm_slice name = slice(rest.data, slash ? (size_t)(slash - rest.data) : rest.length);
        struct dm_node *child = dm_tree_child(store->tree, node, name), *above = node;
        node = child ? child : dm_tree_add(store->job, store->tree, above, name, slice_bit(name), CPDM_FORMAT_NODE);
        if (node && !child)
            node->permanent = above->permanent;
        if (node && !node->permanent && !child && !note(store, CPDM_CHANGE_ADDED, node))
            return NULL;
        rest = slash ? slice(slash + 1, rest.length - name.length - 1) : slice(NULL, 0);
    }
    return node;
}

/* A reference to an object of the same message may say the inbox before its URI (DM Bootstrap 1.2 section 5); in the
 * tree the object has a place of its own. */
static cpdm_slice settle_reference(const struct arrival *arrival, const struct dm_node *node)
{
    cpdm_slice value = node->value, inbox = SLICE("./Inbox/");
    if (node->format != CPDM_FORMAT_CHR || !slice_starts_with(value, inbox))
        return value;
    cpdm_slice path = slice(value.data + inbox.length, value.length - inbox.length);
    if (!dm_tree_find_path(arrival->tree, &arrival->tree->root, path))
        return value;
    char *uri = job_alloc(arrival->store->job, path.length + 2);
    if (!uri)
        return slice(NULL, 0);
    memcpy(uri, "./", 2);
    memcpy(uri + 2, path.data, path.length);
    return slice(uri, path.length + 2);
}

/* A node in the place of `twin`, or a new one below `parent`; what is below it is not looked at. NULL after a failure.
 */
static struct dm_node *put_node(struct arrival *arrival, struct dm_node *parent, const struct dm_node *node)
{
    struct cpdm_store *store = arrival->store;
    struct dm_node *twin = dm_tree_child(store->tree, parent, node->name);
    bool interior = node->format == CPDM_FORMAT_NODE;
    if (twin && interior != (twin->format == CPDM_FORMAT_NODE)) {
        if (!store_delete(store, twin))
            return NULL;
        dm_tree_rehash(store->tree);
        twin = NULL;
    }
    cpdm_slice value = settle_reference(arrival, node);
    bool changed = !twin || twin->format != node->format || !slice_equal(twin->value, value);
    cpdm_change_kind kind = twin ? CPDM_CHANGE_REPLACED : CPDM_CHANGE_ADDED;
    if (!twin)
        twin =
            dm_tree_add(store->job, store->tree, parent, node->name, slice_bit(node->name), (cpdm_format)node->format);
    if (!twin || (node->value.length && !value.length))
        return NULL;
    twin->format = node->format;
    twin->value = value;
    twin->secret = node->secret;
    if (interior) {
        twin->type = node->type;
        twin->acl = node->acl;
    }
    return !changed || note(store, kind, twin) ? twin : NULL;
}

/* The object and all below it; the node that it became, or NULL. */
static struct dm_node *put_object(struct arrival *arrival, struct dm_node *parent, const struct dm_node *object)
{
    struct dm_node *top = put_node(arrival, parent, object), *made = top;
    for (const struct dm_node *node = object; made;) {
        if (dm_node_first(node)) {
            node = node->first;
            parent = made;
        } else {
            for (; node != object && !node->next; parent = parent->parent)
                node = node->parent;
            if (node == object)
                return top;
            node = node->next;
        }
        made = put_node(arrival, parent, node);
    }
    return NULL;
}

/* ---- Whose it is ---- */

static bool is_same_origin(const struct store_origin *a, const struct store_origin *b)
{
    return a && b && slice_equal(a->source, b->source) && a->context == b->context &&
           slice_equal(a->profile, b->profile);
}

/* The message owns the object now, and of what is below all that it has brought. */
static bool own(struct arrival *arrival, struct dm_node *top, struct dm_node *node)
{
    struct store_origin *origin = job_alloc(arrival->store->job, sizeof *origin);
    if (!origin)
        return false;
    *origin = arrival->origin;
    for (struct dm_node *below = top; (below = (struct dm_node *)dm_tree_next_in(top, below)) != NULL;)
        if (below->source && (!store_is_user(below->source) || counterpart(arrival, top, node, below)))
            below->source = NULL;
    top->source = is_same_origin(store_owner(top->parent), origin) ? NULL : origin;
    return true;
}

/* Who may manage an object from now on (DM Bootstrap 1.2, access rights). What the user adds is the object's that it is
 * in. */
static bool grant(const struct arrival *arrival, struct dm_node *top, const struct dm_node *node)
{
    struct dm_acl acl = {arrival->job, arrival->tree, {NULL, 0}};
    cpdm_slice text;
    if (arrival->user || top->format != CPDM_FORMAT_NODE || !top->parent->permanent)
        return true;
    if (!dm_acl_of(&acl, node, &text))
        return false;
    top->acl = text;
    return true;
}

cpdm_status store_merge(struct arrival *arrival, const struct dm_meeting *meeting)
{
    struct dm_node *node = meeting->node, *there = meeting->there;
    bool interior = there && there->format == CPDM_FORMAT_NODE && node->format == CPDM_FORMAT_NODE;
    if (interior && !prune(arrival, there, node))
        return fail(arrival);
    struct dm_node *parent = make_parent(arrival, node->parent);
    struct dm_node *top = parent ? put_object(arrival, parent, node) : NULL;
    return top && grant(arrival, top, node) && own(arrival, top, node) ? CPDM_OK : fail(arrival);
}

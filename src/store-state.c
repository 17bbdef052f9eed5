/* SPDX-License-Identifier: MIT */
/*
 * What a store knows of its nodes, as a node of the tree that any TNDS reader reads:
 *
 *     ./CpdmStore                      DDFName urn:x-cpdm:store:1.0
 *         Rebootstrap                  bool  true: the next message may overwrite what is there
 *         Contexts/<n>/TPS             chr   PROVURL of the server that it belongs to
 *                     /Name            chr   the context's name, where it has one
 *                     /Allow           int   of the privileged context: how many others there may be
 *         Origins/<n>/Node             chr   the URI of a node; what is said holds for all below it, too
 *                    /Source           chr   where it came from
 *                    /Context          chr   <n> of the context it belongs to, where it belongs to one
 *                    /Profile          chr   cp or dm, where that is kept
 */
#include "bytes.h"
#include "dm-tree-edit.h"
#include "store.h"

static const char type_name[] = "urn:x-cpdm:store:1.0";

bool store_is_reserved(cpdm_slice name)
{
    return slice_is(name, "CpdmStore");
}

/* ---- Reading ---- */

static cpdm_status fail(struct cpdm_store *store, const struct dm_node *node, const char *sentence)
{
    return diag_fail(&store->job->diag, CPDM_RULE_STORE_BROKEN, DIAG_NO_OFFSET, NULL, NULL, "%.*s %s",
                     (int)node->uri.length, node->uri.data, sentence);
}

/* The value of a leaf; empty where there is none. */
static cpdm_slice text_of(const struct cpdm_store *store, const struct dm_node *node, const char *name)
{
    const struct dm_node *leaf = dm_tree_child(store->tree, node, slice_of(name));
    return leaf && leaf->format != CPDM_FORMAT_NODE ? leaf->value : slice("", 0);
}

static cpdm_status read_context(struct cpdm_store *store, const struct dm_node *node, struct store_context **end)
{
    struct store_context *context = job_alloc(store->job, sizeof *context);
    const struct dm_node *allow = dm_tree_child(store->tree, node, SLICE("Allow"));
    uint64_t number, count = 0;
    if (!context)
        return store->job->diag.error.status;
    *context = (struct store_context){.tps = text_of(store, node, "TPS"),
                                      .name = text_of(store, node, "Name"),
                                      .privileged = allow != NULL,
                                      .used = true};
    if (!context->tps.length || !slice_to_number(node->name, UINT32_MAX, &number))
        return fail(store, node, "has no TPS, or no number for a name");
    if (allow && !slice_to_number(allow->value, STORE_ALLOW_ALL, &count))
        return fail(store, node, "allows no number of contexts");
    context->number = (uint32_t)number;
    context->allow = (unsigned)count;
    *end = context;
    return CPDM_OK;
}

static cpdm_status find_context(struct cpdm_store *store, const struct dm_node *node, struct store_context **context)
{
    cpdm_slice name = text_of(store, node, "Context");
    uint64_t number;
    *context = store->contexts;
    if (name.length && !slice_to_number(name, UINT32_MAX, &number))
        return fail(store, node, "names no context");
    while (*context && (!name.length || (*context)->number != number))
        *context = (*context)->next;
    return name.length && !*context ? fail(store, node, "names no context") : CPDM_OK;
}

static cpdm_status read_origin(struct cpdm_store *store, const struct dm_node *node)
{
    struct store_origin *origin = job_alloc(store->job, sizeof *origin);
    cpdm_slice uri = text_of(store, node, "Node");
    if (!origin)
        return store->job->diag.error.status;
    *origin =
        (struct store_origin){.source = text_of(store, node, "Source"), .profile = text_of(store, node, "Profile")};
    struct dm_node *owned = slice_starts_with(uri, SLICE("./")) ? dm_tree_find_path(store->tree, &store->tree->root,
                                                                                    slice(uri.data + 2, uri.length - 2))
                                                                : NULL;
    if (!owned || owned->permanent)
        return fail(store, node, "is about a node that is not there");
    if (owned->source)
        return fail(store, node, "is about a node that another origin is about");
    if (!origin->source.length)
        return fail(store, node, "has no Source");
    owned->source = origin;
    return find_context(store, node, &origin->context);
}

static cpdm_status read_list(struct cpdm_store *store, const struct dm_node *top, const char *name, bool contexts)
{
    const struct dm_node *list = dm_tree_child(store->tree, top, slice_of(name));
    struct store_context **end = &store->contexts;
    cpdm_status status = CPDM_OK;
    if (!list || list->format != CPDM_FORMAT_NODE)
        return list ? fail(store, top, "has a leaf where a list should be") : CPDM_OK;
    for (const struct dm_node *node = list->first; node && !status; node = node->next) {
        if (node->format != CPDM_FORMAT_NODE)
            return fail(store, list, "has a leaf in it");
        status = contexts ? read_context(store, node, end) : read_origin(store, node);
        end = contexts && !status ? &(*end)->next : end;
    }
    return status;
}

cpdm_status store_state_read(struct cpdm_store *store)
{
    struct dm_node *top = dm_tree_child(store->tree, &store->tree->root, SLICE("CpdmStore"));
    if (!top || top->format != CPDM_FORMAT_NODE || !slice_is(top->type, type_name))
        return diag_fail(&store->job->diag, CPDM_RULE_STORE_FOREIGN, DIAG_NO_OFFSET, NULL, NULL,
                         "this is no store: it has no node ./CpdmStore of type %s", type_name);
    store->rebootstrap = slice_is(text_of(store, top, "Rebootstrap"), "true");
    cpdm_status status = read_list(store, top, "Contexts", true);
    if (!status)
        status = read_list(store, top, "Origins", false);
    dm_tree_remove(store->tree, top);
    dm_tree_rehash(store->tree);
    return status;
}

/* ---- Writing ---- */

static struct dm_node *add(struct cpdm_store *store, struct dm_node *parent, cpdm_slice name, cpdm_format format)
{
    return parent ? dm_tree_add(store->job, store->tree, parent, name, slice_bit(name), format) : NULL;
}

static cpdm_slice print(struct cpdm_store *store, unsigned number)
{
    const char *text = arena_printf(&store->job->arena, "%u", number);
    if (!text)
        diag_no_memory(&store->job->diag);
    return text ? slice_of(text) : slice("", 0);
}

/* A leaf of a value that is there; an empty one needs none. */
static void add_leaf(struct cpdm_store *store, struct dm_node *parent, const char *name, cpdm_format format,
                     cpdm_slice value)
{
    struct dm_node *leaf = value.length ? add(store, parent, slice_of(name), format) : NULL;
    if (leaf)
        leaf->value = value;
}

static void write_contexts(struct cpdm_store *store, struct dm_node *top)
{
    struct dm_node *list = store->contexts ? add(store, top, SLICE("Contexts"), CPDM_FORMAT_NODE) : NULL;
    uint32_t number = 0;
    for (struct store_context *context = store->contexts; context; context = context->next) {
        context->number = ++number;
        struct dm_node *node = add(store, list, print(store, number), CPDM_FORMAT_NODE);
        add_leaf(store, node, "TPS", CPDM_FORMAT_CHR, context->tps);
        add_leaf(store, node, "Name", CPDM_FORMAT_CHR, context->name);
        if (context->privileged)
            add_leaf(store, node, "Allow", CPDM_FORMAT_INT, print(store, context->allow));
    }
}

/* Of the nodes before `top`. */
static void write_origins(struct cpdm_store *store, struct dm_node *top)
{
    struct dm_node *list = add(store, top, SLICE("Origins"), CPDM_FORMAT_NODE);
    unsigned number = 0;
    for (const struct dm_node *node = &store->tree->root; (node = dm_tree_next(node)) != top && node;) {
        const struct store_origin *origin = node->source;
        if (!origin)
            continue;
        struct dm_node *entry = add(store, list, print(store, ++number), CPDM_FORMAT_NODE);
        add_leaf(store, entry, "Node", CPDM_FORMAT_CHR, dm_node_uri(&store->job->arena, node));
        add_leaf(store, entry, "Source", CPDM_FORMAT_CHR, origin->source);
        if (origin->context)
            add_leaf(store, entry, "Context", CPDM_FORMAT_CHR, print(store, origin->context->number));
        add_leaf(store, entry, "Profile", CPDM_FORMAT_CHR, origin->profile);
    }
}

cpdm_status store_state_write(struct cpdm_store *store)
{
    struct dm_node *top = add(store, &store->tree->root, SLICE("CpdmStore"), CPDM_FORMAT_NODE);
    if (!top)
        return store->job->diag.error.status;
    top->type = slice(type_name, sizeof type_name - 1);
    if (store->rebootstrap)
        add_leaf(store, top, "Rebootstrap", CPDM_FORMAT_BOOL, SLICE("true"));
    write_contexts(store, top);
    write_origins(store, top);
    return store->job->diag.failed ? store->job->diag.error.status : CPDM_OK;
}

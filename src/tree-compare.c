/* SPDX-License-Identifier: MIT */
/*
 * Two management trees side by side, by URI: what was meant against what a reader, our own or a second one, made of the
 * package. Order does not matter; permanent nodes that only one of them has do not either.
 */
#include "tree-compare.h"

static cpdm_status differ(struct job *job, const struct dm_node *node, const char *what)
{
    cpdm_slice uri = dm_node_uri(&job->arena, node);
    const char *path = uri.data ? arena_printf(&job->arena, "%.*s", (int)uri.length, uri.data) : NULL;
    if (!path)
        return diag_no_memory(&job->diag);
    return diag_fail(&job->diag, CPDM_RULE_TREE_DIFFERS, DIAG_NO_OFFSET, path, NULL, "%s %s", path, what);
}

static cpdm_status compare_node(struct job *job, const struct dm_node *meant, const struct dm_node *found)
{
    if (meant->format != found->format) {
        const char *what = arena_printf(&job->arena, "is %s and should be %s", cpdm_format_name(found->format),
                                        cpdm_format_name(meant->format));
        return what ? differ(job, meant, what) : diag_no_memory(&job->diag);
    }
    if (slice_equal(meant->value, found->value))
        return CPDM_OK;
    if (meant->secret || found->secret)
        return differ(job, meant, "has another value (a secret)");
    const char *what = arena_printf(&job->arena, "has a value of %zu octets that is not the %zu octets meant",
                                    found->value.length, meant->value.length);
    return what ? differ(job, meant, what) : diag_no_memory(&job->diag);
}

/* Every node of `one` beside the node of `other` at the same URI. `complaint` is about a node that `other` lacks.
 * Formats and values are compared on one of the two walks only. */
static cpdm_status walk(struct job *job, const struct cpdm_tree *one, const struct cpdm_tree *other, bool values,
                        const char *complaint)
{
    const struct dm_node *node = one->root.first, *parent = &other->root;
    unsigned below = 0; /* levels below `parent` that `other` lacks */
    while (node) {
        const struct dm_node *twin = below ? NULL : dm_tree_child(other, parent, node->name);
        if (!twin && !node->permanent)
            return differ(job, node, complaint);
        cpdm_status status = twin && values ? compare_node(job, node, twin) : CPDM_OK;
        if (status)
            return status;
        if (dm_node_first(node)) {
            parent = twin ? twin : parent;
            below += twin ? 0 : 1;
            node = node->first;
            continue;
        }
        for (; node->parent && !node->next; node = node->parent) {
            parent = below ? parent : parent->parent;
            below -= below ? 1 : 0;
        }
        node = node->next; /* NULL at the root */
    }
    return CPDM_OK;
}

cpdm_status tree_compare(struct job *job, const struct cpdm_tree *meant, const struct cpdm_tree *found)
{
    cpdm_status status = walk(job, meant, found, true, "is missing");
    return status ? status : walk(job, found, meant, false, "is there and was not meant");
}

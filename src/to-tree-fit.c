/* SPDX-License-Identifier: MIT */
/*
 * Names and URIs that a device takes (design section 7; a device states its MaxSegLen and MaxTotLen in DevDetail/URI):
 * what document text makes too long is cut, where that does not help the document is refused. A URI too long is mapped
 * again with shorter names: with the longest that fit, found by halving.
 */
#include "to-tree-special.h"

#include "to-tree.h"

/* ---- What a cut name means for the report ---- */

static const char cut_reason[] = "its node's name is cut short";

/* The node that the parm in braces names, here or in a section above; NULL where there is none. */
static const struct dm_node *named_by(const struct instance *instance, uint16_t parm)
{
    for (; instance->up; instance = instance->up) {
        const struct dm_node *node = instance->target;
        const struct map_section *section = instance->section;
        bool own = section->kind == MAP_NODE_ROOT || section->kind == MAP_NODE_RELATIVE;
        for (uint16_t i = own ? section->segment_count : 0; node && i-- > 0; node = node->parent) {
            const struct map_segment *segment = &section->segments[i];
            if (segment->braces && (segment->parm == parm || segment->parm == CP_NAME_CONNECTION_NAME))
                return node;
        }
    }
    return NULL;
}

static bool is_cut(const struct dm_node *object)
{
    return object && dm_name_is_cut(object->name);
}

void fit_key(struct engine *engine, struct instance *instance, const struct map_row *row, const struct cp_node *parm)
{
    bool cut = is_cut(named_by(instance, row->parm_name));
    rows_say(engine, instance, parm, cut ? CPDM_FATE_DERIVED : row->fate, row, cut ? cut_reason : "");
}

/* A reference comes back as the name of what it leads to. */
static void say_cut_references(struct engine *engine)
{
    for (size_t i = 0; i < engine->document->parm_count; i++) {
        const struct cp_reference *reference = engine->links->reference_of[i];
        const struct cp_connection *to = reference ? reference->connection : NULL;
        struct report_fate *said = &engine->fates[i];
        if (!to || said->decision.rank <= map_fate_rank(CPDM_FATE_DERIVED))
            continue;
        if (is_cut(to->object) || is_cut(to->access_point) || is_cut(to->proxy ? to->proxy->object : NULL)) {
            said->decision.rank = map_fate_rank(CPDM_FATE_DERIVED);
            said->reason = cut_reason;
        }
    }
}

/* ---- What is too long ---- */

static size_t uri_length(const struct dm_node *node)
{
    return node->format == CPDM_FORMAT_NODE ? node->uri.length : node->parent->uri.length + 1 + node->name.length;
}

static size_t name_length(const struct dm_node *node)
{
    return node->name.length;
}

/* The first of the longest that are sent; the root where none is. */
static const struct dm_node *longest(const struct cpdm_tree *tree, size_t length(const struct dm_node *))
{
    const struct dm_node *found = &tree->root;
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL;)
        if (!node->permanent && length(node) > length(found))
            found = node;
    return found;
}

static cpdm_status refuse(struct engine *engine, const struct dm_node *node, size_t has, const char *what, size_t limit)
{
    struct job *job = engine->job;
    const struct dm_node *near = node;
    while (near && !near->source)
        near = dm_tree_next_in(node, near);
    const struct cp_node *parm = near ? near->source : NULL;
    cpdm_slice uri = dm_node_uri(&job->arena, node);
    if (!uri.data)
        return diag_no_memory(&job->diag);
    return diag_fail(&job->diag, CPDM_RULE_NODE_LENGTH, parm ? parm->offset : DIAG_NO_OFFSET,
                     parm ? cp_doc_path(&job->arena, parm) : NULL, NULL,
                     "the %s of the node %.*s has %zu octets; at most %zu are allowed, and it cannot be cut", what,
                     (int)uri.length, uri.data, has, limit);
}

/* ---- Mapping until it fits ---- */

/* What an attempt leaves behind is taken back before the next one. */
struct attempts {
    struct engine blank;
    struct arena_mark mark, nodes;
    struct diag diag;
};

static cpdm_status attempt(struct attempts *attempts, struct engine *engine, size_t segment_max)
{
    struct job *job = attempts->blank.job;
    arena_rewind(&job->arena, &attempts->mark);
    arena_rewind(&job->nodes, &attempts->nodes);
    job->diag = attempts->diag;
    *job->diag.warnings_end = NULL;
    job->segment_max = segment_max;
    *engine = attempts->blank;
    return map_once(engine);
}

static bool fits(const struct engine *engine)
{
    return uri_length(longest(engine->tree, uri_length)) <= engine->options->max_uri;
}

/* The shortest names, and if they fit the longest that do; `too_long` is known not to. */
static cpdm_status shorten(struct attempts *attempts, struct engine *engine, size_t too_long)
{
    size_t good = DM_NAME_CUT_MIN, last = good;
    cpdm_status status = attempt(attempts, engine, good);
    if (!status && !fits(engine)) {
        const struct dm_node *node = longest(engine->tree, uri_length);
        return refuse(engine, node, uri_length(node), "URI", engine->options->max_uri);
    }
    while (!status && too_long > good + 1) {
        last = good + (too_long - good) / 2;
        status = attempt(attempts, engine, last);
        if (!status && fits(engine))
            good = last;
        else
            too_long = last;
    }
    return !status && last != good ? attempt(attempts, engine, good) : status;
}

cpdm_status fit_map(struct engine *engine)
{
    struct job *job = engine->job;
    const cpdm_map_options *options = engine->options;
    struct attempts attempts = {*engine, arena_mark(&job->arena), arena_mark(&job->nodes), job->diag};
    cpdm_status status = attempt(&attempts, engine, options->max_segment);
    if (!status && options->max_uri && !fits(engine))
        status = shorten(&attempts, engine, name_length(longest(engine->tree, name_length)));
    job->segment_max = 0;
    if (status)
        return status;
    const struct dm_node *node = longest(engine->tree, name_length);
    if (options->max_segment && node->name.length > options->max_segment)
        return refuse(engine, node, node->name.length, "name", options->max_segment);
    say_cut_references(engine);
    return CPDM_OK;
}

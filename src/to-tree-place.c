/* SPDX-License-Identifier: MIT */
/*
 * The node of a section (design section 6): its path continued from the node above, with names that parms give. Names
 * from a document are escaped; one that is taken gets a number, or loses where the name is the value.
 */
#include "bytes.h"
#include "to-tree-special.h"

/* The last number that objects below `parent` got that wanted this name. NULL when there is no memory. */
static unsigned *last_number(struct engine *engine, const struct dm_node *parent, cpdm_slice name)
{
    struct job *job = engine->job;
    struct bytes_writer out = bytes_writer(&job->arena, parent->uri.length + 1 + name.length);
    cpdm_slice uri;
    bytes_put_slice(&out, parent->uri);
    bytes_put(&out, '/');
    bytes_put_slice(&out, name);
    if (bytes_finish(&out, &uri))
        return cp_index_number(&engine->numbers, job, uri);
    diag_no_memory(&job->diag);
    return NULL;
}

/* Makes a taken name free with ~2, ~3 …, and says so; false after a failure. */
static bool number_name(struct engine *engine, const struct instance *instance, struct dm_node *parent,
                        cpdm_slice *name)
{
    struct job *job = engine->job;
    cpdm_slice base = *name;
    unsigned *last = last_number(engine, parent, base);
    struct arena_mark mark = arena_mark(&job->arena);
    while (last && dm_tree_child(engine->tree, parent, *name)) {
        if (++*last > job->limits.same_name) {
            diag_fail(&job->diag, CPDM_RULE_NODE_LIMIT, DIAG_NO_OFFSET, NULL, "--limit same-name=N raises it",
                      "more than %zu objects want the node name \"%.*s\"", job->limits.same_name, DIAG_TEXT(base));
            return false;
        }
        arena_rewind(&job->arena, &mark); /* the number before was taken */
        *name = dm_name_fit(job, dm_name_numbered(&job->arena, base, *last), NULL);
        if (!name->data) {
            diag_no_memory(&job->diag);
            return false;
        }
    }
    if (last && instance->node)
        diag_warn(&job->diag, CPDM_RULE_NAME_TAKEN, instance->node->offset, cp_doc_path(&job->arena, instance->node),
                  NULL, "the node name \"%.*s\" is taken; this one becomes \"%.*s\"", DIAG_TEXT(base),
                  DIAG_TEXT(*name));
    return last;
}

/* The name of an object without one: its number among its siblings, from 1. */
APART static cpdm_slice count_name(struct arena *arena, const struct dm_node *parent)
{
    const char *number = arena_printf(arena, "%u", parent->child_count + 1);
    return number ? slice_of(number) : slice(NULL, 0);
}

/* A node whose name is made: characteristics of one type share theirs, as those of a section without braces do. */
APART static struct dm_node *add_made(struct engine *engine, const struct instance *instance, struct dm_node *parent,
                                      const struct map_segment *segment)
{
    cpdm_slice name = name_made(engine, instance, parent, segment);
    struct dm_node *taken = name.data ? dm_tree_child(engine->tree, parent, name) : NULL;
    if (taken)
        return segment->naming == MAP_NAME_TYPE && !dm_name_is_cut(name) && taken->format == CPDM_FORMAT_NODE ? taken
                                                                                                              : NULL;
    return name.data ? dm_tree_add_interior(engine->job, engine->tree, parent, name, slice_bit(name)) : NULL;
}

/* A node whose name is taken: another one with `~2` …, unless the name is the value. */
APART static struct dm_node *add_beside(struct engine *engine, const struct instance *instance, struct dm_node *parent,
                                        cpdm_slice name, bool exact)
{
    if (exact || !number_name(engine, instance, parent, &name))
        return NULL;
    return dm_tree_add_interior(engine->job, engine->tree, parent, name, slice_bit(name));
}

/* A node named by a parm's text, or by its number. */
static struct dm_node *add_named(struct engine *engine, const struct instance *instance, struct dm_node *parent,
                                 const struct map_segment *segment)
{
    struct job *job = engine->job;
    if (segment->naming != MAP_NAME_PARM)
        return add_made(engine, instance, parent, segment);
    cpdm_slice name = instance_text(engine->tables, instance, segment->parm);
    bool named = name.length;
    if (!named)
        name = count_name(&job->arena, parent);
    else if (segment->parm != CP_NAME_CONNECTION_NAME) /* the links have escaped that */
        name = dm_name_fit(job, dm_name_escape(&job->arena, name), instance->node);
    if (!name.data) {
        diag_no_memory(&job->diag);
        return NULL;
    }
    uint64_t bit = slice_bit(name);
    if (dm_tree_find(engine->tree, parent, name, bit))
        return add_beside(engine, instance, parent, name, segment->exact && named);
    return dm_tree_add_interior(job, engine->tree, parent, name, bit);
}

/* The last permanent node of a root section's path, the same for all its instances, which follow one another. NULL
 * after a failure. */
static struct dm_node *permanent_of(struct engine *engine, const struct map_section *section)
{
    struct dm_node *node = &engine->tree->root;
    if (engine->last_root == section)
        return engine->permanent;
    for (uint16_t i = 0; node && i < section->permanent; i++) {
        node = instance_step(engine, node, section->segments[i].text, section->segments[i].bit);
        if (node)
            node->permanent = true;
    }
    engine->last_root = section;
    return engine->permanent = node;
}

struct dm_node *instance_place(struct engine *engine, const struct instance *instance, struct dm_node *above)
{
    const struct map_section *section = instance->section;
    const struct map_segment *segment = section->segments, *end = segment + section->segment_count;
    struct dm_node *node = above;
    if (section->kind == MAP_NODE_ROOT) {
        node = permanent_of(engine, section);
        segment += section->permanent;
    }
    for (; node && segment < end; segment++)
        node = segment->braces ? add_named(engine, instance, node, segment)
                               : instance_step(engine, node, segment->text, segment->bit);
    if (node && section->mo_type.length)
        node->type = section->mo_type;
    return node;
}

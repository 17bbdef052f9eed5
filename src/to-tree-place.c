/* SPDX-License-Identifier: MIT */
/*
 * The node of a section (design section 6): its path continued from the node above, with names that parms give. Names
 * from a document are escaped; one that is taken gets a number, or loses where the name is the value.
 */
#include "to-tree-special.h"

static struct dm_node *add_interior(struct engine *engine, struct dm_node *parent, cpdm_slice name, uint64_t bit)
{
    return dm_tree_add_interior(engine->job, engine->tree, parent, name, bit, slice(NULL, 0));
}

static inline struct dm_node *find_or_add(struct engine *engine, struct dm_node *parent,
                                          const struct map_segment *segment)
{
    struct dm_node *child = dm_tree_find(engine->tree, parent, segment->text, segment->bit);
    return child ? child
                 : dm_tree_add_interior(engine->job, engine->tree, parent, segment->text, segment->bit, segment->uri);
}

/* Makes a taken name free with ~2, ~3 …, and says so; false after a failure. */
static bool number_name(struct engine *engine, const struct instance *instance, struct dm_node *parent,
                        cpdm_slice *name)
{
    struct job *job = engine->job;
    cpdm_slice base = *name;
    struct arena_mark mark = arena_mark(&job->arena);
    for (unsigned i = 2; dm_tree_child(engine->tree, parent, *name); i++) {
        if (i > LIMIT_SAME_NAME) {
            diag_fail(&job->diag, CPDM_RULE_NODE_LIMIT, DIAG_NO_OFFSET, NULL, NULL,
                      "more than %d objects want the node name \"%.*s\"", LIMIT_SAME_NAME, DIAG_TEXT(base));
            return false;
        }
        arena_rewind(&job->arena, &mark); /* the number before was taken */
        *name = dm_name_fit(job, dm_name_numbered(&job->arena, base, i), NULL);
        if (!name->data) {
            diag_no_memory(&job->diag);
            return false;
        }
    }
    if (instance->node)
        diag_warn(&job->diag, CPDM_RULE_NAME_TAKEN, instance->node->offset, cp_doc_path(&job->arena, instance->node),
                  NULL, "the node name \"%.*s\" is taken; this one becomes \"%.*s\"", DIAG_TEXT(base),
                  DIAG_TEXT(*name));
    return true;
}

/* The name of an object without one: its number among its siblings, from 1. */
static cpdm_slice count_name(struct arena *arena, const struct dm_node *parent)
{
    const char *number = arena_printf(arena, "%u", parent->child_count + 1);
    return number ? slice_of(number) : slice(NULL, 0);
}

/* A node whose name is made: characteristics of one type share theirs, as those of a section without braces do. */
static struct dm_node *add_made(struct engine *engine, const struct instance *instance, struct dm_node *parent,
                                const struct map_segment *segment)
{
    cpdm_slice name = name_made(engine, instance, parent, segment);
    struct dm_node *taken = name.data ? dm_tree_child(engine->tree, parent, name) : NULL;
    if (taken)
        return segment->naming == MAP_NAME_TYPE && !dm_name_is_cut(name) && taken->format == CPDM_FORMAT_NODE ? taken
                                                                                                              : NULL;
    return name.data ? add_interior(engine, parent, name, slice_bit(name)) : NULL;
}

/* A node named by a parm's text, or by its number; `~2` … where the name is taken. */
static struct dm_node *add_named(struct engine *engine, const struct instance *instance, struct dm_node *parent,
                                 const struct map_segment *segment)
{
    struct job *job = engine->job;
    struct cp_node *parm;
    cpdm_slice name;
    if (segment->naming != MAP_NAME_PARM)
        return add_made(engine, instance, parent, segment);
    bool named = instance_value(engine->tables, instance, segment->parm, &name, &parm) && name.length;
    if (!named)
        name = count_name(&job->arena, parent);
    else if (segment->parm != CP_NAME_CONNECTION_NAME) /* the links have escaped that */
        name = dm_name_fit(job, dm_name_escape(&job->arena, name), instance->node);
    if (!name.data) {
        diag_no_memory(&job->diag);
        return NULL;
    }
    uint64_t bit = slice_bit(name);
    if (!dm_tree_find(engine->tree, parent, name, bit))
        return add_interior(engine, parent, name, bit);
    if ((segment->exact && named) || !number_name(engine, instance, parent, &name))
        return NULL;
    return add_interior(engine, parent, name, slice_bit(name));
}

/* The last permanent node of a root section's path, the same for all its instances. NULL after a failure. */
static struct dm_node *permanent_of(struct engine *engine, const struct map_section *section)
{
    struct dm_node **kept = &engine->states[section - engine->tables->sections].permanent;
    if (*kept)
        return *kept;
    struct dm_node *node = &engine->tree->root;
    for (uint16_t i = 0; node && i < section->permanent; i++) {
        node = find_or_add(engine, node, &section->segments[i]);
        if (node)
            node->permanent = true;
    }
    return *kept = node;
}

struct dm_node *instance_place(struct engine *engine, const struct instance *instance)
{
    const struct map_section *section = instance->section;
    bool root = section->kind == MAP_NODE_ROOT;
    struct dm_node *node = root ? permanent_of(engine, section) : instance_node_above(instance);
    for (uint16_t i = root ? section->permanent : 0; node && i < section->segment_count; i++) {
        const struct map_segment *segment = &section->segments[i];
        node = segment->braces ? add_named(engine, instance, node, segment) : find_or_add(engine, node, segment);
    }
    if (node && section->mo_type.length)
        node->type = section->mo_type;
    return node;
}

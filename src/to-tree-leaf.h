/* SPDX-License-Identifier: MIT */
/*
 * The everyday parm: one row alone takes it, nothing was said of it before, and what becomes of it is the row's fate.
 * Nearly every parm of nearly every document is one, so all of this stands in place in the loop over them
 * (to-tree-walk.c); where anything else is to be asked, nothing is done here and to-tree-rows.c goes through it all.
 */
#ifndef TO_TREE_LEAF_H
#define TO_TREE_LEAF_H

#include "engine.h"

static inline struct dm_node *leaf_fill(struct instance *instance, struct dm_node *leaf, const struct map_taker *taker,
                                        const cpdm_slice *text, const struct cp_node *source)
{
    leaf->value = *text;
    leaf->source = source;
    instance->filled |= map_bit(taker->row_number);
    return leaf;
}

/* leaf_add() where the tree is wide, or memory is not at hand. */
struct dm_node *leaf_add_late(struct engine *engine, struct instance *instance, struct dm_node *parent,
                              const struct map_taker *taker, const cpdm_slice *text, const struct cp_node *source);

/* Makes the leaf of a row, which is not there yet, below its parent; NULL after a failure. */
static inline struct dm_node *leaf_add(struct engine *engine, struct instance *instance, struct dm_node *parent,
                                       const struct map_taker *taker, const cpdm_slice *text,
                                       const struct cp_node *source)
{
    if (!dm_tree_has_place(engine->job, engine->tree))
        return leaf_add_late(engine, instance, parent, taker, text, source);
    struct dm_node *leaf =
        dm_tree_put_leaf(engine->job, engine->tree, parent, &taker->leaf, map_bit(taker->leaf_number), taker->marks);
    return leaf_fill(instance, leaf, taker, text, source);
}

/* Whether it names the node of the section, and as it is. */
static inline bool leaf_is_name(const struct engine *engine, const struct instance *instance,
                                const struct cp_node *parm)
{
    return instance->node && parm == instance->node->first && parm->value.length && !engine->job->segment_max;
}

/* A leaf that hangs directly below the section's node; NULL where its name is taken, or its value has to be looked at,
 * and after a failure. */
static inline struct dm_node *leaf_take(struct engine *engine, struct instance *instance, const struct map_taker *taker,
                                        const struct cp_node *parm)
{
    struct dm_node *parent = instance->target;
    cpdm_slice read;
    const cpdm_slice *text = &parm->value;
    if (!parent || parent->child_names & map_bit(taker->leaf_number))
        return NULL;
    if (taker->reading != MAP_READ_ANY) {
        read = value_if_simple(engine->job, engine->tables, taker, *text);
        if (!read.data)
            return NULL;
        text = &read;
    }
    return leaf_add(engine, instance, parent, taker, text, parm);
}

/* The row's own fate, of a parm of which nothing was said. */
static inline void leaf_say(struct instance *instance, struct report_fate *said, const struct map_taker *taker)
{
    said->row = taker->number;
    said->rank = taker->rank;
    if (taker->rank > instance->best)
        instance->best = taker->rank;
}

/* Whether the linked view reads the parm as it stands, and it says something. */
bool leaf_is_as_written(const struct instance *instance, const struct cp_node *parm);

/* A parm that the first of its rows has taken, to the others. */
void leaf_take_rest(struct engine *engine, struct instance *instance, const struct map_taker *taker,
                    const struct cp_node *parm);

/* False where rows_take_parm() has to look, and after a failure. */
static inline bool leaf_take_parm(struct engine *engine, struct instance *instance, const struct map_taker *taker,
                                  const struct cp_node *parm)
{
    struct report_fate *said = &engine->fates[parm->index];
    if (said->rank || (taker->viewed && !leaf_is_as_written(instance, parm)))
        return false;
    if (taker->way == MAP_WAY_LEAF) {
        if (!leaf_take(engine, instance, taker, parm))
            return false;
        said->home = instance->serial;
    } else if (taker->way == MAP_WAY_NAME) {
        if (!leaf_is_name(engine, instance, parm))
            return false;
        said->home = instance->serial;
    } else if (taker->way != MAP_WAY_LOSE) {
        return false;
    }
    leaf_say(instance, said, taker);
    if (taker->next != MAP_NONE)
        leaf_take_rest(engine, instance, taker, parm);
    return true;
}

#endif

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
                                        const struct cp_node *source)
{
    leaf->source = source;
    instance->filled |= map_bit(taker->row_number);
    return leaf;
}

/* leaf_add() where the tree is wide, or memory is not at hand. */
struct dm_node *leaf_add_late(struct engine *engine, struct instance *instance, struct dm_node *parent,
                              const struct map_taker *taker, const struct cp_node *source);

/* Makes the leaf of a row, which is not there yet, below its parent; its value is the caller's to set. NULL after a
 * failure. */
static inline struct dm_node *leaf_add(struct engine *engine, struct instance *instance, struct dm_node *parent,
                                       const struct map_taker *taker, const struct cp_node *source)
{
    if (!dm_tree_has_place(engine->job, engine->tree))
        return leaf_add_late(engine, instance, parent, taker, source);
    struct dm_node *leaf =
        dm_tree_put_leaf(engine->job, engine->tree, parent, &taker->leaf, map_bit(taker->leaf_number), taker->marks);
    return leaf_fill(instance, leaf, taker, source);
}

/* Whether it names the node of the section, and as it is. */
static inline bool leaf_is_name(const struct engine *engine, const struct instance *instance,
                                const struct cp_node *parm)
{
    return instance->node && parm == instance->node->first && parm->value.length && !engine->job->segment_max;
}

/* The text of a leaf that is to hang directly below the section's node. False where the leaf's name is taken, or the
 * value has to be looked at. */
static inline bool leaf_text(const struct engine *engine, const struct instance *instance,
                             const struct map_taker *taker, const struct cp_node *parm, cpdm_slice *text)
{
    const struct dm_node *parent = instance->target;
    if (!parent || parent->child_names & map_bit(taker->leaf_number))
        return false;
    *text = parm->value;
    if (taker->reading == MAP_READ_ANY)
        return true;
    *text = value_if_simple(engine->job, engine->tables, taker, *text);
    return text->data;
}

/* False also after a failure. */
static inline bool leaf_take(struct engine *engine, struct instance *instance, const struct map_taker *taker,
                             const struct cp_node *parm)
{
    cpdm_slice text;
    if (!leaf_text(engine, instance, taker, parm, &text))
        return false;
    struct dm_node *leaf = leaf_add(engine, instance, instance->target, taker, parm);
    if (leaf)
        leaf->value = text;
    return leaf;
}

/* The row's own decision, of a parm of which nothing was said. */
static inline void leaf_say(struct instance *instance, struct report_fate *said, const struct map_taker *taker)
{
    said->decision = taker->decision;
    if (taker->decision.rank > instance->best)
        instance->best = taker->decision.rank;
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
    unsigned way = map_way(taker);
    if (said->decision.rank || (taker->way & MAP_WAY_VIEWED && !leaf_is_as_written(instance, parm)))
        return false;
    if (way == MAP_WAY_LEAF) {
        if (!leaf_take(engine, instance, taker, parm))
            return false;
        said->home = instance->serial;
    } else if (way == MAP_WAY_NAME) {
        if (!leaf_is_name(engine, instance, parm))
            return false;
        said->home = instance->serial;
    } else if (way != MAP_WAY_LOSE) {
        return false;
    }
    leaf_say(instance, said, taker);
    if (taker->next != MAP_NONE)
        leaf_take_rest(engine, instance, taker, parm);
    return true;
}

#endif

/* SPDX-License-Identifier: MIT */
/* What everyday tables do not ask for: names that are made, rows that look at more than one parm, references by URI.
 * Within the engine: to-tree-name.c, to-tree-special.c, to-tree-access.c, to-tree-twice.c. */
#ifndef TO_TREE_SPECIAL_H
#define TO_TREE_SPECIAL_H

#include "engine.h"

/* The number of a new child, from 1. `data` NULL after a failure. */
cpdm_slice name_number(struct engine *engine, const struct dm_node *parent);

/* The name of a section's node where it is no parm's own text. `data` NULL after a failure, or where there is none:
 * then engine->unplaced says why. */
cpdm_slice name_made(struct engine *engine, const struct instance *instance, const struct dm_node *parent,
                     const struct map_segment *segment);

/* A parm to a row that map_index() found to be special. */
void rows_take_special(struct engine *engine, struct instance *instance, const struct map_row *row,
                       const struct cp_node *parm, cpdm_slice text);

/* The virtual parms TO-ACCESS and TO-CONNECTION of an APPLICATION, to special rows. */
void rows_take_access(struct engine *engine, struct instance *instance, uint16_t name);

/* A leaf with all that leads to it; where the row has {#}, a new one each time. NULL after a failure. */
struct dm_node *special_make(struct engine *engine, struct instance *instance, const struct map_row *row,
                             cpdm_slice text, const struct cp_node *source);

/* The first leaf that is there already; where the row has {#}, the first of the list. */
struct dm_node *special_find(const struct engine *engine, const struct instance *instance, const struct map_row *row);

/* Objects that references lead to, each once in a list; `name` is TO-ACCESS or TO-CONNECTION. False after a failure. */
struct access;
struct access_list {
    struct access *first, **end;
    uint32_t mark; /* unique: of the objects in the list */
};

void access_begin(struct engine *engine, struct access_list *list);
bool access_collect(struct engine *engine, struct access_list *list, const struct cp_reference *reference,
                    uint16_t name);

/* Gives a row the first of them, or each where it has {#}. */
void access_take(struct engine *engine, struct instance *instance, const struct map_row *row,
                 const struct access *access);

/* ---- What stands in a tree of connections twice: to-tree-twice.c ---- */

/* Says of PXPHYSICALs and their TO-NAPIDs what does not come back, or as another. */
void tree_says_twice(struct engine *engine);

/* ---- Names that have a limit: to-tree-fit.c ---- */

/* The fate of a parm that its node's name carries, while names have a limit. */
void fit_key(struct engine *engine, struct instance *instance, const struct map_row *row, const struct cp_node *parm);

/* map_once() until names and URIs are no longer than the options say. */
cpdm_status fit_map(struct engine *engine);

/* The document mapped with job->segment_max in force (to-tree.c). */
cpdm_status map_once(struct engine *engine);

#endif

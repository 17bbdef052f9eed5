/* SPDX-License-Identifier: MIT */
/* The engine's own state, shared by its files: to-tree.c goes through a document's objects, to-tree-walk.c through
 * their characteristics, to-tree-place.c makes their nodes, to-tree-rows.c applies rows, to-tree-complete.c gives
 * defaults. A failure stays in job->diag: no new characteristic is begun behind it. */
#ifndef ENGINE_H
#define ENGINE_H

#include "cp-links.h"
#include "dm-tree.h"
#include "map-table.h"
#include "report.h"
#include "value.h"

/* What the engine keeps of each section. */
struct section_state {
    struct dm_node *permanent; /* of a root section: the last permanent node of its path, once it is made */
    uint32_t taken_in;         /* serial number of the enclosing instance that had one already */
};

struct engine {
    struct job *job;
    const struct cpdm_tables *tables;
    const struct cpdm_document *document;
    struct cp_links *links;
    struct cp_node *others; /* the first root element that stands for itself and that a section takes, or NULL */
    struct cpdm_tree *tree;
    struct cpdm_report *report;
    struct report_fate *fates;    /* the report's */
    struct section_state *states; /* by section */
    uint32_t serial;
    size_t accounts; /* APPLICATIONs that became objects */
    const cpdm_map_options *options;
    const char *unplaced; /* why the last section without a node has none; NULL: its node is taken */
};

/* The linked view of a characteristic, where there is one: what `view` points to. */
enum instance_view { VIEW_PLAIN, VIEW_APPLICATION, VIEW_ADDRESS, VIEW_AUTH, VIEW_CONNECTION, VIEW_PROXY };

/* Whether PXPHYSICAL and PXLOGICAL stand beside one another in it. */
static inline bool view_joins(unsigned view)
{
    return view >= VIEW_CONNECTION;
}

/* A characteristic as a section sees it. */
struct instance {
    const struct map_section *section;
    struct instance *up;
    struct cp_node *node;      /* NULL: a CONNECTION or PROXY, or an ADDR that stands for an APPADDR */
    struct dm_node *target;    /* the node of the section, or NULL (none) */
    struct cp_node *condition; /* the parm that the section's only value was asked of, or NULL */
    union {
        const struct cp_application *application;
        const struct cp_address *address;
        const struct cp_auth *auth;
        struct cp_connection *connection;
        const struct cp_proxy *proxy;
    };
    uint64_t filled; /* map_row's `bit` of the rows that have made their leaf */
    uint32_t serial; /* from 1, unique */
    uint8_t view;    /* enum instance_view */
    uint8_t best;    /* report_rank(): of the parms that its rows took; 0 before the first */
};

/* The text that a parm has in this instance, by its table name: the canonical reading where there is one. False when
 * the instance does not have the parm. `parm` is what stands behind it, or NULL. */
bool instance_value(const struct cpdm_tables *tables, const struct instance *instance, uint16_t name, cpdm_slice *text,
                    struct cp_node **parm);

/* The nearest node above that sections below continue; NULL where there is none. */
static inline struct dm_node *instance_node_above(const struct instance *instance)
{
    for (instance = instance->up; instance; instance = instance->up)
        if (instance->target)
            return instance->target;
    return NULL;
}

/* Makes the section's node; NULL without a failure when its exact name is taken. */
struct dm_node *instance_place(struct engine *engine, const struct instance *instance);

/* The section that takes the characteristic, of this chain, or else the star of the one above; and so on below. */
void walk_instance(struct engine *engine, struct instance *instance, uint16_t sections);

/* All parms at or below a characteristic are lost. */
void walk_say_below(struct engine *engine, const struct cp_node *top, const struct map_row *row, const char *reason);

/* An ADDR directly in an APPLICATION, as an APPADDR of its own; false where no section takes one. */
bool walk_address(struct engine *engine, struct instance *instance, struct cp_node *addr);

/* Applies the rows that take a parm, or that of `*`; then the same for those behind it, up to `end` (NULL: the last) or
 * the first other element. Returns what comes then. */
struct cp_node *rows_take_parms(struct engine *engine, struct instance *instance, struct cp_node *parm,
                                const struct cp_node *end);

/* The row of `*` in force: the nearest one above. NULL: there is none, the parm stays unmapped. */
const struct map_row *rows_star(const struct engine *engine, const struct instance *instance);

/* PROVIDER-ID where an APPLICATION has none: the AAUTHNAME of level CLIENT takes its rows (design section 5). */
void rows_take_provider(struct engine *engine, struct instance *instance);

/* The virtual parm TO-CONNECTION of an APPLICATION. */
void rows_take_connections(struct engine *engine, struct instance *instance);

/* ---- For rows of another kind: to-tree-special.h ---- */

void rows_warn(struct engine *engine, unsigned rule, const struct cp_node *parm, const char *reason);

/* Reads a value by the row's options; false where it makes no leaf, which is said. */
bool rows_read_value(struct engine *engine, struct instance *instance, const struct map_row *row,
                     const struct cp_node *parm, struct value *value);

/* Whether the parm loses to another, which is said. A comma list's second type gives its other parms again: what stands
 * there is theirs already. */
bool rows_lose_to(struct engine *engine, struct instance *instance, const struct map_row *row,
                  const struct cp_node *parm, const struct dm_node *taken);

/* The leaf of a row below the section's node: where it is there already, and made where it is not. NULL otherwise. */
struct dm_node *rows_find_leaf(const struct engine *engine, struct dm_node *target, const struct map_row *row);
struct dm_node *rows_make_leaf(struct engine *engine, struct instance *instance, const struct map_row *row,
                               cpdm_slice text, const struct cp_node *source);

/* Defaults, and warnings for MUST nodes that are missing; the section is the instance's own, or one at the same node
 * that no characteristic stands for: with a condition it has no defaults then. */
void rows_complete(struct engine *engine, struct instance *instance, const struct map_section *section);

/* Says a fate, and counts it as the instance's. */
static inline void instance_say(struct instance *instance, struct report_fate *said, cpdm_fate fate,
                                const struct map_row *row, const char *reason)
{
    uint8_t rank = report_rank(fate);
    if (rank > instance->best)
        instance->best = rank;
    report_fate_say(said, rank, row, reason);
}

/* The same for a parm; one that is used has its home here, where it has none yet. */
static inline void rows_say(struct engine *engine, struct instance *instance, const struct cp_node *parm,
                            cpdm_fate fate, const struct map_row *row, const char *reason)
{
    struct report_fate *said = &engine->fates[parm->index];
    if (fate <= CPDM_FATE_DERIVED && !said->home)
        said->home = instance->serial;
    instance_say(instance, said, fate, row, reason);
}

#endif

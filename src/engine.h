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

struct engine {
    struct job *job;
    const struct cpdm_tables *tables;
    const struct cpdm_document *document;
    struct cp_links *links;
    struct cp_node *others; /* the first root element that stands for itself and that a section takes, or NULL */
    struct cpdm_tree *tree;
    struct cpdm_report *report;
    struct report_fate *fates;           /* the report's */
    uint32_t *taken_in;                  /* by section: serial number of the enclosing instance that had one already */
    const struct map_section *last_root; /* the root section that had a node last … */
    struct dm_node *permanent;           /* … and the last permanent node of its path */
    struct instance *outermost; /* above those of root sections: the document's; behind it those that are open */
    uint32_t serial;
    size_t accounts; /* APPLICATIONs that became objects */
    const cpdm_map_options *options;
    struct cp_index numbers; /* of node names that were taken: by the URI that was wanted */
    const char *unplaced;    /* why the last section without a node has none; NULL: its node is taken */
};

/* The linked view of a characteristic, where there is one: what `view` points to. */
enum instance_view {
    VIEW_PLAIN,
    VIEW_PXPHYSICAL, /* beside its PXLOGICAL: plain, but it inherits */
    VIEW_APPLICATION,
    VIEW_ADDRESS,
    VIEW_AUTH,
    VIEW_CONNECTION,
    VIEW_PROXY
};

/* Whether PXPHYSICAL and PXLOGICAL stand beside one another in it. */
static inline bool view_joins(unsigned view)
{
    return view >= VIEW_CONNECTION;
}

/* A characteristic as a section sees it. */
struct instance {
    const struct map_front *front;     /* of the section */
    const struct map_section *section; /* NULL: none takes it */
    struct instance *up;               /* NULL: it is the outermost */
    struct cp_node *node;              /* NULL: a CONNECTION or PROXY, or an ADDR that stands for an APPADDR */
    struct dm_node *target;            /* the node of the section, or NULL (none) */
    struct dm_node *base;              /* the same, else the nearest above: what sections below continue; or NULL */
    struct cp_node *condition;         /* the parm that the section's only value was asked of, or NULL */
    union {                            /* what `view` says */
        void *viewed;
        const struct cp_application *application;
        const struct cp_address *address;
        const struct cp_auth *auth;
        struct cp_connection *connection;
        const struct cp_proxy *proxy;
    };
    uint64_t filled; /* map_row's `bit` of the rows that have made their leaf */
    uint32_t serial; /* from 1, unique; not of what no section takes */
    uint8_t view;    /* enum instance_view */
    uint8_t best;    /* map_fate_rank(): of the parms that its rows took; 0 before the first */
};

/* The first parm of this table name directly in the characteristic: a standard one by its number, a vendor's by its
 * text; or NULL. */
static inline struct cp_node *instance_find(const struct cpdm_tables *tables, const struct instance *instance,
                                            uint16_t name)
{
    struct cp_node *node = instance->node ? instance->node->first : NULL;
    if (name < CP_NAME_COUNT) {
        while (node && (node->name != name || node->kind != CPDM_ELEMENT_PARM))
            node = node->next;
        return node;
    }
    while (node && (node->kind != CPDM_ELEMENT_PARM || map_name(tables, node->name, node->text) != name))
        node = node->next;
    return node;
}

/* The parm that has this table name in the linked view; NULL where there is none, or a text without a parm. */
static inline struct cp_node *instance_parm(const struct cpdm_tables *tables, const struct instance *instance,
                                            uint16_t name)
{
    if (name == CP_NAME_AAUTHLEVEL && instance->view == VIEW_AUTH)
        return instance->auth->level_parm;
    if (name == CP_NAME_AAUTHTYPE && instance->view == VIEW_AUTH)
        return instance->auth->type_parm;
    if (name == CP_NAME_PROVIDER_ID && instance->view == VIEW_APPLICATION)
        return instance->application->provider_parm;
    if (name == CP_NAME_ADDR && instance->view == VIEW_ADDRESS)
        return instance->address->addr;
    return instance_find(tables, instance, name);
}

/* What the linked view says without a parm: names. `data` NULL where it says nothing. */
static inline cpdm_slice instance_name(const struct instance *instance, uint16_t name)
{
    if (instance->view == VIEW_CONNECTION && name == CP_NAME_CONNECTION_NAME)
        return instance->connection->named.id;
    if (instance->view == VIEW_PROXY && name == CP_NAME_CONNECTION_NAME)
        return instance->proxy->named.id;
    return slice(NULL, 0);
}

/* What the linked view reads in that parm, or says without one. `data` NULL where it says nothing. */
static inline cpdm_slice instance_reading(const struct instance *instance, uint16_t name, const struct cp_node *parm)
{
    if (instance->view == VIEW_AUTH && name == CP_NAME_AAUTHLEVEL)
        return instance->auth->level;
    if (!parm)
        return instance_name(instance, name);
    if (instance->view == VIEW_AUTH && name == CP_NAME_AAUTHTYPE)
        return instance->auth->type;
    return parm->value.data ? parm->value : slice("", 0);
}

/* The text of this table name: the canonical reading where there is one. `data` NULL where the instance has none. */
static inline cpdm_slice instance_text(const struct cpdm_tables *tables, const struct instance *instance, uint16_t name)
{
    return instance_reading(instance, name, instance_parm(tables, instance, name));
}

/* Makes the section's node, below `above` if it does not begin at the root; NULL without a failure when its exact name
 * is taken. */
struct dm_node *instance_place(struct engine *engine, const struct instance *instance, struct dm_node *above);

/* The node of a literal segment: one for all characteristics. NULL after a failure. */
static inline struct dm_node *instance_step(struct engine *engine, struct dm_node *parent, cpdm_slice name,
                                            uint64_t bit)
{
    struct dm_node *child = dm_tree_find(engine->tree, parent, name, bit);
    return child ? child : dm_tree_add_interior(engine->job, engine->tree, parent, name, bit);
}

/* What became of a characteristic. */
struct taken {
    const struct map_section *section; /* that takes it, or NULL */
    struct dm_node *target;            /* its node, or NULL */
};

/* Gives a characteristic, or what the linked view has in its place, to the section of this chain that takes it, or else
 * to the star of the one above; and so on below. `viewed` is what `view` says, else NULL. */
struct taken walk_instance(struct engine *engine, struct instance *up, struct cp_node *node, enum instance_view view,
                           void *viewed, uint16_t sections);

/* All parms at or below a characteristic are lost. */
void walk_say_below(struct engine *engine, const struct cp_node *top, const struct map_row *row, const char *reason);

/* An ADDR directly in an APPLICATION, as an APPADDR of its own; false where no section takes one. */
bool walk_address(struct engine *engine, struct instance *instance, struct cp_node *addr);

/* Applies the rows that take a parm, or that of `*`. */
void rows_take_parm(struct engine *engine, struct instance *instance, struct cp_node *parm);

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
    uint8_t rank = map_fate_rank(fate);
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

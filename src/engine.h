/* SPDX-License-Identifier: MIT */
/* The engine's own state, shared by its files: to-tree.c walks characteristics, to-tree-rows.c applies rows. */
#ifndef ENGINE_H
#define ENGINE_H

#include "cp-links.h"
#include "dm-tree.h"
#include "map-table.h"
#include "report.h"

struct engine {
    struct job *job;
    const struct cpdm_tables *tables;
    const struct cpdm_document *document;
    struct cp_links *links;
    struct cpdm_tree *tree;
    struct cpdm_report *report;
    uint32_t *taken_in; /* by section: serial number of the enclosing instance that had one already */
    uint32_t serial;
    size_t accounts; /* APPLICATIONs that became objects */
};

/* A characteristic as a section sees it. The virtual parts of the linked view are set where they are in force. */
struct instance {
    const struct map_section *section;
    const struct instance *up;
    struct cp_node *node;   /* NULL: a CONNECTION, or an ADDR that stands for an APPADDR */
    struct dm_node *target; /* the node of the section, or NULL (none) */
    uint32_t serial;        /* from 1, unique */
    cpdm_fate best;         /* of the parms that its rows took; CPDM_FATE_COUNT before the first */
    const struct cp_application *application;
    const struct cp_address *address;
    const struct cp_auth *auth;
    const struct cp_connection *connection;
};

/* The text that a parm has in this instance, by its table name: the canonical reading where there is one. False when
 * the instance does not have the parm. `parm` is what stands behind it, or NULL. */
bool instance_value(const struct instance *instance, uint16_t name, cpdm_slice *text, struct cp_node **parm);

/* Applies every row of the section that takes this parm; false when there is none. */
cpdm_status rows_take(struct engine *engine, struct instance *instance, struct cp_node *parm, bool *taken);

/* PROVIDER-ID where an APPLICATION has none: the AAUTHNAME of level CLIENT takes its rows (design section 5). */
cpdm_status rows_take_provider(struct engine *engine, struct instance *instance);

/* The virtual parm TO-CONNECTION of an APPLICATION. */
cpdm_status rows_take_connections(struct engine *engine, struct instance *instance);

/* Defaults, and warnings for MUST nodes that are missing. `node` is where the section's rows write. */
cpdm_status rows_complete(struct engine *engine, struct instance *instance, const struct map_section *section);

/* Says a fate for a parm, and counts it as the instance's. */
void rows_say(struct engine *engine, struct instance *instance, const struct cp_node *parm, cpdm_fate fate,
              const struct map_row *row, const char *reason);

#endif

/* SPDX-License-Identifier: MIT */
/* A tree as a SyncML bootstrap package (SyncML DM Bootstrap 1.1 section 6.3; design section 7). */
#ifndef EMIT_SYNCML_H
#define EMIT_SYNCML_H

#include "dm-tree.h"
#include "map-table.h"

cpdm_status emit_syncml_xml(struct job *job, const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                            const cpdm_package_options *options, cpdm_slice *octets);
cpdm_status emit_syncml_wbxml(struct job *job, const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                              const cpdm_package_options *options, cpdm_slice *octets);

/* What both need to know, from the tables and the caller. */
struct emit_plan {
    const struct cpdm_tables *tables;
    const struct cpdm_tree *tree;
    const cpdm_package_options *options;
    cpdm_slice target, source; /* LocURIs */
    cpdm_slice inbox;          /* the one item's, or empty: an item for each node */
    bool acls;                 /* there are items of ACLs */
};

cpdm_status emit_plan(struct job *job, const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                      const cpdm_package_options *options, struct emit_plan *plan);

static inline cpdm_slice emit_option(const char *given, cpdm_slice standard)
{
    return given && *given ? slice_of(given) : standard;
}

static inline cpdm_slice emit_session(const struct emit_plan *plan)
{
    return emit_option(plan->options->session_id, SLICE("0"));
}

/* Command numbers: the Atomic is 1, and its first command 2; without it that is 1; the Replace of ACLs is the next. */
static inline const char *emit_command_id(const struct emit_plan *plan, bool second)
{
    return plan->tables->atomic ? second ? "3" : "2" : second ? "2" : "1";
}

#endif

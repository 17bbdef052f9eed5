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

/* What both need to know. */
struct emit_header {
    bool syncml12;             /* SyncML 1.2, else 1.1 */
    cpdm_slice version;        /* VerDTD: "1.1" */
    cpdm_slice protocol;       /* VerProto: "DM/1.1" */
    cpdm_slice command;        /* "Replace" */
    cpdm_slice session;        /* "0" */
    cpdm_slice target, source; /* LocURIs */
};

struct emit_header emit_header(const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                               const cpdm_package_options *options);

#endif

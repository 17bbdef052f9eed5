/* SPDX-License-Identifier: MIT */
/* The objects of a tree as a TNDS document (OMA DM TNDS 1.2; DM Tree and Description 1.2 section 8). */
#ifndef EMIT_TNDS_H
#define EMIT_TNDS_H

#include "dm-tree.h"

/* As XML, indented, without a declaration: it stands in a CDATA section, and holds no "]]>". */
cpdm_status emit_tnds_xml(struct job *job, const struct cpdm_tree *tree, cpdm_slice *text);

struct emit_tnds {
    cpdm_slice octets;
    size_t excess; /* octets that are there for bin values as text */
    size_t saved;  /* octets that the string table has saved */
};

/* As WBXML of its own. `text_binary`: bin values as their base64 text. `table`: with a string table, if it is shorter.
 */
APART cpdm_status emit_tnds_wbxml(struct job *job, const struct cpdm_tree *tree, bool text_binary, bool table,
                                  struct emit_tnds *tnds);

#endif

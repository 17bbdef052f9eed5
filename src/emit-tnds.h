/* SPDX-License-Identifier: MIT */
/* The objects of a tree as a TNDS document (OMA DM TNDS 1.2; DM Tree and Description 1.2 section 8). */
#ifndef EMIT_TNDS_H
#define EMIT_TNDS_H

#include "dm-tree.h"

/* As XML, indented, without a declaration: it stands in a CDATA section, and holds no "]]>". */
cpdm_status emit_tnds_xml(struct job *job, const struct cpdm_tree *tree, cpdm_slice *text);

/* As WBXML of its own. `text_binary`: bin values as their base64 text. */
cpdm_status emit_tnds_wbxml(struct job *job, const struct cpdm_tree *tree, bool text_binary, cpdm_slice *octets);

#endif

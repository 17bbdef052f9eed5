/* SPDX-License-Identifier: MIT */
/* What real documents get wrong and a caller may forgive (cpdm_leniency), each time with a warning. */
#ifndef CP_LENIENT_H
#define CP_LENIENT_H

#include "cp-doc.h"

/* The number of the standard's name that an element's differs from in case only; CP_NAME_UNKNOWN when there is none. */
enum cp_name cp_lenient_name(const struct cp_node *node);

/* AppID for APPID: the number, with a warning. */
enum cp_name cp_lenient_case(struct job *job, const struct cp_node *node);

/* A parm that belongs in an APPAUTH and stands in the APPLICATION itself. */
bool cp_lenient_is_flat(const struct cp_node *node);

/* Such parms into APPAUTHs, one for each run of different names. */
cpdm_status cp_lenient_gather(struct job *job, struct cpdm_document *document);

#endif

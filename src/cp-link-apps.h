/* SPDX-License-Identifier: MIT */
/* The applications of the linked view: provider, addresses and credentials in their canonical reading (design section
 * 5). */
#ifndef CP_LINK_APPS_H
#define CP_LINK_APPS_H

#include "cp-links.h"

/* All APPLICATIONs at the root, in document order; their references are still empty. */
cpdm_status cp_link_applications(struct job *job, const struct cpdm_document *document,
                                 struct cp_application **applications);

/* What a DM account must not leave open. Other applications are none of our business. */
cpdm_status cp_link_check_account(struct job *job, const struct cp_application *application);

#endif

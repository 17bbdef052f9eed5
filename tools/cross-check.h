/* SPDX-License-Identifier: MIT */
/* Cross-check: the package read by another implementation before anybody gets it. */
#ifndef CROSS_CHECK_H
#define CROSS_CHECK_H

#include "session.h"

/* Writes a check copy of the package, decodes it with libwbxml and compares it with the tree. Returns 0, or the exit
 * code with the message printed. */
int cross_check(const struct session *session, const cpdm_tables *tables, const cpdm_tree *tree,
                const cpdm_package_options *options);

#endif

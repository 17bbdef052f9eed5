/* SPDX-License-Identifier: MIT */
/* --strict, for both ways: nothing is written where anything is left behind. */
#ifndef STRICT_H
#define STRICT_H

#include "session.h"

/* An error for each lost, unmapped or invalid parm and each required node left out. Returns 0 or the exit code. */
int strict_parms(const struct session *session, const cpdm_report *report);

/* The same for each node that is no parm of the new document, and each required one that the package does not have. */
int strict_nodes(const struct session *session, const cpdm_node_report *report);

#endif

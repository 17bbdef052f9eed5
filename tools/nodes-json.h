/* SPDX-License-Identifier: MIT */
/* The report of `reverse`: what became of each node. */
#ifndef NODES_JSON_H
#define NODES_JSON_H

#include <glib.h>

#include "session.h"

/* Appends the report as JSON: source, target, one entry in `nodes` for each node with its fate, the parm that it became
 * and the reason, and how many there are of each fate. Returns 0 or the exit code. */
int nodes_json(const struct session *session, const cpdm_node_report *report, const char *target, GString *out);

/* A warning where nodes did not come back. */
void nodes_summary(const struct session *session, const cpdm_node_report *report);

#endif

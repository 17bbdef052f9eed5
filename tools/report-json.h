/* SPDX-License-Identifier: MIT */
/* Reports: the fate of every parm, as JSON, as complaints for --strict, as one line for people. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "session.h"

#include <glib.h>

/* One JSON object (design section 8). Returns 0 or the exit code. */
int report_json(const struct session *session, const cpdm_report *report, const char *target, bool authenticated,
                GString *out);

/* --strict: an error for each lost, unmapped or invalid parm and each required node left out. Returns 0 or 1. */
int report_strict(const struct session *session, const cpdm_report *report);

/* One warning that counts what was left behind, for those who ask for no report. */
void report_summary(const struct session *session, const cpdm_report *report);

#endif

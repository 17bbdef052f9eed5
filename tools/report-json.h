/* SPDX-License-Identifier: MIT */
/* Reports: the fate of every parm, as JSON, as one line for people. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "session.h"

#include <glib.h>

/* One JSON object (design section 8). Returns 0 or the exit code. */
int report_json(const struct session *session, const cpdm_report *report, const char *target, bool authenticated,
                GString *out);

/* One warning that counts what was left behind, for those who ask for no report. */
void report_summary(const struct session *session, const cpdm_report *report);

#endif

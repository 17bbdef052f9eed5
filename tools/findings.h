/* SPDX-License-Identifier: MIT */
/* Findings of one record: what would have been messages, as JSON for its result. */
#ifndef FINDINGS_H
#define FINDINGS_H

#include "messages.h"
#include "spool.h"

enum fault_class { FAULT_INPUT, FAULT_AUTH, FAULT_POLICY, FAULT_LIMIT, FAULT_INTERNAL, FAULT_CLASSES };

struct findings {
    struct spool warnings; /* objects with commas between; errors behind the first one are here too */
    struct spool error;    /* members of the first error behind its rule and class */
    unsigned rule;         /* of the first error; 0 when there is none */
};

void findings_clear(struct findings *findings);
void findings_free(struct findings *findings);

/* A message_sink. */
void findings_take(void *findings, const char *file, const cpdm_diagnostic *diagnostic);

enum fault_class findings_class(unsigned rule, int code);
const char *findings_class_name(enum fault_class class);

/* Appends the error as an object; `code` is the exit code that it would have been. */
void findings_put_error(const struct findings *findings, int code, struct spool *out);

#endif

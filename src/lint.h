/* SPDX-License-Identifier: MIT */
/* Lint: one function for each idea of what can be wrong with a CP document, and one table of rules (lint-rules.h). */
#ifndef LINT_H
#define LINT_H

#include "cp-links.h"
#include "envelope.h"

struct lint {
    struct job *job;
    const struct cpdm_document *document;
    const struct cp_links *links;
    const cpdm_message_info *message;
    const cpdm_lint_options *options;
    bool claims;            /* the message says a SEC or a MAC, whatever they are */
    struct mac *mac;        /* with options->security, else NULL */
    const uint8_t *claimed; /* the MAC of the message; NULL when it has none that could be right */
};

typedef void lint_check(struct lint *lint);

/* A finding with the severity that its rule has; `node` NULL: about the message as a whole. `hint` may be NULL. */
void lint_say(struct lint *lint, enum diag_rule rule, const struct cp_node *node, const char *hint, const char *format,
              ...) __attribute__((format(printf, 5, 6)));

/* `mac` is needed with options->security. */
cpdm_status lint_run(struct job *job, struct mac *mac, const struct cpdm_message *message,
                     const struct cpdm_document *document, const cpdm_lint_options *options,
                     cpdm_diagnostic_function *report, void *data);

/* ---- What several checks ask ---- */

/* The next parm, characteristic or other element of the document; NULL at the end. Begin with NULL. */
const struct cp_node *lint_next(const struct lint *lint, const struct cp_node *node);

/* The next account (APPLICATION with APPID w7) behind this one. Begin with NULL. */
const struct cp_application *lint_next_account(const struct lint *lint, const struct cp_application *application);

/* The first characteristic of this type, ignoring case, directly in `parent`, behind `after` (NULL: from the start). */
const struct cp_node *lint_characteristic(const struct cp_node *parent, const struct cp_node *after, const char *type);

/* The first parm of this name as written directly in a characteristic, or NULL. */
const struct cp_node *lint_parm(const struct cp_node *characteristic, const char *name);

/* ---- The checks ---- */

lint_check lint_version, lint_others, lint_names, lint_flags, lint_attributes, lint_escapes, lint_octal; /* shape */
lint_check lint_ids, lint_reserved, lint_swapped, lint_encoded;                                          /* ids */
lint_check lint_accounts, lint_addresses, lint_secrets, lint_shared, lint_service;                       /* account */
lint_check lint_pin, lint_constant, lint_transport, lint_readers;                                        /* message */
lint_check lint_strength;                                                                                /* strength */
lint_check lint_delivery_version, lint_init, lint_roles, lint_policies, lint_certificate, lint_unsigned; /* delivery */
lint_check lint_windows_names, lint_windows_auth, lint_windows_client, lint_windows_certificates;        /* windows */

#endif

/* SPDX-License-Identifier: MIT */
/* The checks in their order, and their findings in the order of the document. */
#include "lint.h"

#include <stdlib.h>

#include "cp-link-apps.h"

static const struct lint_rule {
    unsigned number;
    cpdm_severity severity;
} lint_rules[] = {
#define LINT(name, number, severity, source, explanation) {number, severity},
#define LINT_SHARED(name, severity)                       {CPDM_RULE_##name, severity},
#include "lint-rules.h"
#undef LINT
#undef LINT_SHARED
};

static cpdm_severity severity_of(unsigned number)
{
    for (size_t i = 0; i < sizeof lint_rules / sizeof *lint_rules; i++)
        if (lint_rules[i].number == number)
            return lint_rules[i].severity;
    return CPDM_SEVERITY_WARNING;
}

void lint_say(struct lint *lint, enum diag_rule rule, const struct cp_node *node, const char *hint, const char *format,
              ...)
{
    const char *path = node ? cp_doc_path(&lint->job->arena, node) : "";
    if (!path) {
        diag_no_memory(&lint->job->diag);
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    diag_say(&lint->job->diag, severity_of(rule), rule, node ? node->offset : DIAG_NO_OFFSET, path, hint, format,
             arguments);
    va_end(arguments);
}

/* ---- What several checks ask ---- */

const struct cp_node *lint_next(const struct lint *lint, const struct cp_node *node)
{
    return cp_doc_next(&lint->document->root, node ? node : &lint->document->root);
}

const struct cp_application *lint_next_account(const struct lint *lint, const struct cp_application *application)
{
    application = application ? application->next : lint->links->applications;
    while (application && !cp_link_is_account(application))
        application = application->next;
    return application;
}

const struct cp_node *lint_characteristic(const struct cp_node *parent, const struct cp_node *after, const char *type)
{
    const struct cp_node *node = after ? after->next : parent->first;
    while (node &&
           (node->kind != CPDM_ELEMENT_CHARACTERISTIC || !slice_equal_ignoring_case(node->text, slice_of(type))))
        node = node->next;
    return node;
}

const struct cp_node *lint_parm(const struct cp_node *characteristic, const char *name)
{
    const struct cp_node *node = characteristic->first;
    while (node && (node->kind != CPDM_ELEMENT_PARM || !slice_is(node->text, name)))
        node = node->next;
    return node;
}

/* ---- Findings ---- */

/* What is said is kept apart after each check, so that one check's many findings do not silence another. */
struct findings {
    struct diag_entry *first, **end;
    size_t count;
};

static void gather(struct findings *findings, struct diag *diag)
{
    for (struct diag_entry *entry = diag_take(diag); entry; entry = entry->next) {
        *findings->end = entry;
        findings->end = &entry->next;
        findings->count++;
    }
    *findings->end = NULL;
}

/* A failure that is the document's or the message's fault is a finding like others, and is none of the translator's:
 * the work goes on, within the limit that it lifted. */
static cpdm_status gather_failure(struct findings *findings, struct job *job, size_t limit)
{
    struct diag *diag = &job->diag;
    if (!diag->failed)
        return CPDM_OK;
    if (diag->error.status != CPDM_ERROR_DOCUMENT && diag->error.status != CPDM_ERROR_AUTHENTICATION)
        return diag->error.status;
    struct diag_entry *entry = arena_alloc(&job->arena, sizeof *entry);
    diag->failed = false;
    job->arena.limit = limit;
    if (!entry)
        return diag_no_memory(diag);
    *entry = (struct diag_entry){diag->error, NULL};
    *findings->end = entry;
    findings->end = &entry->next;
    findings->count++;
    return CPDM_OK;
}

static int compare_places(const void *a, const void *b)
{
    const cpdm_diagnostic *left = *(const cpdm_diagnostic *const *)a, *right = *(const cpdm_diagnostic *const *)b;
    size_t x = left->offset == DIAG_NO_OFFSET ? 0 : left->offset,
           y = right->offset == DIAG_NO_OFFSET ? 0 : right->offset;
    if (x != y)
        return x < y ? -1 : 1;
    return left->rule < right->rule ? -1 : left->rule > right->rule;
}

/* By place, then by rule; those about the whole message first. */
static cpdm_status deliver(struct job *job, const struct findings *findings, cpdm_diagnostic_function *report,
                           void *data)
{
    const cpdm_diagnostic **sorted = arena_array(&job->arena, findings->count + 1, sizeof *sorted);
    size_t count = 0;
    if (!sorted)
        return diag_no_memory(&job->diag);
    for (const struct diag_entry *entry = findings->first; entry; entry = entry->next)
        sorted[count++] = &entry->diagnostic;
    qsort(sorted, count, sizeof *sorted, compare_places);
    for (size_t i = 0; i < count; i++)
        report(data, sorted[i]);
    return CPDM_OK;
}

/* ---- The checks ---- */

static lint_check *const checks[] = {
    lint_version,
    lint_others,
    lint_names,
    lint_flags,
    lint_attributes,
    lint_escapes,
    lint_octal,
    lint_ids,
    lint_reserved,
    lint_swapped,
    lint_encoded,
    lint_accounts,
    lint_addresses,
    lint_secrets,
    lint_shared,
    lint_service,
    lint_pin,
    lint_constant,
    lint_strength,
    lint_transport,
    lint_readers,
    lint_delivery_version,
    lint_init,
    lint_roles,
    lint_policies,
    lint_certificate,
    lint_unsigned,
    lint_windows_names,
    lint_windows_auth,
    lint_windows_client,
    lint_windows_certificates,
};

/* What translating would refuse, for every account and not only the first. */
static cpdm_status check_accounts(struct lint *lint, struct findings *findings)
{
    size_t limit = lint->job->arena.limit;
    for (const struct cp_application *a = lint->links->applications; a; a = a->next) {
        cp_link_check_account(lint->job, a);
        gather(findings, &lint->job->diag);
        cpdm_status status = gather_failure(findings, lint->job, limit);
        if (status)
            return status;
    }
    return CPDM_OK;
}

/* A SEC or MAC that no receiver could verify, whatever it knows. A message without either is another rule's concern,
 * and 3GPP_GBA has no MAC. */
static cpdm_status check_claim(struct lint *lint, const struct cpdm_message *message, struct findings *findings)
{
    size_t limit = lint->job->arena.limit;
    if (!lint->options->security || !lint->claims || message->info.security == CPDM_SECURITY_3GPP_GBA)
        return CPDM_OK;
    if (message_check_claim(lint->job, message) == CPDM_OK)
        lint->claimed = message->content_type.mac;
    return gather_failure(findings, lint->job, limit);
}

cpdm_status lint_run(struct job *job, struct mac *mac, const struct cpdm_message *message,
                     const struct cpdm_document *document, const cpdm_lint_options *options,
                     cpdm_diagnostic_function *report, void *data)
{
    static const cpdm_lint_options nothing = {.delivery = CPDM_DELIVERY_UNKNOWN};
    struct lint lint = {.job = job,
                        .document = document,
                        .message = &message->info,
                        .mac = mac,
                        .claims = message->content_type.sec_count || message->content_type.mac_count};
    struct findings findings = {.end = &findings.first};
    struct cp_links *links;
    lint.options = options ? options : &nothing;
    gather(&findings, &job->diag);
    cpdm_status status = cp_link_unchecked(job, document, true, &links);
    if (status)
        return status;
    lint.links = links;
    gather(&findings, &job->diag);
    status = check_accounts(&lint, &findings);
    if (!status)
        status = check_claim(&lint, message, &findings);
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !status; i++) {
        checks[i](&lint);
        gather(&findings, &job->diag);
        status = job->diag.failed ? job->diag.error.status : CPDM_OK;
    }
    return status ? status : deliver(job, &findings, report, data);
}

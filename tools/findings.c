/* SPDX-License-Identifier: MIT */
/* Diagnostics into JSON members: rule, place, path, message, hint. None of them shows a secret (cpdm.h). */
#include "findings.h"

#include "cmd.h"

enum { WARNINGS_KEPT = 64 * 1024, RULE_MEMORY = 100 };

void findings_clear(struct findings *findings)
{
    spool_reset(&findings->warnings, WARNINGS_KEPT);
    spool_reset(&findings->error, WARNINGS_KEPT);
    findings->rule = 0;
}

void findings_free(struct findings *findings)
{
    spool_clear(&findings->warnings);
    spool_clear(&findings->error);
}

static void put_rule(struct spool *out, unsigned rule)
{
    static const char zeros[] = "000";
    spool_literal(out, "\"rule\":\"CPDM-");
    spool_text(out, rule < 10 ? zeros : rule < 100 ? zeros + 1 : rule < 1000 ? zeros + 2 : "");
    spool_number(out, rule);
    spool_char(out, '"');
}

static void put_text(struct spool *out, const char *name, const char *text)
{
    spool_literal(out, ",\"");
    spool_text(out, name);
    spool_literal(out, "\":");
    spool_json(out, (cpdm_slice){.data = text, .length = strlen(text)});
}

static void put_place(struct spool *out, const cpdm_diagnostic *found)
{
    if (found->line) {
        spool_literal(out, ",\"line\":");
        spool_number(out, found->line);
        spool_literal(out, ",\"col\":");
        spool_number(out, found->column);
    } else if (found->offset != SIZE_MAX) {
        spool_literal(out, ",\"offset\":");
        spool_number(out, found->offset);
    }
}

static void put_rest(struct spool *out, const cpdm_diagnostic *found)
{
    put_place(out, found);
    put_text(out, "path", found->path);
    put_text(out, "message", found->sentence);
    if (found->hint[0])
        put_text(out, "hint", found->hint);
}

void findings_take(void *data, const char *file, const cpdm_diagnostic *diagnostic)
{
    struct findings *findings = data;
    (void)file;
    bool is_error = diagnostic->severity == CPDM_SEVERITY_ERROR;
    if (is_error && !findings->rule) {
        findings->rule = diagnostic->rule;
        put_rest(&findings->error, diagnostic);
        return;
    }
    struct spool *out = &findings->warnings;
    spool_text(out, out->length ? ",{" : "{");
    put_rule(out, diagnostic->rule);
    if (is_error)
        spool_literal(out, ",\"severity\":\"error\"");
    put_rest(out, diagnostic);
    spool_char(out, '}');
}

/* Refused though sound: by --strict, or for nobody vouches for it. */
static bool is_policy(unsigned rule)
{
    static const unsigned rules[] = {TOOL_UNAUTHENTICATED,    TOOL_MUST_NODE, TOOL_ACCOUNT_ADDRESS,
                                     TOOL_ACCOUNT_CREDENTIAL, TOOL_PARM_LOST, TOOL_PARM_UNMAPPED,
                                     TOOL_PARM_INVALID};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (rules[i] == rule)
            return true;
    return false;
}

enum fault_class findings_class(unsigned rule, int code)
{
    if (is_policy(rule))
        return FAULT_POLICY;
    switch ((enum exit_code)code) {
    case EXIT_DONE:
    case EXIT_DOCUMENT:
    case EXIT_USAGE:
    case EXIT_NOTHING: return FAULT_INPUT;
    case EXIT_AUTHENTICATION: return FAULT_AUTH;
    case EXIT_LIMIT: return FAULT_LIMIT;
    case EXIT_IO:
    case EXIT_TABLE:
    case EXIT_INTERNAL: return FAULT_INTERNAL;
    }
    return FAULT_INTERNAL;
}

const char *findings_class_name(enum fault_class class)
{
    static const char *const names[] = {
        [FAULT_INPUT] = "input", [FAULT_AUTH] = "auth",         [FAULT_POLICY] = "policy",
        [FAULT_LIMIT] = "limit", [FAULT_INTERNAL] = "internal",
    };
    return names[class];
}

/* Only what is not the record's doing may go better another time. */
void findings_put_error(const struct findings *findings, int code, struct spool *out)
{
    unsigned rule = findings->rule ? findings->rule : TOOL_INTERNAL;
    spool_char(out, '{');
    put_rule(out, rule);
    spool_literal(out, ",\"class\":\"");
    spool_text(out, findings_class_name(findings_class(rule, code)));
    spool_literal(out, "\",\"retryable\":");
    spool_text(out, rule == RULE_MEMORY ? "true" : "false");
    spool_slice(out, spool_all(&findings->error));
    spool_char(out, '}');
}

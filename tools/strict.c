/* SPDX-License-Identifier: MIT */
/* --strict: what a report calls left behind, and what an account or target lacks, as errors, each by name. */
#include "strict.h"

#include <glib.h>

/* The rule that a parm of this fate breaks; 0 for the fates that are fine. */
static enum tool_rule rule_of_parm(cpdm_fate fate)
{
    switch (fate) {
    case CPDM_FATE_LOST: return TOOL_PARM_LOST;
    case CPDM_FATE_UNMAPPED: return TOOL_PARM_UNMAPPED;
    case CPDM_FATE_INVALID: return TOOL_PARM_INVALID;
    case CPDM_FATE_MAPPED:
    case CPDM_FATE_NORMALISED:
    case CPDM_FATE_DERIVED:
    case CPDM_FATE_SIGNALLED:
    case CPDM_FATE_COUNT: return (enum tool_rule)0;
    }
    return (enum tool_rule)0;
}

struct strictness {
    const struct session *session;
    bool failed;
};

static bool check_parm(void *data, const cpdm_parm_fate *fate)
{
    struct strictness *strictness = data;
    enum tool_rule rule = rule_of_parm(fate->fate);
    if (!rule)
        return true;
    strictness->failed = true;
    char *sentence = g_strdup_printf("%s is %s%s%s", fate->path, cpdm_fate_name(fate->fate),
                                     fate->reason[0] ? ": " : "", fate->reason);
    const cpdm_diagnostic found = {
        .rule = (unsigned)rule,
        .severity = CPDM_SEVERITY_ERROR,
        .offset = fate->offset,
        .line = fate->line,
        .column = fate->column,
        .source = "",
        .path = fate->path,
        .sentence = sentence,
        .hint = "",
    };
    message_print(strictness->session->messages, strictness->session->input.name, &found);
    g_free(sentence);
    return true;
}

/* What the package lacks, and the document does not say. */
static bool is_lack(unsigned rule)
{
    return rule == TOOL_MUST_NODE || rule == TOOL_ACCOUNT_ADDRESS || rule == TOOL_ACCOUNT_CREDENTIAL;
}

static bool check_must_nodes(const struct session *session)
{
    bool failed = false;
    const cpdm_diagnostic *warning;
    for (size_t i = 0; (warning = cpdm_translator_warning(session->translator, i)); i++)
        failed = failed || is_lack(warning->rule);
    return failed;
}

/* Warnings first, as always; what the package lacks is one of them, printed as the error that it is here. */
static void print_warnings_strictly(const struct session *session)
{
    const cpdm_diagnostic *warning;
    for (size_t i = 0; (warning = cpdm_translator_warning(session->translator, i)); i++) {
        cpdm_diagnostic found = *warning;
        if (is_lack(found.rule))
            found.severity = CPDM_SEVERITY_ERROR;
        message_print(session->messages, session->input.name, &found);
    }
}

int strict_parms(const struct session *session, const cpdm_report *report)
{
    struct strictness strictness = {.session = session, .failed = check_must_nodes(session)};
    size_t left = cpdm_report_count(report, CPDM_FATE_LOST) + cpdm_report_count(report, CPDM_FATE_UNMAPPED) +
                  cpdm_report_count(report, CPDM_FATE_INVALID);
    if (!strictness.failed && left == 0)
        return EXIT_DONE;
    print_warnings_strictly(session);
    int code = session_check(session, cpdm_report_walk(session->translator, report, check_parm, NULL, &strictness));
    return code ? code : EXIT_DOCUMENT;
}

static bool check_node(void *data, const cpdm_node_fate *fate)
{
    const struct strictness *strictness = data;
    const struct message_place place = {.file = strictness->session->input.name};
    enum tool_rule rule = fate->fate == CPDM_FATE_UNMAPPED ? TOOL_NODE_UNMAPPED : TOOL_NODE_INVALID;
    if (fate->fate == CPDM_FATE_UNMAPPED || fate->fate == CPDM_FATE_INVALID)
        message_fail(strictness->session->messages, rule, place, NULL, "%.*s is %s: %s", (int)fate->uri.length,
                     fate->uri.data, cpdm_fate_name(fate->fate), fate->reason);
    return true;
}

int strict_nodes(const struct session *session, const cpdm_node_report *report)
{
    struct strictness strictness = {.session = session, .failed = check_must_nodes(session)};
    size_t left =
        cpdm_node_report_count(report, CPDM_FATE_UNMAPPED) + cpdm_node_report_count(report, CPDM_FATE_INVALID);
    if (!strictness.failed && left == 0)
        return EXIT_DONE;
    print_warnings_strictly(session);
    int code = session_check(session, cpdm_node_report_walk(session->translator, report, check_node, &strictness));
    return code ? code : EXIT_DOCUMENT;
}

/* SPDX-License-Identifier: MIT */
/* A report into JSON, always the same for the same document, and into messages. */
#include "report-json.h"

#include "text.h"

struct writer {
    GString *out;
    bool any;
};

static void append_member(GString *out, const char *name, cpdm_slice value)
{
    g_string_append_printf(out, "\"%s\": ", name);
    text_append_json(out, value);
}

/* One entry a line, so that two reports can be compared by lines. */
static void begin_entry(struct writer *writer)
{
    g_string_append(writer->out, writer->any ? ",\n    {" : "\n    {");
    writer->any = true;
}

static void append_place(GString *out, const cpdm_parm_fate *fate)
{
    if (fate->line)
        g_string_append_printf(out, ", \"line\": %u, ", fate->line);
    else
        g_string_append_printf(out, ", \"offset\": %zu, ", fate->offset);
}

static bool append_parm(void *data, const cpdm_parm_fate *fate)
{
    struct writer *writer = data;
    begin_entry(writer);
    append_member(writer->out, "path", text_slice(fate->path));
    append_place(writer->out, fate);
    append_member(writer->out, "fate", text_slice(cpdm_fate_name(fate->fate)));
    g_string_append(writer->out, ", \"nodes\": [");
    for (size_t i = 0; i < fate->node_count; i++) {
        g_string_append(writer->out, i ? ", " : "");
        text_append_json(writer->out, fate->nodes[i]);
    }
    g_string_append(writer->out, "], ");
    append_member(writer->out, "reason", text_slice(fate->reason));
    g_string_append_c(writer->out, '}');
    return true;
}

static bool append_supplied(void *data, const cpdm_supplied *supplied)
{
    struct writer *writer = data;
    begin_entry(writer);
    append_member(writer->out, "node", supplied->uri);
    g_string_append(writer->out, ", ");
    append_member(writer->out, "why", text_slice(supplied->why));
    g_string_append_c(writer->out, '}');
    return true;
}

static void append_counts(GString *out, const cpdm_report *report)
{
    g_string_append(out, "  \"counts\": {");
    for (int fate = 0; fate < CPDM_FATE_COUNT; fate++)
        g_string_append_printf(out, "%s\"%s\": %zu", fate ? ", " : "", cpdm_fate_name((cpdm_fate)fate),
                               cpdm_report_count(report, (cpdm_fate)fate));
    g_string_append(out, "}\n");
}

static const char *end_list(const struct writer *writer)
{
    return writer->any ? "\n  ],\n" : "],\n";
}

int report_json(const struct session *session, const cpdm_report *report, const char *target, bool authenticated,
                GString *out)
{
    struct writer parms = {.out = out}, supplied = {.out = out};
    g_string_append(out, "{\n  ");
    append_member(out, "source", text_slice(session->input.name));
    g_string_append(out, ",\n  ");
    append_member(out, "target", text_slice(target));
    g_string_append_printf(out, ",\n  \"authenticated\": %s,\n  \"parms\": [", authenticated ? "true" : "false");
    int code = session_check(session, cpdm_report_walk(session->translator, report, append_parm, NULL, &parms));
    if (code)
        return code;
    g_string_append(out, end_list(&parms));
    g_string_append(out, "  \"supplied\": [");
    code = session_check(session, cpdm_report_walk(session->translator, report, NULL, append_supplied, &supplied));
    if (code)
        return code;
    g_string_append(out, end_list(&supplied));
    append_counts(out, report);
    g_string_append(out, "}\n");
    return EXIT_DONE;
}

/* The rule that a fate breaks under --strict; 0 for the fates that are fine. */
static enum tool_rule strict_rule(cpdm_fate fate)
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
    enum tool_rule rule = strict_rule(fate->fate);
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

int report_strict(const struct session *session, const cpdm_report *report)
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

void report_summary(const struct session *session, const cpdm_report *report)
{
    size_t lost = cpdm_report_count(report, CPDM_FATE_LOST), unmapped = cpdm_report_count(report, CPDM_FATE_UNMAPPED),
           invalid = cpdm_report_count(report, CPDM_FATE_INVALID);
    if (lost + unmapped + invalid == 0)
        return;
    message_warn(session->messages, TOOL_PARMS_LEFT_BEHIND, (struct message_place){.file = session->input.name},
                 "--report FILE says which and why", "%zu parms lost, %zu unmapped, %zu invalid", lost, unmapped,
                 invalid);
}

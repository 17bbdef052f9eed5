/* SPDX-License-Identifier: MIT */
/* The report of the way back into JSON, one node a line, always the same for the same tree. */
#include "nodes-json.h"

#include "text.h"

static void append_member(GString *out, const char *name, cpdm_slice value)
{
    g_string_append_printf(out, "\"%s\": ", name);
    text_append_json(out, value);
}

struct writer {
    GString *out;
    bool any;
};

static bool append_node(void *data, const cpdm_node_fate *fate)
{
    struct writer *writer = data;
    g_string_append(writer->out, writer->any ? ",\n    {" : "\n    {");
    writer->any = true;
    append_member(writer->out, "node", fate->uri);
    g_string_append(writer->out, ", ");
    append_member(writer->out, "fate", text_slice(cpdm_fate_name(fate->fate)));
    g_string_append(writer->out, ", ");
    append_member(writer->out, "parm", text_slice(fate->parm));
    g_string_append(writer->out, ", ");
    append_member(writer->out, "reason", text_slice(fate->reason));
    g_string_append_c(writer->out, '}');
    return true;
}

static const cpdm_fate fates[] = {CPDM_FATE_MAPPED, CPDM_FATE_NORMALISED, CPDM_FATE_DERIVED, CPDM_FATE_UNMAPPED,
                                  CPDM_FATE_INVALID};

int nodes_json(const struct session *session, const cpdm_node_report *report, const char *target, GString *out)
{
    struct writer writer = {.out = out};
    g_string_append(out, "{\n  ");
    append_member(out, "source", text_slice(session->input.name));
    g_string_append(out, ",\n  ");
    append_member(out, "target", text_slice(target));
    g_string_append(out, ",\n  \"nodes\": [");
    int code = session_check(session, cpdm_node_report_walk(session->translator, report, append_node, &writer));
    if (code)
        return code;
    g_string_append(out, writer.any ? "\n  ],\n  \"counts\": {" : "],\n  \"counts\": {");
    for (size_t i = 0; i < G_N_ELEMENTS(fates); i++)
        g_string_append_printf(out, "%s\"%s\": %zu", i ? ", " : "", cpdm_fate_name(fates[i]),
                               cpdm_node_report_count(report, fates[i]));
    g_string_append(out, "}\n}\n");
    return EXIT_DONE;
}

void nodes_summary(const struct session *session, const cpdm_node_report *report)
{
    size_t unmapped = cpdm_node_report_count(report, CPDM_FATE_UNMAPPED),
           invalid = cpdm_node_report_count(report, CPDM_FATE_INVALID);
    if (unmapped + invalid)
        message_warn(session->messages, TOOL_NODES_LEFT_BEHIND, (struct message_place){.file = session->input.name},
                     "--report FILE says which and why", "%zu nodes unmapped, %zu invalid", unmapped, invalid);
}

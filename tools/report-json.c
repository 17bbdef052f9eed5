/* SPDX-License-Identifier: MIT */
/* A report into JSON, always the same for the same document, and into messages. */
#include "report-json.h"

#include <string.h>

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

/* Not by printf(): nearly every document of a stream has this sentence. */
static char *put_count(char *at, size_t count, const char *words)
{
    char digits[20];
    size_t first = sizeof digits, length = strlen(words);
    do
        digits[--first] = (char)('0' + count % 10);
    while (count /= 10);
    memcpy(at, digits + first, sizeof digits - first);
    at += sizeof digits - first;
    memcpy(at, words, length + 1);
    return at + length;
}

void report_summary(const struct session *session, const cpdm_report *report)
{
    enum { COUNT_MAX = 20 + sizeof " parms lost, " };
    char sentence[3 * COUNT_MAX], *at = sentence;
    size_t lost = cpdm_report_count(report, CPDM_FATE_LOST), unmapped = cpdm_report_count(report, CPDM_FATE_UNMAPPED),
           invalid = cpdm_report_count(report, CPDM_FATE_INVALID);
    if (lost + unmapped + invalid == 0)
        return;
    at = put_count(at, lost, " parms lost, ");
    at = put_count(at, unmapped, " unmapped, ");
    put_count(at, invalid, " invalid");
    message_warn_text(session->messages, TOOL_PARMS_LEFT_BEHIND, (struct message_place){.file = session->input.name},
                      "--report FILE says which and why", sentence);
}

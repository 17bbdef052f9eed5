/* SPDX-License-Identifier: MIT */
/* Findings into lines on stderr: `file:line:col: error: sentence [CPDM-nnnn]` and `  hint: …`, or one JSON object a
 * line (design section 8). */
#include "messages.h"

#include <stdarg.h>
#include <stdio.h>

#include "cmd.h"
#include "text.h"

enum { SENTENCE_USUAL = 512 };

int message_exit_code(cpdm_status status)
{
    switch (status) {
    case CPDM_OK: return EXIT_DONE;
    case CPDM_ERROR_DOCUMENT: return EXIT_DOCUMENT;
    case CPDM_ERROR_USAGE: return EXIT_USAGE;
    case CPDM_ERROR_AUTHENTICATION: return EXIT_AUTHENTICATION;
    case CPDM_ERROR_LIMIT: return EXIT_LIMIT;
    case CPDM_ERROR_NOTHING: return EXIT_NOTHING;
    case CPDM_ERROR_TABLE: return EXIT_TABLE;
    case CPDM_ERROR_MEMORY:
    case CPDM_ERROR_INTERNAL: return EXIT_INTERNAL;
    }
    return EXIT_INTERNAL;
}

int message_rule_exit_code(enum tool_rule rule)
{
    switch (rule) {
    case TOOL_DOCUMENT_LIMIT:
    case TOOL_RECORD_LIMIT:
    case TOOL_RESULT_LIMIT: return EXIT_LIMIT;
    case TOOL_RECORD_LIBRARY:
    case TOOL_RESUME:
    case TOOL_BROKER_LIBRARY:
    case TOOL_USAGE: return EXIT_USAGE;
    case TOOL_SECRET_MISSING:
    case TOOL_SECRET_MALFORMED:
    case TOOL_SECRET_FILE:
    case TOOL_SIGN_FORM:
    case TOOL_UNAUTHENTICATED:
    case TOOL_SEC_PROFILE:
    case TOOL_FACTORY_LEGACY:
    case TOOL_NOT_SIGNED:
    case TOOL_BROKER_ACCESS:
    case TOOL_NOT_VERIFIED: return EXIT_AUTHENTICATION;
    case TOOL_DEVICE_ID:
    case TOOL_CONTENT_UNEXPECTED:
    case TOOL_MUST_NODE:
    case TOOL_ACCOUNT_ADDRESS:
    case TOOL_ACCOUNT_CREDENTIAL:
    case TOOL_PARM_LOST:
    case TOOL_PARM_UNMAPPED:
    case TOOL_PARM_INVALID:
    case TOOL_NODE_UNMAPPED:
    case TOOL_NODE_INVALID:
    case TOOL_NO_PARM:
    case TOOL_RECORD_SYNTAX:
    case TOOL_RECORD_MEMBER:
    case TOOL_STREAM_BROKEN:
    case TOOL_PASSWORD_SHARED:
    case TOOL_ENTRY_BURIED:
    case TOOL_PARMS_LEFT_BEHIND:
    case TOOL_NODES_LEFT_BEHIND:
    case TOOL_TARGET_AMBIGUOUS: return EXIT_DOCUMENT;
    case TOOL_BROKER:
    case TOOL_BROKER_VOLATILE:
    case TOOL_FILE: return EXIT_IO;
    case TOOL_CROSS_CHECK:
    case TOOL_CROSS_CHECK_LEFT_OUT:
    case TOOL_INTERNAL: return EXIT_INTERNAL;
    }
    return EXIT_INTERNAL;
}

static const char *severity_name(cpdm_severity severity)
{
    switch (severity) {
    case CPDM_SEVERITY_ERROR: return "error";
    case CPDM_SEVERITY_WARNING: return "warning";
    case CPDM_SEVERITY_NOTE: return "note";
    }
    return "error";
}

static bool has_offset(const cpdm_diagnostic *d)
{
    return d->line == 0 && d->offset != SIZE_MAX;
}

static void append_text(GString *out, const char *file, const cpdm_diagnostic *d)
{
    text_append_safe(out, file);
    if (d->line)
        g_string_append_printf(out, ":%u:%u", d->line, d->column);
    else if (has_offset(d))
        g_string_append_printf(out, ":@%zu", d->offset);
    g_string_append_printf(out, ": %s", severity_name(d->severity));
    if (d->table)
        g_string_append_printf(out, "[M%03u]", d->rule);
    g_string_append(out, ": ");
    text_append_safe(out, d->sentence);
    if (!d->table)
        g_string_append_printf(out, " [CPDM-%04u]", d->rule);
    g_string_append_c(out, '\n');
    if (d->hint[0]) {
        g_string_append(out, "  hint: ");
        text_append_safe(out, d->hint);
        g_string_append_c(out, '\n');
    }
}

static void append_json_member(GString *out, const char *name, const char *value)
{
    g_string_append_printf(out, ", \"%s\": ", name);
    text_append_json(out, text_slice(value));
}

static void append_json(GString *out, const char *file, const cpdm_diagnostic *d)
{
    g_string_append(out, "{\"file\": ");
    text_append_json(out, text_slice(file));
    if (d->line)
        g_string_append_printf(out, ", \"line\": %u, \"column\": %u", d->line, d->column);
    else if (has_offset(d))
        g_string_append_printf(out, ", \"offset\": %zu", d->offset);
    append_json_member(out, "severity", severity_name(d->severity));
    g_string_append_printf(out, d->table ? ", \"rule\": \"M%03u\"" : ", \"rule\": \"CPDM-%04u\"", d->rule);
    append_json_member(out, "path", d->path);
    append_json_member(out, "sentence", d->sentence);
    append_json_member(out, "hint", d->hint);
    g_string_append(out, "}\n");
}

void message_append(const struct messages *messages, const char *file, const cpdm_diagnostic *diagnostic, GString *out)
{
    const char *name = diagnostic->source[0] ? diagnostic->source : file;
    switch (messages->mode) {
    case MESSAGE_TEXT: append_text(out, name, diagnostic); return;
    case MESSAGE_JSON: append_json(out, name, diagnostic); return;
    case MESSAGE_NONE: return;
    }
}

void message_print(const struct messages *messages, const char *file, const cpdm_diagnostic *diagnostic)
{
    if (messages->sink) {
        messages->sink(messages->sink_data, file, diagnostic);
        return;
    }
    GString *line = g_string_new(NULL);
    message_append(messages, file, diagnostic, line);
    fwrite(line->str, 1, line->len, stderr);
    g_string_free(line, TRUE);
}

int message_finish(const struct messages *messages, const char *file, const cpdm_translator *translator,
                   cpdm_status status)
{
    const cpdm_diagnostic *found;
    for (size_t i = 0; (found = cpdm_translator_warning(translator, i)); i++)
        message_print(messages, file, found);
    if (status == CPDM_OK)
        return EXIT_DONE;
    found = cpdm_translator_error(translator);
    if (found)
        message_print(messages, file, found);
    return message_exit_code(status);
}

static void print_own(const struct messages *messages, cpdm_severity severity, enum tool_rule rule,
                      struct message_place place, const char *hint, const char *sentence)
{
    const cpdm_diagnostic found = {
        .rule = (unsigned)rule,
        .severity = severity,
        .offset = SIZE_MAX,
        .line = place.line,
        .column = place.column,
        .source = "",
        .path = "",
        .sentence = sentence,
        .hint = hint ? hint : "",
    };
    message_print(messages, place.file ? place.file : messages->program, &found);
}

/* Most sentences need no memory of their own: a stream of documents has one a document. */
static void print_format(const struct messages *messages, cpdm_severity severity, enum tool_rule rule,
                         struct message_place place, const char *hint, const char *format, va_list arguments)
{
    char short_sentence[SENTENCE_USUAL];
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(short_sentence, sizeof short_sentence, format, arguments);
    if (length >= 0 && (size_t)length < sizeof short_sentence) {
        print_own(messages, severity, rule, place, hint, short_sentence);
    } else {
        char *sentence = g_strdup_vprintf(format, again);
        print_own(messages, severity, rule, place, hint, sentence);
        g_free(sentence);
    }
    va_end(again);
}

int message_fail(const struct messages *messages, enum tool_rule rule, struct message_place place, const char *hint,
                 const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_format(messages, CPDM_SEVERITY_ERROR, rule, place, hint, format, arguments);
    va_end(arguments);
    return message_rule_exit_code(rule);
}

void message_warn(const struct messages *messages, enum tool_rule rule, struct message_place place, const char *hint,
                  const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_format(messages, CPDM_SEVERITY_WARNING, rule, place, hint, format, arguments);
    va_end(arguments);
}

void message_warn_text(const struct messages *messages, enum tool_rule rule, struct message_place place,
                       const char *hint, const char *sentence)
{
    print_own(messages, CPDM_SEVERITY_WARNING, rule, place, hint, sentence);
}

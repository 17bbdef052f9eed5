/* SPDX-License-Identifier: MIT */
/* What brought a message, as lines of text: each layer's own numbers, and the headers and control entity as they came.
 */
#include "inspect-transport.h"

#include "text.h"

static void append_push(GString *out, const cpdm_message_info *info)
{
    g_string_append_printf(out, "push-transaction: %u\n", info->transaction);
    g_string_append_printf(out, "push-headers: %zu octets\n", info->headers.length);
    if (info->application)
        g_string_append_printf(out, "push-application: 0x%02X\n", info->application);
    else
        g_string_append(out, "push-application: none\n");
}

static void append_sms(GString *out, const cpdm_transport *sms)
{
    g_string_append_printf(out, "sms-messages: %u\n", sms->messages);
    if (sms->originator.length) {
        g_string_append(out, "sms-originator: ");
        text_append_escaped(out, sms->originator);
        g_string_append_c(out, '\n');
    }
    if (sms->tpdu)
        g_string_append_printf(out, "sms-tpdu: %s\n", sms->tpdu);
    g_string_append_printf(out, "sms-segments: %u", sms->segments);
    if (sms->duplicates)
        g_string_append_printf(out, ", and %u that came again", sms->duplicates);
    g_string_append_c(out, '\n');
    if (sms->reference_bits)
        g_string_append_printf(out, "sms-reference: %u (%u bits)\n", sms->reference, sms->reference_bits);
    if (sms->destination_port || sms->source_port)
        g_string_append_printf(out, "sms-ports: %u to %u\n", sms->source_port, sms->destination_port);
}

/* A text as its lines, each with a name before it. */
static void append_lines(GString *out, const char *name, cpdm_slice text)
{
    size_t at = 0;
    while (at < text.length) {
        const char *newline = memchr(text.data + at, '\n', text.length - at);
        size_t end = newline ? (size_t)(newline - text.data) : text.length, length = end - at;
        if (length && text.data[at + length - 1] == '\r')
            length--;
        if (length) {
            g_string_append_printf(out, "%s: ", name);
            text_append_escaped(out, (cpdm_slice){.data = text.data + at, .length = length});
            g_string_append_c(out, '\n');
        }
        at = end + 1;
    }
}

void inspect_transport(GString *out, const cpdm_message_info *info)
{
    switch (info->outer) {
    case CPDM_FORM_SMS:
        append_sms(out, info->transport);
        append_push(out, info);
        return;
    case CPDM_FORM_PAP:
        append_lines(out, "pap-control", info->transport->control);
        append_lines(out, "pap-header", info->transport->headers);
        return;
    case CPDM_FORM_OBEX: g_string_append_printf(out, "obex-packets: %u\n", info->transport->packets); return;
    case CPDM_FORM_CARD: g_string_append_printf(out, "card-padding: %zu octets\n", info->transport->padding); return;
    case CPDM_FORM_MIME: append_lines(out, "mime-header", info->transport->headers); return;
    case CPDM_FORM_PUSH: append_push(out, info); return;
    case CPDM_FORM_AUTO:
    case CPDM_FORM_XML:
    case CPDM_FORM_WBXML:
    case CPDM_FORM_TREE: return;
    }
}

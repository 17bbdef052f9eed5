/* SPDX-License-Identifier: MIT */
/* `cpdm inspect`: any input that cpdm knows, layer by layer: the push PDU, the content type, the body, what stands in
 * it. */
#include <string.h>

#include <glib.h>

#include "inspect-size.h"
#include "inspect-transport.h"
#include "output.h"
#include "session.h"
#include "text.h"
#include "tree-text.h"

struct outline {
    GString *out;
    bool show_secrets;
};

static const char *form_name(cpdm_form form)
{
    switch (form) {
    case CPDM_FORM_XML: return "XML";
    case CPDM_FORM_WBXML: return "WBXML";
    case CPDM_FORM_TREE: return "lines";
    case CPDM_FORM_PUSH:
    case CPDM_FORM_SMS:
    case CPDM_FORM_PAP:
    case CPDM_FORM_OBEX:
    case CPDM_FORM_MIME:
    case CPDM_FORM_CARD:
    case CPDM_FORM_AUTO: break;
    }
    return "unknown";
}

static const char *content_name(cpdm_content content)
{
    switch (content) {
    case CPDM_CONTENT_CP: return "CP document";
    case CPDM_CONTENT_DM: return "SyncML package";
    case CPDM_CONTENT_WBXML_OTHER: return "other WBXML document";
    case CPDM_CONTENT_TNDS: return "TNDS document";
    case CPDM_CONTENT_TREE: return "management tree";
    case CPDM_CONTENT_UNKNOWN: break;
    }
    return "unknown";
}

static void append_content_type(GString *out, const cpdm_message_info *info)
{
    g_string_append(out, "content-type: ");
    text_append_escaped(out, info->media_type);
    if (info->media_code)
        g_string_append_printf(out, "%s0x%02X", info->media_type.length ? " " : "", info->media_code);
    g_string_append_printf(out, "\nsec: %s", cpdm_security_name(info->security));
    if (info->security == CPDM_SECURITY_NONE && info->security_text.length) { /* a key type of somebody's own */
        g_string_append(out, ", though it says ");
        text_append_escaped(out, info->security_text);
    }
    g_string_append_printf(out, "\nmac: %s\n", info->has_mac ? "present" : "none");
}

static void append_layers(GString *out, const cpdm_message_info *info)
{
    inspect_transport(out, info);
    if (info->has_content_type)
        append_content_type(out, info);
    g_string_append_printf(out, "body: %s, %zu octets at %zu\n", form_name(info->form), info->body.length,
                           info->body_offset);
    g_string_append_printf(out, "content: %s\n", content_name(info->content));
}

static void append_indent(GString *out, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        g_string_append(out, "  ");
}

static void append_value(const struct outline *outline, cpdm_slice value, bool secret, bool binary)
{
    g_string_append(outline->out, " = ");
    if (secret && !outline->show_secrets)
        g_string_append(outline->out, "********");
    else if (binary)
        text_append_base64(outline->out, value);
    else
        text_append_escaped(outline->out, value);
}

static void append_element_kind(GString *out, cpdm_element_kind kind)
{
    switch (kind) {
    case CPDM_ELEMENT_ROOT: g_string_append(out, "wap-provisioningdoc"); return;
    case CPDM_ELEMENT_CHARACTERISTIC: g_string_append(out, "characteristic"); return;
    case CPDM_ELEMENT_PARM: g_string_append(out, "parm"); return;
    case CPDM_ELEMENT_OTHER: g_string_append(out, "other"); return;
    }
}

/* parm-query and its like have nothing but attributes; in others they are a vendor's (datatype, mwid). */
static void append_attributes(const struct outline *outline, const cpdm_element *element)
{
    for (const cpdm_attribute *attribute = element->attributes; attribute; attribute = attribute->next) {
        bool value = attribute->name.length == strlen("value") && memcmp(attribute->name.data, "value", 5) == 0;
        g_string_append_c(outline->out, ' ');
        text_append_escaped(outline->out, attribute->name);
        g_string_append(outline->out, "=\"");
        if (value && element->secret && !outline->show_secrets)
            g_string_append(outline->out, "********");
        else
            text_append_escaped(outline->out, attribute->value);
        g_string_append_c(outline->out, '"');
    }
}

static bool append_element(void *data, const cpdm_element *element)
{
    const struct outline *outline = data;
    append_indent(outline->out, element->depth);
    append_element_kind(outline->out, element->kind);
    if (element->name.length) {
        g_string_append_c(outline->out, ' ');
        text_append_escaped(outline->out, element->name);
    }
    append_attributes(outline, element);
    if (element->kind == CPDM_ELEMENT_PARM && element->has_value)
        append_value(outline, element->value, element->secret, false);
    g_string_append_c(outline->out, '\n');
    return true;
}

/* A package in the outline: the inner one of a TNDS begins deeper. */
struct package_outline {
    struct outline *outline;
    const struct session *session;
    const cpdm_package *package;
    unsigned depth;
    int code;
};

static bool append_syncml(void *data, const cpdm_syncml_element *element);

/* The TNDS document in a Data, below it. */
static bool append_tnds(struct package_outline *outer, const cpdm_syncml_element *element)
{
    cpdm_package *tnds;
    struct package_outline inner = {.outline = outer->outline, .session = outer->session};
    cpdm_translator *translator = outer->session->translator;
    outer->code = session_check(outer->session, cpdm_package_parse_tnds(translator, outer->package, element, &tnds));
    if (outer->code)
        return false;
    inner.package = tnds;
    inner.depth = element->depth + 1;
    cpdm_package_walk(tnds, append_syncml, &inner);
    return true;
}

static bool append_syncml(void *data, const cpdm_syncml_element *element)
{
    struct package_outline *package = data;
    const struct outline *outline = package->outline;
    append_indent(outline->out, package->depth + element->depth);
    text_append_escaped(outline->out, element->name);
    if (element->leaf && element->binary)
        g_string_append(outline->out, " (bin)");
    if (element->leaf && element->text.length && !element->tnds)
        append_value(outline, element->text, element->secret, element->binary);
    g_string_append_c(outline->out, '\n');
    return !element->tnds || append_tnds(package, element);
}

static int append_document(const struct session *session, struct outline *outline)
{
    cpdm_document *document;
    int code = session_check(session, cpdm_document_parse(session->translator, session->message, &document));
    if (!code)
        cpdm_document_walk(document, append_element, outline);
    return code;
}

static int append_package(const struct session *session, struct outline *outline)
{
    cpdm_package *package;
    int code = session_check(session, cpdm_package_parse(session->translator, session->message, &package));
    if (code)
        return code;
    struct package_outline whole = {.outline = outline, .session = session, .package = package};
    cpdm_package_walk(package, append_syncml, &whole);
    return whole.code;
}

static int append_tree(const struct session *session, struct outline *outline)
{
    cpdm_tree *tree;
    int code = session_check(session, cpdm_tree_parse(session->translator, session->message, &tree));
    return code ? code : tree_text(session, tree, outline->out);
}

static int append_body(const struct session *session, struct outline *outline)
{
    switch (session->info.content) {
    case CPDM_CONTENT_CP: return append_document(session, outline);
    case CPDM_CONTENT_DM:
    case CPDM_CONTENT_TNDS: return append_package(session, outline);
    case CPDM_CONTENT_TREE: return append_tree(session, outline);
    case CPDM_CONTENT_UNKNOWN:
    case CPDM_CONTENT_WBXML_OTHER: return session_refuse_content(session);
    }
    return session_refuse_content(session);
}

/* The layers that are sound are shown even when the one inside them is not. */
int cmd_inspect(const struct options *options)
{
    struct session session;
    GString *text = g_string_new(NULL);
    struct outline outline = {.out = text, .show_secrets = options->show_secrets};
    int code = session_open(options, &session);
    if (!code) {
        append_layers(text, &session.info);
        code = options->show_size ? inspect_size(&session, text) : EXIT_DONE;
        code = code ? code : append_body(&session, &outline);
        int written = output_write(&options->messages, NULL, OUTPUT_SECRET, text_of(text));
        code = code ? code : written;
    }
    if (!code)
        session_warn(&session);
    session_close(&session);
    text_wipe(text);
    return code;
}

/* SPDX-License-Identifier: MIT */
/*
 * A tree and the WBXML made of it into yes or no (design section 2): libwbxml decodes the WBXML into XML, and the items
 * in that XML must be the tree's nodes with their formats and values, no more and no fewer.
 *
 * libwbxml's XML has its ways: Data is a CDATA section whose content is raw. So binary values go as base64 text, ends
 * of lines are compared as XML normalises them, and a value with ]]> cannot be checked. The WBXML of a TNDS becomes
 * elements, which our reader makes a tree of.
 */
#include "cross-check.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <wbxml/wbxml_conv.h>

#include "cross-items.h"
#include "text.h"

/* The XML is ours as much as the WBXML: the limits only have to be out of its way. */
static const cpdm_limits check_limits = {
    .document = 64u << 20,
    .depth = 32,
    .parms = 1u << 20,
    .value = 64u << 20,
    .text = 256u << 20,
    .memory = (size_t)1 << 30,
    .attributes = 16,
};

static int fail_check(const struct session *session, const char *sentence)
{
    const struct message_place place = {.file = session->input.name};
    return message_fail(session->messages, TOOL_CROSS_CHECK, place, "--no-cross-check writes the package all the same",
                        "%s; nothing was written", sentence);
}

/* The XML as libwbxml makes it; NULL when it does not. To be freed with free(). */
static WB_UTINY *decode_with_libwbxml(cpdm_slice wbxml, WB_ULONG *length)
{
    WBXMLConvWBXML2XML *converter = NULL;
    WB_UTINY *xml = NULL;
    if (wbxml.length > UINT32_MAX || wbxml_conv_wbxml2xml_create(&converter) != WBXML_OK)
        return NULL;
    wbxml_conv_wbxml2xml_set_gen_type(converter, WBXML_GEN_XML_COMPACT);
    wbxml_conv_wbxml2xml_enable_preserve_whitespaces(converter);
    /* The converter takes its input without const and only reads it; a copy costs little and trusts nobody. */
    WB_UTINY *copy = g_memdup2(wbxml.data, wbxml.length);
    if (wbxml_conv_wbxml2xml_run(converter, copy, (WB_ULONG)wbxml.length, &xml, length) != WBXML_OK)
        xml = NULL;
    explicit_bzero(copy, wbxml.length);
    g_free(copy);
    wbxml_conv_wbxml2xml_destroy(converter);
    return xml;
}

static bool is_tnds(void *data, const cpdm_syncml_element *element)
{
    bool *found = data;
    *found = element->name.length == strlen("MgmtTree") && memcmp(element->name.data, "MgmtTree", 8) == 0;
    return !*found;
}

/* What stands in the XML, each node taken off the list of those that are meant. libwbxml makes elements of a TNDS, so
 * that nothing in it needs a CDATA section. */
static const char *compare_xml(cpdm_translator *translator, cpdm_slice xml, struct cross_items *items, bool *left_out)
{
    cpdm_message *message;
    cpdm_package *package;
    cpdm_tree *tree;
    bool parsed = cpdm_message_open(translator, xml.data, xml.length, CPDM_FORM_XML, NULL, &message) == CPDM_OK &&
                  cpdm_package_parse(translator, message, &package) == CPDM_OK;
    bool tnds = false;
    if (parsed)
        cpdm_package_walk(package, is_tnds, &tnds);
    *left_out = items->uncheckable && !tnds;
    if (*left_out)
        return NULL;
    if (!parsed)
        return "what libwbxml makes of the package is not a SyncML message";
    if (!tnds)
        return cross_items_compare(items, package);
    if (cpdm_package_to_tree(translator, package, &tree) != CPDM_OK)
        return "what libwbxml makes of the TNDS is none";
    return cross_items_compare_tree(items, translator, tree);
}

static const char *compare(cpdm_translator *translator, cpdm_slice wbxml, struct cross_items *items, bool *left_out)
{
    WB_ULONG length = 0;
    WB_UTINY *xml = decode_with_libwbxml(wbxml, &length);
    if (!xml)
        return "libwbxml does not decode the package";
    cpdm_slice text = {.data = (const char *)xml, .length = length};
    const char *difference = compare_xml(translator, text, items, left_out);
    explicit_bzero(xml, length);
    free(xml);
    return difference;
}

/* The check copy is made in a translator of its own: it is not the document's doing, and does not count against it. */
static int check_copy(const struct session *session, const cpdm_tables *tables, const cpdm_tree *tree,
                      const cpdm_package_options *options, struct cross_items *items, bool *left_out)
{
    cpdm_package_options as_text = *options;
    as_text.text_binary = true;
    cpdm_translator *translator = cpdm_translator_new(&check_limits, NULL);
    if (!translator)
        return message_fail(session->messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "there is no memory");
    cpdm_slice wbxml;
    cpdm_status status = cpdm_package_write(translator, tables, tree, &as_text, CPDM_FORM_WBXML, &wbxml);
    int code = message_exit_code(status);
    const char *difference = NULL;
    if (status == CPDM_OK)
        difference = compare(translator, wbxml, items, left_out);
    else
        message_finish(session->messages, session->input.name, translator, status);
    cpdm_translator_free(translator);
    return difference ? fail_check(session, difference) : code;
}

int cross_check(const struct session *session, const cpdm_tables *tables, const cpdm_tree *tree,
                const cpdm_package_options *options)
{
    struct cross_items items;
    bool left_out = false;
    cross_items_init(&items);
    int code = session_check(session, cpdm_tree_walk(session->translator, tree, cross_items_expect, &items));
    if (!code)
        code = check_copy(session, tables, tree, options, &items, &left_out);
    if (!code && left_out)
        message_warn(session->messages, TOOL_CROSS_CHECK_LEFT_OUT, (struct message_place){.file = session->input.name},
                     NULL, "a value holds markup that libwbxml does not escape: the package is not cross-checked");
    cross_items_clear(&items);
    return code;
}

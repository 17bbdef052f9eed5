/* SPDX-License-Identifier: MIT */
/*
 * The objects of a tree as a TNDS document (OMA DM TNDS 1.2; DM Tree and Description 1.2 section 8.6 tokens): a Node
 * for each node, nested as they are; an object's own Node says with Path where it belongs, and with ACL who may manage
 * it. Two writers, one walk.
 */
#include "emit-tnds.h"

#include "base64.h"
#include "wbxml-strings.h"
#include "xml-write.h"

/* One document in the making. */
struct document {
    struct bytes_writer out;
    struct dm_acl acl;
    bool no_memory;
    bool text_binary; /* WBXML */
    size_t excess;
    enum { STRINGS_INLINE, STRINGS_NOTED, STRINGS_PLACED } stage;
    struct wbxml_strings strings;
    unsigned depth; /* of open Nodes */
};

struct writer {
    void (*open)(struct document *document, const struct dm_node *node, cpdm_slice acl);
    void (*close)(struct document *document);
};

static bool is_object(const struct dm_node *node)
{
    return node->parent->permanent;
}

static bool is_leaf(const struct dm_node *node)
{
    return node->format != CPDM_FORMAT_NODE;
}

static void open_node(struct document *document, const struct writer *writer, const struct dm_node *node)
{
    cpdm_slice acl = is_leaf(node) ? slice(NULL, 0) : node->acl;
    if (is_object(node) && !dm_acl_of(&document->acl, node, &acl))
        document->no_memory = true;
    writer->open(document, node, acl);
    document->depth++;
}

static void close_node(struct document *document, const struct writer *writer)
{
    document->depth--;
    writer->close(document);
}

/* Node by node; behind the last child of a Node, its end. */
static void put_nodes(struct document *document, const struct writer *writer, const struct cpdm_tree *tree)
{
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL;) {
        if (node->permanent)
            continue;
        open_node(document, writer, node);
        if (dm_node_first(node))
            continue;
        close_node(document, writer);
        for (const struct dm_node *last = node; !last->next && !is_object(last); last = last->parent)
            close_node(document, writer);
    }
}

static cpdm_status finish(struct document *document, cpdm_slice *octets)
{
    bool done = bytes_finish(&document->out, octets) && !document->no_memory;
    return done ? CPDM_OK : diag_no_memory(&document->acl.job->diag);
}

/* ---- XML ---- */

/* In XML binary values are b64. */
static const cpdm_slice format_xml[] = {
    [CPDM_FORMAT_NODE] = {"<Format><node/></Format>", 24}, [CPDM_FORMAT_CHR] = {"<Format><chr/></Format>", 23},
    [CPDM_FORMAT_INT] = {"<Format><int/></Format>", 23},   [CPDM_FORMAT_BOOL] = {"<Format><bool/></Format>", 24},
    [CPDM_FORMAT_BIN] = {"<Format><b64/></Format>", 23},   [CPDM_FORMAT_XML] = {"<Format><xml/></Format>", 23},
    [CPDM_FORMAT_NULL] = {"<Format><null/></Format>", 24},
};

static void put_line(struct document *document, unsigned more)
{
    bytes_put(&document->out, '\n');
    for (unsigned i = 0; i < 2 * (document->depth + more); i++)
        bytes_put(&document->out, ' ');
}

static void put_element(struct document *document, unsigned more, cpdm_slice start, cpdm_slice text, cpdm_slice end)
{
    put_line(document, more);
    bytes_put_slice(&document->out, start);
    xml_put_text(&document->out, text);
    bytes_put_slice(&document->out, end);
}

static void put_properties_xml(struct document *document, const struct dm_node *node, cpdm_slice acl)
{
    put_line(document, 2);
    bytes_put_text(&document->out, "<RTProperties>");
    if (acl.length)
        put_element(document, 3, SLICE("<ACL>"), acl, SLICE("</ACL>"));
    put_line(document, 3);
    bytes_put_slice(&document->out, format_xml[node->format]);
    if (is_leaf(node))
        put_element(document, 3, SLICE("<Type><MIME>"), SLICE("text/plain"), SLICE("</MIME></Type>"));
    else if (node->type.length)
        put_element(document, 3, SLICE("<Type><DDFName>"), node->type, SLICE("</DDFName></Type>"));
    else
        put_element(document, 3, SLICE("<Type>"), slice("", 0), SLICE("<DDFName/></Type>"));
    put_line(document, 2);
    bytes_put_text(&document->out, "</RTProperties>");
}

static void put_value_xml(struct document *document, const struct dm_node *node)
{
    if (node->format != CPDM_FORMAT_BIN) {
        put_element(document, 2, SLICE("<Value>"), node->value, SLICE("</Value>"));
        return;
    }
    put_line(document, 2);
    bytes_put_text(&document->out, "<Value>");
    base64_put(&document->out, node->value);
    bytes_put_text(&document->out, "</Value>");
}

static void open_xml(struct document *document, const struct dm_node *node, cpdm_slice acl)
{
    put_line(document, 1);
    bytes_put_text(&document->out, "<Node>");
    put_element(document, 2, SLICE("<NodeName>"), node->name, SLICE("</NodeName>"));
    if (is_object(node))
        put_element(document, 2, SLICE("<Path>"), node->parent->uri, SLICE("</Path>"));
    put_properties_xml(document, node, acl);
    if (is_leaf(node) && node->format != CPDM_FORMAT_NULL)
        put_value_xml(document, node);
}

static void close_xml(struct document *document)
{
    put_line(document, 1);
    bytes_put_text(&document->out, "</Node>");
}

/* Octets of the document, roughly: a buffer that has to grow costs twice its size. */
static size_t estimate(const struct cpdm_tree *tree, size_t per_node)
{
    size_t size = 1024;
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL;)
        size += per_node + node->name.length + (is_leaf(node) ? node->value.length + node->value.length / 3 : 0);
    return size;
}

cpdm_status emit_tnds_xml(struct job *job, const struct cpdm_tree *tree, cpdm_slice *text)
{
    static const struct writer writer = {open_xml, close_xml};
    struct document document = {.out = bytes_writer(&job->arena, estimate(tree, 280)), .acl = {job, tree, {NULL, 0}}};
    bytes_put_text(&document.out, "<MgmtTree xmlns=\"syncml:dmddf1.2\">\n  <VerDTD>1.2</VerDTD>");
    put_nodes(&document, &writer, tree);
    bytes_put_text(&document.out, "\n</MgmtTree>");
    return finish(&document, text);
}

/* ---- WBXML ---- */

enum { /* DMDDF tag tokens, page 2; 0x40 = with content */
       TAG_ACL = 0x46,
       TAG_DDF_NAME = 0x11,
       TAG_FORMAT = 0x5C,
       TAG_MGMT_TREE = 0x60,
       TAG_MIME = 0x61,
       TAG_NODE = 0x64,
       TAG_NODE_NAME = 0x66,
       TAG_PATH = 0x6C,
       TAG_RT_PROPERTIES = 0x6F,
       TAG_TYPE = 0x75,
       TAG_VALUE = 0x36,
       TAG_VER_DTD = 0x77,
       PAGE_DMDDF = 2,
       CONTENT = WBXML_HAS_CONTENT,
};

static const uint8_t format_tag[] = {
    [CPDM_FORMAT_NODE] = 0x25, [CPDM_FORMAT_CHR] = 0x0B, [CPDM_FORMAT_INT] = 0x1E,  [CPDM_FORMAT_BOOL] = 0x0A,
    [CPDM_FORMAT_BIN] = 0x09,  [CPDM_FORMAT_XML] = 0x39, [CPDM_FORMAT_NULL] = 0x27,
};

/* The first time each text is only noted; the second time it may be in the table. */
static void put_leaf(struct document *document, uint8_t tag, cpdm_slice text)
{
    struct bytes_writer *out = &document->out;
    bytes_put(out, tag);
    switch (document->stage) {
    case STRINGS_INLINE: wbxml_put_string(out, text); break;
    case STRINGS_NOTED: wbxml_strings_note(&document->strings, text); break;
    case STRINGS_PLACED: wbxml_strings_put(&document->strings, out, text); break;
    }
    bytes_put(out, WBXML_END_TOKEN);
}

static void put_properties_wbxml(struct document *document, const struct dm_node *node, cpdm_slice acl)
{
    struct bytes_writer *out = &document->out;
    bytes_put(out, TAG_RT_PROPERTIES);
    if (acl.length)
        put_leaf(document, TAG_ACL, acl);
    bytes_put(out, TAG_FORMAT);
    bytes_put(out, format_tag[node->format]);
    bytes_put(out, WBXML_END_TOKEN);
    bytes_put(out, TAG_TYPE);
    if (is_leaf(node))
        put_leaf(document, TAG_MIME, SLICE("text/plain"));
    else if (node->type.length)
        put_leaf(document, TAG_DDF_NAME | CONTENT, node->type);
    else
        bytes_put(out, TAG_DDF_NAME);
    bytes_put(out, WBXML_END_TOKEN);
    bytes_put(out, WBXML_END_TOKEN);
}

static void put_value_wbxml(struct document *document, const struct dm_node *node)
{
    struct bytes_writer *out = &document->out;
    if (!node->value.length) {
        bytes_put(out, TAG_VALUE);
        return;
    }
    if (node->format != CPDM_FORMAT_BIN) {
        put_leaf(document, TAG_VALUE | CONTENT, node->value);
        return;
    }
    cpdm_slice octets = node->value;
    if (document->text_binary) {
        struct bytes_writer digits = bytes_writer(out->arena, 2 * octets.length);
        base64_put(&digits, octets);
        document->no_memory = !bytes_finish(&digits, &octets) || document->no_memory;
        document->excess += wbxml_number_length(octets.length) + octets.length;
        document->excess -= wbxml_number_length(node->value.length) + node->value.length;
    }
    bytes_put(out, TAG_VALUE | CONTENT);
    wbxml_put_opaque(out, octets);
    bytes_put(out, WBXML_END_TOKEN);
}

static void open_wbxml(struct document *document, const struct dm_node *node, cpdm_slice acl)
{
    struct bytes_writer *out = &document->out;
    bytes_put(out, TAG_NODE);
    put_leaf(document, TAG_NODE_NAME, node->name);
    if (is_object(node))
        put_leaf(document, TAG_PATH, node->parent->uri);
    put_properties_wbxml(document, node, acl);
    if (is_leaf(node) && node->format != CPDM_FORMAT_NULL)
        put_value_wbxml(document, node);
}

static void close_wbxml(struct document *document)
{
    bytes_put(&document->out, WBXML_END_TOKEN);
}

enum { TEXTS_OF_NODE = 5 }; /* NodeName, Path, ACL, Type, Value */

static cpdm_status put_document(struct document *document, const struct cpdm_tree *tree, cpdm_slice *octets)
{
    static const struct writer writer = {open_wbxml, close_wbxml};
    cpdm_slice table;
    size_t expected = document->stage == STRINGS_NOTED ? 24 * tree->count : estimate(tree, 48);
    document->out = bytes_writer(document->out.arena, expected);
    document->excess = 0;
    bytes_finish(&document->strings.table, &table);
    wbxml_put_header(&document->out, &wbxml_dmddf12, table);
    bytes_put(&document->out, WBXML_SWITCH_PAGE);
    bytes_put(&document->out, PAGE_DMDDF);
    bytes_put(&document->out, TAG_MGMT_TREE);
    put_leaf(document, TAG_VER_DTD, SLICE("1.2"));
    put_nodes(document, &writer, tree);
    bytes_put(&document->out, WBXML_END_TOKEN);
    return finish(document, octets);
}

cpdm_status emit_tnds_wbxml(struct job *job, const struct cpdm_tree *tree, bool text_binary, bool table,
                            struct emit_tnds *tnds)
{
    struct document document = {.out.arena = &job->arena,
                                .acl = {job, tree, {NULL, 0}},
                                .text_binary = text_binary,
                                .stage = table ? STRINGS_NOTED : STRINGS_INLINE};
    size_t before = wbxml_table_before(&wbxml_dmddf12);
    if (table && !wbxml_strings_begin(&document.strings, &job->arena, TEXTS_OF_NODE * tree->count + 1, before))
        return diag_no_memory(&job->diag);
    cpdm_status status = table ? put_document(&document, tree, &tnds->octets) : CPDM_OK;
    wbxml_strings_place(&document.strings, SIZE_MAX);
    tnds->saved = wbxml_strings_saved(&document.strings);
    document.stage = tnds->saved ? STRINGS_PLACED : STRINGS_INLINE;
    if (!tnds->saved)
        wbxml_strings_clear(&document.strings);
    status = status ? status : put_document(&document, tree, &tnds->octets);
    tnds->excess = document.excess;
    return status;
}

/* SPDX-License-Identifier: MIT */
/*
 * A SyncML message to XML: indented by two blanks, except in text; a namespace wherever it is not the parent's, so on
 * SyncML and on each MetInf element in a Meta; binary Data as base64 under Format b64. Reads back the same.
 */
#include "syncml-doc.h"

#include "base64.h"
#include "xml-write.h"

enum {
    XML_ROOM_DOCUMENT = 96,
    XML_ROOM_ELEMENT = 24
}; /* octets: declaration and xmlns; brackets, xmlns, indentation */

/* In XML binary values are b64. */
static cpdm_slice name_of(const struct syncml_node *node)
{
    return syncml_tag(node) == DMDDF_bin && node->binary ? SLICE("b64") : syncml_name(node);
}

static bool is_binary_format(const struct syncml_node *node)
{
    return syncml_tag(node) == METINF_Format && node->binary;
}

static size_t room(const struct cpdm_package *package)
{
    size_t sum = XML_ROOM_DOCUMENT;
    for (const struct syncml_node *node = package->root; node; node = syncml_next(node)) {
        sum += XML_ROOM_ELEMENT + 2 * syncml_name(node).length + node->text.length;
        sum += node->binary ? node->text.length / 3 + 4 : 0;
        sum += node->page ? sizeof "xmlns=\"syncml:metinf\"" : 0;
    }
    return sum;
}

static void put_indentation(struct bytes_writer *writer, unsigned depth)
{
    for (; depth; depth--)
        bytes_put_text(writer, "  ");
}

static void put_end(struct bytes_writer *writer, const struct syncml_node *node)
{
    bytes_put_text(writer, "</");
    bytes_put_slice(writer, name_of(node));
    bytes_put_text(writer, ">\n");
}

/* A leaf, or the start tag of an element with children: to the end of its line. */
static void put_start(struct bytes_writer *writer, const struct wbxml_language *language,
                      const struct syncml_node *node)
{
    bytes_put(writer, '<');
    bytes_put_slice(writer, name_of(node));
    if (!node->parent || node->parent->page != node->page) {
        bytes_put_text(writer, " xmlns=\"");
        bytes_put_slice(writer, slice_of(language->namespaces[node->page]));
        bytes_put(writer, '"');
    }
    if (node->first) {
        bytes_put_text(writer, ">\n");
    } else if (node->text.length == 0 && !is_binary_format(node)) {
        bytes_put_text(writer, "/>\n");
    } else {
        bytes_put(writer, '>');
        if (is_binary_format(node))
            bytes_put_text(writer, "b64");
        else if (node->binary)
            base64_put(writer, node->text);
        else
            xml_put_text(writer, node->text);
        put_end(writer, node);
    }
}

cpdm_status syncml_write_xml(struct job *job, const struct cpdm_package *package, cpdm_slice *octets)
{
    struct bytes_writer writer = bytes_writer(&job->arena, room(package));
    const struct syncml_node *node = package->root;
    unsigned depth = 0;
    bytes_put_text(&writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    while (node) {
        put_indentation(&writer, depth);
        put_start(&writer, package->language, node);
        if (node->first) {
            node = node->first;
            depth++;
            continue;
        }
        for (; node && !node->next; node = node->parent) {
            if (node->parent) {
                put_indentation(&writer, --depth);
                put_end(&writer, node->parent);
            }
        }
        node = node ? node->next : NULL;
    }
    return bytes_finish(&writer, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}

/* SPDX-License-Identifier: MIT */
/*
 * A CP document as XML (ProvCont 1.1 section 4, DTD PROV 1.0), indented by two blanks. Nothing of the document is left
 * out: reading it back gives the same elements, attributes and values in the same order.
 */
#include "cp-doc.h"
#include "xml-write.h"

static void put_indent(struct bytes_writer *out, unsigned depth)
{
    for (; depth; depth--)
        bytes_put_text(out, "  ");
}

static void put_attribute(struct bytes_writer *out, cpdm_slice name, cpdm_slice value)
{
    bytes_put(out, ' ');
    bytes_put_slice(out, name);
    bytes_put_text(out, "=\"");
    xml_put_attribute_value(out, value);
    bytes_put(out, '"');
}

static cpdm_slice element_name(const struct cp_node *node)
{
    switch ((cpdm_element_kind)node->kind) {
    case CPDM_ELEMENT_ROOT: return SLICE("wap-provisioningdoc");
    case CPDM_ELEMENT_CHARACTERISTIC: return SLICE("characteristic");
    case CPDM_ELEMENT_PARM: return SLICE("parm");
    case CPDM_ELEMENT_OTHER: break;
    }
    return node->text;
}

/* The attributes that the element's kind gives a meaning, then the others in their order. */
static void put_attributes(struct bytes_writer *out, const struct cp_node *node)
{
    switch ((cpdm_element_kind)node->kind) {
    case CPDM_ELEMENT_ROOT:
        if (node->has_value)
            put_attribute(out, SLICE("version"), node->text);
        break;
    case CPDM_ELEMENT_CHARACTERISTIC: put_attribute(out, SLICE("type"), node->text); break;
    case CPDM_ELEMENT_PARM:
        put_attribute(out, SLICE("name"), node->text);
        if (node->has_value)
            put_attribute(out, SLICE("value"), node->value);
        break;
    case CPDM_ELEMENT_OTHER: break;
    }
    for (const cpdm_attribute *extra = cp_extras(node); extra; extra = extra->next)
        put_attribute(out, extra->name, extra->value);
}

/* The start tag; true when an end tag has to follow. */
static bool put_start(struct bytes_writer *out, const struct cp_node *node, unsigned depth)
{
    bool content = node->kind != CPDM_ELEMENT_PARM && node->first;
    put_indent(out, depth);
    bytes_put(out, '<');
    bytes_put_slice(out, element_name(node));
    put_attributes(out, node);
    if (content)
        bytes_put_text(out, ">\n");
    else
        bytes_put_text(out, "/>\n");
    return content;
}

static void put_end(struct bytes_writer *out, const struct cp_node *node, unsigned depth)
{
    put_indent(out, depth);
    bytes_put_text(out, "</");
    bytes_put_slice(out, element_name(node));
    bytes_put_text(out, ">\n");
}

cpdm_status cp_write_xml(struct job *job, const struct cpdm_document *document, cpdm_slice *octets)
{
    size_t elements = 1 + document->parm_count + document->characteristic_count + document->other_count;
    struct bytes_writer out = bytes_writer(&job->arena, 256 + 64 * elements);
    bytes_put_text(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<!DOCTYPE wap-provisioningdoc PUBLIC \"-//WAPFORUM//DTD PROV 1.0//EN\""
                         " \"http://www.wapforum.org/DTD/prov.dtd\">\n");
    const struct cp_node *root = &document->root, *node = root;
    for (unsigned depth = 0; node;) {
        if (put_start(&out, node, depth)) {
            node = node->first;
            depth++;
            continue;
        }
        for (; node != root && !node->next; node = node->parent)
            put_end(&out, node->parent, --depth);
        node = node == root ? NULL : node->next;
    }
    return bytes_finish(&out, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}

/* SPDX-License-Identifier: MIT */
/*
 * A SyncML message to WBXML 1.2 (SyncML Representation Protocol 1.1 section 7): inline strings, no string table, a page
 * switch only where the tag page changes, OPAQUE for binary Data, elements without content as their bare token.
 */
#include "syncml-doc.h"

#include "wbxml-write.h"

enum { WBXML_ROOM_HEADER = 48, WBXML_ROOM_ELEMENT = 10 }; /* octets: page switch, tag, OPAQUE and its length, END */

static size_t room(const struct cpdm_package *package)
{
    size_t sum = WBXML_ROOM_HEADER;
    for (const struct syncml_node *node = package->root; node; node = syncml_next(node))
        sum += WBXML_ROOM_ELEMENT + node->text.length;
    return sum;
}

/* An element without its END. */
static void put_start(struct bytes_writer *writer, const struct syncml_node *node, uint8_t *page)
{
    cpdm_slice text = node->text;
    unsigned tag = syncml_tag(node);
    uint8_t token = tag == DMDDF_b64 && node->binary ? DMDDF_bin & 0x3F : node->token;
    if (tag == METINF_Format && node->binary)
        text = SLICE("bin");
    if (node->page != *page) {
        bytes_put(writer, WBXML_SWITCH_PAGE);
        bytes_put(writer, node->page);
        *page = node->page;
    }
    bytes_put(writer, node->first || text.length ? token | WBXML_HAS_CONTENT : token);
    if (node->first || text.length == 0)
        return;
    if ((tag == SYNCML_Data || tag == DMDDF_Value) && node->binary)
        wbxml_put_opaque(writer, text);
    else
        wbxml_put_string(writer, text);
}

static void put_end(struct bytes_writer *writer, const struct syncml_node *node)
{
    bool empty = node->text.length == 0 && !(syncml_tag(node) == METINF_Format && node->binary);
    if (node->first || !empty)
        bytes_put(writer, WBXML_END_TOKEN);
}

cpdm_status syncml_write_wbxml(struct job *job, const struct cpdm_package *package, cpdm_slice *octets)
{
    struct bytes_writer writer = bytes_writer(&job->arena, room(package));
    const struct syncml_node *node = package->root;
    uint8_t page = 0;
    wbxml_put_header(&writer, package->language, slice(NULL, 0));
    while (node) {
        put_start(&writer, node, &page);
        if (node->first) {
            node = node->first;
            continue;
        }
        for (; node && !node->next; node = node->parent)
            put_end(&writer, node);
        if (node) {
            put_end(&writer, node);
            node = node->next;
        }
    }
    return bytes_finish(&writer, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}

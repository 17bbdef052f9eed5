/* SPDX-License-Identifier: MIT */
/*
 * A SyncML message to WBXML 1.2 (SyncML Representation Protocol 1.1 section 7): strings in place or in a string table,
 * a page switch only where the tag page changes, OPAQUE for binary Data, elements without content as their bare token.
 */
#include "syncml-strings.h"

enum { WBXML_ROOM_HEADER = 48, WBXML_ROOM_ELEMENT = 10 }; /* octets: page switch, tag, OPAQUE and its length, END */

static size_t room(const struct cpdm_package *package)
{
    size_t sum = WBXML_ROOM_HEADER;
    for (const struct syncml_node *node = package->root; node; node = syncml_next(node))
        sum += WBXML_ROOM_ELEMENT + node->text.length;
    return sum;
}

struct output {
    struct bytes_writer bytes;
    struct syncml_strings *strings; /* NULL: each in its place */
    uint8_t page;
};

static void put_text(struct output *output, const struct syncml_node *node)
{
    if (!syncml_is_string(node))
        wbxml_put_opaque(&output->bytes, node->text);
    else if (output->strings)
        syncml_strings_put(output->strings, &output->bytes, node);
    else
        wbxml_put_string(&output->bytes, syncml_written_text(node));
}

/* An element without its END. */
static void put_start(struct output *output, const struct syncml_node *node)
{
    struct bytes_writer *writer = &output->bytes;
    bool has_text = !node->first && syncml_written_text(node).length;
    uint8_t token = syncml_tag(node) == DMDDF_b64 && node->binary ? DMDDF_bin & 0x3F : node->token;
    if (node->page != output->page) {
        bytes_put(writer, WBXML_SWITCH_PAGE);
        bytes_put(writer, node->page);
        output->page = node->page;
    }
    bytes_put(writer, node->first || has_text ? token | WBXML_HAS_CONTENT : token);
    if (has_text)
        put_text(output, node);
}

static void put_end(struct output *output, const struct syncml_node *node)
{
    if (node->first || syncml_written_text(node).length)
        bytes_put(&output->bytes, WBXML_END_TOKEN);
}

static void put_elements(struct output *output, const struct syncml_node *node)
{
    while (node) {
        put_start(output, node);
        if (node->first) {
            node = node->first;
            continue;
        }
        for (; node && !node->next; node = node->parent)
            put_end(output, node);
        if (node) {
            put_end(output, node);
            node = node->next;
        }
    }
}

cpdm_status syncml_write_wbxml(struct job *job, const struct cpdm_package *package, cpdm_strings kind,
                               cpdm_slice *octets)
{
    struct syncml_strings strings;
    struct output output = {.strings = kind == CPDM_STRINGS_INLINE ? NULL : &strings};
    cpdm_slice table = slice(NULL, 0);
    if (output.strings && !syncml_strings_choose(&strings, job, package))
        return diag_no_memory(&job->diag);
    if (output.strings)
        bytes_finish(&strings.strings.table, &table);
    output.bytes = bytes_writer(&job->arena, room(package) + table.length);
    wbxml_put_header(&output.bytes, package->language, table);
    put_elements(&output, package->root);
    return bytes_finish(&output.bytes, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}

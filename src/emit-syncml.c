/* SPDX-License-Identifier: MIT */
/* The package as XML, indented and deterministic: one command, its items parents first, binary values as Format b64. */
#include "emit-syncml.h"

#include "base64.h"
#include "xml-write.h"

static cpdm_slice option(const char *given, cpdm_slice standard)
{
    return given && *given ? slice_of(given) : standard;
}

struct emit_header emit_header(const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                               const cpdm_package_options *options)
{
    static const cpdm_package_options none;
    const cpdm_package_options *given = options ? options : &none;
    return (struct emit_header){
        .syncml12 = slice_is(tables->syncml, "1.2"),
        .version = tables->syncml,
        .protocol = tables->verproto,
        .command = tables->command,
        .session = option(given->session_id, SLICE("0")),
        .target = option(given->device, SLICE("unknown-device")),
        .source = option(given->server, tree->server.length ? tree->server : SLICE("unknown-server")),
    };
}

static void put_element(struct bytes_writer *out, cpdm_slice before, cpdm_slice text, cpdm_slice after)
{
    bytes_put_slice(out, before);
    xml_put_text(out, text);
    bytes_put_slice(out, after);
}

static void put_header(struct bytes_writer *out, const struct emit_header *header)
{
    bytes_put_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    bytes_put_slice(out, header->syncml12 ? SLICE("<SyncML xmlns=\"SYNCML:SYNCML1.2\">\n")
                                          : SLICE("<SyncML xmlns=\"SYNCML:SYNCML1.1\">\n"));
    put_element(out, SLICE("  <SyncHdr>\n    <VerDTD>"), header->version, SLICE("</VerDTD>\n"));
    put_element(out, SLICE("    <VerProto>"), header->protocol, SLICE("</VerProto>\n"));
    put_element(out, SLICE("    <SessionID>"), header->session, SLICE("</SessionID>\n    <MsgID>0</MsgID>\n"));
    put_element(out, SLICE("    <Target>\n      <LocURI>"), header->target, SLICE("</LocURI>\n    </Target>\n"));
    put_element(out, SLICE("    <Source>\n      <LocURI>"), header->source, SLICE("</LocURI>\n    </Source>\n"));
    put_element(out, SLICE("  </SyncHdr>\n  <SyncBody>\n    <"), header->command, SLICE(">\n      <CmdID>1</CmdID>\n"));
}

/* Meta/Format on every item whose format is not chr; binary values are b64 here. */
static void put_format(struct bytes_writer *out, cpdm_format format)
{
    const char *name = format == CPDM_FORMAT_BIN ? "b64" : cpdm_format_name(format);
    if (format != CPDM_FORMAT_CHR)
        put_element(out, SLICE("        <Meta>\n          <Format xmlns=\"syncml:metinf\">"), slice_of(name),
                    SLICE("</Format>\n        </Meta>\n"));
}

static void put_data(struct bytes_writer *out, const struct dm_node *node)
{
    if (!node->value.length) {
        bytes_put_text(out, "        <Data/>\n");
        return;
    }
    bytes_put_text(out, "        <Data>");
    if (node->format == CPDM_FORMAT_BIN)
        base64_put(out, node->value);
    else
        xml_put_text(out, node->value);
    bytes_put_text(out, "</Data>\n");
}

static void put_item(struct bytes_writer *out, const struct dm_node *node)
{
    bytes_put_text(out, "      <Item>\n        <Target>\n          <LocURI>");
    xml_put_text(out, node->parent->uri);
    bytes_put(out, '/');
    xml_put_text(out, node->name);
    bytes_put_text(out, "</LocURI>\n        </Target>\n");
    put_format(out, (cpdm_format)node->format);
    put_data(out, node);
    bytes_put_text(out, "      </Item>\n");
}

/* Octets of all items, roughly: a buffer that has to grow costs twice its size. */
static size_t estimate_items(const struct cpdm_tree *tree)
{
    size_t size = 0;
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL;)
        size += 220 + node->parent->uri.length + node->name.length +
                (node->format == CPDM_FORMAT_NODE ? 0 : node->value.length + node->value.length / 3);
    return size;
}

cpdm_status emit_syncml_xml(struct job *job, const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                            const cpdm_package_options *options, cpdm_slice *octets)
{
    struct emit_header header = emit_header(tables, tree, options);
    struct bytes_writer out = bytes_writer(&job->arena, 1024 + estimate_items(tree));
    put_header(&out, &header);
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL;)
        if (!node->permanent)
            put_item(&out, node);
    put_element(&out, SLICE("    </"), header.command, SLICE(">\n"));
    if (tables->final)
        bytes_put_text(&out, "    <Final/>\n");
    bytes_put_text(&out, "  </SyncBody>\n</SyncML>\n");
    return bytes_close(&out, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}

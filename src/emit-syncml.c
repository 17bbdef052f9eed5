/* SPDX-License-Identifier: MIT */
/*
 * The package as XML, indented and deterministic: one command, its items parents first, binary values as Format b64; or
 * its one item the whole tree, as a TNDS in a CDATA section.
 */
#include "emit-syncml.h"

#include "base64.h"
#include "emit-tnds.h"
#include "xml-write.h"

struct xml {
    struct bytes_writer out;
    unsigned depth; /* of open elements */
};

static void put_indentation(struct xml *xml)
{
    static const char blanks[] = "                ";
    bytes_put_slice(&xml->out, slice(blanks, 2 * xml->depth));
}

static void put_tag(struct xml *xml, const char *before, cpdm_slice name, const char *after)
{
    put_indentation(xml);
    bytes_put_slice(&xml->out, slice_of(before));
    bytes_put_slice(&xml->out, name);
    bytes_put_slice(&xml->out, slice_of(after));
}

static void put_start(struct xml *xml, const char *name)
{
    put_tag(xml, "<", slice_of(name), ">\n");
    xml->depth++;
}

static void put_end(struct xml *xml, const char *name)
{
    xml->depth--;
    put_tag(xml, "</", slice_of(name), ">\n");
}

/* One line: an element with a text. `attributes` begins with a blank where there are any. */
static void put_leaf(struct xml *xml, const char *name, const char *attributes, cpdm_slice text)
{
    put_tag(xml, "<", slice_of(name), attributes);
    bytes_put(&xml->out, '>');
    xml_put_text(&xml->out, text);
    bytes_put_text(&xml->out, "</");
    bytes_put_slice(&xml->out, slice_of(name));
    bytes_put_text(&xml->out, ">\n");
}

static void put_metinf(struct xml *xml, const char *name, cpdm_slice text)
{
    put_leaf(xml, name, " xmlns=\"syncml:metinf\"", text);
}

static void put_address(struct xml *xml, const char *name, cpdm_slice uri)
{
    put_start(xml, name);
    put_leaf(xml, "LocURI", "", uri);
    put_end(xml, name);
}

static void put_header(struct xml *xml, const struct emit_plan *plan)
{
    bytes_put_text(&xml->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    bytes_put_slice(&xml->out, plan->tables->syncml12 ? SLICE("<SyncML xmlns=\"SYNCML:SYNCML1.2\">\n")
                                                      : SLICE("<SyncML xmlns=\"SYNCML:SYNCML1.1\">\n"));
    xml->depth++;
    put_start(xml, "SyncHdr");
    put_leaf(xml, "VerDTD", "", plan->tables->syncml);
    put_leaf(xml, "VerProto", "", plan->tables->verproto);
    put_leaf(xml, "SessionID", "", emit_session(plan));
    put_leaf(xml, "MsgID", "", SLICE("0"));
    put_address(xml, "Target", plan->target);
    put_address(xml, "Source", plan->source);
    put_end(xml, "SyncHdr");
}

/* Meta/Format on every item whose format is not chr; binary values are b64 here. */
static void put_format(struct xml *xml, cpdm_format format)
{
    if (format == CPDM_FORMAT_CHR)
        return;
    put_start(xml, "Meta");
    put_metinf(xml, "Format", slice_of(format == CPDM_FORMAT_BIN ? "b64" : cpdm_format_name(format)));
    put_end(xml, "Meta");
}

static void put_data(struct xml *xml, const struct dm_node *node)
{
    if (!node->value.length) {
        put_tag(xml, "<", SLICE("Data"), "/>\n");
    } else if (node->format == CPDM_FORMAT_BIN) {
        put_tag(xml, "<", SLICE("Data"), ">");
        base64_put(&xml->out, node->value);
        bytes_put_text(&xml->out, "</Data>\n");
    } else {
        put_leaf(xml, "Data", "", node->value);
    }
}

/* Target of an item; `property` is what stands behind the node's URI. */
static void put_target(struct xml *xml, const struct dm_node *node, cpdm_slice property)
{
    put_start(xml, "Target");
    put_tag(xml, "<", SLICE("LocURI"), ">");
    xml_put_text(&xml->out, node->parent->uri);
    bytes_put(&xml->out, '/');
    xml_put_text(&xml->out, node->name);
    bytes_put_slice(&xml->out, property);
    bytes_put_text(&xml->out, "</LocURI>\n");
    put_end(xml, "Target");
}

static void put_items(struct xml *xml, const struct cpdm_tree *tree)
{
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL;) {
        if (node->permanent)
            continue;
        put_start(xml, "Item");
        put_target(xml, node, slice("", 0));
        put_format(xml, (cpdm_format)node->format);
        put_data(xml, node);
        put_end(xml, "Item");
    }
}

/* NODE?prop=ACL for each object (DM Tree and Description, the ACL property). */
static bool put_acls(struct xml *xml, struct job *job, const struct cpdm_tree *tree)
{
    struct dm_acl acls = {job, tree, {NULL, 0}};
    cpdm_slice text;
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next_object(node)) != NULL;) {
        if (!dm_acl_of(&acls, node, &text))
            return false;
        if (!text.length)
            continue;
        put_start(xml, "Item");
        put_target(xml, node, SLICE("?prop=ACL"));
        put_leaf(xml, "Data", "", text);
        put_end(xml, "Item");
    }
    return true;
}

/* The one item of a package to the inbox. */
static cpdm_status put_tnds(struct xml *xml, struct job *job, const struct emit_plan *plan)
{
    cpdm_slice text;
    cpdm_status status = emit_tnds_xml(job, plan->tree, &text);
    if (status)
        return status;
    put_start(xml, "Item");
    put_address(xml, "Target", plan->inbox);
    put_start(xml, "Meta");
    put_metinf(xml, "Format", SLICE("xml"));
    put_metinf(xml, "Type", SLICE("application/vnd.syncml.dmtnds+xml"));
    put_end(xml, "Meta");
    put_tag(xml, "<", SLICE("Data"), "><![CDATA[");
    bytes_put_slice(&xml->out, text);
    bytes_put_text(&xml->out, "]]></Data>\n");
    put_end(xml, "Item");
    return CPDM_OK;
}

static void put_command(struct xml *xml, const struct emit_plan *plan, const char *name, bool second)
{
    put_start(xml, name);
    put_leaf(xml, "CmdID", "", slice_of(emit_command_id(plan, second)));
}

/* An ACL is replaced, never added: behind an Add it needs a command of its own. */
static cpdm_status put_commands(struct xml *xml, struct job *job, const struct emit_plan *plan)
{
    const char *command = plan->tables->add ? "Add" : "Replace";
    bool done = true;
    put_command(xml, plan, command, false);
    if (plan->inbox.length) {
        cpdm_status status = put_tnds(xml, job, plan);
        if (status)
            return status;
    } else {
        put_items(xml, plan->tree);
    }
    if (plan->acls) {
        if (plan->tables->add) {
            put_end(xml, command);
            put_command(xml, plan, command = "Replace", true);
        }
        done = put_acls(xml, job, plan->tree);
    }
    put_end(xml, command);
    return done ? CPDM_OK : diag_no_memory(&job->diag);
}

static cpdm_status put_body(struct xml *xml, struct job *job, const struct emit_plan *plan)
{
    put_start(xml, "SyncBody");
    if (plan->tables->atomic) {
        put_start(xml, "Atomic");
        put_leaf(xml, "CmdID", "", SLICE("1"));
    }
    cpdm_status status = put_commands(xml, job, plan);
    if (plan->tables->atomic)
        put_end(xml, "Atomic");
    if (plan->tables->final)
        put_tag(xml, "<", SLICE("Final"), "/>\n");
    put_end(xml, "SyncBody");
    return status;
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
    struct emit_plan plan;
    cpdm_status status = emit_plan(job, tables, tree, options, &plan);
    if (status)
        return status;
    struct xml xml = {bytes_writer(&job->arena, 1024 + (plan.inbox.length ? 0 : estimate_items(tree))), 0};
    put_header(&xml, &plan);
    status = put_body(&xml, job, &plan);
    put_end(&xml, "SyncML");
    if (status)
        return status;
    return bytes_close(&xml.out, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}

/* SPDX-License-Identifier: MIT */
/*
 * A TNDS document to the management tree that it describes (OMA DM TNDS 1.2, TNDS syntax; DM Tree and Description 1.2
 * section 8): Node by Node, with the identifiers and ACLs of the objects. What a device keeps by itself of a node
 * (Name, Size, Title, TStamp, VerNo) is no part of what is provisioned.
 */
#include "dm-read.h"

struct node_parts { /* of a Node; NULL where it has none */
    const struct syncml_node *name, *path, *acl, *format, *type, *value, *first;
};

/* The one child of Format or Type. */
static cpdm_status read_choice(struct dm_reader *reader, const struct syncml_node *element,
                               const struct syncml_node **choice)
{
    *choice = element->first;
    if (!*choice || (*choice)->next)
        return dm_read_fail(reader, CPDM_RULE_TNDS_NODE, element, "one element belongs into a ", syncml_name(element));
    return CPDM_OK;
}

static cpdm_status take_once(struct dm_reader *reader, const struct syncml_node **slot, const struct syncml_node *node)
{
    if (*slot)
        return dm_read_fail(reader, CPDM_RULE_TNDS_NODE, node, "a Node has twice its ", syncml_name(node));
    *slot = node;
    return CPDM_OK;
}

static cpdm_status read_property(struct dm_reader *reader, const struct syncml_node *node, struct node_parts *parts)
{
    cpdm_status status = CPDM_OK;
    switch (syncml_tag(node)) {
    case DMDDF_ACL: return take_once(reader, &parts->acl, node);
    case DMDDF_Format:
        status = take_once(reader, &parts->format, node);
        return status ? status : read_choice(reader, node, &parts->format);
    case DMDDF_Type:
        status = take_once(reader, &parts->type, node);
        return status ? status : read_choice(reader, node, &parts->type);
    case DMDDF_Name:
    case DMDDF_Size:
    case DMDDF_Title:
    case DMDDF_TStamp:
    case DMDDF_VerNo: return CPDM_OK;
    default: /* a number from the document, not an enum */
        return dm_read_fail(reader, CPDM_RULE_TNDS_NODE, node, "RTProperties have no ", syncml_name(node));
    }
}

static cpdm_status read_properties(struct dm_reader *reader, const struct syncml_node *properties,
                                   struct node_parts *parts)
{
    cpdm_status status = CPDM_OK;
    for (const struct syncml_node *node = properties->first; node && !status; node = node->next)
        status = read_property(reader, node, parts);
    return status;
}

static cpdm_status read_part(struct dm_reader *reader, const struct syncml_node *node, struct node_parts *parts)
{
    unsigned tag = syncml_tag(node);
    if (tag != DMDDF_NodeName && !parts->name)
        return dm_read_fail(reader, CPDM_RULE_TNDS_NODE, node, "a Node begins with its NodeName, not with ",
                            syncml_name(node));
    switch (tag) {
    case DMDDF_NodeName: return take_once(reader, &parts->name, node);
    case DMDDF_Path: return take_once(reader, &parts->path, node);
    case DMDDF_RTProperties: return read_properties(reader, node, parts);
    case DMDDF_Value: return take_once(reader, &parts->value, node);
    case DMDDF_Node: parts->first = parts->first ? parts->first : node; return CPDM_OK;
    default: /* DFProperties describe what a device can do: that is a DDF */
        return dm_read_fail(reader, CPDM_RULE_TNDS_NODE, node, "a Node of a TNDS has no ", syncml_name(node));
    }
}

static cpdm_status read_parts(struct dm_reader *reader, const struct syncml_node *element, struct node_parts *parts)
{
    cpdm_status status = CPDM_OK;
    *parts = (struct node_parts){.name = NULL};
    for (const struct syncml_node *node = element->first; node && !status; node = node->next)
        status = read_part(reader, node, parts);
    if (!status && !parts->name)
        status = dm_read_fail(reader, CPDM_RULE_TNDS_NODE, element, "a Node has no ", SLICE("NodeName"));
    if (!status && parts->value && parts->first)
        status = dm_read_fail(reader, CPDM_RULE_TNDS_NODE, parts->value,
                              "a Node has a Value or Nodes, and this has both", slice("", 0));
    return status;
}

/* As it is stated, else as what is there tells. */
static cpdm_status settle_format(struct dm_reader *reader, const struct node_parts *parts, cpdm_format *format)
{
    bool leaf = parts->value || (parts->type && syncml_tag(parts->type) == DMDDF_MIME);
    *format = leaf ? CPDM_FORMAT_CHR : CPDM_FORMAT_NODE;
    if (parts->format && !dm_read_format(syncml_name(parts->format), format))
        return dm_read_fail(reader, CPDM_RULE_SYNCML_FORMAT, parts->format,
                            "the Format of a Node is node, chr, int, bool, bin, b64, xml or null, not ",
                            syncml_name(parts->format));
    if (*format != CPDM_FORMAT_NODE && parts->first)
        return dm_read_fail(reader, CPDM_RULE_TNDS_NODE, parts->first,
                            "there is a Node in a leaf: ", parts->name->text);
    return CPDM_OK;
}

/* Where the Path of an object leads; every device has what stands there. "./A", "A", ".", "./" and nothing are known.
 */
static cpdm_status follow_path(struct dm_reader *reader, const struct syncml_node *path, struct dm_node **parent)
{
    cpdm_slice uri = path->text;
    if (slice_starts_with(uri, SLICE("./")))
        uri = slice(uri.data + 2, uri.length - 2);
    else if (slice_is(uri, ".") || slice_is(uri, "/"))
        uri.length = 0;
    if (uri.length && uri.data[uri.length - 1] == '/')
        uri.length--;
    *parent = &reader->tree->root;
    if (!uri.length)
        return CPDM_OK;
    *parent = dm_read_walk(reader, *parent, uri);
    if (!*parent)
        return dm_read_fail_place(reader, path, path);
    for (struct dm_node *node = *parent; node; node = node->parent)
        node->permanent |= node->why == DM_WHY_STRUCTURE;
    return CPDM_OK;
}

static void keep_properties(struct dm_reader *reader, const struct node_parts *parts, struct dm_node *node)
{
    if (node->format == CPDM_FORMAT_NODE) {
        node->acl = parts->acl ? parts->acl->text : slice("", 0);
        node->type = parts->type && syncml_tag(parts->type) == DMDDF_DDFName ? parts->type->text : slice("", 0);
    } else if (parts->acl) {
        diag_warn(&reader->job->diag, CPDM_RULE_TNDS_ACL, parts->acl->offset,
                  syncml_path(&reader->job->arena, parts->acl), NULL, "the ACL of the leaf %.*s is left out",
                  DIAG_TEXT(node->name));
    }
}

static cpdm_status take_node(struct dm_reader *reader, const struct syncml_node *element, struct dm_node *parent,
                             struct dm_node **made)
{
    struct node_parts parts;
    cpdm_format format = CPDM_FORMAT_NODE;
    cpdm_status status = read_parts(reader, element, &parts);
    if (!status)
        status = settle_format(reader, &parts, &format);
    if (!status && parts.path)
        status = follow_path(reader, parts.path, &parent);
    if (status)
        return status;
    cpdm_slice name = parts.name->text;
    if (!dm_name_is_safe(name))
        return dm_read_fail(reader, CPDM_RULE_SYNCML_URI, parts.name, "a NodeName is no node name: ", name);
    *made = dm_read_place(reader, parent, name, format, parts.value ? parts.value->text : slice("", 0));
    if (!*made)
        return dm_read_fail_place(reader, parts.name, parts.value ? parts.value : parts.name);
    keep_properties(reader, &parts, *made);
    return CPDM_OK;
}

static const struct syncml_node *find_node(const struct syncml_node *element)
{
    while (element && syncml_tag(element) != DMDDF_Node)
        element = element->next;
    return element;
}

/* All Nodes from `element` on and in them, outer ones first. */
static cpdm_status take_nodes(struct dm_reader *reader, const struct syncml_node *element)
{
    struct dm_node *above[LIMIT_DEPTH_MAX + 1] = {&reader->tree->root}; /* the readers of elements enforce the depth */
    size_t depth = 0;
    while (element) {
        cpdm_status status = take_node(reader, element, above[depth], &above[depth + 1]);
        if (status)
            return status;
        const struct syncml_node *inner = find_node(element->first), *next = find_node(element->next);
        if (inner) {
            depth++;
            element = inner;
            continue;
        }
        for (; !next && depth; depth--) {
            element = element->parent;
            next = find_node(element->next);
        }
        element = next;
    }
    return CPDM_OK;
}

cpdm_status dm_read_mgmt_tree(struct dm_reader *reader, const struct syncml_node *mgmt_tree)
{
    const struct syncml_node *version = mgmt_tree->first, *node = version ? version->next : NULL;
    if (!version || syncml_tag(version) != DMDDF_VerDTD)
        return dm_read_fail(reader, CPDM_RULE_TNDS_NODE, version ? version : mgmt_tree,
                            "the MgmtTree does not begin with ", SLICE("VerDTD"));
    if (!slice_is(version->text, "1.2"))
        return dm_read_fail_value(reader, CPDM_RULE_TNDS_NODE, version, "1.2");
    while (node && (syncml_tag(node) == DMDDF_Man || syncml_tag(node) == DMDDF_Mod))
        node = node->next;
    if (!node)
        return dm_read_fail(reader, CPDM_RULE_TNDS_NODE, mgmt_tree, "the MgmtTree has no ", SLICE("Node"));
    for (const struct syncml_node *other = node; other; other = other->next)
        if (syncml_tag(other) != DMDDF_Node)
            return dm_read_fail(reader, CPDM_RULE_TNDS_NODE, other, "behind VerDTD a MgmtTree has Nodes, not ",
                                syncml_name(other));
    return take_nodes(reader, node);
}

cpdm_status dm_read_tnds(struct job *job, const struct cpdm_package *package, struct cpdm_tree **tree)
{
    struct dm_reader reader;
    if (!dm_read_begin(&reader, job, NULL))
        return job->diag.error.status;
    cpdm_status status = dm_read_mgmt_tree(&reader, package->root);
    if (!status)
        *tree = reader.tree;
    return status;
}

/* SPDX-License-Identifier: MIT */
/*
 * A bootstrap package of the plain profile to the management tree that it makes. In SyncML 1.1 what breaks SyncML DM
 * Bootstrap 1.1 (seed 000) section 6.3.1 is refused by name: one command of items, each the value of one node. DM
 * Bootstrap 1.2 and 1.3 allow what a DM message has: Adds and Replaces, in an Atomic or not, and items that hold
 * objects as a TNDS.
 */
#include "dm-read.h"

struct reader {
    struct dm_reader base;
    const struct dm_read_options *options;
    bool plain; /* SyncML 1.1: section 6.3.1 holds to the letter */
};

struct item { /* the elements of an Item; NULL where it has none */
    const struct syncml_node *node, *uri, *format, *data;
};

static cpdm_status fail(struct reader *reader, enum diag_rule rule, const struct syncml_node *node,
                        const char *sentence, cpdm_slice detail)
{
    return dm_read_fail(&reader->base, rule, node, sentence, detail);
}

static cpdm_status fail_value(struct reader *reader, enum diag_rule rule, const struct syncml_node *node,
                              const char *must)
{
    return dm_read_fail_value(&reader->base, rule, node, must);
}

/* Target or Source: one LocURI that is not empty, no LocName. (A device's or server's display name is no harm in 1.2.)
 */
static cpdm_status read_location(struct reader *reader, enum diag_rule rule, const struct syncml_node *node,
                                 const struct syncml_node **uri)
{
    *uri = NULL;
    for (const struct syncml_node *child = node->first; child; child = child->next) {
        if (syncml_tag(child) == SYNCML_LocName && !reader->plain && rule == CPDM_RULE_SYNCML_HEADER)
            continue;
        if (syncml_tag(child) == SYNCML_LocName)
            return fail(reader, rule, child, "LocName is not allowed in the ", syncml_name(node));
        if (syncml_tag(child) != SYNCML_LocURI)
            return fail(reader, rule, child, "the only element of a Target or Source is LocURI, and this is ",
                        syncml_name(child));
        if (*uri)
            return fail(reader, rule, child, "a second LocURI in the ", syncml_name(node));
        *uri = child;
    }
    if (!*uri || (*uri)->first || (*uri)->text.length == 0)
        return fail(reader, rule, node, "there is no LocURI in the ", syncml_name(node));
    return CPDM_OK;
}

/* ---- SyncHdr: section 6.3.1.1 -------------------------------------------------------------------------- */

static const struct header_row {
    unsigned tag;
    const char *name;
} header_rows[] = {
    {SYNCML_VerDTD, "VerDTD"}, {SYNCML_VerProto, "VerProto"}, {SYNCML_SessionID, "SessionID"},
    {SYNCML_MsgID, "MsgID"},   {SYNCML_Target, "Target"},     {SYNCML_Source, "Source"},
};

enum { HEADER_ROWS = sizeof header_rows / sizeof *header_rows };

static bool is_header_element(const struct syncml_node *node)
{
    for (size_t i = 0; i < HEADER_ROWS; i++)
        if (syncml_tag(node) == header_rows[i].tag)
            return true;
    return false;
}

/* The release: VerDTD is that of the document type, VerProto that of DM over it ("SyncMLDM/1.1" in the 2002 release).
 */
static cpdm_status check_version(struct reader *reader, const struct syncml_node *node)
{
    bool first_release = reader->plain;
    if (syncml_tag(node) == SYNCML_VerDTD) {
        const char *version = first_release ? "1.1" : "1.2";
        return slice_is(node->text, version) ? CPDM_OK : fail_value(reader, CPDM_RULE_SYNCML_HEADER, node, version);
    }
    bool known = first_release ? slice_is(node->text, "DM/1.1") || slice_is(node->text, "SyncMLDM/1.1")
                               : slice_is(node->text, "DM/1.2") || slice_is(node->text, "DM/1.3");
    const char *must = first_release ? "DM/1.1 or SyncMLDM/1.1" : "DM/1.2 or DM/1.3";
    return known ? CPDM_OK : fail_value(reader, CPDM_RULE_SYNCML_HEADER, node, must);
}

/* SessionID and MsgID: "0" in the plain profile of 1.1; later releases do not say. */
static cpdm_status check_number(struct reader *reader, const struct syncml_node *node, bool any)
{
    if ((any || !reader->plain) && node->text.length)
        return CPDM_OK;
    return slice_is(node->text, "0") ? CPDM_OK : fail_value(reader, CPDM_RULE_SYNCML_HEADER, node, "0");
}

static cpdm_status check_header_element(struct reader *reader, const struct syncml_node *node)
{
    const struct syncml_node *uri;
    cpdm_status status = CPDM_OK;
    switch (syncml_tag(node)) {
    case SYNCML_VerDTD:
    case SYNCML_VerProto: return check_version(reader, node);
    case SYNCML_SessionID: return check_number(reader, node, reader->options && reader->options->any_session);
    case SYNCML_MsgID: return check_number(reader, node, false);
    default: /* Target or Source */
        status = read_location(reader, CPDM_RULE_SYNCML_HEADER, node, &uri);
        if (!status && syncml_tag(node) == SYNCML_Source)
            reader->base.tree->server = uri->text;
        return status;
    }
}

static cpdm_status check_header(struct reader *reader, const struct syncml_node *header)
{
    const struct syncml_node *node = header->first;
    for (size_t i = 0; i < HEADER_ROWS; i++, node = node->next) {
        if (node && !is_header_element(node))
            break;
        if (!node || syncml_tag(node) != header_rows[i].tag)
            return fail(reader, CPDM_RULE_SYNCML_HEADER, node ? node : header, "the SyncHdr has no ",
                        slice_of(header_rows[i].name));
        cpdm_status status = check_header_element(reader, node);
        if (status)
            return status;
    }
    if (node && reader->plain)
        return fail(reader, CPDM_RULE_SYNCML_HEADER, node,
                    "the SyncHdr has its six elements once, and nothing beside them, but here is ", syncml_name(node));
    return CPDM_OK;
}

/* ---- Items: section 6.3.1.2 ---------------------------------------------------------------------------- */

static cpdm_status read_meta(struct reader *reader, const struct syncml_node *meta, struct item *item)
{
    const struct syncml_node *type = NULL;
    for (const struct syncml_node *child = meta->first; child; child = child->next) {
        unsigned tag = syncml_tag(child);
        if ((tag == METINF_Format && item->format) || (tag == METINF_Type && type))
            return fail(reader, CPDM_RULE_SYNCML_ITEM, child, "a Meta has twice its ", syncml_name(child));
        if (tag == METINF_Format)
            item->format = child;
        else if (tag == METINF_Type)
            type = child;
        else
            return fail(reader, CPDM_RULE_SYNCML_ITEM, child,
                        "the Meta of a bootstrap item has Format and Type, and here is ", syncml_name(child));
    }
    return CPDM_OK;
}

/* The elements of one Item: Target, perhaps Meta, Data, each once. */
static cpdm_status read_item(struct reader *reader, const struct syncml_node *node, struct item *item)
{
    const struct syncml_node *meta = NULL;
    cpdm_status status = CPDM_OK;
    *item = (struct item){.node = node};
    for (const struct syncml_node *child = node->first; child && !status; child = child->next) {
        unsigned tag = syncml_tag(child);
        if ((tag == SYNCML_Target && item->uri) || (tag == SYNCML_Meta && meta) || (tag == SYNCML_Data && item->data))
            return fail(reader, CPDM_RULE_SYNCML_ITEM, child, "an Item has twice its ", syncml_name(child));
        if (tag == SYNCML_Target) {
            status = read_location(reader, CPDM_RULE_SYNCML_ITEM, child, &item->uri);
        } else if (tag == SYNCML_Meta) {
            meta = child;
            status = read_meta(reader, child, item);
        } else if (tag == SYNCML_Data) {
            item->data = child;
        } else {
            status = fail(reader, CPDM_RULE_SYNCML_ITEM, child, "an Item of a bootstrap package has no ",
                          syncml_name(child));
        }
    }
    if (!status && !item->uri)
        return fail(reader, CPDM_RULE_SYNCML_ITEM, node, "an Item has no ", SLICE("Target"));
    if (!status && !item->data)
        return fail(reader, CPDM_RULE_SYNCML_ITEM, node, "an Item has no Data (an empty one would do)", slice("", 0));
    if (!status && item->data->first && syncml_tag(item->data->first) != DMDDF_MgmtTree)
        return fail(reader, CPDM_RULE_SYNCML_ITEM, node, "the Data of an Item holds elements", slice("", 0));
    return status;
}

/* The format that the item states, chr where it states none (seed 000 section 6.3.2). */
static cpdm_status read_format(struct reader *reader, const struct item *item, cpdm_format *format)
{
    *format = CPDM_FORMAT_CHR;
    if (!item->format || dm_read_format(item->format->text, format))
        return CPDM_OK;
    return fail_value(reader, CPDM_RULE_SYNCML_FORMAT, item->format, "node, chr, int, bool, bin, b64, xml or null");
}

/* The ACL of a node that the package made before (DM Tree and Description, the ACL property). */
static cpdm_status take_acl(struct reader *reader, const struct item *item, cpdm_slice uri)
{
    cpdm_slice path;
    struct dm_node *node = dm_read_strip(&reader->base, uri, &path)
                               ? dm_tree_find_path(reader->base.tree, &reader->base.tree->root, path)
                               : NULL;
    if (!node || node->format != CPDM_FORMAT_NODE)
        return fail(reader, CPDM_RULE_SYNCML_URI, item->uri,
                    "the ACL of something that the package did not bring as an interior node: ", uri);
    if (node->acl.length)
        return fail(reader, CPDM_RULE_SYNCML_TWICE, item->uri, "a second ACL for ", uri);
    node->acl = item->data->text;
    return CPDM_OK;
}

/* The objects that an item brings to the inbox. */
static cpdm_status take_tnds(struct reader *reader, const struct item *item)
{
    struct dm_reader *base = &reader->base;
    struct syncml_outer outer;
    struct cpdm_package *tnds;
    if (item->data->first)
        return dm_read_mgmt_tree(base, item->data->first);
    syncml_embedded_enter(base->job, &outer);
    cpdm_status status = syncml_read_embedded(base->job, base->xml, item->data->text, &tnds);
    if (!status)
        status = dm_read_mgmt_tree(base, tnds->root);
    syncml_embedded_leave(base->job, &outer, item->data);
    return status ? base->job->diag.error.status : CPDM_OK;
}

static cpdm_status take_node(struct reader *reader, const struct item *item)
{
    struct dm_reader *base = &reader->base;
    cpdm_slice path;
    cpdm_format format;
    cpdm_status status = read_format(reader, item, &format);
    if (status)
        return status;
    if (dm_read_strip(base, item->uri->text, &path) &&
        dm_read_place(base, &base->tree->root, path, format, item->data->text))
        return CPDM_OK;
    return dm_read_fail_place(base, item->uri, item->data);
}

static cpdm_status take_item(struct reader *reader, const struct syncml_node *node)
{
    static const char property[] = "?prop=ACL";
    struct item item;
    cpdm_status status = read_item(reader, node, &item);
    if (status)
        return status;
    if (item.data->first || (!reader->plain && syncml_is_embedded(item.data)))
        return take_tnds(reader, &item);
    cpdm_slice uri = item.uri->text;
    size_t length = sizeof property - 1;
    if (uri.length > length && memcmp(uri.data + uri.length - length, property, length) == 0)
        return take_acl(reader, &item, slice(uri.data, uri.length - length));
    return take_node(reader, &item);
}

/* ---- SyncBody and the whole ---------------------------------------------------------------------------- */

static cpdm_status read_items(struct reader *reader, const struct syncml_node *command)
{
    const struct syncml_node *node = command->first->next; /* behind the CmdID */
    if (!node)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, command, "there is no Item in the ", syncml_name(command));
    for (; node; node = node->next) {
        if (syncml_tag(node) != SYNCML_Item)
            return fail(reader, CPDM_RULE_SYNCML_COMMAND, node, "the command of a bootstrap package has no ",
                        syncml_name(node));
        cpdm_status status = take_item(reader, node);
        if (status)
            return status;
    }
    return CPDM_OK;
}

static cpdm_status check_id(struct reader *reader, const struct syncml_node *command)
{
    const struct syncml_node *node = command->first;
    if (!node || syncml_tag(node) != SYNCML_CmdID)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, node ? node : command, "CmdID does not come first in the ",
                    syncml_name(command));
    if (slice_is(node->text, "1") || (!reader->plain && node->text.length))
        return CPDM_OK;
    return fail_value(reader, CPDM_RULE_SYNCML_COMMAND, node, "1");
}

/* Replace, or Add as deployed servers send it in its place. Anything else is no bootstrap. */
static cpdm_status read_command(struct reader *reader, const struct syncml_node *command)
{
    unsigned tag = syncml_tag(command);
    if (tag != SYNCML_Replace && tag != SYNCML_Add)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, command,
                    reader->plain ? "the command of a bootstrap package is Replace, and this is "
                                  : "the commands of a bootstrap package are Add and Replace, and this is ",
                    syncml_name(command));
    cpdm_status status = check_id(reader, command);
    return status ? status : read_items(reader, command);
}

static cpdm_status read_atomic(struct reader *reader, const struct syncml_node *atomic)
{
    cpdm_status status = check_id(reader, atomic);
    if (!status && !atomic->first->next)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, atomic, "there is no command in the ", syncml_name(atomic));
    for (const struct syncml_node *node = status ? NULL : atomic->first->next; node && !status; node = node->next)
        status = read_command(reader, node);
    return status;
}

/* The plain profile of 1.1: one command, nothing behind it. */
static cpdm_status read_plain_body(struct reader *reader, const struct syncml_node *command)
{
    if (command->next)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, command->next,
                    "a bootstrap package has one Replace and nothing behind it, but here is ",
                    syncml_name(command->next));
    return read_command(reader, command);
}

static cpdm_status read_body(struct reader *reader, const struct syncml_node *body)
{
    const struct syncml_node *command = body->first;
    if (!command || syncml_tag(command) == SYNCML_Final)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, command ? command : body, "there is no command in the ",
                    syncml_name(body));
    if (reader->plain)
        return read_plain_body(reader, command);
    cpdm_status status = CPDM_OK;
    for (; command && !status; command = command->next) {
        if (syncml_tag(command) == SYNCML_Final && !command->next)
            break;
        status = syncml_tag(command) == SYNCML_Atomic ? read_atomic(reader, command) : read_command(reader, command);
    }
    return status;
}

cpdm_status dm_read_syncml(struct job *job, struct xml_reader *xml, const struct cpdm_package *package,
                           const struct dm_read_options *options, struct cpdm_tree **tree)
{
    struct reader reader = {.options = options, .plain = package->language == &wbxml_syncml11};
    const struct syncml_node *header = package->root->first, *body = header ? header->next : NULL;
    if (!dm_read_begin(&reader.base, job, xml))
        return job->diag.error.status;
    if (!header || syncml_tag(header) != SYNCML_SyncHdr)
        return fail(&reader, CPDM_RULE_SYNCML_HEADER, package->root, "the package does not begin with ",
                    SLICE("SyncHdr"));
    if (!body || syncml_tag(body) != SYNCML_SyncBody)
        return fail(&reader, CPDM_RULE_SYNCML_COMMAND, package->root, "behind the SyncHdr there is no ",
                    SLICE("SyncBody"));
    if (body->next)
        return fail(&reader, CPDM_RULE_SYNCML_COMMAND, body->next, "behind the SyncBody there is ",
                    syncml_name(body->next));
    cpdm_status status = check_header(&reader, header);
    if (!status)
        status = read_body(&reader, body);
    if (!status)
        *tree = reader.base.tree;
    return status;
}

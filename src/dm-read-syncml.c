/* SPDX-License-Identifier: MIT */
/*
 * A bootstrap package of the plain profile to the management tree that it makes (SyncML DM Bootstrap 1.1, seed 000
 * section 6.3.1): one Replace of items, each the value of one node. What breaks the section is refused by name.
 */
#include "syncml-doc.h"

struct reader {
    struct job *job;
    struct cpdm_tree *tree;
    const struct dm_read_options *options;
};

struct item { /* the elements of an Item; NULL where it has none */
    const struct syncml_node *node, *uri, *format, *data;
};

static cpdm_status fail(struct reader *reader, enum diag_rule rule, const struct syncml_node *node,
                        const char *sentence, cpdm_slice detail)
{
    struct job *job = reader->job;
    return diag_fail(&job->diag, rule, node->offset, syncml_path(&job->arena, node), NULL, "%s%.*s", sentence,
                     DIAG_TEXT(detail));
}

static cpdm_status fail_value(struct reader *reader, enum diag_rule rule, const struct syncml_node *node,
                              const char *must)
{
    struct job *job = reader->job;
    return diag_fail(&job->diag, rule, node->offset, syncml_path(&job->arena, node), NULL,
                     "%.*s is \"%.*s\", and must be %s", DIAG_TEXT(node->name), DIAG_TEXT(node->text), must);
}

/* Target or Source: one LocURI that is not empty, no LocName. */
static cpdm_status read_location(struct reader *reader, enum diag_rule rule, const struct syncml_node *node,
                                 const struct syncml_node **uri)
{
    *uri = NULL;
    for (const struct syncml_node *child = node->first; child; child = child->next) {
        if (syncml_tag(child) == SYNCML_LocName)
            return fail(reader, rule, child, "LocName is not allowed in the ", node->name);
        if (syncml_tag(child) != SYNCML_LocURI)
            return fail(reader, rule, child, "the only element of a Target or Source is LocURI, and this is ",
                        child->name);
        if (*uri)
            return fail(reader, rule, child, "a second LocURI in the ", node->name);
        *uri = child;
    }
    if (!*uri || (*uri)->first || (*uri)->text.length == 0)
        return fail(reader, rule, node, "there is no LocURI in the ", node->name);
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
static cpdm_status check_version(struct reader *reader, const struct cpdm_package *package,
                                 const struct syncml_node *node)
{
    bool first_release = package->language == &wbxml_syncml11;
    if (syncml_tag(node) == SYNCML_VerDTD) {
        const char *version = first_release ? "1.1" : "1.2";
        return slice_is(node->text, version) ? CPDM_OK : fail_value(reader, CPDM_RULE_SYNCML_HEADER, node, version);
    }
    bool known = first_release ? slice_is(node->text, "DM/1.1") || slice_is(node->text, "SyncMLDM/1.1")
                               : slice_is(node->text, "DM/1.2") || slice_is(node->text, "DM/1.3");
    const char *must = first_release ? "DM/1.1 or SyncMLDM/1.1" : "DM/1.2 or DM/1.3";
    return known ? CPDM_OK : fail_value(reader, CPDM_RULE_SYNCML_HEADER, node, must);
}

static cpdm_status check_header_element(struct reader *reader, const struct cpdm_package *package,
                                        const struct syncml_node *node)
{
    const struct syncml_node *uri;
    cpdm_status status = CPDM_OK;
    switch (syncml_tag(node)) {
    case SYNCML_VerDTD:
    case SYNCML_VerProto: return check_version(reader, package, node);
    case SYNCML_SessionID:
        if (reader->options && reader->options->any_session && node->text.length)
            return CPDM_OK;
        return slice_is(node->text, "0") ? CPDM_OK : fail_value(reader, CPDM_RULE_SYNCML_HEADER, node, "0");
    case SYNCML_MsgID:
        return slice_is(node->text, "0") ? CPDM_OK : fail_value(reader, CPDM_RULE_SYNCML_HEADER, node, "0");
    default: /* Target or Source */
        status = read_location(reader, CPDM_RULE_SYNCML_HEADER, node, &uri);
        if (!status && syncml_tag(node) == SYNCML_Source)
            reader->tree->server = uri->text;
        return status;
    }
}

static cpdm_status check_header(struct reader *reader, const struct cpdm_package *package,
                                const struct syncml_node *header)
{
    const struct syncml_node *node = header->first;
    for (size_t i = 0; i < HEADER_ROWS; i++, node = node->next) {
        if (node && !is_header_element(node))
            break;
        if (!node || syncml_tag(node) != header_rows[i].tag)
            return fail(reader, CPDM_RULE_SYNCML_HEADER, node ? node : header, "the SyncHdr has no ",
                        slice_of(header_rows[i].name));
        cpdm_status status = check_header_element(reader, package, node);
        if (status)
            return status;
    }
    if (node)
        return fail(reader, CPDM_RULE_SYNCML_HEADER, node,
                    "the SyncHdr has its six elements once, and nothing beside them, but here is ", node->name);
    return CPDM_OK;
}

/* ---- Items: section 6.3.1.2 ---------------------------------------------------------------------------- */

static cpdm_status read_meta(struct reader *reader, const struct syncml_node *meta, struct item *item)
{
    const struct syncml_node *type = NULL;
    for (const struct syncml_node *child = meta->first; child; child = child->next) {
        unsigned tag = syncml_tag(child);
        if ((tag == METINF_Format && item->format) || (tag == METINF_Type && type))
            return fail(reader, CPDM_RULE_SYNCML_ITEM, child, "a Meta has twice its ", child->name);
        if (tag == METINF_Format)
            item->format = child;
        else if (tag == METINF_Type)
            type = child;
        else
            return fail(reader, CPDM_RULE_SYNCML_ITEM, child,
                        "the Meta of a bootstrap item has Format and Type, and here is ", child->name);
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
            return fail(reader, CPDM_RULE_SYNCML_ITEM, child, "an Item has twice its ", child->name);
        if (tag == SYNCML_Target) {
            status = read_location(reader, CPDM_RULE_SYNCML_ITEM, child, &item->uri);
        } else if (tag == SYNCML_Meta) {
            meta = child;
            status = read_meta(reader, child, item);
        } else if (tag == SYNCML_Data) {
            item->data = child;
        } else {
            status = fail(reader, CPDM_RULE_SYNCML_ITEM, child, "an Item of a bootstrap package has no ", child->name);
        }
    }
    if (!status && !item->uri)
        return fail(reader, CPDM_RULE_SYNCML_ITEM, node, "an Item has no ", SLICE("Target"));
    if (!status && (!item->data || item->data->first))
        return fail(reader, CPDM_RULE_SYNCML_ITEM, node,
                    item->data ? "the Data of an Item holds elements" : "an Item has no Data (an empty one would do)",
                    slice("", 0));
    return status;
}

/* The format that the item states, chr where it states none (seed 000 section 6.3.2). */
static cpdm_status read_format(struct reader *reader, const struct item *item, cpdm_format *format)
{
    *format = CPDM_FORMAT_CHR;
    if (!item->format)
        return CPDM_OK;
    *format = CPDM_FORMAT_BIN;
    if (slice_is(item->format->text, "b64"))
        return CPDM_OK;
    for (*format = CPDM_FORMAT_NODE; *format <= CPDM_FORMAT_NULL; ++*format)
        if (slice_is(item->format->text, cpdm_format_name(*format)))
            return CPDM_OK;
    return fail_value(reader, CPDM_RULE_SYNCML_FORMAT, item->format, "node, chr, int, bool, bin, b64, xml or null");
}

static bool is_integer(cpdm_slice text)
{
    uint64_t number;
    bool sign = text.length > 1 && (text.data[0] == '-' || text.data[0] == '+');
    return slice_to_number(sign ? slice(text.data + 1, text.length - 1) : text, UINT64_MAX, &number);
}

/* What is wrong with a value of this format; NULL when nothing is. */
static const char *find_fault(cpdm_format format, cpdm_slice value)
{
    switch (format) {
    case CPDM_FORMAT_NODE: return value.length ? "the Data of an interior node is not empty" : NULL;
    case CPDM_FORMAT_NULL: return value.length ? "the Data of a null node is not empty" : NULL;
    case CPDM_FORMAT_INT: return is_integer(value) ? NULL : "the Data of an int node is not an integer";
    case CPDM_FORMAT_BOOL:
        return slice_is(value, "true") || slice_is(value, "false") ? NULL
                                                                   : "the Data of a bool node is not true or false";
    case CPDM_FORMAT_CHR:
    case CPDM_FORMAT_BIN:
    case CPDM_FORMAT_XML: break;
    }
    return NULL;
}

/* Nodes that every device has (DM standardised objects 1.1.2 section 5.2). */
static bool is_permanent(cpdm_slice uri)
{
    return slice_is(uri, "./SyncML") || slice_is(uri, "./SyncML/DMAcc") || slice_is(uri, "./SyncML/Con");
}

static struct dm_node *add(struct reader *reader, struct dm_node *parent, cpdm_slice name, cpdm_format format,
                           enum dm_why why)
{
    struct dm_node *node = dm_tree_add(reader->job, reader->tree, parent, name, slice_bit(name), format);
    if (node) {
        node->why = (uint8_t)why;
        node->permanent = format == CPDM_FORMAT_NODE && is_permanent(node->uri);
        node->secret = format != CPDM_FORMAT_NODE && dm_name_is_secret(name);
    }
    return node;
}

/* The node that the LocURI ends in. `found` may be there already as structure: an item below it came first. */
static cpdm_status place_leaf(struct reader *reader, const struct item *item, struct dm_node *parent, cpdm_slice name,
                              cpdm_format format)
{
    struct dm_node *found = dm_tree_child(reader->tree, parent, name);
    if (found && found->why == DM_WHY_PARM)
        return fail(reader, CPDM_RULE_SYNCML_TWICE, item->uri, "a second item for ", item->uri->text);
    if (found && format != CPDM_FORMAT_NODE)
        return fail(reader, CPDM_RULE_SYNCML_TWICE, item->uri, "there are nodes below this leaf: ", item->uri->text);
    if (format != CPDM_FORMAT_NODE && is_permanent(item->uri->text))
        return fail(reader, CPDM_RULE_SYNCML_FORMAT, item->uri,
                    "every device has this as an interior node: ", item->uri->text);
    if (found) {
        found->why = DM_WHY_PARM;
        return CPDM_OK;
    }
    struct dm_node *node = add(reader, parent, name, format, DM_WHY_PARM);
    if (!node)
        return reader->job->diag.error.status;
    node->value = item->data->text;
    return CPDM_OK;
}

/* Walks down the LocURI, making the interior nodes that are not there, and places the item at its end. */
static cpdm_status place(struct reader *reader, const struct item *item, cpdm_format format)
{
    cpdm_slice uri = item->uri->text;
    struct dm_node *parent = &reader->tree->root;
    if (!slice_starts_with(uri, SLICE("./")))
        return fail(reader, CPDM_RULE_SYNCML_URI, item->uri, "a LocURI does not begin with \"./\": ", uri);
    for (size_t start = 2;;) {
        const char *slash = start < uri.length ? memchr(uri.data + start, '/', uri.length - start) : NULL;
        size_t end = slash ? (size_t)(slash - uri.data) : uri.length;
        cpdm_slice name = slice(uri.data + start, end - start);
        if (!dm_name_is_safe(name))
            return fail(reader, CPDM_RULE_SYNCML_URI, item->uri, "a LocURI has a segment that is no node name: ", uri);
        if (!slash)
            return place_leaf(reader, item, parent, name, format);
        struct dm_node *node = dm_tree_child(reader->tree, parent, name);
        if (!node)
            node = add(reader, parent, name, CPDM_FORMAT_NODE, DM_WHY_STRUCTURE);
        if (!node)
            return reader->job->diag.error.status;
        if (node->format != CPDM_FORMAT_NODE)
            return fail(reader, CPDM_RULE_SYNCML_TWICE, item->uri, "a node is to be below a leaf: ", uri);
        parent = node;
        start = end + 1;
    }
}

static cpdm_status take_item(struct reader *reader, const struct syncml_node *node)
{
    struct item item;
    cpdm_format format = CPDM_FORMAT_CHR;
    cpdm_status status = read_item(reader, node, &item);
    if (!status)
        status = read_format(reader, &item, &format);
    if (status)
        return status;
    const char *fault = find_fault(format, item.data->text);
    if (fault)
        return fail(reader, CPDM_RULE_SYNCML_FORMAT, item.data, fault, slice("", 0));
    if (item.data->text.length > reader->job->limits.value)
        return fail(reader, CPDM_RULE_VALUE_LIMIT, item.data, "the Data of an Item is longer than a value may be",
                    slice("", 0));
    return place(reader, &item, format);
}

/* ---- SyncBody and the whole ---------------------------------------------------------------------------- */

static cpdm_status read_replace(struct reader *reader, const struct syncml_node *replace)
{
    const struct syncml_node *node = replace->first;
    if (!node || syncml_tag(node) != SYNCML_CmdID)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, node ? node : replace, "the Replace does not begin with ",
                    SLICE("CmdID"));
    if (!slice_is(node->text, "1"))
        return fail_value(reader, CPDM_RULE_SYNCML_COMMAND, node, "1");
    if (!node->next)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, replace, "the Replace has no ", SLICE("Item"));
    for (node = node->next; node; node = node->next) {
        if (syncml_tag(node) != SYNCML_Item)
            return fail(reader, CPDM_RULE_SYNCML_COMMAND, node, "the Replace of a bootstrap package has no ",
                        node->name);
        cpdm_status status = take_item(reader, node);
        if (status)
            return status;
    }
    return CPDM_OK;
}

static cpdm_status read_body(struct reader *reader, const struct syncml_node *body)
{
    const struct syncml_node *command = body->first;
    if (!command)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, body, "the SyncBody has no ", SLICE("Replace"));
    if (syncml_tag(command) != SYNCML_Replace)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, command,
                    "the command of a bootstrap package is Replace, and this is ", command->name);
    if (command->next)
        return fail(reader, CPDM_RULE_SYNCML_COMMAND, command->next,
                    "a bootstrap package has one Replace and nothing behind it, but here is ", command->next->name);
    return read_replace(reader, command);
}

cpdm_status dm_read_syncml(struct job *job, const struct cpdm_package *package, const struct dm_read_options *options,
                           struct cpdm_tree **tree)
{
    struct reader reader = {job, job_alloc(job, sizeof(struct cpdm_tree)), options};
    const struct syncml_node *header = package->root->first, *body = header ? header->next : NULL;
    if (!reader.tree)
        return job->diag.error.status;
    dm_tree_init(reader.tree);
    if (!header || syncml_tag(header) != SYNCML_SyncHdr)
        return fail(&reader, CPDM_RULE_SYNCML_HEADER, package->root, "the package does not begin with ",
                    SLICE("SyncHdr"));
    if (!body || syncml_tag(body) != SYNCML_SyncBody)
        return fail(&reader, CPDM_RULE_SYNCML_COMMAND, package->root, "behind the SyncHdr there is no ",
                    SLICE("SyncBody"));
    if (body->next)
        return fail(&reader, CPDM_RULE_SYNCML_COMMAND, body->next, "behind the SyncBody there is ", body->next->name);
    cpdm_status status = check_header(&reader, package, header);
    if (!status)
        status = read_body(&reader, body);
    if (!status)
        *tree = reader.tree;
    return status;
}

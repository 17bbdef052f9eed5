/* SPDX-License-Identifier: MIT */
/*
 * The package as WBXML (SyncML Representation Protocol 1.1 section 7 tokens; MetInf on code page 1): inline strings,
 * binary values as OPAQUE of Format bin. The parts that are the same in every item are constant octets. A TNDS goes as
 * WBXML of its own in the OPAQUE of the one item.
 */
#include "emit-syncml.h"

#include "base64.h"
#include "emit-tnds.h"
#include "wbxml-write.h"

enum { /* SyncML tag tokens, page 0; 0x40 = with content */
       TAG_ADD = 0x45,
       TAG_ATOMIC = 0x48,
       TAG_CMD_ID = 0x4B,
       TAG_DATA = 0x0F,
       TAG_FINAL = 0x12,
       TAG_ITEM = 0x54,
       TAG_LOC_URI = 0x57,
       TAG_META = 0x5A,
       TAG_MSG_ID = 0x5B,
       TAG_REPLACE = 0x60,
       TAG_SESSION_ID = 0x65,
       TAG_SOURCE = 0x67,
       TAG_SYNC_BODY = 0x6B,
       TAG_SYNC_HDR = 0x6C,
       TAG_SYNC_ML = 0x6D,
       TAG_TARGET = 0x6E,
       TAG_VER_DTD = 0x71,
       TAG_VER_PROTO = 0x72,
       TAG_FORMAT = 0x47, /* MetInf, page 1 */
       TAG_TYPE = 0x53,
       PAGE_SYNCML = 0,
       PAGE_METINF = 1,
       CONTENT = WBXML_HAS_CONTENT,
};

/* Appends where room has been made. */
static inline char *append(char *to, const void *octets, size_t length)
{
    memcpy(to, octets, length);
    return to + length;
}

static const char behind_string[] = {0, WBXML_END_TOKEN};

/* An element with a text: tag, STR_I, the text, NUL, END. */
static void put_leaf(struct bytes_writer *out, uint8_t tag, cpdm_slice text)
{
    const char before[] = {(char)tag, WBXML_STR_I};
    if (!bytes_room(out, sizeof before + text.length + sizeof behind_string))
        return;
    char *to = append(out->next, before, sizeof before);
    to = append(to, text.data, text.length);
    out->next = append(to, behind_string, sizeof behind_string);
}

static void put_address(struct bytes_writer *out, uint8_t tag, cpdm_slice uri)
{
    bytes_put(out, tag);
    put_leaf(out, TAG_LOC_URI, uri);
    bytes_put(out, WBXML_END_TOKEN);
}

static void put_header(struct bytes_writer *out, const struct emit_plan *plan)
{
    wbxml_put_header(out, plan->syncml12 ? &wbxml_syncml12 : &wbxml_syncml11, slice("", 0));
    bytes_put(out, TAG_SYNC_ML);
    bytes_put(out, TAG_SYNC_HDR);
    put_leaf(out, TAG_VER_DTD, plan->version);
    put_leaf(out, TAG_VER_PROTO, plan->protocol);
    put_leaf(out, TAG_SESSION_ID, plan->session);
    put_leaf(out, TAG_MSG_ID, SLICE("0"));
    put_address(out, TAG_TARGET, plan->target);
    put_address(out, TAG_SOURCE, plan->source);
    bytes_put(out, WBXML_END_TOKEN);
    bytes_put(out, TAG_SYNC_BODY);
}

/* An item is: Item, Target, LocURI; the node's URI; behind it, and Meta/Format where the format is not chr; Data. A
 * page switch stands before a tag only: the one back comes before Data. */
static const char before_uri[] = {TAG_ITEM, TAG_TARGET, TAG_LOC_URI, WBXML_STR_I};

enum { BEHIND_URI_MAX = 24 };

#define LENGTH_OF(octets) (sizeof(octets) - 1), (octets)
#define META(name)        LENGTH_OF("\0\x01\x01\x5A\x00\x01\x47\x03" name "\0\x01\x01\0\0")

static const struct {
    size_t length;
    char octets[BEHIND_URI_MAX]; /* copied whole: a copy of fixed length is no call */
} behind_uri[] = {
    [CPDM_FORMAT_NODE] = {META("node")}, [CPDM_FORMAT_CHR] = {LENGTH_OF("\0\x01\x01")},
    [CPDM_FORMAT_INT] = {META("int")},   [CPDM_FORMAT_BOOL] = {META("bool")},
    [CPDM_FORMAT_BIN] = {META("bin")},   [CPDM_FORMAT_XML] = {META("xml")},
    [CPDM_FORMAT_NULL] = {META("null")},
};

static const char before_text[] = {TAG_DATA | CONTENT, WBXML_STR_I};
static const char behind_text[] = {0, WBXML_END_TOKEN, WBXML_END_TOKEN};
static const char no_data[] = {TAG_DATA, WBXML_END_TOKEN};

enum { ITEM_ROOM = sizeof before_uri + sizeof "/" + BEHIND_URI_MAX + sizeof before_text + sizeof behind_text };

/* A binary value is OPAQUE: its octets, or their base64 text for a reader that can only make XML of it. */
static void put_binary(struct job *job, struct bytes_writer *out, cpdm_slice octets, bool as_text)
{
    cpdm_slice text = octets;
    if (as_text) {
        struct bytes_writer digits = bytes_writer(&job->arena, 2 * octets.length);
        base64_put(&digits, octets);
        out->failed = !bytes_finish(&digits, &text) || out->failed;
    }
    wbxml_put_opaque(out, text);
}

/* Data with a binary value, and the end of the item. */
static void put_binary_data(struct job *job, struct bytes_writer *out, cpdm_slice octets, bool as_text)
{
    bytes_put(out, TAG_DATA | CONTENT);
    put_binary(job, out, octets, as_text);
    bytes_put(out, WBXML_END_TOKEN);
    bytes_put(out, WBXML_END_TOKEN);
}

/* The item of a node up to its value. */
static inline char *append_address(char *to, const struct dm_node *node)
{
    to = append(to, before_uri, sizeof before_uri);
    to = bytes_copy(to, node->parent->uri);
    *to++ = '/';
    to = bytes_copy(to, node->name);
    append(to, behind_uri[node->format].octets, BEHIND_URI_MAX);
    return to + behind_uri[node->format].length;
}

static inline char *append_data(char *to, cpdm_slice text)
{
    if (!text.length)
        return append(to, no_data, sizeof no_data);
    to = append(to, before_text, sizeof before_text);
    to = bytes_copy(to, text);
    return append(to, behind_text, sizeof behind_text);
}

static inline void put_item(struct job *job, struct bytes_writer *out, const struct dm_node *node, bool text_binary)
{
    if (!bytes_room(out, ITEM_ROOM + node->parent->uri.length + node->name.length + node->value.length))
        return;
    char *to = append_address(out->next, node);
    if (node->format != CPDM_FORMAT_BIN || !node->value.length) {
        out->next = append_data(to, node->value);
    } else {
        out->next = to;
        put_binary_data(job, out, node->value, text_binary);
    }
}

static void put_items(struct job *job, struct bytes_writer *out, const struct emit_plan *plan)
{
    for (const struct dm_node *node = &plan->tree->root; (node = dm_tree_next(node)) != NULL;)
        if (!node->permanent)
            put_item(job, out, node, plan->text_binary);
}

/* NODE?prop=ACL for each object (DM Tree and Description, the ACL property). */
static bool put_acls(struct job *job, struct bytes_writer *out, const struct cpdm_tree *tree)
{
    struct dm_acl acls = {job, tree, {NULL, 0}};
    cpdm_slice text;
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next_object(node)) != NULL;) {
        if (!dm_acl_of(&acls, node, &text))
            return false;
        if (!text.length)
            continue;
        bytes_put_slice(out, slice(before_uri, sizeof before_uri));
        bytes_put_slice(out, node->parent->uri);
        bytes_put(out, '/');
        bytes_put_slice(out, node->name);
        bytes_put_text(out, "?prop=ACL");
        bytes_put_slice(out, slice(behind_uri[CPDM_FORMAT_CHR].octets, behind_uri[CPDM_FORMAT_CHR].length));
        put_leaf(out, TAG_DATA | CONTENT, text);
        bytes_put(out, WBXML_END_TOKEN);
    }
    return true;
}

/* The one item of a package to the inbox. */
static cpdm_status put_tnds(struct job *job, struct bytes_writer *out, const struct emit_plan *plan)
{
    cpdm_slice octets;
    cpdm_status status = emit_tnds_wbxml(job, plan->tree, plan->text_binary, &octets);
    if (status)
        return status;
    bytes_put(out, TAG_ITEM);
    put_address(out, TAG_TARGET, plan->inbox);
    bytes_put(out, TAG_META);
    bytes_put(out, WBXML_SWITCH_PAGE);
    bytes_put(out, PAGE_METINF);
    put_leaf(out, TAG_FORMAT, SLICE("bin"));
    put_leaf(out, TAG_TYPE, SLICE("application/vnd.syncml.dmtnds+wbxml"));
    bytes_put(out, WBXML_END_TOKEN);
    bytes_put(out, WBXML_SWITCH_PAGE);
    bytes_put(out, PAGE_SYNCML);
    bytes_put(out, TAG_DATA | CONTENT);
    wbxml_put_opaque(out, octets);
    bytes_put(out, WBXML_END_TOKEN);
    bytes_put(out, WBXML_END_TOKEN);
    return CPDM_OK;
}

static void put_command(struct bytes_writer *out, const struct emit_plan *plan, uint8_t tag, bool second)
{
    bytes_put(out, tag);
    put_leaf(out, TAG_CMD_ID, slice_of(emit_command_id(plan, second)));
}

/* An ACL is replaced, never added: behind an Add it needs a command of its own. */
static cpdm_status put_commands(struct job *job, struct bytes_writer *out, const struct emit_plan *plan)
{
    cpdm_status status = CPDM_OK;
    put_command(out, plan, plan->add ? TAG_ADD : TAG_REPLACE, false);
    if (plan->inbox.length)
        status = put_tnds(job, out, plan);
    else
        put_items(job, out, plan);
    if (!status && plan->acl_items && plan->tree->accounts) {
        if (plan->add) {
            bytes_put(out, WBXML_END_TOKEN);
            put_command(out, plan, TAG_REPLACE, true);
        }
        status = put_acls(job, out, plan->tree) ? CPDM_OK : diag_no_memory(&job->diag);
    }
    bytes_put(out, WBXML_END_TOKEN);
    return status;
}

cpdm_status emit_syncml_wbxml(struct job *job, const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                              const cpdm_package_options *options, cpdm_slice *octets)
{
    struct emit_plan plan;
    cpdm_status status = emit_plan(job, tables, tree, options, &plan);
    if (status)
        return status;
    struct bytes_writer out = bytes_writer(&job->arena, 512 + 96 * tree->count);
    put_header(&out, &plan);
    if (plan.atomic) {
        bytes_put(&out, TAG_ATOMIC);
        put_leaf(&out, TAG_CMD_ID, SLICE("1"));
    }
    status = put_commands(job, &out, &plan);
    if (plan.atomic)
        bytes_put(&out, WBXML_END_TOKEN);
    if (plan.final)
        bytes_put(&out, TAG_FINAL);
    bytes_put(&out, WBXML_END_TOKEN);
    bytes_put(&out, WBXML_END_TOKEN);
    if (status)
        return status;
    return bytes_close(&out, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}

/* SPDX-License-Identifier: MIT */
/*
 * Elements and text as a reader meets them to the tree of a SyncML message, whatever the encoding (SyncML
 * Representation Protocol 1.1 section 5; its order is relied on: Target, Meta, Data). Here it is settled what of a Data
 * is text and what is octets: Format bin or b64 makes it octets, in XML always written as base64.
 */
#include "base64.h"
#include "syncml-doc.h"

cpdm_status syncml_build_begin(struct syncml_builder *builder, struct job *job, const struct wbxml_language *language,
                               bool from_wbxml)
{
    struct cpdm_package *package = syncml_new(job, language);
    if (!package)
        return job->diag.error.status;
    package->from_wbxml = from_wbxml;
    builder->job = job;
    builder->package = package;
    builder->open = NULL;
    builder->depth = 0;
    builder->text = slice(NULL, 0);
    builder->pieces = (struct bytes_writer){.arena = &job->arena};
    builder->opaque = false;
    return CPDM_OK;
}

unsigned syncml_build_find(const struct syncml_builder *builder, cpdm_slice name)
{
    const struct wbxml_language *language = builder->package->language;
    const struct syncml_node *parent = builder->open;
    unsigned here = !parent ? 0 : syncml_tag(parent) == SYNCML_Meta ? 1 : parent->page;
    unsigned tag = syncml_find_tag(language, here, name);
    for (unsigned page = 0; !tag && page < language->page_count; page++)
        tag = syncml_find_tag(language, page, name);
    return tag;
}

static bool is_blank(cpdm_slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] != ' ' && text.data[i] != '\t' && text.data[i] != '\r' && text.data[i] != '\n')
            return false;
    return true;
}

/* The text of the open element so far. */
static cpdm_slice text_so_far(const struct syncml_builder *builder)
{
    const struct bytes_writer *pieces = &builder->pieces;
    return pieces->next == pieces->start ? builder->text : slice(pieces->start, (size_t)(pieces->next - pieces->start));
}

static void forget_text(struct syncml_builder *builder)
{
    builder->text = slice(NULL, 0);
    builder->pieces.next = builder->pieces.start;
    builder->opaque = false;
}

static cpdm_status fail_mixed(struct syncml_builder *builder, size_t offset)
{
    return diag_fail(&builder->job->diag, CPDM_RULE_SYNCML_NESTING, offset,
                     syncml_path(&builder->job->arena, builder->open), NULL, "%.*s holds both text and elements",
                     DIAG_TEXT(syncml_name(builder->open)));
}

/* Whether the element may stand here: SyncML at the root, and nothing behind the Data that it would describe. */
static cpdm_status check_place(struct syncml_builder *builder, unsigned tag, size_t offset)
{
    struct diag *diag = &builder->job->diag;
    const struct syncml_node *open = builder->open;
    if (!open && tag != SYNCML_SyncML && tag != DMDDF_MgmtTree)
        return diag_fail(diag, CPDM_RULE_SYNCML_ROOT, offset, NULL, "a package begins with <SyncML>",
                         "the root element is not SyncML");
    if (!open)
        return CPDM_OK;
    if (!is_blank(text_so_far(builder)))
        return fail_mixed(builder, builder->text_offset);
    if (builder->levels[builder->depth].data_seen && (tag == SYNCML_Meta || tag == SYNCML_Target))
        return diag_fail(diag, CPDM_RULE_SYNCML_NESTING, offset, syncml_path(&builder->job->arena, open), NULL,
                         "%s stands behind the Data that it describes", tag == SYNCML_Meta ? "Meta" : "Target");
    return CPDM_OK;
}

cpdm_status syncml_build_start(struct syncml_builder *builder, unsigned tag, size_t offset)
{
    cpdm_status status = check_place(builder, tag, offset);
    if (status)
        return status;
    forget_text(builder);
    struct syncml_node *node = syncml_add(builder->job, builder->package, builder->open, tag, slice(NULL, 0));
    if (!node)
        return builder->job->diag.error.status;
    node->offset = (uint32_t)offset;
    builder->depth += builder->open ? 1 : 0;
    builder->levels[builder->depth] = (struct syncml_level){.format = NULL};
    builder->open = node;
    return CPDM_OK;
}

cpdm_status syncml_build_text(struct syncml_builder *builder, cpdm_slice text, bool stays, size_t offset)
{
    struct bytes_writer *pieces = &builder->pieces;
    if (!builder->open || text.length == 0)
        return CPDM_OK;
    if (builder->open->first)
        return is_blank(text) ? CPDM_OK : fail_mixed(builder, offset);
    if (text_so_far(builder).length == 0) {
        builder->text_offset = offset;
        if (stays) {
            builder->text = text;
            return CPDM_OK;
        }
    }
    if (builder->text.length && pieces->next == pieces->start)
        bytes_put_slice(pieces, builder->text);
    bytes_put_slice(pieces, text);
    return pieces->failed ? diag_no_memory(&builder->job->diag) : CPDM_OK;
}

cpdm_status syncml_build_opaque(struct syncml_builder *builder, cpdm_slice octets, size_t offset)
{
    builder->opaque = true;
    return syncml_build_text(builder, octets, true, offset);
}

static cpdm_status fail_format(struct syncml_builder *builder, const char *sentence)
{
    return diag_fail(&builder->job->diag, CPDM_RULE_SYNCML_FORMAT, builder->text_offset,
                     syncml_path(&builder->job->arena, builder->open), NULL, "%s", sentence);
}

/* Data under this Format is octets: base64 text (b64 always, `bin` in XML) is decoded. */
static cpdm_status end_binary(struct syncml_builder *builder, struct syncml_node *node, struct syncml_node *format,
                              bool bin)
{
    node->binary = format->binary = true;
    if (node->text.length == 0 || (builder->package->from_wbxml && bin))
        return CPDM_OK;
    switch (base64_decode(&builder->job->arena, node->text, &node->text)) {
    case BASE64_CANONICAL:
    case BASE64_OTHER: return CPDM_OK;
    case BASE64_INVALID: return fail_format(builder, "the value of a binary item is not base64");
    case BASE64_NO_MEMORY: break;
    }
    return diag_no_memory(&builder->job->diag);
}

/* The Format that describes the open Data: its item's, else its command's. */
static struct syncml_node *format_of_data(const struct syncml_builder *builder, const struct syncml_node *data)
{
    struct syncml_node *format = builder->levels[builder->depth - 1].format;
    if (!format && syncml_tag(data->parent) == SYNCML_Item && builder->depth >= 2)
        format = builder->levels[builder->depth - 2].format;
    return format;
}

static cpdm_status end_data(struct syncml_builder *builder, struct syncml_node *node)
{
    struct syncml_level *outer = &builder->levels[builder->depth - 1];
    outer->data_seen = true;
    node->secret = outer->secret || syncml_tag(node->parent) == SYNCML_Cred;
    struct syncml_node *format = node->first ? NULL : format_of_data(builder, node);
    if (format && (slice_is(format->text, "bin") || slice_is(format->text, "b64")))
        return end_binary(builder, node, format, slice_is(format->text, "bin"));
    return CPDM_OK;
}

/* Node / RTProperties / Format / bin says what the Value of the Node is. */
static void end_node_format(struct syncml_builder *builder, struct syncml_node *node)
{
    const struct syncml_node *format = node->parent;
    if (builder->depth >= 3 && syncml_tag(format) == DMDDF_Format && syncml_tag(format->parent) == DMDDF_RTProperties)
        builder->levels[builder->depth - 3].format = node;
}

static cpdm_status end_value(struct syncml_builder *builder, struct syncml_node *node)
{
    const struct syncml_level *outer = &builder->levels[builder->depth - 1];
    node->secret = outer->secret;
    if (!outer->format || node->first)
        return CPDM_OK;
    return end_binary(builder, node, outer->format, syncml_tag(outer->format) == DMDDF_bin);
}

/* The last segment of a LocURI. An Inbox item holds a whole management object, its passwords too. */
static bool is_secret_uri(cpdm_slice uri)
{
    if (!uri.length)
        return false;
    const char *slash = memrchr(uri.data, '/', uri.length);
    size_t start = slash ? (size_t)(slash + 1 - uri.data) : 0;
    cpdm_slice name = slice(uri.data + start, uri.length - start);
    return dm_name_is_secret(name) || slice_is(name, "Inbox");
}

/* What the element says of others, or others of it. It is not the root. */
static cpdm_status end_known(struct syncml_builder *builder, struct syncml_node *node)
{
    struct syncml_level *outer = &builder->levels[builder->depth - 1];
    unsigned parent = syncml_tag(node->parent);
    switch (syncml_tag(node)) {
    case SYNCML_Data: return end_data(builder, node);
    case SYNCML_LocURI:
        if (parent == SYNCML_Target && builder->depth >= 2)
            builder->levels[builder->depth - 2].secret = is_secret_uri(node->text);
        break;
    case METINF_Format:
        if (parent == SYNCML_Meta && builder->depth >= 2)
            builder->levels[builder->depth - 2].format = node;
        break;
    case METINF_NextNonce: node->secret = true; break;
    case DMDDF_NodeName: outer->secret = dm_name_is_secret(node->text); break;
    case DMDDF_b64:
    case DMDDF_bin: end_node_format(builder, node); break;
    case DMDDF_Value: return end_value(builder, node);
    default: break; /* a number from the document, not an enum */
    }
    return CPDM_OK;
}

/* Moves the collected text into the element, which has no children. */
static cpdm_status take_text(struct syncml_builder *builder, struct syncml_node *node)
{
    node->text = text_so_far(builder);
    if (node->text.length && builder->pieces.next != builder->pieces.start) {
        node->text = arena_copy(&builder->job->arena, node->text);
        if (!node->text.data)
            return diag_no_memory(&builder->job->diag);
    }
    return CPDM_OK;
}

cpdm_status syncml_build_end(struct syncml_builder *builder)
{
    struct syncml_node *node = builder->open;
    size_t bad;
    cpdm_status status = node->first ? CPDM_OK : take_text(builder, node);
    if (!status && node->parent)
        status = end_known(builder, node);
    if (!status && builder->opaque && !node->binary && !slice_is_xml_text(node->text, &bad))
        status = fail_format(builder, "an OPAQUE holds octets that are no text, and its Format is not bin");
    size_t limit = builder->job->limits.value; /* a Data may be a whole management object: the document's limit holds */
    if (!status && node->text.length > limit && syncml_tag(node) != SYNCML_Data)
        status = diag_fail(&builder->job->diag, CPDM_RULE_VALUE_LIMIT, builder->text_offset,
                           syncml_path(&builder->job->arena, node), "--limit value=N raises it",
                           "%.*s is longer than %zu octets", DIAG_TEXT(syncml_name(node)), limit);
    forget_text(builder);
    builder->open = node->parent;
    builder->depth -= node->parent ? 1 : 0;
    return status;
}

/* SPDX-License-Identifier: MIT */
/*
 * The CP document: built element by element, whatever the encoding (ProvCont 1.1 section 4; DTD PROV 1.0). Lenient
 * where real documents break the content model (parms behind characteristics), strict where something would be lost.
 */
#include "cp-doc.h"

#include <stdio.h>

#include "bytes.h"

cpdm_status cp_build_begin(struct cp_builder *builder, struct job *job, bool binary)
{
    struct cpdm_document *document = job_alloc(job, sizeof *document);
    if (!document)
        return job->diag.error.status;
    *document = (struct cpdm_document){.binary = binary, .root.kind = CPDM_ELEMENT_ROOT};
    *builder = (struct cp_builder){.job = job, .document = document};
    return CPDM_OK;
}

static const struct cp_attribute *find(const struct cp_attribute *attributes, size_t count, enum cp_attribute_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (attributes[i].kind == kind)
            return &attributes[i];
    return NULL;
}

static cpdm_slice attribute_name(const struct cp_attribute *attribute)
{
    static const char *const names[] = {
        [CP_ATTRIBUTE_OTHER] = "",    [CP_ATTRIBUTE_NAME] = "name",       [CP_ATTRIBUTE_VALUE] = "value",
        [CP_ATTRIBUTE_TYPE] = "type", [CP_ATTRIBUTE_VERSION] = "version",
    };
    return attribute->kind == CP_ATTRIBUTE_OTHER ? attribute->name : slice_of(names[attribute->kind]);
}

/* The attributes that the element's kind does not use, kept as extras in their order. */
static cpdm_status keep_extras(struct job *job, struct cp_node *node, const struct cp_attribute *attributes,
                               size_t count)
{
    static const unsigned used[] = {
        [CPDM_ELEMENT_ROOT] = 1u << CP_ATTRIBUTE_VERSION,
        [CPDM_ELEMENT_CHARACTERISTIC] = 1u << CP_ATTRIBUTE_TYPE,
        [CPDM_ELEMENT_PARM] = 1u << CP_ATTRIBUTE_NAME | 1u << CP_ATTRIBUTE_VALUE,
        [CPDM_ELEMENT_OTHER] = 0,
    };
    struct cp_extra **end = &node->extras;
    for (size_t i = 0; i < count; i++) {
        if (used[node->kind] & 1u << attributes[i].kind)
            continue;
        struct cp_extra *extra = job_alloc(job, sizeof *extra);
        if (!extra)
            return job->diag.error.status;
        *extra = (struct cp_extra){attribute_name(&attributes[i]), attributes[i].value, NULL};
        *end = extra;
        end = &extra->next;
    }
    return CPDM_OK;
}

static void append(struct cp_node *parent, struct cp_node *node)
{
    node->parent = parent;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
}

static cpdm_status start_root(struct cp_builder *builder, cpdm_slice element, const struct cp_attribute *attributes,
                              size_t count, size_t offset)
{
    struct cp_node *root = &builder->document->root;
    if (!slice_is(element, "wap-provisioningdoc"))
        return diag_fail(&builder->job->diag, CPDM_RULE_CP_ROOT, offset, NULL,
                         "a CP document begins with <wap-provisioningdoc>", "the root element is \"%.*s\"",
                         DIAG_TEXT(element));
    const struct cp_attribute *version = find(attributes, count, CP_ATTRIBUTE_VERSION);
    root->offset = (uint32_t)offset;
    if (version) {
        root->has_value = true;
        root->text = version->value;
    }
    builder->open = root;
    return keep_extras(builder->job, root, attributes, count);
}

/* Type or name of the element: the attribute, its number looked up where the reader had none. */
static cpdm_status name_node(struct cp_builder *builder, struct cp_node *node, const struct cp_attribute *attribute)
{
    if (!attribute || attribute->value.length == 0) {
        bool parm = node->kind == CPDM_ELEMENT_PARM;
        return diag_fail(&builder->job->diag, CPDM_RULE_CP_ATTRIBUTE_MISSING, node->offset,
                         cp_doc_path(&builder->job->arena, node->parent), NULL, "a %s without a %s",
                         parm ? "parm" : "characteristic", parm ? "name" : "type");
    }
    node->text = attribute->value;
    node->name = attribute->known ? attribute->known : (uint16_t)cp_name_find(attribute->value);
    return CPDM_OK;
}

static cpdm_status count_node(struct cp_builder *builder, struct cp_node *node)
{
    struct cpdm_document *document = builder->document;
    size_t *counter = node->kind == CPDM_ELEMENT_PARM             ? &document->parm_count
                      : node->kind == CPDM_ELEMENT_CHARACTERISTIC ? &document->characteristic_count
                                                                  : &document->other_count;
    if (++*counter > builder->job->limits.parms)
        return diag_fail(&builder->job->diag, CPDM_RULE_PARM_LIMIT, node->offset, NULL, NULL, "more than %zu %s",
                         builder->job->limits.parms, node->kind == CPDM_ELEMENT_PARM ? "parms" : "characteristics");
    if (node->kind == CPDM_ELEMENT_PARM)
        node->index = (uint32_t)(*counter - 1);
    if (node->kind == CPDM_ELEMENT_OTHER && !document->first_other)
        document->first_other = node;
    return CPDM_OK;
}

static cpdm_element_kind kind_of(cpdm_slice element)
{
    if (slice_is(element, "parm"))
        return CPDM_ELEMENT_PARM;
    return slice_is(element, "characteristic") ? CPDM_ELEMENT_CHARACTERISTIC : CPDM_ELEMENT_OTHER;
}

static cpdm_status start_child(struct cp_builder *builder, cpdm_slice element, const struct cp_attribute *attributes,
                               size_t count, size_t offset)
{
    struct cp_node *node = job_alloc(builder->job, sizeof *node);
    if (!node)
        return builder->job->diag.error.status;
    *node = (struct cp_node){.offset = (uint32_t)offset, .kind = (uint8_t)kind_of(element)};
    append(builder->open, node);
    cpdm_status status = count_node(builder, node);
    if (status)
        return status;
    if (node->kind == CPDM_ELEMENT_OTHER) {
        node->text = element;
    } else {
        bool parm = node->kind == CPDM_ELEMENT_PARM;
        status = name_node(builder, node, find(attributes, count, parm ? CP_ATTRIBUTE_NAME : CP_ATTRIBUTE_TYPE));
        const struct cp_attribute *value = parm ? find(attributes, count, CP_ATTRIBUTE_VALUE) : NULL;
        if (value) {
            node->has_value = true;
            node->value = value->value;
        }
    }
    builder->open = node;
    return status ? status : keep_extras(builder->job, node, attributes, count);
}

cpdm_status cp_build_start(struct cp_builder *builder, cpdm_slice element, const struct cp_attribute *attributes,
                           size_t count, size_t offset)
{
    struct diag *diag = &builder->job->diag;
    if (!builder->open)
        return start_root(builder, element, attributes, count, offset);
    if (builder->open->kind == CPDM_ELEMENT_PARM)
        return diag_fail(diag, CPDM_RULE_CP_NESTING, offset, cp_doc_path(diag->arena, builder->open),
                         "a parm is an empty element", "\"%.*s\" inside a parm", DIAG_TEXT(element));
    return start_child(builder, element, attributes, count, offset);
}

cpdm_status cp_build_text(struct cp_builder *builder, cpdm_slice text, size_t offset)
{
    for (size_t i = 0; i < text.length; i++)
        if (!strchr(" \t\r\n", text.data[i]) || text.data[i] == '\0')
            return diag_fail(&builder->job->diag, CPDM_RULE_CP_TEXT, offset + i, NULL,
                             "values stand in the value attribute of a parm", "text between the elements");
    return CPDM_OK;
}

cpdm_status cp_build_end(struct cp_builder *builder)
{
    builder->open = builder->open->parent;
    return CPDM_OK;
}

cpdm_status cp_build_finish(struct cp_builder *builder, struct cpdm_document **result)
{
    struct cpdm_document *document = builder->document;
    document->parms = job_alloc(builder->job, (document->parm_count + 1) * sizeof *document->parms);
    if (!document->parms)
        return builder->job->diag.error.status;
    for (struct cp_node *node = &document->root; (node = cp_doc_next(&document->root, node)) != NULL;)
        if (node->kind == CPDM_ELEMENT_PARM)
            document->parms[node->index] = node;
    document->text = builder->job->diag.text;
    document->base = builder->job->diag.base;
    *result = document;
    return CPDM_OK;
}

struct cp_node *cp_doc_next(const struct cp_node *root, const struct cp_node *node)
{
    if (node->kind != CPDM_ELEMENT_PARM && node->first)
        return node->first;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}

struct cp_node *cp_doc_parm(const struct cp_node *characteristic, enum cp_name name)
{
    for (struct cp_node *node = characteristic->first; node; node = node->next)
        if (node->name == name && node->kind == CPDM_ELEMENT_PARM)
            return node;
    return NULL;
}

/* Which of its same-named siblings of its kind a node is, from 1, and how many there are. */
static void count_siblings(const struct cp_node *node, unsigned *position, unsigned *total)
{
    *position = *total = 0;
    for (const struct cp_node *sibling = node->parent->first; sibling; sibling = sibling->next) {
        if (sibling->name != node->name || sibling->kind != node->kind || !slice_equal(sibling->text, node->text))
            continue;
        ++*total;
        if (sibling == node)
            *position = *total;
    }
}

const char *cp_doc_path(struct arena *arena, const struct cp_node *node)
{
    const struct cp_node *line[LIMIT_DEPTH_MAX + 1];
    unsigned depth = 0;
    struct bytes_writer out = bytes_writer(arena, 64);
    for (; node && node->parent && depth < LIMIT_DEPTH_MAX; node = node->parent)
        line[depth++] = node;
    for (unsigned i = depth; i-- > 0;) {
        unsigned position, total;
        char number[16];
        count_siblings(line[i], &position, &total);
        bytes_put_slice(&out, line[i]->text);
        if (line[i]->kind != CPDM_ELEMENT_PARM || total > 1)
            bytes_put_slice(&out, slice(number, (size_t)snprintf(number, sizeof number, "[%u]", position)));
        if (i)
            bytes_put(&out, '/');
    }
    bytes_put(&out, '\0');
    cpdm_slice text;
    return bytes_finish(&out, &text) ? text.data : NULL;
}

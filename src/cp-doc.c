/* SPDX-License-Identifier: MIT */
/*
 * The CP document: built element by element, whatever the encoding (ProvCont 1.1 section 4; DTD PROV 1.0). Lenient
 * where real documents break the content model (parms behind characteristics), strict where something would be lost.
 */
#include "cp-doc.h"

#include <stdio.h>

#include "bytes.h"
#include "cp-lenient.h"

cpdm_status cp_build_begin(struct cp_builder *builder, struct job *job, bool binary)
{
    struct cpdm_document *document = job_alloc(job, sizeof *document);
    if (!document)
        return job->diag.error.status;
    document->binary = binary;
    document->root.kind = CPDM_ELEMENT_ROOT;
    *builder = (struct cp_builder){.job = job, .document = document};
    return CPDM_OK;
}

/* An attribute that its element does not use, kept behind those before it. */
static cpdm_status keep_extra(struct job *job, struct cp_node_with_extras *with, const struct cp_attribute *attribute)
{
    cpdm_attribute *extra = job_alloc(job, sizeof *extra), **end = &with->extras;
    if (!extra)
        return job->diag.error.status;
    while (*end)
        end = &(*end)->next;
    *extra = (cpdm_attribute){attribute->kind ? cp_attribute_names[attribute->kind] : attribute->name, attribute->value,
                              NULL};
    *end = extra;
    with->node.has_extras = true;
    return CPDM_OK;
}

/* Whether the attribute gives the element its type, name or version. */
static bool is_title(const struct cp_node *node, const struct cp_attribute *attribute)
{
    static const uint8_t titles[] = {
        [CPDM_ELEMENT_ROOT] = CP_ATTRIBUTE_VERSION,
        [CPDM_ELEMENT_CHARACTERISTIC] = CP_ATTRIBUTE_TYPE,
        [CPDM_ELEMENT_PARM] = CP_ATTRIBUTE_NAME,
        [CPDM_ELEMENT_OTHER] = UINT8_MAX,
    };
    return attribute->kind == titles[node->kind];
}

static cpdm_status take_attributes(struct job *job, struct cp_node_with_extras *with,
                                   const struct cp_attribute *attributes, size_t count)
{
    cpdm_status status = CPDM_OK;
    struct cp_node *node = &with->node;
    for (size_t i = 0; i < count && !status; i++) {
        const struct cp_attribute *attribute = &attributes[i];
        if (is_title(node, attribute)) {
            node->text = attribute->value;
            node->name = attribute->known;
            node->has_value = node->kind == CPDM_ELEMENT_ROOT || node->has_value;
        } else if (attribute->kind == CP_ATTRIBUTE_VALUE && node->kind == CPDM_ELEMENT_PARM) {
            node->value = attribute->value;
            node->has_value = true;
        } else {
            status = keep_extra(job, with, attribute);
        }
    }
    return status;
}

static cpdm_status start_root(struct cp_builder *builder, cpdm_slice element, const struct cp_attribute *attributes,
                              size_t count, size_t offset)
{
    struct cp_node *root = &builder->document->root;
    if (!slice_is(element, "wap-provisioningdoc"))
        return diag_fail(&builder->job->diag, CPDM_RULE_CP_ROOT, offset, NULL,
                         "a CP document begins with <wap-provisioningdoc>", "the root element is \"%.*s\"",
                         DIAG_TEXT(element));
    root->offset = (uint32_t)offset;
    cp_build_open(builder, root);
    return take_attributes(builder->job, &builder->document->root_with_extras, attributes, count);
}

static struct cp_node *too_many(struct cp_builder *builder, cpdm_element_kind kind, size_t offset)
{
    diag_fail(&builder->job->diag, CPDM_RULE_PARM_LIMIT, offset, NULL, "--limit parms=N raises it", "more than %zu %s",
              builder->job->limits.parms, kind == CPDM_ELEMENT_PARM ? "parms" : "characteristics");
    return NULL;
}

static struct cp_node *inside_parm(struct cp_builder *builder, size_t offset)
{
    diag_fail(&builder->job->diag, CPDM_RULE_CP_NESTING, offset, cp_doc_path(&builder->job->arena, builder->open),
              "a parm is an empty element", "an element inside a parm");
    return NULL;
}

static struct cp_node *add(struct cp_builder *builder, cpdm_element_kind kind, size_t offset, size_t size)
{
    if (builder->open->kind == CPDM_ELEMENT_PARM)
        return inside_parm(builder, offset);
    if (builder->counts[kind] >= builder->job->limits.parms)
        return too_many(builder, kind, offset);
    struct cp_node *node = job_alloc(builder->job, size);
    if (!node)
        return NULL;
    cp_build_put(builder, node, kind, offset);
    if (kind == CPDM_ELEMENT_OTHER && !builder->document->first_other)
        builder->document->first_other = node;
    return node;
}

struct cp_node *cp_build_add(struct cp_builder *builder, cpdm_element_kind kind, size_t offset)
{
    return add(builder, kind, offset, sizeof(struct cp_node));
}

cpdm_status cp_build_number(struct cp_builder *builder, struct cp_node *node)
{
    bool parm = node->kind == CPDM_ELEMENT_PARM;
    if (node->text.length == 0)
        return diag_fail(&builder->job->diag, CPDM_RULE_CP_ATTRIBUTE_MISSING, node->offset,
                         cp_doc_path(&builder->job->arena, node->parent), NULL, "a %s without a %s",
                         parm ? "parm" : "characteristic", parm ? "name" : "type");
    node->name = (uint16_t)cp_name_find(node->text);
    if (node->name == CP_NAME_UNKNOWN && builder->job->leniencies & CPDM_LENIENT_CASE)
        node->name = (uint16_t)cp_lenient_case(builder->job, node);
    return CPDM_OK;
}

static cpdm_element_kind kind_of(cpdm_slice element)
{
    if (slice_is(element, "parm"))
        return CPDM_ELEMENT_PARM;
    return slice_is(element, "characteristic") ? CPDM_ELEMENT_CHARACTERISTIC : CPDM_ELEMENT_OTHER;
}

cpdm_status cp_build_start(struct cp_builder *builder, cpdm_slice element, const struct cp_attribute *attributes,
                           size_t count, size_t offset)
{
    if (!builder->open)
        return start_root(builder, element, attributes, count, offset);
    struct cp_node *node = add(builder, kind_of(element), offset, sizeof(struct cp_node_with_extras));
    if (!node)
        return builder->job->diag.error.status;
    cp_build_open(builder, node);
    cpdm_status status = take_attributes(builder->job, (struct cp_node_with_extras *)node, attributes, count);
    if (node->kind == CPDM_ELEMENT_OTHER)
        node->text = element;
    return status || node->name ? status : cp_build_number(builder, node);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

cpdm_status cp_build_text(struct cp_builder *builder, cpdm_slice text, size_t offset)
{
    size_t blanks = 0;
    while (blanks < text.length && is_blank(text.data[blanks]))
        blanks++;
    if (blanks == text.length)
        return CPDM_OK;
    return diag_fail(&builder->job->diag, CPDM_RULE_CP_TEXT, offset + blanks, NULL,
                     "values stand in the value attribute of a parm", "text between the elements");
}

cpdm_status cp_build_finish(struct cp_builder *builder, struct cpdm_document **result)
{
    struct cpdm_document *document = builder->document;
    document->parm_count = builder->counts[CPDM_ELEMENT_PARM];
    document->characteristic_count = builder->counts[CPDM_ELEMENT_CHARACTERISTIC];
    document->other_count = builder->counts[CPDM_ELEMENT_OTHER];
    document->text = builder->job->diag.text;
    document->base = builder->job->diag.base;
    *result = document;
    return builder->job->leniencies & CPDM_LENIENT_FLAT_APPAUTH ? cp_lenient_gather(builder->job, document) : CPDM_OK;
}

struct cp_node *cp_doc_next(const struct cp_node *root, const struct cp_node *node)
{
    if (node->kind != CPDM_ELEMENT_PARM && node->first)
        return node->first;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}

struct cp_node *cp_doc_next_parm(const struct cpdm_document *document, const struct cp_node *parm)
{
    size_t index = parm ? parm->index + 1 : 0;
    if (index == document->parm_count)
        return NULL;
    if (document->parms)
        return document->parms[index];
    const struct cp_node *root = &document->root;
    struct cp_node *node = cp_doc_next(root, parm ? parm : root);
    while (node->kind != CPDM_ELEMENT_PARM)
        node = cp_doc_next(root, node);
    return node;
}

/* The parent that the document has. */
static const struct cp_node *written_parent(const struct cp_node *node)
{
    return node->parent && node->parent->implied ? node->parent->parent : node->parent;
}

/* The next child of `parent`, those of implied characteristics included. */
static const struct cp_node *next_written(const struct cp_node *parent, const struct cp_node *node)
{
    if (node->implied)
        return node->first;
    return node->next || node->parent == parent ? node->next : node->parent->next;
}

/* Which of its same-named siblings of its kind a node is, from 1, and how many there are. */
static void count_siblings(const struct cp_node *node, unsigned *position, unsigned *total)
{
    const struct cp_node *parent = written_parent(node);
    *position = *total = 0;
    for (const struct cp_node *sibling = parent->first; sibling; sibling = next_written(parent, sibling)) {
        if (sibling->implied || sibling->name != node->name || sibling->kind != node->kind ||
            !slice_equal(sibling->text, node->text))
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
    for (; node && node->parent && depth < LIMIT_DEPTH_MAX; node = written_parent(node))
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

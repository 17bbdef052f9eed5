/* SPDX-License-Identifier: MIT */
/* CP documents in XML (ProvCont 1.1 section 4, DTD PROV 1.0) into the builder. Expat's strings are copied to the arena.
 */
#include "cp-doc.h"
#include "xml-read.h"
#include "xml-write.h"

struct input {
    struct job *job;
    struct cp_builder builder;
};

static bool copy(struct job *job, cpdm_slice text, cpdm_slice *result)
{
    *result = text.length ? arena_copy(&job->arena, text) : SLICE("");
    if (!result->data)
        diag_no_memory(&job->diag);
    return result->data != NULL;
}

/* The name of an element or attribute that CP does not know: it must be one that can be written again. */
static bool copy_name(struct job *job, cpdm_slice name, size_t offset, cpdm_slice *result)
{
    if (xml_is_name(name))
        return copy(job, name, result);
    diag_fail(&job->diag, CPDM_RULE_XML_SYNTAX, offset, NULL, NULL,
              "a name of an element or attribute with a letter that not every XML parser takes");
    return false;
}

/* A name of the vocabulary is its own copy. */
static bool copy_title(struct job *job, cpdm_slice text, cpdm_slice *title, uint16_t *known)
{
    enum cp_name name = cp_name_find(text);
    *known = (uint16_t)name;
    if (name == CP_NAME_UNKNOWN)
        return copy(job, text, title);
    *title = cp_name_text(name);
    return true;
}

/* An element of any kind: every attribute by its kind. */
static cpdm_status start_any(struct input *input, const char *element, const struct xml_attribute *given,
                             size_t given_count, size_t offset)
{
    struct cp_attribute attributes[LIMIT_ATTRIBUTES];
    size_t count = 0;
    bool root = input->builder.open == NULL;
    for (size_t i = 0; i < given_count; i++) {
        cpdm_slice given_name = slice_of(given[i].name);
        if (root && cp_attribute_is_declaration(given_name))
            continue;
        struct cp_attribute *attribute = &attributes[count++];
        *attribute = (struct cp_attribute){.kind = cp_attribute_kind(given_name)};
        if (attribute->kind == CP_ATTRIBUTE_OTHER && !copy_name(input->job, given_name, offset, &attribute->name))
            return input->job->diag.error.status;
        if (!copy(input->job, slice(given[i].value, given[i].length), &attribute->value))
            return input->job->diag.error.status;
    }
    cpdm_slice name;
    if (!copy_name(input->job, slice_of(element), offset, &name))
        return input->job->diag.error.status;
    return cp_build_start(&input->builder, name, attributes, count, offset);
}

/* The usual element: parm with a name and perhaps a value, characteristic with a type, in that order. */
static bool is_usual(const char *element, const struct xml_attribute *given, size_t count, cpdm_element_kind *kind)
{
    if (count == 1 && strcmp(element, "characteristic") == 0) {
        *kind = CPDM_ELEMENT_CHARACTERISTIC;
        return strcmp(given[0].name, "type") == 0;
    }
    *kind = CPDM_ELEMENT_PARM;
    return (count == 1 || (count == 2 && strcmp(given[1].name, "value") == 0)) && strcmp(element, "parm") == 0 &&
           strcmp(given[0].name, "name") == 0;
}

static cpdm_status on_start(void *self, const char *element, const struct xml_attribute *given, size_t count,
                            size_t offset)
{
    struct input *input = self;
    cpdm_element_kind kind;
    if (!input->builder.open || !is_usual(element, given, count, &kind))
        return start_any(input, element, given, count, offset);
    struct cp_node *node = cp_build_add(&input->builder, kind, offset);
    if (!node || !copy_title(input->job, slice(given[0].value, given[0].length), &node->text, &node->name))
        return input->job->diag.error.status;
    if (count == 2) {
        node->has_value = true;
        if (!copy(input->job, slice(given[1].value, given[1].length), &node->value))
            return input->job->diag.error.status;
    }
    cp_build_open(&input->builder, node);
    return node->name ? CPDM_OK : cp_build_number(&input->builder, node);
}

static cpdm_status on_end(void *self, size_t offset)
{
    (void)offset;
    struct input *input = self;
    cp_build_end(&input->builder);
    return CPDM_OK;
}

static cpdm_status on_text(void *self, cpdm_slice text, size_t offset)
{
    struct input *input = self;
    return cp_build_text(&input->builder, text, offset);
}

cpdm_status cp_read_xml(struct job *job, struct xml_reader *reader, cpdm_slice octets, struct cpdm_document **document)
{
    struct input input = {.job = job};
    const struct xml_handler handler = {&input, on_start, on_end, on_text, .leave_out_blanks = true};
    cpdm_status status = cp_build_begin(&input.builder, job, false);
    if (!status)
        status = xml_read(reader, job, octets, &handler);
    return status ? status : cp_build_finish(&input.builder, document);
}

/* SPDX-License-Identifier: MIT */
/* CP documents in WBXML (ProvCont 1.1 section 7) into the builder. Text stays where it is: in the input or its tables.
 */
#include "cp-doc.h"
#include "wbxml-read.h"

/* An element of any kind: every attribute by its kind. */
static cpdm_status start_any(struct cp_builder *builder, const struct wbxml_reader *reader)
{
    struct cp_attribute attributes[LIMIT_ATTRIBUTES];
    size_t count = 0;
    for (size_t i = 0; i < reader->attribute_count; i++) {
        const struct wbxml_attribute *given = &reader->attributes[i];
        if (!given->token && !builder->open && cp_attribute_is_declaration(given->name))
            continue;
        struct cp_attribute *attribute = &attributes[count++];
        *attribute = (struct cp_attribute){.name = given->name, .value = given->value};
        attribute->kind = given->token ? given->token->kind : cp_attribute_kind(given->name);
        if (given->token && given->prefix_only)
            attribute->known = given->token->known;
    }
    return cp_build_start(builder, reader->element, attributes, count, reader->offset);
}

static cpdm_status start(struct cp_builder *builder, const struct wbxml_reader *reader)
{
    cpdm_status status = start_any(builder, reader);
    if (!status && reader->empty)
        cp_build_end(builder);
    return status;
}

/* One event of the general reader. */
APART static cpdm_status take_event(struct cp_builder *builder, struct wbxml_reader *reader)
{
    switch (wbxml_next(reader)) {
    case WBXML_START: return start(builder, reader);
    case WBXML_END: cp_build_end(builder); return CPDM_OK;
    case WBXML_OPAQUE: /* the language has none */
    case WBXML_TEXT: return cp_build_text(builder, reader->text, reader->offset);
    case WBXML_DONE: return CPDM_OK;
    case WBXML_ERROR: break;
    }
    return reader->status;
}

static cpdm_status read_elements(struct cp_builder *builder, struct wbxml_reader *reader)
{
    cpdm_status status = CPDM_OK;
    while (!status) {
        cp_read_everyday(reader, builder);
        if (wbxml_is_done(reader))
            break;
        status = take_event(builder, reader);
    }
    return status;
}

cpdm_status cp_read_wbxml(struct job *job, cpdm_slice input, struct cpdm_document **document)
{
    static const struct wbxml_language *const languages[] = {&wbxml_prov10, NULL};
    struct wbxml_reader reader;
    struct cp_builder builder;
    cpdm_status status = wbxml_open(&reader, job, input, languages);
    if (!status)
        status = cp_build_begin(&builder, job, true);
    if (!status)
        status = read_elements(&builder, &reader);
    return status ? status : cp_build_finish(&builder, document);
}

/* SPDX-License-Identifier: MIT */
/* A SyncML message from WBXML (SyncML Representation Protocol 1.1 section 7, 1.2): tokens to elements, text left in
 * place. */
#include "syncml-doc.h"

#include "wbxml-read.h"

static cpdm_status start(struct syncml_builder *builder, const struct wbxml_reader *reader)
{
    unsigned tag = wbxml_page_number(reader, reader->tag_page);
    if (reader->tag)
        tag = tag << 8 | (unsigned)(reader->tag - reader->tag_page->tags);
    else
        tag = syncml_build_find(builder, reader->element);
    if (!tag)
        return diag_fail(&builder->job->diag, CPDM_RULE_SYNCML_ELEMENT, reader->offset,
                         builder->open ? syncml_path(&builder->job->arena, builder->open) : NULL, NULL,
                         "%.*s is no element of %s", DIAG_TEXT(reader->element), reader->language->title);
    cpdm_status status = syncml_build_start(builder, tag, reader->offset);
    return !status && reader->empty ? syncml_build_end(builder) : status;
}

static cpdm_status take(struct syncml_builder *builder, const struct wbxml_reader *reader, enum wbxml_event event)
{
    switch (event) {
    case WBXML_START: return start(builder, reader);
    case WBXML_END: return syncml_build_end(builder);
    case WBXML_TEXT: return syncml_build_text(builder, reader->text, true, reader->offset);
    case WBXML_OPAQUE: return syncml_build_opaque(builder, reader->text, reader->offset);
    case WBXML_DONE:
    case WBXML_ERROR: break;
    }
    return reader->status;
}

cpdm_status syncml_read_wbxml(struct job *job, cpdm_slice input, struct cpdm_package **package)
{
    static const struct wbxml_language *const languages[] = {&wbxml_syncml11, &wbxml_syncml12, &wbxml_dmddf12, NULL};
    struct wbxml_reader reader;
    struct syncml_builder builder;
    cpdm_status status = wbxml_open(&reader, job, input, languages);
    if (!status)
        status = syncml_build_begin(&builder, job, reader.language, true);
    while (!status) {
        enum wbxml_event event = wbxml_next(&reader);
        if (event == WBXML_ERROR)
            return reader.status;
        if (event == WBXML_DONE)
            break;
        status = take(&builder, &reader, event);
    }
    if (!status)
        *package = builder.package;
    return status;
}

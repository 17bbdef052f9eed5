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

/* ---- The everyday element, read in one go ---- */

enum {                            /* ProvCont 1.1 section 7.1: the same on both tag pages */
       TAG_CHARACTERISTIC = 0xC6, /* with attributes and content */
       TAG_PARM = 0x87,           /* with attributes */
};

struct everyday {
    cpdm_element_kind kind;
    const struct wbxml_start_token *title;
    cpdm_slice value;
    bool has_value;
    size_t offset;
};

/* The next token of an attribute list; a SWITCH_PAGE before it changes `page`. -1 for the end and for what is wrong. */
static inline int next_token(const struct wbxml_reader *reader, struct bytes_reader *in, uint8_t *page)
{
    int token = bytes_get(in), number;
    if (token != WBXML_SWITCH_PAGE)
        return token;
    number = bytes_get(in);
    token = bytes_get(in);
    if (number < 0 || number >= reader->language->page_count || (token & 0x3F) <= WBXML_LITERAL)
        return -1;
    *page = (uint8_t)number;
    return token;
}

static bool take_table_string(const struct wbxml_reader *reader, struct bytes_reader *in, cpdm_slice *text)
{
    struct bytes_reader table = bytes_reader(reader->string_table);
    cpdm_slice skipped;
    uint32_t index;
    return bytes_get_multibyte(in, &index) == BYTES_NUMBER_OK && bytes_take(&table, index, &skipped) &&
           bytes_take_plain_string(&table, text);
}

/* The value of a parm as one plain string or one value token; the token behind it, or -1 for anything else. */
static inline int take_value(const struct wbxml_reader *reader, struct bytes_reader *in, uint8_t *page,
                             cpdm_slice *value)
{
    int token = next_token(reader, in, page);
    if (token == WBXML_STR_I)
        return bytes_take_plain_string(in, value) ? bytes_get(in) : -1;
    if (token == WBXML_STR_T)
        return take_table_string(reader, in, value) ? bytes_get(in) : -1;
    if (token < WBXML_STR_T)
        return -1;
    const struct wbxml_value_token *row = &reader->language->pages[*page].values[token - 0x80];
    *value = slice(row->text, row->length);
    return row->text ? bytes_get(in) : -1;
}

/* `87 NAME [06 VALUE] 01` and `C6 TYPE 01`, page switches between, which is nearly all of a real document. False, with
 * nothing taken, for whatever else there is and for what reaches a limit: wbxml_next() reads it, or says what is wrong.
 */
static inline bool take_everyday(struct wbxml_reader *reader, struct everyday *element)
{
    struct bytes_reader in = reader->in;
    const struct wbxml_page *pages = reader->language->pages;
    uint8_t page = reader->attribute_page;
    int tag = bytes_get(&in), token = next_token(reader, &in, &page);
    if ((tag != TAG_PARM && tag != TAG_CHARACTERISTIC) || token < 0 || token >= 0x80 ||
        reader->depth >= reader->job->limits.depth)
        return false;
    const struct wbxml_start_token *title = &pages[page].starts[token];
    if (!title->known || title->kind != (tag == TAG_PARM ? CP_ATTRIBUTE_NAME : CP_ATTRIBUTE_TYPE))
        return false;
    *element = (struct everyday){.kind = tag == TAG_PARM ? CPDM_ELEMENT_PARM : CPDM_ELEMENT_CHARACTERISTIC,
                                 .title = title,
                                 .offset = bytes_offset(&reader->in)};
    token = next_token(reader, &in, &page);
    element->has_value =
        tag == TAG_PARM && token > 0 && token < 0x80 && pages[page].starts[token].kind == CP_ATTRIBUTE_VALUE;
    if (element->has_value)
        token = take_value(reader, &in, &page, &element->value);
    size_t decoded = reader->text_decoded + title->prefix_length + element->value.length;
    if (token != WBXML_END_TOKEN || element->value.length > reader->job->limits.value ||
        decoded > reader->job->limits.text)
        return false;
    reader->in = in;
    reader->attribute_page = page;
    reader->starts = pages[page].starts;
    reader->text_decoded = decoded;
    reader->depth += tag == TAG_CHARACTERISTIC;
    return true;
}

static inline cpdm_status start_everyday(struct cp_builder *builder, const struct everyday *element)
{
    struct cp_node *node = cp_build_child(builder, element->kind, element->offset);
    if (!node)
        return builder->job->diag.error.status;
    node->text = slice(element->title->prefix, element->title->prefix_length);
    node->name = element->title->known;
    if (element->kind == CPDM_ELEMENT_CHARACTERISTIC)
        return CPDM_OK;
    node->value = element->value;
    node->has_value = element->has_value;
    cp_build_end(builder);
    return CPDM_OK;
}

/* One event of the general reader. */
static cpdm_status take_event(struct cp_builder *builder, struct wbxml_reader *reader, bool *done)
{
    switch (wbxml_next(reader)) {
    case WBXML_START: return start(builder, reader);
    case WBXML_END: cp_build_end(builder); return CPDM_OK;
    case WBXML_OPAQUE: /* the language has none */
    case WBXML_TEXT: return cp_build_text(builder, reader->text, reader->offset);
    case WBXML_DONE: *done = true; return CPDM_OK;
    case WBXML_ERROR: break;
    }
    return reader->status;
}

static cpdm_status read_elements(struct cp_builder *builder, struct wbxml_reader *reader)
{
    cpdm_status status = CPDM_OK;
    for (bool done = false; !status && !done;) {
        struct everyday element;
        if (builder->open && take_everyday(reader, &element))
            status = start_everyday(builder, &element);
        else
            status = take_event(builder, reader, &done);
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

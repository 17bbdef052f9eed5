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

/* Where a run of everyday elements has come to: what they change of the reader, which gets it back behind them. */
struct run {
    struct bytes_reader in;
    const struct wbxml_page *page; /* of attributes */
    unsigned depth;
    size_t decoded;
    cpdm_status status;
};

/* The next token of an attribute list; a SWITCH_PAGE before it changes the page. -1 for the end and for what is wrong.
 */
static inline int next_token(const struct wbxml_reader *reader, struct run *run)
{
    int token = bytes_get(&run->in), number;
    if (token != WBXML_SWITCH_PAGE)
        return token;
    number = bytes_get(&run->in);
    token = bytes_get(&run->in);
    if (number < 0 || number >= reader->language->page_count || (token & 0x3F) <= WBXML_LITERAL)
        return -1;
    run->page = &reader->language->pages[number];
    return token;
}

/* A string of the table. It reads from a copy, so that the run itself can stay in registers. */
static inline bool take_table_string(const struct wbxml_reader *reader, struct bytes_reader *in, cpdm_slice *text)
{
    struct bytes_reader here = *in, table = bytes_reader(reader->string_table);
    cpdm_slice skipped;
    uint32_t index;
    bool found = bytes_get_multibyte(&here, &index) == BYTES_NUMBER_OK && bytes_take(&table, index, &skipped) &&
                 bytes_take_plain_string(&table, text);
    *in = here;
    return found;
}

/* The value of a parm as one plain string or one value token; false for anything else. */
static inline bool take_value(const struct wbxml_reader *reader, struct run *run, cpdm_slice *value)
{
    int token = next_token(reader, run);
    if (token == WBXML_STR_I)
        return bytes_take_plain_string(&run->in, value);
    if (token == WBXML_STR_T)
        return take_table_string(reader, &run->in, value);
    if (token < WBXML_STR_T)
        return false;
    const struct wbxml_value_token *row = &run->page->values[token - 0x80];
    *value = slice(row->text, row->length);
    return row->text != NULL;
}

/* The attribute that a token begins, where it is of this kind; else NULL. */
static inline const struct wbxml_start_token *start_of(const struct run *run, int token, enum cp_attribute_kind kind)
{
    if (token < 0 || token >= 0x80 || run->page->starts[token].kind != kind)
        return NULL;
    return &run->page->starts[token];
}

/* An element with its name or type, and for a parm its value, behind its tag. False where it is not of the everyday or
 * reaches a limit; the run is of no use then. */
static inline bool take_element(const struct wbxml_reader *reader, struct run *run, enum cp_attribute_kind kind,
                                const struct wbxml_start_token **title, cpdm_slice *value)
{
    *title = start_of(run, next_token(reader, run), kind);
    if (!*title || !(*title)->known || run->depth >= reader->job->limits.depth)
        return false;
    int token = next_token(reader, run);
    if (kind == CP_ATTRIBUTE_NAME && start_of(run, token, CP_ATTRIBUTE_VALUE)) {
        if (!take_value(reader, run, value))
            return false;
        token = bytes_get(&run->in);
    }
    run->decoded += (*title)->prefix_length + value->length;
    return token == WBXML_END_TOKEN && value->length <= reader->job->limits.value &&
           run->decoded <= reader->job->limits.text;
}

/* A node for the element at which the run stands. */
static inline struct cp_node *add_node(struct cp_builder *builder, struct run *run, cpdm_element_kind kind,
                                       const struct wbxml_start_token *title)
{
    struct cp_node *node = cp_build_child(builder, kind, bytes_offset(&run->in));
    if (!node) {
        run->status = builder->job->diag.error.status;
        return NULL;
    }
    node->text = slice(title->prefix, title->prefix_length);
    node->name = title->known;
    return node;
}

/* `87 NAME [06 VALUE] 01` */
static inline bool take_parm(struct cp_builder *builder, const struct wbxml_reader *reader, struct run *run)
{
    struct run here = *run;
    const struct wbxml_start_token *title;
    cpdm_slice value = {NULL, 0};
    bytes_get(&here.in);
    if (!take_element(reader, &here, CP_ATTRIBUTE_NAME, &title, &value))
        return false;
    struct cp_node *node = add_node(builder, run, CPDM_ELEMENT_PARM, title);
    if (!node)
        return false;
    node->value = value;
    node->has_value = value.data != NULL;
    cp_build_end(builder);
    *run = here;
    return true;
}

/* `C6 TYPE 01` */
static inline bool take_characteristic(struct cp_builder *builder, const struct wbxml_reader *reader, struct run *run)
{
    struct run here = *run;
    const struct wbxml_start_token *title;
    cpdm_slice value = {NULL, 0};
    bytes_get(&here.in);
    if (!take_element(reader, &here, CP_ATTRIBUTE_TYPE, &title, &value) ||
        !add_node(builder, run, CPDM_ELEMENT_CHARACTERISTIC, title))
        return false;
    here.depth++;
    *run = here;
    return true;
}

static inline bool take_end(struct cp_builder *builder, struct run *run)
{
    bytes_get(&run->in);
    run->depth--;
    cp_build_end(builder);
    return true;
}

/* Everyday elements and ends below the root, page switches between, which is nearly all of a real document. Stops
 * before whatever else there is and what reaches a limit: wbxml_next() reads it, or says what is wrong. */
static cpdm_status read_run(struct cp_builder *builder, struct wbxml_reader *reader)
{
    const struct wbxml_page *pages = reader->language->pages;
    struct run run = {reader->in, &pages[reader->attribute_page], reader->depth, reader->text_decoded, CPDM_OK};
    bool taken = reader->attribute_limit >= 2; /* as many as everyday elements have */
    while (taken && run.depth > 0)
        switch (bytes_peek(&run.in)) {
        case TAG_PARM: taken = take_parm(builder, reader, &run); break;
        case TAG_CHARACTERISTIC: taken = take_characteristic(builder, reader, &run); break;
        case WBXML_END_TOKEN: taken = take_end(builder, &run); break;
        default: taken = false;
        }
    reader->in = run.in;
    reader->attribute_page = (uint8_t)(run.page - pages);
    reader->starts = run.page->starts;
    reader->depth = run.depth;
    reader->text_decoded = run.decoded;
    return run.status;
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
        status = read_run(builder, reader);
        if (!status)
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

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
       ATTRIBUTE_VALUE = 0x06,    /* on both attribute pages too */
       NO_TOKEN = 0x100,
       HEAD_MAX = 7, /* octets before the value: a tag, two attributes, each with a page switch */
};

/* How far an everyday element has been read. The reader itself only moves behind a whole one. */
struct place {
    struct bytes_reader in;
    const struct wbxml_page *page; /* of attributes */
};

/* Of the first HEAD_MAX octets: the token that begins an attribute. A page that is not there makes it none. */
static inline unsigned take_start(const struct wbxml_reader *reader, struct place *at)
{
    unsigned token = bytes_next(&at->in);
    if (token != WBXML_SWITCH_PAGE)
        return token;
    unsigned page = bytes_next(&at->in);
    if (page >= reader->language->page_count)
        return NO_TOKEN;
    at->page = &reader->language->pages[page];
    return bytes_next(&at->in);
}

/* The name or type that begins an element, where a token stands for it; else NULL. */
static inline const struct wbxml_start_token *take_title(const struct wbxml_reader *reader, struct place *at,
                                                         enum cp_attribute_kind kind)
{
    if (reader->depth >= reader->job->limits.depth)
        return NULL;
    bytes_next(&at->in); /* the tag */
    unsigned token = take_start(reader, at);
    if (token >= 0x80)
        return NULL;
    const struct wbxml_start_token *title = &at->page->starts[token];
    return title->kind == kind && title->known ? title : NULL;
}

/* A plain string of the table. */
static inline bool take_table_string(const struct wbxml_reader *reader, struct bytes_reader *in, cpdm_slice *text)
{
    struct bytes_reader table = bytes_reader(reader->string_table);
    cpdm_slice skipped;
    uint32_t index;
    return bytes_get_multibyte(in, &index) == BYTES_NUMBER_OK && bytes_take(&table, index, &skipped) &&
           bytes_take_plain_string(&table, text);
}

/* A value token, and the page switch before it. */
static inline bool take_token(const struct wbxml_reader *reader, struct place *at, int token, cpdm_slice *text)
{
    if (token == WBXML_SWITCH_PAGE) {
        int page = bytes_get(&at->in);
        token = bytes_get(&at->in);
        if (page < 0 || page >= reader->language->page_count)
            return false;
        at->page = &reader->language->pages[page];
    }
    if (token < 0x80)
        return false;
    const struct wbxml_value_token *row = &at->page->values[token - 0x80];
    *text = slice(row->text, row->length);
    return row->text != NULL; /* no row has the number of a global token */
}

static inline bool take_fragment(const struct wbxml_reader *reader, struct place *at, cpdm_slice *fragment)
{
    int token = bytes_get(&at->in);
    if (token == WBXML_STR_I)
        return bytes_take_plain_string(&at->in, fragment);
    if (token == WBXML_STR_T)
        return take_table_string(reader, &at->in, fragment);
    return take_token(reader, at, token, fragment);
}

/* Another fragment behind those that `value` has. */
static void join(struct bytes_writer *joined, cpdm_slice *value, cpdm_slice fragment)
{
    if (!joined->start) {
        *joined = bytes_writer(joined->arena, 2 * value->length + 32);
        bytes_put_slice(joined, *value);
    }
    bytes_put_slice(joined, fragment);
    bytes_finish(joined, value);
}

/* The value of a parm of any fragments, and the END behind it. One alone is borrowed, several are joined in the arena.
 */
static bool take_fragments(const struct wbxml_reader *reader, struct place *at, cpdm_slice *value)
{
    struct bytes_writer joined = {.arena = &reader->job->arena};
    size_t left = reader->job->limits.value;
    *value = slice(NULL, 0);
    do {
        cpdm_slice fragment;
        if (!take_fragment(reader, at, &fragment) || fragment.length > left)
            return false;
        left -= fragment.length;
        if (value->data)
            join(&joined, value, fragment);
        else
            *value = fragment;
    } while (bytes_peek(&at->in) != WBXML_END_TOKEN);
    bytes_next(&at->in);
    return !joined.failed && (!joined.start || bytes_close(&joined, value));
}

/* The same for nearly every value, one plain string. Only copies are handed on: `at` shall stay in registers. */
static inline bool take_value(const struct wbxml_reader *reader, struct place *at, cpdm_slice *value)
{
    struct bytes_reader in = at->in;
    if (bytes_get(&in) == WBXML_STR_I && bytes_take_plain_string(&in, value) && bytes_get(&in) == WBXML_END_TOKEN &&
        value->length <= reader->job->limits.value) {
        at->in = in;
        return true;
    }
    struct place behind = *at;
    cpdm_slice joined;
    bool taken = take_fragments(reader, &behind, &joined);
    *at = behind;
    *value = joined;
    return taken;
}

/* A node for an element that has been read whole: the reader moves behind it. */
static inline struct cp_node *add_node(struct cp_builder *builder, struct wbxml_reader *reader, const struct place *at,
                                       cpdm_element_kind kind, const struct wbxml_start_token *title, size_t length)
{
    size_t decoded = reader->text_decoded + title->prefix_length + length;
    if (decoded > reader->job->limits.text)
        return NULL;
    struct cp_node *node = cp_build_add(builder, kind, bytes_offset(&reader->in));
    if (!node) {
        reader->status = reader->job->diag.error.status;
        return NULL;
    }
    node->text = slice(title->prefix, title->prefix_length);
    node->name = title->known;
    reader->in.next = at->in.next;
    reader->attribute_page = at->page;
    reader->text_decoded = decoded;
    return node;
}

/* `87 NAME [06 VALUE] 01` */
static inline bool take_parm(struct cp_builder *builder, struct wbxml_reader *reader)
{
    struct place at = {reader->in, reader->attribute_page};
    cpdm_slice value = {NULL, 0};
    const struct wbxml_start_token *title = take_title(reader, &at, CP_ATTRIBUTE_NAME);
    if (!title)
        return false;
    if (bytes_peek(&at.in) == WBXML_END_TOKEN)
        bytes_next(&at.in);
    else if (take_start(reader, &at) != ATTRIBUTE_VALUE || !take_value(reader, &at, &value))
        return false;
    struct cp_node *node = add_node(builder, reader, &at, CPDM_ELEMENT_PARM, title, value.length);
    if (!node)
        return false;
    node->value = value;
    node->has_value = value.data != NULL;
    return true;
}

/* `C6 TYPE 01` */
static inline bool take_characteristic(struct cp_builder *builder, struct wbxml_reader *reader)
{
    struct place at = {reader->in, reader->attribute_page};
    const struct wbxml_start_token *title = take_title(reader, &at, CP_ATTRIBUTE_TYPE);
    if (!title || bytes_next(&at.in) != WBXML_END_TOKEN)
        return false;
    struct cp_node *node = add_node(builder, reader, &at, CPDM_ELEMENT_CHARACTERISTIC, title, 0);
    if (!node)
        return false;
    cp_build_open(builder, node);
    reader->depth++;
    return true;
}

/* Everyday elements and ends below the root, each with page switches in it, which is nearly all of a real document.
 * Stops before whatever else there is and what reaches a limit: wbxml_next() reads it, or says what is wrong. */
static cpdm_status read_everyday(struct cp_builder *builder, struct wbxml_reader *reader)
{
    bool taken = reader->attribute_limit >= 2; /* as many as everyday elements have */
    while (taken && reader->depth > 0 && bytes_left(&reader->in) >= HEAD_MAX)
        switch (bytes_first(&reader->in)) {
        case TAG_PARM: taken = take_parm(builder, reader); break;
        case TAG_CHARACTERISTIC: taken = take_characteristic(builder, reader); break;
        case WBXML_END_TOKEN:
            bytes_next(&reader->in);
            reader->depth--;
            cp_build_end(builder);
            break;
        default: taken = false;
        }
    return reader->status;
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
        status = read_everyday(builder, reader);
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

/* SPDX-License-Identifier: MIT */
/*
 * A CP document as WBXML (ProvCont 1.1 section 7): every token that fits, inline strings for the rest. Names that no
 * token says as a whole (extra attributes, other elements) stand in a string table made before the body.
 */
#include "cp-doc.h"
#include "wbxml-write.h"

enum {
    PAGES = 2,
    VALUE_LONGEST = 32, /* DIRECT-ASYNCHRONOUS-DATA-SERVICE */

    /* Tokens of section 7.1 and 7.2 that are called by their number here */
    TAG_ROOT = 0x05,
    TAG_CHARACTERISTIC = 0x06,
    TAG_PARM = 0x07,
    START_VERSION = 0x45,
    START_VERSION_1_0 = 0x46, /* both on page 0 only */

    /* Section 7.3.7: an AAUTHTYPE is put together from "," "HTTP-" "BASIC" "DIGEST" of page 1 */
    FRAGMENT_PAGE = 1,
    FRAGMENT_FIRST = 0x90,
    FRAGMENT_LAST = 0x93,
    FRAGMENTS_MOST = 16
};

/* The token tables read backwards. */
struct backwards {
    uint8_t starts[PAGES][CP_ATTRIBUTE_VERSION + 1][CP_NAME_COUNT]; /* by kind and name; 0: no such token */
    uint8_t first[VALUE_LONGEST + 1];                               /* values by length: page << 7 | (token & 0x7F) */
    uint8_t next[PAGES << 7];                                       /* the next one of this length; 0: no more */
};

struct encoder {
    struct bytes_writer out;
    struct wbxml_literals literals;
    uint8_t page; /* attribute page; the tag page stays 0 */
    struct backwards tokens;
};

static void index_tokens(struct backwards *tokens)
{
    memset(tokens, 0, sizeof *tokens);
    for (unsigned page = 0; page < PAGES; page++) {
        const struct wbxml_attribute_token *rows = wbxml_prov10.pages[page].attributes;
        for (unsigned token = 0; token < 0x80; token++)
            if (rows[token].text && (rows[token].known || !rows[token].length))
                tokens->starts[page][rows[token].kind][rows[token].known] = (uint8_t)token;
        for (unsigned token = 0x80; token <= 0xFF; token++) {
            if (!rows[token].text || rows[token].decode_only)
                continue;
            uint8_t at = (uint8_t)(page << 7 | (token & 0x7F));
            tokens->next[at] = tokens->first[rows[token].length];
            tokens->first[rows[token].length] = at;
        }
    }
}

/* The token of a whole value on a page; 0 when there is none. */
static uint8_t find_value(const struct backwards *tokens, unsigned page, cpdm_slice text)
{
    uint8_t at = text.length <= VALUE_LONGEST ? tokens->first[text.length] : 0;
    for (; at; at = tokens->next[at]) {
        const struct wbxml_attribute_token *value = &wbxml_prov10.pages[page].attributes[at | 0x80];
        if (at >> 7 == page && slice_equal(text, slice(value->text, value->length)))
            return (uint8_t)(at | 0x80);
    }
    return 0;
}

static void use_page(struct encoder *encoder, uint8_t page)
{
    if (encoder->page == page)
        return;
    encoder->page = page;
    bytes_put(&encoder->out, WBXML_SWITCH_PAGE);
    bytes_put(&encoder->out, page);
}

/* An attribute's start by its token, on the page in force where that has it. False when there is none. */
static bool put_start(struct encoder *encoder, enum cp_attribute_kind kind, unsigned name)
{
    uint8_t page = encoder->page;
    if (!encoder->tokens.starts[page][kind][name])
        page ^= 1;
    if (!encoder->tokens.starts[page][kind][name])
        return false;
    use_page(encoder, page);
    bytes_put(&encoder->out, encoder->tokens.starts[page][kind][name]);
    return true;
}

/* name= and type=: with the name in the token, or as a string behind it. */
static void put_name(struct encoder *encoder, enum cp_attribute_kind kind, cpdm_slice text, unsigned known)
{
    if (known && put_start(encoder, kind, known))
        return;
    put_start(encoder, kind, CP_NAME_UNKNOWN);
    wbxml_put_string(&encoder->out, text);
}

/* A value as fragments; their number, or 0 when it is not made of them alone. */
static size_t split(cpdm_slice text, uint8_t tokens[FRAGMENTS_MOST])
{
    const struct wbxml_attribute_token *rows = wbxml_prov10.pages[FRAGMENT_PAGE].attributes;
    size_t count = 0;
    while (text.length && count < FRAGMENTS_MOST) {
        uint8_t token = FRAGMENT_FIRST;
        while (token <= FRAGMENT_LAST && !slice_starts_with(text, slice(rows[token].text, rows[token].length)))
            token++;
        if (token > FRAGMENT_LAST)
            return 0;
        tokens[count++] = token;
        text = slice(text.data + rows[token].length, text.length - rows[token].length);
    }
    return text.length ? 0 : count;
}

/* The shortest of: a token of this page, fragments, a token of the other page, an inline string. */
static void put_value(struct encoder *encoder, cpdm_slice text)
{
    size_t inline_size = text.length + 2, switch_size = 2;
    uint8_t other = encoder->page ^ 1, fragments[FRAGMENTS_MOST];
    uint8_t token = find_value(&encoder->tokens, encoder->page, text);
    size_t count = token ? 0 : split(text, fragments);
    if (count && count + (encoder->page == FRAGMENT_PAGE ? 0 : switch_size) < inline_size) {
        use_page(encoder, FRAGMENT_PAGE);
        bytes_put_slice(&encoder->out, slice((const char *)fragments, count));
        return;
    }
    if (!token && switch_size + 1 < inline_size && (token = find_value(&encoder->tokens, other, text)) != 0)
        use_page(encoder, other);
    if (token)
        bytes_put(&encoder->out, token);
    else
        wbxml_put_string(&encoder->out, text);
}

static void put_version(struct encoder *encoder, cpdm_slice text)
{
    bool first = slice_is(text, "1.0");
    use_page(encoder, 0);
    bytes_put(&encoder->out, first ? START_VERSION_1_0 : START_VERSION);
    if (!first)
        put_value(encoder, text);
}

static void put_literal(struct encoder *encoder, unsigned token, cpdm_slice name)
{
    bytes_put(&encoder->out, (uint8_t)token);
    bytes_put_multibyte(&encoder->out, wbxml_literals_index(&encoder->literals, name));
}

static void put_extra(struct encoder *encoder, const cpdm_attribute *extra)
{
    enum cp_attribute_kind kind = cp_attribute_kind(extra->name);
    switch (kind) {
    case CP_ATTRIBUTE_NAME:
    case CP_ATTRIBUTE_TYPE: put_name(encoder, kind, extra->value, cp_name_find(extra->value)); return;
    case CP_ATTRIBUTE_VERSION: put_version(encoder, extra->value); return;
    case CP_ATTRIBUTE_VALUE: put_start(encoder, kind, CP_NAME_UNKNOWN); break;
    case CP_ATTRIBUTE_OTHER: put_literal(encoder, WBXML_LITERAL, extra->name); break;
    }
    put_value(encoder, extra->value);
}

static void put_attributes(struct encoder *encoder, const struct cp_node *node)
{
    switch ((cpdm_element_kind)node->kind) {
    case CPDM_ELEMENT_ROOT:
        if (node->has_value)
            put_version(encoder, node->text);
        break;
    case CPDM_ELEMENT_CHARACTERISTIC: put_name(encoder, CP_ATTRIBUTE_TYPE, node->text, node->name); break;
    case CPDM_ELEMENT_PARM:
        put_name(encoder, CP_ATTRIBUTE_NAME, node->text, node->name);
        if (node->has_value) {
            put_start(encoder, CP_ATTRIBUTE_VALUE, CP_NAME_UNKNOWN);
            put_value(encoder, node->value);
        }
        break;
    case CPDM_ELEMENT_OTHER: break;
    }
    for (const cpdm_attribute *extra = cp_extras(node); extra; extra = extra->next)
        put_extra(encoder, extra);
    bytes_put(&encoder->out, WBXML_END_TOKEN);
}

/* An element's tag and attributes; true when it has content, which needs an END. */
static bool put_element(struct encoder *encoder, const struct cp_node *node)
{
    bool content = node->kind != CPDM_ELEMENT_PARM && node->first;
    bool attributes = node->has_extras;
    unsigned flags = content ? WBXML_HAS_CONTENT : 0;
    unsigned tag = WBXML_LITERAL;
    switch ((cpdm_element_kind)node->kind) {
    case CPDM_ELEMENT_ROOT:
        tag = TAG_ROOT;
        attributes |= node->has_value;
        break;
    case CPDM_ELEMENT_CHARACTERISTIC:
        tag = TAG_CHARACTERISTIC;
        attributes = true;
        break;
    case CPDM_ELEMENT_PARM:
        tag = TAG_PARM;
        attributes = true;
        break;
    case CPDM_ELEMENT_OTHER: break;
    }
    flags |= attributes ? WBXML_HAS_ATTRIBUTES : 0;
    if (tag == WBXML_LITERAL)
        put_literal(encoder, tag | flags, node->text);
    else
        bytes_put(&encoder->out, (uint8_t)(tag | flags));
    if (attributes)
        put_attributes(encoder, node);
    return content;
}

static void put_body(struct encoder *encoder, const struct cp_node *root)
{
    const struct cp_node *node = root;
    while (node) {
        if (put_element(encoder, node)) {
            node = node->first;
            continue;
        }
        for (; node != root && !node->next; node = node->parent)
            bytes_put(&encoder->out, WBXML_END_TOKEN);
        node = node == root ? NULL : node->next;
    }
}

/* Literals of an element: its own name, the names of its extra attributes. Counts them; adds them where asked. */
static size_t visit_literals(struct wbxml_literals *literals, const struct cp_node *node)
{
    size_t count = 0;
    if (node->kind == CPDM_ELEMENT_OTHER) {
        count++;
        if (literals)
            wbxml_literals_index(literals, node->text);
    }
    for (const cpdm_attribute *extra = cp_extras(node); extra; extra = extra->next) {
        if (cp_attribute_kind(extra->name) != CP_ATTRIBUTE_OTHER)
            continue;
        count++;
        if (literals)
            wbxml_literals_index(literals, extra->name);
    }
    return count;
}

static bool make_string_table(struct encoder *encoder, struct job *job, const struct cp_node *root, cpdm_slice *table)
{
    size_t count = 0;
    for (const struct cp_node *node = root; node; node = cp_doc_next(root, node))
        count += visit_literals(NULL, node);
    *table = slice("", 0);
    if (count == 0)
        return true;
    if (!wbxml_literals_begin(&encoder->literals, &job->arena, count, job->salt))
        return false;
    for (const struct cp_node *node = root; node; node = cp_doc_next(root, node))
        visit_literals(&encoder->literals, node);
    return bytes_finish(&encoder->literals.table, table);
}

cpdm_status cp_write_wbxml(struct job *job, const struct cpdm_document *document, cpdm_slice *octets)
{
    size_t elements = 1 + document->parm_count + document->characteristic_count + document->other_count;
    struct encoder encoder;
    cpdm_slice table;
    if (!make_string_table(&encoder, job, &document->root, &table))
        return diag_no_memory(&job->diag);
    index_tokens(&encoder.tokens);
    encoder.page = 0;
    encoder.out = bytes_writer(&job->arena, 64 + table.length + 24 * elements);
    wbxml_put_header(&encoder.out, &wbxml_prov10, table);
    put_body(&encoder, &document->root);
    return bytes_finish(&encoder.out, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}

/* SPDX-License-Identifier: MIT */
/*
 * WBXML octets into events (WAP-192, WBXML 1.3): start tags with all their attributes, ends, texts. The grammar of
 * section 5 is taken at its word, every step is bounded, nothing recurses, and a complaint carries the octet's offset.
 *
 *   element   = ([switchPage] stag) [1*attribute END] [*content END]
 *   attribute = ([switchPage] ATTRSTART | LITERAL index) *(([switchPage] ATTRVALUE) | string | entity | opaque)
 */
#include "wbxml-read.h"

#include "xml-write.h"

static bool fail(struct wbxml_reader *reader, enum diag_rule rule, size_t offset, const char *sentence)
{
    reader->status = diag_fail(&reader->job->diag, rule, offset, NULL, NULL, "%s", sentence);
    return false;
}

static bool truncated(struct wbxml_reader *reader)
{
    return fail(reader, CPDM_RULE_WBXML_TRUNCATED, bytes_offset(&reader->in),
                "the document ends in the middle of an element");
}

static bool no_memory(struct wbxml_reader *reader)
{
    reader->status = diag_no_memory(&reader->job->diag);
    return false;
}

static bool over_limit(struct wbxml_reader *reader, enum diag_rule rule, size_t offset, const char *hint,
                       const char *what, size_t limit)
{
    reader->status = diag_fail(&reader->job->diag, rule, offset, NULL, hint, "%s than %zu", what, limit);
    return false;
}

/* Tokens below 5 and their neighbours behind 0x40, 0x80 and 0xC0 are global: they mean the same on every page. */
static bool is_global(int token)
{
    return (token & 0x3F) <= WBXML_LITERAL;
}

static bool bad_token(struct wbxml_reader *reader, int token, const char *place, const struct wbxml_page *page)
{
    size_t offset = bytes_offset(&reader->in) - 1;
    struct diag *diag = &reader->job->diag;
    if (is_global(token))
        reader->status = diag_fail(diag, CPDM_RULE_WBXML_GLOBAL, offset, NULL, NULL,
                                   "the global token 0x%02X has no place here: %s is due", (unsigned)token, place);
    else
        reader->status =
            diag_fail(diag, CPDM_RULE_WBXML_TOKEN, offset, NULL, NULL, "0x%02X is not %s on code page %u of %s",
                      (unsigned)token, place, wbxml_page_number(reader, page), reader->language->title);
    return false;
}

/* Every octet handed out is counted: a string table must not make a small document explode. */
static inline bool count_text(struct wbxml_reader *reader, size_t length)
{
    reader->text_decoded += length;
    if (reader->text_decoded <= reader->job->limits.text)
        return true;
    return over_limit(reader, CPDM_RULE_TEXT_LIMIT, bytes_offset(&reader->in), "--limit text=N raises it",
                      "the decoded text has more octets", reader->job->limits.text);
}

static bool get_number(struct wbxml_reader *reader, uint32_t *number)
{
    size_t offset = bytes_offset(&reader->in);
    enum bytes_number result = bytes_get_multibyte(&reader->in, number);
    if (result == BYTES_NUMBER_OK)
        return true;
    if (result == BYTES_NUMBER_TRUNCATED)
        return truncated(reader);
    return fail(reader, CPDM_RULE_WBXML_INTEGER, offset, "an integer of more than 32 bits");
}

/* Behind SWITCH_PAGE: the page's number, then the token that it was for. -1 after a failure. */
static int switched_token(struct wbxml_reader *reader, const struct wbxml_page **page)
{
    int number = bytes_get(&reader->in);
    if (number >= reader->language->page_count) {
        reader->status = diag_fail(&reader->job->diag, CPDM_RULE_WBXML_PAGE, bytes_offset(&reader->in) - 1, NULL, NULL,
                                   "%s has no code page %u", reader->language->title, (unsigned)number);
        return -1;
    }
    int token = number < 0 ? -1 : bytes_get(&reader->in);
    if (token < 0) {
        truncated(reader);
        return -1;
    }
    if (is_global(token) && (token & 0x3F) != WBXML_LITERAL) {
        bad_token(reader, token, "a token of the page that SWITCH_PAGE named", reader->language->pages);
        return -1;
    }
    *page = &reader->language->pages[number];
    return token;
}

/* The next token; a SWITCH_PAGE before it has changed `page`. -1 after a failure. */
static inline int get_token(struct wbxml_reader *reader, const struct wbxml_page **page)
{
    int token = bytes_get(&reader->in);
    if (token > WBXML_SWITCH_PAGE)
        return token;
    if (token == WBXML_SWITCH_PAGE)
        return switched_token(reader, page);
    truncated(reader);
    return -1;
}

/* The string at an index of the string table; any index inside it will do (section 5.5). */
static bool get_table_string(struct wbxml_reader *reader, cpdm_slice *text)
{
    size_t offset = bytes_offset(&reader->in);
    uint32_t index;
    if (!get_number(reader, &index))
        return false;
    struct bytes_reader table = bytes_reader(reader->string_table);
    cpdm_slice skipped;
    if (bytes_take(&table, index, &skipped) && bytes_take_string(&table, text))
        return true;
    reader->status = diag_fail(&reader->job->diag, CPDM_RULE_WBXML_STRING_TABLE, offset, NULL, NULL,
                               "no string begins at %u in the string table of %zu octets", (unsigned)index,
                               reader->string_table.length);
    return false;
}

static bool check_text(struct wbxml_reader *reader, cpdm_slice text)
{
    size_t bad = 0;
    bool sound = slice_is_xml_text(text, &bad);
    if (sound && reader->charset == WBXML_CHARSET_ASCII) {
        while (bad < text.length && (uint8_t)text.data[bad] < 0x80)
            bad++;
        sound = bad == text.length;
    }
    if (sound)
        return true;
    return fail(reader, CPDM_RULE_WBXML_TEXT, (size_t)((const uint8_t *)text.data + bad - reader->in.start),
                reader->charset == WBXML_CHARSET_ASCII ? "an octet that is no US-ASCII text"
                                                       : "octets that are no UTF-8 text as XML allows it");
}

/* UTF-8 (RFC 3629 section 3); 0 octets where a number needs more than 21 bits. */
static size_t put_utf8(uint32_t point, char octets[4])
{
    static const uint32_t ends[] = {0x80, 0x800, 0x10000, 0x200000};
    static const uint8_t leads[] = {0x00, 0xC0, 0xE0, 0xF0};
    for (size_t length = 1; length <= sizeof ends / sizeof *ends; length++) {
        if (point >= ends[length - 1])
            continue;
        for (size_t i = length - 1; i > 0; i--, point >>= 6)
            octets[i] = (char)(0x80 | (point & 0x3F));
        octets[0] = (char)(leads[length - 1] | point);
        return length;
    }
    return 0;
}

/* ENTITY: a character by its number. It must be one that XML can write (production 2). */
static bool get_entity(struct wbxml_reader *reader, cpdm_slice *text)
{
    size_t offset = bytes_offset(&reader->in);
    uint32_t point;
    if (!get_number(reader, &point))
        return false;
    char octets[4];
    size_t length = put_utf8(point, octets), bad;
    if (length == 0 || !slice_is_xml_text(slice(octets, length), &bad)) {
        reader->status = diag_fail(&reader->job->diag, CPDM_RULE_WBXML_ENTITY, offset, NULL, NULL,
                                   "the entity 0x%X is no character of XML", (unsigned)point);
        return false;
    }
    *text = arena_copy(&reader->job->arena, slice(octets, length));
    return text->data || no_memory(reader);
}

static inline bool take_plain_string(struct wbxml_reader *reader, cpdm_slice *text)
{
    return bytes_left(&reader->in) >= 8 && bytes_take_plain_string(&reader->in, reader->in.end - 8, text);
}

/* STR_I, STR_T and ENTITY. */
static bool get_string(struct wbxml_reader *reader, int token, cpdm_slice *text)
{
    if (token == WBXML_ENTITY_TOKEN)
        return get_entity(reader, text);
    if (token == WBXML_STR_T)
        return get_table_string(reader, text) && check_text(reader, *text);
    if (take_plain_string(reader, text))
        return true;
    if (!bytes_take_string(&reader->in, text))
        return fail(reader, CPDM_RULE_WBXML_TRUNCATED, bytes_offset(&reader->in), "a string without its NUL");
    return check_text(reader, *text);
}

static bool get_opaque(struct wbxml_reader *reader, cpdm_slice *octets)
{
    uint32_t length;
    if (!get_number(reader, &length))
        return false;
    if (bytes_take(&reader->in, length, octets))
        return true;
    return fail(reader, CPDM_RULE_WBXML_TRUNCATED, bytes_offset(&reader->in),
                "an OPAQUE reaches behind the end of the document");
}

/* A name from the string table. It may come to be written as markup, so it must be a name. */
static bool get_literal(struct wbxml_reader *reader, cpdm_slice *name)
{
    size_t offset = bytes_offset(&reader->in);
    if (!get_table_string(reader, name) || !count_text(reader, name->length))
        return false;
    return xml_is_name(*name) || fail(reader, CPDM_RULE_WBXML_NAME, offset, "a literal name is no XML name");
}

static bool is_value(int token)
{
    return token >= 0x80 || token == WBXML_STR_I || token == WBXML_ENTITY_TOKEN;
}

/* One fragment of an attribute's value. */
static inline bool get_fragment(struct wbxml_reader *reader, int token, cpdm_slice *fragment)
{
    if (token == WBXML_STR_I && take_plain_string(reader, fragment)) /* nearly all of them */
        return true;
    if (token == WBXML_STR_I || token == WBXML_STR_T || token == WBXML_ENTITY_TOKEN)
        return get_string(reader, token, fragment);
    if (token == WBXML_OPAQUE_TOKEN)
        return get_opaque(reader, fragment) && check_text(reader, *fragment);
    const struct wbxml_attribute_token *value = &reader->attribute_page->attributes[token];
    *fragment = slice(value->text, value->length);
    return value->text || bad_token(reader, token, "an attribute value", reader->attribute_page);
}

static bool check_length(struct wbxml_reader *reader, size_t length, size_t more)
{
    size_t limit = reader->job->limits.value;
    if (more <= limit && length <= limit - more)
        return true;
    return over_limit(reader, CPDM_RULE_VALUE_LIMIT, reader->offset, "--limit value=N raises it",
                      "a value has more octets", limit);
}

/* A value of several fragments, joined in the arena; `token` begins the next. Returns the token behind them, or -1. */
static int join_fragments(struct wbxml_reader *reader, int token, cpdm_slice *value)
{
    struct bytes_writer joined = bytes_writer(&reader->job->arena, 2 * value->length + 32);
    bytes_put_slice(&joined, *value);
    for (; is_value(token); token = get_token(reader, &reader->attribute_page)) {
        cpdm_slice fragment;
        if (!get_fragment(reader, token, &fragment) || !check_length(reader, value->length, fragment.length))
            return -1;
        bytes_put_slice(&joined, fragment);
        if (!bytes_finish(&joined, value)) {
            no_memory(reader);
            return -1;
        }
    }
    return token;
}

/* The fragments behind an attribute's start; one alone is borrowed. Returns the token behind them, or -1. */
static inline int read_value(struct wbxml_reader *reader, struct wbxml_attribute *attribute)
{
    size_t prefix = attribute->value.length;
    int token = get_token(reader, &reader->attribute_page);
    attribute->prefix_only = prefix > 0;
    if (!is_value(token))
        return token;
    if (prefix == 0) {
        if (!get_fragment(reader, token, &attribute->value) || !check_length(reader, 0, attribute->value.length))
            return -1;
        token = get_token(reader, &reader->attribute_page);
        if (!is_value(token))
            return token;
    }
    token = join_fragments(reader, token, &attribute->value);
    attribute->prefix_only = prefix > 0 && attribute->value.length == prefix;
    return token;
}

/* An attribute that no token names, or a token that is none. */
static bool start_literal(struct wbxml_reader *reader, int token, struct wbxml_attribute *attribute)
{
    *attribute = (struct wbxml_attribute){.value = {"", 0}};
    if (token == WBXML_LITERAL)
        return get_literal(reader, &attribute->name);
    return bad_token(reader, token, "an attribute", reader->attribute_page);
}

static inline bool start_attribute(struct wbxml_reader *reader, int token, struct wbxml_attribute *attribute)
{
    const struct wbxml_attribute_token *start = &reader->attribute_page->attributes[token];
    if (token >= 0x80 || !start->text)
        return start_literal(reader, token, attribute);
    attribute->token = start;
    attribute->name = reader->language->attribute_names[start->kind];
    attribute->value = slice(start->text, start->length);
    return true;
}

static bool is_repeated(const struct wbxml_attribute *first, const struct wbxml_attribute *attribute)
{
    for (; first < attribute; first++)
        if (slice_equal(first->name, attribute->name))
            return true;
    return false;
}

static bool read_attributes(struct wbxml_reader *reader)
{
    size_t count = 0;
    int token = get_token(reader, &reader->attribute_page);
    do {
        if (token < 0)
            return false;
        size_t offset = bytes_offset(&reader->in) - 1;
        struct wbxml_attribute *attribute = &reader->attributes[count];
        if (count == reader->attribute_limit)
            return over_limit(reader, CPDM_RULE_ATTRIBUTE_LIMIT, reader->offset, NULL, "an element has more attributes",
                              reader->attribute_limit);
        if (!start_attribute(reader, token, attribute))
            return false;
        if (is_repeated(reader->attributes, attribute))
            return fail(reader, CPDM_RULE_WBXML_ATTRIBUTE_TWICE, offset, "an attribute stands twice in a tag");
        token = read_value(reader, attribute);
        reader->text_decoded += attribute->value.length;
        count++;
    } while (token != WBXML_END_TOKEN);
    reader->attribute_count = count;
    return count_text(reader, 0);
}

static bool read_tag(struct wbxml_reader *reader, int token)
{
    int code = token & 0x3F;
    const struct wbxml_tag_token *tag = &reader->tag_page->tags[code];
    if (tag->name) {
        reader->tag = tag;
        reader->element = slice(tag->name, tag->length);
        return true;
    }
    reader->tag = NULL;
    if (code == WBXML_LITERAL)
        return get_literal(reader, &reader->element);
    reader->status = diag_fail(&reader->job->diag, CPDM_RULE_WBXML_TOKEN, reader->offset, NULL, NULL,
                               "0x%02X is not an element on code page %u of %s", (unsigned)code,
                               wbxml_page_number(reader, reader->tag_page), reader->language->title);
    return false;
}

static enum wbxml_event read_start(struct wbxml_reader *reader, int token)
{
    reader->offset = bytes_offset(&reader->in) - 1;
    reader->attribute_count = 0;
    reader->root_seen = true;
    reader->empty = !(token & WBXML_HAS_CONTENT);
    if (reader->depth >= reader->job->limits.depth) {
        over_limit(reader, CPDM_RULE_DEPTH_LIMIT, reader->offset, "--limit depth=N raises it",
                   "elements are nested deeper", reader->job->limits.depth);
        return WBXML_ERROR;
    }
    if (!reader->empty)
        reader->depth++;
    if (!read_tag(reader, token))
        return WBXML_ERROR;
    if (!(token & WBXML_HAS_ATTRIBUTES))
        return WBXML_START;
    if (reader->language->attribute_names)
        return read_attributes(reader) ? WBXML_START : WBXML_ERROR;
    fail(reader, CPDM_RULE_WBXML_TOKEN, reader->offset, "an element of this document type has no attributes");
    return WBXML_ERROR;
}

/* A global token in content: a text. */
static enum wbxml_event read_content(struct wbxml_reader *reader, int token)
{
    reader->offset = bytes_offset(&reader->in) - 1;
    if (reader->depth > 0 && (token == WBXML_STR_I || token == WBXML_STR_T || token == WBXML_ENTITY_TOKEN))
        return get_string(reader, token, &reader->text) && count_text(reader, reader->text.length) ? WBXML_TEXT
                                                                                                   : WBXML_ERROR;
    if (reader->depth > 0 && token == WBXML_OPAQUE_TOKEN && reader->language->content)
        return get_opaque(reader, &reader->text) && count_text(reader, reader->text.length) ? WBXML_OPAQUE
                                                                                            : WBXML_ERROR;
    bad_token(reader, token, "an element", reader->tag_page);
    return WBXML_ERROR;
}

enum wbxml_event wbxml_next_but_end(struct wbxml_reader *reader)
{
    if (reader->depth == 0 && reader->root_seen) {
        if (bytes_left(&reader->in) == 0)
            return WBXML_DONE;
        fail(reader, CPDM_RULE_WBXML_TRAILING, bytes_offset(&reader->in), "octets behind the root element");
        return WBXML_ERROR;
    }
    int token = get_token(reader, &reader->tag_page);
    if (token < 0)
        return WBXML_ERROR;
    if (is_global(token) && (token & 0x3F) != WBXML_LITERAL)
        return read_content(reader, token);
    return read_start(reader, token);
}

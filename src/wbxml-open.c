/* SPDX-License-Identifier: MIT */
/*
 * The head of a WBXML document (WAP-192 sections 5.4 and 5.5): version, public identifier, charset and string table
 * choose the token set and start a reader.
 */
#include "wbxml-read.h"

struct head {
    unsigned version;
    uint32_t public_id; /* 0: `formal_id`, at this index of the string table */
    uint32_t formal_index;
    uint32_t charset;
    cpdm_slice formal_id;
    cpdm_slice string_table;
};

struct fault {
    enum diag_rule rule;
    size_t offset;
    const char *sentence;
};

static bool fail(struct fault *fault, enum diag_rule rule, size_t offset, const char *sentence)
{
    *fault = (struct fault){rule, offset, sentence};
    return false;
}

static bool no_number(const struct bytes_reader *in, size_t offset, enum bytes_number result, struct fault *fault)
{
    if (result == BYTES_NUMBER_TRUNCATED)
        return fail(fault, CPDM_RULE_WBXML_TRUNCATED, bytes_offset(in), "the document ends in its header");
    return fail(fault, CPDM_RULE_WBXML_INTEGER, offset, "an integer of more than 32 bits");
}

static inline bool get_number(struct bytes_reader *in, uint32_t *number, struct fault *fault)
{
    size_t offset = bytes_offset(in);
    enum bytes_number result = bytes_get_multibyte(in, number);
    return result == BYTES_NUMBER_OK || no_number(in, offset, result, fault);
}

/* The public identifier as text. Deployed stacks leave out its NUL where it fills the string table to the end. */
static bool find_formal_id(struct head *head, struct fault *fault)
{
    struct bytes_reader table = bytes_reader(head->string_table);
    cpdm_slice skipped;
    if (!bytes_take(&table, head->formal_index, &skipped) || bytes_left(&table) == 0)
        return fail(fault, CPDM_RULE_WBXML_STRING_TABLE, 1, "the public identifier is behind the string table");
    return bytes_take_string(&table, &head->formal_id) || bytes_take(&table, bytes_left(&table), &head->formal_id);
}

static bool read_public_id(struct bytes_reader *in, struct head *head, struct fault *fault)
{
    int version = bytes_get(in);
    if (version < 0)
        return fail(fault, CPDM_RULE_WBXML_TRUNCATED, 0, "the document is empty");
    if (version < 1 || version > 3)
        return fail(fault, CPDM_RULE_WBXML_VERSION, 0, "the first octet is not that of WBXML 1.1, 1.2 or 1.3");
    head->version = (unsigned)version;
    return get_number(in, &head->public_id, fault) &&
           (head->public_id != 0 || get_number(in, &head->formal_index, fault));
}

/* What is behind the public identifier. */
static bool read_rest(struct bytes_reader *in, struct head *head, struct fault *fault)
{
    size_t charset_offset = bytes_offset(in);
    uint32_t length;
    if (!get_number(in, &head->charset, fault))
        return false;
    if (head->charset != WBXML_CHARSET_UTF8 && head->charset != WBXML_CHARSET_ASCII)
        return fail(fault, CPDM_RULE_WBXML_CHARSET, charset_offset, "the character set is neither 106 (UTF-8) nor 3");
    size_t table_offset = bytes_offset(in);
    if (!get_number(in, &length, fault))
        return false;
    if (!bytes_take(in, length, &head->string_table))
        return fail(fault, CPDM_RULE_WBXML_STRING_TABLE, table_offset, "the string table is longer than the document");
    return head->public_id != 0 || find_formal_id(head, fault);
}

static const struct wbxml_language *choose(const struct head *head, const struct wbxml_language *const *languages)
{
    for (; *languages; languages++)
        if (head->public_id ? head->public_id == (*languages)->public_id
                            : slice_is(head->formal_id, (*languages)->formal_id))
            return *languages;
    return NULL;
}

cpdm_status wbxml_open(struct wbxml_reader *reader, struct job *job, cpdm_slice input,
                       const struct wbxml_language *const *languages)
{
    struct bytes_reader in = bytes_reader(input);
    struct head head = {0};
    struct fault fault;
    job->diag.text = slice(NULL, 0);
    if (!read_public_id(&in, &head, &fault) || !read_rest(&in, &head, &fault))
        return diag_fail(&job->diag, fault.rule, fault.offset, NULL, NULL, "%s", fault.sentence);
    const struct wbxml_language *language = choose(&head, languages);
    if (!language && head.public_id == 0)
        return diag_fail(&job->diag, CPDM_RULE_WBXML_PUBLIC_ID, 1, NULL, NULL,
                         "the public identifier \"%.*s\" is not %s", DIAG_TEXT(head.formal_id),
                         (*languages)->formal_id);
    if (!language)
        return diag_fail(&job->diag, CPDM_RULE_WBXML_PUBLIC_ID, 1, NULL,
                         head.public_id == 1 ? "1 means unknown: the sender's encoder was given no DOCTYPE" : NULL,
                         "the public identifier 0x%X is not 0x%X, %s", (unsigned)head.public_id,
                         (unsigned)(*languages)->public_id, (*languages)->formal_id);
    reader->job = job;
    reader->in = in;
    reader->language = language;
    reader->string_table = head.string_table;
    reader->version = head.version;
    reader->public_id = head.public_id;
    reader->charset = head.charset;
    reader->tag_page = reader->attribute_page = language->pages;
    reader->depth = 0;
    reader->root_seen = false;
    reader->text_decoded = 0;
    reader->attribute_limit = job->limits.attributes < LIMIT_ATTRIBUTES ? job->limits.attributes : LIMIT_ATTRIBUTES;
    reader->status = CPDM_OK;
    return CPDM_OK;
}

const struct wbxml_language *wbxml_recognise(cpdm_slice input)
{
    static const struct wbxml_language *const all[] = {&wbxml_prov10, &wbxml_syncml11, &wbxml_syncml12, &wbxml_dmddf12,
                                                       NULL};
    struct bytes_reader in = bytes_reader(input);
    struct head head = {0};
    struct fault fault;
    /* a number is enough, even where the rest is unsound: the reader shall say what is wrong with it */
    bool known = read_public_id(&in, &head, &fault) && (head.public_id || read_rest(&in, &head, &fault));
    return known ? choose(&head, all) : NULL;
}

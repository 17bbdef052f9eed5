/* SPDX-License-Identifier: MIT */
/*
 * WBXML in (WAP-192, versions 1.1 to 1.3): a strict pull reader over one of the token sets of wbxml-tokens.h. Bounded
 * in every step, no recursion, located errors. Everything that the document type does not use is an error.
 */
#ifndef WBXML_READ_H
#define WBXML_READ_H

#include "bytes.h"
#include "job.h"
#include "wbxml-tokens.h"

enum wbxml_event {
    WBXML_START, /* an element with all its attributes; when `empty` no WBXML_END follows */
    WBXML_END,
    WBXML_TEXT,   /* STR_I, STR_T, ENTITY in content: `text` */
    WBXML_OPAQUE, /* OPAQUE in content: `text` holds the octets */
    WBXML_DONE,   /* behind the root's end, and nothing follows */
    WBXML_ERROR   /* `status`; diag_fail() was called */
};

struct wbxml_attribute {
    const struct wbxml_attribute_token *token; /* NULL: a literal name */
    cpdm_slice name;                           /* the attribute's name, from the token or literal */
    cpdm_slice value;                          /* prefix and all fragments joined; borrowed where it is one piece */
    bool prefix_only;                          /* the value is the token's own prefix: token->known tells its number */
};

struct wbxml_reader {
    struct job *job;
    struct bytes_reader in;
    const struct wbxml_language *language;
    cpdm_slice string_table;
    unsigned version;   /* 1, 2 or 3: WBXML 1.n */
    uint32_t public_id; /* 0 when it came as a string */
    uint32_t charset;
    const struct wbxml_page *tag_page, *attribute_page; /* two independent states */
    unsigned depth;
    bool root_seen;
    size_t text_decoded;
    size_t attribute_limit;

    /* the current event */
    size_t offset;
    cpdm_slice element;
    const struct wbxml_tag_token *tag; /* NULL: a literal */
    bool empty;
    size_t attribute_count;
    cpdm_slice text;
    cpdm_status status;
    struct wbxml_attribute attributes[LIMIT_ATTRIBUTES];
};

/* Reads the header. `languages` is a NULL-ended list of the token sets that the caller can use; the public identifier
 * (number or string) chooses. */
cpdm_status wbxml_open(struct wbxml_reader *reader, struct job *job, cpdm_slice input,
                       const struct wbxml_language *const *languages);

static inline unsigned wbxml_page_number(const struct wbxml_reader *reader, const struct wbxml_page *page)
{
    return (unsigned)(page - reader->language->pages);
}

/* The next event where it is not the end of an element: wbxml_next() knows. */
enum wbxml_event wbxml_next_but_end(struct wbxml_reader *reader);

/* Whether it is WBXML_DONE. */
static inline bool wbxml_is_done(const struct wbxml_reader *reader)
{
    return reader->depth == 0 && reader->root_seen && bytes_left(&reader->in) == 0;
}

static inline enum wbxml_event wbxml_next(struct wbxml_reader *reader)
{
    if (reader->depth == 0 || bytes_peek(&reader->in) != WBXML_END_TOKEN)
        return wbxml_next_but_end(reader);
    reader->offset = bytes_offset(&reader->in);
    bytes_get(&reader->in);
    reader->depth--;
    return WBXML_END;
}

/* Which of all known token sets the header names, without a complaint; NULL when none or when it is no WBXML header. */
const struct wbxml_language *wbxml_recognise(cpdm_slice input);

#endif

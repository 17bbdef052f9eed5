/* SPDX-License-Identifier: MIT */
/* WBXML token sets as const tables, for both directions. One file wbxml-tokens-*.c for each document type. */
#ifndef WBXML_TOKENS_H
#define WBXML_TOKENS_H

#include "slice.h"

struct wbxml_tag_token {
    const char *name; /* NULL: no such token */
    uint16_t length;
};

/* A token of an attribute page: a start, `name="TEXT`, or TEXT, a value or a piece of one. */
struct wbxml_attribute_token {
    const char *text; /* "" where a start has none behind its name; NULL: no such token */
    uint16_t length;
    uint16_t known; /* starts: enum cp_name of the text in PROV; else 0 */
    uint8_t kind;   /* starts: the attribute, by its place in the language's attribute_names */
    uint8_t whole;  /* the attribute that the text alone is a whole of: the name or type that `known` says, or a value;
                       else 0 */
    bool decode_only; /* values: accepted, never written (spec A.6) */
};

/* A code page. Tables are indexed by token: tags 0x05..0x3F, starts 0x05..0x7F, values 0x85..0xFF. No row has the
 * number of a global token. */
struct wbxml_page {
    const struct wbxml_tag_token *tags;             /* 64 entries */
    const struct wbxml_attribute_token *attributes; /* 256 entries; NULL in a language without attributes */
};

struct wbxml_language {
    const char *title;                 /* for messages: "PROV 1.0" */
    const char *root;                  /* "wap-provisioningdoc" */
    const char *formal_id;             /* the public identifier as text */
    uint32_t public_id;                /* the same as a number, 0 when it has none */
    const cpdm_slice *attribute_names; /* by kind; NULL when elements have no attributes */
    bool content;                      /* OPAQUE may stand in elements; strings go to the caller in any case */
    const char *const *namespaces;     /* per tag page; NULL when the language has none */
    const struct wbxml_page *pages;
    uint8_t page_count;
    uint8_t head_length; /* octets that a document begins with when it is written: version (3 is WBXML 1.3), */
    char head[4];        /* public identifier, as the first string of the table where it is no number, and UTF-8 */
};

extern const struct wbxml_language wbxml_prov10;
extern const struct wbxml_language wbxml_syncml11;
extern const struct wbxml_language wbxml_syncml12;
extern const struct wbxml_language wbxml_dmddf12; /* a TNDS document of its own */

enum { /* global tokens (WAP-192 section 7.1) */
       WBXML_SWITCH_PAGE = 0x00,
       WBXML_END_TOKEN = 0x01,
       WBXML_ENTITY_TOKEN = 0x02,
       WBXML_STR_I = 0x03,
       WBXML_LITERAL = 0x04,
       WBXML_PI = 0x43,
       WBXML_LITERAL_C = 0x44,
       WBXML_STR_T = 0x83,
       WBXML_LITERAL_A = 0x84,
       WBXML_OPAQUE_TOKEN = 0xC3,
       WBXML_LITERAL_AC = 0xC4,
       WBXML_HAS_CONTENT = 0x40,
       WBXML_HAS_ATTRIBUTES = 0x80,
       WBXML_CHARSET_ASCII = 3,
       WBXML_CHARSET_UTF8 = 106,
};

#endif

/* SPDX-License-Identifier: MIT */
/* A package as WBXML in the making: what its parts share. */
#ifndef EMIT_WBXML_H
#define EMIT_WBXML_H

#include "emit-syncml.h"
#include "emit-tnds.h"
#include "syncml-prefixes.h"
#include "syncml-tokens.h"

/* Behind the URI of an item: its end, Meta/Format where the format is not chr, and Data up to an inline string; of an
 * interior node, all of the item. A page switch stands before a tag only: the one back comes before Data. */
struct behind_uri { /* copied whole: a copy of fixed length is no call */
    char octets[30];
    uint8_t length;
    bool looked_up; /* Data is not a string in place without a look: it is OPAQUE, or values are in the table */
};

struct emitter {
    struct job *job;
    struct bytes_writer out;
    char *limit;      /* of the places in `out` where an item has room whose texts are short */
    size_t permanent; /* interior nodes in no item: every device has them */
    bool noted;       /* values, too, are looked for in the table */
    uint8_t plain;    /* the format that goes without saying, chr; when values are looked for, none */
    struct emit_tnds tnds;
    size_t excess; /* octets that `text_binary` adds: they do not count */

    struct emit_plan plan;    /* this and the rest are not clear before they are begun */
    struct prefixes prefixes; /* with the numbers of the tree's interior nodes */
    struct wbxml_strings strings;
    struct behind_uri behind[CPDM_FORMAT_NULL + 1];
};

enum { BEHIND_NODE_MAX = 24 }; /* octets that are copied for an interior node */

enum { LEAF_ROOM = 2 + WBXML_INDEX_MAX + 2 };

static inline char *append_start(char *to, uint8_t tag)
{
    *to = (char)tag;
    return to + 1;
}

static inline char *append_end(char *to)
{
    *to = WBXML_END_TOKEN;
    return to + 1;
}

/* An element with a text: tag, STR_I, the text, NUL, END. */
APART char *append_leaf(char *to, uint8_t tag, cpdm_slice text);

/* The same of a text that was noted. */
static inline char *append_noted(struct emitter *emitter, char *to, uint8_t tag, cpdm_slice text)
{
    uint32_t index = wbxml_strings_next(&emitter->strings);
    if (index == WBXML_INLINE)
        return append_leaf(to, tag, text);
    return append_end(append_reference(append_start(to, tag), index));
}

/* What a package of items has more than once (emit-items-strings.c): collected once; then in the table, or in place.
 * False when there is no memory. */
bool emit_items_collect(struct emitter *emitter);
void emit_items_place(struct emitter *emitter);
RARE void emit_items_clear(struct emitter *emitter);

/* The next object behind `node` with an ACL; NULL at the end. */
const struct dm_node *emit_next_acl(struct emitter *emitter, const struct dm_node *node, struct dm_acl *acls,
                                    cpdm_slice *text);

/* The items (emit-items-wbxml.c), and those of ACLs. */
APART void emit_items(struct emitter *emitter);
RARE void emit_acls(struct emitter *emitter);

static inline struct prefix *emit_prefix_of(const struct emitter *emitter, const struct dm_node *interior)
{
    return &emitter->prefixes.list[interior->number];
}

/* A value that is written as a string. One too short to be remembered is not noted either. */
static inline bool emit_has_string(const struct dm_node *node)
{
    return node->value.length >= WBXML_TEXT_MIN && node->format != CPDM_FORMAT_BIN;
}

#endif

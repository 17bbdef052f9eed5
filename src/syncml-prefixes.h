/* SPDX-License-Identifier: MIT */
/*
 * The LocURIs of a package's items begin alike, and the tree that they make knows how: each begins with its parent's.
 * So the candidates for the string table are the URIs of interior nodes, and no text is searched for another. They
 * stand there in one of two forms, whichever is shorter:
 *
 *   STR_T "./SyncML/Con/N1/NAP/" STR_I "Addr"   with a slash: an octet less for each child
 *   STR_T "./SyncML/Con/N1" STR_I "/NAP"        the whole URI, which is the node's own item's too
 */
#ifndef SYNCML_PREFIXES_H
#define SYNCML_PREFIXES_H

#include "wbxml-strings.h"

/* Item, Target, LocURI, STR_T index, STR_I, slash are 11 at most; the others are for a short rest. */
enum { PREFIX_HEAD_MAX = 20 };

/* What stands before the names of the children of an interior node. */
struct prefix {
    char head[PREFIX_HEAD_MAX];
    uint8_t head_length;
    uint8_t own_length; /* octets of the head that are the node's URI too, in an item of its own, up to the end of
                         * LocURI or, where it is not `placed`, up to the NUL there; 0: they are not */
    bool own_item;      /* the node has an item of its own; only in a package that was read */
    bool placed;        /* its own URI is in the table */
    bool whole;         /* without a slash */
    bool has_rest;      /* behind the head comes what the URI has from `start` on, and a slash */
    union {
        uint32_t uses;  /* of its URI: those items, and what interior nodes below leave to it; once it has its head: */
        uint32_t start; /* octets of the URI, a slash behind them, that the head stands for; 0: none */
    };
    cpdm_slice uri;        /* of the node; borrowed */
    struct prefix *parent; /* the root has none */
    uint32_t items;        /* of its children */
    uint32_t saved;        /* octets that an item saves by what is in the table */
};

/* Prefixes by number: 0 is the root's, parents stand before their children. */
struct prefixes {
    struct prefix *list;
    uint32_t last;
};

/* Room for so many besides the root's, without items. False when there is no memory. */
bool prefixes_begin(struct prefixes *prefixes, struct arena *arena, size_t most);

/* With STR_T and its index as two octets, and a part of the URI of `above` octets in the table with a slash, an item
 * saves what the node's own name adds to it. In the `whole` form that is an octet less, and the node's own item saves
 * its name too. Children are judged before their parents: one that is not taken leaves its uses to its parent. */
static inline void prefix_judge(struct prefix *prefix, size_t above, bool own_item)
{
    struct prefix *parent = prefix->parent;
    int64_t length = (int64_t)prefix->uri.length, added = length - (int64_t)above;
    int64_t uses = prefix->uses += prefix->items;
    if (own_item && uses < added + 2) {
        prefix->whole = true;
        prefix->placed = uses * (added - 1) > (int64_t)above;
        parent->uses += prefix->placed ? UINT32_MAX : (uint32_t)uses;
    } else if (uses > 1 && uses * added > length + 2) {
        prefix->placed = true;
    } else {
        parent->uses += (uint32_t)uses;
    }
}

/* How much of the URI of a node below is taken to be in the table: all of one that has items. */
static inline size_t prefix_above(const struct prefix *parent)
{
    return parent->items ? parent->uri.length : 1;
}

/* Once all of them have been judged: those that may pay go into the table if they do. */
void prefixes_place(struct prefixes *prefixes, struct wbxml_strings *strings);

/* None of them is in the table. */
void prefixes_clear(struct prefixes *prefixes);

#endif

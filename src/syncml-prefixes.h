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
enum { PREFIX_HEAD_MAX = 23 };

/* What stands before the names of the children of an interior node. */
struct prefix {
    cpdm_slice uri;  /* of the node; borrowed */
    uint32_t parent; /* number of the parent's prefix; the root's is its own */
    uint32_t items;  /* of its children */
    uint32_t uses;   /* of its URI: those items, and what interior nodes below leave to it */
    uint32_t saved;  /* octets that an item saves by what is in the table */
    uint32_t start;  /* octets of the URI, a slash behind them, that the head stands for; 0: none */
    bool own_item;   /* the node has an item of its own */
    bool placed;     /* its own URI is in the table */
    bool whole;      /* without a slash */
    bool has_rest;   /* behind the head comes what the URI has from `start` on, and a slash */
    uint8_t head_length;
    char head[PREFIX_HEAD_MAX];
};

/* Prefixes by number: 0 is the root's, parents stand before their children. */
struct prefixes {
    struct prefix *list;
    uint32_t last;
};

/* Room for so many besides the root's, without items. False when there is no memory. */
bool prefixes_begin(struct prefixes *prefixes, struct arena *arena, size_t most);

/* Once all of them know their items: those that may pay go into the table if they do. */
void prefixes_place(struct prefixes *prefixes, struct wbxml_strings *strings);

/* None of them is in the table. */
void prefixes_clear(struct prefixes *prefixes);

/* Octets of the head of one in `whole` form up to its STR_T and index: the node's own item begins with them. */
static inline size_t prefix_own_length(const struct prefix *prefix)
{
    return prefix->head_length - (size_t)2; /* STR_I and the slash */
}

#endif

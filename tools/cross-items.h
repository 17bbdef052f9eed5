/* SPDX-License-Identifier: MIT */
/* Cross items: the nodes that a package shall hold, against the items that another decoder found in it. */
#ifndef CROSS_ITEMS_H
#define CROSS_ITEMS_H

#include <stdbool.h>

#include <glib.h>

#include "cpdm.h"

struct cross_items {
    GHashTable *expected; /* URI -> struct cross_node; those not yet found */
    bool uncheckable;     /* a value holds ]]> */
};

void cross_items_init(struct cross_items *items);

/* A cpdm_node_function: adds one node that is meant. `data` is the struct cross_items. */
bool cross_items_expect(void *data, const cpdm_node *node);

/* NULL when the package's items are the nodes expected; else the difference, a sentence without any value. */
const char *cross_items_compare(struct cross_items *items, const cpdm_package *package);

/* The same of the nodes of a tree. */
const char *cross_items_compare_tree(struct cross_items *items, cpdm_translator *translator, const cpdm_tree *tree);
void cross_items_clear(struct cross_items *items);

#endif

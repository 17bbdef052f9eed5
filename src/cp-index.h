/* SPDX-License-Identifier: MIT */
/* From document text to characteristics: joins are hashed where there are many, so that no document makes them slow. */
#ifndef CP_INDEX_H
#define CP_INDEX_H

#include "cp-doc.h"

struct cp_index_entry {
    cpdm_slice id;
    struct cp_node *node;      /* the first characteristic with this id */
    struct cp_node *last_user; /* for the caller: the last PXPHYSICAL that led here */
    void *connection;          /* for the caller: the first connection it is part of */
    struct cp_index_entry *next;
};

/* All zero: empty. */
struct cp_index {
    struct cp_index_entry *first;
    size_t count;
    struct cp_index_entry **slots; /* open addressing, at most half full; NULL while there are few */
    size_t mask;                   /* their number - 1 */
};

enum { CP_INDEX_FEW = 8 }; /* entries are searched one by one: that takes fewer steps than a hash */

/* The entry of an id, or NULL. */
struct cp_index_entry *cp_index_find(const struct cp_index *index, const struct job *job, cpdm_slice id);

/* A new entry; the caller knows that there is none of this id. NULL when there is no memory. */
struct cp_index_entry *cp_index_add(struct cp_index *index, struct job *job, cpdm_slice id, struct cp_node *node);

#endif

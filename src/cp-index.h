/* SPDX-License-Identifier: MIT */
/* A hash table from document text to characteristics: joins are hashed, so that no document makes them slow. */
#ifndef CP_INDEX_H
#define CP_INDEX_H

#include "cp-doc.h"

struct cp_index_entry {
    cpdm_slice id;
    struct cp_node *node;      /* the first characteristic with this id; NULL in a free slot */
    struct cp_node *last_user; /* for the caller: the last PXPHYSICAL that led here */
    void *connection;          /* for the caller: the first connection it is part of */
};

struct cp_index {
    struct cp_index_entry *slots;
    size_t mask;
    uint32_t salt;
};

/* Room for `count` entries. */
cpdm_status cp_index_begin(struct cp_index *index, struct job *job, size_t count);

/* The entry of an id: a free slot (node NULL, id set) where there is none yet. */
struct cp_index_entry *cp_index_slot(const struct cp_index *index, cpdm_slice id);

#endif

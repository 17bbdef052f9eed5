/* SPDX-License-Identifier: MIT */
/* From document text to characteristics: joins are hashed where there are many, so that no document makes them slow. */
#ifndef CP_INDEX_H
#define CP_INDEX_H

#include "cp-doc.h"

struct cp_index_entry { /* the first member of what it stands for, where that is more than a characteristic */
    cpdm_slice id;
    struct cp_node *node; /* the first characteristic with this id */
    struct cp_index_entry *next;
    uint64_t hash; /* where there are slots */
};

/* All zero: empty. */
struct cp_index {
    struct cp_index_entry *first;
    size_t count;
    struct cp_index_entry **slots; /* open addressing, at most half full; NULL while there are few */
    size_t mask;                   /* their number - 1 */
    uint64_t hash;                 /* of the id that was searched last in them */
};

enum { CP_INDEX_FEW = 8 }; /* entries are searched one by one: that takes fewer steps than a hash */

/* cp_index_place() where there is one. */
struct cp_index_entry **cp_index_search(struct cp_index *index, const struct job *job, cpdm_slice id);

/* Where the entry of an id is, or where it belongs: NULL stands there. Holds until the next one is put or looked for.
 */
static inline struct cp_index_entry **cp_index_place(struct cp_index *index, const struct job *job, cpdm_slice id)
{
    return index->first ? cp_index_search(index, job, id) : &index->first;
}

/* cp_index_put() where there are many. */
bool cp_index_put_hashed(struct cp_index *index, struct job *job, struct cp_index_entry *entry);

/* Enters what the caller has filled but for `next`, and keeps, at its place. False when there is no memory. */
static inline bool cp_index_put(struct cp_index *index, struct job *job, struct cp_index_entry **place,
                                struct cp_index_entry *entry)
{
    *place = entry;
    return ++index->count <= CP_INDEX_FEW || cp_index_put_hashed(index, job, entry);
}

/* The same with a new entry. NULL when there is no memory. */
struct cp_index_entry *cp_index_add(struct cp_index *index, struct job *job, struct cp_index_entry **place,
                                    cpdm_slice id, struct cp_node *node);

/* For who looks for a free name with ~2, ~3 …: the last number that this one got, 1 at first, to be kept up to date.
 * NULL when there is no memory. */
unsigned *cp_index_number(struct cp_index *numbers, struct job *job, cpdm_slice name);

#endif

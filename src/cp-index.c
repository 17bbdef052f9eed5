/* SPDX-License-Identifier: MIT */
/* A list; and a table with a salted hash beside it when the list grows long. */
#include "cp-index.h"

struct cp_index_entry **cp_index_search(struct cp_index *index, const struct job *job, cpdm_slice id)
{
    if (index->slots) {
        index->hash = slice_hash(id, job->salt);
        size_t i = (size_t)index->hash & index->mask;
        while (index->slots[i] && !slice_same(index->slots[i]->id, id))
            i = (i + 1) & index->mask;
        return &index->slots[i];
    }
    struct cp_index_entry **link = &index->first;
    while (*link && !slice_same((*link)->id, id))
        link = &(*link)->next;
    return link;
}

/* Enters all entries again. */
static bool grow(struct cp_index *index, struct job *job)
{
    size_t size = 4 * (index->mask ? index->mask + 1 : CP_INDEX_FEW);
    index->slots = arena_array(&job->arena, size, sizeof(struct cp_index_entry *));
    if (!index->slots) {
        diag_no_memory(&job->diag);
        return false;
    }
    index->mask = size - 1;
    for (struct cp_index_entry *entry = index->first; entry; entry = entry->next) {
        size_t i = (size_t)entry->hash & index->mask;
        while (index->slots[i])
            i = (i + 1) & index->mask;
        index->slots[i] = entry;
    }
    return true;
}

bool cp_index_put_hashed(struct cp_index *index, struct job *job, struct cp_index_entry *entry)
{
    if (index->slots) {
        entry->hash = index->hash; /* of the last search, which was for its place */
        entry->next = index->first;
        index->first = entry;
        return index->count <= index->mask / 2 || grow(index, job);
    }
    for (entry = index->first; entry; entry = entry->next)
        entry->hash = slice_hash(entry->id, job->salt);
    return grow(index, job);
}

struct cp_index_entry *cp_index_add(struct cp_index *index, struct job *job, struct cp_index_entry **place,
                                    cpdm_slice id, struct cp_node *node)
{
    struct cp_index_entry *entry = job_alloc(job, sizeof *entry);
    if (!entry)
        return NULL;
    *entry = (struct cp_index_entry){.id = id, .node = node};
    return cp_index_put(index, job, place, entry) ? entry : NULL;
}

unsigned *cp_index_number(struct cp_index *numbers, struct job *job, cpdm_slice name)
{
    struct number {
        struct cp_index_entry by_name;
        unsigned last;
    } * number;
    struct cp_index_entry **place = cp_index_place(numbers, job, name);
    if (*place)
        return &((struct number *)*place)->last;
    number = job_alloc(job, sizeof *number);
    if (!number)
        return NULL;
    *number = (struct number){.by_name.id = name, .last = 1};
    return cp_index_put(numbers, job, place, &number->by_name) ? &number->last : NULL;
}

/* SPDX-License-Identifier: MIT */
/* A list; and a table with a salted hash beside it when the list grows long. */
#include "cp-index.h"

/* Where the id stands in the table, or belongs. */
static struct cp_index_entry **find_slot(const struct cp_index *index, uint32_t salt, cpdm_slice id)
{
    size_t i = slice_hash(id, salt) & index->mask;
    while (index->slots[i] && !slice_equal(index->slots[i]->id, id))
        i = (i + 1) & index->mask;
    return &index->slots[i];
}

struct cp_index_entry *cp_index_search(const struct cp_index *index, const struct job *job, cpdm_slice id)
{
    if (index->slots)
        return *find_slot(index, job->salt, id);
    struct cp_index_entry *entry = index->first;
    while (entry && !slice_same(entry->id, id))
        entry = entry->next;
    return entry;
}

static bool grow(struct cp_index *index, struct job *job)
{
    size_t size = 4 * (index->mask ? index->mask + 1 : CP_INDEX_FEW);
    index->slots = arena_array(&job->arena, size, sizeof(struct cp_index_entry *));
    index->mask = size - 1;
    for (struct cp_index_entry *entry = index->first; entry && index->slots; entry = entry->next)
        *find_slot(index, job->salt, entry->id) = entry;
    return index->slots;
}

bool cp_index_put_hashed(struct cp_index *index, struct job *job, struct cp_index_entry *entry)
{
    if (index->slots && index->count <= index->mask / 2) {
        *find_slot(index, job->salt, entry->id) = entry;
        return true;
    }
    if (!grow(index, job))
        diag_no_memory(&job->diag);
    return index->slots;
}

struct cp_index_entry *cp_index_add(struct cp_index *index, struct job *job, cpdm_slice id, struct cp_node *node)
{
    struct cp_index_entry *entry = job_alloc(job, sizeof *entry);
    if (!entry)
        return NULL;
    *entry = (struct cp_index_entry){.id = id, .node = node};
    return cp_index_put(index, job, entry) ? entry : NULL;
}

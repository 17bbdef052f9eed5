/* SPDX-License-Identifier: MIT */
/* Open addressing with a salted hash, at most half full. */
#include "cp-index.h"

cpdm_status cp_index_begin(struct cp_index *index, struct job *job, size_t count)
{
    size_t size = 4;
    while (size < 2 * count)
        size *= 2;
    *index = (struct cp_index){arena_array(&job->arena, size, sizeof *index->slots), size - 1, job->salt};
    return index->slots ? CPDM_OK : diag_no_memory(&job->diag);
}

struct cp_index_entry *cp_index_slot(const struct cp_index *index, cpdm_slice id)
{
    size_t i = slice_hash(id, index->salt) & index->mask;
    while (index->slots[i].node && !slice_equal(index->slots[i].id, id))
        i = (i + 1) & index->mask;
    index->slots[i].id = id;
    return &index->slots[i];
}

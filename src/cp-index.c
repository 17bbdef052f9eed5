/* SPDX-License-Identifier: MIT */
/* Open addressing with a salted hash, at most half full. A small table is searched from its start: that takes fewer
 * steps than a hash, and its worst case is as small as the table. */
#include "cp-index.h"

enum { SEARCHED = 16 }; /* slots: eight entries */

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
    size_t i = index->mask < SEARCHED ? 0 : slice_hash(id, index->salt) & index->mask;
    while (index->slots[i].node && !slice_equal(index->slots[i].id, id))
        i = (i + 1) & index->mask;
    if (!index->slots[i].node)
        index->slots[i].id = id;
    return &index->slots[i];
}

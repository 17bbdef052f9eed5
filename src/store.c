/* SPDX-License-Identifier: MIT */
/* A store opened and written: a TNDS document whose nodes stand in the order of their names, so that equal stores are
 * equal octets. */
#include "store.h"

#include "dm-tree-edit.h"
#include "emit-tnds.h"
#include "store-open.h"

cpdm_status store_new(struct job *job, struct cpdm_tree *tree, struct cpdm_store **result)
{
    struct cpdm_store *store = job_alloc(job, sizeof *store);
    bool empty = !tree;
    if (empty && store)
        tree = job_alloc(job, sizeof *tree);
    if (!store || !tree)
        return job->diag.error.status;
    *store = (struct cpdm_store){.job = job, .tree = tree, .changes_end = &store->changes};
    *result = store;
    job->arena.limit = job->nodes.limit = SIZE_MAX; /* that of the file: what comes in has limits of its own */
    if (!empty)
        return store_state_read(store);
    dm_tree_init(tree);
    return CPDM_OK;
}

cpdm_status store_write(struct cpdm_store *store, cpdm_slice *text)
{
    if (!dm_tree_sort(store->job, store->tree))
        return diag_no_memory(&store->job->diag);
    cpdm_status status = store_state_write(store);
    return status ? status : emit_tnds_xml(store->job, store->tree, text);
}

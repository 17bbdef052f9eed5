/* SPDX-License-Identifier: MIT */
/* Job: what every stage is handed for one document: memory, a place for complaints, limits. */
#ifndef JOB_H
#define JOB_H

#include "diag.h"
#include "limits.h"

struct job {
    struct arena arena; /* all memory but for the */
    struct arena nodes; /* elements of documents and nodes of trees, whose texts are not secret or stand elsewhere:
                         * bare. The limit holds for each of the two */
    struct diag diag;
    cpdm_limits limits;  /* complete: limits_for() has filled them */
    uint64_t salt;       /* secret, for hash tables over document text */
    size_t segment_max;  /* while a tree is made: octets of a name from document text; 0: as many as it has */
    unsigned leniencies; /* cpdm_leniency: kept from one document to the next */
};

static inline void job_init(struct job *job, const cpdm_allocator *allocator)
{
    arena_init(&job->arena, allocator);
    arena_init(&job->nodes, allocator);
    job->nodes.bare = true;
}

static inline void job_reset(struct job *job)
{
    arena_reset(&job->arena);
    arena_reset(&job->nodes);
    job->arena.limit = job->nodes.limit = SIZE_MAX;
}

static inline void job_free(struct job *job)
{
    arena_free(&job->arena);
    arena_free(&job->nodes);
}

/* arena_alloc() that complains. */
static inline void *job_alloc(struct job *job, size_t size)
{
    void *memory = arena_alloc(&job->arena, size);
    if (!memory)
        diag_no_memory(&job->diag);
    return memory;
}

/* The same for a node. */
static inline void *job_alloc_node(struct job *job, size_t size)
{
    void *memory = arena_alloc(&job->nodes, size);
    if (memory)
        return memory;
    job->arena.limited |= job->nodes.limited;
    diag_no_memory(&job->diag);
    return NULL;
}

#endif

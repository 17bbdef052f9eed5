/* SPDX-License-Identifier: MIT */
/* Job: what every stage is handed for one document: memory, a place for complaints, limits. */
#ifndef JOB_H
#define JOB_H

#include "diag.h"
#include "limits.h"

struct job {
    struct arena arena;
    struct diag diag;
    cpdm_limits limits;  /* complete: limits_for() has filled them */
    uint64_t salt;       /* secret, for hash tables over document text */
    size_t segment_max;  /* while a tree is made: octets of a name from document text; 0: as many as it has */
    unsigned leniencies; /* cpdm_leniency: kept from one document to the next */
};

/* arena_alloc() that complains. */
static inline void *job_alloc(struct job *job, size_t size)
{
    void *memory = arena_alloc(&job->arena, size);
    if (!memory)
        diag_no_memory(&job->diag);
    return memory;
}

#endif

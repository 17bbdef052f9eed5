/* SPDX-License-Identifier: MIT */
/* The pipeline: blocks are read one after the other, ground by any thread, and written in the order in which they came.
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "block-reader.h"

/* One thread at a time calls these. False ends the run. */
typedef bool pipeline_read(void *data, struct block *block);
typedef bool pipeline_write(void *data, struct block *block);

struct pipeline_plan {
    const struct batch *batch;
    unsigned jobs;
    bool keep_errors;
    pipeline_read *read;
    pipeline_write *write;
    void *data;
};

/* Returns when everything that was read is written, or after a failure. False where there was no memory to begin. */
bool pipeline_run(const struct pipeline_plan *plan);

#endif

/* SPDX-License-Identifier: MIT */
/* Resume: what an unfinished run left on disk is all that is known of it, and enough. */
#ifndef RUN_RESUME_H
#define RUN_RESUME_H

#include "block-reader.h"
#include "run-files.h"

/* Keeps the whole results that are in `files`, copies the errors among them to the errors file, and leaves the reader
 * behind the records that they answer. Returns 0 or the exit code. */
int run_resume(const struct batch *batch, const struct run_files *files, struct block_reader *reader,
               uint64_t *answered);

#endif

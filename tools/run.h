/* SPDX-License-Identifier: MIT */
/* A run: a whole stream of records, from the first octet read to the exit code. */
#ifndef RUN_H
#define RUN_H

#include "block-reader.h"
#include "marks.h"
#include "run-files.h"
#include "run-log.h"

struct run {
    const struct batch *batch;
    struct run_log log;
    struct run_files files;
    struct stop *stop;
    struct block_reader reader, old; /* old: results of an earlier run, with --verify-against */
    bool replay;
    struct mark_set *marks;
    struct tally total;
    struct tally_story story;
    int code;                  /* of the first failure */
    bool progress;             /* stderr is a terminal */
    int64_t began, said, told; /* monotonic microseconds: the beginning, the last progress line, the last metrics */
    int64_t synchronised;
};

/* Streams the batch that its options describe. Returns the exit code. */
int run_stream(const struct batch *batch);

#endif

/* SPDX-License-Identifier: MIT */
/* The files of a run: records in, results out, copies of errors. */
#ifndef RUN_FILES_H
#define RUN_FILES_H

#include "batch.h"

struct run_files {
    const struct messages *messages;
    const char *output;   /* NULL: stdout */
    char *part;           /* where results are until the run is complete; NULL: they go out directly */
    int in, out, errors;  /* -1: not open */
    bool finished_before; /* with --resume: the results are complete */
};

/* Opens what the options name; with --resume the results that are there stay. Returns 0 or the exit code. Close in
 * either case. */
int run_files_open(const struct options *options, struct run_files *files);
void run_files_close(struct run_files *files);

/* All of the octets; 0 or errno. */
int run_files_write(int descriptor, cpdm_slice octets);

/* Asks the disk to keep what was written so far. Returns 0 or the exit code. */
int run_files_sync(const struct run_files *files);

/* The run is complete: its results get their name. Returns 0 or the exit code. */
int run_files_finish(struct run_files *files);

int run_files_fail(const struct run_files *files, const char *path, const char *what, int error);

#endif

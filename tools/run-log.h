/* SPDX-License-Identifier: MIT */
/* The log of a run: while records stream, messages go here and not to stderr. */
#ifndef RUN_LOG_H
#define RUN_LOG_H

#include "options.h"

struct run_log {
    struct messages messages; /* for everything that happens while records stream */
    struct messages written;  /* how the lines look */
    int descriptor;           /* -1: nowhere */
};

/* Opens --log-file, behind what it holds; - is stderr. Returns 0 or the exit code, with the message printed. */
int run_log_open(const struct options *options, struct run_log *log);
void run_log_close(struct run_log *log);

#endif

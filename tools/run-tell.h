/* SPDX-License-Identifier: MIT */
/* What a run tells while it goes on and when it ends: a line for a terminal, metrics, a summary. */
#ifndef RUN_TELL_H
#define RUN_TELL_H

#include "run.h"

enum { METRICS_EVERY = 10 * 1000 * 1000 }; /* microseconds */

typedef void tally_text(const struct tally *tally, const struct tally_story *story, GString *out);

/* A tally into a file; NULL: nowhere. Returns 0 or the exit code. */
int run_tell_write(const struct messages *messages, const char *path, tally_text *function, const struct tally *tally,
                   const struct tally_story *story);

/* After each block; most of the time it has nothing to do. */
void run_tell_progress(struct run *run);

/* At the end. Returns 0 or the exit code. */
int run_tell_end(struct run *run);

#endif

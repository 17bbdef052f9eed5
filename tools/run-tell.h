/* SPDX-License-Identifier: MIT */
/* What a run tells while it goes on and when it ends: a line for a terminal, metrics, a summary. */
#ifndef RUN_TELL_H
#define RUN_TELL_H

#include "run.h"

/* After each block; most of the time it has nothing to do. */
void run_tell_progress(struct run *run);

/* At the end. Returns 0 or the exit code. */
int run_tell_end(struct run *run);

#endif

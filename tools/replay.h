/* SPDX-License-Identifier: MIT */
/* Replay: what came of a record in an earlier run against what comes of it now. */
#ifndef REPLAY_H
#define REPLAY_H

#include "mill.h"

enum replay { REPLAY_SAME, REPLAY_CHANGED, REPLAY_REFUSED };

/* Appends the comparison of the mill's result with `old`, a result of `cpdm batch` in NDJSON, without a line end. */
enum replay replay_put(struct mill *mill, cpdm_slice old, struct spool *out);

#endif

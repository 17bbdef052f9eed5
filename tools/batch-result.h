/* SPDX-License-Identifier: MIT */
/* A mill's result into a record of a framing. */
#ifndef BATCH_RESULT_H
#define BATCH_RESULT_H

#include "mill.h"

/* Appends the result without its framing: a JSON object, or a row. A record without id and document is named by its
 * number. */
void batch_result_put(struct mill *mill, struct spool *out);

#endif

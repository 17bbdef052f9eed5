/* SPDX-License-Identifier: MIT */
/* A record: a document, its envelope, and the secrets and options that hold for it alone. */
#ifndef RECORD_H
#define RECORD_H

#include "mill.h"

/* Members into mill->options, the session's secrets and its input. Returns 0 or an exit code, with the finding taken.
 */
int record_read(struct mill *mill);

/* The options that a record may say, of the rows of the verb. */
void record_find_options(struct batch *batch);

#endif

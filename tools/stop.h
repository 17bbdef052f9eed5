/* SPDX-License-Identifier: MIT */
/* Stop: the first SIGTERM or SIGINT asks a run to finish what it has taken; the second one ends the process. */
#ifndef STOP_H
#define STOP_H

#include <stdbool.h>

struct stop;

/* Before any other thread is made, for they inherit that these signals wait. NULL when it cannot be. */
struct stop *stop_begin(void);
bool stop_asked(const struct stop *stop);

/* Readable once stop_asked(). */
int stop_descriptor(const struct stop *stop);
void stop_end(struct stop *stop);

#endif

/* SPDX-License-Identifier: MIT */
/* How much room a message takes: what `inspect --size` adds. */
#ifndef INSPECT_SIZE_H
#define INSPECT_SIZE_H

#include <glib.h>

#include "session.h"

/* Appends the octets of each layer, the segments of SMS, and what a package would need with its strings in place and in
 * a table. What cannot be read is left out: the outline says why. Returns 0 or the exit code. */
int inspect_size(const struct session *session, GString *out);

#endif

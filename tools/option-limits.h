/* SPDX-License-Identifier: MIT */
/* The limits that --limit sets, by name. */
#ifndef OPTION_LIMITS_H
#define OPTION_LIMITS_H

#include "options.h"

/* NAME=N,NAME=N … into the limits; what is not named stays as it is. Returns 0 or the exit code, with the message
 * printed. */
int limits_read(const struct options *options, const char *text, cpdm_limits *limits);

#endif

/* SPDX-License-Identifier: MIT */
/* --lenient RULE,…: what the reader of CP documents forgives. */
#ifndef FORGIVE_H
#define FORGIVE_H

#include "options.h"

/* The cpdm_leniency values of --lenient, added up. Returns 0 or the exit code. */
int forgive_read(const struct options *options, unsigned *leniencies);

#endif

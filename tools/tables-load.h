/* SPDX-License-Identifier: MIT */
/* Tables by name: an embedded target or a .map file, with overlays over it. */
#ifndef TABLES_LOAD_H
#define TABLES_LOAD_H

#include "options.h"

/* `target` is the name of an embedded table or a path. Returns 0 or the exit code, with every finding printed. */
int tables_load(const struct messages *messages, const char *target, char **overlays, cpdm_tables **tables);

/* The target that is meant when none is named. */
extern const char tables_default_target[];

#endif

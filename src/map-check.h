/* SPDX-License-Identifier: MIT */
/* Checks of a compiled table, in the order of what they look at: map-check.c, map-check-rows.c, map-check-back.c. */
#ifndef MAP_CHECK_H
#define MAP_CHECK_H

#include "map-compile.h"

/* Reports all that is wrong with the table as a whole. */
void map_check(struct map_compiler *compiler);

/* ---- Within the checks ---- */

void map_check_rows(struct map_compiler *compiler);
void map_check_ways_back(struct map_compiler *compiler);

/* Warns of a name that is another in the standard but for its letters' case. */
void map_check_case(struct map_compiler *compiler, struct map_place place, cpdm_slice root, cpdm_slice text);

/* Whether a row of the section takes the parm. */
bool map_takes_parm(const struct map_compiler *compiler, const struct map_section *section, uint16_t name);

#endif

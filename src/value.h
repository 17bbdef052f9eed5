/* SPDX-License-Identifier: MIT */
/* Values: what a row's options make of a parm's text on the way to the tree. */
#ifndef VALUE_H
#define VALUE_H

#include "job.h"
#include "map-table.h"

struct value {
    cpdm_slice text; /* for the tree; meaningful for fates up to CPDM_FATE_DERIVED */
    cpdm_fate fate;
    const char *reason; /* NUL-ended; empty for mapped; NULL: no memory */
    unsigned warning;   /* rule to warn by, or 0 */
};

struct value value_to_tree(struct job *job, const struct cpdm_tables *tables, const struct map_row *row,
                           cpdm_slice text);

/* `default NAME of PARM`: the explicit port of a URI, else the row of its scheme. False where there is neither. */
bool value_by_scheme(struct job *job, const struct map_values *values, cpdm_slice uri, cpdm_slice *text);

#endif

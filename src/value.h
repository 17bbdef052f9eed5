/* SPDX-License-Identifier: MIT */
/* Values: what a row's options make of a parm's text on the way to the tree. */
#ifndef VALUE_H
#define VALUE_H

#include "job.h"
#include "map-table.h"

/* What becomes of a text that is not taken as it is, or as its counterpart in a list. */
struct value {
    cpdm_slice text; /* for the tree; meaningful for fates up to CPDM_FATE_DERIVED */
    cpdm_fate fate;
    const char *reason; /* NUL-ended; NULL: no memory */
    unsigned warning;   /* rule to warn by, or 0 */
};

/* True: the value is mapped, and `text` is now what it is in the tree. False: `value` says what becomes of it. */
bool value_to_tree(struct job *job, const struct cpdm_tables *tables, const struct map_row *row, cpdm_slice *text,
                   struct value *value);

/* `default NAME of PARM`: the explicit port of a URI, else the row of its scheme. False where there is neither. */
bool value_by_scheme(struct job *job, const struct map_values *values, cpdm_slice uri, cpdm_slice *text);

#endif

/* SPDX-License-Identifier: MIT */
/* Values: what a row's options make of a parm's text on the way to the tree. */
#ifndef VALUE_H
#define VALUE_H

#include "job.h"
#include "map-table.h"

/* A parm's text on its way, and what becomes of it. */
struct value {
    cpdm_slice text;    /* meaningful for fates up to CPDM_FATE_DERIVED */
    cpdm_fate fate;     /* left alone where the text is taken as it is, or as its counterpart in a list */
    const char *reason; /* of another fate */
    unsigned warning;   /* rule to warn by, with the reason, or 0 */
};

/* Reads the text as the row's options say; false when there is no memory. */
bool value_to_tree(struct job *job, const struct cpdm_tables *tables, const struct map_row *row, struct value *value);

/* The same where nothing is to be said of the text, as of nearly every one: what it becomes. `data` NULL where
 * value_to_tree() has to look. */
cpdm_slice value_if_simple(struct job *job, const struct cpdm_tables *tables, const struct map_taker *taker,
                           cpdm_slice text);

/* `default NAME of PARM`: the explicit port of a URI, else the row of its scheme. False where there is neither. */
bool value_by_scheme(struct job *job, const struct map_values *values, cpdm_slice uri, cpdm_slice *text);

#endif

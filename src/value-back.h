/* SPDX-License-Identifier: MIT */
/* Values on the way back: what a row's options make of a node's value. */
#ifndef VALUE_BACK_H
#define VALUE_BACK_H

#include "dm-tree.h"
#include "value.h"

struct value_back {
    cpdm_slice text; /* of the parm */
    bool has_value;
    cpdm_fate fate;     /* mapped, normalised, or derived: it makes no parm */
    const char *reason; /* NUL-ended; NULL: no memory */
};

/* False: the value is none that the row could have made; `reason` says why. */
bool value_to_document(struct job *job, const struct cpdm_tables *tables, const struct map_row *row,
                       const struct dm_node *node, struct value_back *value);

#endif

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

/* Puts the value in CP in the place of its counterpart; false where the list has none. */
bool value_from_list(const struct map_values *values, cpdm_slice *text);

/* Whether a row for addresses of this family takes a text: not where it is an address of the other one. */
bool value_has_family(enum map_family family, cpdm_slice text);

#endif

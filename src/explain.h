/* SPDX-License-Identifier: MIT */
/* Why a parm has its fate, told from the tables, the document and the report, after the translation. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "cp-links.h"
#include "map-table.h"
#include "report.h"

struct explainer {
    struct job *job;
    const struct cpdm_tables *tables;
    const struct cpdm_report *report;
    const struct cp_node *parm;
    uint16_t name;             /* the parm's table name */
    const struct map_row *row; /* that decided, or NULL */
    cpdm_trial_function *function;
    void *data;
    bool stopped; /* the caller has seen enough, or there is no memory */
};

/* Where a section stands for a parm: the characteristic of each type of its path, NULL where that is a virtual one. */
struct explain_place {
    const struct cp_node *nodes[MAP_PATH_MAX];
};

/* Whether the section is for the characteristic that the parm stands in, or for one that sees the parm by inheritance
 * or in the linked view. */
bool explain_find_place(const struct cp_node *parm, const struct map_section *section, struct explain_place *place);

/* Whether the section's condition holds there. `text` is what the condition's parm is, `data` NULL when it is absent.
 */
bool explain_holds(const struct explainer *explainer, const struct map_section *section,
                   const struct explain_place *place, cpdm_slice *text);

cpdm_status explain_parm(struct job *job, const struct cpdm_tables *tables, const struct cpdm_report *report,
                         size_t parm, cpdm_trial_function *function, void *data);

#endif

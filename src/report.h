/* SPDX-License-Identifier: MIT */
/* The report: one fate for every parm of the document, by its index. */
#ifndef REPORT_H
#define REPORT_H

#include "cp-doc.h"
#include "dm-tree.h"
#include "map-table.h"

struct report_fate {    /* all zero: nothing said yet, `unmapped` */
    const char *reason; /* NUL-ended, or NULL: what the row says, or nothing */
    uint32_t home;      /* the instance that it comes back from: the first that used it; 0 before */
    struct map_decision decision;
};

struct cp_links;

struct cpdm_report {
    const struct cpdm_document *document;
    const struct cpdm_tables *tables;
    const struct cp_links *links; /* how the document was read, for explain.c */
    const struct cpdm_tree *tree;
    struct report_fate *fates; /* by parm index */
};

cpdm_status report_begin(struct job *job, const struct cpdm_tables *tables, const struct cpdm_document *document,
                         struct cpdm_report **report);

/* Says a fate: the best one said stays (the worst of a split parm). */
static inline void report_fate_say(struct report_fate *said, uint8_t rank, const struct map_row *row,
                                   const char *reason)
{
    if (said->decision.rank && (said->decision.split ? rank >= said->decision.rank : rank <= said->decision.rank))
        return;
    said->decision.row = row ? row->number : MAP_NONE;
    said->reason = reason;
    said->decision.rank = rank;
}

static inline void report_say(struct cpdm_report *report, const struct cp_node *parm, cpdm_fate fate,
                              const struct map_row *row, const char *reason)
{
    report_fate_say(&report->fates[parm->index], map_fate_rank(fate), row, reason);
}

/* The row that decided the fate of the parm with this index, or NULL. */
static inline const struct map_row *report_row_of(const struct cpdm_report *report, size_t index)
{
    const struct report_fate *said = &report->fates[index];
    return said->decision.rank && said->decision.row != MAP_NONE ? &report->tables->rows[said->decision.row] : NULL;
}

/* The fate of the parm with this index: `unmapped` where none was said. */
cpdm_fate report_fate_of(const struct cpdm_report *report, size_t index);

/* See cpdm_report_walk(); false when there was no memory. */
bool report_walk(struct job *job, const struct cpdm_report *report, cpdm_parm_fate_function *parms,
                 cpdm_supplied_function *supplied, void *data);

#endif

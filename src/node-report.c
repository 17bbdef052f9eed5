/* SPDX-License-Identifier: MIT */
/* The report of the way back, walked in the order of the tree. */
#include "node-report.h"

/* Leaves, and interior nodes that hold nothing: what has children is told by them. */
static bool is_listed(const struct back_node *node)
{
    if (node->node->format != CPDM_FORMAT_NODE)
        return true;
    return !node->said && node->size == 1 && !node->node->permanent;
}

static cpdm_fate fate_of(const struct back_node *node)
{
    return node->said ? (cpdm_fate)node->fate : CPDM_FATE_UNMAPPED;
}

size_t cpdm_node_report_count(const cpdm_node_report *report, cpdm_fate fate)
{
    size_t count = 0;
    for (uint32_t i = 1; i < report->count; i++)
        count += is_listed(&report->nodes[i]) && fate_of(&report->nodes[i]) == fate;
    return count;
}

bool node_report_walk(struct job *job, const struct cpdm_node_report *report, cpdm_node_fate_function *function,
                      void *data)
{
    for (uint32_t i = 1; i < report->count; i++) {
        const struct back_node *node = &report->nodes[i];
        if (!is_listed(node))
            continue;
        struct arena_mark mark = arena_mark(&job->arena);
        const struct cp_node *parm = node->said ? node_report_parm(node) : NULL;
        cpdm_node_fate fate = {
            .uri = dm_node_uri(&job->arena, node->node),
            .fate = fate_of(node),
            .parm = parm ? cp_doc_path(&job->arena, parm) : "",
            .reason = !node->said ? "no row takes it" : node->reason,
        };
        if (!fate.uri.data || !fate.parm)
            return false;
        bool more = function(data, &fate);
        arena_rewind(&job->arena, &mark); /* a path lives for the call */
        if (!more)
            break;
    }
    return true;
}

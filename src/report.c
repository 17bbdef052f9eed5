/* SPDX-License-Identifier: MIT */
/* The report: fates by parm index, then walked with the nodes that each parm went to. */
#include "report.h"

cpdm_status report_begin(struct job *job, const struct cpdm_tables *tables, const struct cpdm_document *document,
                         struct cpdm_report **result)
{
    struct cpdm_report *report = arena_alloc(&job->arena, sizeof *report);
    struct report_fate *fates = arena_array(&job->arena, document->parm_count + 1, sizeof *fates);
    if (!report || !fates)
        return diag_no_memory(&job->diag);
    *report = (struct cpdm_report){.document = document, .tables = tables, .fates = fates};
    *result = report;
    return CPDM_OK;
}

cpdm_fate report_fate_of(const struct cpdm_report *report, size_t index)
{
    uint8_t rank = report->fates[index].decision.rank;
    return rank ? (cpdm_fate)(CPDM_FATE_COUNT - rank) : CPDM_FATE_UNMAPPED;
}

size_t cpdm_report_count(const struct cpdm_report *report, cpdm_fate fate)
{
    size_t count = 0;
    uint8_t rank = map_fate_rank(fate), or_rank = fate == CPDM_FATE_UNMAPPED ? 0 : rank;
    for (size_t i = 0; i < report->document->parm_count; i++)
        count += report->fates[i].decision.rank == rank || report->fates[i].decision.rank == or_rank;
    return count;
}

const char *cpdm_fate_name(cpdm_fate fate)
{
    static const char *const names[CPDM_FATE_COUNT] = {
        [CPDM_FATE_MAPPED] = "mapped",   [CPDM_FATE_NORMALISED] = "normalised",
        [CPDM_FATE_DERIVED] = "derived", [CPDM_FATE_SIGNALLED] = "signalled",
        [CPDM_FATE_LOST] = "lost",       [CPDM_FATE_UNMAPPED] = "unmapped",
        [CPDM_FATE_INVALID] = "invalid",
    };
    return (unsigned)fate < CPDM_FATE_COUNT ? names[fate] : "";
}

/* Why, as text that ends with NUL. */
static const char *reason_of(struct arena *arena, const struct cpdm_report *report, size_t index)
{
    const struct report_fate *said = &report->fates[index];
    const struct map_row *row = report_row_of(report, index);
    cpdm_fate fate = report_fate_of(report, index);
    if (!said->decision.rank)
        return "no row takes it";
    if (said->reason)
        return said->reason;
    if (fate == CPDM_FATE_LOST && row)
        return arena_copy(arena, row->why).data;
    if (fate == CPDM_FATE_SIGNALLED && row)
        return arena_copy(arena, row->signal).data;
    return "";
}

/* The nodes of each parm, sorted by parm: first[i] .. first[i + 1] are those of parm i. */
struct nodes_by_parm {
    cpdm_slice *uris;
    size_t *first;
};

static bool is_listed(const struct dm_node *node)
{
    return node->why == DM_WHY_PARM && node->source && node->format != CPDM_FORMAT_NODE;
}

/* A counting sort: one pass to count, one to place. */
static bool sort_nodes(const struct cpdm_report *report, struct arena *arena, struct nodes_by_parm *sorted)
{
    size_t parms = report->document->parm_count;
    sorted->first = arena_array(arena, parms + 2, sizeof *sorted->first);
    sorted->uris = arena_array(arena, report->tree->count + 1, sizeof *sorted->uris);
    if (!sorted->first || !sorted->uris)
        return false;
    for (const struct dm_node *node = &report->tree->root; (node = dm_tree_next(node)) != NULL;)
        if (is_listed(node))
            sorted->first[((const struct cp_node *)node->source)->index + 2]++;
    for (size_t i = 2; i < parms + 2; i++)
        sorted->first[i] += sorted->first[i - 1];
    for (const struct dm_node *node = &report->tree->root; (node = dm_tree_next(node)) != NULL;) {
        if (!is_listed(node))
            continue;
        cpdm_slice uri = dm_node_uri(arena, node);
        if (!uri.data)
            return false;
        sorted->uris[sorted->first[((const struct cp_node *)node->source)->index + 1]++] = uri;
    }
    return true;
}

static bool walk_parms(const struct cpdm_report *report, struct arena *arena, cpdm_parm_fate_function *function,
                       void *data)
{
    struct nodes_by_parm sorted;
    struct diag_cursor cursor = diag_cursor(report->document->text);
    if (!sort_nodes(report, arena, &sorted))
        return false;
    for (const struct cp_node *parm = NULL; (parm = cp_doc_next_parm(report->document, parm));) {
        size_t i = parm->index;
        struct arena_mark mark = arena_mark(arena);
        cpdm_parm_fate fate = {
            .path = cp_doc_path(arena, parm),
            .offset = parm->offset + report->document->base,
            .fate = report_fate_of(report, i),
            .reason = reason_of(arena, report, i),
            .nodes = sorted.uris + sorted.first[i],
            .node_count = sorted.first[i + 1] - sorted.first[i],
        };
        if (!fate.path || !fate.reason)
            return false;
        if (!report->document->binary) {
            diag_cursor_move(&cursor, parm->offset);
            fate.line = cursor.line;
            fate.column = cursor.column;
        }
        bool more = function(data, &fate);
        arena_rewind(arena, &mark); /* a path lives for the call */
        if (!more)
            break;
    }
    return true;
}

static bool walk_supplied(const struct cpdm_report *report, struct arena *arena, cpdm_supplied_function *function,
                          void *data)
{
    for (const struct dm_node *node = &report->tree->root; (node = dm_tree_next(node)) != NULL;) {
        if (node->why != DM_WHY_DEFAULTED && node->why != DM_WHY_COPIED)
            continue;
        cpdm_supplied supplied = {dm_node_uri(arena, node), node->why == DM_WHY_COPIED ? "copied" : "defaulted"};
        if (!supplied.uri.data)
            return false;
        if (!function(data, &supplied))
            break;
    }
    return true;
}

bool report_walk(struct job *job, const struct cpdm_report *report, cpdm_parm_fate_function *parms,
                 cpdm_supplied_function *supplied, void *data)
{
    return (!parms || walk_parms(report, &job->arena, parms, data)) &&
           (!supplied || walk_supplied(report, &job->arena, supplied, data));
}

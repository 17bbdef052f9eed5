/* SPDX-License-Identifier: MIT */
/*
 * DM -> CP (design section 6): for each section of the table, each node that its path matches becomes a characteristic,
 * rows turn what stands there into parms, and so on below. The depth of calls is that of the table's sections, never
 * the tree's.
 */
#include "to-document.h"

#include "draft.h"

static cpdm_status run_nested(struct way_back *back, struct draft *draft);

/* ---- The tree, laid out flat ---- */

static cpdm_status lay_out(struct way_back *back, const struct cpdm_tree *tree)
{
    uint32_t last = 0;
    back->nodes = arena_array(&back->job->arena, tree->count + 1, sizeof *back->nodes);
    if (!back->nodes)
        return diag_no_memory(&back->job->diag);
    back->nodes[0] = (struct back_node){.node = &tree->root, .size = 1, .said = true};
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL; last++) {
        uint32_t up = last;
        while (back->nodes[up].node != node->parent)
            up = back->nodes[up].up;
        back->nodes[last + 1] =
            (struct back_node){.node = node, .size = 1, .up = up, .depth = back->nodes[up].depth + 1};
    }
    back->count = last + 1;
    for (uint32_t i = last; i > 0; i--)
        back->nodes[back->nodes[i].up].size += back->nodes[i].size;
    return CPDM_OK;
}

/* ---- Which section takes a node ---- */

static bool is_placed(const struct map_section *section)
{
    return section->kind == MAP_NODE_ROOT || section->kind == MAP_NODE_RELATIVE;
}

static bool is_interior(const struct back_node *node)
{
    return node->node->format == CPDM_FORMAT_NODE;
}

static bool matches_segment(const struct map_segment *segment, const struct back_node *node)
{
    return segment->braces || slice_equal(segment->text, node->node->name);
}

/* The node that the path of a section begins at. */
static uint32_t base_of(const struct map_section *section, const struct draft *up)
{
    return section->kind == MAP_NODE_ROOT ? 0 : up->node;
}

/* Whether the whole path of a section leads from its base to this node. */
static bool matches(const struct way_back *back, const struct map_section *section, const struct draft *up,
                    uint32_t node)
{
    for (uint16_t i = section->segment_count; i-- > 0; node = back->nodes[node].up)
        if (node == 0 || !matches_segment(&section->segments[i], &back->nodes[node]))
            return false;
    return node == base_of(section, up);
}

/* How well a section fits a node, the best first. */
enum fit {
    FIT_TOLD,      /* the node tells that the condition holds */
    FIT_SILENT,    /* the node does not tell, and the condition has one value, which it then has */
    FIT_ANY,       /* there is no condition */
    FIT_UNTOLD,    /* the node does not tell which of the condition's values it has */
    FIT_IMPOSSIBLE /* the node tells otherwise */
};

static enum fit fit_of(struct way_back *back, const struct map_section *section, uint32_t node)
{
    cpdm_slice text;
    if (section->when_name == MAP_NONE)
        return FIT_ANY;
    if (!draft_tells(back, section, node, section->when_name, &text))
        return section->when_count == 1 ? FIT_SILENT : FIT_UNTOLD;
    for (uint16_t i = 0; i < section->when_count; i++)
        if (slice_equal(section->when_values[i], text))
            return FIT_TOLD;
    return FIT_IMPOSSIBLE;
}

/* Whether another section may take the node of this one: one for the same characteristic, or one for a type with a name
 * where this one is for any other type. */
static bool is_rival(const struct map_section *section, const struct map_section *other)
{
    return other != section && other->parent == section->parent && is_placed(other) &&
           (other->type_name == section->type_name || section->type_name == MAP_ANY_TYPE);
}

/* Whether the section is the one that fits a node best. */
static bool is_chosen(struct way_back *back, const struct map_section *section, const struct draft *up, uint32_t node)
{
    const struct cpdm_tables *tables = back->tables;
    enum fit fit = fit_of(back, section, node);
    for (uint16_t i = 0; i < tables->section_count && fit != FIT_IMPOSSIBLE; i++) {
        const struct map_section *other = &tables->sections[i];
        if (!is_rival(section, other) || !matches(back, other, up, node))
            continue;
        enum fit better = fit_of(back, other, node);
        bool named = other->type_name != section->type_name && better != FIT_IMPOSSIBLE;
        if (named || better < fit || (better == fit && other < section))
            return false;
    }
    return fit != FIT_IMPOSSIBLE;
}

/* ---- One characteristic ---- */

static uint16_t index_of(const struct way_back *back, const struct map_section *section)
{
    return (uint16_t)(section - back->tables->sections);
}

/* What references may lead to is kept apart. */
static bool is_object(uint16_t number)
{
    return number == CP_NAME_CONNECTION || number == CP_NAME_PROXY || number == CP_NAME_NAPDEF ||
           number == CP_NAME_PXLOGICAL;
}

/* The type that a `*` stands for, by the name that it gave to the node of the section; nothing where it has its own. */
static cpdm_slice type_of(struct way_back *back, const struct map_section *section, uint32_t node)
{
    for (uint16_t i = section->segment_count; i-- > 0; node = back->nodes[node].up)
        if (section->segments[i].naming == MAP_NAME_TYPE)
            return draft_name_text(back, back->nodes[node].node->name, true);
    return (cpdm_slice){NULL, 0};
}

static struct draft *add_draft(struct way_back *back, const struct map_section *section, struct draft *up,
                               uint32_t node)
{
    struct job *job = back->job;
    if (up == &back->root && is_object(section->type_name)) {
        if (++back->object_count > job->limits.connections) {
            diag_fail(&job->diag, CPDM_RULE_CONNECTION_LIMIT, DIAG_NO_OFFSET, NULL, "--limit connections=N raises it",
                      "the tree has more than %zu access points, proxies and connections", job->limits.connections);
            return NULL;
        }
        up = &back->objects;
    }
    struct draft *draft = draft_add(back, up, section->type_name, type_of(back, section, node));
    if (draft) {
        draft->section = section;
        draft->node = node;
    }
    return draft;
}

/* The parm of a condition with one value comes back with its section; a level HTTP is no AAUTHLEVEL (design section 5).
 */
static cpdm_status put_condition(struct way_back *back, struct draft *draft)
{
    const struct map_section *section = draft->section;
    if (section->when_count != 1 || draft_find(draft, section->when_name) ||
        (section->when_name == CP_NAME_AAUTHLEVEL && slice_is(section->when_values[0], "HTTP")))
        return CPDM_OK;
    return draft_put_first(back, draft, section->when_name, section->when_values[0]) ? CPDM_OK
                                                                                     : back->job->diag.error.status;
}

/* The last characteristic inside `up`, which holds nothing. */
static void take_back(struct draft *up, const struct draft *draft)
{
    struct draft **link = &up->first;
    while (*link != draft)
        link = &(*link)->next;
    *link = NULL;
    up->end = link;
}

/* Whether rows of a section, or of one nested in it, only go to the tree: what stands in its node comes back from there
 * as something else, or not at all. */
static bool only_goes_out(const struct way_back *back, const struct map_section *section)
{
    const struct cpdm_tables *tables = back->tables;
    uint16_t index = index_of(back, section), rows = 0;
    for (uint16_t i = 0; i < tables->row_count; i++)
        for (uint16_t at = tables->rows[i].section; at != MAP_NONE; at = tables->sections[at].parent) {
            bool inside = at == index || at == section->alias_of;
            if (inside && tables->rows[i].arrow != MAP_TO_TREE)
                return false;
            rows += inside;
        }
    return rows;
}

/* Whether a node stands for the characteristic alone: a name of its own, or the part of a CONNECTION or PROXY. */
static bool has_own_node(const struct way_back *back, const struct map_section *section)
{
    uint16_t around = section->parent == MAP_NONE ? MAP_NONE : back->tables->sections[section->parent].type_name;
    bool named = around == CP_NAME_CONNECTION || around == CP_NAME_PROXY;
    for (uint16_t i = 0; i < section->segment_count; i++)
        named |= section->segments[i].braces;
    return is_placed(section) && named && !only_goes_out(back, section);
}

/* A section with a node of its own is there when its node is; one without when something of it is. */
static cpdm_status run_instance(struct way_back *back, const struct map_section *section, struct draft *up,
                                uint32_t node)
{
    struct draft *draft = add_draft(back, section, up, node);
    if (!draft)
        return back->job->diag.error.status;
    bool own = has_own_node(back, section);
    cpdm_status status = section->kind == MAP_NODE_NONE ? CPDM_OK : draft_take_rows(back, draft);
    status = status ? status : run_nested(back, draft);
    if (!status && section->kind != MAP_NODE_NONE)
        status = draft_account_rows(back, draft);
    if (status)
        return status;
    if (!own && !draft->parms && !draft->first) {
        if (is_placed(section) && !back->nodes[node].said)
            draft_say(back, node, CPDM_FATE_DERIVED, "nothing stands in it");
        back->object_count -= draft->up == &back->objects;
        take_back(draft->up, draft);
        return CPDM_OK;
    }
    if (is_placed(section))
        draft_say(back, node, CPDM_FATE_MAPPED, "");
    return put_condition(back, draft);
}

/* ---- Sections ---- */

static cpdm_status run_placed(struct way_back *back, const struct map_section *section, struct draft *up)
{
    uint32_t base = base_of(section, up), end = base + back->nodes[base].size;
    for (uint32_t i = base + 1; i < end;) {
        const struct back_node *node = &back->nodes[i];
        uint32_t level = node->depth - back->nodes[base].depth - 1;
        if (!matches_segment(&section->segments[level], node)) {
            i += node->size;
        } else if (level + 1 < section->segment_count) {
            i++;
        } else {
            if (is_interior(node) && is_chosen(back, section, up, i)) {
                cpdm_status status = run_instance(back, section, up, i);
                if (status)
                    return status;
            }
            i += node->size;
        }
    }
    return CPDM_OK;
}

static cpdm_status run_section(struct way_back *back, const struct map_section *section, struct draft *up)
{
    if (is_placed(section))
        return run_placed(back, section, up);
    if (section->type_name == MAP_ANY_TYPE)
        return CPDM_OK; /* nothing tells the type */
    if (section->kind == MAP_NODE_SAME && fit_of(back, section, up->node) == FIT_IMPOSSIBLE)
        return CPDM_OK;
    return run_instance(back, section, up, up->node);
}

/* Heads [A] [B] share the sections that the loader implies for their rows. */
static bool is_inside(const struct map_section *section, const struct map_section *outer, uint16_t index)
{
    return section->parent == index || (section->implied && section->parent != MAP_NONE &&
                                        outer->alias_of != MAP_NONE && section->parent == outer->alias_of);
}

static cpdm_status run_nested(struct way_back *back, struct draft *draft)
{
    cpdm_status status = CPDM_OK;
    uint16_t index = index_of(back, draft->section);
    for (uint16_t i = 0; i < back->tables->section_count && !status; i++)
        if (is_inside(&back->tables->sections[i], draft->section, index))
            status = run_section(back, &back->tables->sections[i], draft);
    return status;
}

/* ---- All ---- */

/* Access points and proxies come first, as in most documents, then the others in the order of the table. */
static void put_together(struct way_back *back)
{
    struct draft *others = back->root.first, *const parts[] = {back->napdefs.first, back->pxlogicals.first, others};
    back->root.first = NULL;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (struct draft *draft = parts[i], *next; draft; draft = next) {
            next = draft->next;
            draft_append(&back->root, draft);
        }
}

cpdm_status map_to_document(struct job *job, const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                            struct cpdm_document **document, struct cpdm_node_report **report)
{
    struct way_back back = {.job = job, .tables = tables};
    struct cpdm_node_report *made = job_alloc(job, sizeof *made);
    cpdm_status status = made ? lay_out(&back, tree) : job->diag.error.status;
    for (uint16_t i = 0; i < tables->section_count && !status; i++)
        if (tables->sections[i].parent == MAP_NONE)
            status = run_section(&back, &tables->sections[i], &back.root);
    status = status ? status : cp_unlink(&back);
    if (status)
        return status;
    put_together(&back);
    if (!back.root.first)
        return diag_fail(&job->diag, CPDM_RULE_NOTHING_COMES_BACK, DIAG_NO_OFFSET, NULL, NULL,
                         "the tables of %.*s make nothing of this tree", DIAG_TEXT(tables->target));
    status = draft_write(&back, document);
    if (status)
        return status;
    *made = (struct cpdm_node_report){back.nodes, back.count};
    *report = made;
    return job->diag.failed ? job->diag.error.status : CPDM_OK; /* a text that there was no memory for */
}

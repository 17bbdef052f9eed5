/* SPDX-License-Identifier: MIT */
/*
 * The way back: each node comes back through one row. Two rows that go both ways may end at one node only where the
 * condition of their sections, or the type that they refer to, tells them apart.
 */
#include "diag.h"
#include "map-check.h"

struct pattern { /* of a section's node from the root; braces stand for any name */
    const struct map_segment **segments;
    size_t count;
};

/* A section stands behind its parent, so the parent's pattern is there. */
static struct pattern pattern_of(struct map_work *work, const struct map_section *section,
                                 const struct pattern *patterns)
{
    static const struct pattern nothing = {NULL, 0};
    struct pattern pattern = nothing, base = nothing;
    if (section->kind != MAP_NODE_ROOT && section->parent != MAP_NONE)
        base = patterns[section->parent];
    pattern.segments = map_new(work, base.count + section->segment_count, sizeof *pattern.segments);
    if (!pattern.segments)
        return nothing;
    for (size_t i = 0; i < base.count; i++)
        pattern.segments[pattern.count++] = base.segments[i];
    for (size_t i = 0; i < section->segment_count; i++)
        pattern.segments[pattern.count++] = &section->segments[i];
    return pattern;
}

struct leaf { /* a row's node as a path: the section's pattern, then the row's own names */
    const struct pattern *pattern;
    const struct map_row *row;
};

static size_t leaf_length(const struct leaf *leaf)
{
    return leaf->pattern->count + leaf->row->node_segments;
}

static cpdm_slice leaf_name(const struct leaf *leaf, size_t i, bool *braces)
{
    bool own = i >= leaf->pattern->count;
    *braces = !own && leaf->pattern->segments[i]->braces;
    return own ? leaf->row->node_path[i - leaf->pattern->count] : leaf->pattern->segments[i]->text;
}

static bool may_meet(const struct leaf *a, const struct leaf *b)
{
    size_t length = leaf_length(a);
    if (length != leaf_length(b))
        return false;
    for (size_t i = length; i-- > 0;) {
        bool a_braces, b_braces;
        cpdm_slice a_name = leaf_name(a, i, &a_braces), b_name = leaf_name(b, i, &b_braces);
        if (!a_braces && !b_braces && !slice_equal(a_name, b_name))
            return false;
    }
    return true;
}

/* From the root down, where the ways of two rows part: at two sections for the same characteristic, their conditions
 * tell them apart. */
static bool differ_by_condition(const struct cpdm_tables *tables, const struct map_row *a, const struct map_row *b)
{
    uint16_t x = a->section, y = b->section;
    while (tables->sections[x].type_count > tables->sections[y].type_count)
        x = tables->sections[x].parent;
    while (tables->sections[y].type_count > tables->sections[x].type_count)
        y = tables->sections[y].parent;
    while (x != y && tables->sections[x].parent != tables->sections[y].parent) {
        x = tables->sections[x].parent;
        y = tables->sections[y].parent;
    }
    return x != y && tables->sections[x].type_name == tables->sections[y].type_name;
}

/* False, and reported, when nothing tells the two apart. */
static bool check_pair(struct map_compiler *compiler, const struct leaf *first, const struct leaf *second)
{
    const struct map_row *a = first->row, *b = second->row;
    if (!may_meet(first, second) || a->reference != b->reference || differ_by_condition(compiler->tables, a, b))
        return true;
    map_error(
        compiler->work, MAP_RULE_NODE_TWICE, b->place,
        "%.*s of line %u comes back from the same node, and neither a condition nor a reference tells the two apart",
        DIAG_TEXT(a->parm), a->place.line);
    return false;
}

void map_check_ways_back(struct map_compiler *compiler)
{
    const struct cpdm_tables *tables = compiler->tables;
    struct pattern *patterns = map_new(compiler->work, tables->section_count, sizeof *patterns);
    struct leaf *leaves = map_new(compiler->work, tables->row_count, sizeof *leaves);
    size_t count = 0;
    for (uint16_t i = 0; patterns && i < tables->section_count; i++)
        patterns[i] = pattern_of(compiler->work, &tables->sections[i], patterns);
    for (uint16_t i = 0; patterns && leaves && i < tables->row_count; i++) {
        const struct map_row *row = &tables->rows[i];
        if (row->goal == MAP_GOAL_NODE && row->arrow == MAP_BOTH && !compiler->rows[i]->faulty)
            leaves[count++] = (struct leaf){&patterns[row->section], row};
    }
    for (size_t i = 1; i < count && !compiler->work->no_memory; i++)
        for (size_t j = 0; j < i && check_pair(compiler, &leaves[j], &leaves[i]); j++)
            continue;
}

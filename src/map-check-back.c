/* SPDX-License-Identifier: MIT */
/*
 * The way back: each node comes back through one row. Two rows that go both ways may end at one node only where the
 * condition of their sections, the type that they refer to, or the family of the address tells them apart. A condition
 * with several values is told by the node as well. What a list names or holds comes back from its right column.
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

/* ---- Lists ---- */

static bool comes_back(const struct map_value *value)
{
    return !value->lost && !value->one_way;
}

/* The second of two values of the right column that come back and are the same, or NULL. */
static const struct map_value *find_repeated(const struct map_values *list)
{
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < i && comes_back(&list->values[i]); j++)
            if (comes_back(&list->values[j]) && slice_equal(list->values[i].to, list->values[j].to))
                return &list->values[i];
    return NULL;
}

static void check_list(struct map_compiler *compiler, struct map_place place, const struct map_value *repeated)
{
    if (repeated)
        map_error(compiler->work, MAP_RULE_VALUE_BACK, place,
                  "the list cannot be read backwards: \"%.*s\" of line %u stands in its right column twice",
                  DIAG_TEXT(repeated->to), repeated->place.line);
}

static void check_lists(struct map_compiler *compiler)
{
    const struct cpdm_tables *tables = compiler->tables;
    const struct map_value **repeated = map_new(compiler->work, tables->value_count, sizeof *repeated);
    if (!repeated)
        return;
    for (uint16_t i = 0; i < tables->value_count; i++)
        repeated[i] = find_repeated(&tables->values[i]);
    for (uint16_t i = 0; i < tables->row_count; i++) {
        const struct map_row *row = &tables->rows[i];
        struct map_place place = {row->place.file, row->place.line, compiler->rows[i]->columns[MAP_OPTION_VALUES]};
        if (row->arrow != MAP_TO_TREE && row->values != MAP_NONE && !compiler->rows[i]->faulty)
            check_list(compiler, place, repeated[row->values]);
    }
    for (uint16_t i = 0; i < tables->section_count; i++) {
        const struct map_section *section = &tables->sections[i];
        for (uint16_t s = 0; s < section->segment_count && section->alias_of == MAP_NONE; s++)
            if (section->segments[s].values != MAP_NONE)
                check_list(compiler, compiler->sections[i]->node_place, repeated[section->segments[s].values]);
    }
}

/* ---- Nodes ---- */

struct leaf { /* a row's node as a path: the section's pattern, then the row's own names */
    const struct pattern *pattern;
    const struct map_row *row;
};

static size_t leaf_length(const struct leaf *leaf)
{
    return leaf->pattern->count + leaf->row->node_segments;
}

/* Braces stand for any name. */
static cpdm_slice leaf_name(const struct leaf *leaf, size_t i, bool *braces)
{
    bool own = i >= leaf->pattern->count;
    *braces = own ? i - leaf->pattern->count == leaf->row->numbered : leaf->pattern->segments[i]->braces;
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

/* Whether the section's name on the way back is the type itself, so that a * beside it stands for other types. */
static bool is_named_by_type(const struct map_section *section)
{
    const struct map_segment *last = &section->segments[section->segment_count - 1];
    return section->segment_count > 0 && !last->braces &&
           slice_equal(last->text, section->types[section->type_count - 1]);
}

static bool ends_in_type(const struct map_section *section)
{
    return section->segment_count > 0 && section->segments[section->segment_count - 1].naming == MAP_NAME_TYPE;
}

/* Whether the node of a section tells that its condition holds: the parm is a part of its name, or a leaf in it. */
static bool tells_condition(const struct cpdm_tables *tables, const struct map_section *section)
{
    const struct map_section *rows = section->alias_of == MAP_NONE ? section : &tables->sections[section->alias_of];
    for (uint16_t i = 0; section->when_name != MAP_NONE && i < section->segment_count; i++)
        if (section->segments[i].parm == section->when_name &&
            (section->segments[i].naming == MAP_NAME_PARM || section->segments[i].naming == MAP_NAME_VALUES))
            return true;
    for (uint16_t i = 0; section->when_name != MAP_NONE && i < rows->row_count; i++) {
        const struct map_row *row = &tables->rows[rows->first_row + i];
        if (row->parm_name == section->when_name && row->goal == MAP_GOAL_NODE && row->arrow != MAP_TO_TREE &&
            &tables->sections[row->section] == rows)
            return true;
    }
    return false;
}

/* From the root down, where the ways of two rows part: at two sections for the same characteristic, a condition that
 * the node tells sets them apart; at a `*` and a type beside it, their names. */
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
    const struct map_section *one = &tables->sections[x], *other = &tables->sections[y];
    bool told = one->type_name == other->type_name && (tells_condition(tables, one) || tells_condition(tables, other));
    return x != y &&
           (told || (ends_in_type(one) && is_named_by_type(other)) || (ends_in_type(other) && is_named_by_type(one)));
}

/* A URI leads to a proxy or to an access point: the parms that name but one kind are told apart by it. */
static bool differ_by_reference(const struct map_row *a, const struct map_row *b)
{
    bool proxy_and_point = (a->parm_name == CP_NAME_TO_PROXY && b->parm_name == CP_NAME_TO_NAPID) ||
                           (a->parm_name == CP_NAME_TO_NAPID && b->parm_name == CP_NAME_TO_PROXY);
    return a->reference != b->reference || (a->reference_uri && b->reference_uri && proxy_and_point);
}

static bool differ_by_family(const struct map_row *a, const struct map_row *b)
{
    return a->family != MAP_FAMILY_ANY && b->family != MAP_FAMILY_ANY && a->family != b->family;
}

/* False, and reported, when nothing tells the two apart. */
static bool check_pair(struct map_compiler *compiler, const struct leaf *first, const struct leaf *second)
{
    const struct map_row *a = first->row, *b = second->row;
    if (!may_meet(first, second) || differ_by_reference(a, b) || differ_by_family(a, b) ||
        differ_by_condition(compiler->tables, a, b))
        return true;
    map_error(
        compiler->work, MAP_RULE_NODE_TWICE, b->place,
        "%.*s of line %u comes back from the same node, and neither a condition nor a reference tells the two apart",
        DIAG_TEXT(a->parm), a->place.line);
    return false;
}

/* What a `*` stood for comes back from the node's name, or not at all. */
static void check_star(struct map_compiler *compiler, const struct map_row *row)
{
    const struct map_section *section = &compiler->tables->sections[row->section];
    bool named = section->type_name != MAP_ANY_TYPE;
    for (uint16_t i = 0; i < section->segment_count; i++)
        named |= section->segments[i].naming == MAP_NAME_TYPE;
    if (!named)
        map_error(compiler->work, MAP_RULE_NODE_TWICE, row->place,
                  "nothing tells on the way back which type the * of [%.*s] stood for: its node has no {type}",
                  DIAG_TEXT(section->path));
}

/* Whether anything written in a section, or in one nested in it, goes back. */
static bool goes_back(const struct cpdm_tables *tables, uint16_t index)
{
    for (uint16_t i = 0; i < tables->row_count; i++)
        for (uint16_t at = tables->rows[i].section; tables->rows[i].arrow != MAP_TO_TREE && at != MAP_NONE;
             at = tables->sections[at].parent)
            if (at == index)
                return true;
    return false;
}

/* A condition with one value comes back with its section; of several the node has to tell which it was. */
static void check_condition(struct map_compiler *compiler, uint16_t index)
{
    const struct map_section *section = &compiler->tables->sections[index];
    if (section->when_count > 1 && goes_back(compiler->tables, index) && !tells_condition(compiler->tables, section))
        map_error(compiler->work, MAP_RULE_NODE_TWICE, compiler->sections[index]->when_place,
                  "nothing tells on the way back which of these values %.*s had: no name in braces, no row with <->",
                  DIAG_TEXT(section->when));
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
        if (row->goal != MAP_GOAL_NODE || row->arrow != MAP_BOTH || compiler->rows[i]->faulty)
            continue;
        leaves[count++] = (struct leaf){&patterns[row->section], row};
        check_star(compiler, row);
    }
    check_lists(compiler);
    for (uint16_t i = 0; i < tables->section_count; i++)
        check_condition(compiler, i);
    for (size_t i = 1; i < count && !compiler->work->no_memory; i++)
        for (size_t j = 0; j < i && check_pair(compiler, &leaves[j], &leaves[i]); j++)
            continue;
}

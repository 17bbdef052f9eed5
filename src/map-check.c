/* SPDX-License-Identifier: MIT */
/* What the sections of a whole table owe to one another and to CP: a place for every node, conditions that do not
 * overlap, characteristics that a document can have. */
#include "map-check.h"

#include "diag.h"

/* ---- Names ---- */

void map_check_case(struct map_compiler *compiler, struct map_place place, cpdm_slice root, cpdm_slice text)
{
    bool linked = slice_is(root, "CONNECTION") || slice_is(root, "PROXY");
    if (cp_name_find(text) != CP_NAME_UNKNOWN || (linked && cp_name_find_virtual(text) != CP_NAME_UNKNOWN))
        return;
    enum cp_name near = cp_name_find_ignoring_case(text);
    if (near == CP_NAME_UNKNOWN)
        return;
    cpdm_slice standard = cp_name_text(near);
    map_warning(compiler->work, MAP_RULE_NAME_CASE, place,
                "\"%.*s\" is \"%.*s\" in the standard, and names are case sensitive", DIAG_TEXT(text),
                DIAG_TEXT(standard));
}

bool map_takes_parm(const struct map_compiler *compiler, const struct map_section *section, uint16_t name)
{
    for (size_t i = section->first_row; i < (size_t)section->first_row + section->row_count; i++)
        if (compiler->tables->rows[i].parm_name == name)
            return true;
    return false;
}

/* {type} is the type of what a `*` stands for. */
static void check_type_name(struct map_compiler *compiler, const struct map_section *section)
{
    if (section->type_name != MAP_ANY_TYPE)
        map_error(compiler->work, MAP_RULE_BRACES, section->place,
                  "{type} is the type that a * stands for, and [%.*s] does not end in one", DIAG_TEXT(section->path));
}

static void guess_parm(struct map_work *work, const struct map_segment *segment, struct map_place place)
{
    struct map_guess guess = map_guess(segment->text);
    for (unsigned name = 1; name < CP_NAME_COUNT; name++)
        if (cp_name_flags((enum cp_name)name) & CP_NAME_IS_PARM)
            map_guess_try(&guess, cp_name_text((enum cp_name)name));
    map_error(work, MAP_RULE_BRACES, place, "{%.*s} is no parm of the characteristic%s", DIAG_TEXT(segment->text),
              map_guess_text(work, &guess));
}

/* A name in braces: a parm of the standard, or one that a row of the section takes. */
static void check_braces(struct map_compiler *compiler, const struct map_section *section)
{
    for (size_t i = 0; i < section->segment_count; i++) {
        const struct map_segment *segment = &section->segments[i];
        if (segment->naming == MAP_NAME_TYPE)
            check_type_name(compiler, section);
        if (!map_names_parm(segment->naming) || map_takes_parm(compiler, section, segment->parm))
            continue;
        if (segment->parm >= CP_NAME_COUNT || !(cp_name_flags((enum cp_name)segment->parm) & CP_NAME_IS_PARM))
            guess_parm(compiler->work, segment, section->place);
    }
}

/* ---- Places that no document has ---- */

static bool is_in_linked_view(cpdm_slice root, cpdm_slice type)
{
    return slice_is(type, "PXLOGICAL") || slice_is(type, "PXPHYSICAL") ||
           (slice_is(type, "NAPDEF") && slice_is(root, "CONNECTION"));
}

/* CONNECTION and PROXY are made by the links (design section 5): at the root, with known characteristics inside. */
static void check_virtual(struct map_compiler *compiler, const struct map_section *section)
{
    cpdm_slice type = section->types[section->type_count - 1], root = section->types[0];
    bool linked = slice_is(root, "CONNECTION") || slice_is(root, "PROXY");
    if (slice_is(root, "*") && section->type_count == 1)
        map_error(compiler->work, MAP_RULE_UNREACHABLE, section->place,
                  "* stands for what is in a characteristic: at the root each type is named");
    else if (section->type_count > 1 && (slice_is(type, "CONNECTION") || slice_is(type, "PROXY")))
        map_error(compiler->work, MAP_RULE_UNREACHABLE, section->place, "%.*s stands at the root only",
                  DIAG_TEXT(type));
    else if (section->type_count == 2 && linked && !is_in_linked_view(root, type))
        map_error(compiler->work, MAP_RULE_UNREACHABLE, section->place, "a %.*s has no %.*s: it has %s",
                  DIAG_TEXT(root), DIAG_TEXT(type),
                  slice_is(root, "PROXY") ? "PXLOGICAL and PXPHYSICAL" : "NAPDEF, PXLOGICAL and PXPHYSICAL");
}

/* ---- Nodes ---- */

static bool has_node_above(const struct cpdm_tables *tables, const struct map_section *section)
{
    uint16_t parent = section->parent;
    while (parent != MAP_NONE && (tables->sections[parent].kind == MAP_NODE_NONE || tables->sections[parent].implied))
        parent = tables->sections[parent].parent;
    return parent != MAP_NONE;
}

static void check_node(struct map_compiler *compiler, const struct map_section *section)
{
    if (section->kind == MAP_NODE_ROOT || section->kind == MAP_NODE_NONE)
        return;
    if (section->type_count == 1)
        map_error(compiler->work, MAP_RULE_ROOT_RELATIVE, section->place,
                  "the node of a characteristic at the root begins with ./");
    else if (!has_node_above(compiler->tables, section))
        map_error(compiler->work, MAP_RULE_SECTION_ORPHAN, section->place,
                  "there is no section with a node above, whose path begins [%.*s]", DIAG_TEXT(section->path));
}

static void check_rows_of_none(struct map_compiler *compiler, const struct map_section *section)
{
    for (size_t i = section->first_row; i < (size_t)section->first_row + section->row_count; i++) {
        const struct map_row *row = &compiler->tables->rows[i];
        if (!compiler->rows[i]->faulty && row->goal != MAP_GOAL_LOSS && row->goal != MAP_GOAL_SIGNAL)
            map_error(compiler->work, MAP_RULE_NODE_IN_NONE, row->place,
                      "the section makes no node, so the row has nowhere to go: write - for the node");
    }
}

/* [A] [B] over one node: a row that comes back would not know to which. */
static void check_alias(struct map_compiler *compiler, const struct map_section *section)
{
    for (size_t i = section->first_row; i < (size_t)section->first_row + section->row_count; i++) {
        const struct map_row *row = &compiler->tables->rows[i];
        if (row->goal != MAP_GOAL_NODE || row->arrow != MAP_BOTH)
            continue;
        map_error(
            compiler->work, MAP_RULE_NODE_TWICE, section->place,
            "the rows of several characteristics end at one node: nothing tells on the way back which one it was");
        return;
    }
}

/* ---- Siblings ---- */

static bool are_siblings(const struct map_section *a, const struct map_section *b)
{
    return a->parent == b->parent && slice_equal(a->types[a->type_count - 1], b->types[b->type_count - 1]);
}

static void check_when(struct map_compiler *compiler, const struct map_section *a, const struct map_section *b)
{
    for (size_t i = 0; i < a->when_count && slice_equal(a->when, b->when); i++)
        for (size_t j = 0; j < b->when_count; j++)
            if (slice_equal(a->when_values[i], b->when_values[j])) {
                map_error(compiler->work, MAP_RULE_WHEN_TWICE, b->place,
                          "\"%.*s\" is in the condition of line %u as well", DIAG_TEXT(b->when_values[j]),
                          a->place.line);
                return;
            }
}

static void report_deep(struct map_compiler *compiler, uint16_t implied, const struct map_section *written)
{
    const struct parsed_row *row = compiler->implied_by[implied];
    const struct map_section *section = &compiler->tables->sections[implied];
    if (row)
        map_error(compiler->work, MAP_RULE_DEEP_ROW, row->row.place, "the row belongs in the section [%.*s] of line %u",
                  DIAG_TEXT(written->path), written->place.line);
    else
        map_error(compiler->work, MAP_RULE_DEEP_ROW, section->place,
                  "the section [%.*s] of line %u stands above those that are nested in it", DIAG_TEXT(written->path),
                  written->place.line);
}

static void check_siblings(struct map_compiler *compiler, uint16_t index)
{
    const struct map_section *sections = compiler->tables->sections, *section = &sections[index];
    for (uint16_t i = 0; i < index; i++) {
        if (!are_siblings(&sections[i], section))
            continue;
        if (sections[i].implied)
            report_deep(compiler, i, section);
        else if (section->implied)
            report_deep(compiler, index, &sections[i]);
        else
            check_when(compiler, &sections[i], section);
    }
}

/* type and on-request, as they are written. */
static void check_head_options(struct map_compiler *compiler, const struct map_section *section,
                               const struct parsed_section *parsed)
{
    bool own = section->kind == MAP_NODE_ROOT || section->kind == MAP_NODE_RELATIVE;
    if (section->mo_type.length && !own)
        map_error(compiler->work, MAP_RULE_MO_TYPE, parsed->type_place,
                  "type belongs to a node, and the section makes none of its own");
    if (section->on_request && section->type_name != CP_NAME_APPLICATION)
        map_error(compiler->work, MAP_RULE_ON_REQUEST, parsed->request_place,
                  "on-request is for [APPLICATION]: nothing else can be asked for");
}

static void check_section(struct map_compiler *compiler, uint16_t index)
{
    const struct map_section *section = &compiler->tables->sections[index];
    cpdm_slice type = section->types[section->type_count - 1];
    check_siblings(compiler, index);
    check_virtual(compiler, section);
    if (section->implied)
        return;
    map_check_case(compiler, section->place, section->types[0], type);
    check_node(compiler, section);
    check_braces(compiler, section);
    if (section->alias_of == MAP_NONE)
        check_head_options(compiler, section, compiler->sections[index]);
    if (section->kind == MAP_NODE_NONE && section->alias_of == MAP_NONE)
        check_rows_of_none(compiler, section);
    if (section->kind != MAP_NODE_NONE && section->alias_of != MAP_NONE)
        check_alias(compiler, section);
}

/* ---- The target ---- */

static void check_target(struct map_compiler *compiler)
{
    static const char *const needed[] = {"syncml", "verproto", "command"};
    if (compiler->table->target_place.line == 0) {
        map_error(compiler->work, MAP_RULE_TARGET_MISSING, compiler->table->place, "the table has no target");
        return;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (map_property(compiler->tables, needed[i]).length == 0)
            map_error(compiler->work, MAP_RULE_PROPERTY_MISSING, compiler->table->target_place,
                      "the target does not say its %s", needed[i]);
    if (slice_is(map_property(compiler->tables, "payload"), "tnds") &&
        map_property(compiler->tables, "inbox").length == 0)
        map_error(compiler->work, MAP_RULE_PROPERTY_MISSING, compiler->table->target_place,
                  "payload tnds needs the inbox that it goes to: inbox ./Inbox");
}

/* Of a table as it was written: the lists that an overlay's rows no longer use may stay. */
static void check_lists(struct map_compiler *compiler)
{
    if (compiler->work->files->next)
        return;
    for (const struct parsed_values *list = compiler->table->values; list; list = list->next)
        if (compiler->work->error_count == 0 && !compiler->tables->values[list->index].used)
            map_warning(compiler->work, MAP_RULE_VALUES_UNUSED, list->place, "no row uses the value list \"%.*s\"",
                        DIAG_TEXT(list->name));
}

void map_check(struct map_compiler *compiler)
{
    check_target(compiler);
    for (uint16_t i = 0; i < compiler->tables->section_count; i++)
        check_section(compiler, i);
    map_check_rows(compiler);
    map_check_ways_back(compiler);
    check_lists(compiler);
}

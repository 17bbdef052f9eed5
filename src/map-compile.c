/* SPDX-License-Identifier: MIT */
/*
 * A table as written to arrays: value lists, sections and rows, with every name as a number. A row like PORT/PORTNBR,
 * and a section like [A/B/C] below [A], get the sections that are missing between: they make no node and are never
 * printed. Each section stands behind the one that it is nested in.
 */
#include "map-compile.h"

#include "diag.h"

/* ---- Names ---- */

static uint16_t find_vendor_name(struct map_compiler *compiler, cpdm_slice text)
{
    struct cpdm_tables *tables = compiler->tables;
    uint32_t hash = (uint32_t)slice_hash(text, 0);
    for (uint16_t i = 0; i < tables->vendor_count; i++)
        if (tables->vendor_names[i].hash == hash && slice_equal(tables->vendor_names[i].text, text))
            return (uint16_t)(CP_NAME_COUNT + i);
    if (tables->vendor_count == MAP_VENDOR_MAX && compiler->names_full)
        return MAP_NONE;
    if (tables->vendor_count == MAP_VENDOR_MAX) {
        compiler->names_full = true;
        map_error(compiler->work, MAP_RULE_LIMIT, compiler->table->place,
                  "the table has more than %d names that the standard does not have", MAP_VENDOR_MAX);
        return MAP_NONE;
    }
    tables->vendor_names[tables->vendor_count] = (struct map_vendor_name){text, hash};
    return (uint16_t)(CP_NAME_COUNT + tables->vendor_count++);
}

uint16_t map_compile_name(struct map_compiler *compiler, cpdm_slice root, cpdm_slice text)
{
    enum cp_name name = cp_name_find(text), virtual_name = cp_name_find_virtual(text);
    if (name != CP_NAME_UNKNOWN)
        return (uint16_t)name;
    bool linked = slice_is(root, "CONNECTION") || slice_is(root, "PROXY");
    if (virtual_name != CP_NAME_UNKNOWN && (virtual_name != CP_NAME_CONNECTION_NAME || linked))
        return (uint16_t)virtual_name;
    return find_vendor_name(compiler, text);
}

/* ---- Lists and properties ---- */

static void *keep_array(struct map_compiler *compiler, size_t count, size_t size)
{
    void *array = arena_array(&compiler->tables->arena, count ? count : 1, size);
    if (!array)
        compiler->work->no_memory = true;
    return array;
}

static void compile_properties(struct map_compiler *compiler)
{
    struct cpdm_tables *tables = compiler->tables;
    size_t count = 0;
    for (const struct parsed_property *line = compiler->table->properties; line; line = line->next)
        count++;
    tables->target = compiler->table->target;
    tables->title = compiler->table->title;
    tables->properties = keep_array(compiler, count, sizeof *tables->properties);
    for (const struct parsed_property *line = compiler->table->properties; line && tables->properties;
         line = line->next)
        tables->properties[tables->property_count++] = line->property;
}

static void compile_list(struct map_compiler *compiler, const struct parsed_values *list, struct map_values *values)
{
    size_t count = 0;
    for (const struct parsed_value *line = list->values; line; line = line->next)
        count++;
    *values = (struct map_values){.name = list->name, .place = list->place};
    values->values = keep_array(compiler, count, sizeof *values->values);
    for (const struct parsed_value *line = list->values; line && values->values; line = line->next)
        values->values[values->count++] = line->value;
}

static void compile_lists(struct map_compiler *compiler)
{
    struct cpdm_tables *tables = compiler->tables;
    size_t count = 0;
    for (const struct parsed_values *list = compiler->table->values; list; list = list->next)
        count++;
    tables->values = keep_array(compiler, count, sizeof *tables->values);
    for (struct parsed_values *list = compiler->table->values; list && tables->values; list = list->next) {
        if (tables->value_count == MAP_VALUES_MAX) {
            map_error(compiler->work, MAP_RULE_LIMIT, list->place, "the table has more than %d value lists",
                      MAP_VALUES_MAX);
            return;
        }
        list->index = tables->value_count;
        compile_list(compiler, list, &tables->values[tables->value_count++]);
    }
}

/* ---- Sections ---- */

/* An empty section in the next place; MAP_NONE where there is none. */
static uint16_t new_section(struct map_compiler *compiler, struct map_place place)
{
    struct cpdm_tables *tables = compiler->tables;
    if (tables->section_count < compiler->section_room)
        return tables->section_count++;
    if (compiler->section_room == MAP_SECTIONS_MAX)
        map_error(compiler->work, MAP_RULE_LIMIT, place,
                  "the table has more than %d sections, with those that deep rows imply", MAP_SECTIONS_MAX);
    return MAP_NONE;
}

static void set_types(struct map_compiler *compiler, struct map_section *section, const cpdm_slice *types,
                      uint16_t count)
{
    memcpy(section->types, types, count * sizeof *types);
    section->type_count = count;
    bool any = slice_is(types[count - 1], "*");
    section->type_name = any ? MAP_ANY_TYPE : map_compile_name(compiler, types[0], types[count - 1]);
}

/* "A/B" of A and B. */
static cpdm_slice path_of(struct map_compiler *compiler, const cpdm_slice *types, uint16_t count)
{
    struct bytes_writer path = bytes_writer(&compiler->tables->arena, 64);
    cpdm_slice text = SLICE("");
    for (uint16_t i = 0; i < count; i++) {
        if (i > 0)
            bytes_put_text(&path, "/");
        bytes_put_slice(&path, types[i]);
    }
    if (!bytes_finish(&path, &text))
        compiler->work->no_memory = true;
    return text;
}

uint16_t map_imply_section(struct map_compiler *compiler, uint16_t parent, const cpdm_slice *types, uint16_t type_count,
                           const struct parsed_row *row, struct map_place place)
{
    struct cpdm_tables *tables = compiler->tables;
    for (uint16_t i = 0; i < tables->section_count; i++)
        if (tables->sections[i].implied && tables->sections[i].parent == parent &&
            slice_equal(tables->sections[i].types[type_count - 1], types[type_count - 1]))
            return i;
    uint16_t index = new_section(compiler, place);
    if (index == MAP_NONE)
        return MAP_NONE;
    struct map_section *section = &tables->sections[index];
    *section = (struct map_section){.place = place,
                                    .path = path_of(compiler, types, type_count),
                                    .alias_of = MAP_NONE,
                                    .kind = parent == MAP_NONE ? MAP_NODE_NONE : MAP_NODE_SAME,
                                    .node = parent == MAP_NONE ? SLICE("none") : SLICE("same node"),
                                    .when_name = MAP_NONE,
                                    .implied = true,
                                    .parent = parent,
                                    .next_same = MAP_NONE,
                                    .star = MAP_NONE};
    set_types(compiler, section, types, type_count);
    compiler->implied_by[index] = row;
    return index;
}

/* The index of the section that this head is nested in; what is missing between is implied. */
static uint16_t parent_of(struct map_compiler *compiler, const struct parsed_head *head)
{
    uint16_t parent = head->parent ? head->parent->index : MAP_NONE;
    uint16_t depth = head->parent ? head->parent->type_count : 0;
    while (++depth < head->type_count) {
        parent = map_imply_section(compiler, parent, head->types, depth, NULL, head->place);
        if (parent == MAP_NONE)
            break;
    }
    return parent;
}

static void compile_node(struct map_compiler *compiler, struct map_section *section)
{
    for (uint16_t i = 0; i < section->segment_count; i++)
        if (map_names_parm(section->segments[i].naming))
            section->segments[i].parm = map_compile_name(compiler, section->types[0], section->segments[i].text);
    while (section->kind == MAP_NODE_ROOT && section->permanent < section->segment_count &&
           !section->segments[section->permanent].braces)
        section->permanent++;
}

/* One head to one section; MAP_NONE where there is no room. */
static uint16_t compile_head(struct map_compiler *compiler, struct parsed_section *parsed, struct parsed_head *head,
                             uint16_t alias_of)
{
    uint16_t parent = parent_of(compiler, head), index = new_section(compiler, head->place);
    if (index == MAP_NONE)
        return MAP_NONE;
    struct map_section *section = &compiler->tables->sections[index];
    *section = parsed->section;
    section->place = head->place;
    section->path = head->path;
    section->alias_of = alias_of;
    section->parent = parent;
    section->next_same = section->star = MAP_NONE;
    set_types(compiler, section, head->types, head->type_count);
    section->when_name = MAP_NONE;
    if (section->when.length)
        section->when_name = map_compile_name(compiler, section->types[0], section->when);
    compile_node(compiler, section);
    compiler->sections[index] = parsed;
    head->index = index;
    return index;
}

/* What is nested in a faulty section has no place either. */
static bool has_place(const struct parsed_section *parsed)
{
    bool sound = !parsed->faulty;
    for (struct parsed_head *head = parsed->heads; head; head = head->next) {
        head->index = MAP_NONE;
        sound = sound && (!head->parent || head->parent->index != MAP_NONE);
    }
    return sound;
}

static void compile_section(struct map_compiler *compiler, struct parsed_section *parsed)
{
    uint16_t first = MAP_NONE;
    if (!has_place(parsed))
        return;
    for (struct parsed_head *head = parsed->heads; head; head = head->next) {
        uint16_t index = compile_head(compiler, parsed, head, first);
        if (index == MAP_NONE)
            return;
        if (first == MAP_NONE)
            first = index;
    }
    map_compile_rows(compiler, parsed, first);
    for (const struct parsed_head *head = parsed->heads; head; head = head->next) {
        struct map_section *section = &compiler->tables->sections[head->index],
                           *owner = &compiler->tables->sections[first];
        section->first_row = owner->first_row;
        section->row_count = owner->row_count;
        section->star = owner->star;
    }
}

/* ---- All ---- */

static bool make_room(struct map_compiler *compiler)
{
    struct cpdm_tables *tables = compiler->tables;
    size_t rows = 0, sections = 0;
    struct map_place last = compiler->table->place;
    for (const struct parsed_section *s = compiler->table->sections; s; s = s->next) {
        for (const struct parsed_head *h = s->heads; h; h = h->next)
            sections += h->type_count;
        for (const struct parsed_row *r = s->rows; r; r = r->next) {
            sections += r->row.parm_segments - 1u;
            last = r->row.place;
            rows++;
        }
    }
    if (rows > MAP_ROWS_MAX)
        map_error(compiler->work, MAP_RULE_LIMIT, last, "the table and its overlays have more than %d rows",
                  MAP_ROWS_MAX);
    compiler->section_room = sections < MAP_SECTIONS_MAX ? sections : MAP_SECTIONS_MAX;
    tables->rows = keep_array(compiler, rows, sizeof *tables->rows);
    tables->sections = keep_array(compiler, compiler->section_room, sizeof *tables->sections);
    tables->vendor_names = map_new(compiler->work, MAP_VENDOR_MAX, sizeof *tables->vendor_names);
    compiler->rows = map_new(compiler->work, rows, sizeof *compiler->rows);
    compiler->sections = map_new(compiler->work, compiler->section_room, sizeof *compiler->sections);
    compiler->implied_by = map_new(compiler->work, compiler->section_room, sizeof *compiler->implied_by);
    return !compiler->work->no_memory && rows <= MAP_ROWS_MAX;
}

/* From scratch memory to as much as is needed. */
static void keep_names(struct map_compiler *compiler)
{
    struct cpdm_tables *tables = compiler->tables;
    struct map_vendor_name *names = keep_array(compiler, tables->vendor_count, sizeof *names);
    if (names && tables->vendor_count)
        memcpy(names, tables->vendor_names, tables->vendor_count * sizeof *names);
    tables->vendor_names = names;
    tables->name_count = (uint16_t)(CP_NAME_COUNT + tables->vendor_count);
}

void map_compile(struct map_compiler *compiler)
{
    if (!make_room(compiler))
        return;
    compile_properties(compiler);
    compile_lists(compiler);
    for (struct parsed_section *s = compiler->table->sections; s && !compiler->work->no_memory; s = s->next)
        compile_section(compiler, s);
    if (!compiler->work->no_memory)
        map_resolve(compiler);
    keep_names(compiler);
}

/* SPDX-License-Identifier: MIT */
/*
 * Dispatch: for each section, arrays from table names to the rows and sections that take them, so that the engine asks
 * one array for each parm and compares no strings. Also the table's own look-ups.
 */
#include "map-compile.h"

/* ---- Look-ups ---- */

static uint16_t find_vendor(const struct cpdm_tables *tables, cpdm_slice text)
{
    uint32_t hash = (uint32_t)slice_hash(text, 0);
    for (uint32_t slot = hash & tables->vendor_mask;; slot = (slot + 1) & tables->vendor_mask) {
        uint16_t index = tables->vendor_hash[slot];
        if (index == MAP_NONE)
            return CP_NAME_UNKNOWN;
        if (tables->vendor_names[index].hash == hash && slice_equal(tables->vendor_names[index].text, text))
            return (uint16_t)(CP_NAME_COUNT + index);
    }
}

uint16_t map_vendor_name(const struct cpdm_tables *tables, cpdm_slice text)
{
    return tables->vendor_mask == 0 ? CP_NAME_UNKNOWN : find_vendor(tables, text);
}

cpdm_slice map_property(const struct cpdm_tables *tables, const char *key)
{
    for (size_t i = 0; i < tables->property_count; i++)
        if (slice_is(tables->properties[i].key, key))
            return tables->properties[i].value;
    return (cpdm_slice){NULL, 0};
}

static cpdm_slice property_or(const struct cpdm_tables *tables, const char *key, cpdm_slice usual)
{
    cpdm_slice value = map_property(tables, key);
    return value.length ? value : usual;
}

/* What every package asks for. */
static void keep_properties(struct cpdm_tables *tables)
{
    tables->syncml = property_or(tables, "syncml", SLICE("1.1"));
    tables->verproto = property_or(tables, "verproto", SLICE("DM/1.1"));
    tables->syncml12 = slice_is(tables->syncml, "1.2");
    tables->add = slice_is(map_property(tables, "command"), "Add");
    tables->final = slice_is(map_property(tables, "final"), "yes");
    tables->tnds = slice_is(map_property(tables, "payload"), "tnds");
    tables->inbox = property_or(tables, "inbox", SLICE("./Inbox"));
    tables->atomic = slice_is(map_property(tables, "atomic"), "yes");
    tables->source_account = slice_is(map_property(tables, "source"), "account");
}

/* ---- Arrays ---- */

static uint16_t *new_array(struct cpdm_tables *tables, size_t count)
{
    uint16_t *array = arena_array(&tables->arena, count ? count : 1, sizeof *array);
    for (size_t i = 0; array && i < count; i++)
        array[i] = MAP_NONE;
    return array;
}

/* At most half full, so that every search ends. */
static bool index_vendor_names(struct cpdm_tables *tables)
{
    uint32_t size = 2;
    while (size < 2u * tables->vendor_count)
        size *= 2;
    tables->vendor_mask = tables->vendor_count ? (uint16_t)(size - 1) : 0;
    tables->vendor_hash = new_array(tables, size);
    for (uint16_t i = 0; tables->vendor_hash && i < tables->vendor_count; i++) {
        uint32_t slot = tables->vendor_names[i].hash & tables->vendor_mask;
        while (tables->vendor_hash[slot] != MAP_NONE)
            slot = (slot + 1) & tables->vendor_mask;
        tables->vendor_hash[slot] = i;
    }
    return tables->vendor_hash;
}

/* Memory that begins where a line of the processor's cache does: what fits into such lines takes no more of them. */
static void *new_lines(struct cpdm_tables *tables, size_t count, size_t size)
{
    enum { LINE = 64 };
    char *memory = arena_alloc(&tables->arena, count * size + LINE - 1);
    return memory ? memory + (-(uintptr_t)memory & (LINE - 1)) : NULL;
}

static bool make_arrays(struct cpdm_tables *tables)
{
    tables->root_of = new_array(tables, tables->name_count);
    tables->root_order = new_array(tables, tables->section_count);
    tables->linked_order = new_array(tables, tables->section_count);
    tables->takers = new_lines(tables, tables->row_count, sizeof *tables->takers);
    tables->fronts = new_lines(tables, tables->section_count, sizeof *tables->fronts);
    bool made = tables->root_of && tables->root_order && tables->linked_order && tables->takers && tables->fronts;
    for (uint16_t i = 0; made && i < tables->section_count; i++) {
        struct map_section *section = &tables->sections[i];
        bool alias = section->alias_of != MAP_NONE;
        section->child_of = new_array(tables, tables->name_count);
        section->row_of = alias ? tables->sections[section->alias_of].row_of : new_array(tables, tables->name_count);
        made = section->child_of && section->row_of;
    }
    return made;
}

/* ---- Value lists ---- */

/* Of equal ones the first is found. */
static void index_values(struct map_values *list)
{
    for (size_t i = 0; i < sizeof list->bucket_of / sizeof *list->bucket_of; i++)
        list->bucket_of[i] = MAP_NONE;
    for (size_t i = list->count; i-- > 0;) {
        struct map_value *value = &list->values[i];
        uint16_t *bucket = &list->bucket_of[slice_bit_number(value->from)];
        value->simple = !value->lost && !value->one_way;
        value->next = *bucket;
        *bucket = (uint16_t)i;
    }
}

/* ---- Rows ---- */

static void chain_row(struct cpdm_tables *tables, uint16_t index)
{
    struct map_row *row = &tables->rows[index];
    if (row->parm_name == MAP_NONE || row->arrow == MAP_TO_DOCUMENT)
        return;
    uint16_t *link = &tables->sections[row->section].row_of[row->parm_name];
    while (*link != MAP_NONE)
        link = &tables->rows[*link].next_same;
    *link = index;
}

static bool is_checked(const struct map_row *row)
{
    bool needed = row->cardinality == MAP_ONE || row->cardinality == MAP_SOME;
    return row->goal == MAP_GOAL_NODE && row->arrow != MAP_TO_DOCUMENT &&
           (needed || row->default_kind != MAP_DEFAULT_NONE);
}

/* Also gives each row its bit. */
static bool list_checked(struct cpdm_tables *tables, uint16_t index)
{
    struct map_section *section = &tables->sections[index];
    if (section->alias_of != MAP_NONE) {
        section->checked = tables->sections[section->alias_of].checked;
        section->checked_count = tables->sections[section->alias_of].checked_count;
        tables->fronts[index].checked_bits = tables->fronts[section->alias_of].checked_bits;
        return true;
    }
    section->checked = new_array(tables, section->row_count);
    for (uint16_t i = 0; section->checked && i < section->row_count; i++) {
        const struct map_row *row = &tables->rows[section->first_row + i];
        uint8_t number = i < MAP_LAST_BIT ? (uint8_t)i : MAP_LAST_BIT;
        tables->takers[section->first_row + i].row_number = number;
        if (!is_checked(row))
            continue;
        section->checked[section->checked_count++] = (uint16_t)(section->first_row + i);
        tables->fronts[index].checked_bits |= map_bit(number);
    }
    return section->checked;
}

/* ---- Sections ---- */

/* Whether a node lacks something where no characteristic stands for a section at it. With a condition the section gives
 * no defaults then; but what is required is required of the node. */
static bool is_missed(const struct cpdm_tables *tables, const struct map_section *section)
{
    for (uint16_t i = 0; i < section->checked_count; i++)
        if (section->when_name == MAP_NONE || tables->rows[section->checked[i]].default_kind == MAP_DEFAULT_NONE)
            return true;
    return false;
}

static bool list_beside(struct cpdm_tables *tables, uint16_t index)
{
    struct map_section *section = &tables->sections[index];
    uint16_t owner = section->alias_of == MAP_NONE ? index : section->alias_of;
    section->beside = new_array(tables, tables->section_count);
    tables->fronts[index].counted |= section->first;
    for (uint16_t i = 0; section->beside && i < tables->section_count; i++) {
        struct map_section *other = &tables->sections[i];
        if (other->parent == owner && other->kind == MAP_NODE_SAME && !other->implied && is_missed(tables, other)) {
            section->beside[section->beside_count++] = i;
            tables->fronts[i].counted = true;
        }
    }
    return section->beside;
}

static void chain_section(struct cpdm_tables *tables, uint16_t index)
{
    struct map_section *section = &tables->sections[index];
    uint16_t *first = section->parent == MAP_NONE ? tables->root_of : tables->sections[section->parent].child_of;
    uint16_t *link = &first[section->type_name];
    while (*link != MAP_NONE)
        link = &tables->sections[*link].next_same;
    *link = index;
}

/* Those with a condition first: the others take what is left. */
static void chain_sections(struct cpdm_tables *tables)
{
    for (uint16_t i = 0; i < tables->section_count; i++) {
        tables->fronts[i].conditional = tables->sections[i].when_name != MAP_NONE || tables->sections[i].on_request;
        if (tables->fronts[i].conditional)
            chain_section(tables, i);
    }
    for (uint16_t i = 0; i < tables->section_count; i++)
        if (!tables->fronts[i].conditional)
            chain_section(tables, i);
}

/* The implied sections of [A] serve [B] of the same head as well: they hold the rows that the two share. */
static void share_implied(struct cpdm_tables *tables, struct map_section *alias)
{
    const uint16_t *shared = tables->sections[alias->alias_of].child_of;
    for (uint16_t name = 0; name < tables->name_count; name++)
        if (alias->child_of[name] == MAP_NONE && shared[name] != MAP_NONE && tables->sections[shared[name]].implied)
            alias->child_of[name] = shared[name];
}

/* What nothing takes goes to the sections of `*`; without a name of the table a type has MAP_ANY_TYPE itself. */
static void spread_star(const struct cpdm_tables *tables, struct map_section *section)
{
    uint16_t any = section->child_of[MAP_ANY_TYPE];
    for (uint16_t name = 0; any != MAP_NONE && name < tables->name_count; name++)
        if (section->child_of[name] == MAP_NONE)
            section->child_of[name] = any;
}

static bool is_linked(const struct cpdm_tables *tables, uint16_t type)
{
    return type == CP_NAME_APPLICATION || type == CP_NAME_CONNECTION || type == CP_NAME_PROXY ||
           (type == CP_NAME_NAPDEF && tables->access);
}

static void add_root(struct cpdm_tables *tables, uint16_t type)
{
    for (uint16_t i = 0; i < tables->root_count; i++)
        if (tables->root_order[i] == type)
            return;
    tables->root_order[tables->root_count++] = type;
    if (is_linked(tables, type))
        tables->linked_order[tables->linked_count++] = type;
}

/* Rows that hold the name or URI of an object ask for it when it is there. */
static void find_access(struct cpdm_tables *tables)
{
    tables->access = tables->root_of[CP_NAME_PROXY] != MAP_NONE;
    for (uint16_t i = 0; i < tables->row_count; i++)
        tables->access |= tables->rows[i].goal == MAP_GOAL_NODE && !tables->rows[i].ordinary &&
                          (tables->rows[i].reference_uri || tables->rows[i].reference != MAP_NONE);
}

/* In the order of the text; but what references lead to comes first, and a PROXY refers to NAPDEFs. */
static void order_roots(struct cpdm_tables *tables)
{
    static const uint16_t led_to[] = {CP_NAME_NAPDEF, CP_NAME_PROXY, CP_NAME_CONNECTION};
    for (size_t i = 0; i < sizeof led_to / sizeof *led_to; i++)
        if (tables->access && tables->root_of[led_to[i]] != MAP_NONE)
            add_root(tables, led_to[i]);
    for (uint16_t i = 0; i < tables->section_count; i++)
        if (tables->sections[i].parent == MAP_NONE)
            add_root(tables, tables->sections[i].type_name);
}

/* ---- Names that are values ---- */

static bool is_in(const struct cpdm_tables *tables, uint16_t section, uint16_t outer)
{
    while (section != MAP_NONE && section != outer)
        section = tables->sections[section].parent;
    return section == outer;
}

/* A key row of the section, or of one nested in it, makes the braces the parm's own value. {name} is made by the links
 * and unique already. */
static void mark_exact(struct cpdm_tables *tables, uint16_t index, struct map_segment *segment)
{
    segment->exact = segment->naming == MAP_NAME_VALUES || segment->naming == MAP_NAME_SHA256_UTF16;
    for (uint16_t i = 0; i < tables->row_count && segment->braces && segment->parm != CP_NAME_CONNECTION_NAME; i++) {
        const struct map_row *row = &tables->rows[i];
        segment->exact |= row->goal == MAP_GOAL_NAME && row->parm_name == segment->parm &&
                          slice_equal(map_in_braces(row->node), segment->text) && is_in(tables, row->section, index);
    }
}

/* Whether all that stands in the section is settled by the characteristic alone: no row looks beside or above it. */
static bool is_closed(const struct cpdm_tables *tables, uint16_t index)
{
    for (uint16_t i = 0; i < tables->section_count; i++)
        if (is_in(tables, i, index) && (tables->sections[i].alias_of != MAP_NONE || tables->sections[i].on_request))
            return false;
    for (uint16_t i = 0; i < tables->row_count; i++) {
        const struct map_row *row = &tables->rows[i];
        if (is_in(tables, row->section, index) &&
            (row->equal_name != MAP_NONE || row->reference != MAP_NONE || row->reference_uri))
            return false;
    }
    return true;
}

/* [CONNECTION/NAPDEF], always at one node that nothing else in the first connection of a NAPDEF adds to. */
static void find_copied(struct cpdm_tables *tables)
{
    for (uint16_t i = 0; i < tables->section_count; i++) {
        struct map_section *section = &tables->sections[i];
        const struct map_section *up = section->parent == MAP_NONE ? NULL : &tables->sections[section->parent];
        section->copied = up && up->parent == MAP_NONE && up->type_name == CP_NAME_CONNECTION &&
                          !tables->fronts[section->parent].conditional && !up->checked_count && !up->beside_count &&
                          section->type_name == CP_NAME_NAPDEF && !tables->fronts[i].conditional &&
                          !tables->fronts[i].counted && section->kind == MAP_NODE_RELATIVE &&
                          section->segment_count == 1 && !section->segments[0].braces && is_closed(tables, i);
    }
}

/* What the engine looks at of a section that is indexed. */
static bool settle_front(struct cpdm_tables *tables, uint16_t index)
{
    struct map_section *section = &tables->sections[index];
    struct map_front *front = &tables->fronts[index];
    const struct map_segment *step = &section->segments[0];
    section->when_comes_back = section->when_count == 1 && section->row_of[section->when_name] == MAP_NONE;
    front->section = section;
    front->kind = (uint8_t)section->kind;
    front->implied = section->implied;
    front->beside = section->beside_count;
    front->finished = front->implied || front->checked_bits || front->beside || section->when_comes_back;
    front->next = section->next_same;
    front->next_to =
        section->kind == MAP_NODE_RELATIVE && section->segment_count == 1 && !step->braces && !section->mo_type.length;
    front->step = step->text;
    front->step_number = (uint8_t)slice_bit_number(step->text);
    return map_find_takers(tables, section, front);
}

bool map_index(struct cpdm_tables *tables)
{
    if (!index_vendor_names(tables) || !make_arrays(tables))
        return false;
    keep_properties(tables);
    for (uint16_t i = 0; i < tables->value_count; i++)
        index_values(&tables->values[i]);
    for (uint16_t i = 0; i < tables->row_count; i++)
        chain_row(tables, i);
    if (!map_settle_rows(tables))
        return false;
    for (uint16_t i = 0; i < tables->section_count; i++) {
        struct map_section *section = &tables->sections[i];
        uint16_t owner = section->alias_of == MAP_NONE ? i : section->alias_of;
        if (!list_checked(tables, i))
            return false;
        for (size_t s = 0; s < section->segment_count; s++) {
            section->segments[s].bit = slice_bit(section->segments[s].text);
            mark_exact(tables, owner, &section->segments[s]);
        }
    }
    for (uint16_t i = 0; i < tables->section_count; i++)
        if (!list_beside(tables, i))
            return false;
    chain_sections(tables);
    for (uint16_t i = 0; i < tables->section_count; i++)
        if (tables->sections[i].alias_of != MAP_NONE)
            share_implied(tables, &tables->sections[i]);
    for (uint16_t i = 0; i < tables->section_count; i++)
        spread_star(tables, &tables->sections[i]);
    for (uint16_t i = 0; i < tables->section_count; i++)
        if (!settle_front(tables, i))
            return false;
    find_copied(tables);
    find_access(tables);
    order_roots(tables);
    return true;
}

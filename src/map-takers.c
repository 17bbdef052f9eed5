/* SPDX-License-Identifier: MIT */
/*
 * How a row takes a parm in the everyday case, found out once: what the engine would else ask of the row for each parm.
 * What it looks at, the texts too, is brought together, so that it is near when it is needed.
 */
#include "map-compile.h"

static enum map_reading reading_of(const struct map_row *row)
{
    if (row->scheme != MAP_NONE)
        return MAP_READ_BY_SCHEME;
    if (row->values != MAP_NONE)
        return MAP_READ_BY_LIST;
    if (row->base64)
        return MAP_READ_BASE64;
    if (row->flag || row->format == CPDM_FORMAT_NULL)
        return MAP_READ_FLAG;
    if (row->format == CPDM_FORMAT_INT || row->has_range)
        return MAP_READ_NUMBER;
    return row->not_empty ? MAP_READ_SOME : MAP_READ_ANY;
}

/* The linked view has a text of its own for these, or looks at them. */
static bool is_viewed(uint16_t parm)
{
    return parm == CP_NAME_PROVIDER_ID || parm == CP_NAME_AAUTHLEVEL || parm == CP_NAME_AAUTHTYPE;
}

static unsigned way_of(const struct map_row *row)
{
    unsigned viewed = is_viewed(row->parm_name) ? MAP_WAY_VIEWED : 0;
    bool alone = row->next_same == MAP_NONE;
    if (row->equal_name != MAP_NONE)
        return MAP_WAY_ANY;
    switch (row->goal) {
    case MAP_GOAL_NODE: return row->ordinary && row->node_segments == 1 ? viewed + MAP_WAY_LEAF : MAP_WAY_ANY;
    case MAP_GOAL_NAME: return alone && !viewed ? MAP_WAY_NAME : MAP_WAY_ANY;
    case MAP_GOAL_LOSS: return alone ? viewed + MAP_WAY_LOSE : MAP_WAY_ANY;
    case MAP_GOAL_SAME:
    case MAP_GOAL_SIGNAL: break;
    }
    return MAP_WAY_ANY;
}

static cpdm_fate fate_of(const struct map_row *row)
{
    if (row->goal == MAP_GOAL_LOSS)
        return CPDM_FATE_LOST;
    return row->arrow == MAP_BOTH ? CPDM_FATE_MAPPED : CPDM_FATE_DERIVED;
}

/* What the row says, and the linked view does not change. Rows of one parm are chained. */
static void settle_row(struct map_row *row)
{
    row->fate = (uint8_t)fate_of(row);
    row->not_without_text =
        row->not_empty || row->scheme != MAP_NONE || row->values != MAP_NONE || reading_of(row) == MAP_READ_NUMBER;
    row->ordinary = row->goal == MAP_GOAL_NODE && row->numbered == MAP_NONE && !row->several &&
                    row->family == MAP_FAMILY_ANY && row->digest_name == MAP_NONE && !row->reference_uri &&
                    (row->reference == MAP_NONE || row->parm_name == CP_NAME_TO_CONNECTION);
}

/* The row's leaf; its name stands in `room`, unless it is longer than nearly all are. */
static void settle_leaf(struct map_taker *taker, struct map_row *row, char room[BYTES_ROOMY])
{
    cpdm_slice *name = &row->node_path[row->node_segments - 1];
    taker->marks = (struct dm_marks){(uint8_t)row->format, row->secret, name->length <= BYTES_ROOMY, DM_WHY_PARM};
    if (taker->marks.roomy)
        name->data = memcpy(room, name->data, name->length);
    taker->leaf = *name;
    taker->leaf_number = (uint8_t)slice_bit_number(taker->leaf);
}

static void settle_taker(struct map_taker *taker, uint16_t number, struct map_row *row, char room[BYTES_ROOMY])
{
    row->taker = taker;
    row->number = number;
    taker->next = row->next_same;
    taker->reading = (uint8_t)reading_of(row);
    taker->way = (uint8_t)way_of(row);
    taker->list = row->scheme != MAP_NONE ? row->scheme : row->values;
    taker->decision = (struct map_decision){.row = number, .rank = map_fate_rank((cpdm_fate)row->fate)};
    if (row->goal == MAP_GOAL_NODE)
        settle_leaf(taker, row, room);
}

/* Whether the engine looks at a parm that no row takes before it goes to the star: the section was chosen by it, or the
 * links read it in another way. */
static bool is_looked_at(const struct map_section *section, uint16_t name)
{
    return name == CP_NAME_UNKNOWN || name == section->when_name || name == CP_NAME_ADDR || name == CP_NAME_TO_PROXY ||
           name == CP_NAME_TO_NAPID;
}

/* The row that takes a parm of this name in the everyday case, or MAP_NONE. */
static uint16_t everyday_row(const struct cpdm_tables *tables, const struct map_section *section, uint16_t name)
{
    bool lost = section->star != MAP_NONE && tables->rows[section->star].goal == MAP_GOAL_LOSS;
    if (section->row_of[name] != MAP_NONE)
        return section->row_of[name];
    return lost && !is_looked_at(section, name) ? section->star : MAP_NONE;
}

bool map_find_takers(struct cpdm_tables *tables, const struct map_section *section, struct map_front *front)
{
    uint8_t *taker_of = arena_alloc(&tables->arena, CP_NAME_COUNT);
    uint16_t first = MAP_NONE;
    for (uint16_t name = 0; name < CP_NAME_COUNT; name++) {
        uint16_t row = everyday_row(tables, section, name);
        first = row < first ? row : first;
    }
    for (uint16_t name = 0; taker_of && name < CP_NAME_COUNT; name++) {
        uint16_t row = everyday_row(tables, section, name);
        taker_of[name] = row == MAP_NONE || row - first >= MAP_NO_TAKER ? MAP_NO_TAKER : (uint8_t)(row - first);
    }
    front->takers = first == MAP_NONE ? NULL : &tables->takers[first];
    front->taker_of = taker_of;
    return taker_of;
}

/* ---- Texts ---- */

/* What the engine compares and writes stands in the files between what it does not read. */
static bool bring(struct cpdm_tables *tables, cpdm_slice *text)
{
    if (text->length)
        *text = arena_copy(&tables->arena, *text);
    return text->data || !text->length;
}

/* The texts of a condition stand behind their slices. */
static bool bring_condition(struct cpdm_tables *tables, struct map_section *section)
{
    cpdm_slice *values = arena_array(&tables->arena, section->when_count, sizeof *values);
    bool done = values;
    for (uint16_t i = 0; done && i < section->when_count; i++) {
        values[i] = section->when_values[i];
        done = bring(tables, &values[i]);
    }
    section->when_values = values;
    return done;
}

static bool bring_section(struct cpdm_tables *tables, struct map_section *section)
{
    bool done = !section->when_count || bring_condition(tables, section);
    for (uint16_t i = 0; done && i < section->segment_count; i++)
        done = bring(tables, &section->segments[i].text);
    return done;
}

static bool bring_values(struct cpdm_tables *tables, struct map_values *list)
{
    bool done = true;
    for (size_t i = 0; done && i < list->count; i++)
        done = bring(tables, &list->values[i].from) && bring(tables, &list->values[i].to);
    return done;
}

bool map_settle_rows(struct cpdm_tables *tables)
{
    char(*rooms)[BYTES_ROOMY] = arena_array(&tables->arena, tables->row_count, sizeof *rooms);
    bool done = rooms;
    for (uint16_t i = 0; done && i < tables->row_count; i++) {
        settle_row(&tables->rows[i]);
        settle_taker(&tables->takers[i], i, &tables->rows[i], rooms[i]);
    }
    for (uint16_t i = 0; done && i < tables->section_count; i++)
        done = bring_section(tables, &tables->sections[i]);
    for (uint16_t i = 0; done && i < tables->value_count; i++)
        done = bring_values(tables, &tables->values[i]);
    return done;
}

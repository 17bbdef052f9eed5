/* SPDX-License-Identifier: MIT */
/* What a row owes to its section, to its value lists and to CP. */
#include "diag.h"
#include "map-check.h"

struct row_check {
    struct map_compiler *compiler;
    const struct map_row *row;
    const struct parsed_row *parsed;
    const struct map_section *section; /* of the row's parm */
};

static struct map_place place_at(const struct row_check *check, unsigned column)
{
    return (struct map_place){check->row->place.file, check->row->place.line, column};
}

static struct map_place option_place(const struct row_check *check, enum map_option option)
{
    return place_at(check, check->parsed->columns[option]);
}

/* ---- Names ---- */

/* TO-CONNECTION and TO-ACCESS are made for APPLICATION, {name} for CONNECTION and PROXY (design section 5). */
static void check_virtual(const struct row_check *check)
{
    cpdm_slice type = check->section->types[0];
    bool linked = slice_is(type, "CONNECTION") || slice_is(type, "PROXY");
    bool application = slice_is(type, "APPLICATION"), direct = check->section->type_count == 1;
    uint16_t name = check->row->parm_name;
    bool wrong = name == CP_NAME_TO_CONNECTION || name == CP_NAME_TO_ACCESS
                     ? !(application && direct)
                     : name == CP_NAME_CONNECTION_NAME && !(linked && direct);
    if (wrong)
        map_error(check->compiler->work, MAP_RULE_UNREACHABLE, check->row->place, "%.*s is no parm of %.*s",
                  DIAG_TEXT(check->row->parm), DIAG_TEXT(check->section->path));
}

static void check_case(const struct row_check *check)
{
    for (size_t i = 0; i < check->row->parm_segments; i++)
        map_check_case(check->compiler, check->row->place, check->section->types[0], check->row->parm_path[i]);
}

/* {PARM} key: the braces of the section, or of one that encloses it, hold the row's own parm or {name}. */
static void check_key(const struct row_check *check)
{
    const struct cpdm_tables *tables = check->compiler->tables;
    cpdm_slice wanted = map_in_braces(check->row->node);
    bool own = slice_equal(wanted, check->row->parm), found = false;
    for (uint16_t s = check->row->section; s != MAP_NONE && !found; s = tables->sections[s].parent)
        for (size_t i = 0; i < tables->sections[s].segment_count; i++)
            found |=
                tables->sections[s].segments[i].braces && slice_equal(tables->sections[s].segments[i].text, wanted);
    if (!own && !slice_is(wanted, "name"))
        map_error(check->compiler->work, MAP_RULE_KEY, place_at(check, check->parsed->node_column),
                  "a key names its own parm, {%.*s}, or {name}", DIAG_TEXT(check->row->parm));
    else if (!found)
        map_error(check->compiler->work, MAP_RULE_KEY, place_at(check, check->parsed->node_column),
                  "neither the section's node nor one above it has {%.*s}", DIAG_TEXT(wanted));
}

/* ---- Values ---- */

static bool fits_format(const struct map_row *row, cpdm_slice value)
{
    int64_t number;
    if (row->format == CPDM_FORMAT_INT)
        return map_number(value, &number) &&
               (!row->has_range || (number >= row->range_low && number <= row->range_high));
    return row->format != CPDM_FORMAT_BOOL || slice_is(value, "true") || slice_is(value, "false");
}

static void check_list(const struct row_check *check, enum map_option option, uint16_t index)
{
    if (index == MAP_NONE)
        return;
    const struct map_values *list = &check->compiler->tables->values[index];
    for (size_t i = 0; i < list->count; i++) {
        if (list->values[i].lost || fits_format(check->row, list->values[i].to))
            continue;
        map_error(check->compiler->work, MAP_RULE_NUMBER, option_place(check, option),
                  "\"%.*s\" of line %u is not what the node can hold", DIAG_TEXT(list->values[i].to),
                  list->values[i].place.line);
        return;
    }
}

static void check_default(const struct row_check *check)
{
    if (check->row->default_kind == MAP_DEFAULT_TEXT && !fits_format(check->row, check->row->default_text))
        map_error(check->compiler->work, MAP_RULE_NUMBER, option_place(check, MAP_OPTION_DEFAULT),
                  "the default \"%.*s\" is not what the node can hold", DIAG_TEXT(check->row->default_text));
    check_list(check, MAP_OPTION_DEFAULT, check->row->default_values);
}

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

static void check_way_back(const struct row_check *check, const struct map_value *const *repeated)
{
    if (check->row->arrow == MAP_TO_TREE || check->row->values == MAP_NONE || !repeated[check->row->values])
        return;
    const struct map_value *value = repeated[check->row->values];
    map_error(check->compiler->work, MAP_RULE_VALUE_BACK, option_place(check, MAP_OPTION_VALUES),
              "the list cannot be read backwards: \"%.*s\" of line %u stands in its right column twice",
              DIAG_TEXT(value->to), value->place.line);
}

static void check_equal(const struct row_check *check)
{
    if (check->row->equal_up >= check->section->type_count)
        map_error(check->compiler->work, MAP_RULE_FAR, option_place(check, MAP_OPTION_WARN_UNLESS_EQUAL),
                  "\"%.*s\" climbs above the root", DIAG_TEXT(check->row->equal));
}

void map_check_rows(struct map_compiler *compiler)
{
    const struct cpdm_tables *tables = compiler->tables;
    const struct map_value **repeated = map_new(compiler->work, tables->value_count, sizeof *repeated);
    if (!repeated)
        return;
    for (uint16_t i = 0; i < tables->value_count; i++)
        repeated[i] = find_repeated(&tables->values[i]);
    for (uint16_t i = 0; i < tables->row_count; i++) {
        const struct map_row *row = &tables->rows[i];
        struct row_check check = {compiler, row, compiler->rows[i], &tables->sections[row->section]};
        check_virtual(&check);
        check_case(&check);
        if (check.parsed->faulty)
            continue;
        if (row->goal == MAP_GOAL_NAME)
            check_key(&check);
        check_list(&check, MAP_OPTION_VALUES, row->values);
        check_list(&check, MAP_OPTION_SCHEME, row->scheme);
        check_default(&check);
        check_way_back(&check, repeated);
        check_equal(&check);
    }
}

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
    if (check->row->digest_of.length)
        map_check_case(check->compiler, option_place(check, MAP_OPTION_DIGEST), check->section->types[0],
                       check->row->digest_of);
}

/* The braces that a key row speaks of: those of the section or of one that encloses it; NULL when there are none. */
static const struct map_segment *find_braces(const struct row_check *check, cpdm_slice wanted)
{
    const struct cpdm_tables *tables = check->compiler->tables;
    for (uint16_t s = check->row->section; s != MAP_NONE; s = tables->sections[s].parent)
        for (size_t i = 0; i < tables->sections[s].segment_count; i++) {
            const struct map_segment *segment = &tables->sections[s].segments[i];
            if (map_names_parm(segment->naming) && slice_equal(segment->text, wanted))
                return segment;
        }
    return NULL;
}

/* {PARM} key: the braces hold the row's own parm or {name}. */
static void check_key(const struct row_check *check)
{
    cpdm_slice wanted = map_in_braces(check->row->node);
    const struct map_segment *found = find_braces(check, wanted);
    struct map_work *work = check->compiler->work;
    if (!slice_equal(wanted, check->row->parm) && !slice_is(wanted, "name"))
        map_error(work, MAP_RULE_KEY, place_at(check, check->parsed->node_column),
                  "a key names its own parm, {%.*s}, or {name}", DIAG_TEXT(check->row->parm));
    else if (!found)
        map_error(work, MAP_RULE_KEY, place_at(check, check->parsed->node_column),
                  "neither the section's node nor one above it has {%.*s}", DIAG_TEXT(wanted));
    else if (found->naming == MAP_NAME_SHA256_UTF16 && check->row->arrow != MAP_TO_TREE)
        map_error(work, MAP_RULE_KEY, place_at(check, check->parsed->node_column),
                  "a digest does not lead back to its parm: write ->");
}

/* ---- References ---- */

/* What a reference leads to has a node whose URI can be written down. */
static bool leads_to(const struct row_check *check, uint16_t type)
{
    const struct cpdm_tables *tables = check->compiler->tables;
    for (uint16_t i = 0; i < tables->section_count; i++)
        if (tables->sections[i].parent == MAP_NONE && tables->sections[i].type_name == type &&
            tables->sections[i].kind == MAP_NODE_ROOT)
            return true;
    return false;
}

static void check_reference_uri(const struct row_check *check)
{
    static const struct {
        uint16_t parm, types[2];
        const char *sentence;
    } references[] = {
        {CP_NAME_TO_CONNECTION, {CP_NAME_CONNECTION, CP_NAME_CONNECTION}, "no section gives a CONNECTION a node"},
        {CP_NAME_TO_ACCESS, {CP_NAME_NAPDEF, CP_NAME_PROXY}, "no section gives a NAPDEF or PROXY a node"},
        {CP_NAME_TO_NAPID, {CP_NAME_NAPDEF, CP_NAME_NAPDEF}, "no section gives a NAPDEF a node"},
        {CP_NAME_TO_PROXY, {CP_NAME_PROXY, CP_NAME_PROXY}, "no section gives a PROXY a node"},
    };
    enum { COUNT = sizeof references / sizeof *references };
    struct map_place place = option_place(check, MAP_OPTION_REF_URI);
    size_t i = 0;
    while (i < COUNT && references[i].parm != check->row->parm_name)
        i++;
    if (check->row->reference_uri && i == COUNT)
        map_error(check->compiler->work, MAP_RULE_OPTION_UNFIT, place,
                  "ref-uri is for TO-ACCESS, TO-CONNECTION, TO-NAPID and TO-PROXY, not for %.*s",
                  DIAG_TEXT(check->row->parm));
    else if (check->row->reference_uri && !leads_to(check, references[i].types[0]) &&
             !leads_to(check, references[i].types[1]))
        map_error(check->compiler->work, MAP_RULE_TYPE_UNKNOWN, place, "%s", references[i].sentence);
}

/* ---- Values ---- */

static bool fits_format(const struct map_row *row, cpdm_slice value)
{
    int64_t number;
    if (row->format == CPDM_FORMAT_INT || row->has_range)
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

static void check_equal(const struct row_check *check)
{
    if (check->row->equal_up >= check->section->type_count)
        map_error(check->compiler->work, MAP_RULE_FAR, option_place(check, MAP_OPTION_WARN_UNLESS_EQUAL),
                  "\"%.*s\" climbs above the root", DIAG_TEXT(check->row->equal));
}

void map_check_rows(struct map_compiler *compiler)
{
    const struct cpdm_tables *tables = compiler->tables;
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
        check_reference_uri(&check);
        check_equal(&check);
    }
}

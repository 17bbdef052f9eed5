/* SPDX-License-Identifier: MIT */
/* Rows as the engine wants them: in one array, each with the section that its parm is found in, and every name a
 * number. */
#include "diag.h"
#include "map-compile.h"

/* The section for the characteristic that the parm of a row stands in: for PORT/PORTNBR an implied one. */
static uint16_t section_of(struct map_compiler *compiler, const struct parsed_row *parsed, uint16_t index)
{
    const struct map_row *row = &parsed->row;
    const struct map_section *section = &compiler->tables->sections[index];
    cpdm_slice types[2 * MAP_PATH_MAX];
    uint16_t depth = section->type_count;
    if (depth + row->parm_segments - 1 > MAP_PATH_MAX) {
        map_error(compiler->work, MAP_RULE_LIMIT, row->place, "the parm lies more than %d characteristics deep",
                  MAP_PATH_MAX);
        return MAP_NONE;
    }
    memcpy(types, section->types, depth * sizeof *types);
    for (uint16_t i = 0; i + 1 < row->parm_segments && index != MAP_NONE; i++) {
        types[depth++] = row->parm_path[i];
        index = map_imply_section(compiler, index, types, depth, parsed, row->place);
    }
    return index;
}

static void name_row(struct map_compiler *compiler, const struct parsed_row *parsed, struct map_row *row)
{
    cpdm_slice root = compiler->tables->sections[row->section].types[0], parm = row->parm_path[row->parm_segments - 1];
    if (!slice_is(parm, "*") && !slice_is(parm, "-"))
        row->parm_name = map_compile_name(compiler, root, parm);
    if (row->default_of.length)
        row->default_of_name = map_compile_name(compiler, root, row->default_of);
    if (row->digest_of.length)
        row->digest_name = map_compile_name(compiler, root, row->digest_of);
    if (parsed->equal_parm.length)
        row->equal_name = map_compile_name(compiler, root, parsed->equal_parm);
}

void map_compile_rows(struct map_compiler *compiler, const struct parsed_section *section, uint16_t index)
{
    struct cpdm_tables *tables = compiler->tables;
    tables->sections[index].first_row = tables->row_count;
    for (struct parsed_row *parsed = section->rows; parsed; parsed = parsed->next) {
        struct map_row *row = &tables->rows[tables->row_count];
        *row = parsed->row;
        row->section = section_of(compiler, parsed, index);
        if (row->section == MAP_NONE)
            return; /* reported */
        name_row(compiler, parsed, row);
        if (slice_is(row->parm_path[row->parm_segments - 1], "*"))
            tables->sections[row->section].star = tables->row_count;
        compiler->rows[tables->row_count++] = parsed;
        tables->sections[index].row_count++;
    }
}

/* ---- Names of lists and types ---- */

static struct map_place option_place(const struct parsed_row *parsed, enum map_option option)
{
    return (struct map_place){parsed->row.place.file, parsed->row.place.line, parsed->columns[option]};
}

static uint16_t find_list(struct map_compiler *compiler, struct map_place place, cpdm_slice name)
{
    if (name.length == 0)
        return MAP_NONE;
    for (struct parsed_values *list = compiler->table->values; list; list = list->next)
        if (slice_equal(list->name, name)) {
            compiler->tables->values[list->index].used = true;
            return list->index;
        }
    struct map_guess guess = map_guess(name);
    for (const struct parsed_values *list = compiler->table->values; list; list = list->next)
        map_guess_try(&guess, list->name);
    map_error(compiler->work, MAP_RULE_VALUES_UNKNOWN, place, "there is no value list \"%.*s\"%s", DIAG_TEXT(name),
              map_guess_text(compiler->work, &guess));
    return MAP_NONE;
}

static cpdm_slice last_type(const struct map_section *section)
{
    return section->types[section->type_count - 1];
}

static uint16_t find_type(struct map_compiler *compiler, const struct parsed_row *parsed, enum map_option option,
                          cpdm_slice type)
{
    const struct cpdm_tables *tables = compiler->tables;
    if (type.length == 0)
        return MAP_NONE;
    for (uint16_t i = 0; i < tables->section_count; i++)
        if (slice_equal(last_type(&tables->sections[i]), type))
            return tables->sections[i].type_name;
    struct map_guess guess = map_guess(type);
    for (uint16_t i = 0; i < tables->section_count; i++)
        map_guess_try(&guess, last_type(&tables->sections[i]));
    map_error(compiler->work, MAP_RULE_TYPE_UNKNOWN, option_place(parsed, option), "there is no section for \"%.*s\"%s",
              DIAG_TEXT(type), map_guess_text(compiler->work, &guess));
    return MAP_NONE;
}

static void resolve_names(struct map_compiler *compiler, uint16_t index)
{
    struct map_section *section = &compiler->tables->sections[index];
    const struct parsed_section *parsed = compiler->sections[index];
    for (uint16_t i = 0; i < section->segment_count; i++)
        section->segments[i].values = section->alias_of == MAP_NONE
                                          ? find_list(compiler, parsed->node_place, section->segments[i].list)
                                          : compiler->tables->sections[section->alias_of].segments[i].values;
}

void map_resolve(struct map_compiler *compiler)
{
    for (uint16_t i = 0; i < compiler->tables->section_count; i++)
        if (compiler->sections[i])
            resolve_names(compiler, i);
    for (uint16_t i = 0; i < compiler->tables->row_count; i++) {
        struct map_row *row = &compiler->tables->rows[i];
        const struct parsed_row *parsed = compiler->rows[i];
        row->values = find_list(compiler, option_place(parsed, MAP_OPTION_VALUES), parsed->values_name);
        row->scheme = find_list(compiler, option_place(parsed, MAP_OPTION_SCHEME), parsed->scheme_name);
        row->default_values = find_list(compiler, option_place(parsed, MAP_OPTION_DEFAULT), parsed->default_name);
        row->reference = find_type(compiler, parsed, MAP_OPTION_REF, parsed->reference_name);
        row->same_as = find_type(compiler, parsed, MAP_OPTION_SAME_AS, parsed->same_as_name);
    }
}

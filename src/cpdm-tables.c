/* SPDX-License-Identifier: MIT */
/* The public face: tables and rules. What these functions promise stands in cpdm.h. */
#include "diag.h"
#include "map-load.h"

static const struct {
    unsigned number;
    const char *explanation;
} table_rules[] = {
#define TABLE_RULE(name, number, explanation) {number, explanation},
#include "map-codes.h"
#undef TABLE_RULE
};

const char *cpdm_rule_explanation(unsigned rule, bool table)
{
    if (!table)
        return diag_explanation(rule);
    for (size_t i = 0; i < sizeof table_rules / sizeof *table_rules; i++)
        if (table_rules[i].number == rule)
            return table_rules[i].explanation;
    return NULL;
}

cpdm_status cpdm_tables_load(cpdm_tables **tables, const cpdm_table_file *files, size_t count,
                             cpdm_table_open_function *open, cpdm_diagnostic_function *report, void *data,
                             const cpdm_allocator *allocator)
{
    return map_load(tables, files, count, open, report, data, allocator);
}

const cpdm_table_file *cpdm_tables_embedded(size_t index)
{
    for (size_t i = 0; map_embedded[i].name; i++)
        if (i == index)
            return &map_embedded[i];
    return NULL;
}

const cpdm_table_file *cpdm_tables_find_embedded(const char *target)
{
    cpdm_slice wanted = slice_of(target);
    for (size_t i = 0; map_embedded[i].name; i++) {
        cpdm_slice name = slice_of(map_embedded[i].name);
        if (name.length == wanted.length + strlen(".map") && slice_starts_with(name, wanted))
            return &map_embedded[i];
    }
    return NULL;
}

cpdm_status cpdm_tables_print(cpdm_tables *tables, cpdm_slice *text)
{
    return map_print(tables, text);
}

const char *cpdm_tables_target(const cpdm_tables *tables)
{
    return tables->target.data;
}

cpdm_slice cpdm_tables_protocol(const cpdm_tables *tables)
{
    return tables->verproto;
}

const char *cpdm_tables_title(const cpdm_tables *tables)
{
    return tables->title.data;
}

void cpdm_tables_free(cpdm_tables *tables)
{
    map_free(tables);
}

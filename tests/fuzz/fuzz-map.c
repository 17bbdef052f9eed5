/* SPDX-License-Identifier: MIT */
/* Octets as a mapping table: refused with located findings, or printed and loaded back the same. */
#include "fuzz.h"

static void count_error(void *data, const cpdm_diagnostic *finding)
{
    fuzz_demand(finding->table && finding->line && finding->column && finding->sentence[0]);
    fuzz_demand(cpdm_rule_explanation(finding->rule, true));
    *(size_t *)data += finding->severity == CPDM_SEVERITY_ERROR;
}

static cpdm_tables *load(cpdm_slice text)
{
    cpdm_table_file file = {"table.map", text};
    cpdm_tables *tables = NULL;
    size_t errors = 0;
    cpdm_status status = cpdm_tables_load(&tables, &file, 1, NULL, count_error, &errors, NULL);
    fuzz_demand(status == CPDM_OK || status == CPDM_ERROR_TABLE || status == CPDM_ERROR_LIMIT);
    fuzz_demand((status == CPDM_ERROR_TABLE) == (errors > 0));
    return status == CPDM_OK ? tables : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cpdm_tables *tables = load((cpdm_slice){(const char *)data, size});
    cpdm_slice text, again;
    if (!tables)
        return 0;
    fuzz_demand(cpdm_tables_print(tables, &text) == CPDM_OK);
    cpdm_tables *second = load(text);
    fuzz_demand(second && cpdm_tables_print(second, &again) == CPDM_OK && fuzz_equal(text, again));
    cpdm_tables_free(second);
    cpdm_tables_free(tables);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* Octets as a mapping table: refused with located findings, or printed and loaded back the same; and a document goes
 * through it and back. */
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

static const char document_text[] =
    "<wap-provisioningdoc version='1.1'><characteristic type='NAPDEF'><parm name='NAPID' value='n'/><parm name='NAME' "
    "value='n'/><parm name='BEARER' value='GSM-GPRS'/><parm name='NAP-ADDRESS' value='a'/><parm name='DNS-ADDR' "
    "value='1.1.1.1'/><parm name='DNS-ADDR' value='::1'/><parm name='INTERNET'/><characteristic "
    "type='NAPAUTHINFO'><parm "
    "name='AUTHTYPE' value='PAP'/><parm name='AUTHSECRET' value='s'/></characteristic></characteristic><characteristic "
    "type='PXLOGICAL'><parm name='PROXY-ID' value='p'/><characteristic type='PXPHYSICAL'><parm "
    "name='PHYSICAL-PROXY-ID' "
    "value='q'/><parm name='PXADDR' value='1.1.1.2'/><parm name='TO-NAPID' value='n'/><characteristic "
    "type='PORT'><parm "
    "name='PORTNBR' value='80'/><parm name='SERVICE' "
    "value='CO-WSP'/></characteristic></characteristic></characteristic>"
    "<characteristic type='APPLICATION'><parm name='APPID' value='w7'/><parm name='PROVIDER-ID' value='w'/><parm "
    "name='ADDR' value='http://h:8/'/><parm name='TO-PROXY' value='p'/><parm name='TO-NAPID' "
    "value='n'/><characteristic "
    "type='APPAUTH'><parm name='AAUTHLEVEL' value='CLIENT'/><parm name='AAUTHNAME' value='u'/><parm name='AAUTHSECRET' "
    "value='s'/><parm name='AAUTHDATA' value='AAAA'/></characteristic></characteristic></wap-provisioningdoc>";

/* The tree of the document, and the document of the tree. */
static void translate(const cpdm_tables *tables)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_document *document, *back;
    cpdm_tree *tree;
    cpdm_report *report;
    cpdm_node_report *nodes;
    fuzz_demand(fuzz_document(translator, document_text, sizeof document_text - 1, CPDM_FORM_XML, &document));
    cpdm_status status = cpdm_map_to_tree(translator, tables, document, NULL, &tree, &report);
    if (status == CPDM_OK)
        status = cpdm_map_to_document(translator, tables, tree, &back, &nodes);
    if (status != CPDM_OK)
        fuzz_demand_complaint(translator, status);
    cpdm_translator_free(translator);
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
    translate(tables);
    cpdm_tables_free(second);
    cpdm_tables_free(tables);
    return 0;
}

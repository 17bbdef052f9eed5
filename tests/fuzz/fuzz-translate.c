/* SPDX-License-Identifier: MIT */
/* Octets as a CP document, through the default table: every parm has one fate, and the package carries the tree. */
#include "fuzz.h"

static cpdm_tables *tables;

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const cpdm_table_file *file = cpdm_tables_find_embedded("dm-1.1.2");
    (void)argc;
    (void)argv;
    fuzz_demand(file && cpdm_tables_load(&tables, file, 1, NULL, NULL, NULL, NULL) == CPDM_OK);
    return 0;
}

static bool count_parm(void *data, const cpdm_element *element)
{
    *(size_t *)data += element->kind == CPDM_ELEMENT_PARM;
    return true;
}

static bool count_fate(void *data, const cpdm_parm_fate *fate)
{
    fuzz_demand(fate->fate < CPDM_FATE_COUNT && fate->path[0]);
    ++*(size_t *)data;
    return true;
}

static bool see_trial(void *data, const cpdm_trial *trial)
{
    (void)data;
    fuzz_demand(trial->text[0] && (trial->why[0] || trial->took));
    return true;
}

static void check_report(cpdm_translator *translator, const cpdm_document *document, const cpdm_report *report)
{
    size_t parms = 0, fates = 0, counted = 0;
    cpdm_document_walk(document, count_parm, &parms);
    cpdm_status status = cpdm_report_walk(translator, report, count_fate, NULL, &fates);
    bool walked = fuzz_demand_done(translator, status);
    for (unsigned fate = 0; fate < CPDM_FATE_COUNT; fate++)
        counted += cpdm_report_count(report, (cpdm_fate)fate);
    fuzz_demand(counted == parms && (fates == parms || !walked));
    for (size_t i = 0; i < parms && status == CPDM_OK; i++) {
        status = cpdm_report_explain(translator, tables, report, i, see_trial, NULL);
        fuzz_demand_done(translator, status);
    }
}

static void check_package(const cpdm_tree *meant, cpdm_slice written, cpdm_form form)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_message *message;
    cpdm_package *package;
    cpdm_tree *found;
    cpdm_status status = cpdm_message_open(translator, written.data, written.length, form, NULL, &message);
    if (status == CPDM_OK)
        status = cpdm_package_parse(translator, message, &package);
    if (status == CPDM_OK)
        status = cpdm_package_to_tree(translator, package, &found);
    if (status == CPDM_OK)
        status = cpdm_tree_compare(translator, meant, found);
    fuzz_demand_done(translator, status);
    cpdm_translator_free(translator);
}

static void translate(cpdm_translator *translator, const cpdm_document *document)
{
    static const cpdm_form forms[] = {CPDM_FORM_XML, CPDM_FORM_WBXML};
    cpdm_tree *tree;
    cpdm_report *report;
    cpdm_status status = cpdm_map_to_tree(translator, tables, document, NULL, &tree, &report);
    if (status != CPDM_OK) {
        fuzz_demand_complaint(translator, status);
        return;
    }
    check_report(translator, document, report);
    for (size_t i = 0; i < 2; i++) {
        cpdm_slice written;
        status = cpdm_package_write(translator, tables, tree, NULL, forms[i], &written);
        if (fuzz_demand_done(translator, status))
            check_package(tree, written, forms[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_document *document;
    if (fuzz_document(translator, data, size, CPDM_FORM_AUTO, &document))
        translate(translator, document);
    cpdm_translator_free(translator);
    return 0;
}

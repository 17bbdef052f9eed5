/* SPDX-License-Identifier: MIT */
/* Octets as any message: envelope, MAC, and the SyncML package where it holds one, which is written and read back; what
 * makes a tree goes back to a document through several tables, and into the store of a device. */
#include "fuzz.h"

static const char *const targets[] = {"dm-1.1", "dm-1.1.2", "dm-1.2", "windows"};
enum { TARGETS = sizeof targets / sizeof *targets };
static cpdm_tables *tables[TARGETS];

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    for (size_t i = 0; i < TARGETS; i++) {
        const cpdm_table_file *file = cpdm_tables_find_embedded(targets[i]);
        fuzz_demand(file && cpdm_tables_load(&tables[i], file, 1, NULL, NULL, NULL, NULL) == CPDM_OK);
    }
    return 0;
}

static void verify(cpdm_translator *translator, const cpdm_message *message)
{
    static const cpdm_secrets secrets = {.imsi = {"466923103145252", 15}, .pin = {"1234", 4}};
    cpdm_message_info info;
    cpdm_message_describe(message, &info);
    cpdm_status status = cpdm_message_verify(translator, message, &secrets);
    if (status == CPDM_OK)
        fuzz_demand(info.has_mac && info.security != CPDM_SECURITY_NONE);
    else
        fuzz_demand_complaint(translator, status);
}

static void read_again(cpdm_slice written, cpdm_form form)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_message *message;
    cpdm_package *package;
    cpdm_slice again;
    cpdm_status status = cpdm_message_open(translator, written.data, written.length, form, NULL, &message);
    if (status == CPDM_OK)
        status = cpdm_package_parse(translator, message, &package);
    if (status == CPDM_OK)
        status = cpdm_package_rewrite(translator, package, form, CPDM_STRINGS_TABLE, &again);
    if (fuzz_demand_done(translator, status))
        fuzz_demand(fuzz_equal(written, again));
    cpdm_translator_free(translator);
}

struct embedded {
    cpdm_translator *translator;
    const cpdm_package *package;
};

static bool see_element(void *data, const cpdm_syncml_element *element)
{
    const struct embedded *embedded = data;
    cpdm_package *tnds;
    return !element->tnds ||
           cpdm_package_parse_tnds(embedded->translator, embedded->package, element, &tnds) == CPDM_OK;
}

static void rewrite(cpdm_translator *translator, const cpdm_message *message)
{
    static const cpdm_form forms[] = {CPDM_FORM_XML, CPDM_FORM_WBXML};
    cpdm_package *package;
    cpdm_tree *tree;
    if (cpdm_package_parse(translator, message, &package) != CPDM_OK)
        return;
    for (size_t i = 0; i < 2; i++) {
        cpdm_slice written;
        cpdm_status status = cpdm_package_rewrite(translator, package, forms[i], CPDM_STRINGS_TABLE, &written);
        if (fuzz_demand_done(translator, status))
            read_again(written, forms[i]);
    }
    if (cpdm_package_to_tree(translator, package, &tree) == CPDM_OK)
        fuzz_demand(cpdm_tree_compare(translator, tree, tree) == CPDM_OK);
    struct embedded embedded = {translator, package};
    cpdm_package_walk(package, see_element, &embedded);
}

static bool see_node(void *data, const cpdm_node_fate *fate)
{
    fuzz_demand(fate->uri.length && fate->fate < CPDM_FATE_COUNT && fate->reason);
    ++*(size_t *)data;
    return true;
}

/* Every node has one fate, and the document that comes of it can be written. */
static void reverse(cpdm_translator *translator, const cpdm_tree *tree, const cpdm_tables *table)
{
    cpdm_document *document;
    cpdm_node_report *report;
    cpdm_slice written;
    size_t seen = 0, counted = 0;
    cpdm_status status = cpdm_map_to_document(translator, table, tree, &document, &report);
    if (status != CPDM_OK) {
        fuzz_demand_complaint(translator, status);
        return;
    }
    bool walked = fuzz_demand_done(translator, cpdm_node_report_walk(translator, report, see_node, &seen));
    for (unsigned fate = 0; fate < CPDM_FATE_COUNT; fate++)
        counted += cpdm_node_report_count(report, (cpdm_fate)fate);
    fuzz_demand(seen == counted || !walked);
    if (fuzz_demand_done(translator, cpdm_document_write(translator, document, CPDM_FORM_XML, &written)))
        fuzz_read_again(written, CPDM_FORM_XML);
}

/* Octets as a store; what is one is written as it was read, when we have written it before. */
static void read_store(cpdm_slice octets, bool ours)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_message *message;
    cpdm_store *store;
    cpdm_slice written;
    cpdm_status status = cpdm_message_open(translator, octets.data, octets.length, CPDM_FORM_XML, NULL, &message);
    if (status == CPDM_OK)
        status = cpdm_store_open(translator, message, &store);
    if (status != CPDM_OK && !ours)
        fuzz_demand_complaint(translator, status);
    else if (fuzz_demand_done(translator, status) && fuzz_demand_done(translator, cpdm_store_write(store, &written)))
        fuzz_demand(!ours || fuzz_equal(octets, written));
    cpdm_translator_free(translator);
}

/* Into a new store; and once more, as the device allows it. */
static void apply(cpdm_translator *translator, cpdm_tree *tree)
{
    static const cpdm_store_options again = {.rebootstrap = true, .privileged = true};
    cpdm_translator *own = cpdm_translator_new(NULL, NULL);
    cpdm_store *store;
    cpdm_slice written;
    fuzz_demand(cpdm_store_open(own, NULL, &store) == CPDM_OK);
    cpdm_status status = cpdm_store_apply(translator, store, tree, NULL);
    if (status == CPDM_OK)
        status = cpdm_store_apply(translator, store, tree, &again);
    if (status != CPDM_OK)
        fuzz_demand_complaint(translator, status);
    else if (fuzz_demand_done(own, cpdm_store_write(store, &written)) && written.length < 64 * 1024)
        read_store(written, true);
    cpdm_translator_free(own);
}

/* Whatever makes a tree: a package, a TNDS, the lines of a dump. */
static void read_tree(const uint8_t *data, size_t size, const cpdm_tables *table)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_message *message;
    cpdm_tree *tree;
    if (fuzz_open(translator, data, size, CPDM_FORM_AUTO, &message)) {
        cpdm_status status = cpdm_tree_parse(translator, message, &tree);
        if (status == CPDM_OK) {
            fuzz_demand(cpdm_tree_compare(translator, tree, tree) == CPDM_OK);
            reverse(translator, tree, table);
            apply(translator, tree);
        } else {
            fuzz_demand_complaint(translator, status);
        }
    }
    cpdm_translator_free(translator);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_message *message;
    if (fuzz_open(translator, data, size, CPDM_FORM_AUTO, &message)) {
        verify(translator, message);
        rewrite(translator, message);
    }
    cpdm_translator_free(translator);
    read_store((cpdm_slice){(const char *)data, size}, false);
    for (size_t i = 0; i < TARGETS; i++)
        read_tree(data, size, tables[i]);
    return 0;
}

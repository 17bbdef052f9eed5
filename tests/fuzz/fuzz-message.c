/* SPDX-License-Identifier: MIT */
/* Octets as any message: envelope, MAC, and the SyncML package where it holds one, which is written and read back. */
#include "fuzz.h"

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
        status = cpdm_package_rewrite(translator, package, form, &again);
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
        cpdm_status status = cpdm_package_rewrite(translator, package, forms[i], &written);
        if (fuzz_demand_done(translator, status))
            read_again(written, forms[i]);
    }
    if (cpdm_package_to_tree(translator, package, &tree) == CPDM_OK)
        fuzz_demand(cpdm_tree_compare(translator, tree, tree) == CPDM_OK);
    struct embedded embedded = {translator, package};
    cpdm_package_walk(package, see_element, &embedded);
}

/* Whatever makes a tree: a package, a TNDS, the lines of a dump. */
static void read_tree(const uint8_t *data, size_t size)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_message *message;
    cpdm_tree *tree;
    if (fuzz_open(translator, data, size, CPDM_FORM_AUTO, &message)) {
        cpdm_status status = cpdm_tree_parse(translator, message, &tree);
        if (status == CPDM_OK)
            fuzz_demand(cpdm_tree_compare(translator, tree, tree) == CPDM_OK);
        else
            fuzz_demand_complaint(translator, status);
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
    read_tree(data, size);
    return 0;
}

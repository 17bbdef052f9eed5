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
    return 0;
}

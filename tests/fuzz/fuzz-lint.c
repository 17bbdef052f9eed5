/* SPDX-License-Identifier: MIT */
/* Octets as a CP document read leniently and linted with every rule: findings come in the order of the document, each
 * with a rule that is explained. */
#include "fuzz.h"

struct order {
    size_t before;
};

static void check_finding(void *data, const cpdm_diagnostic *found)
{
    struct order *order = data;
    size_t offset = found->offset == SIZE_MAX ? 0 : found->offset;
    fuzz_demand(found->sentence[0] && cpdm_rule_explanation(found->rule, found->table));
    fuzz_demand(offset >= order->before);
    order->before = offset;
}

static void lint(cpdm_translator *translator, const cpdm_message *message)
{
    static const cpdm_secrets secrets = {.pin = {"1234", 4}};
    static const cpdm_delivery deliveries[] = {CPDM_DELIVERY_ROM, CPDM_DELIVERY_RAPI, CPDM_DELIVERY_OTA};
    cpdm_document *document;
    cpdm_status status = cpdm_document_parse(translator, message, &document);
    for (size_t i = 0; i < sizeof deliveries / sizeof *deliveries && status == CPDM_OK; i++) {
        const cpdm_lint_options options = {deliveries[i], true, true, &secrets, 0};
        struct order order = {0};
        status = cpdm_document_lint(translator, message, document, &options, check_finding, &order);
    }
    if (status != CPDM_OK)
        fuzz_demand_complaint(translator, status);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_message *message;
    cpdm_translator_forgive(translator, CPDM_LENIENT_CASE | CPDM_LENIENT_FLAT_APPAUTH);
    if (fuzz_open(translator, data, size, CPDM_FORM_AUTO, &message))
        lint(translator, message);
    cpdm_translator_free(translator);
    return 0;
}

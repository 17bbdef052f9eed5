/* SPDX-License-Identifier: MIT */
/* The first octet chooses a transport, the rest are octets in it: what is read is verified, and its body written into
 * every transport comes back as it was. */
#include "fuzz.h"

static const cpdm_form forms[] = {CPDM_FORM_AUTO, CPDM_FORM_SMS,  CPDM_FORM_PAP, CPDM_FORM_OBEX,
                                  CPDM_FORM_MIME, CPDM_FORM_PUSH, CPDM_FORM_CARD};
enum { FORMS = sizeof forms / sizeof *forms };

static void read_again(cpdm_slice written, cpdm_form form, cpdm_slice body)
{
    const cpdm_limits limits = {.document = 1 << 20, .memory = 1 << 24};
    cpdm_translator *translator = cpdm_translator_new(&limits, NULL);
    cpdm_message *message;
    cpdm_message_info info;
    cpdm_status status = cpdm_message_open(translator, written.data, written.length, form, NULL, &message);
    if (fuzz_demand_done(translator, status)) {
        cpdm_message_describe(message, &info);
        fuzz_demand(fuzz_equal(info.body, body));
        fuzz_demand(info.security == CPDM_SECURITY_USERPIN && info.has_mac);
    }
    cpdm_translator_free(translator);
}

static void write_all(cpdm_translator *translator, cpdm_content content, cpdm_slice body)
{
    const cpdm_signature signature = {CPDM_SECURITY_USERPIN, "0123456789012345678901234567890123456789", "", false};
    const cpdm_pap_options address = {.address = "+1"};
    cpdm_slice push, octets;
    cpdm_pap pap;
    cpdm_status status = cpdm_push_write(translator, content, &signature, body, NULL, &push);
    if (fuzz_demand_done(translator, status)) {
        read_again(push, CPDM_FORM_PUSH, body);
        status = cpdm_sms_write(translator, push, NULL, &octets);
        if (fuzz_demand_done(translator, status))
            read_again(octets, CPDM_FORM_SMS, body);
    }
    status = cpdm_pap_write(translator, content, &signature, body, &address, &pap);
    if (status == CPDM_OK) {
        read_again(pap.message, CPDM_FORM_PAP, body);
        read_again(pap.entity, CPDM_FORM_PAP, body);
    }
    status = cpdm_obex_write(translator, content, &signature, body, 255, &octets);
    if (status == CPDM_OK)
        read_again(octets, CPDM_FORM_OBEX, body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    static const cpdm_secrets secrets = {.pin = {"1234", 4}};
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_message *message;
    cpdm_message_info info;
    if (fuzz_open(translator, data + 1, size - 1, forms[data[0] % FORMS], &message)) {
        cpdm_message_describe(message, &info);
        fuzz_demand((info.transport != NULL) == (info.outer >= CPDM_FORM_SMS)); /* they stand last */
        if (info.form == CPDM_FORM_WBXML && (info.content == CPDM_CONTENT_CP || info.content == CPDM_CONTENT_DM))
            write_all(translator, info.content, info.body);
        cpdm_message_verify(translator, message, &secrets);
    }
    cpdm_translator_free(translator);
    return 0;
}

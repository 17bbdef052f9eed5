/* SPDX-License-Identifier: MIT */
/*
 * Every allocation fails in turn: a message into SMS, PAP and OBEX and out of them again, keys, digests and factory
 * credentials survive it with an error of class MEMORY, leak nothing, and the next call works.
 */
#include "envelope-fixture.h"
#include "failing-fixture.h"

static const cpdm_secrets secrets = {.pin = {"1234", 4}};

/* What was written opens and verifies. */
static cpdm_status read_back(cpdm_translator *translator, cpdm_slice octets, cpdm_form form)
{
    cpdm_message *message;
    cpdm_message_info info;
    cpdm_status status = cpdm_message_open(translator, octets.data, octets.length, CPDM_FORM_AUTO, NULL, &message);
    if (status != CPDM_OK)
        return status;
    cpdm_message_describe(message, &info);
    g_assert_cmpint(info.outer, ==, form);
    return cpdm_message_verify(translator, message, &secrets);
}

static cpdm_status send(cpdm_translator *translator, cpdm_slice body)
{
    static const cpdm_pap_options address = {.address = "+358401234567"};
    cpdm_signature signature;
    cpdm_slice push, text, octets;
    cpdm_pap pap;
    cpdm_status status = cpdm_message_sign(translator, body, CPDM_SECURITY_USERPIN, &secrets, &signature);
    status = status ? status : cpdm_push_write(translator, CPDM_CONTENT_CP, &signature, body, NULL, &push);
    status = status ? status : cpdm_sms_write(translator, push, NULL, &text);
    status = status ? status : read_back(translator, text, CPDM_FORM_SMS);
    status = status ? status : cpdm_pap_write(translator, CPDM_CONTENT_CP, &signature, body, &address, &pap);
    status = status ? status : read_back(translator, pap.message, CPDM_FORM_PAP);
    status = status ? status : read_back(translator, pap.entity, CPDM_FORM_PAP);
    status = status ? status : cpdm_obex_write(translator, CPDM_CONTENT_CP, &signature, body, 255, &octets);
    return status ? status : read_back(translator, octets, CPDM_FORM_OBEX);
}

static cpdm_status derive(cpdm_translator *translator)
{
    const cpdm_slice key = SLICE("0123456789abcdef0123456789abcdef"), time = SLICE("2012-01-01T13:04:20Z");
    const cpdm_slice device = SLICE("490154203237518"), server = SLICE("dm.example");
    cpdm_gba_keys keys;
    cpdm_factory_credentials credentials;
    cpdm_slice text;
    cpdm_status status = cpdm_gba_derive(translator, key, &keys);
    status = status ? status : cpdm_digest_make(translator, CPDM_DIGEST_SHA256, server, key, device, &text);
    status = status ? status : cpdm_hmac_header_write(translator, key, server, time, device, &text);
    status = status ? status : cpdm_hmac_header_verify(translator, text, key, device);
    status = status ? status : cpdm_factory_derive(translator, key, device, server, &credentials);
    return status ? status : cpdm_factory_derive_legacy(translator, device, server, &credentials);
}

static cpdm_status carry(cpdm_translator *translator)
{
    uint8_t digest[CPDM_SHA256_OCTETS];
    cpdm_slice octets;
    cpdm_status status = cpdm_base64_decode(translator, SLICE("YWJj"), &octets);
    return status ? status : cpdm_sha256(translator, octets, digest);
}

/* The digest is that of FIPS 180-4's example; a translator makes as many as are asked for. */
static void test_octets(void)
{
    static const uint8_t abc[] = {0xBA, 0x78, 0x16, 0xBF, 0x8F, 0x01, 0xCF, 0xEA, 0x41, 0x41, 0x40,
                                  0xDE, 0x5D, 0xAE, 0x22, 0x23, 0xB0, 0x03, 0x61, 0xA3, 0x96, 0x17,
                                  0x7A, 0x9C, 0xB4, 0x10, 0xFF, 0x61, 0xF2, 0x00, 0x15, 0xAD};
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    uint8_t digest[CPDM_SHA256_OCTETS];
    cpdm_slice octets;
    char text[CPDM_BASE64_LENGTH(4)];
    for (int i = 0; i < 2; i++) {
        g_assert_cmpint(cpdm_sha256(translator, SLICE("abc"), digest), ==, CPDM_OK);
        g_assert_true(memcmp(digest, abc, sizeof abc) == 0);
    }
    g_assert_cmpuint(cpdm_base64_encode(SLICE("foob"), text), ==, sizeof text);
    g_assert_true(slice_is(slice(text, sizeof text), "Zm9vYg=="));
    g_assert_cmpint(cpdm_base64_decode(translator, slice(text, sizeof text), &octets), ==, CPDM_OK);
    g_assert_true(slice_is(octets, "foob"));
    g_assert_cmpint(cpdm_base64_decode(translator, SLICE("Zm9"), &octets), ==, CPDM_ERROR_DOCUMENT);
    g_assert_cmpuint(cpdm_translator_error(translator)->rule, ==, 113);
    cpdm_translator_free(translator);
}

static void test_torture(void)
{
    struct arena arena;
    arena_init(&arena, NULL);
    cpdm_slice body = from_hex(&arena, T1_HEX);
    bool reached = true; /* the allocation that shall fail came */
    long fail_at = 0;
    while (reached) {
        struct failing failing = {.fail_at = ++fail_at};
        const cpdm_allocator allocator = {failing_allocate, failing_release, &failing};
        cpdm_translator *translator = cpdm_translator_new(NULL, &allocator);
        if (translator) {
            cpdm_status status = send(translator, body);
            status = status ? status : derive(translator);
            status = status ? status : carry(translator);
            reached = failing.calls >= fail_at;
            g_assert_cmpint(status, ==, reached ? CPDM_ERROR_MEMORY : CPDM_OK);
            failing.fail_at = 0;
            cpdm_translator_reset(translator);
            g_assert_cmpint(send(translator, body), ==, CPDM_OK);
            g_assert_cmpint(derive(translator), ==, CPDM_OK);
        }
        cpdm_translator_free(translator);
        g_assert_cmpint(failing.live, ==, 0);
    }
    g_test_message("%ld allocations", fail_at - 1);
    g_assert_cmpint(fail_at, >, 3);
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/transport/torture", test_torture);
    g_test_add_func("/transport/octets", test_octets);
    return g_test_run();
}

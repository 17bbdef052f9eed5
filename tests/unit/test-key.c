/* SPDX-License-Identifier: MIT */
/* Keys: the coding of an IMSI, the four methods, malformed secrets, and ten thousand random cases against a derivation
 * written another way. */
#include "envelope-fixture.h"

#include <stdlib.h>

/* Even and short forms are the reading of GSM 11.11 section 10.2.2 that Symbian, WDS, Funambol and Gecko share; the
 * first row is T3's, the second that of NowSMS's published message, both of which verify. */
static const struct {
    const char *imsi, *key;
} imsis[] = {
    {"466923103145252", "4966291330412525"},
    {"123456789012345", "1932547698103254"},
    {"404020506708200", "4940205060072800"},
    {"21407650123456", "21417056103254f6"},
    {"1234567890123", "19325476981032"},
    {"123456789012", "113254769810f2"},
    {"123456", "113254f6"},
    {"1234567", "19325476"},
};

static void test_imsi(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(imsis); i++) {
        uint8_t octets[8];
        size_t length = 0;
        g_assert_true(key_from_imsi(slice_of(imsis[i].imsi), octets, &length));
        assert_hex(slice((const char *)octets, length), imsis[i].key);
    }
}

static void test_imsi_malformed(void)
{
    static const char *const bad[] = {"",          "12345",     "1234567890123456", "12345678901234a",
                                      "-12345678", " 12345678", "1234567 ",         "１２３４５６"};
    uint8_t octets[8];
    size_t length;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(key_from_imsi(slice_of(bad[i]), octets, &length));
    g_assert_false(key_from_imsi(SLICE("123456\0"), octets, &length));
}

/* The text form of the same rule: "9" in front (odd) or "1" in front and "F" behind (even), then each pair swapped. */
static GByteArray *imsi_by_text(const char *imsi)
{
    GString *text = g_string_new(strlen(imsi) % 2 ? "9" : "1");
    g_string_append(text, imsi);
    if (text->len % 2)
        g_string_append_c(text, 'F');
    GByteArray *key = g_byte_array_new();
    for (gsize i = 0; i < text->len; i += 2) {
        char pair[3] = {text->str[i + 1], text->str[i], '\0'};
        guint8 octet = (guint8)strtoul(pair, NULL, 16);
        g_byte_array_append(key, &octet, 1);
    }
    g_string_free(text, TRUE);
    return key;
}

static GString *random_digits(gint32 least, gint32 most)
{
    GString *digits = g_string_new(NULL);
    for (gint32 length = g_test_rand_int_range(least, most + 1); length > 0; length--)
        g_string_append_c(digits, (char)('0' + g_test_rand_int_range(0, 10)));
    return digits;
}

static char *mac_by_one_shot(const GByteArray *key, cpdm_slice body)
{
    uint8_t out[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    g_assert_nonnull(HMAC(EVP_sha1(), key->data, (int)key->len, (const uint8_t *)body.data, body.length, out, &length));
    char *lower = to_hex(slice((const char *)out, length)), *upper = g_ascii_strup(lower, -1);
    g_free(lower);
    return upper;
}

static const cpdm_slice cp_body = {"\3\x0B\x6A\0", 4};

static void check_random(struct job *job, struct mac *mac, cpdm_security method, cpdm_slice body)
{
    GString *imsi = random_digits(6, 15), *pin = random_digits(1, 12);
    const cpdm_secrets secrets = {.imsi = slice(imsi->str, imsi->len), .pin = slice(pin->str, pin->len)};
    GByteArray *key = method == CPDM_SECURITY_USERPIN ? g_byte_array_new() : imsi_by_text(imsi->str);
    if (method != CPDM_SECURITY_NETWPIN)
        g_byte_array_append(key, (const guint8 *)pin->str, (guint)pin->len);
    char *expected = mac_by_one_shot(key, body);
    cpdm_signature signature;
    cpdm_slice derived;
    g_assert_cmpint(key_derive(job, method, &secrets, KEY_VERIFYING, cp_body, &derived), ==, CPDM_OK);
    assert_octets(derived.data, derived.length, key->data, key->len);
    g_assert_cmpint(message_sign(job, mac, body, method, &secrets, &signature), ==, CPDM_OK);
    g_assert_cmpstr(signature.mac, ==, expected);
    g_free(expected);
    g_byte_array_unref(key);
    g_string_free(imsi, TRUE);
    g_string_free(pin, TRUE);
}

static void test_random(void)
{
    struct job job;
    job_begin(&job, 4096);
    struct mac *mac = mac_new(NULL);
    char body[64] = "\x03\x0b\x6a";
    for (unsigned i = 0; i < 12000; i++) {
        body[5] = (char)g_test_rand_int_range(0, 256);
        check_random(&job, mac, (cpdm_security)(i % 3), slice(body, (size_t)g_test_rand_int_range(6, sizeof body + 1)));
        job_again(&job);
    }
    mac_free(mac);
    job_end(&job);
}

static void test_network_key(void)
{
    struct job job;
    job_begin(&job, 4096);
    const cpdm_secrets secrets = {.network_key = SLICE("\x80\x00\x12\x34"), .pin = SLICE("0042")};
    cpdm_slice key;
    g_assert_cmpint(key_derive(&job, CPDM_SECURITY_NETWPIN, &secrets, KEY_VERIFYING, cp_body, &key), ==, CPDM_OK);
    assert_hex(key, "80001234");
    g_assert_cmpint(key_derive(&job, CPDM_SECURITY_USERNETWPIN, &secrets, KEY_VERIFYING, cp_body, &key), ==, CPDM_OK);
    assert_hex(key, "8000123430303432"); /* network first; the PIN's leading zeros count */
    job_end(&job);
}

#define DIGITS_40 "1234567890123456789012345678901234567890"

enum { IN_SYNCML_12 = 2 }; /* the body, as that of OMA DM 1.2 and 1.3 */

/* Secrets that must be refused, by which rule, and the words that the answer has to hold. */
static const struct {
    cpdm_security method;
    unsigned use; /* key_use, and IN_SYNCML_12 */
    cpdm_secrets secrets;
    enum diag_rule rule;
    const char *hint;
} refused[] = {
    {CPDM_SECURITY_NETWPIN, 0, {.pin = {"1234", 4}}, CPDM_RULE_SECRET_MISSING, "imsi"},
    {CPDM_SECURITY_NETWPIN, 0, {.pin = {"1234", 4}}, CPDM_RULE_SECRET_MISSING, "network-key"},
    {CPDM_SECURITY_NETWPIN, 0, {.imsi = {"123456", 6}, .network_key = {"k", 1}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_NETWPIN, 0, {.imsi = {"12345", 5}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_USERPIN, 0, {.imsi = {"123456", 6}}, CPDM_RULE_SECRET_MISSING, "pin="},
    {CPDM_SECURITY_USERPIN, 0, {.pin = {"12a4", 4}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_USERPIN, 0, {.pin = {"1234567:", 8}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_USERPIN, 0, {.pin = {"123456789/", 10}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_USERPIN, KEY_SIGNING, {.pin = {"1234\n", 5}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_USERPIN, IN_SYNCML_12, {.pin = {"abc\n", 4}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_USERPIN, IN_SYNCML_12, {.pin = {"\303\274", 2}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_USERNETWPIN,
     IN_SYNCML_12,
     {.imsi = {"123456", 6}, .pin = {"abc", 3}},
     CPDM_RULE_SECRET_MALFORMED,
     ""},
    {CPDM_SECURITY_USERNETWPIN, 0, {.pin = {"1234", 4}}, CPDM_RULE_SECRET_MISSING, "imsi"},
    {CPDM_SECURITY_USERNETWPIN, 0, {.imsi = {"123456", 6}}, CPDM_RULE_SECRET_MISSING, "pin="},
    {CPDM_SECURITY_USERPINMAC, 0, {.pin = {"1234", 4}}, CPDM_RULE_SECRET_MISSING, "userpinmac="},
    {CPDM_SECURITY_USERPINMAC, 0, {.userpinmac_key = {"12345", 5}}, CPDM_RULE_SECRET_MISSING, "userpinmac="},
    {CPDM_SECURITY_USERPINMAC, 0, {.userpinmac = {"12345x8080", 10}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_USERPINMAC, KEY_SIGNING, {.pin = {"1234", 4}}, CPDM_RULE_SECRET_MISSING, "userpinmac-key"},
    {CPDM_SECURITY_USERPINMAC, KEY_SIGNING, {.userpinmac_key = {"1234", 4}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_USERPINMAC, KEY_SIGNING, {.userpinmac_key = {DIGITS_40, 21}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_USERPINMAC, KEY_SIGNING, {.userpinmac_key = {"1234x", 5}}, CPDM_RULE_SECRET_MALFORMED, ""},
    {CPDM_SECURITY_NONE, 0, {.pin = {"1234", 4}}, CPDM_RULE_USAGE, ""},
    {(cpdm_security)4, 0, {.pin = {"1234", 4}}, CPDM_RULE_USAGE, ""},
};

static void test_refused(void)
{
    struct job job;
    job_begin(&job, 4096);
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        cpdm_slice key;
        enum key_use use = refused[i].use & KEY_SIGNING ? KEY_SIGNING : KEY_VERIFYING;
        cpdm_slice body = refused[i].use & IN_SYNCML_12 ? SLICE("\2\xA4\1\x6A\0") : cp_body;
        cpdm_status status = key_derive(&job, refused[i].method, &refused[i].secrets, use, body, &key);
        assert_rule(&job, refused[i].rule);
        g_assert_cmpint(status, ==, job.diag.error.status);
        g_assert_nonnull(strstr(job.diag.error.hint, refused[i].hint));
        assert_not_shown(&job, refused[i].secrets.imsi);
        assert_not_shown(&job, refused[i].secrets.pin);
        assert_not_shown(&job, refused[i].secrets.userpinmac);
        assert_not_shown(&job, refused[i].secrets.userpinmac_key);
        job_again(&job);
    }
    g_assert_cmpint(key_derive(&job, CPDM_SECURITY_USERPIN, NULL, KEY_VERIFYING, cp_body, &(cpdm_slice){0}), ==,
                    CPDM_ERROR_AUTHENTICATION);
    job_end(&job);
}

/* Lengths 0..64: even ones from 10 to 40 are codes, all others are not. */
static void test_userpinmac_lengths(void)
{
    static const char digits[] = "1234567890123456789012345678901234567890123456789012345678901234";
    struct job job;
    job_begin(&job, 4096);
    for (size_t length = 0; length <= 64; length++) {
        const cpdm_secrets secrets = {.userpinmac = slice(digits, length)};
        cpdm_slice key;
        cpdm_status status = key_derive(&job, CPDM_SECURITY_USERPINMAC, &secrets, KEY_VERIFYING, cp_body, &key);
        bool right = length >= 10 && length <= 40 && length % 2 == 0;
        g_assert_cmpint(status, ==, right ? CPDM_OK : CPDM_ERROR_AUTHENTICATION);
        if (right)
            assert_octets(key.data, key.length, digits, length / 2);
        job_again(&job);
    }
    job_end(&job);
}

static void test_userpinmac_signing_key(void)
{
    struct job job;
    job_begin(&job, 4096);
    for (size_t length = 1; length <= 40; length++) {
        const cpdm_secrets secrets = {.userpinmac_key = slice(DIGITS_40, length)};
        cpdm_status status =
            key_derive(&job, CPDM_SECURITY_USERPINMAC, &secrets, KEY_SIGNING, cp_body, &(cpdm_slice){0});
        g_assert_cmpint(status, ==, length >= 5 && length <= 20 ? CPDM_OK : CPDM_ERROR_AUTHENTICATION);
        job_again(&job);
    }
    const cpdm_secrets both = {.userpinmac = SLICE("1234528080"), .userpinmac_key = SLICE("98765")};
    const cpdm_secrets code = {.userpinmac = SLICE("1234528080")};
    cpdm_slice key;
    g_assert_cmpint(key_derive(&job, CPDM_SECURITY_USERPINMAC, &both, KEY_SIGNING, cp_body, &key), ==, CPDM_OK);
    g_assert_true(slice_is(key, "98765"));
    g_assert_cmpint(key_derive(&job, CPDM_SECURITY_USERPINMAC, &both, KEY_VERIFYING, cp_body, &key), ==, CPDM_OK);
    g_assert_true(slice_is(key, "12345"));
    g_assert_cmpint(key_derive(&job, CPDM_SECURITY_USERPINMAC, &code, KEY_SIGNING, cp_body, &key), ==, CPDM_OK);
    g_assert_true(slice_is(key, "12345"));
    job_end(&job);
}

/* M and m of the empty document T3 with K = 12345 and 0000000000, computed with Python's hmac and the rule of
 * ProvBoot 1.1 section 5.2.4; there is no published vector. */
static void test_userpinmac_digits(void)
{
    struct job job;
    char digits[20];
    job_begin(&job, 4096);
    cpdm_slice first = from_hex(&job.arena, "A2126E4E7850483A14D85C991B8959D72B39D747");
    cpdm_slice second = from_hex(&job.arena, "3D678648A9CCF8829178B4487E7A3218F5C03F90");
    key_userpinmac_digits((const uint8_t *)first.data, 5, digits);
    assert_octets(digits, 5, "28080", 5);
    key_userpinmac_digits((const uint8_t *)second.data, 10, digits);
    assert_octets(digits, 10, "1342948050", 10);
    job_end(&job);
}

/* USERPIN_NETWORKID as DM Security 1.3 section 5.10.2.3 reads literally, PIN ":" id, with an IMSI's digits for the id;
 * by Python's hmac module too. */
static void test_network_id(void)
{
    static const struct {
        const char *document, *id, *result;
    } rows[] = {
        {T3_HEX, "466923103145252", "EFEF7068733E69BE2A29E467756FE5CF3ED03618"},
        {T3_HEX, "21407650123456", "0DEC9363D3F22767B6AD3CEBC00C9F4C928DC460"},
        {T1_HEX, "466923103145252", "24B56D26A73874F1ED85DCBC02DD4F623E961A9D"},
        {T1_HEX, "21407650123456", "D5D8B89236F4DCB5532803A4C9421E98083DEFCE"},
    };
    struct job job;
    job_begin(&job, 4096);
    struct mac *mac = mac_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const cpdm_secrets secrets = {
            .network_id = slice_of(rows[i].id), .pin = SLICE("1234"), .imsi = SLICE("999999")};
        cpdm_signature signature;
        g_assert_cmpint(message_sign(&job, mac, from_hex(&job.arena, rows[i].document), CPDM_SECURITY_USERPIN_NETWORKID,
                                     &secrets, &signature),
                        ==, CPDM_OK);
        g_assert_cmpstr(signature.mac, ==, rows[i].result);
    }
    mac_free(mac);
    job_end(&job);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key/imsi", test_imsi);
    g_test_add_func("/key/imsi-malformed", test_imsi_malformed);
    g_test_add_func("/key/random", test_random);
    g_test_add_func("/key/network-key", test_network_key);
    g_test_add_func("/key/refused", test_refused);
    g_test_add_func("/key/userpinmac-lengths", test_userpinmac_lengths);
    g_test_add_func("/key/userpinmac-signing-key", test_userpinmac_signing_key);
    g_test_add_func("/key/userpinmac-digits", test_userpinmac_digits);
    g_test_add_func("/key/network-id", test_network_id);
    return g_test_run();
}

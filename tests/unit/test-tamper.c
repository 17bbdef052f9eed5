/* SPDX-License-Identifier: MIT */
/*
 * The adversary: genuine messages by all four methods over many documents, and every small change to them. A changed
 * body, MAC, code or SEC must be refused as unauthenticated, every time; a changed push PDU may only pass when body and
 * method are still the ones that were signed. A plain run tries about 290,000 mutants and a million PDUs; with
 * CPDM_LONG set, every octet takes every other value, millions in all. That mac_equal() takes the same time wherever
 * two MACs differ cannot be asserted here without asserting timing: mac.c leaves it to CRYPTO_memcmp().
 */
#include "envelope-fixture.h"

enum { DOCUMENTS = 64, METHODS = 4 };

#define CODE_KEY "0123456789"

static const cpdm_secrets sender = {
    .imsi = {"21407650123456", 14}, .pin = {"0042", 4}, .userpinmac_key = {CODE_KEY, 10}};

/* A genuine message and its receiver. */
struct genuine {
    cpdm_slice body;
    cpdm_security method;
    cpdm_signature signature;
    cpdm_secrets receiver;
    char content_type[128];
};

struct attack {
    struct job genuine_job, job;
    struct mac *mac;
    struct genuine message;
    size_t tried;
};

/* A small document of random text parms in a well-formed CP shell (public id 0x0B, UTF-8, no string table). */
static cpdm_slice random_document(struct arena *arena, GRand *random)
{
    struct bytes_writer writer = bytes_writer(arena, 256);
    bytes_put_slice(&writer, from_hex(arena, "030b6a0045c6550187360603"));
    bytes_put_text(&writer, "w7");
    for (gint32 parms = g_rand_int_range(random, 0, 6); parms > 0; parms--) {
        bytes_put_slice(&writer, from_hex(arena, "000187380603"));
        for (gint32 length = g_rand_int_range(random, 1, 20); length > 0; length--)
            bytes_put(&writer, (uint8_t)g_rand_int_range(random, 0x20, 0x7F));
    }
    bytes_put_slice(&writer, from_hex(arena, "00010101"));
    cpdm_slice document;
    g_assert_true(bytes_finish(&writer, &document));
    return document;
}

/* The published documents first, then random ones; the same in every run. */
static cpdm_slice make_document(struct arena *arena, unsigned number)
{
    static const char *const published[] = {T1_HEX, T2_HEX, T3_HEX};
    if (number < G_N_ELEMENTS(published))
        return from_hex(arena, published[number]);
    GRand *random = g_rand_new_with_seed(number);
    cpdm_slice document = random_document(arena, random);
    g_rand_free(random);
    return document;
}

static void write_content_type(struct genuine *message, const char *sec, const char *mac)
{
    g_snprintf(message->content_type, sizeof message->content_type, "%s; SEC=%s%s%s", CP_MEDIA, sec,
               mac[0] ? "; MAC=" : "", mac);
}

/* What the receiver says to this body under the message's present content type and code. */
static cpdm_status judge(struct attack *attack, cpdm_slice body)
{
    struct cpdm_message *message = NULL;
    job_again(&attack->job);
    attack->tried++;
    cpdm_status status = message_open(&attack->job, body, CPDM_FORM_WBXML, attack->message.content_type, &message);
    return status == CPDM_OK ? message_verify(&attack->job, attack->mac, message, &attack->message.receiver) : status;
}

static void attack_begin(struct attack *attack, unsigned document, cpdm_security method)
{
    struct genuine *message = &attack->message;
    memset(attack, 0, sizeof *attack);
    job_begin(&attack->genuine_job, 4096);
    job_begin(&attack->job, 4096);
    attack->mac = mac_new(NULL);
    message->body = make_document(&attack->genuine_job.arena, document);
    message->method = method;
    message->receiver = (cpdm_secrets){.imsi = sender.imsi, .pin = sender.pin};
    g_assert_cmpint(
        message_sign(&attack->genuine_job, attack->mac, message->body, method, &sender, &message->signature), ==,
        CPDM_OK);
    message->receiver.userpinmac = slice_of(message->signature.user_code);
    write_content_type(message, content_type_security_name(method), message->signature.mac);
    g_assert_cmpint(judge(attack, message->body), ==, CPDM_OK);
}

static size_t attack_end(struct attack *attack)
{
    g_assert_cmpint(judge(attack, attack->message.body), ==, CPDM_OK); /* nothing the attacks did has spoilt it */
    mac_free(attack->mac);
    job_end(&attack->job);
    job_end(&attack->genuine_job);
    return attack->tried;
}

static void assert_refused(struct attack *attack, const char *body, size_t length)
{
    g_assert_cmpint(judge(attack, slice(body, length)), ==, CPDM_ERROR_AUTHENTICATION);
}

/* ---- the body ---- */

/* Other values for one octet: the eight that differ in a bit, or all. */
static void change_octet(struct attack *attack, char *body, size_t length, size_t at, bool all)
{
    char genuine = body[at];
    for (unsigned i = 0; i < (all ? 255u : 8u); i++) {
        body[at] = (char)(genuine ^ (char)(all ? i + 1 : 1u << i));
        assert_refused(attack, body, length);
    }
    body[at] = genuine;
}

/* One octet put in before `at`: NUL, 0xFF, and a copy of the octet there (which duplicates it). */
static void insert_octet(struct attack *attack, cpdm_slice body, size_t at)
{
    const char inserted[] = {'\0', '\xFF', at < body.length ? body.data[at] : '\1'};
    char *longer = g_malloc(body.length + 1);
    memcpy(longer, body.data, at);
    memcpy(longer + at + 1, body.data + at, body.length - at);
    for (size_t i = 0; i < sizeof inserted; i++) {
        longer[at] = inserted[i];
        assert_refused(attack, longer, body.length + 1);
    }
    g_free(longer);
}

static void drop_octet(struct attack *attack, cpdm_slice body, size_t at)
{
    char *shorter = g_malloc(body.length);
    memcpy(shorter, body.data, at);
    memcpy(shorter + at, body.data + at + 1, body.length - at - 1);
    assert_refused(attack, shorter, body.length - 1);
    g_free(shorter);
}

static void tamper_with_body(struct attack *attack, bool all)
{
    cpdm_slice body = attack->message.body;
    char *copy = g_memdup2(body.data, body.length);
    for (size_t at = 0; at < body.length; at++) {
        change_octet(attack, copy, body.length, at, all);
        insert_octet(attack, body, at);
        drop_octet(attack, body, at);
        assert_refused(attack, copy, at); /* cut */
    }
    insert_octet(attack, body, body.length);
    g_free(copy);
}

static void test_body(void)
{
    bool all = g_getenv("CPDM_LONG") != NULL;
    size_t tried = 0;
    for (unsigned i = 0; i < DOCUMENTS * METHODS; i++) {
        struct attack attack;
        attack_begin(&attack, i / METHODS, (cpdm_security)(i % METHODS));
        tamper_with_body(&attack, all);
        tried += attack_end(&attack);
    }
    g_test_message("%zu mutants", tried);
    g_assert_cmpuint(tried, >=, all ? 1000000 : 200000);
}

/* ---- the MAC ---- */

static void assert_mac_refused(struct attack *attack, const char *mac)
{
    write_content_type(&attack->message, content_type_security_name(attack->message.method), mac);
    assert_refused(attack, attack->message.body.data, attack->message.body.length);
}

static void assert_mac_accepted(struct attack *attack, const char *mac)
{
    write_content_type(&attack->message, content_type_security_name(attack->message.method), mac);
    g_assert_cmpint(judge(attack, attack->message.body), ==, CPDM_OK);
}

/* Every digit replaced by every printable octet that is not the same digit. (A quote in front makes no MAC but a broken
 * content type: test-envelope.c.) */
static void replace_digits(struct attack *attack, const char *right)
{
    char mac[MAC_HEX + 1];
    memcpy(mac, right, sizeof mac);
    for (size_t i = 0; i < MAC_HEX; i++) {
        for (char c = ' '; c <= '~'; c++) {
            mac[i] = c;
            if (g_ascii_toupper(c) != right[i] && (i > 0 || c != '"'))
                assert_mac_refused(attack, mac);
        }
        mac[i] = '\xC3'; /* half of a wide character */
        assert_mac_refused(attack, mac);
        mac[i] = right[i];
    }
}

/* Lengths 0..41 in prefixes and suffixes of the right MAC, a blank inside, two digits exchanged. */
static void bend_mac(struct attack *attack, const char *right)
{
    for (size_t length = 0; length <= MAC_HEX + 1; length++) {
        char *mac = g_strdup_printf("%.*s%s", (int)MIN(length, MAC_HEX), right, length > MAC_HEX ? "0" : "");
        if (length != MAC_HEX)
            assert_mac_refused(attack, mac);
        g_free(mac);
        if (length > 0 && length <= MAC_HEX)
            assert_mac_refused(attack, right + length);
    }
    for (size_t i = 1; i < MAC_HEX; i++) {
        char mac[MAC_HEX + 2];
        g_snprintf(mac, sizeof mac, "%.*s %s", (int)i, right, right + i);
        assert_mac_refused(attack, mac);
        memmove(mac + i, right + i, MAC_HEX + 1 - i);
        mac[i] = right[i - 1];
        mac[i - 1] = right[i];
        if (right[i] != right[i - 1])
            assert_mac_refused(attack, mac);
    }
}

static void test_mac(void)
{
    size_t tried = 0;
    for (unsigned i = 0; i < 3 * 3; i++) {
        struct attack attack;
        attack_begin(&attack, i / 3, (cpdm_security)(i % 3));
        char *lower = g_ascii_strdown(attack.message.signature.mac, -1);
        replace_digits(&attack, attack.message.signature.mac);
        bend_mac(&attack, attack.message.signature.mac);
        assert_mac_accepted(&attack, lower);
        assert_mac_accepted(&attack, attack.message.signature.mac);
        tried += attack_end(&attack);
        g_free(lower);
    }
    g_test_message("%zu mutants", tried);
}

/* ---- the user's code ---- */

static void assert_code_refused(struct attack *attack, const char *code, size_t length)
{
    attack->message.receiver.userpinmac = slice(code, length);
    assert_refused(attack, attack->message.body.data, attack->message.body.length);
}

static void bend_code(struct attack *attack)
{
    char code[65] = {0}, right[65] = {0};
    size_t whole = strlen(attack->message.signature.user_code);
    memcpy(right, attack->message.signature.user_code, whole);
    memset(right + whole, '0', sizeof right - 1 - whole);
    for (size_t length = 0; length < sizeof right; length++)
        if (length != whole)
            assert_code_refused(attack, right, length);
    memcpy(code, right, sizeof code);
    for (size_t i = 0; i < whole; i++) {
        for (char c = ' '; c <= '~'; c++) {
            code[i] = c;
            if (c != right[i])
                assert_code_refused(attack, code, whole);
        }
        code[i] = right[i];
    }
    attack->message.receiver.userpinmac = slice_of(attack->message.signature.user_code);
}

static void test_code(void)
{
    for (unsigned i = 0; i < 8; i++) {
        struct attack attack;
        attack_begin(&attack, i, CPDM_SECURITY_USERPINMAC);
        bend_code(&attack);
        attack_end(&attack);
    }
}

/* ---- SEC ---- */

/* Every number and name of SEC but the right one, each with the right MAC beside it. */
static void bend_sec(struct attack *attack)
{
    const char *mac = attack->message.signature.mac;
    for (unsigned sec = 0; sec <= 300; sec++) {
        char number[16];
        g_snprintf(number, sizeof number, "%u", sec);
        write_content_type(&attack->message, number, mac);
        if (sec != (unsigned)attack->message.method)
            assert_refused(attack, attack->message.body.data, attack->message.body.length);
    }
    static const char *const bad[] = {"",
                                      "abc",
                                      "NONE",
                                      "\"\"",
                                      "USERPI",
                                      "USERPINX",
                                      "USER PIN",
                                      "NETWORKID",
                                      "-0",
                                      "+1",
                                      "1.0",
                                      "0x1",
                                      "USERPIN; SEC=USERPIN",
                                      "1; SEC=0"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        write_content_type(&attack->message, bad[i], mac);
        assert_refused(attack, attack->message.body.data, attack->message.body.length);
    }
    write_content_type(&attack->message, content_type_security_name(attack->message.method), mac);
}

static void test_sec(void)
{
    for (unsigned i = 0; i < 8 * METHODS; i++) {
        struct attack attack;
        attack_begin(&attack, i / METHODS, (cpdm_security)(i % METHODS));
        bend_sec(&attack);
        attack_end(&attack);
    }
}

/* ---- the whole PDU ---- */

/* A PDU may pass only with the body and the method that were signed. */
static void assert_faithful(struct attack *attack, cpdm_slice pdu)
{
    struct cpdm_message *message = NULL;
    job_again(&attack->job);
    if (message_open(&attack->job, pdu, CPDM_FORM_PUSH, NULL, &message) != CPDM_OK)
        return;
    if (message_verify(&attack->job, attack->mac, message, &attack->message.receiver) != CPDM_OK)
        return;
    g_assert_true(slice_equal(message->info.body, attack->message.body));
    g_assert_cmpint(message->info.security, ==, attack->message.method);
}

static void tamper_with_pdu(struct attack *attack, cpdm_slice pdu)
{
    char *copy = g_malloc(pdu.length + 1);
    memcpy(copy, pdu.data, pdu.length);
    for (size_t at = 0; at < pdu.length; at++) {
        for (unsigned value = 1; value < 256; value++) {
            copy[at] = (char)(pdu.data[at] ^ (char)value);
            assert_faithful(attack, slice(copy, pdu.length));
        }
        memmove(copy + at, pdu.data + at + 1, pdu.length - at - 1); /* without the octet */
        assert_faithful(attack, slice(copy, pdu.length - 1));
        memcpy(copy + at + 1, pdu.data + at, pdu.length - at); /* and twice */
        copy[at] = pdu.data[at];
        assert_faithful(attack, slice(copy, pdu.length + 1));
        memcpy(copy, pdu.data, pdu.length);
    }
    g_free(copy);
}

static void test_pdu(void)
{
    for (unsigned i = 2 * METHODS; i < 10 * METHODS; i++) {
        struct attack attack;
        cpdm_slice pdu;
        attack_begin(&attack, i / METHODS, (cpdm_security)(i % METHODS));
        const struct genuine *message = &attack.message;
        g_assert_cmpint(
            push_write(&attack.genuine_job, CPDM_CONTENT_CP, &message->signature, message->body, NULL, &pdu), ==,
            CPDM_OK);
        tamper_with_pdu(&attack, pdu);
        attack_end(&attack);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tamper/body", test_body);
    g_test_add_func("/tamper/mac", test_mac);
    g_test_add_func("/tamper/code", test_code);
    g_test_add_func("/tamper/sec", test_sec);
    g_test_add_func("/tamper/pdu", test_pdu);
    return g_test_run();
}

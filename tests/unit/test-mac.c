/* SPDX-License-Identifier: MIT */
/* HMAC-SHA1 against RFC 2202 and against OpenSSL's one-shot HMAC(), with keys kept, changed and forgotten. */
#include "envelope-fixture.h"
#include "mac.h"

#include <stdlib.h>

#include <openssl/crypto.h>

/* RFC 2202 section 3; a repeated octet is written as itself and a count. */
static const struct {
    const char *key;
    uint8_t key_octet;
    size_t key_length;
    const char *data;
    uint8_t data_octet;
    size_t data_length;
    const char *digest;
} rfc2202[] = {
    {NULL, 0x0b, 20, "Hi There", 0, 8, "b617318655057264e28bc0b6fb378c8ef146be00"},
    {"Jefe", 0, 4, "what do ya want for nothing?", 0, 28, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
    {NULL, 0xaa, 20, NULL, 0xdd, 50, "125d7342b9ac11cd91a39af48aa17b4f63f175d3"},
    {"\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23\24\25\26\27\30\31", 0, 25, NULL, 0xcd, 50,
     "4c9007f4026250c6bc8414f9bf50c86c2d7235da"},
    {NULL, 0x0c, 20, "Test With Truncation", 0, 20, "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"},
    {NULL, 0xaa, 80, "Test Using Larger Than Block-Size Key - Hash Key First", 0, 54,
     "aa4ae5e15272d00e95705637ce8a3b55ed402112"},
    {NULL, 0xaa, 80, "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data", 0, 73,
     "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"},
};

static cpdm_slice fill(char memory[128], const char *text, uint8_t octet, size_t length)
{
    if (text)
        memcpy(memory, text, length);
    else
        memset(memory, octet, length);
    return slice(memory, length);
}

static void test_rfc2202(void)
{
    struct mac *mac = mac_new(NULL);
    g_assert_nonnull(mac);
    for (size_t i = 0; i < G_N_ELEMENTS(rfc2202); i++) {
        char key[128], data[128];
        uint8_t out[MAC_OCTETS];
        g_assert_true(mac_compute(mac, fill(key, rfc2202[i].key, rfc2202[i].key_octet, rfc2202[i].key_length),
                                  fill(data, rfc2202[i].data, rfc2202[i].data_octet, rfc2202[i].data_length), out));
        assert_hex(slice((const char *)out, sizeof out), rfc2202[i].digest);
    }
    mac_free(mac);
}

static void assert_as_one_shot(struct mac *mac, cpdm_slice key, cpdm_slice data)
{
    uint8_t found[MAC_OCTETS], right[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    g_assert_nonnull(
        HMAC(EVP_sha1(), key.data, (int)key.length, (const uint8_t *)data.data, data.length, right, &length));
    g_assert_true(mac_compute(mac, key, data, found));
    assert_octets(found, sizeof found, right, length);
}

/* The key schedule is kept from one call to the next: keys repeated, changed by one octet or in length, longer than
 * what is kept, forgotten between. */
static void test_sequence(void)
{
    struct mac *mac = mac_new(NULL);
    char keys[100], data[300];
    for (size_t i = 0; i < sizeof keys; i++)
        keys[i] = (char)(i * 7 + 1);
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (char)(i * 13);
    for (unsigned i = 0; i < 20000; i++) {
        size_t length = (size_t)g_test_rand_int_range(1, sizeof keys + 1);
        cpdm_slice key = slice(keys, length);
        if (i % 5 == 0)
            keys[g_test_rand_int_range(0, (gint32)length)] ^= 1;
        if (i % 17 == 0)
            mac_forget(mac);
        for (int repeat = g_test_rand_int_range(1, 4); repeat > 0; repeat--)
            assert_as_one_shot(mac, key, slice(data, (size_t)g_test_rand_int_range(0, sizeof data + 1)));
    }
    mac_free(mac);
}

static void test_empty_key_is_not_the_last_key(void)
{
    struct mac *mac = mac_new(NULL);
    assert_as_one_shot(mac, SLICE("1234"), SLICE("document"));
    uint8_t with[MAC_OCTETS], without[MAC_OCTETS];
    g_assert_true(mac_compute(mac, SLICE("1234"), SLICE("document"), with));
    g_assert_true(!mac_compute(mac, slice(NULL, 0), SLICE("document"), without) || !mac_equal(with, without));
    mac_free(mac);
}

static void test_equal(void)
{
    uint8_t a[MAC_OCTETS] = {0}, b[MAC_OCTETS] = {0};
    g_assert_true(mac_equal(a, b));
    for (unsigned bit = 0; bit < 8 * MAC_OCTETS; bit++) {
        b[bit / 8] ^= (uint8_t)(1u << bit % 8);
        g_assert_false(mac_equal(a, b));
        g_assert_false(mac_equal_octets(a, b, sizeof b));
        g_assert_true(mac_equal_octets(a, b, bit / 8));
        b[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    cleanse(memset(b, 0xA5, sizeof b), sizeof b);
    g_assert_true(mac_equal(a, b));
}

struct ledger {
    size_t given, taken, refuse_from;
};

static void *ledger_allocate(void *data, size_t size)
{
    struct ledger *ledger = data;
    return ledger->given >= ledger->refuse_from ? NULL : (ledger->given++, g_malloc(size));
}

static void ledger_release(void *data, void *memory)
{
    ((struct ledger *)data)->taken++;
    g_free(memory);
}

static void test_allocator(void)
{
    struct ledger ledger = {0, 0, 100};
    const cpdm_allocator allocator = {ledger_allocate, ledger_release, &ledger};
    struct mac *mac = mac_new(&allocator);
    assert_as_one_shot(mac, SLICE("1234"), SLICE("document"));
    mac_free(mac);
    g_assert_cmpuint(ledger.given, ==, 1);
    g_assert_cmpuint(ledger.taken, ==, 1);
    ledger.refuse_from = 0;
    g_assert_null(mac_new(&allocator));
    mac_free(NULL);
}

#ifndef MAC_ALLOCATES
#define MAC_ALLOCATES true /* in OpenSSL */
#endif

/* Which of OpenSSL's allocations from now on is refused; 0: none. The test program is the host here: only a host may
 * say where OpenSSL gets its memory. */
static size_t refuse_nth;

static bool is_refused(void)
{
    return refuse_nth > 0 && --refuse_nth == 0;
}

static void *host_malloc(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return is_refused() ? NULL : malloc(size);
}

static void *host_realloc(void *memory, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return is_refused() ? NULL : realloc(memory, size);
}

static void host_free(void *memory, const char *file, int line)
{
    (void)file;
    (void)line;
    free(memory);
}

/* Each of OpenSSL's allocations refused in turn: a right MAC or none, and the next call works. */
static void test_openssl_without_memory(void)
{
    static const uint8_t right[MAC_OCTETS] = {0xef, 0xfc, 0xdf, 0x6a, 0xe5, 0xeb, 0x2f, 0xa2, 0xd2, 0x74,
                                              0x16, 0xd5, 0xf1, 0x84, 0xdf, 0x9c, 0x25, 0x9a, 0x7c, 0x79};
    bool refused = true;
    unsigned failures = 0;
    mac_free(mac_new(NULL)); /* what OpenSSL does once in a process is not at stake */
    for (size_t nth = 1; refused; nth++) {
        uint8_t out[MAC_OCTETS];
        refuse_nth = nth;
        struct mac *mac = mac_new(NULL);
        for (unsigned i = 0; mac && i < 3; i++) { /* keyed, kept, keyed again */
            if (i == 2)
                mac_forget(mac);
            bool done = mac_compute(mac, SLICE("Jefe"), SLICE("what do ya want for nothing?"), out);
            g_assert_true(!done || mac_equal(out, right));
            failures += !done;
        }
        refused = refuse_nth == 0;
        refuse_nth = 0;
        g_assert_true(!mac || mac_compute(mac, SLICE("Jefe"), SLICE("what do ya want for nothing?"), out));
        g_assert_true(!mac || mac_equal(out, right));
        failures += !mac;
        mac_free(mac);
    }
    g_assert_cmpint(failures > 0, ==, MAC_ALLOCATES);
}

int main(int argc, char **argv)
{
    if (CRYPTO_set_mem_functions(host_malloc, host_realloc, host_free) != 1)
        return 1;
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mac/rfc2202", test_rfc2202);
    g_test_add_func("/mac/sequence", test_sequence);
    g_test_add_func("/mac/empty-key", test_empty_key_is_not_the_last_key);
    g_test_add_func("/mac/equal", test_equal);
    g_test_add_func("/mac/allocator", test_allocator);
    g_test_add_func("/mac/openssl-without-memory", test_openssl_without_memory);
    return g_test_run();
}

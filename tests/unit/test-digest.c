/* SPDX-License-Identifier: MIT */
/* SHA-256, MD5 and HMAC-SHA-256 of parts against published vectors and against OpenSSL's functions for the whole. */
#include "digest.h"
#include "envelope-fixture.h"

/* FIPS 180-4's examples of SHA-256 (NIST, SHA256.pdf), RFC 1321 section A.5, RFC 4231 sections 4.3 and 4.7. */
static void test_published(void)
{
    static const cpdm_slice abc = {"abc", 3},
                            two_blocks = {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56},
                            what = {"what do ya want for nothing?", 28},
                            larger = {"Test Using Larger Than Block-Size Key - Hash Key First", 54};
    char key[131];
    uint8_t out[DIGEST_SHA256_OCTETS];
    g_assert_true(digest_sha256(&abc, 1, out));
    assert_hex(slice((const char *)out, sizeof out),
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    g_assert_true(digest_sha256(&two_blocks, 1, out));
    assert_hex(slice((const char *)out, sizeof out),
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    g_assert_true(digest_md5(&abc, 1, out));
    assert_hex(slice((const char *)out, DIGEST_MD5_OCTETS), "900150983cd24fb0d6963f7d28e17f72");
    g_assert_true(digest_hmac_sha256(SLICE("Jefe"), &what, 1, out));
    assert_hex(slice((const char *)out, sizeof out),
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    g_assert_true(digest_hmac_sha256(slice(memset(key, 0xaa, sizeof key), sizeof key), &larger, 1, out));
    assert_hex(slice((const char *)out, sizeof out),
               "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void assert_whole(const EVP_MD *method, cpdm_slice whole, const uint8_t *found)
{
    uint8_t right[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    g_assert_cmpint(EVP_Digest(whole.data, whole.length, right, &length, method, NULL), ==, 1);
    assert_octets(found, length, right, length);
}

static void assert_keyed(cpdm_slice key, cpdm_slice whole, const uint8_t *found)
{
    uint8_t right[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    g_assert_nonnull(
        HMAC(EVP_sha256(), key.data, (int)key.length, (const uint8_t *)whole.data, whole.length, right, &length));
    assert_octets(found, length, right, length);
}

/* Every length up to some blocks, cut into three parts of which one may be empty; keys up to longer than a block. */
static void test_parts(void)
{
    char text[260];
    struct digest_sha256 *kept = digest_sha256_new(NULL);
    g_assert_nonnull(kept);
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7 + 1);
    for (size_t length = 0; length <= sizeof text; length++) {
        size_t first = length * 2 / 3, second = length % 5 ? (length - first) / 2 : 0;
        const cpdm_slice whole = slice(text, length), key = slice(text, length / 2 + 1);
        const cpdm_slice parts[] = {slice(text, first), slice(text + first, second),
                                    slice(text + first + second, length - first - second)};
        uint8_t out[DIGEST_SHA256_OCTETS];
        g_assert_true(digest_sha256(parts, G_N_ELEMENTS(parts), out));
        assert_whole(EVP_sha256(), whole, out);
        g_assert_true(digest_md5(parts, G_N_ELEMENTS(parts), out));
        assert_whole(EVP_md5(), whole, out);
        g_assert_true(digest_hmac_sha256(key, parts, G_N_ELEMENTS(parts), out));
        assert_keyed(key, whole, out);
        g_assert_true(digest_sha256_of(kept, whole, out));
        assert_whole(EVP_sha256(), whole, out);
    }
    digest_sha256_free(kept);
    digest_sha256_free(NULL);
}

/* No key is a key of zeros (RFC 2104 section 2). */
static void test_empty_key(void)
{
    const cpdm_slice part = SLICE("octets");
    uint8_t out[DIGEST_SHA256_OCTETS];
    g_assert_true(digest_hmac_sha256(slice(NULL, 0), &part, 1, out));
    assert_keyed(SLICE(""), part, out);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/digest/published", test_published);
    g_test_add_func("/digest/parts", test_parts);
    g_test_add_func("/digest/empty-key", test_empty_key);
    return g_test_run();
}

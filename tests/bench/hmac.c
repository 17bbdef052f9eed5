/* SPDX-License-Identifier: MIT */
/*
 * HMAC-SHA1 (RFC 2104) for the limits: the states behind the two padded keys are made once for the two MACs of a
 * document, copied for the first and used up by the second, which is the most that OpenSSL 3.0 offers without
 * deprecated functions. And HMAC() as the baselines use it.
 */
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "bench.h"

enum { BLOCK = 64 }; /* of SHA-1 */

struct bench_hmac {
    EVP_MD *digest;
    EVP_MD_CTX *inner, *outer, *work;
};

struct bench_hmac *hmac_new(void)
{
    struct bench_hmac *hmac = bench_alloc(sizeof *hmac);
    hmac->digest = EVP_MD_fetch(NULL, "SHA1", NULL);
    hmac->inner = EVP_MD_CTX_new();
    hmac->outer = EVP_MD_CTX_new();
    hmac->work = EVP_MD_CTX_new();
    if (!hmac->digest || !hmac->inner || !hmac->outer || !hmac->work)
        bench_die("libcrypto has no SHA-1");
    return hmac;
}

static bool take_padded(struct bench_hmac *hmac, EVP_MD_CTX *context, cpdm_slice key, uint8_t pad)
{
    uint8_t padded[BLOCK] = {0};
    memcpy(padded, key.data, key.length);
    for (size_t i = 0; i < BLOCK; i++)
        padded[i] ^= pad;
    return EVP_DigestInit_ex2(context, hmac->digest, NULL) == 1 && EVP_DigestUpdate(context, padded, BLOCK) == 1;
}

static bool digest_behind(EVP_MD_CTX *state, const void *octets, size_t length, uint8_t digest[BENCH_MAC])
{
    return EVP_DigestUpdate(state, octets, length) == 1 && EVP_DigestFinal_ex(state, digest, NULL) == 1;
}

bool hmac_first(struct bench_hmac *hmac, cpdm_slice key, cpdm_slice octets, uint8_t mac[BENCH_MAC])
{
    uint8_t digest[BENCH_MAC];
    return key.length <= BLOCK && take_padded(hmac, hmac->inner, key, 0x36) &&
           take_padded(hmac, hmac->outer, key, 0x5C) && EVP_MD_CTX_copy_ex(hmac->work, hmac->inner) == 1 &&
           digest_behind(hmac->work, octets.data, octets.length, digest) &&
           EVP_MD_CTX_copy_ex(hmac->work, hmac->outer) == 1 && digest_behind(hmac->work, digest, sizeof digest, mac);
}

bool hmac_second(struct bench_hmac *hmac, cpdm_slice octets, uint8_t mac[BENCH_MAC])
{
    uint8_t digest[BENCH_MAC];
    return digest_behind(hmac->inner, octets.data, octets.length, digest) &&
           digest_behind(hmac->outer, digest, sizeof digest, mac);
}

bool hmac_once(cpdm_slice key, cpdm_slice octets, uint8_t mac[BENCH_MAC])
{
    unsigned length = 0;
    return HMAC(EVP_sha1(), key.data, (int)key.length, (const unsigned char *)octets.data, octets.length, mac,
                &length) &&
           length == BENCH_MAC;
}

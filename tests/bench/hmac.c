/* SPDX-License-Identifier: MIT */
/*
 * HMAC-SHA1 (RFC 2104) for the limits: an EVP_MAC fetched once, one key schedule for the two MACs of a document, which
 * is the most that OpenSSL 3 offers without deprecated functions. And HMAC() as the baselines use it.
 */
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>

#include "bench.h"

struct bench_hmac {
    EVP_MAC_CTX *context;
};

struct bench_hmac *hmac_new(void)
{
    char digest[] = "SHA1";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    struct bench_hmac *hmac = bench_alloc(sizeof *hmac);
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    hmac->context = mac ? EVP_MAC_CTX_new(mac) : NULL;
    EVP_MAC_free(mac);
    if (!hmac->context || EVP_MAC_CTX_set_params(hmac->context, parameters) != 1)
        bench_die("libcrypto has no HMAC-SHA1");
    return hmac;
}

static bool update_and_finish(struct bench_hmac *hmac, cpdm_slice octets, uint8_t mac[BENCH_MAC])
{
    size_t length = 0;
    return EVP_MAC_update(hmac->context, (const unsigned char *)octets.data, octets.length) == 1 &&
           EVP_MAC_final(hmac->context, mac, &length, BENCH_MAC) == 1 && length == BENCH_MAC;
}

bool hmac_first(struct bench_hmac *hmac, cpdm_slice key, cpdm_slice octets, uint8_t mac[BENCH_MAC])
{
    return EVP_MAC_init(hmac->context, (const unsigned char *)key.data, key.length, NULL) == 1 &&
           update_and_finish(hmac, octets, mac);
}

bool hmac_second(struct bench_hmac *hmac, cpdm_slice octets, uint8_t mac[BENCH_MAC])
{
    return EVP_MAC_init(hmac->context, NULL, 0, NULL) == 1 && update_and_finish(hmac, octets, mac);
}

bool hmac_once(cpdm_slice key, cpdm_slice octets, uint8_t mac[BENCH_MAC])
{
    unsigned length = 0;
    return HMAC(EVP_sha1(), key.data, (int)key.length, (const unsigned char *)octets.data, octets.length, mac,
                &length) &&
           length == BENCH_MAC;
}

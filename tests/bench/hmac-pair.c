/* SPDX-License-Identifier: MIT */
/*
 * The two MACs of one document alone: as the library makes them, and with the functions of SHA-1 itself, which OpenSSL
 * 3 deprecates and which allocate nothing. That is what the detour through EVP costs.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "bench.h"
#include "mac.h"

struct low {
    SHA_CTX inner, outer; /* have taken the padded key (RFC 2104 section 4) */
};

static bool run(void *state, const struct bench_document *document, cpdm_slice *output)
{
    uint8_t in[BENCH_MAC], out[BENCH_MAC];
    cpdm_slice key = bench_slice(document->pin);
    *output = (cpdm_slice){NULL, 0};
    return mac_compute(state, key, document->wbxml, in) && mac_equal(in, document->wbxml_mac) &&
           mac_compute(state, key, document->package_wbxml, out);
}

struct bench_job hmac_pair(const char *directory)
{
    (void)directory;
    struct bench_job job = {run, mac_new(NULL), true};
    if (!job.state)
        bench_die("libcrypto has no SHA-1");
    return job;
}

static bool take_padded(SHA_CTX *context, cpdm_slice key, uint8_t pad)
{
    uint8_t padded[SHA_CBLOCK] = {0};
    memcpy(padded, key.data, key.length);
    for (size_t i = 0; i < SHA_CBLOCK; i++)
        padded[i] ^= pad;
    return SHA1_Init(context) == 1 && SHA1_Update(context, padded, SHA_CBLOCK) == 1;
}

static bool finish(const SHA_CTX *padded, const void *octets, size_t length, uint8_t digest[BENCH_MAC])
{
    SHA_CTX work = *padded;
    return SHA1_Update(&work, octets, length) == 1 && SHA1_Final(digest, &work) == 1;
}

static bool make_mac(const struct low *low, cpdm_slice octets, uint8_t mac[BENCH_MAC])
{
    uint8_t digest[BENCH_MAC];
    return finish(&low->inner, octets.data, octets.length, digest) && finish(&low->outer, digest, sizeof digest, mac);
}

static bool run_low(void *state, const struct bench_document *document, cpdm_slice *output)
{
    struct low *low = state;
    uint8_t in[BENCH_MAC], out[BENCH_MAC];
    cpdm_slice key = bench_slice(document->pin);
    *output = (cpdm_slice){NULL, 0};
    return take_padded(&low->inner, key, 0x36) && take_padded(&low->outer, key, 0x5C) &&
           make_mac(low, document->wbxml, in) && memcmp(in, document->wbxml_mac, BENCH_MAC) == 0 &&
           make_mac(low, document->package_wbxml, out);
}

struct bench_job hmac_pair_low(const char *directory)
{
    (void)directory;
    return (struct bench_job){run_low, bench_alloc(sizeof(struct low)), true};
}
